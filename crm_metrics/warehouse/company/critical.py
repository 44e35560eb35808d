"""The fields of a customer's record that the company calls critical; without its list, the usual six.

fields = ["contact", "email", "region", "agent"]     some of FIELDS; contact is e-mail or telephone, either will do
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from crm_metrics import declared
from crm_metrics.errors import DefinitionError, unknown

FILE = "critical.toml"
DEFAULT = ("contact", "region", "segment", "tier", "lifecycle_stage", "agent")  # as the shapes of records have them
FIELDS = (*DEFAULT, "email", "phone", "name", "relationship_type", "campaign")


def read(folder: Path) -> tuple[str, ...]:
    """The fields of the file `critical.toml` in the company's folder, or the usual ones where there is no such file.

    Raises DefinitionError, with the key and what to do, when the file can't be read as such a list.
    """
    path = folder / FILE
    if declared.stamp(path) is None:
        return DEFAULT
    whole = declared.read(path)
    whole.only(("fields",))
    fields = whole.texts("fields")
    if not fields:
        raise whole.wrong("fields", '["contact", "region"]')
    for field in fields:
        if field not in FIELDS:
            template = "{file}, {key}: '{word}' is not known."
            raise unknown(DefinitionError, template, field, FIELDS, file=whole.file, key="fields")
    return tuple(dict.fromkeys(fields))


def write(connection: duckdb.DuckDBPyConnection, fields: tuple[str, ...]) -> None:
    """Write the list into a version being built, in place of the one that was there."""
    connection.execute("delete from main.critical_field")
    for field in fields:
        connection.execute("insert into main.critical_field values (?)", [field])
