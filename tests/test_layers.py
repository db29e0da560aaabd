"""String foreign keys escape import-linter: the models' relations must respect the same layers."""

import tomllib
from pathlib import Path

from django.apps import apps

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def layer_of_apps() -> dict[str, int]:
    """App name -> height, 0 the lowest, as import-linter's contract has it."""
    contracts = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c.get("containers") == ["salon"])
    return {
        app.strip().strip("()"): height
        for height, names in enumerate(reversed(layers))
        for app in names.split("|")
    }


def relations_upwards(heights: dict[str, int]) -> list[str]:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        app = model._meta.label
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            here = heights[model._meta.app_label]
            there = heights[field.related_model._meta.app_label]
            same = model._meta.app_label == field.related_model._meta.app_label
            if there > here or (there == here and not same):
                wrong.append(f"{app}.{field.name} -> {field.related_model._meta.label}")
    return wrong


def test_every_relation_points_down_or_stays_at_home():
    heights = layer_of_apps()
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("salon.")}
    assert ours - set(heights) == set()
    assert relations_upwards(heights) == []


def test_the_walk_finds_a_relation_that_points_up():
    heights = layer_of_apps() | {"editions": 99}
    assert "programme.Session.edition -> editions.Edition" in relations_upwards(heights)
