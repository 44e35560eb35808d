"""A document is read without following anything in it, and its cells are found by local name."""

from __future__ import annotations

import pytest

from crm_metrics.warehouse.files.trees import DocumentReader, UnreadableError, documents_of, texts_at, tree_of
from crm_metrics.warehouse.mapping.source import DocumentsRule
from crm_metrics.warehouse.mapping.xpaths import compiled

INVOICES = DocumentsRule(each=("Invoice",), seller="Seller", inside=".//Text")


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        tree_of(data)
    return caught.value.rule


def test_blanks_and_a_byte_order_mark_before_the_declaration_are_no_fault() -> None:
    assert tree_of(b'\xef\xbb\xbf\n <?xml version="1.0"?><a>1</a>').text == "1"
    assert tree_of('<?xml version="1.0" encoding="UTF-16"?><a>ñ</a>'.encode("utf-16")).text == "ñ"
    assert tree_of('<?xml version="1.0" encoding="windows-1252"?><a>ñ\u20ac</a>'.encode("cp1252")).text == "ñ€"


def test_comments_and_instructions_do_not_cut_a_text() -> None:
    assert tree_of(b"<a>12<!-- x -->34<?y z?>56</a>").text == "123456"


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE a [<!ENTITY e "1000">]>',
        b'<?xml version="1.0"?><!-- first --><!DOCTYPE a SYSTEM "file:///etc/hostname">',
        b"<!DOCTYPE a>",
    ],
)
def test_a_doctype_is_refused_whatever_it_declares(head: bytes) -> None:
    assert refused(head + b'<a total="&e;">&e;</a>') == "doctype"
    assert refused((head.decode() + "<a/>").encode("utf-16")) in ("doctype", "broken_xml")


def test_what_is_not_well_formed_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableError) as caught:
        tree_of(b"<a>\n<b>\n</a>")
    assert (caught.value.rule, caught.value.line) == ("broken_xml", 3)
    assert refused(b"") == "broken_xml"
    assert refused(b'<?xml version="1.0" encoding="nowhere"?><a/>') == "broken_xml"


def test_each_document_of_an_envelope_is_one() -> None:
    root = tree_of(b'<e:Set xmlns:e="u"><e:Invoice n="1"/><Invoice xmlns="v" n="2"/><Other/></e:Set>')
    assert [document.get("n") for document in documents_of(root, INVOICES)] == ["1", "2"]


def test_a_document_inside_a_text_is_read_in_place_of_its_wrapper() -> None:
    # It declares another encoding than the wrapper's text is in by now, and its wrapper has an Invoice of its own.
    inner = '<?xml version="1.0" encoding="ISO-8859-1"?><Invoice n="3">Ñandú</Invoice>'
    wrapper = f"<Wrapper><Invoice n='0'/><Text><![CDATA[{inner}]]></Text><Text>no XML</Text></Wrapper>"
    (document,) = documents_of(tree_of(wrapper.encode()), INVOICES)
    assert (document.get("n"), document.text) == ("3", "Ñandú")
    nested = f"<Wrapper><Text><![CDATA[<!DOCTYPE a>{inner}]]></Text></Wrapper>"
    with pytest.raises(UnreadableError):
        list(documents_of(tree_of(nested.encode()), INVOICES))


def test_a_row_has_the_first_of_what_its_paths_find_and_no_text_for_nothing() -> None:
    root = tree_of(
        b'<D xmlns="u" day="1"><Extra/><Extra><Stamp id="S"/></Extra>\n'
        b'<Lines><Line n="1"><Price>5<b>0</b></Price><Price>7</Price></Line><Line n="2" price="8"/></Lines></D>'
    )
    paths = ["@n", "Price | @price", "string(../../@day)", "count(../Line)", "Not/@a"]
    kinds = [("Lines/Line", paths), (".", ["Extra/Stamp/@id"]), ("Lines/Line[@price]", ["@n"])]
    told, rows = DocumentReader(kinds, ["@day", "Lines/Line/@n"]).read(root)
    assert told == ["1", "1"]
    assert DocumentReader(kinds[:1], ["@day"]).read(root)[0] == ["1"]  # without a kind that is the document itself
    assert rows == [
        (1, 1, ["S"]),  # the first Extra has no stamp: what stands in the second is found all the same
        (0, 2, ["1", "50", "1", "2", ""]), (0, 2, ["2", "8", "1", "2", ""]),
        (2, 2, ["2"]),
    ]  # fmt: skip
    assert texts_at(root, ("Extra/Stamp/@id", "boolean(Lines)", "number(Extra)")) == ["S", "true", ""]


def test_of_several_attributes_the_first_that_is_there_counts_empty_as_it_may_be() -> None:
    rows = tree_of(b'<D><L a="1" b="2"/><L b="2" c="3"/><L a="" b="2"/><L b="" c="3"/><L c="3"/><L/></D>')
    _, read = DocumentReader([("L", ["@a | @b | @c", "@c"])], []).read(rows)
    assert [cells for _, _, cells in read] == [["1", ""], ["2", "3"], ["", ""], ["", "3"], ["3", "3"], ["", ""]]


def test_what_the_namespace_answers_is_what_xpath_answers() -> None:
    only = "contains(namespace-uri(), 'sat.gob.mx') or Stamp//Seal"
    for data in (
        b'<D xmlns="http://www.sat.gob.mx/cfd/4"/>',
        b'<x:D xmlns:x="http://www.sat.gob.mx/cfd/3"/>',
        b'<D xmlns:x="http://www.sat.gob.mx/cfd/3"/>',  # declared, and not its own
        b"<D><Stamp><a><Seal/></a></Stamp></D>",
        b"<sat.gob.mx/>",
    ):
        root = tree_of(data)
        asked = compiled(only)(root)
        assert texts_at(root, (only,)) == ["true" if asked else "false"]
