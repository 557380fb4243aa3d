#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Adopts exported clusters: the first sync changes no image that runs, a second one at the same time
# writes nothing, and every tag's image is on record. ADOPTION_SEEDS="FIRST LAST" tries others.
# shellcheck disable=SC2154
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)

for stream in api web worker; do
    for tag in latest 1.0 1.1 old; do
        printf '%s %s %s\n' "$stream" "$tag" \
            "$(python3 "$here/push_images.py" "$SCRATCH/layouts" "team/$stream:$tag" --content "$stream $tag")"
    done
done >"$SCRATCH/images"

echo "ociLayouts: {quay.io: $SCRATCH/layouts}" >"$SCRATCH/runner.yaml"
export WEIR_CONFIG=$SCRATCH/runner.yaml

at() { # TIME COMMAND ARGUMENT…
    "$WEIR" "$2" --now "2026-11-02T$1Z" -C "$bare" "${@:3}" \
        >"$SCRATCH/said" 2>&1 </dev/null
}
running() { python3 "$here/adoption.py" running "$SCRATCH/images" "$1" "$SCRATCH/was"; }

# Writes what differs between the files of the bare repository and the exported cluster.
moved() { # NAME
    rm -rf "$SCRATCH/now"
    git clone -q "$bare" "$SCRATCH/now"
    running "$SCRATCH/now" >"$SCRATCH/$1"
    diff "$SCRATCH/before" "$SCRATCH/$1" >"$SCRATCH/moved"
}

adopt() { # SEED
    local seed=$1 tree=$SCRATCH/tree
    bare=$SCRATCH/app.git
    rm -rf "$tree" "$bare" "$SCRATCH/was"
    python3 "$here/adoption.py" make "$seed" "$SCRATCH/images" "$SCRATCH/was"
    cp -r "$SCRATCH/was" "$tree"
    git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm export
    git clone -q --bare "$tree" "$bare"
    running "$tree" >"$SCRATCH/before"
    at 09:00:00 sync
    local status=$?
    moved first || { echo "seed $seed: the first sync (status $status) changed"; cat "$SCRATCH/moved" "$SCRATCH/said"; return 1; }
    local head
    head=$(git -C "$bare" rev-parse main)
    at 09:00:00 sync
    [[ $(git -C "$bare" rev-parse main) == "$head" ]] ||
        { echo "seed $seed: a second sync at the same time writes"; cat "$SCRATCH/said"; return 1; }
    known "$seed"
}

# Every image that a tag had is on record, so that the tag can be rolled back to it.
known() { # SEED
    local object digest
    while read -r object digest; do
        [[ $object == */* ]] || continue
        at 09:00:00 history "${object#*/}" -n "${object%%/*}" -o json
        grep -q "$digest" "$SCRATCH/said" || { echo "seed $1: $object has no record of $digest"; cat "$SCRATCH/said"; return 1; }
    done <"$SCRATCH/before"
}

read -r first last <<<"${ADOPTION_SEEDS:-1 20}"
for ((seed = first; seed <= last; seed++)); do
    expect "the first sync of cluster $seed changes nothing that runs" adopt "$seed"
done
finish
