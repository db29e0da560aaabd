"""What the engine computed, and what was published of it."""

from django.db import models
from django.db.models import F, Q

from salon.editions.models import Edition
from salon.meetings.choices import MeetingStatus, RunStatus, UnmetReason
from salon.meetings.models.requests import MeetingRequest
from salon.meetings.models.resources import Interpreter, Place, Slot


class PlanRun(models.Model):
    """One run of the engine. `problem` and `result` are its JSON, exactly as given and received;
    `figures` is what the report shows, computed once. `error` says why a run failed."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="plan_runs")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    actor_label = models.CharField(max_length=200)
    status = models.CharField(max_length=16, choices=RunStatus, default=RunStatus.RUNNING)
    engine = models.CharField(max_length=40, blank=True, default="")
    seed = models.BigIntegerField(default=0)
    problem = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.edition_id} run {self.pk}"


class Publication(models.Model):
    """A run made public; the highest number of an edition is the plan in force."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="publications")
    run = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="meetings_publication_no"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} publication {self.number}"


class Meeting(models.Model):
    """The published state of a request that was served at least once.

    It is kept when a later publication drops it (status cancelled), because calendars out there
    must be told: `uid` never changes and `sequence` grows whenever slot, place, interpreter or
    status does. `starts` and `ends` cover all the slots of a long meeting, `slot` is the first.
    An interpreter has one confirmed meeting per slot: a publication that swaps two must take them
    off first.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="meetings")
    request = models.OneToOneField(MeetingRequest, on_delete=models.PROTECT, related_name="meeting")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="meetings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="meetings")
    interpreter = models.ForeignKey(
        Interpreter, on_delete=models.PROTECT, related_name="meetings", null=True, blank=True
    )
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    status = models.CharField(max_length=16, choices=MeetingStatus, default=MeetingStatus.CONFIRMED)
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="meetings_meeting_ends"),
            models.UniqueConstraint(
                fields=["interpreter", "slot"],
                condition=Q(status=MeetingStatus.CONFIRMED),
                name="meetings_meeting_interpreter_once",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "status", "starts"], name="meetings_meeting_when"),
            models.Index(fields=["place", "status", "starts"], name="meetings_meeting_where"),
        ]

    def __str__(self) -> str:
        return self.uid


class UnmetRequest(models.Model):
    """A request the published plan does not serve, with the engine's evidence (ids as in the
    run's problem). Evidence can name meetings the reader may not see: show it only through the
    selectors, which redact it."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="unmet")
    request = models.ForeignKey(MeetingRequest, on_delete=models.CASCADE, related_name="unmet")
    reason = models.CharField(max_length=32, choices=UnmetReason)
    evidence = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "request"], name="meetings_unmet_once"),
        ]
        indexes = [models.Index(fields=["publication", "reason"], name="meetings_unmet_reason")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.reason}"
