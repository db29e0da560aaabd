import getpass
from argparse import ArgumentTypeError
from collections.abc import Iterator
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.core.formats import number
from salon.editions.management import edition_named
from salon.editions.models import Edition
from salon.exhibition.models import Equipment, Shape
from salon.exhibition.selectors.visibility import visible_equipment
from salon.exhibition.services import glb
from salon.exhibition.services.files import draw_poster, put_shape
from salon.exhibition.services.glb.words import shown
from salon.exhibition.services.hotspots import read_hotspots
from salon.exhibition.services.pictures import LARGEST as LARGEST_PICTURE
from salon.exhibition.services.posters import View, poster

#: Endings of a poster beside a model, the first that is there being taken.
_POSTERS: Final = (".webp", ".png", ".jpg", ".jpeg")
_HIGHEST: Final = 85.0  # degrees


class _Options(NamedTuple):
    """What is to be done with each file, and by whom."""

    actor: Actor
    edition: Edition
    item: str
    check: bool
    no_poster: bool
    poster: Path | None
    posters_only: Path | None
    view: View

    @property
    def verdict(self) -> str:
        """What is said of a file with which all went well."""
        if self.posters_only:
            return "drawn"
        return "can be taken" if self.check else "taken"


class Command(BaseCommand):
    help = (
        "Check 3D models and put them into the catalogue, each with its poster: drawn from the "
        "model unless one lies beside it. Without a file, list the entries and their models."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Files may stand before options, after them or both."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition")
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="EXHIBITOR--ITEM.glb; beside it may lie EXHIBITOR--ITEM.webp (.png, .jpg), its "
            "poster, and EXHIBITOR--ITEM.json, its hotspots",
        )
        parser.add_argument(
            "--item",
            default="",
            metavar="EXHIBITOR/ITEM",
            help="the entry of a single file, whatever it is called",
        )
        parser.add_argument("--check", action="store_true", help="check and report; write nothing")
        parser.add_argument(
            "--view",
            type=_view,
            default=View(),
            metavar="AZIMUTH,ELEVATION",
            help="from where posters are drawn, in degrees: 0,0 is from the front (+Z), 90,0 from "
            "+X; the elevation goes up to 85. 35,16 if not given. Write --view=-30,20",
        )
        posters = parser.add_mutually_exclusive_group()
        posters.add_argument("--no-poster", action="store_true", help="draw no poster")
        posters.add_argument(
            "--poster", type=Path, metavar="PICTURE", help="the poster of a single file"
        )
        posters.add_argument(
            "--posters-only",
            type=Path,
            metavar="FOLDER",
            help="write posters there, as WebP, and nothing else",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        edition = edition_named(options["edition"])
        files: list[Path] = options["files"]
        if len(files) != 1 and (options["item"] or options["poster"]):
            raise CommandError("--item and --poster go with one file.")
        if options["check"] and options["posters_only"]:
            raise CommandError("--check writes nothing, --posters-only writes posters: choose one.")
        actor = Actor.operator(getpass.getuser())
        given = {name: options[name] for name in _Options._fields if name in options}
        with override("en"):
            self.entries = {_path(one): one for one in _entries(actor, edition)}
            if not files:
                self._list()
            elif self._all(files, _Options(**{**given, "actor": actor, "edition": edition})):
                raise SystemExit(1)

    def _list(self) -> None:
        shapes = Shape.objects.filter(equipment__in=self.entries.values())
        models = {shape.equipment_id: shape for shape in shapes}
        for path, entry in self.entries.items():
            shape = models.get(entry.pk)
            self.stdout.write(f"{path}  {_facts(shape) if shape else 'no model'}")
        if not self.entries:
            self.stdout.write("There is no equipment in the catalogue yet.")

    def _all(self, files: list[Path], options: _Options) -> int:
        """How many were refused. The others are kept all the same."""
        refused = 0
        for rank, path in enumerate(files, 1):
            refused += not self._one(
                f"{rank}/{len(files)}  " if len(files) > 1 else "", path, options
            )
        done = len(files) - refused
        self.stdout.write(
            f"Files: {len(files)}. {options.verdict.capitalize()}: {done}. Refused: {refused}."
        )
        return refused

    def _one(self, progress: str, path: Path, options: _Options) -> bool:
        """Do one file and say what came of it, its line as soon as that is known."""
        line, advice = [f"{progress}{shown(path.name)}"], []
        try:
            data = _read(path, glb.LARGEST)
            line.append(f"{number(-(-len(data) // 1000))} kB")
            model = glb.check(data=data)
            line[1] = _facts(model)
            advice = [str(one) for one in model.advice]
            self._do(path, data, model, options)
        except (DomainError, CommandError) as error:
            verdict, taken = f"refused: {error}", False
        else:
            verdict, taken = options.verdict, True
        self.stdout.write("  ".join((*line, verdict)))
        for each in advice:
            self.stdout.write(f"    {each}")
        self.stdout.flush()
        return taken

    def _do(self, path: Path, data: bytes, model: glb.Model, options: _Options) -> None:
        """:raises DomainError, CommandError: before anything is written."""
        if options.posters_only:
            _write_poster(options.posters_only / f"{path.stem}.webp", data, options.view)
            return
        marks = path.with_suffix(".json")
        hotspots = read_hotspots(data=_read(marks), model=model) if marks.exists() else []
        entry = None if options.check else self._entry(path, options)
        picture = _poster(path, data, options)
        if entry is not None:
            put_shape(
                actor=options.actor, equipment=entry, data=data, poster=picture, hotspots=hotspots
            )

    def _entry(self, path: Path, options: _Options) -> Equipment:
        named = options.item or path.stem.replace("--", "/", 1)
        if "/" not in named:
            raise CommandError(
                "its name says no entry. Call it EXHIBITOR--ITEM.glb, or give --item."
            )
        if named in self.entries:
            return self.entries[named]
        near = ", ".join(get_close_matches(named, self.entries, n=3, cutoff=0.5))
        hint = f"Nearest: {near}." if near else f"`salon shape {options.edition.slug}` lists them."
        raise CommandError(f"there is no entry {shown(named)!r}. {hint}")


def _entries(actor: Actor, edition: Edition) -> Iterator[Equipment]:
    equipment = visible_equipment(actor=actor, edition=edition)
    yield from equipment.select_related("exhibitor__edition").order_by("exhibitor__slug", "slug")


def _path(entry: Equipment) -> str:
    return f"{entry.exhibitor.slug}/{entry.slug}"


def _facts(of: glb.Model | Shape) -> str:
    """Of a model: its size, its triangles, its sides."""
    sides = " × ".join(number(side) for side in (of.width, of.depth, of.height))
    return f"{number(-(-of.size // 1000))} kB  {number(of.triangles)} triangles  {sides} mm"


def _read(path: Path, most: int = -1) -> bytes:
    """A file, or one byte more than `most` of it: that is enough to be too much."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1 if most >= 0 else most)
    except OSError as error:
        raise CommandError(f"{shown(path.name)} cannot be read: {error.strerror}.") from error


def _poster(path: Path, data: bytes, options: _Options) -> bytes:
    """The poster that was given or lies beside the model, else a drawn one; empty if none is
    wanted. When only checking, it is looked at here, or drawn in small to see whether it can be."""
    if options.no_poster:
        return b""
    beside = (path.with_suffix(ending) for ending in _POSTERS)
    given = options.poster or next((one for one in beside if one.exists()), None)
    if given:
        picture = _read(given, LARGEST_PICTURE)
        if options.check:
            draw_poster(data=picture)
        return picture
    if options.check:
        poster(data=data, view=options.view, width=64, height=48)
        return b""
    written = BytesIO()
    poster(data=data, view=options.view).save(written, "PNG")
    return written.getvalue()


def _write_poster(path: Path, data: bytes, view: View) -> None:
    image = poster(data=data, view=view)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path, "WEBP", quality=90, method=6)
    except OSError as error:
        raise CommandError(f"{shown(path.name)} cannot be written: {error.strerror}.") from error


def _view(text: str) -> View:
    try:
        azimuth, elevation = map(float, text.split(","))
    except ValueError:
        azimuth = elevation = float("nan")
    if not (-360 <= azimuth <= 360 and 0 <= elevation <= _HIGHEST):
        raise ArgumentTypeError(
            f"{text!r} is no AZIMUTH,ELEVATION from -360 to 360 and from 0 to 85 degrees"
        )
    return View(azimuth, elevation)
