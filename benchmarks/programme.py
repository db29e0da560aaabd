"""The programme of 120 sessions as a page: how many requests a second, beside pretalx.

``python -m benchmarks.programme --pretalx PYTHON``, where PYTHON is that of an environment with
pretalx and gunicorn, which is none of ours: ``uv venv /tmp/pretalx && uv pip install --python
/tmp/pretalx/bin/python pretalx gunicorn``. Both sites are made anew in a directory that is gone
afterwards, on SQLite, and served as they are meant to be: ours by ``salon serve``, pretalx by
gunicorn, with as many processes. The same clients, processes too, ask each page over the loopback,
one connection for each request, in turns; the median of the turns counts.

Compression is asked for; pretalx leaves it to a server in front. It has two pages: one in plain
HTML, and a shell that a script fills. Ours is measured twice: as it is, and with an empty journal,
when nothing is kept and the page is made for each request.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

SESSIONS: Final = 120
DAYS: Final = 4
ROOMS: Final = 6
HEADERS: Final = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": "en"}
SALON: Final = ("-c", "from salon.config.cli import main; main()")


class Page(NamedTuple):
    name: str
    port: int
    path: str


def main() -> None:
    """Print a line for each page, then how many times as fast ours is."""
    parser = argparse.ArgumentParser(prog="benchmarks.programme", description=__doc__)
    parser.add_argument("--pretalx", type=Path, help="the Python of an environment with pretalx")
    parser.add_argument("--seconds", type=float, default=5.0, help="of a turn")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2, help="of each server")
    args = parser.parse_args()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="salon-programme-")))
        pages = []
        for name, keeps in (("salon", True), ("salon, nothing kept", False)):
            port = stack.enter_context(_salon(home / str(keeps), keeps, args.processes))
            pages.append(Page(name, port, "/en/fair/programme/"))
        if args.pretalx is not None:
            port = stack.enter_context(_pretalx(home / "pretalx", args.pretalx, args.processes))
            pages.append(Page("pretalx, HTML", port, "/fair/schedule/nojs"))
            pages.append(Page("pretalx, shell", port, "/fair/schedule/"))
        _measure(pages, args.turns, args.seconds, args.clients)


def _measure(pages: list[Page], turns: int, seconds: float, clients: int) -> None:
    sizes = {}
    for page in pages:
        for _ in range(20):  # warm: every process of the server has answered
            sizes[page] = len(_get(page))
    rates: dict[Page, list[float]] = {page: [] for page in pages}
    for _ in range(turns):
        for page in pages:
            with multiprocessing.Pool(clients) as pool:
                answered = pool.starmap(_ask, [(page, seconds)] * clients)
            rates[page].append(sum(answered) / seconds)
    print(
        f"{'page':20} {'requests/s':>10} {'slowest':>8} {'fastest':>8} {'sent B':>7} {'ours is':>8}"
    )
    ours = statistics.median(rates[pages[0]])
    for page in pages:
        middle = statistics.median(rates[page])
        print(
            f"{page.name:20} {middle:>10.1f} {min(rates[page]):>8.1f} {max(rates[page]):>8.1f} "
            f"{sizes[page]:>7} {ours / middle:>7.1f}x"
        )


def _ask(page: Page, seconds: float) -> int:
    """How often a page answered in so many seconds."""
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        _get(page)
        count += 1
    return count


def _get(page: Page) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=60)
    try:
        connection.request("GET", page.path, headers=HEADERS)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise SystemExit(f"{page.name}: HTTP {answer.status}")
    return body


# --- the two sites --------------------------------------------------------------------------------


@contextmanager
def _salon(home: Path, keeps: bool, processes: int) -> Iterator[int]:
    """Our site on a free port.

    :param keeps: whether there is a journal entry, without which nothing is kept.
    """
    env = {**os.environ, "SALON_HOME": str(home), "DJANGO_SETTINGS_MODULE": "salon.config.settings"}
    env.pop("DATABASE_URL", None)
    home.mkdir()
    subprocess.run([sys.executable, *SALON, "migrate", "-v", "0"], env=env, check=True)
    made = f"from benchmarks.programme import make_fair; make_fair(keeps={keeps})"
    subprocess.run([sys.executable, "-c", made], env=env, check=True)
    port = _free_port()
    serve = [*SALON, "serve", "--port", str(port), "--processes", str(processes)]
    with _running([sys.executable, *serve], env, port, home / "log"):
        yield port


def make_fair(*, keeps: bool) -> None:
    """120 sessions in six rooms on four days."""
    import django

    django.setup()
    from tests import factories

    edition = factories.edition(slug="fair")
    phase, venue = factories.phase(edition=edition), factories.venue()
    rooms = [factories.space(venue=venue) for _ in range(ROOMS)]
    for n in range(SESSIONS):
        title = f"Upkeep and training: what a piece of equipment costs, part {n}"
        starts = factories.NINE + timedelta(days=n % DAYS, minutes=90 * (n // (DAYS * ROOMS)))
        factories.session(
            phase=phase, venue=venue, space=rooms[n // DAYS % ROOMS], languages=["en"],
            kind=("panel", "conference", "workshop")[n % 3], title={"en": title, "fr": title},
            starts=starts, ends=starts + timedelta(minutes=60), interpretation=["fr", "tr"],
        )  # fmt: skip
    if keeps:
        factories.journal_entry()


@contextmanager
def _pretalx(home: Path, python: Path, processes: int) -> Iterator[int]:
    """Pretalx with an event of as many sessions, on a free port."""
    home.mkdir()
    port = _free_port()
    config = home / "pretalx.cfg"
    config.write_text(
        f"[filesystem]\ndata = {home}\nstatic = {home / 'static'}\n"
        f"[site]\ndebug = False\nurl = http://127.0.0.1:{port}\n"
        f"[database]\nbackend = sqlite3\nname = {home / 'db.sqlite3'}\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env |= {"PRETALX_CONFIG_FILE": str(config), "DJANGO_SETTINGS_MODULE": "pretalx.settings"}
    script = Path(__file__).parent / "peers" / "pretalx_event.py"
    with (home / "log").open("w") as log:
        for step in (
            ["-m", "django", "migrate", "-v", "0"],
            ["-m", "django", "collectstatic", "--noinput", "-v", "0"],
            [str(script)],
        ):
            subprocess.run([python, *step], env=env, check=True, cwd=home, stdout=log, stderr=log)
    serve = ["-m", "gunicorn", "pretalx.wsgi", "-w", str(processes), "-b", f"127.0.0.1:{port}"]
    with _running([str(python), *serve], env, port, home / "log"):
        yield port


@contextmanager
def _running(command: list[str], env: dict[str, str], port: int, log: Path) -> Iterator[None]:
    """A server, from when it accepts connections until it has ended."""
    with log.open("a") as said:
        server: Any = subprocess.Popen(command, env=env, cwd=_ROOT, stdout=said, stderr=said)
        try:
            _wait(server, port, log)
            yield
        finally:
            server.terminate()
            server.wait(30)


_ROOT: Final = Path(__file__).parents[1]


def _wait(server: Any, port: int, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"The server does not answer:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
