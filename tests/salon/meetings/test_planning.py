"""The bridge to the engine: what the problem says, and that plans come back verified."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import rendezvous
from rendezvous import codec
from rendezvous import problem as engine
from salon.core.errors import DomainError
from salon.editions.models import TravelTime
from salon.meetings import planning
from salon.meetings.choices import UnmetReason
from salon.meetings.models import Precedence
from tests import factories
from tests.salon.meetings.small import Small

pytestmark = pytest.mark.django_db

NINE = datetime(2025, 11, 11, 9, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def small():
    return Small()


def part(problem, name):
    return {item.id: item for item in getattr(problem, name)}


def test_reasons_are_the_engines():
    assert sorted(UnmetReason.values) == sorted(rendezvous.Reason)


def test_slots_and_venues(small):
    problem = planning.problem_of(edition=small.edition)
    assert [venue.id for venue in problem.venues] == ["park", "centre"]
    assert problem.travel == (engine.Travel(("park", "centre"), 30),)
    assert problem.slots[1] == engine.Slot(
        id="s1",
        start=NINE + HALF_HOUR,
        end=NINE + 2 * HALF_HOUR,
        day="2025-11-11",
        half_day="morning",
        venues=("park", "centre"),
    )
    assert problem.name == small.edition.name["fr"]
    assert problem.rules == engine.Rules(lunch_exempt=True)


def test_a_party(small):
    firm = small.parties["firm"]
    firm.teams, firm.max_per_day, firm.minimum = 2, 4, 1
    firm.save()
    firm.available_slots.set([small.slots[2], small.slots[0]])
    with translation.override("en"):
        problem = planning.problem_of(edition=small.edition)
    assert part(problem, "parties")["firm"] == engine.Party(
        id="firm",
        name=firm.organisation.name["fr"],
        kind="exhibitor",
        teams=2,
        slots=("s0", "s2"),
        languages=("tr", "fr"),
        home="stand",
        max_per_day=4,
        minimum=1,
    )


def test_a_party_that_is_never_there_has_no_slots(small):
    small.parties["guest"].available_slots.clear()
    assert part(planning.problem_of(edition=small.edition), "parties")["guest"].slots == ()


def test_places_and_interpreters(small):
    small.places["tables"].open_slots.set(small.slots[1:])
    problem = planning.problem_of(edition=small.edition)
    names = {place.slug: place.name["fr"] for place in small.places.values()}
    every = ("s0", "s1", "s2")
    assert problem.places == (
        engine.Place("lounge", "centre", names["lounge"], 1, every, closed_door=True),
        engine.Place("stand", "park", names["stand"], 1, every, owner="firm"),
        engine.Place("tables", "park", names["tables"], 4, ("s1", "s2")),
    )
    person = small.interpreters[0].person.name
    assert problem.interpreters[0] == engine.Interpreter(
        "i1", ("fr", "en"), person, every, max_run=2
    )


def test_requests(small):
    later = small.request(
        "later",
        "firm",
        "guest",
        weight=7,
        mandatory=True,
        length=2,
        level="closed_door",
        fixed_place=small.places["lounge"],
    )
    later.allowed_slots.set([small.slots[2], small.slots[1]])
    Precedence.objects.create(request=later, earlier=small.requests["open"])
    dated = small.request("phased", "firm", "staff", phase=small.slots[0].phase)
    requests = part(planning.problem_of(edition=small.edition), "requests")
    assert requests["later"] == engine.Request(
        id="later",
        parties=("firm", "guest"),
        weight=7,
        mandatory=True,
        length=2,
        slots=("s1", "s2"),
        fixed_place="lounge",
        closed_door=True,
        after=("open",),
    )
    assert requests[dated.slug].slots == ("s0", "s1", "s2")
    assert (requests["open"].slots, requests["open"].fixed_slot) == (None, "s0")


def test_busy_times(small):
    own = factories.commitment(
        party=small.parties["firm"], starts=NINE, ends=NINE + HALF_HOUR, teams=1,
        venue=factories.venue(slug="palace"), level="closed_door",
    )  # fmt: skip
    session = factories.session(edition=small.edition, starts=NINE)
    attended = factories.commitment(party=small.parties["guest"], session=session)
    problem = planning.problem_of(edition=small.edition)
    assert problem.busy == (
        engine.Busy(
            f"c{own.pk}", "firm", NINE, NINE + HALF_HOUR, "palace", 1, own.title["fr"]
        ),
        engine.Busy(
            f"c{attended.pk}", "guest", NINE, NINE + 2 * HALF_HOUR, None, None, session.title["fr"]
        ),
    )  # fmt: skip
    assert [venue.id for venue in problem.venues] == ["park", "centre", "palace"]


def test_another_edition_is_left_out(small):
    before = planning.problem_of(edition=small.edition)
    elsewhere = factories.phase()
    slot = factories.slot(phase=elsewhere)
    a, b = (factories.party(edition=elsewhere.edition, available=[slot]) for _ in range(2))
    factories.request(a=a, b=b)
    factories.commitment(party=a)
    factories.place(edition=elsewhere.edition, open_slots=[slot])
    assert planning.problem_of(edition=small.edition) == before


def test_times_carry_the_zone_and_the_problem_survives_json(small):
    problem = planning.problem_of(edition=small.edition)
    data = json.loads(json.dumps(codec.problem_to_data(problem)))
    assert data["slots"][0]["start"] == "2025-11-11T09:00:00+00:00"
    assert codec.problem_from_data(data) == problem


def test_the_queries_do_not_grow(small):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            planning.problem_of(edition=small.edition)
        return len(captured)

    first = queries()
    for n in range(3):
        small.request(f"more{n}", "guest", "staff").allowed_slots.set(small.slots)
        factories.commitment(party=small.parties["guest"])
    assert (first, queries()) == (15, 15)


def test_a_plan_is_verified_and_tells_its_progress(small):
    steps = []
    outcome = planning.plan(edition=small.edition, seconds=5, progress=steps.append)
    assert planning.check(problem=outcome.problem, result=outcome.result) == []
    assert outcome.status == "optimal"
    served = {item["request"]: item["slot"] for item in outcome.result["assignments"]}
    assert {"open": served["open"], "other": served["other"]} == {"open": "s0", "other": "s0"}
    assert steps[-1].objective == "breaks"


def test_a_plan_that_breaks_a_rule_is_told(small):
    outcome = planning.plan(edition=small.edition, seconds=5)
    outcome.result["assignments"] = [
        {**item, "slot": "s2"} if item["request"] == "open" else item
        for item in outcome.result["assignments"]
    ]
    faults = planning.check(problem=outcome.problem, result=outcome.result)
    assert "'open'" in faults[0]
    assert "s0" in faults[0]


def test_data_that_cannot_be_planned_are_named(small):
    TravelTime.objects.all().delete()
    with pytest.raises(DomainError) as caught:
        planning.plan(edition=small.edition, seconds=5)
    assert caught.value.code == "unusable_problem"
    with translation.override("en"):
        assert str(caught.value) == (
            "The meetings cannot be planned. Correct this first: "
            "travel park - centre: missing; give the minutes between the two venues"
        )


def test_a_plan_the_checker_refuses_is_not_kept(small, monkeypatch):
    solve = rendezvous.solve

    def forget(problem, **given):
        plan = solve(problem, **given)
        return type(plan)(**{
            name: getattr(plan, name) for name in plan.__dataclass_fields__
        } | {"assignments": plan.assignments[1:]})  # fmt: skip

    monkeypatch.setattr(rendezvous, "solve", forget)
    with pytest.raises(DomainError) as caught:
        planning.plan(edition=small.edition, seconds=5)
    assert caught.value.code == "plan_refused"


def test_whether_the_data_have_changed(small):
    problem = codec.problem_to_data(planning.problem_of(edition=small.edition))
    assert planning.same_problem(edition=small.edition, problem=problem) is True
    small.places["tables"].open_slots.remove(small.slots[0])
    assert planning.same_problem(edition=small.edition, problem=problem) is False


def test_what_cannot_be_written(tmp_path):
    with pytest.raises(DomainError) as caught:
        planning.write_json(path=tmp_path / "nowhere" / "p.json", data={})
    assert caught.value.code == "file_not_written"
