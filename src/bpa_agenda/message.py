"""What a message is made of."""

from typing import NamedTuple

from bpa_agenda.problems import Severity

NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR


class Message(NamedTuple):
    """A text and what to do about it, both with names in braces for what is told of the place."""

    text: str
    hint: str = ""
    severity: Severity = ERROR
