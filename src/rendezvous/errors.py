"""Errors a caller can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MAX_FAULTS: Final = 50


class RendezvousError(Exception):
    """Base of what the engine raises on purpose."""


class InputError(RendezvousError):
    """The input cannot be used. ``faults`` holds one line per fault: the item and the remedy."""

    def __init__(self, faults: str | Sequence[str]) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))


def at_most(faults: Sequence[str]) -> list[str]:
    """Return the first faults and how many more there are, so that a report stays readable."""
    if len(faults) <= MAX_FAULTS:
        return list(faults)
    return [*faults[:MAX_FAULTS], f"... and {len(faults) - MAX_FAULTS} more faults"]
