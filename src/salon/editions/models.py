"""An edition of the exhibition and where it takes place.

Venues, spaces and travel times outlive an edition; phases, axes, honours and key dates are its own.
"""

from django.db import models
from django.db.models import F, Q

from salon.core.fields import TranslatedField
from salon.core.models import Sourced
from salon.editions.choices import DatePrecision, HonourRole, KeyDateKind, SpaceKind


class Venue(Sourced):
    """`sketch_x` and `sketch_y` are its spot on a sketch of all venues, in hundredths of its sides.

    `plan_width` and `plan_depth` are the sides of its floor plan, in decimetres. Null: not drawn.
    """

    slug = models.SlugField(unique=True)
    name = TranslatedField()
    city = models.CharField(max_length=80)
    directions = TranslatedField(blank=True)
    sketch_x = models.PositiveSmallIntegerField(null=True, blank=True)
    sketch_y = models.PositiveSmallIntegerField(null=True, blank=True)
    plan_width = models.PositiveIntegerField(null=True, blank=True)
    plan_depth = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [*Sourced.Meta.constraints]

    def __str__(self) -> str:
        return str(self.name)


class TravelTime(Sourced):
    """Minutes on the road between two venues, the same both ways: `a` is the lower id."""

    a = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["a", "b"], name="editions_travel_pair"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="editions_travel_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id}–{self.b_id}: {self.minutes} min"


class Space(Sourced):
    """A hall, a room or an outdoor area of a venue. `capacity` in people, where it is known.

    `outline` is its polygon on the plan of its venue, pairs `[x, y]` in decimetres; empty if it is
    not drawn.
    """

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="spaces")
    slug = models.SlugField()
    name = TranslatedField()
    kind = models.CharField(max_length=16, choices=SpaceKind)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    outline = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["venue", "slug"], name="editions_space_slug"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Edition(Sourced):
    """`starts` and `ends` are the days the doors are open; phases may lie before them."""

    slug = models.SlugField(unique=True)
    name = TranslatedField()
    theme = TranslatedField()
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="editions_edition_dates"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Phase(Sourced):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="phases")
    slug = models.SlugField()
    name = TranslatedField()
    summary = TranslatedField(blank=True)
    starts = models.DateField()
    ends = models.DateField()
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="phases", null=True, blank=True
    )

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "slug"], name="editions_phase_slug"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="editions_phase_dates"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Axis(Sourced):
    """A track of a phase, numbered as its organisers do."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="axes")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField()
    name = TranslatedField()
    summary = TranslatedField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["phase", "number"], name="editions_axis_number"),
            models.UniqueConstraint(fields=["phase", "slug"], name="editions_axis_slug"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Honour(Sourced):
    """Who stands behind an edition, and as what: patron, guest of honour, organiser, partner."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="honours")
    role = models.CharField(max_length=24, choices=HonourRole)
    name = TranslatedField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [*Sourced.Meta.constraints]

    def __str__(self) -> str:
        return str(self.name)


class Notice(Sourced):
    """A paragraph of practical information: getting there, visas, weather, telephone."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="notices")
    slug = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)
    title = TranslatedField()
    text = TranslatedField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "slug"], name="editions_notice_slug"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class News(Sourced):
    """Something an organiser has to say, from an instant on."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="news")
    slug = models.SlugField()
    published_at = models.DateTimeField()
    title = TranslatedField()
    text = TranslatedField()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "slug"], name="editions_news_slug"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class KeyDate(Sourced):
    """Something dated that people should know of. Days are local; the instants are null unless
    `precision` is `minute`. With `month`, the days are the first and last of what is known."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="key_dates")
    kind = models.CharField(max_length=16, choices=KeyDateKind)
    title = TranslatedField()
    place = TranslatedField(blank=True)
    precision = models.CharField(max_length=8, choices=DatePrecision, default=DatePrecision.DAY)
    first_day = models.DateField()
    last_day = models.DateField()
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_day", "starts", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="editions_keydate_days"
            ),
            models.CheckConstraint(
                condition=Q(precision=DatePrecision.MINUTE, starts__isnull=False)
                | (~Q(precision=DatePrecision.MINUTE) & Q(starts=None, ends=None)),
                name="editions_keydate_precision",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)
