#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Promotes and rolls back in another repository, brings each commit to the audited branch as people
# do, and audits that branch. The test sets the clock.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts repo=$SCRATCH/shop.git side=$SCRATCH/side.git tree=$SCRATCH/tree
day=1
clock() { # HH:MM: sets the time of the current day for weir and git
    printf -v now '2026-03-%02dT%s:00Z' "$day" "$1"
    export GIT_AUTHOR_DATE=$now GIT_COMMITTER_DATE=$now
}
run_weir() { # COMMAND REPOSITORY [OPTION…]
    "$WEIR" "$1" --oci-layout "registry.example.com=$layouts" --now "$now" -C "$2" "${@:3}" >/dev/null
}
codes() { # [CLASS]: of the findings, sorted
    "$WEIR" audit -o json "$repo" |
        jq -r --arg class "${1:-exception}" '[.findings[] | select(.class == $class) | .code] | sort | join(" ")'
}
last() { # FIELD: of the last record of prod's tag
    "$WEIR" history myapp -n app-prod -o json -C "$repo" | jq -r ".items[0].records[0].$1"
}
publish() { # NAME: makes the next day's image, and lets it come to staging
    day=$((day + 1))
    clock 00:00
    image=$("$examples/image.sh" "$layouts/acme/myapp" latest "$1")
    run_weir sync "$repo"
    git -C "$tree" pull -q
}
# Lets another repository, with another branch, make a commit on top of main.
in_side() { # COMMAND [OPTION…]
    rm -rf "$side"
    git clone -q --bare "$repo" "$side"
    git -C "$side" branch -q side main
    git -C "$side" symbolic-ref HEAD refs/heads/side
    run_weir "$1" "$side" --base main "${@:2}"
    git -C "$tree" fetch -q "$side" side
}
arrive() { # NAME WAY COMMAND…: changes the clone's main, pushes it and lets weir see it
    local name=$1 way=$2
    shift 2
    clock 05:00
    (cd "$tree" && "$@") >/dev/null 2>&1
    expect_equal "$name: the branch has the image" "$image" \
        "$(grep -o 'sha256:[0-9a-f]*' "$tree/app-prod/imagestream.yaml" | head -1)"
    git -C "$tree" push -q
    clock 06:00
    run_weir sync "$repo"
    expect_equal "$name: the move is recorded" "$way" "$(last kind)"
}

merge_commit() {
    git merge -q --no-ff -m 'Merge pull request 1' FETCH_HEAD
}
squash() {
    git merge -q --squash FETCH_HEAD && git commit -q --no-edit
}
note() {
    echo "$image" >notes.txt
    git add notes.txt
    git commit -qm 'notes'
}
rebase() {
    note
    git checkout -q -B moved FETCH_HEAD
    git rebase -q main
    git checkout -q main
    git merge -q --ff-only moved
}
pick() {
    note
    git cherry-pick FETCH_HEAD
}
forward() {
    git merge -q --ff-only FETCH_HEAD
}
edit() { # NAMESPACE: a person writes the image
    sed -i "s/sha256:[0-9a-f]*/$image/" "$1/imagestream.yaml"
    git commit -qam "$1: web by hand"
}

# --- the repository: only persons promote to prod
clock 00:00
cp -r "$examples/shop" "$tree"
sed -i 's/^    - namespace: app-prod/&\n      by: manual\n      gates: [{soak: 2h}]/' "$tree/promotion.yaml"
git -C "$tree" init -q -b main && git -C "$tree" add -A && git -C "$tree" commit -qm 'shop'
git clone -q --bare "$tree" "$repo"
git -C "$tree" remote add origin "$repo"
git -C "$tree" fetch -q && git -C "$tree" branch -q -u origin/main
"$examples/image.sh" "$layouts/acme/myapp" latest zero >/dev/null
run_weir import-image "$repo" myapp:latest --from registry.example.com/acme/myapp:latest --scheduled -n app-dev
run_weir sync "$repo"
clock 04:00
run_weir promote "$repo" myapp --to app-prod
expect_equal 'the first promotion is clean' '' "$(codes)"

# --- a person's promotion comes by each way
for way in merge_commit squash rebase pick forward; do
    publish $way
    clock 04:00
    in_side promote myapp --to app-prod --reason "by $way"
    arrive $way promoted $way
    expect_equal "$way: with the reason" "by $way" "$(last why)"
    expect_equal "$way: and the evidence" "soak 2h: in app-staging since 2026-03-0${day}T00:00:00Z" \
        "$(last 'evidence[0]')"
    expect_equal "$way: the audit accepts it" '' "$(codes)"
done

publish typed
clock 04:00
arrive 'a person wrote it' promoted edit app-prod
expect_equal 'a person wrote it: the audit accepts it, because only persons promote' '' "$(codes)"

# --- a rollback comes by a merge
publish bad
clock 04:00
run_weir promote "$repo" myapp --to app-prod
git -C "$tree" pull -q
good=$(git -C "$tree" show HEAD~1:app-prod/imagestream.yaml | grep -o 'sha256:[0-9a-f]*' | head -1)
in_side rollback myapp -n app-prod --reason 'errors since the release'
image=$good
arrive rollback rolledBack squash
expect_equal 'rollback: with the reason' 'errors since the release' "$(last why)"
expect_equal 'rollback: the audit accepts it' '' "$(codes)"
expect_equal 'rollback: and lists it' 'rolled-back' "$(codes note)"

# --- what the step does not allow
publish early
clock 00:30
run_weir release "$repo" myapp -n app-prod
git -C "$tree" pull -q
clock 01:00
in_side promote myapp --to app-prod --override-gates
(cd "$tree" && merge_commit) >/dev/null 2>&1
git -C "$tree" push -q
clock 01:30
run_weir sync "$repo"
expect_equal 'an image whose soak a person overrode is promoted' promoted "$(last kind)"
expect_equal 'and the override is an exception' gate-passed-over "$(codes)"

# --- a fork has a branch of the same name, and its clock is ahead
publish before
fork=$SCRATCH/fork.git
git clone -q --bare "$repo" "$fork"
in_fork() { # HH:MM COMMAND [OPTION…]
    clock "$1"
    run_weir "$2" "$fork" "${@:3}"
}
image=$("$examples/image.sh" "$layouts/acme/myapp" latest forked)
in_fork 02:00 sync
in_fork 05:00 promote myapp --to app-prod
git -C "$tree" fetch -q "$fork" main
expect_equal 'the commit of a fork looks like one of this branch' main \
    "$(git -C "$tree" log -1 --format='%(trailers:key=Weir-Journal,valueonly)' FETCH_HEAD |
        cut -d ' ' -f 1 | head -n 1)"
git -C "$tree" merge -q --ff-only FETCH_HEAD
git -C "$tree" push -q
clock 02:10
run_weir sync "$repo"
expect_equal 'but its evidence does not count: the image has not soaked here' held "$(last kind)"
expect_equal 'the digest is that of the fork' "$image" "$(last digest)"
finish
