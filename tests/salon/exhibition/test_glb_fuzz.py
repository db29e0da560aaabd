"""Whatever is done to a model, it is taken or refused: nothing else comes out of the check."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salon.core.errors import DomainError
from salon.exhibition.services import glb
from tests.salon.exhibition import glbs
from tests.salon.exhibition.fuzzing import FILES, JUNK, every_change, holder, parts, places

NAMES = st.sampled_from(sorted(FILES))


def taken_or_refused(data: bytes) -> None:
    """What is taken has sensible figures; what is refused says why, in words."""
    try:
        model = glb.check(data=data)
    except DomainError as refusal:
        code, message = refusal.code, str(refusal)
    else:
        assert 0 < model.triangles <= glb.MOST_TRIANGLES
        assert all(low <= high for low, high in zip(model.low, model.high, strict=True))
        code, message = "glb.", " ".join(map(str, model.advice)) or "taken"
    assert code.startswith("glb.")
    assert message.encode().decode()


@pytest.mark.parametrize("name", FILES)
def test_cut_anywhere(name):
    data = FILES[name]
    for length in range(len(data)):
        with pytest.raises(DomainError) as refusal:
            glb.check(data=data[:length])
        assert refusal.value.code in {"glb.empty", "glb.magic", "glb.truncated"}


@pytest.mark.parametrize("name", FILES)
def test_every_value_replaced_by_junk(name):
    for data in every_change(name):
        taken_or_refused(data)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), name=NAMES)
def test_bytes_changed(data, name):
    spoilt = bytearray(FILES[name])
    for _change in range(data.draw(st.integers(1, 6))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(bytes(spoilt))


@settings(max_examples=300, deadline=None)
@given(data=st.data(), name=NAMES)
def test_data_changed(data, name):
    """The numbers and images only: what wraps them stays whole."""
    document, binary = parts(FILES[name])
    spoilt = bytearray(binary)
    for _change in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        piece = data.draw(st.binary(min_size=1, max_size=8))
        spoilt[at : at + len(piece)] = piece
    taken_or_refused(glbs.pack(document, bytes(spoilt)))


@settings(max_examples=300, deadline=None)
@given(data=st.data(), name=NAMES, other=NAMES)
def test_values_replaced(data, name, other):
    """Several at once, by junk or by what stands somewhere in another model."""
    document, binary = parts(FILES[name])
    donor = parts(FILES[other])[0]
    pieces = [holder(donor, way)[way[-1]] for way in places(donor)]
    for _change in range(data.draw(st.integers(1, 4))):
        ways = list(places(document))
        if not ways:
            break
        way = data.draw(st.sampled_from(ways))
        piece = data.draw(st.sampled_from(JUNK) | st.sampled_from(pieces))
        holder(document, way)[way[-1]] = copy.deepcopy(piece)
    taken_or_refused(glbs.pack(document, binary))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data):
    taken_or_refused(data)
    taken_or_refused(glbs.pack(data, data))
