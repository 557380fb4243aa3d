#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Audits real repositories: a correct history has no findings, and each forgery that plain git
# can make is found, and nothing else. The test sets the clock.
# shellcheck disable=SC2154
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=servers.sh
. "$(dirname "$0")/servers.sh"
examples=$(cd "$(dirname "$0")/../../examples" && pwd)

layouts=$SCRATCH/layouts repo=$SCRATCH/shop.git bad=$SCRATCH/bad.git
layout=(--oci-layout "registry.example.com=$layouts")
prod=app-prod/myapp/latest.jsonl
push() { # TEXT
    "$examples/image.sh" "$layouts/acme/myapp" latest "$1"
}
at() { # TIME COMMAND WORD…
    "$WEIR" "$2" "${layout[@]}" --now "2026-03-$1Z" -C "$repo" "${@:3}"
}
codes() { # REPO [OPTION…]: of exceptions, sorted
    "$WEIR" audit -o json "$@" | jq -r '[.findings[] | select(.class != "note") | .code] | sort | join(" ")'
}
# An audit since T finds what the whole audit finds since T, and nothing that the whole does not find.
expect_since() { # NAME T [OPTION…]: of the bad repository
    local since=$2
    "$WEIR" audit -o json "$bad" "${@:3}" >"$SCRATCH/whole.json"
    "$WEIR" audit -o json "$bad" "${@:3}" --since "$since" >"$SCRATCH/since.json"
    expect_equal "$1" '[] []' "$(jq -rn --arg since "$since" --slurpfile whole "$SCRATCH/whole.json" \
        --slurpfile some "$SCRATCH/since.json" '
        ($whole[0] | .findings + .moves) as $all | ($some[0] | .findings + .moves) as $found |
        "\([$all[] | select((.time // "") >= $since)] - $found) \($found - $all)"')"
}
expect_codes() { # NAME CODES [OPTION…]: of the bad repository, and the status fits
    local name=$1 wanted=$2 found
    shift 2
    found=$(codes "$bad" "$@")
    expect_equal "$name" "$wanted" "$found"
    expect_status 'and the status says so' "$([[ -n $wanted ]] && echo 1 || echo 0)" \
        "$WEIR" audit "$bad" "$@"
    expect_since 'and since a time before the end the same' 2026-03-04T00:00:00Z "$@"
}

# --- forging
# A copy of the repository, and a clone of one of its branches.
forge() { # BRANCH
    cd "$SCRATCH" || exit 1
    rm -rf "$bad" "$SCRATCH/forged"
    cp -r "$repo" "$bad"
    git clone -q -b "$1" "$bad" "$SCRATCH/forged"
    cd "$SCRATCH/forged" || exit 1
}
plant() { # [OPTION…]: the clone's files become a commit on top
    git add -A
    git commit -qm "${SUBJECT:-weir: journal}"
    git push -q "$@" 2>/dev/null
}
# The clone's files become the whole history of the journal.
replant() {
    git checkout -q --orphan fresh
    git add -A
    git commit -qm 'weir: journal'
    git push -q --force origin fresh:weir-journal/main 2>/dev/null
}
# The hashes of a file's lines made consistent again.
rechain() { # FILE
    local prev line
    prev=$(printf %s "$1" | sha256sum | cut -d' ' -f1)
    while IFS= read -r line; do
        line="${line%\"prev\":*}\"prev\":\"$prev\"}"
        prev=$(printf %s "$line" | sha256sum | cut -d' ' -f1)
        printf '%s\n' "$line"
    done <"$1" >"$SCRATCH/chained"
    cp "$SCRATCH/chained" "$1"
}
record() { # FILE KIND TIME DIGEST COMMIT EVIDENCE: appended, well chained
    local prev
    prev=$(tail -1 "$1" | tr -d '\n' | sha256sum | cut -d' ' -f1)
    printf '{"v":1,"kind":"%s","time":"%s","digest":"%s","reference":"%s","commit":"%s","who":"weir <weir@localhost>","why":"%s","evidence":[{"kind":"soak","argument":"24h","outcome":"held","text":"%s"}],"prev":"%s"}\n' \
        "$2" "$3" "$4" registry.example.com/acme/myapp:latest "$5" \
        'the previous environment has another image' "$6" "$prev" >>"$1"
}

# --- a correct history
export GIT_AUTHOR_DATE=2026-02-01T00:00:00Z GIT_COMMITTER_DATE=2026-02-01T00:00:00Z
tree=$SCRATCH/tree
cp -r "$examples/shop" "$tree"
sed -i 's/^    - namespace: app-staging/&\n      gates: [{soak: 2h}]/; s/^    - namespace: app-prod/&\n      gates: [{soak: 24h}, {window: day}]/' \
    "$tree/promotion.yaml"
cat >>"$tree/weir.yaml" <<'END'
  windows:
  - name: day
    timeZone: Etc/UTC
    include: [{rrule: "FREQ=DAILY", from: "06:00", to: "20:00"}]
END
git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm 'shop'
git clone -q --bare "$tree" "$repo"
expect_status 'without a journal nothing can be audited: 2' 2 "$WEIR" audit "$repo"
expect_contains 'and it says how to begin' "$ERR" 'weir sync'
expect_status 'a folder has no history: 2' 2 "$WEIR" audit "$examples/shop"

one=$(push one)
at 01T00:00:00 import-image myapp:latest --from registry.example.com/acme/myapp:latest --scheduled \
    -n app-dev >/dev/null
for time in 01T02:00:00 02T02:00:00 02T06:00:00 02T09:00:00; do
    at $time sync >/dev/null
done
two=$(push two)
for time in 03T00:00:00 03T02:00:00 04T09:00:00; do
    at $time sync >/dev/null
done
expect_equal 'the second image came to prod' 1 "$(git -C "$repo" show main:app-prod/imagestream.yaml |
    grep -c "$two")"
at 05T00:00:00 rollback myapp -n app-prod --reason 'errors' >/dev/null
at 06T00:00:00 release myapp -n app-prod >/dev/null
export GIT_AUTHOR_DATE=2026-03-10T00:00:00Z GIT_COMMITTER_DATE=2026-03-10T00:00:00Z

expect_status 'a clean history: 0' 0 "$WEIR" audit "$repo"
expect_contains 'with its moves counted' "$OUT" '7 moves in 3 environments, 1 of them a rollback; no exceptions'
expect_contains 'the rollback is information' "$OUT" 'rolled-back  app-prod/myapp:latest'
expect_status 'with --since and --until: 0' 0 "$WEIR" audit "$repo" --since 2026-03-03 --until 2026-03-04
expect_contains 'it shows only moves of that time' "$OUT" '3 moves in 3 environments; no exceptions'
expect_status 'with -n: 0' 0 "$WEIR" audit "$repo" -n app-prod --since 7d --now 2026-03-10T00:00:00Z
expect_contains 'it shows only that namespace' "$OUT" '2 moves in 1 environment, 1 of them a rollback'
expect_status 'a misspelt namespace is an error' 2 "$WEIR" audit "$repo" -n app-prd
expect_contains 'that lists the namespaces' "$ERR" 'name one of: app-dev, app-prod, app-staging'
for time in yesterday 2026-13-01; do
    expect_status "2: --since $time" 2 "$WEIR" audit "$repo" --since $time
done
expect_status '2: --since later than --until' 2 "$WEIR" audit "$repo" --since 2026-03-03 --until 2026-03-01
expect_status 'as Markdown: 0' 0 "$WEIR" audit "$repo" -o markdown
expect_contains 'with the evidence of each move' "$OUT" 'window day: open since'
"$WEIR" audit "$repo" -o json >"$SCRATCH/json"
expect_equal 'as JSON with the evidence' 'soak 24h: in app-staging since 2026-03-03T02:00:00Z' \
    "$(jq -r '.moves[] | select(.namespace == "app-prod" and .kind == "promoted" and (.time | startswith("2026-03-04"))) | .evidence[0]' "$SCRATCH/json")"
expect_equal 'and the commit of the journal' "$(git -C "$repo" rev-parse weir-journal/main~1)" \
    "$(jq -r '.moves[-1].journalCommit' "$SCRATCH/json")"

git clone -q "$repo" "$SCRATCH/clone"
expect_status 'a clone is audited with the journal that it fetched' 0 "$WEIR" audit "$SCRATCH/clone"
cp "$OUT" "$SCRATCH/of-clone"
"$WEIR" audit "$repo" >"$SCRATCH/of-bare"
expect_same 'with the same result' "$SCRATCH/of-bare" "$SCRATCH/of-clone"
git clone -q --depth 2 --no-single-branch "file://$repo" "$SCRATCH/shallow"
expect_status 'a shallow clone is not fully audited: 1' 1 "$WEIR" audit "$SCRATCH/shallow"
expect_contains 'and says why' "$OUT" 'the repository is a shallow clone'
expect_equal 'and has no other finding' 'history-missing history-missing' "$(codes "$SCRATCH/shallow")"

mkdir "$SCRATCH/served"
cp -r "$repo" "$SCRATCH/served/shop.git"
git_http_start web "$SCRATCH/served"
url=http://$(server_get web host)/shop.git
echo "plainHTTP: [\"$(server_get web host)\"]" >"$SCRATCH/web.yaml"
for try in first second; do
    expect_status "a URL is audited, the $try time: 0" 0 "$WEIR" audit "$url" --config "$SCRATCH/web.yaml"
    expect_same 'with the same result' "$SCRATCH/of-bare" "$OUT"
done
expect_equal 'and its history is not kept' '' "$(find "$SCRATCH" -name aside)"
"$WEIR" diff "${layout[@]}" --config "$SCRATCH/web.yaml" "$url" >/dev/null
expect_status 'a URL with a shallow cache: 0' 0 "$WEIR" audit "$url" --config "$SCRATCH/web.yaml"
expect_same 'with the same result' "$SCRATCH/of-bare" "$OUT"
server_stop web

# --- the journal is changed
forge weir-journal/main
sed -i '2s/promoted/pinned/' $prod
plant
expect_codes 'a changed line is found' 'chain-broken journal-rewritten'
expect_contains 'with its place' "$OUT" "$prod:2: the line differs"

forge weir-journal/main
sed -i '2s/app-staging since 2026-03-03/app-staging since 2026-03-01/' $prod
rechain $prod
plant
expect_codes 'a changed line with a new chain is found' 'journal-rewritten'

forge weir-journal/main
sed -i '1{h;d};2{G}' $prod
plant
expect_codes 'two exchanged lines are found' 'chain-broken journal-rewritten'

forge weir-journal/main
sed -i '$d' app-staging/myapp/latest.jsonl
plant
expect_codes 'a removed last line is found' 'journal-rewritten move-without-record soak-short'
expect_contains 'with the move that has no record now' "$OUT" "move-without-record  app-staging/myapp:latest  ${two:0:19}"

forge weir-journal/main
sed -i '1d' $prod
rechain $prod
plant
expect_codes 'a removed line with a new chain is found' 'journal-rewritten move-without-record'

forge weir-journal/main
rm -r app-prod
plant
expect_codes 'a removed file is found' \
    'journal-rewritten move-without-record move-without-record move-without-record'

forge weir-journal/main
echo 'x' >notes.txt
plant
expect_codes 'a foreign file in the journal is found' 'foreign-file'
expect_contains 'and named' "$OUT" 'notes.txt'

forge weir-journal/main
git commit -q --amend --reset-author --date=2026-03-09T00:00:00Z -m 'weir: journal of another'
git push -qf 2>/dev/null
expect_codes 'another last commit alone is not found' ''
echo 'ann namespaces="git" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8LtqWzA1QxW3bkNm9DqdXhRZ2pVjTnGmS4uYcK6e0f' \
    >"$SCRATCH/nobody"
echo "requireSignedCommits: {allowedSigners: $SCRATCH/nobody}" >"$SCRATCH/nobody.yaml"
expect_codes 'but it is when signatures are required' "$(printf 'unsigned %.0s' {1..15} | sed 's/ $//')" \
    --config "$SCRATCH/nobody.yaml"

forge weir-journal/main
replant
expect_codes 'a journal with another history is found' 'journal-replaced'

forge weir-journal/main
sed -i '2d' $prod
rechain $prod
replant
expect_codes 'a journal without one of its records is found' 'journal-replaced move-without-record'

forge weir-journal/main
git push -q origin :weir-journal/main 2>/dev/null
expect_codes 'a removed journal is found' "journal-replaced$(printf ' move-without-record%.0s' {1..7})"

forge weir-journal/main
git reset -q --hard HEAD~2
git push -qf 2>/dev/null
expect_codes 'removed last records are found' 'journal-replaced move-without-record'

# --- records are forged
forge weir-journal/main
record $prod promoted 2026-03-08T09:00:00Z "$two" 0123456789012345678901234567890123456789 \
    'soak 24h: in app-staging since 2026-03-03T02:00:00Z'
plant
expect_codes 'a record of a missing commit is found' 'record-without-commit'

forge weir-journal/main
record $prod promoted 2026-03-08T09:00:00Z "$two" "$(git -C "$repo" rev-parse main)" \
    'soak 24h: in app-staging since 2026-03-03T02:00:00Z'
plant
expect_codes 'a record whose commit has another image is found' 'record-without-commit'

# --- moves are made by hand
by_hand() { # NAMESPACE DIGEST
    sed -i "s/sha256:[0-9a-f]*/$2/" "$1/imagestream.yaml"
    SUBJECT='hotfix' plant
}
last_repo=$repo
forge main
by_hand app-prod "$two"
expect_codes 'a hand move that no run recorded is found' 'denied-pinned move-without-record'
repo=$bad
at 10T00:00:00 sync >/dev/null
repo=$last_repo
expect_codes 'and one that a run recorded' 'denied-pinned moved-by-hand'
expect_contains 'with its author' "$OUT" 'Ada <ada@example.org>'

forge main
three=$(push three)
by_hand app-prod "$three"
git fetch -q && git checkout -q weir-journal/main
record $prod promoted 2026-03-10T09:00:00Z "$three" "$(git -C "$bad" rev-parse main)" \
    'soak 24h: in app-staging since 2026-03-09T02:00:00Z'
plant
expect_codes 'a hand move is found although its record says promoted' \
    'moved-by-hand not-in-predecessor'

# Both branches are forged: a record of trailers, or of a rollback, that no commit has.
forge main
by_hand app-prod "$two"
git fetch -q && git checkout -q weir-journal/main
for kind in promoted rolledBack; do
    git reset -q --hard origin/weir-journal/main
    record $prod $kind 2026-03-10T09:00:00Z "$two" "$(git -C "$bad" rev-parse main)" \
        'soak 24h: in app-staging since 2026-03-03T02:00:00Z'
    sed -i '$s/"who":/"source":"'"$(git -C "$bad" rev-parse main~1)"'",&/' $prod
    rechain $prod
    plant
    expect_codes "a hand move is found although its record says $kind and names a source" \
        'denied-pinned moved-by-hand'
    git push -q --force origin HEAD~1:weir-journal/main && git fetch -q
done

forge main
rm -rf "$SCRATCH/forged/weir.yaml"
parent=$(git rev-parse HEAD)
sed -i "s/sha256:[0-9a-f]*/$three/" app-prod/imagestream.yaml
SUBJECT="weir: app-prod/myapp:latest

* app-prod/myapp:latest

Weir-Move: promoted app-prod/myapp:latest $one $three
Weir-Source-Commit: $parent
Weir-Journal: main $(git rev-parse origin/weir-journal/main)"
plant
unset SUBJECT
git fetch -q && git checkout -q weir-journal/main
record $prod promoted 2026-03-10T09:00:00Z "$three" "$(git -C "$bad" rev-parse main)" \
    'soak 24h: in app-staging since 2026-03-09T02:00:00Z'
plant
expect_codes 'and although its commit looks like one of weir and removes the window' \
    'gate-without-evidence not-in-predecessor soak-short'

# --- merges
forge main
git reset -q --hard HEAD~3
echo 'x' >notes.txt
git add -A
git commit -qm 'notes'
git merge -q --no-edit origin/main >/dev/null
git push -q 2>/dev/null
expect_codes 'a branch that continues as the second parent of a merge is audited' ''
git checkout -q -b feature HEAD~1
echo 'y' >more.txt
git add -A
git commit -qm 'more'
git checkout -q main
git merge -q --no-ff --no-edit feature >/dev/null
git push -q 2>/dev/null
expect_codes 'and as the first parent of another' ''
expect_contains 'with all its moves' "$OUT" '7 moves in 3 environments'

# --- requests of a person
forge main
repo=$bad
at 11T00:00:00 sync >/dev/null
at 11T01:00:00 promote myapp --to app-staging --override-gates --reason 'now' >/dev/null
repo=$last_repo
expect_codes 'overridden gates are found' 'gate-passed-over'
expect_contains 'with the gate and the person' "$OUT" 'passed over: soak 2h'
expect_contains 'and with the name of the person' "$OUT" 'Ada <ada@example.org>'

# --- signatures
ssh-keygen -q -t ed25519 -N '' -C weir -f "$SCRATCH/key"
ssh-keygen -q -t ed25519 -N '' -C other -f "$SCRATCH/other"
echo "weir namespaces=\"git\" $(<"$SCRATCH/key.pub")" >"$SCRATCH/signers"
echo "requireSignedCommits: {allowedSigners: $SCRATCH/signers}
commits: {signingKey: $SCRATCH/key}" >"$SCRATCH/config.yaml"
signed=$SCRATCH/signed.git
git -C "$tree" -c gpg.format=ssh -c user.signingKey="$SCRATCH/key" commit -q -S --amend -m shop
git clone -q --bare "$tree" "$signed"
repo=$signed
at 01T00:00:00 import-image myapp:latest --from registry.example.com/acme/myapp:latest --scheduled \
    -n app-dev --config "$SCRATCH/config.yaml" >/dev/null
at 01T02:00:00 sync --config "$SCRATCH/config.yaml" >/dev/null
expect_status 'a journal signed by an allowed key has no finding: 0' 0 "$WEIR" audit "$signed" \
    --config "$SCRATCH/config.yaml"
expect_contains 'the moves are shown' "$OUT" '2 moves'
forge weir-journal/main
record app-staging/myapp/latest.jsonl held 2026-03-10T00:00:00Z "$three" \
    "$(git -C "$bad" rev-parse main)" x
git add -A
git -c gpg.format=ssh -c user.signingKey="$SCRATCH/other" commit -q -S -m 'weir: journal'
git push -q 2>/dev/null
expect_codes 'a forged record by a key that is not allowed is found' \
    'record-without-commit signer-not-allowed' --config "$SCRATCH/config.yaml"

# People sign by OpenPGP what the runner signs for by SSH.
export GNUPGHOME=$SCRATCH/gnupg
mkdir -m 700 "$GNUPGHOME"
at_end gpgconf --kill all
gpg_key() { # NAME: makes a key; its fingerprint
    gpg -q --batch --pinentry-mode loopback --passphrase '' \
        --quick-gen-key "$1 <$1@example.org>" ed25519 sign never 2>/dev/null
    gpg -q --list-keys --with-colons "$1" 2>/dev/null | sed -n 's/^fpr:*\([0-9A-F]*\):/\1/p' | head -1
}
ann=$(gpg_key ann) eve=$(gpg_key eve)
gpg -q --export ann eve >"$SCRATCH/ring.gpg"
trusting() { # FILE [FINGERPRINT]: a configuration of the runner's keys, and of that OpenPGP key
    echo "requireSignedCommits:
  allowedSigners: $SCRATCH/signers${2:+
  gpgKeyring: $SCRATCH/ring.gpg
  gpgFingerprints: [$2]}
commits: {signingKey: $SCRATCH/key}" >"$SCRATCH/$1"
}
trusting ann.yaml "$ann" && trusting eve.yaml "$eve" && trusting ssh.yaml
by_openpgp() { # KEY [OPTION…]: the clone's files become a signed commit on top
    git add -A
    git -c user.signingKey="$1" commit -q -S "${@:2}"
    git push -q --force 2>/dev/null
}
forge main
sed -i "s/sha256:[0-9a-f]*/$two/" app-dev/imagestream.yaml
by_openpgp "$ann" -m 'dev has the second image'
moved=$(git rev-parse --short=7 HEAD)
expect_codes 'a hand move in a commit signed with OpenPGP has no record yet' move-without-record \
    --config "$SCRATCH/ann.yaml"
repo=$bad
expect_status 'the runner accepts it' 0 at 11T00:00:00 sync --config "$SCRATCH/ann.yaml"
expect_status 'and promotes the moved image' 0 at 11T03:00:00 sync --config "$SCRATCH/ann.yaml"
expect_codes 'and then there is no finding' '' --config "$SCRATCH/ann.yaml"
expect_contains 'with the person'"'"'s move and its promotion' "$OUT" '4 moves in 2 environments'
for config in ssh eve; do
    expect_codes "there is one where the key is not allowed ($config)" signer-not-allowed \
        --config "$SCRATCH/$config.yaml"
    expect_contains "with the commit ($config)" "$OUT" "$moved"
done
cp -r "$bad" "$SCRATCH/openpgp.git"
repo=$SCRATCH/openpgp.git
for key in ann eve; do
    forge weir-journal/main
    GIT_COMMITTER_DATE=2026-03-12T00:00:00Z by_openpgp "${!key}" --amend --no-edit
    expect_codes "a journal commit signed with OpenPGP ($key)" \
        "$([[ $key == eve ]] && echo signer-not-allowed)" --config "$SCRATCH/ann.yaml"
done
repo=$signed
forge main
sed -i "s/sha256:[0-9a-f]*/$two/" app-dev/imagestream.yaml
by_openpgp "$eve" -m 'dev has the second image'
repo=$bad
expect_status 'the runner refuses a commit by another key' 2 at 11T00:00:00 sync \
    --config "$SCRATCH/ann.yaml"
at 11T00:00:00 sync --config "$SCRATCH/eve.yaml" >/dev/null
expect_codes 'the audit finds what it did while that key was allowed' signer-not-allowed \
    --config "$SCRATCH/ann.yaml"
expect_contains 'with the key' "$OUT" "$eve"
repo=$last_repo

# --- many moves
cd "$SCRATCH" || exit 1
many=$SCRATCH/many.git
rm -rf "$tree" && mkdir "$tree"
for stream in a b c d; do
    for environment in dev staging prod; do
        mkdir -p "$tree/$environment"
        printf 'apiVersion: image.openshift.io/v1\nkind: ImageStream\n' >"$tree/$environment/$stream.yaml"
        printf 'metadata: {name: %s, namespace: app-%s}\n' $stream $environment \
            >>"$tree/$environment/$stream.yaml"
    done
    printf 'spec:\n  tags:\n  - name: latest\n    importPolicy: {scheduled: true}\n    from: {kind: DockerImage, name: "registry.example.com/acme/myapp:latest"}\n' \
        >>"$tree/dev/$stream.yaml"
done
sed -e 's/myapp/a, b, c, d/' "$examples/shop/promotion.yaml" >"$tree/promotion.yaml"
git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm 'many'
git clone -q --bare "$tree" "$many"
repo=$many
for ((i = 10; i < 94; i++)); do
    push "many $i" >/dev/null
    at "$(printf '12T00:%02d:%02d' $((i / 2)) $((i % 2 * 30 + 10)))" sync >/dev/null
done
begin=$(date +%s%N)
expect_status 'a thousand moves: 0' 0 "$WEIR" audit "$many"
took=$((($(date +%s%N) - begin) / 1000000))
expect_contains 'and all of them are counted' "$OUT" '1008 moves in 3 environments; no exceptions'
echo "# 1,008 moves in 84 commits were audited in $took ms"
expect "in seconds ($took ms)" test "$took" -lt 10000
finish
