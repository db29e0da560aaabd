"""Short work without Python's search for cycles among its objects.

A large problem is half a million objects, and a repair makes as many again in a second or two, next
to none of them in cycles: going through them all again and again took up to a quarter of its time.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_depth = 0
_was_on = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no cycles until the last that asked for this, in any thread, is done."""
    global _depth, _was_on
    with _lock:
        if not _depth:
            _was_on = gc.isenabled()
            gc.disable()
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if not _depth and _was_on:
                gc.enable()
