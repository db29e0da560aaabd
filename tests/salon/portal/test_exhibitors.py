"""The lists of exhibitors and of equipment: search, facets, counts, what an empty one says."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from salon.core.actor import Actor
from salon.exhibition.models import Equipment
from tests import factories
from tests.cast import CAST

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two firms of two countries, with a radar and a drone each but one that waits."""
    edition = factories.edition(slug="fair")
    venue = factories.venue(name={"fr": "Parc"})
    factories.phase(
        edition=edition, slug="show", venue=venue, name={"fr": "Exposition", "en": "Show"}
    )
    factories.phase(edition=edition, slug="cycle", venue=factories.venue())
    firms = {
        name: factories.exhibitor(
            edition=edition,
            slug=name.lower().replace("ı", "i"),
            organisation=factories.organisation(name={"fr": name}, country=country),
        )
        for name, country in (("Yıldız", "TR"), ("Zarya", "RU"))
    }
    factories.stand(
        edition=edition,
        organisation=firms["Zarya"].organisation,
        number="A-7",
        space=factories.space(venue=venue),
    )
    for firm, slug, name, category, review in (
        ("Yıldız", "far", "Radar Uzak", "radar", "approved"),
        ("Yıldız", "near", "Radar Yakın", "radar", "submitted"),
        ("Zarya", "bird", "Drone Ptitsa", "drones", "approved"),
    ):
        factories.equipment(
            exhibitor=firms[firm],
            slug=slug,
            name={"fr": name},
            category=category,
            review=review,
            control="ML10" if category == "drones" else "",
        )
    return edition


def get(name, query="", language=""):
    return Client().get(f"{language}{reverse(f'portal:{name}', args=['fair'])}{query}")


def text(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def rows(response):
    """The words of each exhibitor's row."""
    found = re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", response.content.decode())
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found][1:]


def cards(response):
    """The names on cards."""
    body = response.content.decode()
    found = re.findall(r'<h[23]><a href="[^"]*"[^>]*>(.*?)</a></h[23]>', body)
    return [unescape(name) for name in found]


def options(response, name):
    """What a facet offers, without `any`."""
    select = re.search(rf'(?s)<select id="{name}".*?</select>', response.content.decode()).group()
    return [unescape(one) for one in re.findall(r"<option[^>]*>(.*?)</option>", select)][1:]


def test_exhibitors_with_country_stand_and_what_they_show(world):
    page = get("exhibitors")
    assert "2 exposants" in text(page)
    assert rows(page) == [
        "Yıldız fictif Turquie Radars et capteurs",
        "Zarya fictif Russie A-7 Drones",
    ]


def test_facets_count_what_is_public_only(world):
    page = get("exhibitors")
    assert options(page, "category") == ["Drones (1)", "Radars et capteurs (1)"]
    assert options(page, "country") == ["Russie (1)", "Turquie (1)"]
    assert options(page, "phase") == ["Exposition (1)"]


def test_a_facet_narrows_and_the_others_count_what_is_left(world):
    page = get("exhibitors", "?country=TR")
    assert [row.split()[0] for row in rows(page)] == ["Yıldız"]
    assert options(page, "category") == ["Radars et capteurs (1)"]
    assert options(page, "country") == ["Russie (1)", "Turquie (1)"]
    assert '<option value="TR" selected>' in page.content.decode()
    assert [row.split()[0] for row in rows(get("exhibitors", "?phase=show"))] == ["Zarya"]


@pytest.mark.parametrize(
    "query", ["?country=XX", "?category=unheard", "?phase=cycle", "?page=99", "?page=x", "?zz=1"]
)
def test_nonsense_is_ignored(world, query):
    assert len(rows(get("exhibitors", query))) == 2


def test_a_search_finds_exhibitors_and_equipment(world):
    page = get("exhibitors", "?q=йылдыз")
    assert [row.split()[0] for row in rows(page)] == ["Yıldız"]
    assert cards(page) == ["Radar Uzak"]
    assert "1 équipement trouvé" in text(page)
    assert 'value="йылдыз"' in page.content.decode()


def test_a_search_is_narrowed_too(world):
    assert cards(get("exhibitors", "?q=radar&country=TR")) == ["Radar Uzak"]
    assert cards(get("exhibitors", "?q=radar&country=RU")) == []


def test_equipment_beyond_what_fits_is_in_the_catalogue(world):
    firm = world.exhibitors.get(slug="zarya")
    for number in range(13):
        factories.equipment(exhibitor=firm, name={"fr": f"Pompe {number}"})
    page = get("exhibitors", "?q=pompe")
    assert len(cards(page)) == 12
    assert "13 équipements trouvés" in text(page)
    assert 'href="/fair/equipment/?q=pompe"' in page.content.decode()
    assert len(cards(get("catalogue", "?q=pompe"))) == 13


def test_nobody_by_that_name_offers_the_nearest(world):
    page = get("exhibitors", "?q=yaldas")
    assert "Aucun exposant de ce nom." in text(page)
    assert "Vouliez-vous dire" in text(page)
    assert '<a class="button" href="/fair/exhibitors/yildiz/"' in page.content.decode()


def test_nothing_near_is_said_without_a_guess(world):
    page = get("exhibitors", "?q=qqqqqq")
    assert "Aucun exposant de ce nom." in text(page)
    assert "Vouliez-vous dire" not in text(page)


def test_an_edition_without_exhibitors_says_so(db):
    factories.edition(slug="fair")
    assert "Aucun exposant n’est encore publié." in text(get("exhibitors"))
    assert "Aucun équipement n’est encore publié." in text(get("catalogue"))


def test_the_catalogue_is_in_order_of_categories(world):
    page = get("catalogue")
    assert cards(page) == ["Drone Ptitsa", "Radar Uzak"]
    assert "2 équipements" in text(page)
    links = re.findall(
        r'href="\?category=(\w+)">(.*?) <span class="n">(\d+)', page.content.decode()
    )
    assert links == [("drones", "Drones", "1"), ("radar", "Radars et capteurs", "1")]


def test_the_catalogue_is_narrowed_by_category_country_and_control(world):
    assert cards(get("catalogue", "?category=radar")) == ["Radar Uzak"]
    assert cards(get("catalogue", "?country=RU")) == ["Drone Ptitsa"]
    assert cards(get("catalogue", "?control=ML10")) == ["Drone Ptitsa"]
    assert cards(get("catalogue", "?category=radar&country=RU")) == []
    assert options(get("catalogue"), "control") == [
        "ML10\u202f: aéronefs, aéronefs sans équipage et leur matériel (1)"
    ]


def test_what_has_a_shape_or_is_on_the_programme_can_be_ticked(world):
    items = {item.slug: item for item in world.exhibitors.get(slug="zarya").equipment.all()}
    factories.shape(equipment=items["bird"])
    far = world.exhibitors.get(slug="yildiz").equipment.get(slug="far")
    factories.session(edition=world).equipment.set([far])
    page = get("catalogue")
    assert "En 3D (1)" in text(page)
    assert "Au programme (1)" in text(page)
    assert cards(get("catalogue", "?shape=1")) == ["Drone Ptitsa"]
    assert cards(get("catalogue", "?shown=1")) == ["Radar Uzak"]
    assert cards(get("catalogue", "?shown=2")) == ["Drone Ptitsa", "Radar Uzak"]


def test_nothing_matches_is_said(world):
    assert "Rien ne correspond." in text(get("catalogue", "?q=boulangerie"))


def test_an_organiser_sees_what_waits_and_that_it_does(world, monkeypatch):
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["organiser"]))
    factories.journal_entry()
    page = get("catalogue", "?category=radar")
    assert cards(page) == ["Radar Uzak", "Radar Yakın"]
    assert "En attente de relecture" in text(page)
    monkeypatch.undo()
    assert cards(get("catalogue", "?category=radar")) == ["Radar Uzak"]


def test_an_exhibitor_sees_its_own(world, monkeypatch):
    own = world.exhibitors.get(slug="yildiz").organisation_id
    member = replace(CAST["exhibitor"], organisations=frozenset({own}))
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: member))
    assert cards(get("catalogue", "?category=radar")) == ["Radar Uzak", "Radar Yakın"]


def test_a_page_is_made_anew_after_a_change(world):
    factories.journal_entry()
    assert len(rows(get("exhibitors"))) == 2
    world.exhibitors.filter(slug="zarya").update(review="returned")
    assert len(rows(get("exhibitors"))) == 2
    factories.journal_entry()
    assert len(rows(get("exhibitors"))) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rows(world, number, django_assert_num_queries):
    for _ in range(number):
        firm = factories.exhibitor(edition=world)
        factories.stand(edition=world, organisation=firm.organisation)
        item = factories.equipment(exhibitor=firm, name={"fr": "Pompe"})
        factories.picture(equipment=item)
        factories.session(edition=world).equipment.set([item])
    with django_assert_num_queries(6):
        get("exhibitors")
    with django_assert_num_queries(8):
        get("exhibitors", "?q=pompe")
    with django_assert_num_queries(7):
        get("catalogue")


def test_in_a_list_an_entry_is_seen_as_its_model_is_first_to_be_seen(world):
    camera = Equipment.objects.filter(exhibitor__edition=world, review="approved").first()
    factories.picture(equipment=camera, digest="ab" * 32, widths=[320])
    assert f'src="/media/fair/{"ab" * 32}-320.webp"' in get("catalogue").content.decode()
    factories.shape(equipment=camera, poster="cd" * 32, poster_widths=[320, 640])
    body = get("catalogue").content.decode()
    assert f'src="/media/fair/{"cd" * 32}-320.webp"' in body
    assert "ab" * 32 not in body
