#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# coverage.sh [SUITE…]: line and branch coverage of each folder by these suites (unit, plans).
# Built in $WEIR_BUILD/coverage; a page for each file is in its `html` folder.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${WEIR_BUILD:-$PWD/build}/coverage
suites=()
for suite in "${@:-unit}"; do
    suites+=(--suite "$suite")
done
(($# > 0)) || suites+=(--suite plans)

# Without optimization, or lines and branches are not those of the source.
[[ -e $folder/build.ninja ]] ||
    CC=gcc meson setup "$folder" . -Db_coverage=true --buildtype debug -Doptimization=0 >/dev/null
meson compile -C "$folder" >/dev/null
find "$folder" -name '*.gcda' -delete
meson test -C "$folder" --no-rebuild --quiet "${suites[@]}" >/dev/null || echo 'some tests failed'
mkdir -p "$folder/html"
gcovr --root . --object-directory "$folder" --exclude tests --exclude-unreachable-branches \
    --exclude-throw-branches --json-summary "$folder/summary.json" \
    --html-details "$folder/html/index.html" "$folder" >/dev/null
python3 - "$folder/summary.json" <<'END'
import collections
import json
import os
import sys

sums = collections.defaultdict(lambda: [0, 0, 0, 0])
for file in json.load(open(sys.argv[1]))['files']:
    for folder in (os.path.dirname(file['filename']), 'all'):
        for i, key in enumerate(('line_covered', 'line_total', 'branch_covered', 'branch_total')):
            sums[folder][i] += file[key]
print(f'{"folder":24} {"lines":>16} {"branches":>16}')
for folder in sorted(sums, key=lambda name: (name == 'all', name)):
    a, b, c, d = sums[folder]
    print(f'{folder:24} {a:6}/{b:<6}{100 * a / max(b, 1):3.0f} %',
          f'{c:6}/{d:<6}{100 * c / max(d, 1):3.0f} %')
END
