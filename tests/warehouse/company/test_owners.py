"""Who answers for a source: the company's own file, the mapping, the entry of sources.toml; kept with its load."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.company import owners
from crm_metrics.warehouse.loading import schedule
from tests.warehouse.loading.importing import Inbox

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "owners.toml"


def test_without_a_file_and_in_the_template_nobody_is_named(tmp_path: Path) -> None:
    assert owners.read(tmp_path) == {}
    (tmp_path / owners.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert owners.read(tmp_path) == {}


def test_each_source_has_its_owner_and_anything_else_is_refused_with_its_key(tmp_path: Path) -> None:
    (tmp_path / owners.FILE).write_text('plain = " Ana Ruiz, finanzas "\ncrm = "Ventas"\n', encoding="utf-8")
    assert owners.read(tmp_path) == {"plain": "Ana Ruiz, finanzas", "crm": "Ventas"}
    (tmp_path / owners.FILE).write_text("plain = true\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="plain: True can't be read here"):
        owners.read(tmp_path)


def test_processes_and_teams_stand_in_tables_of_their_own_and_are_no_sources(tmp_path: Path) -> None:
    assert owners.responsible(tmp_path) == owners.Responsible({}, {})
    text = 'plain = "Ventas"\nteam = "the source of that name"\n[process]\nservice = "Ana Ruiz"\n'
    (tmp_path / owners.FILE).write_text(text, encoding="utf-8")
    assert owners.read(tmp_path) == {"plain": "Ventas", "team": "the source of that name"}
    assert owners.responsible(tmp_path) == owners.Responsible({"service": "Ana Ruiz"}, {})
    (tmp_path / owners.FILE).write_text('[team]\n"Voz Norte" = "Luis Mora"\n', encoding="utf-8")
    assert owners.read(tmp_path) == {}
    assert owners.responsible(tmp_path).team == {"Voz Norte": "Luis Mora"}


def test_a_process_that_there_is_none_of_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / owners.FILE).write_text('[process]\nservise = "Ana Ruiz"\n', encoding="utf-8")
    for read in (owners.read, owners.responsible):
        with pytest.raises(DefinitionError, match=r"no key 'process\.servise'\. Did you mean 'process\.service'"):
            read(tmp_path)
    (tmp_path / owners.FILE).write_text("[team]\nSur = 7\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"team\.Sur"):
        owners.read(tmp_path)


def test_an_entry_of_the_daily_load_says_who_answers_before_its_mapping_does(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text('name = "shop"\nextends = "plain"\nowner = "Ventas"\n', encoding="utf-8")
    text = '[[source]]\nname = "a"\nmapping = "shop.toml"\nfolder = "."\n'
    text += '[[source]]\nname = "b"\nmapping = "shop.toml"\nfolder = "."\nowner = "Ana Ruiz"\n'
    (tmp_path / schedule.FILE).write_text(text, encoding="utf-8")
    assert [entry.source(None).owner for entry in schedule.read(tmp_path).entries] == ["Ventas", "Ana Ruiz"]


def test_who_answers_is_kept_with_a_load_until_it_is_said_otherwise(inbox: Inbox) -> None:
    path = inbox.folder.parent / "shop.toml"
    found = []
    for word in ("", 'owner = "Ana Ruiz"', 'owner = "Ana Ruiz"', 'owner = "Luis Mora"', ""):
        path.write_text(f'name = "shop"\nextends = "plain"\n{word}\n', encoding="utf-8")
        got = inbox.load({"product.csv": "product_id,name,line\n1,A,L\n"}, str(path))
        found.append((got.changed, got.rows("select source, owner from main.declared_owner")))
    ana, luis = [("shop", "Ana Ruiz")], [("shop", "Luis Mora")]
    assert found == [(True, []), (True, ana), (False, ana), (True, luis), (True, [])]
