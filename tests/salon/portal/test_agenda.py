"""The pages of participants: the list to search and the agenda of each."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from salon.editions.models import TravelTime
from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """An edition of one morning with a party whose name needs escaping, met by another."""
    phase = factories.phase(name={"fr": "Exposition", "en": "Exhibition"})
    edition = phase.edition
    slots = [factories.slot(phase=phase, number=number) for number in range(4)]
    me = factories.party(
        edition=edition,
        slug="me",
        available=slots,
        languages=["fr", "tr"],
        organisation=factories.organisation(name={"fr": "Acier <b>&</b> Fils"}, country="TR"),
    )
    other = factories.party(
        edition=edition,
        slug="other",
        kind="delegation",
        organisation=factories.organisation(
            name={"fr": "Délégation du Niger", "en": "Delegation of Niger"}, country="NE"
        ),
    )
    place = factories.place(edition=edition, slug="table-3", name={"fr": "Table 3"})
    interpreter = factories.interpreter(edition=edition, person=factories.person(name="A. Traoré"))
    meeting = factories.meeting(
        request=factories.request(a=other, b=me),
        slot=slots[1],
        place=place,
        interpreter=interpreter,
    )
    session = factories.session(phase=phase, title={"fr": "Ouverture"}, kind="ceremony")
    factories.commitment(
        party=me,
        session=session,
        starts=slots[3].starts,
        ends=slots[3].ends,
        venue=session.venue,
    )
    factories.publication(edition=edition, number=4)
    return {
        "edition": edition,
        "phase": phase,
        "me": me,
        "other": other,
        "place": place,
        "meeting": meeting,
        "slots": slots,
    }


def get(name, *args, language="", **query):
    return Client().get(language + reverse(f"portal:{name}", args=args), query)


def text(response):
    """The words of a page, one space between them."""
    body = re.sub(r"(?s)<head>.*?</head>|<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(body).split())


def cells(response):
    """What each cell of the timetable says, by its kind."""
    found = re.findall(r'(?s)<li class="cell (\w+) [^"]*">(.*?)</li>', response.content.decode())
    return [
        (kind, " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())) for kind, cell in found
    ]


def agenda(world, **given):
    return get("party", world["edition"].slug, "me", **given)


def test_the_head_says_who_it_is(world):
    page = text(agenda(world))
    assert "Exposant Acier <b>&</b> Fils Turquie · langues : français, turc fictif" in page


def test_every_stretch_of_the_day_says_what_it_is(world):
    session = world["me"].commitments.get().session
    assert cells(agenda(world)) == [
        ("free", "9 h – 9 h 30 Libre"),
        (
            "meeting",
            "9 h 30 – 10 h Rencontre. Délégation du Niger Table 3 30 min · interprète : A. Traoré",
        ),
        ("free", "10 h – 10 h 30 Libre"),
        ("session", f"10 h 30 – 11 h Conférence. Ouverture Cérémonie {session.venue.name}"),
    ]


def test_a_journey_says_where_it_leads_and_how_long_it_takes(world):
    away = factories.venue(name={"fr": "Koulikoro"})
    venues = sorted([away, world["place"].venue], key=lambda venue: venue.pk)
    TravelTime.objects.create(a=venues[0], b=venues[1], minutes=25, fictional=True)
    world["me"].commitments.update(venue=away)
    assert cells(agenda(world))[2:4] == [
        ("free", "10 h – 10 h 05 Libre"),
        ("travel", "10 h 05 – 10 h 30 Trajet → Koulikoro 25 min"),
    ]


def test_counterpart_and_place_lead_to_their_pages(world):
    body = agenda(world).content.decode()
    slug = world["edition"].slug
    assert f'<a href="/{slug}/parties/other/">Délégation du Niger</a>' in body
    assert f'<a href="/{slug}/places/table-3/">Table 3</a>' in body


def test_the_english_page_says_which_words_are_french(world):
    page = agenda(world, language="/en")
    assert cells(page)[1] == (
        "meeting",
        "9:30–10:00 Meeting. Delegation of Niger Table 3 30 min · interpreter: A. Traoré",
    )
    assert '<p lang="fr"><a href="/en/' in page.content.decode()
    assert "Türkiye · speaks French, Turkish" in text(page)


def test_each_day_has_an_anchor_and_its_link(world):
    late = factories.slot(phase=world["phase"], number=48)
    world["me"].available_slots.add(late)
    body = agenda(world).content.decode()
    anchors = re.findall(r'<section class="day" id="([^"]+)">', body)
    assert anchors == ["d2025-11-11", "d2025-11-12"]
    assert re.findall(r'<li><a href="#(d[^"]+)">', body) == anchors


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(-60, True), (45, True), (60, False)],
    ids=["before", "under way", "over"],
)
def test_the_next_meeting_is_announced_until_it_is_over(world, minutes, shown, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NINE + timedelta(minutes=minutes))
    words = "Prochaine rencontre : mardi 11 novembre 2025, 9 h 30, Délégation du Niger, Table 3."
    assert (words in text(agenda(world))) is shown


def test_how_to_print_and_to_subscribe(world):
    body = agenda(world).content.decode()
    slug = world["edition"].slug
    feed = f"testserver/{slug}/parties/me/agenda.ics"
    assert f'href="/{slug}/parties/me/agenda.pdf"' in body
    assert f'href="webcal://{feed}"' in body
    assert f'href="http://{feed}"' in body
    assert f'value="http://{feed}"' in body


def test_the_page_says_that_anyone_can_read_it_and_which_publication_it_is(world):
    page = text(agenda(world))
    assert "quiconque utilise cette machine peut lire ces agendas" in page
    assert "Publication 4, mardi 11 novembre 2025, 9 h" in page


def test_what_could_not_be_served_is_counted_and_explained_one_click_away(world):
    publication = world["edition"].publications.get()
    assert "n’a pu être servie" not in text(agenda(world))
    for level in ("open", "closed_door"):
        request = factories.request(a=world["me"], b=world["other"], level=level)
        factories.unmet(publication=publication, request=request)
    page = agenda(world)
    assert "1 demande n’a pu être servie : voir pourquoi" in text(page)
    address = f"/{world['edition'].slug}/parties/me/requests/"
    assert f'href="{address}"' in page.content.decode()
    reasons = Client().get(address).content.decode()
    assert reasons.count("<h2>") == 1
    assert "Délégation du Niger" in reasons


def test_a_party_whose_requests_are_all_served_is_told_so(world):
    page = get("party_requests", world["edition"].slug, "me")
    assert "Toutes les demandes sont servies." in text(page)


def test_an_agenda_with_nothing_in_it_says_so(world):
    nobody = factories.party(edition=world["edition"])
    page = get("party", world["edition"].slug, nobody.slug)
    assert cells(page) == []
    assert "Rien n’est encore prévu." in text(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_an_agenda_do_not_grow_with_rows(world, rows, django_assert_num_queries):
    for number in (2, 0)[: rows - 1]:
        other = factories.party(edition=world["edition"])
        factories.meeting(
            request=factories.request(a=world["me"], b=other),
            slot=world["slots"][number],
            place=factories.place(edition=world["edition"]),
        )
    with django_assert_num_queries(12):
        agenda(world)


def test_a_kept_page_is_made_anew_after_any_change_and_says_its_own_host(
    world, django_assert_num_queries
):
    factories.journal_entry()
    before = cells(agenda(world))
    with django_assert_num_queries(3):
        assert cells(agenda(world)) == before
    address = reverse("portal:party", args=[world["edition"].slug, "me"])
    elsewhere = Client().get(address, headers={"host": "localhost"}).content.decode()
    assert f'value="http://localhost{address}agenda.ics"' in elsewhere
    world["meeting"].delete()
    factories.journal_entry()
    assert [kind for kind, _words in cells(agenda(world))] == ["free", "session"]


# --- the list -----------------------------------------------------------------------------------


def rows_of(response):
    """The words of each row of the list."""
    found = re.findall(
        r'(?s)<tr role="row"><th role="rowheader".*?</tr>', response.content.decode()
    )
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def parties(world, **given):
    return get("parties", world["edition"].slug, **given)


def test_the_list_shows_kind_country_and_visible_meetings(world):
    factories.meeting(
        request=factories.request(a=world["me"], b=world["other"], level="closed_door"),
        slot=world["slots"][0],
        place=world["place"],
    )
    assert rows_of(parties(world)) == [
        "Acier <b>&</b> Fils fictif Exposant Turquie 1",
        "Délégation du Niger fictif Délégation Niger 1",
    ]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"q": "DELEGATION"}, ["Délégation du Niger fictif Délégation Niger 1"]),
        ({"kind": "exhibitor"}, ["Acier <b>&</b> Fils fictif Exposant Turquie 1"]),
        ({"kind": "exhibitor", "q": "niger"}, []),
        ({"q": "x" * 101, "kind": "delegation"}, ["Délégation du Niger fictif Délégation Niger 1"]),
        ({"kind": "nonsense", "q": "acier"}, ["Acier <b>&</b> Fils fictif Exposant Turquie 1"]),
        ({"page": "99", "q": "acier"}, ["Acier <b>&</b> Fils fictif Exposant Turquie 1"]),
    ],
)
def test_the_list_narrows_and_ignores_what_makes_no_sense(world, query, rows):
    assert rows_of(parties(world, **query)) == rows


def test_a_search_that_finds_nobody_says_so_and_leads_back(world):
    page = parties(world, q="<zzz>")
    assert "Aucun participant de ce nom." in text(page)
    assert 'value="&lt;zzz&gt;"' in page.content.decode()


def test_long_lists_come_in_pages_that_keep_the_search(world):
    for number in range(27):
        organisation = factories.organisation(name={"fr": f"Maison {number:02}"})
        factories.party(edition=world["edition"], organisation=organisation)
    first, second = parties(world, q="maison"), parties(world, q="maison", page=2)
    assert (len(rows_of(first)), len(rows_of(second))) == (25, 2)
    assert "27 participants" in text(first)
    assert 'href="?q=maison&amp;page=2"' in first.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_list_do_not_grow_with_rows(world, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        factories.party(edition=world["edition"])
    with django_assert_num_queries(5):
        parties(world)
