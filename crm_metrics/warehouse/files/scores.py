"""Whether a column of answers from 0 to 10 may hold codes instead: what people saw is never guessed from a shift."""

from __future__ import annotations

from crm_metrics.warehouse.files.columns import TextColumn
from crm_metrics.warehouse.mapping.formats import Format
from crm_metrics.warehouse.mapping.scores import CODED, SCORE, TEN, of_one_set
from crm_metrics.words import mark

_MOST = 10


def refuse_codes(column: TextColumn, how: Format) -> None:
    """Raise DataError for a number above ten; of exports that write codes, also for answers from 1 and none of 0.

    And for words of more than five degrees: satisfied and somewhat satisfied are two.
    """
    if how.kind == SCORE:
        _refuse_more_degrees(column)
    if how.kind not in (TEN, CODED):
        return
    value = how.sql(column.cell)
    above = f"({value}) > {_MOST}"
    if column.count(above):
        raise column.refusal(
            mark(
                "{file}: {column} '{value}' (line {line}) is no answer from 0 to 10. They may be coded from 1 to 11:"
                " export the labels; or declare the word missing where it means that nobody knows."
            ),
            above,
        )
    coded = f"regexp_full_match({column.cell}, '[0-9]+')"
    if how.kind == CODED and column.count(f"({value}) = 1") and not column.count(f"({value}) = 0 or not {coded}"):
        raise column.refusal(
            mark(
                "{file}: {column} has answers of 1 and none of 0, such as '{value}' (line {line}): they may be coded"
                " from 1 to 11, and no shift is guessed. Export the labels; or, where people saw these numbers, give"
                ' the column the kind "0-10" in a source that extends this one.'
            ),
            f"({value}) = 1",
        )


def _refuse_more_degrees(column: TextColumn) -> None:
    for one, other in of_one_set(column.cell).values():
        if column.count(one) and column.count(other):
            raise column.refusal(
                mark(
                    "{file}: {column} has more than five degrees in words, '{value}' (line {line}) among them: which"
                    " number each is nobody tells. Export the numbers, or say them with a map in a source that extends"
                    " this one."
                ),
                other,
            )
