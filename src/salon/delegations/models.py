from django.db import models
from django.db.models import Q

from salon.core.models import Sourced
from salon.directory.models import Organisation, Person
from salon.editions.models import Edition


class Delegation(Sourced):
    """What a country sends to an edition, through the body that leads it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="delegations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="delegations"
    )
    country = models.CharField(max_length=2)

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "organisation"], name="delegations_delegation_once"
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="delegations_country_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.edition_id}"


class DelegationMember(models.Model):
    """`position` is the order of precedence within the delegation; its head comes first."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    head = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-head", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "person"], name="delegations_member_once"
            ),
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(head=True), name="delegations_one_head"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
