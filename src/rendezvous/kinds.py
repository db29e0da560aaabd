"""What a field of a JSON form may hold: each kind reads a value and says the same in JSON Schema.

A limit is stated once, here or in :mod:`rendezvous.fields`, and both the reader and the published
schema follow it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

MAX_ID: Final = 200
"""Characters of an id."""

_MOMENT: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)$"
)


class Wrong(Exception):
    """A value is not of the kind asked for; the text says what is wanted."""


class Kind(ABC):
    """What a field of parsed JSON must hold."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema (draft 2020-12) of what the field may hold."""


class Value(Kind):
    """A kind that stands for itself, without fields of its own."""

    @abstractmethod
    def read(self, value: Any) -> Any:
        """Return what parsed JSON stands for; Wrong says what to give instead."""


@dataclass(frozen=True, slots=True)
class Text(Value):
    """Any text."""

    def read(self, value: Any) -> str:
        """Return the text as it is."""
        if not isinstance(value, str):
            raise Wrong("give a text")
        return value

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Identifier(Value):
    """A text that names something: not blank, of at most `MAX_ID` characters."""

    def read(self, value: Any) -> str:
        """Return the text as it is."""
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_ID:
            raise Wrong(f"give a non-empty text of at most {MAX_ID} characters")
        return value

    def schema(self) -> dict[str, Any]:
        """A string with something other than spaces in it."""
        return {"type": "string", "pattern": r"\S", "maxLength": MAX_ID}


@dataclass(frozen=True, slots=True)
class Whole(Value):
    """A whole number; without limits any."""

    least: int | None = None
    most: int | None = None

    def read(self, value: Any) -> int:
        """Return the number; 1.0 is none, nor is true."""
        if isinstance(value, bool) or not isinstance(value, int) or not self._within(value):
            raise Wrong(f"give a whole number{self._limits()}")
        return value

    def _within(self, value: int) -> bool:
        return (self.least is None or self.least <= value) and (
            self.most is None or value <= self.most
        )

    def _limits(self) -> str:
        return "" if self.least is None else f" from {self.least} to {self.most}"

    def schema(self) -> dict[str, Any]:
        """An integer; JSON Schema counts 1.0 as one, the reader does not."""
        limits = {"minimum": self.least, "maximum": self.most}
        return {"type": "integer", **{k: v for k, v in limits.items() if v is not None}}


@dataclass(frozen=True, slots=True)
class Seconds(Value):
    """A span of time in seconds, below thirty years."""

    def read(self, value: Any) -> float:
        """Return the seconds as a float."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            raise Wrong("give a number of seconds")
        return float(value)

    def schema(self) -> dict[str, Any]:
        """A number from 0."""
        return {"type": "number", "minimum": 0, "exclusiveMaximum": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Share(Value):
    """A part of a whole, such as a gap; it may pass 1."""

    def read(self, value: Any) -> float:
        """Return the share as a float."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise Wrong("give a number from 0")
        return float(value)

    def schema(self) -> dict[str, Any]:
        """A number from 0."""
        return {"type": "number", "minimum": 0}


@dataclass(frozen=True, slots=True)
class Flag(Value):
    """True or false."""

    def read(self, value: Any) -> bool:
        """Return the truth value."""
        if not isinstance(value, bool):
            raise Wrong("give true or false")
        return value

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Moment(Value):
    """A date and time with its offset."""

    def read(self, value: Any) -> datetime:
        """Return the moment, with its offset; any form of ISO 8601 that Python reads will do."""
        try:
            moment = datetime.fromisoformat(Text().read(value))
        except ValueError:
            raise Wrong("give a date and time such as 2025-11-11T09:00:00+00:00") from None
        if moment.tzinfo is None:
            raise Wrong("give its zone too, such as 2025-11-11T09:00:00+00:00")
        return moment

    def schema(self) -> dict[str, Any]:
        """The usual form of ISO 8601 only; the reader takes others of it too."""
        return {"type": "string", "format": "date-time", "pattern": _MOMENT}


@dataclass(frozen=True, slots=True)
class OneOf(Value):
    """One of some words, which may be the members of an enumeration."""

    words: tuple[str, ...]

    def read(self, value: Any) -> str:
        """Return the word as it stands among them."""
        if not isinstance(value, str) or value not in self.words:
            raise Wrong(f"give one of {', '.join(self.words)}")
        return self.words[self.words.index(value)]

    def schema(self) -> dict[str, Any]:
        """The words."""
        return {"type": "string", "enum": [str(word) for word in self.words]}


@dataclass(frozen=True, slots=True)
class Ids(Value):
    """A list of ids."""

    def read(self, value: Any) -> tuple[str, ...]:
        """Return the ids in their order."""
        if not isinstance(value, list):
            raise Wrong("give a list")
        return tuple(Identifier().read(item) for item in value)

    def schema(self) -> dict[str, Any]:
        """An array of ids."""
        return {"type": "array", "items": Identifier().schema()}


@dataclass(frozen=True, slots=True)
class Pair(Value):
    """Two ids."""

    def read(self, value: Any) -> tuple[str, str]:
        """Return the two; that they differ is for `check_problem` to say."""
        items = Ids().read(value)
        if len(items) != 2:
            raise Wrong("give a list of two ids")
        return items[0], items[1]

    def schema(self) -> dict[str, Any]:
        """An array of two ids that differ."""
        return {**Ids().schema(), "minItems": 2, "maxItems": 2, "uniqueItems": True}


@dataclass(frozen=True, slots=True)
class Order(Ids):
    """Words in one of some orders.

    Read as any list of ids: `check_problem` says what is wrong with the order.
    """

    orders: tuple[tuple[str, ...], ...]

    def schema(self) -> dict[str, Any]:
        """Every order, spelt out."""
        return {"type": "array", "enum": [list(order) for order in self.orders]}


@dataclass(frozen=True, slots=True)
class Nullable(Value):
    """What another kind holds, or null."""

    kind: Value

    def read(self, value: Any) -> Any:
        """Return None for null."""
        return None if value is None else self.kind.read(value)

    def schema(self) -> dict[str, Any]:
        """The other kind's, with null."""
        schema = self.kind.schema()
        return {**schema, "type": [schema["type"], "null"]}


@dataclass(frozen=True, slots=True)
class Item(Kind):
    """An object with the fields of a dataclass, which :mod:`rendezvous.codec` reads."""

    of: type
    nullable: bool = False

    def schema(self) -> dict[str, Any]:
        """A reference to the schema of the dataclass."""
        reference = {"$ref": f"#/$defs/{self.of.__name__}"}
        return {"anyOf": [reference, {"type": "null"}]} if self.nullable else reference


@dataclass(frozen=True, slots=True)
class Items(Kind):
    """A list of such objects."""

    of: type

    def schema(self) -> dict[str, Any]:
        """An array of references to the schema of the dataclass."""
        return {"type": "array", "items": Item(self.of).schema()}


@dataclass(frozen=True, slots=True)
class Tagged(Kind):
    """A list of objects of several classes; the field ``tag`` names the class of each."""

    tag: str
    of: Mapping[str, type]

    def schema(self) -> dict[str, Any]:
        """An array of references to the schemas of the classes."""
        return {"type": "array", "items": {"oneOf": [Item(of).schema() for of in self.of.values()]}}
