"""The command suggest: what unknown files mean, what only the owner can say, and a mapping that import takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crm_metrics.command.printing import grid, known_format
from crm_metrics.command.run import Progress, Run
from crm_metrics.errors import DataError
from crm_metrics.warehouse import versions
from crm_metrics.warehouse.company import rates
from crm_metrics.warehouse.suggesting.familiar import customers_of
from crm_metrics.warehouse.suggesting.foreign import ForeignMoney, without_rates
from crm_metrics.warehouse.suggesting.grids import GROUP
from crm_metrics.warehouse.suggesting.questions import AskedQuestion, OwnersAnswers, OwnersChoice, read_answers
from crm_metrics.warehouse.suggesting.suggestion import ReadFile, Suggestion, source_name, suggest
from crm_metrics.warehouse.suggesting.writing import toml_of
from crm_metrics.words import Words, mark

_FORMATS = ("table", "json")
ABOVE = mark("line above")
LEFT = (
    ("titles", mark("lines above the header")),
    ("repeated", mark("the header again")),
    ("totals", mark("lines of totals")),
    ("groups", mark("lines that name the rows below them")),
    ("remarks", mark("lines that only say something")),
)


def propose(run: Run) -> int:
    """The command suggest. Exit 0: nothing is open; 1: defaults were assumed; 2: nothing was understood."""
    given = run.given
    form = known_format(given.format, _FORMATS)
    out = _place(given.out) if given.out else None
    answers = read_answers(out) if out and out.is_file() else OwnersAnswers()
    if given.answers:
        answers = answers.under(read_answers(Path(given.answers)))
    name = source_name(out.stem if out else Path(given.folder).resolve().name)
    found = suggest(
        Path(given.folder),
        answers,
        name=name,
        country=country_of(run),
        currency=currency_of(run),
        customers=customers_of(run.warehouse) if versions.exists(run.folder) else (),
        progress=Progress(run),
    )
    if out and found.source is not None:
        out.write_text(mapping_text(found, run.words), encoding="utf-8")
    missing = without_rates(found.foreign, {code for code, *_ in rates.read(run.settings.company) or ()})
    if form == "json":
        told = as_json(found, run.words, str(out) if out else None)
        told["rates"] = [_rates_json(one, run) for one in missing]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(found, run)
        for one in missing:
            print(_rates(one, run))
        if out and found.source is not None:
            run.tell("The mapping is in {file}: import {folder} --source {file}", file=out, folder=given.folder)
    return found.exit_code


def _place(out: str) -> Path:
    """Where the mapping goes, known to be there before anything is read."""
    path = Path(out)
    if not path.parent.is_dir():
        raise DataError("There is no folder {folder}.", folder=path.parent)
    if path.is_dir():
        raise DataError("{file} is a folder or a device. Put a file of that name there.", file=path)
    return path


def mapping_text(found: Suggestion, words: Words) -> str:
    """The mapping as TOML, with what was taken for granted at its head."""
    head = [words("A mapping made by the command suggest; docs/mapping.md tells its words.")]
    for one in found.questions:
        head.append(f"{one.question.id}: {_question(one, words)} → {_answer(one, words)}")
    return toml_of(found.mapping, head)


def as_json(found: Suggestion, words: Words, out: str | None) -> dict[str, Any]:
    """The same that the table says, for programs."""
    return {
        "files": [_file_json(one, words) for one in found.files],
        "questions": [_question_json(one, words) for one in found.questions if not one.question.stated],
        "stated": [_question_json(one, words) for one in found.questions if one.question.stated],
        "assumed": [{"table": table, "what": words(what)} for table, what in found.assumed],
        "source": found.source.name if found.source else None,
        "mapping": out if found.source else None,
    }


def _file_json(one: ReadFile, words: Words) -> dict[str, Any]:
    told: dict[str, Any] = {"file": one.file, "sheet": one.sheet or None, "understood": bool(one.makes)}
    if one.problem is not None:
        return told | {"problem": words.error(one.problem)}
    if one.table is None or one.grid is None:
        return told
    opened = one.grid.file
    return told | {
        "subject": one.table.subject,
        "encoding": opened.encoding,
        "delimiter": opened.delimiter or None,
        "sheets": [page.name for page in one.grid.pages if page.name],
        "header_row": one.grid.line,
        "header_lines": one.grid.lines,
        "rows": len(one.grid.rows),
        "left_out": [
            {"what": words(text), "count": getattr(one.left, name)} for name, text in LEFT if getattr(one.left, name)
        ],
        "sheets_left_out": one.left.sheets,
        "columns": [
            {
                "column": column.name,
                "meaning": column.meaning or None,
                "certainty": column.certainty,
                "left_aside": column.name in one.unused or not column.meaning,
                "samples": list(column.samples),
            }
            for column in one.table.columns
        ],
        "becomes": list(one.makes),
        "known_source": one.known,
    }


def _question_json(one: AskedQuestion, words: Words) -> dict[str, Any]:
    return {
        "id": one.question.id,
        "text": _question(one, words),
        "consequence": words(one.question.consequence),
        "choices": [{"id": choice.id, "text": _choice(choice, words)} for choice in one.question.choices],
        "default": one.default,
        "answer": one.answer,
        "open": one.is_open,
        "files": one.files,
    }


def _choice(choice: OwnersChoice, words: Words) -> str:
    """What a choice says; an id that every company shares has a name of its own."""
    return words.name(choice.id) if choice.text == choice.id else words(choice.text)


def _question(one: AskedQuestion, words: Words) -> str:
    return words(one.question.text, **one.parts)


def _answer(one: AskedQuestion, words: Words) -> str:
    told = one.answer or one.default
    return told if one.answer else words("{answer} (nobody has said so)", answer=told)


def _rates_json(one: ForeignMoney, run: Run) -> dict[str, Any]:
    return {"files": list(one.files), "currency": one.currency, "rows": one.count, "text": _rates(one, run)}


def _rates(one: ForeignMoney, run: Run) -> str:
    """What is in another currency, what that does to the import, and what to do."""
    return run.words.many(
        one.count,
        "{files}: one row is in {currency}, and your company counts in {own}. Until its rate is known the import brings"
        " nothing of this list: write a line {example} into {rates}, the day and how many {own} one {currency} was"
        " worth from it on.",
        "{files}: {n} rows are in {currency}, and your company counts in {own}. Until their rates are known the"
        " import brings nothing of this list: write lines {example} into {rates}, each a day and how many {own} one"
        " {currency} was worth from it on.",
        files=", ".join(one.files),
        currency=one.currency,
        own=currency_of(run),
        example=f"{one.currency},2026-01-15,…",
        rates=run.settings.company / rates.FILE,
    )


def _print(found: Suggestion, run: Run) -> None:
    words = run.words
    for one in found.files:
        print(_head(one, words))
        if one.known:
            told = mark(
                "It is a file that the source {source} knows: import {folder} --source {source} reads it as it is."
            )
            print(words(told, source=one.known, folder=run.given.folder))
        if one.table is not None and one.grid is not None:
            _print_columns(one, words)
        if one.unused:
            told = mark("Understood and left aside, for no number is made of it here: {columns}.")
            print(words(told, columns=", ".join(one.unused)))
        print()
    for question in found.questions:
        _print_question(question, words)
    for table, what in found.assumed:
        print(
            words(
                "{table}: its numbers are never complete: it is taken for granted {what}", table=table, what=words(what)
            )
        )
    if found.source is None:
        run.tell("Nothing in these files was understood: none has a header that is known and rows below it.")


def _print_columns(one: ReadFile, words: Words) -> None:
    assert one.table is not None
    rows = [
        (
            column_name(column.name, words)[:48],
            meaning_name(column.meaning, words),
            f"{column.certainty:.0%}" if column.meaning else "",
            " · ".join(one[:24] for one in column.samples),
        )
        for column in one.table.columns
    ]
    print(grid([words("column"), words("meaning"), words("certainty"), words("samples")], rows), end="")


def _head(one: ReadFile, words: Words) -> str:
    if one.problem is not None:
        return f"{one.file}: {words.error(one.problem)}"
    if one.table is None or one.grid is None:
        return words("{file}: no table was found in it.", file=one.file)
    told = [
        words.many(
            len(one.grid.rows),
            "{file}: {subject}, {n} row, header in line {line}",
            "{file}: {subject}, {n} rows, header in line {line}",
            file=f"{one.file} ({one.sheet})" if one.sheet else one.file,
            subject=words(SUBJECTS[one.table.subject]),
            line=str(one.grid.line),
        ),
        *(f"{words(text)}: {getattr(one.left, name)}" for name, text in LEFT if getattr(one.left, name)),
    ]
    if one.left.sheets:
        told.append(words("sheets left aside: {sheets}", sheets=", ".join(one.left.sheets)))
    if one.makes:
        told.append(words("becomes {tables}", tables=", ".join(one.makes)))
    return " · ".join(told)


def _print_question(one: AskedQuestion, words: Words) -> None:
    print(f"{one.question.id}: {_question(one, words)} {words(one.question.consequence)}")
    for choice in one.question.choices:
        sign = "*" if choice.id == (one.answer or one.default) else " "
        print(f"  {sign} {choice.id}: {_choice(choice, words)}")
    if one.answer is None:
        print("    " + words("Nobody has said so: taken is {default}.", default=one.default))


def country_of(run: Run) -> str:
    """The country of the company, two letters; "" while there is none."""
    if not versions.exists(run.folder):
        return ""
    return str(run.warehouse.company.locale).replace("_", "-").partition("-")[2].upper()


def currency_of(run: Run) -> str:
    """The currency of the company, three letters; "" while there is none."""
    return str(run.warehouse.company.currency) if versions.exists(run.folder) else ""


def column_name(name: str, words: Words) -> str:
    """The name of a column; of the one that no header names, what we call it in the reader's language."""
    return words(ABOVE) if name == GROUP else name


def meaning_name(meaning: str, words: Words) -> str:
    """What a column holds, in the reader's language."""
    return words(MEANINGS[meaning]) if meaning else words("not known, left aside")


SUBJECTS: Mapping[str, str] = {
    "customers": mark("customers"),
    "invoices": mark("invoices"),
    "payments": mark("payments"),
    "debts": mark("what is owed"),
    "sales": mark("lines of sales"),
    "tickets": mark("tickets"),
    "calls": mark("calls"),
    "surveys": mark("answers to a survey"),
    "subscriptions": mark("contracts"),
    "unknown": mark("not understood"),
}
MEANINGS: Mapping[str, str] = {
    "document": mark("number of the document"),
    "series": mark("series of the document"),
    "order": mark("number of the order"),
    "date": mark("day"),
    "time": mark("hour"),
    "time_over": mark("hour of its end"),
    "issued": mark("day of issue"),
    "due": mark("due day"),
    "paid_on": mark("day of payment"),
    "customer": mark("customer"),
    "requester": mark("who asked"),
    "customer_code": mark("code of the customer"),
    "tax_id": mark("tax id"),
    "email": mark("e-mail"),
    "phone": mark("phone number"),
    "net": mark("amount without tax"),
    "tax": mark("tax"),
    "total": mark("amount with tax"),
    "amount": mark("amount"),
    "paid": mark("amount paid"),
    "balance": mark("amount still owed"),
    "debit": mark("amount charged"),
    "credited": mark("amount credited"),
    "part_paid": mark("amount of a part payment"),
    "part_paid_on": mark("day of a part payment"),
    "overdue_days": mark("days overdue"),
    "state": mark("state"),
    "currency": mark("currency"),
    "document_kind": mark("kind of document"),
    "reference": mark("document that it belongs to"),
    "receipt": mark("number of the payment"),
    "product": mark("product"),
    "product_code": mark("code of the product"),
    "category": mark("category"),
    "quantity": mark("quantity"),
    "unit_price": mark("price of one"),
    "discount": mark("discount"),
    "cost": mark("cost"),
    "agent": mark("who attends"),
    "team": mark("team"),
    "branch": mark("branch"),
    "region": mark("region"),
    "segment": mark("segment"),
    "ticket": mark("number of the ticket"),
    "subject": mark("subject"),
    "channel": mark("channel"),
    "priority": mark("priority"),
    "opened": mark("when it was opened"),
    "first_response": mark("when it was first answered"),
    "resolved": mark("when it was resolved"),
    "closed": mark("when it was closed"),
    "submitted": mark("when it was answered"),
    "begun": mark("when it was begun"),
    "comment": mark("comment"),
    "nps": mark("recommendation (NPS)"),
    "csat": mark("satisfaction (CSAT)"),
    "ces": mark("effort (CES)"),
    "direction": mark("inbound or outbound"),
    "duration": mark("duration"),
    "talk": mark("time talked"),
    "wait": mark("time waited"),
    "disposition": mark("how it ended"),
    "call": mark("number of the call"),
    "mrr": mark("amount of a month"),
    "plan": mark("plan"),
    "subscription": mark("number of the contract"),
    "starts": mark("first day"),
    "ends": mark("last day"),
    "withheld": mark("amount withheld"),
    "row_number": mark("number of the line"),
    "tax_rate": mark("rate of the tax"),
    "due_days": mark("terms of payment"),
    "supplier": mark("supplier"),
    "last_name": mark("last name"),
    "rate": mark("rate of exchange"),
    "answered_after": mark("time until the first answer"),
    "cancelled_flag": mark("whether it was cancelled"),
    "cancelled_on": mark("when it was cancelled"),
    "born": mark("day of birth"),
    "consent": mark("whether the customer agrees to be contacted"),
    "consent_phone": mark("whether the customer agrees to be called"),
    "consent_email": mark("whether the customer agrees to be written e-mails"),
    "consent_sms": mark("whether the customer agrees to text messages"),
    "consent_whatsapp": mark("whether the customer agrees to be written by WhatsApp"),
    "no_contact": mark("whether the customer is not to be contacted"),
    "no_calls": mark("whether the customer is not to be called"),
    "no_email": mark("whether the customer is not to be written e-mails"),
    "no_sms": mark("whether the customer is not to be sent text messages"),
    "no_whatsapp": mark("whether the customer is not to be written by WhatsApp"),
    "nothing": mark("nothing that counts"),
}
