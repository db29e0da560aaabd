"""When a page that was once made for a reader can be shown again to another."""

from salon.core.actor import Actor
from salon.core.models import JournalEntry
from salon.core.permissions import Permission, allowed
from salon.core.rules import sees_closed_doors


def shared_version(*, actor: Actor) -> str:
    """A text that changes with every journal entry, for actors who see what anybody sees.

    Every service writes to the journal within its transaction, so pages kept under this version
    are never older than the last change of anything. Empty, so that nothing is kept, for those
    who may see more than the public, and while the journal is empty.
    """
    if (
        actor.organisations
        or sees_closed_doors(actor)
        or allowed(actor, Permission.EQUIPMENT_REVIEW)
    ):
        return ""
    entry = JournalEntry.objects.order_by("-id").values_list("pk", "at").first()
    return f"{entry[0]}-{entry[1].isoformat()}" if entry else ""
