"""Short work without the search for cycles."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from rendezvous.collecting import uncollected


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_nested_work_ends_with_the_outermost() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_it_too() -> None:
    with pytest.raises(ValueError, match="no"), uncollected():
        raise ValueError("no")
    assert gc.isenabled()


def test_whoever_had_switched_it_off_finds_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_it_lasts_until_the_last_thread_is_done() -> None:
    inside, leave = threading.Event(), threading.Event()

    @uncollected()
    def work() -> None:
        inside.set()
        leave.wait(10)

    other = threading.Thread(target=work)
    with uncollected():
        other.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    leave.set()
    other.join(10)
    assert gc.isenabled()
