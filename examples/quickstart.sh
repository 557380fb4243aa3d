#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# quickstart.sh: installs what it needs, builds weir, and shows its main job on a Git repository and
# a registry that it makes itself below a temporary folder. Needs no server and no network besides
# the installation; asks no question; removes what it made.
set -euo pipefail
exec </dev/null
export LC_ALL=C.UTF-8 GIT_PAGER=cat
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${WEIR_BUILD:-$root/build}/quickstart

bold='' dim='' plain=''
[[ ! -t 1 || -n ${NO_COLOR-} ]] || bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
# Shows a command as a person would type it, and runs it; weir's status 1 means "something differs".
run() {
    printf '%s$ %s%s\n' "$dim" "${*@Q}" "$plain" | sed "s/'\([A-Za-z0-9_=.:,@%/+-]*\)'/\1/g"
    "$@" || [[ $? == 1 ]]
}

# shellcheck source=packages.sh
. "$root/examples/packages.sh"
say 'Building weir'
packages_install "${PACKAGES_BUILD[@]}" "${PACKAGES_EXAMPLES[@]}"
log=$(mktemp)
if ! { [[ -e $build/build.ninja ]] ||
    meson setup "$build" "$root" -Dtests=false -Dbuildtype=release; } >"$log" 2>&1 ||
    ! meson compile -C "$build" >>"$log" 2>&1; then
    cat "$log" >&2
    exit 2
fi
rm -f "$log"
PATH=$build/reconciler:$PATH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work GIT_CONFIG_NOSYSTEM=1
git config --global user.name 'Ada' && git config --global user.email 'ada@example.com'
git config --global init.defaultBranch main
cd "$work"

say '1. A registry: a folder that stands for registry.example.com, with one image in it'
run "$root/examples/image.sh" registry/acme/myapp latest 'myapp, first build'
cat >runner.yaml <<'C'
ociLayouts:
  registry.example.com: registry
C
export WEIR_CONFIG=$work/runner.yaml

say '2. A repository: three environments, each with an ImageStream without tags and a Deployment'
cp -r "$root/examples/shop" shop
git -C shop init -q && git -C shop add -A && git -C shop commit -qm 'shop: dev, staging and prod'
git clone -q --bare shop shop.git
run ls shop shop/app-dev

say '3. Development gets its tag: what oc import-image does, in Git'
run weir import-image myapp:latest --from=registry.example.com/acme/myapp:latest \
    --scheduled -n app-dev -C shop.git
run git -C shop.git show --format='%h %s' --stat

say '4. What would a run do? Nothing is written by diff'
run weir diff shop.git

say '5. The run: one commit carries the digest to staging and production'
run weir sync shop.git
run git -C shop.git show --format='%h %s%n%n%b' HEAD -- app-prod

say '6. A new build is pushed upstream: one sync brings it everywhere'
run "$root/examples/image.sh" registry/acme/myapp latest 'myapp, second build'
run weir sync shop.git

say '7. Nothing new: a further run writes nothing'
before=$(git -C shop.git rev-parse main)
run weir sync shop.git
[[ $(git -C shop.git rev-parse main) == "$before" ]] || { echo 'it wrote something' >&2; exit 2; }
run weir get tags -C shop.git

say "That is all. The program is $build/reconciler/weir; \`weir help\` says what else it does."
