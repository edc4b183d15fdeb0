"""Text as XML text and as the value of an attribute, as `xml.sax.saxutils` gives them, and as HTML.

That module loads half of the standard library for the network on the way, and `html` the names of
all characters.
"""

_IN_ATTRIBUTES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", '"': "&quot;"}


def escape(text: str) -> str:
    """The text between tags."""
    # Most texts have none of these, and to look for one takes less than to replace it.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("<", "&lt;") if "<" in text else text


def escape_html(text: str) -> str:
    """The text between tags and in attributes of HTML, as `html.escape` gives it."""
    text = escape(text)
    if '"' in text:
        text = text.replace('"', "&quot;")
    return text.replace("'", "&#x27;") if "'" in text else text


def quoteattr(text: str) -> str:
    """The text as the value of an attribute, with the quotes around it."""
    text = escape(text)
    for character, entity in _IN_ATTRIBUTES.items():
        text = text.replace(character, entity)
    return f'"{text}"'


def unescape(text: str) -> str:
    """Text between tags as it was before `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
