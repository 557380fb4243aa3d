#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Commands in the habits of oc, kubectl and git, and the hints for those that weir does not have.
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
layout=(--oci-layout "registry.example.com=$SCRATCH/layouts")
image=registry.example.com/acme/myapp
"$examples/image.sh" "$SCRATCH/layouts/acme/myapp" latest one >"$SCRATCH/digest"
tree=$SCRATCH/tree
cp -r "$examples/shop" "$tree"
git -C "$tree" init -q
"$WEIR" import-image myapp "--from=$image" --scheduled -n app-dev "${layout[@]}" -C "$tree" \
    >/dev/null

# Kinds as oc names them.
for words in 'get is' 'get imagestreams' 'get istag' 'get is/myapp' 'get istag app-dev/myapp:latest' \
    'get streams myapp' 'get tags -n app-dev' 'get promotions shop' 'get promotions -n app-dev' \
    'describe is/myapp -n app-dev' 'describe is myapp -n app-dev' 'explain istag/myapp -n app-dev'; do
    expect_status "0: weir $words" 0 "$WEIR" $words "${layout[@]}" -C "$tree"
    expect_contains 'and the object is shown' "$OUT" "$([[ $words == *promo* ]] && echo shop ||
        echo myapp)"
done
for words in 'get streams none' 'get is/none' 'get tags myapp:none' 'get tags none/myapp' \
    'get promotions none' 'describe is/none' 'describe none -n app-dev' 'describe quay.io/team/web' \
    'describe quay.io/team/web -n app-dev' 'get tags quay.io/team/web' 'explain quay.io/team/web' \
    'get all' 'get tags/a b' 'describe a b' 'get tags app-dev/myapp -n app-prod' \
    'get tags -o yaml'; do
    expect_status "2: weir $words" 2 "$WEIR" $words "${layout[@]}" -C "$tree"
    expect_equal 'and nothing is printed' '' "$(cat "$OUT")"
done
expect_status 'a promotion is listed by its name' 0 "$WEIR" get promotions -n none -C "$tree" \
    "${layout[@]}"
expect_lacks 'and by a namespace that it passes' "$OUT" 'app-dev'
for word in apply status undo resume log find; do
    expect_status "2: weir $word" 2 "$WEIR" "$word"
    expect_contains 'and the hint names the command' "$ERR" 'hint: `'
done

# No line of several words is wider than the terminal, even with long names.
cp -r "$examples/shop" "$SCRATCH/long"
find "$SCRATCH/long" -type f -exec sed -i 's#\([][ :"]\)myapp#\1payment-gateway-with-a-long-name#g
    s/app-staging/company-staging-environment/; s/app-prod/company-production-environment/' {} +
"$WEIR" import-image payment-gateway-with-a-long-name "--from=$image" --scheduled -n app-dev \
    "${layout[@]}" -C "$SCRATCH/long" >/dev/null
for words in diff 'get tags' 'get environments' 'get promotions' \
    'describe payment-gateway-with-a-long-name -n company-production-environment' \
    'explain payment-gateway-with-a-long-name:latest -n company-production-environment'; do
    script -qec "stty cols 80; '$WEIR' $words --color never ${layout[*]@Q} -C '$SCRATCH/long'" \
        /dev/null </dev/null | tr -d '\r' >"$SCRATCH/screen"
    expect_equal "80 columns: $words" '' \
        "$(LC_ALL=C.UTF-8 grep '.\{81\}' "$SCRATCH/screen" | grep '[^ ] [^ ]')"
    expect_contains 'and names are shown' "$SCRATCH/screen" 'company-'
done
script -qec "stty cols 60; '$WEIR' status" /dev/null </dev/null | tr -d '\r' >"$SCRATCH/screen"
expect_equal 'hints fit as well' '' "$(grep '.\{61\}' "$SCRATCH/screen")"
expect_contains 'and continue on the next line' "$SCRATCH/screen" '  get tags` shows the current state'
expect_status 'hints for a file' 2 "$WEIR" status
expect_contains 'are one line' "$ERR" 'written, `weir get tags` shows the current state'

# As with git, every folder of a work tree is in it.
"$WEIR" diff "${layout[@]}" -C "$tree" >"$SCRATCH/top"
sed 1d "$SCRATCH/top" >"$SCRATCH/top.rows"
mkdir -p "$tree/app-dev/deeper/still"
for folder in app-dev app-dev/deeper/still; do
    expect_status "diff in $folder reads the whole work tree" 1 env -C "$tree/$folder" \
        "$WEIR" diff "${layout[@]}"
    sed 1d "$OUT" >"$SCRATCH/rows"
    expect_same 'with the same rows' "$SCRATCH/top.rows" "$SCRATCH/rows"
done
expect_status 'a folder given by -C is the repository' 0 env -C "$tree" "$WEIR" lint app-dev
expect_contains 'and nothing else is read' "$OUT" '2 files'
rm -rf "$tree/.git"
expect_status 'a weir.yaml marks a folder without Git' 1 env -C "$tree/app-dev" "$WEIR" diff \
    "${layout[@]}"
sed 1d "$OUT" | sed 's/on main//' >"$SCRATCH/rows"
expect_contains 'all of it is read' "$OUT" 'app-prod'
mkdir -p "$SCRATCH/lonely/folder"
expect_status 'otherwise the current folder is the repository' 0 env -C "$SCRATCH/lonely/folder" "$WEIR" lint

# In a repository without streams the report says once what to do.
expect_status 'diff of an empty folder' 0 "$WEIR" diff "$SCRATCH/lonely"
expect_contains 'says what to do next' "$OUT" 'weir init'
expect_equal 'and says it once' '' "$(cat "$ERR")"
expect_status 'lint of an empty folder' 0 "$WEIR" lint "$SCRATCH/lonely"
expect_contains 'says the same' "$ERR" 'weir init'
"$WEIR" diff -o json "$SCRATCH/lonely" >"$SCRATCH/json" 2>"$ERR"
expect_contains 'and diff for machines says it beside the report' "$ERR" 'weir init'
git init -q --bare "$SCRATCH/empty.git"
expect_status 'diff of an empty bare repository' 0 "$WEIR" diff "$SCRATCH/empty.git"
expect_contains 'says that nothing was committed' "$OUT" '(no commit yet)'
finish
