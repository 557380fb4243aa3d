#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Repositories behind a real `git daemon`, by tool.c ($TOOL) and the program ($WEIR). What holds for
# every kind of server is remote.test.sh's.
# shellcheck disable=SC2154
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$SCRATCH/repositories APP=$SCRATCH/repositories/app.git
export TOOL_CACHE=$SCRATCH/cache TOOL_PLAIN=localhost
# Nobody is told apart there, so nothing of these may travel.
export TOOL_USER=ada TOOL_TOKEN=s3cret WEIR_GIT_USERNAME=ada WEIR_GIT_TOKEN=s3cret

mkdir -p "$ROOT" "$SCRATCH/work/a" "$SCRATCH/bin"
(
    cd "$SCRATCH/work" && git init -q && echo zero >a/one.yaml && git add -A && git commit -qm zeroth &&
        echo one >a/one.yaml && git add -A && git commit -qm first && git clone -q --bare . "$APP"
)
advance() { # a commit from elsewhere
    (
        cd "$SCRATCH/work" && git pull -q "$APP" main && echo "${1-$RANDOM}" >a/more.yaml && git add -A &&
            git commit -qm more && git push -q "$APP" main
    ) >/dev/null 2>&1
}
tip() { git -C "$APP" rev-parse main; }
generation() { sed -n 's/^generation //p' "$TOOL_CACHE/state"; }

# The daemon's own git: of version 0 while the file SCRATCH/v0 is there, and its answers end after as
# many bytes as SCRATCH/cut says.
git=$(command -v git)
cat >"$SCRATCH/bin/git" <<END
#!/bin/sh
[ -e $SCRATCH/v0 ] && unset GIT_PROTOCOL
[ -e $SCRATCH/cut ] && { timeout 0.7 $git "\$@" | head -c "\$(cat $SCRATCH/cut)"; exit; }
exec $git "\$@"
END
chmod +x "$SCRATCH/bin/git"
PATH=$SCRATCH/bin:$PATH GIT_TRACE_PACKET=$SCRATCH/trace git_daemon_start daemon "$ROOT" --export-all \
    --enable=receive-pack
URL=$daemon_url/app.git

# Reading: one commit, one ref of many.
for n in $(seq 500); do echo "create refs/pull/$n/head $(tip)"; done | git -C "$APP" update-ref --stdin
TOOL_BRANCH=main expect_status 'a repository is read' 0 "$TOOL" read "$URL"
expect_contains 'at its tip' "$OUT" "commit $(tip)"
expect_equal 'without what was before' 1 "$(git -C "$TOOL_CACHE/1" rev-list --count "$(tip)")"
expect_equal 'and of 500 refs no other is told' ' refs/heads/main' \
    "$(sed -nE 's/.*upload-pack> [0-9a-f]{40}( refs\/.*)/\1/p' "$SCRATCH/trace")"
expect_status 'a second tick sees a new commit' 0 env TOOL_TIMES=2 \
    TOOL_AGAIN="cd $SCRATCH/work && echo new >a/one.yaml && git commit -qam new && git push -q $APP main" \
    "$TOOL" cat "$URL" a/one.yaml
expect_equal 'with its bytes' new "$(cat "$OUT")"
expect_status 'proxies of the environment are not asked' 0 env http_proxy=http://127.0.0.1:1 \
    all_proxy=http://127.0.0.1:1 "$TOOL" read "$URL"

mkdir "$ROOT/teams" && ln -s ../app.git "$ROOT/teams/our app.git"
expect 'git reads codes in a path' git ls-remote -q "$daemon_url/teams/our%20app.git"
TOOL_CACHE=$SCRATCH/other expect_status 'as we do' 0 "$TOOL" read "$daemon_url/teams/our%20app.git"
expect_contains 'and find it' "$OUT" "commit $(tip)"

# A daemon that knows version 0 only.
before=$(generation)
advance
touch "$SCRATCH/v0"
expect_status 'of version 0 it is read' 0 "$TOOL" cat "$URL" a/more.yaml
expect_not 'with its history' test -e "$TOOL_CACHE/$(generation)/shallow"
expect_equal 'into a new generation of the cache' $((before + 1)) "$(generation)"
expect_status 'and pushed to' 0 "$TOOL" edit "$URL" a/one.yaml zero
expect_status 'and read again' 0 "$TOOL" cat "$URL" a/one.yaml
expect_equal 'as it was pushed' zero "$(cat "$OUT")"
rm "$SCRATCH/v0"
advance
expect_status 'when it knows version 2 again' 0 "$TOOL" cat "$URL" a/more.yaml
expect 'that is spoken' test -s "$TOOL_CACHE/$(generation)/shallow"

# Answers that end too early: in the advertisement, in a ref, in the pack.
for bytes in 2 60 200 400 700; do
    rm -rf "$TOOL_CACHE"
    echo $bytes >"$SCRATCH/cut"
    expect_status "an answer that ends after $bytes bytes" 2 timeout 20 "$TOOL" read "$URL"
    expect_contains 'is an error' "$ERR" 'the server ended the connection'
    expect_lacks 'and no sign of what is exported' "$ERR" hint
    rm "$SCRATCH/cut"
    expect_status 'the next one is taken' 0 "$TOOL" read "$URL"
done
touch "$SCRATCH/v0"
for bytes in 60 1000; do
    rm -rf "$TOOL_CACHE"
    echo $bytes >"$SCRATCH/cut"
    expect_status "of version 0, one that ends after $bytes bytes" 2 timeout 20 "$TOOL" read "$URL"
    expect_contains 'is one too' "$ERR" 'the server ended the connection'
    rm "$SCRATCH/cut"
done
rm "$SCRATCH/v0"

# Refusals.
says() { # NAME WORDS COMMAND…: it fails with these words, in time, without the secret
    expect_status "$1" 2 timeout 20 "${@:3}"
    expect_contains "$1: in words" "$ERR" "$2"
    expect_lacks "$1: without the secret" "$ERR" s3cret
}
git_daemon_start shy "$ROOT"
git_daemon_start told "$ROOT" --export-all --informative-errors
says 'a repository that is not there' 'not exported: /none.git' "$TOOL" read "$daemon_url/none.git"
says 'one that is not exported' 'not exported: /app.git' "$TOOL" read "$shy_url/app.git"
says 'a daemon that may say why' 'the server says: no such repository: /none.git' \
    "$TOOL" read "$told_url/none.git"
says 'one that takes no pushes' 'the server says: service not enabled: /app.git' \
    "$TOOL" edit "$told_url/app.git" a/one.yaml x
touch "$APP/git-daemon-export-ok"
says 'and may not say it' 'not exported: /app.git' "$TOOL" edit "$shy_url/app.git" a/one.yaml x
expect_contains 'with what may be the reason' "$ERR" 'hint: perhaps it takes no pushes: git daemon does'
server_stop told
says 'no server at all' "connecting to \"localhost\", port $told_port: Connection refused" \
    "$TOOL" read "$told_url/app.git"

# Servers that hear a request and say nothing; `short` closes the connection. Their log is what they
# heard.
silent_configure() { # NAME PORT
    server_command=(python3 -uc 'import socket, sys
server, kept = socket.create_server(("127.0.0.1", int(sys.argv[1]))), []
while True:
    kept.append(server.accept()[0])
    print("connection", kept[-1].recv(4096))
    if sys.argv[2] == "short":
        kept.pop().close()' "$2" "$1")
}
server_start silent silent_configure
server_start short silent_configure
says 'a daemon that refuses without a word' 'the server ended the connection' \
    "$TOOL" read "git://$short_host/app.git"
expect_contains 'gets a guess' "$ERR" "hint: perhaps there is no such repository on it, or it isn't exported"
says 'of a push too' 'the server ended the connection' \
    "$TOOL" move "git://$short_host/app.git" refs/heads/x - "$(tip)"
expect_contains 'it gets one' "$ERR" 'hint: perhaps it takes no pushes'
export TOOL_SILENCE=1
heard() { sed -n '$s/^connection //p' "$silent_log"; }
says 'a server that says nothing' 'silent for 1 seconds' "$TOOL" read "git://$silent_host/~ada/a b.git"
expect_equal 'heard the request as git makes it' \
    "b'0041git-upload-pack ~ada/a b.git\\x00host=$silent_host\\x00\\x00version=2\\x00'" "$(heard)"
says 'nor to a push' 'silent for 1 seconds' "$TOOL" move "git://$silent_host/app.git" refs/heads/x - "$(tip)"
expect_equal 'which is of no version' \
    "b'0033git-receive-pack /app.git\\x00host=$silent_host\\x00'" "$(heard)"
mapped='[::ffff:127.0.0.1]'
if python3 -c 'import socket; socket.socket(socket.AF_INET6)' 2>/dev/null; then
    TOOL_PLAIN=::ffff:127.0.0.1 says 'an address of version 6 in brackets' 'silent for 1 seconds' \
        "$TOOL" read "git://$mapped:$silent_port/app.git"
    expect_contains 'keeps them' "$silent_log" "host=$mapped:$silent_port"
else
    skip 'an address of version 6' 'the machine has none'
fi
unset TOOL_SILENCE

# Only hosts that the runner names.
before=$(grep -c . "$silent_log")
for command in "diff git://$silent_host/app.git" "sync GIT://$silent_host/app.git" \
    "diff --plain-http localhost:1 git://$silent_host/app.git"; do
    # shellcheck disable=SC2086
    says "weir $command" 'is not asked without TLS' "$WEIR" $command
    expect_contains 'with what to do' "$ERR" 'use https:// or ssh://, or name the host with --plain-http'
done
says 'a name in the URL' 'has credentials in it' "$WEIR" diff --plain-http localhost \
    "git://s3cret@$silent_host/app.git"
expect_equal 'and the server heard nothing' "$before" "$(grep -c . "$silent_log")"

# Connecting: a queue that is full, and a name of two addresses of which the second one answers.
full_configure() { # NAME PORT
    server_command=(python3 -uc 'import socket, sys, time
server, clients = socket.socket(), [socket.socket() for _ in range(4)]
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(0)
for client in clients:
    client.setblocking(False)
    client.connect_ex(server.getsockname())
time.sleep(1000)' "$2")
}
server_start full full_configure
printf 'timeouts: {connect: 2s}\nplainHTTP: [localhost, two.test]\n' >"$SCRATCH/impatient.yaml"
started=$SECONDS
says 'a connection that does not come about' "port $full_port: Connection timed out" \
    "$WEIR" diff --config "$SCRATCH/impatient.yaml" "git://$full_host/app.git"
expect 'is given up in time' test $((SECONDS - started)) -lt 6
printf '127.0.0.1 two.test\n127.0.0.2 two.test\n' >"$SCRATCH/hosts"
elsewhere() { # COMMAND…: with the names of SCRATCH/hosts
    # shellcheck disable=SC2016
    unshare -m sh -c 'mount --bind "$0" /etc/hosts && exec "$@"' "$SCRATCH/hosts" "$@"
}
second_configure() { # NAME PORT: the port of `full` at another address
    git_daemon_configure "$1" "$full_port"
    server_command=("${server_command[@]/--listen=127.0.0.1/--listen=127.0.0.2}")
    server_port=$full_port
}
if elsewhere true 2>/dev/null; then
    server_root=$ROOT server_words=(--export-all)
    server_start second second_configure
    expect_status 'one address after the other is tried' 0 elsewhere "$WEIR" get tags \
        --config "$SCRATCH/impatient.yaml" -C "git://two.test:$full_port/app.git"
else
    skip 'a name of two addresses' 'needs a mount namespace'
fi

# The program: a journal, a race with the branch, a stranger's change.
examples=$(cd "$HERE/../../../examples" && pwd)
cp -r "$examples/shop" "$SCRATCH/shop" && git -C "$SCRATCH/shop" init -q
git -C "$SCRATCH/shop" add -A && git -C "$SCRATCH/shop" commit -qm shop
git clone -q --bare "$SCRATCH/shop" "$ROOT/shop.git"
"$examples/image.sh" "$SCRATCH/layouts/acme/myapp" latest first >/dev/null
shop=$daemon_url/shop.git
runner=(--plain-http "localhost:$daemon_port" --oci-layout "registry.example.com=$SCRATCH/layouts")
expect_status 'import-image commits' 0 "$WEIR" import-image myapp:latest --scheduled -n app-dev \
    --from registry.example.com/acme/myapp:latest "${runner[@]}" -C "$shop"
expect_status 'diff shows what is left' 1 "$WEIR" diff "${runner[@]}" "$shop"
expect_status 'sync carries it out' 0 "$WEIR" sync "${runner[@]}" "$shop"
expect_status 'and nothing is left' 0 "$WEIR" diff "${runner[@]}" "$shop"
expect 'the repository is whole' git -C "$ROOT/shop.git" fsck --strict
expect_equal 'the journal knows the tag in each environment' 3 "$(git -C "$ROOT/shop.git" ls-tree -r \
    --name-only weir-journal | grep -c '/latest.jsonl$')"
expect_equal 'which moved with the branch' yes "$([[ $(git -C "$ROOT/shop.git" log -1 \
    --format='%(trailers:key=Weir-Journal,valueonly)' main) == "$(git -C "$ROOT/shop.git" \
    rev-parse weir-journal~)"* ]] && echo yes)"
expect_status "a stranger's change is reviewed without credentials" 1 "$WEIR" diff --base main~2 \
    --untrusted "${runner[@]}" "$shop"
finish
