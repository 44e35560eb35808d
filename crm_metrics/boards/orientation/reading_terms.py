"""Terms for what a number says and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.boards.orientation.term import Term
from crm_metrics.translations import mark

TERMS: Mapping[str, tuple[Term, ...]] = {  # by theme
    mark("Signal and noise"): (
        Term(
            mark("Signal"),
            mark("A change larger than the usual ups and downs: something really happened. It is where to look first."),
            also=mark("real change, real decline, real improvement"),
            pages=(
                "daily",
                "weekly",
            ),
        ),
        Term(
            mark("Noise"),
            mark(
                "The usual ups and downs of a number that nothing in particular brings about. To act on each of "
                "them is to chase chance."
            ),
            also=mark("routine"),
            pages=(
                "daily",
                "weekly",
            ),
        ),
        Term(
            mark("Natural limits"),
            mark(
                "How far a number moves by itself, learnt from its own past. Inside the grey band is routine; "
                "beyond it is a signal."
            ),
            also=mark("UNL, LNL"),
            pages=(
                "daily",
                "weekly",
            ),
        ),
        Term(
            mark("Watch"),
            mark("It leans to one side, and it is not sure yet that anything changed."),
            pages=(
                "daily",
                "weekly",
            ),
        ),
        Term(
            mark("Gap"),
            mark(
                "How far a result is from its goal, or from its routine where no goal is set. A gap is no "
                "signal: it may be the routine."
            ),
            metrics=(
                "satisfaction_gap",
                "gap_closed",
            ),
            pages=("weekly",),
        ),
        Term(
            mark("Target, objective, plan"),
            mark("What should be reached in a day, in a period, and what the budget says of the year."),
            also=mark("goal"),
            pages=(
                "daily",
                "weekly",
                "monthly",
            ),
        ),
        Term(
            mark("Forecast"),
            mark(
                "Where the month is likely to end: what it has brought, plus what the rests of earlier months "
                "like it brought."
            ),
            metrics=("forecast_wape",),
            pages=("monthly",),
        ),
        Term(
            mark("Percentage point (pp)"),
            mark("The difference of two percentages: from 80% to 82% are 2 points."),
        ),
    ),
    mark("How sure a number is"): (
        Term(
            mark("n"),
            mark(
                "How many cases, answers or customers stand behind a number. With few, the number moves a lot "
                "by chance."
            ),
            also=mark("sample size"),
        ),
        Term(
            mark("Effective n"),
            mark(
                "How many separate observations the data are worth. Weeks in a row look alike, so twenty may be "
                "worth eight."
            ),
            pages=("pairing",),
        ),
        Term(
            mark("95% interval"),
            mark(
                "Where the true value lies: of twenty such intervals, nineteen hold it. A wide one says that "
                "the data are few."
            ),
            also=mark("margin of error"),
            pages=(
                "pairing",
                "weekly",
            ),
        ),
        Term(
            mark("At one mix"),
            mark(
                "What a team would have with the same reasons, channels and tiers as the whole company. Whoever "
                "gets the hard cases is not punished for it."
            ),
            also=mark("adjusted for mix, like for like"),
            pages=("weekly",),
        ),
        Term(
            mark("Association"),
            mark("Two things that move together. It does not say that one makes the other."),
            also=mark("correlation"),
            pages=("pairing",),
        ),
        Term(
            mark("q"),
            mark(
                "Of all that is reported as sure up to this q, the part that chance alone would bring: up to "
                "0.10, one in ten."
            ),
            also=mark("false discovery rate"),
            pages=("pairing",),
        ),
        Term(
            mark("Inverted U"),
            mark("Up to a point more is better, and beyond it worse: an agent may be too slow, and also too fast."),
            pages=("pairing",),
        ),
        Term(
            mark("Lag"),
            mark("The weeks that pass between one thing and what goes together with it later."),
            pages=("pairing",),
        ),
        Term(
            mark("Simpson's paradox"),
            mark(
                "A whole may say the contrary of each of its parts, when their sizes differ. The page warns "
                "where it may be so."
            ),
            pages=("pairing",),
        ),
        Term(
            mark("Inconclusive"),
            mark("The data are too few or too mixed to say either way. It is not a no."),
            pages=("pairing",),
        ),
    ),
}
