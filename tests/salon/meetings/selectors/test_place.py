"""What hangs at the door of a place."""

from datetime import date

import pytest
from django.http import Http404

from salon.core.actor import Actor
from salon.meetings.selectors.place import (
    days_of_place,
    get_place,
    list_places,
    meetings_held_in,
)
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC, ROOT = Actor.public(), Actor.operator("root")


@pytest.fixture
def slots():
    phase = factories.phase()
    return [factories.slot(phase=phase, number=number) for number in (0, 1, 2, 3, 48)]


def hold(slot, place, **given):
    a, b = (factories.party(edition=slot.edition) for _ in range(2))
    level = given.pop("level", "open")
    request = factories.request(a=a, b=b, level=level)
    return factories.meeting(request=request, slot=slot, place=place, **given)


def shown(place, actor=PUBLIC):
    return [
        (day.day.day, str(slot.kind), f"{slot.starts:%H:%M}", len(slot.meetings), slot.taken)
        for day in days_of_place(actor=actor, place=place)
        for slot in day.slots
    ]


def test_slots_are_held_free_or_closed_and_quiet_neighbours_are_joined(slots):
    table = factories.place(edition=slots[0].edition, open_slots=slots[:3], capacity=2)
    hold(slots[0], table)
    hold(slots[0], table)
    hold(slots[2], table, status="cancelled")
    assert shown(table) == [
        (11, "meeting", "09:00", 2, 2),
        (11, "free", "09:30", 0, None),
        (11, "unavailable", "10:30", 0, None),
    ]


def test_a_long_meeting_stands_in_each_of_its_slots(slots):
    table = factories.place(edition=slots[0].edition, open_slots=slots[:4])
    meeting = hold(slots[1], table, ends=slots[2].ends)
    days = days_of_place(actor=PUBLIC, place=table)
    assert [list(slot.meetings) for slot in days[0].slots] == [[], [meeting], [meeting], []]


def test_only_days_on_which_the_place_is_open_or_used(slots):
    table = factories.place(edition=slots[0].edition, open_slots=slots[4:])
    assert [day.day for day in days_of_place(actor=PUBLIC, place=table)] == [date(2025, 11, 12)]
    hold(slots[0], table)
    assert [day.day for day in days_of_place(actor=PUBLIC, place=table)] == [
        date(2025, 11, 11),
        date(2025, 11, 12),
    ]


def test_a_closed_door_room_is_never_called_free_nor_counted(slots):
    room = factories.place(
        edition=slots[0].edition, open_slots=slots[:4], capacity=3, closed_door=True
    )
    hold(slots[0], room)
    hold(slots[0], room, level="closed_door")
    hold(slots[2], room, level="closed_door")
    assert shown(room) == [
        (11, "meeting", "09:00", 1, None),
        (11, "unavailable", "09:30", 0, None),
    ]
    assert shown(room, ROOT) == [
        (11, "meeting", "09:00", 2, 2),
        (11, "free", "09:30", 0, None),
        (11, "meeting", "10:00", 1, 1),
        (11, "free", "10:30", 0, None),
    ]


def test_rooms_before_stands_venue_by_venue(slots):
    edition = slots[0].edition
    one, two = (factories.space(venue=factories.venue(slug=slug)) for slug in ("a", "b"))
    stand = factories.place(
        edition=edition, space=one, slug="a-stand", owner=factories.party(edition=edition)
    )
    room = factories.place(edition=edition, space=one, slug="z-room")
    there = factories.place(edition=edition, space=two, slug="b-room")
    factories.place(edition=factories.edition(), space=one)
    assert list_places(actor=PUBLIC, edition=edition) == [room, stand, there]


def test_meetings_are_counted_as_they_may_be_seen(slots):
    edition = slots[0].edition
    one, two = (factories.place(edition=edition) for _ in range(2))
    for number, level in enumerate(["open", "open", "closed_door"]):
        hold(slots[number], one, level=level)
    hold(slots[0], two, level="closed_door")
    assert meetings_held_in(actor=PUBLIC, edition=edition) == {one.pk: 2}
    assert meetings_held_in(actor=ROOT, edition=edition) == {one.pk: 3, two.pk: 1}


def test_a_place_is_found_in_its_own_edition_only(slots):
    place = factories.place(edition=slots[0].edition)
    assert get_place(actor=PUBLIC, edition=slots[0].edition, slug=place.slug) == place
    with pytest.raises(Http404):
        get_place(actor=PUBLIC, edition=factories.edition(), slug=place.slug)
