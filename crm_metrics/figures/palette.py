"""The colours of both themes; a colour means one thing on every page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One theme; the contrast of each pair of text and ground is at least 4.9 : 1."""

    page: str
    card: str
    line: str
    ink: str
    soft: str
    muted: str
    grid: str
    band: str
    data: str
    before: str
    good: str
    good_chip: str
    bad: str
    bad_chip: str
    watch: str
    watch_chip: str
    neutral: str
    neutral_chip: str
    bullet: tuple[str, str, str]
    heat: tuple[str, ...]
    diverging: tuple[str, ...]


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
