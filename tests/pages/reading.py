"""What an app of Streamlit's tests shows."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
WIDGETS = (
    "markdown", "caption", "info", "warning", "error", "success", "selectbox", "multiselect", "button", "text_input",
    "date_input", "checkbox", "toggle", "radio", "expander", "file_uploader", "download_button", "page_link",
    "segmented_control", "tab",
)  # fmt: skip


def shown(app: AppTest) -> str:
    """All HTML of the page but its style sheet."""
    return "".join(str(one.proto.body) for one in app.get("html") if "<style>" not in one.proto.body)


def whole(app: AppTest) -> AppTest:
    assert not app.exception
    assert "tk-error" not in shown(app) and "tk-refused" not in shown(app), shown(app)[-400:]
    return app


class Reader(HTMLParser):
    """The texts of HTML as somebody reads them: no code, nothing for technicians, no address."""

    HIDDEN = ("pre", "code", "style", "script")
    SPOKEN = ("title", "aria-label", "alt", "placeholder")

    def __init__(self, html: str, skipped: str = "") -> None:
        """skipped: what stands above the part that is folded away for technicians."""
        super().__init__()
        self.texts: list[str] = []
        self._skipped, self._closed, self._details = skipped, 0, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._closed += tag in self.HIDDEN
        self._details += bool(self._details) and tag == "details"
        self.texts += [
            value for name, value in attrs if name in ("title", "aria-label", "alt", "placeholder") and value
        ]

    def handle_endtag(self, tag: str) -> None:
        self._closed -= tag in self.HIDDEN
        self._details -= bool(self._details) and tag == "details"

    def handle_data(self, data: str) -> None:
        if self._skipped and data == self._skipped:
            self._details = 1
        elif data.strip() and not self._closed and not self._details:
            self.texts.append(data.strip())


def read(app: AppTest, skipped: str = "") -> list[str]:
    """Every text that the page shows: of its HTML, its charts, and its buttons and lists."""
    texts = Reader(shown(app), skipped).texts
    for kind in WIDGETS:
        for one in app.get(kind):
            proto = getattr(one, "proto", one)
            texts += [str(getattr(holder, name, "")) for holder in (one, proto) for name in ("label", "help", "body")]
            texts += [*map(str, getattr(one, "options", ())), str(getattr(proto, "placeholder", ""))]
    for chart in app.get("plotly_chart"):
        texts += _strings(json.loads(chart.proto.spec or "{}"))
    return [text for text in texts if text.strip()]


def _strings(spec: object, named: str = "") -> list[str]:
    """The texts of a chart: what stands at its marks and axes, and opens on them."""
    if isinstance(spec, str):
        return [re.sub(r"<[^>]+>", " ", spec)] if named in ("text", "hovertext", "name", "ticktext") else []
    if isinstance(spec, dict):
        return [text for name, one in spec.items() for text in _strings(one, name)]
    return [text for one in spec for text in _strings(one, named)] if isinstance(spec, list) else []
