"""The command line: reads the arguments, calls the module that does the work, prints what it says."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from crm_metrics import settings as environment
from crm_metrics.command import arguments
from crm_metrics.command.run import REFUSED, Run
from crm_metrics.command.screen import screened
from crm_metrics.errors import CrmError, DataError
from crm_metrics.languages import DEFAULT
from crm_metrics.settings import Settings
from crm_metrics.words import Words

# Where each command is done: a module of this folder, and its function. It is loaded when the command is given, because
# the command line has to start fast: what most of them read through takes longer than the others run.
COMMANDS = {
    "init": ("founding", "init"),
    "demo": ("founding", "demo"),
    "import": ("loading", "bring"),
    "suggest": ("suggesting", "propose"),
    "receive": ("receiving", "receive"),
    "query": ("answers", "query"),
    "rows": ("rows", "rows"),
    "relate": ("relations", "relate"),
    "metrics": ("catalogue", "metrics"),
    "versions": ("versions", "versions"),
    "rollback": ("versions", "rollback"),
    "rebuild": ("loading", "rebuild"),
    "sync": ("loading", "sync"),
    "cluster": ("loading", "cluster"),
    "doctor": ("doctor", "doctor"),
    "board": ("boards", "board"),
    "plans": ("plans", "plans"),
    "office": ("office", "office"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 done with something to look at, 2 refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    with screened():
        return _main(argv)


def _main(argv: Sequence[str] | None) -> int:
    run = Run(argparse.Namespace(), Settings())
    try:
        settings = environment.load()
        run = Run(argparse.Namespace(), settings)
        run = Run(arguments.parser(Words(settings.language or DEFAULT)).parse_args(argv), settings)
        if run.folder.is_file():
            raise DataError("{file} is a file: a warehouse is a folder. Name another one.", file=run.folder)
        return command(run.given.command)(run)
    except CrmError as error:
        for refusal in getattr(error, "errors", (error,)):  # one load may be refused for several files
            run.say(refusal)
        return REFUSED
    except KeyboardInterrupt:
        run.tell("Stopped. The warehouse is as it was.")
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        run.tell("{file} can't be read or written: {reason}.", file=error.filename, reason=error.strerror)
        return REFUSED


def command(name: str) -> Callable[[Run], int]:
    """What does a command and gives its exit code."""
    module, function = COMMANDS[name]
    found = import_module(f"crm_metrics.command.{module}")  # only what is asked for: the command line starts fast
    does: Callable[[Run], int] = getattr(found, function)
    return does
