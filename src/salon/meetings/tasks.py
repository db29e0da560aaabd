"""What the worker does after a publication."""

import logging
from collections.abc import Mapping
from typing import Any

from salon.core.actor import Actor
from salon.meetings.choices import PUBLISHED
from salon.meetings.models import Publication
from salon.messaging.services import handles

log = logging.getLogger(__name__)


@handles(PUBLISHED)
def confirm(payload: Mapping[str, Any]) -> None:
    """Judge once more what readers now see, and write the outcome down."""
    # Handlers are found when Django starts, and the engine takes seconds to import.
    from salon.meetings.services import confirm_publication

    publication = Publication.objects.select_related("edition", "run").get(
        pk=payload["publication"]
    )
    actor = Actor.system("worker")
    for fault in confirm_publication(actor=actor, publication=publication):
        log.error("Publication %s: %s", publication, fault)
