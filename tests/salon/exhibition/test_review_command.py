"""`salon review`: what an organiser does at the command line."""

import pytest
from django.core.management import CommandError, call_command

from salon.core.models import JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    edition = factories.edition(slug="fair")
    firm = factories.exhibitor(edition=edition, slug="firm", review="submitted")
    for slug, review in (
        ("mast", "submitted"),
        ("crane", "draft"),
        ("pump", "returned"),
        ("tent", "approved"),
    ):
        name = {"fr": slug.capitalize()}
        factories.equipment(exhibitor=firm, slug=slug, name=name, review=review)
    return firm


def review(capsys, *args):
    call_command("review", *args)
    return capsys.readouterr().out


def test_what_waits_is_listed(firm, capsys):
    assert review(capsys, "fair") == (
        "firm  Waiting for review\nfirm/mast  Waiting for review  Mast\n"
    )


def test_drafts_and_returned_entries_are_listed_too_when_asked(firm, capsys):
    assert review(capsys, "fair", "--list").splitlines() == [
        "firm  Waiting for review",
        "firm/crane  Draft  Crane",
        "firm/mast  Waiting for review  Mast",
        "firm/pump  To be corrected  Pump",
    ]


def test_nothing_waits(capsys):
    factories.edition(slug="fair")
    assert review(capsys, "fair") == "Nothing waits for review.\n"


def test_an_exhibitor_and_an_entry_are_approved(firm, capsys):
    assert review(capsys, "fair", "--approve", "firm") == "firm: Published\n"
    assert review(capsys, "fair", "--approve", "firm/mast") == "firm/mast: Published\n"
    firm.refresh_from_db()
    assert (firm.review, firm.equipment.get(slug="mast").review) == ("approved", "approved")
    told = JournalEntry.objects.order_by("id").values_list("actor_kind", "action")
    assert list(told) == [("operator", "exhibitor.approve"), ("operator", "equipment.approve")]


def test_an_exhibitor_and_an_entry_are_returned(firm, capsys):
    said = review(capsys, "fair", "--return", "firm/tent", "--why", "La masse manque")
    assert said == "firm/tent: To be corrected\n"
    assert review(capsys, "fair", "--return", "firm", "--why", "Le pays") == (
        "firm: To be corrected\n"
    )
    reasons = JournalEntry.objects.order_by("id").values_list("data", flat=True)
    assert list(reasons) == [{"reason": "La masse manque"}, {"reason": "Le pays"}]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nowhere",), "There is no edition 'nowhere'. Known: fair."),
        (
            ("fair", "--approve", "firm/boat"),
            "There is no entry 'firm/boat': `salon review fair --list`.",
        ),
        (
            ("fair", "--approve", "nobody"),
            "There is no entry 'nobody': `salon review fair --list`.",
        ),
        (
            ("fair", "--approve", "firm/crane"),
            "Only an entry that waits for review can be approved.",
        ),
        (("fair", "--return", "firm/mast"), "Say what has to be corrected."),
    ],
)
def test_what_cannot_be_done_is_said(firm, args, said):
    with pytest.raises(CommandError) as refused:
        call_command("review", *args)
    assert str(refused.value) == said
