"""A select in DuckDB's words as Spark SQL that gives the same rows.

sqlglot writes most of it. What it writes otherwise than DuckDB means it, mostly without a word, is written here: in
`rewriting.py` where a part of the tree takes another form, below where a part takes another text. Where that hangs on a
type, the type has to be known (`typed.py`): nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from types import MappingProxyType

from sqlglot import exp
from sqlglot.dialects.spark import Spark
from sqlglot.generators.spark import SparkGenerator

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.spark.rewriting import Bounds, rewritten, unsaid
from crm_metrics.warehouse.spark.typed import DAY, INSTANT, MOMENT, Tables, read

_FAR = 2**63 - 1  # microseconds: what DuckDB keeps as infinity, and reads as infinity from a Parquet file
_ACCENTED = (range(0x00C0, 0x0250), range(0x1E00, 0x1F00))  # Latin letters; combining marks come after them
_MARKS = range(0x0300, 0x0370)
_WHOLE = exp.DataType.INTEGER_TYPES
_BROKEN = (exp.DType.DECIMAL, exp.DType.DOUBLE, exp.DType.FLOAT)
_WRITTEN_HERE = (  # what sqlglot's own table says of these would go before the methods below
    exp.AnyValue,
    exp.ArrayOverlaps,
    exp.AtTimeZone,
    exp.DateDiff,
    exp.DayOfWeekIso,
    exp.GenerateSeries,
    exp.Median,
    exp.TimestampTrunc,
    exp.TimeToStr,
    exp.TimeToUnix,
    exp.UnixToTime,
    exp.WithinGroup,
)
_CROSSED = {"month": 1, "quarter": 3, "year": 12}


def spark_sql(sql: str, tables: Tables, bounds: Bounds = MappingProxyType({})) -> str:
    """`sql`, which DuckDB reads over `tables`, as Spark SQL; DefinitionError where a type that decides is not known.

    bounds: the values of the columns that bound a frame of a window, where Spark wants a number written.
    """
    return written(tree_of(sql, tables, bounds))


def tree_of(sql: str, tables: Tables, bounds: Bounds = MappingProxyType({})) -> exp.Expr:
    """The tree of the same, with its types, ready to be written."""
    return rewritten(read(sql, tables), bounds)


def written(tree: exp.Expr) -> str:
    """A tree, typed and rewritten, as Spark SQL."""
    text = tree.sql(dialect=PulsoSpark, pretty=True)
    if "APPROX" in text.upper():
        raise unsaid(tree)  # it would only estimate
    return text


@cache
def spark_type(kind: str) -> str:
    """A type of DuckDB's, as Spark says it."""
    return exp.DataType.build(kind, dialect="duckdb").sql(dialect=PulsoSpark)


def _sides(node: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    return node.this, node.args["expression"]


def _known(node: exp.Expr) -> exp.Expr:
    """A part whose type decides what is written."""
    if not isinstance(node, exp.Null) and (node.type is None or node.is_type(exp.DType.UNKNOWN)):
        raise DefinitionError("What type has '{part}' here? Spark writes it by its type.", part=node.sql("duckdb"))
    return node


def _settled(node: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """The sides of a sum or difference, both of a type that is known; beside a number stands a number."""
    left, right = _sides(node)
    for one, other in ((left, right), (right, left)):
        if not _is(other, *exp.DataType.NUMERIC_TYPES):
            _known(one)
    return left, right


def _is(node: exp.Expr, *types: exp.DType) -> bool:
    return node.type is not None and node.is_type(*types)


def _unit(digits: int) -> str:
    """One unit of the last digit, as a decimal."""
    return f"1E-{digits}BD" if digits else "1BD"


class PulsoSpark(Spark):
    """Spark SQL as the shapes and metrics need it."""

    class Generator(SparkGenerator):
        """Writes what sqlglot writes in another sense."""

        EXPRESSIONS_WITHOUT_NESTED_CTES = set()  # noqa: RUF012 – sqlglot's own; lifted to the top, their names would collide
        TYPE_MAPPING = {  # noqa: RUF012
            **SparkGenerator.TYPE_MAPPING,
            exp.DType.TIMESTAMP: "TIMESTAMP_NTZ",
            exp.DType.TIMESTAMPTZ: "TIMESTAMP",
            exp.DType.TIME: "TIME(6)",
            exp.DType.INT128: "DECIMAL(38, 0)",
        }
        TRANSFORMS = {  # noqa: RUF012
            **{kind: write for kind, write in SparkGenerator.TRANSFORMS.items() if kind not in _WRITTEN_HERE},
        }

        def sub_sql(self, node: exp.Sub) -> str:
            """Days between two days; moments and numbers as they are."""
            left, right = _settled(node)
            if _is(left, *DAY) and _is(right, *DAY):
                return self.func("DATEDIFF", left, right)
            if _is(left, *DAY) and _is(right, *_WHOLE):
                return f"DATE_SUB({self.sql(left)}, CAST({self.sql(right)} AS INT))"
            return self._moved(left, right, "-") or self.binary(node, "-")

        def add_sql(self, node: exp.Add) -> str:
            """A day and days, a day and a time of it; numbers as they are."""
            sides = _settled(node)
            for one, other in (sides, sides[::-1]):
                if _is(one, *DAY) and _is(other, *_WHOLE):
                    return f"DATE_ADD({self.sql(one)}, CAST({self.sql(other)} AS INT))"
                if _is(one, *DAY) and _is(other, exp.DType.TIME):
                    return self.func("MAKE_TIMESTAMP_NTZ", one, other)
                if moved := self._moved(one, other, "+"):
                    return moved
            return self.binary(node, "+")

        def _moved(self, start: exp.Expr, by: exp.Expr, sign: str) -> str | None:
            """A day moved by an interval is a moment in DuckDB."""
            if _is(start, *DAY) and _is(by, exp.DType.INTERVAL):
                return f"(CAST({self.sql(start)} AS TIMESTAMP_NTZ) {sign} {self.sql(by)})"
            return None

        def div_sql(self, node: exp.Div) -> str:
            """A double, also of decimals, which Spark would round."""
            left, right = (self.sql(exp.cast(side.unnest(), "double")) for side in _sides(node))
            return f"({left} / {right})"

        def avg_sql(self, node: exp.Avg) -> str:
            """A double of whole numbers and of decimals."""
            return self.func("AVG", exp.cast(node.this, "double"))

        def cast_sql(self, node: exp.Cast, safe_prefix: str | None = None) -> str:
            """Rounded as DuckDB rounds: halves of a decimal away from zero, those of a double to the even number."""
            value, to = node.this, node.to
            if isinstance(value, exp.Literal) and value.is_string and value.name.lower() in ("infinity", "-infinity"):
                return f"TIMESTAMP_MICROS({'-' if value.name.startswith('-') else ''}{_FAR}L)"
            if isinstance(node, exp.TryCast):  # a text; what is none stands nowhere in a shape
                return super().cast_sql(node, safe_prefix)
            whole = isinstance(value.unnest(), exp.Floor | exp.Ceil | exp.Round)
            if to.is_type(*_WHOLE) and not whole and _is(_known(value), *_BROKEN):
                round_ = "RINT" if not _is(value, exp.DType.DECIMAL) else "ROUND"
                return f"CAST({round_}({self.sql(value)}) AS {self.sql(to)})"
            if to.is_type(exp.DType.DECIMAL) and _is(_known(value), exp.DType.DOUBLE):
                return self._rounded(value, to)
            return super().cast_sql(node, safe_prefix)

        def _rounded(self, value: exp.Expr, to: exp.DataType) -> str:
            digits = int(to.expressions[1].name)
            width = int(to.expressions[0].name)
            scaled = f"CAST(ROUND(({self.sql(value)}) * 1E{digits}D) AS DECIMAL({width}, 0))"
            return f"CAST({scaled} * {_unit(digits)} AS {self.sql(to)})"

        def attimezone_sql(self, node: exp.AtTimeZone) -> str:
            """An instant as the clock of a zone shows it, or the instant at which it shows that."""
            zone, value = self.sql(node, "zone"), self.sql(node.this)
            if _is(_known(node.this), *INSTANT):
                return f"CONVERT_TIMEZONE('UTC', {zone}, CAST({value} AS TIMESTAMP_NTZ))"
            shown = f"CAST({value} AS TIMESTAMP_NTZ)"
            first = f"CONVERT_TIMEZONE({zone}, 'UTC', {shown})"
            again = f"{first} + INTERVAL '1' HOUR"  # an hour that is shown twice is the second one for DuckDB
            twice = f"CONVERT_TIMEZONE('UTC', {zone}, {again}) = {shown}"
            return f"CAST(CASE WHEN {twice} THEN {again} ELSE {first} END AS TIMESTAMP)"

        def dayofweekiso_sql(self, node: exp.DayOfWeekIso) -> str:
            """1 is Monday; sqlglot counts from Sunday."""
            return f"(WEEKDAY({self.sql(node, 'this')}) + 1)"

        def timestamptrunc_sql(self, node: exp.TimestampTrunc) -> str:
            """A moment, also of a day, as in DuckDB."""
            text = f"DATE_TRUNC('{node.text('unit')}', {self.sql(node, 'this')})"
            return text if _is(_known(node.this), *INSTANT) else f"CAST({text} AS TIMESTAMP_NTZ)"

        def timetounix_sql(self, node: exp.TimeToUnix) -> str:
            """Seconds with their fraction."""
            return f"(CAST({self._micros(_known(node.this))} AS DOUBLE) / 1E6D)"

        def _micros(self, node: exp.Expr) -> str:
            if _is(node, exp.DType.INTERVAL):
                moment = f"TIMESTAMP_NTZ '1970-01-01 00:00:00' + ({self.sql(node)})"
                return f"UNIX_MICROS(CAST({moment} AS TIMESTAMP))"
            return f"UNIX_MICROS(CAST({self.sql(node)} AS TIMESTAMP))"

        def unixtotime_sql(self, node: exp.UnixToTime) -> str:
            """An instant of seconds, to the nearest microsecond."""
            return f"TIMESTAMP_MICROS(CAST(ROUND(({self.sql(node, 'this')}) * 1E6D) AS BIGINT))"

        def datediff_sql(self, node: exp.DateDiff) -> str:
            """How many boundaries of the unit lie between."""
            unit, later, earlier = node.text("unit").lower() or "day", node.this, node.args["expression"]
            if unit in _CROSSED:
                months = [f"(YEAR({self.sql(one)}) * 12 + MONTH({self.sql(one)}) - 1)" for one in (later, earlier)]
                over = [f"{one} DIV {_CROSSED[unit]}" for one in months]
                return f"({over[0]} - {over[1]})"
            if unit == "second":
                seconds = [f"UNIX_SECONDS(CAST({self.sql(one)} AS TIMESTAMP))" for one in (later, earlier)]
                return f"({seconds[0]} - {seconds[1]})"
            if unit != "day":
                raise unsaid(node)
            return self.func("DATEDIFF", later, earlier)

        def timetostr_sql(self, node: exp.TimeToStr) -> str:
            """The ISO week; any other format as sqlglot writes it."""
            if node.text("format") != "%G-W%V":
                return super().timetostr_sql(node)
            day = self.sql(node, "this")
            return f"CONCAT(EXTRACT(YEAROFWEEK FROM {day}), '-W', LPAD(WEEKOFYEAR({day}), 2, '0'))"

        def generateseries_sql(self, node: exp.GenerateSeries) -> str:
            """Nothing where the end lies before the start, from which Spark counts down."""
            start, end, step = self.sql(node, "start"), self.sql(node, "end"), self.sql(node, "step")
            if _is(node.args["start"], *DAY):
                start, end = (f"CAST({one} AS TIMESTAMP_NTZ)" for one in (start, end))
            if node.args.get("is_end_exclusive"):
                end = f"({end} - 1)"
            if not _is(node.args["start"], *MOMENT, *DAY):
                start, end = (f"CAST({one} AS BIGINT)" for one in (start, end))
            step = f", {step}" if step else ""
            return f"CASE WHEN {start} <= {end} THEN SEQUENCE({start}, {end}{step}) ELSE ARRAY() END"

        def percentilecont_sql(self, node: exp.PercentileCont) -> str:
            """Exact, of all values."""
            return self._percentile("PERCENTILE_CONT", node)

        def percentiledisc_sql(self, node: exp.PercentileDisc) -> str:
            """One of the values."""
            return self._percentile("PERCENTILE_DISC", node)

        def _percentile(self, name: str, node: exp.PercentileCont | exp.PercentileDisc) -> str:
            if node.args.get("expression") is None:  # within a group of its own
                return self.func(name, node.this)
            value, share = node.this, self.sql(node, "expression")
            if name == "PERCENTILE_DISC":
                return f"{name}({share}) WITHIN GROUP (ORDER BY {self.sql(value)})"
            if not _is(_known(value), exp.DType.DECIMAL):
                return f"{name}({share}) WITHIN GROUP (ORDER BY {self.sql(exp.cast(value, 'double'))})"
            kind = value.type  # DuckDB cuts off what lies between two units of the last digit
            if kind is None or not kind.expressions:
                raise unsaid(node)
            digits = int(kind.expressions[1].name)
            units = f"CAST(({self.sql(value)}) * 1{'0' * digits} AS DOUBLE)"
            found = f"CAST({name}({share}) WITHIN GROUP (ORDER BY {units}) AS BIGINT)"
            return f"CAST({found} * {_unit(digits)} AS {self.sql(kind)})"

        def median_sql(self, node: exp.Median) -> str:
            """Exact, also over a frame."""
            return f"PERCENTILE({self.sql(node, 'this')}, 0.5)"

        def anyvalue_sql(self, node: exp.AnyValue) -> str:
            """Any that is known."""
            return f"ANY_VALUE({self.sql(node, 'this')}, TRUE)"

        def arrayoverlaps_sql(self, node: exp.ArrayOverlaps) -> str:
            """Whether two lists share an item."""
            return self.func("ARRAYS_OVERLAP", *_sides(node))

        def length_sql(self, node: exp.Length) -> str:
            """How many items a list has, or letters a text."""
            return self.func("ARRAY_SIZE" if _is(_known(node.this), exp.DType.ARRAY) else "LENGTH", node.this)

        def bracket_sql(self, node: exp.Bracket) -> str:
            """The item of a list, none where it has no such one."""
            (place,) = node.expressions
            if isinstance(place, exp.Slice):
                first = self.sql(place, "this") or "1"
                return f"SLICE({self.sql(node, 'this')}, {first}, {self.sql(place, 'expression')} - {first} + 1)"
            return f"GET({self.sql(node, 'this')}, CAST({self.sql(place)} AS INT) - 1)"

        def anonymous_sql(self, node: exp.Anonymous) -> str:
            """What sqlglot does not know."""
            writes: dict[str, Callable[[exp.Anonymous], str]] = {
                "row": self._row,
                "to_months": lambda n: f"MAKE_YM_INTERVAL(0, CAST({self.sql(n.expressions[0])} AS INT))",
                "to_microseconds": self._microseconds,
                "strip_accents": lambda n: f"TRANSLATE({self.sql(n.expressions[0])}, {_accents()})",
                "list_intersect": lambda n: self.func("ARRAY_INTERSECT", *n.expressions),
            }
            write = writes.get(node.name.lower())
            return write(node) if write else str(super().anonymous_sql(node))

        def _row(self, node: exp.Anonymous) -> str:
            """In an order: what is not known is the largest in DuckDB, and the least in Spark."""
            sides = [f"{self.sql(one)} IS NULL, {self.sql(one)}" for one in node.expressions]
            return f"STRUCT({', '.join(sides)})"

        def _microseconds(self, node: exp.Anonymous) -> str:
            amount = f"CAST({self.sql(node.expressions[0])} AS DECIMAL(18, 0)) * 0.000001BD"
            return f"MAKE_DT_INTERVAL(0, 0, 0, CAST({amount} AS DECIMAL(18, 6)))"


@cache
def _accents() -> str:
    """Latin letters with a mark, and the same without; the marks alone stand for nothing."""
    plain = {letter: unicodedata.normalize("NFD", letter)[0] for one in _ACCENTED for letter in map(chr, one)}
    changed = {letter: bare for letter, bare in plain.items() if letter != bare}
    return f"'{''.join(changed)}{''.join(map(chr, _MARKS))}', '{''.join(changed.values())}'"
