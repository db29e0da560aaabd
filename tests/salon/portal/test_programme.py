"""The programme on a page and as a calendar, whole and narrowed; one session."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from salon.editions.models import Axis
from salon.programme.models import Booking, Speaker
from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    """Two days, two venues: a panel, a workshop of a track, a demonstration elsewhere."""
    edition = factories.edition(slug="fair", name={"fr": "BAMEX’25", "en": "BAMEX’25"})
    phase = factories.phase(edition=edition)
    axis = Axis.objects.create(
        phase=phase, number=3, slug="ateliers", name={"fr": "Ateliers"}, fictional=True
    )
    near = factories.venue(slug="parc", name={"fr": "Parc"}, city="Bamako")
    far = factories.venue(slug="centre", name={"fr": "Centre"}, city="Koulikoro")
    hall = factories.space(venue=near, slug="hall", name={"fr": "Hall A"})
    given = {"phase": phase, "venue": near}
    factories.session(
        **given, slug="panel", kind="panel", title={"fr": "Table <ronde> & co"}, space=hall,
        languages=["fr"], interpretation=["en", "tr"],
    )  # fmt: skip
    factories.session(
        **given, slug="atelier", kind="workshop", title={"fr": "Atelier"}, axis=axis,
        languages=["fr"], capacity=2, starts=NINE + timedelta(hours=2),
        ends=NINE + timedelta(hours=3),
    )  # fmt: skip
    factories.session(
        phase=phase, venue=far, slug="demo", kind="demonstration", title={"fr": "Essai"},
        languages=["ru"], starts=NINE + timedelta(days=1), ends=NINE + timedelta(days=1, hours=1),
    )  # fmt: skip
    return edition


def titles(response):
    return re.findall(r'<h3><a href="/fair/programme/([\w-]+)/"', response.text)


def test_all_of_it_by_day(client, fair):
    response = client.get("/fair/programme/")
    assert titles(response) == ["panel", "atelier", "demo"]
    assert re.findall(r'<section class="block programme-day" id="(\S+)"', response.text) == [
        "d2025-11-11",
        "d2025-11-12",
    ]
    assert "Table &lt;ronde&gt; &amp; co" in response.text
    assert "Français, interprété en anglais, turc" in response.text
    assert "3 rendez-vous" in response.text


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("day=2025-11-12", ["demo"]),
        ("place=parc", ["panel", "atelier"]),
        ("place=parc.hall", ["panel"]),
        ("kind=workshop", ["atelier"]),
        ("axis=ateliers", ["atelier"]),
        ("language=tr", ["panel"]),
        ("language=fr&kind=workshop", ["atelier"]),
        ("day=2025-11-12&kind=panel", []),
        ("day=yesterday&kind=banquet&place=", ["panel", "atelier", "demo"]),
    ],
)
def test_what_filters_leave_on_the_page_and_in_the_calendar(client, fair, query, left):
    page = client.get(f"/fair/programme/?{query}")
    assert titles(page) == left
    calendar = Calendar.from_ical(client.get(f"/fair/programme.ics?{query}").content)
    assert [event["uid"] for event in calendar.walk("VEVENT")] == [
        f"fair-{slug}@salon" for slug in left
    ]
    if not left:
        assert "Aucun rendez-vous ne répond à tout cela." in page.text


def test_a_filter_counts_what_is_left_beside_the_others(client, fair):
    text = client.get("/fair/programme/?kind=panel").text
    languages = text.partition('id="language"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="(\w+)">[^<(]+\((\d)\)', languages) == [
        ("en", "1"),
        ("fr", "1"),
        ("tr", "1"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(number, client, django_assert_num_queries):
    phase = factories.phase(edition=factories.edition(slug="fair"))
    for _ in range(number):
        factories.session(phase=phase, space=factories.space())
    with django_assert_num_queries(3):  # the edition, the version of what is kept, the sessions
        client.get("/fair/programme/")


def test_while_the_edition_runs_what_is_on_comes_first(client, fair, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NINE + timedelta(minutes=30))
    text = client.get("/fair/programme/").text
    notice = text.partition('id="now"')[2].partition("</section>")[0]
    assert re.findall(r'href="/fair/programme/([\w-]+)/"', notice) == ["panel", "atelier", "demo"]
    assert notice.count("En cours") == 1
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    assert 'id="now"' not in client.get("/fair/programme/").text


def test_a_page_that_is_kept_names_the_host_it_is_asked_from(client, fair):
    factories.journal_entry()
    for host in ("localhost", "127.0.0.1"):
        text = client.get("/fair/programme/?kind=panel", headers={"host": host}).text
        assert f'href="http://{host}/fair/programme.ics?kind=panel"' in text


def test_a_session_that_is_kept_is_over_when_it_is(client, fair, monkeypatch):
    factories.journal_entry()
    said = []
    for hours in (2.5, 3.5):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: NINE + timedelta(hours=hours))
        said.append("encore libres" in seats_said(page_of(client, "atelier")))
    assert said == [True, False]


def test_without_sessions_it_says_so(client):
    factories.edition(slug="fair")
    text = client.get("/fair/programme/").text
    assert "Le programme n’est pas encore publié." in text
    assert "<form" not in text


def test_one_session_in_a_calendar(client, fair):
    response = client.get("/fair/programme/panel/session.ics")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["summary"] == "Table <ronde> & co"
    assert event["location"] == "Hall A, Parc, Bamako"
    assert event.decoded("dtstart") == NINE
    assert event["url"] == "http://testserver/fair/programme/panel/"
    assert response.content == client.get("/fair/programme/panel/session.ics").content


# --- one session ----------------------------------------------------------------------------------


def page_of(client, slug):
    return client.get(f"/fair/programme/{slug}/").text


def seats_said(text):
    """What stands beside the word for seats."""
    cell = text.partition("<dt>Places</dt><dd>")[2].partition("</dd>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", cell).split())


def test_seats_free_left_and_full(client, fair, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NINE - timedelta(days=1))
    session = fair.sessions.get(slug="atelier")
    assert seats_said(page_of(client, "panel")) == "Entrée libre, sans réservation."
    Booking.objects.create(session=session, organisation=factories.organisation(), seats=1)
    assert "1 sur 2 encore libres" in seats_said(page_of(client, "atelier"))
    Booking.objects.create(session=session, organisation=factories.organisation(), seats=1)
    assert seats_said(page_of(client, "atelier")) == "Complet les 2 places sont prises"
    monkeypatch.setattr(timezone, "now", lambda: NINE + timedelta(days=9))
    assert seats_said(page_of(client, "atelier")) == "2 places"


def test_who_speaks_and_what_is_shown(client, fair):
    session = fair.sessions.get(slug="demo")
    person = factories.person(name="Awa Kalimba", function={"fr": "Ingénieure"})
    Speaker.objects.create(session=session, person=person, role="moderator")
    firm = factories.exhibitor(edition=fair, slug="firm")
    session.equipment.set(
        [
            factories.equipment(exhibitor=firm, slug="mast", name={"fr": "Mât"}),
            factories.equipment(exhibitor=firm, review="draft", name={"fr": "Secret"}),
        ]
    )
    text = page_of(client, "demo")
    assert "Awa Kalimba" in text
    assert "Modérateur · <span>Ingénieure</span>" in text
    assert '<a href="/fair/exhibitors/firm/mast/">Mât</a>' in text
    assert "Secret" not in text


def test_shuttles_that_arrive_in_time_and_that_leave_afterwards(client, fair):
    session = fair.sessions.get(slug="demo")
    near = fair.sessions.get(slug="panel").venue

    def shuttle(origin, destination, hours):
        departs = session.starts + timedelta(hours=hours)
        factories.transfer(
            edition=fair,
            origin=origin,
            destination=destination,
            departs=departs,
            arrives=departs + timedelta(minutes=75),
            seats=50,
        )

    for hours in (-9, -4, -3, -2, -1):  # the first too early, the last too late
        shuttle(near, session.venue, hours)
    for hours in (0.5, 1, 3, 5, 26):  # the first before the end, the last the day after
        shuttle(session.venue, near, hours)
    text = page_of(client, "demo")
    block = text.partition("Navettes")[2].partition("</section>")[0]
    assert re.findall(r"<b>([^<]+)</b>", block.replace("\u00a0", " ")) == [
        "6 h – 7 h 15",
        "7 h – 8 h 15",
        "10 h – 11 h 15",
        "12 h – 13 h 15",
    ]
    assert block.count("50 places") == 4
    assert "Navettes" not in page_of(client, "panel")


def data_of(text):
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert block is not None
    assert "<" not in block[1]
    return json.loads(block[1])


def test_what_search_engines_read_of_a_session(client, fair):
    assert data_of(page_of(client, "panel")) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Table <ronde> & co",
        "startDate": "2025-11-11T09:00:00+00:00",
        "endDate": "2025-11-11T10:00:00+00:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": ["en", "fr", "tr"],
        "url": "http://testserver/fair/programme/panel/",
        "location": {
            "@type": "Place",
            "name": "Hall A",
            "containedInPlace": {
                "@type": "Place",
                "name": "Parc",
                "address": {"@type": "PostalAddress", "addressLocality": "Bamako"},
            },
        },
        "superEvent": {
            "@type": "ExhibitionEvent",
            "name": "BAMEX’25",
            "startDate": "2025-11-11",
            "endDate": "2025-11-14",
            "location": {
                "@type": "Place",
                "name": "Parc",
                "address": {"@type": "PostalAddress", "addressLocality": "Bamako"},
            },
        },
        "performer": [],
    }


def test_what_search_engines_read_of_an_edition(client, fair):
    data = data_of(client.get("/fair/").text)
    assert (data["@type"], data["startDate"], data["endDate"], data["url"]) == (
        "ExhibitionEvent",
        "2025-11-11",
        "2025-11-14",
        "http://testserver/fair/",
    )


def test_the_home_page_leads_to_what_comes_next(client, fair, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NINE - timedelta(days=1))
    text = client.get("/fair/").text
    assert '<a href="/fair/programme/panel/">Table &lt;ronde&gt; &amp; co</a>' in text
    assert '<a href="/fair/programme/">Tout le programme</a>' in text
