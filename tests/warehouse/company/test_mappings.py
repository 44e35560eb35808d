"""The company's mappings lie in its folder under their names, and know the files of the months to come."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.warehouse.company.mappings import chosen, fitting, keep, kept, path_of

TEXT = """\
name = "ventas"
[files.ventas]
names = ["ventas *"]
[[tables]]
table = "customer"
from = "ventas"
columns = { customer_id = "cliente", name = "cliente" }
"""


def test_a_mapping_is_kept_under_its_name_and_found_by_it(tmp_path: Path) -> None:
    path = keep(tmp_path, "ventas", TEXT)
    assert path == tmp_path / "mappings" / "ventas.toml"
    assert path_of(tmp_path, "ventas") == path
    assert path_of(tmp_path, "compras") is None
    assert path_of(tmp_path, "../ventas") is None
    assert [source.name for _, source in kept(tmp_path)] == ["ventas"]


def test_one_that_can_not_be_read_takes_no_other_down(tmp_path: Path) -> None:
    keep(tmp_path, "roto", "name = ")
    keep(tmp_path, "ventas", TEXT)
    assert [source.name for _, source in kept(tmp_path)] == ["ventas"]


def test_it_is_chosen_for_files_that_it_knows_all_of(tmp_path: Path) -> None:
    path = keep(tmp_path, "ventas", TEXT)
    assert fitting(tmp_path, ["ventas julio.csv"]) == path
    assert fitting(tmp_path, ["ventas julio.csv", "compras.csv"]) is None
    assert fitting(tmp_path, []) is None
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "ventas julio.csv").write_text("cliente\nSol\n", encoding="utf-8")
    assert chosen(tmp_path, inbox, None) == str(path)
    assert chosen(tmp_path, inbox, "ventas") == str(path)
    assert chosen(tmp_path, inbox, "zendesk") == "zendesk"
    (inbox / "customer.csv").write_text("customer_id,name\nC1,Ana\n", encoding="utf-8")
    assert chosen(tmp_path, inbox, None) is None  # input tables come first, as ever
