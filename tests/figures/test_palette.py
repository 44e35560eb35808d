from __future__ import annotations

import pytest

from crm_metrics.figures.palette import DARK, LIGHT, Palette


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_pair_of_text_and_ground_can_be_read(palette: Palette) -> None:
    pairs = [(ink, palette.card) for ink in (palette.ink, palette.soft, palette.muted, palette.good, palette.bad)]
    pairs += [(ink, palette.page) for ink in (palette.ink, palette.soft, palette.muted)]
    pairs += [(getattr(palette, one), getattr(palette, one + "_chip")) for one in ("good", "bad", "watch", "neutral")]
    pairs += [(palette.ink, shade) for shade in (*palette.heat, *palette.diverging)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2: (L1 + 0.05) / (L2 + 0.05)."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
