"""How far a run is, on stderr: a bar on a terminal, a line now and then elsewhere, nothing where nobody asked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline import OnProgress, Progress

EVERY_SECONDS = 5.0


@contextmanager
def progress(asked: bool | None) -> Iterator[OnProgress | None]:
    """What `pipeline.run` reports to. `asked` is None where the user said nothing: then only a terminal gets it."""
    on_terminal = sys.stderr.isatty()
    if asked is False or (asked is None and not on_terminal):
        yield None
    elif on_terminal:
        with _bar() as report:
            yield report
    else:
        yield _Lines()


@contextmanager
def _bar() -> Iterator[OnProgress]:
    from tqdm import tqdm

    form = "{percentage:3.0f}%|{bar}| {postfix} [{elapsed}, {remaining} left]"
    with tqdm(total=1, bar_format=form, file=sys.stderr, leave=False) as bar:

        def report(now: Progress) -> None:
            bar.total = max(now.size_total, 1)
            rate = now.pages / bar.format_dict["elapsed"] if bar.format_dict["elapsed"] else 0.0
            bar.set_postfix_str(_said(now, rate), refresh=False)
            bar.update(now.size_done - bar.n)

        yield report


class _Lines:
    """A line every few seconds, for logs."""

    def __init__(self) -> None:
        self.start = self.last = time.monotonic()

    def __call__(self, now: Progress) -> None:
        moment = time.monotonic()
        if moment - self.last < EVERY_SECONDS and now.done < now.total:
            return
        self.last = moment
        elapsed = moment - self.start
        share = now.size_done / now.size_total if now.size_total else 1.0
        left = elapsed / share - elapsed if share else 0.0
        click.echo(f"{_said(now, now.pages / elapsed if elapsed else 0.0)}, about {left:.0f} s left", err=True)


def _said(now: Progress, rate: float) -> str:
    return f"{now.done} of {now.total} documents, {now.pages} pages, {rate:.0f} pages/s"
