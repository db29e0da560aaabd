"""Why a request is not in the plan, with evidence anybody can check against the problem.

First what no plan can mend (nobody free, no room, no interpreter: `_impossible`), then what this
plan has used up (`_taken`): every way to serve the request is tried beside the plan, and what
refuses it says what is scarce and which meetings hold it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..problem import Assignment
from ..result import Evidence, Reason, Unserved
from .index import Index
from .instants import bits
from .masks import Masks
from .program import Scarce
from .standing import Cause, Refusal, Standing

_OF_SCARCE = {
    Scarce.TEAMS: Reason.PARTY_FULL,
    Scarce.DAY: Reason.DAY_FULL,
    Scarce.TRAVEL: Reason.TRAVEL,
    Scarce.PLACE: Reason.NO_PLACE,
    Scarce.CLOSED_ROOM: Reason.NO_CLOSED_ROOM,
    Scarce.INTERPRETER: Reason.NO_INTERPRETER,
    Scarce.PRECEDENCE: Reason.PREDECESSOR,
}


def reasons(masks: Masks, assignments: Iterable[Assignment]) -> tuple[Unserved, ...]:
    """Return every unserved request with its reason, in the order of requests."""
    judge = _Judge(Standing(masks, assignments))
    return tuple(
        judge.unserved(request)
        for request in range(len(masks.index.problem.requests))
        if request not in judge.served
    )


def reason(masks: Masks, assignments: Iterable[Assignment], request: int) -> Unserved:
    """Return one unserved request with its reason."""
    return _Judge(Standing(masks, assignments)).unserved(request)


class _Judge:
    def __init__(self, standing: Standing) -> None:
        self.index: Index = standing.index
        self.standing = standing
        self.served = standing.served
        self._ids = [request.id for request in self.index.problem.requests]

    def unserved(self, request: int) -> Unserved:
        """Return the reason of one request."""
        problem = self.index.problem
        item = problem.requests[request]
        if not self.standing.masks.allowed[request]:
            reason, evidence = self._impossible(request)
            return Unserved(item.id, reason, evidence)
        waiting = tuple(
            name for name in item.after if self.index.request_at[name] not in self.served
        )
        if waiting:
            return Unserved(item.id, Reason.PREDECESSOR, Evidence(requests=waiting))
        reason, evidence = self._taken(request)
        return Unserved(item.id, reason, evidence)

    # -- what no plan can mend ---------------------------------------------------------------

    def _impossible(self, request: int) -> tuple[Reason, Evidence]:
        index = self.index
        item = index.problem.requests[request]
        spans = {s: range(s, s + item.length) for s in index.starts(request)}
        there = [s for s in spans if index.present(request, s)]
        if not there:
            return Reason.NO_COMMON_SLOT, Evidence(slots=self._slots(spans))
        free: list[int] = []
        busy: set[int] = set()
        only_travel = False
        for start in there:
            for venue in range(len(index.problem.venues)):
                if any(venue not in index.open_venues[s] for s in spans[start]):
                    continue
                found, overlap = self._commitments(request, spans[start], venue)
                if not found:
                    free.append(start)
                busy |= found
                only_travel |= bool(found) and not overlap
        if not free:
            reason = Reason.TRAVEL if only_travel else Reason.NO_COMMON_SLOT
            ids = tuple(b.id for n, b in enumerate(index.problem.busy) if n in busy)
            return reason, Evidence(slots=self._slots(there), busy=ids)
        speaking = [s for s in free if index.interpretable(request, spans[s])]
        if not speaking:
            able = tuple(index.problem.interpreters[i].id for i in index.able[request] or ())
            return Reason.NO_INTERPRETER, Evidence(slots=self._slots(free), interpreters=able)
        reason = Reason.NO_CLOSED_ROOM if item.closed_door else Reason.NO_PLACE
        return reason, Evidence(slots=self._slots(speaking))

    def _commitments(self, request: int, span: range, venue: int) -> tuple[set[int], bool]:
        """Return the busy times that take a party out, and whether one overlaps the meeting."""
        index = self.index
        found: set[int] = set()
        overlap = False
        for party in index.pair[request]:
            if index.out(party, span, venue):
                for c in index.blocked_by(party, span, venue):
                    found.add(c.busy)
                    overlap |= c.start < index.end[span[-1]] and index.begin[span[0]] < c.end
        return found, overlap

    # -- what this plan has used up ----------------------------------------------------------

    def _taken(self, request: int) -> tuple[Reason, Evidence]:
        index, starts = self.index, self.standing.masks.allowed[request]
        found = self._common(request, starts)
        if found is None:
            return Reason.SPREAD, Evidence(limit=index.problem.rules.spread)
        reason, refusals = found
        cited = {refusal.cause for refusal in refusals}
        blockers: set[int] = set()
        for refusal in refusals:
            refused = refusal.starts & starts
            blockers.update(holder for holder, held in refusal.holders if held & refused)
        party = None
        if reason in (Reason.PARTY_FULL, Reason.DAY_FULL, Reason.TRAVEL):
            party = next(subject for _, subject in sorted(cited))
        able = index.able[request] or () if reason is Reason.NO_INTERPRETER else ()
        return reason, Evidence(
            slots=self._slots({self.standing.instants.slot(start) for start in bits(starts)}),
            blockers=tuple(map(self._ids.__getitem__, sorted(blockers))),
            party=None if party is None else index.problem.parties[party].id,
            limit=self._limit(reason, party),
            interpreters=tuple(index.problem.interpreters[i].id for i in able),
            requests=(
                index.problem.requests[request].after
                if any(scarce is Scarce.PRECEDENCE for scarce, _ in cited)
                else ()
            ),
            busy=self._partly_away(cited),
        )

    def _partly_away(self, cited: set[Cause]) -> tuple[str, ...]:
        """Return the commitments that take some teams of the parties cited."""
        index = self.index
        parties = {subject for scarce, subject in cited if scarce in (Scarce.TEAMS, Scarce.TRAVEL)}
        found = {
            c.busy
            for party in parties
            for c in index.commitments[party]
            if c.teams < index.problem.parties[party].teams
        }
        return tuple(index.problem.busy[n].id for n in sorted(found))

    def _common(self, request: int, starts: int) -> tuple[Reason, list[Refusal]] | None:
        """Return the reason that refuses every start, with the refusals it rests on.

        One party that is taken throughout, in one way or another, comes first; what else there is
        goes unsaid then. Next is what is scarce throughout; else the request is outweighed by all
        of it together. None when there is a start that nothing refuses.
        """
        length = self.standing.masks.length[request]
        every: list[Refusal] = []
        for party in sorted(self.index.pair[request]):
            mine = [r for r in self.standing.of_party(party, length) if r.starts & starts]
            for refusal in mine:
                if not starts & ~refusal.starts:
                    return _OF_SCARCE[refusal.cause[0]], [refusal]
            if _throughout(mine, starts):
                return Reason.PARTY_FULL, mine
            every += mine
        every += self.standing.of_means(request)
        if not _throughout(every, starts):
            return None
        for scarce in (Scarce.CLOSED_ROOM, Scarce.PLACE, Scarce.INTERPRETER, Scarce.PRECEDENCE):
            some = [refusal for refusal in every if refusal.cause[0] is scarce]
            if _throughout(some, starts):
                return _OF_SCARCE[scarce], some
        return Reason.OUTWEIGHED, every

    def _limit(self, reason: Reason, party: int | None) -> int | None:
        if party is None:
            return None
        item = self.index.problem.parties[party]
        return item.max_per_day if reason is Reason.DAY_FULL else item.teams

    def _slots(self, slots: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.index.problem.slots[s].id for s in sorted(set(slots)))


def _throughout(refusals: Iterable[Refusal], starts: int) -> bool:
    """Whether each of the starts is refused."""
    for refusal in refusals:
        starts &= ~refusal.starts
    return not starts
