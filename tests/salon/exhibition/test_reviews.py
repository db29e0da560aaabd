"""Who moves an entry from one state of review to another, and what is written down."""

from dataclasses import replace

import pytest
from django.http import Http404
from django.utils.translation import override

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.core.models import JournalEntry
from salon.exhibition.models import Equipment, Exhibitor
from salon.exhibition.services import reviews
from tests import factories
from tests.cast import CAST

pytestmark = pytest.mark.django_db

ORGANISER = CAST["organiser"]


def make(kind, review):
    """An entry of a kind in a state; its exhibitor is approved."""
    exhibitor = factories.exhibitor(
        edition=factories.edition(slug="fair"), review=review if kind == "exhibitor" else "approved"
    )
    if kind == "exhibitor":
        return exhibitor
    return factories.equipment(exhibitor=exhibitor, review=review)


def member(entry) -> Actor:
    exhibitor = entry.exhibitor if isinstance(entry, Equipment) else entry
    return replace(CAST["exhibitor"], organisations=frozenset({exhibitor.organisation_id}))


def do(action, actor, entry, **more):
    kind = "equipment" if isinstance(entry, Equipment) else "exhibitor"
    return getattr(reviews, f"{action}_{kind}")(actor=actor, **{kind: entry}, **more)


KINDS = pytest.mark.parametrize("kind", ["exhibitor", "equipment"])


@KINDS
def test_an_entry_goes_from_draft_to_published(kind):
    entry = make(kind, "draft")
    do("submit", member(entry), entry)
    do("approve", ORGANISER, entry)
    entry.refresh_from_db()
    assert entry.review == "approved"
    told = JournalEntry.objects.order_by("id").values_list(
        "stream", "actor_id", "action", "subject", "data"
    )
    subject = f"exhibition.{kind}:{entry.pk}"
    assert list(told) == [
        ("fair", "exhibitor", f"{kind}.submit", subject, {}),
        ("fair", "organiser", f"{kind}.approve", subject, {}),
    ]


@KINDS
@pytest.mark.parametrize("review", ["submitted", "approved"])
def test_an_entry_is_returned_with_its_reason_and_sent_in_again(kind, review):
    entry = make(kind, review)
    do("return", ORGANISER, entry, reason=" La masse manque. ")
    assert type(entry).objects.get().review == "returned"
    assert JournalEntry.objects.get().data == {"reason": "La masse manque."}
    do("submit", member(entry), entry)
    assert type(entry).objects.get().review == "submitted"


@KINDS
@pytest.mark.parametrize(
    ("action", "review", "more"),
    [
        ("submit", "submitted", {}),
        ("submit", "approved", {}),
        ("approve", "draft", {}),
        ("approve", "approved", {}),
        ("approve", "returned", {}),
        ("return", "draft", {"reason": "x"}),
        ("return", "returned", {"reason": "x"}),
    ],
)
def test_a_wrong_state_is_refused_and_nothing_is_written(kind, action, review, more):
    entry = make(kind, review)
    with pytest.raises(DomainError) as refused:
        do(action, ORGANISER, entry, **more)
    assert refused.value.code == "review.state"
    assert type(entry).objects.get().review == review
    assert not JournalEntry.objects.exists()


@KINDS
def test_what_another_did_meanwhile_counts(kind):
    entry = make(kind, "submitted")
    type(entry).objects.update(review="approved")
    with pytest.raises(DomainError) as refused:
        do("approve", ORGANISER, entry)
    assert refused.value.code == "review.state"


@KINDS
def test_no_return_without_a_reason(kind):
    entry = make(kind, "submitted")
    with pytest.raises(DomainError) as refused:
        do("return", ORGANISER, entry, reason="  ")
    assert refused.value.code == "review.reason"
    with override("fr"):
        assert str(refused.value) == "Indiquez ce qu’il faut corriger."


@KINDS
def test_only_organisers_review_and_only_its_own_people_send_in(kind):
    entry = make(kind, "submitted")
    for actor in (member(entry), *(CAST[name] for name in set(CAST) - {"organiser"})):
        for action, more in (("approve", {}), ("return", {"reason": "x"})):
            with pytest.raises(Http404):
                do(action, actor, entry, **more)
    type(entry).objects.update(review="draft")
    for name in set(CAST) - {"organiser"}:
        with pytest.raises(Http404):
            do("submit", CAST[name], entry)
    assert type(entry).objects.get().review == "draft"


def test_an_approved_entry_waits_for_its_exhibitor():
    exhibitor = factories.exhibitor(edition=factories.edition(), review="submitted")
    entry = factories.equipment(exhibitor=exhibitor, review="submitted")
    reviews.approve_equipment(actor=ORGANISER, equipment=entry)
    assert Exhibitor.objects.get().review == "submitted"
    assert Equipment.objects.get().review == "approved"
