"""What schemes judge a proposal on, and which of its parts answer to that."""

from collections.abc import Mapping

CRITERIA: Mapping[str, tuple[str, ...]] = {
    "vraagarticulatie": ("summary", "questions", "practice_question"),
    "netwerkvorming": ("applicant", "lector", "consortium", "initiatives"),
    "onderzoeksplan": (
        "research_question", "sub_questions", "state_of_the_art", "work_packages", "planning",
        "months", "impact", "organisation", "risks", "data_management", "budget", "hours",
        "materials", "funding", "literature",
    ),
    "overig": ("title", "acronym", "round", "date"),
}  # fmt: skip
