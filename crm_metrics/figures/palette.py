"""The colours of both themes; a colour means one thing on every page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One theme; the contrast of each pair of text and ground is at least 4.9 : 1."""

    page: str
    """The ground of the page."""
    card: str
    """The ground of cards and tiles, and the inside of a hollow point."""
    line: str
    """Borders of cards and tiles, rules of tables, the axis at the foot of a chart."""
    ink: str
    """The first text: titles, values, the cells of tables; also the line of a goal."""
    soft: str
    """The second text: subtitles, the ticks of a chart; also the outline of a plan."""
    muted: str
    """The third text: footers, notes, results of too few rows; also the mean of a chart."""
    grid: str
    """The lines behind a chart, at the ticks of its values."""
    band: str
    """The band of routine behind a series, and the ground of bars and bullets."""
    data: str
    """What was measured: lines, points and bars; also links and the ring of what has the focus."""
    before: str
    """Last year beside this one."""
    good: str
    """The ink of an improvement and of a favourable variance."""
    good_chip: str
    """The ground of a chip with that ink."""
    bad: str
    """The ink of a decline and of an unfavourable variance."""
    bad_chip: str
    """The ground of a chip with that ink."""
    watch: str
    """The ink of what is to be watched: a near miss, few rows, a partial period, a stale source."""
    watch_chip: str
    """The ground of a chip with that ink."""
    neutral: str
    """The ink of a chip that judges nothing: routine, closed, no data."""
    neutral_chip: str
    """The ground of such a chip, and of a formula in the text."""
    bullet: tuple[str, str, str]
    """The bands of a bullet: low, fair, good."""
    heat: tuple[str, ...]
    """The ramp of a heat map, from its least value to its greatest."""
    diverging: tuple[str, ...]
    """The ramp of a heat map with a middle: orange below it, grey at it, green above it."""


LIGHT = Palette(
    page="#F7F8FA", card="#FFFFFF", line="#DFE3E8", ink="#111827", soft="#475467", muted="#5F6B7C",
    grid="#EDF0F3", band="#F0F2F5", data="#1D4F91", before="#B4BCC8",
    good="#0B6E69", good_chip="#E3F3F1", bad="#B93A0E", bad_chip="#FCEBE4",
    watch="#8A5A00", watch_chip="#FBF1DA", neutral="#475467", neutral_chip="#EEF1F5",
    bullet=("#D5DAE1", "#E4E8ED", "#F0F2F5"),
    heat=("#F6F8FB", "#DCE7F4", "#BFD3EB", "#9DBCE1", "#7BA3D6"),
    diverging=("#E3875D", "#F4CDB9", "#F6F6F4", "#BFE0DC", "#6CB9B1"),
)  # fmt: skip
DARK = Palette(
    page="#0E1116", card="#161B22", line="#2A323D", ink="#E6EAF0", soft="#B4BDC9", muted="#97A1AF",
    grid="#222934", band="#222934", data="#7FB0F2", before="#596577",
    good="#4FC4B8", good_chip="#12312F", bad="#FF8A5C", bad_chip="#3A1E13",
    watch="#E6B450", watch_chip="#352A10", neutral="#B4BDC9", neutral_chip="#1F2630",
    bullet=("#3A4351", "#2C343F", "#222934"),
    heat=("#18202B", "#1C2C45", "#213B63", "#274B82", "#2E5CA0"),
    diverging=("#96431F", "#5A3425", "#262C35", "#1D4744", "#1E6E68"),
)  # fmt: skip
