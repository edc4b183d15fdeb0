"""Dutch words for what the model holds: complete, so that no document meets one that is missing."""

import dataclasses
from typing import get_args

from bpa_agenda import dutch, model, proposal
from bpa_agenda.values import Open


def test_every_field_that_may_be_open_has_a_dutch_name() -> None:
    names = {**vars(model), **vars(proposal)}
    records = [record for record in names.values() if dataclasses.is_dataclass(record)]
    fields = {f.name for r in records for f in dataclasses.fields(r) if Open in get_args(f.type)}
    assert fields - dutch.FIELDS.keys() == set()
    assert len(fields) > 30


def test_every_level_and_every_kind_of_partner_has_a_dutch_name() -> None:
    assert set(model.Level.choices) == dutch.LEVELS.keys()
    assert set(proposal.PartnerKind.choices) == dutch.PARTNER_KINDS.keys()


def test_words_in_a_row_end_with_en() -> None:
    assert [dutch.row(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a en b",
        "a, b en c",
    ]
