"""An exhibitor and a catalogue entry as lists show them."""

from dataclasses import dataclass

from salon.core.fields import TranslatedText


@dataclass(frozen=True, slots=True)
class Firm:
    """An exhibitor; `venues` are those of its stands."""

    pk: int
    slug: str
    name: TranslatedText
    country: str
    review: str
    fictional: bool
    source: str
    stands: tuple[str, ...]
    venues: frozenset[int]
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """One of a firm's catalogue entries."""

    pk: int
    slug: str
    name: TranslatedText
    category: str
    control: str
    has_shape: bool
    review: str
    fictional: bool
    source: str
    firm: Firm
