#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A year of hourly moves in a bare repository: a tag follows a registry and is promoted through two
# environments, in 8,760 runs (or $YEAR_HOURS). The repository keeps few files and a moderate size,
# and the last run takes about as long as the first one.
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)
hours=${YEAR_HOURS:-8760}
cd "$SCRATCH" || exit 1

cp -r "$here/../../examples/shop" shop && chmod -R u+rwX shop
"$here/../../examples/image.sh" first/acme/myapp latest first >/dev/null
git -C shop init -q
"$WEIR" import-image --oci-layout registry.example.com=first myapp:latest \
    --from=registry.example.com/acme/myapp:latest --scheduled -n app-dev -C shop >"$OUT" 2>&1 || cat "$OUT"
git -C shop add -A && git -C shop commit -qm shop
git clone -q --bare shop year.git

expect 'all runs succeed' python3 "$here/year.py" --weir "$WEIR" --layouts layouts \
    --repository year.git --hours "$hours"
sed 's/^/# /' "$OUT"
figure() { awk -v name="$1" '$1 == name {print $2}' "$OUT"; }
at_most() { # NAME FIGURE MOST
    if (($(figure "$2") <= $3)); then
        ok "$1 ($(figure "$2"))"
    else
        not_ok "$1" "$2 is $(figure "$2"), more than $3"
    fi
}
at_most 'the repository never has 1,000 files' most-files 999
at_most 'nor more than 100 MB' most-bytes 100000000
at_most 'the last runs take less than four times as long as the first' last-ms $((4 * $(figure first-ms)))
expect 'git finds no fault' git -C year.git fsck --strict
expect_equal 'each run made a commit' $((hours + 1)) "$(git -C year.git rev-list --count main)"
for environment in app-dev app-staging app-prod; do
    git -C year.git ls-tree --name-only weir-journal/main "$environment/myapp/" |
        while read -r file; do git -C year.git cat-file blob "weir-journal/main:$file"; done |
        grep -cE '"kind":"(pinned|promoted)"' >records
    expect_equal "$environment has a record of each move" "$hours" \
        "$(("$(<records)" - $([[ $environment == app-dev ]] && echo 1 || echo 0)))"
done
expect_status 'a run with nothing new' 0 "$WEIR" diff --oci-layout registry.example.com=layouts \
    --now 2027-06-01T00:00:00Z year.git
expect_status 'the history is readable' 0 "$WEIR" history -n app-prod myapp:latest -C year.git -o json
finish
