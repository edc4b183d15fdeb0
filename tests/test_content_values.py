"""The values that rules look at are those of a walk, by their types."""

from pathlib import Path

import pytest

from bpa_agenda.content_values import content_values
from bpa_agenda.load import load
from bpa_agenda.project import Project
from bpa_agenda.values import Choice, Identifier, Line, Markdown, Open, StatementId
from bpa_agenda.walk import walk
from conftest import SmallProject

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("kind", [Identifier, StatementId, Markdown, Open])
def test_no_value_of_the_real_content_is_passed_over(kind: type[Line]) -> None:
    content = load(Project(ROOT)).content
    walked = [(value.at, str(value)) for value in walk(content) if isinstance(value, kind)]
    found = [(value.at, str(value)) for value in content_values(content).of(kind)]
    assert sorted(found) == sorted(walked)
    assert found


def test_all_texts_of_the_real_content_are_found() -> None:
    content = load(Project(ROOT)).content
    values = content_values(content)
    walked = [value for value in walk(content) if isinstance(value, Line)]
    texts = [text for text in walked if not isinstance(text, Identifier | Choice)]
    found = [text for part in values.parts for text in part.texts if not isinstance(text, Choice)]
    assert sorted((text.at, text) for text in found) == sorted((text.at, text) for text in texts)
    with_at = [text for part in values.parts for text in part.with_at]
    assert sorted(with_at) == sorted(text for text in texts if "@" in text)
    assert with_at


def test_values_of_one_type_keep_their_order(small: SmallProject) -> None:
    content = load(Project(small.root)).content
    walked = [text for text in walk((content.sections, content.themes)) if type(text) is Markdown]
    assert [*content_values(content).agenda.of(Markdown)] == walked
    assert len(walked) > 2
