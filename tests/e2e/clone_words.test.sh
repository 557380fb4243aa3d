#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clone_words.test.sh [--long | SEED]: a person's requests in a clone, each committed in one of three
# ways and merged in one of seven. A run on the repository must record what the person did, who did
# it and why, and the audit must judge it as the same command on the repository itself. Without an
# argument and with a SEED, a selection of the combinations is tested; with --long all of them are.
# With ONLY=REQUEST in the environment, this request is tested, with WAY=WAY merged in this way.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
long=
[[ ${1-} != --long ]] || { long=1; shift; }
RANDOM=${1:-1}
echo "# seed ${1:-1}${long:+, all combinations}"

export GIT_CONFIG_GLOBAL=$HOME/.gitconfig
git config --global advice.detachedHead false
git config --global user.name Eve
git config --global user.email eve@example.org
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
layouts=$SCRATCH/layouts repo=$SCRATCH/shop.git tree="$SCRATCH/clone of it" line=$SCRATCH/line
layout=(--oci-layout "registry.example.com=$layouts")
prod="env prod/it's \$prod.yaml"
# shellcheck disable=SC2016
reason='it'\''s "fine" $HOME `id` \ é – -m x'
words='my own words'

clock() { # HH:MM: sets the time for weir and git
    now=2026-03-02T$1:00Z
    export GIT_AUTHOR_DATE=$now GIT_COMMITTER_DATE=$now
}
push() { # REPOSITORY TEXT: prints the digest of its new image
    "$examples/image.sh" "$layouts/$1" latest "$2"
}
on_repo() { # COMMAND WORD…: on the repository
    "$WEIR" "$1" "${layout[@]}" --now "$now" -C "$repo" "${@:2}"
}
past() { # COMMAND WORD…: on the repository, without a registry
    "$WEIR" "$1" --now "$now" -C "$repo" "${@:2}"
}
in_clone() { git -C "$tree" "$@"; }
clone() {
    rm -rf "$tree"
    git clone -q "$repo" "$tree"
}

# --- the repository: three images in dev, of which prod had two
clock 07:00
mkdir -p "$tree/${prod%/*}"
cat >"$tree/dev.yaml" <<'END'
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: dev}
spec:
  tags:
  - name: latest
    from: {kind: DockerImage, name: "registry.example.com/web:latest"}
    importPolicy: {scheduled: true}
---
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: tool, namespace: dev}
spec:
  tags:
  - name: latest
    from: {kind: DockerImage, name: "registry.example.com/tool:latest"}
    importPolicy: {scheduled: true}
  - name: old
    from: {kind: DockerImage, name: "registry.example.com/other:latest"}
  - name: pointer
    from: {kind: ImageStreamTag, name: latest}
END
cat >"$tree/$prod" <<'END'
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata:
  name: web
  namespace: prod
spec:
  lookupPolicy:
    local: false
  tags: []
END
cat >"$tree/promotion.yaml" <<'END'
apiVersion: weir.dev/v1alpha1
kind: Promotion
metadata: {name: p}
spec:
  streams: [web]
  path:
  - namespace: dev
  - {namespace: prod, gates: [{soak: 1h}]}
END
push other other >/dev/null
push tool tool >/dev/null
push web one >/dev/null
git init -q -b main "$tree" && in_clone add -A && in_clone commit -qm start
git clone -q --bare "$tree" "$repo"
clock 08:00 && on_repo sync >/dev/null
clock 09:30 && on_repo sync >/dev/null
push web two >/dev/null
clock 10:00 && on_repo sync >/dev/null
clock 11:30 && on_repo sync >/dev/null
three=$(push web three)
clock 12:00 && on_repo sync >/dev/null
newer=$(push tool newer)
expect_contains 'prod had two images' <(past history web:latest -n prod -o json |
    jq -r '[.items[0].records[].kind] | join(" ")') 'promoted promoted'

# Makes a repository that differs from the first one: VARIANT COMMAND…
variant() {
    cp -r "$SCRATCH/plain.git" "$repo"
    clone
    clock 12:05
    "${@:2}" >/dev/null
    in_clone push -q origin main
    rm -rf "$SCRATCH/$1.git"
    mv "$repo" "$SCRATCH/$1.git"
}
write() { # FILE TEXT: commits a file
    printf '%s\n' "$2" >"$tree/$1"
    in_clone add "$1"
    in_clone commit -qm "$1"
}
annotate() { # KEY VALUE: commits an annotation of the stream, away from its tags
    sed -i "s/^  namespace: prod/&\n  annotations:\n    latest.weir.dev\/$1: $2/" "$tree/$prod"
    in_clone commit -qam "$1"
}
rolled() {
    on_repo rollback web -n prod --reason bad
    in_clone pull -q
}
unseen_hotfix() { # FILE: types another image into the file's first tag
    sed -i "0,/sha256:[0-9a-f]*/s//$newer/" "$tree/$1"
    in_clone commit -qm hotfix -- "$1"
}
followed() { # the alias gets a second image
    on_repo sync
    in_clone pull -q
}
frozen_alias() {
    on_repo sync
    clock 12:08
    on_repo rollback tool:pointer -n dev --reason bad
    in_clone pull -q
}
mv "$repo" "$SCRATCH/plain.git"
variant denied annotate deny "$three"
variant frozen write weir.freeze 'holidays'
variant rolled rolled
variant moved followed
variant frozen_alias frozen_alias

# --- how the clone's commits come to main; the person who merges is Max
as_max() { GIT_AUTHOR_NAME=Max GIT_AUTHOR_EMAIL=max@example.org in_clone "$@"; }
main_moves() { write notes.txt "$now"; }
to_main() { in_clone checkout -q main; }
merge() { to_main && as_max merge -q --no-ff -m 'Merge pull request 1' work; }
squash() { # [MESSAGE]: a forge keeps the author of the pull request
    to_main && in_clone merge -q --squash work &&
        as_max commit -q --author='Eve <eve@example.org>' ${1:+-m "$1"} --no-edit
}
edited() { squash "$words"; }
rebase() {
    to_main && main_moves && in_clone rebase -q main work && to_main && in_clone merge -q --ff-only work
}
pick() {
    local first
    to_main && first=$(in_clone merge-base main work) && main_moves &&
        in_clone cherry-pick "$first..work"
}
forward() { to_main && in_clone merge -q --ff-only work; }
update() { # "Update branch", then a merge
    to_main && main_moves && in_clone checkout -q work && as_max merge -q -m 'Update branch' main && merge
}
ways=(merge squash edited rebase pick forward update)
modes=(commit printed own)

# --- the requests: a function each, which gets --commit or nothing
weir_in() { # COMMAND WORD…: in the clone
    "$WEIR" "$1" "${layout[@]}" --now "$now" -C "$tree" "${@:2}"
}
word() { weir_in "$@" --reason "$reason"; }
promote() { word promote web --to prod "$@"; }
override() { promote --override-gates "$@"; }
allow() { promote --allow-denied "$@"; }
older() { word promote web --to prod --image "$first" "$@"; }
rollback() { word rollback web -n prod "$@"; }
release() { word release web -n prod "$@"; }
release_hotfix() { unseen_hotfix "$prod" && release "$@"; }
release_followed() { unseen_hotfix dev.yaml && word release web -n dev "$@"; }
rollback_newer() { rollback --resume-on-newer "$@"; }
rollback_alias() { word rollback tool:pointer -n dev "$@"; }
release_alias() { word release tool:pointer -n dev "$@"; }
import() { word import-image tool:latest -n dev "$@"; }
retag() { word tag registry.example.com/tool:latest dev/tool:old "$@"; }
tag_hop() { word tag registry.example.com/tool:latest prod/web:latest "$@"; }
alias_to() { word tag --alias tool:old tool:pointer -n dev "$@"; }
delete() { word tag -d dev/tool:old "$@"; }
delete_alias() { word tag -d dev/tool:pointer "$@"; }
freeze_main() { write weir.freeze 'holidays'; }
hold_main() { annotate hold 'reason=incident 7'; }

# name, repository, time of the request, what happens on main before the merge, tag; with trailers:
# kinds of the newest records (weir itself may have made the newest one), exceptions and notes of the audit; then the same without trailers.
# Kinds and codes are joined by commas, newest kind first.
requests=(
    'promote        plain  13:10 -           prod/web:latest   promoted -                               promoted moved-by-hand'
    'override       plain  12:10 -           prod/web:latest   promoted gate-passed-over                held     moved-by-hand'
    'promote        frozen 13:10 -           prod/web:latest   promoted gate-passed-over                promoted moved-by-hand'
    'promote        plain  13:10 freeze_main prod/web:latest   promoted merged-against-stop             promoted moved-by-hand'
    'promote        plain  13:10 hold_main   prod/web:latest   promoted merged-against-stop             promoted moved-by-hand'
    'allow          denied 13:10 -           prod/web:latest   promoted denied-pinned,gate-passed-over  held     denied-pinned,moved-by-hand'
    'rollback       plain  12:10 -           prod/web:latest   rolledBack rolled-back                   rolledBack rolled-back'
    'rollback       frozen 12:10 -           prod/web:latest   rolledBack rolled-back                   rolledBack rolled-back'
    'release        rolled 12:10 -           prod/web:latest   released rolled-back                     released rolled-back'
    'release_hotfix plain  12:10 -           prod/web:latest   released,held moved-by-hand,not-in-predecessor released,held moved-by-hand,not-in-predecessor'
    'older          plain  12:10 -           prod/web:latest   promoted,promoted -                      held     moved-by-hand'
    'release_followed plain 12:10 -          dev/web:latest    pinned,released,held -                   pinned,released,held -'
    'rollback_newer plain  12:10 -           prod/web:latest   rolledBack rolled-back                   held     moved-by-hand'
    'rollback_alias moved  12:10 -           dev/tool:pointer  rolledBack -                             rolledBack -'
    'release_alias  frozen_alias 12:10 -     dev/tool:pointer  pinned,released -                        pinned,released -'
    'import         plain  12:10 -           dev/tool:latest   pinned -                                 pinned   -'
    'retag          plain  12:10 -           dev/tool:old      pinned -                                 held     -'
    'tag_hop        plain  12:10 -           prod/web:latest   held moved-by-hand,not-in-predecessor    held     moved-by-hand,not-in-predecessor'
    'alias_to       plain  12:10 -           dev/tool:pointer  pinned -                                 pinned   -'
    'delete         plain  12:10 -           dev/tool:old      missing -                                missing  -'
    'delete_alias   plain  12:10 -           dev/tool:pointer  missing -                                missing  -'
)

# Commits what the request left in the work tree.
commit_as() { # MODE REQUEST
    case $1 in
    commit)
        "$2" --commit >"$OUT" 2>&1 || return
        ;;
    printed) # from another folder, with another file staged
        echo staged >"$tree/staged" && in_clone add staged
        "$2" >"$OUT" 2>&1 && grep -q '^Nothing is committed' "$OUT" || return
        sed -n '/^git /,/^EOF$/p' "$OUT" >"$line"
        (cd / && sh "$line") >>"$OUT" 2>&1 || return
        [[ $(in_clone status --porcelain) == 'A  staged' ]] || return
        in_clone rm -qf staged
        ;;
    own)
        "$2" >"$OUT" 2>&1 && in_clone commit -qam "$words"
        ;;
    esac
}
records() { # STREAM:TAG ENVIRONMENT
    past history "$1" -n "$2" -o json | jq -c '[.items[0].records[] | {kind, who, why}]'
}
codes() {
    past audit -o json | jq -r '[.findings[].code] | unique | join(",")'
}
check() { # REQUEST WAY MODE
    local name repository time meanwhile object kinds found own_kinds own_found why=$reason
    read -r name repository time meanwhile object kinds found own_kinds own_found <<<"$1"
    local way=$2 mode=$3
    local title="$name in ${repository}${meanwhile#-}, $way, $mode"
    if [[ $mode == own || $way == edited ]]; then
        kinds=$own_kinds found=$own_found why=$words
        [[ $way != squash ]] || why='Squashed commit of the following:'
        [[ $kinds != rolledBack ]] || why=$reason # the reason of its hold
    fi
    [[ $meanwhile == - || $way != forward ]] || return 0 # main has moved
    rm -rf "$repo"
    cp -r "$SCRATCH/$repository.git" "$repo"
    clone
    clock "$time"
    in_clone checkout -q -b work
    if ! commit_as "$mode" "$name"; then
        not_ok "$title: the request is committed" "$OUT"
        return
    fi
    clock "${time%:*}:15"
    [[ $meanwhile == - ]] || { to_main && "$meanwhile"; }
    if ! "$way" >"$OUT" 2>&1; then
        not_ok "$title: it is merged" "$OUT"
        return
    fi
    in_clone push -q origin main
    clock "${time%:*}:20"
    on_repo sync >"$OUT" 2>&1
    local found_kinds got wanted eves='[.[] | select(.who // "" | startswith("Eve"))][0]'
    wanted=${kinds//,/ }
    got=$(records "${object#*/}" "${object%%/*}")
    found_kinds=$(jq -r --argjson n "$(wc -w <<<"$wanted")" '[.[:$n][].kind] | join(",")' <<<"$got")
    expect_equal "$title" \
        "$kinds by Eve <eve@example.org>: $why [${found#-}]" \
        "$found_kinds by $(jq -r "$eves.who" <<<"$got"): $(jq -r "$eves.why" <<<"$got") [$(codes)]" ||
        tap_diagnostic "$OUT" "$got" "$(in_clone log --graph -5 --format='%h %an %B')"
    on_repo sync >/dev/null 2>&1
    [[ $(records "${object#*/}" "${object%%/*}") == "$got" ]] ||
        not_ok "$title: a second run records nothing"
}

first=$(git -C "$SCRATCH/plain.git" log --format=%H -- "$prod" | tail -2 | head -1)
first=$(git -C "$SCRATCH/plain.git" show "$first:$prod" | grep -o 'sha256:[0-9a-f]*' | head -1)
number=0
for request in "${requests[@]}"; do
    number=$((number + 1))
    if [[ -n $long || -n ${ONLY-} ]]; then
        [[ -z ${ONLY-} || $request == "$ONLY "* ]] || continue
        for way in ${WAY:-"${ways[@]}"}; do
            for mode in "${modes[@]}"; do
                check "$request" "$way" "$mode"
            done
        done
    else # two ways for each request, so that each way occurs; one keeps the trailers
        check "$request" "${ways[(number + RANDOM) % 7]}" "${modes[RANDOM % 2]}"
        check "$request" "${ways[(number + RANDOM) % 7]}" "${modes[RANDOM % 3]}"
    fi
done

# --- a clone that does not know of the move: its hint works
if [[ -z ${ONLY-} ]]; then
    rm -rf "$repo" && cp -r "$SCRATCH/plain.git" "$repo"
    clone && clock 12:10 && unseen_hotfix "$prod" && in_clone push -q origin main
    on_repo sync >/dev/null
    rm -rf "$tree" && git clone -q --single-branch "file://$repo" "$tree"
    expect_status 'a release without the journal' 0 weir_in release web -n prod
    expect_contains 'says that it does not know' "$OUT" 'no journal was read'
    expect 'its note has a command' env -C "$tree" sh -c "$(sed -n 's/.*fetch it: //p' "$ERR")"
    expect_status 'after which the release works' 0 weir_in release web -n prod --commit
    expect_contains 'and says so' "$OUT" 'Tag prod/web:latest released'
fi
finish
