"""The weaker and the stronger half of a place are asked for in one word."""

import pytest

from icsim.theory.theory_schema import GroupContrast, ReadingSpec


@pytest.mark.parametrize("half", ["weaker", "stronger"])
def test_half_of_a_place_by_power_is_one_word(half: str) -> None:
    assert ReadingSpec.model_validate({"measure": "safety", "of": half}).of == {"power_half": half}
    contrast = GroupContrast.model_validate({"of": half, "than": {"sector": "health"}})
    assert (contrast.of, contrast.than) == ({"power_half": half}, {"sector": "health"})
