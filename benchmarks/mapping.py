"""What an import does up to the rows that it offers to the input tables: shaping and publishing are no part of it."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from crm_metrics.warehouse.files.reading import LandingZone
from crm_metrics.warehouse.loading.load import Load
from crm_metrics.warehouse.loading.offering.offer import make_rows
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping.source import Source
from crm_metrics.warehouse.publish import silent

ZONE = "America/Mexico_City"  # of the company, and of what its files say


def offer_all(connection: duckdb.DuckDBPyConnection, inbox: Path, source: Source) -> None:
    """Read the files of a folder and offer their rows, on a connection to empty input tables."""
    with tempfile.TemporaryDirectory() as place:
        load = Load(
            folder=inbox,
            warehouse=Path(place),
            source=source,
            write_rejects=lambda _: None,
            now=datetime.now(UTC),
        )
        load.find_files(named=True)
        load._land(LandingZone(connection, Path(place), silent))
        stage = Stage(connection=connection, source=source, files=tuple(load.landed), zone=ZONE, civil_zone=ZONE)
        connection.execute(f"set TimeZone = '{ZONE}'")
        for kind in stage.kinds():
            stage.convert(kind)
        make_rows(stage)
        load._offers(stage, {})
