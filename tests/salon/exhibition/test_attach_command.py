"""`salon attach`: pictures and brochures of an entry."""

from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from salon.exhibition.models import Brochure, Picture
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera():
    edition = factories.edition(slug="fair")
    return factories.equipment(
        exhibitor=factories.exhibitor(edition=edition, slug="firm"), slug="camera"
    )


def attach(path, *options, entry="firm/camera"):
    out = StringIO()
    call_command("attach", "fair", entry, str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def picture(tmp_path):
    written = BytesIO()
    Image.new("RGB", (640, 480), "tan").save(written, "JPEG")
    path = tmp_path / "front.jpg"
    path.write_bytes(written.getvalue())
    return path


def test_a_picture_with_its_words(camera, picture):
    said = attach(picture, "--alt", "fr=Vue de face", "--alt", "en=From the front")
    kept = Picture.objects.get()
    assert said == "front.jpg: taken\n"
    assert dict(kept.alt) == {"fr": "Vue de face", "en": "From the front"}
    assert (kept.equipment, kept.widths) == (camera, [320, 640])


def test_a_brochure_in_its_language(camera, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"%PDF-1.7\n%%EOF\n")
    attach(path)
    attach(path, "--language", "tr")
    assert list(Brochure.objects.order_by("language").values_list("language", flat=True)) == [
        "fr",
        "tr",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "needs words"),
        (("--alt", "en=Front"), "needs words"),
        (("--alt", "Vue de face"), "'Vue de face': write LANGUAGE=TEXT"),
        (("--alt", "xx=Vue"), "'xx=Vue': write"),
        (("--alt", "fr= "), "'fr= ': write"),
    ],
)
def test_words_are_asked_for(camera, picture, options, said):
    with pytest.raises(CommandError, match=said):
        attach(picture, *options)
    assert Picture.objects.count() == 0


def test_what_is_refused_says_which_file_and_why(camera, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_bytes(b"no picture")
    with pytest.raises(CommandError, match=r"notes\.txt: This file is no JPEG"):
        attach(path, "--alt", "fr=Notes")
    with pytest.raises(CommandError, match=r"gone\.jpg cannot be read: No such file"):
        attach(tmp_path / "gone.jpg")
    with pytest.raises(CommandError, match="no entry 'firm/radar': `salon shape fair` lists"):
        attach(path, entry="firm/radar")
