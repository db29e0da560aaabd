"""Running the planner, and making a run the plan in force."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from salon.core import services as journal
from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.core.models import JournalEntry
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.meetings import planning
from salon.meetings.choices import PLANNING_SECONDS, PUBLISHED, MeetingStatus, RunStatus
from salon.meetings.models import (
    Interpreter,
    Meeting,
    MeetingRequest,
    Place,
    PlanRun,
    Publication,
    Slot,
    UnmetRequest,
)
from salon.messaging.services import enqueue

UNFINISHED: Final = (RunStatus.RUNNING, RunStatus.FAILED)


def run_plan(
    *,
    actor: Actor,
    edition: Edition,
    seconds: float = PLANNING_SECONDS,
    seed: int = 0,
    progress: Callable[[planning.Progress], None] | None = None,
) -> PlanRun:
    """Plan the edition for up to `seconds` and keep the verified result; nothing is published.

    The database is not locked meanwhile. A run that fails or is interrupted stays, as failed.
    """
    require(actor, Permission.PLAN_RUN, edition)
    run = _begin(actor, edition, seed)
    try:
        outcome = planning.plan(edition=edition, seconds=seconds, seed=seed, progress=progress)
    except BaseException as error:
        _fail(actor, run, error)
        raise
    run.status = outcome.status
    run.engine = outcome.engine
    run.problem, run.result = outcome.problem, outcome.result
    run.figures = _figures(outcome)
    with transaction.atomic():
        run.finished_at = timezone.now()
        run.save()
        _journal(actor, run, "plan.finish", {"status": run.status, **run.figures})
    return run


@transaction.atomic
def _begin(actor: Actor, edition: Edition, seed: int) -> PlanRun:
    run = PlanRun.objects.create(
        edition=edition, created_at=timezone.now(), actor_label=actor.label, seed=seed
    )
    _journal(actor, run, "plan.start", {"seed": seed})
    return run


@transaction.atomic
def _fail(actor: Actor, run: PlanRun, error: BaseException) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        run.error = str(error) or type(error).__name__
    run.status = RunStatus.FAILED
    run.finished_at = timezone.now()
    run.save()
    # The words may quote what is confidential: the journal only says which kind of failure.
    _journal(actor, run, "plan.fail", {"error": type(error).__name__})


def _journal(actor: Actor, run: PlanRun, action: str, data: Mapping[str, Any]) -> None:
    journal.record(
        actor=actor,
        stream=run.edition.slug,
        action=action,
        subject=journal.subject_of(run),
        data=data,
    )


def _figures(outcome: planning.Outcome) -> dict[str, Any]:
    """What one line about a run says, over everything: for organisers only."""
    return {
        "requests": len(outcome.problem["requests"]),
        "served": len(outcome.result["assignments"]),
        "seconds": outcome.result["seconds"],
        "objectives": outcome.result["objectives"],
        "prices": outcome.result.get("prices", []),
    }


def finished_runs(*, actor: Actor, edition: Edition) -> QuerySet[PlanRun]:
    """The runs that have a plan, the last one first."""
    require(actor, Permission.PLAN_RUN, edition)
    return edition.plan_runs.exclude(status__in=UNFINISHED).order_by("-id")


class Changes(NamedTuple):
    """How many meetings a publication changed, and how."""

    added: int
    moved: int
    cancelled: int
    kept: int


@dataclass(frozen=True)
class Published:
    publication: Publication
    changes: Changes


@transaction.atomic
def publish_plan(*, actor: Actor, run: PlanRun, now: datetime | None = None) -> Published:
    """Make `run` the plan in force: its meetings, and why the other requests are not met.

    Each meeting keeps its row and `uid` for good; `sequence` grows when the slot, place,
    interpreter or status changes; one that is no longer held stays, cancelled. The plan is
    verified once more, and refused when the edition's data have changed since.
    """
    require(actor, Permission.PLAN_PUBLISH, run.edition)
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    _require_publishable(run, edition)
    now = now or timezone.now()
    last = Publication.objects.filter(edition=edition).order_by("-number").first()
    publication = Publication.objects.create(
        edition=edition, run=run, number=last.number + 1 if last else 1, published_at=now
    )
    requests = dict(MeetingRequest.objects.filter(edition=edition).values_list("slug", "pk"))
    changes = _Timetable(edition, requests, now).become(run.result["assignments"])
    UnmetRequest.objects.bulk_create(
        UnmetRequest(
            publication=publication,
            request_id=requests[item["request"]],
            reason=item["reason"],
            evidence=item["evidence"],
        )
        for item in run.result["unserved"]
    )
    journal.record(
        actor=actor,
        stream=edition.slug,
        action="plan.publish",
        subject=journal.subject_of(publication),
        data={"number": publication.number, "run": run.pk, **changes._asdict()},
    )
    enqueue(topic=PUBLISHED, payload={"publication": publication.pk})
    return Published(publication, changes)


def _require_publishable(run: PlanRun, edition: Edition) -> None:
    if run.status in UNFINISHED:
        raise DomainError(
            "run_unfinished",
            _("Run %(run)s has no plan to publish: run the planner again."),
            run=run.pk,
        )
    faults = planning.check(problem=run.problem, result=run.result)
    if faults:
        raise DomainError(
            "run_refused",
            _("Run %(run)s breaks its own rules and was not published: %(fault)s"),
            run=run.pk,
            fault=faults[0],
        )
    if not planning.same_problem(edition=edition, problem=run.problem):
        raise DomainError(
            "run_outdated",
            _("The data have changed since run %(run)s: run the planner again, then publish."),
            run=run.pk,
        )


class _Timetable:
    """The published meetings of an edition, while they become those of another plan."""

    def __init__(self, edition: Edition, requests: Mapping[str, int], now: datetime) -> None:
        self.edition = edition
        self.requests = requests
        self.now = now
        self.slots = list(Slot.objects.filter(edition=edition).order_by("starts"))
        self.slot_at = {slot.slug: n for n, slot in enumerate(self.slots)}
        self.places = dict(Place.objects.filter(edition=edition).values_list("slug", "pk"))
        rows = Interpreter.objects.filter(edition=edition)
        self.interpreters: dict[str | None, int | None] = {None: None}
        self.interpreters.update(rows.values_list("slug", "pk"))
        self.lengths = dict(
            MeetingRequest.objects.filter(edition=edition).values_list("pk", "length")
        )
        self.meetings = {
            meeting.request_id: meeting
            for meeting in Meeting.objects.filter(edition=edition).order_by("id")
        }

    def become(self, assignments: list[dict[str, Any]]) -> Changes:
        """Write the rows that differ. Interpreters are taken off first: two may change places."""
        wanted = {self.requests[item["request"]]: self._fields(item) for item in assignments}
        added = [
            Meeting(
                edition=self.edition,
                request_id=request,
                uid=self._uid(item["request"]),
                changed_at=self.now,
                **wanted[request],
            )
            for item in assignments
            if (request := self.requests[item["request"]]) not in self.meetings
        ]
        moved = [
            meeting
            for request, meeting in self.meetings.items()
            if request in wanted and self._differs(meeting, wanted[request])
        ]
        cancelled = [
            meeting
            for request, meeting in self.meetings.items()
            if request not in wanted and meeting.status == MeetingStatus.CONFIRMED
        ]
        for meeting in moved:
            for name, value in wanted[meeting.request_id].items():
                setattr(meeting, name, value)
        for meeting in cancelled:
            meeting.status = MeetingStatus.CANCELLED
        self._write(moved + cancelled)
        Meeting.objects.bulk_create(added)
        kept = len(wanted) - len(added) - len(moved)
        return Changes(len(added), len(moved), len(cancelled), kept)

    def _fields(self, item: Mapping[str, Any]) -> dict[str, Any]:
        first = self.slot_at[item["slot"]]
        length = self.lengths[self.requests[item["request"]]]
        return {
            "slot_id": self.slots[first].pk,
            "place_id": self.places[item["place"]],
            "interpreter_id": self.interpreters[item.get("interpreter")],
            "starts": self.slots[first].starts,
            "ends": self.slots[first + length - 1].ends,
            "status": MeetingStatus.CONFIRMED,
        }

    @staticmethod
    def _differs(meeting: Meeting, fields: Mapping[str, Any]) -> bool:
        return any(getattr(meeting, name) != value for name, value in fields.items())

    def _uid(self, request: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"salon:{self.edition.slug}/{request}"))

    def _write(self, changed: list[Meeting]) -> None:
        for meeting in changed:
            meeting.sequence += 1
            meeting.changed_at = self.now
        pks = [meeting.pk for meeting in changed]
        Meeting.objects.filter(pk__in=pks).update(interpreter=None)
        Meeting.objects.bulk_update(
            changed,
            ["slot", "place", "interpreter", "starts", "ends", "status", "sequence", "changed_at"],
        )


def check_publication(*, actor: Actor, publication: Publication) -> list[str]:
    """What is wrong with a published plan, one sentence each: the plan judged from its JSON by the
    independent checker, and the meetings that readers see against that plan."""
    require(actor, Permission.PLAN_RUN, publication.edition)
    run = publication.run
    faults = planning.check(problem=run.problem, result=run.result)
    planned = {
        (item["request"], item["slot"], item["place"], item.get("interpreter"))
        for item in run.result["assignments"]
    }
    held = Meeting.objects.filter(edition=publication.edition, status=MeetingStatus.CONFIRMED)
    shown = set(held.values_list("request__slug", "slot__slug", "place__slug", "interpreter__slug"))
    in_force = not Publication.objects.filter(
        edition=publication.edition, number__gt=publication.number
    ).exists()
    if in_force:
        faults += [
            f"{row[0]}: planned, but not shown so" for row in sorted(planned - shown, key=str)
        ]
        faults += [
            f"{row[0]}: shown, but not planned so" for row in sorted(shown - planned, key=str)
        ]
    return faults


@transaction.atomic
def confirm_publication(*, actor: Actor, publication: Publication) -> list[str]:
    """Check a publication and say the outcome in the journal, once; return the faults."""
    subject = journal.subject_of(publication)
    said = JournalEntry.objects.filter(
        stream=publication.edition.slug, subject=subject, action="plan.check"
    )
    faults = check_publication(actor=actor, publication=publication)
    if not said.exists():
        journal.record(
            actor=actor,
            stream=publication.edition.slug,
            action="plan.check",
            subject=subject,
            data={"faults": len(faults)},
        )
    return faults


def export_plan(*, actor: Actor, run: PlanRun, problem: Path, plan: Path) -> None:
    """Write a run's problem and plan to two files, closed-door meetings included: whoever takes
    them out is named in the journal."""
    require(actor, Permission.PLAN_RUN, run.edition)
    if run.status in UNFINISHED:
        raise DomainError(
            "run_unfinished",
            _("Run %(run)s has no plan to export: run the planner again."),
            run=run.pk,
        )
    with transaction.atomic():
        _journal(actor, run, "plan.export", {})
        planning.write_json(path=problem, data=run.problem)
        planning.write_json(path=plan, data=run.result)
