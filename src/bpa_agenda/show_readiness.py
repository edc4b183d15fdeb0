"""The state of a proposal in Dutch, for the consortium: for the terminal and as an HTML page."""

from collections.abc import Iterator
from pathlib import Path

from bpa_agenda import dutch
from bpa_agenda.problems import Problem, Severity
from bpa_agenda.readiness import Criterion, Readiness

PAGE = Path(__file__).parent / "assets" / "gereed.html"


def readiness_lines(found: Readiness) -> Iterator[str]:
    """The state of a proposal as lines of text."""
    yield f"{found.title} ({found.scheme})"
    yield counts(found)
    for criterion in found.criteria:
        yield ""
        yield heading(criterion)
        yield f"  {', '.join(states(criterion))}"
        for problem in criterion.failing:
            yield f"  {judgement(problem)}: {problem.message} ({problem.at})"
        for point in criterion.missing:
            who = f" [{point.who}]" if point.who else ""
            yield f"  open: {point.where}: {point.what}{who}"
    yield ""
    yield from (f"niet getoetst: {text}" for text in found.untested)
    yield NOTICE


def counts(found: Readiness) -> str:
    """How much is open and wrong: 3 open punten, 1 fout."""
    parts = [
        dutch.counted(found.open, "open punt", "open punten"),
        dutch.counted(found.failing, "fout", "fouten"),
    ]
    if found.doubtful:
        parts.append(dutch.counted(found.doubtful, "waarschuwing", "waarschuwingen"))
    return f"{', '.join(parts)}."


def judgement(problem: Problem) -> str:
    """How bad a problem is, in a word or two."""
    return "fout" if problem.severity is Severity.ERROR else "let op"


NOTICE = "Dit overzicht is niet getoetst aan het formulier of de oproep van Regieorgaan SIA."


def heading(criterion: Criterion) -> str:
    """A criterion with its weight, and the year in which that was found."""
    name = dutch.capital(criterion.name)
    if criterion.name == "overig":
        return name
    if criterion.weight is None:
        return f"{name} (gewicht niet gevonden), {criterion.words} woorden"
    weight = f"gewicht {criterion.weight} %, regel van {criterion.weight_year}"
    return f"{name} ({weight}), {criterion.words} woorden"


def states(criterion: Criterion) -> list[str]:
    """Each part of the proposal with its state: samenvatting ingevuld."""
    return [f"{part.label} {dutch.STATES[part.state]}" for part in criterion.parts]


def readiness_page(found: Readiness) -> str:
    """The state of a proposal as one HTML page that works from disk."""
    from jinja2 import Environment, StrictUndefined

    text = PAGE.read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(text).render(
        found=found,
        heading=heading,
        states=dutch.STATES,
        notice=NOTICE,
        counts=counts,
        judgement=judgement,
    )
