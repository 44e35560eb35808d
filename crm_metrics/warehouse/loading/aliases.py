"""One customer over several sources: ids joined by declared exact keys, told, listed, and taken back with the key.

What each source's customers hold in its declared keys is kept in `identity`; from it alone the aliases are computed
anew by every load. So a key that is no longer declared takes its aliases along, and no guess survives its reason.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.offering.offer import Offer
from crm_metrics.warehouse.loading.rejects import Say, plain, safe
from crm_metrics.warehouse.mapping.source import NORMALISE, AliasRule
from crm_metrics.warehouse.presence import expect, rows_read
from crm_metrics.words import mark

FILE = "aliases.csv"
MARK = "alias"  # in `_source`, of rows that this module made; others are the company's own
NOTICE = mark(
    "{count} ids of customers stand for another one by a declared key, {apart} share a key and stay apart; they are"
    " listed in {file}."
)
HEAD = ("alias_id", "customer_id", "rule", "state")
STATES = {
    "joined": mark("joined"),
    "shared": mark("not joined: {ids} ids share the key"),
    "doubled": mark("not joined: two customers of one source would be one"),
}

# What forms write where nothing is known: it is the key of nobody, and two who share it are two.
BLANKS = ("nan", "none", "null", "nil", "unknown", "noemail", "notavailable", "notapplicable", "sindato", "sindatos",
          "sincorreo", "sinemail", "noaplica", "notiene", "ninguno", "ninguna", "desconocido")  # fmt: skip
_LETTERS = r"lower(regexp_replace(value, '[^\p{L}\p{N}]', '', 'g'))"
_TELLS = f"length({_LETTERS}) > 2 and replace({_LETTERS}, {_LETTERS}[1], '') <> '' and not list_contains(?, {_LETTERS})"


@dataclass(frozen=True)
class Joined:
    """What became of the declared keys: alias, customer, rule, state and ids of each; how many aliases changed."""

    rows: Sequence[tuple[Any, ...]]
    changed: int

    @property
    def aliases(self) -> int:
        """Ids that stand for another one."""
        return sum(row[3] == "joined" for row in self.rows)

    @property
    def apart(self) -> int:
        """Ids that share a key and were not joined."""
        return len(self.rows) - self.aliases


def learn(
    connection: duckdb.DuckDBPyConnection, source: str, declared: AliasRule | None, offers: Iterable[Offer]
) -> None:
    """Write down the keys of the customers that a load brings, and forget those that are no longer declared."""
    keys = list(declared.keys) if declared else []
    connection.execute("delete from main.identity where source = ? and not list_contains(?, key)", [source, keys])
    connection.execute(
        "delete from main.identity where source = ? and customer_id not in (select customer_id from main.customer)",
        [source],
    )
    for offer in offers:
        known = [key for key in keys if key in offer.keys] if declared else []
        for key in known:
            _learn(connection, source, key, declared, offer)  # type: ignore[arg-type]


def _learn(connection: duckdb.DuckDBPyConnection, source: str, key: str, declared: AliasRule, offer: Offer) -> None:
    value = f"cast({quoted('_key_' + key)} as varchar)"
    for step in declared.normalise:
        value = NORMALISE[step].format(value)
    brought = f"select customer_id, {value} as value from {offer.name} where rowid not in ({offer.rejected})"
    connection.execute(
        "delete from main.identity where source = ? and key = ?"
        f" and customer_id in (select customer_id from ({brought}))",
        [source, key],
    )
    connection.execute(
        f"insert or replace into main.identity select ?, customer_id, ?, any_value(value), ? from ({brought})"
        f" where {_TELLS} group by customer_id",
        [source, key, declared.most, list(BLANKS)],
    )


def unseen(connection: duckdb.DuckDBPyConnection, declared: AliasRule | None) -> list[str]:
    """The declared keys that no customer of any source has: one is misspelt, or its column is not exported."""
    seen = {key for (key,) in connection.execute("select distinct key from main.identity").fetchall()}
    return [key for key in declared.keys if key not in seen] if declared else []


def join(connection: duckdb.DuckDBPyConnection) -> Joined:
    """Compute the aliases anew from all that is known of keys, and write those that differ."""
    connection.execute(
        "create or replace temp table shared as select key, value, min(most) as most,"
        " count(distinct customer_id) as ids, count(distinct source) as sources from main.identity"
        " group by key, value having count(distinct customer_id) > 1"
    )
    connection.execute(
        "create or replace temp table edge as select distinct customer_id as id, key, value from main.identity"
        " join shared using (key, value) where ids <= shared.most and ids = sources"
    )
    _label(connection)
    # Through two keys a chain may reach two customers of one source, whom nobody has said to be one.
    connection.execute(
        "create or replace temp table doubled as select label from (select distinct label, id, source from label"
        " join main.identity on customer_id = id) group by label having count(distinct id) > count(distinct source)"
    )
    connection.execute(
        "create or replace temp table wanted as select id as alias_id, label as customer_id,"
        " (select string_agg(distinct key, ', ' order by key) from edge where edge.id = label.id) as rule"
        " from label where id <> label and not exists (select 1 from main.customer_alias as k"  # the other way round
        " where k._source is distinct from 'alias' and k.alias_id = label.label and k.customer_id = label.id)"
        " and label not in (from doubled) and id not in"
        " (select alias_id from main.customer_alias where _source is distinct from 'alias')"
    )
    changed = _write(connection)
    rows = connection.execute(
        "select alias_id, customer_id, rule, 'joined', 0 from wanted union all"
        " select distinct i.customer_id, '', i.key, case when s.ids > s.most then 'shared' else 'doubled' end, s.ids"
        " from main.identity i join shared s using (key, value) where s.ids > s.most or s.ids <> s.sources union all"
        " select id, '', '', 'doubled', 0 from label where label in (from doubled) order by all"
    ).fetchall()
    return Joined(rows, changed)


def _label(connection: duckdb.DuckDBPyConnection) -> None:
    """Give all ids that hang together the smallest of them, step by step until nothing moves."""
    connection.execute("create or replace temp table label as select distinct id, id as label from edge")
    while True:
        moved = connection.execute(
            "with least_of as (select key, value, min(label) as label from edge join label using (id) group by all),"
            " best as (select id, min(least_of.label) as label from edge join least_of using (key, value) group by id)"
            " update label set label = best.label from best where best.id = label.id and best.label < label.label"
            " returning 1"
        ).fetchall()
        if not moved:
            return


def _write(connection: duckdb.DuckDBPyConnection) -> int:
    same = "k.alias_id = w.alias_id and k.customer_id = w.customer_id and k.rule = w.rule"
    gone = connection.execute(
        "delete from main.customer_alias as k where _source = 'alias' and not exists"
        f" (select 1 from wanted as w where {same}) returning 1"
    ).fetchall()
    new = connection.execute(
        "insert into main.customer_alias (alias_id, customer_id, rule, _source) select *, 'alias' from wanted as w"
        " where alias_id not in (select alias_id from main.customer_alias) returning 1"
    ).fetchall()
    known = "(select w.alias_id from wanted as w join main.customer_alias as k using (alias_id))"
    expect("customer_alias", rows_read(connection, "wanted"), rows_read(connection, known))
    return len(gone) + len(new)


def write_list(folder: Path, joined: Joined, say: Say = plain) -> Path:
    """Replace the list of ids that were joined, and of those that share a key and were not, and why."""
    path = folder / FILE
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEAD)
        for alias, customer, rule, state, ids in joined.rows:
            writer.writerow([*map(safe, (alias, customer, rule)), say(STATES[state], ids=ids)])
    return path
