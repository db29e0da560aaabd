from django.db import models

from salon.core.models import Sourced
from salon.directory.models import Organisation
from salon.editions.models import Edition, Space


class Stand(Sourced):
    """A numbered stand of an edition, in a hall or outdoors, and who holds it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="stands")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="stands")
    number = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stands")

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "number"], name="exhibition_stand_number"),
        ]

    def __str__(self) -> str:
        return self.number
