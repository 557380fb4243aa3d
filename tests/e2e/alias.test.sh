#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The history of an alias: a person and a request point it elsewhere, it soaks, is rolled back,
# released, and changed in clones that are merged. The audit finds nothing in all of it.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts repo=$SCRATCH/shop.git tree=$SCRATCH/tree
layout=(--oci-layout "registry.example.com=$layouts")
push() { # REPOSITORY TEXT: prints the digest of its new image
    "$examples/image.sh" "$layouts/acme/$1" latest "$2"
}
at() { # TIME COMMAND WORD…
    "$WEIR" "$2" "${layout[@]}" --now "2026-03-02T$1Z" -C "$repo" "${@:3}"
}
past() { # TIME COMMAND WORD…
    "$WEIR" "$2" --now "2026-03-02T$1Z" -C "$repo" "${@:3}"
}
pin() { # ENVIRONMENT
    git -C "$repo" show "main:$1.yaml" | grep -o 'sha256:[0-9a-f]*' | tail -1
}
newest() { # FIELD…: of the newest record of dev/web:latest
    past 23:59:00 history web:latest -n dev -o json |
        jq -r '[.items[0].records[0]["'"${1// /\",\"}"'"]] | join(" ")'
}
audited() { # NAME
    expect_status "$1: the audit finds nothing" 0 past 23:59:00 audit
}
clone() {
    rm -rf "$tree"
    git clone -q "$repo" "$tree"
    git -C "$tree" fetch -q origin '+refs/heads/*:refs/remotes/origin/*'
}
git_at() { # TIME WORD…: git in the clone
    GIT_AUTHOR_DATE="2026-03-02T$1Z" GIT_COMMITTER_DATE="2026-03-02T$1Z" git -C "$tree" "${@:2}"
}

mkdir "$tree"
cat >"$tree/dev.yaml" <<'YAML'
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: dev}
spec:
  tags:
  - name: old
    from: {kind: DockerImage, name: "registry.example.com/acme/old:latest"}
    importPolicy: {scheduled: true}
  - name: new
    from: {kind: DockerImage, name: "registry.example.com/acme/new:latest"}
    importPolicy: {scheduled: true}
  - name: latest
    from: {kind: DockerImage, name: "registry.example.com/acme/old:latest"}
    importPolicy: {scheduled: true}
YAML
cat >"$tree/prod.yaml" <<'YAML'
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: prod}
---
apiVersion: weir.dev/v1alpha1
kind: Promotion
metadata: {name: shop, annotations: {config.kubernetes.io/local-config: "true"}}
spec:
  streams: [web]
  path:
  - namespace: dev
  - {namespace: prod, gates: [{soak: 1h}]}
YAML
git -C "$tree" init -q -b main
git_at 08:00:00 add -A
git_at 08:00:00 commit -qm shop
git clone -q --bare "$tree" "$repo"
old=$(push old one)
new=$(push new two)

# A followed tag becomes an alias.
at 09:00:00 sync -q >/dev/null
clone
sed -i '/name: latest/,$d' "$tree/dev.yaml"
cat >>"$tree/dev.yaml" <<'YAML'
  - name: latest
    from: {kind: ImageStreamTag, name: "web:new"}
YAML
git_at 09:10:00 commit -qam 'latest is new'
git_at 09:10:00 push -q
for time in 09:10 09:40 10:00; do at "$time:00" sync -q >/dev/null; done
expect_equal 'an image that was there for ten minutes does not pass a soak of an hour' '' "$(pin prod)"
expect_equal 'the alias is recorded with the commit that made it one' "pinned $new new latest is new" \
    "$(newest 'kind digest alias why')"
at 10:10:00 sync -q >/dev/null
expect_equal 'its image passes the soak an hour after that commit was seen' "$new" "$(pin prod)"
past 10:20:00 get environments >"$SCRATCH/environments"
expect_contains 'the age of the environment is that of the alias' "$SCRATCH/environments" 70m
past 10:20:00 get tags --at 2026-03-02T09:30:00Z >"$SCRATCH/tags"
expect_contains 'and the image of a time is known' <(grep web:latest "$SCRATCH/tags") "${new:0:19}"
past 10:20:00 where "$old" >"$SCRATCH/where"
expect_contains 'where lists the time before the alias' <(grep dev/web:latest "$SCRATCH/where") 10m
audited 'a followed tag that became an alias'

# A request points it elsewhere; only then does its image change.
expect_status 'weir tag --alias: 0' 0 at 10:30:00 tag --alias web:old web:latest -n dev
expect_equal 'the request is recorded' "pinned $old old requested by a person" \
    "$(newest 'kind digest alias why')"
newer=$(push new three)
at 10:40:00 sync -q >/dev/null
expect_equal 'the tag that it followed before does not concern it' "$old" "$(newest digest)"
expect_status 'and back: 0' 0 at 10:50:00 tag --alias web:new web:latest -n dev
audited 'an alias that was pointed elsewhere'

# A rollback freezes the alias and never moves the tag that it follows.
expect_status 'weir rollback: 0' 0 at 11:00:00 rollback web:latest -n dev --reason broken
git -C "$repo" show main:dev.yaml >"$SCRATCH/frozen"
expect_contains 'the tag that it follows stays' "$SCRATCH/frozen" "acme/new:latest@$newer"
expect_contains 'the alias keeps what it followed' "$SCRATCH/frozen" 'weir.dev/alias: web:new'
expect_contains 'and has the image before' "$SCRATCH/frozen" "acme/old:latest@$old"
expect_equal 'the rollback is recorded' "rolledBack $old broken" "$(newest 'kind digest why')"
expect_status 'the next sync writes nothing: 0' 0 at 11:00:00 sync
expect_contains 'and says so' "$OUT" 'nothing to do'
audited 'an alias that was rolled back'

# The release is made in a clone and merged.
clone
before=$(git -C "$tree" rev-parse HEAD)
journal() { git -C "$tree" for-each-ref | grep weir-journal; }
records=$(journal)
"$WEIR" release web:latest -n dev --now 2026-03-02T11:10:00Z -C "$tree" >/dev/null
expect_equal 'a work tree writes no record' "$records" "$(journal)"
git_at 11:10:00 commit -qam "release web

Weir-Move: release dev/web:latest $old new
Weir-Reason: mended
Weir-Source-Commit: $before"
git_at 11:10:00 push -q
at 11:20:00 sync -q >/dev/null
expect_equal 'the release and what the alias follows are recorded' \
    "pinned $old new mended released null null mended" \
    "$(past 23:59:00 history web:latest -n dev -o json |
        jq -r '[.items[0].records[0, 1] | .kind, (.digest | tostring), (.alias | tostring), .why] | join(" ")')"
expect_equal 'the image that was rolled back stays denied' "$old" "$(newest digest)"
newest=$(push new four)
at 11:30:00 sync -q >/dev/null
expect_equal 'the next image of the followed tag is given' \
    "$newest new the tag that it follows has another image" "$(newest 'digest alias why')"
audited 'an alias that was released in a clone'

# A record of an image that the alias never had.
path=dev/web/latest.jsonl
branch=$(git -C "$repo" for-each-ref --format='%(refname:short)' refs/heads/weir-journal)
rm -rf "$SCRATCH/forged"
git clone -q -b "$branch" "$repo" "$SCRATCH/forged"
line=$(tail -1 "$SCRATCH/forged/$path")
prev=$(printf %s "$line" | sha256sum | cut -d' ' -f1)
printf '%s\n' "$line" | sed "s/$newest/sha256:$(printf %064d 7)/; s/\"prev\":.*/\"prev\":\"$prev\"}/" \
    >>"$SCRATCH/forged/$path"
git -C "$SCRATCH/forged" commit -qam 'weir: journal'
git -C "$SCRATCH/forged" push -q 2>/dev/null
expect_status 'a forged record of an alias is found: 1' 1 past 23:59:00 audit
expect_contains 'because no tag that it followed had the image' "$OUT" 'never had the image'
finish
