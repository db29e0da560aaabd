from django.db import models
from django.db.models import F, Q

from salon.core.fields import TranslatedField
from salon.core.models import Sourced
from salon.directory.models import Organisation, Person
from salon.editions.models import Axis, Edition, Phase, Space, Venue
from salon.exhibition.models import Equipment
from salon.programme.choices import SessionKind, SpeakerRole


class Session(Sourced):
    """Something of the programme that people attend. The space may still be unknown.

    `languages` are those spoken, `interpretation` those it is interpreted into (ISO 639-1).
    `capacity` is in seats, where they are counted: null means that anybody may come.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="sessions")
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    slug = models.SlugField()
    kind = models.CharField(max_length=16, choices=SessionKind)
    title = TranslatedField()
    summary = TranslatedField(blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="sessions")
    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    languages = models.JSONField(default=list)
    interpretation = models.JSONField(default=list)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    equipment = models.ManyToManyField(Equipment, related_name="sessions", blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "slug"], name="programme_session_slug"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="programme_session_ends"
            ),
        ]
        indexes = [models.Index(fields=["edition", "starts"], name="programme_session_next")]

    def __str__(self) -> str:
        return str(self.title)


class Speaker(models.Model):
    """Who speaks at a session, in the order they are named, and as what."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="talks")
    role = models.CharField(max_length=16, choices=SpeakerRole, default=SpeakerRole.SPEAKER)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="programme_speaker_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.session_id}"


class Booking(models.Model):
    """Seats of a session that an organisation holds."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="bookings"
    )
    seats = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "organisation"], name="programme_booking_once"
            ),
            models.CheckConstraint(condition=Q(seats__gt=0), name="programme_booking_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.seats} seats of {self.session_id}"


class Transfer(Sourced):
    """A shuttle between two venues; `seats` where they are counted."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="transfers")
    origin = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="departures")
    destination = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="arrivals")
    departs = models.DateTimeField()
    arrives = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["departs", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(arrives__gt=F("departs")), name="programme_transfer_arrives"
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")), name="programme_transfer_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id}–{self.destination_id} {self.departs:%Y-%m-%d %H:%M}"
