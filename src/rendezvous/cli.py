"""The ``rendezvous`` command: plan, repair, check, explain, show, convert, template, schema.

Exit codes: 0 all well; 1 the plan is refused, or leaves mandatory requests unserved; 2 the input
cannot be used. Nothing is written unless it is written whole.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from . import b2bsp, changelist, codec, conflicts, formats, proposing, schema, sheet
from .applying import apply
from .conflicts import Conflict
from .errors import InputError, RendezvousError
from .kinds import Moment, Wrong
from .problem import Problem
from .remedies import Explanation
from .result import Plan, Status
from .verify import verify
from .wording import OBJECTIVES, Wording

if TYPE_CHECKING:
    from .solver import Progress, Stop
    from .solver.stages import Watcher

AWAKE = 0.2
"""Seconds after which a wait looks whether Ctrl-C was pressed."""
Made = TypeVar("Made")
"""What a command works out."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    args = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        code = command(args)
    except InputError as error:
        for fault in error.faults:
            print(f"rendezvous: {fault}", file=sys.stderr)
        code = 2
    except RendezvousError as error:
        print(f"rendezvous: {error}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print("rendezvous: stopped; nothing was written", file=sys.stderr)
        code = 130
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rendezvous", description="Plan meetings, check plans, and say why."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    plan = commands.add_parser("plan", help="make a plan and prove how good it is")
    plan.add_argument("problem", type=Path, help="a .json, .xlsx or .dzn file")
    plan.add_argument("-o", "--output", type=Path, required=True, help="the plan to write, .json")
    plan.add_argument("--time", type=float, default=30.0, metavar="SECONDS")
    plan.add_argument(
        "--work",
        type=float,
        metavar="UNITS",
        help="stop after so much work, not time: with --workers 1 always the same plan",
    )
    plan.add_argument("--seed", type=int, default=0)
    plan.add_argument("--workers", type=int, help="threads (default: the machine's cores)")
    plan.add_argument(
        "--prices",
        action="store_true",
        help="say what guarantees cost in served weight; takes half of the time",
    )
    plan.set_defaults(command=_plan)

    repair = commands.add_parser("repair", help="change a plan as little as events allow")
    repair.add_argument("problem", type=Path, help="the problem of the plan")
    repair.add_argument("plan", type=Path)
    repair.add_argument("changes", type=Path, help="what happened, .json")
    repair.add_argument("-o", "--output", type=Path, metavar="FILE", help="the new plan, .json")
    repair.add_argument(
        "--problem-output", type=Path, metavar="FILE", help="the problem as changed, .json"
    )
    repair.add_argument(
        "--what-if", action="store_true", help="only say what would change; write no plan"
    )
    repair.add_argument("--now", metavar="TIME", help="what time it is: what has begun is held")
    repair.add_argument("--time", type=float, default=10.0, metavar="SECONDS")
    repair.add_argument("--work", type=float, metavar="UNITS", help="as for plan")
    repair.add_argument("--seed", type=int, default=0)
    repair.add_argument("--workers", type=int, help="threads (default: the machine's cores)")
    repair.set_defaults(command=_repair)

    check = commands.add_parser("check", help="check a plan against its problem")
    check.set_defaults(command=_check)
    explain = commands.add_parser(
        "explain", help="say what became of a request, and what would let it in"
    )
    explain.add_argument("--request", required=True, metavar="ID")
    explain.add_argument("--time", type=float, default=5.0, metavar="SECONDS")
    explain.add_argument("--work", type=float, metavar="UNITS", help="as for plan")
    explain.add_argument("--seed", type=int, default=0)
    explain.add_argument("--workers", type=int, help="threads (default: the machine's cores)")
    explain.set_defaults(command=_explain)
    show = commands.add_parser("show", help="print a plan, or write it as a spreadsheet")
    show.add_argument("-o", "--output", type=Path, metavar="FILE", help="an .xlsx file to write")
    show.set_defaults(command=_show)
    for command in (check, explain, show):
        command.add_argument("problem", type=Path)
        command.add_argument("plan", type=Path)
    for command in (plan, repair, check, explain):
        command.add_argument("--json", type=Path, metavar="FILE", help="write the report there")

    convert = commands.add_parser("convert", help="between .xlsx and .json, and from .dzn")
    convert.add_argument("source", type=Path)
    convert.add_argument("target", type=Path)
    convert.set_defaults(command=_convert)

    bench = commands.add_parser("bench", help="solve published problems and compare")
    sets = bench.add_subparsers(required=True, metavar="SET")
    published = sets.add_parser("b2bsp", help="B2B scheduling, Bofill et al. 2022: .dzn files")
    published.add_argument(
        "folder", type=Path, help="a folder of .dzn files and published_optima.csv"
    )
    published.add_argument(
        "--names", default="", metavar="TEXT", help="only files with it in the name"
    )
    published.add_argument("--time", type=float, default=100.0, metavar="SECONDS", help="for each")
    published.add_argument("--seed", type=int, default=0)
    published.add_argument(
        "--shuffle", action="store_true", help="rename and reorder first, by seed"
    )
    published.add_argument("--workers", type=int, help="processes (default: the machine's cores)")
    published.add_argument("--json", type=Path, metavar="FILE", help="write the report there")
    published.set_defaults(command=_bench_b2bsp)

    template = commands.add_parser("template", help="write a spreadsheet to fill in")
    template.add_argument("target", type=Path)
    template.set_defaults(command=_template)

    schemas = commands.add_parser("schema", help="print the JSON Schema of a file the engine uses")
    schemas.add_argument("format", nargs="?", default="problem", choices=list(schema.FORMATS))
    schemas.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it there")
    schemas.set_defaults(command=_schema)
    return parser


def _plan(args: argparse.Namespace) -> int:
    _check_effort(args)
    for target in (args.output, args.json):
        _writable(target)
    from .solver import solve

    problem = formats.read_any(args.problem)
    interrupt = threading.Event()
    stop = replace(_stop(args), interrupt=interrupt)
    options = {"seed": args.seed, "workers": args.workers}
    make = _priced if args.prices else solve
    with _display() as show:
        plan = _interruptible(lambda: make(problem, stop=stop, progress=show, **options), interrupt)
    codec.write_plan(plan, args.output)
    conflict = _conflict(problem, plan)
    _report(args.json, _summary(problem, plan, conflict) | {"interrupted": interrupt.is_set()})
    _say_interrupted(interrupt, plan)
    _print_summary(problem, plan, conflict)
    return _code(plan)


def _priced(problem: Problem, *, stop: Stop, progress: Watcher, **options: Any) -> Plan:
    """Plan in half of the time, and use what is left to say what the guarantees cost."""
    from .solver import prices, solve

    begun = time.monotonic()
    seconds, work = stop.seconds, stop.work
    half = replace(stop, seconds=seconds and seconds / 2, work=work and work / 2)
    plan = solve(problem, stop=half, progress=progress, **options)
    if seconds is not None:
        half = replace(half, seconds=max(0.0, seconds - (time.monotonic() - begun)))
    return replace(plan, prices=prices(problem, plan, stop=half, **options))


def _say_interrupted(interrupt: threading.Event, plan: Plan) -> None:
    if interrupt.is_set():
        print(f"Interrupted after {plan.seconds:.1f} s: the best plan until then, verified.")


def _interruptible(work: Callable[[], Made], interrupt: threading.Event) -> Made:
    """Do the work in a thread; at Ctrl-C ask it to end, and wait for what it has.

    At a second Ctrl-C KeyboardInterrupt is raised.
    """
    done: queue.SimpleQueue[Made | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except Exception as error:
            done.put(error)

    def outcome_of() -> Made | Exception:
        # A Ctrl-C just before a wait without end begins would not end it: look up now and then.
        while True:
            try:
                return done.get(timeout=AWAKE)
            except queue.Empty:
                continue

    try:
        threading.Thread(target=run, daemon=True).start()
        outcome = outcome_of()
    except KeyboardInterrupt:
        print("rendezvous: stopping; press again to write nothing", file=sys.stderr, flush=True)
        interrupt.set()
        outcome = outcome_of()
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _check_effort(args: argparse.Namespace) -> None:
    if args.time <= 0 or (args.work is not None and args.work <= 0):
        raise InputError("--time and --work must be more than 0; give for example --time 30")


def _stop(args: argparse.Namespace) -> Stop:
    from .solver import Stop

    return Stop(seconds=args.time) if args.work is None else Stop(seconds=None, work=args.work)


def _code(plan: Plan) -> int:
    return 1 if plan.status in (Status.INFEASIBLE, Status.UNKNOWN) else 0


def _repair(args: argparse.Namespace) -> int:
    _check_effort(args)
    if args.output is None and not args.what_if:
        raise InputError("--output: say where to write the new plan, or give --what-if")
    if args.problem_output is not None and args.problem_output.suffix.lower() != ".json":
        raise InputError(f"{args.problem_output}: only a .json holds an earlier plan; give one")
    for target in (args.output, args.problem_output, args.json):
        _writable(target)
    from .solver import repair

    problem, before = formats.read_any(args.problem), codec.read_plan(args.plan)
    changes = codec.read_changes(args.changes)
    if args.now is not None:
        changes = replace(changes, now=_moment("--now", args.now))
    problem = apply(problem, before, changes)
    interrupt = threading.Event()
    stop = replace(_stop(args), interrupt=interrupt)
    with _display() as show:
        plan = _interruptible(
            lambda: repair(problem, stop=stop, seed=args.seed, workers=args.workers, progress=show),
            interrupt,
        )
    found = changelist.diff(problem, before, plan)
    if not args.what_if:
        if args.problem_output is not None:
            codec.write(args.problem_output, codec.problem_to_data(problem))
        codec.write_plan(plan, args.output)
    told = {
        "changes": changelist.to_data(problem, plan, found),
        "interrupted": interrupt.is_set(),
    }
    conflict = _conflict(problem, plan)
    _report(args.json, {**_summary(problem, plan, conflict), **told})
    _say_interrupted(interrupt, plan)
    _print_summary(problem, plan, conflict)
    for line in changelist.in_words(problem, plan, found):
        print(line)
    if args.what_if:
        print("Nothing was saved.")
    elif args.problem_output is None:
        print("To check, explain or repair the new plan, write its problem: --problem-output FILE")
    return _code(plan)


def _moment(option: str, text: str) -> datetime:
    try:
        return Moment().read(text)
    except Wrong as wrong:
        raise InputError(f"{option} {text!r}: {wrong}") from None


def _writable(target: Path | None) -> None:
    """Refuse a file that could not be written before the work, not after it."""
    if target is None:
        return
    folder = target.parent
    if target.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise InputError(f"{target}: cannot be written; give a file in a folder you may write to")


def _summary(problem: Problem, plan: Plan, conflict: Conflict | None) -> dict[str, Any]:
    data = codec.plan_to_data(plan)
    keys = ("engine", "seed", "seconds", "status", "objectives", "conflict", "problem_digest")
    return {
        **{key: data[key] for key in (*keys, "prices") if key in data},
        "requests": len(problem.requests),
        "served": len(plan.assignments),
        **({} if conflict is None else {"conflict_rules": conflicts.to_data(conflict)["rules"]}),
    }


def _print_summary(problem: Problem, plan: Plan, conflict: Conflict | None) -> None:
    print(f"{len(plan.assignments)} of {len(problem.requests)} requests served: {plan.status}.")
    for objective in plan.objectives:
        state = "proven" if objective.proven else f"gap {objective.gap:.2%}"
        print(
            f"  {OBJECTIVES[objective.name]:32} {objective.value:>8} "
            f"(bound {objective.bound}, {state}, {objective.seconds:.1f} s)"
        )
    wording = Wording(problem, plan)
    for price in plan.prices:
        print(wording.price(price))
    if conflict is not None:
        for line in conflicts.in_words(problem, plan, conflict):
            print(line)


def _conflict(problem: Problem, plan: Plan) -> Conflict | None:
    """Return the conflict a plan names, with the rules that stand against its requests."""
    from .solver import explain_conflict

    if not plan.conflict:
        return None
    found = explain_conflict(problem, plan.conflict)
    return found or Conflict(plan.conflict, (), whole=False)


def _check(args: argparse.Namespace) -> int:
    _writable(args.json)
    problem = formats.read_any(args.problem)
    report = verify(problem, codec.read_plan(args.plan))
    _report(
        args.json,
        {
            "ok": report.ok,
            "violations": [
                {"code": v.code.value, "message": v.message, "requests": list(v.requests)}
                for v in report.violations
            ],
        },
    )
    if report.ok:
        print("The plan holds.")
        return 0
    for violation in report.violations:
        print(f"{violation.code}: {violation.message}")
    print(f"The plan is refused: {len(report.violations)} violation(s).")
    return 1


def _explain(args: argparse.Namespace) -> int:
    _check_effort(args)
    _writable(args.json)
    problem, plan = _planned(args)
    known = {a.request for a in plan.assignments} | {u.request for u in plan.unserved}
    if args.request not in known:
        raise InputError(f"--request {args.request!r}: no such request; see the problem for ids")
    text = Wording(problem, plan).request(args.request)
    unserved = [u for u in codec.plan_to_data(plan)["unserved"] if u["request"] == args.request]
    report = {"request": args.request, "text": text, "unserved": unserved}
    lines: list[str] = []
    if unserved:
        found = _explanation(args, problem, plan)
        report |= proposing.to_data(problem, plan, found)
        lines += proposing.in_words(problem, plan, found)
    if unserved and args.request in plan.conflict:
        conflict = _conflict(problem, plan)
        assert conflict is not None
        report["conflict"] = conflicts.to_data(conflict)
        lines += conflicts.in_words(problem, plan, conflict)
    _report(args.json, report)
    for line in (text, *lines):
        print(line)
    return 0


def _explanation(args: argparse.Namespace, problem: Problem, plan: Plan) -> Explanation:
    from .solver import explain

    interrupt = threading.Event()
    stop = replace(_stop(args), interrupt=interrupt)
    options = {"seed": args.seed, "workers": args.workers}
    with _display() as show:
        return _interruptible(
            lambda: explain(problem, plan, args.request, stop=stop, progress=show, **options),
            interrupt,
        )


def _planned(args: argparse.Namespace) -> tuple[Problem, Plan]:
    """Read a problem and a plan that was made for it."""
    problem = formats.read_any(args.problem)
    plan = codec.read_plan(args.plan)
    if plan.problem_digest != codec.digest(problem):
        raise InputError(f"{args.plan}: made for another problem; plan {args.problem} again")
    return problem, plan


def _show(args: argparse.Namespace) -> int:
    _writable(args.output)
    if args.output is not None and args.output.suffix.lower() != ".xlsx":
        raise InputError(f"{args.output}: a plan is shown as a workbook; give an .xlsx name")
    problem, plan = _planned(args)
    if not verify(problem, plan).ok:
        raise InputError(f"{args.plan}: it does not hold; rendezvous check says why")
    if args.output is not None:
        sheet.write_agendas(problem, plan, args.output)
        return 0
    wording = Wording(problem, plan)
    order = {slot.id: n for n, slot in enumerate(problem.slots)}
    for meeting in sorted(plan.assignments, key=lambda a: order[a.slot]):
        print(wording.request(meeting.request))
    for unserved in plan.unserved:
        print(wording.request(unserved.request))
    for price in plan.prices:
        print(wording.price(price))
    return 0


def _convert(args: argparse.Namespace) -> int:
    formats.convert(args.source, args.target)
    return 0


def _bench_b2bsp(args: argparse.Namespace) -> int:
    _writable(args.json)
    if args.time <= 0:
        raise InputError("--time must be more than 0; give for example --time 100")
    outcomes: list[b2bsp.Outcome] = []
    print(b2bsp.HEADINGS)
    for path, published in b2bsp.instances(args.folder, args.names):
        outcomes.append(
            b2bsp.run(
                path,
                published,
                seconds=args.time,
                seed=args.seed,
                workers=args.workers,
                shuffle=args.shuffle,
            )
        )
        print(b2bsp.line(outcomes[-1]), flush=True)
    for line in b2bsp.summary(outcomes):
        print(line)
    if args.json is not None:
        codec.write(args.json, b2bsp.data(outcomes))
    return 0 if all(outcome.agrees for outcome in outcomes) else 1


def _template(args: argparse.Namespace) -> int:
    sheet.write_template(args.target)
    print(
        f"{args.target}: fill in the sheets, then run: rendezvous plan {args.target} -o plan.json"
    )
    return 0


def _schema(args: argparse.Namespace) -> int:
    content = schema.dump(args.format)
    if args.output is None:
        print(content.decode(), end="")
    else:
        codec.write_bytes(args.output, content)
    return 0


def _report(target: Path | None, data: dict[str, Any]) -> None:
    if target is not None:
        codec.write(target, data)


def _display() -> AbstractContextManager[Callable[[Progress], None]]:
    """Return a progress bar on a terminal, plain lines elsewhere."""
    return _Bar() if sys.stderr.isatty() else nullcontext(_Lines())


def _line(progress: Progress) -> str:
    return (
        f"{OBJECTIVES[progress.objective]}: {progress.value} "
        f"(bound {progress.bound}, gap {_gap(progress):.2%})"
    )


def _gap(progress: Progress) -> float:
    top = max(abs(progress.value), abs(progress.bound))
    return abs(progress.value - progress.bound) / top if top else 0.0


class _Lines:
    """One line a second at most, and always the first and last of an objective."""

    def __init__(self) -> None:
        self._last = 0.0
        self._objective = ""

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        new = progress.objective != self._objective
        if new or now - self._last >= 1 or progress.value == progress.bound:
            print(f"{progress.elapsed:6.1f} s  {_line(progress)}", file=sys.stderr, flush=True)
            self._last, self._objective = now, progress.objective


class _Bar:
    """A Rich bar that fills as the gap closes."""

    def __enter__(self) -> Callable[[Progress], None]:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        self._bars = Bars(
            BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
            console=Console(stderr=True),
        )  # fmt: skip
        self._bars.start()
        task = self._bars.add_task("Reading the problem", total=1.0)

        def show(progress: Progress) -> None:
            done = 1 - min(1.0, _gap(progress))
            self._bars.update(task, completed=done, description=_line(progress))

        return show

    def __exit__(self, *_: object) -> None:
        self._bars.stop()
