"""The calendar feed: what RFC 5545 asks, what calendars need, and nothing that moves by itself."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2025, 10, 20, 8, tzinfo=UTC)


@pytest.fixture
def world():
    """A party whose counterpart has a long name, with a meeting, a cancelled one and a session."""
    phase = factories.phase(edition=factories.edition(name={"fr": "BAMEX’25"}))
    edition = phase.edition
    slots = [factories.slot(phase=phase, number=number) for number in range(4)]
    me = factories.party(
        edition=edition,
        available=slots,
        organisation=factories.organisation(name={"fr": "Işık, Savunma; A\\B"}),
    )
    other = factories.party(
        edition=edition,
        organisation=factories.organisation(name={"fr": "Délégation ministérielle élargie " * 4}),
    )
    venue = factories.venue(name={"fr": "Parc des Expositions"}, city="Bamako")
    place = factories.place(
        edition=edition, name={"fr": "Table 3"}, space=factories.space(venue=venue)
    )
    interpreter = factories.interpreter(edition=edition, person=factories.person(name="Ы. Ğ"))
    meeting = factories.meeting(
        request=factories.request(a=other, b=me),
        slot=slots[0],
        place=place,
        interpreter=interpreter,
        uid="first@salon.test",
        sequence=2,
        changed_at=PUBLISHED + timedelta(days=1),
    )
    factories.meeting(
        request=factories.request(a=me, b=other),
        slot=slots[1],
        place=place,
        uid="second@salon.test",
        status="cancelled",
        sequence=1,
        changed_at=PUBLISHED + timedelta(days=2),
    )
    hall = factories.space(venue=venue, name={"fr": "Hall A"})
    session = factories.session(
        phase=phase, title={"fr": "Ouverture"}, kind="ceremony", space=hall, venue=venue
    )
    factories.commitment(
        party=me,
        session=session,
        starts=NINE + timedelta(hours=2),
        ends=NINE + timedelta(hours=3),
        venue=venue,
    )
    factories.publication(edition=edition, published_at=PUBLISHED)
    return {"edition": edition, "party": me, "meeting": meeting, "slots": slots}


def address(world):
    return reverse("portal:party_feed", args=[world["edition"].slug, world["party"].slug])


def feed(world):
    return Client().get(address(world))


def lines_of(body: bytes) -> list[str]:
    """Content lines, unfolded on bytes as RFC 5545 section 3.1 says."""
    return body.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def components(body: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every innermost component by name with its properties, read without any library."""
    found, stack = [], []
    for line in lines_of(body):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            assert stack[-1][0] == value
            found.append(stack.pop())
        else:
            assert name not in stack[-1][1], f"{name} twice"
            stack[-1][1][name] = value
    assert stack == []
    return found


def test_the_type_says_what_it_is(world):
    response = feed(world)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == (
        f'inline; filename="{world["edition"].slug}-{world["party"].slug}.ics"'
    )


def test_lines_end_and_fold_as_the_standard_says(world):
    body = feed(world).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert not set(b"\r\n") & set(body.replace(b"\r\n", b""))
    raw = body.split(b"\r\n")
    assert max(len(line) for line in raw) <= 75
    for line in raw:
        line.decode()  # a fold never splits a character
    assert any(line.startswith(b" ") for line in raw)


def test_what_is_required_is_there_once(world):
    found = components(feed(world).content)
    calendar = found[-1]
    assert calendar[0] == "VCALENDAR"
    assert {
        name: calendar[1][name]
        for name in ("VERSION", "PRODID", "METHOD", "CALSCALE", "X-PUBLISHED-TTL", "X-WR-TIMEZONE")
    } == {
        "VERSION": "2.0",
        "PRODID": "-//Salon//Published agendas//EN",
        "METHOD": "PUBLISH",
        "CALSCALE": "GREGORIAN",
        "X-PUBLISHED-TTL": "PT15M",
        "X-WR-TIMEZONE": "Africa/Bamako",
    }
    assert calendar[1]["REFRESH-INTERVAL;VALUE=DURATION"] == "PT15M"
    assert calendar[1]["X-WR-CALNAME"] == "BAMEX’25 · Işık\\, Savunma\\; A\\\\B"
    zone = next(properties for name, properties in found if name == "VTIMEZONE")
    assert zone["TZID"] == "Africa/Bamako"
    assert [p["TZOFFSETTO"] for name, p in found if name == "STANDARD"] == ["+0000"]
    events = [properties for name, properties in found if name == "VEVENT"]
    for event in events:
        names = {name.partition(";")[0] for name in event}
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"} <= names
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["LAST-MODIFIED"])
        assert re.fullmatch(r"\d{8}T\d{6}", event["DTSTART;TZID=Africa/Bamako"])
        assert re.fullmatch(r"\d{8}T\d{6}", event["DTEND;TZID=Africa/Bamako"])
    assert len({event["UID"] for event in events}) == len(events) == 3


def test_a_library_reads_the_same(world):
    calendar = Calendar.from_ical(feed(world).content)
    assert [component.errors for component in calendar.walk()] == [[]] * len(calendar.walk())
    assert calendar.get_missing_tzids() == set()
    event = next(e for e in calendar.events if e["UID"] == "first@salon.test")
    bamako = ZoneInfo("Africa/Bamako")
    assert event.start == datetime(2025, 11, 11, 9, tzinfo=bamako)
    assert event.end == datetime(2025, 11, 11, 9, 30, tzinfo=bamako)
    assert event.decoded("dtstamp") == PUBLISHED + timedelta(days=1)
    assert event.decoded("last-modified") == PUBLISHED + timedelta(days=1)
    page = f"http://testserver/{world['edition'].slug}/parties/{world['party'].slug}/"
    counterpart = world["meeting"].request.a.name
    assert {name: str(event[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "URL")} == {
        "SUMMARY": f"Rencontre\u202f: {counterpart}",
        "LOCATION": "Table 3, Parc des Expositions, Bamako",
        "DESCRIPTION": f"interprète\u202f: Ы. Ğ\nAgenda\u202f: {page}",
        "URL": page,
    }
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 2)


def test_cancelled_meetings_are_told_and_sessions_are_in(world):
    events = Calendar.from_ical(feed(world).content).events
    assert [(event["STATUS"], event["SEQUENCE"]) for event in events] == [
        ("CONFIRMED", 2),
        ("CANCELLED", 1),
        ("CONFIRMED", 0),
    ]
    session = events[2]
    assert str(session["SUMMARY"]) == "Ouverture"
    assert str(session["LOCATION"]) == "Hall A, Parc des Expositions, Bamako"
    assert str(session["DESCRIPTION"]).startswith("Cérémonie\n")
    assert session.decoded("dtstamp") == PUBLISHED


def test_english_feeds_speak_english(world):
    body = Client().get(f"/en{address(world)}").content.decode()
    assert "SUMMARY;LANGUAGE=en:Meeting: " in body


def test_the_same_data_gives_the_same_bytes_and_no_body_twice(world):
    first = feed(world)
    again = Client().get(address(world), headers={"If-None-Match": first["ETag"]})
    assert feed(world).content == first.content
    assert (again.status_code, again.content) == (304, b"")


def test_a_later_publication_that_moves_nothing_here_changes_no_byte(world):
    before = feed(world).content
    factories.publication(
        edition=world["edition"], number=2, published_at=PUBLISHED + timedelta(days=9)
    )
    assert feed(world).content == before


def test_a_moved_meeting_keeps_its_uid(world):
    meeting, slot = world["meeting"], world["slots"][3]
    meeting.slot, meeting.starts, meeting.ends = slot, slot.starts, slot.ends
    meeting.sequence = 3
    meeting.save()
    events = Calendar.from_ical(feed(world).content).events
    event = next(event for event in events if event["UID"] == "first@salon.test")
    assert (event["SEQUENCE"], event.start) == (3, slot.starts)


def test_nothing_before_the_first_publication_and_still_a_calendar(world):
    world["edition"].publications.all().delete()
    assert [name for name, _ in components(feed(world).content)] == [
        "STANDARD",
        "VTIMEZONE",
        "VCALENDAR",
    ]


def test_ids_of_commitments_do_not_tell_their_number(world):
    events = Calendar.from_ical(feed(world).content).events
    uid = next(str(event["UID"]) for event in events if str(event["SUMMARY"]) == "Ouverture")
    assert re.fullmatch(r"[0-9a-f]{32}@salon", uid)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(world, rows, django_assert_num_queries):
    for number in range(2, 1 + rows):
        other = factories.party(edition=world["edition"])
        factories.meeting(
            request=factories.request(a=world["party"], b=other),
            slot=world["slots"][number],
            place=factories.place(edition=world["edition"]),
        )
        factories.commitment(party=world["party"])
    with django_assert_num_queries(7):
        feed(world)
