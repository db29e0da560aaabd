"""Which meetings must give way so that a request can be served at an instant.

For the parties and the order of meetings that is exact; where there is a choice, the meetings worth
least are named. For places and interpreters it is a proposal, which the timetable judges when the
meetings are out.
"""

from __future__ import annotations

from random import Random
from typing import Final

from .instants import bits
from .masks import NOBODY
from .timetable import Meeting, Timetable

ASKED: Final = 6
"""Interpreters looked at before one is asked to leave what they do."""


class Yielding:
    """Says what is in the way in a timetable; ``rng`` chooses among interpreters and sitters."""

    def __init__(self, table: Timetable, rng: Random) -> None:
        self.table = table
        self.masks = table.masks
        self.rng = rng

    def in_the_way(self, request: int, start: int) -> list[int] | None:
        """Return meetings without which both parties could attend; None when nothing helps."""
        table, masks = self.table, self.masks
        length = masks.length[request]
        found: list[int] = []
        for party in (table.one[request], table.other[request]):
            if length == 1 and table.free[party] >> start & 1:
                continue
            if masks.crew[party] is None:
                diary, near = table.diary[party], masks.instants.near
                for instant in range(start, start + length):
                    for close in near[instant]:
                        met = diary[close]
                        if met >= 0 and met not in found:
                            found.append(met)
            elif not self._crowd(party, start, length, found):
                return None
        if table.chained[request] and not self._out_of_order(request, start, found):
            return None
        if any(table.fixed[r] for r in found):
            return None
        return found

    def _crowd(self, party: int, start: int, length: int, found: list[int]) -> bool:
        """Add meetings whose teams would be needed; False when they cannot be had."""
        table, worth = self.table, self.table.worth.request
        crew = self.masks.crew[party]
        if crew is None:
            return True
        load, held = table.load[party], table.held[party]
        for n in crew.uses(self.masks.instants.taken(start, length)):
            over = load[n] + 1 - crew.room[n]
            if over <= 0:
                continue
            mask = crew.masks[n]
            users = [r for r, taken in held.items() if taken & mask]
            over -= sum(r in found for r in users)
            for _ in range(over):
                rest = [r for r in users if r not in found and not table.fixed[r]]
                if not rest:
                    return False
                found.append(min(rest, key=worth.__getitem__))
        return True

    def _out_of_order(self, request: int, start: int, found: list[int]) -> bool:
        """Add what waits for a request and would begin too early; False if itself would."""
        table, masks = self.table, self.masks
        slot = masks.instants.slot(start)
        for earlier in table.before[request]:
            meeting = table.at[earlier]
            if meeting is None or earlier in found:
                return False
            if masks.instants.slot(meeting.instant) + masks.length[earlier] > slot:
                return False
        for later in table.after[request]:
            meeting = table.at[later]
            if meeting is None or later in found:
                continue
            if masks.instants.slot(meeting.instant) < slot + masks.length[request]:
                found.append(later)
        return True

    # -- interpreters ------------------------------------------------------------------------

    def engaged(self, request: int, start: int, out: list[int]) -> list[int]:
        """Return meetings that keep an able interpreter; none when one is free, or soon will be.

        Meetings that another interpreter could take over are not counted.
        """
        table, masks = self.table, self.masks
        language, length = masks.language[request], masks.length[request]
        if language == NOBODY or (length == 1 and table.interpreted(language, 1) >> start & 1):
            return []
        able = masks.able[language]
        there = masks.instants.taken(start, length) & masks.instants.presence
        turn = int(self.rng.random() * len(able))
        best: list[int] = []
        least = 0
        for n in range(min(len(able), ASKED)):
            interpreter = able[turn - n]
            if there & ~masks.at_work[interpreter]:
                continue
            held = self._hold(interpreter, start, length)
            held = [r for r in held if r not in out and not self.has_stand_in(r)]
            if not held:
                return held
            if any(table.fixed[r] for r in held):
                continue
            cost = self._worth(held)
            if not best or cost < least:
                best, least = held, cost
        return best

    def _worth(self, requests: list[int]) -> int:
        worth = self.table.worth.request
        return sum(worth[r] for r in requests)

    def _hold(self, interpreter: int, start: int, length: int) -> list[int]:
        """Return the meetings an interpreter would have to leave to serve another."""
        table, instants = self.table, self.masks.instants
        there = instants.taken(start, length) & instants.presence
        slot = instants.slot(start)
        assists = table.assists[interpreter]
        if length == 1 and assists[slot] >= 0:
            meeting = table.at[assists[slot]]
            if meeting is not None and instants.venue(meeting.instant) == instants.venue(start):
                return [assists[slot]]
        held = [r for r, blocked in table.works[interpreter].items() if blocked & there]
        worked = (1 << length) - 1 << slot
        mine = worked
        for other in bits(table.worked[interpreter]):
            if assists[other] not in held:
                worked |= 1 << other
        for window in table.windows[interpreter]:
            if window & ~mine and not window & ~worked:
                tired = min(
                    (assists[s] for s in bits(window & ~mine)),
                    key=table.worth.request.__getitem__,
                )
                held.append(tired)
                for other in bits(window & ~mine):
                    if assists[other] == tired:
                        worked &= ~(1 << other)
        return held

    def has_stand_in(self, request: int) -> bool:
        """Whether somebody else is free to interpret a meeting of one slot."""
        table, masks = self.table, self.masks
        meeting = table.at[request]
        if meeting is None or masks.length[request] > 1:
            return False
        return bool(table.interpreted(masks.language[request], 1) >> meeting.instant & 1)

    def _let_stand_in(self, request: int, start: int) -> None:
        """Have others interpret the meetings that keep an able interpreter from a request."""
        table, masks = self.table, self.masks
        length = masks.length[request]
        for interpreter in masks.able[masks.language[request]]:
            held = self._hold(interpreter, start, length)
            if held and all(self.has_stand_in(r) for r in held):
                for other in held:
                    meeting = table.at[other]
                    someone = NOBODY
                    if meeting is not None:
                        someone = table.interpreter_for(other, meeting.instant)
                    if meeting is None or someone == NOBODY:
                        return
                    table.leave(other)
                    table.enter(other, meeting._replace(interpreter=someone))
                return

    # -- places ------------------------------------------------------------------------------

    def make_room(self, request: int, start: int) -> Meeting | None:
        """Free place and interpreter where the parties are free; return the meeting it allows."""
        for instant in range(start, start + self.masks.length[request]):
            self._free_place(request, instant)
        if self.masks.language[request] != NOBODY:
            self._let_stand_in(request, start)
        return self.table.seat(request, start)

    def _free_place(self, request: int, instant: int) -> None:
        """Drop a meeting from a shared place when all are taken."""
        table, masks = self.table, self.masks
        closed = masks.closed[request]
        if table.pool[closed] >> instant & 1 or not masks.pool[closed] >> instant & 1:
            return
        if masks.ample[request] >> instant & 1:
            return
        rows = table.sitters[instant]
        if closed and table.seated[True][instant] >= masks.sizes[True][instant]:
            sitters = rows[True]
        else:
            sitters = max(rows, key=len)
        some = [sitters[int(self.rng.random() * len(sitters))] for _ in sitters[:3]]
        some = [r for r in some if not table.fixed[r]]
        if some:
            table.drop(min(some, key=table.worth.request.__getitem__))
