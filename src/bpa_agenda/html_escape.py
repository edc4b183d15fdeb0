"""Text as HTML text and as the value of an attribute, as `html.escape` gives it.

That module loads the names of all characters on the way.
"""


def escape(text: str) -> str:
    """The text between tags or quotes; few texts hold any of these, which is quick to see."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "'" in text:
        text = text.replace("'", "&#x27;")
    return text
