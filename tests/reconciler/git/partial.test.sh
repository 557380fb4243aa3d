#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A repository by URL of which only the needed files are fetched. Uses tool.c ($TOOL) and the
# program ($WEIR).
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$SCRATCH/repositories APP=$SCRATCH/repositories/app.git
export TOOL_CACHE=$SCRATCH/cache TOOL_PLAIN=localhost TOOL_PARTIAL=1

stream() { # NAME
    printf 'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: %s}\n' "$1"
}
mkdir -p "$ROOT" "$SCRATCH/work/deploy/prod" "$SCRATCH/work/src"
cd "$SCRATCH/work" || exit 1
git init -q
cat >weir.yaml <<'YAML'
apiVersion: weir.dev/v1alpha1
kind: Reconciler
spec:
  paths: [{path: deploy, namespace: prod, ignore: [no.yaml]}]
YAML
for n in 1 2 3; do stream "web$n" >"deploy/prod/$n.yaml" && stream "src$n" >"src/$n.yaml"; done
cp deploy/prod/1.yaml deploy/prod/same.yaml && stream no >deploy/no.yaml && echo text >deploy/prod/text
git add -A && git commit -qm first && git clone -q --bare . "$APP"
git -C "$APP" config uploadpack.allowFilter true
push() { git add -A && git commit -qm "${1-next}" && git push -q "$APP" HEAD:main; }

git_http_start plain "$ROOT"
git_ssh_start shell "$ROOT"
export TOOL_KEY=$shell_key TOOL_KNOWN_HOSTS=$shell_known_hosts
python3 "$HERE/fault_proxy.py" "$SCRATCH/proxy.port" "$plain_port" "$SCRATCH/mode" &
at_end kill $!
while [[ ! -s $SCRATCH/proxy.port ]]; do sleep 0.02; done
SPOILED=http://localhost:$(cat "$SCRATCH/proxy.port")/app.git URL=$plain_url/app.git

requests() { requests_seen plain '"POST '; }
generation() { sed -n 's/^generation //p' "$TOOL_CACHE/state"; }
blobs() { # paths of main whose blobs are in the cache
    git -C "$APP" ls-tree -r main | while read -r _ _ id path; do
        git -C "$TOOL_CACHE/$(generation)" cat-file -e "$id" 2>/dev/null && echo "$path"
    done | tr '\n' ' ' | sed 's/ $//'
}

# Files that are read one by one.
for url in "$URL" "$shell_url/app.git"; do
    way=${url%%:*}
    rm -rf "$TOOL_CACHE"
    expect_status "$way: a repository is listed without its files" 0 "$TOOL" read "$url"
    expect_equal "$way: and none of them is fetched" '' "$(blobs)"
    expect_contains "$way: all are listed" "$OUT" '100644 deploy/prod/1.yaml'
    expect_status "$way: a file that is read is fetched" 0 "$TOOL" cat "$url" deploy/prod/2.yaml
    expect_same "$way: with its bytes" deploy/prod/2.yaml "$OUT"
    expect_equal "$way: and no other" deploy/prod/2.yaml "$(blobs)"
    expect_status "$way: an edit is pushed" 0 "$TOOL" edit "$url" deploy/prod/2.yaml "$(stream "$way")"
    expect "$way: that git finds no fault with" git -C "$APP" fsck --strict
    expect_status "$way: what was pushed is known" 0 "$TOOL" cat "$url" deploy/prod/2.yaml
    expect_equal "$way: byte by byte" "$(stream "$way")" "$(cat "$OUT")"
    git pull -q "$APP" main
done
"$TOOL" cat "$URL" deploy/prod/2.yaml >"$OUT"
before=$(requests)
expect_status 'a file that is in the cache' 0 "$TOOL" cat "$URL" deploy/prod/2.yaml
expect_equal 'is not fetched again' 1 "$(($(requests) - before))"
unset TOOL_PARTIAL
before=$(requests)
expect_status 'without the option all of such a cache is read' 0 "$TOOL" all "$URL"
expect_equal 'byte by byte' "$(git ls-files '*.yaml' | xargs cat | wc -c)" "$(cat "$OUT")"
expect_equal 'by fetching all at once' 3 "$(($(requests) - before))"
export TOOL_PARTIAL=1
rm -rf "$TOOL_CACHE"
"$TOOL" cat "$URL" src/1.yaml >"$OUT"
find "$TOOL_CACHE" -name '*.pack' -exec truncate -s 40 {} +
expect_status 'a damaged cache heals' 0 "$TOOL" cat "$URL" src/1.yaml
expect_same 'while it is read' src/1.yaml "$OUT"

# The files that weir.yaml selects.
printf 'plainHTTP: [localhost]\ngit: {partial: true, cache: %s}\n' "$TOOL_CACHE" >"$SCRATCH/config.yaml"
with=(--config "$SCRATCH/config.yaml")
wanted='deploy/prod/1.yaml deploy/prod/2.yaml deploy/prod/3.yaml deploy/prod/same.yaml weir.yaml'
sed 's/true/false/' "$SCRATCH/config.yaml" >"$SCRATCH/whole.yaml"
"$WEIR" get streams --config "$SCRATCH/whole.yaml" -C "$URL" >"$SCRATCH/streams"
rm -rf "$TOOL_CACHE"
before=$(requests)
expect_status 'the program reads in part' 0 "$WEIR" get streams "${with[@]}" -C "$URL"
expect_same 'the same as it reads completely' "$SCRATCH/streams" "$OUT"
expect_equal 'and fetches the files that weir.yaml does not ignore' "$wanted" "$(blobs)"
expect_equal 'by refs, trees, weir.yaml and all others at once' 4 "$(($(requests) - before))"
before=$(requests)
expect_status 'while nothing changes' 0 "$WEIR" get streams "${with[@]}" -C "$URL"
expect_equal 'only refs are requested' 1 "$(($(requests) - before))"
stream changed >deploy/prod/3.yaml && stream elsewhere >src/3.yaml && stream new >deploy/new.yaml && push
before=$(requests)
expect_status 'after a change' 0 "$WEIR" get streams "${with[@]}" -C "$URL"
expect_contains 'its streams are read' "$OUT" changed
expect_equal 'and missing files come in one request' 3 "$(($(requests) - before))"
expect_equal 'and only that' "deploy/new.yaml $wanted" "$(blobs)"
sed -i 's/path: deploy,/path: ".",/; s/\[{/[{/' weir.yaml && push
sed -i '/paths/d; s/^spec:/spec: {}/' weir.yaml && push
expect_status 'when weir.yaml includes more files' 0 "$WEIR" get streams "${with[@]}" -C "$URL"
expect_contains 'they are read too' "$OUT" elsewhere
rm -rf "$TOOL_CACHE"
expect_status 'revisions are compared in a partial cache' 3 "$WEIR" diff --base main~2 --head main "${with[@]}" "$URL"
expect_contains 'and the differences are reported' "$OUT" 'path'

# A repository with a journal, whose files are all needed.
examples=$HERE/../../../examples layouts=$SCRATCH/layouts image=registry.example.com/acme/myapp
image() { bash "$examples/image.sh" "$layouts/acme/myapp" latest "$1" >/dev/null; }
records() { git -C "$ROOT/shop.git" grep -h '"v":1' weir-journal/main | wc -l; }
shop=(--oci-layout "registry.example.com=$layouts")
image one
cp -r "$examples/shop" "$SCRATCH/shop" && chmod -R u+rwX "$SCRATCH/shop"
"$WEIR" tag --scheduled "$image:latest" app-dev/myapp:latest "${shop[@]}" -C "$SCRATCH/shop" >"$OUT"
(cd "$SCRATCH/shop" && git init -q && git add -A && git commit -qm start && git clone -q --bare . "$ROOT/shop.git")
git -C "$ROOT/shop.git" config uploadpack.allowFilter true
for n in two three; do
    image $n && rm -rf "$TOOL_CACHE"
    expect_status "in part, with an empty cache, image $n is pinned" 0 "$WEIR" sync "${with[@]}" "${shop[@]}" \
        "$plain_url/shop.git"
    expect 'git finds no fault with what was written' git -C "$ROOT/shop.git" fsck --strict
    recorded=$(records)
    expect_equal 'and it is recorded' yes "$( ((recorded > ${earlier:-0})) && echo yes || echo "$recorded")"
    earlier=$recorded
done
image four
expect_status 'the same with a cache' 0 "$WEIR" sync "${with[@]}" "${shop[@]}" "$plain_url/shop.git"
expect_equal 'that contains the journal' yes "$( (($(records) > recorded)) && echo yes || records)"
image five
for setting in config whole; do
    rm -rf "$TOOL_CACHE"
    "$WEIR" diff -o json --now 2030-01-01T00:00:00Z --config "$SCRATCH/$setting.yaml" "${shop[@]}" \
        "$plain_url/shop.git" >"$SCRATCH/$setting.json" 2>"$SCRATCH/$setting.err"
done
expect 'a plan is made' grep -q sha256 "$SCRATCH/whole.json"
expect_same 'the result is the same as with a complete cache' "$SCRATCH/whole.json" "$SCRATCH/config.json"

# Servers without support for it.
rm -rf "$TOOL_CACHE"
echo no-filter >"$SCRATCH/mode"
before=$(requests)
expect_status 'a server that does not filter' 0 "$WEIR" get streams "${with[@]}" -C "$SPOILED"
expect_equal 'sends all files at once' 2 "$(($(requests) - before))"
rm -rf "$TOOL_CACHE"
echo error-2 >"$SCRATCH/mode"
expect_status 'a server that gives no single files' 2 "$WEIR" get streams "${with[@]}" -C "$SPOILED"
expect_contains 'is an error with its message' "$ERR" 'fetching files: the server says: upload-pack: not our ref'
expect_contains 'with a hint' "$ERR" 'remove git.partial'
rm "$SCRATCH/mode"
printf 'git: {partial: perhaps}\n' >"$SCRATCH/odd.yaml"
expect_status 'the setting is true or false' 2 "$WEIR" lint --config "$SCRATCH/odd.yaml" .
expect_contains 'and nothing else' "$ERR" 'git.partial is neither true nor false'
finish
