#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The program on repositories that it reaches by URL: over ssh, and over https with a private CA.
# shellcheck disable=SC2154
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/servers.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

cp -r "$examples/shop" "$SCRATCH/shop"
git -C "$SCRATCH/shop" init -q
git -C "$SCRATCH/shop" add -A && git -C "$SCRATCH/shop" commit -qm 'shop'
mkdir "$SCRATCH/repositories"
repository=$SCRATCH/repositories/shop.git
git clone -q --bare "$SCRATCH/shop" "$repository"
git -C "$repository" config http.receivepack true
"$examples/image.sh" "$SCRATCH/registry/acme/myapp" latest 'first' >/dev/null
git_ssh_start by_ssh "$SCRATCH/repositories"
git_http_start by_http "$SCRATCH/repositories" tls
cat >"$SCRATCH/runner.yaml" <<END
ociLayouts: {registry.example.com: $SCRATCH/registry}
caFiles: [$CA_FILE]
git: {sshKey: $by_ssh_key, knownHosts: $by_ssh_known_hosts}
END
export WEIR_CONFIG=$SCRATCH/runner.yaml

expect_status 'import-image commits over ssh' 0 "$WEIR" import-image myapp:latest \
    --from=registry.example.com/acme/myapp:latest --scheduled -n app-dev -C "$by_ssh_url/shop.git"
expect_status 'diff over https shows what is left' 1 "$WEIR" diff "$by_http_url/shop.git"
expect_status 'sync over https promotes' 0 "$WEIR" sync "$by_http_url/shop.git"
expect_equal 'each of them made one commit' 3 "$(git -C "$repository" rev-list --count main)"
expect_status 'diff over ssh finds nothing more' 0 "$WEIR" diff "$by_ssh_url/shop.git"
expect "the repository is whole" git -C "$repository" fsck --strict
finish
