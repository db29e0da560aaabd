"""How files of the media store are served."""

import gzip

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from salon.core.actor import Actor
from salon.exhibition.models import Brochure
from salon.exhibition.selectors.media import model_name, path_of
from tests import factories
from tests.cast import CAST

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera():
    edition = factories.edition(slug="fair")
    return factories.equipment(exhibitor=factories.exhibitor(edition=edition, slug="firm"))


def keep(name, data):
    default_storage.save(path_of(name), ContentFile(data))
    return f"/media/fair/{name}"


def test_a_picture_is_kept_by_browsers_under_its_name(camera):
    picture = factories.picture(equipment=camera, widths=[320])
    data = bytes(range(256)) * 8
    url = keep(f"{picture.digest}-320.avif", data)
    answer = Client().get(url, headers={"accept-encoding": "gzip"})
    assert answer.content == data
    assert {
        name: answer.headers.get(name)
        for name in ("Content-Type", "Cache-Control", "Content-Encoding", "Content-Length")
    } == {
        "Content-Type": "image/avif",
        "Cache-Control": "public, max-age=2592000, immutable",
        "Content-Encoding": None,
        "Content-Length": "2048",
    }
    again = Client().get(url, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_public_is_not_kept_by_anybody_between(camera, monkeypatch):
    picture = factories.picture(equipment=camera, widths=[320])
    url = keep(f"{picture.digest}-320.webp", b"RIFF")
    camera.review = "submitted"
    camera.save()
    assert Client().get(url).status_code == 404
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["organiser"]))
    answer = Client().get(url)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")


def test_a_model_comes_compressed_and_says_its_size(camera):
    url = keep(model_name(factories.shape(equipment=camera)), bytes(5000))
    answer = Client().get(url, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Type"] == "model/gltf-binary"
    assert answer.headers["X-File-Size"] == "5000"
    assert (answer.headers["Content-Encoding"], gzip.decompress(answer.content)) == (
        "gzip",
        bytes(5000),
    )


def test_a_brochure_is_saved_not_opened_in_the_page(camera):
    Brochure.objects.create(equipment=camera, language="fr", digest="cd" * 32, size=4)
    answer = Client().get(keep(f"{'cd' * 32}.pdf", b"%PDF"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cdcdcdcdcdcd.pdf"'


def test_a_file_the_store_has_lost_is_not_found(camera):
    name = model_name(factories.shape(equipment=camera))
    assert Client().get(f"/media/fair/{name}").status_code == 404
