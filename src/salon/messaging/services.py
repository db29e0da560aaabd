"""The outbox: what must happen after a transaction is written inside it, and done by a worker."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from salon.messaging.models import OutboxMessage

Handler = Callable[[Mapping[str, Any]], None]

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
ATTEMPTS = 10

log = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Make a function of an app's `tasks.py` the handler of `topic`. It must bear to run twice."""

    def register(handler: Handler) -> Handler:
        if topic in _handlers:
            raise ValueError(f"Topic {topic!r} has a handler already.")
        _handlers[topic] = handler
        return handler

    return register


def enqueue(
    *,
    topic: str,
    payload: Mapping[str, Any],
    delay: timedelta = timedelta(0),
    now: datetime | None = None,
) -> OutboxMessage:
    """Write a message inside the caller's transaction: it leaves only if the change stays.

    `payload` must be JSON. Raises `TransactionManagementError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("enqueue() belongs inside a transaction.")
    now = now or timezone.now()
    return OutboxMessage.objects.create(
        topic=topic, payload=dict(payload), created_at=now, available_at=now + delay
    )


def deliver_due(*, limit: int = 100, now: datetime | None = None) -> int:
    """Deliver up to `limit` messages that are due, oldest first; return how many succeeded.

    Each is leased on its own, so that a worker that dies holds up one message for `LEASE` at
    most. A failure is logged, kept in `last_error`, and tried again after a growing wait; after
    `ATTEMPTS` the message is set aside (`failed_at`).
    """
    delivered = 0
    for _ in range(limit):
        message = _lease_next(now or timezone.now())
        if message is None:
            break
        delivered += _deliver(message, now)
    return delivered


def _lease_next(now: datetime) -> OutboxMessage | None:
    """Take the next message that nobody holds.

    On SQLite a transaction holds the only write lock, which makes this exclusive; so none is
    begun while nothing waits.
    """
    due = OutboxMessage.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        available_at__lte=now,
        delivered_at=None,
        failed_at=None,
    ).order_by("available_at", "id")
    if not due.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        message = due.first()
        if message is not None:
            message.attempts += 1
            message.leased_until = now + LEASE
            message.save(update_fields=["attempts", "leased_until"])
        return message


def _deliver(message: OutboxMessage, now: datetime | None) -> bool:
    # The attempt number is what we hold the lease by: if it ran out and another worker took the
    # message, our outcome no longer counts.
    ours = OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts)
    try:
        if message.topic not in _handlers:
            raise LookupError(f"No handler for topic {message.topic!r}.")
        _handlers[message.topic](message.payload)
    except Exception as error:
        log.exception("Outbox message %s failed, attempt %s", message, message.attempts)
        at = now or timezone.now()
        wait = min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
        ours.update(
            leased_until=None,
            available_at=at + wait,
            failed_at=at if message.attempts >= ATTEMPTS else None,
            last_error=f"{type(error).__name__}: {error}",
        )
        return False
    ours.update(leased_until=None, delivered_at=now or timezone.now(), last_error="")
    return True
