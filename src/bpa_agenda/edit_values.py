"""What the values of a document become when some of its items are accepted.

Each region is cut anew into paragraphs from the characters that remain; each paragraph belongs to
the value of its first character of the base, or to the text beside it. What cannot be
carried into a value is refused with its reason and left for the editor; nothing half happens.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bpa_agenda.align_review import Aligned
from bpa_agenda.review_items import Item
from bpa_agenda.review_reasons import Reasons, refusal
from bpa_agenda.value_editor import EditedValue, ValueEditor


@dataclass(frozen=True, slots=True)
class Edits:
    """The values that change; by the ids of items why they were refused and what they touch."""

    values: tuple[EditedValue, ...]
    refused: Mapping[str, str]
    touched: Mapping[str, frozenset[int]]

    def values_of(self, item: str) -> frozenset[int]:
        """The values that an item that was not refused edits."""
        return self.touched.get(item, frozenset())


def refusals(aligned: Aligned, items: Iterable[Item]) -> dict[str, str]:
    """Why items cannot be carried out, by their ids; what can is not in it."""
    reasons = Reasons(aligned)
    found = ((item.id, refusal(aligned, item, reasons)) for item in items)
    return {name: reason for name, reason in found if reason}


def edit_values(editor: ValueEditor, items: Sequence[Item], accepted: Collection[str]) -> Edits:
    """The values when the items with these ids are accepted and all others rejected."""
    refused: dict[str, str] = {}
    for item in items:
        if item.id in accepted and (reason := refusal(editor.aligned, item, editor.reasons)):
            refused[item.id] = reason
    touched = {item.id: editor.touched(item) for item in items if item.id in accepted}
    while True:
        taken = [item for item in items if item.id in accepted and item.id not in refused]
        edited, unwritten = editor.edited(taken)
        if not unwritten:
            return Edits(edited, refused, touched)
        # What cannot be done in one value is not half done in another.
        refused |= _unwritten(editor, taken, touched, unwritten)


def _unwritten(
    editor: ValueEditor,
    items: Sequence[Item],
    touched: Mapping[str, frozenset[int]],
    reasons: Mapping[int, str],
) -> dict[str, str]:
    """The items because of which values cannot be written, and why.

    When no item is to blame by itself, all that touch the value are, or all there are.
    """
    found = [(item, v) for item in items for v in sorted(touched[item.id]) if v in reasons]
    alone = {
        item.id: unwritten[value]
        for item, value in found
        if value in (unwritten := editor.edited([item])[1])
    }
    every = {item.id: reasons[value] for item, value in found}
    return alone or every or {item.id: next(iter(reasons.values())) for item in items}
