"""Triggers that make the journal append-only in the database itself.

On SQLite the insert trigger is there because `INSERT OR REPLACE` deletes without firing a delete
trigger. A migration that makes Django rebuild one of the tables on SQLite drops its triggers: it
must call `install` again (a test tries to change and delete a row after all migrations).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("core_journalentry", "core_journalseal", "core_journalsealedentry")
MESSAGE = "the journal is append-only"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION core_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _sqlite(table: str) -> dict[str, str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    return {
        f"{table}_no_update": f"BEFORE UPDATE ON {table} {refuse}",
        f"{table}_no_delete": f"BEFORE DELETE ON {table} {refuse}",
        f"{table}_no_replace": (
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "  # noqa: S608
            f"{refuse}"
        ),
    }


def _postgresql(table: str) -> dict[str, str]:
    run = "EXECUTE FUNCTION core_journal_refuse()"
    return {
        f"{table}_no_change": f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}",
        f"{table}_no_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}",
    }


def install(connection: BaseDatabaseWrapper) -> None:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not sqlite:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in TABLES:
            for name, body in (_sqlite(table) if sqlite else _postgresql(table)).items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")


def remove(connection: BaseDatabaseWrapper) -> None:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in _sqlite(table) if sqlite else _postgresql(table):
                cursor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            cursor.execute("DROP FUNCTION core_journal_refuse()")
