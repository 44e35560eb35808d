"""Who of a list is held out from it, so that what the list does can be seen: the same customers for whoever asks."""

from __future__ import annotations

from hashlib import sha256

SHARE = 0.10
LEAST = 30  # customers of each group, as shares of the catalogue need: of fewer a share tells of single persons


def held_out(list_id: str, customer: str, share: float = SHARE) -> bool:
    """Whether this customer of this list is held out; the lists draw apart from each other.

    The first 64 bits of a SHA-256 are held against the share: the draw needs no memory, and a larger share holds out
    the same customers and more. The length of the list's id stands before it, so that no two pairs are written alike.
    """
    drawn = sha256(f"{len(list_id)}:{list_id}{customer}".encode()).digest()
    return int.from_bytes(drawn[:8]) < share * 2**64
