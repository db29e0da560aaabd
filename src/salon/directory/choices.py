from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Company")
    STATE = "state", _("State body")  # what sends a delegation
    FORCE = "force", _("Host force")
    MINISTRY = "ministry", _("Ministry")
    ORGANISER = "organiser", _("Organiser")
    AGENCY = "agency", _("Interpreters’ agency")
