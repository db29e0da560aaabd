"""The page of an exhibitor, and that of what it shows: where and when to see it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from salon.core.actor import Actor
from salon.exhibition.models import Brochure, Characteristic
from tests import factories
from tests.cast import CAST
from tests.factories import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    phase = factories.phase(edition=factories.edition(slug="fair"))
    edition = phase.edition
    venue = factories.venue(name={"fr": "Parc des Expositions"})
    firm = factories.exhibitor(
        edition=edition,
        slug="firm",
        organisation=factories.organisation(name={"fr": "Düşoptik"}, country="TR"),
        summary={"fr": "Des caméras.", "en": "Cameras."},
        website="https://example.org/",
    )
    factories.stand(
        edition=edition,
        organisation=firm.organisation,
        number="A-7",
        space=factories.space(venue=venue, name={"fr": "Hall A"}),
    )
    camera = factories.equipment(
        exhibitor=firm,
        slug="camera",
        name={"fr": "Caméra thermique", "en": "Thermal camera"},
        summary={"fr": "Jour et nuit.", "en": "Day and night."},
        category="surveillance",
        control="ML15",
        languages=["fr", "tr"],
    )
    for position, (label, value) in enumerate((("Portée", "15 km"), ("Masse", "9 kg"))):
        Characteristic.objects.create(
            equipment=camera, position=position, label={"fr": label}, value={"fr": value}
        )
    factories.session(
        phase=phase,
        slug="demo",
        title={"fr": "Démonstration de nuit"},
        kind="demonstration",
        starts=NINE,
        ends=NINE + timedelta(minutes=90),
        venue=venue,
    ).equipment.set([camera])
    return edition


def get(*slugs, language=""):
    name = "equipment" if len(slugs) == 2 else "exhibitor"
    return Client().get(language + reverse(f"portal:{name}", args=["fair", *slugs]))


def text(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_an_exhibitor_says_who_where_what_and_when(world):
    page = get("firm")
    words = text(page)
    for said in (
        "Turquie Düşoptik Des caméras. fictif",
        "Où le trouver Stand A-7, Hall A, Parc des Expositions",
        "Ce qu’il présente Caméra thermique Surveillance au programme ML15 fictif",
        "Au programme Mardi 11 novembre 2025, 9 h – 10 h 30 Démonstration de nuit fictif "
        "Démonstration · Parc des Expositions · Détails et calendrier Caméra thermique",
    ):
        assert said in words
    body = page.content.decode()
    assert '<a class="button" href="https://example.org/" rel="external nofollow">' in body
    assert 'href="/fair/exhibitors/firm/camera/"' in body
    assert "Agenda de ses rencontres" not in words


def test_an_exhibitor_that_meets_others_leads_to_its_agenda(world):
    organisation = world.exhibitors.get().organisation
    factories.party(edition=world, slug="duso", organisation=organisation)
    body = get("firm").content.decode()
    assert '<a class="button main" href="/fair/parties/duso/">Agenda de ses rencontres</a>' in body


def test_an_exhibitor_with_nothing_yet_says_so(world):
    factories.exhibitor(edition=world, slug="bare")
    words = text(get("bare"))
    assert "Aucun stand n’est encore attribué." in words
    assert "Aucun équipement n’est encore publié." in words
    assert "Au programme" not in words


def test_equipment_says_what_it_is_and_where_and_when_to_see_it(world):
    words = text(get("firm", "camera"))
    for said in (
        "Surveillance Caméra thermique Jour et nuit. fictif",
        "Caractéristiques Portée 15 km Masse 9 kg",
        "Langues français, turc",
        "Contrôle des exportations ML15",
        "liste commune des équipements militaires de l’Union européenne",
        "Le voir Düşoptik Stand A-7, Hall A, Parc des Expositions",
        "Au programme Mardi 11 novembre 2025, 9 h – 10 h 30 Démonstration de nuit",
    ):
        assert said in words


def test_equipment_of_a_site_in_another_language(world):
    words = text(get("firm", "camera", language="/en"))
    assert "Thermal camera Day and night. fictional" in words
    assert "Languages French, Turkish" in words


def test_figures_that_are_not_given_are_asked_for_at_the_stand(world):
    factories.equipment(exhibitor=world.exhibitors.get(), slug="bare")
    words = text(get("firm", "bare"))
    assert "L’exposant ne donne pas de chiffres ici" in words
    assert "Contrôle des exportations" not in words


def test_a_shape_gives_the_dimensions(world):
    factories.shape(
        equipment=world.exhibitors.get().equipment.get(), width=1200, height=800, depth=450
    )
    assert "Largeur × profondeur × hauteur 1 200 × 450 × 800 mm" in text(get("firm", "camera"))


def test_an_address_can_be_passed_on(world):
    address = "http%3A%2F%2Ftestserver%2Ffair%2Fexhibitors%2Ffirm%2F"
    for page, path in ((("firm",), address), (("firm", "camera"), f"{address}camera%2F")):
        body = get(*page).content.decode()
        for link in ("https://wa.me/?text=", "https://t.me/share/url?url=", "mailto:?body="):
            assert f'href="{link}{path}"' in body


def test_pictures_and_brochures(world):
    camera = world.exhibitors.get().equipment.get()
    picture = factories.picture(equipment=camera, digest="ab" * 32, alt={"fr": "Vue de face"})
    Brochure.objects.create(equipment=camera, language="fr", digest="cd" * 32, size=2048)
    body = get("firm", "camera").content.decode()
    stem = f"/media/fair/{picture.digest}"
    assert (
        f'<picture><source type="image/avif" srcset="{stem}-400.avif 400w, {stem}-1200.avif 1200w"'
        in body
    )
    assert f'<source type="image/webp" srcset="{stem}-400.webp 400w, {stem}-1200.webp' in body
    assert f'<img src="{stem}-400.webp" alt="Vue de face" width="1200" height="800"' in body
    assert f'<a href="/media/fair/{"cd" * 32}.pdf" hreflang="fr" type="application/pdf">' in body
    assert f'src="{stem}-400.webp" alt=""' in get("firm").content.decode()


def test_an_article_is_cited_for_what_it_says(world):
    firm = world.exhibitors.get()
    factories.equipment(exhibitor=firm, slug="known", source="Le Journal, 1er mai", fictional=False)
    body = get("firm", "known").content.decode()
    assert '<li id="source-1" lang="fr">Le Journal, 1er mai</li>' in body


def test_what_is_not_approved_is_seen_by_organisers_only(world, monkeypatch):
    firm = world.exhibitors.get()
    factories.equipment(exhibitor=firm, slug="waiting", review="submitted")
    assert get("firm", "waiting").status_code == 404
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["organiser"]))
    assert "En attente de relecture" in text(get("firm", "waiting"))


def test_an_entry_is_at_its_own_exhibitor_s_address_only(world):
    factories.exhibitor(edition=world, slug="other")
    assert get("other", "camera").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(world, rows, django_assert_num_queries):
    firm = world.exhibitors.get()
    camera = firm.equipment.get()
    for number in range(rows):
        item = factories.equipment(exhibitor=firm)
        factories.stand(edition=world, organisation=firm.organisation)
        factories.picture(equipment=camera)
        factories.picture(equipment=item)
        Characteristic.objects.create(
            equipment=camera, position=10 + number, label={"fr": "L"}, value={"fr": "V"}
        )
        factories.session(edition=world, phase=world.phases.first()).equipment.set([camera, item])
    with django_assert_num_queries(11):
        get("firm")
    with django_assert_num_queries(11):
        get("firm", "camera")
