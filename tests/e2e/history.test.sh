#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The past: history, get tags --at, where, get environments and describe, from a journal that syncs
# wrote.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts image=registry.example.com/acme/myapp
layout=(--oci-layout "registry.example.com=$layouts")
push() { # TEXT: moves the upstream tag; sets $digest
    digest=$("$examples/image.sh" "$layouts/acme/myapp" latest "$1")
}
at() { # TIME COMMAND…: the program at a time of this day
    "$WEIR" "${@:2}" --now "2030-01-01T$1Z"
}
push one
one=$digest
cp -r "$examples/shop" "$SCRATCH/tree"
"$WEIR" tag --scheduled "$image:latest" app-dev/myapp:latest "${layout[@]}" -C "$SCRATCH/tree" \
    >/dev/null
sed -i 's/@sha256:[0-9a-f]*//' "$SCRATCH/tree"/app-dev/*.yaml
git -C "$SCRATCH/tree" init -q && git -C "$SCRATCH/tree" add -A
git -C "$SCRATCH/tree" commit -qm start
git clone -q --bare "$SCRATCH/tree" "$SCRATCH/shop.git"
shop=(-C "$SCRATCH/shop.git")

# Before the first record.
expect_status 'history before the journal has started: 0' 0 "$WEIR" history myapp -n app-prod "${shop[@]}"
expect_contains 'and says so' "$OUT" 'there is no journal yet'

at 08:00:00 sync -q "${layout[@]}" "${shop[@]}" >/dev/null
push two
two=$digest
at 10:00:00 sync -q "${layout[@]}" "${shop[@]}" >/dev/null

# history
expect_status 'history: 0' 0 at 11:00:00 history myapp:latest -n app-prod "${shop[@]}"
expect_contains 'it starts with the current pin' <(head -n 2 "$OUT") "now $two"
expect_equal 'the newest record comes first' "${two:0:19}" \
    "$(awk '/^60m/ {print $2; exit}' "$OUT")"
expect_equal 'the oldest comes last' "3h ${one:0:19} promoted" \
    "$(tail -n 1 "$OUT" | awk '{print $1, $2, $3}')"
expect_status 'with all that is recorded' 0 at 11:00:00 history app-prod/myapp:latest --evidence \
    "${shop[@]}"
expect_contains 'the commit is whole' "$OUT" "$(git -C "$SCRATCH/shop.git" rev-parse main)"
expect_contains 'and the time' "$OUT" '2030-01-01T10:00:00Z (60m)'
at 11:00:00 history myapp -n app-prod -o json "${shop[@]}" >"$SCRATCH/json"
expect_equal 'JSON has the same records' "$two $one" \
    "$(jq -r '[.items[0].records[].digest] | join(" ")' "$SCRATCH/json")"
expect_status 'history needs an existing tag: 2' 2 "$WEIR" history myapp:none -n app-prod \
    "${shop[@]}"
expect_contains 'and says where to look' "$ERR" 'weir get tags'
expect_status 'history of an image is an error' 2 "$WEIR" history "myapp@$one" -n app-prod "${shop[@]}"
expect_contains 'with a hint to another command' "$ERR" "weir where $one"
expect_status 'without a journal it is an error' 2 "$WEIR" history myapp -n app-prod \
    -C "$SCRATCH/tree"
expect_contains 'with a hint' "$ERR" 'run `git fetch` first'

# get tags --at
for time in 2030-01-01T09:00:00Z 2h; do
    expect_status "get tags --at $time: 0" 0 at 11:00:00 get tags --at "$time" "${shop[@]}"
    expect_equal 'each tag had the first image then' 3 "$(grep -c "${one:0:19}" "$OUT")"
done
expect_status 'a day means its end, and today means now' 0 at 11:00:00 get tags --at 2030-01-01 "${shop[@]}"
expect_equal 'each tag has the second image' 3 "$(grep -c "${two:0:19}" "$OUT")"
expect_status 'before all records: 0' 0 at 11:00:00 get tags myapp -n app-dev --at 2029-12-31 \
    "${shop[@]}"
expect_contains 'nothing is known' "$OUT" 'no record'
for time in 2030-01-02 2030-01-01T12:00:00Z yesterday 2030-02-30; do
    expect_status "a time that is not in the past: $time" 2 at 11:00:00 get tags --at "$time" "${shop[@]}"
done
expect_status '--at works with tags only' 2 at 11:00:00 get streams --at 2h "${shop[@]}"

# where
expect_status 'where: 0 when a tag has it' 0 at 11:00:00 where "$two" "${shop[@]}"
expect_contains 'tags that have it are listed' "$OUT" 'app-prod/myapp:latest'
expect_contains 'and workloads too' "$OUT" 'app-prod Deployment/myapp container myapp'
expect_status 'where: 0 when one had it' 0 at 11:00:00 where "${one:7:7}" "${shop[@]}"
expect_contains 'no tag or workload has a matching image now' "$OUT" 'no tag or workload has a matching image now'
expect_contains 'from when to when a tag had it' "$OUT" '2030-01-01T08:00:00Z   2030-01-01T10:00:00Z   120m'
expect_status 'the digest of a reference is used' 0 at 11:00:00 where "$image:latest@$two" \
    "${shop[@]}"
expect_status 'where: 1 when nothing has it' 1 at 11:00:00 where 1234567 "${shop[@]}"
for word in 123456 sha256:123456 sha1:1234567 latest 1234567g; do
    expect_status "where: 2 for an invalid digest: $word" 2 "$WEIR" where "$word" "${shop[@]}"
done
expect_status 'without a journal only the current images are searched' 1 "$WEIR" where "$one" \
    -C "$SCRATCH/tree"
expect_contains 'and the report says so' "$OUT" 'no journal is kept here'

# get environments, describe
expect_status 'get environments: 0' 0 at 11:00:00 get environments "${layout[@]}" "${shop[@]}"
expect_equal 'all environments are in step' 2 "$(grep -c 'up to date' "$OUT")"
at 11:00:00 get environments shop -o markdown "${layout[@]}" "${shop[@]}" >"$OUT"
expect_contains 'Markdown is a matrix' "$OUT" '| stream | app-dev | app-staging | app-prod |'
expect_status 'of a missing promotion: 2' 2 "$WEIR" get environments none "${layout[@]}" \
    "${shop[@]}"
expect_status 'describe: 0' 0 at 11:00:00 describe myapp -n app-prod "${layout[@]}" "${shop[@]}"
expect_contains 'shows the last records' "$OUT" "history: 60m ago promoted ${two:0:19}"

# A removed stream still has its history.
git clone -q "$SCRATCH/shop.git" "$SCRATCH/clone"
git -C "$SCRATCH/clone" rm -qr app-dev app-staging app-prod
git -C "$SCRATCH/clone" commit -qm 'all gone' && git -C "$SCRATCH/clone" push -q
expect_status 'a removed stream has a history' 0 at 11:00:00 history app-prod/myapp "${shop[@]}"
expect_contains 'as it was recorded' "$OUT" "${one:0:19}"

# A journal that was tampered with.
git clone -q --branch weir-journal/main "$SCRATCH/shop.git" "$SCRATCH/journal"
file=$(cd "$SCRATCH/journal" && ls -- */*/*.jsonl | head -n 1)
sed -i '1s/sha256:../sha256:ff/' "$SCRATCH/journal/$file"
git -C "$SCRATCH/journal" commit -qam damage && git -C "$SCRATCH/journal" push -q
rm -rf "$HOME/.cache"
expect_status 'a damaged journal file of a tag is an error' 2 at 11:00:00 history "${file%%/*}/myapp" \
    "${shop[@]}"
expect_contains 'the tag says so' "$OUT" 'unknown: '
expect_status '"nowhere" is not reported' 2 at 11:00:00 where 1234567 "${shop[@]}"
expect_status 'and an image that is found is reported, with the same status' 2 at 11:00:00 where "$two" "${shop[@]}"
finish
