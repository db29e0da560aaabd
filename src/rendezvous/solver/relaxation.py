"""What no plan can pass, from the masks of a problem: relaxations in arrays, fine or coarse.

*Fine*: a column for each request and instant it could begin at; the rows are those of the exact
program but for what depends on which room exactly a request takes where it has a choice.

The other, :mod:`.coarse`, does not look at slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from .instants import bits
from .lp import Real, Relaxation, System, Whole
from .masks import NOBODY, Crew, Masks
from .program import INFINITY


def table(masks: list[int], width: int) -> np.ndarray:
    """Return masks as a matrix of booleans, a row for each and a column for each bit."""
    size = (width + 7) // 8
    data = b"".join(mask.to_bytes(size, "little") for mask in masks)
    packed = np.frombuffer(data, np.uint8).reshape(len(masks), size)
    return np.unpackbits(packed, axis=1, count=width, bitorder="little").astype(bool)


class Selection:
    """A system whose first columns serve requests: ``request`` is whose, ``length`` how long."""

    def __init__(self, masks: Masks, request: Whole, upper_of_the_rest: Sequence[int]) -> None:
        self.masks = masks
        self.request = request
        self.length = np.array(masks.length, np.int64)[request]
        requests = masks.index.problem.requests
        weights = np.array([item.weight for item in requests], np.int64)[request]
        rest = np.array(upper_of_the_rest, np.int64)
        self.system = System(
            np.concatenate((weights, np.zeros(len(rest), np.int64))),
            np.concatenate((np.ones(len(request), np.int64), rest)),
        )
        columns = np.arange(len(request))
        self.system.add(request, columns, np.ones(len(requests), np.int64))
        self.lacking: dict[int, int] = {}
        """The columns that say how many meetings parties are short of their minimums."""

    def force(self, requests: Sequence[int], least: int) -> None:
        """Require that so many of the requests be served."""
        wanted = np.zeros(len(self.masks.length), bool)
        wanted[list(requests)] = True
        columns = np.flatnonzero(wanted[self.request])
        self.system.add(
            np.zeros(len(columns), np.int64),
            columns,
            np.array([len(requests)]),
            low=np.array([least]),
        )

    def promise(self, penalty: int) -> None:
        """Let every meeting that a party is short of its minimum cost so much weight."""
        index, system = self.masks.index, self.system
        minimums = np.array([party.minimum for party in index.problem.parties], np.int64)
        owed = np.flatnonzero(minimums)
        lacking = np.arange(len(owed)) + len(system.weights)
        self.lacking = dict(zip(owed.tolist(), lacking.tolist(), strict=True))
        system.weights = np.concatenate((system.weights, np.full(len(owed), -penalty)))
        system.upper = np.concatenate((system.upper, minimums[owed]))
        row = np.full(len(minimums), -1, np.int64)
        row[owed] = np.arange(len(owed))
        pairs = np.array(index.pair, np.int64).reshape(-1, 2)
        rows = np.concatenate([row[pairs[self.request, side]] for side in (0, 1)])
        columns = np.tile(np.arange(len(self.request)), 2)
        system.add(
            np.concatenate((rows[rows >= 0], row[owed])),
            np.concatenate((columns[rows >= 0], lacking)),
            np.full(len(owed), INFINITY),
            low=minimums[owed],
        )

    def owe(self, weight: int) -> None:
        """Seek not weight, of which there must be so much, but that few meetings are lacking.

        The bound is then one on those lacking, with a minus.
        """
        self.weigh_at_least(weight)
        self.promise(1)

    def lack_at_most(self, meetings: int) -> None:
        """Require that no more meetings be lacking of the minimums."""
        self.promise(0)
        columns = np.array(list(self.lacking.values()), np.int64)
        self.system.add(np.zeros_like(columns), columns, np.array([meetings]))

    def weigh_at_least(self, weight: int) -> None:
        """Require so much weight and seek it no more."""
        system = self.system
        columns, weights = np.arange(len(self.request)), system.weights[: len(self.request)].copy()
        system.weights[columns] = 0
        system.add(
            np.zeros(len(columns), np.int64),
            columns,
            np.array([INFINITY]),
            coefficients=weights,
            low=np.array([weight]),
        )

    def shares(self, relaxation: Relaxation) -> Real:
        """Return how much of each request a relaxation serves."""
        columns = relaxation.shares[: len(self.request)]
        found: Real = np.bincount(self.request, columns, len(self.masks.length)).astype(np.float64)
        return found


class Fine(Selection):
    """The fine relaxation: ``start`` is the instant of each column that serves a request."""

    def __init__(self, masks: Masks) -> None:
        allowed = table(masks.allowed, masks.instants.count)
        request, self.start = np.nonzero(allowed)
        self.longest = 1 + max(masks.length, default=0)
        self._duties = _list_duties(masks)
        super().__init__(masks, request, [1] * len(self._duties))
        self._parties()
        self._rooms()
        self._interpreters()
        self._precedences()

    def wishes(self, relaxation: Relaxation, least: float) -> list[tuple[int, int]]:
        """Return requests with instants of at least such a share, the largest shares first."""
        shares = relaxation.shares[: len(self.request)]
        order = np.argsort(-shares, kind="stable")
        order = order[shares[order] >= least]
        return list(zip(self.request[order].tolist(), self.start[order].tolist(), strict=True))

    def _parties(self) -> None:
        """What one team cannot attend together, by party; its days with a limit."""
        masks = self.masks
        index = masks.index
        common = Crew(masks.instants.cliques, [1] * len(masks.instants.cliques))
        crews = [crew or common for crew in masks.crew]
        pairs = np.array(index.pair, np.int64).reshape(-1, 2)
        columns = [_by_owner(pairs[self.request, side], len(crews)) for side in (0, 1)]
        mine: dict[int, list[int]] = defaultdict(list)
        for party, crew in enumerate(crews):
            mine[id(crew)].append(party)
        for parties in mine.values():
            crew = crews[parties[0]]
            both: list[tuple[Whole, Whole]] = []
            for of_party in columns:
                concerned = np.concatenate([of_party[party] for party in parties])
                sizes = [len(of_party[party]) for party in parties]
                offset = np.zeros(len(self.request), np.int64)
                offset[concerned] = np.repeat(np.arange(len(parties)) * len(crew.masks), sizes)
                entry, resource = self._uses(crew, concerned)
                both.append((offset[entry] + resource, entry))
            self.system.add(
                np.concatenate([rows for rows, _ in both]),
                np.concatenate([entries for _, entries in both]),
                np.tile(np.array(crew.room, np.int64), len(parties)),
            )

    def _uses(self, crew: Crew, columns: Whole) -> tuple[Whole, Whole]:
        """Return which columns use which resources of a crew, as pairs."""
        instants = self.masks.instants
        longest = self.longest
        keys = self.start[columns] * longest + self.length[columns]
        distinct, of = np.unique(keys, return_inverse=True)
        uses = [crew.uses(instants.taken(*divmod(key, longest))) for key in distinct.tolist()]
        return _spread(columns, of, uses)

    def _covered(self, columns: Whole) -> tuple[Whole, Whole]:
        """Return which columns cover which instants, as pairs."""
        length = self.length[columns]
        entry = np.repeat(columns, length)
        step = np.arange(len(entry)) - np.repeat(np.cumsum(length) - length, length)
        return entry, self.start[entry] + step

    def _rooms(self) -> None:
        """Shared places by instant, and those fit for closed doors; places that are fixed."""
        masks, instants = self.masks, self.masks.instants
        own = np.zeros(len(self.request), bool)
        fixed: dict[int, list[int]] = defaultdict(list)
        where = {n: len(seats) for n, seats in enumerate(masks.seats) if seats}
        first = np.searchsorted(self.request, np.arange(len(masks.length) + 1))
        for request in where:
            span = range(first[request], first[request + 1])
            elsewhere = _union(
                seat.starts for seat in masks.seats[request] if not masks.rooms[seat.room].shared
            )
            for column in span:
                own[column] = elsewhere >> int(self.start[column]) & 1
            if masks.index.fixed_place(request) is not None:
                fixed[masks.seats[request][0].room] += span
        entry, instant = self._covered(np.flatnonzero(~own))
        closed = np.array(masks.closed, bool)
        for number, columns in fixed.items():
            room = masks.rooms[number]
            if room.closed_door:
                closed = closed.copy()
                closed[self.request[columns]] = True
            if not room.ample:
                some, at = self._covered(np.array(columns, np.int64))
                self.system.add(at % instants.slots, some, np.array(room.capacity, np.int64))
        self.system.add(instant, entry, np.array(masks.sizes[False], np.int64))
        shut = closed[self.request[entry]]
        self.system.add(instant[shut], entry[shut], np.array(masks.sizes[True], np.int64))

    def _interpreters(self) -> None:
        if not self._duties:
            return
        masks, instants = self.masks, self.masks.instants
        longest = self.longest
        language, length, start, who = np.array(self._duties, np.int64).T
        duty = np.arange(len(start)) + len(self.request)
        spoken = np.array(masks.language, np.int64)[self.request]
        served = np.flatnonzero(spoken != NOBODY)
        asked = (spoken[served] * longest + self.length[served]) * instants.count + self.start[
            served
        ]
        given = (language * longest + length) * instants.count + start
        rows = np.concatenate((asked, given))
        distinct, rows = np.unique(rows, return_inverse=True)
        self.system.add(
            rows,
            np.concatenate((served, duty)),
            np.zeros(len(distinct), np.int64),
            coefficients=np.concatenate(
                (np.ones(len(served), np.int64), -np.ones(len(duty), np.int64))
            ),
        )
        for interpreter in np.unique(who).tolist():
            self._one_interpreter(interpreter, np.flatnonzero(who == interpreter))

    def _one_interpreter(self, interpreter: int, duties: Whole) -> None:
        masks, instants = self.masks, self.masks.instants
        run = masks.index.problem.interpreters[interpreter].max_run
        lines = list(instants.cliques)
        room = [1] * len(lines)
        half = masks.index.half
        for first in range(instants.slots - run if run is not None else 0):
            if run is not None and half[first] == half[first + run]:
                lines.append(instants.anywhere(range(first, first + run + 1)))
                room.append(run)
        rows, columns, coefficients = [], [], []
        for duty in duties.tolist():
            _, length, start, _ = self._duties[duty]
            taken = instants.taken(start, length) & instants.presence
            for n, line in enumerate(lines):
                both = taken & line
                if both:
                    rows.append(n)
                    columns.append(duty + len(self.request))
                    coefficients.append(both.bit_count())
        self.system.add(
            np.array(rows, np.int64),
            np.array(columns, np.int64),
            np.array(room, np.int64),
            coefficients=np.array(coefficients, np.int64),
        )

    def _precedences(self) -> None:
        """A request is served from slot t or before only if each it waits for ended before t."""
        masks = self.masks
        index = masks.index
        slot = self.start % masks.instants.slots
        first = np.searchsorted(self.request, np.arange(len(masks.length) + 1))
        for request, item in enumerate(index.problem.requests):
            mine = np.arange(first[request], first[request + 1])
            for name in item.after:
                before = index.request_at[name]
                theirs = np.arange(first[before], first[before + 1])
                ends = slot[theirs] + masks.length[before]
                for at in np.unique(slot[mine]).tolist():
                    columns = [mine[slot[mine] <= at], theirs[ends <= at]]
                    signs = np.repeat([1, -1], [len(some) for some in columns])
                    self.system.add(
                        np.zeros(len(signs), np.int64),
                        np.concatenate(columns),
                        np.zeros(1, np.int64),
                        coefficients=signs,
                    )


def _list_duties(masks: Masks) -> list[tuple[int, int, int, int]]:
    """Return language, length, start and interpreter of each duty somebody could be given."""
    wanted: dict[tuple[int, int], int] = defaultdict(int)
    for request, language in enumerate(masks.language):
        if language != NOBODY:
            wanted[language, masks.length[request]] |= masks.allowed[request]
    return [
        (language, length, start, interpreter)
        for (language, length), starts in wanted.items()
        for interpreter in masks.able[language]
        for start in bits(masks.free_of(interpreter, length) & starts)
    ]


def _by_owner(owners: Whole, number: int) -> list[Whole]:
    """Return the places at which each of so many owners stands, in order."""
    order = np.argsort(owners, kind="stable")
    return np.split(order, np.searchsorted(owners[order], np.arange(1, number)))


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _spread(columns: Whole, of: Whole, lists: list[tuple[int, ...]]) -> tuple[Whole, Whole]:
    """Return each column with each item of its list; ``of`` says which list is whose."""
    sizes = np.array([len(items) for items in lists], np.int64)
    flat = np.array([item for items in lists for item in items], np.int64)
    begin = np.cumsum(sizes) - sizes
    count = sizes[of]
    step = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(columns, count), flat[np.repeat(begin[of], count) + step]
