"""`salon shape`: 3D models taken in batches, with what lies beside them."""

import json
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from salon.core.models import JournalEntry
from salon.exhibition.management.commands import shape as command
from salon.exhibition.models import Hotspot, Shape
from salon.exhibition.selectors.media import drawn_name, model_name, path_of
from salon.exhibition.services.posters import View, poster
from tests import factories
from tests.salon.exhibition.glbs import block, packed_by_meshopt, textured

pytestmark = pytest.mark.django_db

MARK = {"label": {"fr": "Toit", "en": "Roof"}, "position": "0 2 0", "normal": "0 1 0"}
BLOCK = "1 kB  12 triangles  4,000 × 6,000 × 2,000 mm"


@pytest.fixture(autouse=True)
def small_posters(monkeypatch):
    """In the store they are 1280 × 960."""
    monkeypatch.setattr(command, "poster", partial(poster, width=320, height=240))


@pytest.fixture
def firm():
    firm = factories.exhibitor(edition=factories.edition(slug="fair"), slug="firm")
    for slug in ("mast", "crane"):
        factories.equipment(exhibitor=firm, slug=slug)
    return firm


@pytest.fixture
def folder(tmp_path):
    """A model for each entry."""
    for name in ("firm--mast", "firm--crane"):
        (tmp_path / f"{name}.glb").write_bytes(block().bytes())
    return tmp_path


def shape(capsys, *args):
    """What the command says, and its exit code."""
    code = 0
    try:
        call_command("shape", "fair", *map(str, args))
    except SystemExit as end:
        code = end.code
    return capsys.readouterr().out, code


def picture(path, size=(640, 480)):
    Image.new("RGB", size, "teal").save(path)


def written():
    return (Shape.objects.count(), Hotspot.objects.count(), JournalEntry.objects.count())


def test_models_go_to_the_entries_that_they_are_named_after(firm, folder, capsys):
    said = shape(capsys, folder / "firm--mast.glb", folder / "firm--crane.glb")
    assert said == (
        f"1/2  firm--mast.glb  {BLOCK}  taken\n"
        f"2/2  firm--crane.glb  {BLOCK}  taken\n"
        "Files: 2. Taken: 2. Refused: 0.\n",
        0,
    )
    taken = {one.equipment.slug: one for one in Shape.objects.select_related("equipment")}
    assert sorted(taken) == ["crane", "mast"]
    assert (taken["mast"].poster_widths, taken["mast"].triangles) == ([320], 12)
    kept = [model_name(taken["mast"]), drawn_name(taken["mast"].poster, 320, "webp")]
    assert [default_storage.exists(path_of(name)) for name in kept] == [True, True]
    told = JournalEntry.objects.values_list("actor_kind", "action", "data")
    assert list(told) == [("operator", "equipment.shape", {"digest": taken["mast"].digest})] * 2


def test_what_is_refused_does_not_hold_up_the_others(firm, folder, capsys):
    (folder / "firm--crane.glb").write_bytes(b"solid crane\n")
    said, code = shape(capsys, *sorted(folder.glob("*.glb")))
    assert said.splitlines() == [
        "1/2  firm--crane.glb  1 kB  refused: This is an STL file. Export the model as binary"
        " glTF 2.0 (.glb).",
        f"2/2  firm--mast.glb  {BLOCK}  taken",
        "Files: 2. Taken: 1. Refused: 1.",
    ]
    assert (code, written()) == (1, (1, 0, 1))


def test_options_may_stand_anywhere(firm, folder, capsys):
    crane, mast = sorted(folder.glob("*.glb"))
    assert shape(capsys, crane, "--no-poster", mast, "--check")[0].splitlines()[2:] == [
        "Files: 2. Can be taken: 2. Refused: 0."
    ]


def test_advice_follows(firm, folder, capsys):
    model = block()
    model.document["nodes"][0]["scale"] = [100, 100, 100]
    (folder / "firm--mast.glb").write_bytes(model.bytes())
    said, code = shape(capsys, folder / "firm--mast.glb")
    line, advice, _summary = said.splitlines()
    assert (line.split()[-1], code) == ("taken", 0)
    assert advice.startswith("    The model is 600 m large.")


def test_a_poster_and_hotspots_that_lie_beside_are_taken(firm, folder, capsys):
    picture(folder / "firm--mast.png")
    text = json.dumps([MARK, {**MARK, "position": "1e0 2 -0.00001"}])
    (folder / "firm--mast.json").write_text(text)
    _said, code = shape(capsys, folder / "firm--mast.glb")
    kept = Shape.objects.get()
    assert (code, kept.poster_widths) == (0, [320, 640])
    assert [(str(one), one.position, one.normal) for one in kept.hotspots.all()] == [
        ("Toit", "0 2 0", "0 1 0"),
        ("Toit", "1 2 0", "0 1 0"),
    ]


def test_a_single_file_may_be_called_anything(firm, folder, capsys):
    (folder / "final.v2.glb").write_bytes(textured().bytes())
    picture(folder / "shot.jpg", (800, 600))
    args = ("--item", "firm/crane", "--poster", folder / "shot.jpg")
    assert shape(capsys, folder / "final.v2.glb", *args)[1] == 0
    kept = Shape.objects.get()
    assert (kept.equipment.slug, kept.poster_widths) == ("crane", [320, 640, 800])


def test_no_poster(firm, folder, capsys):
    (folder / "firm--mast.glb").write_bytes(packed_by_meshopt().bytes())
    assert shape(capsys, folder / "firm--mast.glb", "--no-poster")[1] == 0
    assert Shape.objects.get().poster == ""


def test_a_compressed_model_needs_a_poster(firm, folder, capsys):
    (folder / "firm--mast.glb").write_bytes(packed_by_meshopt().bytes())
    said, code = shape(capsys, folder / "firm--mast.glb")
    assert "refused: accessors[0] is compressed" in said
    assert (code, written()) == (1, (0, 0, 0))
    picture(folder / "firm--mast.webp")
    assert shape(capsys, folder / "firm--mast.glb")[1] == 0


def test_checking_writes_nothing_and_needs_no_entry(folder, capsys):
    factories.edition(slug="fair")
    (folder / "anything.glb").write_bytes(block().bytes())
    before = sorted(folder.iterdir())
    said, code = shape(capsys, folder / "anything.glb", "--check")
    assert said == (
        f"anything.glb  {BLOCK}  can be taken\nFiles: 1. Can be taken: 1. Refused: 0.\n"
    )
    assert (code, written(), sorted(folder.iterdir())) == (0, (0, 0, 0), before)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("anything.json", lambda path: path.write_text("[{}]"), "Hotspot 1 must have"),
        ("anything.png", lambda path: picture(path, (640, 640)), "A poster is 4 : 3"),
        ("anything.webp", lambda path: path.write_text("x"), "This file is no JPEG, PNG"),
        (
            "anything.glb",
            lambda path: path.write_bytes(packed_by_meshopt().bytes()),
            "accessors[0] is compressed",
        ),
    ],
)
def test_checking_looks_at_what_lies_beside_too(folder, capsys, name, make, said):
    factories.edition(slug="fair")
    (folder / "anything.glb").write_bytes(block().bytes())
    make(folder / name)
    told, code = shape(capsys, folder / "anything.glb", "--check")
    assert f"refused: {said}" in told
    assert code == 1


def test_posters_only(folder, capsys):
    factories.edition(slug="fair")
    out = folder / "new" / "posters"
    args = ("--posters-only", out, "--view=-30,20")
    said, code = shape(capsys, folder / "firm--mast.glb", *args)
    assert said == f"firm--mast.glb  {BLOCK}  drawn\nFiles: 1. Drawn: 1. Refused: 0.\n"
    assert (code, written()) == (0, (0, 0, 0))
    (path,) = out.iterdir()
    with Image.open(path) as image:
        assert (path.name, image.format, image.size) == ("firm--mast.webp", "WEBP", (320, 240))


def test_the_view_is_passed_on(firm, folder, capsys, monkeypatch):
    seen = []

    def watched(**given):
        seen.append(given["view"])
        return poster(**given, width=320, height=240)

    monkeypatch.setattr(command, "poster", watched)
    shape(capsys, folder / "firm--mast.glb", "--view", "90,45.5")
    shape(capsys, folder / "firm--mast.glb")
    assert seen == [View(90, 45.5), View(35, 16)]


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        (
            "firm--mats.glb",
            (),
            "there is no entry 'firm/mats'. Nearest: firm/mast, firm/crane.",
        ),
        ("zzz--qqq.glb", (), "there is no entry 'zzz/qqq'. `salon shape fair` lists them."),
        (
            "mast.glb",
            (),
            "its name says no entry. Call it EXHIBITOR--ITEM.glb, or give --item.",
        ),
        (
            "firm--mast.glb",
            ("--item", "firm/crane2"),
            "there is no entry 'firm/crane2'. Nearest: firm/crane, firm/mast.",
        ),
    ],
)
def test_an_unknown_entry_is_named(firm, folder, capsys, name, args, said):
    (folder / name).write_bytes(block().bytes())
    told, code = shape(capsys, folder / name, *args)
    assert told.splitlines()[0] == f"{name}  {BLOCK}  refused: {said}"
    assert (code, written()) == (1, (0, 0, 0))


def test_a_file_that_is_not_there_is_named(firm, folder, capsys):
    told, code = shape(capsys, folder / "firm--boat.glb")
    assert told.splitlines()[0].endswith(
        "firm--boat.glb cannot be read: No such file or directory."
    )
    assert code == 1


def test_a_poster_that_cannot_be_written_is_said(folder, capsys):
    factories.edition(slug="fair")
    args = ("--posters-only", folder / "firm--mast.glb")
    told, code = shape(capsys, folder / "firm--mast.glb", *args)
    assert "firm--mast.webp cannot be written: " in told
    assert code == 1


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("{", "The hotspots cannot be read as JSON: "),
        ('{"label": {}}', "The hotspots are not a list"),
        (json.dumps([MARK] * 31), "There are 31 hotspots; at most 30 are taken."),
        (json.dumps([MARK, "roof"]), "Hotspot 2 must have “label”, “position” and “normal”"),
        (json.dumps([{**MARK, "colour": "red"}]), "Hotspot 1 must have"),
        (json.dumps([{**MARK, "position": "0 2"}]), "“position” of hotspot 1 must be three"),
        (json.dumps([{**MARK, "position": "0 2 nan"}]), "“position” of hotspot 1 must be three"),
        (json.dumps([{**MARK, "position": [0, 2, 0]}]), "“position” of hotspot 1 must be three"),
        (json.dumps([{**MARK, "normal": "up"}]), "“normal” of hotspot 1 must be three"),
        (json.dumps([{**MARK, "normal": "0 0 0"}]), "The normal of hotspot 1 points nowhere"),
        (
            json.dumps([{**MARK, "position": "0 3.01 0"}]),
            "Hotspot 1 is not at the model, which lies from -2 0 -3 to 2 2 3.",
        ),
        (json.dumps([{**MARK, "label": {"en": "Roof"}}]), "Hotspot 1 has no French label (“fr”)."),
        (json.dumps([{**MARK, "label": {"fr": " "}}]), "Hotspot 1 has no French label"),
        (json.dumps([{**MARK, "label": "Toit"}]), "Hotspot 1 has no French label"),
        (json.dumps([{**MARK, "label": {"fr": "Toit", "xx": "?"}}]), "The label of hotspot 1"),
        (json.dumps([{**MARK, "label": {"fr": 3}}]), "The label of hotspot 1 must be texts"),
        (json.dumps([{**MARK, "label": {"fr": "x" * 121}}]), "The label of hotspot 1 must be"),
    ],
)
def test_hotspots_that_are_wrong_are_refused(firm, folder, capsys, marks, said):
    (folder / "firm--mast.json").write_text(marks)
    told, code = shape(capsys, folder / "firm--mast.glb")
    assert f"refused: {said}" in told
    assert (code, written()) == (1, (0, 0, 0))


def test_without_a_file_the_entries_are_listed(firm, folder, capsys):
    shape(capsys, folder / "firm--mast.glb", "--no-poster")
    assert shape(capsys) == (f"firm/crane  no model\nfirm/mast  {BLOCK}\n", 0)


def test_an_empty_catalogue(capsys):
    factories.edition(slug="fair")
    assert shape(capsys) == ("There is no equipment in the catalogue yet.\n", 0)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nowhere",), "There is no edition 'nowhere'. Known: fair."),
        (("fair", "a.glb", "b.glb", "--item", "x/y"), "--item and --poster go with one file."),
        (("fair", "--poster", "a.png"), "--item and --poster go with one file."),
        (
            ("fair", "a.glb", "--check", "--posters-only", "out"),
            "--check writes nothing, --posters-only writes posters: choose one.",
        ),
        (
            ("fair", "a.glb", "--view", "north"),
            "Error: argument --view: 'north' is no AZIMUTH,ELEVATION from -360 to 360 and from 0"
            " to 85 degrees",
        ),
        (
            ("fair", "a.glb", "--view", "0,90"),
            "Error: argument --view: '0,90' is no AZIMUTH,ELEVATION from -360 to 360 and from 0"
            " to 85 degrees",
        ),
    ],
)
def test_what_cannot_be_done_is_said(args, said):
    factories.edition(slug="fair")
    with pytest.raises(CommandError) as refused:
        call_command("shape", *args)
    assert str(refused.value) == said
