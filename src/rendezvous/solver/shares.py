"""What parties, interpreters and shared places can do in all, wherever meetings go.

Each row says that some requests, served anywhere in the slots still to come, take no more than
there is. Rows that cannot bind are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from .index import Index


class Share(NamedTuple):
    """``units`` by request: those of the requests served come to ``most`` at most.

    ``party`` is the position of the party that it is about, or -1.
    """

    units: dict[int, int]
    most: int
    party: int = -1


def shares(index: Index, requests: Collection[int]) -> list[Share]:
    """Return how parties and interpreters limit the service of requests that were not held yet."""
    open_ones = [r for r in sorted(requests) if r not in index.held]
    return _binding([*_parties(index, open_ones), *_interpreters(index, open_ones)])


def place_shares(index: Index, requests: Collection[int]) -> list[Share]:
    """Return how shared places limit it, those for closed doors among them."""
    return _binding(_places(index, [r for r in sorted(requests) if r not in index.held]))


def dropped(index: Index, requests: Collection[int]) -> int:
    """Return how many of some requests cannot be served beside the others, at least."""
    fewest = 0
    for share in shares(index, requests) + place_shares(index, requests):
        over, count = sum(share.units.values()) - share.most, 0
        for units in sorted(share.units.values(), reverse=True):
            if over <= 0:
                break
            over, count = over - units, count + 1
        fewest = max(fewest, count)
    return fewest


def _binding(rows: Iterable[Share]) -> list[Share]:
    return [row for row in rows if sum(row.units.values()) > row.most]


def _parties(index: Index, requests: list[int]) -> Iterator[Share]:
    problem = index.problem
    mine: dict[int, list[int]] = defaultdict(list)
    for request in requests:
        for party in index.pair[request]:
            mine[party].append(request)
    ahead = range(index.begun, len(problem.slots))
    held: dict[tuple[int, int], int] = defaultdict(int)
    for request, meeting in index.held.items():
        for party in index.pair[request]:
            held[party, index.day[index.slot_at[meeting.slot]]] += 1
    for party, some in mine.items():
        item = problem.parties[party]
        here = [s for s in ahead if s in index.party_slots[party]]
        yield Share(
            {r: problem.requests[r].length for r in some},
            sum(_free_teams(index, party, slot) for slot in here),
            party,
        )
        if item.max_per_day is not None:
            days = {index.day[slot] for slot in here}
            most = sum(max(0, item.max_per_day - held[party, day]) for day in days)
            yield Share(dict.fromkeys(some, 1), most, party)


def _free_teams(index: Index, party: int, slot: int) -> int:
    """Return the most teams that a party could send to meetings in a slot."""
    teams = index.problem.parties[party].teams
    span = range(slot, slot + 1)
    return max(
        (
            teams - max((c.teams for c in index.blocked_by(party, span, venue)), default=0)
            for venue in index.open_venues[slot]
        ),
        default=0,
    )


def _interpreters(index: Index, requests: list[int]) -> Iterator[Share]:
    """Requests that only some interpreters can serve, against the slots those can work."""
    needing: dict[frozenset[int], list[int]] = defaultdict(list)
    for request in requests:
        able = index.able[request]
        if able is not None:
            needing[frozenset(able)].append(request)
    for team in needing:
        some = [r for others in needing if others <= team for r in needing[others]]
        most = sum(_workable(index, interpreter) for interpreter in team)
        yield Share({r: index.problem.requests[r].length for r in sorted(some)}, most)


def _workable(index: Index, interpreter: int) -> int:
    """Return the most slots still to come that an interpreter can work, rests included."""
    run = index.problem.interpreters[interpreter].max_run
    total = streak = 0
    for slot in range(index.begun, len(index.begin)):
        if slot and index.half[slot] != index.half[slot - 1]:
            streak = 0
        if slot not in index.interpreter_slots[interpreter] or streak == run:
            streak = 0
            continue
        streak += 1
        total += 1
    return total


def _places(index: Index, requests: list[int]) -> Iterator[Share]:
    """Meetings that no stand can hold, and those of them behind closed doors."""
    some = [r for r in requests if not any(index.suits(p, r) for p in _stands(index, r))]
    for closed in (False, True):
        units = {
            r: item.length
            for r in some
            if (item := index.problem.requests[r]).closed_door or not closed
        }
        most = sum(
            size
            for (slot, _, fit), size in index.shared_capacity.items()
            if fit == closed and slot >= index.begun
        )
        yield Share(units, most)


def _stands(index: Index, request: int) -> list[int]:
    """Return the stands at which a request could be held if they are open and fit for it."""
    fixed = index.fixed_place(request)
    homes = [index.home[p] for p in index.pair[request]] if fixed is None else [fixed]
    return [h for h in homes if h is not None and index.problem.places[h].owner is not None]
