from collections.abc import Iterator

import pytest
from django.utils.translation import override

from tests.full_size import forget


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Each test starts in French: a request leaves its language active in the thread."""
    with override("fr"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a page was made of in another test: rows and journal entries have the same ids there."""
    forget()
