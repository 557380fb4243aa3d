#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `weir verify`: do the pinned images, and those for a rollback, still exist?
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

push() { # TARGET CONTENT: team/web:1 of this content; the digest
    python3 "$SERVERS_HERE/push_images.py" "$1" team/web:1 --content "$2" | cut -d ' ' -f 1
}
forget() { # DIGEST: deletes its manifest from the registry
    curl -sf -X DELETE "$plain_url/v2/team/web/manifests/$1"
}
stream() { # NAMESPACE NAME
    printf 'apiVersion: image.openshift.io/v1\nkind: ImageStream\n'
    printf 'metadata: {name: web, namespace: %s}\nspec:\n  tags:\n' "$1"
    printf '  - name: latest\n    from: {kind: DockerImage, name: "%s"}\n' "$2"
}
# Lines of the journal of dev/web:latest, each chained to the previous one.
journal() { # TIME DIGEST …
    local path=dev/web/latest.jsonl prev line
    prev=$(printf %s "$path" | sha256sum | cut -d ' ' -f 1)
    while (($# > 0)); do
        line=$(printf '{"v":1,"kind":"pinned","time":"%s","digest":"%s","reference":"%s","prev":"%s"}' \
            "$1" "$2" "$host/team/web:1" "$prev")
        printf '%s\n' "$line"
        prev=$(printf %s "$line" | sha256sum | cut -d ' ' -f 1)
        shift 2
    done
}
json() { # FILTER: of the last report
    jq -r "$1" "$OUT"
}
verify() { # NAME STATUS [ARGUMENT…]
    expect_status "$1" "$2" "$WEIR" verify -o json "${source[@]}" "${@:3}" "$tree"
}

registry_start plain
for content in one two three four five; do
    push "$plain_url" "$content"
    push "$SCRATCH/layouts" "$content" >/dev/null
done >"$SCRATCH/digests"
mapfile -t digests <"$SCRATCH/digests"
NOW=${digests[4]}

tree=$SCRATCH/tree
make_tree() {
    rm -rf "$tree" && mkdir -p "$tree"
    stream dev "$host/team/web:1@$NOW" >"$tree/dev.yaml"
    stream prod "$host/team/web:1@${digests[3]}" >"$tree/prod.yaml"
    stream built image-registry.openshift-image-registry.svc:5000/dev/web@"$NOW" >"$tree/built.yaml"
    cat >"$tree/deployment.yaml" <<END
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: prod}
spec:
  template:
    spec:
      containers:
      - {name: web, image: "image-registry.openshift-image-registry.svc:5000/prod/web:latest@${digests[3]}"}
END
    git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm one
    git -C "$tree" checkout -q --orphan weir-journal/main && git -C "$tree" rm -rqf .
    mkdir -p "$tree/dev/web"
    journal 2026-01-01T00:00:00Z "${digests[0]}" 2026-01-02T00:00:00Z "${digests[1]}" \
        2026-01-03T00:00:00Z "${digests[2]}" 2026-01-04T00:00:00Z "${digests[3]}" \
        2026-01-05T00:00:00Z "$NOW" >"$tree/dev/web/latest.jsonl"
    git -C "$tree" add -A && git -C "$tree" commit -qm journal && git -C "$tree" checkout -q main
}

for kind in registry layout; do
    if [[ $kind == registry ]]; then
        host=$plain_host source=(--plain-http "$plain_host")
    else
        host=quay.io source=(--oci-layout "quay.io=$SCRATCH/layouts")
        forget() { rm "$SCRATCH/layouts/team/web/blobs/sha256/${1#*:}"; }
    fi
    make_tree
    : >"$plain_log"
    verify "$kind: all of them are there: 0" 0
    expect_equal "$kind: each digest is checked once: the current pin and three earlier ones" '4 0 0' \
        "$(json '"\(.counts.there) \(.counts.gone) \(.counts.unknown)"')"
    expect_equal "$kind: two pins and an earlier image with one digest count once" \
        'consumer prod Deployment/web container web, past dev/web:latest, tag prod/web:latest' \
        "$(json ".images[] | select(.digest == \"${digests[3]}\") |
            [.pins[] | \"\(.kind) \(.object)\"] | sort | join(\", \")")"
    expect_equal "$kind: the integrated registry's are not counted" 1 "$(json .counts.integrated)"
    if [[ $kind == registry ]]; then
        expect_equal 'each costs one HEAD' 4 "$(requests_seen plain '"HEAD /v2/team/web/manifests/sha256')"
        expect_equal 'and nothing else' 0 "$(requests_seen plain '"GET /v2/team/web/')"
    fi
    verify "$kind: fewer are looked for when asked" 0 --history 1
    expect_equal "$kind: one earlier image" 1 "$(json '.rollbacks[0].past | length')"
    verify "$kind: or more" 0 --history 10
    expect_equal "$kind: all images in the journal" 4 "$(json '.rollbacks[0].there')"

    forget "${digests[2]}"
    verify "$kind: a past image that is gone shows in the status" 1
    expect_equal "$kind: it is named with the tag that had it" "gone past dev/web:latest 2" \
        "$(json '.images[] | select(.state == "gone") | "gone \(.pins[0].kind) \(.pins[0].object) \(.pins[0].back)"')"
    expect_equal "$kind: and a rollback to the others is possible" 'there gone there' \
        "$(json '[.rollbacks[0].past[].state] | join(" ")')"
    forget "$NOW"
    run "$WEIR" verify "${source[@]}" "$tree"
    expect_contains "$kind: a missing pin is a row of the text report" "$OUT" "gone    $host/team/web@${NOW:0:19}"
    expect_contains "$kind: the number of possible rollbacks is a row" "$OUT" '2 of 3'
    run "$WEIR" verify -o markdown "${source[@]}" "$tree"
    expect_contains "$kind: Markdown has the same" "$OUT" '| gone |'
    git -C "$tree" branch -qD weir-journal/main
    verify "$kind: without a journal" 1
    expect_equal "$kind: pins are checked" '1 1' "$(json '"\(.counts.there) \(.counts.gone)"')"
    expect_contains "$kind: and the report says that no earlier image is known" <(json '.notes[]') 'no journal is kept here'
done

host=$plain_host source=(--plain-http "$plain_host")
make_tree
server_stop plain
verify 'a registry that is gone could not be told: 1' 1
expect_equal 'it is not reported as missing' '0 4' "$(json '"\(.counts.gone) \(.counts.unknown)"')"
expect_contains 'and says why' <(json '.images[].why') 'Connection refused'
expect_status 'a missing repository is an error' 2 "$WEIR" verify "$SCRATCH/none"
expect_status 'so is an invalid number' 2 "$WEIR" verify --history 0 "$tree"
mkdir "$SCRATCH/empty"
expect_status 'an empty folder has nothing to verify' 0 "$WEIR" verify "$SCRATCH/empty"
expect_contains 'and says so' "$OUT" 'nothing to verify'
expect_contains 'it is listed in the help' <("$WEIR" --help) 'verify'
finish
