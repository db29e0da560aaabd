"""The floor plan: its drawing says what the rows say, its list the same, by address alone."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from salon.directory.models import Organisation
from salon.portal.views import plans
from salon.portal.views.plans import broken
from tests import factories

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def box(left, top, right, bottom):
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


@pytest.fixture
def park():
    """A hall with four stands, one of them not drawn, and a room."""
    edition = factories.edition(slug="fair")
    venue = factories.venue(
        slug="park", name={"fr": "Parc", "en": "Park"}, plan_width=1400, plan_depth=850
    )
    hall = factories.space(
        venue=venue,
        slug="hall-a",
        kind="hall",
        name={"fr": "Hall A", "en": "Hall A"},
        outline=box(40, 40, 540, 440),
    )
    factories.space(
        venue=venue,
        slug="room",
        name={"fr": "Salle 1"},
        outline=box(600, 40, 800, 200),
        capacity=40,
    )
    for number, name, review, spot in (
        ("A-01", "Işık Savunma", "approved", (75, 68)),
        ("A-02", "Une maison au nom beaucoup trop long", "approved", (190, 68)),
        ("A-03", "Maison cachée", "submitted", (305, 68)),
        ("A-04", "Sans place", "approved", None),
    ):
        firm = factories.organisation(name={"fr": name}, slug=f"firm-{number.lower()}")
        factories.exhibitor(edition=edition, organisation=firm, review=review)
        place = {} if spot is None else {"x": spot[0], "y": spot[1], "width": 80, "depth": 65}
        factories.stand(edition=edition, number=number, space=hall, organisation=firm, **place)
    return edition


def page(query="", path="/fair/plans/park/"):
    response = Client().get(path + query)
    assert response.status_code == 200
    return response.content.decode()


def drawing(html):
    svg = re.search(r'<svg class="drawing.*?</svg>', html, re.DOTALL)[0]
    return ElementTree.fromstring(
        svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_drawing_says_what_the_rows_say(park):
    svg = drawing(page())
    assert svg.get("viewBox") == "0 0 1400 850"
    polygons = [one.get("points") for one in svg.iter(f"{SVG}polygon")]
    assert polygons == ["40,40 540,40 540,440 40,440", "600,40 800,40 800,200 600,200"]
    stands = {
        one.get("id"): (
            one.find(f"{SVG}title").text,
            one.find(f"{SVG}g").get("transform"),
            {key: one.find(f"{SVG}g/{SVG}rect").get(key) for key in ("x", "width", "height")},
            [text.text for text in one.findall(f"{SVG}g/{SVG}text")],
        )
        for one in svg.iter(f"{SVG}a")
    }

    def at(x):  # the middle of its upper edge, and its sides around that
        return f"translate({x + 40} 68)", {"x": "-40", "width": "80", "height": "65"}

    assert stands == {
        "stand-A-01": ("A-01, Işık Savunma", *at(75), ["A-01", "Işık", "Savunma"]),
        "stand-A-02": ("A-02, Une maison au nom beaucoup trop long", *at(190), ["A-02"]),
        "stand-A-03": ("A-03, attribué", *at(305), ["A-03"]),
    }


def test_the_list_is_equal_to_it_and_has_what_is_not_drawn(park):
    html = page()
    rows = re.findall(r"<tr>.*?</tr>", html[html.index('id="list"') :])[1:]
    assert [words(row).split(" fictif")[0].strip() for row in rows] == [
        "A-01 Işık Savunma",
        "A-02 Une maison au nom beaucoup trop long",
        "A-03 attribué",
        "A-04 Sans place",
    ]
    assert "Salle 1 , Salle, 40 personnes" in words(html)


def test_many_stands_are_listed_hall_by_hall(park, monkeypatch):
    monkeypatch.setattr(plans, "LISTED", 3)
    html = page()
    assert "<table" not in html
    assert '<a href="/fair/plans/park/?space=hall-a#list">Hall A\u202f: 4 stands</a>' in html
    assert len(list(drawing(html).iter(f"{SVG}a"))) == 3
    assert "<table" in page("?space=hall-a")
    assert "<table" not in page("?space=room")
    assert "Un stand est marqué. A-04 Sans place" in words(page("?q=sans"))


def test_a_name_in_another_language_is_found_while_typing_too(park):
    Organisation.objects.filter(slug="firm-a-01").update(
        name={"fr": "Išík", "en": "Light"}, search_key="isik light"
    )
    found = re.findall(r'<(?:tr|a)[^>]* data-find="([^"]*)"', page())
    assert found == ["a-01 isik light"] * 2


def test_what_is_looked_for_is_not_read_again(park, django_assert_num_queries):
    factories.journal_entry()
    page("?q=sans")
    with django_assert_num_queries(2):  # the edition, the version
        page("?q=maison")
    Organisation.objects.filter(slug="firm-a-04").update(name={"fr": "Autre nom"})
    factories.journal_entry()
    assert "Autre nom" in page("?q=maison")


def test_a_holder_who_is_not_approved_is_nowhere_on_the_page(park):
    for query in ("", "?q=maison", "?q=cachee", "?stand=A-03"):
        assert "cachée" not in page(query).casefold()
    assert "Aucun stand trouvé" in page("?q=cachee")


def test_a_stand_asked_for_is_marked_and_in_the_middle(park):
    svg = drawing(page("?stand=a-02"))
    assert svg.get("viewBox") == "50 0 360 218"
    assert [one.get("id") for one in svg.iter(f"{SVG}a") if "found" in one.get("class")] == [
        "stand-A-02"
    ]


def test_a_search_without_accents_finds_and_is_said(park):
    html = page("?q=isik")
    assert drawing(html).get("viewBox") == "0 0 360 218"
    assert "Un stand est marqué. A-01 Işık Savunma ( Hall A )" in words(html).replace(
        "(", "( "
    ).replace(")", " )")
    assert 'value="isik"' in html


def test_several_found_are_marked_on_the_whole_plan(park):
    html = page("?q=a-0")
    assert drawing(html).get("viewBox") == "0 0 1400 850"
    assert "4 stands sont marqués." in words(html)


def test_a_hall_asked_for_is_shown_alone(park):
    x, y, width, depth = map(int, drawing(page("?space=hall-a")).get("viewBox").split())
    assert max(x, y) <= 40
    assert 540 - x <= width < 1400
    assert 440 - y <= depth < 850


@pytest.mark.parametrize("query", ["?stand=Z-99", "?space=nowhere", "?q=", "?q=%00&stand=%20"])
def test_nonsense_shows_the_whole_plan(park, query):
    assert drawing(page(query)).get("viewBox") == "0 0 1400 850"


def test_a_name_breaks_into_lines_that_fit_or_is_left_out():
    assert broken("Işık Savunma", 74) == ["Işık", "Savunma"]
    assert broken("A B C", 74) == ["A B C"]
    assert broken("Indivisiblement", 74) == []
    assert broken("un deux trois quatre cinq six", 74) == []


def test_the_venues_are_listed_and_an_edition_without_says_so(park):
    assert 'href="/fair/plans/park/"' in page(path="/fair/plans/")
    factories.edition(slug="bare")
    assert "Aucun plan n’est encore publié." in page(path="/bare/plans/")


def test_the_number_of_queries_does_not_grow(park, django_assert_num_queries):
    page()
    with django_assert_num_queries(6):
        page()
    hall = park.stands.first().space
    for number in range(3):
        firm = factories.organisation()
        factories.exhibitor(edition=park, organisation=firm)
        factories.stand(edition=park, number=f"X-{number}", space=hall, organisation=firm)
    with django_assert_num_queries(6):
        page()
