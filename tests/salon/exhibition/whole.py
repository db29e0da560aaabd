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
from salon.exhibition.selectors.rows import Firm, Item, Poster


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
        poster=Poster("", ()),
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


def crowded(exhibitors: int, entries: int, seed: int = 1) -> Catalogue:
    """The demonstration among others, so many of each in all: their names are made of syllables and
    of the nouns of the demonstration."""
    rng = random.Random(seed)
    sounds = "b d f g k l m n r s sh t v y z ch kr st"
    syllables = [one + other for one in sounds.split() for other in "aeiou"]
    nouns = [(one.fr.rsplit(" ", 1)[0], one.en.split(" ", 1)[-1]) for one in ITEMS if " " in one.fr]

    def invented() -> str:
        return "".join(rng.choices(syllables, k=rng.randint(2, 4))).capitalize()

    known = whole()
    firms = list(known.firms)
    while len(firms) < exhibitors:
        firms.append(firm(len(firms), f"{invented()} {invented()}", "TR"))
    items = list(known.items)
    while len(items) < entries:
        (fr, en), name = rng.choice(nouns), invented()
        of, slug = rng.choice(firms[len(known.firms) :]), f"entry-{len(items)}"
        category = rng.choice(Category.values)
        items.append(item(len(items), of, slug, category, "", fr=f"{fr} {name}", en=f"{name} {en}"))
    return Catalogue(tuple(firms), tuple(items))
