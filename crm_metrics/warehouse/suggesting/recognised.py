"""Which source of the product reads a file as it is: its columns have names that only files of that tool have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from crm_metrics.warehouse.mapping import needs
from crm_metrics.warehouse.mapping.language import folded, offered_sources, open_source
from crm_metrics.warehouse.mapping.source import Source

LEAST = 3  # names that no other source knows: two may stand in anybody's list


def known_source(file: str, names: Sequence[str]) -> str | None:
    """The source whose own names a file's columns have, and all that it needs; None where none or two fit alike."""
    there = {folded(name) for name in names}
    found = Counter(
        {
            source: len(_own()[source, kind] & there)
            for source, kind in _own()
            if open_source(source).file_for(file) == kind and _is_whole(open_source(source), kind, there)
        }
    )
    best = [(source, count) for source, count in found.most_common(2) if count >= LEAST]
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


@cache
def _own() -> Mapping[tuple[str, str], frozenset[str]]:
    """Each kind of file of each source → the names of its columns that no other source knows.

    Not those of public data that nothing will follow, nor of documents, which find their source by themselves.
    """
    spelt: dict[tuple[str, str], set[str]] = {}
    for name in offered_sources():
        source = open_source(name)
        if name == "plain" or source.ended or source.documents is not None:
            continue
        for kind, rule in source.files.items():
            if rule.header is None:
                listed = [*needs.columns(source, kind), *(one for many in rule.aliases.values() for one in many)]
                spelt[name, kind] = set(map(folded, listed))
    known = Counter(one for name in {name for name, _ in spelt} for one in _all(spelt, name))
    return {key: frozenset(one for one in names if known[one] == 1) for key, names in spelt.items()}


def _all(spelt: Mapping[tuple[str, str], set[str]], name: str) -> set[str]:
    """All names that a source knows, whatever the kind of file."""
    return set().union(*(names for (source, _), names in spelt.items() if source == name))


def _is_whole(source: Source, kind: str, there: set[str]) -> bool:
    """Whether a file has every column that a kind of file can't do without."""
    aliases = source.files[kind].aliases
    needed = needs.required(source, kind)
    return all(there & {folded(one) for one in (name, *aliases.get(name, ()))} for name in needed)
