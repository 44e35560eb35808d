"""The catalogue as one document: every definition, question and input, in a file that opens and prints anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from crm_metrics.access import PROCESSES
from crm_metrics.boards import catalogue
from crm_metrics.boards.catalogue import CatalogueFacts, Line
from crm_metrics.boards.core import View
from crm_metrics.boards.telling.defining import FOR_TECHNICIANS, facts_of, made_of
from crm_metrics.metrics.question import statements
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #111827; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; border-bottom: 1px solid #dfe3e8; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.3rem; } article { break-inside: avoid; }
dl { display: grid; grid-template-columns: 11rem 1fr; gap: 0.15rem 1rem; margin: 0.3rem 0; font-size: 0.93rem; }
dt { color: #5f6b7c; font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: #eef1f5; padding: 0.7rem; overflow: auto; font-size: 0.8rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid #dfe3e8; }
nav a { margin-right: 0.8rem; } a { color: #1d4f91; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dt { margin-top: 0.4rem; }
  table { font-size: 0.8rem; } th, td { overflow-wrap: anywhere; hyphens: auto; } }
@media print {
  html, body { font-size: 11px; } body { margin: 0; } pre { white-space: pre-wrap; }
  nav, summary { display: none; }
}
"""


def document(warehouse: Warehouse, words: Words, chosen: Sequence[Line] | None = None) -> str:
    """One HTML page in the reader's language: the questions of the company, then the metrics of each process.

    chosen: the metrics to hold, all of them without it.
    """
    facts = catalogue.gather(warehouse, View())
    lines_in_order = _in_order(facts.lines if chosen is None else chosen)
    groups = [
        (name, list(lines)) for name, lines in groupby(lines_in_order, key=lambda line: line.metric.process or "")
    ]
    links = " ".join(f'<a href="#{name or "shared"}">{_process(name, words)}</a>' for name, _ in groups)
    sections = "".join(
        f'<section id="{name or "shared"}"><h2>{_process(name, words)}</h2>'
        + "".join(_article(warehouse, line, words) for line in lines)
        + "</section>"
        for name, lines in groups
    )
    title = escape(words("Catalogue of metrics"))
    board = catalogue.board(facts, words)
    return (
        f'<!doctype html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1><p>{escape(warehouse.company.name)} · {escape(board.period)}</p>"
        f"<nav>{links}</nav>{_questions(facts, words)}{sections}</body></html>\n"
    )


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """The metrics of each process together, those of all processes last."""
    return sorted(lines, key=lambda line: PROCESSES.index(line.metric.process) if line.metric.process else 99)


def _process(name: str, words: Words) -> str:
    return escape(words.name(name) if name else words("Every process"))


def _article(warehouse: Warehouse, line: Line, words: Words) -> str:
    facts = _list(facts_of(line.metric, words) + catalogue.here(line, words))
    sql = "" if not line.ready else f"<pre>{escape(statements(warehouse, line.metric))}</pre>"
    made = _list(made_of(line.metric, words))
    code = f"<details><summary>{escape(words(FOR_TECHNICIANS))}</summary>{made}{sql}</details>"
    return f'<article id="{line.metric.name}"><h3>{escape(words(line.metric.label))}</h3>{facts}{code}</article>'


def _list(facts: Sequence[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts) + "</dl>"


def _questions(facts: CatalogueFacts, words: Words) -> str:
    card = catalogue.questions(facts, words)
    head = "".join(
        f"<th>{escape(name)}</th>" for name in (words("Process"), *(column.title for column in card.columns))
    )
    rows = "".join(
        f"<tr><td>{escape(row.group)}</td>"
        + "".join(f"<td>{escape(cell.chip.text if cell.chip else cell.text)}</td>" for cell in row.cells)
        + "</tr>"
        for row in card.rows
    )
    title = escape(words("Questions of the company"))
    return f"<section><h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"
