"""An exhibitor and a catalogue entry as lists show them."""

from dataclasses import dataclass
from typing import NamedTuple

from salon.core.fields import TranslatedText


class Poster(NamedTuple):
    """The poster of a 3D model: SHA-256 and widths of its files, in pixels; "" and () if none."""

    digest: str
    widths: tuple[int, ...]


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
    poster: Poster
    review: str
    fictional: bool
    source: str
    firm: Firm
