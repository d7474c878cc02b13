"""The command `atelier`: what a newcomer types."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from toolkit.errors import ToolkitError
from toolkit.messages import message

_LANG = os.environ.get("ATELIER_LANG", "fr") if os.environ.get("ATELIER_LANG") == "en" else "fr"
_REPOSITORY = Path(__file__).resolve().parents[1]


def _say(key: str, **values: object) -> str:
    """Return a line of the command's catalogue."""
    return message(f"cli.{key}", lang=_LANG, **values)


app = typer.Typer(
    help=_say("help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

codebook_app = typer.Typer(
    help=_say("codebook"), no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(codebook_app, name="codebook")


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn errors made on purpose, and Ctrl-C, into one line and an exit status."""
    try:
        yield
    except ToolkitError as error:
        typer.echo(_say("error", text=error.words(_LANG)), err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.echo(_say("interrupted"), err=True)
        raise typer.Exit(130) from error


def _sample_file(name: str, out: Path) -> Path:
    """Return a sample of the repository, or make the same one where there is no repository."""
    found = _REPOSITORY / "data_samples" / name
    if found.exists():
        return found
    from toolkit.anonymise import write_new_record
    from toolkit.samples import write_sample

    folder = out.with_name(f"{out.name}-sample")
    write_sample(folder, ads=3000, seed=2026)
    record = folder / "processing_record.yaml"
    if not record.exists():
        write_new_record(record)
    return folder / "ads_raw.csv"


def _report(path_or_corpus: Path, out: Path, **options: object) -> None:
    """Make a diagnostic and say where it is."""
    from toolkit.pipeline import diagnose

    manifest = diagnose(path_or_corpus, out=out, **options)  # type: ignore[arg-type]  # checked there
    report = (out / str(manifest["report"])).resolve()
    typer.echo(_say("report_is", path=report))


@app.command(help=_say("demo"))
def demo(
    out: Annotated[Path, typer.Option(help=_say("out"))] = Path("out/demo"),
    lang: Annotated[str, typer.Option(help=_say("lang"))] = _LANG,
) -> None:
    """Make the diagnostic of the invented sample corpus."""
    with _clear_errors():
        typer.echo(_say("demo_starts"))
        _report(_sample_file("ads_raw.csv", out), out, lang=lang)


@app.command(help=_say("diagnose"))
def diagnose(
    file: Annotated[Path, typer.Argument(help=_say("file"))],
    out: Annotated[Path | None, typer.Option(help=_say("diagnose_out"))] = None,
    departement: Annotated[list[str] | None, typer.Option(help=_say("departement"))] = None,
    period: Annotated[tuple[str, str] | None, typer.Option(help=_say("period"))] = None,
    lang: Annotated[str, typer.Option(help=_say("lang"))] = _LANG,
    document: Annotated[list[str] | None, typer.Option(help=_say("document"))] = None,
) -> None:
    """Make the diagnostic of a file."""
    with _clear_errors():
        options = {"departements": departement or None, "period": period, "lang": lang}
        folder = Path("out", file.stem) if out is None else out
        _report(file, folder, **options, documents=document or ())


@app.command(help=_say("anonymise"))
def anonymise(
    file: Annotated[Path, typer.Argument(help=_say("file"))],
    out: Annotated[Path, typer.Option(help=_say("out"))],
    record: Annotated[Path | None, typer.Option(help=_say("record"))] = None,
) -> None:
    """Write the pseudonymised corpus of a file, and why rows were set aside."""
    with _clear_errors():
        from toolkit.corpus import write_corpus, write_rejected
        from toolkit.pipeline import prepare
        from toolkit.review import masking_report
        from toolkit.writing import write_text_file

        prepared = prepare(file, record=record)
        if prepared.masks is not None:
            report = masking_report(prepared.corpus, prepared.masks)
            write_text_file(out / "masking_report.csv", report.to_csv(index=False))
        write_rejected(prepared.rejected, out / "rejected_rows.csv")
        written = write_corpus(prepared.corpus, out / "corpus.csv")
        typer.echo(
            _say(
                "anonymised",
                n=len(prepared.corpus),
                quarantined=len(prepared.quarantine),
                rejected=len(prepared.rejected),
                path=written.resolve(),
            )
        )


@app.command(help=_say("sample"))
def sample(
    out: Annotated[Path, typer.Option(help=_say("out"))],
    ads: Annotated[int, typer.Option(min=1, help=_say("ads"))] = 3000,
    seed: Annotated[int, typer.Option(help=_say("seed"))] = 2026,
) -> None:
    """Write an invented corpus."""
    with _clear_errors():
        from toolkit.samples import write_sample

        for path in write_sample(out, ads=ads, seed=seed):
            typer.echo(str(path))


@app.command("new-record", help=_say("new_record"))
def new_record(
    path: Annotated[Path, typer.Argument(help=_say("record"))] = Path("processing_record.yaml"),
) -> None:
    """Write a processing record to fill in."""
    with _clear_errors():
        from toolkit.anonymise import write_new_record

        write_new_record(path)
        typer.echo(_say("record_is", path=path.resolve()))


@app.command(help=message("export.check", lang=_LANG))
def check(
    paths: Annotated[list[Path], typer.Argument(help=message("export.check_paths", lang=_LANG))],
) -> None:
    """Say what stands in files that may not leave."""
    with _clear_errors():
        from toolkit.export import check_files

        found = check_files(paths, lang=_LANG)
        for row in found.to_dict("records"):
            line = {str(name): value for name, value in row.items()}
            typer.echo(message("export.check_line", lang=_LANG, **line))
        if len(found):
            files = found["file"].nunique()
            typer.echo(message("export.check_found", lang=_LANG, n=len(found), files=files))
            raise typer.Exit(1)
        typer.echo(message("export.check_clean", lang=_LANG))


@codebook_app.command("check", help=_say("codebook_check"))
def codebook_check(
    folder: Annotated[Path | None, typer.Argument(help=_say("codebook_folder"))] = None,
) -> None:
    """Say what is wrong in a folder of indicators."""
    with _clear_errors():
        from toolkit.indicators.codebook_files.loading import check_codebook_files

        found = check_codebook_files(folder)
        wrong = [text for text in found.values() if text is not None]
        for text in wrong:
            typer.echo(text, err=True)
        if wrong:
            typer.echo(_say("codebook_wrong", n=len(wrong), total=len(found)), err=True)
            raise typer.Exit(1)
        typer.echo(_say("codebook_right", n=len(found)))


@codebook_app.command("list", help=_say("codebook_list"))
def codebook_list(
    folder: Annotated[Path | None, typer.Option(help=_say("codebook_folder"))] = None,
) -> None:
    """List the indicators."""
    with _clear_errors():
        from toolkit.indicators import load_codebook

        for indicator in load_codebook(folder, include_experimental=True):
            role = message(f"codebook.role_{indicator.role}", lang=_LANG)
            typer.echo(
                f"{indicator.id:<22} {role:<14} {indicator.strength:<17} {indicator.label[_LANG]}"
            )


@codebook_app.command("show", help=_say("codebook_show"))
def codebook_show(
    identifier: Annotated[str, typer.Argument(help=_say("codebook_id"))],
    folder: Annotated[Path | None, typer.Option(help=_say("codebook_folder"))] = None,
) -> None:
    """Show one indicator whole."""
    with _clear_errors():
        from toolkit.indicators import load_codebook
        from toolkit.indicators.codebook_files.reference import describe_indicator

        book = load_codebook(folder, include_experimental=True)
        typer.echo(describe_indicator(book[identifier.upper()], lang=_LANG))


@codebook_app.command("docs", help=_say("codebook_docs"))
def codebook_docs(
    out: Annotated[Path, typer.Option(help=_say("codebook_page"))] = Path("docs/codebook.md"),
    lang: Annotated[str, typer.Option(help=_say("codebook_lang"))] = "en",
) -> None:
    """Write the reference page of the codebook."""
    with _clear_errors():
        from toolkit.indicators import load_codebook
        from toolkit.indicators.codebook_files.reference import reference_page
        from toolkit.writing import write_text_file

        page = reference_page(load_codebook(include_experimental=True), lang=lang)
        written = write_text_file(out, page)
        typer.echo(_say("codebook_page_is", path=written.resolve()))


def _set_values(given: list[str]) -> dict[str, str]:
    """Return the parameters that were typed as name=value; texts stay texts."""
    from toolkit.lab.refusing import NotebookError

    for text in given:
        if not text.partition("=")[0].strip() or "=" not in text:
            raise NotebookError("no_assignment", given=text)
    pairs = (text.partition("=") for text in given)
    return {name.strip(): value.strip() for name, _, value in pairs}


@app.command(help=_say("notebook"))
def notebook(
    name: Annotated[str, typer.Argument(help=_say("notebook_name"))],
    given: Annotated[list[str] | None, typer.Option("--set", help=_say("notebook_set"))] = None,
    out: Annotated[Path | None, typer.Option(help=_say("notebook_out"))] = None,
    lang: Annotated[str, typer.Option(help=_say("lang"))] = _LANG,
) -> None:
    """Run a notebook and write a page of it."""
    with _clear_errors():
        from toolkit.lab.running import find_notebook, write_notebook

        path = find_notebook(name, _REPOSITORY / "notebooks")
        typer.echo(message("notebook.starts", lang=_LANG, name=path.stem))
        page = out or Path("out", "carnets", f"{path.stem}.html")
        values = _set_values(given or [])
        written = write_notebook(path, page, given=values, folder=_REPOSITORY, lang=lang)
        typer.echo(message("notebook.page_is", lang=_LANG, path=written.resolve()))


@app.command(help=_say("lab"))
def lab(
    folder: Annotated[Path | None, typer.Argument(help=_say("folder"))] = None,
    browser: Annotated[bool, typer.Option(help=_say("browser"))] = True,
) -> None:
    """Open JupyterLab on the notebooks."""
    command = lab_command(folder or _REPOSITORY / "notebooks", browser=browser)
    try:
        finished = subprocess.run(command, check=False)  # noqa: S603 - our own interpreter
    except KeyboardInterrupt:
        return
    raise typer.Exit(finished.returncode)


def lab_command(folder: Path, *, browser: bool = True) -> list[str]:
    """Return the command that opens JupyterLab on a folder, on the page that lists its notebooks.

    Parameters
    ----------
    folder : pathlib.Path
        A folder of notebooks; its ``README.md``, if it has one, opens first.
    browser : bool
        Open the browser.

    Returns
    -------
    list of str
        The command and its arguments.

    Examples
    --------
    >>> lab_command(Path("notebooks"), browser=False)[-1]
    '--no-browser'
    """
    config = Path(__file__).parent / "lab" / "jupyter_lab_config.py"
    command = [sys.executable, "-m", "jupyterlab", "--config", str(config), str(folder)]
    if (folder / "README.md").is_file():
        command.append("--LabApp.default_url=/lab/tree/README.md")
    return command if browser else [*command, "--no-browser"]


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
