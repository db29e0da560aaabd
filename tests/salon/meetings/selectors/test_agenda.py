"""What fills the days of a party, for one reader."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from salon.core.actor import Actor
from salon.editions.models import TravelTime
from salon.meetings.selectors.agenda import agenda_of, commitments_of, get_party, meetings_of
from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db

PUBLIC, ROOT = Actor.public(), Actor.operator("root")


class World:
    """A phase of one morning (six half-hours from nine) in two venues an hour apart."""

    def __init__(self):
        self.phase = factories.phase()
        self.edition = self.phase.edition
        self.near, self.far = factories.venue(), factories.venue()
        TravelTime.objects.create(a=self.near, b=self.far, minutes=45, fictional=True)
        self.slots = [factories.slot(phase=self.phase, number=number) for number in range(6)]
        self.me = factories.party(edition=self.edition, available=self.slots)
        self.places = {
            venue: factories.place(edition=self.edition, space=factories.space(venue=venue))
            for venue in (self.near, self.far)
        }

    def meet(self, number, venue=None, *, level="open", **given):
        other = factories.party(edition=self.edition, available=self.slots)
        request = factories.request(a=other, b=self.me, level=level)
        place = self.places[venue or self.near]
        return factories.meeting(request=request, slot=self.slots[number], place=place, **given)

    def attend(self, starts, ends, *, later=0, **given):
        """A commitment at the near venue, so many days after the first."""
        days = timedelta(days=later)
        values = {"venue": self.near, **given}
        return factories.commitment(
            party=self.me, starts=at(starts) + days, ends=at(ends) + days, **values
        )

    def shown(self, actor=PUBLIC):
        return [
            (str(entry.kind), f"{entry.starts:%H:%M}", f"{entry.ends:%H:%M}")
            for day in agenda_of(actor=actor, party=self.me).days
            for entry in day.entries
        ]


@pytest.fixture
def world():
    return World()


def at(text):
    hour, minute = text.split(":")
    return NINE.replace(hour=int(hour), minute=int(minute))


def test_a_slot_is_free_or_not_available_and_neighbours_are_joined(world):
    world.me.available_slots.remove(world.slots[0], world.slots[5])
    assert world.shown() == [
        ("unavailable", "09:00", "09:30"),
        ("free", "09:30", "11:30"),
        ("unavailable", "11:30", "12:00"),
    ]


def test_a_meeting_names_its_counterpart_whichever_side_asked(world):
    meeting = world.meet(1)
    made = factories.meeting(
        request=factories.request(a=world.me, b=meeting.request.a),
        slot=world.slots[3],
        place=world.places[world.near],
    )
    entries = [
        entry for entry in agenda_of(actor=PUBLIC, party=world.me).days[0].entries if entry.meeting
    ]
    assert [(entry.meeting, entry.counterpart) for entry in entries] == [
        (meeting, meeting.request.a),
        (made, meeting.request.a),
    ]
    assert world.shown() == [
        ("free", "09:00", "09:30"),
        ("meeting", "09:30", "10:00"),
        ("free", "10:00", "10:30"),
        ("meeting", "10:30", "11:00"),
        ("free", "11:00", "12:00"),
    ]


def test_a_long_meeting_takes_all_its_slots_and_a_cancelled_one_none(world):
    world.meet(0, ends=world.slots[2].ends)
    world.meet(4, status="cancelled")
    assert world.shown() == [("meeting", "09:00", "10:30"), ("free", "10:30", "12:00")]


def test_what_a_session_leaves_of_a_slot_stays(world):
    world.attend("09:15", "10:10")
    assert world.shown() == [
        ("free", "09:00", "09:15"),
        ("session", "09:15", "10:10"),
        ("free", "10:10", "12:00"),
    ]


def test_travel_is_as_late_as_it_may_begin(world):
    world.meet(0)
    world.meet(4, world.far)
    assert world.shown() == [
        ("meeting", "09:00", "09:30"),
        ("free", "09:30", "10:15"),
        ("travel", "10:15", "11:00"),
        ("meeting", "11:00", "11:30"),
        ("free", "11:30", "12:00"),
    ]
    journey = next(e for e in agenda_of(actor=PUBLIC, party=world.me).days[0].entries if e.travel)
    assert (journey.travel.origin, journey.travel.destination, journey.travel.minutes) == (
        world.near,
        world.far,
        45,
    )


def test_who_has_no_time_for_the_road_has_another_team_there(world):
    world.me.teams = 2
    world.attend("09:00", "09:16")
    world.meet(2, world.far)
    assert "travel" not in {kind for kind, _starts, _ends in world.shown()}
    world.me.commitments.update(ends=at("09:15"))
    assert ("travel", "09:15", "10:00") in world.shown()


@pytest.mark.parametrize("venue", ["near", None])
def test_no_travel_within_a_venue_nor_from_nowhere_in_particular(world, venue):
    world.attend("09:00", "09:30", venue=getattr(world, venue) if venue else None)
    world.meet(4, world.near if venue else world.far)
    assert "travel" not in {kind for kind, _starts, _ends in world.shown()}


def test_several_teams_stay_where_one_of_them_already_is(world):
    world.me.teams = 2
    world.meet(0, world.near)
    world.meet(0, world.far)
    world.meet(2, world.far)
    assert "travel" not in {kind for kind, _starts, _ends in world.shown()}


def test_the_hidden_reads_not_available_and_costs_no_road(world):
    world.meet(0)
    world.meet(3, world.far, level="closed_door")
    world.meet(5)
    assert world.shown() == [
        ("meeting", "09:00", "09:30"),
        ("free", "09:30", "10:30"),
        ("unavailable", "10:30", "11:00"),
        ("free", "11:00", "11:30"),
        ("meeting", "11:30", "12:00"),
    ]
    assert world.shown(ROOT) == [
        ("meeting", "09:00", "09:30"),
        ("free", "09:30", "09:45"),
        ("travel", "09:45", "10:30"),
        ("meeting", "10:30", "11:00"),
        ("free", "11:00", "11:30"),
        ("meeting", "11:30", "12:00"),
    ]


def test_a_hidden_commitment_takes_every_slot_it_touches(world):
    world.attend("09:40", "10:05", level="closed_door")
    assert world.shown() == [
        ("free", "09:00", "09:30"),
        ("unavailable", "09:30", "10:30"),
        ("free", "10:30", "12:00"),
    ]


def test_a_phase_counts_as_attended_by_what_may_be_known_only(world):
    other = factories.phase(
        edition=world.edition, starts=date(2025, 11, 14), ends=date(2025, 11, 14)
    )
    slot = factories.slot(phase=other)
    world.me.available_slots.add(slot)

    def phases(actor):
        return [phase.phase for phase in agenda_of(actor=actor, party=world.me).phases]

    assert phases(PUBLIC) == [world.phase, other]
    world.attend("09:00", "09:30", later=3, level="closed_door")
    assert phases(PUBLIC) == [world.phase]
    assert phases(ROOT) == [world.phase, other]


def test_a_party_that_is_nowhere_has_no_phase(world):
    nobody = factories.party(edition=world.edition)
    assert agenda_of(actor=PUBLIC, party=nobody).phases == []


def test_days_without_slots_belong_to_the_phase_they_fall_in_or_to_none(world):
    second = world.attend("09:00", "10:00", later=1)
    late = world.attend("09:00", "10:00", later=9)
    agenda = agenda_of(actor=PUBLIC, party=world.me)
    assert [(phase.phase, [day.day for day in phase.days]) for phase in agenda.phases] == [
        (world.phase, [date(2025, 11, 11), date(2025, 11, 12)]),
        (None, [date(2025, 11, 20)]),
    ]
    assert [day.entries[0].commitment for day in agenda.days[1:]] == [second, late]


def test_the_next_meeting_is_the_first_not_over(world):
    first, second = world.meet(1), world.meet(3)
    agenda = agenda_of(actor=PUBLIC, party=world.me)
    assert agenda.next_meeting(first.ends - timedelta(minutes=1)).meeting == first
    assert agenda.next_meeting(first.ends).meeting == second
    assert agenda.next_meeting(second.ends) is None


def test_rows_of_a_party_in_order_of_time(world):
    late, early = world.meet(3), world.meet(1)
    gone = world.meet(2, status="cancelled")
    world.meet(5, level="closed_door")
    session = world.attend("11:00", "11:20")
    world.attend("11:30", "11:40", level="closed_door")
    assert meetings_of(actor=PUBLIC, party=world.me) == [early, late]
    assert meetings_of(actor=PUBLIC, party=world.me, with_cancelled=True) == [early, gone, late]
    assert commitments_of(actor=PUBLIC, party=world.me) == [session]


def test_a_party_is_found_in_its_own_edition_only(world):
    assert get_party(actor=PUBLIC, edition=world.edition, slug=world.me.slug) == world.me
    with pytest.raises(Http404):
        get_party(actor=PUBLIC, edition=factories.edition(), slug=world.me.slug)
