"""Numbers, days and durations as people write them, each column in one way that fits all its values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from random import Random

from tests.scenarios.real_life.company import company
from tests.scenarios.real_life.exports import Export, Form, Row, Telling, copy, named, ours, plain, text_of

SPANISH = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
PORTUGUESE = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")


def _parentheses(x: float) -> str:
    return f"({-x:.2f})" if x < 0 else f"{x:.2f}"


def _sign_behind(x: float) -> str:
    return f"{-x:.2f}-" if x < 0 else f"{x:.2f}"


def _euros(x: float) -> str:
    said = f"{abs(x):,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{'-' if x < 0 else ''}{said} €"


def _pesos(x: float) -> str:
    return f"{'-' if x < 0 else ''}$ {abs(x):,.2f}".replace(",", " ")


def _dollars(x: float) -> str:
    return f"(${-x:,.2f})" if x < 0 else f"${x:,.2f}"


AMOUNTS: tuple[Callable[[float], str], ...] = (_parentheses, _sign_behind, _euros, _pesos, _dollars)
DAYS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.day:02d}/{SPANISH[day.month - 1]}./{day.year}",
    lambda day: f"{day.day:02d}-{SPANISH[day.month - 1]}-{day.year}",
    lambda day: f"{day.day:02d}/{PORTUGUESE[day.month - 1]}/{day.year}",
    lambda day: f"{day.day}-{PORTUGUESE[day.month - 1]}-{day.year}",
)
DURATIONS: tuple[Callable[[int], str], ...] = (
    lambda seconds: f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}",
    lambda seconds: f"{seconds // 3600} h {seconds // 60 % 60:02d} min",
    lambda seconds: f"{seconds // 86400} dias {seconds // 3600 % 24} horas {seconds // 60 % 60} minutos",
)


def amounts(write: Callable[[float], str]) -> Form:
    """A ledger with its negative amounts, thousands and signs in one of the ways of accountants."""

    def form(draw: Random) -> Telling:
        tables = company(draw)
        for row in tables["receivable"]:
            row["amount"] = int(str(row["amount"])) * 7 + (0.5 if int(str(row["amount"])) > 0 else -0.5)
        _without_cents(tables["receivable"])
        real = copy(tables)
        for row in real["receivable"]:
            row["amount"] = write(float(str(row["amount"])))
        currency = "EUR" if write is _euros else "USD" if write is _dollars else ""
        init = ("--country", "CO", "--currency", currency) if currency else ("--country", "CO")
        return Telling(clean=plain(tables, init=init), real=plain(real, init=init))

    return named(form, f"amounts{write.__name__}")


def months_in_words(number: int) -> Form:
    """A ledger whose months are words of Spanish or Portuguese."""

    def form(draw: Random) -> Telling:
        tables = company(draw)
        real = copy(tables)
        for row in real["receivable"]:
            for name in ("entry_on", "due_on"):
                row[name] = DAYS[number](date.fromisoformat(str(row[name]))) if row[name] else None
        return Telling(clean=plain(tables), real=plain(real))

    return named(form, f"months_in_words_{number}")


def half_days(draw: Random) -> Telling:
    """Instants of surveys with a. m. and p. m."""
    return _instants(draw, _half)


def zones_behind(draw: Random) -> Telling:
    """Instants of surveys with the zone behind them, five hours ahead of Bogotá."""
    return _instants(draw, lambda at: f"{at.replace(hour=at.hour + 5).isoformat(sep=' ')} UTC")


def durations(number: int) -> Form:
    """A sheet of hours with lengths of time, some of them of more than a day."""

    def form(draw: Random) -> Telling:
        rows = [row for row in company(draw)["agent_time"] if row["state"] == "handling"]
        for place, row in enumerate(rows):
            row["seconds"] = int(str(row["seconds"])) // 60 * 60 + (86400 if place % 5 == 0 else 0)
        sheet: list[Row] = [
            {"agent": row["agent_id"], "team": row["team"], "process": row["process"], "at": row["started_at"],
             "state": row["state"], "dur": DURATIONS[number](int(str(row["seconds"])))}
            for row in rows
        ]  # fmt: skip
        files = {"horas.csv": text_of(sheet)}
        before = Export(files=files, source=_sheet("time"))
        real = Export(files=files, source=_sheet("duration"), otherwise=before)
        return Telling(clean=plain({"agent_time": rows}), real=real)

    return named(form, f"durations_{number}")


def numbers_for_days(draw: Random) -> Telling:
    """A ledger whose days are the numbers of a spreadsheet."""
    tables = company(draw)
    sheet = [
        {"entry": row["entry_id"], "invoice": row["invoice_id"], "customer": row["customer_id"], "kind": row["kind"],
         "day": _serial(row["entry_on"]), "due": _serial(row["due_on"]), "amount": row["amount"]}
        for row in tables["receivable"]
    ]  # fmt: skip
    clean = [
        {name: value for name, value in row.items() if name not in ("agent_id", "team")} for row in tables["receivable"]
    ]
    return Telling(
        clean=plain({"receivable": clean}),
        real=Export(files={"libro.csv": text_of(sheet)}, source=_LEDGER),
    )


def seconds_since_1970(draw: Random) -> Telling:
    """Answers whose instants are seconds, or thousandths, since 1970."""
    rows = company(draw)["survey"]
    times = draw.choice((1, 1000))
    sheet: list[Row] = [
        {"id": row["survey_id"], "what": row["instrument"], "about": row["relationship"], "who": row["customer_id"],
         "sent": _epoch(row["sent_at"], times), "answered": _epoch(row["responded_at"], times), "score": row["score"],
         "low": row["scale_min"], "high": row["scale_max"]}
        for row in rows
    ]  # fmt: skip
    kept = ("survey_id", "instrument", "relationship", "customer_id", "sent_at", "responded_at", "score", "scale_min",
            "scale_max")  # fmt: skip
    clean = [{name: row[name] for name in kept} for row in rows]
    return Telling(
        clean=plain({"survey": clean}), real=Export(files={"respuestas.csv": text_of(sheet)}, source=_ANSWERS)
    )


def with_own_formats(draw: Random) -> Telling:
    """Days and decimals as the company's own file declares them."""
    tables = company(draw)
    real = copy(tables)
    for row in real["receivable"]:
        for name in ("entry_on", "due_on"):
            row[name] = f"{date.fromisoformat(str(row[name])):%d/%m/%Y}" if row[name] else None
        row["amount"] = f"{_parentheses(float(str(row['amount']))).replace('.', ',')}"
    clean = {"receivable": tables["receivable"]}
    return Telling(
        clean=plain(clean),
        real=plain({"receivable": real["receivable"]}, ours(dates="DD/MM/YYYY", decimal=",")),
    )


def _without_cents(ledger: list[Row]) -> None:
    """A cent of rounding is no overpayment: an invoice is worth what was paid for it, where that is more."""
    paid: dict[object, float] = {}
    for row in ledger:
        paid[row["invoice_id"]] = paid.get(row["invoice_id"], 0) + float(str(row["amount"]))
    for row in ledger:
        if row["kind"] == "invoice" and paid[row["invoice_id"]] < 0:
            row["amount"] = float(str(row["amount"])) - paid[row["invoice_id"]]


def _instants(draw: Random, write: Callable[[datetime], str]) -> Telling:
    tables = company(draw)
    real = copy(tables)
    for row in real["survey"]:
        for name in ("sent_at", "responded_at"):
            row[name] = write(datetime.fromisoformat(str(row[name]))) if row[name] else None
    return Telling(clean=plain(tables), real=plain(real))


def _half(at: datetime) -> str:
    return f"{at:%d/%m/%Y} {at.hour % 12 or 12}:{at.minute:02d} {'a' if at.hour < 12 else 'p'}. m."


def _serial(day: object) -> int | None:
    """The number of a day in a spreadsheet: 1 January 1900 is 1, and a 29 February 1900 is counted that never was."""
    return (date.fromisoformat(str(day)) - date(1899, 12, 30)).days if day else None


def _epoch(at: object, times: int) -> int | None:
    """Bogotá is five hours behind UTC all the year."""
    return (
        (int((datetime.fromisoformat(str(at)) - datetime(1970, 1, 1)).total_seconds()) + 5 * 3600) * times
        if at
        else None
    )


def _sheet(kind: str) -> str:
    seconds = "dur" if kind == "duration" else "extract(epoch from dur)"
    return f"""name = "shifts"
[files.sheet]
names = ["horas"]
columns = {{ at = "instant", dur = "{kind}" }}
[[tables]]
table = "agent_time"
from = "sheet"
[tables.columns]
agent_id = "agent"
team = "team"
process = "process"
started_at = "at"
state = "state"
seconds = "{seconds}"
"""


_LEDGER = """name = "book"
[files.book]
names = ["libro"]
columns = { day = "serial", due = "serial", amount = "number" }
[[tables]]
table = "receivable"
from = "book"
[tables.columns]
entry_id = "entry"
invoice_id = "invoice"
customer_id = "customer"
kind = "kind"
entry_on = "cast(day as date)"
due_on = "cast(due as date)"
amount = "amount"
"""
_ANSWERS = """name = "form"
[files.form]
names = ["respuestas"]
columns = { sent = "epoch", answered = "epoch", score = "number", low = "number", high = "number", about = "yes/no" }
[[tables]]
table = "survey"
from = "form"
[tables.columns]
survey_id = "id"
instrument = "what"
relationship = "about"
customer_id = "who"
sent_at = "sent"
responded_at = "answered"
score = "score"
scale_min = "low"
scale_max = "high"
"""
