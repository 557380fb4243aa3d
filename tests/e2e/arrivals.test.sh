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

# --- several moves of one tag between two runs
kinds() { # COUNT: of the last records of prod's tag, newest first
    "$WEIR" history myapp -n app-prod -o json -C "$repo" |
        jq -r --argjson count "$1" '[.items[0].records[:$count][].kind] | join(" ")'
}
reasons() { # COUNT
    "$WEIR" history myapp -n app-prod -o json -C "$repo" |
        jq -r --argjson count "$1" '[.items[0].records[:$count][].why] | join(" / ")'
}
unrecorded() { # findings that say that record and branch differ
    "$WEIR" audit -o json "$repo" |
        jq -r '[.findings[].code | select(test("record|replaced|rewritten"))] | join(" ")'
}
proposal() { # NAME: publishes an image, and keeps its promotion as a branch of this name
    publish "$1"
    clock 04:00
    in_side promote myapp --to app-prod --reason "propose $1"
    git -C "$tree" branch -f "$1" FETCH_HEAD
}
merge_each() { # BRANCH…: merges them; a conflict is resolved in favor of the branch
    local name
    clock 05:00
    for name in "$@"; do
        (cd "$tree" && { git merge --no-ff -m "Merge $name" "$name" ||
            { git checkout --theirs app-prod && git commit -qam "Merge $name"; }; }) >/dev/null 2>&1
    done
}
see() { # pushes, and lets weir see it
    git -C "$tree" push -q
    clock 06:00
    run_weir sync "$repo"
    git -C "$tree" pull -q
}
free() {
    run_weir release "$repo" myapp -n app-prod
    git -C "$tree" pull -q
}
prod() { # the image of prod
    grep -o 'sha256:[0-9a-f]*' "$tree/app-prod/imagestream.yaml" | head -1
}

free
proposal first
first=$image
proposal second
merge_each first second
see
expect_equal 'two proposals: both are promoted' 'promoted promoted' "$(kinds 2)"
expect_equal 'two proposals: in their order' 'propose first' "$(reasons 2 | sed 's|.* / ||')"
expect_equal 'two proposals: the audit knows both' '' "$(unrecorded)"
tip=$(git -C "$repo" rev-parse weir-journal/main)
run_weir sync "$repo"
expect_equal 'two proposals: they are recorded once' "$tip" "$(git -C "$repo" rev-parse weir-journal/main)"

run_weir rollback "$repo" myapp -n app-prod --reason 'errors since second'
git -C "$tree" pull -q
expect_equal 'two proposals: a rollback goes to the first one, which no run has seen' "$first" "$(prod)"
expect_equal 'two proposals: the audit knows the rollback' '' "$(unrecorded)"

free
proposal third
proposal fourth
merge_each fourth third
see
expect_equal 'in the other order the older one is by hand' 'held promoted' "$(kinds 2)"
expect_equal 'in the other order: the audit knows both' '' "$(unrecorded)"

free
proposal fifth
before=$(prod)
merge_each fifth
(cd "$tree" && git revert --no-edit -m 1 HEAD) >/dev/null
see
expect_equal 'a merge and its revert: prod has the image of before' "$before" "$(prod)"
expect_equal 'a merge and its revert: both are recorded' 'held promoted' "$(kinds 2)"
expect_equal 'a merge and its revert: with their reasons' 'Revert "Merge fifth" / propose fifth' "$(reasons 2)"
expect_equal 'a merge and its revert: the audit knows both' '' "$(unrecorded)"
for name in one two three; do
    echo "$name" >"$tree/notes.txt"
    git -C "$tree" add notes.txt
    git -C "$tree" commit -qm "$name"
done
tip=$(git -C "$repo" rev-parse weir-journal/main)
see
expect_equal 'commits that move nothing are not recorded' "$tip" "$(git -C "$repo" rev-parse weir-journal/main)"

free
for way in forward rebase; do
    publish "known-$way"
    clock 04:00
    run_weir promote "$repo" myapp --to app-prod
    git -C "$tree" pull -q
    good=$(prod)
    image=sha256:$(printf '%064d' 7)
    (cd "$tree" && edit app-prod)
    git -C "$tree" push -q
    hotfix=$(git -C "$tree" rev-parse HEAD~)
    in_side rollback myapp -n app-prod --to "$good" --reason "errors by $way"
    git -C "$repo" update-ref refs/heads/main "$hotfix"
    git -C "$tree" fetch -q origin
    git -C "$tree" fetch -q "$side" side
    if [ $way = rebase ]; then
        git -C "$tree" reset -q --hard "$hotfix"
        (cd "$tree" && rebase) >/dev/null 2>&1
    else
        (cd "$tree" && forward) >/dev/null 2>&1
    fi
    see
    expect_equal "a hotfix and its rollback by $way: prod has the image of before" "$good" "$(prod)"
    expect_equal "a hotfix and its rollback by $way: both are recorded" 'rolledBack held' "$(kinds 2)"
    expect_equal "a hotfix and its rollback by $way: with their reasons" \
        "errors by $way / app-prod: web by hand" "$(reasons 2)"
    expect_equal "a hotfix and its rollback by $way: the audit knows both" '' "$(unrecorded)"
    free
done

publish many
good=$(prod)
for digit in 1 2 3; do
    image=sha256:$(printf '%064d' $digit)
    (cd "$tree" && edit app-prod)
done
see
expect_equal 'three moves by hand are recorded' 'held held held' "$(kinds 3)"
expect_equal 'three moves by hand: the audit knows each' '' "$(unrecorded)"
free

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

# --- an alias between two runs
aliased=$SCRATCH/aliased.git side=$SCRATCH/aliased
pinned() { # DIGIT ALIAS: writes the stream, whose tag latest follows ALIAS, and commits it
    cat >"$side/web.yaml" <<EOT
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: demo}
spec:
  tags:
  - name: "1"
    from: {kind: DockerImage, name: "registry.example.com/web:1@sha256:$(printf '%064d' "$1")"}
  - name: "2"
    from: {kind: DockerImage, name: "registry.example.com/web:2@sha256:$(printf '%064d' 2)"}
  - name: latest
    from: {kind: ImageStreamTag, name: "web:$2"}
EOT
    git -C "$side" add -A
    git -C "$side" commit -qm "web:1 is $1, latest is $2"
}
images() { # COUNT: the last digits of the newest images of the alias, newest first
    "$WEIR" history web:latest -n demo -o json -C "$aliased" |
        jq -r --argjson count "$1" '[.items[0].records[:$count][].digest[-1:]] | join(" ")'
}
rm -rf "$side"
git init -q -b main "$side"
pinned 1 1
git clone -q --bare "$side" "$aliased"
git -C "$side" remote add origin "$aliased"
run_weir sync "$aliased"
expect_equal 'an alias has the image of its tag' 1 "$(images 1)"
pinned 3 1
pinned 4 1
git -C "$side" push -q origin main
run_weir sync "$aliased"
expect_equal 'an alias had each image that its tag had' '4 3 1' "$(images 3)"
pinned 4 2
pinned 4 1
git -C "$side" push -q origin main
run_weir sync "$aliased"
expect_equal 'an alias was pointed to another tag and back' '4 2 4 3 1' "$(images 5)"
pinned 5 1
pinned 4 1
git -C "$side" push -q origin main
run_weir sync "$aliased"
expect_equal 'an alias left its image with its tag and came back' '4 5 4' "$(images 3)"
repo=$aliased
expect_equal 'the audit knows each image of the alias' '' "$(codes)"

finish
