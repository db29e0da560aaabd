"""Getting there: the sketch says what the rows say, and so does the list."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from salon.editions.models import TravelTime
from salon.portal.views.visit import EDGE, HEIGHT, WIDTH
from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    edition = factories.edition(slug="fair")
    park = factories.venue(name={"fr": "Parc"}, city="Bamako", sketch_x=20, sketch_y=60)
    ground = factories.venue(
        name={"fr": "Terrain"},
        city="Koulikoro",
        sketch_x=80,
        sketch_y=10,
        directions={"fr": "Par la route."},
        plan_width=100,
        plan_depth=100,
        slug="ground",
    )
    unplaced = factories.venue(name={"fr": "Ailleurs"})
    factories.venue(name={"fr": "Étranger"}, sketch_x=50, sketch_y=50)
    factories.phase(edition=edition, venue=park)
    factories.session(edition=edition, venue=unplaced)
    for a, b, minutes in ((park, ground, 75), (park, unplaced, 20)):
        TravelTime.objects.create(a=a, b=b, minutes=minutes, fictional=True)
    for day, hour in ((0, 0), (0, 2), (1, 0)):
        departs = NINE + timedelta(days=day, hours=hour)
        factories.transfer(
            edition=edition, origin=park, destination=ground, departs=departs, seats=50
        )
    factories.notice(edition=edition, title={"fr": "Chaleur"}, text={"fr": "Il fait chaud."})
    return edition


def page(path="/fair/visit/"):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")


def test_the_sketch_has_each_placed_venue_and_each_road_between_them(fair):
    svg = re.search(r'<figure class="sketch">(<svg.*?</svg>)', page(), re.DOTALL)[1]
    root = ElementTree.fromstring(svg)
    assert [(one.get("cx"), one.get("cy")) for one in root.iter("circle")] == [
        (str(EDGE), str(HEIGHT - EDGE)),
        (str(WIDTH - EDGE), str(EDGE)),
    ]
    assert [one.text for one in root.iter("text")] == ["1\xa0h\xa015", "Parc", "Terrain"]
    lines = [[one.get(key) for key in ("x1", "y1", "x2", "y2")] for one in root.iter("line")]
    assert lines == [[str(EDGE), str(HEIGHT - EDGE), str(WIDTH - EDGE), str(EDGE)]]
    assert "ce n’est pas une carte" in root.find("desc").text


def test_the_list_says_all_of_it(fair):
    text = words(page())
    assert "1 h 15 de Parc à Terrain" in text
    assert "20 min de Parc à Ailleurs" in text
    assert "Étranger" not in text
    assert "Par la route." in text
    assert "Chaleur fictif Il fait chaud." in text
    assert 'href="/fair/plans/ground/"' in page()


def test_shuttles_are_a_timetable_by_day(fair):
    text = words(page())
    assert (
        "Mardi 11 novembre 2025 Parc → Terrain fictif Départ Arrivée Places "
        "9 h 10 h 50 11 h 12 h 50 Mercredi 12 novembre 2025" in text
    )


def test_an_edition_of_which_nothing_is_known(fair):
    factories.edition(slug="bare")
    text = words(page("/bare/visit/"))
    assert "Les sites ne sont pas encore annoncés." in text
    assert "Navettes" not in text
    assert "Croquis" not in text


def test_the_number_of_queries_does_not_grow(fair, django_assert_num_queries):
    page()
    with django_assert_num_queries(6):
        page()
    for _ in range(3):
        factories.transfer(edition=fair)
        factories.notice(edition=fair)
        factories.phase(edition=fair, venue=factories.venue(sketch_x=1, sketch_y=1))
    with django_assert_num_queries(6):
        page()
