#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Repositories on real servers, read and pushed to by tool.c ($TOOL).
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
ROOT=$SCRATCH/repositories
export TOOL_CACHE=$SCRATCH/cache TOOL_USER=$SERVER_USER TOOL_TOKEN=$SERVER_PASSWORD

# Fresh: SCRATCH/work and ROOT/app.git with one commit.
make_app() {
    rm -rf "$ROOT/app.git" "$SCRATCH/work"
    mkdir -p "$ROOT" "$SCRATCH/work/a"
    (
        cd "$SCRATCH/work" && git init -q && echo one >a/one.yaml && echo two >two.yaml &&
            git add -A && git commit -qm first && git clone -q --bare . "$ROOT/app.git"
    )
}
tip() { git -C "$ROOT/app.git" rev-parse main; }
make_app

git_http_start web "$ROOT" tls basic
git_http_start plain "$ROOT"
git_ssh_start shell "$ROOT"
export TOOL_CA=$CA_FILE TOOL_PLAIN=localhost TOOL_KEY=$shell_key TOOL_KNOWN_HOSTS=$shell_known_hosts

each_way() { # NAME URL
    make_app
    rm -rf "$TOOL_CACHE"
    local before
    before=$(tip)
    expect_status "$1: a repository is read" 0 "$TOOL" read "$2"
    printf 'branch main\ncommit %s\n100644 a/one.yaml\n100644 two.yaml\n' "$before" \
        >"$SCRATCH/wanted"
    expect_same "$1: with the files of its branch" "$SCRATCH/wanted" "$OUT"
    expect_status "$1: an edit is pushed" 0 "$TOOL" edit "$2" a/one.yaml uno new.yaml nuevo
    expect_equal "$1: as the commit that was reported" "done $(tip)" "$(cat "$OUT")"
    expect_equal "$1: on top of what was read" "$before" "$(git -C "$ROOT/app.git" rev-parse main~)"
    expect_equal "$1: with nothing but the edits" "M a/one.yaml A new.yaml" \
        "$(git -C "$ROOT/app.git" diff-tree -r --name-status main~ main |
            tr '\t\n' '  ' | sed 's/ $//')"
    expect "$1: that git finds no fault with" git -C "$ROOT/app.git" fsck --strict
    expect_status "$1: the same edit again changes nothing" 1 "$TOOL" edit "$2" a/one.yaml uno
    expect_equal "$1: and says so" nothing "$(cat "$OUT")"
    expect_status "$1: a file of the new tip is read" 0 "$TOOL" cat "$2" a/one.yaml
    expect_equal "$1: with its bytes" uno "$(cat "$OUT")"

    before=$(tip)
    TOOL_BETWEEN="cd $SCRATCH/work && git pull -q $ROOT/app.git main &&
        git commit -q --allow-empty \
        -m other && git push -q $ROOT/app.git main" \
        expect_status "$1: a branch that moved meanwhile is a race" 1 "$TOOL" edit "$2" two.yaml dos
    expect_contains "$1: and reported as a race" "$OUT" race
    expect_equal "$1: and the other commit is kept" other \
        "$(git -C "$ROOT/app.git" log -1 --format=%s main)"

    printf '#!/bin/sh\necho "only on Mondays"; exit 1\n' >"$ROOT/app.git/hooks/pre-receive"
    chmod +x "$ROOT/app.git/hooks/pre-receive"
    before=$(tip)
    expect_status "$1: a refusal by a hook is not a race" 1 "$TOOL" edit "$2" two.yaml dos
    expect_contains "$1: but a refusal" "$OUT" 'refused: '
    expect_contains "$1: with the message of the hook" "$OUT" 'only on Mondays'
    expect_equal "$1: and the branch stays" "$before" "$(tip)"
    rm "$ROOT/app.git/hooks/pre-receive"

    git -C "$ROOT/app.git" update-ref refs/heads/dev "$(tip)"
    TOOL_BRANCH=dev expect_status "$1: another branch is read on request" 0 "$TOOL" read "$2"
    expect_contains "$1: and named" "$OUT" 'branch dev'
    TOOL_BRANCH=none expect_status "$1: a branch that isn't there is an error" 2 "$TOOL" read "$2"
    expect_contains "$1: that lists the existing ones" "$ERR" 'the repository has: dev, main'

    find "$TOOL_CACHE" -name '*.pack' -exec truncate -s 40 {} +
    expect_status "$1: a damaged cache is rebuilt" 0 "$TOOL" read "$2"
    expect_equal "$1: it has no loose objects of ours" '' \
        "$(find "$TOOL_CACHE" -path '*/objects/*' -type f -not -path '*/pack/*')"

    rm -rf "$ROOT/empty.git"
    git init -q --bare "$ROOT/empty.git"
    expect_status "$1: an empty repository is an empty source" 0 env TOOL_CACHE="$SCRATCH/cache2" \
        "$TOOL" read "${2%app.git}empty.git"
    expect_equal "$1: without a commit" 'branch main commit -' \
        "$(tr '\n' ' ' <"$OUT" | sed 's/ $//')"
    expect_status "$1: its first commit makes the branch" 0 env TOOL_CACHE="$SCRATCH/cache2" \
        "$TOOL" edit "${2%app.git}empty.git" weir.yaml x
    expect_equal "$1: with the file" x "$(git -C "$ROOT/empty.git" show main:weir.yaml)"
    rm -rf "$SCRATCH/cache2"
}

each_way https "$web_url/app.git"
each_way http "$plain_url/app.git"
each_way ssh "$shell_url/app.git"

# Errors and their messages.
says() { # NAME WORDS URL: reading fails with this message, without the secret, in time
    expect_status "$1" 2 timeout 20 "$TOOL" read "$3"
    expect_contains "$1: with a message" "$ERR" "$2"
    expect_lacks "$1: without the secret" "$ERR" "$TOOL_TOKEN"
}
rm -rf "$TOOL_CACHE"
export TOOL_TOKEN=s3cret-of-mine
says 'wrong credentials are refused' 'refused the credentials' "$web_url/app.git"
TOOL_TOKEN='' expect_status 'an empty token is not a token' 2 env -u TOOL_TOKEN "$TOOL" read "$web_url/app.git"
expect_contains 'and the hint names the setting' "$ERR" 'hint: set WEIR_GIT_USERNAME and WEIR_GIT_TOKEN'
says 'a repository that is not there' 'no such repository' "$plain_url/none.git"
TOOL_CA='' says 'a CA file that is not there' 'CA file' "$web_url/app.git"
(unset TOOL_CA && exec "$TOOL" read "$web_url/app.git") >"$OUT" 2>"$ERR"
expect_contains 'a certificate of an unknown authority is refused' "$ERR" certificate
TOOL_PLAIN=other says 'http to a host that is not named' 'without TLS' "$plain_url/app.git"
says 'git:// is refused' 'git:// is not supported' git://localhost/app.git
expect_contains 'with a hint' "$ERR" "hint: give the repository's https:// or ssh:// URL"
: >"$SCRATCH/no_hosts"
TOOL_KNOWN_HOSTS=$SCRATCH/no_hosts says 'a host key that nobody vouched for' 'Host key verification failed' \
    "$shell_url/app.git"
says 'an ssh server without the repository' 'not appear to be a git repository' "$shell_url/none.git"
TOOL_KEY=$SCRATCH/no_hosts says 'a key that the server does not know' 'ermission denied' "$shell_url/app.git"

# A server that accepts and does not answer, or redirects; its port is in a file.
odd_server() { # NAME HOW
    python3 - "$SCRATCH/$1.port" "$2" <<'END' &
import http.server, socket, sys, time
if sys.argv[2] == 'silent':
    s = socket.create_server(('127.0.0.1', 0))
    open(sys.argv[1], 'w').write(str(s.getsockname()[1]))
    kept = []
    while True:
        kept.append(s.accept())
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if sys.argv[2] == 'elsewhere':
            self.send_response(301)
            self.send_header('Location', 'http://other.example/app.git?token=x')
        else:
            self.send_response(200)
            self.send_header('Content-Type', 'text/html')
        self.end_headers()
        self.wfile.write(b'<html>log in</html>')
    def log_message(self, *a):
        pass
s = http.server.HTTPServer(('127.0.0.1', 0), Answer)
open(sys.argv[1], 'w').write(str(s.server_port))
s.serve_forever()
END
    at_end kill $!
    while [[ ! -s $SCRATCH/$1.port ]]; do sleep 0.02; done
}
odd_server silent silent
odd_server elsewhere elsewhere
odd_server login login
silent=localhost:$(cat "$SCRATCH/silent.port")
export TOOL_SILENCE=1
says 'a silent http server' 'silent for 1 seconds' "http://$silent/app.git"
says 'a silent https server' 'silent for 1 seconds' "https://$silent/app.git"
says 'a silent ssh server' 'silent for 1 seconds' "ssh://git@$silent/app.git"
unset TOOL_SILENCE
says 'a redirect is told, not followed' 'the server redirects to another URL (301)' \
    "http://localhost:$(cat "$SCRATCH/elsewhere.port")/app.git"
expect_contains 'with its target' "$ERR" \
    "hint: check the URL: the redirect leads to http://other.example/app.git"
expect_lacks 'without its query' "$ERR" 'token=x'
says 'a page for people is no answer' "not Git's smart protocol" \
    "http://localhost:$(cat "$SCRATCH/login.port")/app.git"
for url in "http://$silent/app.git" "ssh://git@$silent/app.git"; do
    "$TOOL" read "$url" >"$OUT" 2>"$ERR" &
    sleep 0.7
    kill -TERM $!
    started=$SECONDS
    wait $!
    expect_equal "SIGTERM ends the wait for a silent server: ${url%%:*}" yes \
        "$( ((SECONDS - started < 3)) && echo yes)"
    expect_contains "and says that it stopped: ${url%%:*}" "$ERR" stopped
done

# A server on which reading is allowed and writing is not.
eval "$(declare -f git_http_configure | sed 's/VALUE_0 true/VALUE_0 false/')"
make_app
git_http_start readonly "$ROOT"
rm -rf "$TOOL_CACHE"
expect_status 'a server that forbids writing' 1 "$TOOL" edit "$readonly_url/app.git" two.yaml dos
expect_equal 'is a refusal' 'refused: the server denied access (403)' "$(cat "$OUT")"

# A kill or a full disk at every effect leaves the old or the new state.
OLD=
prepare_bare() { make_app && OLD=$(tip); }
check_bare() {
    [[ $(tip) == "$OLD" || $(git -C "$ROOT/app.git" rev-parse main~) == "$OLD" ]] || return
    git -C "$ROOT/app.git" fsck --strict --no-dangling || return
    rm -f "$ROOT"/app.git/refs/heads/main.lock
    "$TOOL" edit "$ROOT/app.git" a/one.yaml uno two.yaml dos # 1 when it was done already
    (($? < 2)) && [[ $(git -C "$ROOT/app.git" show main:a/one.yaml main:two.yaml) == unodos ]]
}
check_full() { [[ $(tip) == "$OLD" ]] || ((STATUS == 0)); }
kill_at_every_effect 'a bare repository has the old or the new commit after a kill' prepare_bare \
    check_bare "$TOOL" edit "$ROOT/app.git" a/one.yaml uno two.yaml dos
fail_at_every_effect 'a bare repository has the old commit when the disk is full' ENOSPC \
    prepare_bare check_full "$TOOL" edit "$ROOT/app.git" a/one.yaml uno two.yaml dos
fail_at_every_effect 'a bare repository has the old commit when it is read-only' EROFS \
    prepare_bare check_full "$TOOL" edit "$ROOT/app.git" a/one.yaml uno two.yaml dos

prepare_place() { make_app; }
check_place() {
    cd "$SCRATCH/work" || return
    [[ $(cat a/one.yaml two.yaml) == $'one\ntwo' || $(cat a/one.yaml two.yaml) == $'unotwo' ||
        $(cat a/one.yaml two.yaml) == 'unodos' ]] || return
    "$TOOL" edit . a/one.yaml uno two.yaml dos && [[ $(cat a/one.yaml two.yaml) == unodos ]] &&
        [[ -z $(find . -name '.weir*') ]]
}
kill_at_every_effect 'files in place are old or new after a kill, the first ones first' \
    prepare_place check_place "$TOOL" edit "$SCRATCH/work" a/one.yaml uno two.yaml dos
check_place_full() {
    cd "$SCRATCH/work" || return
    local now
    now=$(cat a/one.yaml two.yaml)
    [[ $now == $'one\ntwo' || $now == $'unotwo' || $now == unodos ]] && [[ -z $(find . -name '.weir*') ]]
}
fail_at_every_effect 'files in place are old or new when the disk is full' ENOSPC \
    prepare_place check_place_full "$TOOL" edit "$SCRATCH/work" a/one.yaml uno two.yaml dos
finish
