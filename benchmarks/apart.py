"""Runs a module in a process of its own and says how much memory it took, children included."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOOKS: Final = 0.2
"""Seconds between two looks at the memory."""
PROCESSES: Final = Path("/proc")


@dataclass(frozen=True)
class Run:
    """How a process ended: its exit code, None when it was stopped for taking too long.

    ``megabytes`` is the most memory that it and its descendants held at once: resident pages, added
    up five times a second where the system tells (Linux), and never less than the process's own
    peak. ``errors`` is the end of what it wrote to standard error.
    """

    code: int | None
    megabytes: float
    errors: str


def run(module: str, *arguments: str, most: float) -> Run:
    """Run ``python -m MODULE ARGUMENTS`` and wait for it, ``most`` seconds at the longest."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    code: int | None = None
    try:
        _, errors = process.communicate(timeout=most)
        code = process.returncode
    except subprocess.TimeoutExpired:
        watch.kill()
        _, errors = process.communicate()
    finally:
        watch.over.set()
        watch.join()
        if process.poll() is None:
            watch.kill()
    return Run(code, watch.peak / 1024**2, errors[-4_000:])


def own_peak() -> int:
    """Return the most memory this process has held, in bytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


class _Watch(threading.Thread):
    """Looks again and again at what a process and its descendants hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(LOOKS):
            self.peak = max(self.peak, sum(map(_resident, self._family())), _own_peak_of(self.pid))

    def kill(self) -> None:
        """End the process and its descendants."""
        for pid in self._family():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _family(self) -> list[int]:
        """Return the process and its descendants; it alone where the system does not tell."""
        children: dict[int, list[int]] = defaultdict(list)
        for entry in PROCESSES.glob("[0-9]*/stat"):
            with suppress(OSError):
                # The name, in brackets, may hold anything; the parent comes second after it.
                fields = entry.read_text().rpartition(")")[2].split()
                children[int(fields[1])].append(int(entry.parent.name))
        family = [self.pid]
        for pid in family:
            family += children[pid]
        return family


def _resident(pid: int) -> int:
    """Return the bytes that a process has in memory; 0 when it is gone."""
    with suppress(OSError):
        pages = (PROCESSES / str(pid) / "statm").read_text().split()[1]
        return int(pages) * resource.getpagesize()
    return 0


def _own_peak_of(pid: int) -> int:
    """Return the most bytes that a process has had in memory; 0 where that is not told."""
    with suppress(OSError):
        for line in (PROCESSES / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    return 0
