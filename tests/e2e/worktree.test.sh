#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A person's requests in a work tree: the command that is printed, and --commit. Git is the oracle.
# shellcheck disable=SC2016,SC2317
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts image=quay.example.org/team/web
push() { # TAG TEXT: adds a tag to the layout
    local index=$layouts/team/web/index.json older='{"manifests":[]}'
    [[ ! -e $index ]] || older=$(<"$index")
    "$examples/image.sh" "$layouts/team/web" "$1" "$2"
    jq --argjson older "$older" '.manifests += $older.manifests' "$index" >"$index.new" &&
        mv "$index.new" "$index"
}
export GIT_CONFIG_NOSYSTEM=1 HOME=$SCRATCH/home
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
mkdir -p "$HOME"
git config --global user.name 'Ada Lovelace'
git config --global user.email ada@example.org
git config --global init.defaultBranch main
tree=$SCRATCH/tree bare=$SCRATCH/shop.git
git=(git -C "$tree")
hour=10
weir() { # COMMAND ARGS: in the work tree
    "$WEIR" "$1" -C "$tree" --oci-layout "quay.example.org=$layouts" --now "2026-11-02T$hour:00:00Z" \
        "${@:2}"
}
subject() { "${git[@]}" log -1 --format=%s; }
trailer() { "${git[@]}" log -1 --format="%(trailers:key=$1,valueonly,separator=%x2c)"; }
clean() { [[ -z $("${git[@]}" status --porcelain) ]] && "${git[@]}" diff-index --quiet HEAD; }
changed() { "${git[@]}" diff --name-only HEAD~ HEAD; }

mkdir -p "$tree/a b"
cat >"$tree/dev.yaml" <<END
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: dev}
spec:
  tags:
  - name: latest
    annotations: {weir.dev/follow: "semver >=1"}
    from: {kind: DockerImage, name: "$image:1.3.2"}
END
cat >"$tree/a b/it's prod.yaml" <<'END'
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata: {name: web, namespace: prod}
END
cat >"$tree/promotion.yaml" <<'END'
apiVersion: weir.dev/v1alpha1
kind: Promotion
metadata: {name: p}
spec:
  streams: [web]
  path:
  - namespace: dev
  - {namespace: prod, by: manual}
END
prod="a b/it's prod.yaml"
one=$(push 1.3.2 one)
git init -q "$tree" && "${git[@]}" add -A && "${git[@]}" commit -qm start
git clone -q --bare "$tree" "$bare"
"${git[@]}" remote add origin "$bare"
"${git[@]}" config push.default current
past() { # COMMAND ARGS: on the bare repository, without a registry
    "$WEIR" "$1" -C "$bare" --now "2026-11-02T$hour:00:00Z" "${@:2}"
}
on_bare() { # COMMAND ARGS
    past "$@" --oci-layout "quay.example.org=$layouts"
}
pull() { "${git[@]}" fetch -q && "${git[@]}" reset -q --hard origin/main; }
expect_status 'the first sync' 0 on_bare sync
pull
expect_equal 'has a subject with the version' 'pin web 1.3.2 in dev' "$(subject)"
journal=$(git -C "$bare" for-each-ref --format='%(refname)' | grep journal)

# --commit.
head=$("${git[@]}" rev-parse HEAD)
expect_status 'promote --commit' 0 weir promote web --to prod --commit --reason 'first time'
expect_contains 'names the commit and the branch' "$OUT" "commit $("${git[@]}" rev-parse --short=7 HEAD) on main"
expect_contains 'and says who writes the journal' "$OUT" 'the next run on the repository that gets it'
expect_equal 'the subject has version, environment and reason' 'promote web 1.3.2 to prod: first time' "$(subject)"
expect_equal 'the trailer names the move' "promote prod/web:latest none $one" "$(trailer Weir-Move)"
expect_equal 'and the reason' 'first time' "$(trailer Weir-Reason)"
expect_equal 'and the parent' "$head" "$(trailer Weir-Source-Commit)"
expect_equal 'the parent is the old commit' "$head" "$("${git[@]}" rev-parse HEAD~)"
expect_equal 'one file was committed' "$prod" "$(changed | tr -d '"')"
expect_equal 'by the person' 'Ada Lovelace <ada@example.org> Ada Lovelace <ada@example.org>' \
    "$("${git[@]}" log -1 --format='%an <%ae> %cn <%ce>')"
expect 'nothing is left to commit' clean
expect 'the index is not stale' "${git[@]}" diff-files --quiet
expect 'the repository is sound' "${git[@]}" fsck --strict --no-dangling
expect_equal 'the reflog has the commit' "$(subject)" "$("${git[@]}" reflog -1 --format=%gs | sed 's/^commit: //')"
expect_equal 'of the branch too' "$(subject)" "$("${git[@]}" reflog show main -1 --format=%gs | sed 's/^commit: //')"
expect_equal 'no journal was written' '' "$("${git[@]}" for-each-ref refs/heads/weir-journal)"
expect_equal 'and weir left no files' '' "$(cd "$tree/.git" && find . -maxdepth 1 -name 'weir*' ! -name weir.lock ! -name weir.index-guard)"
record() { # the newest record of prod in the bare repository: KIND REASON
    past history web:latest -n prod -o json | jq -r '.items[0].records[0] | .kind + " " + (.why // "")'
}
findings() { past audit -o json | jq -r '[.findings[] | select(.class == "exception") | .code] | join(" ")'; }
"${git[@]}" push -q origin main
expect_status 'the next sync of the repository' 0 on_bare sync
expect_contains 'records the promotion with its reason' <(record) 'promoted '
expect_contains 'which is first time' <(record) 'first time'
expect_equal 'without an exception for the audit' '' "$(findings)"

# The printed command.
hour=11
two=$(push 1.4.0 two)
on_bare sync >/dev/null && pull
head=$("${git[@]}" rev-parse HEAD)
reason="it's \"fine\" \$HOME \`id\` \\ !x !! %s é – EOF; rm *"
expect_status 'promote without --commit' 0 weir promote web --to prod --reason "$reason"
expect_equal 'commits nothing' "$head" "$("${git[@]}" rev-parse HEAD)"
expect_contains 'and says so' "$OUT" 'Nothing is committed.'
expect_contains 'and says who writes the journal' "$OUT" 'writes the journal.'
printed() { sed -n '/^git /,/^EOF$/p' "$OUT"; }
printed >"$SCRATCH/line"
echo staged >"$tree/other" && "${git[@]}" add other
expect_status 'the printed command works in sh' 0 env -C / sh "$SCRATCH/line"
expect_equal 'it commits one file' "$prod" "$(changed | tr -d '"')"
expect_equal 'what was staged stays staged' 'A  other' "$("${git[@]}" status --porcelain)"
expect_equal 'its reason is whole' "$reason" "$(trailer Weir-Reason)"
expect_equal 'and it has weir'\''s trailers' "promote prod/web:latest $one $two" "$(trailer Weir-Move)"
expect_equal 'which git parses' 'Weir-Move Weir-Reason Weir-Source-Commit' \
    "$("${git[@]}" log -1 --format=%B | git interpret-trailers --parse | cut -d: -f1 | xargs)"
expect_equal 'the subject is cut at a word' 'promote web 1.4.0 to prod: it'\''s' "$(subject | cut -c 1-31)"
"${git[@]}" reset -q --hard HEAD~
weir promote web --to prod --reason "$reason" >"$OUT" 2>&1
if type script >/dev/null 2>&1; then
    { printed; echo exit; } >"$SCRATCH/line"
    script -qec 'bash --norc --noprofile -i' /dev/null <"$SCRATCH/line" >/dev/null 2>&1
    expect_equal 'it works when it is pasted' "$reason" "$(trailer Weir-Reason)"
    "${git[@]}" reset -q --hard HEAD~
else
    skip 'it works when it is pasted' 'script(1) is missing'
fi
hostile=$'two\nlines\ttab \033[2J'
weir promote web --to prod --commit --reason "$hostile" >"$OUT" 2>&1
expect_equal 'control characters are replaced' 'two?lines?tab ?[2J' "$(trailer Weir-Reason)"
expect_equal 'in the subject too' 'promote web 1.4.0 to prod: two?lines?tab ?[2J' "$(subject)"
expect_equal 'and each stays one line' 2 "$("${git[@]}" log -1 --format=%B | grep -c two)"
"${git[@]}" reset -q --hard HEAD~

# From every folder, the command works in the folder in which weir ran, and commits one file.
printed_from() { # FOLDER REASON WANTED [OPTION…]
    local title="from ${1#"$SCRATCH"}: $2"
    echo staged >"$tree/other" && "${git[@]}" add other
    expect_status "$title" 0 env -C "$1" "$WEIR" promote web --to prod --reason "$2" \
        --oci-layout "quay.example.org=$layouts" --now "2026-11-02T$hour:00:00Z" "${@:4}"
    printed >"$SCRATCH/line"
    expect 'its command works' env -C "$1" sh "$SCRATCH/line"
    expect_equal 'it has the reason, one file, and leaves what was staged' "$3 $prod A  other" \
        "$(trailer Weir-Reason) $(changed | tr -d '"') $("${git[@]}" status --porcelain)"
    "${git[@]}" reset -q --hard "$head"
}
printed_from "$tree" '-m x' '-m x'
printed_from "$tree/a b" $'two\nlines' 'two?lines'
printed_from "$tree/a b" EOF EOF -C ..
printed_from "$SCRATCH" '# $(exit 1)' '# $(exit 1)' -C tree
ln -s tree "$SCRATCH/-it's"
printed_from "$SCRATCH" '`' '`' -C "-it's"
mkdir "$tree/part" && cp "$tree"/*.yaml "$tree/part/"
expect_status 'a folder inside a work tree is edited' 0 "$WEIR" tag "$image:1.3.2" web:part -n dev \
    -C "$tree/part" --oci-layout "quay.example.org=$layouts"
expect_lacks 'there is no command to commit it' "$OUT" 'git commit'
expect_contains 'and the report says where to get it' "$OUT" "run weir on the whole one: -C $tree/part/.."
rm -r "$tree/part"

# The person's own changes.
echo mine >"$tree/other" && "${git[@]}" add other && echo more >>"$tree/other"
echo '# mine' >>"$tree/promotion.yaml"
expect_status 'other changes do no harm' 0 weir promote web --to prod --commit
expect_equal 'they are as before, staged or not' 'AM other M promotion.yaml' \
    "$("${git[@]}" status --porcelain | xargs)"
expect_equal 'and not committed' "$prod" "$(changed | tr -d '"')"
"${git[@]}" reset -q --hard HEAD~
refused() { # NAME TEXT: --commit is refused, and nothing changes
    local before
    before=$("${git[@]}" rev-parse HEAD; "${git[@]}" status --porcelain; cat "$tree/$prod"; "${git[@]}" diff --cached)
    expect_status "$1: 1" 1 weir promote web --to prod --commit
    expect_contains 'and says why' "$OUT" "$2"
    expect_equal 'nothing changed' "$before" \
        "$("${git[@]}" rev-parse HEAD; "${git[@]}" status --porcelain; cat "$tree/$prod"; "${git[@]}" diff --cached)"
}
echo '# mine' >>"$tree/$prod"
refused 'an edited file with other changes' 'has changes that are not committed (commit or stash that first'
"${git[@]}" add .
refused 'a file with staged changes' 'has staged changes'
"${git[@]}" reset -q --hard
"${git[@]}" rm -q --cached "$prod"
refused 'a file that is removed from the index' 'removed from the index'
"${git[@]}" reset -q --hard
"${git[@]}" checkout -q --detach
refused 'a detached HEAD' 'no branch is checked out'
"${git[@]}" checkout -q main
"${git[@]}" checkout -q -b side HEAD~ && "${git[@]}" commit -q --allow-empty -m side
"${git[@]}" merge -q --no-commit --no-ff main >/dev/null 2>&1
refused 'a merge in progress' 'a merge is in progress'
"${git[@]}" reset -q --hard && "${git[@]}" checkout -q main
echo '* filter=crypt' >"$tree/.git/info/attributes"
echo '# mine' >>"$tree/$prod"
refused 'an external filter' 'has a filter in gitattributes'
rm "$tree/.git/info/attributes" && "${git[@]}" reset -q --hard
touch "$tree/.git/index.lock"
refused 'a lock of git' 'index.lock can'
rm "$tree/.git/index.lock"
mkdir "$SCRATCH/folder" && cp "$tree"/*.yaml "$SCRATCH/folder"
expect_status 'a plain folder is refused: 2' 2 "$WEIR" sync --commit -C "$SCRATCH/folder" \
    --oci-layout "quay.example.org=$layouts"
expect_contains 'with a hint' "$ERR" 'leave out --commit'

# Line endings.
"${git[@]}" checkout -q -b crlf
echo '*.yaml text eol=crlf' >"$tree/.gitattributes" && "${git[@]}" add . && "${git[@]}" commit -qm crlf
rm "$tree/$prod" && "${git[@]}" checkout -q -- "$prod"
expect_contains 'the file has CRLF' "$tree/$prod" $'\r'
expect_status 'with eol=crlf too' 0 weir promote web --to prod --commit
expect 'nothing is left to commit' clean
expect_equal 'the blob has no CR' 0 "$("${git[@]}" show "HEAD:$prod" | grep -c $'\r')"
"${git[@]}" checkout -q main

# Rollback, release, tag, import-image.
hour=12
weir promote web --to prod --commit >/dev/null && "${git[@]}" push -q && on_bare sync >/dev/null
"${git[@]}" fetch -q
hour=13
expect_status 'rollback --commit' 0 weir rollback web -n prod --commit --reason 'errors since the release'
expect_equal 'its subject' 'roll back web in prod to 1.3.2: errors since the release' "$(subject)"
expect 'nothing is left to commit' clean
"${git[@]}" push -q && on_bare sync >/dev/null
expect_contains 'it is recorded as one' <(record) 'rolledBack '
expect_contains 'with its reason' <(record) 'errors since the release'
expect_equal 'and the audit has no exception' '' "$(findings)"
"${git[@]}" fetch -q
expect_status 'release --commit' 0 weir release web -n prod --commit
expect_equal 'its subject' 'release web in prod' "$(subject)"
expect 'nothing is left to commit' clean
"${git[@]}" reset -q --hard HEAD~
expect_status 'import-image --commit' 0 weir import-image web:extra -n dev --from "$image:1.4.0" --confirm --commit
expect_equal 'its subject' 'import web:extra 1.4.0 in dev' "$(subject)"
expect_status 'tag --commit' 0 weir tag "$image:1.3.2" dev/web:old --commit
expect_equal 'its subject' 'tag web:old in dev as 1.3.2' "$(subject)"
expect_status 'tag -d --commit' 0 weir tag -d dev/web:old --commit
expect_equal 'its subject' 'delete web:old in dev' "$(subject)"
expect_equal 'and its trailer' "delete dev/web:old $one none" "$(trailer Weir-Move)"
expect 'nothing is left to commit' clean
pull
push 1.5.0 three >/dev/null
expect_status 'sync --commit' 0 weir sync --commit
expect_equal 'its subject' 'pin web 1.5.0 in dev' "$(subject)"
expect 'nothing is left to commit' clean
expect_status 'a second one' 0 weir sync --commit
expect_equal 'writes nothing' 'pin web 1.5.0 in dev' "$(subject)"
pull
expect_status '--commit for a bare repository' 0 on_bare sync --commit

# A release of a tag that is held only by its record.
pull
three=$(grep -o 'sha256:[0-9a-f]*' "$tree/dev.yaml" | head -n 1)
sed -i "s/$three/$one/" "$tree/dev.yaml" && "${git[@]}" commit -qam 'back by hand' && "${git[@]}" push -q
hour=14
on_bare sync >/dev/null
"${git[@]}" fetch -q
echo staged >"$tree/other" && "${git[@]}" add other
expect_status 'release without --commit' 0 weir release web -n dev
printed >"$SCRATCH/line"
expect_status 'the printed command works' 0 sh "$SCRATCH/line"
expect_equal 'it commits one file' dev.yaml "$(changed)"
expect_equal 'it has the trailer' "release dev/web:latest $one $one" "$(trailer Weir-Move)"
expect_equal 'what was staged stays staged' 'A  other' "$("${git[@]}" status --porcelain)"
"${git[@]}" reset -q --soft HEAD~ && "${git[@]}" checkout -q HEAD -- dev.yaml
expect_status 'release --commit' 0 weir release web -n dev --commit
expect_equal 'it commits one file' dev.yaml "$(changed)"
expect_equal 'it has the trailer' "release dev/web:latest $one $one" "$(trailer Weir-Move)"
expect_equal 'what was staged stays staged' 'A  other' "$("${git[@]}" status --porcelain)"

# Identities and signatures.
"${git[@]}" reset -q --hard HEAD~
git config --global includeIf."gitdir:$SCRATCH/".path '~/work.config'
git config -f "$HOME/work.config" user.email work@example.org
weir release web -n dev --commit >/dev/null
expect_equal 'a file that is included under a condition counts' work@example.org "$("${git[@]}" log -1 --format=%ae)"
"${git[@]}" reset -q --hard HEAD~
"${git[@]}" config user.email own@example.org
GIT_COMMITTER_NAME=Robot weir release web -n dev --commit >/dev/null
expect_equal 'names come from where git has them' 'Ada Lovelace <own@example.org> Robot <own@example.org>' \
    "$("${git[@]}" log -1 --format='%an <%ae> %cn <%ce>')"
"${git[@]}" reset -q --hard HEAD~
ssh-keygen -q -t ed25519 -N '' -f "$SCRATCH/key"
echo "commits: {signingKey: $SCRATCH/key}" >"$SCRATCH/config.yaml"
echo "* $(cut -d' ' -f1,2 "$SCRATCH/key.pub")" >"$SCRATCH/signers"
weir release web -n dev --commit --config "$SCRATCH/config.yaml" >"$OUT" 2>&1
expect 'the commit is signed' "${git[@]}" -c gpg.ssh.allowedSignersFile="$SCRATCH/signers" verify-commit HEAD

# A linked work tree.
"${git[@]}" worktree add -q -b linked "$SCRATCH/linked" HEAD
expect_status '--commit in a linked work tree' 0 "$WEIR" tag "$image:1.4.0" dev/web:new --commit \
    -C "$SCRATCH/linked" --oci-layout "quay.example.org=$layouts"
expect_equal 'commits on its branch' "$("${git[@]}" rev-parse linked~)" "$("${git[@]}" rev-parse main)"
expect_equal 'and leaves nothing to commit' '' "$(git -C "$SCRATCH/linked" status --porcelain)"
finish
