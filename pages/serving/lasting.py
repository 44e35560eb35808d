"""What outlives a run of a page, set aside from the search for garbage that Streamlit has Python do after each run.

That search (`runner.postScriptGC` of Streamlit 1.67) walks over all that the process holds: modules, definitions of
metrics, boards in the caches. They last, and with them it took three quarters of a warm rerun. What a run leaves is
still looked for after each run; all that there is, whenever something that lasts was made.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass


@dataclass
class Keeping:
    """How this process keeps what lasts."""

    serving: bool = False
    """Whether it serves readers: a test or a command has no such search after each run."""
    made: bool = False
    """Whether something that lasts was made since it was last set aside."""

    def set_aside(self) -> None:
        """Free what nobody holds any more, then leave what is left out of later searches."""
        if not (self.serving and self.made):
            return
        self.made = False
        gc.unfreeze()
        gc.collect()
        gc.freeze()


KEEPING = Keeping()
