import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from salon.config.serve import PortTaken, run
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
        parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if port is None:
            given = os.environ.get("PORT") or "8000"
            if not given.isascii() or not given.isdigit() or int(given) > 65535:
                raise CommandError(f"PORT must be a number from 0 to 65535, not {given!r}.")
            port = int(given)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run `salon migrate` first.")
        connection.close()
        if not settings.DEBUG:
            collect_if_changed()
        try:
            run(
                host=options["host"],
                port=port,
                processes=options["processes"],
                say=lambda line: self.stdout.write(line),
            )
        except PortTaken as error:
            raise CommandError(
                f"Port {port} on {options['host']} cannot be used ({error}): "
                "choose another one, for instance PORT=8001."
            ) from error
