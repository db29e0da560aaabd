"""What counts as used up: moves, work, seconds, or a stop from elsewhere."""

from __future__ import annotations

from threading import Event

import pytest

from rendezvous.solver import clock
from rendezvous.solver.clock import MOVES_PER_WORK, Clock
from rendezvous.solver.model import Limits


def test_moves_alone_are_counted() -> None:
    counted = Clock(Limits(None, None, 1, 0), 400)
    assert [counted.done(moves) for moves in (0, 100, 400, 500)] == [0.0, 0.25, 1.0, 1.25]


def test_without_any_limit_nothing_is_used_up() -> None:
    assert Clock(Limits(None, None, 1, 0)).done(10**9) == 0.0


def test_work_is_counted_in_moves_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((0.0, 1e9, 2e9))
    monkeypatch.setattr(clock.time, "monotonic", lambda: next(times))
    counted = Clock(Limits(1.0, 2.0, 1, 0), 10 * MOVES_PER_WORK)
    assert counted.done(MOVES_PER_WORK) == 0.5
    assert counted.work(MOVES_PER_WORK) == 1.0
    assert counted.done(counted.most or 0) == 5.0


def test_what_is_used_up_first_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [50.0]
    monkeypatch.setattr(clock.time, "monotonic", lambda: now[0])
    counted = Clock(Limits(4.0, None, 1, 0), 100)
    now[0] = 51.0
    assert (counted.done(10), counted.done(50)) == (0.25, 0.5)
    now[0] = 54.0
    assert counted.done(0) == 1.0


def test_no_work_and_no_seconds_are_used_up_at_once() -> None:
    assert Clock(Limits(0.0, None, 1, 0)).done(0) == 1.0
    assert Clock(Limits(None, 0.0, 1, 0)).done(1) == 1.0


def test_a_stop_from_elsewhere_uses_up_everything() -> None:
    interrupt = Event()
    counted = Clock(Limits(None, None, 1, 0, interrupt), 100)
    assert counted.done(1) == 0.01
    interrupt.set()
    assert counted.done(1) == 1.0
