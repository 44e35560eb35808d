"""What a sentence of rows, files or values that were counted says where there is one of them."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.translations import mark

ONE = {  # the sentence of several → that of one
    "{table}: {count} of {total} rows of {file} were left out: {why}.": mark(
        "{table}: {count} of {total} rows of {file} was left out: {why}."
    ),
    "{table}: {count} of {total} rows of {file} were left out; the source takes only those with {rule}.": mark(
        "{table}: {count} of {total} rows of {file} was left out; the source takes only those with {rule}."
    ),
    "{count} rows say '{word}' and are read as '{meant}', as the source declares.": mark(
        "{count} row says '{word}' and is read as '{meant}', as the source declares."
    ),
    "{table}: {count} rows hold amounts with more decimals than are kept, such as {column} {value} (line"
    " {line}); rounded, their sum would change by {lost}. Give them in a larger unit.": mark(
        "{table}: {count} row holds an amount with more decimals than are kept, {column} {value} (line {line});"
        " rounded, it would change by {lost}. Give it in a larger unit."
    ),
    "{table}: {count} rows hold amounts with more decimals than are kept, such as {column} {value} (line"
    " {line}); they were rounded.": mark(
        "{table}: {count} row holds an amount with more decimals than are kept, {column} {value} (line {line}); it"
        " was rounded."
    ),
    "{table}: the amounts of {count} rows in another currency were converted to {own} by the rates that the"
    " documents tell.": mark(
        "{table}: the amount of {count} row in another currency was converted to {own} by the rate that its document"
        " tells."
    ),
    "{table}: {count} rows have a {column} that points to no {other}, such as '{value}'. They are kept.": mark(
        "{table}: {count} row has a {column} that points to no {other}, '{value}'. It is kept."
    ),
    "{count} rows of {table}: {later} is before {earlier}; their durations are unknown.": mark(
        "{count} row of {table}: {later} is before {earlier}; its duration is unknown."
    ),
    "{count} answers on 0–10 do not tell whether they are about the relationship or about one contact:"
    " neither NPS is complete without it. Give them a column {column}.": mark(
        "{count} answer on 0–10 does not tell whether it is about the relationship or about one contact: neither NPS"
        " is complete without it. Give it a column {column}."
    ),
    "{count} rows of {table} are closed without an outcome: they count as closed, and as nothing more.": mark(
        "{count} row of {table} is closed without an outcome: it counts as closed, and as nothing more."
    ),
    "{table}: {count} rows stay left out, as an earlier load had them: these files lack {columns}, by which"
    " it was told.": mark(
        "{table}: {count} row stays left out, as an earlier load had it: these files lack {columns}, by which it was"
        " told."
    ),
    "{table}: {count} rows are older than what is known, and set nothing back.": mark(
        "{table}: {count} row is older than what is known, and sets nothing back."
    ),
    "{table}: {count} known rows were withdrawn, for their documents were replaced or cancelled.": mark(
        "{table}: {count} known row was withdrawn, for its document was replaced or cancelled."
    ),
    "{table}: {count} known rows were withdrawn, for the files say by now that they are none.": mark(
        "{table}: {count} known row was withdrawn, for the files say by now that it is none."
    ),
    "{name}: {count} lines were followed by a newer one of the same thing, and were passed by.": mark(
        "{name}: {count} line was followed by a newer one of the same thing, and was passed by."
    ),
    "{file}: {count} cells such as '{value}' look like '{meant}' decoded twice. Export the file as UTF-8 if"
    " they should read so.": mark(
        "{file}: {count} cell, '{value}', looks like '{meant}' decoded twice. Export the file as UTF-8 if it should"
        " read so."
    ),
    "{file}: {column} has {count} amounts with {sign}, such as '{value}' (line {line}), whose row says the"
    " currency {currency}. Correct one of the two.": mark(
        "{file}: {column} has {count} amount with {sign}, '{value}' (line {line}), whose row says the currency"
        " {currency}. Correct one of the two."
    ),
    "{file}: {column}: none of {count} values fits {format}, which the mapping expects; '{value}' (line {line}) and all"
    " others fit {formats}. Declare the format.": mark(
        "{file}: {column}: its one value, '{value}' (line {line}), does not fit {format}, which the mapping expects,"
        " but {formats}. Declare the format."
    ),
    "{count} ids of customers stand for another one by a declared key, {apart} share a key and stay apart;"
    " they are listed in {file}.": mark(
        "{count} id of a customer stands for another one by a declared key, {apart} share a key and stay apart; they"
        " are listed in {file}."
    ),
    "{table}: {count} rows of {source} and {other} have one number and begin at one time: they are probably"
    " the same, and count twice. Load one of the two sources only.": mark(
        "{table}: {count} row of {source} and one of {other} have one number and begin at one time: they are"
        " probably the same, and count twice. Load one of the two sources only."
    ),
    "{count} more warnings of this kind: see the command doctor.": mark(
        "{count} more warning of this kind: see the command doctor."
    ),
    "{table}: {count} rows that the files no longer hold were withdrawn.": mark(
        "{table}: {count} row that the files no longer hold was withdrawn."
    ),
    "{file}: {count} blank lines were skipped.": mark("{file}: {count} blank line was skipped."),
    "{count} XML documents, such as {file}, were left aside. Import them from a folder of their own.": mark(
        "{count} XML document, {file}, was left aside. Import it from a folder of its own."
    ),
    "{file}: {count} formulas, the first in {cell}, have no stored value and are read as empty or 0. Open"
    " the file in a spreadsheet, save it and import it again.": mark(
        "{file}: {count} formula, in {cell}, has no stored value and is read as empty or 0. Open the file in a"
        " spreadsheet, save it and import it again."
    ),
    "{folder}: {count} documents were left out, for none of your tax ids ({tax_id}) is their seller: they"
    " are purchases, or another company's.": mark(
        "{folder}: {count} document was left out, for none of your tax ids ({tax_id}) is its seller: it is a"
        " purchase, or another company's."
    ),
    "{folder}: {count} documents are none that source {source} reads, such as {file}; they were left out.": mark(
        "{folder}: {count} document is none that source {source} reads, {file}; it was left out."
    ),
    "{folder}: {count} PDF files, such as {file}, have no XML in them or stand beside it; they were not read.": mark(
        "{folder}: {count} PDF file, {file}, has no XML in it or stands beside it; it was not read."
    ),
    "{folder}: {count} documents are there twice and were read once.": mark(
        "{folder}: {count} document is there twice and was read once."
    ),
    "{table}: {count} values of {column} are no day or number that there is (0000-00-00, infinity, NaN) and"
    " are read as empty.": mark(
        "{table}: {count} value of {column} is no day or number that there is (0000-00-00, infinity, NaN) and is"
        " read as empty."
    ),
    "{source} brought {rows} rows of {table} on {day}; on that weekday it usually brings {usual}.": mark(
        "{source} brought {rows} row of {table} on {day}; on that weekday it usually brings {usual}."
    ),
    "{source}: {rows} rows of {table} ({file}) do not tell their {column}.": mark(
        "{source}: {rows} row of {table} ({file}) does not tell its {column}."
    ),
    "{source}: {rows} of {read} rows of {table} ({file}) were left out. Correct them and import them again.": mark(
        "{source}: {rows} of {read} rows of {table} ({file}) was left out. Correct it and import it again."
    ),
}


def of_one(template: str, parts: Mapping[str, object]) -> str:
    """The sentence of one where one was counted, else the sentence as it is."""
    return ONE.get(template, template) if parts.get("count", parts.get("rows")) == 1 else template
