"""What a problem fixes once and for all, laid out as arrays for the compiled moves.

Every list of lists is one array with, beside it, where each list begins. Instants, slots, masks and
crews are those of :mod:`.masks` and :mod:`.timetable`; ``native/table.h`` says what reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .coarse import days_of
from .instants import mask_of
from .masks import Crew
from .quiet import quietest
from .teams import intricate
from .timetable import Timetable

LARGEST: Final = 1 << 62
"""No score is beyond."""

MANY: Final = (1 << 31) - 1

Numbers = NDArray[np.int32]
Moments = NDArray[np.int64]
Words = NDArray[np.uint64]


def numbers(values: Iterable[int]) -> Numbers:
    """Return whole numbers as an array; what is beyond 2^31 is as good as that everywhere here."""
    return np.clip(np.fromiter(values, np.int64), -MANY, MANY).astype(np.int32)


def moments(values: Iterable[int]) -> Moments:
    return np.fromiter(values, np.int64)


def flat(lists: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """Return where each list begins, with the end of the last, and all lists one after another."""
    at = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(some) for some in lists], out=at[1:])
    return at, numbers(n for some in lists for n in some)


def words(masks: Iterable[int], width: int) -> Words:
    """Return masks as rows of 64 bits each, the lowest first; what is above is cut off."""
    size = width * 8
    whole = (1 << size * 8) - 1
    return np.frombuffer(
        b"".join((mask & whole).to_bytes(size, "little") for mask in masks), np.uint64
    ).copy()


def flags(masks: Sequence[int], width: int) -> NDArray[np.uint8]:
    """Return masks as rows of flags, one for each of ``width`` bits."""
    size = max(1, -(-width // 64))
    rows = words(masks, size).view(np.uint8).reshape(len(masks), size * 8)
    return np.unpackbits(rows, axis=1, bitorder="little")[:, :width]


class Layout:
    """The ``arrays`` and ``sizes`` of a timetable's problem, by their names in the structure."""

    def __init__(self, table: Timetable) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}
        self._masks = masks = table.masks
        instants = masks.instants
        self.sizes = {
            "requests": len(table.at),
            "parties": len(table.held),
            "slots": instants.slots,
            "instants": instants.count,
            "words": max(1, -(-instants.count // 64)),
            "lengths": max(
                (n for n, some in zip(masks.length, masks.allowed, strict=True) if some), default=1
            ),
        }
        self._worth(table)
        self._time(table)
        self._requests(table)
        self._parties(table)
        self._crews(table)
        self._places(table)
        self._interpreters(table)

    def _worth(self, table: Timetable) -> None:
        """Lay out what requests and minimums are worth; what is too large for 64 bits, roughly.

        Then minimums are worth nothing and ``exact`` is false: a better score may be no better.
        """
        worth, masks = table.worth, table.masks
        minimums = sum(worth.below + worth.short * most for most in table.minimum)
        self.exact = sum(worth.request) + minimums < LARGEST
        self.unit, short, below = worth.weight, worth.short, worth.below
        request = worth.request
        if not self.exact:
            self.unit, short, below = 1, 0, 0
            dear = sum(masks.weight) + 1
            request = [
                weight + dear * (item.mandatory or r in masks.index.pinned)
                for r, (weight, item) in enumerate(
                    zip(masks.weight, masks.index.problem.requests, strict=True)
                )
            ]
        self.arrays["worth"] = moments(request)
        self.sizes |= {"short_worth": short, "below_worth": below}
        self.nothing = -sum(below + short * most for most in table.minimum if most)
        """The score of a plan without meetings."""

    def _time(self, table: Timetable) -> None:
        masks, a = table.masks, self.arrays
        index, instants = masks.index, masks.instants
        period = index.half if index.problem.rules.lunch_exempt else index.day
        firsts = [s for s in range(instants.slots) if s == 0 or period[s] != period[s - 1]]
        a["period"] = numbers(
            sum(first <= s for first in firsts) - 1 for s in range(instants.slots)
        )
        a["period_first"] = numbers(firsts)
        a["period_end"] = numbers([*firsts[1:], instants.slots])
        self.sizes["periods"] = len(firsts)
        days = days_of(masks)
        a["half"] = numbers(index.half)
        a["day"] = numbers(n for n, day in enumerate(days) for _ in day)
        self.sizes["days"] = len(days)
        a["begin"], a["end"] = moments(index.begin), moments(index.end)
        venues = range(instants.venues)
        a["travel"] = moments(
            index.travel[one, other] if one != other else 0 for one in venues for other in venues
        )
        a["clash_at"], a["clash"] = flat(instants.near)
        a["size"] = numbers(size for closed in (False, True) for size in masks.sizes[closed])

    @property
    def loud(self) -> NDArray[np.int32]:
        """No breaks necessary, by party, day and slots taken: for moves that do not ask."""
        return np.zeros((self.sizes["parties"], self.sizes["days"], 1), np.int32)

    @cached_property
    def quiet(self) -> NDArray[np.int32]:
        """The fewest breaks, by party, day and slots taken; beyond what can be taken, very many."""
        few = quietest(self._masks, days_of(self._masks))
        width = 1 + max((some.shape[1] for some in few), default=0)
        found = np.full((self.sizes["parties"], len(few), width), self.sizes["slots"], np.int32)
        for day, some in enumerate(few):
            found[:, day, : some.shape[1]] = np.minimum(some, self.sizes["slots"])
        return found

    def _requests(self, table: Timetable) -> None:
        masks, a = table.masks, self.arrays
        width, requests = self.sizes["words"], range(len(table.at))
        a["one"], a["other"] = numbers(table.one), numbers(table.other)
        a["length"], a["closed"] = numbers(masks.length), numbers(masks.closed)
        a["language"] = numbers(masks.language)
        # Only whether two weigh the same is asked.
        a["weight"] = np.unique(moments(masks.weight), return_inverse=True)[1].astype(np.int32)
        movable = [not table.fixed[r] and bool(masks.allowed[r]) for r in requests]
        must = [
            item.mandatory or r in masks.index.pinned
            for r, item in enumerate(masks.index.problem.requests)
        ]
        a["movable"], a["chained"] = numbers(movable), numbers(table.chained)
        spare = [movable[r] and not must[r] and not table.chained[r] for r in requests]
        a["spare"] = numbers(spare)
        a["allowed"], a["pooled"] = words(masks.allowed, width), words(masks.pooled, width)
        there = flags(masks.allowed, self.sizes["instants"])
        a["starts_at"] = np.append(0, np.cumsum(there.sum(axis=1))).astype(np.int32)
        a["starts"] = np.nonzero(there)[1].astype(np.int32)
        a["seats_at"], a["seat_room"] = flat([[s.room for s in some] for some in masks.seats])
        a["seat_starts"] = words((s.starts for some in masks.seats for s in some), width)
        a["before_at"], a["before"] = flat(table.before)
        a["after_at"], a["after"] = flat(table.after)

    def _parties(self, table: Timetable) -> None:
        a = self.arrays
        index, parties = table.masks.index, range(len(table.held))
        asked: list[int] = [0] * len(table.held)
        for pair in index.pair:
            for party in pair:
                asked[party] += 1
        a["held_at"] = np.append(0, np.cumsum(asked)).astype(np.int32)
        a["minimum"] = numbers(table.minimum)
        close = intricate(index)
        a["tight"] = numbers(p in close for p in parties)
        a["teams"] = numbers(party.teams for party in index.problem.parties)
        duties = [[c for c in some if c.venue is not None] for some in index.commitments]
        every = [c for some in duties for c in some]
        a["duty_at"], a["duty_venue"] = flat([[c.venue or 0 for c in some] for some in duties])
        a["duty_teams"] = numbers(c.teams for c in every)
        a["duty_begin"] = moments(c.start for c in every)
        a["duty_end"] = moments(c.end for c in every)

    def _crews(self, table: Timetable) -> None:
        masks, a = table.masks, self.arrays
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
        a["crew"] = numbers(mine)
        sizes = [len(crew.masks) for crew in crews]
        a["resource_at"] = np.append(0, np.cumsum(sizes)).astype(np.int32)
        a["load_at"] = np.append(0, np.cumsum([sizes[crew] for crew in mine])).astype(np.int32)
        a["capacity"] = numbers(room for crew in crews for room in crew.room)
        a["reach"] = words((mask for crew in crews for mask in crew.masks), 2 * self.sizes["words"])
        count, lengths = self.sizes["instants"], self.sizes["lengths"]
        uses_at, uses, covers_at, covers = [0], [], [0], []
        used = covered = 0
        for crew in crews:
            reach = flags(crew.masks, 2 * count).astype(bool)
            covers.append(np.nonzero(reach)[1])
            for some in np.cumsum(reach.sum(axis=1)).tolist():
                covers_at.append(covered + some)
            covered += len(covers[-1])
            for length in range(1, lengths + 1):
                there = reach[:, :count].copy()
                for later in range(1, length):
                    there[:, : count - later] |= reach[:, later:count]
                    there[:, : count - later + 1] |= reach[:, count + later - 1 : 2 * count]
                uses.append(np.nonzero(there.T)[1])
                for some in np.cumsum(there.sum(axis=0)).tolist():
                    uses_at.append(used + some)
                used += len(uses[-1])
        empty = np.zeros(0, np.int64)
        a["uses_at"], a["uses"] = numbers(uses_at), np.concatenate([empty, *uses]).astype(np.int32)
        a["covers_at"] = numbers(covers_at)
        a["covers"] = np.concatenate([empty, *covers]).astype(np.int32)

    def _places(self, table: Timetable) -> None:
        rooms, a = table.masks.rooms, self.arrays
        a["room_shared"] = numbers(room.shared for room in rooms)
        a["room_closed"] = numbers(room.closed_door for room in rooms)
        a["room_ample"] = numbers(room.ample for room in rooms)
        a["room_capacity"] = numbers(size for room in rooms for size in room.capacity)

    def _interpreters(self, table: Timetable) -> None:
        """Number the interpreters anew: those who speak for the fewest come first."""
        masks, a = table.masks, self.arrays
        people = range(len(masks.at_work))
        speaks = [sum(who in able for able in masks.able) for who in people]
        self.people = sorted(people, key=speaks.__getitem__)
        """The interpreters, by their new numbers."""
        rank = dict(zip(self.people, people, strict=True))
        able = [sorted(rank[who] for who in some) for some in masks.able]
        width = max(1, -(-len(people) // 64))
        self.sizes |= {"people": len(people), "people_words": width}
        a["able_at"], a["able"] = flat(able)
        a["able_mask"] = words((mask_of(some) for some in able), width)
        at_work = flags(masks.at_work, self.sizes["instants"]).astype(np.int32)
        a["at_work"] = at_work[self.people].ravel()
        runs = [item.max_run for item in masks.index.problem.interpreters]
        slots = self.sizes["slots"]
        a["max_run"] = numbers(slots if (run := runs[who]) is None else run for who in self.people)
