"""The configuration beside a result is the same text whichever of YAML's writers is built."""

from pathlib import Path

import pytest
import yaml

from icsim.config.compose import compose
from icsim.config.provenance import provenance_record, write_provenance


@pytest.mark.parametrize("place", ["pair", "place", "merged_hospital"])
def test_the_quick_writer_writes_what_the_plain_one_does(place: str, tmp_path: Path) -> None:
    settings = compose("run", [f"place={place}"])
    write_provenance(settings, tmp_path)
    plain = yaml.safe_dump(provenance_record(settings).model_dump(), sort_keys=False, allow_unicode=True, width=120)
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == plain
