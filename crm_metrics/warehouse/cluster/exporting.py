"""The input tables of a version as Parquet, for a cluster to make the shapes of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from crm_metrics.errors import DataError
from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, manifest, schema
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.tables import read_tables
from crm_metrics.warehouse.spark import session
from crm_metrics.warehouse.versions import current, file_of

Say = Callable[..., None]


def export(warehouse: Path, place: Path, settings: Settings, progress: Say) -> int:
    """Write the tables that the shapes read, as the current version holds them, to `place/main`; the version's number.

    Raises DataError when there is no version, or when one of another release holds other tables.
    """
    number = current(warehouse)
    place.mkdir(parents=True, exist_ok=True)
    folder.forget(place, folder.EXPORTED, folder.MAKING, folder.MADE)
    # Said before the version is opened: who says it may have to open it in another way, to know its language.
    progress("Writing the tables of version {number}", number=str(number))
    with closing(engines.exporter(file_of(warehouse, number), settings)) as connection:
        if schema.told_by(connection).get("schema") != schema.made_by()["schema"]:
            raise DataError(
                "Version {number} in {folder} was made by another release of Pulso; the command rebuild brings it up.",
                number=str(number),
                folder=warehouse,
            )
        columns = session.tables_of(connection)["main"]
        tables = read_tables()
        for table in tables:
            session.export(connection, {"main": {table: columns[table]}}, place)
        written = manifest.written(connection, "main")
    told = {table: written[table] for table in tables}
    folder.tell_exported(place, folder.Exported(schema.made_by()["shapes"], told))
    return number
