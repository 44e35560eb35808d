"""XPath of a mapping: names are local names, texts and operators stay, and what is no XPath is said."""

from __future__ import annotations

import pytest
from lxml import etree

from crm_metrics.warehouse.mapping.xpaths import PlainPath, compiled, known_path, plain_paths, plain_way

ONE = etree.fromstring(
    '<a:Doc xmlns:a="urn:one" xmlns="urn:two" and="5"><Line n="1">x</Line><a:Line n="2">and</a:Line>'
    "<div>4</div></a:Doc>"
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("Line[2]/@n", ["2"]),
        ("count(Line)", 2.0),
        ("Line[. = 'and']/@n", ["2"]),  # a word in quotes is no operator
        ("boolean(self::Doc and Line)", True),
        ("number(div) div 2", 2.0),  # an element, then the operator of the same name
        ("Line/ancestor::Doc/@and", ["5"]),
    ],
)
def test_names_are_local_names_whatever_their_namespace(path: str, found: object) -> None:
    assert compiled(path)(ONE) == found


def test_a_path_that_only_goes_down_by_names_is_known_as_such() -> None:
    assert plain_paths("A/B/@C | a/b/@c") == (PlainPath(("A", "B"), "C"), PlainPath(("a", "b"), "c"))
    assert plain_paths(".") == (PlainPath(()),)
    assert plain_paths("A//B") is None
    assert plain_paths("../A") is None


def test_the_plain_way_of_an_xpath_is_known_where_the_rest_only_goes_down() -> None:
    assert plain_way("A/B/C[not(D)]") == (("A", "B"), "C[not(D)]")
    assert plain_way("C[D/E = 'x']") == ((), "C[D/E = 'x']")
    for whole in ("A//B[1]", "A/B/..", "A/B/ancestor::C", "(A/B)[1]", "A/B[1] | C"):
        assert plain_way(whole) == ((), whole)


def test_what_is_no_xpath_is_said() -> None:
    with pytest.raises(ValueError, match=r"'Line\[' is no XPath"):
        known_path("Line[")
    with pytest.raises(ValueError, match="no XPath"):
        known_path("lower-case(Line)")  # of XPath 2, which lxml has not
