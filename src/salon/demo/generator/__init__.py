"""The demonstration edition: the facts, and everything else invented from a seed.

The same seed and scale give the same rows, in the same order, on every machine and every run.
"""

import random
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from salon.core import services as journal
from salon.core.actor import Actor
from salon.demo import facts
from salon.demo.generator.demand import add_requests
from salon.demo.generator.exhibition import add_exhibition
from salon.demo.generator.occupation import add_commitments
from salon.demo.generator.participants import add_participants
from salon.demo.generator.settings import add_facts
from salon.demo.generator.timetable import add_places, add_sessions, add_slots
from salon.demo.tongues import every_language
from salon.editions.models import Edition

SEED: Final = 2025


@dataclass(frozen=True)
class Scale:
    """How much to invent: participants by kind, interpreters, requests by season."""

    exhibitors: int = 34
    delegations: int = 52
    forces: int = 12
    ministries: int = 8
    interpreters: int = 13
    september: int = 300
    november: int = 1200


FULL: Final = Scale()


@transaction.atomic
def generate(*, actor: Actor, scale: Scale = FULL, seed: int = SEED) -> Edition:
    """Write the whole edition in one transaction: after an interruption nothing of it is there."""
    rng = random.Random(seed)  # noqa: S311  the same every time is the point
    with every_language():
        world = add_facts()
        add_slots(world)
        add_sessions(world)
        add_participants(world, rng, scale)
        add_places(world, rng)
        add_commitments(world, rng)
        add_requests(world, rng, scale)
        add_exhibition(world, seed)
    journal.record(
        actor=actor,
        stream=world.edition.slug,
        action="demo.load",
        subject=journal.subject_of(world.edition),
        data={"seed": seed, "parties": len(world.parties), "requests": world.requests},
    )
    return world.edition


def loaded() -> Edition | None:
    """The demonstration edition, if it is there."""
    return Edition.objects.filter(slug=facts.EDITION["slug"]).first()
