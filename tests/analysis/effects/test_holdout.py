from __future__ import annotations

from math import sqrt

from crm_metrics.analysis.effects.holdout import held_out

# The first digits of what `printf '4:listC1' | sha256sum` prints, and so on, as a fraction of all there are.
DRAWN = {"C1": 0x01843587, "C2": 0x7FFBFF86, "C3": 0x4857FE9A, "C4": 0x1B004485, "C5": 0x3D4F717E, "C6": 0xC1E5E554}


def test_who_is_held_out_is_what_the_hash_says_on_any_machine() -> None:
    for customer, digits in DRAWN.items():
        drawn = digits / 2**32
        assert held_out("list", customer, drawn + 1e-6)
        assert not held_out("list", customer, drawn - 1e-6)
    assert [customer for customer in DRAWN if held_out("list", customer, 0.25)] == ["C1", "C4", "C5"]


def test_a_larger_share_holds_out_the_same_customers_and_more() -> None:
    customers = [f"C{number}" for number in range(2000)]
    tenth, third = ({one for one in customers if held_out("L", one, share)} for share in (0.1, 1 / 3))
    assert tenth < third
    assert not any(held_out("L", one, 0.0) for one in customers)
    assert all(held_out("L", one, 1.0) for one in customers)


def test_the_share_is_held_and_lists_draw_apart_from_each_other() -> None:
    customers = [f"C{number}" for number in range(20_000)]
    first, second = ([held_out(name, one, 0.1) for one in customers] for name in ("L1", "L2"))
    error = 3 * sqrt(0.09 / len(customers))
    assert abs(sum(first) / len(customers) - 0.1) < error
    both = sum(one and other for one, other in zip(first, second, strict=True)) / len(customers)
    assert abs(both - 0.01) < 3 * sqrt(0.01 * 0.99 / len(customers))


def test_a_list_and_a_customer_are_told_apart_however_they_are_written() -> None:
    pairs = [held_out("ab", f"c{number}", 0.5) for number in range(64)]
    assert pairs != [held_out("a", f"bc{number}", 0.5) for number in range(64)]
