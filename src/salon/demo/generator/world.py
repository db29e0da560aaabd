"""What the steps of the generator hand on to each other."""

import random
from dataclasses import dataclass, field

from salon.editions.models import Axis, Edition, Phase, Space, Venue
from salon.meetings.models import Interpreter, Party, Place, Slot
from salon.programme.models import Session


@dataclass
class World:
    """The rows made so far, by slug. Lists are in the order of their making."""

    edition: Edition
    venues: dict[str, Venue]
    spaces: dict[tuple[str, str], Space]
    phases: dict[str, Phase]
    axes: dict[int, Axis]
    slots: list[Slot] = field(default_factory=list)
    slot_venues: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    seasons: dict[int, frozenset[str]] = field(default_factory=dict)
    """Party id -> the seasons it comes for: `september`, `november`."""
    free: dict[int, set[int]] = field(default_factory=dict)
    """Party id -> ids of the slots in which it is there and not wholly taken."""
    places: list[Place] = field(default_factory=list)
    place_slots: dict[int, set[int]] = field(default_factory=dict)
    interpreters: list[Interpreter] = field(default_factory=list)
    requests: int = 0

    def season(self, slot: Slot) -> str:
        return "september" if slot.day.month == 9 else "november"

    def of_kind(self, kind: str) -> list[Party]:
        return [party for party in self.parties if party.kind == kind]

    def presence(self, rng: random.Random, slots: list[Slot], gaps: float) -> list[Slot]:
        """The slots somebody is there for, who misses half-days now and then, and odd slots.

        `gaps` is the share of half-days missed; half that share of single slots goes too.
        """
        halves = list(dict.fromkeys((slot.day, slot.half_day) for slot in slots))
        missed = {half for half in halves if rng.random() < gaps}
        return [
            slot
            for slot in slots
            if (slot.day, slot.half_day) not in missed and rng.random() >= gaps / 2
        ]
