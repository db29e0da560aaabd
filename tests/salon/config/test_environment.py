import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from salon.config.environment import database, flag, secret_key, words


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "home" / "secret_key"
    key = secret_key(path)
    assert len(key) >= 64
    assert secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_two_homes_have_two_keys(tmp_path):
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_processes_that_start_together_share_the_key(tmp_path):
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(path), range(8)))
    assert keys == {path.read_text()}


@pytest.mark.parametrize(("value", "on"), [("", False), ("0", False), ("1", True)])
def test_a_flag_is_1_or_0(monkeypatch, value, on):
    monkeypatch.setenv("SALON_DEBUG", value)
    assert flag("SALON_DEBUG") is on


def test_a_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("SALON_DEBUG", "false")
    with pytest.raises(ImproperlyConfigured, match="SALON_DEBUG must be 1 or 0, not 'false'"):
        flag("SALON_DEBUG")


def test_words_are_separated_by_spaces_or_commas(monkeypatch):
    monkeypatch.delenv("SALON_HOSTS", raising=False)
    assert words("SALON_HOSTS", default="a b") == ["a", "b"]
    monkeypatch.setenv("SALON_HOSTS", "salon.example, www.salon.example")
    assert words("SALON_HOSTS", default="a b") == ["salon.example", "www.salon.example"]


def test_without_an_address_the_database_is_a_file_in_the_home(tmp_path):
    settings = database("", tmp_path / "home" / "db.sqlite3")
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == tmp_path / "home" / "db.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_address_names_a_postgresql_database(tmp_path):
    settings = database("postgres://me:p%40ss@db.example:5433/salon", tmp_path / "x")
    assert {name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "salon",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }


@pytest.mark.parametrize(
    "url", ["mysql://me:secret@h/x", "postgres://me:secret@h", "postgres://me:secret@h:port/x"]
)
def test_another_address_is_refused_without_repeating_its_password(tmp_path, url):
    with pytest.raises(ImproperlyConfigured) as caught:
        database(url, tmp_path / "x")
    assert str(caught.value) == (
        "DATABASE_URL must look like postgres://user:password@host:5432/name."
    )
