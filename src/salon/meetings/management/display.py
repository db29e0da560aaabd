"""How a run of the planner shows on a terminal, and as plain lines elsewhere."""

import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Final, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn
from rich.progress import Progress as Bars

from salon.meetings.planning import Progress

OBJECTIVES: Final = {
    "mandatory": "mandatory requests not served",
    "weight": "weight served",
    "below_minimum": "parties below their minimum",
    "shortfall": "meetings missing to a minimum",
    "breaks": "breaks in agendas",
    "spread": "difference in breaks between agendas",
}

EVERY: Final = 1.0
"""Seconds between two plain lines of the same objective."""


def gap(value: int, bound: int) -> float:
    """The distance of value and bound as a share of the larger; 0.0 when proven."""
    top = max(abs(value), abs(bound))
    return abs(bound - value) / top if top else 0.0


class PlanDisplay(AbstractContextManager["PlanDisplay"]):
    """Give it to the planner as its progress callback, within `with`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._tasks: dict[str, TaskID] = {}
        self._last: dict[str, Progress] = {}
        self._written: dict[str, Progress] = {}
        self._written_at = 0.0
        if self._terminal:
            self._bars = Bars(
                TextColumn("{task.description:<30}"),
                BarColumn(bar_width=24),
                TextColumn("{task.fields[value]:>6} of {task.fields[bound]:>6}"),
                TextColumn("gap {task.fields[gap]:>7.2%}"),
                TextColumn("{task.fields[seconds]:>5.1f} s"),
                console=Console(file=stream),
            )

    def __enter__(self) -> Self:
        if self._terminal:
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._terminal:
            self._bars.stop()
        else:
            self._catch_up()

    def __call__(self, step: Progress) -> None:
        if self._terminal:
            self._draw(step)
            return
        if self._last and step.objective not in self._last:
            self._catch_up()
        self._last[step.objective] = step
        if time.monotonic() - self._written_at >= EVERY:
            self._catch_up()

    def _draw(self, step: Progress) -> None:
        share = gap(step.value, step.bound)
        fields: dict[str, Any] = {
            "completed": 100 * (1 - share),
            "value": step.value,
            "bound": step.bound,
            "gap": share,
            "seconds": step.elapsed,
        }
        if step.objective in self._tasks:
            self._bars.update(self._tasks[step.objective], **fields)
        else:
            name = OBJECTIVES[step.objective]
            self._tasks[step.objective] = self._bars.add_task(name, total=100, **fields)

    def _catch_up(self) -> None:
        """Write where every objective stands that has moved since its last line."""
        for name, step in sorted(self._last.items(), key=lambda item: item[1].elapsed):
            before = self._written.get(name)
            if before and (before.value, before.bound) == (step.value, step.bound):
                continue
            self._written[name] = step
            self._stream.write(
                f"{step.elapsed:6.1f} s  {OBJECTIVES[name]}: {step.value}, bound {step.bound}, "
                f"gap {gap(step.value, step.bound):.2%}\n"
            )
            self._stream.flush()
        self._written_at = time.monotonic()
