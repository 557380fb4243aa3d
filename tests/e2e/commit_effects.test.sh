#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A kill, or a full disk, at every effect of `weir sync --commit` in a work tree: each file, the index
# and the branch are old or new, and the next run completes the commit.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layout=(--oci-layout "registry.example.com=$SCRATCH/registry" --now 2026-06-01T12:00:00Z)
start=$SCRATCH/start tree=$SCRATCH/tree done_commit=$SCRATCH/done
"$examples/image.sh" "$SCRATCH/registry/acme/myapp" latest 'first' >/dev/null
mkdir "$start"
cp -r "$examples/shop/app-dev" "$start"
git -C "$start" init -q
"$WEIR" import-image "${layout[@]}" myapp:latest --from=registry.example.com/acme/myapp:latest \
    --scheduled -n app-dev -C "$start" >"$OUT" 2>&1 || cat "$OUT"
git -C "$start" add -A && git -C "$start" commit -qm 'an environment'
"$examples/image.sh" "$SCRATCH/registry/acme/myapp" latest 'second' >/dev/null
files=(app-dev/{imagestream,deployment}.yaml)

prepare_tree() {
    rm -rf "$tree" && cp -a "$start" "$tree"
}
same() { # FILE: succeeds if it has the old or the new bytes
    cmp -s "$tree/$1" "$start/$1" || cmp -s "$tree/$1" "$done_commit/$1"
}
paths() { # FOLDER
    (cd "$1" && find . -path ./.git -prune -o -type f -print | sort)
}
cp -a "$start" "$done_commit"
first=$(git -C "$start" rev-parse HEAD)
expect_status 'the work tree gets a commit' 0 "$WEIR" sync --commit "${layout[@]}" "$done_commit"
committed=$(git -C "$done_commit" rev-parse 'HEAD^{tree}')
check_commit() {
    local file
    for file in "${files[@]}"; do
        same "$file" || { echo "$file is neither old nor new"; return 1; }
    done
    "$WEIR" sync --commit "${layout[@]}" "$tree" || { echo "the next run ends with $?"; return 1; }
    [[ $(git -C "$tree" rev-parse HEAD~) == "$first" ]] || { git -C "$tree" log --oneline; return 1; }
    [[ $(git -C "$tree" rev-parse 'HEAD^{tree}') == "$committed" ]] || { echo 'another tree'; return 1; }
    [[ -z $(git -C "$tree" status --porcelain) ]] || { git -C "$tree" status --porcelain; return 1; }
    git -C "$tree" diff-files --quiet || { echo 'the index is stale'; return 1; }
    git -C "$tree" fsck --strict --no-dangling || return 1
    paths "$tree" >"$SCRATCH/left"
    paths "$done_commit" | diff - "$SCRATCH/left" || return 1
    rm -f "$tree/.git/weir.ref-"* # the next move of a ref removes it
    (cd "$tree/.git" && find . -maxdepth 1 -type f | sort) >"$SCRATCH/left"
    (cd "$done_commit/.git" && find . -maxdepth 1 -type f | sort) | diff - "$SCRATCH/left"
}
kill_at_every_effect 'a kill leaves a commit in a work tree undone or done' prepare_tree check_commit \
    "$WEIR" sync --commit "${layout[@]}" "$tree"
KILL_MODE=torn KILL_STEP=3 kill_at_every_effect 'so does a torn write' prepare_tree check_commit \
    "$WEIR" sync --commit "${layout[@]}" "$tree"
check_commit_failed() {
    ((STATUS == 0 || STATUS == 2 || STATUS == 1)) && check_commit
}
KILL_STEP=3 fail_at_every_effect 'a full disk leaves it undone or done, and says so' ENOSPC \
    prepare_tree check_commit_failed "$WEIR" sync --commit "${layout[@]}" "$tree"
finish
