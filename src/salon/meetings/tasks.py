"""What the worker does after a publication."""

import logging
from collections.abc import Mapping
from typing import Any

from salon.core.actor import Actor
from salon.meetings.models import Publication
from salon.meetings.services import PUBLISHED, confirm_publication
from salon.messaging.services import handles

log = logging.getLogger(__name__)


@handles(PUBLISHED)
def confirm(payload: Mapping[str, Any]) -> None:
    """Judge once more what readers now see, and write the outcome down."""
    publication = Publication.objects.select_related("edition", "run").get(
        pk=payload["publication"]
    )
    actor = Actor.system("worker")
    for fault in confirm_publication(actor=actor, publication=publication):
        log.error("Publication %s: %s", publication, fault)
