"""The database refuses a row, and by the constraint the test is about."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """SQLite names check constraints, and for unique ones their columns: pass what it says."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        yield
