#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Nothing is written while the settings or the freeze can't be read, in a work tree, a bare
# repository and at a URL, and the exit status says so.
# shellcheck disable=SC2154
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/servers.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

tree=$SCRATCH/tree root=$SCRATCH/repositories
image=$("$examples/image.sh" "$SCRATCH/layouts/team/web" latest A)
mkdir "$root"
git_http_start server "$root" tls
cat >"$SCRATCH/runner.yaml" <<END
ociLayouts: {quay.io: $SCRATCH/layouts}
caFiles: [$CA_FILE]
git: {cache: $SCRATCH/cache}
END
export WEIR_CONFIG=$SCRATCH/runner.yaml

stream() {
    cat <<'END'
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: dev}
spec:
  tags:
  - name: latest
    from: {kind: DockerImage, name: "quay.io/team/web:latest"}
    importPolicy: {scheduled: true}
END
}
frozen=$'apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nspec: {freeze: true}\n'
quiet=$'apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nspec: {settle: 0s}\n'

# Makes a repository in which one thing is wrong.
make() { # COMMAND
    rm -rf "$tree" "$root/app.git" "$SCRATCH/cache"
    git init -q "$tree"
    stream >"$tree/web.yaml"
    (cd "$tree" && eval "$1")
    git -C "$tree" add -A && git -C "$tree" commit -qm first
    git clone -q --bare "$tree" "$root/app.git"
    git -C "$root/app.git" config http.receivepack true
}

# Runs sync in each kind of repository: its status, and whether it wrote the image.
try() { # NAME WANTED COMMAND
    local seen='' place
    make "$3"
    for place in "$tree" "$root/app.git" "$server_url/app.git"; do
        run "$WEIR" sync "$place"
        seen+="$STATUS "
    done
    seen+=$(grep -c "$image" "$tree/web.yaml")
    seen+=$(git -C "$root/app.git" show main:web.yaml | grep -c "$image")
    expect_equal "$1" "$2" "$seen"
}

try 'without settings each is written' '0 0 0 11' true
try 'a freeze is no trouble' '0 0 0 00' 'printf %s "$frozen" >weir.yaml'
try 'settings that are a link' '1 1 1 00' 'printf %s "$quiet" >x.txt; ln -s x.txt weir.yaml'
try 'settings that are a broken link' '1 1 1 00' 'ln -s nowhere weir.yaml'
try 'settings that are a folder' '1 1 1 00' 'mkdir weir.yaml; echo >weir.yaml/x.txt'
try 'a second Reconciler' '1 1 1 00' 'printf "%s---\n%s" "$quiet" "$frozen" >weir.yaml'
try 'settings in weir.yml' '1 1 1 00' 'printf %s "$frozen" >weir.yml'
try 'settings in Weir.yaml' '1 1 1 00' 'printf %s "$quiet" >Weir.yaml'
try 'weir.yml is a link' '1 1 1 00' 'ln -s x.txt weir.yml'
try 'settings in a sub-folder only' '1 1 1 00' 'mkdir a; printf %s "$frozen" >a/weir.yaml'
try 'settings in a sub-folder as well' '1 1 1 11' \
    'mkdir a; printf %s "$frozen" >a/weir.yaml; printf %s "$quiet" >weir.yaml'
try 'settings in UTF-16' '1 1 1 00' 'printf %s "$frozen" | iconv -t UTF-16 >weir.yaml'
try 'settings that are too large' '1 1 1 00' \
    'printf %s "$quiet" >weir.yaml; head -c 17000000 /dev/zero | tr "\0" "#" >>weir.yaml'
try 'settings with a syntax error' '1 1 1 00' 'echo "spec: [" >weir.yaml'
try 'settings without a Reconciler' '1 1 1 00' 'echo "spec: {}" >weir.yaml'
try 'a freeze that is a link' '1 1 1 00' 'ln -s nowhere weir.freeze'
try 'a freeze that is a folder' '1 1 1 00' 'mkdir weir.freeze; echo >weir.freeze/x'
try 'a freeze in UTF-16' '0 0 0 00' 'echo "year end" | iconv -t UTF-16 >weir.freeze'
try 'a freeze that is too large' '1 1 1 00' 'head -c 17000000 /dev/zero >weir.freeze'
try 'a misspelt kind' '1 1 1 11' 'printf "apiVersion: weir.dev/v1alpha1\nkind: Promotions\n" >p.yaml'
try 'a Promotion with a syntax error' '1 1 1 11' \
    'printf "apiVersion: weir.dev/v1alpha1\nkind: Promotion\nspec: {\n" >p.yaml'

submodule='git init -q sub && git -C sub commit -q --allow-empty -m x && git add sub 2>/dev/null'
for name in weir.yaml weir.freeze; do
    make "${submodule//sub/$name}"
    expect_status "a submodule in the place of $name stops a bare repository" 1 \
        "$WEIR" sync "$root/app.git"
    expect_equal "and nothing is written" 0 \
        "$(git -C "$root/app.git" show main:web.yaml | grep -c "$image")"
    expect_status "and a work tree" 1 "$WEIR" sync "$tree"
    expect_equal "and nothing is written there" 0 "$(grep -c "$image" "$tree/web.yaml")"
done

make 'mkfifo weir.freeze'
expect_status 'a fifo in the place of weir.freeze stops a work tree' 1 timeout 20 "$WEIR" sync "$tree"
expect_equal 'and the tag is not pinned' 0 "$(grep -c "$image" "$tree/web.yaml")"

# A lock that is not a file ends the run, and does not wait for a writer.
make true
expect_status 'a run makes the cache of a URL' 0 "$WEIR" sync "$server_url/app.git"
for kind in 'mkfifo' 'mkdir' 'ln -s x'; do
    rm -rf "$SCRATCH/cache/lock" && $kind "$SCRATCH/cache/lock"
    expect_status "a lock made by $kind ends the run" 2 timeout 20 "$WEIR" diff "$server_url/app.git"
done
make 'printf "apiVersion: weir.dev/v1alpha1\nkind: Promotion\n" | iconv -t UTF-16 >p.yaml'
expect_status 'a manifest in UTF-16 is trouble' 1 "$WEIR" lint "$tree"
expect_contains 'and lint says why' "$OUT" 'p.yaml: error: the file is UTF-16'

# A manifest that can't be read.
make 'mkdir sub; stream | sed s/web/api/ >sub/api.yaml'
blob=$(git -C "$root/app.git" rev-parse main:sub/api.yaml)
object=$root/app.git/objects/${blob:0:2}/${blob:2}
mv "$object" "$SCRATCH/object"
expect_status 'a manifest whose object is missing is trouble' 1 "$WEIR" sync "$root/app.git"
run "$WEIR" lint "$root/app.git"
expect_contains 'lint names it' "$OUT" 'sub/api.yaml: error:'
chmod u+w "$SCRATCH/object" && printf x | dd of="$SCRATCH/object" bs=1 seek=4 conv=notrunc 2>/dev/null
cp "$SCRATCH/object" "$object"
expect_status 'so is one whose object is damaged' 1 "$WEIR" sync "$root/app.git"
folder=$(git -C "$root/app.git" rev-parse main:sub)
mv "$root/app.git/objects/${folder:0:2}/${folder:2}" "$SCRATCH/folder"
expect_status 'a folder whose object is missing makes the repository unreadable' 2 \
    "$WEIR" sync "$root/app.git"
if [[ $(id -u) != 0 ]]; then
    chmod 0 "$tree/sub"
    expect_status 'a folder without the right to read is trouble' 1 "$WEIR" sync "$tree"
    chmod 755 "$tree/sub"
else
    skip 'a folder without the right to read is trouble' 'root reads every folder'
fi
finish
