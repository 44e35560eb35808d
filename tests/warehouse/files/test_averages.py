"""Reports of averages are refused with what they can't tell; lists of what happened are not taken for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import averages
from tests.warehouse.loading.importing import workbook


@pytest.mark.parametrize(
    "text",
    [
        "Reporting period 2026-10-01\n\nAgent name,Conversations count,Avg first response time\nAna,20,12\n",
        "Intervalo;Ofrecidas;Atendidas;Abandonadas;Nivel de servicio;Tiempo medio de espera\n08:00;20;18;2;85 %;12\n",
        "Interval,Offered,Answered,ASA,AHT\n08:00,20,18,12,240\n",
        "Interval Start,Queue Name,Offer,Answer,Abandon %,Avg Handle\n",
        "Split/Skill;Llamadas ACD;Tpo. med. ACD;Llamadas aban;% niv serv\n",
        "Time,ACD Calls,Avg ACD Time,Aban Calls,% Within Service Level\n",
        "Date,Interval,Calls,AHT\n",
        "Agente,Llamadas contestadas,T. promedio conversación\n",
        "Intervalo,Recibidas,Atendidas,N.S.,T.M.O.\n",
        "Intervalo;Recibidas;Atendidas;Abandonadas;Atendidas < 20 s\n",
        "Data;Chamadas recebidas;Chamadas atendidas;TMA;Nível de serviço\n",
    ],
)
def test_a_report_of_averages_is_refused_with_what_it_cannot_tell(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="no percentile"):
        averages.refuse(path)


@pytest.mark.parametrize(
    "text",
    [
        "id,total,date\n1,20,2026-01-05\n",
        "agent,handle time\nAna,240\n",
        "factura,fecha,total,costo promedio\n",
        "order_id,quantity,average price,total\n",
        "fecha,cola,agente,espera,atendida\n",
        "",
    ],
)
def test_a_list_of_what_happened_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    averages.refuse(path)


def test_a_workbook_is_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "Informe.xlsx"
    path.write_bytes(
        workbook([["Informe"], [], ["Intervalo", "Entrantes", "Contestadas", "TMO"], ["08:00", 9, 8, 240]])
    )
    with pytest.raises(DataError, match="no percentile"):
        averages.refuse(path)
