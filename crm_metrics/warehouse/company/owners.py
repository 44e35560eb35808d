"""Who answers for each source: read from the company's own file, before what a mapping or `sources.toml` says.

plain = "Ana Ruiz, finance"      the source's name in the warehouse, as the command doctor lists it, and who answers
crm = "Luis Mora, sales"         for it: a person, a role, an area
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crm_metrics import declared

FILE = "owners.toml"


def read(folder: Path) -> Mapping[str, str]:
    """Source → owner, of the file `owners.toml` in the company's folder; nothing where there is no such file.

    Raises DefinitionError, with the key and what to do, when the file can't be read as such a list.
    """
    path = folder / FILE
    if declared.stamp(path) is None:
        return {}
    whole = declared.read(path)
    return {source: whole.text(source, example="Ana Ruiz, finance") for source in whole.values}
