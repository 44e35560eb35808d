"""What a test reads of a database: its cells as they land in a file, and the sentence that refuses it."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.databases.extracting import extract
from crm_metrics.warehouse.files.databases.servers import Server
from crm_metrics.warehouse.mapping.language import open_source
from tests.warehouse.files.databases.clusters import PASSWORD


@dataclass(frozen=True)
class Read:
    """The files by name, each its rows with the header first, and what was told."""

    files: Mapping[str, list[list[str]]]
    told: tuple[str, ...]


def read(server: Server, **queries: str) -> Read:
    """What the queries give, or without any the tables of the source `plain`."""
    with tempfile.TemporaryDirectory(prefix="pulso-") as folder:
        notes = extract(server, open_source(), queries, Path(folder))
        files = {}
        for path in sorted(Path(folder).iterdir()):
            with path.open(encoding="utf-8", newline="") as opened:
                files[path.stem] = list(csv.reader(opened))
    return Read(files, tuple(map(str, notes)))


def refusal(server: Server, **queries: str) -> str:
    """The sentence of the error, which never holds the password."""
    with pytest.raises(DataError) as caught:
        read(server, **queries)
    said = str(caught.value)
    assert PASSWORD not in said and "contrase" not in said
    assert all(PASSWORD not in str(part) for part in caught.value.parts.values())
    return said
