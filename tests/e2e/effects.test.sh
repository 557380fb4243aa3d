#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A kill, or a full disk, at every effect of a sync: each file or ref is old or new, never in
# between, and the next run completes the work.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

"$examples/image.sh" "$SCRATCH/registry/acme/myapp" latest 'first' >/dev/null
layout=(--oci-layout "registry.example.com=$SCRATCH/registry" --now 2026-06-01T12:00:00Z)
start=$SCRATCH/start
cp -r "$examples/shop" "$start"
git -C "$start" init -q
"$WEIR" import-image "${layout[@]}" myapp:latest --from=registry.example.com/acme/myapp:latest \
    --scheduled -n app-dev -C "$start" >"$OUT" 2>&1 || cat "$OUT"
"$WEIR" sync "${layout[@]}" "$start" >"$OUT" 2>&1 || cat "$OUT"
git -C "$start" add -A && git -C "$start" commit -qm 'all three environments'
git clone -q --bare "$start" "$SCRATCH/start.git"
"$WEIR" sync "${layout[@]}" "$SCRATCH/start.git" >"$OUT" 2>&1 || cat "$OUT" # begins the journal
"$examples/image.sh" "$SCRATCH/registry/acme/myapp" latest 'second' >/dev/null

# The result of a run without a kill.
tree=$SCRATCH/tree bare=$SCRATCH/bare.git done_tree=$SCRATCH/done
cp -a "$start" "$done_tree"
expect_status 'the work tree is edited' 0 "$WEIR" sync "${layout[@]}" "$done_tree"
cp -a "$SCRATCH/start.git" "$SCRATCH/done.git"
expect_status 'the bare repository gets a commit' 0 "$WEIR" sync "${layout[@]}" "$SCRATCH/done.git"
wanted=$(git -C "$SCRATCH/done.git" rev-parse main)
files=(app-{dev,staging,prod}/{imagestream,deployment}.yaml)

prepare_tree() {
    rm -rf "$tree" && cp -a "$start" "$tree"
}
same() { # FILE: succeeds if it has the old or the new bytes
    cmp -s "$tree/$1" "$start/$1" || cmp -s "$tree/$1" "$done_tree/$1"
}
paths() { # FOLDER
    (cd "$1" && find . -path ./.git -prune -o -type f -print | sort)
}
check_tree() {
    local file consumer stream
    for file in "${files[@]}"; do
        same "$file" || { echo "$file is neither old nor new"; return 1; }
    done
    # Sources are written before consumers.
    for consumer in app-{dev,staging,prod}/deployment.yaml; do
        cmp -s "$tree/$consumer" "$start/$consumer" && continue
        stream=${consumer%/*}/imagestream.yaml
        cmp -s "$tree/$stream" "$done_tree/$stream" && continue
        echo "$consumer is ahead of its stream"
        return 1
    done
    "$WEIR" sync "${layout[@]}" "$tree" || { echo "the next run ends with $?"; return 1; }
    for file in "${files[@]}"; do
        cmp "$tree/$file" "$done_tree/$file" || return 1
    done
    paths "$tree" >"$SCRATCH/left"
    paths "$done_tree" | diff - "$SCRATCH/left"
}
kill_at_every_effect 'a kill leaves each file of a work tree old or new' prepare_tree check_tree \
    "$WEIR" sync "${layout[@]}" "$tree"
KILL_MODE=torn KILL_STEP=3 kill_at_every_effect 'so does a torn write' prepare_tree check_tree \
    "$WEIR" sync "${layout[@]}" "$tree"
check_tree_failed() {
    ((STATUS == 0 || STATUS == 2 || STATUS == 1)) && check_tree
}
KILL_STEP=3 fail_at_every_effect 'a full disk leaves each file old or new, and says so' ENOSPC prepare_tree \
    check_tree_failed "$WEIR" sync "${layout[@]}" "$tree"

records() { # REPOSITORY: the images of each tag in its journal
    local file
    for file in $(git -C "$1" ls-tree -r --name-only weir-journal/main); do
        echo "$file"
        git -C "$1" show "weir-journal/main:$file" | grep -o '"digest":"[^"]*"'
    done
}
prepare_bare() {
    rm -rf "$bare" && cp -a "$SCRATCH/start.git" "$bare"
}
check_bare() {
    git -C "$bare" fsck --strict --no-dangling || return 1
    local tip
    tip=$(git -C "$bare" rev-parse main)
    [[ $tip == "$(git -C "$SCRATCH/start.git" rev-parse main)" || $tip == "$wanted" ]] ||
        { echo "the branch is at $tip"; return 1; }
    "$WEIR" sync "${layout[@]}" "$bare" || { echo "the next run ends with $?"; return 1; }
    tip=$(git -C "$bare" rev-parse main)
    [[ $tip == "$wanted" ]] || { echo "then the branch is at $tip, not $wanted"; return 1; }
    records "$bare" >"$SCRATCH/left"
    records "$SCRATCH/done.git" | diff - "$SCRATCH/left"
}
kill_at_every_effect 'a kill leaves the branch old or new' prepare_bare check_bare \
    "$WEIR" sync "${layout[@]}" "$bare"
check_bare_failed() {
    ((STATUS == 0 || STATUS == 2 || STATUS == 1)) && check_bare
}
KILL_STEP=3 fail_at_every_effect 'a full disk leaves the branch old or new' ENOSPC prepare_bare \
    check_bare_failed "$WEIR" sync "${layout[@]}" "$bare"
finish
