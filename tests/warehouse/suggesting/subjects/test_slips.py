"""Slips or instalments beside the invoices that they are for: what is owed and what came in counts once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.subjects.slips import SOME
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

BILLED = """\
Nº NFS-e;Data de emissão;Tomador;Valor líquido;Valor total;Situação;Data de pagamento
101;02/03/2026;Sol;1000,00;1000,00;Paga;20/03/2026
102;03/03/2026;Mar;80,50;80,50;Em aberto;
103;29/03/2026;Sol;60,00;60,00;Paga;29/03/2026
"""
# 101 in two parts, 102 still open: 1000 + 80.50 + 60 were billed, 1060 came in.
SLIPS = """\
Nosso número;Nº documento;NFS-e;Pagador;Emissão;Vencimento;Valor do título;Data do pagamento;Valor pago;Situação
9/31;101-1;101;Sol;02/03/2026;17/03/2026;500,00;16/03/2026;500,00;Liquidado
9/32;101-2;101;Sol;02/03/2026;17/04/2026;500,00;20/03/2026;500,00;Liquidado
9/33;102-1;102;Mar;03/03/2026;18/03/2026;80,50;;;Vencido
9/34;103-1;103;Sol;29/03/2026;10/04/2026;60,00;29/03/2026;60,00;Liquidado
"""
KINDS = "select kind, count(*), sum(amount) from main.receivable group by 1 order by 1"
ONCE = [("invoice", 4, Decimal("1140.50")), ("payment", 3, -1060)]


@pytest.mark.parametrize("named", [SLIPS, SLIPS.replace(";NFS-e", ";Obs.")])
def test_a_debt_that_slips_tell_again_counts_once(named: str, understood: Understood, tmp_path: Path) -> None:
    """By a column of theirs that names the invoice, whatever it is called."""
    found = understood({"faturamento.csv": BILLED, "boletos.csv": named})
    assert found.assumed == []
    got = brought(found, tmp_path)
    assert got.rows(KINDS) == ONCE
    assert got.rows("select sum(amount) from main.order_line") == [(Decimal("1140.50"),)]


def test_slips_may_name_the_invoice_by_their_own_number_alone(understood: Understood, tmp_path: Path) -> None:
    lines = [line.split(";") for line in SLIPS.splitlines()]
    alone = "\n".join(";".join(cells[:2] + cells[3:]) for cells in lines)
    got = brought(understood({"faturamento.csv": BILLED, "boletos.csv": alone}), tmp_path)
    assert got.rows(KINDS) == ONCE


def test_where_some_invoices_have_no_slip_what_is_owed_is_marked(understood: Understood) -> None:
    more = BILLED + "104;30/03/2026;Mar;10,00;10,00;Em aberto;\n"
    found = understood({"faturamento.csv": more, "boletos.csv": SLIPS})
    assert found.assumed == [("receivable", SOME)]


def test_a_list_of_other_customers_with_the_same_numbers_is_one_of_its_own(
    understood: Understood, tmp_path: Path
) -> None:
    other = (
        SLIPS.replace(";Sol;", ";Luz;").replace(";Mar;", ";Paz;").replace("101-", "901-").replace(";102-1", ";902-1")
    )
    got = brought(understood({"faturamento.csv": BILLED, "boletos.csv": other.replace(";103-1", ";903-1")}), tmp_path)
    assert got.rows("select sum(amount) from main.receivable where kind = 'invoice'") == [(2281,)]


@pytest.mark.parametrize("apart", [False, True], ids=["in one cell", "in a column of its own"])
def test_slips_of_several_series_are_those_of_their_invoices(
    apart: bool, understood: Understood, tmp_path: Path
) -> None:
    """A 101 is of Sol and B 101 of Mar: 1000 + 80.50 + 60 were billed, 1060 came in."""
    series = {"101": "A", "102": "B", "103": "A"}
    billed, slips = BILLED.replace("102;", "B-101;").replace("\n101;", "\nA-101;").replace("\n103;", "\nA-103;"), SLIPS
    for number, letter in series.items():
        own = "101" if number == "102" else number
        slips = slips.replace(f";{number}-", f";{letter}-{own}-").replace(f";{number};", f";{letter} {own};")
    if apart:
        billed = billed.replace("Nº NFS-e;", "Série;Nº NFS-e;").replace("A-", "A;").replace("B-", "B;")
    found = understood({"faturamento.csv": billed, "boletos.csv": slips})
    assert found.assumed == []
    got = brought(found, tmp_path)
    assert got.rows(KINDS) == ONCE
