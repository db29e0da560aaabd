"""Agendas and door sheets on paper, read back."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db

HOSTILE = '#panic("x") $ *gras* [b] _u_ @ref <lab> \\ // `r` ~ = - + /* "q" \' #let'
LETTERS = "Işık Ğüneş ÇÖ · Ёжик Москва Щука · « Œuvré à Ségou » · naïf Ÿ · ŋɛɔɲ"


@pytest.fixture
def world():
    phase = factories.phase(
        edition=factories.edition(name={"fr": "BAMEX’25"}), name={"fr": "Exposition"}
    )
    slots = [factories.slot(phase=phase, number=number) for number in (0, 1, 2, 48)]
    parties = [
        factories.party(
            edition=phase.edition,
            available=slots,
            organisation=factories.organisation(name={"fr": name}),
        )
        for name in (HOSTILE, LETTERS)
    ]
    place = factories.place(
        edition=phase.edition, open_slots=slots, name={"fr": "Table *3* #x"}, capacity=2
    )
    meeting = factories.meeting(
        request=factories.request(a=parties[0], b=parties[1]), slot=slots[0], place=place
    )
    published = NINE.replace(microsecond=123456)
    factories.publication(edition=phase.edition, number=7, published_at=published)
    return {
        "edition": phase.edition,
        "parties": parties,
        "place": place,
        "slots": slots,
        "meeting": meeting,
    }


def agenda(world, number=0):
    name, slug = "portal:party_pdf", world["parties"][number].slug
    return Client().get(reverse(name, args=[world["edition"].slug, slug]))


def door(world):
    return Client().get(
        reverse("portal:place_pdf", args=[world["edition"].slug, world["place"].slug])
    )


def read(response):
    return PdfReader(io.BytesIO(response.content))


def words(page):
    """The text of a page with every run of spaces and line breaks made one space."""
    return " ".join(page.extract_text().split())


def test_it_is_a_pdf_with_a_name(world):
    response = agenda(world)
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        f'inline; filename="{world["edition"].slug}-{world["parties"][0].slug}.pdf"',
    )
    assert response.content.startswith(b"%PDF-")


def test_an_agenda_has_a_portrait_page_a_day(world):
    pages = read(agenda(world)).pages
    sizes = [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages]
    assert sizes == [(595, 842)] * 2
    first, second = map(words, pages)
    for text in (
        "BAMEX’25",
        "Mardi 11 novembre 2025",
        "Exposition",
        "Publication 7, mardi",
        "1 / 2",
    ):
        assert text in first
    assert "Mercredi 12 novembre 2025" in second


def test_names_are_shown_as_they_are_and_never_obeyed(world):
    title = " ".join(HOSTILE.split())
    assert title in words(read(agenda(world)).pages[0])
    assert title in words(read(agenda(world, 1)).pages[0])
    sheet = words(read(door(world)).pages[0])
    assert title in sheet
    assert "Table *3* #x" in sheet


def test_letters_of_the_guests_languages_are_drawn(world):
    assert LETTERS in words(read(agenda(world, 1)).pages[0])
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in read(agenda(world, 1)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("-")[0] for name in fonts} == {"LibertinusSerif"}


def test_a_door_sheet_is_a_landscape_page_a_day(world):
    pages = read(door(world)).pages
    sizes = [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages]
    assert sizes == [(842, 595)] * 2
    assert "Mardi 11 novembre 2025" in words(pages[0])
    assert "Libre" in words(pages[1])


def test_a_crowded_day_stays_on_its_page(world):
    edition, slot, place = world["edition"], world["slots"][1], world["place"]
    me = world["parties"][0]
    for _ in range(24):
        other = factories.party(edition=edition)
        factories.meeting(request=factories.request(a=me, b=other), slot=slot, place=place)
    assert len(read(agenda(world)).pages) == 2
    assert len(read(door(world)).pages) == 2


def test_days_with_nothing_to_do_or_arrange_have_no_page(world):
    world["parties"][0].available_slots.set(world["slots"][:1])
    assert len(read(agenda(world)).pages) == 1


def test_a_party_that_is_nowhere_gets_one_page_that_says_so(world):
    world["meeting"].delete()
    world["parties"][0].available_slots.clear()
    pages = read(agenda(world)).pages
    assert len(pages) == 1
    assert "Rien n’est encore prévu." in words(pages[0])


def test_the_same_data_gives_the_same_bytes(world):
    assert agenda(world).content == agenda(world).content
    assert door(world).content == door(world).content


def test_what_is_printed_follows_the_language(world):
    response = Client().get(
        reverse("portal:party_pdf", args=[world["edition"].slug, world["parties"][0].slug]).replace(
            f"/{world['edition'].slug}/", f"/en/{world['edition'].slug}/", 1
        )
    )
    assert "Tuesday 11 November 2025" in words(read(response).pages[0])
    assert read(response).trailer["/Root"]["/Lang"] == "en"


def test_queries_do_not_grow_with_rows(world, django_assert_num_queries):
    # Roads are asked for only where there are two venues, or one and an unknown one.
    factories.commitment(party=world["parties"][0], starts=NINE, ends=NINE + timedelta(minutes=5))
    with django_assert_num_queries(11):
        agenda(world)
    with django_assert_num_queries(6):
        door(world)
    for number in (1, 2):
        other = factories.party(edition=world["edition"])
        factories.meeting(
            request=factories.request(a=world["parties"][0], b=other),
            slot=world["slots"][number],
            place=world["place"],
        )
        factories.commitment(
            party=world["parties"][0],
            starts=NINE + timedelta(days=1),
            ends=NINE + timedelta(days=1, minutes=30),
        )
    with django_assert_num_queries(11):
        agenda(world)
    with django_assert_num_queries(6):
        door(world)
