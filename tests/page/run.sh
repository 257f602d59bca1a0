#!/usr/bin/env bash
# Tests report.html in Debian's Chromium: run.sh PROGRAM SAMPLE. Installs what it needs: Chromium and Node from Debian, the rest as locked.
set -euo pipefail
program=$(realpath "$1")
sample=$(realpath "$2")
cd "$(dirname "$0")"

need=()
command -v chromium >/dev/null || need+=(chromium)
command -v npm >/dev/null || need+=(nodejs npm)
if [ ${#need[@]} -gt 0 ]; then
    root=()
    if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
    "${root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq "${need[@]}"
fi

# The browser is Debian's: none is downloaded.
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund
HOWMANY=$program SAMPLE=$sample CHROMIUM=$(command -v chromium) npm test --silent
