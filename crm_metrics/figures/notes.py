"""Notes beside a chart: their numbers above its plot, at their days, and their texts as a list below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm_metrics.boards.bodies.noted import CardNote
from crm_metrics.figures.look import Look, Spec, line, note
from crm_metrics.figures.markup import text
from crm_metrics.words import Words

STRIP = 16  # px above the plot: nothing is drawn over a value, and the plot keeps its size
WIDE, SMALL = 320, 200  # px: what a chart is drawn for at least, on a phone, and as one of several
LETTER, BETWEEN = 7, 10  # px: a digit, and the least between two numbers, which would read as one
BESIDE = 8  # px beside the plot: a number that needs more there grows inwards
FEW = 6  # notes that stand open; earlier ones are read when asked for
DAY = 86_400.0


@dataclass(frozen=True)
class _Flag:
    """Notes that stand so near to each other that one label names them, from and to a share of the width.

    plot: the pixels of that width, at least.
    """

    numbers: tuple[int, ...]
    begin: float
    end: float
    plot: float

    @property
    def label(self) -> str:
        """Its numbers, neighbours as from and to: `1–3, 5`."""
        runs: list[list[int]] = []
        for one in sorted(set(self.numbers)):
            if runs and one == runs[-1][-1] + 1:
                runs[-1].append(one)
            else:
                runs.append([one])
        return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2

    @property
    def half(self) -> float:
        """Half of what its label takes on the narrowest plot."""
        return (len(self.label) * LETTER + BETWEEN) / 2 / self.plot


def marked(spec: Spec, notes: Sequence[CardNote], chart: int, look: Look) -> Spec:
    """The figure with the numbers of the notes in a strip above its plot, which stays as it is.

    A card's charts all get the strip, so that small ones side by side stay level. Of lines a dotted one leads down,
    below the data; columns have their values written where it would run.
    """
    if not any(one.marks for one in notes):
        return spec
    layout, ink = spec["layout"], look.palette
    through = all(trace["type"] != "bar" for trace in spec["data"])
    shapes, notices = list(layout.get("shapes", ())), [_raised(one) for one in layout.get("annotations", ())]
    plot = (SMALL if look.small else WIDE) - layout["margin"]["l"] - layout["margin"]["r"]
    flags: dict[str, list[_Flag]] = {}
    for one in notes:
        for mark in one.marks:
            if mark.chart == chart:
                at, until = (_share(layout, mark.axis, x) for x in (mark.x, mark.until))
                flags.setdefault(mark.axis, []).append(_Flag((one.number,), at, at, plot))
                if through:
                    shapes.append(line(at, at, 0, 1, ink.soft, dash="1px,2px", xref="paper", yref="paper"))
                if until > at:
                    shapes.append(line(at, until, 1, 1, ink.soft, width=2, xref="paper", yref="paper"))
    notices += [_label(flag, look) for those in flags.values() for flag in _apart(those)]
    margin = {**layout["margin"], "t": layout["margin"]["t"] + STRIP}
    more = {"height": layout["height"] + STRIP, "margin": margin, "shapes": shapes, "annotations": notices}
    return {**spec, "layout": {**layout, **more}}


def _raised(given: Spec) -> Spec:
    """What stands above the plot goes above the strip."""
    above = given.get("yref") == "paper" and given["y"] == 1 and given.get("yshift", 0) > 0
    return {**given, "yshift": given["yshift"] + STRIP} if above else given


def _share(layout: Spec, axis: str, x: date | int) -> float:
    """Where a value of an axis lies, as a share of the width of all plots."""
    given = layout["xaxis" + axis.removeprefix("x")]
    first, last = (_number(end) for end in given["range"])
    begin, end = given.get("domain", (0.0, 1.0))
    return float(begin + (_number(x) - first) / (last - first) * (end - begin))


def _number(x: date | datetime | float) -> float:
    if isinstance(x, datetime):
        return x.toordinal() * DAY + x.hour * 3600 + x.minute * 60
    return x.toordinal() * DAY if isinstance(x, date) else float(x)


def _apart(flags: Sequence[_Flag]) -> list[_Flag]:
    """The labels, those that would touch each other put together, until none does."""
    kept: list[_Flag] = []
    for flag in sorted(flags, key=lambda one: (one.begin, one.numbers)):
        kept.append(flag)
        while len(kept) > 1 and kept[-1].middle - kept[-2].middle < kept[-1].half + kept[-2].half:
            last, before = kept.pop(), kept.pop()
            numbers, end = (*before.numbers, *last.numbers), max(before.end, last.end)
            kept.append(_Flag(numbers, before.begin, end, last.plot))
    return kept


def _label(flag: _Flag, look: Look) -> Spec:
    over = (len(flag.label) * LETTER / 2 - BESIDE) / flag.plot
    side = "left" if flag.middle < over else "right" if flag.middle > 1 - over else "center"
    where: Mapping[str, object] = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 1, "xanchor": side}
    return note(f"<b>{flag.label}</b>", flag.middle, 1, look.palette.ink, size=11, **where)


def listed(notes: Sequence[CardNote], words: Words, *, whole: bool = False) -> str:
    """The notes as a list; the earlier ones of many are folded, but where all of them are to be seen."""
    if not notes:
        return ""
    title, cut = text(words("Notes")), 0 if whole else max(0, len(notes) - FEW)
    earlier = words.many(cut, "One earlier note", "{n} earlier notes")
    folded = f"<details><summary>{text(earlier)}</summary>{items(notes[:cut])}</details>" if cut else ""
    return f'<section class="tk-notes" aria-label="{title}"><h3>{title}</h3>{folded}{items(notes[cut:])}</section>'


def items(notes: Sequence[CardNote]) -> str:
    """Each with its number, where it has one on the chart, its day, its text as it was written, and whose it is."""
    inner = ""
    for one in notes:
        lead = f'<b class="tk-flag">{one.number}</b> ' if one.marks else ""
        written = f'<bdi class="tk-written" dir="auto">{text(one.text)}</bdi>'
        inner += f"<li>{lead}<b>{text(one.when)}</b> {written} <span>{text(one.said)}</span></li>"
    return f"<ul>{inner}</ul>"


def spoken(notes: Sequence[CardNote], words: Words, chart: int | None = None) -> str:
    """The notes of a card, or of one of its charts, in a sentence for those who do not see it; "" without any."""
    said = [line_of(one) for one in notes if chart is None or any(mark.chart == chart for mark in one.marks)]
    return words("Notes: {notes}", notes="; ".join(said)) if said else ""


def line_of(one: CardNote) -> str:
    """A note in one line."""
    lead = f"{one.number} · " if one.marks else ""
    return f"{lead}{one.when}: {one.text} ({one.said})"
