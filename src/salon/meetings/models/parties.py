"""Who meets, and what else occupies them."""

from django.db import models
from django.db.models import F, Q

from salon.core.fields import TranslatedField, TranslatedText
from salon.directory.models import Organisation
from salon.editions.models import Edition, Venue
from salon.meetings.choices import Level, PartyKind
from salon.meetings.models.resources import Slot
from salon.programme.models import Session


class Party(models.Model):
    """An organisation as somebody to meet in one edition; its name is the organisation's.

    `teams` meetings can be held at once. `max_per_day` and `minimum` count meetings; null
    `max_per_day` sets no limit. Its stand, if any, is the place that names it as owner (`home`).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="parties")
    slug = models.SlugField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=16, choices=PartyKind)
    teams = models.PositiveSmallIntegerField(default=1)
    languages = models.JSONField(default=list)
    max_per_day = models.PositiveSmallIntegerField(null=True, blank=True)
    minimum = models.PositiveSmallIntegerField(default=0)
    available_slots = models.ManyToManyField(Slot, related_name="parties")

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="meetings_party_slug"),
            models.UniqueConstraint(
                fields=["edition", "organisation"], name="meetings_party_organisation"
            ),
            models.CheckConstraint(condition=Q(teams__gte=1), name="meetings_party_teams"),
            models.CheckConstraint(
                condition=Q(max_per_day=None) | Q(max_per_day__gte=1), name="meetings_party_day"
            ),
        ]
        indexes = [models.Index(fields=["edition", "kind"], name="meetings_party_kind")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> TranslatedText:
        """The organisation's name: fetch with `select_related("organisation")`."""
        return self.organisation.name


class Commitment(models.Model):
    """What occupies a party apart from meetings: a session it attends, or something of its own.

    Its title is the session's, or else `title`. Without a venue it takes the whole party away;
    `teams` null means all of them.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="commitments")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="commitments", null=True, blank=True
    )
    # A nullable JSON column has no type of its own in django-stubs.
    title = TranslatedField(null=True, blank=True)  # type: ignore[misc]
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    teams = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.CharField(max_length=16, choices=Level, default=Level.OPEN)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="meetings_commitment_ends"
            ),
            models.CheckConstraint(
                condition=Q(teams=None) | Q(teams__gte=1), name="meetings_commitment_teams"
            ),
            models.CheckConstraint(
                condition=Q(session=None, title__isnull=False)
                | Q(session__isnull=False, title__isnull=True),
                name="meetings_commitment_titled_once",
            ),
            models.UniqueConstraint(
                fields=["party", "session"], name="meetings_commitment_session_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> TranslatedText:
        """What it is: fetch with `select_related("session")`."""
        return self.session.title if self.session else self.title
