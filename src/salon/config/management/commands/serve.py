import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from salon.config.serve import PortTaken, free_port, run
from salon.config.static import collect_if_changed


class Command(BaseCommand):
    help = "Serve the site and run its worker, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--port",
            type=int,
            default=None,
            help="default: the environment's PORT, else 8000; 0 takes any free port",
        )
        parser.add_argument(
            "--check-port", action="store_true", help="only see whether the port is free"
        )
        parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        port = port_from_environment() if port is None else port
        try:
            free_port(host, port)
            if options["check_port"]:
                return
            refuse_old_database()
            if not settings.DEBUG:
                collect_if_changed()
            run(host=host, port=port, processes=options["processes"], say=self.say)
        except PortTaken as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error}): "
                "choose another one, for instance PORT=8001."
            ) from error

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def port_from_environment() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isascii() or not given.isdigit() or int(given) > 65535:
        raise CommandError(f"PORT must be a number from 0 to 65535, not {given!r}.")
    return int(given)


def refuse_old_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date: run `salon migrate` first.")
    connection.close()
