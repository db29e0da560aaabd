"""A small demonstration edition, and a digest of everything in the database."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps

from salon.core.actor import Actor
from salon.demo.generator import Scale, generate
from salon.editions.models import Edition

SMALL = Scale(
    exhibitors=9,
    delegations=6,
    forces=2,
    ministries=2,
    interpreters=3,
    september=12,
    november=40,
)
OPERATOR = Actor.operator("tester")


def small_edition(*, seed: int = 7) -> Edition:
    return generate(actor=OPERATOR, scale=SMALL, seed=seed)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def digest() -> str:
    """SHA-256 of all rows but the journal's, with keys told by their rank within their table."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("salon.")}
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours - {"core", "messaging"}
    ]
    ranks = {
        model: {
            pk: n for n, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))
        }
        for model in models
    }
    tables = {}
    for model in models:
        rows = []
        for values in model.objects.order_by("pk").values():
            row = {}
            for field in model._meta.concrete_fields:
                value = values[field.attname]
                if field.primary_key:
                    continue
                if field.is_relation and value is not None:
                    value = ranks[field.related_model][value]
                row[field.name] = value
            rows.append(row)
        tables[model._meta.label] = rows
    text = json.dumps(tables, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()
