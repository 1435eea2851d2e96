"""`lakip evaluate`: how right the observations are, against labels that people made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import database_option, debug_option, example, reading
from commands.terminal import tell

if TYPE_CHECKING:
    from store import Fact, Score


@click.command("evaluate", epilog=example("lakip evaluate corpus/gold", "lakip evaluate corpus/gold --show 5"))
@click.argument("gold_dir", type=click.Path(exists=True, path_type=Path))
@database_option
@click.option(
    "--show", type=click.IntRange(0), default=0, metavar="N", help="Print N missed and N wrong facts a document."
)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@debug_option
def command(gold_dir: Path, database: Path, show: int, as_json: bool) -> None:
    """Print precision, recall and F1 against labels.

    Compares the observations with the *.gold.json files in GOLD_DIR.

    A value is right when document, page, year, measure and value agree and its indicator is at least 0.85 alike.
    """
    from store import GoldError, load_gold, predictions, score

    try:
        labels = load_gold(gold_dir)
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    with reading(database) as db:
        scores = [score(gold, predictions(db, gold.document)) for gold in labels]
        have = {name for (name,) in db.execute("SELECT document FROM documents")}
    if as_json:
        click.echo(json.dumps(_as_json(scores), indent=1))
    else:
        _print(scores, show)
    missing = [one.document for one in scores if one.document not in have]
    if missing:
        tell(f"Not in the database, so nothing of them is right: {', '.join(missing)}", err=True)


def _print(scores: list[Score], show: int) -> None:
    from store import macro_f1, together

    for one in scores:
        tell(_line(one))
        for kind, facts in (("missed", one.missed), ("wrong", one.wrong)):
            for fact in facts[:show]:
                tell(f"         {kind:<6} {_said(fact)}")
    total = together(scores)
    click.echo(_line(total))
    click.echo(f"macro F1 {macro_f1(scores):.4f} over {len(scores)} documents, {total.right + len(total.missed)} facts")


def _line(one: Score) -> str:
    return (
        f"{one.f1:.4f} F1  {one.precision:.4f} P  {one.recall:.4f} R  {one.right:5d} right {len(one.missed):4d} missed"
        f" {len(one.wrong):4d} wrong  {one.document}"
    )


def _said(fact: Fact) -> str:
    return f"p{fact.page} {fact.measure} {fact.year} {fact.value} raw={fact.raw!r} | {fact.indicator[:70]}"


def _as_json(scores: list[Score]) -> dict[str, Any]:
    from store import macro_f1, together

    return {
        "documents": [_numbers(one) for one in scores],
        "micro": _numbers(together(scores)),
        "macro_f1": macro_f1(scores),
    }


def _numbers(one: Score) -> dict[str, Any]:
    return {
        "document": one.document,
        "right": one.right,
        "missed": len(one.missed),
        "wrong": len(one.wrong),
        "precision": round(one.precision, 4),
        "recall": round(one.recall, 4),
        "f1": round(one.f1, 4),
    }
