"""Fills the database of pretalx with an event of 120 confirmed sessions and releases its schedule.

Run by ``benchmarks.programme`` with the Python that pretalx is installed for, never with ours: it
knows pretalx's models and nothing of Salon. PRETALX_CONFIG_FILE names the database, migrated.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Final

SLUG: Final = "fair"
SESSIONS: Final = 120
DAYS: Final = 4
ROOMS: Final = 6
FIRST: Final = datetime(2030, 11, 11, 9, tzinfo=UTC)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretalx.settings")
    import django

    django.setup()
    from django_scopes import scope, scopes_disabled
    from pretalx.event.models import Event
    from pretalx.event.utils import create_organiser_with_team

    with scopes_disabled():
        organiser, _team = create_organiser_with_team(name="Fair", slug="fairorg", users=[])
        event = Event.objects.create(
            name="Fair",
            slug=SLUG,
            organiser=organiser,
            is_public=True,
            date_from=FIRST.date(),
            date_to=FIRST.date() + timedelta(days=DAYS - 1),
            timezone="UTC",
            email="fair@example.org",
            locale_array="en",
            locale="en",
        )
    with scope(event=event):
        event.build_initial_data()
        _sessions(event)
        event.release_schedule("1", notify_speakers=False)


def _sessions(event: object) -> None:
    """One after the other in each room; two people speak at each."""
    from pretalx.person.models import SpeakerProfile, User
    from pretalx.schedule.models import Room
    from pretalx.submission.models import Submission, Track

    rooms = [Room.objects.create(event=event, name=f"Room {n}", position=n) for n in range(ROOMS)]
    tracks = [
        Track.objects.create(event=event, name=f"Axis {n}", color="#262562") for n in range(5)
    ]
    people = []
    for n in range(SESSIONS):
        user = User.objects.create_user(name=f"Speaker Number {n}", email=f"s{n}@example.org")
        SpeakerProfile.objects.create(user=user, event=event, biography=f"Works on subject {n}.")
        people.append(user)
    for n in range(SESSIONS):
        talk = Submission.objects.create(
            event=event,
            title=f"Upkeep and training: what a piece of equipment costs, part {n}",
            abstract=f"An hour on what equipment number {n} costs over its life.",
            submission_type=event.cfp.default_type,  # type: ignore[attr-defined]
            track=tracks[n % len(tracks)],
            content_locale="en",
        )
        talk.speakers.add(people[n], people[(n + 1) % SESSIONS])
        talk.make_submitted(force=True)
        talk.accept()
        talk.confirm()
        slot = talk.slots.first()
        slot.start = FIRST + timedelta(days=n % DAYS, minutes=90 * (n // (DAYS * ROOMS)))
        slot.end = slot.start + timedelta(minutes=60)
        slot.room = rooms[n // DAYS % ROOMS]
        slot.save()


if __name__ == "__main__":
    main()
