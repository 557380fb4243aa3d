#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Gates that ask about the image: its labels and platforms, and programs of the runner.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

push() { # TARGET NAME ARGUMENT…
    python3 "$SERVERS_HERE/push_images.py" "$@" | cut -d ' ' -f 1
}
stream() { # NAMESPACE [DIGEST]
    printf 'apiVersion: image.openshift.io/v1\nkind: ImageStream\n'
    printf 'metadata: {name: web, namespace: %s}\nspec:\n  tags:\n' "$1"
    printf '  - name: latest\n    from: {kind: DockerImage, name: "quay.io/team/web:1%s"}\n' "${2:+@$2}"
}
gates() { # GATE…: of the hop from dev to prod
    printf 'apiVersion: weir.dev/v1alpha1\nkind: Promotion\nmetadata: {name: shop}\nspec:\n'
    printf '  streams: [web]\n  path:\n  - namespace: dev\n  - namespace: prod\n    gates:\n'
    printf '    - %s\n' "$@"
} >"$tree/shop.yaml"
hop() { # FILTER: of prod's row in the last report
    jq -r ".rows[] | select(.kind == \"hop\") | $1" "$OUT"
}
# Plans; the config file is $SCRATCH/runner/weir.yaml.
plan() { # ARGUMENT…
    run "$WEIR" diff -o json --oci-layout "quay.io=$SCRATCH/layouts" \
        --config "$SCRATCH/runner/weir.yaml" "$@" "$tree"
    cat "$OUT" "$ERR" >>"$SCRATCH/everything"
}
expect_hop() { # NAME REASON [TEXT of the detail or the last line of the trail]
    expect_equal "$1" "$2" "$(hop .reason)"
    [[ -z ${3-} ]] || hop '.detail // .trail[-1]' >"$SCRATCH/detail"
    [[ -z ${3-} ]] || expect_contains "$1: ${3:0:40}" "$SCRATCH/detail" "$3"
}

ended() { # PID: gone, or dead and not yet waited for by whoever inherited it
    [[ ! -e /proc/$1 ]] || grep -q ') Z ' "/proc/$1/stat"
}

tree=$SCRATCH/tree
mkdir -p "$tree" "$SCRATCH/runner"
: >"$SCRATCH/runner/weir.yaml"
OLD=$(push "$SCRATCH/layouts" team/web:0 --content old)
NEW=$(push "$SCRATCH/layouts" team/web:1 --content new --platforms linux/amd64,linux/arm64/v8)
stream dev "$NEW" >"$tree/dev.yaml"
stream prod "$OLD" >"$tree/prod.yaml"

# The image
gates 'label: {content: new}' 'platforms: [linux/amd64, linux/arm64]'
plan
expect_hop 'an image with the label and the platforms passes' promoted
gates 'label: {content: old}'
plan
expect_hop 'an image with another label does not' gate-refused 'label content: "new", expected "old"'
expect_equal 'and there is no error' 0 "$(jq .counts.trouble "$OUT")"
gates 'platforms: [linux/s390x]'
plan
expect_hop 'neither does one without the platform' gate-refused \
    'linux/s390x is missing, the image has linux/amd64, linux/arm64/v8'
gates 'label: {content: new}'
registry_start plain
DIGEST=$(push "$plain_url" team/web:1 --content new)
sed "s,quay.io,$plain_host,; s/@sha256:[0-9a-f]*/@$DIGEST/" "$tree/dev.yaml" >"$SCRATCH/dev.yaml"
cp "$tree/dev.yaml" "$SCRATCH/kept.yaml" && cp "$SCRATCH/dev.yaml" "$tree/dev.yaml"
plan --plain-http "$plain_host"
expect_hop 'a registry is asked like a layout' promoted
expect_equal 'for the manifest and its config' 2 "$(requests_seen plain '"GET /v2/team/web/(manifests|blobs)/')"
server_stop plain
plan --plain-http "$plain_host"
expect_hop 'an unreachable registry is unknown' gate-unknown 'label: unknown'
expect_equal 'which is an error' 1 "$(jq .counts.trouble "$OUT")"
cp "$SCRATCH/kept.yaml" "$tree/dev.yaml"

# A program of the runner
mkdir -p "$SCRATCH/runner/bin"
cat >"$SCRATCH/runner/bin/judge" <<'END'
#!/bin/sh
echo run >>"$RUNS"
cat >"$SAID"
case $1 in
pass) echo "all of $(jq -r .image "$SAID" | cut -d @ -f 1) is well" ;;
refuse) echo first; echo "no: 3 tests failed" >&2; exit 1 ;;
hang) echo waiting; sleep 1000 ;;
deaf) trap '' TERM; echo deaf; while :; do sleep 1; done ;;
flood) yes 'a flood of words' | head -c 30000000; printf '\nthe end\n' ;;
endless) yes ;;
signal) kill -KILL $$ ;;
status) exit 7 ;;
stay) sleep 1000 & echo $! >"$STAYED"; echo left a child ;;
escape) printf '\033[31mred\033[0m\n' ;;
names) env | cut -d = -f 1 | sort | tr '\n' ' ' ;;
esac
END
chmod +x "$SCRATCH/runner/bin/judge"
export LANG=C.UTF-8
export RUNS=$SCRATCH/runs SAID=$SCRATCH/said STAYED=$SCRATCH/stayed WEIR_GIT_TOKEN=canary-token
check() { # WORD [TIMEOUT]
    cat >"$SCRATCH/runner/weir.yaml" <<END
checks:
  judge: {command: [bin/judge, $1], timeout: ${2:-30s}, env: [RUNS, SAID, STAYED]}
END
    : >"$RUNS"
    plan "${@:3}"
}
gates 'check: judge'
check pass
expect_hop 'a program that passes lets the image pass' promoted 'check judge: all of quay.io/team/web is well'
expect_equal 'it ran once' 1 "$(wc -l <"$RUNS")"
expect_equal 'and got the question as input' "shop web latest dev prod $NEW quay.io/team/web@$NEW" \
    "$(jq -r '"\(.promotion) \(.stream) \(.tag) \(.from[0]) \(.to) \(.digest) \(.image)"' "$SAID")"
check refuse
expect_hop 'a program that refuses blocks it' gate-refused 'check judge: no: 3 tests failed'
expect_equal 'without an error' 0 "$(jq .counts.trouble "$OUT")"
started=$SECONDS
check hang 1s
expect_hop 'a program that hangs gives no answer' gate-unknown 'the program did not end within 1s: waiting'
check deaf 1s
expect_hop 'neither does one that ignores SIGTERM' gate-unknown 'the program did not end within 1s: deaf'
check endless 1s
expect_hop 'nor one that prints without end' gate-unknown 'the program did not end within 1s: y'
expect 'each in its time' test $((SECONDS - started)) -lt 12
check flood
expect_hop 'a large output is read to its end' promoted 'check judge: the end'
check signal
expect_hop 'a program that a signal ended gives no answer' gate-unknown 'ended by signal 9'
check status
expect_hop 'neither does one with another status' gate-unknown 'the program ended with status 7'
expect_equal 'which is an error' 1 "$(jq .counts.trouble "$OUT")"
check stay
expect_hop 'a child that remains does not delay the run' promoted 'left a child'
expect 'and is ended' ended "$(cat "$STAYED")"
check escape
expect_hop 'control characters in its output are escaped' promoted '?[31mred?[0m'
check names
expect_hop 'it gets the configured variables' promoted \
    'check judge: HOME LANG PATH PWD RUNS SAID STAYED'

# Who configures the program
printf 'apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nmetadata: {name: weir}\nspec: {checks: {judge: {command: [bin/judge]}}}\n' \
    >"$tree/weir.yaml"
expect_status 'a repository cannot name programs' 1 "$WEIR" lint "$tree"
expect_contains 'and gets a problem' "$OUT" 'unknown field "checks"'
rm "$tree/weir.yaml"
: >"$SCRATCH/runner/weir.yaml"
plan
expect_hop 'a check that is not configured is unknown' gate-unknown \
    'the runner configuration has no check with this name'
gates 'label: {content: old}' 'check: judge'
check pass
expect_hop 'a gate that refuses makes the program unnecessary' gate-refused
expect_equal 'it did not run' 0 "$(wc -l <"$RUNS")"
gates 'check: judge' 'label: {content: old}'
check pass
expect_equal 'whatever comes first in the list' 0 "$(wc -l <"$RUNS")"
gates 'check: judge' 'manual: true'
check pass
expect_hop 'a manual gate is not judged' manual 'run `weir promote web --to prod`'
expect_equal 'by any program' 0 "$(wc -l <"$RUNS")"

# A review asks once for both sides, and a stranger's asks no program.
gates 'check: judge'
git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm one
check pass 30s --base HEAD
expect_equal 'both sides of a review ask once' 1 "$(wc -l <"$RUNS")"
check pass 30s --base HEAD --untrusted
expect_equal "with --untrusted no program runs" 0 "$(wc -l <"$RUNS")"
"$WEIR" diff --base HEAD --untrusted --debug --oci-layout "quay.io=$SCRATCH/layouts" \
    --config "$SCRATCH/runner/weir.yaml" "$tree" >"$OUT" 2>"$ERR"
expect_contains 'and says so' "$ERR" 'no checks are run with --untrusted'

expect_status 'an image that passes is written' 0 "$WEIR" sync --oci-layout "quay.io=$SCRATCH/layouts" \
    --config "$SCRATCH/runner/weir.yaml" "$tree"
expect_contains 'into the target' "$tree/prod.yaml" "$NEW"
: >"$RUNS"
expect_status 'a hop that is up to date' 0 "$WEIR" diff --oci-layout "quay.io=$SCRATCH/layouts" \
    --config "$SCRATCH/runner/weir.yaml" "$tree"
expect_equal 'asks no program' 0 "$(wc -l <"$RUNS")"
expect_lacks 'no report has a secret in it' "$SCRATCH/everything" canary
finish
