"""A rule of the mapping as SQL over the typed rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.loading.staging import Stage
from crm_metrics.warehouse.mapping import civil, needs, spreads
from crm_metrics.warehouse.mapping.expressions import Reference
from crm_metrics.warehouse.mapping.language import folded
from crm_metrics.warehouse.mapping.source import RowRule, Spread, Value, ValueMap

_PLACE = ("_at", "_file", "_line", "_row", "_until")
SYSTEM = (*_PLACE, "_scales")  # columns of all rows: where each stood, and the scales that its file's questions name


@dataclass(frozen=True)
class RuleQuery:
    """One rule, and the rows that are there for it."""

    stage: Stage
    rule: RowRule

    def missing(self, texts: Iterable[str]) -> list[Reference]:
        """The columns that expressions read and that no row has."""
        return [reference for reference in needs.reads(self.rule, texts) if not self._has(reference)]

    def readable(self, value: Value) -> bool:
        """Whether every column behind a column's rule is there."""
        return not self.missing(needs.formulas(value))

    def written(self, name: str, value: Value) -> str:
        """The file's own name of a column that is taken over as it is, else `name`."""
        single = needs.expression(text_of(value)).single
        relation = self.stage.relations.get(single.relation or self.rule.origin) if single else None
        return relation.columns.get(single.name, name) if single and relation else name

    def raw(self, columns: Mapping[str, Value]) -> dict[str, str]:
        """Those of the columns that are taken over from the rule's own file → their name there."""
        if self.rule.by or self.rule.origin not in self.stage.source.files:
            return {}
        singles = {name: needs.expression(text_of(value)).single for name, value in columns.items()}
        own = ("", self.rule.origin)
        return {name: single.name for name, single in singles.items() if single and single.relation in own}

    def column(self, value: Value, *, as_instant: bool = False) -> str:
        """The SQL of a column's rule; as_instant: of a column of instants, days among them marked (civil.py)."""
        if isinstance(value, str):
            return self.sql(value, as_instant=as_instant)
        if isinstance(value, Spread):
            return spreads.packed(self.sql(value.spread), self.sql(value.over), [*map(self._plain, self.rule.within)])
        mapped = self._mapped(value)
        return f"{civil.MACRO}({mapped})" if as_instant else mapped

    def _mapped(self, value: ValueMap) -> str:
        read = f"cast({self.sql(value.value)} as varchar)"
        words = {folded(word) if value.loose else word: meant for word, meant in value.map.items()}
        if value.loose:
            read = f"trim(regexp_replace(lower(strip_accents({read})), '[\\s_./-]+', '_', 'g'), '_')"
        listed = " ".join(f"when {literal(word)} then {literal(meant)}" for word, meant in words.items())
        other = f"cast({self.sql(value.otherwise)} as varchar)" if value.otherwise else "null"
        mapped = f"case {read} {listed} else {other} end"
        if not value.loose or not value.otherwise:
            return mapped
        # Most cells of a large file are ids already: they are spared the search without case and accents.
        ids = ", ".join(literal(meant) for meant in dict.fromkeys(words.values()))
        raw = f"cast({self.sql(value.value)} as varchar)"
        return f"case when {raw} in ({ids}) then {raw} else {mapped} end"

    def sql(self, text: str, *, as_instant: bool = False) -> str:
        """The SQL of an expression; columns of files that are not there are NULL."""
        rule = self.rule
        order = [self._plain(formula) for formula in rule.order if self.readable(formula)]
        within = ", ".join(self._plain(formula) for formula in rule.within)
        absent = [name for name in rule.lookup if name not in self.stage.relations]
        order_sql = ", ".join([*order, f"{quoted(rule.origin)}._row"])
        return needs.expression(text).sql(rule.origin, order_sql, within, absent, as_instant=as_instant)

    def select(self, picks: Mapping[str, str], shown: str = "*", then: Callable[[str], str] = str) -> str:
        """The rows that the rule makes, with the columns `picks` (name → SQL) and where each row stood in its file.

        then: the select of what becomes of the rows of a select, before `keep`; shown: what is selected of that (SQL).

        Raises DataError when a lookup finds several rows that differ.
        """
        rule, own = self.rule, quoted(self.rule.origin)
        conditions = [self.sql(rule.when)] if rule.when else []
        if rule.by:
            conditions += [f"{own}._row not in ({self.faulty()})"] if self.stage.faulty(rule.origin) else []
            placed = (f"first({own}.{name} order by {own}._row) as {name}" for name in _PLACE)
            system = ", ".join([*placed, f"any_value({own}._scales) as _scales"])  # of a file the same in each row
            tail = f" group by {', '.join(self._plain(formula) for formula in rule.by)}"
        else:
            system, tail = ", ".join(f"{own}.{name}" for name in SYSTEM), ""
        named = "".join(f", {sql} as {quoted(name)}" for name, sql in picks.items())
        where = f" where {' and '.join(f'({condition})' for condition in conditions)}" if conditions else ""
        made = f"select {system}{named} from {self._joined}{where}{tail}"
        for name in (name for name in picks if isinstance(rule.columns.get(name), Spread)):
            made = spreads.shared(made, name)
        made = then(made)
        if rule.keep:
            made = f"select * from ({made}) as made where {needs.expression(rule.keep).sql('made', '', '')}"
        return f"select {shown} from ({made}) order by _row"

    def deciding(self) -> list[str]:
        """The expressions that decide which rows the rule makes."""
        return needs.deciding(self.rule)

    def passed_by(self) -> str:
        """SQL of the rows that `when` leaves out, where each stood in its file."""
        own, taken = quoted(self.rule.origin), self.sql(self.rule.when or "true")
        return f"select {own}._file, {own}._row from {self._joined} where ({taken}) is not true"

    def not_kept(self) -> str:
        """SQL of the rows made that `keep` leaves out again."""
        every = RuleQuery(self.stage, self.rule.model_copy(update={"keep": None}))
        picks = {name: self.column(value) for name, value in self.rule.columns.items() if self.readable(value)}
        kept = needs.expression(self.rule.keep or "true").sql("made", "", "")
        return f"select _file, _row from ({every.select(picks)}) as made where ({kept}) is not true"

    def used(self, relation: str | None = None) -> list[str]:
        """The columns of a relation (the rule's own when None) that the rule reads."""
        rule = self.rule
        wanted = relation or rule.origin
        texts = [text for value in rule.columns.values() for text in needs.formulas(value)]
        texts += [*needs.deciding(rule), *rule.order, *needs.beside(rule)]
        texts += [text for keys in rule.lookup.values() for text in keys.values()]
        return list(dict.fromkeys(read.name for read in needs.reads(rule, texts) if read.relation == wanted))

    def fault_condition(self) -> str:
        """Which faults concern the rule: of its own rows, in a column that it reads or in the line as a whole."""
        return _concerns(self.rule.origin, self.used())

    def faulty(self) -> str:
        """The rows of the rule's own relation that can't be read for it."""
        return f"select _row from fault where {self.fault_condition()}"

    @cached_property
    def _joined(self) -> str:
        """The rule's own rows with what is looked up beside them."""
        own = f"{quoted(self.stage.relations[self.rule.origin].table)} as {quoted(self.rule.origin)}"
        return own + "".join(self._joins())

    def _has(self, column: Reference) -> bool:
        relation = self.stage.relations.get(column.relation)
        if relation is None and column.relation in self.rule.if_there:
            return True
        return relation is not None and column.name in relation.columns

    def _plain(self, text: str) -> str:
        return needs.expression(text).sql(self.rule.origin, "", "")

    def _joins(self) -> Iterable[str]:
        relations = self.stage.relations
        for name, keys in self.rule.lookup.items():
            if name not in relations:
                continue
            used = [column for column in self.used(name) if column in relations[name].columns]
            wanted = ", ".join(quoted(column) for column in dict.fromkeys([*keys, *used]))
            table = relations[name].table
            single = self._is_unique(table, list(keys))
            inner = f"select {'' if single else 'distinct '}{wanted} from {quoted(table)}"
            if self.stage.faulty(name):
                inner += f" where _row not in (select _row from fault where {_concerns(name, used)})"
            if not single:
                self._refuse_double(name, list(keys), inner)
            on = " and ".join(f"{quoted(name)}.{quoted(key)} = {self.sql(text)}" for key, text in keys.items())
            yield f" left join ({inner}) as {quoted(name)} on {on}"

    def _is_unique(self, table: str, keys: Sequence[str]) -> bool:
        """Whether no two rows of a table have one key; those that lack a part of it have none."""
        asked = (table, *keys)
        if asked not in self.stage.unique:
            listed = ", ".join(quoted(key) for key in keys)
            filled = " and ".join(f"{quoted(key)} is not null" for key in keys)
            twice = f"select 1 from {quoted(table)} where {filled} group by {listed} having count(*) > 1 limit 1"
            self.stage.unique[asked] = self.stage.connection.execute(twice).fetchone() is None
        return self.stage.unique[asked]

    def _refuse_double(self, name: str, keys: Sequence[str], inner: str) -> None:
        if (inner, *keys) in self.stage.single:
            return
        listed = ", ".join(quoted(key) for key in keys)
        filled = " and ".join(f"{quoted(key)} is not null" for key in keys)
        row = self.stage.connection.execute(
            f"select {quoted(keys[0])} from ({inner}) where {filled} group by {listed} having count(*) > 1"
            " order by all limit 1"
        ).fetchone()
        if row:
            raise DataError(
                "{file} has several rows with {key} '{value}' that differ: which one belongs to it can't be told.",
                file=next((landed.file for kind, landed in self.stage.files if kind == name), name),
                key=keys[0],
                value=row[0],
            )
        self.stage.single.add((inner, *keys))


def text_of(value: Value) -> str:
    """The expression that a column's rule begins with."""
    if isinstance(value, Spread):
        return value.over
    return value if isinstance(value, str) else value.value


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _concerns(relation: str, used: Sequence[str]) -> str:
    return f"relation = {literal(relation)} and target in ({', '.join(literal(column) for column in ('', *used))})"
