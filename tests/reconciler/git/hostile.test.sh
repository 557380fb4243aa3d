#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Malicious repositories and caches. Uses tool.c ($TOOL).
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$SCRATCH/repositories
export TOOL_CACHE=$SCRATCH/cache TOOL_PLAIN=localhost
mkdir -p "$ROOT"
git_http_start plain "$ROOT"

# NAME.git, whose commit has the tree that the commands make: raw MODE NAME [ID] is one entry, tree
# makes a tree of entries, $B is a blob.
evil() { # NAME COMMANDS: prints the tree's id
    git init -q --bare "$ROOT/$1.git"
    (
        cd "$ROOT/$1.git" || exit 1
        B=$(echo x | git hash-object -w --stdin)
        raw() { printf '%s %b\0' "$1" "$2" && perl -e 'print pack q(H*), shift' "${3-$B}"; }
        tree() { git hash-object -t tree -w --literally --stdin; }
        eval "$2" && git update-ref refs/heads/main "$(git commit-tree -m x "$T" </dev/null)"
    )
}
# Its peak memory in megabytes goes to $SCRATCH/peak.
measured() { # COMMAND…
    python3 -c 'import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
open(sys.argv[1], "w").write(str(peak >> 10))
sys.exit(status)' "$SCRATCH/peak" "$@"
}
expect_peak() { # NAME MEGABYTES
    expect_equal "$1 within $2 MB" yes "$( (($(cat "$SCRATCH/peak") < $2)) && echo yes || cat "$SCRATCH/peak")"
}
fetches() { # NAME STATUS: reads it from the server with an empty cache
    rm -rf "$TOOL_CACHE"
    expect_status "$1" "$2" measured "$TOOL" read "$plain_url/$3.git"
}

# shellcheck disable=SC2016
evil names 'S=$(raw 100644 in.yaml | tree)
    T=$( (raw 40000 .. "$S"; raw 40000 .GIT "$S"; raw 40000 .git "$S"; raw 100644 a/b.yaml
        raw 100777 b.yaml; raw 120000 l.yaml; raw 160000 mod; raw 100644 "n\nl.yaml"; raw 100644 ok.yaml
        raw 100644 "u\377.yaml") | tree)'
fetches 'names that no file may have' 0 names
expect_equal 'are skipped' '100644 ok.yaml' "$(grep ^100644 "$OUT")"
expect_equal 'and noted' 9 "$(grep -c ^note "$OUT")"
# shellcheck disable=SC2016
evil bomb 'T=$(raw 100644 a.txt | tree)
    for i in 1 2 3 4 5 6 7 8 9 10; do
        T=$( (for n in a b c d e f g h i j; do raw 40000 $n "$T"; done) | tree)
    done'
fetches 'a tree that holds itself ten thousand million times' 2 bomb
expect_contains 'ends at a maximum' "$ERR" 'more than 4000000 files and folders'
expect_peak 'and the part up to it is read' 700
# shellcheck disable=SC2016
evil sorted 'T=$( (raw 100644 b.yaml; raw 100644 a.yaml) | tree)'
fetches 'a tree that is not sorted' 2 sorted
expect_contains 'is refused' "$ERR" 'not sorted'
# shellcheck disable=SC2016
evil deep 'T=$(raw 100644 a.yaml | tree); for i in $(seq 300); do T=$(raw 40000 d "$T" | tree); done'
fetches 'three hundred folders inside each other' 0 deep
expect_contains 'are read up to their maximum' "$OUT" 'is nested too deeply'
# shellcheck disable=SC2016
evil long 'L=$(head -c 1073741824 /dev/zero | git hash-object -w --stdin); T=$( (raw 100644 big.yaml "$L"
    raw 100644 ok.yaml) | tree)'
git -C "$ROOT/long.git" repack -qad
fetches 'a file of 1 GiB in a pack of 1 MB' 0 long
expect_contains 'is listed' "$OUT" '100644 big.yaml'
expect_peak 'and not unpacked' 700
expect_status 'reading it' 2 measured "$TOOL" cat "$plain_url/long.git" big.yaml
expect_contains 'is an error' "$ERR" 'has 1073741824 bytes, more than'
expect_peak 'and it stays' 700
rm -rf "$TOOL_CACHE"
expect_status 'in part it is listed' 0 env TOOL_PARTIAL=1 "$TOOL" cat "$plain_url/long.git" ok.yaml
expect_equal 'the readable part is read' x "$(cat "$OUT")"

# A pack of 17 KB whose delta expands to 2 GiB.
git init -q "$SCRATCH/work" && cd "$SCRATCH/work" && echo one >one.yaml && git add -A && git commit -qm one &&
    git clone -q --bare . "$ROOT/app.git"
python3 "$HERE/fault_proxy.py" "$SCRATCH/proxy.port" "$plain_port" "$SCRATCH/mode" &
at_end kill $!
while [[ ! -s $SCRATCH/proxy.port ]]; do sleep 0.02; done
echo delta-bomb >"$SCRATCH/mode"
rm -rf "$TOOL_CACHE"
expect_status 'a delta that expands to 2 GiB' 2 measured "$TOOL" read \
    "http://localhost:$(cat "$SCRATCH/proxy.port")/app.git"
expect_contains 'is refused' "$ERR" "the server's pack can't be stored"
expect_peak 'and not expanded' 1000
rm "$SCRATCH/mode"

# Many packs.
many() { # FOLDER: a thousand copies of its pack
    local file
    for file in "$1"/*.pack "$1"/*.idx; do
        for n in $(seq 1000); do
            cp "$file" "$1/pack-$(printf %040x "$n").${file##*.}"
        done
    done
}
git -C "$ROOT/app.git" repack -qad
rm -rf "$TOOL_CACHE"
"$TOOL" read "$plain_url/app.git" >"$OUT"
many "$TOOL_CACHE/1/objects/pack"
expect_status 'a cache with 1,000 packs is read' 0 "$TOOL" cat "$plain_url/app.git" one.yaml
expect_equal 'correctly' one "$(cat "$OUT")"
expect_equal 'and started again' 'generation 2' "$(grep generation "$TOOL_CACHE/state")"
many "$ROOT/app.git/objects/pack"
expect_status 'a bare repository with 1,000 packs is read' 0 "$TOOL" cat "$ROOT/app.git" one.yaml
expect_status 'and written' 0 "$TOOL" edit "$ROOT/app.git" one.yaml uno

# A cache on a volume of somebody else, as with OpenShift's random ids: group rights are all there
# is.
if ((EUID == 0)); then
    chmod 755 "$SCRATCH"
    rm -rf "$TOOL_CACHE" && mkdir -p "$TOOL_CACHE" "$SCRATCH/other" && chmod 2770 "$TOOL_CACHE"
    chown 12345:0 "$TOOL_CACHE" && chown 54321 "$SCRATCH/other"
    cp "$TOOL" "$SCRATCH/tool"
    as() { # UID COMMAND…
        setpriv --reuid "$1" --regid 0 --clear-groups env HOME="$SCRATCH/other" "${@:2}"
    }
    umask 007
    expect_status 'a cache folder of another user is filled' 0 as 54321 "$SCRATCH/tool" read "$plain_url/app.git"
    expect_status 'and read by a third user' 0 as 23456 "$SCRATCH/tool" cat "$plain_url/app.git" one.yaml
    expect_equal 'byte by byte' uno "$(cat "$OUT")"
    git -C "$SCRATCH/work" pull -q "$ROOT/app.git" main
    (cd "$SCRATCH/work" && echo due >one.yaml && git commit -qam two && git push -q "$ROOT/app.git" main)
    expect_status 'a user who fetches new commits' 0 as 23456 "$SCRATCH/tool" cat "$plain_url/app.git" one.yaml
    expect_equal 'unchanged' due "$(cat "$OUT")"
    umask 022
    chmod 700 "$TOOL_CACHE"
    expect_status 'a folder without permissions' 2 as 23456 "$SCRATCH/tool" read "$plain_url/app.git"
    expect_contains 'is an error that names it' "$ERR" "\"$TOOL_CACHE/lock\": Permission denied"
else
    skip 'a cache folder of another user' 'needs root'
fi

# Modern TLS, and a certificate for an address.
nginx_of_tls() { git_http_configure "$@" && sed -i 's/ssl_certificate_key/ssl_protocols TLSv1.3; &/' \
    "$SCRATCH/$1/nginx.conf"; }
eval "$(declare -f git_http_start | sed 's/git_http_configure/nginx_of_tls/; s/^git_http_start/modern_start/')"
modern_start modern "$ROOT" tls
rm -rf "$TOOL_CACHE"
TOOL_CA=$CA_FILE expect_status 'a server with TLS 1.3 only is read' 0 "$TOOL" read \
    "$modern_url/app.git"
TOOL_CA=$CA_FILE expect_status 'by its address too, which its certificate names' 0 "$TOOL" read \
    "https://127.0.0.1:$modern_port/app.git"
finish
