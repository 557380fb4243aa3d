#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A run with a clock that is ahead, and the repair of the journal.
. "$(dirname "$0")/lib.sh"

export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
tree=$SCRATCH/tree repository=$SCRATCH/repository.git
digest=sha256:$(printf 'a%.0s' {1..64})
mkdir "$tree"
cat >"$tree/dev.yaml" <<END
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: dev}
spec:
  tags:
  - name: latest
    from: {kind: DockerImage, name: "registry.example.com/web:latest@$digest"}
END
git -C "$tree" init -q -b main
git -C "$tree" add -A && git -C "$tree" commit -qm 'web'
git clone -q --bare "$tree" "$repository"

run() { # NOW COMMAND ARGUMENTS: its output is in $SCRATCH/out, its status in $status
    local now=$1 command=$2
    shift 2
    status=0
    "$WEIR" "$command" -C "$repository" --now "$now" "$@" >"$SCRATCH/out" 2>&1 || status=$?
}
journal() { git -C "$repository" for-each-ref --format='%(refname)' refs/heads/weir-journal; }
records() { git -C "$repository" show "$(journal):dev/web/latest.jsonl"; }

run 2031-01-01T00:00:00Z sync
expect_equal 'a run with a clock that is ahead writes a record' 1 "$(records | wc -l)"
records >"$SCRATCH/before"

run 2026-11-02T09:00:00Z sync
expect_equal 'a run with the right clock adds nothing by itself' 1 "$(records | wc -l)"
expect_contains 'and its report says how to repair the journal' "$SCRATCH/out" 'weir journal repair'
run 2026-11-02T09:00:00Z history web:latest -n dev
expect_contains 'the history shows an unknown time' "$SCRATCH/out" 'since unknown'

run 2026-11-02T09:00:00Z journal repair --dry-run
expect_equal 'a dry run says what would be repaired' '0 1' \
    "$status $(grep -c '^Tag dev/web:latest .*(dry run)' "$SCRATCH/out")"
expect_equal 'and writes nothing' 1 "$(records | wc -l)"

run 2026-11-02T09:00:00Z journal repair
expect_equal 'a repair succeeds' 0 "$status"
records >"$SCRATCH/after"
expect_same 'it changes no earlier line' "$SCRATCH/before" <(head -n 1 "$SCRATCH/after")
expect_equal 'it adds a record of the same kind and image, with the time of the repair' \
    "pinned $digest 2026-11-02T09:00:00Z true" \
    "$(tail -n 1 "$SCRATCH/after" | jq -r '"\(.kind) \(.digest) \(.time) \(.rebuilt)"')"
expect_contains 'the reason names the wrong time' <(tail -n 1 "$SCRATCH/after") 2031-01-01T00:00:00Z
run 2026-11-02T10:00:00Z audit
expect_equal 'the audit finds no exception' 0 "$status"
expect_contains 'it notes the record that is ahead' "$SCRATCH/out" record-ahead
expect_equal 'it notes once that the image was there before the journal' 1 \
    "$(grep -c journal-begun-later "$SCRATCH/out")"
run 2026-11-02T10:00:00Z history web:latest -n dev
expect_contains 'the history says that the image was recorded again' "$SCRATCH/out" 'pinned, recorded again'

run 2026-11-02T10:00:00Z journal repair
expect_equal 'a second repair has nothing to do' '0 Nothing' \
    "$status $(head -n 1 "$SCRATCH/out" | cut -d ' ' -f 1)"
run 2026-11-02T10:00:00Z journal mend
expect_equal 'another action is an error' 2 "$status"
repository=$tree run 2026-11-02T10:00:00Z journal repair
expect_equal 'a work tree has no journal to repair' 2 "$status"

finish
