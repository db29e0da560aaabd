"""Nothing of the catalogue is public before it is approved; the filters say what the rules say."""

from dataclasses import replace

import pytest
from django.http import Http404

from salon.core.actor import Actor
from salon.core.permissions import Permission, allowed
from salon.exhibition.choices import Review
from salon.exhibition.models import Equipment, Exhibitor
from salon.exhibition.selectors.catalogue import catalogue_of
from salon.exhibition.selectors.details import covers_of, sheet_of, stands_of
from salon.exhibition.selectors.visibility import (
    get_equipment,
    get_exhibitor,
    visible_equipment,
    visible_exhibitors,
)
from tests import factories
from tests.cast import CAST

pytestmark = pytest.mark.django_db

OPERATOR = Actor.operator("tester")


@pytest.fixture
def edition():
    """Exhibitors in each state, each with an entry in each state."""
    edition = factories.edition()
    for of in Review.values:
        exhibitor = factories.exhibitor(edition=edition, slug=of, review=of)
        for review in Review.values:
            factories.equipment(exhibitor=exhibitor, slug=review, review=review)
    factories.equipment(exhibitor=factories.exhibitor(edition=factories.edition()))
    return edition


def seen_by(actor, edition):
    return (
        {one.slug for one in visible_exhibitors(actor=actor, edition=edition)},
        {(one.exhibitor.slug, one.slug) for one in visible_equipment(actor=actor, edition=edition)},
    )


def test_the_public_sees_what_is_approved_of_those_who_are(edition):
    assert seen_by(Actor.public(), edition) == ({"approved"}, {("approved", "approved")})


def test_an_exhibitor_sees_its_own_too(edition):
    own = edition.exhibitors.get(slug="draft").organisation_id
    actor = replace(CAST["exhibitor"], organisations=frozenset({own}))
    assert seen_by(actor, edition) == (
        {"approved", "draft"},
        {("approved", "approved"), *(("draft", review) for review in Review.values)},
    )


def test_organisers_and_the_command_line_see_everything(edition):
    everything = (
        set(Review.values),
        {(of, review) for of in Review.values for review in Review.values},
    )
    assert seen_by(CAST["organiser"], edition) == everything
    assert seen_by(OPERATOR, edition) == everything


def test_filters_and_rules_say_the_same(edition):
    own = edition.exhibitors.get(slug="returned").organisation_id
    member = replace(CAST["delegate"], organisations=frozenset({own}))
    for actor in (*CAST.values(), OPERATOR, member):
        for rows, table in (
            (visible_exhibitors(actor=actor, edition=edition), Exhibitor.objects),
            (visible_equipment(actor=actor, edition=edition), Equipment.objects),
        ):
            of_edition = (
                table.filter(edition=edition)
                if table is Exhibitor.objects
                else table.filter(exhibitor__edition=edition)
            )
            by_rule = {
                row.pk for row in of_edition if allowed(actor, Permission.EQUIPMENT_VIEW, row)
            }
            assert {row.pk for row in rows} == by_rule


def test_one_that_may_not_be_seen_does_not_exist(edition):
    public = Actor.public()
    with pytest.raises(Http404):
        get_exhibitor(actor=public, edition=edition, slug="draft")
    approved = get_exhibitor(actor=public, edition=edition, slug="approved")
    with pytest.raises(Http404):
        get_equipment(actor=public, exhibitor=approved, slug="submitted")
    found = get_equipment(actor=public, exhibitor=approved, slug="approved")
    assert (found.slug, found.exhibitor) == ("approved", approved)


def test_what_belongs_to_a_row_follows_it(edition):
    public = Actor.public()
    draft = edition.exhibitors.get(slug="draft")
    hidden = draft.equipment.get(slug="approved")
    factories.picture(equipment=hidden)
    with pytest.raises(Http404):
        stands_of(actor=public, exhibitor=draft)
    with pytest.raises(Http404):
        sheet_of(actor=public, equipment=hidden)
    assert covers_of(actor=public, edition=edition, items=[hidden.pk]) == {}
    assert set(covers_of(actor=OPERATOR, edition=edition, items=[hidden.pk])) == {hidden.pk}


def test_a_catalogue_is_kept_under_its_version(edition, django_assert_num_queries):
    public = Actor.public()
    first = catalogue_of(actor=public, edition=edition, version="1")
    assert [firm.slug for firm in first.firms] == ["approved"]
    with django_assert_num_queries(0):
        assert catalogue_of(actor=public, edition=edition, version="1") is first
    edition.exhibitors.update(review="approved")
    assert len(catalogue_of(actor=public, edition=edition, version="2").firms) == 4


def test_a_change_elsewhere_keeps_the_catalogue_and_its_index(edition):
    public = Actor.public()
    first = catalogue_of(actor=public, edition=edition, version="1")
    assert catalogue_of(actor=public, edition=edition, version="2") is first
    approved = edition.exhibitors.get(slug="approved").organisation
    approved.name = {"fr": "Autrement"}
    approved.save()
    changed = catalogue_of(actor=public, edition=edition, version="3")
    assert [str(firm.name) for firm in changed.firms] == ["Autrement"]


def test_nothing_is_kept_without_a_version(edition):
    catalogue_of(actor=Actor.public(), edition=edition, version="1")
    assert len(catalogue_of(actor=OPERATOR, edition=edition).firms) == 4
    again = catalogue_of(actor=Actor.public(), edition=edition, version="1")
    assert [firm.slug for firm in again.firms] == ["approved"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_catalogue_takes_three_queries(edition, rows, django_assert_num_queries):
    for _ in range(rows):
        exhibitor = factories.exhibitor(edition=edition)
        factories.stand(edition=edition, organisation=exhibitor.organisation)
        factories.equipment(exhibitor=exhibitor)
    with django_assert_num_queries(3):
        catalogue_of(actor=Actor.public(), edition=edition)


def test_a_catalogue_is_in_order_of_names_and_knows_its_stands():
    edition = factories.edition()
    for name in ("Zèbre", "Écran", "ambre"):
        factories.exhibitor(edition=edition, organisation=factories.organisation(name={"fr": name}))
    ambre = edition.exhibitors.get(organisation__name__fr="ambre")
    for number in ("B-2", "A-1"):
        factories.stand(edition=edition, organisation=ambre.organisation, number=number)
    factories.equipment(exhibitor=ambre, category="drones")
    firms = catalogue_of(actor=Actor.public(), edition=edition).firms
    assert [str(firm.name) for firm in firms] == ["ambre", "Écran", "Zèbre"]
    assert (firms[0].stands, firms[0].categories) == (("A-1", "B-2"), {"drones"})
