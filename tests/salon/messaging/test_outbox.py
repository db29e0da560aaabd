"""Messages leave with their transaction, once if all goes well, again if not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from salon.messaging import services
from salon.messaging.models import OutboxMessage
from salon.messaging.services import ATTEMPTS, LEASE, deliver_due, enqueue, handles

NOW = datetime(2025, 11, 11, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def received(monkeypatch):
    """A handler of `greet` that notes what it gets, and one of `fall` that fails."""
    got = []
    monkeypatch.setattr(services, "_handlers", {})

    @handles("greet")
    def greet(payload):
        got.append(payload["name"])

    @handles("fall")
    def fall(payload):
        got.append("tried")
        raise ValueError("no luck")

    return got


def send(topic="greet", name="a", **given):
    with transaction.atomic():
        return enqueue(topic=topic, payload={"name": name}, now=NOW, **given)


def state(message):
    return OutboxMessage.objects.values(
        "attempts", "available_at", "leased_until", "delivered_at", "failed_at", "last_error"
    ).get(pk=message.pk)


def test_due_messages_are_delivered_once_in_order(received):
    send(name="late", delay=timedelta(minutes=1))
    send(name="first")
    message = send(name="second")
    assert deliver_due(now=NOW) == 2
    assert deliver_due(now=NOW) == 0
    assert received == ["first", "second"]
    assert state(message) == {
        "attempts": 1,
        "available_at": NOW,
        "leased_until": None,
        "delivered_at": NOW,
        "failed_at": None,
        "last_error": "",
    }
    assert deliver_due(now=NOW + timedelta(minutes=1)) == 1
    assert received == ["first", "second", "late"]


def test_a_limit_leaves_the_rest_for_later(received):
    for name in "abc":
        send(name=name)
    assert deliver_due(limit=2, now=NOW) == 2
    assert received == ["a", "b"]


def test_a_message_disappears_with_its_transaction(received):
    with transaction.atomic():
        enqueue(topic="greet", payload={"name": "never"}, now=NOW)
        transaction.set_rollback(True)
    assert deliver_due(now=NOW) == 0
    assert received == []


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_a_mistake():
    with pytest.raises(transaction.TransactionManagementError):
        enqueue(topic="greet", payload={})
    assert OutboxMessage.objects.count() == 0


def test_a_failure_is_kept_and_tried_again_after_a_growing_wait(received):
    message = send("fall")
    waits = []
    now = NOW
    for attempt in range(1, ATTEMPTS + 1):
        assert deliver_due(now=now) == 0
        after = state(message)
        assert (after["attempts"], after["leased_until"]) == (attempt, None)
        assert after["last_error"] == "ValueError: no luck"
        waits.append(int((after["available_at"] - now).total_seconds()))
        assert deliver_due(now=after["available_at"] - timedelta(seconds=1)) == 0
        assert state(message)["attempts"] == attempt
        now = after["available_at"]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]
    assert after["failed_at"] == now - timedelta(seconds=waits[-1])
    deliver_due(now=now + timedelta(days=1))
    assert len(received) == ATTEMPTS


def test_a_message_nobody_handles_waits_for_someone_who_does(received):
    message = send("unknown")
    assert deliver_due(now=NOW) == 0
    assert state(message)["last_error"] == "LookupError: No handler for topic 'unknown'."


def test_a_message_held_by_a_dead_worker_is_taken_over_when_its_lease_runs_out(received):
    message = send()
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=1, leased_until=NOW + LEASE)
    assert deliver_due(now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert deliver_due(now=NOW + LEASE) == 1
    assert received == ["a"]


def test_the_outcome_of_a_worker_whose_lease_ran_out_no_longer_counts(monkeypatch):
    monkeypatch.setattr(services, "_handlers", {})

    @handles("slow")
    def slow(payload):
        # Meanwhile another worker takes the message over.
        OutboxMessage.objects.update(attempts=2, leased_until=NOW + 2 * LEASE)

    message = send("slow")
    deliver_due(limit=1, now=NOW)
    after = state(message)
    assert (after["delivered_at"], after["leased_until"]) == (None, NOW + 2 * LEASE)


def test_a_topic_has_one_handler(received):
    with pytest.raises(ValueError, match="'greet' has a handler already"):
        handles("greet")(print)


def test_the_worker_delivers_and_seals_what_is_due(received, capsys):
    from salon.core.models import JournalSeal
    from tests import factories

    send()
    factories.journal_entry()
    call_command("worker", "--once")
    assert capsys.readouterr().out == "1 messages delivered, 1 entries sealed\n"
    assert received == ["a"]
    assert JournalSeal.objects.values_list("stream", "number", "size").get() == ("salon", 1, 1)
