#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The cache of a bare repository between two runs: files that declare nothing.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

cp -r "$examples/shop" "$SCRATCH/shop"
cat >"$SCRATCH/shop/other.yaml" <<END
apiVersion: v1
kind: ConfigMap
metadata: {name: other, namespace: elsewhere}
END
git -C "$SCRATCH/shop" init -q
git -C "$SCRATCH/shop" add -A && git -C "$SCRATCH/shop" commit -qm 'shop'
repository=$SCRATCH/shop.git
git clone -q --bare "$SCRATCH/shop" "$repository"
object=$(git -C "$repository" rev-parse main:other.yaml)
object=$repository/objects/${object:0:2}/${object:2}

lint() { # NAME: its output is in $SCRATCH/NAME
    "$WEIR" lint "$repository" >"$SCRATCH/$1" 2>&1
}
kept() {
    find "$XDG_CACHE_HOME/weir" -name parts 2>/dev/null
}

lint first
expect 'a run keeps what it found' test -s "$(kept)"
expect_equal 'readable only by this user' '600 700' \
    "$(stat -c %a "$(kept)" "$(dirname "$(kept)")" | paste -sd ' ')"
lint second
expect_same 'the next run prints the same' "$SCRATCH/first" "$SCRATCH/second"

mv "$object" "$SCRATCH/object" || exit 1
lint unread
expect_same 'without reading the file that declares nothing' "$SCRATCH/first" "$SCRATCH/unread"
cp "$(kept)" "$SCRATCH/parts"
chmod g+w "$(kept)"
lint shared
expect_contains 'a file that others can write is not trusted' "$SCRATCH/shared" other.yaml
install -m 600 "$SCRATCH/parts" "$(kept)"
printf x | dd of="$(kept)" bs=1 seek=200 conv=notrunc status=none
lint damaged
expect_contains 'neither is a damaged one' "$SCRATCH/damaged" other.yaml
mv "$SCRATCH/object" "$object"
lint healed
expect_same 'and it is rebuilt' "$SCRATCH/first" "$SCRATCH/healed"

rm -r "$XDG_CACHE_HOME"
"$WEIR" lint "$SCRATCH/shop" >/dev/null 2>&1
expect_equal 'nothing is kept for a work tree' '' "$(kept)"
XDG_CACHE_HOME=/proc/none lint nowhere
expect_same 'a run without a cache folder prints the same' "$SCRATCH/first" "$SCRATCH/nowhere"
finish
