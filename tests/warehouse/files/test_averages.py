"""Reports of averages are refused with what they can't tell; lists of what happened are not taken for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import averages


@pytest.mark.parametrize(
    "text",
    [
        "Reporting period 2026-10-01\n\nAgent name,Conversations count,Avg first response time\nAna,20,12\n",
        "Intervalo;Ofrecidas;Atendidas;Abandonadas;Nivel de servicio;Tiempo medio de espera\n08:00;20;18;2;85 %;12\n",
        "Interval,Offered,Answered,ASA,AHT\n08:00,20,18,12,240\n",
    ],
)
def test_a_report_of_averages_is_refused_with_what_it_cannot_tell(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="no percentile"):
        averages.refuse(path)


@pytest.mark.parametrize("text", ["id,total,date\n1,20,2026-01-05\n", "agent,handle time\nAna,240\n", ""])
def test_a_list_of_what_happened_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    averages.refuse(path)
