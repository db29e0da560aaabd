"""What keeps participants busy apart from meetings: sessions they attend, audiences."""

import random
from datetime import date
from typing import Final

from salon.demo.generator.timetable import SESSIONS, moment
from salon.demo.generator.world import World
from salon.meetings.choices import Level, PartyKind
from salon.meetings.models import Commitment, Party, Slot

AUDIENCE: Final = {"fr": "Audience", "en": "Audience"}
AUDIENCES: Final = (
    (date(2025, 11, 11), "15:00", "16:00"),
    (date(2025, 11, 12), "10:00", "11:00"),
    (date(2025, 11, 12), "15:00", "16:00"),
)


def add_commitments(world: World, rng: random.Random) -> None:
    """At most one a half-day for each party, so that its road between them is never too long."""
    taken: set[tuple[int, date, bool]] = set()
    commitments = [*_audiences(world, rng, taken), *_attendance(world, rng, taken)]
    Commitment.objects.bulk_create(commitments)
    for commitment in commitments:
        if commitment.teams is None:
            world.free[commitment.party_id] -= {
                slot.pk for slot in world.slots if _touches(commitment, slot)
            }


def _touches(commitment: Commitment, slot: Slot) -> bool:
    return commitment.starts < slot.ends and slot.starts < commitment.ends


def _half(party: Party, commitment: Commitment) -> tuple[int, date, bool]:
    return party.pk, commitment.starts.date(), commitment.starts.hour < 13


def _audiences(
    world: World, rng: random.Random, taken: set[tuple[int, date, bool]]
) -> list[Commitment]:
    """A few delegations are received at the palace, behind closed doors; all of it invented."""
    guests = rng.sample(world.of_kind(PartyKind.DELEGATION), len(AUDIENCES))
    made = []
    for guest, (day, starts, ends) in zip(guests, AUDIENCES, strict=True):
        commitment = Commitment(
            party=guest,
            title=AUDIENCE,
            starts=moment(day, starts),
            ends=moment(day, ends),
            venue=world.venues["koulouba"],
            level=Level.CLOSED_DOOR,
        )
        taken.add(_half(guest, commitment))
        made.append(commitment)
    return made


def _attendance(
    world: World, rng: random.Random, taken: set[tuple[int, date, bool]]
) -> list[Commitment]:
    made = []
    for talk, session in zip(SESSIONS, world.sessions, strict=True):
        for party in world.parties:
            drawn = rng.random() < talk.draws
            season = "september" if session.starts.month == 9 else "november"
            commitment = Commitment(
                party=party,
                session=session,
                title=None,
                starts=session.starts,
                ends=session.ends,
                venue=session.venue,
                teams=1 if party.teams > 1 else None,
            )
            half = _half(party, commitment)
            if drawn and season in world.seasons[party.pk] and half not in taken:
                taken.add(half)
                made.append(commitment)
    return made
