"""What parties lack of their minimum, as columns of a program."""

from __future__ import annotations

from .program import INFINITY, Program, Row


class Lacks:
    """Columns past the program's: a party below its minimum, each meeting it lacks.

    Parties that what is settled brings to their minimum have none.
    """

    def __init__(self, program: Program, settled: set[int]) -> None:
        self.program = program
        self.rows: list[Row] = []
        self.of: dict[int, tuple[int, list[int]]] = {}
        """Per party its column for being below, and those for each meeting it may lack."""
        self.width = 0
        for party, mine in enumerate(program.of_party):
            minimum = program.index.problem.parties[party].minimum
            lacking = minimum - sum(r in settled for r in mine)
            if lacking <= 0:
                continue
            below, *each = range(
                program.width + self.width, program.width + self.width + 1 + lacking
            )
            self.width += 1 + lacking
            self.of[party] = below, each
            columns = [c for r in mine if r not in settled for c in program.by_request[r]]
            columns += each
            self.rows.append(Row(columns, [1] * len(columns), lacking, INFINITY))
            self.rows += [Row([one, below], [1, -1], -INFINITY, 0) for one in each]

    @property
    def below(self) -> list[int]:
        """The columns of parties below their minimum."""
        return [below for below, _ in self.of.values()]

    @property
    def each(self) -> list[int]:
        """The columns of meetings they lack."""
        return [column for _, each in self.of.values() for column in each]

    def complete(self, columns: frozenset[int]) -> set[int]:
        """Return columns of the program with those that say what they lack."""
        found = set(columns)
        options = self.program.index.options
        served = {options[c].request for c in columns if c < len(options)}
        parties = self.program.index.problem.parties
        for party, (below, each) in self.of.items():
            held = sum(r in served for r in self.program.of_party[party])
            lacking = max(0, parties[party].minimum - held)
            found.update(each[:lacking])
            if lacking:
                found.add(below)
        return found
