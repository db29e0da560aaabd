"""The `salon` command as a person runs it, in a home of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

SALON = [sys.executable, "-c", "from salon.config.cli import main; main()"]


@pytest.fixture
def environment(tmp_path):
    keep = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in keep if name in os.environ} | {
        "SALON_HOME": str(tmp_path / "home")
    }


def salon(environment, *arguments, **more):
    return subprocess.run(
        [*SALON, *arguments], env=environment | more, capture_output=True, text=True, timeout=120
    )


def test_production_settings_pass_djangos_deployment_checks(environment):
    done = salon(
        environment,
        *("check", "--deploy", "--fail-level", "WARNING"),
        SALON_HTTPS="1",
        SALON_HOSTS="salon.example",
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


def test_the_first_run_makes_the_home_and_debug_is_off(environment):
    shown = "from django.conf import settings as s; print(s.DEBUG, s.SECRET_KEY)"
    done = salon(environment, "shell", "--no-imports", "-c", shown)
    key = (Path(environment["SALON_HOME"]) / "secret_key").read_text()
    assert done.stdout == f"False {key}\n"


def test_a_setting_that_cannot_be_used_gives_one_line(environment):
    done = salon(environment, "check", SALON_DEBUG="yes")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "salon: SALON_DEBUG must be 1 or 0, not 'yes'.\n"


@pytest.mark.parametrize("port", ["eighty", "65536", "-1"])
def test_a_port_that_is_no_port_gives_one_line(environment, port):
    done = salon(environment, "serve", PORT=port)
    assert done.returncode == 1
    assert done.stderr == f"CommandError: PORT must be a number from 0 to 65535, not {port!r}.\n"


def test_a_port_already_taken_gives_one_line_and_starts_nothing(environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = salon(environment, "serve", PORT=str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        rf"CommandError: Port {port} on 127\.0\.0\.1 cannot be used \(.+\): "
        r"choose another one, for instance PORT=8001\.\n",
        done.stderr,
    )


def test_a_database_that_is_not_ready_gives_one_line(environment):
    done = salon(environment, "serve", PORT="0")
    assert done.returncode == 1
    assert done.stderr == (
        "CommandError: The database is not up to date: run `salon migrate` first.\n"
    )


def children(pid):
    """Process ids of the children of `pid`, as the kernel has them."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has just ended
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def workers(pid):
    def command(child):
        try:
            return Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        except FileNotFoundError:
            return []

    return [child for child in children(pid) if b"worker" in command(child)]


def eventually(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)
    return result


def gone(pid):
    """Ended, whether or not somebody has asked for its exit code yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_serve_answers_watches_its_worker_and_ends_cleanly(environment):
    assert salon(environment, "migrate", "-v0").returncode == 0
    server = subprocess.Popen(
        [*SALON, "serve", "--processes", "1"],
        env=environment | {"PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        line = server.stdout.readline()
        address = re.fullmatch(r"Salon is at (http://127\.0\.0\.1:\d+)/\n", line)[1]
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            assert (answer.status, answer.read()) == (200, b"ok\n")
        [first] = eventually(lambda: workers(server.pid))
        os.kill(first, signal.SIGKILL)
        [second] = eventually(lambda: [pid for pid in workers(server.pid) if pid != first])
        server.send_signal(signal.SIGINT)
        output, errors = server.communicate(timeout=30)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.communicate()
    assert (server.returncode, output) == (0, "")
    assert re.fullmatch(r"\S+ \S+ ERROR salon\.config\.serve: The worker ended .+\n", errors)
    assert gone(second)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_worker_ends_with_a_server_that_was_killed(environment):
    assert salon(environment, "migrate", "-v0").returncode == 0
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys, time;"
            f"p = subprocess.Popen({SALON!r} + ['worker', '--watched', '--pause', '0.1']);"
            "print(p.pid, flush=True); time.sleep(60)",
        ],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        worker = int(parent.stdout.readline())
        # It watches once it has noted its parent, after Django has started.
        eventually(lambda: b"worker" in Path(f"/proc/{worker}/cmdline").read_bytes())
        time.sleep(3)
        parent.kill()
    eventually(lambda: gone(worker))
