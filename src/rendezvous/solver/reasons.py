"""Why a request is not in the plan, with evidence anybody can check against the problem.

First what no plan can mend (nobody free, no room, no interpreter: `_impossible`), then what this
plan has used up (`_taken`): every way to serve the request is tried beside the plan, and what
refuses it says what is scarce and which meetings hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..problem import Assignment
from ..result import Evidence, Reason, Unserved
from .index import Index
from .instants import bits
from .masks import Masks
from .program import Scarce
from .standing import Cause, Holder, Refusal, Standing

_OF_SCARCE = {
    Scarce.TEAMS: Reason.PARTY_FULL,
    Scarce.DAY: Reason.DAY_FULL,
    Scarce.TRAVEL: Reason.TRAVEL,
    Scarce.PLACE: Reason.NO_PLACE,
    Scarce.CLOSED_ROOM: Reason.NO_CLOSED_ROOM,
    Scarce.INTERPRETER: Reason.NO_INTERPRETER,
    Scarce.PRECEDENCE: Reason.PREDECESSOR,
}

MANY: Final = 50
"""Of so many holders and more, numpy finds those concerned faster than a loop."""


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
        self._ids = np.array([r.id for r in self.index.problem.requests], dtype=object)
        self._slot_ids = [slot.id for slot in self.index.problem.slots]
        self._rows: dict[int, tuple[list[Holder], NDArray[np.int64], NDArray[np.uint64]]] = {}
        """Long lists of holders by their identity, each with its positions and words."""

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
        party = None
        if reason in (Reason.PARTY_FULL, Reason.DAY_FULL, Reason.TRAVEL):
            party = next(subject for _, subject in sorted(cited))
        able = index.able[request] or () if reason is Reason.NO_INTERPRETER else ()
        return reason, Evidence(
            slots=self._slots_of(starts),
            blockers=self._blockers(refusals, starts),
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

    def _blockers(self, refusals: Iterable[Refusal], starts: int) -> tuple[str, ...]:
        """Return who holds what the refusals say is lacking from some of the starts, in order.

        Many hold a slot's tables, or the time of a language's interpreters, and the same are asked
        about for every request: they are kept as rows of machine words.
        """
        few: set[int] = set()
        many: NDArray[np.bool_] | None = None
        for refusal in refusals:
            refused, holders = refusal.starts & starts, refusal.holders
            if len(holders) <= MANY:
                few.update([holder for holder, held in holders if held & refused])
                continue
            if many is None:
                many = np.zeros(len(self._ids), dtype=np.bool_)
            positions, words = self._rows_of(holders)
            many[positions[(words & self._words([refused])).any(axis=1)]] = True
        if many is None:
            return tuple([self._ids[request] for request in sorted(few)])
        many[list(few)] = True
        return tuple(self._ids[many].tolist())

    def _rows_of(self, holders: list[Holder]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the positions of holders and the instants from which each is one, as words."""
        if id(holders) not in self._rows:
            positions = np.array([holder for holder, _ in holders], dtype=np.int64)
            words = self._words([held for _, held in holders])
            self._rows[id(holders)] = holders, positions, words
        return self._rows[id(holders)][1:]

    def _words(self, masks: list[int]) -> NDArray[np.uint64]:
        """Return sets of instants as rows of machine words."""
        length = -(-self.standing.instants.count // 64) * 8
        packed = b"".join(mask.to_bytes(length, "little") for mask in masks)
        return np.frombuffer(packed, dtype="<u8").reshape(len(masks), -1)

    def _slots_of(self, starts: int) -> tuple[str, ...]:
        """Return the slots of some instants, whatever their venue."""
        instants = self.standing.instants
        mask = 0
        while starts:
            mask |= starts
            starts >>= instants.slots
        ids = self._slot_ids
        return tuple([ids[slot] for slot in bits(mask & (1 << instants.slots) - 1)])

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
