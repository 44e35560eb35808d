"""The document of a page is Streamlit's with our style sheet at its end, and only addresses of pages get it."""

from __future__ import annotations

import pytest
import streamlit as st
from starlette.routing import Match, Route
from starlette.types import Message

from pages.serving import document


def test_the_style_sheet_stands_last_in_the_document_of_streamlit() -> None:
    before, _, after = document.document().partition('<div id="root"></div>')
    ours = after[after.index("<style>") : after.index("</body>")]
    assert "<style>" not in before
    assert "--tk-ink:light-dark(" in ours
    assert ".tk-header" in ours
    assert ours.endswith("</script>")
    assert document.document().replace(ours, "") == document.STREAMLIT.read_text("utf-8")


@pytest.mark.parametrize("address", ["/", "/weekly", "/no-such-page", "/página", "/no such page", "/index.html"])
def test_the_address_of_a_page_is_answered(address: str) -> None:
    assert _matches(document.routes(), "GET", address)


@pytest.mark.parametrize(
    "address",
    ["/favicon.png", "/manifest.json", "/_stcore/health", "/weekly/_stcore/health", "/static/js/index.js", "/media/a"],
)
def test_what_is_no_page_stays_with_streamlit(address: str) -> None:
    assert not _matches(document.routes(), "GET", address)


def test_what_is_written_to_the_address_of_a_page_is_not_taken() -> None:
    assert not _matches(document.routes(), "POST", "/weekly")


def test_below_another_base_the_pages_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/pulso/"}.get)
    assert _matches(document.routes(), "GET", "/pulso/weekly")
    assert not _matches(document.routes(), "GET", "/weekly")


def test_the_answer_is_asked_anew_each_time() -> None:
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        told.append(message)

    (route,) = document.routes()
    scope = {"type": "http", "method": "GET", "path": "/weekly", "headers": [], "query_string": b""}
    with pytest.raises(StopIteration):  # it waits for nothing, and another test of the worker may have a loop at work
        route.handle(scope, receive, send).send(None)
    assert told[0]["status"] == 200
    assert dict(told[0]["headers"])[b"cache-control"] == b"no-cache"
    assert told[1]["body"].decode("utf-8") == document.document()


def _matches(routes: list[Route], method: str, path: str) -> bool:
    scope = {"type": "http", "method": method, "path": path}
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
