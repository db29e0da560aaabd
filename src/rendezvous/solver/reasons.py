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

    def unserved(self, request: int) -> Unserved:
        """Return the reason of one request."""
        problem = self.index.problem
        item = problem.requests[request]
        if not self.standing.possible(request):
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
        index = self.index
        refusals: list[Refusal] = []
        slots: list[int] = []
        for slot, refusal in self.standing.refusals(request):
            if not refusal:
                return Reason.SPREAD, Evidence(limit=index.problem.rules.spread)
            refusals.append(refusal)
            slots.append(slot)
        reason, cited = self._common(refusals)
        blockers = {
            r
            for refusal in refusals
            for cause, holders in refusal.items()
            if cause in cited
            for r in holders
        }
        party = None
        if reason in (Reason.PARTY_FULL, Reason.DAY_FULL, Reason.TRAVEL):
            party = next(subject for _, subject in sorted(cited))
        able = index.able[request] or () if reason is Reason.NO_INTERPRETER else ()
        return reason, Evidence(
            slots=self._slots(slots),
            blockers=tuple(index.problem.requests[r].id for r in sorted(blockers)),
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

    def _common(self, refusals: list[Refusal]) -> tuple[Reason, set[Cause]]:
        """Return the reason that refuses every option, with the causes it rests on.

        One party that is taken throughout, in one way or another, comes first; then what is scarce
        throughout; else the request is outweighed by all of it together.
        """
        every = {cause for refusal in refusals for cause in refusal}
        parties: dict[int, set[Cause]] = {}
        for cause in every:
            if cause[0] in (Scarce.TEAMS, Scarce.DAY, Scarce.TRAVEL):
                parties.setdefault(cause[1], set()).add(cause)
        for _, causes in sorted(parties.items()):
            for cause in sorted(causes):
                if all(cause in refusal for refusal in refusals):
                    return _OF_SCARCE[cause[0]], {cause}
            if all(not causes.isdisjoint(refusal) for refusal in refusals):
                return Reason.PARTY_FULL, causes
        for scarce in (Scarce.CLOSED_ROOM, Scarce.PLACE, Scarce.INTERPRETER, Scarce.PRECEDENCE):
            causes = {cause for cause in every if cause[0] is scarce}
            if causes and all(not causes.isdisjoint(refusal) for refusal in refusals):
                return _OF_SCARCE[scarce], causes
        return Reason.OUTWEIGHED, every

    def _limit(self, reason: Reason, party: int | None) -> int | None:
        if party is None:
            return None
        item = self.index.problem.parties[party]
        return item.max_per_day if reason is Reason.DAY_FULL else item.teams

    def _slots(self, slots: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.index.problem.slots[s].id for s in sorted(set(slots)))
