"""The glossary names what exists in code, and the French words that people really read."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| ---", "| Français"))
]
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


def french_words() -> str:
    """What French readers meet: the messages, the facts, the headings of the spreadsheet."""
    with (ROOT / "src/salon/locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    texts = [
        text
        for message in catalogue
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]
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
