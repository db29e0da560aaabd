"""A timetable laid out for the compiled moves of ``native/shuffle.c``, and what comes back.

The arrays are numpy's, and stay theirs: the compiled part reads and writes them and owns nothing.
Every list of lists is one array with, beside it, where each list begins. Instants, slots, masks and
crews are those of :mod:`.masks` and :mod:`.timetable`.
"""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..errors import RendezvousError
from .masks import NOBODY, POOL, Crew
from .teams import intricate
from .timetable import Meeting, Timetable

Numbers = NDArray[np.int32]
Moments = NDArray[np.int64]
Words = NDArray[np.uint64]

NONE: Final = -1
STEPS: Final = 24
"""Chances for so many breaks more are told apart."""
SWINGS: Final = 100
PUSHES: Final = 60
"""Of 256 moves, how many are exchanges along a chain, and how many take the place of others."""
ENTRIES: Final = 64
"""Of 256 of the latter, how many bring a request in."""

_SIZES: Final = """
    requests parties slots instants words lengths periods rules served unserved
"""
_FIELDS: Final = """
    one other length closed language movable spare weight chained
    allowed pooled starts_at starts seats_at seat_room seat_starts
    before_at before after_at after
    crew load_at minimum held_at tight duty_at duty_venue duty_teams teams duty_begin duty_end
    resource_at capacity uses_at uses covers_at covers reach
    clash_at clash size
    period period_first period_end half begin end travel
    room_shared room_closed room_ample room_capacity
    able_at able at_work max_run
    instant room interpreter
    load block seated guests assists engaged
    held held_count held_place
    order waiting listed_at
    count breaks rule_most rule_party histogram
    best_instant best_room best_interpreter
    stamp costs state
"""
"""The members of the structure, in the order in which shuffle.c declares them."""
_RANDOM, _TOTAL, _BEST, _KEPT, _STAMP = range(5)


class _Table(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int64) for name in _SIZES.split()]
    _fields_ += [(name, ctypes.c_void_p) for name in _FIELDS.split()]


_SUFFIX: Final = {"win32": "dll", "darwin": "dylib"}.get(sys.platform, "so")


@cache
def library() -> Any:
    """Return the compiled part; RendezvousError where it was not compiled."""
    file = Path(__file__).parent / "native" / f"shuffle.{_SUFFIX}"
    if not file.exists():
        raise RendezvousError(
            f"{file} is missing: install the package again, which compiles it (in a clone, "
            "make .venv)"
        )
    library = ctypes.CDLL(str(file))
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
    return library


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, np.int32)


def _moments(values: Iterable[int]) -> Moments:
    return np.fromiter(values, np.int64)


def _flat(lists: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """Return where each list begins, with the end of the last, and all lists one after another."""
    at = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(some) for some in lists], out=at[1:])
    return at, _numbers(n for some in lists for n in some)


def _words(masks: Iterable[int], words: int) -> Words:
    """Return masks as rows of 64 bits each, the lowest first; what is above is cut off."""
    size = words * 8
    whole = (1 << size * 8) - 1
    return np.frombuffer(
        b"".join((mask & whole).to_bytes(size, "little") for mask in masks), np.uint64
    ).copy()


def _flags(masks: Sequence[int], width: int) -> NDArray[np.uint8]:
    """Return masks as rows of flags, one for each of ``width`` bits."""
    words = max(1, -(-width // 64))
    rows = _words(masks, words).view(np.uint8).reshape(len(masks), words * 8)
    return np.unpackbits(rows, axis=1, bitorder="little")[:, :width]


class Shuffle:
    """A copy of a timetable in which meetings change their slots.

    ``spread`` is the largest difference in breaks allowed between parties that hold meetings, if
    there is such a rule beside the problem's own. With ``trade`` and without such a rule, requests
    that are not served may come in where one of the same weight goes out.
    """

    def __init__(
        self, table: Timetable, seed: int, spread: int | None = None, *, trade: bool = False
    ) -> None:
        self.table = table
        self.trade = trade and spread is None
        self._arrays: dict[str, NDArray[Any]] = {}
        instants = table.masks.instants
        self._sizes = {
            "requests": len(table.at),
            "parties": len(table.held),
            "slots": instants.slots,
            "instants": instants.count,
            "words": max(1, -(-instants.count // 64)),
            "lengths": max(table.masks.length, default=1),
        }
        self._time()
        self._requests()
        self._parties()
        self._crews()
        self._places()
        self._interpreters()
        self._meetings()
        self._breaks(spread)
        self._arrays["state"] = _moments((seed, self._total, self._total, 0, 0))
        self._struct = _Table(**self._sizes)
        for name in _FIELDS.split():
            array = self._arrays[name]
            setattr(self._struct, name, array.ctypes.data_as(ctypes.c_void_p))

    @property
    def fewest(self) -> int:
        """The breaks of the best timetable seen."""
        return int(self._arrays["state"][_BEST])

    def run(self, moves: int, heat: float, least: int) -> None:
        """Make some moves at a temperature, in breaks. They end early at ``least`` breaks."""
        chance = np.array([round(math.exp(-n / heat) * (1 << 32)) for n in range(STEPS)], np.uint64)
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
        return [None if start == NONE else Meeting(start, room, who) for start, room, who in rows]

    # -- layout ------------------------------------------------------------------------------

    def _time(self) -> None:
        masks, a = self.table.masks, self._arrays
        index, instants = masks.index, masks.instants
        period = index.half if index.problem.rules.lunch_exempt else index.day
        firsts = [s for s in range(instants.slots) if s == 0 or period[s] != period[s - 1]]
        a["period"] = _numbers(
            sum(first <= s for first in firsts) - 1 for s in range(instants.slots)
        )
        a["period_first"] = _numbers(firsts)
        a["period_end"] = _numbers([*firsts[1:], instants.slots])
        self._sizes["periods"] = len(firsts)
        a["half"] = _numbers(index.half)
        a["begin"], a["end"] = _moments(index.begin), _moments(index.end)
        venues = range(instants.venues)
        a["travel"] = _moments(
            index.travel[one, other] if one != other else 0 for one in venues for other in venues
        )
        a["clash_at"], a["clash"] = _flat(instants.near)
        a["size"] = _numbers(size for closed in (False, True) for size in masks.sizes[closed])

    def _requests(self) -> None:
        table, masks, a = self.table, self.table.masks, self._arrays
        words, requests = self._sizes["words"], range(len(table.at))
        a["one"], a["other"] = _numbers(table.one), _numbers(table.other)
        a["length"], a["closed"] = _numbers(masks.length), _numbers(masks.closed)
        a["language"], a["weight"] = _numbers(masks.language), _numbers(masks.weight)
        movable = [not table.fixed[r] and bool(masks.allowed[r]) for r in requests]
        must = [
            item.mandatory or r in masks.index.pinned
            for r, item in enumerate(masks.index.problem.requests)
        ]
        a["movable"], a["chained"] = _numbers(movable), _numbers(table.chained)
        spare = [movable[r] and not must[r] and not table.chained[r] for r in requests]
        a["spare"] = _numbers(spare)
        a["allowed"], a["pooled"] = _words(masks.allowed, words), _words(masks.pooled, words)
        flags = _flags(masks.allowed, self._sizes["instants"])
        a["starts_at"] = np.append(0, np.cumsum(flags.sum(axis=1))).astype(np.int32)
        a["starts"] = np.nonzero(flags)[1].astype(np.int32)
        a["seats_at"], a["seat_room"] = _flat([[s.room for s in some] for some in masks.seats])
        a["seat_starts"] = _words((s.starts for some in masks.seats for s in some), words)
        a["before_at"], a["before"] = _flat(table.before)
        a["after_at"], a["after"] = _flat(table.after)
        order = [r for r in requests if table.at[r] is not None and movable[r]]
        waiting = [r for r in requests if table.at[r] is None and spare[r]] if self.trade else []
        a["order"], a["waiting"] = _numbers(order), _numbers(waiting)
        self._sizes["served"], self._sizes["unserved"] = len(order), len(waiting)
        places = np.full(len(table.at), NONE, np.int32)
        places[order], places[waiting] = range(len(order)), range(len(waiting))
        a["listed_at"] = places

    def _parties(self) -> None:
        table, a = self.table, self._arrays
        index, parties = table.masks.index, range(len(table.held))
        asked: list[int] = [0] * len(table.held)
        for pair in index.pair:
            for party in pair:
                asked[party] += 1
        a["held_at"] = np.append(0, np.cumsum(asked)).astype(np.int32)
        a["minimum"] = _numbers(table.minimum)
        close = intricate(index)
        a["tight"] = _numbers(p in close for p in parties)
        a["teams"] = _numbers(party.teams for party in index.problem.parties)
        duties = [[c for c in some if c.venue is not None] for some in index.commitments]
        every = [c for some in duties for c in some]
        a["duty_at"], a["duty_venue"] = _flat([[c.venue or 0 for c in some] for some in duties])
        a["duty_teams"] = _numbers(c.teams for c in every)
        a["duty_begin"] = _moments(c.start for c in every)
        a["duty_end"] = _moments(c.end for c in every)

    def _crews(self) -> None:
        masks, a = self.table.masks, self._arrays
        cliques = masks.instants.cliques
        alone = Crew(list(cliques), [1] * len(cliques))
        number: dict[int, int] = {}
        crews: list[Crew] = []
        mine = []
        for crew in (c or alone for c in masks.crew):
            if id(crew) not in number:
                number[id(crew)] = len(crews)
                crews.append(crew)
            mine.append(number[id(crew)])
        a["crew"] = _numbers(mine)
        sizes = [len(crew.masks) for crew in crews]
        a["resource_at"] = np.append(0, np.cumsum(sizes)).astype(np.int32)
        a["load_at"] = np.append(0, np.cumsum([sizes[crew] for crew in mine])).astype(np.int32)
        a["capacity"] = _numbers(room for crew in crews for room in crew.room)
        a["reach"] = _words(
            (mask for crew in crews for mask in crew.masks), 2 * self._sizes["words"]
        )
        count, lengths = self._sizes["instants"], self._sizes["lengths"]
        uses_at, uses, covers_at, covers = [0], [], [0], []
        used = covered = 0
        for crew in crews:
            flags = _flags(crew.masks, 2 * count).astype(bool)
            covers.append(np.nonzero(flags)[1])
            for some in np.cumsum(flags.sum(axis=1)).tolist():
                covers_at.append(covered + some)
            covered += len(covers[-1])
            for length in range(1, lengths + 1):
                there = flags[:, :count].copy()
                for later in range(1, length):
                    there[:, : count - later] |= flags[:, later:count]
                    there[:, : count - later + 1] |= flags[:, count + later - 1 : 2 * count]
                uses.append(np.nonzero(there.T)[1])
                for some in np.cumsum(there.sum(axis=0)).tolist():
                    uses_at.append(used + some)
                used += len(uses[-1])
        empty = np.zeros(0, np.int64)
        a["uses_at"], a["uses"] = _numbers(uses_at), np.concatenate([empty, *uses]).astype(np.int32)
        a["covers_at"] = _numbers(covers_at)
        a["covers"] = np.concatenate([empty, *covers]).astype(np.int32)

    def _places(self) -> None:
        rooms, a = self.table.masks.rooms, self._arrays
        a["room_shared"] = _numbers(room.shared for room in rooms)
        a["room_closed"] = _numbers(room.closed_door for room in rooms)
        a["room_ample"] = _numbers(room.ample for room in rooms)
        a["room_capacity"] = _numbers(size for room in rooms for size in room.capacity)

    def _interpreters(self) -> None:
        masks, a = self.table.masks, self._arrays
        speaks = [0] * len(masks.at_work)
        for able in masks.able:
            for who in able:
                speaks[who] += 1
        a["able_at"], a["able"] = _flat(
            [sorted(able, key=speaks.__getitem__) for able in masks.able]
        )
        a["at_work"] = _flags(masks.at_work, self._sizes["instants"]).astype(np.int32).ravel()
        a["max_run"] = _numbers(
            self._sizes["slots"] if item.max_run is None else item.max_run
            for item in masks.index.problem.interpreters
        )

    def _meetings(self) -> None:
        """Lay out the meetings as they are, and what they take."""
        table, masks, a = self.table, self.table.masks, self._arrays
        at, slots, count = table.at, self._sizes["slots"], self._sizes["instants"]
        a["instant"] = _numbers(NONE if m is None else m.instant for m in at)
        a["room"] = _numbers(POOL if m is None else m.room for m in at)
        a["interpreter"] = _numbers(NOBODY if m is None else m.interpreter for m in at)
        for name in ("instant", "room", "interpreter"):
            a[f"best_{name}"] = a[name].copy()
        a["seated"] = _numbers(n for closed in (False, True) for n in table.seated[closed])
        a["guests"] = _numbers(n for room in table.guests for n in room)
        a["assists"] = _numbers(r for who in table.assists for r in who)
        self._engaged()
        self._loads()
        parties = self._sizes["parties"]
        a["held_count"] = np.zeros(parties, np.int32)
        a["held"] = np.zeros(int(a["held_at"][-1]), np.int32)
        a["held_place"] = np.zeros(2 * len(at), np.int32)
        a["count"] = np.zeros(parties * slots, np.int32)
        for request, meeting in enumerate(at):
            if meeting is not None:
                for side, party in enumerate(masks.index.pair[request]):
                    place = int(a["held_count"][party])
                    a["held"][a["held_at"][party] + place] = request
                    a["held_place"][2 * request + side] = place
                    a["held_count"][party] += 1
                    first = party * slots + meeting.instant % slots
                    a["count"][first : first + masks.length[request]] += 1
        a["stamp"] = np.zeros(parties, np.int32)
        a["costs"] = np.zeros(count, np.int32)

    def _engaged(self) -> None:
        table, masks = self.table, self.table.masks
        engaged = np.zeros((len(table.works), self._sizes["instants"]), np.int32)
        for request, meeting in enumerate(table.at):
            if meeting is not None and meeting.interpreter != NOBODY:
                for instant in range(meeting.instant, meeting.instant + masks.length[request]):
                    engaged[meeting.interpreter, list(masks.instants.near[instant])] += 1
        self._arrays["engaged"] = engaged.ravel()

    def _loads(self) -> None:
        """Count what uses each party's resources, and which of them are full at each instant."""
        a, masks, count = self._arrays, self.table.masks, self._sizes["instants"]
        load = np.zeros(int(a["load_at"][-1]), np.int32)
        uses_at, uses, lengths = a["uses_at"], a["uses"], self._sizes["lengths"]
        for request, meeting in enumerate(self.table.at):
            if meeting is not None:
                for party in masks.index.pair[request]:
                    crew = int(a["crew"][party])
                    row = (crew * lengths + masks.length[request] - 1) * count + meeting.instant
                    load[a["load_at"][party] + uses[uses_at[row] : uses_at[row + 1]]] += 1
        block = np.zeros((self._sizes["parties"], 2 * count), np.int32)
        for party, crew in enumerate(a["crew"].tolist()):
            first, end = int(a["resource_at"][crew]), int(a["resource_at"][crew + 1])
            mine = load[a["load_at"][party] : a["load_at"][party + 1]]
            for full in np.nonzero(mine >= a["capacity"][first:end])[0].tolist():
                at = a["covers_at"][first + full : first + full + 2]
                block[party, a["covers"][at[0] : at[1]]] += 1
        a["load"], a["block"] = load, block.ravel()

    def _breaks(self, spread: int | None) -> None:
        a, slots = self._arrays, self._sizes["slots"]
        parties = self._sizes["parties"]
        busy = a["count"].reshape(parties, slots) > 0
        starts = busy.copy()
        firsts = a["period_first"]
        within = [s for s in range(1, slots) if s not in set(firsts.tolist())]
        starts[:, within] &= ~busy[:, [s - 1 for s in within]]
        runs = np.add.reduceat(starts, firsts, axis=1) if len(firsts) else starts
        breaks = np.maximum(runs.astype(np.int64) - 1, 0).sum(axis=1)
        a["breaks"] = breaks.astype(np.int32)
        self._total = int(breaks.sum())
        rules: list[tuple[int, NDArray[np.bool_]]] = []
        rule = self.table.masks.index.problem.rules.spread
        if rule is not None:
            rules.append((rule, np.ones(parties, bool)))
        if spread is not None:
            rules.append((spread, a["held_count"] > 0))
        self._sizes["rules"] = len(rules)
        a["rule_most"] = _numbers(most for most, _ in rules)
        a["rule_party"] = _numbers(flag for _, some in rules for flag in some.tolist())
        histogram = np.zeros((len(rules), slots + 1), np.int32)
        for n, (_, some) in enumerate(rules):
            np.add.at(histogram[n], a["breaks"][some], 1)
        a["histogram"] = histogram.ravel()
