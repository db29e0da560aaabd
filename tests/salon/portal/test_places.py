"""The pages of places, and what hangs at their doors."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    phase = factories.phase()
    edition = phase.edition
    slots = [factories.slot(phase=phase, number=number) for number in range(3)]
    venue = factories.venue(name={"fr": "Parc des Expositions"})
    hall = factories.space(venue=venue, name={"fr": "Hall A"})
    parties = [
        factories.party(
            edition=edition, slug=slug, organisation=factories.organisation(name={"fr": name})
        )
        for slug, name in (("one", "Acier & Fils"), ("two", "Délégation du Niger"))
    ]
    tables = factories.place(
        edition=edition,
        slug="tables",
        name={"fr": "Tables"},
        space=hall,
        capacity=14,
        open_slots=slots,
    )
    stand = factories.place(
        edition=edition,
        slug="stand",
        name={"fr": "Stand A1"},
        space=hall,
        owner=parties[0],
        open_slots=slots[:1],
    )
    factories.meeting(
        request=factories.request(a=parties[0], b=parties[1]),
        slot=slots[1],
        place=tables,
        interpreter=factories.interpreter(
            edition=edition, person=factories.person(name="A. Traoré")
        ),
    )
    return {
        "edition": edition,
        "slots": slots,
        "parties": parties,
        "tables": tables,
        "stand": stand,
    }


def get(name, world, *args):
    return Client().get(reverse(f"portal:{name}", args=[world["edition"].slug, *args]))


def rows_of(response):
    """The words of each row of every table, without its head."""
    found = re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", response.content.decode())
    rows = [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]
    return [row for row in rows if not row.startswith(("Lieu ", "Heure "))]


def text(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_places_by_venue_with_what_is_held_there(world):
    page = get("places", world)
    assert rows_of(page) == ["Tables Hall A 14 1", "Stand A1 Hall A 1 0"]
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page.content.decode()) == ["Parc des Expositions"]


def test_no_place_at_all_is_said(world):
    world["edition"] = factories.edition()
    assert "Aucun lieu n’est encore défini." in text(get("places", world))


def test_the_door_says_who_meets_when_and_how_many_tables_are_taken(world):
    assert rows_of(get("place", world, "tables")) == [
        "9 h – 9 h 30 Libre",
        "9 h 30 – 10 h 1 table sur 14 Acier & Fils – Délégation du Niger interprète : A. Traoré",
        "10 h – 10 h 30 Libre",
    ]


def test_a_stand_names_its_holder_and_hours(world):
    page = get("place", world, "stand")
    assert "Stand de Acier & Fils" in text(page)
    assert rows_of(page) == ["9 h – 9 h 30 Libre", "9 h 30 – 10 h 30 Indisponible"]


def test_a_closed_door_room_tells_nothing_but_what_is_open(world):
    room = factories.place(
        edition=world["edition"], closed_door=True, capacity=4, open_slots=world["slots"]
    )
    for number, level in ((0, "open"), (0, "closed_door"), (1, "closed_door")):
        a, b = (factories.party(edition=world["edition"]) for _ in range(2))
        factories.meeting(
            request=factories.request(a=a, b=b, level=level),
            slot=world["slots"][number],
            place=room,
        )
    shown = rows_of(get("place", world, room.slug))
    assert [re.sub(r"Organisation \d+", "Organisation", row) for row in shown] == [
        "9 h – 9 h 30 Organisation – Organisation",
        "9 h 30 – 10 h 30 Indisponible",
    ]


def test_a_place_that_is_never_open_says_so(world):
    never = factories.place(edition=world["edition"])
    assert "Aucune rencontre ne peut encore se tenir ici." in text(get("place", world, never.slug))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(world, rows, django_assert_num_queries):
    for number in range(rows - 1):
        other = factories.party(edition=world["edition"])
        factories.meeting(
            request=factories.request(a=world["parties"][0], b=other),
            slot=world["slots"][number],
            place=world["tables"],
        )
        factories.place(edition=world["edition"])
    with django_assert_num_queries(4):
        get("places", world)
    with django_assert_num_queries(7):
        get("place", world, "tables")
