"""Bytes in pieces, for what is large and is only put together where it is written."""

from collections.abc import Callable, Mapping


class Pieces(tuple[bytes | memoryview, ...]):
    """Bytes that follow each other; as a pickle they are one piece."""

    __slots__ = ()

    def joined(self) -> bytes:
        """All of it."""
        return b"".join(self)

    def __reduce__(self) -> tuple[Callable[..., "Pieces"], tuple[tuple[bytes]]]:
        return Pieces, ((self.joined(),),)


def in_pieces(files: Mapping[str, bytes]) -> dict[str, Pieces]:
    """Files, each of which is one piece."""
    return {name: Pieces((data,)) for name, data in files.items()}
