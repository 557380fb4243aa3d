#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Signatures compared with ssh-keygen, git and gpg: each side accepts the other's signatures, and
# weir refuses what they refuse. $TOOL is signature_tool.c, $WEIR the program.
# shellcheck source=../../e2e/lib.sh
. "$(dirname "$0")/../../e2e/lib.sh"
# shellcheck source=../../e2e/servers.sh
. "$(dirname "$0")/../../e2e/servers.sh"
examples=$(cd "$(dirname "$0")/../../../examples" && pwd)
cd "$SCRATCH" || exit 1
umask 077

# Keys of every kind and in every form.
declare -A kinds=([ed25519]='-t ed25519' [p256]='-t ecdsa -b 256' [p384]='-t ecdsa -b 384'
    [p521]='-t ecdsa -b 521' [rsa]='-t rsa -b 2048' [pkcs8]='-t ecdsa -b 256 -m PKCS8'
    [pkcs1]='-t rsa -b 3072 -m PEM' [sec1]='-t ecdsa -b 384 -m PEM')
for name in "${!kinds[@]}"; do
    # shellcheck disable=SC2086
    ssh-keygen -q ${kinds[$name]} -N '' -C "$name key" -f "$name"
done
openssl genpkey -algorithm ed25519 -out pem 2>/dev/null
for name in "${!kinds[@]}"; do
    printf '%s@example.org namespaces="git" %s\n' "$name" "$(<"$name.pub")"
done >signers
head -c 5000 /dev/urandom >bytes

for name in "${!kinds[@]}"; do
    expect_status "$name: a signature is made" 0 "$TOOL" sign "$name" file bytes
    cp "$OUT" "$name.sig"
    printf 'me %s\n' "$(<"$name.pub")" >me
    expect "$name: that ssh-keygen finds good" sh -c \
        "ssh-keygen -Y verify -f me -I me -n file -s $name.sig <bytes"
    ssh-keygen -q -Y sign -f "$name" -n file <bytes >"$name.theirs" 2>/dev/null
    case $name in
    ed25519 | rsa | pkcs1)
        expect_same "$name: it has the bytes of ssh-keygen's own signature" "$name.theirs" "$name.sig" ;;
    esac
done

# Commits that git signed.
git init -q work && cd work || exit 1
git config gpg.format ssh
git config gpg.ssh.allowedSignersFile "$SCRATCH/signers"
export TOOL_SIGNERS=$SCRATCH/signers
raw() { git cat-file commit "${1-HEAD}" >"$SCRATCH/commit"; }
commit_by() { # KEY [OPTION…]
    git -c user.signingKey="$SCRATCH/$1" commit -q -S --allow-empty -m "by $1" "${@:2}"
}
judged() { # NAME STATUS WORDS
    expect_status "$1" "$2" "$TOOL" judge "$SCRATCH/commit"
    [[ -z $3 ]] || expect_contains "$1, and why" "$([[ $2 == 2 ]] && echo "$ERR" || echo "$OUT")" "$3"
}
for name in "${!kinds[@]}"; do
    commit_by "$name" && raw
    judged "$name: a commit that git signed is trusted" 0 "yes: $name@example.org"
done
commit_by ed25519 && raw
good=$(git rev-parse HEAD)

# Refusals; git refuses most of these too.
refused() { # NAME WORDS [GIT-TAKES-IT]: the commit in $SCRATCH/commit
    local id
    id=$(git hash-object -t commit -w --literally --stdin <"$SCRATCH/commit")
    judged "$1 is not trusted" 1 "$2"
    [[ -n ${3-} ]] || expect_not "$1 is not good for git either" git verify-commit "$id"
}
git commit -q --allow-empty -m unsigned && raw
refused 'an unsigned commit' 'the commit has no signature'
ssh-keygen -q -t ed25519 -N '' -f "$SCRATCH/stranger"
commit_by stranger && raw
refused 'a commit by an unknown key' "the signing key $(ssh-keygen -lf "$SCRATCH/stranger" |
    cut -d' ' -f2) isn't allowed"
raw "$good" && sed -i 's/by ed25519/by Ed25519/' "$SCRATCH/commit"
refused 'a commit whose message was changed' 'the signature does not match'
raw "$good" && printf '\0more' >>"$SCRATCH/commit"
refused 'a commit with bytes behind a NUL' 'the commit has a NUL byte'
# A signature in the message, which libgit2 would accept.
raw "$good"
sed -n '/^gpgsig /,/END SSH/p' "$SCRATCH/commit" >"$SCRATCH/field"
{ sed '/^gpgsig /,/END SSH/d' "$SCRATCH/commit" && cat "$SCRATCH/field"; } >"$SCRATCH/forged"
mv "$SCRATCH/forged" "$SCRATCH/commit"
refused 'a commit whose message holds the signature' 'the commit has no signature'
raw "$good" && sed -i 's/^gpgsig /gpgsig-sha256 /' "$SCRATCH/commit"
refused 'a commit whose signature is for SHA-256' 'a signature of an unknown kind'
raw "$good" && sed -i 's/^ -----END SSH SIGNATURE-----$/&\n more/' "$SCRATCH/commit"
refused 'a commit with bytes after the armor' 'signature has no end line, or more data after that line' strict
raw "$good"
{ sed '/END SSH/q' "$SCRATCH/commit" && cat "$SCRATCH/field" &&
    sed '1,/END SSH/d' "$SCRATCH/commit"; } >"$SCRATCH/forged"
mv "$SCRATCH/forged" "$SCRATCH/commit"
refused 'a commit with two signatures' 'more than one signature' strict
raw "$good"
sed '/^gpgsig /,/END SSH/d' "$SCRATCH/commit" >"$SCRATCH/payload"
"$TOOL" sign "$SCRATCH/ed25519" file "$SCRATCH/payload" | sed '1s/^/gpgsig /; 2,$s/^/ /' \
    >"$SCRATCH/field"
{ sed '/^$/,$d' "$SCRATCH/payload" && cat "$SCRATCH/field" && sed -n '/^$/,$p' "$SCRATCH/payload"; } \
    >"$SCRATCH/commit"
refused 'a commit signed for another namespace' 'made for something other'

# The restrictions in a line of allowed_signers.
raw "$good"
restricted() { # NAME OPTIONS STATUS WORDS
    printf 'a@b %s %s\n' "$2" "$(<"$SCRATCH/ed25519.pub")" >"$SCRATCH/signers"
    judged "$1" "$3" "$4"
    if (($3)); then
        expect_not "$1, and by git" git verify-commit "$good"
    else
        expect "$1, and by git" git verify-commit "$good"
    fi
}
GIT_COMMITTER_DATE='2026-03-01T12:00:00Z' commit_by ed25519 && raw && good=$(git rev-parse HEAD)
restricted 'a key for everything is taken' '' 0 yes
restricted 'a key for git among others is taken' 'namespaces="file,git"' 0 yes
restricted 'a key for a pattern is taken' 'namespaces="g*t"' 0 yes
restricted 'a key for files is refused' 'namespaces="file"' 1 'namespaces'
restricted 'a key whose time is over is refused' 'valid-before="20260301Z"' 1 \
    'was valid only until 2026-03-01T00:00:00Z (line 1 of the allowed signers)'
restricted 'a key whose time is to come is refused' 'valid-after="20260301120001Z"' 1 \
    'is valid only from 2026-03-01T12:00:01Z'
restricted 'a key within its time is taken' \
    'valid-after="202603011200Z",valid-before="202603011201Z"' 0 yes
restricted 'times are those of the zone' 'valid-after="20260301115959"' 0 yes
TZ=UTC-2 restricted 'times are those of another zone' 'valid-before="20260301135959"' 1 valid
restricted 'the key of an authority is refused' cert-authority 1 'a certificate authority'
printf 'a@b sudo="x" %s\n' "$(<"$SCRATCH/ed25519.pub")" >"$SCRATCH/signers"
judged 'an option that is not known is an error' 2 'the option is unknown'
expect_contains 'with its place' "$ERR" 'signers:1'
rm "$SCRATCH/signers"
judged 'a file that is not there is an error' 2 'reading the allowed signers'

# OpenPGP.
cd "$SCRATCH" || exit 1
export GNUPGHOME=$SCRATCH/gnupg
mkdir -p "$GNUPGHOME"
at_end gpgconf --kill all
gpg_key() { # NAME [OPTION…]
    gpg -q --batch --pinentry-mode loopback --passphrase '' "${@:2}" \
        --quick-gen-key "$1 <$1@example.org>" ed25519 sign "${expires-never}" 2>/dev/null
    gpg --list-keys --with-colons "$1" | sed -n 's/^fpr:*\([0-9A-F]*\):/\1/p' | head -1
}
eve=$(gpg_key eve) ann=$(gpg_key ann)
past=(--faked-system-time 20240101T000000)
old=$(expires=1y gpg_key old "${past[@]}")
printf '#!/bin/sh\nexec gpg %s "$@"\n' "${past[*]}" >gpg-past && chmod +x gpg-past
gpg -q --export ann eve old >ring.gpg
gpg -q --export eve >eve.gpg
cd work && git config gpg.format openpgp && unset TOOL_SIGNERS
git -c user.signingKey="$ann" commit -q -S --allow-empty -m ann && raw
judged 'OpenPGP counts only where it is asked for' 1 'only SSH keys are allowed'
export TOOL_KEYRING=$SCRATCH/ring.gpg TOOL_FINGERPRINT=$ann
judged 'a commit by an allowed OpenPGP key is trusted' 0 "yes: $ann"
TOOL_FINGERPRINT=$(sed 's/..../& /g' <<<"${ann,,}") \
    judged 'a fingerprint may be in groups' 0 "yes: $ann"
TOOL_KEYRING=../ring.gpg judged 'a keyring may be relative' 0 "yes: $ann"
TOOL_FINGERPRINT=$eve judged 'a key that is only in the keyring is not enough' 1 \
    "the OpenPGP key $ann isn't allowed"
TOOL_KEYRING=$SCRATCH/eve.gpg judged 'nor is one that is only listed' 1 "isn't in the keyring"
TOOL_KEYRING=$SCRATCH/none judged 'a keyring that is not there is an error' 2 'reading the keyring'
TOOL_FINGERPRINT=abc judged 'nor is a short id a fingerprint' 2 'is not a fingerprint'
expect_status 'without gpgv it is unknown' 2 env PATH="$SCRATCH" "$TOOL" judge "$SCRATCH/commit"
expect_contains 'which is reported' "$ERR" "can't be verified: gpgv is not installed"
mkdir -p "$SCRATCH/bin"
printf '#!/bin/sh\nyes "[GNUPG:] NEWSIG"\n' >"$SCRATCH/bin/gpgv" && chmod +x "$SCRATCH/bin/gpgv"
PATH=$SCRATCH/bin:$PATH judged 'an answer without end is an error' 2 'printed more than 65536 bytes'
sed -i 's/ann$/Ann/' "$SCRATCH/commit"
refused 'a changed OpenPGP commit' 'the signature does not match'
git -c user.signingKey="$old" -c gpg.program="$SCRATCH/gpg-past" commit -q -S --allow-empty -m old
raw
TOOL_FINGERPRINT=$old judged 'an OpenPGP key that has expired is refused' 1 'the key has expired'
git -c gpg.format=ssh -c user.signingKey="$SCRATCH/p256" commit -q -S --allow-empty -m ssh && raw
judged 'SSH counts only where it is asked for' 1 'only OpenPGP keys are allowed'

# Keys that are refused.
cd "$SCRATCH" || exit 1
unusable() { # NAME FILE WORDS
    expect_status "$1 is refused" 2 "$TOOL" sign "$2" git bytes
    expect_contains "$1 is refused, and why" "$ERR" "$3"
    expect_lacks "$1 is refused without its bytes" "$ERR" AAAA
}
ssh-keygen -q -t ed25519 -N secret -f locked
unusable 'a key with a passphrase' locked 'the key needs a passphrase'
expect_contains 'with a hint' "$ERR" 'ssh-keygen -p'
openssl pkcs8 -topk8 -in pem -out locked8 -passout pass:secret
unusable 'a PKCS#8 key with a passphrase' locked8 'the key needs a passphrase'
ssh-keygen -q -t rsa -b 2048 -m PEM -N secret -f locked1
unusable 'a PKCS#1 key with a passphrase' locked1 'the key needs a passphrase'
ssh-keygen -q -t rsa -b 1024 -N '' -f small
unusable 'a small RSA key' small 'an RSA key of 1024 bits'
cp ed25519 open && chmod 640 open
unusable 'a key that others may read' open 'other users may use the file (mode 640)'
unusable 'a public key' ed25519.pub 'the file contains no private key that can be read'
unusable 'a folder' work 'not a regular file'
unusable 'a file that is not there' none 'No such file'
openssl genpkey -algorithm ed448 -out other 2>/dev/null
unusable 'a key of another kind' other 'not an Ed25519 key, an RSA key or an ECDSA key'
head -c 300 ed25519 >cut
unusable 'half a key' cut 'damaged'
expect_status 'a PKCS#8 key of Ed25519 is accepted' 0 "$TOOL" sign pem git bytes

# The program: a bare repository of a shop with something to do.
layouts=$SCRATCH/layouts image=registry.example.com/acme/myapp
layout=(--oci-layout "registry.example.com=$layouts")
"$examples/image.sh" "$layouts/acme/myapp" latest one >/dev/null
cp -r "$examples/shop" shop && chmod -R u+rwX shop
"$WEIR" tag --scheduled "$image:latest" app-dev/myapp:latest "${layout[@]}" -C shop >/dev/null
sed -i 's/@sha256:[0-9a-f]*//' shop/app-dev/*.yaml
for name in ed25519 rsa p256 stranger; do printf '%s %s\n' "$name" "$(<$name.pub)"; done >some
sed '/^stranger/d' some >signers
git -C shop init -q && git -C shop add -A
git -C shop -c gpg.format=ssh -c user.signingKey="$SCRATCH/rsa" commit -q -S -m start
printf 'requireSignedCommits: {allowedSigners: signers}\ncommits: {signingKey: ed25519}\n' >config
fresh() { rm -rf "$1.git" && git clone -q --bare shop "$1.git"; }
fresh one && fresh two
now=(--now 2026-11-21T12:00:00Z)
with=("${layout[@]}" --config config "${now[@]}")
expect_status 'sync: a signed tip is accepted' 0 "$WEIR" sync "${with[@]}" one.git
first=$(git -C one.git rev-parse main)
git -C one.git config gpg.ssh.allowedSignersFile "$SCRATCH/signers"
expect 'the new commit is good for git' git -C one.git verify-commit main
expect 'and for fsck' git -C one.git fsck --strict
expect_status 'sync: and is accepted by the next run' 0 "$WEIR" sync "${with[@]}" one.git
expect_equal 'which has nothing to do' "$first" "$(git -C one.git rev-parse main)"
expect_status 'sync: in another clone' 0 "$WEIR" sync "${with[@]}" two.git
expect_equal 'the same input makes the same signed commit' "$first" \
    "$(git -C two.git rev-parse main)"
fresh two && git -C two.git config core.hooksPath /dev/null
printf 'requireSignedCommits: {allowedSigners: signers}\n' >unsigning
expect_status 'a commit that the next run would refuse is not made' 1 "$WEIR" sync "${layout[@]}" \
    --config unsigning "${now[@]}" two.git
expect_contains 'and the message says so' "$OUT" 'would refuse its own new commit: the commit has no signature'
expect_equal 'nothing moved' "$(git -C shop rev-parse main)" "$(git -C two.git rev-parse main)"
printf 'requireSignedCommits: {allowedSigners: signers}\ncommits: {signingKey: stranger}\n' >alien
expect_status 'neither is one by a key that is not allowed' 1 "$WEIR" sync "${layout[@]}" \
    --config alien "${now[@]}" two.git
printf 'commits: {signingKey: p256}\n' >p256.yaml
expect_status 'an ECDSA key signs' 0 "$WEIR" sync "${layout[@]}" --config p256.yaml two.git
git -C two.git config gpg.ssh.allowedSignersFile "$SCRATCH/signers"
expect 'and git finds it good' git -C two.git verify-commit main

# A signed journal that is lost begins again only when a person says so, once.
fresh four
journal=refs/heads/weir-journal/main
trailer() { git -C four.git log -1 --format="%(trailers:key=$1,valueonly)" "$2" | head -n 1; }
expect_status 'lost journal: it begins' 0 "$WEIR" sync "${with[@]}" four.git
named=$(git -C four.git rev-parse $journal)
expect_status 'and the branch names it' 0 "$WEIR" tag --scheduled "$image:latest" app-dev/myapp:more "${with[@]}" \
    -C four.git
expect_equal 'in a trailer' "main $named" "$(trailer Weir-Journal main)"
git -C four.git update-ref -d $journal
tip=$(git -C four.git rev-parse main)
expect_status 'it is lost: sync' 1 "$WEIR" sync "${with[@]}" four.git
expect_contains 'says what to do' "$OUT" \
    "the branch names its commit $named: push that commit as \"weir-journal/main\" again, or begin a new journal with"
expect_equal 'and begins none' "$tip " \
    "$(git -C four.git rev-parse main) $(git -C four.git rev-parse -q --verify $journal)"
expect_status 'a person accepts it' 0 "$WEIR" sync --accept-rewind "${with[@]}" four.git
expect_equal 'which is recorded' "$named" "$(trailer Weir-Accepted $journal)"
expect 'and signed' git -C four.git -c gpg.ssh.allowedSignersFile="$SCRATCH/signers" verify-commit $journal
expect_equal 'the branch names no new journal yet' "$tip" "$(git -C four.git rev-parse main)"
expect_status 'the next run needs no word' 0 "$WEIR" sync "${with[@]}" four.git
expect_status 'an audit finds it' 1 "$WEIR" audit "${with[@]:2}" four.git
expect_contains 'and who accepted it' "$OUT" "a person accepted the new journal in its commit $(git -C four.git rev-parse $journal)"

# The same with a server and a cache.
git_http_start plain "$SCRATCH"
fresh two && fresh three
url=("${with[@]}" --plain-http localhost)
# shellcheck disable=SC2154
{
    expect_status 'sync: a signed tip of a URL is accepted' 0 "$WEIR" sync "${url[@]}" \
        "$plain_url/two.git"
    expect_status 'sync: and another, by another cache' 0 "$WEIR" sync "${url[@]}" \
        "$plain_url/three.git"
    expect_equal 'what is pushed is the same signed commit' "$first $first" \
        "$(git -C two.git rev-parse main) $(git -C three.git rev-parse main)"
    expect_status 'sync: which is then accepted' 0 "$WEIR" sync "${url[@]}" \
        "$plain_url/two.git"
    git -C shop commit -q --allow-empty -m unsigned && git -C shop push -qf ../two.git main
    expect_status 'sync: an unsigned tip of a URL is an error' 2 "$WEIR" sync "${url[@]}" \
        "$plain_url/two.git"
    expect_contains 'that says so' "$ERR" ': the commit has no signature'
    git -C shop reset -q --hard HEAD~

    back() { git -C shop push -qf ../two.git main; }
    went_on() { [[ $(git -C two.git rev-parse main~) == $(git -C shop rev-parse main) ]]; }
    back
    expect_status 'sync: an older signed tip of a URL is an error' 2 "$WEIR" sync "${url[@]}" \
        "$plain_url/two.git"
    expect_contains 'that names the newer tip' "$ERR" \
        "branch \"main\" was rewound: its history does not have $first"
    expect_status 'diff: too' 2 "$WEIR" diff "${url[@]}" "$plain_url/two.git"
    expect_status 'diff: --accept-rewind accepts it' 1 "$WEIR" diff --accept-rewind "${url[@]}" \
        "$plain_url/two.git"
    expect_status 'sync: with it permanently' 0 "$WEIR" sync "${url[@]}" "$plain_url/two.git"
    expect 'and goes on from there' went_on
    back
    "$WEIR" run --accept-rewind --interval 1s "${url[@]}" "$plain_url/two.git" >"$OUT" 2>"$ERR" &
    running=$!
    at_end kill "$running"
    for ((wait = 0; wait < 200; wait++)); do
        went_on && break
        sleep 0.1
    done
    expect 'run: --accept-rewind takes what stands at its beginning' went_on
    expect_lacks 'without a message' "$ERR" 'was rewound'
    sleep 1
    back # its commit is gone
    for ((wait = 0; wait < 200; wait++)); do
        grep -q 'was rewound' "$ERR" && break
        sleep 0.1
    done
    expect_contains 'and a later rewind is refused' "$ERR" 'was rewound'
    kill "$running" && wait "$running"
}

# Tips that every command refuses.
git -C shop commit -q --allow-empty -m unsigned
fresh two
tip=$(git -C two.git rev-parse main)
for command in sync diff 'get streams' "import-image app-dev/myapp:latest" \
    "tag $image:latest app-dev/myapp:other" lint; do
    name=${command%% *} options=("${with[@]}")
    [[ $name == lint ]] && options=(--config config)
    # shellcheck disable=SC2086
    expect_status "$name: an unsigned tip is an error" 2 "$WEIR" $command "${options[@]}" -C two.git
    expect_contains "$name: that names the commit and why" "$ERR" \
        "refusing commit $tip: the commit has no signature"
done
expect_equal 'and nothing was written' "$tip" "$(git -C two.git rev-parse main)"
timeout 5 "$WEIR" run --interval 1s "${with[@]}" two.git >"$OUT" 2>"$ERR"
expect_contains 'run: says it' "$ERR" ': the commit has no signature'
expect_equal 'and writes nothing' "$tip" "$(git -C two.git rev-parse main)"
git -C shop -c gpg.format=ssh -c user.signingKey="$SCRATCH/stranger" commit -q -S --amend \
    --allow-empty -m x
fresh two
expect_status 'a tip by a stranger is an error' 2 "$WEIR" diff "${with[@]}" two.git
expect_contains 'that names the key' "$ERR" "the signing key SHA256:"
cp some signers
expect_status 'until the key is allowed' 1 "$WEIR" diff "${with[@]}" two.git
expect_status 'a work tree is read' 1 "$WEIR" diff "${with[@]}" shop
expect_contains 'with a note' "$ERR" 'no signature was verified'
printf 'requireSignedCommits: {}\n' >empty.yaml
expect_status 'requiring signatures without keys is an error' 2 "$WEIR" diff --config empty.yaml one.git
printf 'requireSignedCommits: {gpgKeyring: ring.gpg, gpgFingerprints: [12]}\n' >empty.yaml
expect_status 'so is half a fingerprint' 2 "$WEIR" diff --config empty.yaml one.git
finish
