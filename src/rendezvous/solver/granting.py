"""What must be granted to let a request in, as a program.

The columns are those of a program over the loosened index, then one for each concession, then one
for each meeting that may be *out*. A row that a concession widens has its column, with a negative
coefficient; an option that needs one has a row of its own. *Free* meetings may go anywhere, at the
price of a move. The others stay where they are; or, in a relaxation, may be out, moved to nobody
knows where, where they take nothing from anybody. Such a program can only ask too little: its
optimum is a bound on every remedy, and where nobody is out, it is one.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from ..remedies import Concession, ConcessionKind
from .asking import MOVE, RANKS, Asking, relieved
from .earlier import Earlier
from .index import SHARED, Commitment, Index, Instant, Option
from .model import Limits, Model, Outcome
from .program import (
    INFINITY,
    Program,
    Row,
    Scarce,
    interpreters,
    occupied,
    outline,
    party_cliques,
    precedences,
)
from .shares import shares
from .tight import residual

K: Final = ConcessionKind


class Granting(Asking):
    """The program for one request beside a plan.

    ``earlier`` is the plan over the loosened index, ``strict`` the index proper, ``beside`` what
    the request must come after and the plan does not serve. ``free`` are served requests that may
    move; with ``open_ended`` the others may be out. ``most`` is how often the same may be granted.
    """

    def __init__(
        self,
        earlier: Earlier,
        strict: Index,
        request: int,
        *,
        free: Collection[int] = (),
        beside: Collection[int] = (),
        open_ended: bool = False,
        most: int = 1,
    ) -> None:
        self.index, self.strict = earlier.index, strict
        self.earlier = earlier
        self.request = request
        self.most = most
        self.served = sorted(earlier.meetings)
        self.free = {r for r in free if r not in self.index.pinned}
        self.program = self._outline(beside)
        super().__init__(self.program)
        self.out: dict[int, int] = {}
        """Per request that may be out its column."""
        if open_ended:
            for r in self.served:
                if r not in self.free and r not in self.index.pinned:
                    self.out[r] = self.column()
        self._requests()
        self._parties()
        self._places()
        self._interpreters()
        self._order()
        if open_ended:
            self._shares()

    def _outline(self, beside: Collection[int]) -> Program:
        """Return a program of the options that are left to each request."""
        options: list[Option] = []
        for r in {self.request, *beside, *self.served}:
            if r in self.free or r not in self.earlier.meetings:
                options += self.earlier.every(r)
            else:
                options.append(self.earlier.exact[r])
        program = outline(self.earlier.view(options))
        interpreters(program)
        precedences(program)
        return program

    def _id(self, slot: int) -> str:
        return self.index.problem.slots[slot].id

    # -- requests ----------------------------------------------------------------------------

    def _requests(self) -> None:
        """Serve the request and all that the plan serves, unless it is out."""
        for r in (*self.served, self.request):
            columns = [*self.program.by_request[r], *([self.out[r]] if r in self.out else [])]
            self.rows.append(Row(columns, [1] * len(columns), 1, 1))
        item = self.index.problem.requests[self.request]
        usual = set(self.strict.starts(self.request))
        fixed = self.strict.fixed_place(self.request)
        for column in self.program.by_request[self.request]:
            option = self.options[column]
            if option.slot not in usual:
                self.needs(
                    column,
                    Concession(
                        K.OTHER_TIME,
                        request=item.id,
                        slot=self._id(option.slot),
                        length=item.length,
                    ),
                )
            if fixed is not None and option.place != fixed:
                place = self.index.problem.places[fixed].id
                self.needs(column, Concession(K.OTHER_PLACE, request=item.id, place=place))

    # -- parties -----------------------------------------------------------------------------

    def _parties(self) -> None:
        at: list[dict[Instant, list[int]]] = [defaultdict(list) for _ in self.strict.party_slots]
        groups: list[dict[Option, list[int]]] = [defaultdict(list) for _ in at]
        count = len(self.index.begin)
        partly = [self._partly_away(party) for party in range(len(at))]
        for column, option in enumerate(self.options):
            taken = occupied(self.program.index, column)
            for party in self.index.pair[option.request]:
                for slot in taken:
                    at[party][slot, option.venue].append(column)
                for slot in taken[:-1] if partly[party] else ():
                    at[party][slot + count, option.venue].append(column)
                key = Option(len(taken), option.slot, option.venue, SHARED)
                groups[party][key].append(column)
                self._there(party, column, taken, option.venue)
        for party, instants in enumerate(at):
            if instants:
                self._stand_in(party, groups[party])
                self._teams(party, instants, groups[party])
                self._days(party)

    def _partly_away(self, party: int) -> bool:
        teams = self.index.problem.parties[party].teams
        return any(c.teams < teams for c in self.strict.commitments[party])

    def _there(self, party: int, column: int, span: range, venue: int) -> None:
        """Ask a party to be there, and free of what would take all of it away."""
        option = self.options[column]
        name = self.index.problem.parties[party].id
        if option.request not in self.index.held:
            for slot in span:
                if slot not in self.strict.party_slots[party]:
                    self.needs(column, Concession(K.PARTY_FREE, party=name, slot=self._id(slot)))
        for commitment in self._all_away(party, span, venue):
            if commitment.venue is None:
                self.needs(column, self._lifted(commitment))

    def _all_away(self, party: int, span: range, venue: int) -> list[Commitment]:
        """Return the commitments that take every team of a party out of those slots."""
        teams = self.index.problem.parties[party].teams
        return [c for c in self.strict.blocked_by(party, span, venue) if c.teams >= teams]

    def _lifted(self, commitment: Commitment) -> Concession:
        busy = self.index.problem.busy[commitment.busy]
        return Concession(K.BUSY_LIFTED, party=busy.party, busy=busy.id)

    def _stand_in(self, party: int, groups: dict[Option, list[int]]) -> None:
        """Where all teams are at one place, ask that they need not be, or for a colleague each."""
        for key, columns in groups.items():
            span = range(key.slot, key.slot + key.request)
            for commitment in self._all_away(party, span, key.venue):
                if commitment.venue is not None:
                    (lifted,) = self.granted(self._lifted(commitment))
                    relief = dict.fromkeys(self._colleagues(party, key, columns), 1)
                    ones = [1] * len(columns) + [-1] * len(relief) + [-len(columns)]
                    self.rows.append(Row([*columns, *relief, lifted], ones, -INFINITY, 0))

    def _teams(
        self, party: int, instants: dict[Instant, list[int]], groups: dict[Option, list[int]]
    ) -> None:
        """Share out a party's teams; a colleague takes a meeting off them."""
        teams = self.index.problem.parties[party].teams
        commitments = self.strict.commitments[party]
        group_of = {column: key for key, columns in groups.items() for column in columns}
        for clique in party_cliques(self.strict, party, sorted(instants)):
            columns = {
                c: None for node in clique if isinstance(node, tuple) for c in instants[node]
            }
            away = [commitments[node] for node in clique if isinstance(node, int)]
            high = teams - sum(commitment.teams for commitment in away)
            if len(columns) <= high:
                continue
            relief: dict[int, int] = {}
            for commitment in away:
                relief[self.granted(self._lifted(commitment))[0]] = commitment.teams
            for key in dict.fromkeys(group_of[c] for c in columns):
                relief.update(dict.fromkeys(self._colleagues(party, key, groups[key]), 1))
            self.at_most(columns, high, relief)

    def _colleagues(self, party: int, key: Option, columns: list[int]) -> list[int]:
        """Return the columns of colleagues for meetings of one length, slot and venue."""
        concession = Concession(
            K.COLLEAGUE,
            party=self.index.problem.parties[party].id,
            slot=self._id(key.slot),
            length=key.request,
            venue=self.index.problem.venues[key.venue].id,
        )
        if concession not in self.columns_of:
            self._linked(concession, columns)
        return self.columns_of[concession]

    def _linked(self, concession: Concession, columns: list[int]) -> None:
        """Grant something for chosen columns only, once for each at most.

        While only the request itself may go anywhere, what takes it off others' hands will do.
        """
        if not self.free and not self.out:
            columns = [c for c in columns if self.options[c].request not in self.earlier.meetings]
        asking = {self.options[c].request for c in columns}
        granted = self.granted(concession, min(self.most, len(asking)))
        ones = [1] * len(granted) + [-1] * len(columns)
        self.rows.append(Row([*granted, *columns], ones, -INFINITY, 0))

    def _days(self, party: int) -> None:
        item = self.index.problem.parties[party]
        if item.max_per_day is None:
            return
        days: dict[int, list[int]] = defaultdict(list)
        for request in self.program.of_party[party]:
            for column in self.program.by_request[request]:
                days[self.index.day[self.options[column].slot]].append(column)
        for columns in days.values():
            if len(columns) > item.max_per_day:
                more = self.granted(Concession(K.MORE_A_DAY, party=item.id), self.most)
                self.at_most(columns, item.max_per_day, dict.fromkeys(more, 1))

    # -- places ------------------------------------------------------------------------------

    def _places(self) -> None:
        """Share out stands, fixed places and what is shared; see :mod:`.program`."""
        single: dict[tuple[int, int], list[int]] = defaultdict(list)
        shared: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
        wanted: dict[tuple[int, int, int, bool], list[int]] = defaultdict(list)
        for column, option in enumerate(self.options):
            closed = self.index.problem.requests[option.request].closed_door
            taken = occupied(self.program.index, column)
            if option.place == SHARED:
                wanted[option.slot, option.venue, len(taken), closed].append(column)
            else:
                place = self.index.problem.places[option.place]
                for slot in taken:
                    single[option.place, slot].append(column)
                    if slot not in self.strict.place_slots[option.place]:
                        self.needs(column, self._opened(option.place, slot))
                if place.owner is not None:
                    continue
                closed = place.closed_door
            for slot in taken:
                shared[slot, option.venue, False].append(column)
                if closed:
                    shared[slot, option.venue, True].append(column)
        for (n, slot), columns in single.items():
            self.at_most(columns, self.strict.room(n, slot), {})
        for key, columns in shared.items():
            self._shared(key, columns, wanted)

    def _opened(self, place: int, slot: int) -> Concession:
        return Concession(
            K.PLACE_OPEN, place=self.index.problem.places[place].id, slot=self._id(slot)
        )

    def _shared(
        self,
        key: tuple[int, int, bool],
        columns: list[int],
        wanted: dict[tuple[int, int, int, bool], list[int]],
    ) -> None:
        """Share out the shared places of a slot and venue, or those fit for closed doors."""
        slot, venue, closed = key
        high = self.strict.shared_capacity.get(key, 0)
        if len(columns) <= high:
            return
        relief: dict[int, int] = {}
        for n, place in enumerate(self.index.problem.places):
            if (
                place.owner is None
                and place.capacity
                and self.index.venue_at[place.venue] == venue
                and (place.closed_door or not closed)
                and slot in self.index.place_slots[n] - self.strict.place_slots[n]
            ):
                relief[self.granted(self._opened(n, slot))[0]] = place.capacity
        for (start, where, length, door), some in wanted.items():
            if where == venue and start <= slot < start + length and (door or not closed):
                more = Concession(
                    K.MORE_PLACE,
                    venue=self.index.problem.venues[venue].id,
                    slot=self._id(start),
                    length=length,
                    closed_door=door,
                )
                if more not in self.columns_of:
                    self._linked(more, some)
                relief.update(dict.fromkeys(self.columns_of[more], 1))
        self.at_most(columns, high, relief)

    # -- interpreters ------------------------------------------------------------------------

    def _interpreters(self) -> None:
        first = len(self.options)
        duty_rows = {id(row) for row in self.program.duty_rows}
        self.rows += [row for row in self.program.rows
                      if row.scarce is Scarce.INTERPRETER and id(row) not in duty_rows]  # fmt: skip
        for row in self.program.duty_rows:
            needing = [c for c in row.columns if c < first]
            for column in row.columns:
                if column >= first:
                    self._at_work(column, occupied(self.program.index, needing[0]))
            by_languages: dict[tuple[str, str], list[int]] = defaultdict(list)
            for column in needing:
                if self.options[column].request not in self.index.pinned:
                    by_languages[self._languages(self.options[column].request)].append(column)
            relief: list[int] = []
            for languages, columns in by_languages.items():
                relief += self._more_interpreters(languages, columns)
            self.rows.append(relieved(row, relief))

    def _at_work(self, column: int, span: range) -> None:
        """Ask an interpreter to be there for a duty."""
        interpreter = self.program.duties[column - len(self.options)].interpreter
        name = self.index.problem.interpreters[interpreter].id
        for slot in span:
            if slot not in self.strict.interpreter_slots[interpreter]:
                self.needs(
                    column,
                    Concession(K.INTERPRETER_FREE, interpreter=name, slot=self._id(slot)),
                )

    def _languages(self, request: int) -> tuple[str, str]:
        """Return the languages of one who could interpret for a request."""
        one, other = (self.index.problem.parties[p].languages[0] for p in self.index.pair[request])
        return (one, other) if one < other else (other, one)

    def _more_interpreters(self, languages: tuple[str, str], columns: list[int]) -> list[int]:
        """Return the columns of further interpreters for meetings of one type, slot and venue."""
        option = self.options[columns[0]]
        concession = Concession(
            K.MORE_INTERPRETER,
            languages=languages,
            slot=self._id(option.slot),
            length=self.index.problem.requests[option.request].length,
            venue=self.index.problem.venues[option.venue].id,
        )
        if concession not in self.columns_of:
            self._linked(concession, columns)
        return self.columns_of[concession]

    # -- order, and what parties can do in all -----------------------------------------------

    def _order(self) -> None:
        requests = self.index.problem.requests
        mine = set(self.program.by_request[self.request])
        for row in self.program.rows:
            if row.scarce is not Scarce.PRECEDENCE:
                if row.scarce is Scarce.REQUEST:
                    self.rows.append(row)
                continue
            relief = [self.out[row.subject]] if row.subject in self.out else []
            if mine.intersection(row.columns) and row.subject != self.request:
                relief += self.granted(
                    Concession(
                        K.UNORDERED,
                        request=requests[self.request].id,
                        before=requests[row.subject].id,
                    )
                )
            self.rows.append(relieved(row, relief))

    def _shares(self) -> None:
        """Ask something of each party that could not hold all its meetings wherever they went."""
        full = {share.party for share in shares(self.strict, [*self.served, self.request])}
        for party in sorted(full - {-1}):
            name = self.index.problem.parties[party].id
            asked = [c for c, concession in self.concessions.items() if concession.party == name]
            somehow = self.granted(Concession(K.COLLEAGUE, party=name))
            self.rows.append(Row([*asked, *somehow], [1] * (len(asked) + 1), 1, INFINITY))

    # -- solving -----------------------------------------------------------------------------

    @property
    def unit(self) -> int:
        """What a concession costs: more than all moves together."""
        return MOVE * (len(self.index.problem.requests) + 1)

    def costs(self) -> dict[int, int]:
        """Return what columns cost: a unit for each concession, a MOVE for each meeting moved.

        Requests served beside count as moved. Among equals, the order of kinds decides.
        """
        found = {c: self.unit + RANKS[one.kind] for c, one in self.concessions.items()}
        found.update(dict.fromkeys(self.out.values(), MOVE))
        for column, option in enumerate(self.options):
            exact = self.earlier.exact.get(option.request)
            if option.request != self.request and option != exact:
                found[column] = MOVE
        return found

    def cost(self, concessions: int, moved: int) -> int:
        """Return what any choice with so many concessions and moves costs at least."""
        return concessions * self.unit + moved * MOVE

    def solve(self, limits: Limits, *, below: int | None = None, spread: int | None) -> Outcome:
        """Search for the cheapest choice, of a cost below a limit if there is one."""
        costs = self.costs()
        rows = list(self.rows)
        if below is not None:
            rows.append(Row([*costs], [*costs.values()], -INFINITY, below - 1))
        fixed = self._fixed() if spread is None else set()
        values: list[int | None] = [1 if c in fixed else None for c in range(self.width)]
        left = residual(rows, values)
        if left is None:
            return Outcome(None, 0, 0, False, True)
        model = Model(
            self._with_colleagues(), left, (c for c in range(self.width) if c not in fixed)
        )
        if spread is not None:
            model.breaks(spread)
        usual = {self.earlier.exact[r] for r in self.served}
        model.hint({c for c, option in enumerate(self.options) if option in usual})
        goal = sum(k * model.x[c] for c, k in costs.items())
        outcome = model.solve(limits, minimize=goal, linear=True, mixed=False)
        if outcome.chosen is None:
            return outcome
        return replace(outcome, chosen=outcome.chosen | fixed)

    def _with_colleagues(self) -> Program:
        """Return the program of parties that may be in two meetings at once, for their breaks."""
        view = copy.copy(self.program.index)
        parties = (replace(party, teams=party.teams + 1) for party in view.problem.parties)
        view.problem = replace(view.problem, parties=tuple(parties))
        return replace(self.program, index=view)

    def _fixed(self) -> set[int]:
        """Return the columns of meetings that stay where they are."""
        return {
            column
            for r in self.served
            if r not in self.free and r not in self.out
            for column in self.program.by_request[r]
        }
