"""Animations: which of a node's properties change, by which numbers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.accessors import FLOAT, Accessor, Accessors
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.geometry import Mesh
from salon.exhibition.services.glb.words import broken, number

_KINDS: Final = {"translation": "VEC3", "rotation": "VEC4", "scale": "VEC3", "weights": "SCALAR"}
_CUBIC: Final = "CUBICSPLINE"


def check_animations(document: Json, meshes: list[Mesh], accessors: Accessors) -> None:
    """:raises DomainError: when a channel has no sampler, or a sampler no fitting numbers."""
    for index, animation in enumerate(document.get("animations", [])):
        path = f"animations[{index}]"
        for rank, sampler in enumerate(animation["samplers"]):
            _check_times(f"{path}.samplers[{rank}].input", accessors.use(sampler["input"], "other"))
        targets: set[tuple[int, str]] = set()
        for rank, channel in enumerate(animation["channels"]):
            item = f"{path}.channels[{rank}]"
            if channel["sampler"] >= len(animation["samplers"]):
                raise broken(
                    "reference",
                    _("%(item)s refers to a sampler that the animation does not have."),
                    item=f"{item}.sampler",
                )
            sampler = animation["samplers"][channel["sampler"]]
            _check_channel(document, meshes, accessors, item, channel["target"], sampler, targets)


def _check_times(item: str, times: Accessor) -> None:
    """Seconds, from 0 on, each later than the one before."""
    if (
        times.kind != "SCALAR"
        or times.component != FLOAT
        or times.low is None
        or times.high is None
    ):
        raise broken("times", _("%(item)s is no list of numbers with min and max."), item=item)
    for column in times.columns or ():
        if column[0] < 0 or any(map(float.__ge__, column, column[1:])):
            raise broken(
                "times", _("%(item)s has times that do not increase from 0 on."), item=item
            )


def _check_channel(
    document: Json,
    meshes: list[Mesh],
    accessors: Accessors,
    item: str,
    target: Json,
    sampler: Json,
    targets: set[tuple[int, str]],
) -> None:
    if "node" not in target:  # viewers pass it over
        return
    node, what = document["nodes"][target["node"]], target["path"]
    if (target["node"], what) in targets:
        raise broken("target", _("%(item)s changes what another channel changes."), item=item)
    targets.add((target["node"], what))
    morphs = meshes[node["mesh"]].targets if "mesh" in node else 0
    if ("matrix" in node and what != "weights") or (what == "weights" and not morphs):
        raise broken(
            "target",
            _("%(item)s changes the %(what)s of nodes[%(node)s], which has none that can change."),
            item=item,
            what=what,
            node=target["node"],
        )
    values = accessors.use(sampler["output"], "other")
    wanted = accessors.all[sampler["input"]].length * (morphs if what == "weights" else 1)
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
