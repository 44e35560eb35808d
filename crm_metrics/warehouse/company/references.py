"""The reference lines that a company holds its numbers against: figures of others, each with its source, never goals.

[claims.retention_92]            a claim of a text that this product knows; it is off until it stands here
every = "year"                   over which period you read it: the text says none

[claims.growth_above_market]
market = 0.03                    how much your market grew in a year, and who says so: without it there is no line
market_source = "National accounts 2025"

[references.nps_insurers]        a figure of one's own choice, also of another industry
metric = "nps"
every = "year"                   month, quarter or year
value = 45                       in the metric's unit, a percent as 0.92; or low and high
source = "Name of the study, 2025, page 14"
name = "NPS of insurers"         one text, or {es = "…", en = "…"}
growth = true                    when it says how much the metric grew against the same period of the year before
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.errors import CrmError, DefinitionError, unknown
from crm_metrics.languages import DEFAULT, LANGUAGES
from crm_metrics.words import Said, mark

FILE = "references.toml"
EVERY = ("month", "quarter", "year")
SOURCE = "Name of the study, 2025, page 14"
ARTICLE = mark("Article on managing customers, which names no source for it")
BAIN = mark("Article on managing customers, which names Bain & Company; market: {source}")


@dataclass(frozen=True, kw_only=True)
class ReferenceLine:
    """A figure of others beside a metric."""

    key: str
    """Its key in the file."""
    metric: str
    """The id of the metric that it is held against."""
    every: str
    """Over which period: one of EVERY."""
    low: float
    """The figure in the metric's unit, a percent or a growth as a fraction; the lower end of a range."""
    high: float
    """The upper end of a range; as `low` where it is one figure."""
    name: str
    """What it is called, in English or in the company's own words."""
    source: str
    """Who says so; with a gap for `market_source` where a claim needs the company's own source too."""
    growth: bool = False
    """Whether it is how much the metric grew against the same period of the year before."""
    claim: bool = False
    """Whether it is a claim of a text, which nobody has proven."""
    market_source: str = ""
    """Who says how much the market grew; "" where that is not part of it."""


def read(folder: Path) -> tuple[ReferenceLine, ...]:
    """The reference lines of the file `references.toml` in the company's folder; none where there is no such file.

    That a metric exists is not known here. Raises DefinitionError, with the key and what to do, when the file can't be
    read so.
    """
    path = folder / FILE
    if declared.stamp(path) is None:
        return ()
    whole = declared.read(path)
    whole.only(("claims", "references"))
    return (*_claims(whole.section("claims")), *_own(whole.section("references")))


def _claims(given: Section) -> Iterator[ReferenceLine]:
    for key, section in given.sections():
        if key == "retention_92":
            section.only(("every",))
            yield ReferenceLine(
                key=key,
                metric="customer_retention_rate",
                every=section.choice("every", EVERY),
                low=0.92,
                high=0.92,
                name=mark("Retention of companies with a service strategy"),
                source=ARTICLE,
                claim=True,
            )
        elif key == "growth_above_market":
            section.only(("market", "market_source"))
            market = section.number("market", least=-0.9, most=9)
            yield ReferenceLine(
                key=key,
                metric="customer_revenue",
                every="year",
                low=market + 0.04,
                high=market + 0.08,
                name=mark("Growth of companies that improve the experience: 4 to 8 points above the market"),
                source=BAIN,
                growth=True,
                claim=True,
                market_source=section.text("market_source", example=SOURCE),
            )
        else:
            known = ("retention_92", "growth_above_market")
            template = "{file}, {key}: '{word}' is not known."
            raise unknown(DefinitionError, template, key, known, file=given.file, key=given.place)


def _own(given: Section) -> Iterator[ReferenceLine]:
    for key, section in given.sections():
        section.only(("metric", "every", "value", "low", "high", "source", "name", "growth"))
        low, high = _range(section)
        texts = section.spoken("name", LANGUAGES, fallback=DEFAULT)
        yield ReferenceLine(
            key=key,
            metric=section.text("metric", example="nps"),
            every=section.choice("every", EVERY),
            low=low,
            high=high,
            name=Said(texts[DEFAULT], texts),
            source=section.text("source", example=SOURCE),
            growth=section.flag("growth", False),
        )


def _range(section: Section) -> tuple[float, float]:
    """The figure twice, or the ends of a range."""
    if "value" in section.values or not {"low", "high"} & section.values.keys():
        section.only(tuple(key for key in section.values if key not in ("low", "high")))
        value = section.number("value")
        return value, value
    low, high = section.number("low"), section.number("high")
    if low > high:
        raise section.wrong("low", f"{high:g}")
    return low, high


def mistakes(folder: Path, metrics: Iterable[str]) -> Iterator[CrmError]:
    """The lines of a readable file that name no known metric; a file that can't be read is told by `read`."""
    try:
        lines = read(folder)
    except DefinitionError:
        return
    names = tuple(metrics)
    for line in lines:
        if line.metric not in names:
            template = "{file}, {key}: '{word}' is not known."
            key = f"references.{line.key}.metric"
            yield unknown(DefinitionError, template, line.metric, names, file=(folder / FILE).as_posix(), key=key)
