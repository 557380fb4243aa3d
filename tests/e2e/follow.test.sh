#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lists of tags from real registries, from OCI layouts and from a peer that misbehaves, and tags that
# follow a rule by them.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"

push() { # TARGET NAME ARGUMENT…
    python3 "$SERVERS_HERE/push_images.py" "$@"
}
list() { # ARGUMENT…: asks; sets $LISTED to the answer without its key
    run "$ASK" --fast "$@"
    cat "$OUT" "$ERR" >>"$SCRATCH/everything"
    LISTED=$(grep -v '^counts ' "$OUT" | cut -d ' ' -f 2-)
}
count() { # NAME
    grep -o " $1=[0-9]*" "$OUT" | cut -d = -f 2
}
words() { # N: the first of $LISTED
    cut -d ' ' -f "1-$1" <<<"$LISTED"
}
# A stream whose tag follows a rule, and its Deployment
tree() { # FOLDER RULE REFERENCE [PLATFORMS]
    mkdir -p "$1"
    cat >"$1/web.yaml" <<END
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: demo}
spec:
  tags:
    - name: latest
      annotations:
        weir.dev/follow: $2${4:+
        weir.dev/platforms: $4}
      from:
        kind: DockerImage
        name: $3 # the rule's
END
}
pinned() { # FOLDER
    sed -n 's/^ *name: \(.*\) # the rule.s$/\1/p' "$1/web.yaml"
}

# A real registry
registry_start plain
for tag in 1.3.9 1.4.0 1.4.1 2.0.0-rc.1 latest; do
    push "$plain_url" "team/web:$tag" >/dev/null
done
FOUR=$(push "$plain_url" team/web:1.4.1)
list --plain-http "$plain_host" "$plain_host/team/web"
expect_equal 'the tags of a repository are listed in order' \
    'found tags=5 1.3.9 1.4.0 1.4.1 2.0.0-rc.1 latest' "$LISTED"
expect_equal 'by one GET' '0 1' "$(count head) $(count get)"
list --plain-http "$plain_host" "$plain_host/nobody/nothing"
expect_equal 'a missing repository has no tags' none "$(words 1)"
list "$plain_host/team/web"
expect_equal 'an unknown list is not an empty one' 'unknown tls' "$(words 2)"

curl -s "$plain_url/v2/team/web/manifests/latest" -o "$SCRATCH/manifest" \
    -H 'Accept: application/vnd.oci.image.manifest.v1+json'
curl -s -o /dev/null -T "$SCRATCH/manifest" \
    -H 'Content-Type: application/vnd.oci.image.manifest.v1+json' \
    "$plain_url/v2/team/web/manifests/build-[0-199]"
list --plain-http "$plain_host" "$plain_host/team/web"
expect_equal 'a long list is read completely' 'found tags=205' "$(words 2)"

tree "$SCRATCH/web" 'semver ^1.4' "$plain_host/team/web:1.4.0"
: >"$plain_log"
expect_status 'a rule of follow is applied' 0 "$WEIR" sync -C "$SCRATCH/web" --plain-http "$plain_host"
expect_equal 'the best tag and its digest are written' "$plain_host/team/web:1.4.1@$FOUR" \
    "$(pinned "$SCRATCH/web")"
expect_equal 'after one HEAD' 1 "$(requests_seen plain '"HEAD /v2/')"
expect_status 'then everything is up to date' 0 "$WEIR" diff -C "$SCRATCH/web" \
    --plain-http "$plain_host"
push "$plain_url" team/web:1.10.0 >"$SCRATCH/digest"
expect_status 'a higher version changes the plan' 1 "$WEIR" diff -C "$SCRATCH/web" --plain-http "$plain_host"
expect_contains 'with the reason' "$OUT" 'the rule now chooses another tag'
run "$WEIR" explain web:latest -n demo -C "$SCRATCH/web" --plain-http "$plain_host"
expect_contains 'the trail says what dropped the others' "$OUT" 'are not semantic versions: build-0, '
expect_contains 'and what the next best tag is' "$OUT" 'weir chooses 1.10.0; the next best tag is 1.4.1'
expect_status 'it is pinned' 0 "$WEIR" sync -C "$SCRATCH/web" --plain-http "$plain_host"
expect_equal 'with its tag' "$plain_host/team/web:1.10.0@$(cat "$SCRATCH/digest")" \
    "$(pinned "$SCRATCH/web")"
tree "$SCRATCH/web" 'numerical desc match ^build-(?<version>[0-9]+)$' "$plain_host/team/web:latest"
expect_status 'numbers are extracted from tags' 0 "$WEIR" sync -C "$SCRATCH/web" \
    --plain-http "$plain_host"
expect_contains 'and compared as numbers' "$SCRATCH/web/web.yaml" 'web:build-199@sha256:'
tree "$SCRATCH/web" 'semver ^7' "$plain_host/team/web:latest@$FOUR"
cp "$SCRATCH/web/web.yaml" "$SCRATCH/before"
expect_status 'no fitting tag is an error' 1 "$WEIR" sync -C "$SCRATCH/web" \
    --plain-http "$plain_host"
expect_same 'and writes nothing' "$SCRATCH/before" "$SCRATCH/web/web.yaml"
tree "$SCRATCH/web" 'semver ^1 match (' "$plain_host/team/web:latest"
expect_status 'a broken pattern is a problem' 1 "$WEIR" lint -C "$SCRATCH/web"
expect_contains 'with its place' "$OUT" 'web.yaml:8:26: '

# A token for a repository, its list included
registry_start bearer token
push "$bearer_url" team/web:1.4.0 >/dev/null
: >"$bearer_token_log"
tree "$SCRATCH/token" 'semver *' "$bearer_host/team/web:latest"
expect_status 'a list that needs a token is read' 0 "$WEIR" sync -C "$SCRATCH/token" \
    --plain-http "$bearer_host"
expect_equal 'one token serves the list and the tag' 1 "$(wc -l <"$bearer_token_log")"

# Folders
for tag in v1.0.0 v1.2.0 v1.10.0 main; do
    push "$SCRATCH/layouts" "team/web:$tag" >/dev/null
    push "$SCRATCH/whole" --whole "team/web:$tag" >/dev/null
done
push "$SCRATCH/whole" --whole "team/api:v9.0.0" >/dev/null
for layouts in layouts whole; do
    list --oci-layout "quay.io=$SCRATCH/$layouts" quay.io/team/web
    expect_equal "the names of an OCI layout are its tags ($layouts)" \
        'found tags=4 main v1.0.0 v1.10.0 v1.2.0' "$LISTED"
    tree "$SCRATCH/$layouts.tree" 'semver 1.x' 'quay.io/team/web:v1.0.0'
    run "$WEIR" sync -C "$SCRATCH/$layouts.tree" --oci-layout "quay.io=$SCRATCH/$layouts"
    expect_contains 'and can be followed' "$SCRATCH/$layouts.tree/web.yaml" \
        'quay.io/team/web:v1.10.0@sha256:'
done
INDEX=$(push "$SCRATCH/layouts" team/multi:1.0.0 --content multi --platforms linux/amd64,linux/arm64)
INDEX=${INDEX%% *}
layout=(--oci-layout "quay.io=$SCRATCH/layouts")
tree "$SCRATCH/multi" 'semver *' quay.io/team/multi:1.0.0 linux/amd64,linux/s390x
expect_status 'an index that lacks a declared platform is not an error' 0 "$WEIR" sync \
    -C "$SCRATCH/multi" "${layout[@]}"
expect_contains 'but is not taken' "$OUT" 'lacks a declared platform'
expect_equal 'by no environment' quay.io/team/multi:1.0.0 "$(pinned "$SCRATCH/multi")"
tree "$SCRATCH/multi" 'semver *' quay.io/team/multi:1.0.0 linux/amd64,linux/arm64/v8
run "$WEIR" sync -C "$SCRATCH/multi" "${layout[@]}"
expect_equal 'an index with all platforms is taken' "quay.io/team/multi:1.0.0@$INDEX" "$(pinned "$SCRATCH/multi")"

# Faults
peer_configure() { # NAME PORT
    server_command=("$PEER" "$2" "$peer_elsewhere")
}
peer_elsewhere=''
server_start there peer_configure
peer_elsewhere=http://127.0.0.1:$there_port
server_start faulty peer_configure
fault() { # FAULT WANTED NAME [ARGUMENT…]
    list --plain-http "$faulty_host" "${@:4}" "$faulty_host/$1/x"
    expect_equal "$3" "$2" "$(words "$(wc -w <<<"$2")")"
}
fault tag-pages 'found tags=3 a b c' 'pages out of order become one list'
expect_equal 'page by page' 3 "$(count get)"
fault tag-sizes 'found tags=1 a' 'a registry that finds a page too large is asked for less'
fault tag-unsized 'found tags=0' 'or for no size at all'
list --plain-http "$faulty_host" --jobs 1 "$faulty_host/tag-sizes/x" "$faulty_host/tag-sizes/y"
expect_equal 'which is remembered for the host' 3 "$(count get)"
: >"$there_log"
fault tag-elsewhere 'unknown policy' 'a list does not go on at another host' \
    --plain-http "127.0.0.1:$there_port"
expect_equal 'the other list is not asked for' '' "$(cat "$there_log")"
fault tag-other-list 'unknown policy' 'nor in another list'
fault tag-circle 'unknown protocol' 'nor for ever'
fault tag-cut 'unknown server-error' 'half a list is none'
fault tag-link 'unknown protocol' 'a list whose next page is unknown is none'
fault huge 'unknown too-large' 'an endless page is cut off'
fault cut-body 'unknown network' 'a cut page is an error'
fault html-404 'unknown protocol' 'a 404 of a proxy is not "none"'
fault bare-404 none 'a 404 in the words of a registry is'
fault always-401 'unknown unauthorized' 'a refused token is not asked for again and again'

# A list above the maximum is requested once a day if the repository has a cache folder, else in each run
mkdir -p "$SCRATCH/large/v2/team/web/tags"
seq -f '"1.%.0f.0"' 1 100001 | paste -sd , | sed 's/.*/{"tags":[&]}/' >"$SCRATCH/large/v2/team/web/tags/list"
static_start large "$SCRATCH/large"
requests() { # of the list
    grep -c '/tags/list' "$SCRATCH/large/log"
}
tree "$SCRATCH/large-tree" 'semver *' "$large_host/team/web:1.0.0"
git -C "$SCRATCH/large-tree" init -q -b main
git -C "$SCRATCH/large-tree" add -A
git -C "$SCRATCH/large-tree" commit -qm 'a tag that follows a large list'
git clone -q --bare "$SCRATCH/large-tree" "$SCRATCH/large.git"
for expected in 1 2; do
    run "$WEIR" diff --all -C "$SCRATCH/large-tree" --plain-http "$large_host"
    expect_contains 'a list above the maximum is not used' "$OUT" 'more than 100000 tags'
    expect_equal 'in a work tree each run requests it' "$expected" "$(requests)"
done
run "$WEIR" diff --all -C "$SCRATCH/large.git" --plain-http "$large_host"
expect_equal 'the first run on a bare repository requests it' 3 "$(requests)"
run "$WEIR" diff --all -C "$SCRATCH/large.git" --plain-http "$large_host"
expect_equal 'the next one does not' 3 "$(requests)"
expect_contains 'and says when it will' "$OUT" 'it is read again at'
find "$XDG_CACHE_HOME" -name lists -exec sed -i 's/^[0-9]*/1000000000/' {} +
run "$WEIR" diff --all -C "$SCRATCH/large.git" --plain-http "$large_host"
expect_equal 'a day later it is requested again' 4 "$(requests)"
finish
