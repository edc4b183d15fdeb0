"""`dataclass` for frozen records, as that of the standard library but faster to import.

The one of the standard library writes and compiles six methods for each class. A command has a
hundred classes and more, and would wait for that longer than for reading YAML. Here classes share
their methods, and only `__init__` is written for each.
"""

import dataclasses
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """Makes a class a record; every record is frozen and has slots."""
        assert frozen, "records are frozen"
        assert slots, "records have slots"
        return _record


def _record(plain: type) -> type:
    # Without a text of its own a class gets one, and that takes longer than all of the rest.
    plain.__doc__ = plain.__doc__ or plain.__name__
    record: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    own = vars(plain)
    names = [field.name for field in dataclasses.fields(record)]
    methods = {**_SHARED, "_values": _getter(names)}
    for name, method in methods.items():
        if name not in own:
            setattr(record, name, method)
    return record


def _getter(names: list[str]) -> Any:
    """Gives the values of a record; what is compared and hashed."""
    return staticmethod(attrgetter(*names) if names else lambda _: ())


def _init(self: Any, *given: Any, **named: Any) -> None:
    """Writes the `__init__` of a class when its first record is made; many never have one."""
    record = type(self)
    record.__init__ = _written_init(record)
    record.__init__(self, *given, **named)


def _written_init(record: type) -> Any:
    known: dict[str, Any] = {"_set": object.__setattr__}
    arguments, lines = ["self"], ["pass"]
    for field in dataclasses.fields(record):
        name, value = field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            name += f"=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            name, value = f"{name}=_set", f"_make_{name}() if {name} is _set else {name}"
        arguments.append(name)
        lines.append(f"_set(self, {field.name!r}, {value})")
    exec(f"def __init__({', '.join(arguments)}):\n {'; '.join(lines)}", known)  # noqa: S102  # names of fields
    return known["__init__"]


def _items(record: Any) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(record, field.name)) for field in dataclasses.fields(record))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={value!r}" for name, value in _items(self))
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: Any) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    return self._values(self) == self._values(other)


def _hash(self: Any) -> int:
    return hash(self._values(self))


def _refuse(self: Any, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} is frozen")


def _getstate(self: Any) -> list[Any]:
    return [value for _, value in _items(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_SHARED = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
