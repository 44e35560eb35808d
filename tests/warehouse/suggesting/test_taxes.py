"""A tax id is told by its check digits; the ids are published examples of the tax offices."""

from __future__ import annotations

import pytest

from crm_metrics.warehouse.suggesting.taxes import kind


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("GODE561231GR8", "MX"),
        ("B58818501", "ES"),
        ("16.727.230/0001-97", "BR"),
        ("20-05536168-2", "AR"),
        ("76.086.428-5", "CL"),
        ("16.727.230/0001-98", None),
        ("A-1001", None),
        ("Ferretería", None),
    ],
)
def test_a_tax_id_is_one_of_a_country_or_none(text: str, country: str | None) -> None:
    assert kind(text) == country
