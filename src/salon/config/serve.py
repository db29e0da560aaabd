"""The server and its worker, started together by `salon serve`."""

import http.client
import logging
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

log = logging.getLogger(__name__)


class PortTaken(Exception):
    pass


def free_port(host: str, port: int) -> int:
    """`port` if nobody listens there (any free one for 0), else `PortTaken`.

    granian shares ports between its processes, so it would not notice another server there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise PortTaken(error.strerror) from error
        return int(probe.getsockname()[1])


class WatchedWorker:
    """`salon worker` as a child process, started again when it ends by itself."""

    def __init__(self, command: list[str] | None = None, pause: float = 1.0) -> None:
        self.command = command or [sys.executable, "-m", "django", "worker", "--watched"]
        self.pause = pause
        self.process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="worker-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _watch(self) -> None:
        wait = self.pause
        while not self._stopping.is_set():
            began = time.monotonic()
            # In a session of its own, a Ctrl-C does not reach it: it ends when it is told to.
            self.process = subprocess.Popen(  # noqa: S603
                self.command, stdin=subprocess.DEVNULL, start_new_session=True
            )
            if self._stopping.is_set():
                self.process.terminate()
            code = self.process.wait()
            if self._stopping.is_set():
                return
            # One that keeps failing is started less and less often, up to every 30 seconds.
            wait = self.pause if time.monotonic() - began > 60 else min(wait * 2, 30)
            log.error("The worker ended with code %s; starting it again in %.0f s", code, wait)
            self._stopping.wait(wait)

    def stop(self) -> None:
        self._stopping.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
        self._thread.join(timeout=10)
        if self.process is not None and self.process.poll() is None:
            self.process.kill()


def when_answering(host: str, port: int, then: Callable[[], None]) -> None:
    """Call `then` as soon as the server gives any HTTP answer."""

    def ask() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection(host, port, timeout=2)
            try:
                connection.request("GET", "/healthz")
                connection.getresponse()
            except OSError:
                time.sleep(0.05)
            else:
                then()
                return
            finally:
                connection.close()

    threading.Thread(target=ask, name="ready", daemon=True).start()


def run(*, host: str, port: int, processes: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted. Raises `PortTaken` before anything is started."""
    port = free_port(host, port)
    shown = f"[{host}]" if ":" in host else host
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salon.config.settings")
    # A fork while the worker's thread starts a process would inherit that process's pipes, and
    # the thread would wait for ever.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "salon.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=os.cpu_count() or 1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    worker = WatchedWorker()
    server.on_startup(worker.start)
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    server.on_startup(
        lambda: when_answering(local, port, lambda: say(f"Salon is at http://{shown}:{port}/"))
    )
    try:
        server.serve()
    finally:
        worker.stop()
