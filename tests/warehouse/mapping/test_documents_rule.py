"""What a mapping may say of documents, and how a mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.mapping.language import open_source
from tests.warehouse.loading.importing import sentence

MAPPING = """
name = "shop"
[documents]
each = ["Note"]
seller = "Seller"
{documents}
[files.line]
rows = "Line"
paths = {{ id = "@id", title = "@title" }}
{file}
[rows.made]
from = "line"
columns = {{ id = "id", title = {title} }}
[[tables]]
table = "product"
from = "made"
columns = {{ product_id = "id", name = "title", line = "'all'" }}
"""


def opened(place: Path, *, documents: str = "", file: str = "", title: str = '"title"') -> str:
    path = place / "shop.toml"
    path.write_text(MAPPING.format(documents=documents, file=file, title=title), encoding="utf-8")
    return open_source(str(path)).name


def test_a_mapping_of_documents_is_one(tmp_path: Path) -> None:
    assert opened(tmp_path) == "shop"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"documents": 'only = "Line["'}, "documents.only: 'Line[' is no XPath"),
        ({"documents": 'country = "Mexico"'}, "documents.country"),
        ({"file": 'names = ["x"]'}, "either names, of files, or rows, of documents"),
        ({"file": 'tax_ids = ["seller"]'}, "each of tax_ids is one of paths"),
        ({"title": '"tittle"'}, "files.line: a rule reads tittle, and paths has no such column"),
        ({"title": '{ spread = "1", over = "2" }'}, "rows.made: spread needs within, the rows that share"),
    ],
)
def test_a_mistake_is_named_with_its_place(parts: dict[str, str], said: str, tmp_path: Path) -> None:
    assert said in sentence(lambda: opened(tmp_path, **parts))


def test_rows_of_documents_need_documents(tmp_path: Path) -> None:
    text = MAPPING.format(documents="", file="", title='"title"').replace("[documents]", "[files.other]")
    text = text.replace('each = ["Note"]\nseller = "Seller"', 'names = ["x"]')
    (tmp_path / "shop.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="documents need a kind of file with rows, and rows need documents"):
        open_source(str(tmp_path / "shop.toml"))
