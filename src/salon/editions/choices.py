from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SpaceKind(models.TextChoices):
    HALL = "hall", _("Hall")
    ROOM = "room", _("Room")
    OUTDOOR = "outdoor", _("Outdoor area")


class HonourRole(models.TextChoices):
    PATRON = "patron", _("Under the patronage of")
    GUEST_OF_HONOUR = "guest_of_honour", _("Guest of honour")
    ORGANISER = "organiser", _("Organiser")
    PARTNER = "partner", _("Partner")
    INSPIRATION = "inspiration", _("Inspired by")


class KeyDateKind(models.TextChoices):
    LAUNCH = "launch", _("Launch")
    AUDIENCE = "audience", _("Audience")
    BRIEFING = "briefing", _("Briefing")
    RECORDING = "recording", _("Recording")
    NEXT_EDITION = "next_edition", _("Next edition")
    RELATED = "related", _("Elsewhere on the calendar")


class DatePrecision(models.TextChoices):
    """How much of a date is known: a source often gives only the month."""

    MINUTE = "minute", pgettext_lazy("precision of a date", "To the minute")
    DAY = "day", pgettext_lazy("precision of a date", "To the day")
    MONTH = "month", pgettext_lazy("precision of a date", "To the month")
