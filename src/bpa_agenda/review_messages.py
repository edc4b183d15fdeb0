"""What users read about reviews, each with its stable code; `messages` holds the others."""

from bpa_agenda.message import WARNING, Message

REVIEW_MESSAGES = {
    "review-stranger": Message(
        "this is not a document of this project, or nothing of it is left",
        "was it sent with “agenda review send”?",
    ),
    "review-foreign-map": Message(
        "what it says of its own places cannot be right ({detail}); that is not used",
        "mark what goes out with “agenda review send”, and send that",
        WARNING,
    ),
    "review-lost-places": Message(
        "these of its texts are not in the agenda as it is now, and cannot be changed from here:"
        " {places}",
        "edit them by hand, or mark what goes out with “agenda review send”",
        WARNING,
    ),
    "review-macros": Message(
        "it has macros in it; they were not run",
        "the file is kept as it came: do not allow the macros when you open it",
        WARNING,
    ),
    "review-embedded": Message(
        "it has files in it that were not read: {names}",
        "open it in Word and look whether something in them is for the agenda",
        WARNING,
    ),
    "review-lost-comments": Message(
        "comments of which the text is not in the file any more: {count}",
        "ask the reviewer for the file as it was first saved",
        WARNING,
    ),
    "review-vanished": Message(
        "what {who} did in “{files}” is not all in this file: {ids}",
        "taken back, or changed since? they stay as they are until you decide about them",
        WARNING,
    ),
    "review-twice": Message(
        "“{id}” stands in the decisions twice",
        "the first is at {first}; keep one of them and delete the other",
    ),
    "review-round-gone": Message(
        "it is missing, and what was decided in this round with it",
        "bring it back from an earlier version, or delete the folder of the round",
    ),
    "review-base-gone": Message(
        "the map of “{file}” as it was sent is missing",
        "bring the folder “base” of this round back from an earlier version",
    ),
    "review-file-gone": Message(
        "“{id}” was accepted and is in none of the files that came back ({files})",
        "bring “received” of this round back from an earlier version, or reject it",
    ),
    "review-place-gone": Message(
        "there is no text at “{path}” any more, where it said “{was}”; {versions}",
        "edit the agenda by hand, and answer or reject these items: {items}",
    ),
    "review-not-ours": Message(
        "this is not a file of the agenda; nothing is written there: {items}",
        "reject these items; was the file they come from made with this project?",
    ),
    "review-uncounted": Message(
        "{counted} changes and comments are in the file and {read} were read",
        "this is a mistake in the program; keep the file and report it",
    ),
    "review-base-broken": Message(
        "the map of what was sent was changed or cannot be read",
        "bring it back from an earlier version; nobody needs to edit it",
    ),
    "review-by-text": Message(
        "{count} passages lost their mark on the way and were found by their text",
        "look whether their changes stand in the right place",
        WARNING,
    ),
    "review-unsent": Message(
        "this document was not marked as sent; it is kept with “{round}”",
        "mark what goes out with “agenda review send”",
        WARNING,
    ),
    "review-no-round": Message("there is no round “{name}”", "{hint}"),
    "review-nothing-sent": Message(
        "nothing was sent for review yet", "send documents out with “agenda review send”"
    ),
    "review-nothing-back": Message(
        "nothing came back in “{round}” yet", "read files that came back with “agenda review read”"
    ),
    "review-unknown-item": Message("there is no item “{id}”", "{hint}"),
    "review-refused": Message(
        "“{id}” cannot be put in the text by itself: {reason}",
        'edit {where} by hand, and tell the reader: agenda review answer {id} "…"',
    ),
    "review-conflict": Message(
        "changes of “{path}” touch each other where it said “{was}”: {versions}",
        "keep one and reject the others, or edit the text and reject all; here: {items}",
    ),
}
