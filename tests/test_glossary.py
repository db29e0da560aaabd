"""The glossary names what exists in code, and the words that people really read."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ROWS, OTHERS = (
    [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in part.splitlines()
        if line.startswith("|") and not line.startswith(("| ---", "| Français", "| English"))
    ]
    for part in (ROOT / "GLOSSARY.md")
    .read_text(encoding="utf-8")
    .split("## In Turkish and Russian", 1)
)
CODE = {
    "rendezvous": (
        "rendezvous.problem",
        "rendezvous.result",
        "rendezvous.remedies",
        "rendezvous.conflicts",
        "rendezvous.changes",
        "rendezvous.changelist",
        "rendezvous.solver",
    ),
    "core": tuple(f"salon.core.{name}" for name in ("models", "actor", "permissions", "grids")),
    "meetings": tuple(
        f"salon.meetings.{name}" for name in ("models", "choices", "selectors.agenda")
    ),
}


def exists(name: str) -> bool:
    """Whether `app.Class` or `app.Class.field` names something."""
    app, first, *rest = name.split(".")
    usual = (f"salon.{app}.models", f"salon.{app}.choices")
    for module in CODE.get(app, usual):
        if find_spec(module) and hasattr(found := import_module(module), first):
            return all(hasattr(getattr(found, first), part) for part in rest)
    return False


def translations(language: str) -> str:
    """All that a catalogue says."""
    path = ROOT / "src/salon/locale" / language / "LC_MESSAGES/django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return "\n".join(
        text
        for message in catalogue
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    )


def french_words() -> str:
    """What French readers meet: the messages, the facts, the headings of the spreadsheet."""
    texts = [translations("fr")]
    for name in (
        "salon/demo/facts",
        "salon/demo/generator/participants",
        "rendezvous/sheet/layout",
    ):
        texts.append((ROOT / "src" / f"{name}.py").read_text(encoding="utf-8"))
    return "\n".join(texts).casefold()


def test_every_row_has_four_cells_and_no_word_stands_twice():
    assert {len(row) for row in ROWS} == {4}
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_code_names_exist(row):
    names = re.findall(r"`([\w.]+)`", row[2])
    assert [name for name in names if not exists(name)] == []


#: Words of the trade for what no page names: people who work on Salon use them.
UNSEEN = {"acteur", "permission", "journal", "scellé", "boîte d’envoi", "protocole"}
#: Repairs and prices are the command line's so far.
UNSEEN |= {"réparation", "changement", "liste des changements", "tenue", "promise", "annulée"}
UNSEEN |= {"déplacée", "changée de lieu", "prix"}

#: So is what would let a request in, and what stands against it.
UNSEEN |= {"remède", "concession", "conflit"}


def test_the_french_is_what_people_read():
    read = french_words()
    terms = {
        term.strip() for row in ROWS if row[2] for term in re.sub(r"\(.*?\)", "", row[0]).split(",")
    }
    assert {term for term in terms if term.casefold() not in read} - UNSEEN == set()


def test_every_row_of_the_other_languages_has_three_cells_and_no_word_stands_twice():
    assert {len(row) for row in OTHERS} == {3}
    assert len({row[0] for row in OTHERS}) == len(OTHERS)
    assert len(OTHERS) > 30


@pytest.mark.parametrize(("language", "column"), [("tr", 1), ("ru", 2)])
def test_the_other_languages_are_what_people_read(language, column):
    """By the stems of their words: both languages decline them."""
    read = translations(language).casefold()
    unread = {
        row[column]
        for row in OTHERS
        for word in row[column].casefold().split()
        if word[: max(3, len(word) - 2)] not in read
    }
    assert unread == set()
