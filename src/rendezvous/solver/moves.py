"""A timetable laid out for the compiled moves (``native/``), and what comes back.

The arrays are numpy's, and stay theirs: the compiled part reads and writes them and owns nothing.
"""

from __future__ import annotations

import ctypes
import math
import sys
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np

from ..errors import RendezvousError
from .layout import LARGEST, Layout, numbers
from .masks import NOBODY, POOL
from .timetable import Meeting, Timetable

NONE: Final = -1
UNIT: Final = 2
"""What a break counts when meetings move; what a party's days make necessary counts besides."""
STEPS: Final = 24 * UNIT
"""Chances for so much more of that are told apart."""
SWINGS: Final = 180
PUSHES: Final = 40
"""Of 256 moves, how many are exchanges along a chain, and how many take the place of others."""
ENTRIES: Final = 48
"""Of 256 of the latter, how many bring a request in."""
SHIFTS: Final = 100
"""Of 256 moves that serve, how many send a meeting elsewhere."""
DRAWN: Final = 1024
"""Losses that may be taken, drawn alike."""
JOURNAL: Final = 1024
"""Steps that a move may take."""

_SIZES: Final = """
    requests parties slots instants words lengths periods rules served unserved
    people people_words below_worth short_worth days width
"""
_FIELDS: Final = """
    one other length closed language movable spare weight chained worth
    allowed pooled starts_at starts seats_at seat_room seat_starts
    before_at before after_at after
    crew load_at minimum held_at tight duty_at duty_venue duty_teams teams duty_begin duty_end
    resource_at capacity uses_at uses covers_at covers reach
    clash_at clash size
    period period_first period_end half day few begin end travel
    room_shared room_closed room_ample room_capacity
    able_at able at_work max_run able_mask
    instant room interpreter
    load block free seated guests assists engaged on_hand
    held held_count held_place
    order waiting listed_at
    count breaks taken fewest rule_most rule_party histogram
    best_instant best_room best_interpreter
    stamp costs picked mask journal came state
"""
"""The members of the structure, in the order in which table.h declares them."""
_RANDOM, _TOTAL, _BEST, _SCORE, _BEST_SCORE, _STAMP, _MOVES, _JOURNAL = range(8)


class _Table(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int64) for name in _SIZES.split()]
    _fields_ += [(name, ctypes.c_void_p) for name in _FIELDS.split()]


_LAYOUTS: WeakKeyDictionary[Timetable, Layout] = WeakKeyDictionary()
"""What was laid out of a timetable's problem, for as long as the timetable is there."""
_SUFFIX: Final = {"win32": "dll", "darwin": "dylib"}.get(sys.platform, "so")

_REMEDY: Final = "install the package again, which compiles it (in a clone, make .venv)"


@cache
def library() -> Any:
    """Return the compiled part; RendezvousError where it was not compiled."""
    folder = Path(__file__).parent / "native"
    file = folder / f"moves.{_SUFFIX}"
    try:
        library = ctypes.CDLL(str(file))
    except OSError as error:
        raise RendezvousError(f"{file} cannot be loaded ({error}): {_REMEDY}") from error
    library.sources.restype = ctypes.c_uint32
    every = b"".join(path.read_bytes() for path in sorted(folder.glob("*.[ch]")))
    if library.sources() != zlib.crc32(every):
        raise RendezvousError(f"{file} was compiled from another version: {_REMEDY}")
    library.shuffle.restype = None
    library.shuffle.argtypes = (
        ctypes.POINTER(_Table),
        ctypes.c_int64,
        ctypes.c_void_p,
        ctypes.c_int32,
        ctypes.c_int32,
        ctypes.c_int32,
        ctypes.c_int64,
    )
    library.serve.restype = ctypes.c_int64
    library.serve.argtypes = (
        ctypes.POINTER(_Table),
        ctypes.c_int64,
        ctypes.c_void_p,
        ctypes.c_int32,
        ctypes.c_int64,
        ctypes.c_int64,
    )
    library.lay_out.restype = None
    library.lay_out.argtypes = (ctypes.POINTER(_Table),)
    return library


class Moves:
    """A copy of a timetable in which meetings move, come in and go out.

    ``spread`` is the largest difference in breaks allowed between parties that hold meetings, if
    there is such a rule beside the problem's own. With ``trade`` and without such a rule, `shuffle`
    may serve a request instead of another of the same weight. ``hopeful`` are the requests among
    which `serve` chooses, those that are served among them.
    """

    def __init__(
        self,
        table: Timetable,
        seed: int,
        spread: int | None = None,
        *,
        trade: bool = False,
        hopeful: Sequence[int] | None = None,
    ) -> None:
        self.trade = trade and spread is None
        layout = _LAYOUTS.get(table)
        if layout is None:
            layout = _LAYOUTS[table] = Layout(table)
        quiet = layout.loud if hopeful is not None else layout.quiet
        self._sizes = layout.sizes | {"width": quiet.shape[2]}
        self._arrays = layout.arrays | {"few": quiet}
        self._unit = layout.unit
        self.exact = layout.exact
        """Whether the score is the timetable's."""
        self._people = layout.people
        self._meetings(table)
        self._choices(table, hopeful)
        self._rules(table, spread)
        self._arrays["state"] = np.zeros(8, np.int64)
        self._arrays["state"][[_RANDOM, _SCORE]] = seed, layout.nothing
        self._struct = _Table(**self._sizes)
        for name in _FIELDS.split():
            setattr(self._struct, name, self._arrays[name].ctypes.data_as(ctypes.c_void_p))
        library().lay_out(ctypes.byref(self._struct))

    def _meetings(self, table: Timetable) -> None:
        a = self._arrays
        at, none = table.at, Meeting(NONE, POOL, NOBODY)
        rows = np.array([meeting or none for meeting in at], np.int32).reshape(len(at), 3)
        rank = np.zeros(len(self._people) + 1, np.int32)
        rank[self._people], rank[NOBODY] = range(len(self._people)), NOBODY
        rows[:, 2] = rank[rows[:, 2]]
        for n, name in enumerate(("instant", "room", "interpreter")):
            a[name], a[f"best_{name}"] = rows[:, n].copy(), rows[:, n].copy()
        parties, slots, instants = (self._sizes[name] for name in ("parties", "slots", "instants"))
        people = len(table.works)
        sizes = {
            "load": int(a["load_at"][-1]),
            "block": parties * 2 * instants,
            "seated": 2 * instants,
            "guests": len(table.guests) * slots,
            "engaged": people * instants,
            "held": int(a["held_at"][-1]),
            "held_count": parties,
            "held_place": 2 * len(at),
            "count": parties * slots,
            "breaks": parties,
            "taken": parties * self._sizes["days"],
            "fewest": parties,
            "stamp": parties,
            "costs": instants,
            "picked": instants,
            "journal": 4 * JOURNAL,
        }
        a |= {name: np.zeros(size, np.int32) for name, size in sizes.items()}
        words = self._sizes["words"]
        a["on_hand"] = np.zeros(instants * self._sizes["people_words"], np.uint64)
        a["free"], a["mask"] = np.zeros(parties * words, np.uint64), np.zeros(words, np.uint64)
        a["assists"] = np.full(people * slots, NONE, np.int32)
        a["came"] = np.full(len(at), -JOURNAL, np.int32)

    def _choices(self, table: Timetable, hopeful: Sequence[int] | None) -> None:
        """List who may move, and who might come in."""
        a, at = self._arrays, table.at
        if hopeful is not None:
            order = list(hopeful)
            waiting = [r for r in hopeful if at[r] is None]
        else:
            order = [r for r, m in enumerate(at) if m is not None and a["movable"][r]]
            spare = np.flatnonzero(a["spare"]).tolist() if self.trade else []
            waiting = [r for r in spare if at[r] is None]
        a["order"], a["waiting"] = numbers(order), np.zeros(len(at), np.int32)
        a["waiting"][: len(waiting)] = waiting
        a["listed_at"] = np.full(len(at), NONE, np.int32)
        if hopeful is None:
            a["listed_at"][order] = range(len(order))
        a["listed_at"][waiting] = range(len(waiting))
        self._sizes |= {"served": len(order), "unserved": len(waiting)}

    def _rules(self, table: Timetable, spread: int | None) -> None:
        a = self._arrays
        rules: list[tuple[int, list[bool]]] = []
        rule = table.masks.index.problem.rules.spread
        if rule is not None:
            rules.append((rule, [True] * len(table.held)))
        if spread is not None:
            rules.append((spread, [bool(held) for held in table.held]))
        self._sizes["rules"] = len(rules)
        a["rule_most"] = numbers(most for most, _ in rules)
        a["rule_party"] = numbers(flag for _, some in rules for flag in some)
        a["histogram"] = np.zeros(len(rules) * (self._sizes["slots"] + 1), np.int32)

    @property
    def fewest(self) -> int:
        """The breaks of the best timetable seen."""
        return int(self._arrays["state"][_BEST])

    @property
    def score(self) -> int:
        """The worth of the best timetable seen."""
        return int(self._arrays["state"][_BEST_SCORE])

    def serve(self, moves: int, heat: float, target: int | None = None) -> int:
        """Bring requests in, at a temperature in points of weight; return how many moves it took.

        They end early when the score reaches the target, or when nobody waits.
        """
        unit = self._unit
        slack = np.array(
            [round(-heat * unit * math.log((n + 1) / (DRAWN + 1))) for n in range(DRAWN)], np.int64
        )
        made: int = library().serve(
            ctypes.byref(self._struct),
            moves,
            slack.ctypes.data_as(ctypes.c_void_p),
            SHIFTS,
            unit,
            target if target is not None and self.exact else LARGEST,
        )
        return made

    def shuffle(self, moves: int, heat: float, least: int) -> None:
        """Make some moves at a temperature, in breaks. They end early at ``least`` breaks."""
        chance = np.array(
            [round(math.exp(-n / heat / UNIT) * (1 << 32)) for n in range(STEPS)], np.uint64
        )
        entries = ENTRIES if self.trade else 0
        library().shuffle(
            ctypes.byref(self._struct),
            moves,
            chance.ctypes.data_as(ctypes.c_void_p),
            SWINGS,
            PUSHES,
            entries,
            least,
        )

    def taken(self, name: str) -> list[int]:
        """Return one of the arrays that say what the meetings take at the moment."""
        values: list[int] = self._arrays[name].tolist()
        return values

    def meetings(self, *, best: bool = True) -> list[Meeting | None]:
        """Return the meetings of the best timetable seen, or as they are, by request."""
        prefix = "best_" if best else ""
        names = (prefix + name for name in ("instant", "room", "interpreter"))
        rows = zip(*(self.taken(name) for name in names), strict=True)
        people = [*self._people, NOBODY]
        return [
            None if start == NONE else Meeting(start, room, people[who])
            for start, room, who in rows
        ]
