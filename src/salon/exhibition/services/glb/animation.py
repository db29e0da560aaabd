"""Animations: which of a node's properties change, by which numbers."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.accessors import FLOAT, Accessors
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.geometry import Mesh
from salon.exhibition.services.glb.words import broken, number

_KINDS: Final = {"translation": "VEC3", "rotation": "VEC4", "scale": "VEC3", "weights": "SCALAR"}
_CUBIC: Final = "CUBICSPLINE"


def check_animations(document: Json, meshes: Sequence[Mesh], accessors: Accessors) -> None:
    """:raises DomainError: when a channel has no sampler, or a sampler no fitting numbers."""
    checker = _Checker(document, meshes, accessors)
    for index, animation in enumerate(document.get("animations", [])):
        checker.animation(f"animations[{index}]", animation)


class _Checker:
    def __init__(self, document: Json, meshes: Sequence[Mesh], accessors: Accessors) -> None:
        self._nodes = document.get("nodes", [])
        self._meshes = meshes
        self._accessors = accessors
        self._increasing: set[int] = set()  # accessors of times; samplers may share one

    def animation(self, path: str, animation: Json) -> None:
        samplers: list[Json] = animation["samplers"]
        for rank, sampler in enumerate(samplers):
            if sampler["input"] not in self._increasing:
                self._times(f"{path}.samplers[{rank}].input", sampler["input"])
        targets: set[tuple[int, str]] = set()
        for rank, channel in enumerate(animation["channels"]):
            item, target = f"{path}.channels[{rank}]", channel["target"]
            if channel["sampler"] >= len(samplers):
                raise broken(
                    "reference",
                    _("%(item)s refers to a sampler that the animation does not have."),
                    item=f"{item}.sampler",
                )
            if "node" not in target:  # viewers pass it over
                continue
            if (target["node"], target["path"]) in targets:
                raise broken(
                    "target", _("%(item)s changes what another channel changes."), item=item
                )
            targets.add((target["node"], target["path"]))
            self._values(item, target, samplers[channel["sampler"]])

    def _times(self, item: str, index: int) -> None:
        """Seconds, from 0 on, each later than the one before."""
        times = self._accessors.use(index, "other")
        plain = times.kind == "SCALAR" and times.component == FLOAT
        if not plain or times.low is None or times.high is None:
            raise broken("times", _("%(item)s is no list of numbers with min and max."), item=item)
        for column in times.columns or ():
            if column[0] < 0 or any(map(float.__ge__, column, column[1:])):
                raise broken(
                    "times", _("%(item)s has times that do not increase from 0 on."), item=item
                )
        self._increasing.add(index)

    def _values(self, item: str, target: Json, sampler: Json) -> None:
        """As many as there are times, of a kind that suits what changes."""
        node, what = self._nodes[target["node"]], target["path"]
        morphs = self._meshes[node["mesh"]].targets if "mesh" in node else 0
        if ("matrix" in node and what != "weights") or (what == "weights" and not morphs):
            raise broken(
                "target",
                _(
                    "%(item)s changes the %(what)s of nodes[%(node)s], which has none that can"
                    " change."
                ),
                item=item,
                what=what,
                node=target["node"],
            )
        values = self._accessors.use(sampler["output"], "other")
        wanted = self._accessors.all[sampler["input"]].length
        wanted *= morphs if what == "weights" else 1
        wanted *= 3 if sampler.get("interpolation") == _CUBIC else 1
        if values.length != wanted or values.kind != _KINDS[what]:
            raise broken(
                "animation",
                _(
                    "%(item)s needs %(wanted)s values of %(kind)s; %(accessor)s has %(count)s of"
                    " %(has)s."
                ),
                item=item,
                wanted=number(wanted),
                kind=_KINDS[what],
                accessor=values.path,
                count=number(values.length),
                has=values.kind,
            )
