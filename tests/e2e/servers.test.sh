#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tests of the servers themselves, with curl, git and skopeo.
# shellcheck disable=SC2034,SC2154,SC2317
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

http_status() { # CURL-ARGUMENT…
    curl -sS -o "$SCRATCH/body" -w '%{http_code}' --max-time 20 "$@"
}

# A tiny image as an OCI layout, made here: servers.sh must not depend on what it serves.
image_make() { # FOLDER
    local config manifest
    mkdir -p "$1/blobs/sha256"
    blob() {
        local digest
        digest=$(sha256sum <"$2")
        cp "$2" "$1/blobs/sha256/${digest%% *}"
        echo "${digest%% *}"
    }
    descriptor() { # TYPE DIGEST FILE
        printf '{"mediaType":"application/vnd.oci.%s.v1+json","digest":"sha256:%s","size":%d}' \
            "$1" "$2" "$(stat -c %s "$3")"
    }
    printf '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}' \
        >"$SCRATCH/config"
    config=$(blob "$1" "$SCRATCH/config")
    printf '{"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[]}' \
        application/vnd.oci.image.manifest.v1+json \
        "$(descriptor image.config "$config" "$SCRATCH/config")" >"$SCRATCH/manifest"
    manifest=$(blob "$1" "$SCRATCH/manifest")
    IMAGE_DIGEST=sha256:$manifest
    printf '{"imageLayoutVersion":"1.0.0"}' >"$1/oci-layout"
    printf '{"schemaVersion":2,"manifests":[%s]}' \
        "$(descriptor image.manifest "$manifest" "$SCRATCH/manifest")" >"$1/index.json"
}
image_make "$SCRATCH/layout"

copy() { # HOST SKOPEO-ARGUMENT…
    skopeo --insecure-policy copy -q "${@:2}" "oci:$SCRATCH/layout" \
        "docker://$1/team/web:latest"
}
digest_at() { # SKOPEO-ARGUMENT… HOST
    skopeo inspect --format '{{.Digest}}' "${@:1:$#-1}" "docker://${*: -1}/team/web:latest"
}

# registries
registry_start plain
expect 'a plain registry takes an image' copy "$plain_host" --dest-tls-verify=false
expect_equal 'and gives its digest back' "$IMAGE_DIGEST" \
    "$(digest_at --tls-verify=false "$plain_host")"
http_status -I "$plain_url/v2/team/web/manifests/latest" >/dev/null
expect_equal 'its log counts requests' 1 \
    "$(requests_seen plain '"HEAD /v2/team/web/manifests/latest ')"

registry_start locked tls basic
expect_equal 'a registry with a password refuses others' 401 \
    "$(http_status --cacert "$CA_FILE" "$locked_url/v2/")"
expect_equal 'and accepts those who have it' 200 \
    "$(http_status --cacert "$CA_FILE" -u "$SERVER_USER:$SERVER_PASSWORD" "$locked_url/v2/")"
expect_equal 'its certificate is valid for the address as well' 401 \
    "$(http_status --cacert "$CA_FILE" "https://127.0.0.1:$locked_port/v2/")"
expect_not 'its certificate is not trusted by default' curl -sS "$locked_url/v2/"

if [[ -e $SERVERS_HERE/token_server.py ]]; then
    registry_start bearer token
    expect_equal 'a registry with tokens refuses a request without one' 401 \
        "$(http_status "$bearer_url/v2/")"
    expect 'skopeo gets a token and pushes' copy "$bearer_host" --dest-tls-verify=false
    expect_equal 'and reads' "$IMAGE_DIGEST" "$(digest_at --tls-verify=false "$bearer_host")"
    server_stop bearer
else
    skip 'a registry with tokens' 'no token server'
fi

# nginx as a stand-in
mkdir -p "$SCRATCH/static/v2/team/web/manifests"
cp "$SCRATCH/manifest" "$SCRATCH/static/v2/team/web/manifests/latest"
printf '/v2/team/web/manifests/latest %s;\n' "$IMAGE_DIGEST" >"$SCRATCH/static/all.map"
static_start fast "$SCRATCH/static"
expect 'the stand-in answers a HEAD' \
    curl -sSfI --max-time 20 "$fast_url/v2/team/web/manifests/latest"
expect_contains 'with the digest' "$OUT" "Docker-Content-Digest: $IMAGE_DIGEST"
static_start fast_tls "$SCRATCH/static" tls
expect_equal 'and over TLS' 200 \
    "$(http_status --cacert "$CA_FILE" -I "$fast_tls_url/v2/team/web/manifests/latest")"

# Git
git init -q --bare "$SCRATCH/git/shop.git"
git init -q "$SCRATCH/work"
echo one >"$SCRATCH/work/file"
git -C "$SCRATCH/work" add file
git -C "$SCRATCH/work" commit -qm one
COMMIT=$(git -C "$SCRATCH/work" rev-parse HEAD)
tip() { git ls-remote "$1" refs/heads/"$2" | cut -f 1; }

git_http_start web "$SCRATCH/git"
expect 'git pushes by http' git -C "$SCRATCH/work" push "$web_url/shop.git" HEAD:refs/heads/http
expect_equal 'and reads over http' "$COMMIT" "$(tip "$web_url/shop.git" http)"
dd if=/dev/urandom of="$SCRATCH/work/big" bs=1M count=3 status=none
git -C "$SCRATCH/work" add big
git -C "$SCRATCH/work" commit -qm big
expect 'a large push goes through as well' \
    git -C "$SCRATCH/work" push "$web_url/shop.git" HEAD:refs/heads/big

git_http_start safe "$SCRATCH/git" tls basic
git config --global credential.helper "store --file=$SCRATCH/credentials"
git config --global http.sslCAInfo "$CA_FILE"
expect_not 'git without a password is refused' git ls-remote "$safe_url/shop.git"
expect_contains 'for that reason' "$ERR" 'could not read Username'
printf 'protocol=https\nhost=%s\nusername=%s\npassword=%s\n\n' "$safe_host" "$SERVER_USER" \
    "$SERVER_PASSWORD" | git credential approve
expect 'git with the password pushes by TLS' \
    git -C "$SCRATCH/work" push "$safe_url/shop.git" HEAD:refs/heads/tls

git_ssh_start shell "$SCRATCH/git"
export GIT_SSH_COMMAND=$shell_ssh
expect 'git pushes by ssh' git -C "$SCRATCH/work" push "$shell_url/shop.git" HEAD:refs/heads/ssh
expect_equal 'and reads over ssh' "$(git -C "$SCRATCH/work" rev-parse HEAD)" \
    "$(tip "$shell_url/shop.git" ssh)"
# shellcheck disable=SC2086
expect_not 'only git runs over ssh' $shell_ssh -p "$shell_port" "$(id -un)@localhost" true

# ends
PID=$plain_pid PORT=$plain_port
server_stop plain
expect_not 'a stopped server has ended' kill -0 "$PID"
expect_not 'and its port is closed' bash -c "exec 3<>/dev/tcp/127.0.0.1/$PORT"

# Servers end however a script ends: it prints its servers, then ends in its own way.
ends() { # NAME HOW
    local pid alive pids folder
    {
        bash -c '. "$0"; registry_start a; git_http_start b "$1"; echo "$a_pid $b_pid $b_cgi_pid"
            echo "$SCRATCH"; eval "$2"' "$SERVERS_HERE/servers.sh" "$SCRATCH/git" "$2" \
            >"$SCRATCH/pids"
    } 2>"$SCRATCH/ends"
    { read -r -a pids && read -r folder; } <"$SCRATCH/pids"
    ((${#pids[@]} == 3)) || { not_ok "$1" "$SCRATCH/pids" "$SCRATCH/ends"; return; }
    for _ in {1..100}; do
        alive=''
        for pid in "${pids[@]}"; do
            kill -0 "$pid" 2>/dev/null && alive="$alive $pid"
        done
        [[ -z $alive ]] && break
        sleep 0.05
    done
    expect_equal "$1" '' "$alive"
    expect_not "$1, nor a child of a server" pgrep -f "$folder/"
    [[ $2 == *KILL* ]] && rm -rf "$folder"
    expect_not "$1, and its folder" test -e "$folder"
}
ends 'no server outlives a script' 'exit 3'
ends 'no server outlives a script that is told to end' 'kill -TERM $$; sleep 5'
ends 'no server outlives a script that is killed' 'kill -KILL $$; sleep 5'
ends 'no server outlives a script that fails' 'set -eu; false'

# Every port but one is reported as taken.
port_taken=$locked_port tries=0
port_pick() {
    tries=$((tries + 1)) server_port=$port_taken
    ((tries < 3)) || server_port=$((20000 + RANDOM % 12000))
}
registry_start late 2>"$SCRATCH/late.err"
expect_equal 'a server whose port is taken gets another' 200 "$(http_status "$late_url/v2/")"
expect 'after it was tried' test "$tries" -ge 3
finish
