#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh PROGRAM [FOLDER…]: fuzzes for $FUZZ_SECONDS (60), starting with the folders.
# Input that makes it fail is left in the folder that the last lines name.
set -u
found=$(mktemp -d "${TMPDIR:-/tmp}/weir-fuzz.XXXXXX") || exit 1
mkdir "$found/inputs" || exit 1
if "$1" -max_total_time="${FUZZ_SECONDS:-60}" -rss_limit_mb=4096 -print_final_stats=1 \
    -artifact_prefix="$found/" "$found/inputs" "${@:2}" >"$found/log" 2>&1; then
    grep -E '^(Done|stat::number_of_executed_units)' "$found/log"
    rm -rf "$found"
    exit 0
fi
tail -n 40 "$found/log"
echo "what made it fail lies in $found"
exit 1
