#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Questions to real registries, to OCI layouts, and to a peer that misbehaves.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

push() { # TARGET NAME ARGUMENT…
    python3 "$SERVERS_HERE/push_images.py" "$@"
}

# Asks; the answers are in $SCRATCH/answers, the counts in $SCRATCH/counts.
ask() { # ARGUMENT…
    run "$ASK" --fast "$@"
    grep -v '^counts ' "$OUT" >"$SCRATCH/answers"
    grep '^counts ' "$OUT" >"$SCRATCH/counts"
    cat "$OUT" "$ERR" >>"$SCRATCH/everything"
}

# The answer to the first key, without the key and without the text after WORDS words.
answer() { # [WORDS]
    cut -d ' ' -f "2-$((${1:-2} + 1))" "$SCRATCH/answers" | head -n 1
}

count() { # NAME
    grep -o " $1=[0-9]*" "$SCRATCH/counts" | cut -d = -f 2
}

config_make() { # FOLDER HOST USER PASSWORD
    mkdir -p "$1"
    printf '{"auths":{"%s":{"auth":"%s"}}}' "$2" "$(printf %s "$3:$4" | base64 -w 0)" \
        >"$1/config.json"
}

# Requests to a plain registry
registry_start plain
push "$plain_url" --many 20 10 --out "$SCRATCH/names"
sed "s,^\([^ ]*\) \([^ ]*\) .*,$plain_host/\1:\2," "$SCRATCH/names" >"$SCRATCH/keys"
sed "s,^\([^ ]*\) \([^ ]*\) \(.*\),$plain_host/\1:\2 found \3," "$SCRATCH/names" >"$SCRATCH/wanted"
ask --plain-http "$plain_host" --progress "@$SCRATCH/keys"
expect_equal 'nothing is printed besides the answers' '' "$(cat "$ERR")"
cut -d ' ' -f 1-3 "$SCRATCH/answers" >"$SCRATCH/got"
expect_same 'every tag has the digest that was pushed' "$SCRATCH/wanted" "$SCRATCH/got"
expect_equal 'each tenth is an index' 20 "$(grep -c ' index$' "$SCRATCH/answers")"
expect_equal 'a tag costs one HEAD' 200 "$(requests_seen plain '"HEAD /v2/many/')"
expect_equal 'and nothing else' 0 "$(requests_seen plain '"(GET|POST|HEAD) /v2/ |"GET /v2/many/')"
expect 'over at most eight connections' test "$(count connection)" -le 8
ask --plain-http localhost --rounds 2 --jobs 2 "@$SCRATCH/keys"
expect 'a second batch opens no new ones' test "$(count connection)" -le 2

INDEX=$(push "$plain_url" team/multi:1 --content multi --platforms linux/amd64,linux/arm64/v8)
read -r INDEX FIRST SECOND <<<"$INDEX"
ask --plain-http "$plain_host" "$plain_host/team/multi:1"
expect_equal 'the digest of an index is its own' "found $INDEX index" "$(answer 3)"
ask --plain-http "$plain_host" "$plain_host/team/multi@$INDEX"
expect_equal 'its children are known with their platforms' \
    "found $INDEX index linux/amd64=$FIRST linux/arm64/v8=$SECOND" "$(answer 5)"
LIST=$(push "$plain_url" team/list:1 --content list --platforms linux/amd64 --docker)
ask --plain-http "$plain_host" "$plain_host/team/list:1"
expect_equal 'the digest of a Docker list is its own too' "found ${LIST%% *} index" "$(answer 3)"
ask --plain-http "$plain_host" "$plain_host/team/multi:2"
expect_equal 'a missing tag gives the answer "none"' none "$(answer 1)"
ask --plain-http "$plain_host" "$plain_host/nobody/nothing:1"
expect_equal 'a missing repository has no tags' none "$(answer 1)"
ask --plain-http "$plain_host" "$plain_host/team/multi@${INDEX%????}0000"
expect_equal 'a missing digest gives the answer "none"' none "$(answer 1)"
ask "$plain_host/team/multi:1"
expect_equal 'http is not used for a host that is not listed for it' 'unknown tls' "$(answer)"
expect_status 'an unknown answer sets the status' 1 "$ASK" "$plain_host/team/multi:1"
skopeo --insecure-policy copy -q --src-tls-verify=false --dest-tls-verify=false \
    "docker://$plain_host/team/list:1" "docker://$plain_host/team/copied:1" >/dev/null
ask --plain-http "$plain_host" "$plain_host/team/copied:1"
expect_equal 'skopeo sees the same digest' \
    "found $(skopeo inspect --tls-verify=false --raw "docker://$plain_host/team/copied:1" |
        sha256sum | sed 's/^/sha256:/; s/ .*//')" "$(answer)"

cp "$SCRATCH/keys" "$SCRATCH/keys.plain"

# Passwords
registry_start locked tls basic
DIGEST=$(push "$locked_url" team/web:1 --user "$SERVER_USER" --password "$SERVER_PASSWORD" \
    --ca "$CA_FILE")
config_make "$SCRATCH/right" "$locked_host" "$SERVER_USER" "$SERVER_PASSWORD"
config_make "$SCRATCH/wrong" "$locked_host" "$SERVER_USER" canary-password
config_make "$SCRATCH/other" "localhost:1" "$SERVER_USER" canary-password
ask --ca-file "$CA_FILE" --docker-config "$SCRATCH/right" "$locked_host/team/web:1" \
    "$locked_host/team/web:2" "$locked_host/team/api:1"
expect_equal 'a registry with TLS and a password is read' "found $DIGEST single" "$(answer 3)"
expect_equal 'with one request for a token' 1 "$(count refused)"
ask --ca-file "$CA_FILE" --docker-config "$SCRATCH/wrong" "$locked_host/team/web:1"
expect_equal 'a wrong password is not "none"' 'unknown unauthorized' "$(answer)"
ask --ca-file "$CA_FILE" --docker-config "$SCRATCH/other" "$locked_host/team/web:1"
expect_equal 'the password of another host is not tried' 'unknown unauthorized' "$(answer)"
expect_contains 'and the answer says that no password is known' "$SCRATCH/answers" \
    'no user and password are configured'
ask "$locked_host/team/web:1"
expect_equal 'an unknown authority is refused' 'unknown tls' "$(answer)"
printf '{"auths":{' >"$SCRATCH/other/config.json"
expect_status 'broken credentials are not the same as no credentials' 2 "$ASK" \
    --docker-config "$SCRATCH/other" "$locked_host/team/web:1"
expect_contains 'and are reported' "$ERR" "$SCRATCH/other/config.json:1"
printf '{"credHelpers":{"%s":"pass"}}' "$locked_host" >"$SCRATCH/other/config.json"
ask --ca-file "$CA_FILE" --docker-config "$SCRATCH/other" "$locked_host/team/web:1"
expect_contains 'a missing credential helper is reported' "$SCRATCH/answers" 'credHelpers'

# Tokens
registry_start bearer token
push "$bearer_url" --many 4 5 --out "$SCRATCH/names"
: >"$bearer_token_log"
sed "s,^\([^ ]*\) \([^ ]*\) .*,$bearer_host/\1:\2," "$SCRATCH/names" >"$SCRATCH/keys"
ask --plain-http "$bearer_host" --rounds 2 "@$SCRATCH/keys"
expect_equal 'all tags are found' 20 "$(count told)"
expect_equal 'a repository costs one token, however many rounds' 4 "$(count token)"
expect_equal 'the token server saw as many' 4 "$(wc -l <"$bearer_token_log")"
expect_equal 'a host refuses one request' 1 "$(count refused)"
expect_equal 'the rest is one HEAD a tag and round' 41 "$(count head)"
expect_equal 'and nothing else' 4 "$(count get)"
ask --plain-http "$bearer_host" "$bearer_host/nobody/nothing:1"
expect_equal 'a missing repository gives the answer "none" with tokens too' none "$(answer 1)"

# token_start with a user: only that one may pull
token_configure() { # NAME PORT
    server_command=(python3 "$SERVERS_HERE/token_server.py" --port "$2" --issuer test
        --service test --key "$SCRATCH/tls/server.key" --certificate "$SCRATCH/tls/server.pem"
        --user ada --password secret --identity-token canary-identity)
}
registry_start private token
DIGEST=$(push "$private_url" team/web:1)
DIGEST_PRIVATE=$DIGEST
: >"$private_token_log"
ask --plain-http "$private_host" "$private_host/team/web:1"
expect_equal 'without credentials a private image is not "none"' 'unknown unauthorized' "$(answer)"
config_make "$SCRATCH/token" "$private_host" ada secret
ask --plain-http "$private_host" --docker-config "$SCRATCH/token" "$private_host/team/web:1"
expect_equal 'the token server takes the password' "found $DIGEST" "$(answer)"
printf '{"auths":{"%s":{"identitytoken":"canary-identity"}}}' "$private_host" \
    >"$SCRATCH/token/config.json"
: >"$private_token_log"
ask --plain-http "$private_host" --docker-config "$SCRATCH/token" "$private_host/team/web:1"
expect_equal 'and an identity token' "found $DIGEST" "$(answer)"
expect_equal 'which is posted' 'POST identity repository:team/web:pull' \
    "$(cat "$private_token_log")"

# Folders
push "$SCRATCH/layouts" team/web:1 --content one >"$SCRATCH/digest"
read -r DIGEST <"$SCRATCH/digest"
push "$SCRATCH/whole" --whole team/web:1 --content one >"$SCRATCH/digest"
expect_equal 'the same image has the same digest everywhere' "$DIGEST" "$(cat "$SCRATCH/digest")"
ask --oci-layout "quay.io=$SCRATCH/layouts" quay.io/team/web:1
expect_equal 'a folder can replace a host' "found $DIGEST single" "$(answer 3)"
ask --oci-layout "quay.io:5000=$SCRATCH/whole" quay.io:5000/team/web:1
expect_equal 'a folder that is a layout itself can too' "found $DIGEST single" "$(answer 3)"
ask --oci-layout "quay.io=$SCRATCH/layouts" quay.io/team/web:2
expect_equal 'a missing tag gives the answer "none"' none "$(answer 1)"
ask --oci-layout "quay.io=$SCRATCH/layouts" quay.io/team/api:2
expect_equal 'a missing repository has no tags' none "$(answer 1)"
ask --oci-layout "quay.io=$SCRATCH/nowhere" quay.io/team/web:1
expect_equal 'a missing folder is unknown' 'unknown layout' "$(answer)"
expect_equal 'no layout is asked over the network' 0 "$(count head)"
skopeo --insecure-policy copy -q --src-tls-verify=false "docker://$plain_host/team/multi:1" --all \
    "oci:$SCRATCH/layouts/team/multi:1" >/dev/null
ask --oci-layout "quay.io=$SCRATCH/layouts" quay.io/team/multi:1
expect_equal 'a layout written by skopeo is read' "found $INDEX index" "$(answer 3)"

# Faults
peer_configure() { # NAME PORT
    server_command=("$PEER" "$2" "$peer_elsewhere")
}
peer_elsewhere=''
server_start there peer_configure
peer_elsewhere=http://127.0.0.1:$there_port
server_start faulty peer_configure
config_make "$SCRATCH/secret" "$faulty_host" ada canary-password
fault() { # FAULT WANTED NAME [ARGUMENT…]
    local words
    words=$(wc -w <<<"$2")
    ask --plain-http "$faulty_host" "${@:4}" "$faulty_host/$1/x:t"
    expect_equal "$3" "$2" "$(answer "$words")"
}
ask --plain-http "$faulty_host" "$faulty_host/ok/x:t"
GOOD=$(answer)
fault twice-500 "$GOOD" 'two failures are not the last word'
expect_equal 'but tried twice more' 2 "$(count retry)"
fault always-500 'unknown server-error' 'a registry that always fails could not be told'
expect_equal 'after five tries' 5 "$(count head)"
fault reset-once "$GOOD" 'a reset connection is tried again'
fault missing-digest "$GOOD" 'without a digest header the body is hashed'
fault odd-digest "$GOOD" 'with an odd one too'
fault sha512 "$GOOD" 'with one of another algorithm too'
fault two-digests "$GOOD" 'with two of them too'
fault no-head "$GOOD" 'where HEAD is not allowed GET is used'
ask --plain-http "$faulty_host" --jobs 1 "$faulty_host/no-head/x:1" "$faulty_host/no-head/x:2"
expect_equal 'and remembered for the host' 1 "$(count head)"
fault text-plain "$GOOD single" 'a useless media type is decided by the body'
fault lying 'unknown digest-mismatch' 'a header that lies about the body is an error'
fault cut-body 'unknown network' 'a cut body is an error'
fault cut-unsaid 'unknown digest-mismatch' 'also when only the digest tells'
fault schema1 'unknown schema1' 'schema 1 is refused by name'
fault two-kinds 'unknown media-type' 'a manifest of two kinds is refused'
fault key-twice 'unknown protocol' 'a key that stands twice is refused'
fault huge 'unknown too-large' 'an endless body is cut off'
fault many-headers 'unknown too-large' 'endless headers are cut off'
fault no-http 'unknown protocol' 'what is not HTTP is said to be so'
fault html-404 'unknown protocol' 'a 404 of a proxy is not "none"'
fault bare-404 none 'a 404 in the words of a registry is'
fault json-404 'unknown protocol' 'nor is one of a server that is not a registry'
expect_contains 'whose words are shown' "$SCRATCH/answers" 'no such route'
fault text-404 none 'a 404 with the text "Not found" is'
fault digits-404 none 'a 404 with a code of digits is'
fault no-name none 'a missing repository gives the answer "none"'
expect_contains 'which names the repository' "$SCRATCH/answers" 'no such repository'
ask --plain-http "$faulty_host" --jobs 1 "$faulty_host/no-tag/x:t" "$faulty_host/no-tag/x:u" \
    "$faulty_host/no-tag/x:v"
expect_equal 'a missing tag of a known repository costs one HEAD' '3 0' "$(count head) $(count get)"
expect_contains 'and the answer names the tag' "$SCRATCH/answers" 'no such tag'
fault bad-name 'unknown rejected' 'a rejected name is not a matter of credentials'
expect_contains 'and the answer has the words of the registry' "$SCRATCH/answers" \
    'status 400, NAME_INVALID: invalid name'
fault two-errors 'unknown forbidden' 'two errors are a refusal'
expect_contains 'with the words of both' "$SCRATCH/answers" \
    'status 403, DENIED: the plan ends today; UNSUPPORTED: ask billing for more'
fault echo 'unknown forbidden' 'a server may repeat a secret' --docker-config "$SCRATCH/secret"
expect_contains 'which is hidden' "$SCRATCH/answers" 'refused ***'
fault head-401 'unknown forbidden' 'where HEAD is refused without words GET is used'
expect_contains 'for its words' "$SCRATCH/answers" 'the plan ends today'
fault head-403 "$GOOD" 'where HEAD is forbidden GET may be allowed'
fault history 'unknown media-type' 'an image with the history of schema 1 is refused'
fault forbidden 'unknown forbidden' 'forbidden is not "none"'
expect_lacks 'no escape sequence reaches the terminal' "$SCRATCH/answers" $'\033'
fault slow "$GOOD" 'slow is not silent'
fault silence 'unknown timeout' 'silence ends in time' --first-byte 300
fault wait-once "$GOOD" 'a short Retry-After is respected'
expect 'by waiting' awk 'match($0, /wall=[0-9.]+/) {
    exit substr($0, RSTART + 5, RLENGTH - 5) < 1 }' "$SCRATCH/counts"
KEYS=()
for n in {1..30}; do
    KEYS+=("$faulty_host/wait-long/x:$n")
done
ask --plain-http "$faulty_host" --plain-http "127.0.0.1:$there_port" "${KEYS[@]}" \
    "127.0.0.1:$there_port/ok/x:t"
expect_equal 'a host that asks to wait for an hour is not asked again' 30 \
    "$(grep -c 'unknown rate-limited .* 3600 ' "$SCRATCH/answers")"
expect_equal 'after one request, and other hosts are still asked' 2 "$(count head)"

ask --plain-http "$faulty_host" "${KEYS[@]/wait-long/wait-days}"
expect_equal 'a wait of more than a day is told in full' 30 \
    "$(grep -c 'unknown rate-limited .* 172800 ' "$SCRATCH/answers")"

ask --plain-http localhost --first-byte 3000 "${KEYS[@]/wait-long/silence}" \
    "@$SCRATCH/keys.plain"
expect_equal 'a host that does not answer does not delay the others' 200 "$(count told)"
expect_equal 'and it is asked once' 201 "$(count head)"
ask --plain-http localhost --first-byte 300 "${KEYS[@]/wait-long/silence}"
cp "$SCRATCH/answers" "$SCRATCH/first"
ask --plain-http localhost --first-byte 300 "${KEYS[@]/wait-long/silence}"
expect_same 'the same failure has the same message' "$SCRATCH/first" "$SCRATCH/answers"
ask --plain-http localhost localhost:1/x:t
expect_contains 'a closed port is reported as such' "$SCRATCH/answers" 'Connection refused'

# Where a server leads
fault moved "$GOOD" 'a redirect on the host is followed'
fault loop 'unknown policy' 'not for ever'
fault across 'unknown policy' 'a redirect to http on another host is refused'
: >"$there_log"
fault across "$GOOD" 'unless it is named' --plain-http "127.0.0.1:$there_port" \
    --docker-config "$SCRATCH/secret"
fault leak "$GOOD" 'a registry with a password may lead elsewhere' \
    --plain-http "127.0.0.1:$there_port" --docker-config "$SCRATCH/secret"
expect_contains 'it saw the password' "$faulty_log" 'HEAD /v2/leak/x/manifests/t secret'
expect_contains 'the other host was asked' "$there_log" 'HEAD /v2/ok/across/manifests/t bare'
expect_lacks 'without it' "$there_log" secret
fault metadata 'unknown policy' 'a redirect to a metadata service is refused'
fault to-file 'unknown policy' 'a redirect to a file is refused'
fault internal-realm 'unknown policy' 'a token server at a metadata service is refused'
: >"$there_log"
fault foreign-realm 'unknown policy' 'a token server by http elsewhere is refused'
fault foreign-realm "$GOOD" 'unless it is named' --plain-http "127.0.0.1:$there_port" \
    --docker-config "$SCRATCH/secret"
expect_contains 'it is asked' "$there_log" 'GET /token'
expect_lacks 'without the password' "$there_log" secret
fault always-401 'unknown unauthorized' 'a refused token is not asked for again and again'
expect 'but twice at most' test "$(count token)" -le 2
fault unknown-scheme 'unknown unauthorized' 'an unknown scheme is refused'
expect_contains 'by name' "$SCRATCH/answers" Negotiate

# Proxies: the peer is the proxy and each host behind it
proxied() { # HOST WANTED NAME [ARGUMENT…]
    http_proxy=http://127.0.0.1:$faulty_port https_proxy=http://127.0.0.1:$faulty_port \
        ask "${@:4}" "$1/ok/x:t"
    expect_equal "$3" "$2" "$(answer "$(wc -w <<<"$2")")"
}
: >"$faulty_log"
proxied registry.example "$GOOD" 'a registry behind a proxy at an internal address is asked' \
    --plain-http registry.example
expect_contains 'by its name' "$faulty_log" 'HEAD http://registry.example/v2/ok/x/manifests/t bare'
: >"$faulty_log"
for host in 169.254.169.254 '[fd00:ec2::254]' 2852039166:443 0251.0376.0251.0376 0xa9fea9fe \
    '[::ffff:a9fe:a9fe]' '[64:ff9b::a9fe:a9fe]' metadata.google.internal; do
    proxied "$host" 'unknown policy' "$host is not asked through a proxy"
done
expect_equal 'and the proxy never hears of it' '' "$(cat "$faulty_log")"
proxied registry.example 'unknown proxy' 'a proxy that refuses is reported as such'
proxied locked.example 'unknown proxy' 'so is one that requires credentials'
expect_contains 'by what it wants' "$SCRATCH/answers" '407'
: >"$faulty_log"
http_proxy=http://127.0.0.1:$there_port no_proxy=localhost ask --plain-http "$faulty_host" \
    "$faulty_host/ok/x:t"
expect_equal 'no_proxy names hosts that are asked directly' "$GOOD" "$(answer)"
expect_contains 'which they are' "$faulty_log" 'HEAD /v2/ok/x/manifests/t bare'
http_proxy=http://127.0.0.1:1 ask --plain-http "$faulty_host" "$faulty_host/ok/x:t"
expect_equal 'a proxy that does not answer is reported as such' 'unknown proxy' "$(answer)"
http_proxy=http://127.0.0.1:$faulty_port https_proxy=http://127.0.0.1:$faulty_port \
    ask --plain-http "$faulty_host" "$faulty_host/metadata/x:t"
expect_equal 'a redirect to a metadata service is refused behind a proxy, too' 'unknown policy' \
    "$(answer)"
expect_lacks 'without a word to the proxy' "$faulty_log" 'CONNECT'

# Many hosts, most of which are silent: 200 requests need little more than one silence
: >"$SCRATCH/hosts.log"
python3 "$SERVERS_HERE/hosts.py" 190 10 20 "$SCRATCH/hosts.log" </dev/null >"$SCRATCH/hosts.ports" &
at_end kill $!
while [[ ! -s $SCRATCH/hosts.ports ]]; do sleep 0.05; done
sed 's/ /\n/g' "$SCRATCH/hosts.ports" | sed 's,.*,127.0.0.1:&/team/web:1,' >"$SCRATCH/hosts.keys"
ask --plain-http 127.0.0.1 --first-byte 3000 "@$SCRATCH/hosts.keys"
expect_equal 'ten live hosts of 200 are read' '10 190' \
    "$(count told) $(grep -c 'unknown timeout' "$SCRATCH/answers")"
expect 'in the time of one silence' awk 'match($0, /wall=[0-9.]+/) {
    exit substr($0, RSTART + 5, RLENGTH - 5) > 5 }' "$SCRATCH/counts"
live=$(tail -n 1 "$SCRATCH/hosts.keys")
for jobs in 1 4; do
    : >"$SCRATCH/hosts.log"
    seq 60 | sed "s,.*,${live%1}&," >"$SCRATCH/hosts.keys"
    ask --plain-http 127.0.0.1 --jobs "$jobs" "@$SCRATCH/hosts.keys"
    expect_equal "--jobs $jobs: 60 requests use as many connections" "60 $jobs" \
        "$(grep -c request "$SCRATCH/hosts.log") $(grep -c connection "$SCRATCH/hosts.log")"
done

# The config and labels of an image, and whether it exists
ask --plain-http "$plain_host" --kind config "$plain_host/team/multi@$INDEX"
expect_equal 'for an index its image for linux/amd64 is read' \
    "found $INDEX index linux/amd64 content=multi" "$(answer 9)"
expect_equal 'by three GET' 3 "$(count get)"
ask --plain-http "$plain_host" --kind config "$plain_host/team/multi@$SECOND"
expect_equal 'an image names its own platform' \
    "found $SECOND single linux/arm64/v8 content=multi" "$(answer 9)"
ask --plain-http "$plain_host" --kind config "$plain_host/team/list@${LIST%% *}"
expect_equal 'so does an image of a Docker list' "found ${LIST%% *} index linux/amd64 content=list" \
    "$(answer 9)"
ask --plain-http "$plain_host" --kind config "$plain_host/team/multi@${INDEX%????}0000"
expect_equal 'a missing digest has no config' none "$(answer 1)"
ask --oci-layout "quay.io=$SCRATCH/layouts" --kind config "quay.io/team/multi@$INDEX"
expect_equal 'a layout gives the same answer' "found $INDEX index linux/amd64 content=multi" "$(answer 9)"
config_blob=$(jq -r .config.digest "$SCRATCH/layouts/team/multi/blobs/sha256/${FIRST#*:}")
mv "$SCRATCH/layouts/team/multi/blobs/sha256/${config_blob#*:}" "$SCRATCH/config"
ask --oci-layout "quay.io=$SCRATCH/layouts" --kind config "quay.io/team/multi@$INDEX"
expect_equal 'a layout without the config is broken' 'unknown protocol' "$(answer)"
mv "$SCRATCH/config" "$SCRATCH/layouts/team/multi/blobs/sha256/${config_blob#*:}"
ask --plain-http "$plain_host" --kind exists "$plain_host/team/multi@$INDEX" \
    "$plain_host/team/multi@${INDEX%????}0000"
expect_equal 'one HEAD finds out whether a digest exists' "2 0" "$(count head) $(count get)"
expect_equal 'an existing digest is found' "found $INDEX index" "$(answer 9)"
expect_equal 'a missing one gives the answer "none"' none "$(tail -n 1 "$SCRATCH/answers" | cut -d ' ' -f 2)"
ask --oci-layout "quay.io=$SCRATCH/layouts" --kind exists "quay.io/team/multi@$INDEX"
expect_equal 'a layout gives these answers too' "found $INDEX index" "$(answer 3)"

GOOD_DIGEST=$(cut -d ' ' -f 2 <<<"$GOOD")
said() { # FAULT WANTED NAME [ARGUMENT…]
    ask --plain-http "$faulty_host" --kind config "${@:4}" "$faulty_host/$1/x@$GOOD_DIGEST"
    expect_equal "$3" "$2" "$(answer "$(wc -w <<<"$2")")"
}
said ok "found $GOOD_DIGEST single" 'an empty config says nothing'
said no-blob 'unknown protocol' 'a manifest without its config is broken, not gone'
said lying-blob 'unknown digest-mismatch' 'a config with another digest is refused'
said long-blob 'unknown too-large' 'one that is longer than it should be is cut off'
said schema1 'unknown schema1' 'schema 1 is refused by name'
said huge 'unknown too-large' 'an endless manifest is cut off'
: >"$there_log"
said cdn "found $GOOD_DIGEST single" 'a config may lie on another host' \
    --plain-http "127.0.0.1:$there_port" --docker-config "$SCRATCH/secret"
expect_contains 'the registry saw the password' "$faulty_log" \
    "GET /v2/cdn/x/manifests/$GOOD_DIGEST secret"
expect_contains 'the other host was asked' "$there_log" 'GET /v2/ok/cdn/blobs/x bare'
expect_lacks 'without it' "$there_log" secret
said cdn 'unknown policy' 'but not by http on a host that is not named' \
    --docker-config "$SCRATCH/secret"
ask --plain-http "$faulty_host" --kind exists "$faulty_host/odd-digest/x@$GOOD_DIGEST"
expect_equal 'without a digest in HEAD the bytes are checked' 1 "$(count get)"
ask --plain-http "$faulty_host" --kind exists "$faulty_host/lying/x@${GOOD_DIGEST%????}0000"
expect_equal 'bytes with another digest are refused' 'unknown digest-mismatch' "$(answer)"
ask --plain-http "$private_host" --docker-config "$SCRATCH/token" --kind config \
    "$private_host/team/web@$DIGEST_PRIVATE"
expect_equal 'one token is enough for all documents' "found $DIGEST_PRIVATE 1" "$(answer) $(count token)"

# Stopping
started=${EPOCHREALTIME/[^0-9]/}
timeout -s TERM 1 "$ASK" --plain-http "$faulty_host" "$faulty_host/silence/x:t" \
    "$faulty_host/silence/y:t" >"$SCRATCH/answers"
expect 'SIGTERM ends a batch at a silent registry soon' \
    test $((${EPOCHREALTIME/[^0-9]/} - started)) -lt 3000000
expect_equal 'running requests are cancelled' 2 \
    "$(grep -c ' unknown cancelled ' "$SCRATCH/answers")"

expect_lacks 'no message contains a password or a token' "$SCRATCH/everything" canary
finish
