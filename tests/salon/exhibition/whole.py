"""The whole demonstration catalogue in memory, and one as large as that of the largest fair."""

import random
from collections.abc import Iterable

from django.utils.text import slugify

from salon.core.fields import TranslatedText
from salon.demo.catalogue import ITEMS
from salon.demo.facts import EXHIBITORS
from salon.demo.names import FIRMS
from salon.exhibition.choices import Category
from salon.exhibition.selectors.catalogue import Catalogue
from salon.exhibition.selectors.rows import Firm, Item


def firm(pk: int, name: str, country: str, categories: Iterable[str] = ()) -> Firm:
    return Firm(
        pk=pk,
        slug=slugify(name.replace("ı", "i")),
        name=TranslatedText({"fr": name}),
        country=country,
        review="approved",
        fictional=True,
        source="",
        stands=(),
        venues=frozenset(),
        categories=frozenset(categories),
    )


def item(pk: int, of: Firm, slug: str, category: str, control: str, **name: str) -> Item:
    return Item(
        pk=pk,
        slug=slug,
        name=TranslatedText(name),
        category=category,
        control=control,
        has_shape=False,
        review="approved",
        fictional=True,
        source="",
        firm=of,
    )


def whole() -> Catalogue:
    """Every firm and entry of the demonstration, those that wait for review too."""
    named = [(name, country) for name, country, _ in EXHIBITORS] + list(FIRMS)
    firms = {name: firm(pk, name, country) for pk, (name, country) in enumerate(named)}
    items = [
        item(pk, firms[one.firm], one.slug, one.category, one.control, fr=one.fr, en=one.en)
        for pk, one in enumerate(ITEMS)
    ]
    return Catalogue(tuple(firms.values()), tuple(items))


def large(exhibitors: int, entries: int, seed: int = 1) -> Catalogue:
    """So many of each, with names made up of syllables and the nouns of the demonstration."""
    rng = random.Random(seed)
    sounds = "b d f g k l m n r s sh t v y z ch kr st"
    syllables = [one + other for one in sounds.split() for other in "aeiou"]
    nouns = [(one.fr.rsplit(" ", 1)[0], one.en.split(" ", 1)[-1]) for one in ITEMS if " " in one.fr]

    def invented() -> str:
        return "".join(rng.choices(syllables, k=rng.randint(2, 4))).capitalize()

    firms = [firm(n, f"{invented()} {invented()}", "TR") for n in range(exhibitors)]
    items = []
    for n in range(entries):
        (fr, en), name = rng.choice(nouns), invented()
        items.append(
            item(
                n,
                rng.choice(firms),
                f"entry-{n}",
                rng.choice(Category.values),
                "",
                fr=f"{fr} {name}",
                en=f"{name} {en}",
            )
        )
    return Catalogue(tuple(firms), tuple(items))
