"""What Spark says with another tree: joins to the nearest moment, lists unnested in a select, ordered lists, stars."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from crm_metrics.errors import DefinitionError

Bounds = Mapping[str, int]  # by column: the value that it has in the one row of the company's own rules
_EDGE = "_edge"  # of a row that holds until the next one, or since the last one: where that one begins
_NEXT = {exp.GTE: exp.LT, exp.GT: exp.LTE}  # the latest row up to a moment, and that moment comes before the next one
_LAST = {exp.LT: exp.GTE, exp.LTE: exp.GT}  # the first row from a moment on, and it does not come before the last one
_TURNED = {exp.GTE: exp.LTE, exp.GT: exp.LT, exp.LT: exp.GT, exp.LTE: exp.GTE}


def unsaid(part: exp.Expr) -> DefinitionError:
    """What is raised where Spark has no words for a part."""
    return DefinitionError("Spark has no way yet to say what DuckDB does here: {part}", part=part.sql("duckdb"))


def rewritten(tree: exp.Expr, bounds: Bounds) -> exp.Expr:
    """The tree, changed in place; bounds: as `text.spark_sql` says."""
    for frame in tree.find_all(exp.WindowSpec):
        _bounded(frame, bounds)
    for kind, change in _CHANGES:
        for part in list(tree.find_all(kind)):
            change(part)
    return tree


def _bounded(frame: exp.WindowSpec, bounds: Bounds) -> None:
    """A frame that a column bounds: Spark wants the number."""
    for side in ("start", "end"):
        column = frame.args.get(side)
        if not isinstance(column, exp.Column):
            continue
        if column.name not in bounds:
            raise DefinitionError("Nobody says how wide a window of {column} is.", column=column.name)
        frame.set(side, exp.Literal.number(bounds[column.name]))


def _nearest(join: exp.Join) -> None:
    """ASOF JOIN: each row of the right side holds until the next one of its key, or since the last one.

    One row alone meets both bounds, of those of one moment too, for between them lies nothing.
    """
    if join.args.get("method") != "ASOF":
        return
    right = join.this.alias_or_name
    keys, bound = _conditions(join, right)
    turned = isinstance(bound.left, exp.Column) and bound.left.table == right
    moment, met = (bound.left, bound.right) if turned else (bound.right, bound.left)
    kind = _TURNED[type(bound)] if turned else type(bound)
    neighbour = exp.Lead if kind in _NEXT else exp.Lag
    edge = exp.Window(
        this=neighbour(this=exp.column(moment.name)),
        partition_by=[exp.column(key) for key in keys],
        order=exp.Order(expressions=[exp.Ordered(this=exp.column(moment.name), nulls_first=False)]),
    )
    source = join.this.copy()
    source.set("alias", None if isinstance(source, exp.Table) else exp.TableAlias(this=exp.to_identifier("told")))
    within = {**_NEXT, **_LAST}[kind](this=met.copy(), expression=exp.column(_EDGE, right))
    unbounded = exp.Is(this=exp.column(_EDGE, right), expression=exp.null())
    join.set("this", exp.select("*", exp.alias_(edge, _EDGE)).from_(source).subquery(right))
    join.set("on", exp.and_(join.args["on"], exp.Paren(this=exp.or_(unbounded, within))))
    join.set("method", None)


def _conditions(join: exp.Join, right: str) -> tuple[list[str], exp.Binary]:
    """The columns of the right side that are equal to something, and the one comparison of moments."""
    keys, bounds = list[str](), list[exp.Binary]()
    whole = join.args["on"]
    for condition in whole.flatten() if isinstance(whole, exp.And) else [whole]:
        if isinstance(condition, exp.EQ):
            own = isinstance(condition.left, exp.Column) and condition.left.table == right
            keys.append((condition.left if own else condition.right).name)
        elif isinstance(condition, exp.Binary):
            bounds.append(condition)
    if len(bounds) != 1 or type(bounds[0]) not in _TURNED:
        raise unsaid(join)
    return keys, bounds[0]


def _replaced(select: exp.Select) -> None:
    """`* replace (x as y)`: everything but y, and x as y, at the end."""
    found: list[exp.Expr] = []
    for one in select.expressions:
        star = one.this if isinstance(one, exp.Column) else one
        changed = star.args.get("replace") if isinstance(star, exp.Star) else None
        found.append(one)
        if changed:
            star.set("replace", None)
            star.set("except_", [exp.to_identifier(other.alias) for other in changed])
            found += changed
    select.set("expressions", found)


def _unnested(select: exp.Select) -> None:
    """A list unnested inside an expression, or two side by side, comes from a view beside the rows."""
    parts = [part for one in select.expressions for part in one.find_all(exp.Explode) if part.parent_select is select]
    if not parts or (len(parts) == 1 and parts[0].find_ancestor(exp.Alias, exp.Select, exp.Func) in _own(select)):
        return
    names = [f"_item_{place}" for place, _ in enumerate(parts)]
    lists = [part.this.copy() for part in parts]
    for part, name in zip(parts, names, strict=True):
        column = exp.column(name)
        column.type = part.type
        part.replace(column)
    zipped = exp.Anonymous(this="INLINE", expressions=[exp.Anonymous(this="ARRAYS_ZIP", expressions=lists)])
    call = zipped if len(lists) > 1 else exp.Explode(this=lists[0])
    alias = exp.TableAlias(this=exp.to_identifier("_items"), columns=[exp.to_identifier(name) for name in names])
    if select.args.get("from_") is None:
        select.set("from_", exp.From(this=exp.Table(this=call, alias=alias)))
    else:
        select.append("laterals", exp.Lateral(this=call, view=True, alias=alias))


def _own(select: exp.Select) -> tuple[exp.Expr, ...]:
    """Where a list may be unnested as it is: in the select itself, or under a name in it."""
    return (
        select,
        *(one for one in select.expressions if isinstance(one, exp.Alias) and isinstance(one.this, exp.Explode)),
    )


def _without_nulls(chosen: exp.ArgMax | exp.ArgMin) -> None:
    """DuckDB passes over rows whose value is null; Spark only over those that can't be ordered."""
    if isinstance(chosen.this, exp.Struct):
        return
    kept = exp.Not(this=exp.Is(this=chosen.this.copy(), expression=exp.null()))
    if isinstance(chosen.parent, exp.Filter):
        where = chosen.parent.args["expression"]
        where.set("this", exp.and_(where.this, kept))
    else:
        chosen.replace(exp.Filter(this=chosen.copy(), expression=exp.Where(this=kept)))


def _in_order(listed: exp.ArrayAgg) -> None:
    """list(x order by y): Spark collects in any order, so pairs of y and x are sorted and x is taken of them."""
    order = listed.this
    if not isinstance(order, exp.Order):
        return
    if any(one.args.get("desc") for one in order.expressions):
        raise unsaid(listed)
    keys = exp.Anonymous(this="row", expressions=[one.this.copy() for one in order.expressions])
    listed.set("this", exp.Anonymous(this="STRUCT", expressions=[keys, exp.alias_(order.this.copy(), "item")]))
    top: exp.Expr = listed
    while isinstance(top.parent, exp.Filter | exp.Window) and top.parent.this is top:
        top = top.parent
    taken = exp.Lambda(this=exp.column("item", "one"), expressions=[exp.to_identifier("one")])
    values = exp.Anonymous(
        this="TRANSFORM", expressions=[exp.Anonymous(this="ARRAY_SORT", expressions=[top.copy()]), taken]
    )
    values.type = top.type
    top.replace(values)


def _inlined(told: exp.CTE) -> None:
    """Whether it is made once is Spark's to say."""
    told.set("materialized", None)


def _known(part: exp.IgnoreNulls) -> None:
    """Any value that is known is what it looks for anyway."""
    if isinstance(part.this, exp.AnyValue):
        part.replace(part.this)


def _numbered(window: exp.Window) -> None:
    """Rows numbered in no order: any of them may be the first, and Spark wants an order."""
    named = window.args.get("alias")  # elsewhere, with its order
    if isinstance(window.this, exp.RowNumber) and not window.args.get("order") and not named:
        window.set("order", exp.Order(expressions=[exp.Ordered(this=exp.Literal.number(1), nulls_first=True)]))


_CHANGES: tuple[tuple[type[exp.Expr], Callable[..., None]], ...] = (
    (exp.CTE, _inlined),
    (exp.Join, _nearest),
    (exp.Select, _replaced),
    (exp.Select, _unnested),
    (exp.IgnoreNulls, _known),
    (exp.Window, _numbered),
    (exp.ArgMax, _without_nulls),
    (exp.ArgMin, _without_nulls),
    (exp.ArrayAgg, _in_order),
)
