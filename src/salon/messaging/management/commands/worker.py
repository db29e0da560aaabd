import logging
import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from salon.core.services import seal
from salon.messaging.services import deliver_due

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deliver what waits in the outbox and seal the journal, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument(
            "--pause", type=float, default=1.0, help="seconds between two looks (default: 1)"
        )
        parser.add_argument(
            "--watched", action="store_true", help="end when the process that started it does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{deliver_due()} messages delivered, {seal()} entries sealed")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        parent = os.getppid()
        while not stop.wait(options["pause"]):
            if options["watched"] and os.getppid() != parent:
                break
            close_old_connections()
            try:
                deliver_due()
                seal()
            except DatabaseError:
                # A database that restarts must not end the worker: it looks again.
                log.exception("The database did not answer")
