"""One customer over several sources, by exact keys that the company declares; and what is never joined."""

from __future__ import annotations

import pytest

from tests.warehouse.loading.importing import Inbox, Outcome

SOURCE = """
name = "{name}"
extends = "plain"
prefix = "{name}"
{alias}
"""
BY_EMAIL = '[alias]\nkeys = ["email"]'
BY_BOTH = '[alias]\nkeys = ["email", "tax_id"]\nnormalise = ["trim", "lower", "plain"]'
HEAD = "customer_id,name,email,tax_id\n"


def bring(inbox: Inbox, name: str, rows: str, alias: str = BY_EMAIL, full: bool = False) -> Outcome:
    path = inbox.folder.parent / f"{name}.toml"
    path.write_text(SOURCE.format(name=name, alias=alias), encoding="utf-8")
    outcome = inbox.load({"customer.csv": HEAD + rows}, str(path), full=full)
    assert outcome.error is None, outcome.error
    return outcome


def aliases(inbox: Inbox) -> list[tuple[object, ...]]:
    return inbox.connection.execute("select alias_id, customer_id, rule from main.customer_alias order by 1").fetchall()


def test_equal_keys_join_whatever_their_case_and_blanks_and_empty_ones_never(inbox: Inbox) -> None:
    bring(inbox, "a", "1,Ana, Ana@Sol.example ,\n2,Eva,,\n3,Luz,luz@x.example,\n")
    bring(inbox, "b", "7,Ana Sol,ANA@sol.example,\n8,Iva,,\n9,Luz,luz@y.example,\n")
    assert aliases(inbox) == [("b:7", "a:1", "email")]
    assert (inbox.folder / "aliases.csv").read_text(encoding="utf-8").splitlines() == [
        "alias_id,customer_id,rule,state",
        "b:7,a:1,email,joined",
    ]


def test_without_a_declaration_nobody_is_joined(inbox: Inbox) -> None:
    bring(inbox, "a", "1,Ana,ana@sol.example,\n", alias="")
    bring(inbox, "b", "7,Ana,ana@sol.example,\n")
    assert aliases(inbox) == []


def test_three_sources_hang_together_through_two_keys(inbox: Inbox) -> None:
    bring(inbox, "a", "1,Ana,ana@sol.example,\n", BY_BOTH)
    bring(inbox, "b", "7,Ana,ana@sol.example,900.123-1\n", BY_BOTH)
    bring(inbox, "c", "5,Sol SAS,,9001231\n", BY_BOTH)
    assert aliases(inbox) == [("b:7", "a:1", "email, tax_id"), ("c:5", "a:1", "tax_id")]


def test_a_key_that_two_customers_of_one_source_share_joins_nobody_and_is_listed(inbox: Inbox) -> None:
    bring(inbox, "a", "1,Ana,info@sol.example,\n2,Eva,info@sol.example,\n")
    bring(inbox, "b", "7,Ana,info@sol.example,\n")
    assert aliases(inbox) == []
    listed = (inbox.folder / "aliases.csv").read_text(encoding="utf-8")
    assert listed.count("two customers of one source") == 3  # a:1, a:2 and b:7, each with its reason


def test_a_chain_that_reaches_two_customers_of_one_source_joins_nobody(inbox: Inbox) -> None:
    # b:7 shares its e-mail with a:1 and its tax id with a:2, who are two customers of one source.
    bring(inbox, "a", "1,Ana,ana@sol.example,\n2,Sol,,9001\n", BY_BOTH)
    bring(inbox, "b", "7,Ana,ana@sol.example,9001\n", BY_BOTH)
    assert aliases(inbox) == []
    assert "two customers of one source" in (inbox.folder / "aliases.csv").read_text(encoding="utf-8")


def test_a_key_that_more_ids_share_than_declared_joins_nobody(inbox: Inbox) -> None:
    few = '[alias]\nkeys = ["email"]\nmost = 2'
    for name in ("a", "b", "c"):
        bring(inbox, name, "1,Ana,ventas@sol.example,\n", few)
    assert aliases(inbox) == []
    assert "not joined: 3 ids share the key" in (inbox.folder / "aliases.csv").read_text(encoding="utf-8")


def test_taking_the_key_out_of_the_declaration_takes_its_aliases_back(inbox: Inbox) -> None:
    bring(inbox, "a", "1,Ana,ana@sol.example,9001\n", BY_BOTH)
    bring(inbox, "b", "7,Ana,ana@sol.example,9001\n", BY_BOTH)
    assert aliases(inbox) == [("b:7", "a:1", "email, tax_id")]
    again = bring(inbox, "b", "7,Ana,ana@sol.example,9001\n", '[alias]\nkeys = ["tax_id"]\nnormalise = ["plain"]')
    assert again.changed
    assert aliases(inbox) == [("b:7", "a:1", "tax_id")]
    assert bring(inbox, "b", "7,Ana,ana@sol.example,9001\n", "").changed
    assert aliases(inbox) == []
    assert not bring(inbox, "b", "7,Ana,ana@sol.example,9001\n", "").changed


def test_a_changed_key_and_a_withdrawn_customer_take_the_alias_along(inbox: Inbox) -> None:
    bring(inbox, "a", "1,Ana,ana@sol.example,\n")
    bring(inbox, "b", "7,Ana,ana@sol.example,\n8,Eva,,\n")
    assert len(aliases(inbox)) == 1
    bring(inbox, "b", "7,Ana,otra@sol.example,\n")
    assert aliases(inbox) == []
    bring(inbox, "b", "7,Ana,ana@sol.example,\n")
    assert len(aliases(inbox)) == 1
    bring(inbox, "b", "8,Eva,,\n", full=True)
    assert aliases(inbox) == []


def test_an_alias_that_the_company_wrote_itself_stays(inbox: Inbox) -> None:
    inbox.load({"customer_alias.csv": "alias_id,customer_id,rule\nb:7,a:2,a mano\n"})
    bring(inbox, "a", "1,Ana,ana@sol.example,\n")
    bring(inbox, "b", "7,Ana,ana@sol.example,\n")
    assert aliases(inbox) == [("b:7", "a:2", "a mano")]


def test_an_alias_of_the_company_the_other_way_round_makes_no_circle(inbox: Inbox) -> None:
    inbox.load({"customer_alias.csv": "alias_id,customer_id,rule\na:1,b:7,a mano\n"})
    bring(inbox, "a", "1,Ana,ana@sol.example,\n")
    bring(inbox, "b", "7,Ana,ana@sol.example,\n")
    assert aliases(inbox) == [("a:1", "b:7", "a mano")]


@pytest.mark.parametrize("blank", ["-", "n/a", "NaN", "null", "Sin correo", "no tiene", "x", "0000000", "...", "s/d"])
def test_what_a_form_writes_for_nothing_is_nobody_s_key(inbox: Inbox, blank: str) -> None:
    bring(inbox, "a", f"1,Ana,{blank},\n2,Luz,luz@x.example,\n")
    bring(inbox, "b", f"7,Eva,{blank},\n8,Luz,luz@x.example,\n")
    assert aliases(inbox) == [("b:8", "a:2", "email")]  # Ana and Eva share no key


def test_many_customers_are_joined_as_fast_as_they_are_read(inbox: Inbox) -> None:
    rows = "".join(f"{n},x,p{n}@x.example,\n" for n in range(3000))
    bring(inbox, "a", rows)
    bring(inbox, "b", rows)
    assert len(aliases(inbox)) == 3000
