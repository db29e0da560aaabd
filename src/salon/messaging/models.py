from django.db import models
from django.db.models import Q


class OutboxMessage(models.Model):
    """Something to be done after a transaction, written inside it, delivered by a worker at least
    once: a handler must bear to run twice.

    A worker holds a message until `leased_until`; if it dies the lease runs out and another takes
    over. After a failure the message waits until `available_at`. `failed_at` is set when the
    attempts are used up, and the message then waits for a person.
    """

    topic = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(failed_at=None),
                name="messaging_outbox_one_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["available_at", "id"],
                name="messaging_outbox_due",
                condition=Q(delivered_at=None, failed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"
