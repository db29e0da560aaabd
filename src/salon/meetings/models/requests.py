"""Who wants to meet whom."""

from django.db import models
from django.db.models import F, Q

from salon.editions.models import Edition, Phase
from salon.meetings.choices import Level
from salon.meetings.models.parties import Party
from salon.meetings.models.resources import Place, Slot


class MeetingRequest(models.Model):
    """Party `a` asked to meet party `b`.

    `slug` is what the public sees: opaque, so that a gap in the numbering cannot tell of a
    request the reader may not see. `length` is in slots. With `allowed_slots` the meeting may
    occupy only those, else with `phase` those of the phase, else any. `weight` is 1 to 1000.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="meeting_requests")
    slug = models.SlugField(max_length=16)
    a = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="requests_made")
    b = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="requests_received")
    weight = models.PositiveSmallIntegerField(default=1)
    mandatory = models.BooleanField(default=False)
    level = models.CharField(max_length=16, choices=Level, default=Level.OPEN)
    length = models.PositiveSmallIntegerField(default=1)
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, related_name="meeting_requests", null=True, blank=True
    )
    allowed_slots = models.ManyToManyField(Slot, related_name="+", blank=True)
    fixed_slot = models.ForeignKey(
        Slot, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    fixed_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    after = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="meetings.Precedence",
        through_fields=("request", "earlier"),
        related_name="followers",
    )

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="meetings_request_slug"),
            models.CheckConstraint(condition=~Q(a=F("b")), name="meetings_request_two_parties"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=1000), name="meetings_request_weight"
            ),
            models.CheckConstraint(condition=Q(length__gte=1), name="meetings_request_length"),
        ]
        indexes = [models.Index(fields=["edition", "level"], name="meetings_request_level")]

    def __str__(self) -> str:
        return self.slug


class Precedence(models.Model):
    """`request` may be held only if `earlier` is held and ends before it begins."""

    request = models.ForeignKey(
        MeetingRequest, on_delete=models.CASCADE, related_name="precedences"
    )
    earlier = models.ForeignKey(MeetingRequest, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "earlier"], name="meetings_precedence_once"),
            models.CheckConstraint(
                condition=~Q(request=F("earlier")), name="meetings_precedence_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} < {self.request_id}"
