#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A kill, or a full disk, at every effect of a run that begins a journal's next part and joins packs:
# no record and no object is lost, and the next run completes the work. Uses journal_tool.c ($TOOL).
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
APP=$SCRATCH/app.git
export TOOL_CACHE=$SCRATCH/cache
PACKS=33 # the next run joins them (pack_join.h); its own pack is still protected

git init -q "$SCRATCH/work"
(cd "$SCRATCH/work" && echo 0 >one.yaml && git add -A && git commit -qm first)
git clone -q --bare "$SCRATCH/work" "$SCRATCH/start.git"
git -C "$SCRATCH/start.git" config gc.auto 0
last=0
for ((run = 1; run <= PACKS; run++)); do
    run "$TOOL" run "$SCRATCH/start.git" a $((run % 6 + 1)) one.yaml "$run"
    ((STATUS == 0)) || not_ok "run $run" "$OUT" "$ERR"
    last=$run
done
packs() { find "$1/objects/pack" -name 'pack-*.pack' | wc -l; }
digits() { "$TOOL" show "$1" | tail -n 1; }
objects() { git -C "$1" cat-file --batch-all-objects --batch-check='%(objectname)'; }
expect_equal 'each run left a pack' "$PACKS" "$(packs "$SCRATCH/start.git")"
objects "$SCRATCH/start.git" >"$SCRATCH/objects"
before=$(digits "$SCRATCH/start.git") after="$before 7"

# Only the last run finds the file full. In a bare repository the branch moves before its journal.
export TOOL_PART=1000
prepare() {
    rm -rf "$APP" "$TOOL_CACHE"
    cp -a "$SCRATCH/start.git" "$APP"
}
file() { git -C "$APP" show main:one.yaml; }
check() {
    local state
    git -C "$APP" fsck --strict --no-dangling || return
    objects "$APP" | comm -23 "$SCRATCH/objects" - | grep . && { echo 'objects are lost'; return 1; }
    state="$(file) $(digits "$APP")"
    [[ $state == "$last $before" || $state == "new $before" || $state == "new $after" ]] || { echo "$state"; return 1; }
    "$TOOL" run "$APP" a 7 one.yaml new # 1 when it was done already
    (($? < 2)) && [[ "$(file) $(digits "$APP")" == "new $after" ]] || { digits "$APP"; return 1; }
    git -C "$APP" fsck --strict --no-dangling || return
    "$TOOL" run "$APP" a 8 one.yaml newer || return
    (($(packs "$APP") <= PACKS + 1)) || { echo "$(packs "$APP") packs"; return 1; }
    git -C "$APP" ls-tree -r --name-only weir-journal/main app | paste -sd ' ' >"$SCRATCH/names"
    [[ $(<"$SCRATCH/names") == 'app/web/a.jsonl app/web/a.jsonl.2' ]] || { cat "$SCRATCH/names"; return 1; }
    git -C "$APP" fsck --strict --no-dangling
}
check_full() { ((STATUS <= 2)) && check; }
prepare
expect_status 'the run without a kill' 0 "$TOOL" run "$APP" a 7 one.yaml new
expect_equal 'joins the packs' 2 "$(packs "$APP")"
expect_equal 'and continues in the next part' "new $after" "$(file) $(digits "$APP")"
kill_at_every_effect 'a kill while a part begins and packs are joined loses nothing' prepare check \
    "$TOOL" run "$APP" a 7 one.yaml new
KILL_MODE=torn KILL_STEP=5 kill_at_every_effect 'nor does a torn write' prepare check \
    "$TOOL" run "$APP" a 7 one.yaml new
KILL_STEP=5 fail_at_every_effect 'nor does a full disk' ENOSPC prepare check_full \
    "$TOOL" run "$APP" a 7 one.yaml new
finish
