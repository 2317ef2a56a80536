#!/usr/bin/env bash
# Runs vim_lsp.vim in Vim on a terminal of its own. Needs Vim 9, script(1) and a copy of vim-lsp.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${VIM_LSP:?the directory of github.com/prabirshrestha/vim-lsp}"
export VIM_LSP SPAWNSAFE=${SPAWNSAFE:-$here/../../target/debug/spawnsafe}
SCRATCH=$(mktemp -d)
export SCRATCH TERM=xterm
trap 'rm -rf "$SCRATCH"' EXIT
printf 'import os, signal\nfrom multiprocessing.context import ForkProcess\n' >"$SCRATCH/example.py"
timeout 60 script -qec "vim -u '$here/vim_lsp.vim' -i NONE -n" /dev/null >"$SCRATCH/screen" </dev/null || true
cat "$SCRATCH/result"
[ "$(head -1 "$SCRATCH/result")" = ok ]
