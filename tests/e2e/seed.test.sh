#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The main job from end to end: an image goes registry -> dev -> staging -> prod with one digest, in
# one run, on every kind of registry; and a workload that an image trigger annotation binds.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/servers.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
integrated=image-registry.openshift-image-registry.svc:5000

# push NAME REPOSITORY TAG TEXT SKOPEO-OPTION…: an image into registry NAME; sets $digest.
push() {
    local name=$1 repository=$2 tag=$3 text=$4 host
    host=$(server_get "$name" host)
    rm -rf "$SCRATCH/layout"
    digest=$("$examples/image.sh" "$SCRATCH/layout" "$tag" "$text")
    skopeo copy --quiet --preserve-digests "${@:5}" "oci:$SCRATCH/layout:$tag" \
        "docker://$host/$repository:$tag" >"$SCRATCH/skopeo" 2>&1 || cat "$SCRATCH/skopeo"
}

# A bare repository of the three environments; sets $repository.
shop() { # NAME
    local tree=$SCRATCH/tree-$1
    repository=$SCRATCH/$1.git
    cp -r "$examples/shop" "$tree"
    git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm 'shop'
    git clone -q --bare "$tree" "$repository"
}

file() { # PATH: of the branch's tip
    git -C "$repository" show "main:$1"
}

commits() {
    git -C "$repository" rev-list --count main
}

weir() { # COMMAND ARGUMENT…: with the scenario's options
    "$WEIR" "$@" "${OPTIONS[@]}"
}

# scenario NAME HOST OPTION…: the article's, against a registry that is filled with `push`.
scenario() {
    local name=$1 host=$2 image=$2/acme/myapp:latest first
    OPTIONS=("${@:3}")
    shop "$name"
    push "$name" acme/myapp latest 'first' "${skopeo_options[@]}"
    first=$digest
    expect_status "$name: staging and prod wait for dev" 0 weir diff "$repository"
    expect_status "$name: import-image gives dev its tag" 0 weir import-image \
        myapp:latest "--from=$image" --scheduled -n app-dev -C "$repository"
    file app-dev/imagestream.yaml >"$SCRATCH/got"
    expect_contains "$name: dev's stream follows the tag and has the digest" "$SCRATCH/got" \
        "name: $image@$first"
    expect_contains "$name: and is scheduled" "$SCRATCH/got" 'scheduled: true'
    file app-dev/deployment.yaml >"$SCRATCH/got"
    expect_contains "$name: dev's Deployment is in the same commit" "$SCRATCH/got" \
        "image: $integrated/app-dev/myapp:latest@$first"

    expect_status "$name: one sync promotes" 0 weir sync "$repository"
    expect_equal "$name: in one commit" 3 "$(commits)"
    push "$name" acme/myapp latest 'second' "${skopeo_options[@]}"
    expect_status "$name: diff says that something would be written" 1 weir diff \
        "$repository"
    expect_equal "$name: and writes nothing" 3 "$(commits)"
    expect_status "$name: a new upstream image reaches every environment in one sync" 0 weir \
        sync "$repository"
    expect_equal "$name: in one commit" 4 "$(commits)"
    local environment
    for environment in app-dev app-staging app-prod; do
        file "$environment/imagestream.yaml" >"$SCRATCH/got"
        expect_contains "$name: $environment's stream has the digest" "$SCRATCH/got" \
            "name: $image@$digest"
        file "$environment/deployment.yaml" >"$SCRATCH/got"
        expect_contains "$name: $environment's Deployment has the digest" "$SCRATCH/got" \
            "image: $integrated/$environment/myapp:latest@$digest"
    done
    git -C "$repository" diff --numstat main~1 main | awk '{print $1, $2}' | sort -u >"$SCRATCH/got"
    expect_equal "$name: each file differs in one line" '1 1' "$(cat "$SCRATCH/got")"
    expect_status "$name: another sync finds nothing" 0 weir sync \
        "$repository"
    expect_status "$name: and so does diff" 0 weir diff "$repository"
    expect_equal "$name: and nothing is written" 4 "$(commits)"
    expect "$name: the repository is whole" git -C "$repository" fsck --strict
}

docker_login() { # HOST: credentials as docker keeps them; sets DOCKER_CONFIG
    export DOCKER_CONFIG=$SCRATCH/docker-$RANDOM
    mkdir -p "$DOCKER_CONFIG"
    local secret
    secret=$(printf '%s:%s' "$SERVER_USER" "$SERVER_PASSWORD" | base64 -w0)
    printf '{"auths":{"%s":{"auth":"%s"}}}' "$1" "$secret" >"$DOCKER_CONFIG/config.json"
}

registry_start plain
skopeo_options=(--dest-tls-verify=false)
scenario plain "$plain_host" --plain-http "$plain_host"
expect_equal 'a run asks for each reference once' 6 \
    "$(requests_seen plain '"HEAD /v2/acme/myapp/manifests/latest')"

ca_make
mkdir -p "$SCRATCH/certificates" && cp "$CA_FILE" "$SCRATCH/certificates/ca.crt"
skopeo_options=(--dest-cert-dir "$SCRATCH/certificates"
    --dest-creds "$SERVER_USER:$SERVER_PASSWORD")
registry_start basic tls basic
docker_login "$basic_host"
scenario basic "$basic_host" --ca-file "$CA_FILE"
TOKEN_FOR_USER=1 registry_start bearer tls token
docker_login "$bearer_host"
scenario bearer "$bearer_host" --ca-file "$CA_FILE"
unset DOCKER_CONFIG

# The second article: a stream of an outside image, a Deployment bound by annotation, a build.
push plain acme/web 1.2.0 'web' --dest-tls-verify=false
cp -r "$examples/web" "$SCRATCH/web"
sed -i "s,registry.example.com,$plain_host," "$SCRATCH/web/web.yaml"
expect_status 'a folder is edited in place' 0 "$WEIR" sync --plain-http "$plain_host" "$SCRATCH/web"
expect_contains 'and nothing is committed' "$OUT" 'nothing committed'
expect_contains 'the stream is pinned' "$SCRATCH/web/web.yaml" \
    "name: $plain_host/acme/web:1.2.0@$digest"
expect_contains 'the blank image of the trigger is filled in, its comment kept' \
    "$SCRATCH/web/web.yaml" "image: \"$plain_host/acme/web:1.2.0@$digest\" # filled by the trigger"
expect_status 'the tags can be listed' 0 "$WEIR" get tags -C "$SCRATCH/web" -o json
expect_contains 'web:latest is produced by the build' "$OUT" '"produced"'
cp "$SCRATCH/web/web.yaml" "$SCRATCH/before"
expect_status 'a second run' 0 "$WEIR" sync --plain-http "$plain_host" "$SCRATCH/web"
expect_same 'changes nothing' "$SCRATCH/before" "$SCRATCH/web/web.yaml"
finish
