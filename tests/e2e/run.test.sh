#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `weir run`: it syncs again and again, outlives failures, and ends soon after it is told to.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

LOG=$SCRATCH/log layouts=$SCRATCH/layouts image=registry.example.com/acme/myapp
layout=(--oci-layout "registry.example.com=$layouts")
push() {
    digest=$("$examples/image.sh" "$layouts/acme/myapp" latest "$1")
}
start() { # ARGUMENT…: runs it in the background; sets $pid
    "$WEIR" run "$@" </dev/null >"$SCRATCH/printed" 2>"$LOG" &
    pid=$!
    at_end stop_quietly $pid
}
stop_quietly() {
    kill -9 "$1" 2>/dev/null
    wait "$1" 2>/dev/null
}
await() { # SECONDS COMMAND…
    local deadline=$((SECONDS + $1))
    until "${@:2}"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}
said() { # TEXT
    grep -qF -e "$1" "$LOG"
}
commits() {
    git -C "$repository" rev-list --count main
}
has_commits() {
    (($(commits) == $1))
}
end() { # NAME SECONDS SIGNAL: ends it and looks at how long that took
    local begun=$EPOCHREALTIME status
    kill "-$3" $pid
    wait $pid
    status=$?
    local took=$(((${EPOCHREALTIME/./} - ${begun/./}) / 1000))
    expect_equal "$1" 0 $status
    if ((took < $2 * 1000)); then
        ok "within $2 s"
    else
        not_ok "within $2 s" "it took $took ms" "$LOG"
    fi
}

push one
cp -r "$examples/shop" "$SCRATCH/tree"
git -C "$SCRATCH/tree" init -q
"$WEIR" tag --scheduled "$image:latest" app-dev/myapp:latest "${layout[@]}" -C "$SCRATCH/tree" \
    >"$OUT"
git -C "$SCRATCH/tree" add -A && git -C "$SCRATCH/tree" commit -qm start
repository=$SCRATCH/shop.git
git clone -q --bare "$SCRATCH/tree" "$repository"

start --interval 1s "${layout[@]}" "$repository"
expect 'the first sync is at once' await 10 has_commits 2
expect 'it says what it committed' await 5 said \
    "committed $(git -C "$repository" rev-parse --short=12 main) to main: "
push two
expect 'a later tick sees that the tag moved' await 10 has_commits 3
sleep 1.5
expect_equal 'ticks with nothing new write nothing' 3 "$(commits)"
expect_equal 'and print nothing' 2 "$(grep -c committed "$LOG")"
mv "$layouts" "$layouts.away"
expect 'what could not be told is said' await 10 said 'could-not-tell'
sleep 1.5
expect_equal 'once, not at every tick' 1 \
    "$(grep -c 'app-dev/myapp:latest: .*could-not-tell' "$LOG")"
mv "$layouts.away" "$layouts"
expect 'and when all is well again' await 10 said 'no row needs attention'
mv "$repository" "$repository.away"
sleep 1.5
expect 'a repository that is away does not end it' kill -0 $pid
mv "$repository.away" "$repository"
push three
expect 'and it goes on when it is back' await 10 has_commits 4
expect 'and says that it works again' await 5 said 'the sync works again'
end 'SIGTERM ends it in order' 5 TERM
expect_contains 'and it says so' "$LOG" 'stopped'
expect_equal 'nothing is printed on standard output' '' "$(cat "$SCRATCH/printed")"

start --interval 1h "${layout[@]}" "$repository"
expect 'with a long interval it sleeps' await 10 said 'syncing'
sleep 0.5
end 'SIGINT ends its sleep' 5 INT

# A registry that takes connections and never says a word.
python3 -c '
import socket, time
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(64)
print(listener.getsockname()[1], flush=True)
time.sleep(300)' </dev/null >"$SCRATCH/port" &
at_end stop_quietly $!
await 10 test -s "$SCRATCH/port"
silent=localhost:$(cat "$SCRATCH/port")
sed "s,$image,$silent/acme/myapp,;s,@sha256:[0-9a-f]*,," -i "$SCRATCH/tree/app-dev/imagestream.yaml"
start --plain-http "$silent" "$SCRATCH/tree"
sleep 2
end 'SIGTERM ends it in the middle of a silent registry' 10 TERM
expect_lacks 'and nothing was written' "$SCRATCH/tree/app-dev/imagestream.yaml" '@sha256'

# A server whose repository can't be read says so once, until that changes.
mkdir "$SCRATCH/web"
python3 -c '
import http.server, os, sys
class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(open(sys.argv[1]).read()))
        self.send_header("WWW-Authenticate", "Basic realm=x")
        self.end_headers()
        print(self.path, file=sys.stderr, flush=True)
    def log_message(self, *arguments):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Server)
print(server.server_port, flush=True)
server.serve_forever()' "$SCRATCH/web/status" </dev/null >"$SCRATCH/web/port" 2>"$SCRATCH/web/log" &
at_end stop_quietly $!
echo 401 >"$SCRATCH/web/status"
await 10 test -s "$SCRATCH/web/port"
web=localhost:$(cat "$SCRATCH/web/port")
asked() { # COUNT
    (($(wc -l <"$SCRATCH/web/log") >= $1))
}
start --interval 1s --plain-http "$web" "http://$web/shop.git"
expect 'a server that asks for credentials is asked at every interval' await 20 asked 3
expect_equal 'and its trouble is said once' 1 "$(grep -c 'asks for credentials' "$LOG")"
echo 403 >"$SCRATCH/web/status"
expect 'another trouble is said' await 10 said 'denied access'
expect 'and it goes on asking' await 20 asked 7
expect_equal 'that one is said once, too' 1 "$(grep -c 'denied access' "$LOG")"
end 'a signal ends it' 5 TERM

# On a terminal what takes more than a second is seen, even when nothing answers.
printf 'timeouts: {connect: 2s, silence: 2s, total: 3s}\n' >"$SCRATCH/config.yaml"
slow=("$WEIR" diff --config "$SCRATCH/config.yaml" --plain-http "$silent" "$SCRATCH/tree")
run script -qec "$(printf '%q ' "${slow[@]}")" /dev/null
expect_contains 'waiting for a registry is shown on a terminal' "$OUT" 'asking registries 0/1'
run "${slow[@]}"
expect_lacks 'and only there' "$ERR" 'asking'

# A hold that ends moves its tag then, not an interval later.
cp -r "$SCRATCH/tree" "$SCRATCH/held"
sed "s,$silent/acme/myapp,$image," -i "$SCRATCH/held/app-dev/imagestream.yaml"
until=$(date -u -d '4 seconds' +%Y-%m-%dT%H:%M:%SZ)
python3 - "$SCRATCH/held/app-dev/imagestream.yaml" "$until" <<'EOF'
import re, sys
path, until = sys.argv[1:]
text = open(path).read()
text = re.sub(r'(\n( *)- name: latest\n)',
              rf'\1\2  annotations: {{weir.dev/hold: "until={until}"}}\n', text, count=1)
open(path, 'w').write(text)
EOF
start --interval 1h "${layout[@]}" "$SCRATCH/held"
sleep 1
expect_lacks 'a held tag does not move' "$SCRATCH/held/app-dev/imagestream.yaml" '@sha256'
expect 'and moves when the hold ends' await 15 grep -q "@$digest" \
    "$SCRATCH/held/app-dev/imagestream.yaml"
end 'it ends then as well' 5 TERM
expect_status 'an invalid interval is an error' 2 "$WEIR" run --interval soon "$SCRATCH/tree"
finish
