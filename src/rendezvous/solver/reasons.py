"""Why a request is not in the plan, with evidence anybody can check against the problem.

First what no plan can mend (nobody free, no room, no interpreter: `_impossible`), then what this
plan has used up (`_taken`): every option of the request is tried beside the plan, and the rows
that refuse it say what is scarce and which meetings hold it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..problem import Assignment
from ..result import Evidence, Reason, Unserved
from .greedy import Ledger
from .index import Index
from .program import Program, Scarce

_OF_SCARCE = {
    Scarce.TEAMS: Reason.PARTY_FULL,
    Scarce.DAY: Reason.DAY_FULL,
    Scarce.TRAVEL: Reason.TRAVEL,
    Scarce.PLACE: Reason.NO_PLACE,
    Scarce.CLOSED_ROOM: Reason.NO_CLOSED_ROOM,
    Scarce.INTERPRETER: Reason.NO_INTERPRETER,
    Scarce.PRECEDENCE: Reason.PREDECESSOR,
}


def reasons(
    program: Program, chosen: frozenset[int], assignments: Iterable[Assignment]
) -> tuple[Unserved, ...]:
    """Return every unserved request with its reason, in the order of requests."""
    index = program.index
    served = {index.request_at[a.request] for a in assignments}
    judge = _Judge(program, chosen, tuple(assignments))
    return tuple(
        judge.unserved(request)
        for request in range(len(index.problem.requests))
        if request not in served
    )


Cause = tuple[Scarce, int]
"""What is scarce, and whose it is: the position of a party or place, or -1."""


class _Judge:
    def __init__(
        self, program: Program, chosen: frozenset[int], assignments: tuple[Assignment, ...]
    ) -> None:
        self.program = program
        self.index: Index = program.index
        self.ledger = Ledger(program, sorted(chosen))
        self.served = {self.index.request_at[a.request] for a in assignments}
        self.with_interpreter: dict[tuple[int, int], int] = {}
        self._full = [
            not row.low <= load + 1 <= row.high
            for row, load in zip(self.ledger.rows, self.ledger.load, strict=True)
        ]
        self._held: dict[int, set[int]] = {}
        self._taken_duties: dict[int, bool] = {}
        self._interpreted_by: dict[int, set[int]] = {}
        for a in assignments:
            if a.interpreter is not None:
                request = self.index.request_at[a.request]
                start = self.index.slot_at[a.slot]
                length = self.index.problem.requests[request].length
                interpreter = self.index.interpreter_at[a.interpreter]
                for slot in range(start, start + length):
                    self.with_interpreter[interpreter, slot] = request

    def unserved(self, request: int) -> Unserved:
        """Return the reason of one request."""
        problem = self.index.problem
        item = problem.requests[request]
        if not self.program.by_request[request]:
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
        refusals: list[dict[Cause, set[int]]] = []
        slots: list[int] = []
        for column in self.program.by_request[request]:
            refusal = self._refusing(column)
            if not refusal:
                return Reason.SPREAD, Evidence(limit=index.problem.rules.spread)
            refusals.append(refusal)
            slots.append(index.options[column].slot)
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

    def _refusing(self, column: int) -> dict[Cause, set[int]]:
        """Return what refuses an option, and the served requests that hold it."""
        found: dict[Cause, set[int]] = {}
        rows, load, full = self.ledger.rows, self.ledger.load, self._full
        for n, coefficient in self.ledger.of[column]:
            if coefficient == 1 and not full[n]:
                continue
            row = rows[n]
            if row.scarce is Scarce.INTERPRETER:
                continue
            if not row.low <= load[n] + coefficient <= row.high:
                found.setdefault((row.scarce, row.subject), set()).update(self._holders(n))
        ways = self.program.ways(column)
        if len(ways[0]) > 1 and all(self._duty_taken(way[1]) for way in ways):
            found[Scarce.INTERPRETER, -1] = self._interpreted(column, ways)
        return found

    def _duty_taken(self, duty: int) -> bool:
        if duty not in self._taken_duties:
            rows = self.ledger.rows
            self._taken_duties[duty] = duty in self.ledger.chosen or any(
                rows[n].low != rows[n].high for n in self.ledger.refusing([duty])
            )
        return self._taken_duties[duty]

    def _interpreted(self, column: int, ways: list[list[int]]) -> set[int]:
        """Return the served requests that keep the able interpreters of an option occupied.

        Its ways have the same duties as those of every option of its type, slot and venue.
        """
        known = self._interpreted_by.get(ways[0][1])
        if known is not None:
            return known
        first = len(self.index.options)
        length = self.index.problem.requests[self.index.options[column].request].length
        found = set()
        for way in ways:
            duty = self.program.duties[way[1] - first]
            half = self.index.half[duty.slot]
            near = [s for s, h in enumerate(self.index.half) if h == half]
            span = [
                s
                for s in range(duty.slot, duty.slot + length)
                if (duty.interpreter, s) in self.with_interpreter
            ]
            for slot in span or near:
                if (duty.interpreter, slot) in self.with_interpreter:
                    found.add(self.with_interpreter[duty.interpreter, slot])
        self._interpreted_by[ways[0][1]] = found
        return found

    def _holders(self, row_number: int) -> set[int]:
        """Return the served requests that count in a row."""
        if row_number not in self._held:
            row = self.ledger.rows[row_number]
            options = self.index.options
            self._held[row_number] = {
                options[c].request
                for c, k in zip(row.columns, row.coefficients, strict=True)
                if k > 0 and c < len(options) and c in self.ledger.chosen
            }
        return self._held[row_number]

    def _common(self, refusals: list[dict[Cause, set[int]]]) -> tuple[Reason, set[Cause]]:
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
