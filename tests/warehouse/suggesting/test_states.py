"""What states say of documents: cancelled, paid, still owed, or nothing that is known."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.warehouse.suggesting.drafts import UNKNOWN_STATE
from crm_metrics.warehouse.suggesting.subjects.paying import STATES
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought


def test_a_state_that_nobody_knows_leaves_what_is_owed_marked(understood: Understood) -> None:
    """Withdrawn at the bank: paid at the counter, given back, or still owed."""
    text = (
        "Nº documento;Pagador;Emissão;Vencimento;Valor do título;Data do pagamento;Situação\n"
        "7-1;Sol;02/03/2026;17/03/2026;1.100,00;16/03/2026;Liquidado\n"
        "8-1;Mar;20/03/2026;04/04/2026;80,50;;{}\n"
    )
    assert understood({"boletos.csv": text.format("Protestado")}).assumed == []
    assert understood({"boletos.csv": text.format("Baixado")}).assumed == [("receivable", UNKNOWN_STATE)]
    strange = text.replace("Liquidado", "Remetido").format("Baixado")
    assert understood({"boletos.csv": strange}).assumed == [("receivable", STATES)]
    paid = text.replace("80,50;;", "80,50;20/03/2026;")
    assert understood({"boletos.csv": paid.format("Baixado")}).assumed == []


def test_a_state_that_is_not_known_is_never_complete(understood: Understood) -> None:
    text = (
        "Factura,Fecha,Cliente,Neto,IVA,Total,Estado\nF-1,15/01/2026,Sol,100.00,16.00,116.00,Vigente\n"
        "F-2,16/01/2026,Mar,50.00,8.00,58.00,Vigente\nF-3,17/01/2026,Mar,50.00,8.00,58.00,{}\n"
    )
    assert understood({"facturas.csv": text.format("Vigente")}).assumed == []
    assert understood({"facturas.csv": text.format("Zozobrada")}).assumed == [("order_line", UNKNOWN_STATE)]


def test_a_word_for_nothing_is_not_the_state_of_what_was_cancelled(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Factura,Fecha,Cliente,Neto,IVA,Total,Estado\nF-1,15/01/2026,Sol,100.00,16.00,116.00,\n"
        "F-2,16/01/2026,Mar,50.00,8.00,58.00,nulo\nF-3,17/01/2026,Mar,50.00,8.00,58.00,\n"
    )
    got = brought(understood({"facturas.csv": text}, cancelled_rows="leave_out"), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(150,)]
