import os

import pytest

from salon.config import static


@pytest.fixture
def sources(tmp_path, settings):
    """A folder of static files in place of the apps' own."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "root"
    return source


def collected(settings):
    return sorted(path.name for path in settings.STATIC_ROOT.iterdir() if path.name[0] != ".")


def test_files_are_collected_only_when_they_have_changed(sources, settings):
    assert static.collect_if_changed() is True
    assert collected(settings) == ["a.css"]
    assert static.collect_if_changed() is False

    (sources / "b.css").write_text("b{}")
    assert static.collect_if_changed() is True
    assert collected(settings) == ["a.css", "b.css"]

    os.utime(sources / "a.css", (1, 1))
    assert static.collect_if_changed() is True

    (sources / "b.css").unlink()
    assert static.collect_if_changed() is True
    assert collected(settings) == ["a.css"]
