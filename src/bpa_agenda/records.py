"""`dataclass` for frozen records, as that of the standard library but faster to import.

The one of the standard library writes and compiles six methods for each class. A command has a
hundred classes and more, and would wait for that longer than for reading YAML. Here classes share
their methods, and classes with as many fields share the code of `__init__`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
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


# What a class without slots has and one with slots cannot have.
_UNSLOTTED = ("__dict__", "__weakref__")


def _record(plain: type) -> type:
    names = tuple(plain.__annotations__)
    own = {name: value for name, value in vars(plain).items() if name not in _UNSLOTTED}
    defaults = {name: own.pop(name) for name in names if name in own}
    made = {
        "__slots__": names,
        "__match_args__": names,
        "__qualname__": plain.__qualname__,
        "__dataclass_fields__": _Fields(defaults),
        "_defaults": defaults,
        "_values": _getter(names),
    }
    return type(plain)(plain.__name__, plain.__bases__, {**_SHARED, **own, **made})


class _Fields:
    """What the standard library asks a record for; made when it does, as most are never asked."""

    def __init__(self, defaults: Mapping[str, Any]) -> None:
        self._defaults = defaults

    def __get__(self, _: object, record: Any) -> Any:
        import dataclasses

        said = {"__annotations__": record.__annotations__, "__doc__": "what it holds"}
        twin = type(record.__name__, (), {**said, **self._defaults})
        dataclasses.dataclass(init=False, repr=False, eq=False)(twin)
        record.__dataclass_fields__ = vars(twin)["__dataclass_fields__"]
        return record.__dataclass_fields__


def _getter(names: Sequence[str]) -> Any:
    """Gives the values of a record; what is compared and hashed."""
    return staticmethod(attrgetter(*names) if names else lambda _: ())


def _init(self: Any, *given: Any, **named: Any) -> None:
    """Makes the `__init__` of a class when its first record is made; many never have one."""
    record = type(self)
    record.__init__ = _made_init(record)
    record.__init__(self, *given, **named)


def _made_init(record: Any) -> Any:
    names, defaults = record.__match_args__, record._defaults
    late = tuple(_is_made_late(defaults.get(name)) for name in names)
    init = _init_of(late)(*(vars(record)[name].__set__ for name in names))
    # The code is shared; only what its arguments are called differs.
    init.__code__ = init.__code__.replace(co_varnames=("self", *names))
    init.__defaults__ = tuple(defaults[name] for name in names if name in defaults)
    return init


@cache
def _init_of(late: tuple[bool, ...]) -> Any:
    """Makes of the setters of fields an `__init__`; `late` tells which may be made anew."""
    numbers = range(len(late))
    setters, values = (", ".join(f"{kind}{n}" for n in numbers) for kind in ("set", "value"))
    lines = (f"set{n}(self, {f'_now(value{n})' if late[n] else f'value{n}'})" for n in numbers)
    made = f"def __init__(self, {values}):\n  {'; '.join(lines) or 'pass'}\n return __init__"
    known: dict[str, Any] = {"_now": _now}
    exec(f"def init_of({setters}):\n {made}", known)  # noqa: S102  # nothing in it is from outside
    return known["init_of"]


def _is_made_late(default: object) -> bool:
    """Whether it stands for a default that each record has anew, as `dataclasses.field` does."""
    return hasattr(type(default), "default_factory")


def _now(value: Any) -> Any:
    return value.default_factory() if _is_made_late(value) else value


def _items(record: Any) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(record, name)) for name in record.__match_args__)


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
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{type(self).__name__}.{name} is frozen")


def _getstate(self: Any) -> list[Any]:
    return [value for _, value in _items(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


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
