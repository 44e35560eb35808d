"""What a card says in words, as HTML: facts by name, totals, legends, things to attend, why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.core import Attend, Attention, Empty, FactSheet
from crm_metrics.figures.markup import text
from crm_metrics.figures.tiles import chip
from crm_metrics.words import Words


def attend(body: Attend) -> str:
    """The things to attend, worst first; the first stands out."""
    return "".join(attention(item, first=place == 0) for place, item in enumerate(body.items))


def attention(item: Attention, *, first: bool) -> str:
    """One thing to attend: its signal, the fact, who owns it."""
    return (
        f'<div class="tk-attend{" tk-first" if first else ""}"><div>{chip(item.chip)}</div>'
        f'<div><p class="tk-fact">{text(item.fact)}</p><p class="tk-detail">{text(item.detail)}</p></div>'
        f'<p class="tk-owner"><b>{text(item.team)}</b>{text(item.owner)}</p></div>'
    )


def key(lines: Sequence[str], words: Words) -> str:
    """How several small charts are read."""
    inner = "".join(f"<p>{text(line)}</p>" for line in lines)
    return f'<div class="tk-key"><p>{text(words("How to read it"))}</p>{inner}</div>'


def totals(pairs: Sequence[tuple[str, str]]) -> str:
    """The box of totals below a chart."""
    inner = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="tk-totals">{inner}</dl>' if pairs else ""


def legend(marks: Sequence[str], names: Sequence[str], drawn: Sequence[bool]) -> str:
    """The names of a chart's marks side by side, each behind its mark; what is not drawn is not named."""
    named = [(mark, name) for mark, name, there in zip(marks, names, drawn, strict=True) if there and name]
    inner = "".join(f'<span><i class="tk-key-{mark}"></i>{text(name)}</span>' for mark, name in named)
    return f'<p class="tk-legend">{inner}</p>' if inner else ""


def fact_sheet(body: FactSheet, label: str) -> str:
    """Facts by name, then a text as it runs, which scrolls inside its own box."""
    code = f'<pre tabindex="0" aria-label="{text(label)}"><code>{text(body.code)}</code></pre>' if body.code else ""
    return f'<div class="tk-entry">{facts(body.facts)}{code}</div>'


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Facts by name."""
    return "<dl>" + "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in pairs) + "</dl>"


def empty(body: Empty, title: str = "") -> str:
    """The fact in bold, unless the card's title says it, and its reason; the button, if any, is the page's."""
    fact = "" if body.fact == title else f"<strong>{text(body.fact)}</strong>"
    return f'<div class="tk-empty">{fact}<p>{text(body.reason)}</p></div>'
