"""The Khronos validator and Salon's own check agree on what is not glTF."""

from contextlib import suppress

import pytest

from salon.core.errors import DomainError
from salon.exhibition.services import glb
from tests import khronos
from tests.salon.exhibition import fuzzing, glbs
from tests.salon.exhibition.hostile import CASES


def test_our_models_are_valid():
    models = {name: make().bytes() for name, make in glbs.ALL.items()}
    reports = khronos.validate_all(list(models.values()))
    found = dict(zip(models, map(khronos.errors, reports), strict=True))
    assert found == {name: [] for name in models}
    for data in models.values():
        glb.check(data=data)


#: What Salon leaves to the validator (docs/models.md, “What is not checked”).
LEFT = {
    "ACCESSOR_MIN_MISMATCH",
    "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND",
    "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS",
    "SKIN_NO_COMMON_ROOT",
}


def test_what_is_taken_is_valid():
    """Whatever single value of a model is replaced: if it is still taken, the validator agrees."""
    taken = []
    for name in ("textured", "skinned"):
        for data in fuzzing.every_change(name):
            with suppress(DomainError):
                glb.check(data=data)
                taken.append(data)
    reports = khronos.validate_all(taken)
    found = {line.split()[0] for report in reports for line in khronos.errors(report)}
    assert found == LEFT


def test_what_it_calls_erroneous_is_refused():
    """And it does call erroneous what the cases say breaks glTF, so none says so by mistake."""
    reports = khronos.validate_all([case.data for case in CASES.values()])
    erroneous = {
        name for name, report in zip(CASES, reports, strict=True) if khronos.errors(report)
    }
    assert {name for name, case in CASES.items() if case.invalid} == erroneous
    for name in erroneous:
        with pytest.raises(DomainError):
            glb.check(data=CASES[name].data)
