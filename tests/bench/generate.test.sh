#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tests of generate.py.
# shellcheck source=../e2e/lib.sh
. "$(dirname "$0")/../e2e/lib.sh"
GENERATE=$(dirname "$0")/generate.py

tree() { # FOLDER OPTION…
    python3 "$GENERATE" --streams 31 --files 200 --bare "$SCRATCH/$1" "${@:2}" >/dev/null &&
        git -C "$SCRATCH/$1" rev-parse 'main^{tree}'
}
count() { # FOLDER REGEX: files of main's tree with a matching line
    git -C "$SCRATCH/$1" grep -lE "$2" main | wc -l
}

ONE=$(tree one --references "$SCRATCH/references")
expect_equal 'equal options give equal bytes' "$ONE" "$(tree two)"
expect_not 'another seed gives different bytes' test "$ONE" = "$(tree three --seed 2)"
expect_equal 'the length of the history does not change its last commit' "$ONE" \
    "$(tree four --commits 8)"
expect_equal 'the history has its length' 8 "$(git -C "$SCRATCH/four" rev-list --count main)"
expect_equal 'there are as many files as requested' 200 \
    "$(git -C "$SCRATCH/one" ls-tree -r --name-only main | wc -l)"
expect_equal 'and as many streams' 31 "$(count one '"?kind"?: "?ImageStream"?,?.?$')"
expect_equal 'each kind of workload is there' 31 \
    "$(count one '"?kind"?: "?(Deployment|StatefulSet|DaemonSet|CronJob)"?,?.?$')"
expect_equal 'every image is listed once' 11 "$(sort -u "$SCRATCH/references" | wc -l)"

tree five --crlf 100 --comments 0 --json 0 >/dev/null
git -C "$SCRATCH/five" show "main:$(git -C "$SCRATCH/five" ls-tree -r --name-only main |
    grep imagestream | head -n 1)" >"$SCRATCH/file"
expect_equal 'line breaks can be CR LF' "$(wc -l <"$SCRATCH/file")" \
    "$(grep -c $'\r$' "$SCRATCH/file")"
tree six --json 100 >/dev/null
git -C "$SCRATCH/six" ls-tree -r --name-only main | grep -v weir.yaml | while read -r path; do
    git -C "$SCRATCH/six" show "main:$path"
done >"$SCRATCH/all.json"
expect 'files can be JSON' jq -e .kind "$SCRATCH/all.json"
expect_equal 'one object each' 199 "$(jq -r .kind "$SCRATCH/all.json" | wc -l)"

digest=sha256:$(printf '%064d' 7)
sed "s/\$/ $digest/" "$SCRATCH/references" >"$SCRATCH/digests"
tree seven --digests "$SCRATCH/digests" >/dev/null
expect_equal 'digests are pinned in streams and workloads' 62 "$(count seven "$digest")"
tree eight --environments 1 --references "$SCRATCH/references" >/dev/null
expect_equal 'each stream can have an image of its own' 31 "$(wc -l <"$SCRATCH/references")"
expect_equal 'then there are no promotions' 0 "$(count eight 'kind: Promotion')"
expect 'many objects share few files' \
    python3 "$GENERATE" --streams 31 --files 5 --no-git "$SCRATCH/nine"
expect_equal 'as many as requested' 5 "$(find "$SCRATCH/nine" -type f | wc -l)"
finish
