"""Every metric with its definition, and whether these data can answer it; the whole as one document."""

from pages.parts import frame

if frame.guarded():
    frame.board("catalogue")
    frame.handbook()
