import pytest

from salon.exhibition.selectors import catalogue


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Rows have the same ids in another test."""
    catalogue._kept.clear()
