"""What an app of Streamlit's tests shows."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def shown(app: AppTest) -> str:
    """All HTML of the page but its style sheet."""
    return "".join(str(one.proto.body) for one in app.get("html") if "<style>" not in one.proto.body)


def whole(app: AppTest) -> AppTest:
    assert not app.exception
    assert "tk-error" not in shown(app) and "tk-refused" not in shown(app), shown(app)[-400:]
    return app
