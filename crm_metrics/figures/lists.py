"""What a card says in words, as HTML: facts by name, totals, legends, things to attend, why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.bodies.meanings import Meaning, Meanings
from crm_metrics.boards.core import Attend, Attention, Empty, FactSheet
from crm_metrics.figures.markup import text, to_rows
from crm_metrics.figures.tiles import chip
from crm_metrics.words import Words


def attend(body: Attend) -> str:
    """The things to attend, worst first; the first stands out."""
    return "".join(attention(item, first=place == 0) for place, item in enumerate(body.items))


def attention(item: Attention, *, first: bool) -> str:
    """One thing to attend: its signal, the fact, who owns it."""
    return (
        f'<div class="tk-attend{" tk-first" if first else ""}"><div>{chip(item.chip)}</div>'
        f'<div><p class="tk-fact">{to_rows(item.behind, text(item.fact))}</p>'
        f'<p class="tk-detail">{text(item.detail)}</p></div>'
        f'<p class="tk-owner"><b>{text(item.team)}</b>{text(item.owner)}</p></div>'
    )


def key(lines: Sequence[str], words: Words) -> str:
    """How several small charts are read."""
    inner = "".join(f"<p>{text(line)}</p>" for line in lines)
    return f'<div class="tk-key"><p>{text(words("How to read it"))}</p>{inner}</div>'


def totals(pairs: Sequence[tuple[str, str]], sources: Sequence[Provenance | None] = ()) -> str:
    """The box of totals below a chart, each leading to its rows."""
    led = sources or [None] * len(pairs)
    inner = "".join(
        f"<div><dt>{text(name)}</dt><dd>{to_rows(source, text(value))}</dd></div>"
        for (name, value), source in zip(pairs, led, strict=True)
    )
    return f'<dl class="tk-totals">{inner}</dl>' if pairs else ""


def rows_of(marks: Sequence[tuple[str, Provenance | None]], words: Words) -> str:
    """What leads to the rows of each mark of a chart, by its name; it is folded, for the chart comes first."""
    inner = "".join(to_rows(source, text(name)) for name, source in marks if source is not None)
    if not inner:
        return ""
    said = text(words("See the rows"))
    return f'<details class="tk-marks"><summary>{said}</summary><div tabindex="0">{inner}</div></details>'


def legend(marks: Sequence[str], names: Sequence[str], drawn: Sequence[bool]) -> str:
    """The names of a chart's marks side by side, each behind its mark; what is not drawn is not named."""
    named = [(mark, name) for mark, name, there in zip(marks, names, drawn, strict=True) if there and name]
    inner = "".join(f'<span><i class="tk-key-{mark}"></i>{text(name)}</span>' for mark, name in named)
    return f'<p class="tk-legend">{inner}</p>' if inner else ""


def fact_sheet(body: FactSheet, label: str) -> str:
    """Facts by name; then, when asked for, what they are made of, and a text as it runs in a box that scrolls."""
    code = f'<pre tabindex="0" aria-label="{text(label)}"><code>{text(body.code)}</code></pre>' if body.code else ""
    made = facts(body.made) if body.made else ""
    folded = f'<details class="tk-code"><summary>{text(label)}</summary>{made}{code}</details>' if made or code else ""
    return f'<div class="tk-entry">{facts(body.facts, body.behind)}{folded}</div>'


def facts(pairs: Sequence[tuple[str, str]], sources: Sequence[Provenance | None] = ()) -> str:
    """Facts by name, those that are numbers leading to their rows."""
    led = sources or [None] * len(pairs)
    inner = "".join(
        f"<dt>{text(name)}</dt><dd>{to_rows(source, text(value))}</dd>"
        for (name, value), source in zip(pairs, led, strict=True)
    )
    return f"<dl>{inner}</dl>"


def empty(body: Empty, title: str = "") -> str:
    """The fact in bold, unless the card's title says it, and its reason; the button, if any, is the page's."""
    fact = "" if body.fact == title else f"<strong>{text(body.fact)}</strong>"
    return f'<div class="tk-empty">{fact}<p>{text(body.reason)}</p></div>'


def meanings(body: Meanings) -> str:
    """Terms, each with what it means, what else it is called, and links to where it is used."""
    return f'<dl class="tk-terms">{"".join(_meaning(term, body) for term in body.terms)}</dl>'


def _meaning(term: Meaning, body: Meanings) -> str:
    also = f'<span class="tk-also">{text(body.also)} {text(term.also)}</span>' if term.also else ""
    links = "".join(f'<a class="tk-number" href="{text(page)}">{text(name)}</a>' for name, page in term.uses)
    uses = f'<dd class="tk-uses">{text(body.used)} {links}</dd>' if links else ""
    return f"<div><dt>{text(term.name)}{also}</dt><dd>{text(term.means)}</dd>{uses}</div>"
