"""Whatever way a company writes its files, what comes in is what it meant: any mix of marks, formats and encodings."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.loading.importing import Inbox

BOGOTA = ZoneInfo("America/Bogota")  # no daylight saving: every local time is one instant

DAYS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD.MM.YY": "%d.%m.%y",
    "YYYYMMDD": "%Y%m%d",
}
HOURS = {" HH:MM:SS": " %H:%M:%S", "THH:MM:SSZ": "T%H:%M:%S%z", " HH:MM:SS AM": " %I:%M:%S %p"}

Line = tuple[str, int, str | None, datetime, date | None, Decimal, Decimal, bool]
NAMES = ("order_id", "line_no", "team", "ordered_at", "promised_on", "quantity", "amount", "is_return")


@dataclass(frozen=True)
class Style:
    """One company's way of writing."""

    delimiter: str
    decimal: str
    thousands: str
    day: str
    hour: str
    encoding: str
    mark: bool
    newline: str
    order: tuple[int, ...]
    quoting: int

    @property
    def toml(self) -> str:
        return (
            f'name = "ours"\nextends = "plain"\ndecimal = "{self.decimal}"\ndates = "{self.day}"\n'
            f'instants = "{self.day}{self.hour}"\nencoding = "{self.encoding}"\ntime_zone = "America/Bogota"\n'
            + (f'thousands = "{self.thousands}"\n' if self.thousands else "")
        )

    def written(self, lines: Sequence[Line]) -> bytes:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=self.delimiter, lineterminator=self.newline, quoting=self.quoting)  # type: ignore[arg-type]
        head = (*NAMES, "customer_id", "product_id")
        writer.writerow([head[at] for at in self.order])
        for line in lines:
            cells = [*self._cells(line), "C", "P"]
            writer.writerow([cells[at] for at in self.order])
        data = buffer.getvalue().encode(self.encoding)
        if self.encoding == "utf-16-le":
            return codecs.BOM_UTF16_LE + data
        return codecs.BOM_UTF8 + data if self.mark and self.encoding == "utf-8" else data

    def _cells(self, line: Line) -> list[str]:
        order, number, team, at, promised, quantity, amount, returned = line
        moment = at.astimezone(BOGOTA).strftime(DAYS[self.day] + HOURS[self.hour])
        due = promised.strftime(DAYS[self.day]) if promised else ""
        return [
            order,
            str(number),
            team or "",
            moment,
            due,
            self._number(quantity),
            self._number(amount),
            "sí" if returned else "no",
        ]

    def _number(self, value: Decimal) -> str:
        grouped = f"{value:,}".replace(",", "_").replace(".", self.decimal)
        return grouped.replace("_", self.thousands)


def words(extra: str) -> st.SearchStrategy[str]:
    letters = st.text(alphabet="abzABZ019 ,;|\"'=-@%#\\/.\t" + extra, min_size=1, max_size=12)
    return letters.map(str.strip).filter(bool)


def decimals(places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**9), -1).map(lambda whole: Decimal(whole).scaleb(-places))


@st.composite
def styles(draw: st.DrawFn) -> Style:
    decimal = draw(st.sampled_from([".", ","]))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    # Python writes a line feed inside a cell without quotes when lines end in CR.
    quoting = csv.QUOTE_ALL if newline == "\r" else draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    return Style(
        delimiter=draw(st.sampled_from([",", ";", "\t", "|"])),
        decimal=decimal,
        thousands=draw(st.sampled_from(["", "," if decimal == "." else "."])),
        day=draw(st.sampled_from(list(DAYS))),
        hour=draw(st.sampled_from(list(HOURS))),
        encoding=draw(st.sampled_from(["utf-8", "cp1252", "utf-16-le"])),
        mark=draw(st.booleans()),
        newline=newline,
        order=tuple(draw(st.permutations(range(len(NAMES) + 2)))),
        quoting=quoting,
    )


@st.composite
def order_lines(draw: st.DrawFn) -> list[Line]:
    keys = draw(st.lists(words("ñÉü€"), min_size=1, max_size=6, unique_by=lambda word: normalize("NFC", word)))
    seconds = st.integers(0, 20 * 365 * 86400)
    return [
        (
            key,
            draw(st.integers(1, 99)),
            draw(st.none() | words("ñÉü€\n")),
            datetime(2005, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(seconds)),
            draw(st.none() | st.dates(date(2005, 1, 1), date(2030, 1, 1))),
            draw(decimals(3)),
            draw(decimals(2)),
            draw(st.booleans()),
        )
        for key in keys
    ]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    made = Inbox(tmp_path_factory.mktemp("inbox"))
    yield made
    made.connection.close()


# One warehouse serves all examples: each begins by emptying it.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(style=styles(), lines=order_lines())
def test_what_comes_in_is_what_was_written_in_any_style(inbox: Inbox, style: Style, lines: list[Line]) -> None:
    for table in ("order_line", "load_log", "load_file"):
        inbox.connection.execute(f"delete from {table}")
    source = inbox.folder.parent / "ours.toml"
    source.write_text(style.toml, encoding="utf-8")
    got = inbox.load({"order_line.csv": style.written(lines)}, str(source))
    assert got.error is None
    assert got.why == []
    assert got.rows(f"select {', '.join(NAMES)} from order_line order by order_id") == sorted(
        lines, key=lambda line: line[0]
    )
