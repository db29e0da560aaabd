"""An edition's home: what it says before, during and after, and with nothing to say."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from salon.core.actor import Actor
from salon.editions.models import Axis, Honour, KeyDate, TravelTime
from salon.portal.templatetags.cite import Notes, cite, sources
from salon.portal.views.home import overview
from tests import factories
from tests.salon.meetings.selectors.planned import planned

pytestmark = pytest.mark.django_db

PRESS = "« Un article », La Gazette"
BEFORE = datetime(2025, 9, 1, 8, tzinfo=UTC)
DURING = datetime(2025, 11, 12, 9, 30, tzinfo=UTC)
AFTER = datetime(2025, 11, 20, 8, tzinfo=UTC)
LATE = datetime(2027, 1, 5, 8, tzinfo=UTC)


def fair():
    """Two phases in two venues, a track, honours, dates, a session each day."""
    edition = factories.edition(slug="fair", fictional=False, source=PRESS)
    park = factories.venue(slug="park", name={"fr": "Parc", "en": "Park"}, city="Bamako")
    ground = factories.venue(slug="ground", name={"fr": "Terrain"}, city="Koulikoro")
    TravelTime.objects.create(a=park, b=ground, minutes=75, fictional=True)
    show = factories.phase(edition=edition, name={"fr": "Exposition", "en": "Show"}, venue=park)
    factories.phase(
        edition=edition,
        name={"fr": "Essais", "en": "Trials"},
        venue=ground,
        starts=date(2025, 11, 13),
        ends=date(2025, 11, 14),
        fictional=False,
        source=f"{PRESS} ; Autre source",
    )
    Axis.objects.create(
        phase=show,
        number=1,
        slug="talks",
        name={"fr": "Conférences", "en": "Talks"},
        summary={"fr": "Débats.", "en": "Debates."},
        source=PRESS,
    )
    Honour.objects.create(
        edition=edition,
        role="guest_of_honour",
        name={"fr": "Turquie", "en": "Turkey"},
        source=PRESS,
    )
    for day in (11, 12, 13):
        starts = datetime(2025, 11, day, 9, tzinfo=UTC)
        factories.session(
            edition=edition,
            phase=show,
            venue=park,
            title={"fr": f"Panel du {day}", "en": f"Panel of the {day}th"},
            starts=starts,
            ends=starts + timedelta(hours=1),
        )
    KeyDate.objects.create(
        edition=edition,
        kind="briefing",
        title={"fr": "Réunion", "en": "Briefing"},
        first_day=date(2025, 12, 15),
        last_day=date(2025, 12, 15),
        source=PRESS,
    )
    KeyDate.objects.create(
        edition=edition,
        kind="next_edition",
        title={"fr": "La suivante", "en": "The next one"},
        place={"fr": "Bamako"},
        precision="month",
        first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 30),
        source=PRESS,
    )
    return edition


def seen(edition, now, language="en"):
    with override(language):
        return overview(actor=Actor.public(), edition=edition, now=now, page="http://salon.test/")


def page(monkeypatch, now, path="/en/fair/"):
    monkeypatch.setattr(timezone, "now", lambda: now)
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (BEFORE, "Opens in 71 days"),
        (datetime(2025, 11, 10, 12, tzinfo=UTC), "Opens tomorrow"),
        (datetime(2025, 11, 11, 0, 5, tzinfo=UTC), "Open now: day 1 of 4"),
        (DURING, "Open now: day 2 of 4"),
        (datetime(2025, 11, 14, 23, 55, tzinfo=UTC), "Open now: day 4 of 4"),
        (AFTER, "This edition is over"),
    ],
)
def test_where_the_edition_stands(now, status):
    assert seen(fair(), now)["status"] == status


def test_phases_are_past_under_way_or_to_come():
    edition = fair()
    for now, states in (
        (BEFORE, ["", ""]),
        (DURING, ["now", ""]),
        (datetime(2025, 11, 13, 12, tzinfo=UTC), ["past", "now"]),
        (AFTER, ["past", "past"]),
    ):
        assert [phase.state for phase in seen(edition, now)["phases"]] == states


def test_what_comes_next_starts_with_what_is_under_way():
    coming = seen(fair(), DURING)["coming"]
    assert [(entry.title["en"], entry.under_way) for entry in coming] == [
        ("Panel of the 12th", True),
        ("Panel of the 13th", False),
        ("Briefing", False),
    ]
    assert [entry.when for entry in coming] == [
        "Wednesday 12 November 2025, 9:00–10:00",
        "Thursday 13 November 2025, 9:00–10:00",
        "Monday 15 December 2025",
    ]


def test_after_the_edition_the_next_one_is_named():
    context = seen(fair(), AFTER)
    assert context["over"]
    assert [entry.title["en"] for entry in context["coming"]] == ["Briefing"]
    assert context["announced"].title["en"] == "The next one"
    assert context["announced"].when == "November 2026"
    assert not context["announced_is_past"]
    assert seen(context["edition"], LATE)["announced_is_past"]


def test_a_reader_after_the_edition_is_told_what_was_and_what_will_be(monkeypatch):
    fair()
    text = words(page(monkeypatch, AFTER))
    assert "was held 11–14 November 2025" in text
    assert "The next edition is announced: The next one , November 2026, Bamako 1" in text
    assert "The next edition had been announced:" in words(page(monkeypatch, LATE))


def test_a_reader_before_it_is_not(monkeypatch):
    fair()
    text = words(page(monkeypatch, BEFORE))
    assert "Opens in 71 days" in text
    assert "The next edition" not in text


def test_facts_bear_their_source_or_the_fictional_label(monkeypatch):
    fair()
    html = page(monkeypatch, BEFORE)
    marks = re.findall(r'<h3[^>]*>(?:1\. )?(\w+) (<sup>|<span class="badge fictional">)', html)
    assert marks == [
        ("Talks", "<sup>"),
        ("Park", '<span class="badge fictional">'),
        ("Terrain", '<span class="badge fictional">'),
    ]
    assert '<li id="source-1" lang="fr">« Un article », La Gazette</li>' in html
    assert '<li id="source-2" lang="fr">Autre source</li>' in html
    assert set(re.findall(r'href="#(source-\d)"', html)) == {"source-1", "source-2"}


def test_venues_and_the_way_to_them(monkeypatch):
    fair()
    html = page(monkeypatch, BEFORE)
    assert "Park, Bamako" in words(html)
    venues = html[html.index('id="venues"') :]
    assert 'href="/en/fair/visit/"' in venues[: venues.index("</section>")]


def test_counts_say_what_is_invented():
    world = planned()
    factories.party(
        edition=world.edition,
        kind="delegation",
        organisation=factories.organisation(fictional=False, source=PRESS),
    )
    context = seen(world.edition, BEFORE)
    assert [(tally.label, tally.count, tally.note) for tally in context["tallies"]] == [
        ("exhibitor", 1, "fictional"),
        ("delegations", 4, "of which 3 fictional"),
        ("host force or ministry", 1, "fictional"),
    ]
    # What is closed-door is not counted: 3 of 6, not 4 of 8.
    assert context["requests"] == (6, 3)
    assert context["proven"]


def test_an_edition_of_which_nothing_is_known_yet(monkeypatch):
    factories.edition(slug="fair")
    html = page(monkeypatch, BEFORE)
    text = words(html)
    assert "The phases are not announced yet." in text
    assert "The programme is not published yet." in text
    for heading in ("Venues", "Key dates", "Behind the exhibition", "Sources", "News"):
        assert f">{heading}</h2>" not in html


def test_the_newest_three_news_and_the_way_to_the_rest(monkeypatch):
    edition = fair()
    for day in (1, 2, 3, 4, 9):
        factories.news(
            edition=edition,
            slug=f"n{day}",
            published_at=datetime(2025, 11, day + 5, tzinfo=UTC),
            title={"en": f"News {day}"},
        )
    html = page(monkeypatch, DURING)
    assert re.findall(r'href="/en/fair/news/(\w*)/?"', html) == ["n4", "n3", "n2", ""]


def test_doors_lead_to_the_pages_there_are(monkeypatch):
    fair()
    html = page(monkeypatch, DURING)
    doors = re.search(r'<ul class="doors".*?</ul>', html, re.DOTALL)[0]
    assert {"/en/fair/plans/", "/en/fair/visit/", "/en/fair/calendar/"} <= set(
        re.findall(r'href="([^"]+)"', doors)
    )
    assert 'href="/en/editions/"' in html


def test_requests_before_any_plan(monkeypatch):
    edition = factories.edition(slug="fair")
    a, b = (factories.party(edition=edition) for _ in range(2))
    factories.request(a=a, b=b)
    text = words(page(monkeypatch, BEFORE))
    assert "meetings requested 1 the plan is not published yet" in text
    assert "The plan and its proof" not in text


def test_in_french(monkeypatch):
    fair()
    text = words(page(monkeypatch, DURING, "/fair/")).replace("\xa0", " ")
    assert "Ouvert : jour 2 sur 4" in text
    assert "Panel du 12" in text
    assert "mercredi 12 novembre 2025, 9 h – 10 h" in text


def test_a_fact_with_two_articles_has_two_marks():
    notes = Notes()
    one = factories.venue(fictional=False, source=f"{PRESS} ; Autre")
    with override("en"):
        assert cite(notes, one) == (
            '<sup><a href="#source-1" aria-label="Source 1">1</a>, '
            '<a href="#source-2" aria-label="Source 2">2</a></sup>'
        )
        assert cite(notes, factories.venue()) == '<span class="badge fictional">fictional</span>'
    assert [text for _number, text in notes] == [PRESS, "Autre"]
    assert sources(Notes()) == ""


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    fair()
    Client().get("/fair/")
    with django_assert_num_queries(11):
        Client().get("/fair/")
    edition = factories.edition(slug="full", ends=date(2030, 1, 1), starts=date(2029, 1, 1))
    for number in range(3):
        venue = factories.venue()
        phase = factories.phase(edition=edition, venue=venue)
        factories.session(
            edition=edition,
            phase=phase,
            venue=venue,
            starts=datetime(2029, 1, 1, tzinfo=UTC),
            ends=datetime(2029, 1, 2, tzinfo=UTC),
        )
        Honour.objects.create(edition=edition, role="partner", name={"fr": "x"}, fictional=True)
        Axis.objects.create(
            phase=phase, number=number, slug=f"x{number}", name={"fr": "x"}, fictional=True
        )
        factories.request(a=factories.party(edition=edition), b=factories.party(edition=edition))
    with django_assert_num_queries(11):
        Client().get("/full/")
