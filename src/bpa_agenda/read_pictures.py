"""The pictures in `agenda/figures/`: read, and looked at so that Word will be able to show them."""

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from bpa_agenda.messages import problem
from bpa_agenda.model import PICTURES, Picture
from bpa_agenda.problems import Location, Problem
from bpa_agenda.project import Project

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
_DPI = 96.0
_LEAST_DPI, _MOST_DPI = 30.0, 10_000.0
_ORIENTATION, _UPRIGHT = 0x0112, 1


def read_pictures(project: Project) -> tuple[tuple[Picture, ...], list[Problem]]:
    """All pictures that can be shown, and what is wrong with the others."""
    pictures: list[Picture] = []
    problems: list[Problem] = []
    for path in sorted(project.figures.glob("*")):
        if path.suffix.lower() in PICTURES and path.is_file() and not path.name.startswith("."):
            found = _read(path, Location(project.name(path)))
            if isinstance(found, Picture):
                pictures.append(found)
            else:
                problems.append(found)
    return tuple(pictures), problems


def _read(path: Path, at: Location) -> Picture | Problem:
    size = path.stat().st_size
    if size > MOST_BYTES:
        hint = f"save it smaller; at most {MOST_BYTES // 1_000_000} MB"
        return problem("bad-picture", at, detail=f"it is {size / 1e6:.0f} MB", hint=hint)
    return _opened(path.name, path.read_bytes(), at)


def _opened(file: str, data: bytes, at: Location) -> Picture | Problem:
    # Pillow takes a while to load, and most projects have no pictures.
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                return _unusable(image, at) or _picture(image, file, data, at)
    except Image.DecompressionBombError:
        return _too_many_pixels(at)
    except UnidentifiedImageError:
        hint = "open it in a drawing program and save it as .png or .jpg"
        return problem("bad-picture", at, detail="it is not a PNG or JPEG", hint=hint)
    except (OSError, SyntaxError, ValueError):
        hint = "take it once more from where it came"
        return problem("bad-picture", at, detail="it is damaged or incomplete", hint=hint)


def _unusable(image: "Image", at: Location) -> Problem | None:
    """What is wrong with a picture that can be opened; only its first bytes are read."""
    if image.width * image.height > MOST_PIXELS:
        return _too_many_pixels(at)
    found = "PNG" if image.format == "PNG" else "JPEG"
    if found != PICTURES[Path(at.file).suffix.lower()]:
        hint = f"end its name in .{'png' if found == 'PNG' else 'jpg'}"
        return problem("bad-picture", at, detail=f"it is a {found}, whatever its name", hint=hint)
    if image.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT:
        detail = "it is stored on its side, and Word would show it so"
        hint = "open it in a drawing program and save it upright"
        return problem("bad-picture", at, detail=detail, hint=hint)
    return None


def _too_many_pixels(at: Location) -> Problem:
    hint = f"save it smaller; at most {MOST_PIXELS // 1_000_000} million pixels"
    return problem("bad-picture", at, detail="it has too many pixels", hint=hint)


def _picture(image: "Image", file: str, data: bytes, at: Location) -> Picture:
    """The picture, once all of it could be read."""
    image.load()
    dpi = float(image.info.get("dpi", (_DPI,))[0])
    sensible = _LEAST_DPI <= dpi <= _MOST_DPI
    return Picture(file, data, image.width, image.height, dpi if sensible else _DPI, at)
