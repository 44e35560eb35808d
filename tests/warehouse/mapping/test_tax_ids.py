"""One person has one tax id, however it is written; what is a check digit depends on the country."""

from __future__ import annotations

import pytest

from crm_metrics.warehouse.mapping.tax_ids import doubted, normal


@pytest.mark.parametrize(
    ("written", "country", "found"),
    [
        ("h&e951128469", "MX", "H&E951128469"),
        ("800.197.268-4", "CO", "800197268"),  # DIAN's own NIT: 4 is its check digit
        ("8001972684", "CO", "800197268"),
        ("800197268", "CO", "800197268"),
        ("1032456789", "CO", "1032456789"),  # ten digits of a person are the id itself
        ("9001234567", "CO", "9001234567"),  # 7 is not the check digit of 900123456: nothing is taken away
        ("76.354.771-k", "CL", "76354771-K"),
        ("076354771-K", "CL", "76354771-K"),
        ("ESA58818501", "ES", "A58818501"),
        ("11.444.777/0001-61", "BR", "11444777000161"),
        (" 20100070970 ", "PE", "20100070970"),
        ("DE 123-456", "", "DE123456"),
    ],
)
def test_an_id_has_one_normal_form(written: str, country: str, found: str) -> None:
    assert normal(written, country) == found


def test_an_id_that_its_check_digit_does_not_bear_out_is_doubted() -> None:
    # The check digit of NIT 900123456 is 8: 3·6+7·5+13·4+17·3+19·2+23·1+29·0+37·0+41·9 = 586; 586 mod 11 = 3; 11 - 3.
    assert doubted("900123456-7", "CO")
    assert not doubted("900123456-8", "CO")
    assert not doubted("900123456", "CO")  # without its digit nothing can be held against it
    assert doubted("76354771-1", "CL")
    assert doubted("12345", "MX")
    assert not doubted("anything", "")
