#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Repository formats: weir opens a repository on this machine if Git opens it and weir supports it, and
# writes nothing otherwise. Git itself is the oracle.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

tree=$SCRATCH/tree bare=$SCRATCH/bare.git
layout=(--oci-layout "quay.io=$SCRATCH/layouts")
"$examples/image.sh" "$SCRATCH/layouts/team/web" latest A >/dev/null
mkdir "$tree"
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
git clone -q --bare "$tree" "$bare"
cp "$tree/.git/config" "$SCRATCH/tree-config"
cp "$bare/config" "$SCRATCH/bare-config"
before=$(git -C "$bare" rev-parse main)

# Sets "VERSION KEY=VALUE…" in both repositories; VERSION "-" removes it.
configure() {
    local setting config
    cp "$SCRATCH/tree-config" "$tree/.git/config"
    cp "$SCRATCH/bare-config" "$bare/config"
    for config in "$tree/.git/config" "$bare/config"; do
        git config -f "$config" --unset core.repositoryformatversion
        [[ $1 == - ]] || git config -f "$config" core.repositoryformatversion "$1"
        for setting in "${@:2}"; do
            if [[ $setting == *=* ]]; then
                git config -f "$config" "${setting%%=*}" "${setting#*=}"
            else
                printf '[%s]\n\t%s\n' "${setting%.*}" "${setting##*.}" >>"$config"
            fi
        done
    done
}
# What Git and weir say: 0 opened, 2 refused.
by_git() { git -C "$1" log -1 >/dev/null 2>&1 && echo 0 || echo 2; }
by_weir() {
    local status=0
    "$WEIR" diff "${layout[@]}" "$1" >/dev/null 2>&1 || status=$?
    echo $((status == 2 ? 2 : 0))
}
said() {
    echo "$("$1" "$tree") $("$1" "$bare")"
}

while read -r -a setting; do
    configure "${setting[@]}"
    expect_equal "as Git: ${setting[*]}" "$(said by_git)" "$(said by_weir)"
done <<'END'
0
1
2
99
-
x
0 extensions.bogus=true
- extensions.bogus=true
1 extensions.bogus=true
1 extensions.bogus
1 extensions.sub.key=true
0 extensions.noop=anything
1 extensions.noop=anything
0 extensions.noop-v1=anything
1 extensions.noop-v1=anything
- extensions.noop-v1=anything
0 extensions.objectFormat=sha1
1 extensions.objectFormat=sha1
1 extensions.OBJECTFORMAT=sha1
1 extensions.objectFormat=sha512
1 extensions.objectFormat
0 extensions.partialClone=origin
1 extensions.partialClone=origin
1 extensions.partialClone
0 extensions.preciousObjects=true
1 extensions.preciousObjects=true
1 extensions.preciousObjects=maybe
0 extensions.worktreeConfig=true
1 extensions.worktreeConfig=true
1 extensions.worktreeConfig
1 extensions.worktreeConfig=maybe
1 extensions.worktreeConfig=true extensions.bogus=false
END

# What this version of Git need not know, and what weir does not support.
while read -r wanted setting; do
    configure 1 "$setting"
    expect_equal "$setting: $wanted" "$wanted $wanted" "$(said by_weir)"
done <<'END'
0 extensions.relativeWorktrees=true
0 extensions.refStorage=files
2 extensions.refStorage=reftable
2 extensions.compatObjectFormat=sha256
2 extensions.objectFormat=sha256
END

configure 1 extensions.bogus=true
run "$WEIR" sync "${layout[@]}" "$bare"
expect_contains 'the extension is named' "$ERR" 'has the extension bogus, which is not supported'
run "$WEIR" sync "${layout[@]}" "file://$bare"
expect_equal 'a file:// URL is refused too' 2 "$STATUS"
run "$WEIR" sync "${layout[@]}" "$tree"
configure 0
expect_equal 'nothing was written' "$before" "$(git -C "$bare" rev-parse main)"
expect 'in the work tree neither' git -C "$tree" diff --quiet
expect_equal 'no journal was made' '' "$(git -C "$bare" for-each-ref 'refs/heads/weir-journal')"

# A linked work tree has the format of its repository.
git -C "$tree" worktree add -q "$SCRATCH/linked" -b linked
configure 1 extensions.bogus=true
expect_equal 'a linked work tree is refused with its repository' "$(by_git "$SCRATCH/linked")" \
    "$(by_weir "$SCRATCH/linked")"
configure 1 extensions.worktreeConfig=true
expect_equal 'and opened with it' 0 "$(by_weir "$SCRATCH/linked")"
finish
