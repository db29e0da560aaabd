"""Time, places and interpreters."""

from django.db import models
from django.db.models import F, Q

from salon.core.fields import TranslatedField
from salon.directory.models import Person
from salon.editions.models import Edition, Phase, Space, Venue
from salon.exhibition.models import Stand
from salon.meetings.choices import HalfDay


class Slot(models.Model):
    """A span of time for one meeting; slots of an edition do not overlap.

    Consecutive slots of one `day` and `half_day` can hold a meeting longer than one slot. `day` is
    the local date. `venues` are those open for meetings then.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="slots")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="slots")
    slug = models.SlugField()
    day = models.DateField()
    half_day = models.CharField(max_length=16, choices=HalfDay)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    venues = models.ManyToManyField(Venue, related_name="+")

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="meetings_slot_slug"),
            models.UniqueConstraint(fields=["edition", "starts"], name="meetings_slot_starts"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="meetings_slot_ends"),
        ]

    def __str__(self) -> str:
        return self.slug


class Place(models.Model):
    """Where meetings are held, `capacity` of them at a time: a room, or tables in a hall.

    A place with an `owner` is that party's home (its stand) and is used by its meetings only.
    `open_slots` lists every slot in which the place may be used; none listed means none.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="places")
    slug = models.SlugField()
    name = TranslatedField()
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="places")
    stand = models.OneToOneField(
        Stand, on_delete=models.PROTECT, related_name="place", null=True, blank=True
    )
    owner = models.OneToOneField(
        "meetings.Party", on_delete=models.CASCADE, related_name="home", null=True, blank=True
    )
    capacity = models.PositiveSmallIntegerField(default=1)
    closed_door = models.BooleanField(default=False)
    open_slots = models.ManyToManyField(Slot, related_name="places")

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="meetings_place_slug"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="meetings_place_capacity"),
            models.CheckConstraint(
                condition=Q(stand=None) | Q(owner__isnull=False),
                name="meetings_place_stand_has_owner",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def venue(self) -> Venue:
        """The venue of its space: fetch with `select_related("space__venue")`."""
        return self.space.venue


class Interpreter(models.Model):
    """`languages` (ISO 639-1) are those worked between here; `max_run` the most slots in a row
    within a half-day, null for no limit."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="interpreters")
    slug = models.SlugField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interpreting")
    languages = models.JSONField(default=list)
    max_run = models.PositiveSmallIntegerField(null=True, blank=True)
    available_slots = models.ManyToManyField(Slot, related_name="interpreters")

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="meetings_interpreter_slug"),
            models.UniqueConstraint(
                fields=["edition", "person"], name="meetings_interpreter_person"
            ),
            models.CheckConstraint(
                condition=Q(max_run=None) | Q(max_run__gte=1), name="meetings_interpreter_run"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
