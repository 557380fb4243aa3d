#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The data between a Git server and weir, the cache of it, and the behavior when either
# is damaged. Uses tool.c ($TOOL).
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$SCRATCH/repositories
export TOOL_CACHE=$SCRATCH/cache TOOL_PLAIN=localhost

# Fresh: SCRATCH/work and ROOT/app.git with two commits.
make_app() {
    rm -rf "$ROOT/app.git" "$SCRATCH/work"
    mkdir -p "$ROOT" "$SCRATCH/work/a"
    (
        cd "$SCRATCH/work" && git init -q && echo old >a/one.yaml && git add -A &&
            git commit -qm zeroth && echo one >a/one.yaml && echo two >two.yaml &&
            seq 1000 >a/long.yaml && git add -A && git commit -qm first && git clone -q --bare . "$ROOT/app.git"
    )
}
tip() { git -C "$ROOT/app.git" rev-parse "${1-main}"; }
advance() { # a commit from elsewhere
    (
        cd "$SCRATCH/work" && git pull -q "$ROOT/app.git" main && echo "${1-$RANDOM}" >a/more.yaml &&
            git add -A && git commit -qm more && git push -q "$ROOT/app.git" main
    ) >/dev/null 2>&1
}
requests() { # how many since the last call: "GET POST"
    local gets posts
    gets=$(requests_seen plain '"GET ') posts=$(requests_seen plain '"POST ')
    echo "$((gets - SEEN_GETS)) $((posts - SEEN_POSTS))"
    SEEN_GETS=$gets SEEN_POSTS=$posts
}
SEEN_GETS=0 SEEN_POSTS=0
count_requests() { # NAME WANTED
    local got file=$SCRATCH/requests
    requests >"$file" # not in a subshell: it remembers
    got=$(cat "$file")
    expect_equal "$1" "$2" "$got"
}
packs() { find "$TOOL_CACHE" -name '*.pack' | wc -l; }
generation() { sed -n 's/^generation //p' "$TOOL_CACHE/state"; }

make_app
# Version 2 until the file SCRATCH/v0 exists.
eval "$(declare -f git_http_configure | sed 's,client_max_body_size 0;,&\
    set \\$git_version \\$http_git_protocol;\
    if (-f $SCRATCH/v0) { set \\$git_version none; },
    s,fastcgi_param HOME,fastcgi_param HTTP_GIT_PROTOCOL \\$git_version; &,')"
git_http_start plain "$ROOT"
git_ssh_start shell "$ROOT"
URL=$plain_url/app.git

# The requests and their data.
expect_status 'a first reading' 0 "$TOOL" read "$URL"
count_requests 'is an advertisement, a list of refs and a fetch' '1 2'
expect_equal 'the cache has one commit' 1 "$(git -C "$TOOL_CACHE/1" rev-list --count "$(tip)")"
expect_equal 'git reads it as a shallow repository' "$(tip)" "$(cat "$TOOL_CACHE/1/shallow")"
expect 'git finds no fault with it' git -C "$TOOL_CACHE/1" fsck --strict
printf 'format 1\nurl %s\ngeneration 1\ntip %s\nref refs/heads/main\n' "$URL" "$(tip)" >"$SCRATCH/wanted"
expect_same 'its state says what was fetched' "$SCRATCH/wanted" "$TOOL_CACHE/state"
expect_equal 'other users cannot read it' 700 "$(stat -c %a "$TOOL_CACHE")"
expect_status 'reading without a change' 0 env TOOL_TIMES=5 "$TOOL" read "$URL"
count_requests 'are a list of refs each: what the server can do is remembered' '0 5'
sed -i "s/^told .*/told $(($(date +%s) - 24 * 3600 - 9))/" "$TOOL_CACHE/server"
expect_status 'a reading a day later' 0 "$TOOL" read "$URL"
count_requests 'asks again' '1 1'
sed -i "s/^told .*/told $(($(date +%s) + 3600))/" "$TOOL_CACHE/server"
expect_status 'a cached answer from the future' 0 "$TOOL" read "$URL"
count_requests 'is none' '1 1'
printf 'server 1\nurl %s\ntold %s\nls-re' "$URL" "$(date +%s)" >"$TOOL_CACHE/server"
expect_status 'a truncated cached answer' 0 "$TOOL" read "$URL"
count_requests 'is none either' '1 1'
expect_equal 'it is written again' 'fetch=shallow' "$(grep -x 'fetch=shallow' "$TOOL_CACHE/server")"
advance
expect_status 'a reading after a change' 0 "$TOOL" cat "$URL" a/more.yaml
count_requests 'fetches once' '0 2'
expect_equal 'only the missing blobs, trees and commit of the change' 4 \
    "$(git verify-pack -v "$(find "$TOOL_CACHE" -name '*.idx' -printf '%s %p\n' | sort -n |
        head -n 1 | cut -d ' ' -f 2)" | grep -cE '^[0-9a-f]{40} ')"
expect_status 'an edit' 0 "$TOOL" edit "$URL" two.yaml deux
count_requests 'reads, then pushes in two requests' '1 2'
expect_status 'a pushed commit' 0 "$TOOL" cat "$URL" two.yaml
count_requests 'is not fetched again' '0 1'
expect_equal 'but is known' deux "$(cat "$OUT")"
expect 'the cache stays without fault' git -C "$TOOL_CACHE/1" fsck --strict

for n in $(seq 5000); do echo "create refs/pull/$n/head $(tip)"; done | git -C "$ROOT/app.git" update-ref --stdin
git -C "$ROOT/app.git" update-ref refs/heads/main-2 "$(tip)"
rm -rf "$TOOL_CACHE"
: >"$plain_log"
TOOL_BRANCH=main expect_status 'a branch among 5,000 refs is read' 0 "$TOOL" read "$URL"
expect_equal 'and only refs that start with its name are sent' yes \
    "$(awk '/"POST /{print ($10 < 400) ? "yes" : $10; exit}' "$plain_log")"
SEEN_GETS=0 SEEN_POSTS=0
git -C "$ROOT/app.git" for-each-ref --format='delete %(refname)' refs/pull | git -C "$ROOT/app.git" update-ref --stdin

# Servers without version 2.
before=$(generation)
advance
touch "$SCRATCH/v0"
expect_status 'a server that went back to version 0 is read' 0 "$TOOL" cat "$URL" a/more.yaml
expect_not 'its history is complete' test -e "$TOOL_CACHE/$(generation)/shallow"
expect_equal 'in a new generation of the cache' $((before + 1)) "$(generation)"
expect_status 'it accepts a push' 0 "$TOOL" edit "$URL" two.yaml deux-0
expect_status 'it is read after the push' 0 env TOOL_TIMES=2 "$TOOL" cat "$URL" two.yaml
advance
expect_status 'and after a change' 0 "$TOOL" cat "$URL" a/more.yaml
expect_equal 'then the previous generation is removed' 1 \
    "$(find "$TOOL_CACHE" -maxdepth 1 -name '[1-9]*' | wc -l)"
rm "$SCRATCH/v0"
advance
expect_status 'version 2 is used again when it is offered again' 0 "$TOOL" cat "$URL" a/more.yaml
expect 'and what comes is shallow' test -s "$TOOL_CACHE/$(generation)/shallow"

sed -i '/AcceptEnv/d' "$SCRATCH/shell/sshd_config"
kill -HUP "$shell_pid"
sleep 0.3
export TOOL_KEY=$shell_key TOOL_KNOWN_HOSTS=$shell_known_hosts
rm -rf "$SCRATCH/cache0"
expect_status 'an ssh server that ignores GIT_PROTOCOL is read' 0 env TOOL_CACHE="$SCRATCH/cache0" \
    "$TOOL" read "$shell_url/app.git"
expect_not 'with its history' test -e "$SCRATCH/cache0/1/shallow"

# Damaged answers.
python3 "$HERE/fault_proxy.py" "$SCRATCH/proxy.port" "$plain_port" "$SCRATCH/mode" &
at_end kill $!
while [[ ! -s $SCRATCH/proxy.port ]]; do sleep 0.02; done
SPOILED=http://localhost:$(cat "$SCRATCH/proxy.port")/app.git
fault() { # MODE WORDS: reading fails with this message, and works after the fault
    rm -rf "$TOOL_CACHE"
    echo "$1" >"$SCRATCH/mode"
    expect_status "$1 is an error" 2 timeout 20 env TOOL_SILENCE=1 "$TOOL" read "$SPOILED"
    expect_contains "$1: with a message" "$ERR" "$2"
    rm "$SCRATCH/mode"
    expect_status "$1: the next reading succeeds" 0 "$TOOL" read "$SPOILED"
}
fault cut-advertisement 'was cut'
fault html-pkts "does not follow Git's protocol"
fault other-hash 'SHA-256'
fault cut-pack 'was cut'
fault cut-pkt 'was cut'
fault no-flush 'was cut'
fault flip-pack "the server's pack can't be stored"
fault error 'the server says: upload-pack: not our ref'
fault band-3 'the server says: no memory left [2J'
fault band-9 'unknown sideband'
fault login "not Git's smart protocol: its type is \"text/html\""
fault silent-pack 'silent for 1 seconds'
fault again-401 'asks for credentials'
for mode in flood flood-long; do
    echo $mode >"$SCRATCH/mode"
    rm -rf "$TOOL_CACHE"
    (ulimit -v 400000 && exec timeout 60 "$TOOL" read "$SPOILED") >"$OUT" 2>"$ERR"
    expect_equal "an advertisement of version 0 without end is an error ($mode)" 2 $?
    expect_contains 'before it has used 400 MB' "$ERR" 'lists more than 1000000 refs'
done
for to in http://HOST/app.git/info/refs?service=git-upload-pack /app.git/info/refs; do
    rm -rf "$TOOL_CACHE"
    echo "to $to" >"$SCRATCH/mode"
    expect_status "a redirect to $to is an error" 2 "$TOOL" read "${SPOILED%app.git}old"
    moved=$(grep -o "http://[^ ]*app.git" "$ERR" | tail -n 1)
    expect_equal 'with the new URL of the repository' "$SPOILED" "$moved"
    expect_status 'which works' 0 "$TOOL" read "$moved"
done
for to in http://HOST/login http://ada:secret@HOST/app.git/info/refs; do
    echo "to $to" >"$SCRATCH/mode"
    expect_status "a redirect to $to is an error" 2 "$TOOL" read "${SPOILED%app.git}old"
    expect_lacks 'without a new URL' "$ERR" "new URL: http"
    expect_lacks 'and without a password' "$ERR" secret
done
rm "$SCRATCH/mode"
for mode in no-shallow no-filter; do
    rm -rf "$TOOL_CACHE"
    echo $mode >"$SCRATCH/mode"
    expect_status "$mode: the server is read" 0 "$TOOL" read "$SPOILED"
    advance
    expect_status "$mode: after a change too" 0 "$TOOL" cat "$SPOILED" a/more.yaml
    rm "$SCRATCH/mode"
done
expect_status 'a shallow cache' 0 "$TOOL" read "$SPOILED"
rm "$TOOL_CACHE/server"
echo no-shallow >"$SCRATCH/mode"
(cd "$SCRATCH/work" && git revert -n HEAD && git commit -qm back && git push -q "$ROOT/app.git" main)
expect_status 'is rebuilt for a server that no longer supports it' 0 "$TOOL" read "$SPOILED"
expect_not 'and is complete' test -e "$TOOL_CACHE/$(generation)/shallow"

# Races and refusals of a push.
before=$(tip)
cat >"$SCRATCH/advance.sh" <<END
cd $SCRATCH/work && git pull -q $ROOT/app.git main && git commit -q --allow-empty -m other && git push -q $ROOT/app.git main
END
echo "run sh $SCRATCH/advance.sh" >"$SCRATCH/mode"
expect_status 'a branch that moves while the push is under way' 1 "$TOOL" edit "$SPOILED" two.yaml dos
expect_contains 'is a race' "$OUT" race
expect_equal 'and the other commit is kept' other "$(git -C "$ROOT/app.git" log -1 --format=%s main)"
rm "$SCRATCH/mode"
printf '#!/bin/sh\n[ "$1" != refs/heads/locked ]\n' >"$ROOT/app.git/hooks/update"
chmod +x "$ROOT/app.git/hooks/update"
for branch in free locked stale; do git -C "$ROOT/app.git" update-ref refs/heads/$branch main~; done
expect_status 'one ref of a push of two can be refused' 1 "$TOOL" move "$URL" \
    refs/heads/free "$(tip free)" "$(tip)" refs/heads/locked "$(tip locked)" "$(tip)"
printf 'refs/heads/free taken\nrefs/heads/locked refused: hook declined\n' >"$SCRATCH/wanted"
expect_same 'each is judged by itself' "$SCRATCH/wanted" "$OUT"
expect_equal 'the other is accepted' "$(tip)" "$(tip free)"
git -C "$ROOT/app.git" update-ref refs/heads/free main~
expect_status 'an atomic push is refused as a whole' 1 env TOOL_ATOMIC=1 "$TOOL" move "$URL" \
    refs/heads/free "$(tip free)" "$(tip)" refs/heads/locked "$(tip locked)" "$(tip)"
expect_contains 'and the server reports both' "$OUT" 'refs/heads/free refused: '
expect_equal 'so the first is not changed' "$(tip main~)" "$(tip free)"
expect_status 'a push over a ref that moved' 1 "$TOOL" move "$URL" refs/heads/stale "$(tip)" "$(tip)"
expect_equal 'is known before anything is sent' 'refs/heads/stale moved' "$(cat "$OUT")"
expect_status 'a branch that exists is not created' 1 "$TOOL" move "$URL" refs/heads/stale - "$(tip)"
expect_status 'a missing branch is created' 0 "$TOOL" move "$URL" refs/heads/new - "$(tip)"
expect_status 'a branch is deleted with its lease' 0 "$TOOL" move "$URL" refs/heads/new "$(tip)" -
expect_not 'and is gone' git -C "$ROOT/app.git" rev-parse -q --verify refs/heads/new
expect_status 'push options that the server does not take' 2 env TOOL_OPTION=x "$TOOL" move "$URL" \
    refs/heads/free "$(tip free)" "$(tip)"
expect_contains 'are an error' "$ERR" 'does not support push options'
git -C "$ROOT/app.git" config receive.advertisePushOptions true
printf '#!/bin/sh\necho "$GIT_PUSH_OPTION_0" >%s\n' "$SCRATCH/option" >"$ROOT/app.git/hooks/pre-receive"
chmod +x "$ROOT/app.git/hooks/pre-receive"
expect_status 'push options that it takes' 0 env TOOL_OPTION=ci.skip "$TOOL" move "$URL" \
    refs/heads/free "$(tip free)" "$(tip)"
expect_equal 'reach its hooks' ci.skip "$(cat "$SCRATCH/option")"
rm "$ROOT"/app.git/hooks/{update,pre-receive}

# The cache.
rm -rf "$TOOL_CACHE"
most=0
for n in $(seq 36); do
    git -C "$ROOT/app.git" update-ref refs/heads/main "$(git -C "$ROOT/app.git" commit-tree -p main \
        -m "$n" 'main^{tree}')"
    "$TOOL" read "$URL" >/dev/null 2>"$ERR" || break
    ((most < $(packs))) && most=$(packs)
done
expect_equal 'every change is read' 36 "$n"
expect_equal 'the cache has no more than 33 packs at any time' 33 "$most"
expect_equal 'then a new generation begins' 2 "$(generation)"
for damage in 'truncate -s 40' 'truncate -s 0' 'rm -f'; do
    for file in pack idx; do
        find "$TOOL_CACHE" -name "*.$file" -exec $damage {} +
        expect_status "a cache after $damage of each $file" 0 "$TOOL" cat "$URL" a/one.yaml
    done
done
rm -rf "$TOOL_CACHE"
"$TOOL" read "$URL" >/dev/null
pack=$(find "$TOOL_CACHE" -name '*.pack')
chmod +w "$pack"
for at in 100 200 300; do
    printf 'damage' | dd of="$pack" bs=1 seek=$(($(stat -c %s "$pack") - at)) conv=notrunc status=none
done
for path in a/long.yaml a/one.yaml two.yaml; do
    expect_status "$path from a cache with other bytes in its pack" 0 "$TOOL" cat "$URL" $path
done
expect 'which is another one now' git -C "$TOOL_CACHE/$(generation)" fsck --strict
for file in state shallow lock; do
    [[ $file == shallow ]] && file=$(generation)/shallow
    expect "there is a $file" test -e "$TOOL_CACHE/$file"
    echo x >"$TOOL_CACHE/$file"
    expect_status "a cache with another $file" 0 "$TOOL" cat "$URL" a/one.yaml
done
(echo 'format 2'; tail -n +2 "$TOOL_CACHE/state") >"$SCRATCH/state"
before=$(generation)
cp "$SCRATCH/state" "$TOOL_CACHE/state"
expect_status 'a cache of another format' 0 "$TOOL" read "$URL"
expect_equal 'is rebuilt' $((before + 1)) "$(generation)"
expect_status 'a cache of another URL' 0 "$TOOL" read "$SPOILED"
expect_equal 'is too' $((before + 2)) "$(generation)"
expect_status 'a reading stays valid while another process rebuilds the cache' 0 env \
    TOOL_BETWEEN="rm $TOOL_CACHE/state && env -u TOOL_BETWEEN $TOOL read $URL && env -u TOOL_BETWEEN $TOOL read $SPOILED" \
    "$TOOL" cat "$URL" a/long.yaml
expect_equal 'byte by byte' "$(seq 1000)" "$(cat "$OUT")"

rm -rf "$TOOL_CACHE"
children=()
for n in 1 2 3 4; do
    (for i in 1 2 3 4 5; do "$TOOL" cat "$URL" a/one.yaml || exit; done) >"$SCRATCH/two.$n" 2>&1 &
    children+=($!)
done
for i in 1 2 3; do advance; done
failed=0
for child in "${children[@]}"; do wait "$child" || failed=1; done
expect_equal 'four processes share a cache while the branch moves' 0 "$failed"
expect 'which stays without fault' git -C "$TOOL_CACHE/$(generation)" fsck --strict

prepare_cache() {
    rm -rf "$TOOL_CACHE"
    (($1 % 2)) || "$TOOL" read "$URL"
    advance "$1"
} >/dev/null
check_cache() {
    "$TOOL" cat "$URL" a/more.yaml && git -C "$TOOL_CACHE/$(generation)" fsck --strict
}
kill_at_every_effect 'a cache is well after a kill at any moment' prepare_cache check_cache \
    "$TOOL" read "$URL"
check_full() { ((STATUS == 2)) || check_cache; }
KILL_STEP=3 fail_at_every_effect 'a full disk is an error, and no damage' ENOSPC prepare_cache check_full \
    "$TOOL" read "$URL"
finish
