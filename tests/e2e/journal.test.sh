#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The journal from the command line: settle, soak, hand moves, rollback, release and promote, with a
# clock that the test sets, and a kill before every effect of a run that writes both branches.
# shellcheck disable=SC2154,SC2317
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts repo=$SCRATCH/shop.git
layout=(--oci-layout "registry.example.com=$layouts")
# The newest image's digest; older ones stay in the layout.
push() { # TEXT
    "$examples/image.sh" "$layouts/acme/myapp" latest "$1"
}
at() { # TIME COMMAND WORD…
    "$WEIR" "$2" "${layout[@]}" --now "2026-03-$1Z" -C "$repo" "${@:3}"
}
pin() { # NAMESPACE: of main
    git -C "$repo" show "main:$1/imagestream.yaml" | grep -o 'sha256:[0-9a-f]*' | head -1
}
records() { # NAMESPACE [FILTER]
    git -C "$repo" show "weir-journal/main:$1/myapp/latest.jsonl" | jq -r "${2-.kind}"
}
# A person's commit on main that replaces a digest in one file.
by_hand() { # NAMESPACE NEW SUBJECT
    rm -rf "$SCRATCH/clone"
    git clone -q "$repo" "$SCRATCH/clone"
    sed -i "s/sha256:[0-9a-f]*/$2/" "$SCRATCH/clone/$1/imagestream.yaml"
    git -C "$SCRATCH/clone" commit -qam "$3"
    git -C "$SCRATCH/clone" push -q
}

export GIT_AUTHOR_DATE=2026-02-01T00:00:00Z GIT_COMMITTER_DATE=2026-02-01T00:00:00Z
tree=$SCRATCH/tree
cp -r "$examples/shop" "$tree"
sed -i 's/^    - namespace: app-staging/&\n      gates: [{soak: 2h}]/; s/^    - namespace: app-prod/&\n      gates: [{soak: 24h}]/' \
    "$tree/promotion.yaml"
git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm 'shop'
git clone -q --bare "$tree" "$repo"
one=$(push one)

# --- the journal starts, and soaks are measured by it
expect_status 'import-image starts the journal' 0 at 01T00:00:00 import-image myapp:latest \
    --from registry.example.com/acme/myapp:latest --scheduled -n app-dev --reason 'first image'
expect_equal 'the pin is recorded' pinned "$(records app-dev)"
expect_equal 'with who asked for it' 'Ada <ada@example.org>: first image' \
    "$(records app-dev '"\(.who): \(.why)"')"
expect_equal 'and by which commit' "$(git -C "$repo" rev-parse main)" "$(records app-dev .commit)"
expect_status 'staging waits for its soak' 0 at 01T01:00:00 sync
expect_contains 'and says until when' "$OUT" 'complete at 2026-03-01T02:00:00Z'
expect_equal 'nothing is pinned there' '' "$(pin app-staging)"
expect_status 'one second too early it still waits' 0 at 01T01:59:59 sync
expect_equal 'with the same text' '' "$(pin app-staging)"
expect_status 'when the soak is complete, it moves' 0 at 01T02:00:00 sync
expect_equal 'staging has it' "$one" "$(pin app-staging)"
expect_equal 'the record says why' 'soak 2h: in app-dev since 2026-03-01T00:00:00Z' \
    "$(records app-staging '.evidence[0].text')"
expect_equal 'the commit has the time at which the move was allowed' 2026-03-01T02:00:00+00:00 \
    "$(git -C "$repo" log -1 --format=%cI main)"
before=$(git -C "$repo" rev-parse main weir-journal/main)
expect_status 'a second run writes nothing' 0 at 01T02:00:00 sync
expect_equal 'to neither branch' "$before" "$(git -C "$repo" rev-parse main weir-journal/main)"

# --- daily releases do not starve production
two=$(push two)
at 02T00:00:00 sync >/dev/null
at 02T02:00:00 sync >/dev/null
three=$(push three)
at 03T01:00:00 sync >/dev/null
at 03T03:00:00 sync >/dev/null
expect_equal 'staging has the third' "$three" "$(pin app-staging)"
expect_equal 'production has the second, which soaked for a day' "$two" "$(pin app-prod)"
expect_equal 'after the first' "$one $two" "$(records app-prod .digest | paste -sd ' ')"

# --- a revert by hand is kept
by_hand app-staging "$two" 'staging: back to two'
expect_status 'a sync keeps a hand move' 0 at 03T04:00:00 sync
expect_equal 'unchanged' "$two" "$(pin app-staging)"
expect_contains 'and names its author' "$OUT" 'by Ada <ada@example.org>'
expect_equal 'it is recorded as held' 'held staging: back to two' \
    "$(records app-staging '"\(.kind) \(.why)"' | tail -1)"
four=$(push four)
at 04T00:00:00 sync >/dev/null
at 04T06:00:00 sync >/dev/null
expect_equal 'dev moves' "$four" "$(pin app-dev)"
expect_equal 'staging does not move' "$two" "$(pin app-staging)"
expect_status 'release lets it move' 0 at 04T07:00:00 release myapp -n app-staging
expect_contains 'and says so' "$OUT" 'Tag app-staging/myapp:latest released'
expect_status 'releasing it again finds nothing held' 0 at 04T07:00:00 release myapp -n app-staging
expect_contains 'and says so' "$OUT" 'is not held'
at 04T08:00:00 sync >/dev/null
expect_equal 'staging takes the newest' "$four" "$(pin app-staging)"

# --- rollback
at 05T09:00:00 sync >/dev/null
expect_equal 'then production has the fourth' "$four" "$(pin app-prod)"
expect_status 'rollback takes production back' 0 at 05T10:00:00 rollback myapp -n app-prod \
    --reason 'errors since the release' --until 12h
expect_equal 'to what it had before' "$two" "$(pin app-prod)"
expect_equal 'with its workload' "$two" \
    "$(git -C "$repo" show main:app-prod/deployment.yaml | grep -o 'sha256:[0-9a-f]*')"
git -C "$repo" show main:app-prod/imagestream.yaml >"$SCRATCH/stream"
expect_contains 'it is held' "$SCRATCH/stream" \
    'weir.dev/hold: until=2026-03-05T22:00:00Z reason=errors since the release'
expect_contains 'and the other is denied' "$SCRATCH/stream" "weir.dev/deny: $four"
expect_equal 'it is recorded' 'rolledBack errors since the release' \
    "$(records app-prod '"\(.kind) \(.why)"' | tail -1)"
at 05T11:00:00 sync >/dev/null
expect_equal 'the next sync keeps it' "$two" "$(pin app-prod)"
at 06T12:00:00 sync >/dev/null
expect_equal 'even after the hold has ended, because the image is denied' "$two" "$(pin app-prod)"
expect_status 'a rollback beyond the first image is refused' 1 at 06T12:00:00 rollback myapp \
    -n app-prod --to 9
expect_contains 'with a hint' "$OUT" 'weir history'
expect_status 'a rollback to an image that is gone is refused' 1 \
    env "EMPTY=$SCRATCH" "$WEIR" rollback myapp -n app-prod --now 2026-03-06T12:00:00Z -C "$repo" \
    --oci-layout "registry.example.com=$SCRATCH/nothing"
five=$(push five)
at 07T00:00:00 sync >/dev/null
at 07T02:00:00 sync >/dev/null
at 08T02:00:00 sync >/dev/null
expect_equal 'a newer image moves production' "$five" "$(pin app-prod)"

# --- promote
six=$(push six)
at 09T00:00:00 sync >/dev/null
at 09T02:00:00 sync >/dev/null
expect_status 'promote does not pass a soak' 1 at 09T03:00:00 promote myapp --to app-prod
expect_equal 'nothing moved' "$five" "$(pin app-prod)"
expect_status 'except with --override-gates' 0 at 09T03:00:00 promote myapp --to app-prod --override-gates \
    --reason '#4711'
expect_equal 'production has it' "$six" "$(pin app-prod)"
expect_contains 'the record says what was passed over' \
    <(records app-prod '.evidence[]?.text' | tail -1) 'passed over: soak 24h'
expect_status '--dry-run writes nothing' 0 at 09T04:00:00 rollback myapp -n app-prod --dry-run
expect_equal 'as it was' "$six" "$(pin app-prod)"

# --- a namespace back to a time
expect_status 'a whole namespace is rolled back' 0 at 09T05:00:00 rollback --all -n app-prod \
    --to 2026-03-03T12:00:00Z
expect_equal 'to the images that it had then' "$two" "$(pin app-prod)"
for request in 'rollback --all --to 1h' 'rollback myapp' 'release --all' 'release myapp'; do
    # shellcheck disable=SC2086 # the words of the request
    expect_status "$request: a misspelt namespace is an error" 2 at 09T05:00:00 $request -n app-prd
    expect_contains 'that lists the namespaces' "$ERR" 'name one of: app-dev, app-prod, app-staging'
done

# --- a tag that a person deletes
expect_status 'a new tag' 0 at 09T05:00:00 tag "registry.example.com/acme/myapp@$one" \
    app-dev/myapp:old
expect_status 'can be deleted' 0 at 09T05:30:00 tag -d app-dev/myapp:old --reason 'nobody needs it'
expect_contains "in oc's words" "$OUT" 'Deleted tag app-dev/myapp:old.'
expect_equal 'from its stream' 0 \
    "$(git -C "$repo" show main:app-dev/imagestream.yaml | grep -c 'name: old')"
expect_equal 'the commit says who asked for it' \
    "delete app-dev/myapp:old $one none" \
    "$(git -C "$repo" log -1 --format='%(trailers:key=Weir-Move,valueonly)' main)"
expect_equal 'its history is kept, and says who deleted it, why and in which commit' \
    "missing Ada <ada@example.org>: nobody needs it $(git -C "$repo" rev-parse main)" \
    "$(git -C "$repo" show weir-journal/main:app-dev/myapp/old.jsonl | tail -n 1 |
        jq -r '"\(.kind) \(.who): \(.why) \(.commit)"')"
tips=$(git -C "$repo" rev-parse weir-journal/main)
expect_status 'history shows it' 0 "$WEIR" history app-dev/myapp:old \
    --now 2026-03-09T05:30:00Z -C "$repo"
expect_contains 'with the image that it had' "$OUT" "${one:7:12}"
expect_status 'deleting it again is refused' 1 at 09T05:30:00 tag -d app-dev/myapp:old
expect_equal 'and records nothing' "$tips" "$(git -C "$repo" rev-parse weir-journal/main)"

# --- a work tree of the repository knows the journal
rm -rf "$SCRATCH/clone" && git clone -q "$repo" "$SCRATCH/clone"
expect_status 'explain in a clone' 0 "$WEIR" explain myapp:latest -n app-prod "${layout[@]}" \
    --now 2026-03-09T06:00:00Z -C "$SCRATCH/clone"
expect_contains 'knows that it is held' "$OUT" 'the tag is held'
expect_status 'rollback in a clone edits files' 0 "$WEIR" rollback myapp -n app-staging \
    "${layout[@]}" --now 2026-03-09T06:00:00Z -C "$SCRATCH/clone"
expect_contains 'and commits nothing' "$OUT" 'nothing committed'
expect_contains 'by the history of the journal' "$SCRATCH/clone/app-staging/imagestream.yaml" "$five"

# --- killed before every effect: both branches end where an undisturbed run takes them
cp -r "$repo" "$SCRATCH/start.git"
seven=$(push seven)
prepare() {
    rm -rf "$repo" && cp -r "$SCRATCH/start.git" "$repo"
}
check() {
    at 10T00:00:00 sync >"$SCRATCH/again" 2>&1 || return
    [[ $(pin app-dev) == "$seven" ]] || return
    git -C "$repo" fsck --strict 2>&1 | grep -E '^(error|missing|broken)' && return 1
    # one record of the seventh image, and none of another lost
    [[ $(records app-dev .digest | grep -c "$seven") == 1 ]] || return
    [[ $(records app-dev .digest | uniq | wc -l) == $(($(git -C "$SCRATCH/start.git" show \
        weir-journal/main:app-dev/myapp/latest.jsonl | wc -l) + 1)) ]]
}
KILL_STEP=6 kill_at_every_effect 'no run loses or doubles a record' prepare check \
    "$WEIR" sync "${layout[@]}" --now 2026-03-10T00:00:00Z "$repo"
finish
