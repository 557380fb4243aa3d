#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every exit status of every command, on every kind of repository, with its messages.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
git config --global user.name Ada
git config --global user.email ada@example.org

layouts=$SCRATCH/layouts image=registry.example.com/acme/myapp
layout=(--oci-layout "registry.example.com=$layouts")
push() { # TEXT: moves the upstream tag; sets $digest
    digest=$("$examples/image.sh" "$layouts/acme/myapp" latest "$1")
}
folder() { # NAME: the shop with a followed tag in dev, not yet pinned
    rm -rf "${SCRATCH:?}/$1"
    cp -r "$examples/shop" "$SCRATCH/$1"
    "$WEIR" tag --scheduled "$image:latest" app-dev/myapp:latest "${layout[@]}" \
        -C "$SCRATCH/$1" >/dev/null
    sed -i 's/@sha256:[0-9a-f]*//' "$SCRATCH/$1"/app-dev/*.yaml
}
bare() { # NAME: the same as a bare repository
    folder "tree-$1"
    git -C "$SCRATCH/tree-$1" init -q && git -C "$SCRATCH/tree-$1" add -A
    git -C "$SCRATCH/tree-$1" commit -qm start
    rm -rf "$SCRATCH/$1.git" && git clone -q --bare "$SCRATCH/tree-$1" "$SCRATCH/$1.git"
}
push one

# A plain folder.
folder plain
cp -a "$SCRATCH/plain" "$SCRATCH/before"
expect_status 'diff: 1 when something would be written' 1 "$WEIR" diff "${layout[@]}" \
    "$SCRATCH/plain"
expect_contains 'and says how to write it' "$OUT" 'weir sync'
expect 'and writes nothing' diff -r "$SCRATCH/before" "$SCRATCH/plain"
expect_status 'sync: 0 when all was written' 0 "$WEIR" sync "${layout[@]}" "$SCRATCH/plain"
expect_contains 'and the last line says that nothing was committed' <(tail -n 1 "$OUT") \
    'files edited, nothing committed'
expect_equal 'the same digest is everywhere' 6 "$(grep -rl "$digest" "$SCRATCH/plain" | wc -l)"
expect_status 'diff: 0 when nothing would be written' 0 "$WEIR" diff "${layout[@]}" "$SCRATCH/plain"
cp -a "$SCRATCH/plain" "$SCRATCH/after"
expect_status 'a second sync is done at once' 0 "$WEIR" sync "${layout[@]}" "$SCRATCH/plain"
expect 'and writes nothing' diff -r "$SCRATCH/after" "$SCRATCH/plain"
expect_status 'the repository may be named by -C' 0 "$WEIR" -C "$SCRATCH/plain" diff "${layout[@]}"
expect_status 'and be the current folder' 0 env -C "$SCRATCH/plain" "$WEIR" diff "${layout[@]}"

# An unknown answer keeps the pins.
expect_status 'diff: 3 when the registry does not answer, although nothing would be written' 3 \
    "$WEIR" diff --oci-layout "registry.example.com=$SCRATCH/none" "$SCRATCH/plain"
expect_status 'sync: 1 when something is unknown' 1 \
    "$WEIR" sync --oci-layout "registry.example.com=$SCRATCH/none" "$SCRATCH/plain"
expect 'and what is pinned stays' diff -r "$SCRATCH/after" "$SCRATCH/plain"

# A freeze by file: one that nobody committed counts in a folder.
folder frozen
echo 'incident 4711' >"$SCRATCH/frozen/weir.freeze"
cp -a "$SCRATCH/frozen" "$SCRATCH/before-frozen"
expect_status 'sync: 0 while all is frozen' 0 "$WEIR" sync "${layout[@]}" "$SCRATCH/frozen"
expect_contains 'and says until when, and why' "$OUT" 'until weir.freeze is deleted: incident 4711'
expect 'and writes nothing' diff -r "$SCRATCH/before-frozen" "$SCRATCH/frozen"
rm "$SCRATCH/frozen/weir.freeze"
expect_status 'without the file sync writes' 0 "$WEIR" sync "${layout[@]}" "$SCRATCH/frozen"
expect_equal 'all of it' 6 "$(grep -rl "$digest" "$SCRATCH/frozen" | wc -l)"
bare cold
git -C "$SCRATCH/tree-cold" pull -q "$SCRATCH/cold.git"
echo 'incident 4712' >"$SCRATCH/tree-cold/weir.freeze"
git -C "$SCRATCH/tree-cold" add weir.freeze && git -C "$SCRATCH/tree-cold" commit -qm freeze
git -C "$SCRATCH/tree-cold" push -q "$SCRATCH/cold.git" HEAD
expect_status 'a bare repository is frozen by a commit' 0 \
    "$WEIR" sync "${layout[@]}" "$SCRATCH/cold.git"
expect_contains 'which says why' "$OUT" 'until weir.freeze is deleted: incident 4712'

# A window with a problem.
cat >"$SCRATCH/frozen/weir.yaml" <<'END'
apiVersion: weir.dev/v1alpha1
kind: Reconciler
spec:
  windows:
  - name: nights
    timeZone: Europe/Brlin
    include: [{rrule: FREQ=HOURLY}]
END
expect_status 'lint: 1 for a window with problems' 1 "$WEIR" lint "$SCRATCH/frozen"
expect_contains 'which names the zone' "$OUT" 'weir.yaml:6:15'
expect_contains 'and the rule' "$OUT" 'weir.yaml:7:23'

# A work tree.
bare shop
tree=$SCRATCH/tree-shop
expect_status 'a work tree is edited in place' 0 "$WEIR" sync "${layout[@]}" "$tree"
expect_equal 'and nothing is committed' 1 "$(git -C "$tree" rev-list --count HEAD)"
expect_equal 'six files differ' 6 "$(git -C "$tree" diff --name-only | wc -l)"

# A bare repository. Its library would parse all CAs of the machine at its start.
if strace -o /dev/null true 2>/dev/null; then
    strace -f -e trace=openat -o "$SCRATCH/opened" "$WEIR" lint "$SCRATCH/shop.git" >/dev/null 2>&1
    expect_contains 'lint opens the repository' "$SCRATCH/opened" "$SCRATCH/shop.git/"
    expect_lacks 'and no CAs' "$SCRATCH/opened" /etc/ssl/certs
fi
git=(git -C "$SCRATCH/shop.git")
expect_status 'diff of a bare repository: 1' 1 "$WEIR" diff "${layout[@]}" "$SCRATCH/shop.git"
expect_status 'sync of a bare repository: 0' 0 "$WEIR" sync "${layout[@]}" "$SCRATCH/shop.git"
expect_equal 'it gets one commit' 2 "$("${git[@]}" rev-list --count main)"
expect_equal 'whose subject says what happened' \
    "promote myapp ${digest:0:19} to app-staging and app-prod, and 1 more" \
    "$("${git[@]}" log -1 --format=%s main)"
expect_equal 'by weir' 'weir <weir@localhost>' "$("${git[@]}" log -1 --format='%an <%ae>' main)"
expect_equal 'with its trailer' "$("${git[@]}" rev-parse main~)" \
    "$("${git[@]}" log -1 --format='%(trailers:key=Weir-Source-Commit,valueonly)' main | head -n 1)"
expect 'and is a sound repository' "${git[@]}" fsck --strict
expect_status 'diff of it: 0' 0 "$WEIR" diff "${layout[@]}" "$SCRATCH/shop.git"
push two
GIT_AUTHOR_NAME=Grace GIT_AUTHOR_EMAIL=grace@example.org \
    expect_status "git's variables are used" 0 "$WEIR" sync "${layout[@]}" "$SCRATCH/shop.git"
expect_equal 'for the author' 'Grace <grace@example.org>' \
    "$("${git[@]}" log -1 --format='%an <%ae>' main)"
cp -a "$SCRATCH/shop.git" "$SCRATCH/copy.git"
push three
for copy in shop copy; do
    "$WEIR" sync -q --now 2030-01-01T00:00:00Z "${layout[@]}" "$SCRATCH/$copy.git" >"$OUT" 2>&1
done
expect_equal 'the same input gives the same commit' "$("${git[@]}" rev-parse main)" \
    "$(git -C "$SCRATCH/copy.git" rev-parse main)"
expect_equal 'dated as --now says' 2030-01-01T00:00:00Z \
    "$(TZ=UTC "${git[@]}" log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd main)"
"${git[@]}" branch other main~2
expect_status '--branch names another branch' 1 \
    "$WEIR" diff --branch other "${layout[@]}" "$SCRATCH/shop.git"
expect_status 'a missing branch is an error' 2 \
    "$WEIR" diff --branch none "${layout[@]}" "$SCRATCH/shop.git"
cat >"$SCRATCH/config.yaml" <<EOF
ociLayouts: {registry.example.com: layouts}
author: {name: Bot, email: bot@example.org}
branch: other
EOF
expect_status 'a configuration file can set all of that' 0 \
    "$WEIR" sync --config "$SCRATCH/config.yaml" "$SCRATCH/shop.git"
expect_equal 'its author is used' 'Bot <bot@example.org>' \
    "$("${git[@]}" log -1 --format='%an <%ae>' other)"
WEIR_CONFIG=$SCRATCH/config.yaml expect_status 'a variable can name the file' 0 \
    "$WEIR" diff "$SCRATCH/shop.git"
echo 'jbos: 1' >"$SCRATCH/bad.yaml"
expect_status 'a wrong configuration is an error' 2 \
    "$WEIR" diff --config "$SCRATCH/bad.yaml" "$SCRATCH/shop.git"
expect_contains 'with its place' "$ERR" 'bad.yaml:1:1: unknown field'

# The branch that weir.yaml names, unless the runner names one.
bare branch
tree=$SCRATCH/tree-branch
git -C "$tree" branch deploy
grep -q '^spec:' "$tree/weir.yaml" || echo 'spec:' >>"$tree/weir.yaml"
sed -i 's/^spec:.*/spec:\n  branch: deploy/' "$tree/weir.yaml"
git -C "$tree" commit -qam 'write to deploy' && git -C "$tree" branch -f deploy
git -C "$tree" push -q "$SCRATCH/branch.git" main deploy
start=$(git -C "$tree" rev-parse main)
expect_status 'a branch that weir.yaml names is written' 0 \
    "$WEIR" sync "${layout[@]}" "$SCRATCH/branch.git"
expect_equal 'it has the commit' "$start" "$(git -C "$SCRATCH/branch.git" rev-parse deploy~)"
expect_equal 'and the other branch does not' "$start" "$(git -C "$SCRATCH/branch.git" rev-parse main)"
expect_status "the runner's choice wins" 0 \
    "$WEIR" sync --branch main "${layout[@]}" "$SCRATCH/branch.git"
expect_equal 'and is written' "$start" "$(git -C "$SCRATCH/branch.git" rev-parse main~)"

# Several at once: one commit, whoever wins.
bare crowd
pids=()
for i in 1 2 3 4; do
    "$WEIR" sync "${layout[@]}" "$SCRATCH/crowd.git" >"$SCRATCH/crowd-$i" 2>&1 &
    pids+=($!)
done
statuses=
for pid in "${pids[@]}"; do
    wait "$pid"
    statuses+=" $?"
done
expect_equal 'four syncs at once all succeed' ' 0 0 0 0' "$statuses"
expect_equal 'and together they commit once' 2 \
    "$(git -C "$SCRATCH/crowd.git" rev-list --count main)"
expect 'to a sound repository' git -C "$SCRATCH/crowd.git" fsck --strict

# lint
expect_status 'lint: 0 without problems' 0 "$WEIR" lint "$SCRATCH/plain"
printf 'kind: [\n' >"$SCRATCH/plain/broken.yaml"
expect_status 'lint: 1 with one' 1 "$WEIR" lint "$SCRATCH/plain"
expect_contains 'at its place' "$OUT" 'broken.yaml:'
expect_status 'a broken file is trouble' 1 "$WEIR" sync "${layout[@]}" "$SCRATCH/plain"
rm "$SCRATCH/plain/broken.yaml"
expect_status 'lint: 2 without a repository' 2 "$WEIR" lint "$SCRATCH/none"

# Reading commands.
for command in 'get streams' 'get tags' 'get promotions' 'describe myapp -n app-dev' \
    'explain myapp:latest -n app-prod' 'lint' 'diff' 'sync'; do
    words=($command -C "$SCRATCH/plain")
    case $command in [eds]* | get*) words+=("${layout[@]}") ;; esac
    expect_status "0: weir $command" 0 "$WEIR" "${words[@]}"
    expect_status "0: weir $command -o markdown" 0 "$WEIR" "${words[@]}" -o markdown
    "$WEIR" "${words[@]}" -o json >"$SCRATCH/json" 2>"$ERR"
    expect "weir $command -o json is JSON" jq -e .apiVersion "$SCRATCH/json"
done
expect_status 'a stream in several namespaces needs -n' 2 "$WEIR" describe myapp -C "$SCRATCH/plain"
expect_contains 'and the hint lists them' "$ERR" 'app-dev, app-prod, app-staging'
expect_status 'describe: 2 for no such stream' 2 "$WEIR" describe none -C "$SCRATCH/plain"
expect_status 'explain: 2 for no such tag' 2 \
    "$WEIR" explain myapp:none -n app-dev -C "$SCRATCH/plain" "${layout[@]}"
expect_status 'get: 2 without a repository' 2 "$WEIR" get tags -C "$SCRATCH/none"

# Requests of a person.
folder word
words=("${layout[@]}" -C "$SCRATCH/word")
expect_status 'import-image: 0' 0 "$WEIR" import-image myapp -n app-dev "${words[@]}"
expect_contains 'prints the digest of the tag' "$OUT" \
    "Tag app-dev/myapp:latest set to $image:latest@$digest."
expect_contains 'the Deployment is in the same commit' "$SCRATCH/word/app-dev/deployment.yaml" "@$digest"
expect_status 'import-image again: 0' 0 "$WEIR" import-image myapp -n app-dev "${words[@]}"
expect_contains 'and says that nothing changed' "$OUT" 'is already set to'
expect_status 'another --from: 1' 1 \
    "$WEIR" import-image myapp -n app-dev --from=registry.example.com/other:1 "${words[@]}"
expect_contains 'with the command that changes it' "$OUT" 'to change the source'
expect_status 'a tag that the registry does not have: 1' 1 \
    "$WEIR" import-image myapp:new -n app-dev "--from=$image:none" "${words[@]}"
expect_status 'a digest cannot be imported: 2' 2 \
    "$WEIR" import-image "myapp@$digest" -n app-dev "${words[@]}"
cp -a "$SCRATCH/word" "$SCRATCH/word-before"
expect_status 'tag --dry-run: 0' 0 "$WEIR" tag "$image@$digest" app-dev/myapp:two --dry-run \
    "${words[@]}"
expect_contains 'says so' "$OUT" '(dry run)'
expect_contains 'and what would write it' "$OUT" 'the same command without --dry-run writes'
expect 'and writes nothing' diff -r "$SCRATCH/word-before" "$SCRATCH/word"
expect_status 'tag: 0' 0 "$WEIR" tag app-dev/myapp:latest app-dev/myapp:two "${words[@]}"
expect_contains 'an image of a stream is frozen' "$SCRATCH/word/app-dev/imagestream.yaml" \
    "name: $image:latest@$digest"
expect_status 'tag --alias: 0' 0 "$WEIR" tag --alias myapp:two myapp:alias -n app-dev "${words[@]}"
expect_contains "the line is that of oc" "$OUT" 'Tag app-dev/myapp:alias set up to track myapp:two.'
expect_status 'tag --alias across streams: 1' 1 \
    "$WEIR" tag --alias app-prod/myapp:latest app-dev/myapp:x "${words[@]}"
expect_status 'tag --scheduled: 0' 0 "$WEIR" tag --scheduled "$image:latest" app-dev/myapp:sched \
    "${words[@]}"
expect_contains "in oc's words" "$OUT" 'periodically.'
expect_status 'a missing stream: 2' 2 "$WEIR" tag none:1 app-dev/myapp:x "${words[@]}"
expect_contains 'with a hint about Docker Hub' "$ERR" 'docker.io/library/none'
cp -a "$SCRATCH/word" "$SCRATCH/word-before-d"
expect_status 'tag -d --dry-run: 0' 0 "$WEIR" tag -d myapp:sched -n app-dev --dry-run "${words[@]}"
expect_contains 'says so' "$OUT" 'Deleted tag app-dev/myapp:sched (dry run).'
expect 'and writes nothing' diff -r "$SCRATCH/word-before-d" "$SCRATCH/word"
expect_status 'tag -d of a tag that another follows: 1' 1 "$WEIR" tag -d app-dev/myapp:two \
    "${words[@]}"
expect_contains 'and names that one' "$OUT" 'tags follow the tag: myapp:alias'
expect 'and writes nothing' diff -r "$SCRATCH/word-before-d" "$SCRATCH/word"
cp -a "$SCRATCH/word" "$SCRATCH/word-some"
expect_status 'tag -d of a tag that can be deleted and one that cannot: 1' 1 "$WEIR" tag -d myapp:sched \
    myapp:two -n app-dev "${layout[@]}" -C "$SCRATCH/word-some"
expect_contains 'reports the deleted one' "$OUT" 'Deleted tag app-dev/myapp:sched.'
expect_lacks 'and not the other' "$OUT" 'Deleted tag app-dev/myapp:two'
expect_contains 'which is shown with its reason' "$OUT" 'tags follow the tag: myapp:alias'
expect_status 'and still exists' 0 "$WEIR" get tags myapp:two -n app-dev \
    "${layout[@]}" -C "$SCRATCH/word-some"
expect_status 'and the deleted one does not' 2 "$WEIR" get tags myapp:sched -n app-dev \
    "${layout[@]}" -C "$SCRATCH/word-some"
expect_status 'tag -d of both: 0' 0 "$WEIR" tag -d myapp:two myapp:alias -n app-dev "${words[@]}"
expect_contains "in oc's words" "$OUT" 'Deleted tag app-dev/myapp:two.'
expect_contains 'the report shows the deleted entries' "$OUT" '- app-dev/myapp:two'
expect_contains 'for each of them' "$OUT" 'Deleted tag app-dev/myapp:alias.'
expect_status 'tag -d: 0' 0 "$WEIR" tag --delete myapp:sched -n app-dev "${words[@]}"
expect 'and the files are as they were before the tags' diff -r "$SCRATCH/word-before" "$SCRATCH/word"
expect_status 'tag -d again: 1' 1 "$WEIR" tag -d myapp:sched -n app-dev "${words[@]}"
expect_status 'tag -d with --alias: 2' 2 "$WEIR" tag -d myapp:sched --alias "${words[@]}"
expect_contains "in oc's words" "$ERR" '--alias and --delete may not both be specified'
expect_status 'tag -d of an image: 2' 2 "$WEIR" tag -d "$image:latest" "${words[@]}"
expect_status 'tag with a source only: 2' 2 "$WEIR" tag "$image:latest" "${words[@]}"

# init
for kind in folder tree; do
    mkdir "$SCRATCH/init-$kind"
    cp -r "$examples"/shop/app-* "$SCRATCH/init-$kind"
done
git -C "$SCRATCH/init-tree" init -q
for kind in folder tree; do
    expect_status "init: 0 in a $kind" 0 "$WEIR" init "$SCRATCH/init-$kind"
    expect_status 'its result has no problems' 0 "$WEIR" lint "$SCRATCH/init-$kind"
done
"$WEIR" get promotions -o json -C "$SCRATCH/init-folder" >"$SCRATCH/json"
expect_contains 'it found the environments' "$SCRATCH/init-folder/promotions.yaml" '- namespace: "app-prod"'
expect_equal 'and a person moves the last one' 'by: manual   # a person moves the last environment: `weir promote`' \
    "$(tail -n 1 "$SCRATCH/init-folder/promotions.yaml" | sed 's/^ *//')"
cp -a "$SCRATCH/init-folder" "$SCRATCH/init-before"
expect_status 'init again: 0' 0 "$WEIR" init "$SCRATCH/init-folder"
expect 'and overwrites nothing' diff -r "$SCRATCH/init-before" "$SCRATCH/init-folder"
expect_status 'init of a bare repository: 2' 2 "$WEIR" init "$SCRATCH/shop.git"

# weir.yaml reads only some folders: the Promotion is in one of them. And its proposed paths work.
mkdir "$SCRATCH/init-paths" "$SCRATCH/init-rest"
cp -r "$examples"/shop/app-* "$SCRATCH/init-paths"
printf '%s\n' 'apiVersion: weir.dev/v1alpha1' 'kind: Reconciler' 'spec:' '  paths:' \
    '  - {path: app-dev}' '  - {path: app-prod}' >"$SCRATCH/init-paths/weir.yaml"
expect_status 'init: 0 with paths' 0 "$WEIR" init "$SCRATCH/init-paths"
expect_contains 'it says where the Promotion is' "$ERR" 'so the Promotion is in app-dev/promotions.yaml'
"$WEIR" get promotions -o json -C "$SCRATCH/init-paths" >"$SCRATCH/json"
expect_equal 'the Promotion is read' 1 "$(jq '.items | length' "$SCRATCH/json")"
cp -r "$examples"/shop/app-* "$SCRATCH/init-rest"
mkdir "$SCRATCH/init-rest/docs"
echo 'a: b' >"$SCRATCH/init-rest/docs/other.yaml"
"$WEIR" init -C "$SCRATCH/init-rest" >"$OUT"
expect_contains 'the last line names the repository' "$OUT" "\`weir diff -C $SCRATCH/init-rest\`"
sed -i 's/^  # paths:/  paths:/; s/^  # - path/  - path/' "$SCRATCH/init-rest/weir.yaml"
expect_lacks 'the other folder is not proposed' "$SCRATCH/init-rest/weir.yaml" docs
"$WEIR" get promotions -o json -C "$SCRATCH/init-rest" >"$SCRATCH/json"
expect_equal 'with the proposed paths the Promotion is read' 1 "$(jq '.items | length' "$SCRATCH/json")"

# Groups of namespaces whose names YAML takes for other types.
mkdir "$SCRATCH/init-typed"
for namespace in 1-dev 1-prod true-dev true-prod; do
    printf '%s\n' 'apiVersion: image.openshift.io/v1' 'kind: ImageStream' \
        "metadata: {name: web, namespace: $namespace}" >"$SCRATCH/init-typed/$namespace.yaml"
done
expect_status 'init: 0 with unusual names' 0 "$WEIR" init "$SCRATCH/init-typed"
expect_status 'its result has no problems' 0 "$WEIR" lint "$SCRATCH/init-typed"

# Unusual repositories.
mkdir "$SCRATCH/empty" "$SCRATCH/stranger" "$SCRATCH/only-broken"
git init -q --bare "$SCRATCH/empty.git"
printf 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a, namespace: b}\n' \
    >"$SCRATCH/stranger/a.yaml"
printf 'kind: [\n' >"$SCRATCH/only-broken/a.yaml"
printf '{"kind": \n' >"$SCRATCH/only-broken/b.json"
for kind in empty empty.git stranger; do
    for command in diff sync lint 'get streams'; do
        expect_status "0: weir $command of one that is $kind" 0 "$WEIR" $command -C "$SCRATCH/$kind"
        cat "$OUT" "$ERR" >"$SCRATCH/said"
        expect_contains 'and it says what to do' "$SCRATCH/said" 'weir init'
        expect_equal 'and says it once' 1 "$(grep -c 'weir init' "$SCRATCH/said")"
    done
done
expect_status 'only broken files: diff 3' 3 "$WEIR" diff "$SCRATCH/only-broken"
expect_status 'only broken files: lint 1' 1 "$WEIR" lint "$SCRATCH/only-broken"
expect_contains 'each is named' "$OUT" 'b.json:'
for command in diff sync run lint init; do
    expect_status "2: weir $command of an empty folder" 2 "$WEIR" $command "$SCRATCH/none"
done

# Files that cannot be written.
push four
folder full
expect_status 'a closed standard output is an error' 2 \
    bash -c '"$@" >&-' _ "$WEIR" diff "${layout[@]}" "$SCRATCH/full"
expect_contains 'and is reported' "$ERR" 'standard output'
expect_status 'a full disk too' 2 \
    bash -c '"$@" >/dev/full' _ "$WEIR" diff "${layout[@]}" "$SCRATCH/full"
expect_contains 'and is reported' "$ERR" 'No space left on device'
expect_status 'a closed standard error is not an error' 1 \
    bash -c '"$@" 2>&-' _ "$WEIR" diff "${layout[@]}" "$SCRATCH/full"
run bash -c 'set -o pipefail; "$@" | true' _ "$WEIR" help
expect_equal 'it ends quietly when the reader closes the pipe' '' "$(cat "$ERR")"
# Root may write everywhere, so somebody else has to try.
somebody=()
((EUID == 0)) && somebody=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs)
chmod 755 "$SCRATCH" && chmod -R a-w "$SCRATCH/full"
expect_status 'a read-only folder: sync 1' 1 "${somebody[@]}" "$WEIR" sync "${layout[@]}" \
    "$SCRATCH/full"
expect_contains 'and it says why' "$OUT" 'Permission denied'
chmod -R u+w "$SCRATCH/full"
bare locked
touch "$SCRATCH/locked.git/refs/heads/main.lock"
expect_status 'a locked ref: sync 1' 1 "$WEIR" sync "${layout[@]}" "$SCRATCH/locked.git"
finish
