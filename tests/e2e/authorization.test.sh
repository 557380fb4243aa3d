#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Which server gets which credential and token, beside skopeo where both must do the same.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

scripted_configure() { # NAME PORT
    : >"$SCRATCH/$1/rules"
    server_command=(python3 "$SERVERS_HERE/scripted.py" "$2" "$SCRATCH/$1/rules")
}
server_start reg scripted_configure
server_start there scripted_configure
reg_at=127.0.0.1:$reg_port there_at=127.0.0.1:$there_port
config=$SCRATCH/docker/config.json
mkdir -p "$SCRATCH/docker"

# Sets the rules of the server NAME, and forgets its requests.
rules() { # NAME <<JSON
    cat >"$SCRATCH/$1/rules.new"
    mv "$SCRATCH/$1/rules.new" "$SCRATCH/$1/rules"
    : >"$(server_get "$1" log)"
}
login() { # KEY USER:PASSWORD…
    local entries=()
    while (($# > 0)); do
        entries+=("\"$1\":{\"auth\":\"$(printf %s "$2" | base64 -w 0)\"}")
        shift 2
    done
    (IFS=,; printf '{"auths":{%s}}' "${entries[*]}") >"$config"
}
seen() { # NAME: its requests, one a line
    cat "$(server_get "$1" log)"
}
ask() { # ARGUMENT…
    run "$ASK" --fast --docker-config "$SCRATCH/docker" --plain-http "$reg_at" \
        --plain-http "$there_at" --plain-http "localhost:$reg_port" "$@"
    cat "$OUT" "$ERR" >>"$SCRATCH/everything"
}
found() { cut -d ' ' -f 2 "$OUT" | head -n 1; }

# Scopes
login "$reg_at" ada:canary
rules reg <<'END'
[{"when": "GET /token?service=s&scope=repository:team/app:pull Basic ada:canary", "json": {"token": "t"}},
 {"when": "* /v2/team/app/* Bearer t", "manifest": "a"},
 {"when": "* /v2/*", "ask": ["Bearer realm=\"http://HOST/token\",service=\"s\""]}]
END
ask "$reg_at/team/app:1"
expect_equal 'a challenge without a scope is answered by a token for pulling' found "$(found)"

rules reg <<'END'
[{"when": "GET /token?service=s&scope=repository:a:pull&scope=repository:a:metadata_read *", "json": {"token": "more"}},
 {"when": "GET /token?service=s&scope=repository:a:pull *", "status": 201, "json": {"access_token": "pull"}},
 {"when": "GET /v2/a/tags/list* Bearer more", "json": {"tags": ["1"]}},
 {"when": "GET /v2/a/tags/list* *", "ask": ["Bearer realm=\"http://HOST/token\",service=\"s\",scope=\"repository:a:metadata_read\",error=\"insufficient_scope\""]},
 {"when": "* /v2/a/* Bearer *", "manifest": "a"},
 {"when": "* /v2/a/*", "ask": ["Bearer realm=\"http://HOST/token\",service=\"s\",scope=\"repository:a:pull,push\""]}]
END
ask "$reg_at/a:1" "$reg_at/a"
expect_equal 'a scope that the token lacks is asked for once more' 2 "$(grep -c ' found ' "$OUT")"
expect_equal 'with two tokens' 2 "$(requests_seen reg '^GET /token')"
expect_lacks 'never for writing' "$reg_log" push
rules reg <<'END'
[{"when": "GET /token*", "json": {"token": "t"}},
 {"when": "* /v2/*", "ask": ["Bearer realm=\"http://HOST/token\",service=\"s\",scope=\"repository:a:admin\",error=\"insufficient_scope\""]}]
END
ask "$reg_at/a:1"
expect_contains 'a scope that is not enough is an error' "$OUT" \
    'refused the token: insufficient_scope'
expect 'after two tokens at most' test "$(requests_seen reg '^GET /token')" -le 2

# Token servers
rules reg <<'END'
[{"when": "GET /token*one*", "json": {"token": "one"}},
 {"when": "GET /token*two*", "times": 1, "status": 401, "json": {"details": "try\u0007 again"}},
 {"when": "GET /token*two*", "json": {"token": "two"}},
 {"when": "GET /token*", "status": 401, "json": {"details": "wrong user"}},
 {"when": "* /v2/one/* Bearer one", "manifest": "a"}, {"when": "* /v2/two/* Bearer two", "manifest": "a"},
 {"when": "* /v2/*", "ask": ["Bearer realm=\"/token\",service=\"s\""]}]
END
ask "$reg_at/one:1" "$reg_at/three:1"
expect_contains 'the words of a token server are shown' "$OUT" 'with status 401: wrong user'
ask --rounds 2 "$reg_at/one:1" "$reg_at/two:1"
expect_contains 'a token server that refuses once is asked again' "$OUT" 'told=2'
rules reg <<'END'
[{"when": "GET /token*", "status": 401, "json": {"details": "no"}},
 {"when": "* /v2/*", "ask": ["Bearer realm=\"/token\",service=\"s\""]}]
END
ask "$reg_at/one:1" "$reg_at/one:2"
expect_equal 'one that refuses from the beginning is asked twice at most' yes \
    "$( (($(requests_seen reg '^GET /token') <= 2)) && echo yes)"

# Where credentials go
elsewhere() { # REALM-HOST
    rules reg <<END
[{"when": "* /v2/* Bearer t", "manifest": "a"},
 {"when": "* /v2/*", "ask": ["Bearer realm=\"http://$1/token\",service=\"s\",scope=\"repository:a:pull\""]}]
END
    rules there <<'END'
[{"when": "GET /token* Basic *", "json": {"token": "t"}}, {"status": 401, "json": {"details": "who are you"}}]
END
}
login "localhost:$reg_port" ada:canary
elsewhere "$there_at"
ask "localhost:$reg_port/a:1"
expect_contains 'a token server on another host gets no credentials' "$OUT" \
    "trustedRealms: {\"localhost:$reg_port\": [\"$there_at\"]}"
expect_lacks 'indeed' "$there_log" Basic
mkdir "$SCRATCH/tree"
cat >"$SCRATCH/tree/web.yaml" <<END
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: dev}
spec:
  tags:
  - name: live
    from: {kind: DockerImage, name: "localhost:$reg_port/a:1"}
    importPolicy: {scheduled: true}
END
pinned() { # LINE: the configuration of trusted realms; whether weir finds the image with it
    printf 'plainHTTP: [localhost:%s, %s]\ndockerConfig: docker\n%s\n' "$reg_port" "$there_at" "$1" \
        >"$SCRATCH/config.yaml"
    : >"$there_log"
    run "$WEIR" diff --config "$SCRATCH/config.yaml" -C "$SCRATCH/tree"
    grep -q 'sha256:' "$OUT" && echo pinned
}
hint=$(grep -o 'trustedRealms: {.*}' "$OUT")
expect_equal 'the line of the message lets it have them' pinned "$(pinned "$hint")"
expect_contains 'indeed' "$there_log" 'Basic ada:canary'
expect_equal 'a host without a port is trusted too' pinned \
    "$(pinned "trustedRealms: {\"localhost:$reg_port\": [127.0.0.1]}")"
for line in "trustedRealms: {\"$reg_at\": [\"$there_at\"]}" \
    "trustedRealms: {\"localhost:$reg_port\": [\"127.0.0.1:1\"]}" \
    "trustedRealms: {localhost: [\"$there_at\"]}"; do
    expect_equal "not by $line" '' "$(pinned "$line")"
    expect_lacks 'it gets no credentials' "$there_log" Basic
done
for header in "Bearer realm=\\\"http://$reg_at/token\\\",realm=\\\"http://$there_at/token\\\"" \
    "Bearer realm=\\\"http://$reg_at@$there_at/token\\\"" \
    "Bearer realm='http://$there_at/token'" \
    "Bearer realm=\\\"http://$there_at/token\\\"\\\"x\\\"" \
    "Bearer realm=\\\"token\\\"" "Bearer realm=\\\"\\\""; do
    elsewhere "$there_at"
    rules reg <<<"[{\"ask\": [\"$header\"]}]"
    ask "localhost:$reg_port/a:1"
    expect_contains "no answer to $header" "$OUT" ' unknown '
    expect_equal 'and no other request' 0 "$(requests_seen reg 'token|Basic')$(seen there)"
done
rules reg <<'END'
[{"ask": ["Negotiate", "Digest realm=\"r\",nonce=\"n\", SCRAM-SHA-256"]}]
END
ask "$reg_at/a:1"
expect_contains 'all unknown schemes are named' "$OUT" 'Negotiate, Digest, SCRAM-SHA-256'
rules reg <<'END'
[{"when": "HEAD *", "status": 401}, {"status": 403, "json": {"errors": [{"code": "DENIED", "message": "not on the list"}]}}]
END
ask "$reg_at/a:1"
expect_contains 'a HEAD that is refused without words is followed by a GET' "$OUT" 'not on the list'

# Rotation in one process
login "$reg_at" ada:canary-old
rules reg <<'END'
[{"when": "* Basic ada:canary-new", "manifest": "a"}, {"ask": ["Basic realm=\"r\""]}]
END
(
    for _ in {1..100}; do
        grep -q canary-old "$reg_log" && break
        sleep 0.05
    done
    ln -s "$SCRATCH/auth2.json" "$SCRATCH/next"
    printf '{"auths":{"%s":{"auth":"%s"}}}' "$reg_at" "$(printf ada:canary-new | base64)" \
        >"$SCRATCH/auth2.json"
    mv -T "$SCRATCH/next" "$config"
) &
rotation=$!
ask --rounds 20 --pause 100 "$reg_at/a:1"
wait "$rotation"
expect_contains 'a replaced password is used by the next round' "$reg_log" 'canary-new'
expect_contains 'and works' "$OUT" 'told=1'

expect_lacks 'no message contains a secret' "$SCRATCH/everything" canary
expect 'weir and skopeo send the same credentials' \
    python3 "$SERVERS_HERE/authorization_oracle.py" "$ASK" "$SCRATCH/oracle"
finish
