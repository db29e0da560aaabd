from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Each test starts in French: a request leaves its language active in the thread."""
    with override("fr"):
        yield
