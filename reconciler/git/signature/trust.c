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

/* Returns true for 40 hex digits, or 64 for a key of version 5 or later, with spaces anywhere. */
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
            err_set(err, "\"%s\" is not a fingerprint of an OpenPGP key",
                    trust->gpg_fingerprints[i]);
            return err_hint(err, "give 40 hexadecimal digits, as gpg --list-keys prints them");
        }
    return 0;
}

/* A commit to be judged. The functions that judge it return -1 with `err` if there is no answer;
 * otherwise they mark the verdict as trusted, or set `why`. */
struct judged_commit {
    const struct trust *trust;
    const struct parsed_commit *commit;
    struct verdict *out;
    struct err *why;
    struct err *err;
};

static void accept(const struct judged_commit *at, const char *signer)
{
    at->out->trusted = true;
    clean_text_copy(at->out->signer, sizeof at->out->signer, signer, strlen(signer));
}

/* Verifies with the key in the file of allowed signers, not with the key in the signature. */
static int verify_ssh(const struct judged_commit *at, const struct sshsig *sshsig,
                      const struct signer *signer)
{
    const struct key_kind *kind;
    key_scope EVP_PKEY *key = NULL;
    if (key_decode(signer->key, &kind, &key, at->why) < 0)
        return err_wrap(at->why, "the key in line %u of the allowed signers", signer->line);
    if (!sshsig_verify(sshsig, key, kind,
                       byte_view_of(at->commit->payload, at->commit->payload_length)))
        return err_set(at->why, "the signature does not match the commit");
    return 0;
}

static int judge_ssh(const struct judged_commit *at, struct arena *arena)
{
    struct signers signers = {0};
    struct sshsig sshsig;
    if (at->trust->allowed_signers == NULL) {
        err_set(at->why, "the commit is signed with an SSH key, but only OpenPGP keys are allowed");
        return 0;
    }
    if (signers_read(arena, at->trust->allowed_signers, &signers, at->err) < 0)
        return -1;
    if (sshsig_parse(arena, at->commit->armor, &sshsig, at->why) < 0)
        return 0;
    if (!byte_view_is(sshsig.space, space_git)) {
        err_set(at->why, "the signature was made for something other than Git commits");
        return 0;
    }
    const struct signer *signer =
        signers_find(&signers, sshsig.key, sshsig.space, at->commit->committed, at->why);
    if (signer != NULL && verify_ssh(at, &sshsig, signer) >= 0)
        accept(at, signer->principals);
    return 0;
}

static int judge_openpgp(const struct judged_commit *at, const volatile sig_atomic_t *stop)
{
    const struct trust *trust = at->trust;
    struct gpgv_answer answer = {0};
    if (trust->gpg_keyring == NULL) {
        err_set(at->why, "the commit is signed with OpenPGP, but only SSH keys are allowed");
        return 0;
    }
    if (gpgv_judge(trust->gpg_keyring, at->commit->armor, at->commit->payload,
                   at->commit->payload_length, stop, &answer, at->err) < 0)
        return -1;
    if (!answer.good) {
        err_set(at->why, "the OpenPGP signature is not accepted: %s", answer.why);
        return 0;
    }
    for (size_t i = 0; i < trust->gpg_fingerprint_count; i++)
        if (fingerprint_equal(trust->gpg_fingerprints[i], answer.primary)) {
            accept(at, answer.primary);
            return 0;
        }
    err_set(at->why, "the OpenPGP key %s isn't allowed", answer.primary);
    return 0;
}

static int judge(const struct judged_commit *at, struct arena *arena,
                 const volatile sig_atomic_t *stop)
{
    switch (at->commit->kind) {
    case COMMIT_SSH:
        return judge_ssh(at, arena);
    case COMMIT_OPENPGP:
        return judge_openpgp(at, stop);
    case COMMIT_UNSIGNED:
        err_set(at->why, "the commit has no signature");
        at->out->bare = true;
        break;
    case COMMIT_OTHER:
        err_set(at->why, "the signature is neither SSH nor OpenPGP");
        break;
    }
    return 0;
}

int trust_judge(const struct trust *trust, const char *commit, size_t length,
                const volatile sig_atomic_t *stop, struct verdict *out, struct err *err)
{
    arena_scope struct arena arena = {0};
    struct parsed_commit parsed;
    struct err why = {0};
    struct verdict made = {0};
    const struct judged_commit at = {trust, &parsed, &made, &why, err};
    if (commit_parse(&arena, commit, length, &parsed, &why) >= 0 && judge(&at, &arena, stop) < 0)
        return -1;
    if (!made.trusted) {
        clean_text_copy(made.why, sizeof made.why, why.message, strlen(why.message));
        clean_text_copy(made.hint, sizeof made.hint, why.hint, strlen(why.hint));
    }
    *out = made;
    return 0;
}

/* Returns the commit with the field "gpgsig" at the end of its header. Each line of the field after
 * the first begins with a space. */
static const char *put_signature(struct arena *arena, const char *commit, size_t header,
                                 const char *armor)
{
    static const char name[] = "gpgsig";
    size_t lines = 0;
    for (const char *at = armor; *at != '\0'; at++)
        lines += *at == '\n';
    char *made = arena_alloc(arena, strlen(commit) + strlen(name) + strlen(armor) + lines + 1);
    char *to = mempcpy(made, commit, header);
    to = stpcpy(to, name);
    for (const char *at = armor; *at != '\0';) {
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
    struct parsed_commit parsed;
    const char *armor;
    size_t length = strlen(commit);
    if (commit_parse(arena, commit, length, &parsed, err) < 0 || parsed.kind != COMMIT_UNSIGNED)
        return err_set(err, "the commit can't be signed");
    if (private_key_read(key_file, &private, err) < 0 ||
        sshsig_make(arena, &private, space_git, byte_view_of(commit, length), &armor, err) < 0)
        return -1;
    *out = put_signature(arena, commit, length - parsed.message_length - 1, armor);
    return 0;
}
