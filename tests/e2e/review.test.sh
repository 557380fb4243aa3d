#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `weir diff --base`: what a change means, on every kind of repository, and what a stranger's may not.
# shellcheck disable=SC2154,SC2317
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts image=registry.example.com/acme/myapp
layout=(--oci-layout "registry.example.com=$layouts")
"$examples/image.sh" "$layouts/acme/myapp" latest one >/dev/null
"$examples/image.sh" "$layouts/acme/other" latest two >/dev/null
json() { # FILTER: of the last report
    jq -r "$1" "$OUT"
}
policies() { # of the last report: "object policy before after", sorted
    json '.policies[] | "\(.object) \(.policy) \(.before) \(.after)"' | sort
}

# A work tree: a gate, a hold and a guard on main.
tree=$SCRATCH/tree
cp -r "$examples/shop" "$tree"
"$WEIR" tag --scheduled "$image:latest" app-dev/myapp:latest "${layout[@]}" -C "$tree" >/dev/null
sed -i 's/@sha256:[0-9a-f]*//' "$tree"/app-dev/*.yaml
sed -i 's/^    - namespace: app-prod/&\n      gates: [{soak: 24h}]/' "$tree/promotion.yaml"
git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm one
git -C "$tree" tag -a -m first v1
expect_status 'nothing differs: 0, although a sync would write' 0 "$WEIR" diff --base HEAD \
    "${layout[@]}" "$tree"
expect_contains 'and says so' "$OUT" 'nothing differs'
expect_status 'a plain diff would find something to write' 1 "$WEIR" diff "${layout[@]}" "$tree"

git -C "$tree" checkout -qb feature
sed -i '/gates:/d' "$tree/promotion.yaml"
find "$tree" -printf '%p %m %s %T@\n' | sort >"$SCRATCH/before"
expect_status 'something differs: 1, in a work tree with changes' 1 "$WEIR" diff --base main \
    "${layout[@]}" "$tree"
find "$tree" -printf '%p %m %s %T@\n' | sort >"$SCRATCH/after"
expect_same 'nothing is written' "$SCRATCH/before" "$SCRATCH/after"
cp "$OUT" "$SCRATCH/report"
expect 'policy comes first' \
    awk '/^Policy/ { p = NR } /^Rows/ { r = NR } END { exit !(p && r && p < r) }' "$SCRATCH/report"
expect_contains 'the removed gate is a row' "$SCRATCH/report" 'Promotion shop to app-prod: gate'
expect_contains 'with its old value' "$SCRATCH/report" 'base  soak 24h'
"$WEIR" diff --base main -o markdown "${layout[@]}" "$tree" >"$OUT"
expect_contains 'in Markdown too' "$OUT" '| Promotion shop to app-prod | gate |'
git -C "$tree" commit -qam 'no gate'
chmod -R a-w "$tree/.git"
expect_status 'a token that can only read is enough' 1 "$WEIR" diff --base main "${layout[@]}" "$tree"
chmod -R u+w "$tree/.git"

# Names of revisions.
for revision in v1 main 'HEAD~1' 'HEAD^' "$(git -C "$tree" rev-parse main)" \
    "$(git -C "$tree" rev-parse --short=8 main)"; do
    expect_status "base can be ${revision:0:12}" 1 "$WEIR" diff --base "$revision" "${layout[@]}" "$tree"
done
expect_status 'head can be given' 0 "$WEIR" diff --base HEAD~1 --head v1 "${layout[@]}" "$tree"
for words in '--base none' '--base HEAD~9' '--base HEAD --head none' '--base -x' '--base HEAD:weir.yaml' \
    '--base :/one' '--base HEAD@{1}' '--head HEAD' '--untrusted' '--base HEAD --patch' \
    '--base HEAD --allow-host http://x'; do
    # shellcheck disable=SC2086
    expect_status "an error: diff $words" 2 "$WEIR" diff $words "${layout[@]}" "$tree"
done
cp -r "$examples/shop" "$SCRATCH/folder"
expect_status 'a folder without Git is an error' 2 "$WEIR" diff --base HEAD "$SCRATCH/folder"
expect_contains 'and says why' "$ERR" 'has no commits'

# A clone without a local main, a shallow one, a bare one.
git clone -q "$tree" "$SCRATCH/clone" 2>/dev/null
expect_status 'a branch of the remote is found' 1 "$WEIR" diff --base main "${layout[@]}" "$SCRATCH/clone"
git clone -q --depth 1 --branch feature "file://$tree" "$SCRATCH/shallow" 2>/dev/null
expect_status 'a commit that was not fetched is an error' 2 "$WEIR" diff --base HEAD~1 "${layout[@]}" \
    "$SCRATCH/shallow"
expect_contains 'with a hint' "$ERR" 'git fetch --unshallow'
git clone -q --bare "$tree" "$SCRATCH/shop.git"
expect_status 'head of a bare repository is its tip' 1 "$WEIR" diff --base main "${layout[@]}" \
    "$SCRATCH/shop.git"
expect_status 'and --branch names another one' 0 "$WEIR" diff --base main --branch main "${layout[@]}" \
    "$SCRATCH/shop.git"
expect_status 'as --head does' 1 "$WEIR" diff --base main --head feature -o json "${layout[@]}" \
    "$SCRATCH/shop.git"
expect_equal 'the report names both commits' \
    "$(git -C "$tree" rev-parse main feature | tr '\n' ' ')" \
    "$(json '"\(.base.commit) \(.head.commit) "')"
expect_equal 'and is a Review' Review "$(json .kind)"

# An unreachable registry is not a difference; without a question no registry is needed.
expect_status 'unknown on both sides is not a difference' 0 "$WEIR" diff --base HEAD \
    --head HEAD --oci-layout "registry.example.com=$SCRATCH/none" "$tree"
expect_status 'the gate is found without the registry' 1 "$WEIR" diff --base main -o json \
    --oci-layout "registry.example.com=$SCRATCH/none" "$tree"
expect_equal 'as the only difference of policy' 'Promotion shop to app-prod gate soak 24h null' \
    "$(policies)"

# A URL.
export XDG_CACHE_HOME=$SCRATCH/cache
git_http_start open "$SCRATCH"
url=http://localhost:$open_port/shop.git
remote=(--plain-http "localhost:$open_port" "${layout[@]}" "$url")
expect_status 'branches of a URL can be compared' 1 "$WEIR" diff --base main --head feature "${remote[@]}"
expect_status 'its tip is the default head' 1 "$WEIR" diff --base main "${remote[@]}"
expect_status 'a commit of a branch is found by its id' 0 "$WEIR" diff --base main \
    --head "$(git -C "$tree" rev-parse main)" "${remote[@]}"
expect_status 'a commit that the server does not have is an error' 2 "$WEIR" diff --base main \
    --head 0123456789012345678901234567890123456789 "${remote[@]}"
expect_contains 'with a hint' "$ERR" 'name a branch or a tag'
git -C "$SCRATCH/shop.git" tag before main
for revision in before feature~1 "$(git -C "$tree" rev-parse feature~1)"; do
    XDG_CACHE_HOME=$SCRATCH/fresh expect_status "a cache that lacks $revision fetches it" 1 \
        "$WEIR" diff --base "$revision" --head feature "${remote[@]}"
    rm -rf "$SCRATCH/fresh"
done
expect_status 'so is a missing branch' 2 "$WEIR" diff --base none "${remote[@]}"
expect_contains 'and its hint lists the existing ones' "$ERR" 'feature'

# A stranger's head. Every connection to the new host would be a line in its log.
new_configure() { # NAME PORT
    server_command=(python3 -uc 'import socket, sys
s = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    c, _ = s.accept(); print("connection"); c.close()' "$2")
}
server_start new new_configure
peer_configure() { # NAME PORT
    server_command=("$PEER" "$2" '')
}
server_start known peer_configure
export DOCKER_CONFIG=$SCRATCH/docker
mkdir -p "$DOCKER_CONFIG"
auth=$(printf 'ada:canary-password' | base64 -w 0)
printf '{"auths":{"%s":{"auth":"%s"},"%s":{"auth":"%s"}}}' "$known_host" "$auth" "$new_host" "$auth" \
    >"$DOCKER_CONFIG/config.json"
fork=$SCRATCH/fork
cp -r "$tree" "$fork"
git -C "$fork" checkout -q main
sed -i "s,$image,$known_host/ok/myapp," "$fork/app-dev/imagestream.yaml"
sed -i 's/^\( *\)- name: latest/&\n\1  annotations: {weir.dev\/hold: reason=broken}/' \
    "$fork/app-dev/imagestream.yaml"
git -C "$fork" commit -qam base
git -C "$fork" checkout -qb evil
sed -i '/gates:/d' "$fork/promotion.yaml"
sed -i '/weir.dev.hold/d' "$fork/app-dev/imagestream.yaml"
sed -i 's/max: 20/max: 20000/; s/^spec:/&\n  ignore: ["app-prod\/**"]/' "$fork/weir.yaml"
sed "s,$known_host/ok,$new_host/ok,; s/name: myapp/name: added/" "$fork/app-dev/imagestream.yaml" \
    >"$fork/app-dev/added.yaml"
git -C "$fork" add -A && git -C "$fork" commit -qm evil
review=("$WEIR" diff --base main --plain-http "$known_host" -o json "$fork")
before=$(grep -c . "$new_log")
expect_status "head of a stranger's repository has a new error" 3 "${review[@]}" --untrusted
expect_equal 'each change of policy is a row' "\
Promotion shop to app-prod gate soak 24h null
app-dev/added:latest scheduled null true
app-dev/myapp:latest hold until deleted: broken null
registries host null $new_host
weir.yaml guard at most 20 rows at most 20000 rows
weir.yaml ignore null app-prod/**" "$(policies | grep -v '^app-prod ')"
expect_equal 'its weir.yaml cannot hide rows of the plan' '' \
    "$(json '.rows[] | select(.change == "removed") | .head')"
expect_equal 'the new host was not asked' "$before" "$(grep -c . "$new_log")"
expect_equal 'and is reported' "$new_host" "$(json '.refusedHosts[]')"
added='.rows[] | select(.change == "added" and .head.object == "app-dev/added:latest") | .head'
expect_equal 'its row is unknown' could-not-tell "$(json "$added | .reason")"
expect_contains 'with a hint' <(json "$added | .detail") "--allow-host $new_host"
expect_equal 'the known host got no credentials' 0 "$(grep -c secret "$known_log")"
expect 'although it was asked' grep -q bare "$known_log"
run "${review[@]}" --untrusted --allow-host "$new_host"
expect 'the runner may allow it' test "$(grep -c . "$new_log")" -gt "$before"
git -C "$fork" checkout -qb without-error
sed -i '/ignore:/d' "$fork/weir.yaml" && git -C "$fork" commit -qam fixed
expect_status 'a host that may not be asked is only a difference' 1 "${review[@]}" --untrusted
git -C "$fork" checkout -q evil
before=$(grep -c . "$new_log")
printf 'hosts: [%s]\n' "$new_host" >"$SCRATCH/config.yaml"
run "${review[@]}" --untrusted --config "$SCRATCH/config.yaml"
expect 'by its configuration too' test "$(grep -c . "$new_log")" -gt "$before"
before=$(grep -c . "$new_log")
run "${review[@]}"
expect 'a trusted head is followed' test "$(grep -c . "$new_log")" -gt "$before"
expect_lacks 'no report has a secret in it' "$OUT" canary
git -C "$fork" checkout -q main
sed -i '/weir.dev.hold/d' "$fork/app-dev/imagestream.yaml"
echo 'stop' >"$fork/weir.freeze"
git -C "$fork" add -A && git -C "$fork" commit -qm freeze
git -C "$fork" checkout -qb thaw
git -C "$fork" rm -q weir.freeze && git -C "$fork" commit -qm thaw
expect_status "a removed freeze in a stranger's repository is a difference" 1 "${review[@]}" --untrusted
expect_equal 'of policy' 'weir.freeze freeze until deleted: stop null' "$(policies)"
expect_equal 'and nothing is written' 0 "$(json '.rows | length')"
run "${review[@]}"
expect 'a trusted one does' test "$(json '.rows | length')" -gt 0

# A registry and a server of Git that want credentials.
registry_start locked basic
python3 "$SERVERS_HERE/push_images.py" "$locked_url" --user "$SERVER_USER" --password "$SERVER_PASSWORD" \
    team/web:1 >/dev/null
printf '{"auths":{"%s":{"auth":"%s"}}}' "$locked_host" \
    "$(printf %s "$SERVER_USER:$SERVER_PASSWORD" | base64 -w 0)" >"$DOCKER_CONFIG/config.json"
private=$SCRATCH/private
cp -r "$tree" "$private"
git -C "$private" checkout -q main
sed -i "s,$image:latest,$locked_host/team/web:1," "$private/app-dev/imagestream.yaml"
git -C "$private" commit -qam base
echo '# a comment' >>"$private/app-dev/imagestream.yaml"
expect_status 'a private registry is could-not-tell on both sides' 0 "$WEIR" diff --base HEAD --untrusted \
    --plain-http "$locked_host" --debug "$private"
expect_equal 'no credentials were sent' 0 "$(requests_seen locked '"(HEAD|GET) /v2/team/web/.*" 200 ')"
run "$WEIR" diff --base HEAD --plain-http "$locked_host" "$private"
expect 'as a trusted review does' \
    test "$(requests_seen locked '"(HEAD|GET) /v2/team/web/.*" 200 ')" -gt 0
git_http_start closed "$SCRATCH" basic
remote=(--plain-http "localhost:$closed_port" "${layout[@]}" "http://localhost:$closed_port/shop.git")
cat >"$SCRATCH/config.yaml" <<END
git: {username: $SERVER_USER, tokenEnv: GIT_SECRET}
END
export GIT_SECRET=$SERVER_PASSWORD XDG_CACHE_HOME=$SCRATCH/cache2
expect_status 'a private repository can be reviewed' 1 "$WEIR" diff --base main \
    --config "$SCRATCH/config.yaml" "${remote[@]}"
expect 'with credentials' test "$(requests_seen closed "$SERVER_USER")" -gt 0
seen=$(requests_seen closed "$SERVER_USER")
expect_status 'but not as a stranger' 2 "$WEIR" diff --base main --untrusted \
    --config "$SCRATCH/config.yaml" "${remote[@]}"
expect_equal 'no credentials went there' "$seen" "$(requests_seen closed "$SERVER_USER")"
expect_status 'SSH is refused at once' 2 "$WEIR" diff --base main --untrusted ssh://git@localhost/x.git
expect_contains 'because it needs credentials' "$ERR" 'without credentials'

# Signatures: base must be one that the runner trusts, head is only told apart.
ssh-keygen -q -t ed25519 -N '' -C ada -f "$SCRATCH/key"
printf 'ada@example.org %s\n' "$(cut -d ' ' -f 1,2 "$SCRATCH/key.pub")" >"$SCRATCH/signers"
echo "requireSignedCommits: {allowedSigners: $SCRATCH/signers}" >"$SCRATCH/config.yaml"
signed=("$WEIR" diff --config "$SCRATCH/config.yaml" "${layout[@]}" "$tree")
expect_status 'an unsigned base is an error' 2 "${signed[@]}" --base main
git -C "$tree" checkout -qb signed main
git -C "$tree" -c gpg.format=ssh -c user.signingkey="$SCRATCH/key.pub" commit -qS --allow-empty -m s
expect_status 'a signed base is not' 1 "${signed[@]}" --base signed --head feature
expect_contains 'an unsigned head is reported' "$OUT" 'note: a sync would refuse head'
finish
