"""Problems of B2B scheduling (B2BSP) from MiniZinc data files.

The format is that of the published instances of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy
and Villaret, JAIR 74 (2022), 263-301. Only the part of MiniZinc that those files use is read:
assignments of whole numbers, lists of whole numbers, lists of sets, and one table, with comments.

What a file says, and what becomes of it:

* ``nBusiness``, ``nMeetings``, ``nTables``, ``nTotalSlots``, ``nMorningSlots``: the sizes. Every
  slot is open at the one venue, whose one place ``tables`` holds ``nTables`` meetings at a time.
* ``requested``: one row per meeting, its two participants and its session (1 morning,
  2 afternoon, 3 any). Every meeting is mandatory and of weight 1.
* ``forbidden``: one set of slots per participant; 0 stands for none.
* ``fixed``: one slot per meeting; 0 stands for none.
* ``precedences``: one set of meetings per meeting, those that must come earlier. (With the
  opposite reading the published infeasibility of ``ticf-14crafa.prec25`` does not hold.)
* ``meetingsxBusiness`` and ``nMeetingsBusiness`` repeat ``requested`` by participant; they are
  read only to see that they agree. The first numbers meetings from 2 and holds a dummy 1.

The rules of that problem are spread 2 and a lunch break that counts. Ids keep the file's order:
``b01`` participants, ``m001`` meetings, ``s01`` slots. The files hold no times, so slots are given
twenty minutes each from 08:00 UTC on 1 January 2000, with an hour between the half-days; only
their order carries meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from . import files
from . import problem as p
from .checking import Fault, find_faults
from .errors import InputError, at_most

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_BUSINESSES: Final = 10_000
MAX_MEETINGS: Final = 100_000
MAX_SLOTS: Final = 500
MAX_RANGED: Final = 1_000_000

_FIRST: Final = datetime(2000, 1, 1, 8, 0, tzinfo=UTC)
_LENGTH: Final = timedelta(minutes=20)
_LUNCH: Final = timedelta(hours=1)
_DAY: Final = "2000-01-01"

_TOKEN: Final = re.compile(
    r"(?P<space>[ \t\r\n]+|%[^\n]*|/\*.*?\*/)"
    r"|(?P<number>-?[0-9]{1,9}(?![0-9A-Za-z_]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<range>\.\.)"
    r"|(?P<sign>[=;,|\[\]{}])",
    re.DOTALL,
)


class _Wrong(Exception):
    """The file stops making sense at ``line``."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Token:
    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A value with the line it stands on."""

    line: int
    value: Any


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _Wrong(line, f"{_quoted(text[at : at + 20])} is not understood; correct it")
        if match.lastgroup != "space":
            yield _Token(line, match.lastgroup or "", match.group())
        line += match.group().count("\n")
        at = match.end()
    yield _Token(line, "end", "")


def _quoted(text: str) -> str:
    return repr(text.split("\n")[0].strip() or text[:1])


class _Parser:
    """Reads ``name = value;`` until the end of the file."""

    def __init__(self, text: str) -> None:
        self.rest = _tokens(text)
        self.token = next(self.rest)
        self.ranged = 0

    def step(self) -> _Token:
        """Return the token at hand and go to the next."""
        token = self.token
        if token.kind != "end":
            self.token = next(self.rest)
        return token

    def at(self, sign: str) -> bool:
        """Whether the token at hand is this sign."""
        return self.token.kind == "sign" and self.token.text == sign

    def want(self, sign: str, where: str) -> _Token:
        """Step over a sign that must be here."""
        if not self.at(sign):
            raise self.wrong(f"{sign!r} {where}")
        return self.step()

    def wrong(self, wanted: str) -> _Wrong:
        """Return the fault of finding something else than what is wanted."""
        found = repr(self.token.text) if self.token.kind != "end" else "the end of the file"
        return _Wrong(self.token.line, f"{found} where {wanted} should stand; correct it")

    def number(self) -> _Found:
        """Read a whole number."""
        if self.token.kind != "number":
            raise self.wrong("a whole number")
        token = self.step()
        return _Found(token.line, int(token.text))

    def separated(self, each: Callable[[], Any], close: tuple[str, ...], where: str) -> list[Any]:
        """Read values with commas between them, and perhaps after, up to one of the signs."""
        values: list[Any] = []
        while not any(self.at(sign) for sign in close):
            values.append(each())
            if not any(self.at(sign) for sign in close):
                self.want(",", where)
        return values

    def list_of(self, each: Callable[[], Any]) -> list[Any]:
        """Read ``[a, b, c]``."""
        self.want("[", "to begin the list")
        values = self.separated(each, ("]",), "between the values of the list")
        self.step()
        return values

    def one_set(self) -> _Found:
        """Read ``{a, b}`` or ``a..b``."""
        if self.token.kind == "number":
            first = self.number()
            if self.token.kind != "range":
                raise self.wrong("'..'")
            self.step()
            last = self.number()
            self.ranged += max(0, last.value - first.value)
            if self.ranged > MAX_RANGED:
                raise _Wrong(
                    first.line,
                    f"with {first.value}..{last.value} the ranges of the file hold more than "
                    f"{MAX_RANGED:,} numbers; shorten it",
                )
            return _Found(first.line, frozenset(range(first.value, last.value + 1)))
        line = self.want("{", "to begin a set").line
        numbers = self.separated(self.number, ("}",), "between the numbers of the set")
        self.step()
        return _Found(line, frozenset(found.value for found in numbers))

    def numbers(self) -> list[_Found]:
        """Read a list of whole numbers."""
        return self.list_of(self.number)

    def sets(self) -> list[_Found]:
        """Read a list of sets."""
        return self.list_of(self.one_set)

    def table(self) -> list[_Found]:
        """Read ``[| a,b,c, | d,e,f |]``, each row a tuple of numbers."""
        self.want("[", "to begin the table")
        rows: list[_Found] = []
        while not self.at("]"):
            line = self.want("|", "to begin a row").line
            row = self.separated(self.number, ("|", "]"), "between the numbers of the row")
            if row:
                rows.append(_Found(row[0].line, tuple(found.value for found in row)))
            elif not self.at("]"):
                raise _Wrong(line, "a row of the table is empty; remove it")
        self.step()
        return rows


_SIZES: Final = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
_READERS: Final[dict[str, Callable[[_Parser], Any]]] = {
    **dict.fromkeys(_SIZES, _Parser.number),
    "requested": _Parser.table,
    "meetingsxBusiness": _Parser.sets,
    "nMeetingsBusiness": _Parser.numbers,
    "forbidden": _Parser.sets,
    "fixed": _Parser.numbers,
    "precedences": _Parser.sets,
}
_NEEDED: Final = (*_SIZES, "requested", "forbidden")


def read_dzn(path: Path) -> p.Problem:
    """Return the problem of a .dzn file; InputError names file, line, fault and remedy."""
    raw = files.read_bytes(path, MAX_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}: line {line}: not UTF-8; save the file as UTF-8") from None
    try:
        values = _parse(text)
    except _Wrong as wrong:
        raise InputError(f"{path}: line {wrong.line}: {wrong}") from None
    missing = [name for name in _NEEDED if name not in values]
    if missing:
        raise InputError(
            [f"{path}: {name} is missing; add a line '{name} = ...;'" for name in missing]
        )
    faults = list(_faults(values))
    if not faults:
        problem = _problem(values, path.stem)
        faults = [_located(fault, values) for fault in find_faults(problem)]
        if not faults:
            return problem
    lines = at_most([f"line {found.line}: {found.value}" for found in faults])
    raise InputError([f"{path}: {line}" for line in lines])


def _located(fault: Fault, values: dict[str, _Found]) -> _Found:
    """Return a fault of a meeting with the line to look at."""
    name = {"fixed_slot": "fixed", "after": "precedences"}.get(fault.field, "requested")
    return _Found(values[name].value[int(fault.id[1:]) - 1].line, str(fault))


def _parse(text: str) -> dict[str, _Found]:
    parser = _Parser(text)
    values: dict[str, _Found] = {}
    while parser.token.kind != "end":
        if parser.token.kind != "name":
            raise parser.wrong("a name")
        name = parser.step()
        if name.text not in _READERS:
            known = ", ".join(_READERS)
            raise _Wrong(name.line, f"unknown name {name.text[:60]!r}; known names are {known}")
        if name.text in values:
            raise _Wrong(name.line, f"{name.text} is given twice; keep one")
        parser.want("=", f"after {name.text}")
        read = _READERS[name.text](parser)
        values[name.text] = read if isinstance(read, _Found) else _Found(name.line, read)
        if parser.token.kind != "end":
            parser.want(";", f"after the value of {name.text}")
    return values


def _faults(values: dict[str, _Found]) -> Iterator[_Found]:
    """Yield what contradicts the sizes, each with its line."""
    size = {name: values[name].value for name in _SIZES}
    limits = {
        "nBusiness": (1, MAX_BUSINESSES),
        "nMeetings": (0, MAX_MEETINGS),
        "nTables": (0, 100_000),
        "nTotalSlots": (1, MAX_SLOTS),
        "nMorningSlots": (0, max(0, size["nTotalSlots"])),
    }
    for name, (least, most) in limits.items():
        if not least <= size[name] <= most:
            yield _Found(
                values[name].line,
                f"{name} is {size[name]}; give a whole number from {least} to {most}",
            )
            return
    businesses, meetings = ("nBusiness", "participant"), ("nMeetings", "meeting")
    lengths = {
        "requested": meetings,
        "meetingsxBusiness": businesses,
        "nMeetingsBusiness": businesses,
        "forbidden": businesses,
        "fixed": meetings,
        "precedences": meetings,
    }
    wrong = False
    for name, (of, thing) in lengths.items():
        if name in values and len(values[name].value) != size[of]:
            wrong = True
            yield _Found(
                values[name].line,
                f"{name} has {len(values[name].value)} entries and {of} is {size[of]}; "
                f"give one entry for each {thing}",
            )
    if not wrong:
        yield from _entries(values, size)


def _entries(values: dict[str, _Found], size: dict[str, int]) -> Iterator[_Found]:
    found: _Found
    regular = True
    for number, found in enumerate(values["requested"].value, 1):
        what = _row_fault(found.value, size["nBusiness"])
        if what:
            regular = False
            yield _Found(found.line, f"meeting {number}: {what}")
    for number, found in enumerate(values["forbidden"].value, 1):
        for slot in sorted(found.value):
            if not 0 <= slot <= size["nTotalSlots"]:
                yield _Found(
                    found.line,
                    f"participant {number}: forbidden slot {slot} does not exist; slots are "
                    f"numbered from 1 to {size['nTotalSlots']}, and 0 stands for none",
                )
    for number, found in enumerate(_list(values, "fixed"), 1):
        if not 0 <= found.value <= size["nTotalSlots"]:
            yield _Found(
                found.line,
                f"meeting {number}: fixed slot {found.value} does not exist; slots are numbered "
                f"from 1 to {size['nTotalSlots']}, and 0 stands for none",
            )
    for number, found in enumerate(_list(values, "precedences"), 1):
        for earlier in sorted(found.value):
            if not 1 <= earlier <= size["nMeetings"]:
                yield _Found(
                    found.line,
                    f"meeting {number}: precedence {earlier} does not exist; meetings are "
                    f"numbered from 1 to {size['nMeetings']}",
                )
    if regular:
        yield from _repeated(values, size)


def _row_fault(row: tuple[int, ...], businesses: int) -> str | None:
    if len(row) != 3:
        return f"its row has {len(row)} numbers; give two participants and a session"
    for participant in row[:2]:
        if not 1 <= participant <= businesses:
            return (
                f"participant {participant} does not exist; participants are numbered from 1 to "
                f"{businesses}"
            )
    if row[0] == row[1]:
        return f"participant {row[0]} would meet itself; name two different participants"
    if row[2] not in (1, 2, 3):
        return f"session {row[2]} does not exist; give 1 (morning), 2 (afternoon) or 3 (any)"
    return None


def _repeated(values: dict[str, _Found], size: dict[str, int]) -> Iterator[_Found]:
    """Yield where the two lists by participant disagree with ``requested``."""
    held: list[set[int]] = [set() for _ in range(size["nBusiness"])]
    for number, row in enumerate(values["requested"].value, 1):
        for participant in row.value[:2]:
            held[participant - 1].add(number)
    for number, found in enumerate(_list(values, "nMeetingsBusiness"), 1):
        if found.value != len(held[number - 1]):
            yield _Found(
                found.line,
                f"participant {number}: nMeetingsBusiness says {found.value} meetings and "
                f"requested has {len(held[number - 1])}; make the two agree",
            )
    for number, found in enumerate(_list(values, "meetingsxBusiness"), 1):
        if {meeting - 1 for meeting in found.value if meeting != 1} != held[number - 1]:
            yield _Found(
                found.line,
                f"participant {number}: meetingsxBusiness does not hold its meetings of "
                "requested (counted from 2, with a dummy 1); make the two agree",
            )


def _list(values: dict[str, _Found], name: str) -> list[_Found]:
    return list(values[name].value) if name in values else []


def _ids(letter: str, count: int, least: int) -> list[str]:
    """Return one id for each number from 1, of equal length so that they sort in file order."""
    width = max(least, len(str(count)))
    return [f"{letter}{number:0{width}d}" for number in range(1, count + 1)]


def _problem(values: dict[str, _Found], name: str) -> p.Problem:
    size = {key: values[key].value for key in _SIZES}
    parties = _ids("b", size["nBusiness"], 2)
    meetings = _ids("m", size["nMeetings"], 3)
    slots = _ids("s", size["nTotalSlots"], 2)
    noon = size["nMorningSlots"]
    allowed = {1: tuple(slots[:noon]), 2: tuple(slots[noon:]), 3: None}
    fixed = [found.value for found in _list(values, "fixed")] or [0] * len(meetings)
    before = [found.value for found in _list(values, "precedences")] or [()] * len(meetings)
    return p.Problem(
        name=name,
        venues=(p.Venue("hall"),),
        slots=tuple(_slot(slot, number, noon) for number, slot in enumerate(slots)),
        parties=tuple(
            p.Party(party, slots=_available(slots, found.value))
            for party, found in zip(parties, values["forbidden"].value, strict=True)
        ),
        requests=tuple(
            p.Request(
                meeting,
                parties=(parties[row.value[0] - 1], parties[row.value[1] - 1]),
                mandatory=True,
                slots=allowed[row.value[2]],
                fixed_slot=slots[slot - 1] if slot else None,
                after=tuple(meetings[earlier - 1] for earlier in sorted(earlier_ones)),
            )
            for meeting, row, slot, earlier_ones in zip(
                meetings, values["requested"].value, fixed, before, strict=True
            )
        ),
        places=(p.Place("tables", venue="hall", capacity=size["nTables"]),),
        rules=p.Rules(lunch_exempt=False, spread=2),
    )


def _slot(slot: str, number: int, noon: int) -> p.Slot:
    start = _FIRST + number * _LENGTH + (_LUNCH if number >= noon else timedelta())
    half_day = "morning" if number < noon else "afternoon"
    return p.Slot(slot, start, start + _LENGTH, _DAY, half_day, ("hall",))


def _available(slots: list[str], forbidden: frozenset[int]) -> tuple[str, ...] | None:
    free = tuple(slot for number, slot in enumerate(slots, 1) if number not in forbidden)
    return None if len(free) == len(slots) else free
