"""Whether the teams of each party can attend the meetings chosen.

The program's rows are about instants; they suffice but where a meeting of several slots overlaps
others in part, at three venues or more, or at two where a commitment takes some of the teams: there
three of them may exclude each other two by two without an instant at which all do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .index import Commitment, Index, Option


def intricate(index: Index) -> frozenset[int]:
    """Return the parties with a chance of that at all."""
    venues, problem = len(index.problem.venues), index.problem
    long = (n for n, request in enumerate(problem.requests) if request.length > 1)
    return frozenset(
        party
        for party in {party for request in long for party in index.pair[request]}
        if (teams := problem.parties[party].teams) > 1
        and (venues > 2 or (venues > 1 and any(c.teams < teams for c in index.commitments[party])))
    )


def unattended(index: Index, columns: Sequence[int]) -> tuple[int, ...]:
    """Return chosen columns that the teams of some party cannot attend; empty if all can."""
    parties = intricate(index)
    meetings: dict[int, list[int]] = defaultdict(list)
    for column in columns:
        for party in parties.intersection(index.pair[index.options[column].request]):
            meetings[party].append(column)
    for party, mine in meetings.items():
        clash = clashing(index, party, [index.options[c] for c in mine])
        if clash:
            return tuple(mine[n] for n in clash)
    return ()


def clashing(index: Index, party: int, meetings: Sequence[Option]) -> list[int]:
    """Return meetings that exclude each other and, with commitments, need too many teams.

    By their positions in ``meetings``, which are those of the party; empty if there are none.
    """
    teams, requests = index.problem.parties[party].teams, index.problem.requests
    if teams == 1 or all(requests[option.request].length == 1 for option in meetings):
        return []
    activities = [_activity(index, option) for option in meetings]
    activities += [c for c in index.commitments[party] if c.venue is not None]
    apart = [
        {m for m, other in enumerate(activities) if m != n and index.exclude(one, other)}
        for n, one in enumerate(activities)
    ]

    def grow(group: list[int], candidates: set[int]) -> list[int] | None:
        if sum(activities[n].teams for n in group) > teams:
            return group
        for n in sorted(candidates):
            found = grow([*group, n], {m for m in candidates & apart[n] if m > n})
            if found is not None:
                return found
        return None

    group = grow([], set(range(len(activities)))) or []
    return [n for n in group if n < len(meetings)]


def overfull(index: Index, party: int, meeting: Option, others: Iterable[Option]) -> bool:
    """Whether teams that attend all others could not attend a meeting besides.

    Only what it excludes matters: without it the teams suffice.
    """
    if index.problem.parties[party].teams == 1:
        return False
    mine = _activity(index, meeting)
    near = [other for other in others if index.exclude(mine, _activity(index, other))]
    return bool(clashing(index, party, [meeting, *near]))


def _activity(index: Index, option: Option) -> Commitment:
    """Return a meeting as what takes one team from its beginning to its end."""
    last = option.slot + index.problem.requests[option.request].length - 1
    return Commitment(-1, index.begin[option.slot], index.end[last], option.venue, 1)
