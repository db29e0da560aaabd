"""Runs, publications and what calendars are told; who may, what is written beside it."""

import copy
from datetime import UTC, datetime

import pytest
from django.http import Http404

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.core.models import JournalEntry
from salon.meetings import planning, services
from salon.meetings.models import Meeting, PlanRun, Publication, UnmetRequest
from salon.meetings.services import (
    Changes,
    check_publication,
    confirm_publication,
    export_plan,
    finished_runs,
    publish_plan,
    run_plan,
)
from salon.messaging.models import OutboxMessage
from salon.messaging.services import deliver_due
from tests.salon.meetings.small import OPERATOR, Small

pytestmark = pytest.mark.django_db

MONDAY = datetime(2025, 11, 3, 8, tzinfo=UTC)
TUESDAY = datetime(2025, 11, 4, 8, tzinfo=UTC)


@pytest.fixture
def small():
    return Small()


def actions():
    return list(JournalEntry.objects.order_by("id").values_list("action", flat=True))


def shown(slug):
    row = Meeting.objects.select_related("slot", "place", "interpreter").get(request__slug=slug)
    return row.status, row.slot.slug, row.sequence


# --- runs -----------------------------------------------------------------------------------------


def test_a_run_is_kept_with_its_problem_and_result(small):
    run = small.run(seed=3)
    run.refresh_from_db()
    assert (run.status, run.seed, run.actor_label, run.error) == ("optimal", 3, "tester", "")
    assert planning.check(problem=run.problem, result=run.result) == []
    assert (run.figures["requests"], run.figures["served"]) == (3, 3)
    assert run.engine.startswith("rendezvous ")
    assert run.finished_at > run.created_at
    assert actions() == ["plan.start", "plan.finish"]
    assert Publication.objects.count() == 0


def test_an_interrupted_run_stays_as_failed(small, monkeypatch):
    def interrupt(**given):
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "plan", interrupt)
    with pytest.raises(KeyboardInterrupt):
        small.run()
    run = PlanRun.objects.get()
    assert (run.status, run.error) == ("failed", "KeyboardInterrupt")
    assert actions() == ["plan.start", "plan.fail"]
    assert list(finished_runs(actor=OPERATOR, edition=small.edition)) == []


def test_the_words_of_a_failure_stay_out_of_the_journal(small, monkeypatch):
    def refuse(**given):
        raise DomainError("unusable_problem", "closed meeting %(name)s", name="secret")

    monkeypatch.setattr(planning, "plan", refuse)
    with pytest.raises(DomainError):
        small.run()
    assert PlanRun.objects.get().error == "closed meeting secret"
    assert JournalEntry.objects.get(action="plan.fail").data == {"error": "DomainError"}


# --- publications ---------------------------------------------------------------------------------


def test_the_first_publication_adds_its_meetings(small):
    published = small.publish(now=MONDAY)
    assert published.changes == Changes(added=3, moved=0, cancelled=0, kept=0)
    assert (published.publication.number, published.publication.published_at) == (1, MONDAY)
    rows = Meeting.objects.filter(edition=small.edition)
    assert {(row.status, row.sequence, row.changed_at) for row in rows} == {
        ("confirmed", 0, MONDAY)
    }
    assert len({row.uid for row in rows}) == 3
    assert {row.interpreter is None for row in rows.filter(request__slug="closed")} == {True}
    assert actions()[-1] == "plan.publish"
    entry = JournalEntry.objects.get(action="plan.publish")
    assert entry.data == {
        "number": 1, "run": published.publication.run_id,
        "added": 3, "moved": 0, "cancelled": 0, "kept": 0,
    }  # fmt: skip
    message = OutboxMessage.objects.get()
    assert (message.topic, message.payload) == (
        "meetings.published",
        {"publication": published.publication.pk},
    )


def test_the_same_plan_again_changes_no_meeting(small):
    first = small.publish(now=MONDAY)
    before = list(Meeting.objects.order_by("pk").values())
    again = publish_plan(actor=OPERATOR, run=first.publication.run, now=TUESDAY)
    assert again.changes == Changes(added=0, moved=0, cancelled=0, kept=3)
    assert again.publication.number == 2
    assert list(Meeting.objects.order_by("pk").values()) == before


def test_a_meeting_that_moves_keeps_its_identity(small):
    small.publish(now=MONDAY)
    uid = Meeting.objects.get(request__slug="open").uid
    small.requests["open"].fixed_slot = small.slots[2]
    small.requests["open"].save()
    small.publish(now=TUESDAY)
    row = Meeting.objects.get(request__slug="open")
    assert (row.uid, row.slot.slug, row.sequence, row.changed_at) == (uid, "s2", 1, TUESDAY)
    assert (row.starts, row.ends) == (small.slots[2].starts, small.slots[2].ends)
    assert shown("other") == ("confirmed", "s0", 0)


def test_a_meeting_that_is_dropped_stays_cancelled_and_may_come_back(small):
    small.publish(now=MONDAY)
    guest = small.parties["guest"]
    guest.available_slots.clear()
    dropped = small.publish(now=TUESDAY)
    assert (dropped.changes.cancelled, shown("open")) == (1, ("cancelled", "s0", 1))
    unmet = UnmetRequest.objects.get(publication=dropped.publication)
    assert (unmet.request.slug, unmet.reason) == ("open", "no_common_slot")
    stored = dropped.publication.run.result["unserved"][0]
    assert unmet.evidence == stored["evidence"]
    # Cancelled once: the next plan without it tells nobody anything.
    assert small.publish().changes.cancelled == 0
    assert shown("open") == ("cancelled", "s0", 1)
    guest.available_slots.set(small.slots)
    small.publish()
    assert shown("open") == ("confirmed", "s0", 2)
    assert UnmetRequest.objects.filter(publication__number=4).count() == 0


def test_a_long_meeting_covers_all_its_slots(small):
    lounge = small.places["lounge"]  # too far, for two slots after another meeting
    lounge.space = small.places["tables"].space
    lounge.save()
    small.requests["closed"].length = 2
    small.requests["closed"].save()
    small.publish()
    row = Meeting.objects.get(request__slug="closed")
    assert (row.slot.slug, row.starts, row.ends) == (
        "s1",
        small.slots[1].starts,
        small.slots[2].ends,
    )


def test_two_interpreters_change_places(small):
    for interpreter in small.interpreters:
        interpreter.languages = ["fr", "en", "tr"]
        interpreter.save()
    first = small.publish().publication.run
    swapped = copy.deepcopy(first.result)
    other = {"i1": "i2", "i2": "i1"}
    for item in swapped["assignments"]:
        if "interpreter" in item:
            item["interpreter"] = other[item["interpreter"]]
    run = PlanRun.objects.create(
        edition=small.edition, created_at=MONDAY, actor_label="hand", status="optimal",
        problem=first.problem, result=swapped,
    )  # fmt: skip
    before = dict(Meeting.objects.values_list("request__slug", "interpreter__slug"))
    published = publish_plan(actor=OPERATOR, run=run)
    after = dict(Meeting.objects.values_list("request__slug", "interpreter__slug"))
    assert sorted([before["open"], before["other"]]) == ["i1", "i2"]
    assert after == {slug: other.get(name, name) for slug, name in before.items()}
    assert published.changes == Changes(added=0, moved=2, cancelled=0, kept=1)
    assert (shown("open")[2], shown("other")[2], shown("closed")[2]) == (1, 1, 0)


def test_what_cannot_be_published(small):
    run = small.run()
    running = PlanRun.objects.create(edition=small.edition, created_at=MONDAY, actor_label="x")
    broken = PlanRun.objects.create(
        edition=small.edition, created_at=MONDAY, actor_label="x", status="optimal",
        problem=run.problem, result={**run.result, "assignments": run.result["assignments"][1:]},
    )  # fmt: skip
    codes = []
    for each in (running, broken):
        with pytest.raises(DomainError) as caught:
            publish_plan(actor=OPERATOR, run=each)
        codes.append(caught.value.code)
    small.parties["guest"].available_slots.clear()
    with pytest.raises(DomainError) as caught:
        publish_plan(actor=OPERATOR, run=run)
    codes.append(caught.value.code)
    assert codes == ["run_unfinished", "run_refused", "run_outdated"]
    assert (Publication.objects.count(), Meeting.objects.count()) == (0, 0)


def test_a_publication_is_written_whole_or_not_at_all(small, monkeypatch):
    def fail(**given):
        raise RuntimeError

    run = small.run()
    monkeypatch.setattr(services, "enqueue", fail)
    with pytest.raises(RuntimeError):
        publish_plan(actor=OPERATOR, run=run)
    assert (Publication.objects.count(), Meeting.objects.count()) == (0, 0)
    assert "plan.publish" not in actions()


# --- afterwards -----------------------------------------------------------------------------------


def test_the_worker_confirms_a_publication_once(small):
    publication = small.publish().publication
    assert deliver_due() == 1
    entry = JournalEntry.objects.get(action="plan.check")
    assert (entry.actor_label, entry.data) == ("worker", {"faults": 0})
    assert confirm_publication(actor=OPERATOR, publication=publication) == []
    assert actions().count("plan.check") == 1


def test_what_readers_see_is_compared_with_the_plan(small):
    publication = small.publish().publication
    assert check_publication(actor=OPERATOR, publication=publication) == []
    Meeting.objects.filter(request__slug="other").update(place=small.places["stand"])
    Meeting.objects.filter(request__slug="closed").update(status="cancelled")
    assert check_publication(actor=OPERATOR, publication=publication) == [
        "closed: planned, but not shown so",
        "other: planned, but not shown so",
        "other: shown, but not planned so",
    ]


def test_an_earlier_publication_is_judged_by_its_plan_alone(small):
    first = small.publish().publication
    small.requests["open"].fixed_slot = small.slots[2]
    small.requests["open"].save()
    small.publish()
    assert check_publication(actor=OPERATOR, publication=first) == []


def test_the_export_can_be_checked_by_anyone(small, tmp_path):
    from rendezvous import codec, verify

    run = small.run()
    problem, plan = tmp_path / "p.json", tmp_path / "s.json"
    export_plan(actor=OPERATOR, run=run, problem=problem, plan=plan)
    report = verify(codec.read_problem(problem), codec.read_plan(plan))
    assert (report.ok, report.weight) == (True, 9)
    assert actions()[-1] == "plan.export"
    running = PlanRun.objects.create(edition=small.edition, created_at=MONDAY, actor_label="x")
    with pytest.raises(DomainError) as caught:
        export_plan(actor=OPERATOR, run=running, problem=problem, plan=plan)
    assert caught.value.code == "run_unfinished"


def test_an_export_that_fails_is_not_journalled(small, tmp_path):
    run = small.run()
    with pytest.raises(DomainError):
        export_plan(
            actor=OPERATOR, run=run, problem=tmp_path / "p.json", plan=tmp_path / "no" / "s.json"
        )
    assert "plan.export" not in actions()


@pytest.mark.parametrize("who", ["exhibitor", "delegate", "protocol", "agent", "public"])
def test_only_organisers_and_the_command_line(small, cast, who, tmp_path):
    publication = small.publish().publication
    before = (PlanRun.objects.count(), Publication.objects.count(), len(actions()))
    actor = cast[who]
    files = {"problem": tmp_path / "p.json", "plan": tmp_path / "s.json"}
    for attempt in (
        lambda: run_plan(actor=actor, edition=small.edition),
        lambda: publish_plan(actor=actor, run=publication.run),
        lambda: export_plan(actor=actor, run=publication.run, **files),
        lambda: check_publication(actor=actor, publication=publication),
        lambda: confirm_publication(actor=actor, publication=publication),
        lambda: finished_runs(actor=actor, edition=small.edition),
    ):
        with pytest.raises(Http404):
            attempt()
    assert (PlanRun.objects.count(), Publication.objects.count(), len(actions())) == before
    assert list(tmp_path.iterdir()) == []


def test_the_system_is_an_actor_too(small):
    run = run_plan(actor=Actor.system("night"), edition=small.edition, seconds=5)
    assert run.actor_label == "night"
