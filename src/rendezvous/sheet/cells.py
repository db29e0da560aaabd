"""What a cell may hold, both ways: from what a spreadsheet stores to a value, and back.

Every kind says in words what it wants, for the fault of a cell, for the template and for the
documentation.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from typing import Any, Final
from zoneinfo import ZoneInfo

MAX_TEXT: Final = 32_767
"""Characters a cell can hold, by the file format."""

NONE_WORDS: Final = frozenset({"none", "aucun", "aucune"})
_YES: Final = frozenset({"yes", "oui", "true", "vrai", "x", "1"})
_NO: Final = frozenset({"no", "non", "false", "faux", "0"})
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN: Final = re.compile(r'[^\s,;"](?:[^,;"\n]*[^\s,;"])?')
_RANGE: Final = re.compile(r"(.+?)\s*\.\.\s*(.+)")
_QUOTED_WORD: Final = re.compile(r'\s*"((?:[^"]|"")*)"\s*?(?=[,;\n]|\Z)')
_SEPARATORS: Final = ",;\n"


class Wrong(Exception):
    """A cell does not hold what it should; the text says what it holds and what to write."""


class Unwritable(Exception):
    """A text cannot be kept in a cell; the text of the error says why."""


class Stored(Enum):
    """How the file stores a cell's value."""

    PLAIN = "plain"
    ERROR = "error"
    UNCOMPUTED = "uncomputed"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as found: text, number, truth value or moment, or why it has none."""

    value: str | int | float | bool | datetime | date | time | timedelta
    stored: Stored = Stored.PLAIN


@dataclass(frozen=True, slots=True)
class Span:
    """``first..last`` in a list of slots: all of them in order of time."""

    first: str
    last: str


def shown(value: Any) -> str:
    """Return a value as a message shows it, shortened."""
    if isinstance(value, bool):
        return str(value).upper()
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def plain(cell: Cell) -> Any:
    """Return the value of a cell; Wrong when the file holds none to rely on."""
    if cell.stored is Stored.ERROR:
        raise Wrong(f"the formula ends in {cell.value}; mend it or write the value")
    if cell.stored is Stored.UNCOMPUTED:
        raise Wrong(
            "the file holds a formula without its result; open it in a spreadsheet program and "
            "save it, or write the value"
        )
    return cell.value


def _text(cell: Cell, wanted: str) -> str:
    """Return the text of a cell; a number stands for its digits."""
    value = plain(cell)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Wrong(
            f"{shown(value)} is not a text but a {_nature(value)}; format the cell as text and "
            f"write {wanted}"
        )
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def _nature(value: object) -> str:
    if isinstance(value, bool):
        return "truth value"
    return "date" if isinstance(value, date) else "time of day"


def _unquoted(text: str, wanted: str) -> str:
    text = text.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('""', '"')
    if not text.strip() or len(text) > 200:
        raise Wrong(f"{shown(text)} is not a text of 1 to 200 characters; write {wanted}")
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _kept(text: str) -> str:
    """Return a text that a cell can hold; Unwritable otherwise."""
    wrong = _UNWRITABLE.search(text)
    if wrong is not None:
        raise Unwritable(f"holds the character U+{ord(wrong.group()):04X}, which a cell cannot")
    if len(text) > MAX_TEXT:
        raise Unwritable(f"is {len(text):,} characters long and a cell holds {MAX_TEXT:,}")
    return text


def legible(text: str) -> str:
    """Return a text made fit for a cell: what cannot be kept is replaced or cut off."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:MAX_TEXT]


@dataclass(frozen=True, slots=True)
class Kind(ABC):
    """What a column holds. ``part`` is the list of the problem whose ids it names, if any."""

    part: str | None = None

    @property
    @abstractmethod
    def english(self) -> str:
        """What to write, in English, for documentation."""

    @property
    @abstractmethod
    def french(self) -> str:
        """What to write, in French, for documentation."""

    @abstractmethod
    def read(self, cell: Cell, zone: ZoneInfo, /) -> Any:
        """Return the value a cell stands for; Wrong says what to write instead."""

    @abstractmethod
    def write(self, value: Any, zone: ZoneInfo, /) -> Any:
        """Return what to store; Unwritable when a cell cannot hold it."""


@dataclass(frozen=True, slots=True)
class Name(Kind):
    """Any text, kept as it is."""

    english = "any text"
    french = "texte libre"

    def read(self, cell: Cell, _zone: ZoneInfo, /) -> str:
        return _text(cell, "it again")

    def write(self, value: str, _zone: ZoneInfo, /) -> str:
        return _kept(value)


@dataclass(frozen=True, slots=True)
class Id(Kind):
    """An id: of the row's own item, or with ``part`` of another. Quotation marks keep spaces."""

    @property
    def english(self) -> str:
        return f"an id of sheet {self.part}" if self.part else "an id, once in the sheet"

    @property
    def french(self) -> str:
        if self.part:
            return f"un identifiant de la feuille {self.part}"
        return "un identifiant, unique dans la feuille"

    def read(self, cell: Cell, _zone: ZoneInfo, /) -> str:
        return _unquoted(_text(cell, "the id again"), "an id")

    def write(self, value: str, _zone: ZoneInfo, /) -> str:
        bare = value == value.strip() and not value.startswith('"')
        return _kept(value if bare else _quoted(value))


@dataclass(frozen=True, slots=True)
class Label(Id):
    """A name shared by several rows, such as a day; a date stands for its ISO form."""

    english = "a text, or a date"
    french = "un texte, ou une date"

    def read(self, cell: Cell, _zone: ZoneInfo, /) -> str:
        value = plain(cell)
        if isinstance(value, datetime) and value.time() == time():
            return value.date().isoformat()
        return _unquoted(_text(cell, "the name again"), "a name")


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number."""

    least: int = 0
    most: int = 100_000
    example: int = 5

    @property
    def english(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    @property
    def french(self) -> str:
        return f"un nombre entier de {self.least} à {self.most}"

    def read(self, cell: Cell, _zone: ZoneInfo, /) -> int:
        value = plain(cell)
        number: int | None = None
        if isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", value):
            number = int(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            number = int(value) if value == value // 1 else None
        if number is None or not self.least <= number <= self.most:
            raise Wrong(f"{shown(value)} is not {self.english}; write e.g. {self.example}")
        return number

    def write(self, value: int, _zone: ZoneInfo, /) -> int:
        return value


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """Yes or no, in either language."""

    english = "yes or no"
    french = "oui ou non"

    def read(self, cell: Cell, _zone: ZoneInfo, /) -> bool:
        value = plain(cell)
        if isinstance(value, bool):
            return value
        if isinstance(value, str | int | float):
            word = _text(cell, "yes or no").strip().casefold()
            if word in _YES:
                return True
            if word in _NO:
                return False
        raise Wrong(f"{shown(value)} is neither yes nor no; write yes or no (oui or non)")

    def write(self, value: bool, _zone: ZoneInfo, /) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Moment(Kind):
    """A date and time: on the clock of the workbook's zone, or text with its own offset."""

    english = "a date and time"
    french = "une date et une heure"

    def read(self, cell: Cell, zone: ZoneInfo, /) -> datetime:
        value = plain(cell)
        moment = value if isinstance(value, datetime) else None
        if isinstance(value, str) and ":" in value:
            try:
                moment = datetime.fromisoformat(value.strip())
            except ValueError:
                moment = None
        if moment is None:
            raise Wrong(
                f"{shown(value)} is not a date and time; write one such as 2025-11-11 09:00"
            )
        if moment.tzinfo is not None:
            return moment.replace(tzinfo=_fixed(moment))
        early, late = (_fixed(moment.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
        if early != late:
            raise Wrong(
                f"{shown(value)} is not one moment in {zone.key}, where the clocks change then; "
                f"write it with its offset, such as {moment.replace(tzinfo=late).isoformat()}"
            )
        return moment.replace(tzinfo=early)

    def write(self, value: datetime, zone: ZoneInfo, /) -> datetime | str:
        clock = value.replace(tzinfo=None)
        whole = not clock.microsecond and not clock.fold and 1901 <= clock.year <= 9998
        if whole and all(
            clock.replace(tzinfo=zone, fold=fold).utcoffset() == value.utcoffset()
            for fold in (0, 1)
        ):
            return clock
        return value.isoformat()


def _fixed(moment: datetime) -> timezone:
    return timezone(moment.utcoffset() or timedelta())


@dataclass(frozen=True, slots=True)
class Ids(Kind):
    """Ids with commas, semicolons or line ends between them; for slots also ``first..last``.

    The word none stands for an empty list; an id that holds a separator, or is such a word, goes
    between quotation marks.
    """

    @property
    def english(self) -> str:
        more = ", or first..last" if self.part == "slots" else ""
        what = f"ids of sheet {self.part}" if self.part else "words"
        return f"{what} separated by commas or semicolons{more}, or none"

    @property
    def french(self) -> str:
        more = ", ou premier..dernier" if self.part == "slots" else ""
        what = f"identifiants de la feuille {self.part}" if self.part else "mots"
        return f"{what}, séparés par des virgules ou des points-virgules{more}, ou aucun"

    def read(self, cell: Cell, _zone: ZoneInfo, /) -> list[str | Span]:
        text = _text(cell, "the list again")
        if text.strip().casefold() in NONE_WORDS:
            return []
        return [self._item(word, quoted) for word, quoted in _words(text)]

    def _item(self, word: str, quoted: bool) -> str | Span:
        if not quoted and self.part == "slots":
            match = _RANGE.fullmatch(word)
            if match is not None:
                return Span(match[1], match[2])
        if not word.strip() or len(word) > 200:
            raise Wrong(f"{shown(word)} is not a text of 1 to 200 characters; write an id")
        return word

    def write(self, value: tuple[str | Span, ...], _zone: ZoneInfo, /) -> str:
        words = [
            f"{item.first}..{item.last}" if isinstance(item, Span) else self._word(item)
            for item in value
        ]
        return _kept(", ".join(words) if words else "none")

    def _word(self, text: str) -> str:
        bare = (
            _PLAIN.fullmatch(text) is not None
            and text.casefold() not in NONE_WORDS
            and not (self.part == "slots" and ".." in text)
        )
        return text if bare else _quoted(text)


def spannable(text: str) -> bool:
    """Whether an id can be an end of ``first..last``, where quotation marks have no place."""
    plain_word = _PLAIN.fullmatch(text) is not None and text.casefold() not in NONE_WORDS
    return plain_word and "." not in text


def _words(text: str) -> list[tuple[str, bool]]:
    """Split a list at its separators; each word with whether it stood in quotation marks."""
    words: list[tuple[str, bool]] = []
    at = 0
    while at <= len(text):
        quoted = _QUOTED_WORD.match(text, at)
        if quoted is not None:
            words.append((quoted[1].replace('""', '"'), True))
            at = quoted.end() + 1
            continue
        end = next(n for n in range(at, len(text) + 1) if n == len(text) or text[n] in _SEPARATORS)
        word = text[at:end].strip()
        if '"' in word:
            raise Wrong(
                f"{shown(word)} has a stray quotation mark; put the whole id between two, or none"
            )
        if word:
            words.append((word, False))
        at = end + 1
    return words
