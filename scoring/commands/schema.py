"""`scoring schema`: the JSON Schemas, for editors and for programs."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.commands import options
from scoring.documents.files import cannot_write, write_text
from scoring.problems import InputRefused, Language, Text
from scoring.views.schemas import schemas, text_of

SUFFIX = ".schema.json"


@click.command("schema", epilog=options.examples(
    "scoring schema                        their names",
    "scoring schema project                one of them",
    "scoring schema --into my/schemas      all of them as files, those of an older version replaced",
))  # fmt: skip
@click.argument("name", required=False)
@click.option("--into", metavar="DIR", help="write all of them into DIR")
@options.language
def command(name: str | None, into: str | None, lang: Language) -> None:
    """Print the JSON Schema of a rulebook's, an indicator set's or a project's file, of the scorecard or of problems.

    An editor with a TOML extension completes and checks a file whose first line is `#:schema PATH`, PATH being where the
    schema lies, seen from the file.
    """
    made = schemas()
    if into is not None:
        if name is not None:
            raise click.UsageError("--into writes all of them; leave NAME out")
        write_schemas(Path(into))
        click.echo(
            Text(f"{len(made)} schemas in {into}", f"{into} 中有 {len(made)} 个模式").in_language(lang), err=True
        )
    elif name is None:
        for each in made:
            click.echo(each.removesuffix(SUFFIX))
    elif f"{name}{SUFFIX}" in made:
        click.echo(text_of(made[f"{name}{SUFFIX}"]), nl=False)
    else:
        raise click.UsageError(f"no schema `{name}`; there are {', '.join(each.removesuffix(SUFFIX) for each in made)}")


def write_schemas(folder: Path) -> None:
    """All schemas as files of a folder; raises `InputRefused`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            write_text(folder / name, text_of(schema))
    except OSError as error:
        raise InputRefused([cannot_write(str(folder), error)]) from None
