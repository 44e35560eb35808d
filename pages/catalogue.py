"""Every metric with its definition, and whether these data can answer it; the whole as one document."""

from pages.parts import shell

if shell.guarded():
    shell.board("catalogue")
    shell.handbook()
