"""A setting, a command or a permission that is not in the documentation fails."""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands

from salon.core.permissions import Permission

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def documented(section: str) -> str:
    return OPERATIONS.split(f"\n## {section}\n")[1].split("\n## ")[0]


def test_settings():
    source = "".join(path.read_text() for path in (ROOT / "src" / "salon").rglob("*.py"))
    read = set(re.findall(r"\b(?:SALON_[A-Z_]+|DATABASE_URL|PORT)(?=\")", source))
    assert set(re.findall(r"^\| `(\w+)`", documented("Settings"), re.M)) == read


def test_commands():
    ours = {app.name for app in apps.get_app_configs() if app.name.startswith("salon.")}
    commands = {name for name, app in get_commands().items() if app in ours}
    listed = set(re.findall(r"^\| `salon (\w+)", documented("Commands"), re.M))
    assert listed - {"migrate"} == commands


def test_permissions():
    cells = re.findall(r"^\| (`.+?) \|", documented("Who may do what"), re.M)
    assert set(re.findall(r"`([\w.]+)`", " ".join(cells))) == set(Permission)
