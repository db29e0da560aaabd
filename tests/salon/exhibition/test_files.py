"""Pictures, brochures and models of an entry: what is taken, what is refused, who may see them."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from PIL import Image
from PIL.ExifTags import GPS, Base

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.core.models import JournalEntry
from salon.exhibition.models import Brochure, Hotspot, Picture, Shape
from salon.exhibition.selectors.media import FORMATS, get_file, model_name, path_of
from salon.exhibition.services import pictures
from salon.exhibition.services.files import Point, add_picture, put_brochure, put_shape
from tests import factories
from tests.cast import CAST
from tests.salon.exhibition.glbs import block

pytestmark = pytest.mark.django_db

OPERATOR = Actor.operator("tester")
ALT = {"fr": "Vue de face", "en": "Front view"}


@pytest.fixture
def camera():
    edition = factories.edition(slug="fair")
    return factories.equipment(exhibitor=factories.exhibitor(edition=edition), slug="camera")


def image(size=(1600, 1200), form="JPEG", mode="RGB", **more):
    written = BytesIO()
    Image.new(mode, size, "tan").save(written, form, **more)
    return written.getvalue()


def stored(name):
    with default_storage.open(path_of(name)) as file:
        return file.read()


def refused(code, call):
    with pytest.raises(DomainError) as raised:
        call()
    assert raised.value.code == code
    return str(raised.value)


def test_a_picture_is_drawn_anew_in_each_width_and_format(camera):
    picture = add_picture(actor=OPERATOR, equipment=camera, data=image(), alt=ALT)
    assert (picture.width, picture.height, picture.widths, picture.position) == (
        1600, 1200, [320, 640, 1280], 0,
    )  # fmt: skip
    for width in picture.widths:
        for kind in FORMATS:
            with Image.open(BytesIO(stored(f"{picture.digest}-{width}.{kind}"))) as drawn:
                assert (drawn.format, drawn.size) == (kind.upper(), (width, width * 3 // 4))
    second = add_picture(actor=OPERATOR, equipment=camera, data=image((400, 300)), alt=ALT)
    assert (second.widths, second.position) == ([320, 400], 1)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_format_is_taken(form):
    assert pictures.draw(data=image((640, 480), form)).widths == [320, 640]


def test_what_a_camera_writes_beside_a_picture_is_gone(camera):
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # turned by a quarter
    exif[Base.Artist] = "zqxmarker"
    exif.get_ifd(34853)[GPS.GPSLatitudeRef] = "N"
    data = image((1600, 1200), exif=exif.tobytes(), comment=b"zqxmarker")
    assert b"zqxmarker" in data
    drawing = pictures.draw(data=data)
    assert (drawing.width, drawing.height) == (1200, 1600)
    for made in drawing.files.values():
        assert b"zqxmarker" not in made
        with Image.open(BytesIO(made)) as drawn:
            assert dict(drawn.getexif()) == {}


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_can_be_seen_through_stays_so(form):
    written = BytesIO()
    Image.new("RGBA", (400, 300), (200, 100, 0, 90)).save(written, form)
    drawing = pictures.draw(data=written.getvalue())
    with Image.open(BytesIO(drawing.files[400, "webp"])) as drawn:
        assert drawn.mode == "RGBA"


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("picture.type", b""),
        ("picture.type", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("picture.type", image(form="GIF", mode="P")),
        ("picture.type", b"\xff\xd8\xff\xe0not a picture"),
        ("picture.broken", image()[:2000]),
        ("picture.broken", image(form="PNG")[:300]),
        ("picture.narrow", image((319, 400))),
        ("picture.pixels", image((9000, 9000), "PNG", "1")),
        ("picture.pixels", image((60000, 4000), "PNG", "1")),
    ],
    ids=["empty", "svg", "gif", "head only", "cut jpeg", "cut png", "narrow", "large", "bomb"],
)
def test_what_is_no_picture_is_refused_and_nothing_is_kept(camera, code, data):
    message = refused(
        code, lambda: add_picture(actor=OPERATOR, equipment=camera, data=data, alt=ALT)
    )
    assert "%(" not in message
    assert (Picture.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_a_picture_too_heavy_is_refused_unread(monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 999)
    assert "1 Mo" in refused("picture.size", lambda: pictures.draw(data=bytes(1000)))


def test_a_brochure_takes_the_place_of_the_one_in_its_language(camera):
    first, second = b"%PDF-1.7\n1\n%%EOF\n", b"%PDF-1.7\n2\n%%EOF\n"
    for data, language in ((first, "fr"), (first, "en"), (second, "fr")):
        put_brochure(actor=OPERATOR, equipment=camera, data=data, language=language)
    kept = {each.language: stored(f"{each.digest}.pdf") for each in Brochure.objects.all()}
    assert kept == {"fr": second, "en": first}


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7 cut", b"MZ %PDF-1.7 %%EOF"])
def test_what_is_no_pdf_is_refused(camera, data):
    refused(
        "brochure.type",
        lambda: put_brochure(actor=OPERATOR, equipment=camera, data=data, language="fr"),
    )
    assert Brochure.objects.count() == 0


def test_a_model_with_its_poster_and_points_takes_the_place_of_the_one_there_was(camera):
    poster = image((1280, 960), "PNG")
    for label in ("Avant", "Antenne"):
        shape, model = put_shape(
            actor=OPERATOR,
            equipment=camera,
            data=block().bytes(),
            poster=poster,
            hotspots=[Point({"fr": label}, "0 2 0", "0 1 0")],
        )
    assert (shape.width, shape.height, shape.depth, shape.triangles) == (4000, 2000, 6000, 12)
    assert (shape.size, shape.poster_widths) == (len(block().bytes()), [320, 640, 1280])
    assert model.advice == ()
    assert stored(model_name(shape)) == block().bytes()
    assert list(Shape.objects.all()) == [shape]
    assert [str(each.label["fr"]) for each in Hotspot.objects.all()] == ["Antenne"]
    assert [entry.action for entry in JournalEntry.objects.all()] == ["equipment.shape"] * 2


def test_a_model_or_poster_that_is_refused_leaves_the_one_there_was(camera):
    put_shape(actor=OPERATOR, equipment=camera, data=block().bytes())
    before = Shape.objects.get().pk
    refused(
        "glb.magic", lambda: put_shape(actor=OPERATOR, equipment=camera, data=b"no model at all")
    )
    message = refused(
        "poster.shape",
        lambda: put_shape(
            actor=OPERATOR, equipment=camera, data=block().bytes(), poster=image((800, 800))
        ),
    )
    assert "800 × 800" in message
    assert Shape.objects.get().pk == before


def names_of(camera):
    """The name of a file of each sort."""
    picture = add_picture(actor=OPERATOR, equipment=camera, data=image((400, 300)), alt=ALT)
    pdf = put_brochure(actor=OPERATOR, equipment=camera, data=b"%PDF-1.7\n%%EOF", language="fr")
    shape, _ = put_shape(
        actor=OPERATOR, equipment=camera, data=block().bytes(), poster=image((400, 300), "PNG")
    )
    return [
        f"{picture.digest}-320.avif",
        f"{picture.digest}-400.webp",
        f"{pdf.digest}.pdf",
        f"{shape.digest}.glb",
        f"{shape.poster}-400.avif",
    ]


def reachable(actor, edition, names):
    found = []
    for name in names:
        try:
            found.append(get_file(actor=actor, edition=edition, name=name).public)
        except Http404:
            found.append(None)
    return found


def test_files_are_there_for_those_who_may_see_the_entry(camera):
    edition, names = camera.exhibitor.edition, names_of(camera)
    own = replace(CAST["exhibitor"], organisations=frozenset({camera.exhibitor.organisation_id}))
    for role in CAST.values():
        assert reachable(role, edition, names) == [True] * 5
    assert reachable(Actor.public(), factories.edition(), names) == [None] * 5
    for thing in (camera, camera.exhibitor):
        thing.review = "submitted"
        thing.save()
        assert reachable(Actor.public(), edition, names) == [None] * 5
        assert reachable(CAST["exhibitor"], edition, names) == [None] * 5
        assert reachable(own, edition, names) == [False] * 5
        assert reachable(CAST["organiser"], edition, names) == [False] * 5


@pytest.mark.parametrize(
    "name",
    [
        "{digest}-321.avif",
        "{digest}-0320.avif",
        "{digest}-320.png",
        "{digest}-320.glb",
        "{digest}.avif",
        "{digest}.pdf",
        "../{digest}-320.avif",
        "{digest}-320.avif/",
        "{digest}-320.avif\n",
        "{digest}",
        "",
    ],
)
def test_other_names_lead_nowhere(camera, name):
    picture = add_picture(actor=OPERATOR, equipment=camera, data=image((400, 300)), alt=ALT)
    with pytest.raises(Http404):
        get_file(
            actor=OPERATOR,
            edition=camera.exhibitor.edition,
            name=name.format(digest=picture.digest),
        )


def test_only_its_own_people_and_organisers_add_files_and_a_published_entry_is_reviewed_again(
    camera,
):
    own = replace(CAST["exhibitor"], organisations=frozenset({camera.exhibitor.organisation_id}))
    for role, actor in CAST.items():
        if role != "organiser":
            with pytest.raises(Http404):
                put_shape(actor=actor, equipment=camera, data=block().bytes())
    put_shape(actor=CAST["organiser"], equipment=camera, data=block().bytes())
    camera.refresh_from_db()
    assert camera.review == "approved"
    for after in ("submitted", "draft", "draft"):
        put_shape(actor=own, equipment=camera, data=block().bytes())
        camera.refresh_from_db()
        assert camera.review == after
