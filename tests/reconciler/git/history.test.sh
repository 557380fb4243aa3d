#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Revisions of a URL that its cache does not have, and rewound branches. Uses tool.c ($TOOL).
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$SCRATCH/repositories APP=$SCRATCH/repositories/app.git
export TOOL_CACHE=$SCRATCH/cache TOOL_PLAIN=localhost

# Nine commits on main, each with a file of its own; side leaves it at the fifth and is merged.
mkdir -p "$ROOT" "$SCRATCH/work"
cd "$SCRATCH/work" || exit 1
git init -q
commit() { # NAME: a commit that adds NAME.yaml
    echo "$1" >"$1.yaml" && git add -A && git commit -qm "$1"
}
for n in 1 2 3 4 5; do commit "$n"; done
git tag -a -m annotated annotated HEAD~3
git tag light HEAD~2
git checkout -q -b side && commit s1 && commit s2
git checkout -q main && commit 6 && commit 7
git merge -q --no-edit side && commit 9
git tag both main~1 && git branch both main~2
git clone -q --bare . "$APP"
git -C "$APP" update-ref refs/pull/7/head "$(git rev-parse side)"
git_http_start plain "$ROOT"
git_ssh_start shell "$ROOT"
export TOOL_KEY=$shell_key TOOL_KNOWN_HOSTS=$shell_known_hosts
python3 "$HERE/fault_proxy.py" "$SCRATCH/proxy.port" "$plain_port" "$SCRATCH/mode" &
at_end kill $!
while [[ ! -s $SCRATCH/proxy.port ]]; do sleep 0.02; done
SPOILED=http://localhost:$(cat "$SCRATCH/proxy.port")/app.git

means() { # NAME URL REVISION COMMIT
    expect_status "$1: $3 is read" 0 "$TOOL" at "$2" "$3"
    expect_equal "$1: at the same commit as git" "$(git -C "$APP" rev-parse "$4^{commit}")" \
        "$(sed -n 's/^commit //p' "$OUT")"
    expect_equal "$1: with its files" "$(git -C "$APP" ls-tree -r --name-only "$4")" \
        "$(sed -n 's/^100644 //p' "$OUT")"
}
each_revision() { # NAME URL
    local revision
    for revision in main HEAD side annotated light both 'main~3' 'HEAD^' 'main^^2~1' 'main~1^2' \
        'annotated~1' 'main~8' "$(git -C "$APP" rev-parse main~4)" \
        "$(git -C "$APP" rev-parse side)~1" "$(git -C "$APP" rev-parse annotated)" \
        refs/pull/7/head refs/heads/side refs/tags/light; do
        [[ -n ${KEEP-} ]] || rm -rf "$TOOL_CACHE"
        # The same in a clone made by git, where branches also come after tags.
        means "$1" "$2" "$revision" "$revision"
    done
    expect 'git finds no fault with the cache' git -C "$TOOL_CACHE/1" fsck --strict
    expect_not 'and the history that was fetched for it is removed' test -e "$TOOL_CACHE/aside"
}
each_revision http "$plain_url/app.git"
KEEP=1 each_revision 'the same cache' "$plain_url/app.git"
expect_equal 'in one generation' 'generation 1' "$(grep generation "$TOOL_CACHE/state")"
rm -rf "$TOOL_CACHE"
KEEP=1 each_revision ssh "$shell_url/app.git"
for mode in no-shallow no-filter; do
    echo $mode >"$SCRATCH/mode"
    rm -rf "$TOOL_CACHE"
    for revision in light 'main~3' 'main^^2'; do means $mode "$SPOILED" "$revision" "$revision"; done
    rm "$SCRATCH/mode"
done
rm -rf "$TOOL_CACHE"
"$TOOL" read "$plain_url/app.git" >"$OUT"
short=$(git -C "$APP" rev-parse --short=10 main)
means 'the beginning of an id that is in the cache' "$plain_url/app.git" "$short" main
rm -rf "$TOOL_CACHE"
means 'the beginning of the id of HEAD' "$plain_url/app.git" "$short" main
means 'a step from the beginning of an id' "$plain_url/app.git" "$short~2" main~2

no_revision() { # NAME REVISION WORDS HINT
    expect_status "$1 is an error" 2 "$TOOL" at "$plain_url/app.git" "$2"
    expect_contains "$1: with a message" "$ERR" "$3"
    expect_contains "$1: with a hint" "$ERR" "${4:-error}"
}
no_revision 'a name of nothing' nothing 'there is no branch "nothing"' 'the repository has: both, main, side'
no_revision 'a commit before the first' 'main~99' 'has no ancestor "~99"'
no_revision 'a third parent' 'main~1^3' 'has no ancestor'
no_revision 'the beginning of an id that was never fetched' "$(git rev-parse --short=12 main~4)" \
    'was not fetched' 'name the full ID'
no_revision 'an id that the server lacks' 0123456789012345678901234567890123456789 \
    'not our ref' 'name a branch or a tag'
no_revision 'an id of what is no commit' "$(git rev-parse main:1.yaml)" 'is not a commit'
no_revision 'too many steps' 'main~10001' 'is beyond the limit of 10000 commits'
no_revision 'steps of another kind' 'main~1x' 'does not lead to a commit'
no_revision 'steps from nowhere' '~1' 'is not a valid revision'
echo error >"$SCRATCH/mode"
rm -rf "$TOOL_CACHE"
expect_status 'a server that sends no history is an error' 2 "$TOOL" at "$SPOILED" main~3
expect_contains "with the server's message" "$ERR" 'not our ref'
rm "$SCRATCH/mode"

# Rewinds. Commits are signed by key and by stranger.
ssh-keygen -q -t ed25519 -N '' -f "$SCRATCH/key"
printf 'ada@example.org namespaces="git" %s\n' "$(<"$SCRATCH/key.pub")" >"$SCRATCH/signers"
git config gpg.format ssh
git config user.signingKey "$SCRATCH/key"
git config commit.gpgSign true
export TOOL_SIGNERS=$SCRATCH/signers
push() { git push -q -f "$APP" HEAD:main; }
tip() { git -C "$APP" rev-parse main; }
reads() { # NAME URL
    expect_status "$1" 0 "$TOOL" read "$2"
    expect_equal "$1: at its tip" "$(tip)" "$(sed -n 's/^commit //p' "$OUT")"
}
refuses() { # NAME URL WORDS
    expect_status "$1 is refused" 2 "$TOOL" read "$2"
    expect_contains "$1: with a message" "$ERR" "$3"
    expect_contains "$1: with a hint" "$ERR" 'hint: find out who moved the branch, then accept'
}
each_way_back() { # NAME URL
    local last
    rm -rf "$TOOL_CACHE"
    commit "$1-a" && push
    reads "$1: a first signed tip" "$2"
    for n in 1 2 3 4; do commit "$1-b$n"; done
    push
    reads "$1: a tip four commits on" "$2"
    git checkout -q -b "$1" && commit "$1-c" && git checkout -q main && commit "$1-d"
    git merge -q --no-edit "$1" && push
    reads "$1: a merge of what was seen" "$2"
    last=$(tip)
    git reset -q --hard main~2 && push
    refuses "$1: an older tip" "$2" "branch \"main\" was rewound: its history does not have $last"
    refuses "$1: it stays so" "$2" 'was rewound'
    commit "$1-rewritten" && push
    refuses "$1: another history" "$2" 'was rewound'
    find "$TOOL_CACHE" -name '*.pack' -exec truncate -s 40 {} +
    refuses "$1: also from a cache that was made anew" "$2" 'was rewound'
    expect_status "$1: it is read where no signatures are required" 0 env -u TOOL_SIGNERS \
        "$TOOL" read "$2"
    refuses "$1: and that makes no difference" "$2" 'was rewound'
    TOOL_REWIND=1 reads "$1: accepted it is read" "$2"
    reads "$1: and remembered" "$2"
    git reset -q --hard "$last" && push
    refuses "$1: what was seen before is another history then" "$2" 'was rewound'
    TOOL_REWIND=1 reads "$1: and can be accepted again" "$2"
}
each_way_back http "$plain_url/app.git"
each_way_back ssh "$shell_url/app.git"
for mode in no-shallow no-filter; do
    echo $mode >"$SCRATCH/mode"
    each_way_back $mode "$SPOILED"
    rm "$SCRATCH/mode"
done

URL=$plain_url/app.git
TOOL_REWIND=1 "$TOOL" read "$URL" >"$OUT"
commit seen && push && reads 'a tip' "$URL" && last=$(tip)
rm "$TOOL_CACHE/state"
reads 'a lost state is nothing that was seen' "$URL"
git reset -q --hard HEAD~1 && push
rm "$TOOL_CACHE/state"
refuses 'an older tip without a state' "$URL" 'was rewound'
git reset -q --hard "$last" && commit more && commit and-more && push
reads 'another URL by the same cache is read on its own terms' "$SPOILED"
reads 'and the first one goes on' "$URL"
expect_equal 'each URL has its line' 2 "$(grep -c '' "$TOOL_CACHE/seen")"
echo rubbish >>"$TOOL_CACHE/seen"
expect_status 'a damaged cache of last seen tips is an error' 2 "$TOOL" read "$URL"
expect_contains 'that says so' "$ERR" "/seen\" is damaged"
TOOL_REWIND=1 reads 'unless it is accepted' "$URL"
reads 'and then it is well again' "$URL"

# A history that the server does not send.
commit gap-1 && commit gap-2 && commit gap-3 && push
echo error-2 >"$SCRATCH/mode"
reads 'over the proxy' "$URL"
cp "$TOOL_CACHE/seen" "$SCRATCH/seen"
sed -i "s,$URL,$SPOILED," "$TOOL_CACHE/seen"
commit gap-4 && commit gap-5 && push
refuses 'a tip whose history the server does not tell' "$SPOILED" \
    'the last commit seen: fetching the history: the server says: upload-pack: not our ref'
rm "$SCRATCH/mode"
reads 'until it does' "$SPOILED"

# Our own commits are known; another process may accept a newer tip meanwhile.
cp "$SCRATCH/seen" "$TOOL_CACHE/seen"
reads 'before an edit' "$URL"
before=$(tip)
TOOL_SIGN=$SCRATCH/key expect_status 'a commit by this run' 0 "$TOOL" edit "$URL" 1.yaml uno
expect_contains 'is known at once' "$TOOL_CACHE/seen" "$(tip) refs/heads/main $URL"
git -C "$APP" update-ref refs/heads/main "$before"
refuses 'and may not be taken back' "$URL" 'was rewound'
TOOL_REWIND=1 "$TOOL" read "$URL" >"$OUT"
commit raced && push
TOOL_TIMES=2 TOOL_AGAIN="cd $SCRATCH/work && git reset -q --hard $(tip) && echo x >x.yaml && git add -A &&
    git commit -qm x && git push -q $APP HEAD:main && env -u TOOL_TIMES -u TOOL_AGAIN $TOOL read $URL" \
    reads 'a branch that another process saw further on' "$URL"
reads 'as it is afterwards' "$URL"
finish
