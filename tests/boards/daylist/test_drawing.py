"""The day's list by hand: order, reasons, caps, who is left out, and who is held out before the cap."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from crm_metrics.boards.daylist.drawing import DrawnDay, drawn, round_of
from crm_metrics.warehouse.attending.reason import Contact, DayReason
from crm_metrics.warehouse.company.daylist import DayRules

DAY = date(2026, 1, 12)
AGREED = Contact(("phone", "email"))
NOBODY_HELD = DayRules(held_out=0.0)


def reason(customer: str, kind: str = "risk", urgency: float = 0.0, agent: str = "a1", **more: Any) -> DayReason:
    return DayReason(customer=customer, kind=kind, urgency=urgency, agent=agent, process="service", **more)


def listed(*reasons: DayReason, rules: DayRules = NOBODY_HELD, **more: Any) -> DrawnDay:
    everybody = {one.customer: AGREED for one in reasons}
    return drawn(DAY, reasons, {**everybody, **more.pop("contacts", {})}, rules, **more)


def left(found: DrawnDay) -> dict[str, int]:
    return dict(Counter(one.why for one in found.left))


def names(found: DrawnDay) -> list[str]:
    return [one.customer for one in found.entries]


def test_the_most_urgent_reason_comes_first_and_of_one_kind_the_most_urgent_customer() -> None:
    found = listed(
        reason("birthday", "birthday"), reason("late", "limit", 30), reason("later", "limit", 45),
        reason("angry", "complaint"), reason("debtor", "promise"), reason("buyer", "follow_up"), reason("quiet"),
    )  # fmt: skip
    assert names(found) == ["late", "later", "angry", "debtor", "buyer", "quiet", "birthday"]


def test_a_customer_stands_once_with_all_reasons_and_more_of_them_come_first() -> None:
    found = listed(reason("a"), reason("b"), reason("b", "birthday"), reason("b", "anniversary"))
    assert [(one.customer, one.kinds) for one in found.entries] == [
        ("b", ("risk", "birthday", "anniversary")),
        ("a", ("risk",)),
    ]


def test_whoever_the_first_reason_that_names_a_person_names_attends() -> None:
    found = listed(reason("a", "limit", agent="", team="Norte"), reason("a", "birthday", agent="a7"))
    assert (found.entries[0].agent, found.entries[0].kinds) == ("a7", ("limit", "birthday"))
    nobody = listed(reason("a", "limit", agent="", team="Norte")).entries[0]
    assert nobody.whose == ("", "Norte")


def test_each_person_has_as_many_as_the_cap_says_and_the_rest_is_counted() -> None:
    rules = DayRules(cap=2, held_out=0.0)
    reasons = [reason(f"c{at}", urgency=at) for at in range(5)] + [reason("d1", agent="a2")]
    found = listed(*reasons, rules=rules)
    assert sorted(names(found)) == ["c0", "c1", "d1"]
    assert left(found) == {"beyond": 3}


def test_who_asked_not_to_be_contacted_is_left_out_whatever_the_reason() -> None:
    rules = DayRules(held_out=0.0, without_consent=frozenset(("limit",)))
    asked = {"a": Contact(("phone",), asked=True)}
    found = listed(reason("a", "limit"), reason("b"), rules=rules, contacts=asked)
    assert (names(found), left(found)) == (["b"], {"asked": 1})


def test_without_consent_nobody_stands_there_but_for_the_reasons_that_need_none() -> None:
    nothing = {name: Contact() for name in "abc"}
    reasons = (reason("a", "limit"), reason("b", "birthday"), reason("c", "limit"), reason("c", "birthday"))
    assert left(listed(*reasons, contacts=nothing)) == {"consent": 3}
    rules = DayRules(held_out=0.0, without_consent=frozenset(("limit",)))
    found = listed(*reasons, contacts=nothing, rules=rules)
    assert [(one.customer, one.kinds, one.channels) for one in found.entries] == [
        ("a", ("limit",), ()),
        ("c", ("limit",), ()),
    ]
    assert left(found) == {"consent": 1}


def test_of_whom_nothing_is_known_consent_is_missing() -> None:
    assert left(drawn(DAY, [reason("a")], {}, NOBODY_HELD)) == {"consent": 1}


def test_who_was_attended_lately_is_not_attended_again_for_the_same() -> None:
    lately = {"a": ("risk",), "b": ("risk",), "c": ("limit",), "d": ("promise",)}
    reasons = (reason("a"), reason("b"), reason("b", "birthday"), reason("c", "limit"), reason("d", "promise"))
    found = listed(*reasons, attended=lately)
    assert [(one.customer, one.kinds) for one in found.entries] == [
        ("c", ("limit",)),
        ("d", ("promise",)),  # another one: that of the earlier day is over
        ("b", ("birthday",)),
    ]
    assert left(found) == {"attended": 1}


# Of c1 … c60 the first 64 bits of SHA-256 over "15:day list 2026 1" and the name lie below a tenth of their range for
# c24, c33 and c35 alone, worked out with hashlib.
SIXTY = [reason(f"c{at}", urgency=at) for at in range(1, 61)]


def test_the_draw_of_a_quarter_holds_out_the_same_customers_on_each_of_its_days() -> None:
    assert (round_of(date(2026, 1, 1)), round_of(date(2026, 3, 31))) == ("day list 2026 1", "day list 2026 1")
    assert round_of(date(2026, 4, 1)) == "day list 2026 2"
    found = listed(*SIXTY, rules=DayRules(cap=100))
    assert [one.customer for one in found.held] == ["c24", "c33", "c35"]
    assert len(found.entries) == 57 and not {"c24", "c33", "c35"} & set(names(found))


def test_who_is_held_out_takes_no_place_and_is_compared_within_the_cap_alone() -> None:
    """Thirty places: c1 to c31 less c24 fill them; c33 and c35 would not have stood within them."""
    found = listed(*SIXTY, rules=DayRules(cap=30))
    assert names(found)[-1] == "c31" and len(found.entries) == 30
    assert [one.customer for one in found.held] == ["c24"]
    assert left(found) == {"beyond": 27}  # c32 to c60 are 29, less the two held out


def test_whom_the_company_owes_an_answer_is_never_held_out() -> None:
    rules = DayRules(cap=100)
    for kind in ("limit", "complaint", "promise", "opportunity"):
        both = listed(reason("c24", kind), reason("c24"), rules=rules)
        assert ([one.owed for one in both.entries], both.held) == ([True], ())
    silent = DayRules(cap=100, without_consent=frozenset(("risk",)))  # the promise is owed, though it is not shown
    hidden = listed(reason("c24", "promise"), reason("c24"), rules=silent, contacts={"c24": Contact()})
    assert ([one.kinds for one in hidden.entries], hidden.held) == ([("risk",)], ())
    open_case = listed(reason("c24"), rules=rules, waiting={"c24"})
    assert ([one.owed for one in open_case.entries], open_case.held) == ([True], ())


def test_whom_the_company_would_come_to_of_its_own_accord_may_be_held_out() -> None:
    for kind in ("follow_up", "risk", "birthday", "anniversary"):
        free = listed(reason("c24", kind), rules=DayRules(cap=100))
        assert (free.entries, [one.customer for one in free.held]) == ((), ["c24"])


def test_who_is_held_out_stands_in_no_text_of_the_list() -> None:
    assert "c24" not in repr(listed(*SIXTY, rules=DayRules(cap=100)))


def test_whom_a_campaign_holds_out_is_neither_listed_nor_compared_but_where_an_answer_is_owed() -> None:
    reasons = [reason("a"), reason("b"), reason("c", "promise"), reason("d", "birthday")]
    found = listed(*reasons, apart={"a", "c", "d"}, waiting={"d"})
    assert names(found) == ["c", "b", "d"] and found.left == () and found.held == ()
    everybody_held = DayRules(held_out=0.5)
    both = listed(*(reason(f"c{at}") for at in range(40)), rules=everybody_held, apart={f"c{at}" for at in range(20)})
    assert {one.customer for one in (*both.entries, *both.held)} == {f"c{at}" for at in range(20, 40)}
