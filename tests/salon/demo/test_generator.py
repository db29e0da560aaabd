"""The demonstration edition: how much there is, what is marked invented, always the same."""

import pytest
from django.apps import apps
from django.db import transaction

from rendezvous.checking import check_problem
from salon.core.models import JournalEntry, Sourced
from salon.demo import generator
from salon.demo.generator import SEED, generate
from salon.directory.models import Organisation, Person
from salon.editions.models import Edition, Phase, TravelTime
from salon.meetings.choices import Level, PartyKind
from salon.meetings.models import (
    Commitment,
    Interpreter,
    MeetingRequest,
    Party,
    Place,
    Precedence,
    Slot,
)
from salon.meetings.planning import problem_of
from tests.salon.demo.rows import OPERATOR, SMALL, digest, small_edition
from tests.salon.demo.test_facts import NAMED


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker):
    """The whole edition, loaded once for all the tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield generate(actor=OPERATOR)
        transaction.set_rollback(True)


def test_as_many_as_announced(edition):
    kinds = {kind: edition.parties.filter(kind=kind).count() for kind in PartyKind}
    assert kinds == {"exhibitor": 34, "delegation": 52, "force": 12, "ministry": 8}
    assert edition.delegations.count() == 52
    assert edition.stands.count() == 34
    assert Interpreter.objects.filter(edition=edition).count() == 13


def test_requests_by_season(edition):
    requests = MeetingRequest.objects.filter(edition=edition)
    september = requests.filter(phase__slug="preparatory-cycle")
    assert (september.count(), requests.count()) == (300, 1500)
    late = Slot.objects.filter(edition=edition, day__month=11)
    for_any = requests.filter(phase=None)
    assert {slot.pk for request in for_any[:20] for slot in request.allowed_slots.all()} <= {
        slot.pk for slot in late
    }
    assert for_any.filter(allowed_slots=None).count() == 0


def test_every_kind_of_constraint_is_in_play(edition):
    requests = MeetingRequest.objects.filter(edition=edition)
    parties = Party.objects.filter(edition=edition)
    counts = {
        "closed": requests.filter(level=Level.CLOSED_DOOR).count(),
        "mandatory": requests.filter(mandatory=True).count(),
        "long": requests.filter(length=2).count(),
        "fixed slot": requests.exclude(fixed_slot=None).count(),
        "fixed place": requests.exclude(fixed_place=None).count(),
        "after": Precedence.objects.filter(request__edition=edition).count(),
        "minimum": parties.filter(minimum__gte=2).count(),
        "cap": parties.exclude(max_per_day=None).count(),
        "teams": parties.filter(teams__gte=2).count(),
        "closed rooms": Place.objects.filter(edition=edition, closed_door=True).count(),
        "two venues open": sum(slot.venues.count() == 2 for slot in edition.slots.all()),
        "runs": Interpreter.objects.filter(edition=edition).exclude(max_run=None).count(),
        "closed busy": Commitment.objects.filter(level=Level.CLOSED_DOOR).count(),
    }
    assert counts == {
        "closed": 123,
        "mandatory": 25,
        "long": 26,
        "fixed slot": 12,
        "fixed place": 15,
        "after": 30,
        "minimum": 29,
        "cap": 10,
        "teams": counts["teams"],
        "closed rooms": 8,
        "two venues open": 5,
        "runs": 13,
        "closed busy": 3,
    }
    assert counts["teams"] > 40


def test_delegations_have_two_to_five_members_and_one_head(edition):
    sizes = {delegation.members.count() for delegation in edition.delegations.all()}
    assert sizes == {2, 3, 4, 5}
    assert {d.members.filter(head=True).count() for d in edition.delegations.all()} == {1}


def test_between_them_its_people_speak_the_languages_of_a_party(edition):
    wrong = [
        party.slug
        for party in edition.parties.select_related("organisation").prefetch_related(
            "organisation__people"
        )
        if {code for person in party.organisation.people.all() for code in person.languages}
        != set(party.languages)
    ]
    assert wrong == []


def test_what_is_invented_says_so(edition):
    """All but the rows of facts.py."""
    real = Organisation.objects.filter(fictional=False)
    assert sorted(real.values_list("slug", flat=True)) == [
        "aselsan",
        "baykar",
        "havelsan",
        "hedef-defence",
        "ministere-affaires-etrangeres",
        "ministere-defense",
        "ministere-securite",
        "mke",
        "roketsan",
        "stm-savunma",
    ]
    for model in (Person, TravelTime):
        assert model.objects.filter(fictional=False).count() == 0
    assert edition.delegations.filter(fictional=False).count() == 0
    assert edition.sessions.filter(fictional=False).count() == 0
    assert Phase.objects.filter(edition=edition, fictional=True).count() == 0


def test_what_is_not_invented_has_its_source(edition):
    bare = [
        (model.__name__, row.pk)
        for model in apps.get_models()
        if issubclass(model, Sourced)
        for row in model.objects.filter(fictional=False, source="")
    ]
    assert bare == []


def test_nobody_bears_the_name_of_somebody_in_the_articles(edition):
    names = list(Person.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))
    assert [person for person in names for name in NAMED if name in person] == []


def test_the_engine_accepts_it(edition):
    assert check_problem(problem_of(edition=edition)) == []


# --- of a smaller one -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_two_runs_give_the_same_rows_and_another_seed_gives_others():
    digests = []
    for seed in (SEED, SEED, SEED + 1):
        with transaction.atomic():
            generate(actor=OPERATOR, scale=SMALL, seed=seed)
            digests.append(digest())
            transaction.set_rollback(True)
    assert digests[0] == digests[1]
    assert digests[1] != digests[2]


@pytest.mark.django_db
def test_loading_is_journalled():
    edition = small_edition()
    entry = JournalEntry.objects.get()
    assert (entry.stream, entry.action, entry.actor_label) == ("bamex25", "demo.load", "tester")
    assert entry.data == {"seed": 7, "parties": 19, "requests": 52}
    assert entry.subject == f"editions.edition:{edition.pk}"


@pytest.mark.django_db
def test_a_load_that_breaks_off_leaves_nothing(monkeypatch):
    def break_off(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(generator, "add_requests", break_off)
    with pytest.raises(KeyboardInterrupt):
        small_edition()
    assert (Edition.objects.count(), Organisation.objects.count()) == (0, 0)
