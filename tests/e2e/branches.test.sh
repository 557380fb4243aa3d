#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A journal for each branch: how it begins from that of its base, in a bare repository, a clone and at
# a URL; what is refused as a journal or as a branch; and several runs on several branches at once.
# shellcheck disable=SC2154,SC2317
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts root=$SCRATCH/repositories
repo=$root/app.git tree=$SCRATCH/tree
layout=(--oci-layout "quay.io=$layouts")
declare -A image=()
# Makes the tag mean an image, whose digest becomes ${image[NAME]}.
means() { # NAME
    image[$1]=$("$examples/image.sh" "$layouts/team/web" latest "$1")
}
names() { # replaces digests by the names of their images
    local name script=''
    for name in "${!image[@]}"; do script+="s/${image[$name]}/$name/g;"; done
    sed "$script"
}
at() { # TIME COMMAND WORD…
    local options=()
    [[ $2 == history || $2 == audit || $2 == where ]] || options=("${layout[@]}")
    "$WEIR" "$2" "${options[@]}" --now "2026-03-01T$1:00Z" "${@:3}"
}
# The images that a tag had by its history, the newest first.
past() { # WORD…
    at 20:00 history web:latest -o json "$@" |
        jq -r '[.items[0].records[] | select(.kind != "seen") | .digest] | join(" ")' | names
}
journal() { git -C "$repo" rev-parse -q --verify "weir-journal/$1${2-}" || echo none; }
trailer() { git -C "$repo" log -1 --format="%(trailers:key=$1,valueonly)" "$2" | head -n 1; }
# Fresh: main had A, B and C; "feature" was created when main had B, "ancient" before weir's first
# commit, and "release" has D in its own journal.
make_repository() {
    local name
    rm -rf "$repo" "$tree" "$HOME/.cache" "$layouts"
    mkdir -p "$tree" "$root"
    cat >"$tree/web.yaml" <<'END'
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: dev}
spec:
  tags:
  - name: latest
    from: {kind: DockerImage, name: "quay.io/team/web:latest"}
    importPolicy: {scheduled: true}
END
    git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm first
    git clone -q --bare "$tree" "$repo"
    git -C "$repo" branch ancient main
    for name in A B C; do
        means "$name"
        at "0${#image[@]}:00" sync -q -C "$repo" >/dev/null
        [[ $name != B ]] || git -C "$repo" branch feature main
        [[ $name != B ]] || git -C "$repo" branch release main
        [[ $name != B ]] || git -C "$repo" branch child main
    done
    means D
    at 05:00 sync -q -C "$repo" --branch release >/dev/null
    git -C "$repo" branch -f child release
}

# --- what a branch without a journal reads, and how its own begins
each_way() { # NAME LOCATION
    local name=$1 url=$2 first
    make_repository
    means E
    expect_equal "$name: main has a journal" 'C B A' "$(past -C "$url")"
    expect_equal "$name: a branch reads main's as far as it is its own" 'B A' \
        "$(past -C "$url" --branch feature)"
    expect_equal "$name: another one has its own, begun from main's" 'D B A' \
        "$(past -C "$url" --branch release)"
    expect_equal "$name: a branch from before the first record reads none" '' \
        "$(past -C "$url" --branch ancient)"
    expect_equal "$name: --base names the base" 'D B A' \
        "$(past -C "$url" --branch child --base release)"
    expect_equal "$name: which is never the branch itself" 'B A' \
        "$(past -C "$url" --branch child --base child)"
    expect_status "$name: an audit reads it, too" 0 at 06:00 audit -C "$url" --branch feature
    expect_contains "$name: with its two moves" "$OUT" '2 moves in 1 environment'

    expect_status "$name: the branch's first run" 0 at 06:00 sync -C "$url" --branch feature
    expect_equal "$name: begins its journal" 'E B A' "$(past -C "$url" --branch feature)"
    expect_equal "$name: as a child of main's" "$(journal main '~1')" "$(journal feature '~1')"
    expect_equal "$name: says whose it is" "feature $(journal main '~2')" \
        "$(trailer Weir-Journal-Of weir-journal/feature)"
    expect_equal "$name: and to which commit it belongs" "$(git -C "$repo" rev-parse feature)" \
        "$(trailer Weir-Commit weir-journal/feature)"
    expect_equal "$name: the branch's commit says that it is new" 'feature new' \
        "$(trailer Weir-Journal feature)"
    expect_equal "$name: main's journal is as before" 'C B A' "$(past -C "$url")"
    expect_status "$name: its audit is clean" 0 at 07:00 audit -C "$url" --branch feature
    expect_status "$name: a second run" 0 at 07:00 sync -C "$url" --branch feature
    expect_equal "$name: writes nothing" 'E B A' "$(past -C "$url" --branch feature)"

    expect_status "$name: the first run of an old branch" 0 at 08:00 sync -C "$url" --branch ancient
    expect_equal "$name: begins with the first commit of main's journal" "$(journal main '~2')" \
        "$(journal ancient '~1')"
    expect_equal "$name: and none of its records" 'E' "$(past -C "$url" --branch ancient)"
    expect_equal "$name: the README stays" $'README.md\ndev/web/latest.jsonl' \
        "$(git -C "$repo" ls-tree -r --name-only weir-journal/ancient)"
    expect_equal "$name: it is of the same repository" "ancient $(journal main '~2')" \
        "$(trailer Weir-Journal-Of weir-journal/ancient)"
    expect_status "$name: its audit is clean" 0 at 09:00 audit -C "$url" --branch ancient
    first=$(git -C "$repo" rev-list --max-parents=0 weir-journal/main)
    expect_equal "$name: the first journal's first commit names no repository" 'main none' \
        "$(trailer Weir-Journal-Of "$first")"

    git -C "$repo" symbolic-ref HEAD refs/heads/release
    expect_equal "$name: the default branch is the base" 'D B A' "$(past -C "$url" --branch child)"
    (cd "$tree" && git fetch -q "$repo" main && git checkout -q -B main FETCH_HEAD &&
        printf 'apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nspec: {branch: main}\n' >weir.yaml &&
        git add -A && git commit -qm settings && git push -q "$repo" +HEAD:refs/heads/third)
    expect_equal "$name: or the branch that weir.yaml names" 'C B A' "$(past -C "$url" --branch third)"
    if [[ $url == "$repo" ]]; then
        git -C "$repo" config branch.third.merge refs/heads/release
        expect_equal "$name: or, before it, the upstream in Git's configuration" 'B A' \
            "$(past -C "$url" --branch third)"
        expect_equal "$name: and --base before both" 'C B A' \
            "$(past -C "$url" --branch third --base main)"
    fi
    git -C "$repo" symbolic-ref HEAD refs/heads/main
    git -C "$repo" update-ref -d refs/heads/weir-journal/main
    expect_status "$name: a base without a journal" 0 at 10:00 sync -C "$url" --branch child
    expect_equal "$name: lets a new one begin" 1 "$(git -C "$repo" rev-list --count weir-journal/child)"
    expect "$name: git finds no fault" git -C "$repo" fsck --strict
}

eval "$(declare -f git_http_configure | sed 's,client_max_body_size 0;,&\
    set \\$git_version \\$http_git_protocol;\
    if (-f $SCRATCH/v0) { set \\$git_version none; },
    s,fastcgi_param HOME,fastcgi_param HTTP_GIT_PROTOCOL \\$git_version; &,')"
mkdir -p "$root"
git_http_start plain "$root"
url=$plain_url/app.git
printf 'plainHTTP: [%s]\n' "${plain_url#http://}" | sed 's,/.*\],],' >"$SCRATCH/runner.yaml"
export WEIR_CONFIG=$SCRATCH/runner.yaml

each_way 'bare' "$repo"
each_way 'version 2' "$url"
touch "$SCRATCH/v0"
each_way 'version 0' "$url"
rm "$SCRATCH/v0"

# --- clones
make_repository
git clone -q "$repo" "$SCRATCH/clone"
cd "$SCRATCH/clone" || exit
expect_equal 'a clone reads the journal of its branch' 'C B A' "$(past)"
git checkout -q feature
expect_equal 'a branch without one reads that of the default branch' 'B A' "$(past)"
git checkout -q -b mine origin/child 2>/dev/null
git branch -q --set-upstream-to origin/release
expect_equal 'or of its upstream' 'D B A' "$(past)"
expect_equal '--base comes before it' 'B A' "$(past --base origin/main)"
cd / && rm -rf "$SCRATCH/clone"
for branch in main feature; do
    git clone -q --single-branch --branch $branch "file://$repo" "$SCRATCH/clone"
    cd "$SCRATCH/clone" || exit
    fetch="git fetch origin 'refs/heads/weir-journal/*:refs/remotes/origin/weir-journal/*'"
    for command in 'history web:latest' 'audit'; do
        expect_status "single-branch clone of $branch: weir ${command%% *}" 2 \
            at 06:00 ${command%% *} ${command#"${command%% *}"}
        expect_contains 'says what is missing' "$ERR" 'there is no journal'
        expect_contains 'and the command that fetches it' "$ERR" "hint: fetch the journal: $fetch"
    done
    for command in "where ${image[A]}" 'explain web:latest' 'diff'; do
        run at 06:00 ${command%% *} ${command#"${command%% *}"}
        expect_equal "weir ${command%% *} says it in one line" \
            "weir: note: this clone does not have the journal, so history is unknown; fetch it: $fetch" \
            "$(grep note: "$ERR")"
    done
    expect 'the command works' bash -c "$fetch"

    expect_equal 'and the journal is read' "$([[ $branch == main ]] && echo 'C B A' || echo 'B A')" "$(past)"
    run at 06:00 diff
    expect_lacks 'nothing is said any more' "$ERR" 'note:'
    cd / && rm -rf "$SCRATCH/clone"
done

# --- a renamed default branch
for where in "$repo" "$url"; do
    for journals in old renamed; do
        make_repository
        way="${where%%:*}, $journals journal"
        git -C "$repo" branch -m main trunk
        [[ $journals == old ]] || git -C "$repo" branch -m weir-journal/main weir-journal/trunk
        expect_equal "$way: a renamed default branch has its history" 'C B A' "$(past -C "$where")"
        means E
        expect_status "$way: its first run" 0 at 06:00 sync -C "$where"
        if [[ $journals == old ]]; then
            expect_contains "$way: says where the history is from" "$OUT" \
                'this branch has no journal yet: its history begins with that of "main"'
        fi
        expect_equal "$way: continues it" 'E C B A' "$(past -C "$where")"
        expect_equal "$way: after the last record" 4 \
            "$(git -C "$repo" rev-list --count weir-journal/trunk)"
        expect_status "$way: the audit is clean" 0 at 07:00 audit -C "$where"
        expect_equal "$way: so does a branch that left it before that" 'B A' \
            "$(past -C "$where" --branch feature)"
    done
done
make_repository
git -C "$repo" branch -m main trunk
git clone -q "$repo" "$SCRATCH/clone"
expect_equal 'a clone of a renamed branch has its history' 'C B A' "$(past -C "$SCRATCH/clone")"
rm -rf "$SCRATCH/clone"

# --- the journal of an earlier build
plain_journal() {
    make_repository
    git -C "$repo" update-ref refs/keep/journal weir-journal/main
    git -C "$repo" for-each-ref --format='delete %(refname)' refs/heads/weir-journal |
        git -C "$repo" update-ref --stdin
    git -C "$repo" update-ref refs/heads/weir-journal refs/keep/journal
    means E
}
# A person commits the tag web:new, which has no digest yet.
first_pin() {
    sed 's/name: latest/name: new/' <(sed -n '/- name: latest/,$p' web.yaml) >>web.yaml
    sed -i '/name: new/,$s/@sha256:[0-9a-f]*//' web.yaml
    git commit -qam 'web: new' && git push -q
}
rename_of() { sed -n 's/.*rename it with `\([^`]*\)`.*/\1/p' "$1" | head -n 1; }
for place in bare url clone; do
    plain_journal
    git clone -q "$repo" "$SCRATCH/clone"
    cd "$SCRATCH/clone" || exit
    case $place in bare) where=$repo ;; url) where=$url ;; clone) where=$SCRATCH/clone ;; esac
    before=$(git -C "$repo" rev-parse main)
    if [[ $place != clone ]]; then
        expect_status "$place: a journal of an earlier build is refused" 1 at 06:00 sync -C "$where"
        expect_equal 'and nothing pinned moves' "$before" "$(git -C "$repo" rev-parse main)"
        first_pin
        before=$(git -C "$repo" rev-parse main)
        expect_status "$place: a first pin is refused too" 1 at 06:00 sync -C "$where"
        expect_equal 'because nothing is written' "$before" "$(git -C "$repo" rev-parse main)"
        git reset -q --hard HEAD~
        git -C "$repo" update-ref refs/heads/main main~
    fi
    expect_status "$place: history says why" 2 at 06:00 history web:latest -C "$where"
    expect_contains 'in one line' "$ERR" 'the branch "weir-journal" is the journal of an earlier version'
    expect "$place: the rename that it names works" bash -c "$(rename_of "$ERR")"
    [[ $place == clone ]] && git fetch -q --prune
    expect_equal 'then its records are read' 'C B A' "$(past -C "$where")"
    expect_status 'and it continues' 0 at 06:00 sync -C "$repo"
    expect_equal 'with the next record' 'E C B A' "$(past -C "$repo")"
    expect_equal 'which knows the first commit' \
        "main $(git -C "$repo" rev-list --max-parents=0 weir-journal/main)" \
        "$(trailer Weir-Journal-Of weir-journal/main)"
    cd / && rm -rf "$SCRATCH/clone"
done

# --- what was decided on the base alone
# Fresh: a person moved dev/web:latest on main by hand to A, and a run saw it.
moved_by_hand() { # LOCATION
    make_repository
    rm -rf "$SCRATCH/clone" && git clone -q "$repo" "$SCRATCH/clone"
    (cd "$SCRATCH/clone" && sed -i "s/${image[C]}/${image[A]}/" web.yaml && git commit -qam 'back to A' &&
        git push -q origin HEAD:main)
    at 05:00 sync -q -C "$1"
}
reason_of() { # LOCATION BRANCH
    at 08:00 diff -o json -C "$1" --branch "$2" | jq -r '.rows[] | select(.kind == "tag") | .reason'
}
for where in "$repo" "$url"; do
    way=${where%%:*}
    moved_by_hand "$where"
    git -C "$repo" branch twin main
    expect_status "$way: main releases a tag" 0 at 06:00 release web:latest -n dev -C "$where"
    expect_equal "$way: its journal says so" 1 "$(trailer Weir-Decisions weir-journal/main)"
    expect_equal "$way: a branch at the same commit did not" hand-moved "$(reason_of "$where" twin)"
    expect_status "$way: and its run moves nothing" 0 at 07:00 sync -q -C "$where" --branch twin
    expect_equal "$way: so both stay the same" "$(git -C "$repo" rev-parse main)" "$(git -C "$repo" rev-parse twin)"
    at 07:00 sync -q -C "$where"
    git -C "$repo" branch after main
    means E
    expect_equal "$way: a branch that has main's next move was released, too" moved "$(reason_of "$where" after)"
done

# --- what is not a branch, and not a journal
for where in "$repo" "$url"; do
    make_repository
    way=${where%%:*}
    expect_status "$way: a journal is not a branch to sync: 2" 2 at 06:00 sync -C "$where" \
        --branch weir-journal/main
    expect_contains 'and the reason is given' "$ERR" "\"weir-journal/main\" is a journal's branch"
    git -C "$repo" branch journal-copy weir-journal/main
    expect_status "$way: its commit on another branch neither: 2" 2 at 06:00 sync -C "$where" \
        --branch journal-copy
    expect_contains 'and the reason is given' "$ERR" 'is at a commit of the journal of "main"'
    expect_status "$way: nor a branch to audit: 2" 2 at 06:00 audit -C "$where" --branch journal-copy
    expect_contains 'and the reason is given' "$ERR" 'is at a commit of the journal of "main"'
    rm -rf "$SCRATCH/clone" && git clone -q "$repo" "$SCRATCH/clone"
    (cd "$SCRATCH/clone" &&
        printf 'apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nspec: {branch: weir-journal/main}\n' \
            >weir.yaml && git add -A && git commit -qm settings && git push -q)
    expect_status "$way: weir.yaml can't name it: 2" 2 at 06:00 sync -C "$where"
    expect_contains 'and the place is given' "$ERR" 'weir.yaml:1'
    (cd "$SCRATCH/clone" && git reset -q --hard HEAD~ && git push -qf)
    means E
    git -C "$repo" update-ref refs/heads/weir-journal/main main
    expect_status "$way: a commit of the branch is not a journal: 1" 1 at 06:00 sync -C "$where"
    expect_status "$way: history names the file that does not belong to one: 2" 2 at 06:00 history \
        web:latest -C "$where"
    expect_contains 'by its path' "$ERR" '"web.yaml" is not a journal file'
    expect_status "$way: a commit that can't be recorded: 1" 1 at 06:00 tag -C "$where" \
        quay.io/team/web:latest web:copy -n dev
    expect_contains 'and the reason is given' "$OUT" 'not recorded, because the journal'
    at 06:00 sync -q -C "$where" >/dev/null
    tip=$(git -C "$repo" rev-parse main)
    expect_status "$way: nothing to write, and a journal that can't be used: 1" 1 at 06:00 sync \
        -C "$where"
    expect_contains 'and the reason is given' "$OUT" "the journal can't be used"
    expect_equal 'nothing is written' "$tip" "$(git -C "$repo" rev-parse main)"
    expect_status "$way: diff: 3" 3 at 06:00 diff -C "$where"
    expect_status "$way: where: 2, although the image is found" 2 at 06:00 where -C "$where" \
        "$(git -C "$repo" show main:web.yaml | grep -o 'sha256:[0-9a-f]*' | head -n 1)"
    expect_contains 'and says why' "$OUT" "the journal can't be used"
    expect_status "$way: get environments: 2" 2 at 06:00 get environments -C "$where"
    expect_status "$way: get tags shows the branch" 0 at 06:00 get tags -C "$where"
    expect_contains 'and says what is missing' "$ERR" "the journal can't be used"
    expect_status "$way: an audit finds the file" 1 at 06:00 audit -C "$where"
done

# --- one tag's damaged file in the journal
for where in "$repo" "$url"; do
    make_repository
    way=${where%%:*}
    rm -rf "$SCRATCH/clone" && git clone -q --branch weir-journal/main "$repo" "$SCRATCH/clone"
    (cd "$SCRATCH/clone" && echo '{}' >>dev/web/latest.jsonl && git commit -qam damage &&
        git push -q origin HEAD:weir-journal/main)
    means C
    expect_status "$way: nothing to write, and a tag's damaged file: 1" 1 at 06:00 sync -C "$where"
    expect_contains 'which is named' "$OUT" "the journal's records of dev/web:latest can't be used"
    expect_status "$way: diff: 3" 3 at 06:00 diff -C "$where"
done

# --- a branch that is in the way of the journal's
for where in "$repo" "$url"; do
    for stands in weir-journal/fresh/x weir-journal/fresh; do
        make_repository
        way=${where%%:*}
        branch=fresh
        [[ $stands == */x ]] || branch=fresh/y
        git -C "$repo" branch "$branch" ancient
        git -C "$repo" branch "$stands" ancient
        refs=$(git -C "$repo" for-each-ref)
        objects=$(find "$repo/objects" -type f | wc -l)
        expect_status "$way: $stands is in the way: 1" 1 at 06:00 sync -C "$where" --branch "$branch"
        expect_contains 'it is named' "$OUT" "while there is a branch \"$stands\""
        expect_equal 'and nothing is written' "$refs $objects" \
            "$(git -C "$repo" for-each-ref) $(find "$repo/objects" -type f | wc -l)"
        git -C "$repo" branch -qD "$stands"
        mkdir -p "$repo/refs/heads/weir-journal/$branch/x/y"
        expect_status "$way: without it" 0 at 06:00 sync -C "$where" --branch "$branch"
        expect_equal 'both are written' 'D' "$(past -C "$where" --branch "$branch")"
    done
done

# --- a journal that the server refuses after the branch moved
make_repository
means E
git -C "$repo" config receive.advertiseAtomic false
cat >"$repo/hooks/update" <<'END'
#!/bin/sh
case $1 in refs/heads/weir-journal/*) echo 'not yours'; exit 1 ;; esac
END
chmod +x "$repo/hooks/update"
expect_status 'a commit without its record: 1' 1 at 06:00 sync -C "$url"
expect_contains 'the branch is named' "$OUT" 'the branch "weir-journal/main" was not written'
expect_equal 'the commit is there' "${image[E]}" \
    "$(git -C "$repo" show main:web.yaml | grep -o 'sha256:[0-9a-f]*')"
rm "$repo/hooks/update"
expect_status 'the next run completes it' 0 at 06:10 sync -C "$url"
expect_equal 'once' 'E C B A' "$(past -C "$url")"

# --- a journal that is set back to the commit that the newest commit names
make_repository
means C
commit=$(git -C "$repo" rev-parse main)
tip=$(journal main)
git -C "$repo" update-ref refs/heads/weir-journal/main "$tip~1"
expect_equal 'a journal that lost its newest commit' 'B A' "$(past -C "$repo")"
expect_status 'gets its records again' 0 at 06:00 sync -C "$repo"
expect_equal 'with the same image' 'C B A' "$(past -C "$repo")"
expect_equal 'of the same commit, but from now on' "$commit 2026-03-01T06:00:00Z" \
    "$(at 20:00 history web:latest -o json -C "$repo" |
        jq -r '.items[0].records[0] | "\(.commit) \(.time)"')"
expect_equal 'the branch stays' "$commit" "$(git -C "$repo" rev-parse main)"
expect_status 'the audit is clean' 0 at 07:00 audit -C "$repo"

# --- several runs at once on several branches
branches=(main feature release child ancient)
for where in "$repo" "$url"; do
    make_repository
    means E
    way=${where%%:*}
    for round in 1 2 3; do
        means "E$round"
        pids=()
        for branch in "${branches[@]}" "${branches[@]}"; do
            at "1$round:00" sync -q -C "$where" --branch "$branch" >"$SCRATCH/run.$RANDOM$RANDOM" 2>&1 &
            pids+=($!)
        done
        failed=0
        for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
        expect_equal "$way: round $round: no run fails" 0 "$failed"
    done
    expect_equal "$way: main has all records" 'E3 E2 E1 C B A' "$(past -C "$where")"
    expect_equal "$way: a branch begun meanwhile, too" 'E3 E2 E1 B A' "$(past -C "$where" --branch feature)"
    expect_equal "$way: a branch with a journal" 'E3 E2 E1 D B A' "$(past -C "$where" --branch release)"
    expect_equal "$way: a branch from before the first record" 'E3 E2 E1' "$(past -C "$where" --branch ancient)"
    for branch in "${branches[@]}"; do
        expect_status "$way: the audit of $branch is clean" 0 at 15:00 audit -C "$where" --branch "$branch"
    done
    expect "$way: git finds no fault" git -C "$repo" fsck --strict
done

# --- kills
make_repository
means E
cp -a "$repo" "$SCRATCH/start.git"
restore() { rm -rf "$repo" "$HOME/.cache" && cp -a "$SCRATCH/start.git" "$repo"; }
both_written() { # LOCATION BRANCH…: these runs come after the kill, in this order
    local branch
    for branch in "${@:2}"; do
        at 06:00 sync -q -C "$1" --branch $branch || return
    done
    [[ $(past -C "$1") == 'E C B A' && $(past -C "$1" --branch feature) == 'E B A' ]] &&
        [[ -z $(find "$repo/refs" -name '*.lock') ]] && git -C "$repo" fsck --strict --no-dangling
}
bare_written() { both_written "$repo" feature main; }
main_first_written() { both_written "$repo" main feature; }
url_written() { both_written "$url" feature main; }
first_run() { at 06:00 sync -q -C "$1" --branch feature; }
export -f at
KILL_STEP=${KILL_STEP:-2} kill_at_every_effect 'a first run on a branch, bare, survives a kill' restore bare_written \
    "$WEIR" sync "${layout[@]}" --now 2026-03-01T06:00:00Z -q -C "$repo" --branch feature
KILL_STEP=${KILL_STEP:-2} kill_at_every_effect 'also if another branch is written next' restore main_first_written \
    "$WEIR" sync "${layout[@]}" --now 2026-03-01T06:00:00Z -q -C "$repo" --branch feature
KILL_STEP=5 kill_at_every_effect 'and by URL' restore url_written \
    "$WEIR" sync "${layout[@]}" --now 2026-03-01T06:00:00Z -q -C "$url" --branch feature
# --- a kill while another run writes another branch
beside() { # LOCATION: starts a run on main, which is not killed
    restore
    at 06:00 sync -q -C "$1" >"$SCRATCH/beside" 2>&1 &
    other=$!
}
beside_bare() { beside "$repo"; }
beside_url() { beside "$url"; }
both_bare() { wait "$other" && both_written "$repo" feature main; }
both_url() { wait "$other" && both_written "$url" feature main; }
KILL_STEP=${KILL_STEP:-5} kill_at_every_effect 'a kill beside a run on another branch, bare, loses nothing' \
    beside_bare both_bare "$WEIR" sync "${layout[@]}" --now 2026-03-01T06:00:00Z -q -C "$repo" --branch feature
KILL_STEP=${KILL_STEP:-13} kill_at_every_effect 'nor by URL' beside_url both_url \
    "$WEIR" sync "${layout[@]}" --now 2026-03-01T06:00:00Z -q -C "$url" --branch feature

# --- a kill while small packs are joined
make_repository
packs() { find "$repo/objects/pack" -name 'pack-77656972*.pack' | wc -l; }
for ((n = 0; $(packs) <= 32 && n < 60; n++)); do
    means "N$n"
    at "10:$((n + 10))" sync -q -C "$repo" >/dev/null
done
expect_equal 'a repository has as many small packs as are not joined' 33 "$(packs)"
before=$(past -C "$repo")
means F
rm -rf "$SCRATCH/start.git" && cp -a "$repo" "$SCRATCH/start.git"
at 20:00 sync -q -C "$repo" >/dev/null
expect 'the next run joins them' test "$(packs)" -lt 20
restore_packs() { rm -rf "$repo" && cp -a "$SCRATCH/start.git" "$repo"; }
joined() { # the next runs complete the work, and read everything
    git -C "$repo" fsck --strict --no-dangling || return
    at 20:00 sync -q -C "$repo" || return
    [[ $(past -C "$repo") == "F $before" ]] || { past -C "$repo"; return 1; }
    means G
    at 20:10 sync -q -C "$repo" && (($(packs) < 33)) && git -C "$repo" fsck --strict --no-dangling &&
        at 20:20 audit -C "$repo"
    local status=$?
    means F
    return $status
}
KILL_STEP=${KILL_STEP:-17} kill_at_every_effect 'a kill while packs are joined loses nothing' restore_packs joined \
    "$WEIR" sync "${layout[@]}" --now 2026-03-01T20:00:00Z -q -C "$repo"
finish
