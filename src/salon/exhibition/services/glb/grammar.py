"""Small rules that a JSON value must follow, put together in `schema.py` as glTF 2.0 has them.

A rule is called with the walk, which knows where it is, and the value. It returns nothing; what
breaks it is refused by the path of the item, such as `meshes[0].primitives[2].mode`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salon.core.errors import DomainError
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.words import broken, refused, shown

#: The largest whole number that every reader of JSON keeps exactly, and the largest 32-bit float.
LARGEST_INTEGER: Final = 2**53
LARGEST_FLOAT: Final = 3.4028234663852886e38


class Walk:
    """Where a rule is in a document, and what it has met."""

    def __init__(self, document: Json) -> None:
        self._lengths = _lengths(document)
        self._at: list[str | int] = []
        self.extensions: dict[str, str] = {}  # each one used, and where first

    @contextmanager
    def at(self, key: str | int) -> Iterator[None]:
        self._at.append(key)
        yield
        self._at.pop()

    def length(self, collection: str) -> int:
        return self._lengths.get(collection, 0)

    def path(self) -> str:
        parts = (f"[{key}]" if isinstance(key, int) else f".{shown(key)}" for key in self._at)
        return "".join(parts).removeprefix(".") or "glTF"

    def broken(self, code: str, message: str | Promise, **params: object) -> DomainError:
        return broken(code, message, item=self.path(), **params)


def _lengths(document: Json) -> dict[str, int]:
    """How many items each top-level list has, and each list of an extension of the document."""
    lists = {name: len(value) for name, value in document.items() if isinstance(value, list)}
    extensions = document.get("extensions")
    for extension, body in (extensions if isinstance(extensions, dict) else {}).items():
        for name, value in (body if isinstance(body, dict) else {}).items():
            if isinstance(value, list):
                lists[f"{extension}.{name}"] = len(value)
    return lists


Rule = Callable[[Walk, Any], None]


def _mistyped(walk: Walk, wanted: Promise | str) -> DomainError:
    return walk.broken("type", _("%(item)s has to be %(wanted)s."), wanted=wanted)


def anything(walk: Walk, value: Any) -> None:
    """For `extras`, which viewers do not read."""


def boolean(walk: Walk, value: Any) -> None:
    if not isinstance(value, bool):
        raise _mistyped(walk, _("true or false"))


def text(walk: Walk, value: Any) -> None:
    if not isinstance(value, str):
        raise _mistyped(walk, _("a text"))


def one_of(*allowed: str | int) -> Rule:
    """One of a few texts or whole numbers."""

    def rule(walk: Walk, value: Any) -> None:
        if type(value) is not type(allowed[0]):
            raise _mistyped(walk, _("a text") if isinstance(allowed[0], str) else _WHOLE)
        if value not in allowed:
            raise walk.broken(
                "value",
                _("%(item)s is %(value)s; it has to be one of %(allowed)s."),
                value=shown(value),
                allowed=", ".join(map(str, allowed)),
            )

    return rule


_WHOLE: Final = _("a whole number")


def integer(low: int = 0, high: int = LARGEST_INTEGER, multiple: int = 1) -> Rule:
    def rule(walk: Walk, value: Any) -> None:
        if type(value) is not int:
            raise _mistyped(walk, _WHOLE)
        if not low <= value <= high:
            raise _out_of_range(walk, value, low, high)
        if value % multiple:
            raise walk.broken(
                "multiple",
                _("%(item)s is %(value)s, which is not a multiple of %(of)s."),
                value=value,
                of=multiple,
            )

    return rule


def number(
    low: float = -LARGEST_FLOAT, high: float = LARGEST_FLOAT, *, above: bool = False
) -> Rule:
    """A finite number; `above`: more than `low`."""

    def rule(walk: Walk, value: Any) -> None:
        if type(value) not in (int, float):
            raise _mistyped(walk, _("a number"))
        if not low <= value <= high or (above and value == low):
            raise _out_of_range(walk, value, low, high)

    return rule


def _out_of_range(walk: Walk, value: Any, low: float, high: float) -> DomainError:
    return walk.broken(
        "range",
        _("%(item)s is %(value)s, outside %(low)s to %(high)s."),
        value=shown(_plain(value)),
        low=_plain(low),
        high=_plain(high),
    )


def _plain(value: float) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def reference(collection: str) -> Rule:
    """The index of an item of a top-level list."""

    def rule(walk: Walk, value: Any) -> None:
        if type(value) is not int:
            raise _mistyped(walk, _WHOLE)
        if not 0 <= value < walk.length(collection):
            raise walk.broken(
                "reference",
                _("%(item)s refers to %(collection)s[%(value)s], which does not exist."),
                value=shown(_plain(value)),
                collection=collection,
            )

    return rule


def array(of: Rule, least: int = 1, most: int | None = None, *, distinct: bool = False) -> Rule:
    def rule(walk: Walk, value: Any) -> None:
        if not isinstance(value, list):
            raise _mistyped(walk, _("a list"))
        if len(value) < least or (most is not None and len(value) > most):
            raise walk.broken(
                "count",
                _("%(item)s has a length of %(length)s, which glTF does not allow there."),
                length=len(value),
            )
        for index, one in enumerate(value):
            with walk.at(index):
                of(walk, one)
        if distinct and len(set(value)) < len(value):
            raise walk.broken("distinct", _("%(item)s names something twice."))

    return rule


def vector(length: int, of: Rule | None = None) -> Rule:
    return array(of or number(), length, length)


def mapping(of: Rule) -> Rule:
    """An object whose names are free, such as a primitive's attributes; not an empty one."""

    def rule(walk: Walk, value: Any) -> None:
        if not isinstance(value, dict):
            raise _mistyped(walk, _("an object"))
        if not value:
            raise walk.broken("count", _("%(item)s is empty, which glTF does not allow there."))
        for name, one in value.items():
            with walk.at(name):
                of(walk, one)

    return rule


def table(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    extensions: Mapping[str, Rule] | None = None,
) -> Rule:
    """An object with known names. Others are passed over, as viewers do."""
    needed = dict(required or {})
    rules = {"name": text, "extras": anything} | needed | dict(optional or {})
    extended = _extensions(extensions or {})

    def rule(walk: Walk, value: Any) -> None:
        if not isinstance(value, dict):
            raise _mistyped(walk, _("an object"))
        for name in needed:
            if name not in value:
                raise walk.broken("missing", _("%(item)s has no “%(name)s”."), name=name)
        for name, one in value.items():
            follow = extended if name == "extensions" else rules.get(name)
            if follow is not None:
                with walk.at(name):
                    follow(walk, one)

    return rule


def _extensions(known: Mapping[str, Rule]) -> Rule:
    def rule(walk: Walk, value: Any) -> None:
        if not isinstance(value, dict):
            raise _mistyped(walk, _("an object"))
        for name, one in value.items():
            with walk.at(name):
                if not isinstance(one, dict):
                    raise _mistyped(walk, _("an object"))
                walk.extensions.setdefault(name, walk.path())
                _refuse_addresses(walk, one)
                if name in known:
                    known[name](walk, one)

    return rule


def _refuse_addresses(walk: Walk, value: Json) -> None:
    """No extension may make a viewer fetch something."""
    pending: list[Any] = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            if "uri" in one:
                raise external(walk, one["uri"])
            pending += one.values()
        elif isinstance(one, list):
            pending += one


def no_address(walk: Walk, value: Any) -> None:
    """The rule for `uri`: a model that is sent in holds everything itself."""
    raise external(walk, value)


def external(walk: Walk, value: Any) -> DomainError:
    """The refusal of a reference to something outside the file, or of data written as an address.

    A viewer would fetch it from where it pleases, with the visitor's address, or find nothing.
    """
    if isinstance(value, str) and value[:5].lower() == "data:":
        return refused(
            "data_uri",
            _(
                "%(item)s holds its data as text (%(uri)s). Export the model as one .glb, which"
                " keeps them as bytes."
            ),
            item=walk.path(),
            uri=shown(value),
        )
    return refused(
        "uri",
        _(
            "%(item)s points outside the file (%(uri)s). Export the model as one .glb with"
            " everything in it."
        ),
        item=walk.path(),
        uri=shown(value),
    )
