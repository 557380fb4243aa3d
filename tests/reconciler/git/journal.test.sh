#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The journal on real servers: read with the branch in the same requests, pushed with its commit,
# and the state after a killed or refused push. Uses journal_tool.c ($TOOL).
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
ROOT=$SCRATCH/repositories
APP=$ROOT/app.git
export TOOL_CACHE=$SCRATCH/cache TOOL_PLAIN=localhost

# Fresh: SCRATCH/work and APP with one commit and no journal.
make_app() {
    rm -rf "$APP" "$SCRATCH/work" "$TOOL_CACHE"
    mkdir -p "$ROOT" "$SCRATCH/work"
    (
        cd "$SCRATCH/work" && git init -q && echo one >one.yaml && git add -A &&
            git commit -qm first && git clone -q --bare . "$APP"
    )
}
tip() { git -C "$APP" rev-parse -q --verify "${1-main}" || echo none; }
journal() { tip weir-journal/main; }
# The content of a tag's file: the first digits of its digests.
digits() { git -C "$APP" show "weir-journal/main:app/web/$1.jsonl" | sed 's/.*sha256:\(.\).*/\1/' | paste -sd ' '; }
advance() { # BRANCH: a commit from elsewhere, of the same files
    git -C "$APP" update-ref "refs/heads/$1" \
        "$(git -C "$APP" commit-tree -p "$1" -m elsewhere "$1^{tree}")"
}
requests() { # how many since the last call: "GET POST"
    local gets posts
    gets=$(requests_seen plain '"GET ') posts=$(requests_seen plain '"POST ')
    echo "$((gets - SEEN_GETS)) $((posts - SEEN_POSTS))"
    SEEN_GETS=$gets SEEN_POSTS=$posts
}
SEEN_GETS=0 SEEN_POSTS=0
count_requests() { # NAME WANTED
    requests >"$SCRATCH/requests" # not in a subshell: it remembers
    expect_equal "$1" "$2" "$(cat "$SCRATCH/requests")"
}

make_app
# Version 2 until the file SCRATCH/v0 exists.
eval "$(declare -f git_http_configure | sed 's,client_max_body_size 0;,&\
    set \\$git_version \\$http_git_protocol;\
    if (-f $SCRATCH/v0) { set \\$git_version none; },
    s,fastcgi_param HOME,fastcgi_param HTTP_GIT_PROTOCOL \\$git_version; &,')"
git_http_start plain "$ROOT"
git_ssh_start shell "$ROOT"
export TOOL_KEY=$shell_key TOOL_KNOWN_HOSTS=$shell_known_hosts
URL=$plain_url/app.git

each_way() { # NAME URL ATOMIC: whether the server moves two refs at once
    local name=$1 url=$2 atomic=$3 before
    make_app
    git -C "$APP" config receive.advertiseAtomic "$atomic"
    expect_status "$name: a repository without a journal is read" 0 "$TOOL" show "$url"
    expect_equal "$name: as new" new "$(cat "$OUT")"
    expect_status "$name: a commit and the first records" 0 "$TOOL" run "$url" a,b 1 one.yaml uno
    expect_equal "$name: are pushed, both" "done $(tip) $(journal)" "$(cat "$OUT")"
    expect_equal "$name: the file is there" uno "$(git -C "$APP" show main:one.yaml)"
    expect_equal "$name: and the records" '1 1' "$(digits a) $(digits b)"
    expect "$name: git finds no fault" git -C "$APP" fsck --strict
    expect_status "$name: the journal is read" 0 "$TOOL" show "$url"
    expect_equal "$name: as it was written" $'read\na 1\nb 1' "$(cat "$OUT")"
    expect_status "$name: a second run" 1 "$TOOL" run "$url" a,b 1 one.yaml uno
    expect_equal "$name: writes nothing" 'nothing - -' "$(cat "$OUT")"
    before=$(tip)
    expect_status "$name: records without a commit" 0 "$TOOL" run "$url" b 2
    expect_equal "$name: are pushed alone" "done - $(journal)" "$(cat "$OUT")"
    expect_equal "$name: the branch stays" "$before" "$(tip)"
    expect_status "$name: two runs of one process" 1 env TOOL_TIMES=2 "$TOOL" run "$url" a,b 3 one.yaml tres
    expect_equal "$name: write once" "done $(tip) $(journal)
nothing - -" "$(cat "$OUT")"
    rm -rf "$TOOL_CACHE"
    expect_status "$name: without a cache it is read" 0 "$TOOL" show "$url"
    expect_equal "$name: with all of it" $'read\na 1 3\nb 1 2 3' "$(cat "$OUT")"

    before="$(tip) $(journal)"
    TOOL_BETWEEN="$(declare -f advance); APP=$APP; advance main" \
        expect_status "$name: a branch that moved meanwhile" 1 "$TOOL" run "$url" a 4 one.yaml quatre
    expect_contains "$name: is a race" "$OUT" 'race - -'
    expect_equal "$name: and none of our commits is there" "$before" "$(tip main~) $(journal)"
    TOOL_BETWEEN="git -C $APP update-ref -d refs/heads/weir-journal/main" \
        expect_status "$name: a journal that was removed meanwhile" 1 "$TOOL" run "$url" a 4 one.yaml quatre
    expect_contains "$name: is a race too" "$OUT" 'race - -'
    expect_equal "$name: and the branch stays" "${before% *}" "$(tip main~)"
}

each_way 'http, atomic' "$URL" true
each_way 'http, not atomic' "$URL" false
each_way 'ssh, atomic' "$shell_url/app.git" true
touch "$SCRATCH/v0"
each_way 'version 0' "$URL" true
rm "$SCRATCH/v0"

# The requests and their data.
make_app
"$TOOL" run "$URL" a,b 1 one.yaml uno >"$OUT"
"$TOOL" run "$URL" a,b 2 one.yaml due >"$OUT"
rm -rf "$TOOL_CACHE"
requests >"$OUT"
expect_status 'a first reading of both' 0 "$TOOL" show "$URL"
count_requests 'is an advertisement, one list of refs and one fetch' '1 2'
expect_equal 'of one commit each' "$(printf '%s\n' "$(tip)" "$(journal)" | sort)" \
    "$(sort "$TOOL_CACHE/1/shallow")"
expect_equal 'the cache remembers the journal' "$(journal) refs/heads/weir-journal/main $URL" "$(cat "$TOOL_CACHE/seen")"
expect_status 'reading without a change' 0 env TOOL_TIMES=5 "$TOOL" show "$URL"
count_requests 'are a list of refs each' '0 5'
"$TOOL" run "$ROOT/app.git" a 3 >"$OUT"
expect_status 'when only the journal moved' 0 "$TOOL" show "$URL"
count_requests 'is fetched once' '0 2'
expect_equal 'and read' $'read\na 1 2 3\nb 1 2' "$(cat "$OUT")"
"$TOOL" run "$ROOT/app.git" a,b 4 one.yaml IV >"$OUT"
expect_status 'when both moved' 0 "$TOOL" show "$URL"
count_requests 'are fetched at once' '0 2'
expect_status 'after a run that writes both' 0 "$TOOL" run "$URL" a,b 5 one.yaml V
count_requests 'reads, then pushes once' '1 2'
expect_status 'a pushed commit' 0 "$TOOL" show "$URL"
count_requests 'is not fetched again' '0 1'
expect_equal 'but is known' $'read\na 1 2 3 4 5\nb 1 2 4 5' "$(cat "$OUT")"
expect 'the cache stays without fault' git -C "$TOOL_CACHE/1" fsck --strict

# A missing and a rewound journal.
before=$(journal)
git -C "$APP" update-ref refs/heads/weir-journal/main "$before~2"
expect_status 'a journal that went back' 0 "$TOOL" show "$URL"
expect_contains 'is not trusted' "$OUT" 'unknown: the journal was rewound: "app/web/a.jsonl"'
expect_status 'a run after that' 0 "$TOOL" run "$URL" a,b 6 one.yaml VI
expect_equal 'writes the branch alone' "done $(tip) -" "$(cat "$OUT")"
expect_equal 'and the journal stays' "$(git -C "$APP" rev-parse "$before~2")" "$(journal)"
cp -r "$TOOL_CACHE" "$SCRATCH/kept"
expect_status 'except with --accept-rewind' 0 env TOOL_REWIND=1 "$TOOL" show "$URL"
expect_lacks 'then it is trusted' "$OUT" 'unknown'
expect_status 'and later' 0 "$TOOL" show "$URL"
expect_contains '--accept-rewind' "$OUT" 'a 1 2 3'
rm -rf "$TOOL_CACHE" && mv "$SCRATCH/kept" "$TOOL_CACHE"
git -C "$APP" update-ref refs/heads/weir-journal/main "$before"
expect_status 'after its repair' 0 "$TOOL" show "$URL"
expect_contains 'it is read again' "$OUT" 'a 1 2 3 4 5'
git -C "$APP" update-ref -d refs/heads/weir-journal/main
expect_status 'a journal that is gone' 0 "$TOOL" show "$URL"
expect_equal 'is missing, according to the cache' lost "$(cat "$OUT")"
"$TOOL" run "$ROOT/app.git" c 7 one.yaml VII >"$OUT"
git -C "$APP" update-ref refs/heads/weir-journal/main "$before"
"$TOOL" run "$ROOT/app.git" a,b 8 one.yaml VIII >"$OUT"
git -C "$APP" update-ref -d refs/heads/weir-journal/main
rm -rf "$TOOL_CACHE"
expect_status 'without a cache' 0 "$TOOL" show "$URL"
expect_equal 'it is missing, according to the last commit' lost "$(cat "$OUT")"
expect_status 'it is started again' 0 "$TOOL" run "$URL" a 9
expect_status 'and read' 0 "$TOOL" show "$URL"
expect_equal 'from its first record' $'read\na 9' "$(cat "$OUT")"

# Makes a file of each object of a bare repository.
unpack() { # REPOSITORY
    local pack
    mkdir "$SCRATCH/packs"
    mv "$1"/objects/pack/*.pack "$SCRATCH/packs"
    rm -f "$1"/objects/pack/*
    for pack in "$SCRATCH"/packs/*.pack; do git -C "$1" unpack-objects -q <"$pack"; done
    rm -rf "$SCRATCH/packs"
}
# A broken journal on the server is not an error of the branch.
for way in version-2 version-0; do
    for url in "$URL" "$shell_url/app.git"; do
        make_app
        rm -f "$SCRATCH/v0"
        [[ $way == version-0 ]] && touch "$SCRATCH/v0"
        [[ $way == version-0 && $url == ssh* ]] && continue
        "$TOOL" run "$ROOT/app.git" a,b 1 one.yaml uno >"$OUT"
        tree=$(git -C "$APP" rev-parse 'weir-journal/main^{tree}')
        unpack "$APP"
        rm -f "$APP/objects/${tree:0:2}/${tree:2}"
        expect_status "$way, ${url%%:*}: a journal that the server can't send" 0 "$TOOL" show "$url"
        expect_contains 'is unknown' "$OUT" 'unknown: '
        expect_status 'and the run goes on' 0 "$TOOL" run "$url" a,b 2 one.yaml dos
        expect_equal 'without it' "done $(tip) -" "$(cat "$OUT")"
    done
done
rm -f "$SCRATCH/v0"

# Refusals.
refuse() { # REF: a hook refuses it alone
    printf '#!/bin/sh\n[ "$1" != refs/heads/%s ] || { echo "%s is not yours"; exit 1; }\n' "$1" "$1" \
        >"$APP/hooks/update"
    chmod +x "$APP/hooks/update"
}
for atomic in true false; do
    for url in "$URL" "$shell_url/app.git"; do
        way="${url%%:*}, atomic $atomic"
        make_app
        git -C "$APP" config receive.advertiseAtomic $atomic
        "$TOOL" run "$url" a,b 1 one.yaml uno >"$OUT"
        before="$(tip) $(journal)"
        refuse main
        expect_status "$way: a branch that is refused" 1 "$TOOL" run "$url" a,b 2 one.yaml dos
        expect_contains 'is a refusal' "$OUT" 'refused - -: '
        expect_contains 'with the message of the hook' "$OUT" 'main is not yours'
        expect_equal 'and neither moved' "$before" "$(tip) $(journal)"
        refuse weir-journal/main
        if [[ $atomic == true ]]; then
            expect_status "$way: a journal that is refused" 1 "$TOOL" run "$url" a,b 2 one.yaml dos
            expect_contains 'is a refusal' "$OUT" 'refused - -: '
            expect_contains 'with the message of the hook' "$OUT" 'weir-journal/main is not yours'
            expect_equal 'and neither moved' "$before" "$(tip) $(journal)"
        else
            expect_status "$way: a journal that is refused" 0 "$TOOL" run "$url" a,b 2 one.yaml dos
            expect_contains 'does not stop the run' "$OUT" "done $(tip) -: the branch \"weir-journal/main\" was not written, and the next run tries again: "
            expect_contains 'with the message of the hook' "$OUT" 'weir-journal/main is not yours'
            expect_equal 'and the journal where it was' "${before#* }" "$(journal)"
        fi
        rm "$APP/hooks/update"
        expect_status "$way: the next run" 0 "$TOOL" run "$url" a,b 2 one.yaml dos
        expect_equal 'writes the journal, once' '1 2' "$(digits a)"
    done
done

# Origins through a shallow cache.
pin() { # FILE DIGIT
    printf 'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: web}\nspec:\n  tags:\n' >"$1"
    printf '  - name: latest\n    from: {kind: DockerImage, name: "q.io/t/web:1@sha256:%s"}\n' \
        "$(printf %064d 0 | tr 0 "$2")" >>"$1"
}
key() { echo "$1#app/web:latest@sha256:$(printf %064d 0 | tr 0 "$2")"; }
make_app
(
    cd "$SCRATCH/work" && pin s.yaml 1 && git add -A && git commit -qm s &&
        for n in $(seq 1500); do echo "commit refs/heads/main
committer Ada <ada@example.org> $((1767225600 + n)) +0000
data 2
n
$([[ $n == 1 ]] && echo 'from refs/heads/main^0')
M 100644 inline n.yaml
data ${#n}
$n"; done | git fast-import --quiet && git reset -q --hard && pin t.yaml 2 && git add -A &&
        git commit -qm t && for n in 1 2 3; do echo "$n" >n.yaml; git commit -qam "$n"; done
    git push -q "$APP" main
)
old=$(git -C "$APP" rev-parse main~1504) new=$(git -C "$APP" rev-parse main~3)
"$TOOL" show "$URL" >"$OUT"
requests >"$OUT"
expect_status 'an origin a few commits ago' 0 "$TOOL" origin "$URL" "$(key t.yaml 2)"
expect_equal 'is found' "$new" "$(cat "$OUT")"
count_requests 'by one fetch of history' '0 2'
expect_status 'an older one as well' 0 "$TOOL" origin "$URL" "$(key s.yaml 1)" "$(key t.yaml 2)"
expect_equal 'is found too' "$old $new" "$(paste -sd ' ' "$OUT")"
expect_equal 'and nothing of it is kept' "1 lock server state" \
    "$(cd "$TOOL_CACHE" && ls -I 'journal.*' | paste -sd ' ')"
expect 'the cache stays without fault' git -C "$TOOL_CACHE/1" fsck --strict
expect_equal 'and shallow' "$(tip)" "$(cat "$TOOL_CACHE/1/shallow")"
git -C "$APP" config uploadpack.allowFilter false
expect_status 'a server without filters' 0 "$TOOL" origin "$shell_url/app.git" "$(key s.yaml 1)"
expect_equal 'gives the same result' "$old" "$(cat "$OUT")"
git -C "$APP" config uploadpack.allowFilter true
touch "$SCRATCH/v0"
rm -rf "$TOOL_CACHE"
expect_status 'so does a server of version 0' 0 "$TOOL" origin "$URL" "$(key s.yaml 1)" "$(key t.yaml 2)"
expect_equal 'which gave the whole history' "$old $new" "$(paste -sd ' ' "$OUT")"
rm "$SCRATCH/v0"
(cd "$SCRATCH/work" && git mv t.yaml u.yaml && git commit -qm u && git push -q "$APP" main)
rm -rf "$TOOL_CACHE"
expect_status 'a file that was renamed' 0 "$TOOL" origin "$URL" "$(key u.yaml 2)"
expect_equal 'is followed' "$new" "$(cat "$OUT")"

# A kill at any moment: no record is lost or written twice.
make_app
"$TOOL" run "$APP" a,b 1 one.yaml uno >"$OUT"
cp -a "$APP" "$SCRATCH/start.git"
ATOMIC=
prepare() {
    rm -rf "$APP" "$TOOL_CACHE"
    cp -a "$SCRATCH/start.git" "$APP"
    git -C "$APP" config receive.advertiseAtomic "${ATOMIC:-true}"
}
check() { # LOCATION
    local file
    git -C "$APP" fsck --strict --no-dangling || return
    file=$(git -C "$APP" show main:one.yaml)
    [[ $file == uno || $file == dos ]] || return
    # Never ahead of the branch; with `atomic`, never behind.
    [[ $(digits a) == '1 2' && $file == uno ]] && return 1
    [[ $ATOMIC == true && $(digits a) == 1 && $file == dos ]] && return 1
    "$TOOL" run "$1" a,b 2 one.yaml dos # 1 when it was done already
    (($? < 2)) && [[ $(git -C "$APP" show main:one.yaml) == dos ]] &&
        [[ $(digits a) == '1 2' && $(digits b) == '1 2' ]] &&
        [[ -z $(find "$APP/refs" -name '*.lock') ]]
}
check_bare() { check "$APP"; }
check_url() { check "$URL"; }
check_full() { ((STATUS <= 2)) && check "$APP"; }
kill_at_every_effect 'a bare repository loses and doubles no record by a kill' prepare check_bare \
    "$TOOL" run "$APP" a,b 2 one.yaml dos
KILL_STEP=3 fail_at_every_effect 'nor by a full disk' ENOSPC prepare check_full "$TOOL" run "$APP" a,b 2 one.yaml dos
for ATOMIC in true false; do
    KILL_STEP=3 kill_at_every_effect "a URL loses and doubles no record by a kill, atomic $ATOMIC" \
        prepare check_url "$TOOL" run "$URL" a,b 2 one.yaml dos
done
finish
