"""Several workers at once, on PostgreSQL."""

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from salon.core.actor import Actor
from salon.core.models import JournalSealedEntry
from salon.core.selectors import verify_chain
from salon.core.services import seal
from salon.messaging import services
from salon.messaging.models import OutboxMessage
from tests import factories

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def at_once(work, *, threads=4):
    """Run `work` in several threads that start together; raise what any of them raised."""
    barrier, errors = threading.Barrier(threads), []

    def run():
        try:
            barrier.wait(timeout=10)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    started = [threading.Thread(target=run) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(timeout=60)
    if errors:
        raise errors[0]


def test_each_message_is_delivered_by_one_worker_only(monkeypatch):
    monkeypatch.setattr(services, "_handlers", {})
    received = []
    services.handles("note")(lambda payload: received.append(payload["n"]))
    with transaction.atomic():
        for n in range(60):
            services.enqueue(topic="note", payload={"n": n})
    at_once(services.deliver_due)
    assert Counter(received) == Counter(range(60))
    assert OutboxMessage.objects.filter(delivered_at=None).count() == 0


def test_a_message_being_taken_by_one_worker_is_passed_over_by_the_next():
    with transaction.atomic():
        first = services.enqueue(topic="note", payload={})
        second = services.enqueue(topic="note", payload={})
    taken = []
    with transaction.atomic():
        OutboxMessage.objects.select_for_update().get(pk=first.pk)

        def other():
            message = services._lease_next(second.available_at)
            taken.append(message and message.pk)
            connection.close()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=20)
    assert taken == [second.pk]


def test_entries_are_sealed_once_and_the_chain_holds():
    for number in range(200):
        factories.journal_entry(stream="ab"[number % 2])
    at_once(lambda: seal(batch=7))
    while seal(batch=7):
        pass
    assert JournalSealedEntry.objects.count() == 200
    reports = verify_chain(actor=Actor.operator("test"))
    assert [(r.stream, r.sealed, r.pending, r.faults) for r in reports] == [
        ("a", 100, 0, ()),
        ("b", 100, 0, ()),
    ]
