#!/usr/bin/env python3
"""Writes into the documents what the program really prints: `make docs` builds it and calls this.

    python3 docs/refresh.py target/release/howmany

- `docs/codebook.md` and `outputs/README.md` become the output of `howmany codebook`.
- In README.md a comment says what stands below it:
    <!-- run: ARGUMENTS -->         the block that follows becomes its first line and what `howmany ARGUMENTS` prints;
                                    ARGUMENTS may end in `# from WORD` (the lines from the one that begins so) or
                                    `# first N` (so many lines), where the block's first line says the same in shell
    <!-- row: TABLE | SENTENCE | COLUMNS -->    the table that follows becomes that row of TABLE.csv, one column a line
    <!-- matrix: WORDS -->          the table that follows becomes the cells of `comparison_matrix` of topics with these words

Runs in a folder of its own, over the sample. Standard library only.
"""

import csv
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    binary = Path(sys.argv[1]).resolve()
    codebook = subprocess.run([binary, "codebook"], check=True, capture_output=True, text=True).stdout
    for name in ("docs/codebook.md", "outputs/README.md"):
        (ROOT / name).write_text(codebook)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "data/raw").mkdir(parents=True)
        (work / "data/raw/sample").symlink_to(ROOT / "data/raw/sample")
        (work / "docs").symlink_to(ROOT / "docs")
        subprocess.run([binary, "run", "data/raw", "--out", "outputs", "--quiet", "--no-cache"], check=True, cwd=work)
        readme = ROOT / "README.md"
        readme.write_text(filled(readme.read_text(), binary, work))


def filled(text: str, binary: Path, work: Path) -> str:
    """The document with every marked block replaced."""

    def run(match: re.Match) -> str:
        args, _, cut = match["what"].partition(" # ")
        done = subprocess.run([binary, *shlex.split(args)], cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        lines = done.stdout.rstrip().splitlines()
        if cut.startswith("from "):
            lines = lines[next(i for i, line in enumerate(lines) if line.startswith(cut[5:])) :]
        elif cut.startswith("first "):
            lines = lines[: int(cut[6:])]
        return "\n".join([match["mark"], f"```{match['lang']}", match["first"], *lines, "```"])

    text = re.sub(r"(?P<mark><!-- run: (?P<what>.*?) -->)\n```(?P<lang>\w*)\n(?P<first>.*)\n(?:.*\n)*?```", run, text)

    def table(match: re.Match) -> str:
        make = {"row": row, "matrix": matrix}[match["kind"]]
        return "\n".join([match["mark"], "", *make(match["what"], work / "outputs"), "", ""])

    return re.sub(r"(?P<mark><!-- (?P<kind>row|matrix): (?P<what>.*?) -->)\n\n(?:\|.*\n)*\n?", table, text)


def row(what: str, out: Path) -> list[str]:
    """One row of a table, turned: a column a line."""
    name, sentence, columns = (part.strip() for part in what.split("|"))
    found = [r for r in read(out / f"{name}.csv") if sentence in (r.get("sentence") or r.get("example_sentence") or "")]
    if not found:
        sys.exit(f"README.md: no row of {name}.csv holds the sentence {sentence!r}")
    return ["| column | value |", "| --- | --- |"] + [f"| {c} | {cell(found[0][c])} |" for c in columns.split()]


def matrix(what: str, out: Path) -> list[str]:
    """The cells of the matrix that are filled, of topics whose label has these words: topics as columns."""
    rows = [r for r in read(out / "comparison_matrix.csv") if what.lower() in r["label"].lower() and int(r["n_claimants"]) > 1]
    if not rows:
        sys.exit(f"README.md: no topic of several claimants has {what!r} in its label")
    skip = {"topic_id", "label", "first_day", "last_day", "n_claimants"}
    lines = ["| | " + " | ".join(r["label"] for r in rows) + " |", "| --- |" + " --- |" * len(rows)]
    for column in rows[0]:
        if column not in skip and any(r[column] for r in rows):
            lines.append(f"| {column} | " + " | ".join(cell(r[column]) for r in rows) + " |")
    return lines


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cell(text: str) -> str:
    """Text as a cell of Markdown; a number of many digits cut to four."""
    if re.fullmatch(r"\d+\.\d{5,}", text):
        text = f"{float(text):.4g}"
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    main()
