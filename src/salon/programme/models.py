from django.db import models
from django.db.models import F, Q

from salon.core.fields import TranslatedField
from salon.core.models import Sourced
from salon.editions.models import Axis, Edition, Phase, Space, Venue
from salon.programme.choices import SessionKind


class Session(Sourced):
    """Something of the programme that people attend. The space may still be unknown."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="sessions")
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    slug = models.SlugField()
    kind = models.CharField(max_length=16, choices=SessionKind)
    title = TranslatedField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="sessions")
    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )

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
