// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/trust.h"

#include <string.h>
#include <strings.h>

#include "manifests/base/arena.h"
#include "reconciler/git/clean_text.h"
#include "reconciler/git/objects/commit_parse.h"
#include "reconciler/git/signature/gpgv.h"
#include "reconciler/git/signature/signers.h"

static const char space_git[] = "git";

bool trust_asked(const struct trust *trust)
{
    return trust->allowed_signers != NULL || trust->gpg_keyring != NULL;
}

/* Forty digits (or 64 of the newer kind), perhaps in groups. */
static bool fingerprint_valid(const char *text)
{
    size_t digits = 0;
    for (const char *at = text; *at != '\0'; at++)
        if (*at != ' ') {
            if (strchr("0123456789abcdefABCDEF", *at) == NULL)
                return false;
            digits++;
        }
    return digits == 40 || digits == 64;
}

static bool fingerprint_equal(const char *left, const char *right)
{
    for (;; left++, right++) {
        left += strspn(left, " ");
        right += strspn(right, " ");
        if (strncasecmp(left, right, 1) != 0)
            return false;
        if (*left == '\0')
            return true;
    }
}

int trust_check(const struct trust *trust, struct err *err)
{
    for (size_t i = 0; i < trust->gpg_fingerprint_count; i++)
        if (!fingerprint_valid(trust->gpg_fingerprints[i])) {
            err_set(err, "\"%s\" is no fingerprint of an OpenPGP key", trust->gpg_fingerprints[i]);
            return err_hint(err, "40 hexadecimal digits, as gpg --list-keys prints them");
        }
    return 0;
}

static void refuse(struct verdict *verdict, const struct err *why)
{
    clean_text_copy(verdict->why, sizeof verdict->why, why->message, strlen(why->message));
    clean_text_copy(verdict->hint, sizeof verdict->hint, why->hint, strlen(why->hint));
}

static int judge_ssh(const struct trust *trust, struct arena *arena, const struct split *split,
                     struct verdict *out, struct err *err)
{
    struct signers signers = {0};
    struct sshsig sshsig;
    struct err why = {0};
    if (trust->allowed_signers == NULL) {
        err_set(&why, "it is signed by an SSH key, and only OpenPGP keys are allowed");
        refuse(out, &why);
        return 0;
    }
    if (signers_read(arena, trust->allowed_signers, &signers, err) != 0)
        return -1;
    const struct signer *signer = NULL;
    const struct key_kind *kind;
    key_scope EVP_PKEY *key = NULL;
    struct byte_view payload = byte_view_of(split->payload, split->payload_length);
    if (sshsig_parse(arena, split->armour, &sshsig, &why) == 0) {
        if (!byte_view_is(sshsig.space, space_git))
            err_set(&why, "its signature was made for something else than Git's commits");
        else
            signer = signers_find(&signers, sshsig.key, sshsig.space, split->committed, &why);
    }
    /* The key that is used is the one of the file, not that of the signature. */
    if (signer != NULL && key_decode(signer->key, &kind, &key, &why) == 0) {
        if (sshsig_verify(&sshsig, key, kind, payload)) {
            out->trusted = true;
            clean_text_copy(out->signer, sizeof out->signer, signer->principals,
                            strlen(signer->principals));
            return 0;
        }
        err_set(&why, "its signature is wrong: the commit is not what was signed");
    } else if (signer != NULL) {
        err_wrap(&why, "the key in line %u of the allowed signers", signer->line);
    }
    refuse(out, &why);
    return 0;
}

static int judge_openpgp(const struct trust *trust, const struct split *split,
                         const volatile sig_atomic_t *stop, struct verdict *out, struct err *err)
{
    struct gpgv_answer answer = {0};
    struct err why = {0};
    if (trust->gpg_keyring == NULL) {
        err_set(&why, "it is signed by OpenPGP, and only SSH keys are allowed");
        refuse(out, &why);
        return 0;
    }
    if (gpgv_judge(trust->gpg_keyring, split->armour, split->payload, split->payload_length, stop,
                   &answer, err) != 0)
        return -1;
    for (size_t i = 0; answer.good && i < trust->gpg_fingerprint_count; i++)
        if (fingerprint_equal(trust->gpg_fingerprints[i], answer.primary)) {
            out->trusted = true;
            clean_text_copy(out->signer, sizeof out->signer, answer.primary,
                            strlen(answer.primary));
            return 0;
        }
    if (answer.good)
        err_set(&why, "its OpenPGP key %s isn't allowed", answer.primary);
    else
        err_set(&why, "of its OpenPGP signature: %s", answer.why);
    refuse(out, &why);
    return 0;
}

int trust_judge(const struct trust *trust, const char *commit, size_t length,
                const volatile sig_atomic_t *stop, struct verdict *out, struct err *err)
{
    arena_scope struct arena arena = {0};
    struct split split;
    struct err why = {0};
    struct verdict made = {0};
    int result = 0;
    if (split_parse(&arena, commit, length, &split, &why) != 0) {
        refuse(&made, &why);
        *out = made;
        return 0;
    }
    switch (split.kind) {
    case SPLIT_SSH:
        result = judge_ssh(trust, &arena, &split, &made, err);
        break;
    case SPLIT_OPENPGP:
        result = judge_openpgp(trust, &split, stop, &made, err);
        break;
    case SPLIT_UNSIGNED:
        err_set(&why, "it has no signature");
        refuse(&made, &why);
        made.bare = true;
        break;
    case SPLIT_OTHER:
        err_set(&why, "its signature is neither by SSH nor by OpenPGP");
        refuse(&made, &why);
        break;
    }
    if (result == 0)
        *out = made;
    return result;
}

/* Each line of the armour but the first begins with a space, and the last newline is the field's.
 */
static const char *put_signature(struct arena *arena, const char *commit, size_t header,
                                 const char *armour)
{
    static const char name[] = "gpgsig";
    size_t lines = 0;
    for (const char *at = armour; *at != '\0'; at++)
        lines += *at == '\n';
    char *made = arena_alloc(arena, strlen(commit) + strlen(name) + strlen(armour) + lines + 1);
    char *to = mempcpy(made, commit, header);
    to = stpcpy(to, name);
    for (const char *at = armour; *at != '\0';) {
        size_t length = strcspn(at, "\n") + 1;
        *to++ = ' ';
        to = mempcpy(to, at, length);
        at += length;
    }
    strcpy(to, commit + header);
    return made;
}

int trust_sign(struct arena *arena, const char *key_file, const char *commit, const char **out,
               struct err *err)
{
    private_key_scope struct private_key private = {0};
    struct split split;
    const char *armour;
    size_t length = strlen(commit);
    if (split_parse(arena, commit, length, &split, err) != 0 || split.kind != SPLIT_UNSIGNED)
        return err_set(err, "the commit can't be signed");
    if (private_key_read(key_file, &private, err) != 0 ||
        sshsig_make(arena, &private, space_git, byte_view_of(commit, length), &armour, err) != 0)
        return -1;
    *out = put_signature(arena, commit, length - split.message_length - 1, armour);
    return 0;
}
