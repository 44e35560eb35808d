"""The SQL expressions of a mapping: scalar only, checked by sqlglot, written for DuckDB with its extra words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property

from sqlglot import exp, parse_one, tokenize
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError

from crm_metrics.warehouse.mapping import civil

SECONDS_OF = "seconds_of"  # the macro, made by whoever runs an expression, that epoch(x) becomes
SECONDS = f"create or replace temp macro {SECONDS_OF}" + ", ".join(
    f"(x {kind}) as {read}"
    for read, kinds in (
        ("x", ("decimal(38, 10)", "bigint", "double")),
        ("date_part('epoch', x)", ("interval", "timestamptz", "timestamp", "date", "time")),
    )
    for kind in kinds
)
SYSTEM = ("_file", "_line", "_row", "_until", "_scales")
# Words that look around in a row's case → what the engine calls them, and the rows they look at.
_WINDOW = {
    "previous": ("lag({})", ""),
    "next": ("lead({})", ""),
    "number": ("row_number()", ""),
    "running": ("sum({})", " rows unbounded preceding"),
    "latest": ("last_value({} ignore nulls)", " rows unbounded preceding"),
}
_CIVIL_DAY = "civil_day"  # of an instant or a day, the day in the company's zone
_PLAIN = {  # functions that sqlglot keeps by name
    "right", "left", "printf", "md5", "make_timestamptz", "make_timestamp", "list_value", "last_day", "strip_accents",
    "to_years", "to_months", "to_days", "to_hours", "to_minutes", "to_seconds", "nfc_normalize",
}  # fmt: skip
_NODES = (
    exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Binary, exp.Unary, exp.Paren, exp.Tuple,
    exp.Condition, exp.DataType, exp.DataTypeParam, exp.Filter, exp.Where, exp.Interval, exp.Var, exp.IntervalSpan,
    exp.Star, exp.Distinct, exp.Concat,
)  # fmt: skip
_FORBIDDEN = (
    exp.Query, exp.Subquery, exp.Exists, exp.Parameter, exp.Placeholder, exp.Window, exp.Command, exp.Lambda,
    exp.TableAlias, exp.Alias, exp.ReadCSV, exp.ReadParquet, exp.Explode, exp.UDTF, exp.GenerateSeries, exp.Unnest,
    exp.Columns,
)  # fmt: skip
_INSTANTS = ("TIMESTAMP", "TIMESTAMPTZ")
_AGGREGATES = (exp.AggFunc, exp.First, exp.Last)


@dataclass(frozen=True)
class Reference:
    """A column that an expression reads; `relation` is empty for the row's own."""

    relation: str
    name: str


def tree_of(text: str) -> exp.Expr:
    """The tree of an SQL expression; a first word that also begins a statement, as `comment`, is a column.

    Raises SqlglotError where the text is none. What is read as a statement is written to stderr by sqlglot.
    """
    tokens = tokenize(text, read="duckdb")
    if tokens and tokens[0].token_type in DuckDB.Parser.STATEMENT_PARSERS:
        return parse_one(text, read="duckdb", into=exp.Condition)
    return parse_one(text, read="duckdb")


@dataclass(frozen=True)
class Expression:
    """One checked expression."""

    text: str
    tree: exp.Expr
    _ready: dict[tuple[object, ...], str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str) -> Expression:
        """Check a text; ValueError says why it is not one scalar expression over columns."""
        try:
            tree = tree_of(text)
        except SqlglotError as error:
            raise ValueError(f"'{text}' is not an SQL expression: {str(error).splitlines()[0]}") from error
        except RecursionError:
            raise ValueError(f"'{text[:40]}…' is nested too deeply") from None
        if isinstance(tree, exp.Star):
            raise ValueError(f"'{text}' is not a scalar expression over columns")
        for node in tree.walk():
            if isinstance(node, _FORBIDDEN) or not isinstance(node, (*_NODES, exp.Func)):
                raise ValueError(f"'{text}' is not a scalar expression over columns ({node.key} is not allowed)")
            if isinstance(node, exp.Anonymous) and node.name.casefold() not in (*_PLAIN, *_WINDOW, _CIVIL_DAY):
                raise ValueError(f"'{text}': no function {node.name} in a mapping")
        return cls(text, tree)

    @cached_property
    def columns(self) -> tuple[Reference, ...]:
        """The columns it reads, each once, without `_file`, `_line` and `_row`."""
        found = (Reference(column.table, column.name) for column in self.tree.find_all(exp.Column))
        return tuple(dict.fromkeys(column for column in found if column.name not in SYSTEM))

    @cached_property
    def single(self) -> Reference | None:
        """The column, when the expression is nothing but that."""
        if isinstance(self.tree, exp.Column) and self.columns:
            return self.columns[0]
        return None

    @cached_property
    def vital(self) -> tuple[str, ...]:
        """The columns (SQL) that all parts of a coalesce read: where one of them is empty, so is its value."""
        parts = _values(self.tree) if isinstance(self.tree, exp.Coalesce) else []
        if not parts or any(part.find(exp.Case, exp.If, exp.Coalesce) for part in parts):
            return ()
        read = [{column.sql("duckdb") for column in part.find_all(exp.Column)} for part in parts]
        return tuple(sorted(set.intersection(*read)))

    def without(self, gone: Callable[[str], bool]) -> str:
        """The text of the expression with those of its columns read as NULL for whose own text `gone` holds."""

        def emptied(node: exp.Expr) -> exp.Expr:
            return exp.null() if isinstance(node, exp.Column) and gone(node.sql("duckdb")) else node

        return self.tree.transform(emptied).sql("duckdb")

    @property
    def constant(self) -> bool:
        """Whether it reads no column at all."""
        return not any(self.tree.find_all(exp.Column)) and not self.aggregates

    @property
    def aggregates(self) -> bool:
        """Whether it draws several rows into one."""
        return any(self.tree.find_all(*_AGGREGATES))

    @property
    def joins(self) -> bool:
        """Whether its value is one of several, which may be days and instants, or is cast to an instant."""
        return _joins(self.tree)

    def sql(self, own: str, order: str, within: str, absent: Collection[str] = (), *, as_instant: bool = False) -> str:
        """The expression as DuckDB runs it.

        own: the relation of columns without one; order: what first, last and words that look around follow (SQL);
        within: the partition of those words (SQL); absent: relations that are not there, whose columns are
        NULL. as_instant: its value is an instant, and a day that it gives stays known as one.
        """
        asked = (own, order, within, frozenset(absent), as_instant)
        if asked not in self._ready:  # one load asks the same several times, and writing it costs more than a lookup
            self._ready[asked] = self._written(own, order, within, absent, as_instant)
        return self._ready[asked]

    def _written(self, own: str, order: str, within: str, absent: Collection[str], as_instant: bool) -> str:
        def written(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column):
                relation = node.table or own
                return exp.null() if relation in absent else exp.column(node.name, table=relation, quoted=True)
            if isinstance(node, (exp.First, exp.Last)):
                word = "first" if isinstance(node, exp.First) else "last"
                inner = node.this.sql("duckdb")
                return parse_one(f"{word}({inner} order by {order})", read="duckdb")
            if isinstance(node, exp.TimeToUnix):  # epoch(x): a length of time is in seconds already
                return exp.Anonymous(this=SECONDS_OF, expressions=[node.this])
            if isinstance(node, exp.Anonymous) and node.name.casefold() in _WINDOW:
                inner = ", ".join(argument.sql("duckdb") for argument in node.expressions)
                over = f"partition by {within} order by {order}" if within else f"order by {order}"
                word, frame = _WINDOW[node.name.casefold()]
                return parse_one(f"{word.format(inner)} over ({over}{frame})", read="duckdb")
            if isinstance(node, exp.Anonymous) and node.name.casefold() == _CIVIL_DAY:
                moment = exp.Anonymous(this=civil.MACRO, expressions=node.expressions)
                return exp.cast(moment, "date", dialect="duckdb")
            return node

        tree = self.tree.copy()
        if as_instant:
            tree = _with_values(tree, lambda value: exp.Anonymous(this=civil.MACRO, expressions=[value]))
        # Children first, so that what first(x) wraps has its columns written already.
        return _bottom_up(tree, written).sql("duckdb")


def _with_values(tree: exp.Expr, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """The tree with each part changed that may be its value as it stands: branches and not conditions."""
    if isinstance(tree, (exp.Cast, exp.TryCast)) and tree.to.sql("duckdb") in _INSTANTS:
        return _with_values(tree.this.copy(), change)  # what is cast is read for what it is: a day, a time, a text
    parts = _values(tree)
    if not parts:
        return change(tree)
    for part in parts:
        new = _with_values(part.copy(), change)
        part.replace(new)
    return tree


def _joins(tree: exp.Expr) -> bool:
    """Whether `_with_values` may change what a tree gives where that is an instant."""
    if isinstance(tree, (exp.Cast, exp.TryCast)) and tree.to.sql("duckdb") in _INSTANTS:
        return True
    parts = _values(tree)
    return len(parts) > 1 or any(map(_joins, parts))


def _values(node: exp.Expr) -> list[exp.Expr]:
    """The parts of a node that it gives unchanged; none where it makes a value of its own."""
    if isinstance(node, exp.Case):
        return [branch.args["true"] for branch in node.args["ifs"]] + _given(node.args.get("default"))
    if isinstance(node, exp.If):
        return [node.args["true"], *_given(node.args.get("false"))]
    if isinstance(node, (exp.Coalesce, exp.Greatest, exp.Least)):
        return [node.this, *node.expressions]
    if isinstance(node, exp.Anonymous) and node.name.casefold() in ("previous", "next", "latest"):
        return node.expressions[:1]
    if isinstance(node, (exp.Paren, exp.Filter, exp.Min, exp.Max, exp.First, exp.Last, exp.AnyValue)):
        return [node.this]
    return []


def _given(node: exp.Expr | None) -> list[exp.Expr]:
    return [] if node is None else [node]


def _bottom_up(tree: exp.Expr, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    for node in reversed(list(tree.walk(bfs=False))):
        new = change(node)
        if new is not node:
            if node is tree:
                return new
            node.replace(new)
    return tree
