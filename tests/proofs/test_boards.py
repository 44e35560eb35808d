from __future__ import annotations

import sys

from tests.proofs.boards import boards


def test_no_sentence_of_a_random_board_is_without_its_data() -> None:
    """A seeded sample; `make proofs` judges 10,000."""
    judged = boards(100, seed=20261128, each=34)
    sys.stdout.write(f"{judged}\n")
    assert judged.boards >= 100
    assert judged.wrong == [], "\n".join(judged.wrong)
