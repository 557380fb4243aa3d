#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every example repository works: it is clean, one sync writes it, a second one finds nothing; the
# quickstart runs as it is; and README.md lists commands that exist.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
layouts=$SCRATCH/layouts
layout=(--oci-layout "registry.example.com=$layouts" --oci-layout "quay.io=$layouts"
    --oci-layout "docker.io=$layouts")

# Gives an image to everything that the repository in FOLDER follows or imports.
push_all() { # FOLDER TEXT
    local name
    "$WEIR" get tags -C "$1" "${layout[@]}" -o json |
        jq -r '.items[].source // empty' | sort -u >"$SCRATCH/sources"
    while read -r name; do
        name=${name%@*}
        [[ $name == */*:* ]] || continue
        "$examples/image.sh" "$layouts/$(cut -d/ -f2- <<<"${name%:*}")" "${name##*:}" "$2" \
            >/dev/null
    done <"$SCRATCH/sources"
}

count=0
for example in "$examples"/*/; do
    name=$(basename "$example")
    count=$((count + 1))
    tree=$SCRATCH/$name
    cp -r "$example" "$tree"
    git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm start
    if [[ $name == shop ]]; then # its first tag is requested by a person
        "$examples/image.sh" "$layouts/acme/shop" latest shop >/dev/null
        expect_status "$name: import-image makes the first pin" 0 "$WEIR" import-image myapp:latest \
            --from=registry.example.com/acme/shop --scheduled -n app-dev "${layout[@]}" -C "$tree"
    fi
    push_all "$tree" one
    expect_status "$name: lint finds no error" 0 "$WEIR" lint "$tree"
    expect_contains "$name: and no warning" "$OUT" 'no problems'
    expect_status "$name: sync writes it" 0 "$WEIR" sync "$tree" "${layout[@]}"
    expect_not "$name: and the files differ" git -C "$tree" diff --quiet
    rm -rf "$SCRATCH/after" && cp -a "$tree" "$SCRATCH/after"
    expect_status "$name: a second sync writes nothing" 0 "$WEIR" sync "$tree" "${layout[@]}"
    expect "$name: and writes nothing" diff -r "$SCRATCH/after" "$tree"
    expect_status "$name: lint still finds no error" 0 "$WEIR" lint "$tree"
    expect_contains "$name: without a warning" "$OUT" 'no problems'

    git -C "$tree" add -A && git -C "$tree" commit -qm pinned
    push_all "$tree" two
    expect_status "$name: a new image is written" 0 "$WEIR" sync "$tree" "${layout[@]}"
    git -C "$tree" diff --numstat | awk '$1 != $2' >"$SCRATCH/odd"
    expect_equal "$name: only the expected lines change" '' "$(cat "$SCRATCH/odd")"
    expect_not "$name: in a file with a followed tag" git -C "$tree" diff --quiet
done
expect_equal 'all examples were tried' "$(find "$examples" -mindepth 1 -maxdepth 1 -type d | wc -l)" \
    "$count"

# The quickstart with the program that is there: it builds nothing and installs nothing.
build=$SCRATCH/build/quickstart
mkdir -p "$build/reconciler" "$SCRATCH/bin"
touch "$build/build.ninja"
ln -s "$WEIR" "$build/reconciler/weir"
printf '#!/bin/sh\nexit 0\n' >"$SCRATCH/bin/meson"
chmod +x "$SCRATCH/bin/meson"
seconds=$SECONDS
expect_status 'the quickstart runs to its end' 0 env "PATH=$SCRATCH/bin:$PATH" \
    "WEIR_BUILD=$SCRATCH/build" "$examples/quickstart.sh"
expect_contains 'and says that another run writes nothing' "$OUT" 'nothing to do'
expect_contains 'and ends with all tags up to date' "$OUT" 'in-step'
expect_equal 'in less than a minute' yes "$( ((SECONDS - seconds < 60)) && echo yes)"
expect_equal 'without an error message' '' "$(cat "$ERR")"
expect_lacks 'and without color when the output is not a terminal' "$OUT" $'\e['

# Each command of README.md works in a clone of a repository that has a journal.
git -C "$SCRATCH/shop" commit -qam second
git clone -q --bare "$SCRATCH/shop" "$SCRATCH/shop.git"
expect_status 'sync starts a journal' 0 "$WEIR" sync "$SCRATCH/shop.git" "${layout[@]}"
git clone -q "$SCRATCH/shop.git" "$SCRATCH/clone"
printf 'ociLayouts: {registry.example.com: "%s"}\n' "$layouts" >"$SCRATCH/runner.yaml"
git -C "$SCRATCH/clone" fetch -q origin weir-journal/main:weir-journal/main
sed -n '/^## Use it/,/^To try/s/^    weir/weir/p' "$examples/../README.md" >"$SCRATCH/commands"
count=0
while IFS= read -r line; do
    [[ $line == 'weir run '* ]] && continue # would ask a server that does not exist
    eval "words=(${line%%  *#*})"
    count=$((count + 1))
    run env -C "$SCRATCH/clone" "WEIR_CONFIG=$SCRATCH/runner.yaml" "$WEIR" "${words[@]:1}"
    # The day of --at may be in the future of this machine's clock.
    expect_equal "README.md: ${line%%  *#*}" '' \
        "$( ((STATUS < 2)) || grep -v 'is not in the past$\|hint: write' "$ERR")"
done <"$SCRATCH/commands"
expect_equal 'README.md lists commands' yes "$( ((count > 10)) && echo yes)"
finish
