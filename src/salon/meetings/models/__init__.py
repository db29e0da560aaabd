"""What the meeting plan is made of: everything the engine's problem format says has its place here.

`resources` are what meetings need, `parties` who meets, `requests` who wants to meet whom,
`plans` what was computed and what was published of it.
"""

from salon.meetings.models.parties import Commitment, Party
from salon.meetings.models.plans import Meeting, PlanRun, Publication, UnmetRequest
from salon.meetings.models.requests import MeetingRequest, Precedence
from salon.meetings.models.resources import Interpreter, Place, Slot

__all__ = [
    "Commitment",
    "Interpreter",
    "Meeting",
    "MeetingRequest",
    "Party",
    "Place",
    "PlanRun",
    "Precedence",
    "Publication",
    "Slot",
    "UnmetRequest",
]
