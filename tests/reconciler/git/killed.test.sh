#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A kill at every effect of a run on a URL: whatever is left in the cache, the next run ends as if
# there was no kill, and leaves a consistent cache. Every 13th effect, or each one with --long.
# shellcheck disable=SC2154
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
examples=$(cd "$(dirname "$0")/../../../examples" && pwd)
KILL_STEP=13
[[ ${1-} == --long ]] && KILL_STEP=1
cd "$SCRATCH" || exit 1
umask 077

# A shop with signed commits, on a server with version 2 until the file v0 exists.
layouts=$SCRATCH/layouts image=registry.example.com/acme/myapp
layout=(--oci-layout "registry.example.com=$layouts")
ssh-keygen -q -t ed25519 -N '' -f key
printf 'ada@example.org namespaces="git" %s\n' "$(<key.pub)" >signers
git config --global gpg.format ssh
git config --global user.signingKey "$SCRATCH/key"
git config --global commit.gpgSign true
eval "$(declare -f git_http_configure | sed 's,client_max_body_size 0;,&\
    set \\$git_version \\$http_git_protocol;\
    if (-f $SCRATCH/v0) { set \\$git_version none; },
    s,fastcgi_param HOME,fastcgi_param HTTP_GIT_PROTOCOL \\$git_version; &,')"
mkdir served
git_http_start plain "$SCRATCH/served"
url=$plain_url/shop.git served=$SCRATCH/served/shop.git cache=$XDG_CACHE_HOME/weir
cat >config <<END
requireSignedCommits: {allowedSigners: signers}
commits: {signingKey: key}
plainHTTP: ["$plain_host"]
END
noon=(--now 2030-01-01T12:00:00Z)
sync() {
    "$WEIR" sync "${layout[@]}" --config config "${noon[@]}" "$url"
}
"$examples/image.sh" "$layouts/acme/myapp" latest one >/dev/null
cp -r "$examples/shop" work && chmod -R u+rwX work
"$WEIR" tag --scheduled "$image:latest" app-dev/myapp:latest "${layout[@]}" -C work >/dev/null
git -C work init -q && git -C work add -A && git -C work commit -qm start
git clone -q --bare work "$served"
expect_status 'a runner has a cache and a journal' 0 sync
two=$("$examples/image.sh" "$layouts/acme/myapp" latest two)

# A moment is the served repository and the runner's cache.
keep() { # MOMENT
    mkdir -p "kept/$1" && cp -a "$served" "kept/$1"
    [[ ! -e $cache ]] || cp -a "$cache" "kept/$1"
}
bring() { # MOMENT
    rm -rf "$served" "$cache"
    cp -a "kept/$1/shop.git" served
    [[ ! -e kept/$1/weir ]] || cp -a "kept/$1/weir" "$cache"
}
# The tip of the branch, the journal, and an audit's findings in both. A run that records
# the commit of another one uses its subject as the reason.
outcome() {
    local file
    git -C "$served" rev-parse main
    for file in $(git -C "$served" ls-tree -r --name-only weir-journal/main); do
        echo "$file"
        git -C "$served" show "weir-journal/main:$file" | sed 's/"why":"[^"]*"//; s/"prev":"[^"]*"//'
    done
    jq -r '.findings[] | .class, .code' < <("$WEIR" audit "$served" --config config -o json)
}
at_rest() { # one generation of whole packs, and no other folder
    local generation
    (
        cd "$cache"/* || exit 1
        generation=$(sed -n 's/^generation //p' state)
        git -C "$generation" fsck --strict || exit 1
        ! {
            find . -mindepth 1 -maxdepth 1 -type d -not -name "$generation"
            find . -path '*/objects/*' -type f -not -name 'pack-*.pack' -not -name 'pack-*.idx'
        } | grep .
    )
}

MOMENT=
prepare() { bring "$MOMENT"; }
goes_on() { # the next run ends like one without a kill, and the run after it does nothing
    local refs
    sync || { echo "the next run ends with $?"; return 1; }
    outcome | diff wanted - || return 1
    refs=$(git -C "$served" for-each-ref)
    sync || { echo "the run behind it ends with $?"; return 1; }
    [[ $(git -C "$served" for-each-ref) == "$refs" ]] || { echo 'it did something'; return 1; }
    at_rest
}
killed() { # NAME MOMENT [COMMAND WORD…]: sync, unless a command is given
    local name=$1
    MOMENT=$2
    shift 2
    (($# > 0)) || set -- sync "${layout[@]}" "${noon[@]}" "$url"
    prepare && sync >"$OUT" 2>&1 || { not_ok "$name" "$OUT"; return; }
    outcome >wanted
    kill_at_every_effect "$name" prepare goes_on "$WEIR" "$@" --config config
}

keep warm
killed 'a commit and its records are pushed once' warm
KILL_MODE=torn killed 'so they are when what is written or sent is torn' warm
bring warm
git -C "$served" config receive.advertiseAtomic false
keep apart
killed 'so they are by a server that can not move two refs at once' apart
bring warm
rm -rf "$cache"
keep cold
killed 'a first cache is filled' cold
touch v0
killed 'so is that of a server without version 2' cold
killed 'so is that of one that no longer speaks it' warm
bring cold
expect_status 'which is read' 0 sync
"$examples/image.sh" "$layouts/acme/myapp" latest three >/dev/null
keep old
killed 'and goes on' old
rm v0

# Commits of others are between the last accepted tip and the new one, and one moved a pin: the
# images before and after it are looked up.
bring warm
git -C work pull -q "$served" main
sed -i "s/sha256:[0-9a-f]*/$two/" work/app-prod/imagestream.yaml
git -C work commit -qam 'by hand'
for n in 1 2 3; do git -C work commit -q --allow-empty -m "$n"; done
git -C work push -q "$served" HEAD:main
keep further
killed 'commits of others are fetched, and are no going back' further
bring further
find "$cache" -name '*.pack' -exec truncate -s 40 {} +
keep damaged
killed 'a damaged cache is made anew' damaged

# Readers of a history, which is fetched separately; the next run does not need it.
bring further
expect_status 'all is done' 0 sync
keep settled
killed 'a diff with a revision' settled diff --base main~3 --head main~2 "${layout[@]}" "${noon[@]}" -C "$url"
killed 'the history of a tag' settled history app-prod/myapp -C "$url"
killed 'an audit' settled audit -n app-staging "$url"
finish
