"""Pictures in a Word document: how large, as which drawing, and in which files of the package."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bpa_agenda.model import Picture
from bpa_agenda.records import dataclass
from bpa_agenda.xml_escape import quoteattr

_OFFICE = "http://schemas.openxmlformats.org"
_DRAWING = f"{_OFFICE}/drawingml/2006"
_RELATIONSHIPS = f"{_OFFICE}/officeDocument/2006/relationships"
_EMU_PER_INCH, _EMU_PER_TWIP = 914_400, 635
# A picture that fills a page leaves no room for its caption.
_MOST_HEIGHT = 0.8
_CONTENT_TYPES = "[Content_Types].xml"
_KINDS = {"png": "image/png", "jpeg": "image/jpeg"}
_A4 = {"w:w": 11906, "w:h": 16838, "w:left": 1417, "w:right": 1417, "w:top": 1417, "w:bottom": 1417}


class Room(NamedTuple):
    """A width and a height in EMU, of which 914 400 go into an inch."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures that a document can show, by the names that text gives them.

    `room` is what each can have; `highest` the highest number of a drawing in the template.
    """

    pictures: Mapping[str, Picture]
    room: Room
    highest: int


NO_PICTURES = Album({}, Room(0, 0), 0)


def album(pictures: Mapping[str, Picture], files: Mapping[str, bytes], body: str) -> Album:
    """The album of a document that is made of the files of a template; `body` is its main part."""
    return Album(pictures, room_in(files[body].decode("utf-8")), _highest_drawing(files.values()))


def room_in(document: str) -> Room:
    """The room between the margins of the last section of a document, its main one."""
    section = re.split(r"<w:sectPr(?=[ >])", document)[-1]

    def twips(name: str) -> int:
        found = re.search(rf'<w:pg(?:Sz|Mar)\b[^>]* {name}="(\d+)"', section)
        return int(found[1]) if found else _A4[name]

    width = twips("w:w") - twips("w:left") - twips("w:right")
    height = twips("w:h") - twips("w:top") - twips("w:bottom")
    return Room(width * _EMU_PER_TWIP, int(height * _EMU_PER_TWIP * _MOST_HEIGHT))


def size_in(room: Room, picture: Picture) -> Room:
    """The size of a picture: its own where that fits, else as large as fits."""
    width, height = (n / picture.dpi * _EMU_PER_INCH for n in (picture.width, picture.height))
    scale = min(1, room.width / width, room.height / height)
    return Room(max(1, round(width * scale)), max(1, round(height * scale)))


def drawing(album: Album, picture: Picture, place: int, name: str, alt: str) -> str:
    """A run with a picture; `place` is the how many-th of the document it is, from 1."""
    width, height = size_in(album.room, picture)
    number = album.highest + place
    extent = f'cx="{width}" cy="{height}"'
    return (
        "<w:r><w:drawing>"
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name={quoteattr(name)} descr={quoteattr(alt)}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name={quoteattr(picture.file)}/>'
        '<pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_RELATIONSHIPS}" r:embed="{_relationship(place)}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _highest_drawing(parts: Iterable[bytes]) -> int:
    """A template can have drawings of its own, such as a logo."""
    numbers = (int(n) for part in parts for n in re.findall(rb'<wp:docPr\b[^>]* id="(\d+)"', part))
    return max(numbers, default=0)


def picture_relationships(pictures: Sequence[Picture], first: int) -> str:
    """The relationships of pictures to their files; `first` is the place of the first of them."""
    return "".join(
        f'<Relationship Id="{_relationship(place)}" Type="{_RELATIONSHIPS}/image"'
        f' Target="{_file(picture, place)}"/>'
        for place, picture in enumerate(pictures, start=first)
    )


def picture_files(files: Mapping[str, bytes], pictures: Sequence[Picture]) -> dict[str, bytes]:
    """The files of all pictures of a document, and the list of kinds with theirs in it."""
    if not pictures:
        return {}
    made = {f"word/{_file(picture, n)}": picture.data for n, picture in enumerate(pictures, 1)}
    types = files[_CONTENT_TYPES].decode("utf-8")
    known = {ending.lower() for ending in re.findall(r'<Default [^>]*Extension="([^"]+)"', types)}
    missing = sorted({_ending(picture) for picture in pictures} - known)
    added = "".join(f'<Default Extension="{e}" ContentType="{_KINDS[e]}"/>' for e in missing)
    head, first, tail = types.partition("<Override")
    return {**made, _CONTENT_TYPES: f"{head}{added}{first}{tail}".encode()}


def _relationship(place: int) -> str:
    return f"rIdPicture{place}"


def _file(picture: Picture, place: int) -> str:
    return f"media/picture{place}.{_ending(picture)}"


def _ending(picture: Picture) -> str:
    return "png" if picture.file.lower().endswith(".png") else "jpeg"
