#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Repositories behind real servers, read and pushed to by tool.c ($TOOL).
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
    printf 'branch main\ncommit %s\n100644 4 a/one.yaml\n100644 4 two.yaml\n' "$before" \
        >"$SCRATCH/wanted"
    expect_same "$1: with the files of its branch" "$SCRATCH/wanted" "$OUT"
    expect_status "$1: an edit is pushed" 0 "$TOOL" edit "$2" a/one.yaml uno new.yaml nuevo
    expect_equal "$1: as the commit that was said" "done $(tip)" "$(cat "$OUT")"
    expect_equal "$1: on top of what was read" "$before" "$(git -C "$ROOT/app.git" rev-parse main~)"
    expect_equal "$1: with nothing but the edits" "M a/one.yaml A new.yaml" \
        "$(git -C "$ROOT/app.git" diff-tree -r --name-status main~ main |
            tr '\t\n' '  ' | sed 's/ $//')"
    expect "$1: that git finds no fault with" git -C "$ROOT/app.git" fsck --strict
    expect_status "$1: the same edit again is nothing" 1 "$TOOL" edit "$2" a/one.yaml uno
    expect_equal "$1: and says so" nothing "$(cat "$OUT")"
    expect_status "$1: a file of the new tip is read" 0 "$TOOL" cat "$2" a/one.yaml
    expect_equal "$1: with its bytes" uno "$(cat "$OUT")"

    before=$(tip)
    TOOL_BETWEEN="cd $SCRATCH/work && git pull -q $ROOT/app.git main &&
        git commit -q --allow-empty \
        -m other && git push -q $ROOT/app.git main" \
        expect_status "$1: a branch that moved meanwhile is a race" 1 "$TOOL" edit "$2" two.yaml dos
    expect_contains "$1: and called so" "$OUT" race
    expect_equal "$1: and the other commit stands" other \
        "$(git -C "$ROOT/app.git" log -1 --format=%s main)"

    printf '#!/bin/sh\necho "only on Mondays"; exit 1\n' >"$ROOT/app.git/hooks/pre-receive"
    chmod +x "$ROOT/app.git/hooks/pre-receive"
    before=$(tip)
    expect_status "$1: a hook that refuses is no race" 1 "$TOOL" edit "$2" two.yaml dos
    expect_contains "$1: but a refusal" "$OUT" 'refused: '
    expect_contains "$1: with the words of the hook" "$OUT" 'only on Mondays'
    expect_equal "$1: and the branch stays" "$before" "$(tip)"
    rm "$ROOT/app.git/hooks/pre-receive"

    git -C "$ROOT/app.git" update-ref refs/heads/dev "$(tip)"
    TOOL_BRANCH=dev expect_status "$1: another branch is read when asked for" 0 "$TOOL" read "$2"
    expect_contains "$1: and named" "$OUT" 'branch dev'
    TOOL_BRANCH=none expect_status "$1: a branch that isn't there is an error" 2 "$TOOL" read "$2"
    expect_contains "$1: that lists those that are" "$ERR" 'the repository has: dev, main'

    find "$TOOL_CACHE/git/objects/pack" -name '*.pack' -exec truncate -s 40 {} +
    expect_status "$1: a damaged cache is made anew" 0 "$TOOL" read "$2"
    expect_equal "$1: no object of ours lies loose in it" '' \
        "$(find "$TOOL_CACHE/git/objects" -type f -not -path '*/pack/*')"

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
finish
