from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    CEREMONY = "ceremony", _("Ceremony")
    CONFERENCE = "conference", _("Conference")
    PANEL = "panel", _("Panel")
    WORKSHOP = "workshop", _("Workshop")
    DEMONSTRATION = "demonstration", _("Demonstration")
    PROJECTION = "projection", _("Projection")


class SpeakerRole(models.TextChoices):
    SPEAKER = "speaker", _("Speaker")
    MODERATOR = "moderator", _("Moderator")
    OFFICIAL = "official", _("Official opening")
