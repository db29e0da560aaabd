from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

#: Nobody counts lunch as a break: idle time between the two halves of a day is none.
LUNCH_EXEMPT: Final = True

#: How long planning takes unless somebody says otherwise.
PLANNING_SECONDS: Final = 20.0

#: Topic of the message that a publication sends.
PUBLISHED: Final = "meetings.published"


class PartyKind(models.TextChoices):
    EXHIBITOR = "exhibitor", _("Exhibitor")
    DELEGATION = "delegation", _("Delegation")
    FORCE = "force", _("Host force")
    MINISTRY = "ministry", _("Ministry")


class Level(models.TextChoices):
    """Who may know of it. Closed-door: the parties themselves and those given such matters."""

    OPEN = "open", _("Open")
    CLOSED_DOOR = "closed_door", _("Closed-door")


class HalfDay(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")


class RunStatus(models.TextChoices):
    RUNNING = "running", _("Running")
    OPTIMAL = "optimal", _("Proven optimal")
    FEASIBLE = "feasible", _("Valid, gap open")
    INFEASIBLE = "infeasible", _("Mandatory requests conflict")
    UNKNOWN = "unknown", _("Undecided")
    FAILED = "failed", _("Failed")


class MeetingStatus(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class UnmetReason(models.TextChoices):
    """The engine's reason codes (a test compares them with the engine's own list)."""

    NO_COMMON_SLOT = "no_common_slot", _("No common slot")
    NO_PLACE = "no_place", _("No place free")
    NO_CLOSED_ROOM = "no_closed_room", _("No closed-door room free")
    NO_INTERPRETER = "no_interpreter", _("No interpreter free")
    TRAVEL = "travel", _("No time to travel")
    PREDECESSOR = "predecessor", _("An earlier meeting is not held")
    DAY_FULL = "day_full", _("Full day")
    PARTY_FULL = "party_full", _("Full agenda")
    OUTWEIGHED = "outweighed", _("Outweighed")
    SPREAD = "spread", _("Would spread breaks unevenly")
