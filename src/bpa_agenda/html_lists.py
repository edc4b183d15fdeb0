"""The two lists of the account page as HTML: the statements and the questions."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from bpa_agenda import dutch
from bpa_agenda.account import Account, Asked, GroupAccount, Place, Said, Workshop
from bpa_agenda.xml_escape import escape_html as escape


def statement_list(account: Account) -> Iterator[str]:
    """The statements under their workshops and groups, a piece for each group."""
    places = [_place(place) for place in account.places]
    for workshop in account.workshops:
        key = escape(workshop.key)
        date = f' <span class="date">{workshop.date}</span>' if workshop.date else ""
        yield (
            f'<section class="workshop" aria-labelledby="kop-{key}">\n'
            f'<h3 id="kop-{key}">{escape(workshop.heading)}{date}</h3>\n'
        )
        yield from (_group(group, places) for group in workshop.groups)
        yield "</section>\n"


def _group(group: GroupAccount, places: Sequence[str]) -> str:
    key = escape(group.key)
    statements = "\n".join(_statement(said, places) for said in group.statements)
    return (
        f'<section class="group" id="groep={key}" aria-labelledby="kop-{key}">\n'
        f'<h4 id="kop-{key}">{escape(group.title)} <span class="tally">'
        f'<span class="found"></span>{_statements(len(group.statements))}</span></h4>\n'
        f'<ul class="statements">\n{statements}\n</ul>\n</section>\n'
    )


def _statements(count: int) -> str:
    return dutch.counted(count, "uitspraak", "uitspraken")


def _statement(said: Said, places: Sequence[str]) -> str:
    name = escape(said.id)
    mark = f'<span class="bullet">{escape(said.mark)}</span> ' if said.mark else ""
    text = (
        f'<span class="text">{escape(said.text)}</span>' if said.text else "<em>(geen tekst)</em>"
    )
    return (
        f'<li class="statement" id="uitspraak={name}">\n'
        f'<a class="said" href="#uitspraak={name}">{mark}{text}</a>\n'
        f'<p class="about">{said.kind}, regel {said.line}</p>\n'
        f'<ul class="places">\n{_became(said, places)}</ul>\n</li>\n'
    )


def _became(said: Said, places: Sequence[str]) -> str:
    """The places of a statement, or the reason why it has none, as items of a list."""
    found = "".join(places[index] for index in said.places)
    if said.reason:
        why = f"({said.reason}): {escape(said.explanation)}"
        found += f'<li class="is-aside"><strong>Terzijde gelegd</strong> {why}</li>\n'
    return found or '<li class="is-aside"><strong>Nog zonder plaats</strong> in de agenda</li>\n'


def _place(place: Place) -> str:
    title = escape(f"{place.number} {place.title}" if place.number else place.title)
    if place.question:
        name = f'<a href="#vraag={escape(place.question)}">{title}</a>'
    else:
        name = f'<span class="name">{title}</span>'
    parts = escape(", ".join(place.parts))
    detail = f'<span class="detail"> ({parts})</span>' if parts else ""
    return f"<li>{place.kind} {name}{detail}</li>\n"


def question_list(account: Account) -> Iterator[str]:
    """The core questions under their themes, with the groups that they rest on."""
    links = dict(_links(account))
    for theme in account.themes:
        questions = "\n".join(_question(question, links) for question in theme.questions)
        yield (
            f'<section aria-labelledby="kop-thema-{theme.number}">\n'
            f'<h3 id="kop-thema-{theme.number}">Thema {theme.number}: {escape(theme.title)}</h3>\n'
            f'<ul class="questions">\n{questions}\n</ul>\n</section>\n'
        )


def _links(account: Account) -> Iterator[tuple[str, tuple[Workshop, str]]]:
    """The workshop of each group and a link to the group, by its key."""
    for workshop in account.workshops:
        for group in workshop.groups:
            link = f'<a href="#groep={escape(group.key)}">{escape(group.title)}</a>'
            yield group.key, (workshop, link)


def _question(question: Asked, links: Mapping[str, tuple[Workshop, str]]) -> str:
    name = escape(question.id)
    title = f'<span class="number">{question.number}</span> {escape(question.title)}'
    note = "<strong>Let op:</strong> deze vraag rust op de inbreng van één groep."
    return (
        f'<li class="question" id="vraag={name}">\n<h4><a href="#vraag={name}">{title}</a></h4>\n'
        f"<p>{escape(question.question)}</p>\n{_parts(question.parts)}{_levels(question)}"
        f'<p class="about">{_rests_on(question, links)}</p>\n'
        + (f'<p class="note">{note}</p>\n' if question.one_group else "")
        + "</li>\n"
    )


def _parts(parts: Sequence[Asked]) -> str:
    items = "".join(
        f'<li id="vraag={escape(part.id)}"><span class="number">{part.number}</span> '
        f"{escape(part.question)}</li>\n"
        for part in parts
    )
    return f'<ul class="parts only-static">\n{items}</ul>\n' if parts else ""


def _levels(question: Asked) -> str:
    levels = ", ".join(question.levels)
    return f'<p class="about">Niveau: {levels}</p>\n' if levels else ""


def _rests_on(question: Asked, links: Mapping[str, tuple[Workshop, str]]) -> str:
    """How much a question rests on, and of whom: they come in the order of the workshops."""
    rests = f"Rust op {_statements(question.statements)}"
    found = [links[key] for key in question.behind if key in links]
    if not question.behind:
        return rests
    places = "; ".join(
        f"{escape(workshop.name.lower() or workshop.title)} ({', '.join(link for _, link in own)})"
        for workshop, own in groupby(found, key=itemgetter(0))
    )
    return f"{rests} van {question.origin}:\n{places}"
