#!/usr/bin/env bash
# pypdf lists the attachments of a PDF that stand one level down in the tree of names, and no associated file of /AF alone.
#
# Guess: `reader.attachments` holds every file that a PDF carries, so that an invoice that is a PDF with its XML inside
# (Factur-X, ZUGFeRD) shows its XML there or has none.
# Seen (pypdf 7.1.1): a tree of names may have any depth (ISO 32000, 7.9.6). With the file in a child of the root it is
# listed; with the file one level further down the list is empty, without an error or a warning. A file that hangs on /AF
# alone, where PDF/A-3 wants associated files to be named, is not listed either. All three open well otherwise.
#
# Prints what is listed; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "pypdf==7.1.1" 2>/dev/null
"$work/venv/bin/python" - >"$work/seen" <<'PY'
from io import BytesIO

import pypdf
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)


def listed(depth: int) -> list[str]:
    """The names that pypdf lists, of a file so many levels below the root of names; 0: of one that hangs on /AF alone."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = DecodedStreamObject()
    stream.set_data(b"<invoice/>")
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    held = DictionaryObject({NameObject("/F"): writer._add_object(stream)})
    name = TextStringObject("factur-x.xml")
    file = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Filespec"),
                NameObject("/F"): name,
                NameObject("/UF"): name,
                NameObject("/EF"): held,
            }
        )
    )
    root = writer.root_object
    if depth == 0:
        root[NameObject("/AF")] = ArrayObject([file])
    else:
        limits = ArrayObject([name, name])
        node = DictionaryObject({NameObject("/Names"): ArrayObject([name, file]), NameObject("/Limits"): limits})
        for level in range(depth):
            parent = DictionaryObject({NameObject("/Kids"): ArrayObject([writer._add_object(node)])})
            if level < depth - 1:
                parent[NameObject("/Limits")] = limits
            node = parent
        root[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): writer._add_object(node)})
    out = BytesIO()
    writer.write(out)
    return list(PdfReader(BytesIO(out.getvalue())).attachments)


print(f"pypdf {pypdf.__version__}")
print(f"one level below the root: {listed(1)}")
print(f"two levels below: {listed(2)}")
print(f"on /AF alone: {listed(0)}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
pypdf 7.1.1
one level below the root: ['factur-x.xml']
two levels below: []
on /AF alone: []
TXT
