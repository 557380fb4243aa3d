#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Are all sources as clang-format 14 would write them? `format.sh --fix` rewrites the others.
set -eu
cd "$(dirname "$0")/.."
format=$(command -v clang-format-14 || command -v clang-format) || exit 77
[[ $("$format" --version) == *'version 14.'* ]] || exit 77
mode=(--dry-run -Werror)
[[ ${1-} != --fix ]] || mode=(-i)
find manifests diff reconciler tests examples docs -name '*.[ch]' -print0 2>/dev/null |
    xargs -0 -n 20 -P 2 "$format" --style=file "${mode[@]}"
