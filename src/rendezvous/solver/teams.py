"""Whether the teams of each party can attend the meetings chosen.

The program's rows are about instants; they suffice but where a meeting of several slots overlaps
others in part, at three venues or more: there three meetings may exclude each other two by two
without an instant at which all of them do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from .index import Commitment, Index


def unattended(index: Index, columns: Sequence[int]) -> tuple[int, ...]:
    """Return chosen columns that the teams of some party cannot attend; empty if all can."""
    requests = index.problem.requests
    if len(index.problem.venues) < 3 or all(request.length == 1 for request in requests):
        return ()
    meetings: dict[int, list[int]] = defaultdict(list)
    for column in columns:
        for party in index.pair[index.options[column].request]:
            if index.problem.parties[party].teams > 1:
                meetings[party].append(column)
    for party, mine in meetings.items():
        if any(requests[index.options[c].request].length > 1 for c in mine):
            clash = _clash(index, party, mine)
            if clash:
                return clash
    return ()


def _clash(index: Index, party: int, columns: list[int]) -> tuple[int, ...]:
    """Return meetings that exclude each other and, with commitments, need too many teams."""
    activities = [_activity(index, column) for column in columns]
    activities += [c for c in index.commitments[party] if c.venue is not None]
    apart = [
        {m for m, other in enumerate(activities) if m != n and _exclude(index, one, other)}
        for n, one in enumerate(activities)
    ]
    teams = index.problem.parties[party].teams

    def grow(group: list[int], candidates: set[int]) -> list[int] | None:
        if sum(activities[n].teams for n in group) > teams:
            return group
        for n in sorted(candidates):
            found = grow([*group, n], {m for m in candidates & apart[n] if m > n})
            if found is not None:
                return found
        return None

    group = grow([], set(range(len(activities)))) or []
    return tuple(columns[n] for n in group if n < len(columns))


def _activity(index: Index, column: int) -> Commitment:
    """Return a meeting as what takes one team from its beginning to its end."""
    option = index.options[column]
    last = option.slot + index.problem.requests[option.request].length - 1
    return Commitment(-1, index.begin[option.slot], index.end[last], option.venue, 1)


def _exclude(index: Index, one: Commitment, other: Commitment) -> bool:
    gap = 0
    if one.venue is not None and other.venue is not None and one.venue != other.venue:
        gap = index.travel[one.venue, other.venue]
    return one.end + gap > other.start and other.end + gap > one.start
