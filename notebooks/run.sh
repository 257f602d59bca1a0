#!/usr/bin/env bash
# Runs compare.ipynb over the tables of a folder: run.sh OUTPUTS TO. Its packages go into a virtual environment below TO, pinned.
set -euo pipefail
outputs=$(realpath "$1")
mkdir -p "$2"
to=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
if [ ! -x "$to/venv/bin/python" ]; then
    "$python" -m venv "$to/venv" 2>/dev/null || {
        root=()
        if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
        "${root[@]}" apt-get update -qq
        DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq python3-venv
        "$python" -m venv --clear "$to/venv"
    }
fi
"$to/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
"$to/venv/bin/python" "$here/execute.py" "$outputs" "$to"
