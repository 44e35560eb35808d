"""Three steps for whoever opens a board for the first time: what to look at, what is behind it, what to do with it."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.translations import mark

LOOK, BEHIND, SHARE = mark("Look here first"), mark("What is behind"), mark("Choose and share")
STEPS: Mapping[str, tuple[tuple[str, str], ...]] = {  # by the board's level: (what for, what to do)
    "supervisor": (
        (
            LOOK,
            mark(
                "Red chips above: something really changed. What asks for attention stands below, worst first, with "
                "its cases, owners and minutes left."
            ),
        ),
        (BEHIND, mark("Press a number and see the cases that make it; press its name and read what it means.")),
        (
            SHARE,
            mark(
                "Choose day, process and team above. The address of the page keeps the choice: send it to whoever has "
                "to act. PDF prints the board."
            ),
        ),
    ),
    "manager": (
        (
            LOOK,
            mark(
                "The first sentence and the table say which process really changed this week; all others move in "
                "their routine and ask for nothing."
            ),
        ),
        (
            BEHIND,
            mark(
                "Press a number and see its rows; below, each gap names the team, channel or tier that holds most of "
                "it and who answers for it."
            ),
        ),
        (
            SHARE,
            mark(
                "Choose processes and tiers above: they go with you to the other pages. The address keeps them for "
                "your team; PDF is for the meeting."
            ),
        ),
    ),
    "executive": (
        (
            LOOK,
            mark(
                "The sentences above say whether the month is on plan, what took from the base, and which decision "
                "is asked of you."
            ),
        ),
        (
            BEHIND,
            mark("Press a number and see what it is made of, down to the customer, with definition and source."),
        ),
        (
            SHARE,
            mark(
                "Choose a month and a tier above. PDF gives the pages for the committee; the address of the page "
                "shows others the same, within what they may see."
            ),
        ),
    ),
}
