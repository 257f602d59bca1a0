#!/usr/bin/env python3
"""Runs compare.ipynb and keeps the executed copy, its plots as pictures beside it: execute.py OUTPUTS TO. Fails where a cell fails."""

import base64
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

here = Path(__file__).resolve().parent
outputs, to = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
os.environ["HOWMANY_OUTPUTS"] = str(outputs)
notebook = nbformat.read(here / "compare.ipynb", as_version=4)
NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(here)}}).execute()
to.mkdir(parents=True, exist_ok=True)
nbformat.write(notebook, to / "compare.ipynb")
plots = [o.data["image/png"] for c in notebook.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
for n, png in enumerate(plots, 1):
    (to / f"plot-{n}.png").write_bytes(base64.b64decode(png))
cells = sum(c.cell_type == "code" for c in notebook.cells)
print(f"{cells} cells, {len(plots)} plots: {to / 'compare.ipynb'}")
