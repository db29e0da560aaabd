"""The journal cannot be rewritten: the database refuses, and what gets past it shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from salon.core import triggers
from salon.core.actor import Actor
from salon.core.models import JournalEntry, JournalSeal, JournalSealedEntry
from salon.core.selectors import NO_SEAL, ChainReport, seal_digest, verify_chain
from salon.core.services import record, seal, subject_of
from tests import factories

pytestmark = pytest.mark.django_db
OPERATOR = Actor.operator("test")
NOON = datetime(2025, 11, 11, 12, tzinfo=UTC)


def verify(stream=None):
    return verify_chain(actor=OPERATOR, stream=stream)


def tamper(sql, *params):
    """Change the journal behind its triggers' back, as someone with the database file could."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    triggers.install(connection)


def test_record_keeps_who_did_what_to_what_and_when():
    edition = factories.edition(slug="bamex")
    made = record(
        actor=OPERATOR,
        stream="bamex",
        action="plan.publish",
        subject=subject_of(edition),
        data={"number": 3},
        at=NOON,
    )
    row = JournalEntry.objects.values().get(pk=made.pk)
    del row["id"]
    assert row == {
        "stream": "bamex",
        "at": NOON,
        "actor_kind": "operator",
        "actor_id": "test",
        "actor_label": "test",
        "action": "plan.publish",
        "subject": f"editions.edition:{edition.pk}",
        "data": {"number": 3},
    }


@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_rows_can_neither_be_changed_nor_deleted(table, sql):
    factories.journal_entry()
    seal()
    before = rows()
    with (
        pytest.raises(IntegrityError, match=triggers.MESSAGE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))
    assert rows() == before


def rows():
    return [
        list(model.objects.order_by("id").values())
        for model in (JournalEntry, JournalSeal, JournalSealedEntry)
    ]


def test_a_row_cannot_be_replaced_or_the_table_emptied_at_a_stroke():
    entry = factories.journal_entry(action="first")
    if connection.vendor == "sqlite":
        sql = (
            "INSERT OR REPLACE INTO core_journalentry SELECT id, stream, at, actor_kind, actor_id,"
            " actor_label, 'forged', subject, data FROM core_journalentry"
        )
    else:
        sql = "TRUNCATE core_journalentry CASCADE"
    with (
        pytest.raises(IntegrityError, match=triggers.MESSAGE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert JournalEntry.objects.values_list("id", "action").get() == (entry.pk, "first")


def test_seals_are_batches_in_a_chain_per_stream():
    one, two, three = (factories.journal_entry(stream="a") for _ in range(3))
    other = factories.journal_entry(stream="b")
    assert seal(batch=2, at=NOON) == 4
    first = seal_digest("a", 1, NO_SEAL, [one, two])
    assert list(
        JournalSeal.objects.order_by("stream", "number").values_list(
            "stream", "number", "size", "previous", "digest"
        )
    ) == [
        ("a", 1, 2, NO_SEAL, first),
        ("a", 2, 1, first, seal_digest("a", 2, first, [three])),
        ("b", 1, 1, NO_SEAL, seal_digest("b", 1, NO_SEAL, [other])),
    ]
    assert seal(at=NOON) == 0


def test_what_is_whole_is_reported_whole_and_what_waits_is_counted():
    factories.journal_entry(stream="a")
    factories.journal_entry(stream="a", data={"é": [1, 2.5, None], "b": {"y": 1, "x": 2}})
    seal()
    factories.journal_entry(stream="a")
    factories.journal_entry(stream="b")
    assert verify() == [
        ChainReport(stream="a", seals=1, sealed=2, pending=1),
        ChainReport(stream="b", seals=0, sealed=0, pending=1),
    ]
    assert verify(stream="b") == [ChainReport(stream="b", seals=0, sealed=0, pending=1)]


def test_the_digest_depends_on_every_field_of_an_entry():
    entry = factories.journal_entry()
    digest = seal_digest("salon", 1, NO_SEAL, [entry])
    others = set()
    for name, value in {
        "pk": entry.pk + 1,
        "stream": "x",
        "at": entry.at + timedelta(microseconds=1),
        "actor_kind": "x",
        "actor_id": "x",
        "actor_label": "x",
        "action": "x",
        "subject": "x",
        "data": {"x": 1},
    }.items():
        changed = JournalEntry.objects.get(pk=entry.pk)
        setattr(changed, name, value)
        others.add(seal_digest("salon", 1, NO_SEAL, [changed]))
    others.add(seal_digest("x", 1, NO_SEAL, [entry]))
    others.add(seal_digest("salon", 2, NO_SEAL, [entry]))
    others.add(seal_digest("salon", 1, "1" * 64, [entry]))
    assert digest not in others
    assert len(others) == 12


def test_a_changed_entry_shows():
    entry = factories.journal_entry(stream="a", action="refuse")
    last = factories.journal_entry(stream="a")
    seal()
    tamper("UPDATE core_journalentry SET action = 'accept' WHERE id = %s", entry.pk)
    [report] = verify()
    assert report.faults == (f"seal 1 does not match its entries (ids {entry.pk} to {last.pk})",)
    assert report.intact is False


def test_a_removed_entry_shows():
    entry = factories.journal_entry(stream="a")
    factories.journal_entry(stream="a")
    seal()
    tamper("DELETE FROM core_journalsealedentry WHERE entry_id = %s", entry.pk)
    [report] = verify()
    assert report.faults == ("seal 1 covers 1 entries, not 2",)


def test_a_removed_seal_shows_and_so_does_one_forged_in_its_place():
    for _ in range(3):
        factories.journal_entry(stream="a")
        seal()
    middle = JournalSeal.objects.get(number=2)
    tamper("DELETE FROM core_journalsealedentry WHERE seal_id = %s", middle.pk)
    tamper("DELETE FROM core_journalseal WHERE id = %s", middle.pk)
    [report] = verify()
    assert report.faults == ("seal 2 is missing", "seal 3 does not follow the seal before it")
    assert report.pending == 1


def test_the_command_says_what_is_broken_and_ends_with_1(capsys):
    entry = factories.journal_entry(stream="a")
    call_command("journal", "seal")
    call_command("journal", "verify")
    assert capsys.readouterr().out == (
        "1 entries sealed\na: intact, 1 entries under 1 seals, 0 waiting\n"
    )
    tamper("UPDATE core_journalentry SET subject = 'x'")
    with pytest.raises(SystemExit, match="1"):
        call_command("journal", "verify")
    assert capsys.readouterr().out == (
        "a: BROKEN, 1 entries under 1 seals, 0 waiting\n"
        f"  seal 1 does not match its entries (ids {entry.pk} to {entry.pk})\n"
    )


def test_only_those_who_may_read_the_journal_verify_it(cast):
    allowed = set()
    for name, actor in cast.items():
        try:
            verify_chain(actor=actor)
        except Http404:
            continue
        allowed.add(name)
    assert allowed == {"organiser"}
