// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/sshsig.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "manifests/base/arena.h"
#include "reconciler/git/signature/key_signature.h"
#include "reconciler/net/base64.h"

enum { COLUMNS = 70, BLOB_MAX = 3 * KEY_BLOB_MAX };

static const char magic[] = "SSHSIG"; /* the format does not include the NUL */
static const char begin[] = "-----BEGIN SSH SIGNATURE-----\n";
static const char end[] = "-----END SSH SIGNATURE-----";

/* Appends the bytes that the key signs: the namespace, and a hash of the payload. Returns false for
 * an unknown hash. */
static bool put_signed(struct text *to, struct byte_view space, struct byte_view hash,
                       struct byte_view payload)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    const EVP_MD *method = byte_view_is(hash, "sha512")   ? EVP_sha512()
                           : byte_view_is(hash, "sha256") ? EVP_sha256()
                                                          : NULL;
    if (method == NULL ||
        EVP_Digest(payload.bytes, payload.length, digest, &length, method, NULL) != 1)
        return false;
    text_puts(to, magic);
    ssh_field_put_string(to, space.bytes, space.length);
    ssh_field_put_text(to, "");
    ssh_field_put_string(to, hash.bytes, hash.length);
    ssh_field_put_string(to, digest, length);
    return true;
}

/* Decodes the base64 in the armor. Refuses base64 that our encoder would write differently. */
static int unwrap(struct arena *arena, const char *armor, struct byte_view *out, struct err *err)
{
    const char *last = strstr(armor, end);
    if (!text_starts(armor, begin) || last == NULL || last[-1] != '\n' ||
        last[strlen(end) + strspn(last + strlen(end), "\n ")] != '\0')
        return err_set(err, "the signature's armor is damaged");
    size_t used = 0, length = 0;
    char *letters = arena_alloc(arena, (size_t)(last - armor) + 1);
    for (const char *at = armor + strlen(begin); at < last; at++)
        if (*at != '\n')
            letters[used++] = *at;
    char *bytes = base64_decode(letters, &length);
    if (bytes == NULL)
        return err_set(err, "the signature's armor is damaged");
    char *again = base64_encode(bytes, length);
    bool same = strcmp(again, letters) == 0;
    *out = byte_view_of(arena_copy(arena, bytes, length), length);
    free(again);
    free(bytes);
    return same ? 0 : err_set(err, "the signature's armor is damaged");
}

int sshsig_parse(struct arena *arena, const char *armor, struct sshsig *out, struct err *err)
{
    struct byte_view rest, reserved;
    struct sshsig made;
    uint32_t version;
    if (strlen(armor) > 2 * BLOB_MAX)
        return err_set(err, "the signature is longer than %d bytes", 2 * BLOB_MAX);
    if (unwrap(arena, armor, &rest, err) < 0)
        return -1;
    if (rest.length < strlen(magic) || memcmp(rest.bytes, magic, strlen(magic)) != 0)
        return err_set(err, "the signature is damaged");
    rest = byte_view_of(rest.bytes + strlen(magic), rest.length - strlen(magic));
    if (!ssh_field_number(&rest, &version))
        return err_set(err, "the signature is damaged");
    if (version != 1)
        return err_set(err, "the signature has the unknown version %u", version);
    if (!ssh_field_string(&rest, &made.key) || !ssh_field_string(&rest, &made.space) ||
        !ssh_field_string(&rest, &reserved) || !ssh_field_string(&rest, &made.hash) ||
        !ssh_field_string(&rest, &made.signature) || rest.length > 0 || reserved.length > 0)
        return err_set(err, "the signature is damaged");
    if (!byte_view_is(made.hash, "sha512") && !byte_view_is(made.hash, "sha256"))
        return err_set(err, "the signature uses an unknown hash");
    *out = made;
    return 0;
}

bool sshsig_verify(const struct sshsig *sshsig, EVP_PKEY *key, const struct key_kind *kind,
                   struct byte_view payload)
{
    text_scope struct text bytes = text_of(2 * BLOB_MAX);
    return put_signed(&bytes, sshsig->space, sshsig->hash, payload) &&
           key_signature_verify(key, kind, sshsig->signature,
                                byte_view_of(bytes.data, bytes.length));
}

static const char *wrap(struct arena *arena, const struct text *blob)
{
    char *letters = base64_encode(blob->data, blob->length);
    size_t count = strlen(letters);
    char *made = arena_alloc(arena, count + count / COLUMNS + sizeof begin + sizeof end + 2);
    char *to = stpcpy(made, begin);
    for (size_t at = 0; at < count; at += COLUMNS) {
        size_t length = count - at < COLUMNS ? count - at : COLUMNS;
        to = mempcpy(to, letters + at, length);
        *to++ = '\n';
    }
    to = stpcpy(to, end);
    *to++ = '\n';
    free(letters);
    return made;
}

int sshsig_make(struct arena *arena, const struct private_key *private, const char *space,
                struct byte_view payload, const char **out, struct err *err)
{
    text_scope struct text bytes = text_of(BLOB_MAX), blob = text_of(BLOB_MAX),
                           signature = text_of(KEY_BLOB_MAX);
    static const char hash[] = "sha512";
    if (!put_signed(&bytes, byte_view_of(space, strlen(space)), byte_view_of(hash, strlen(hash)),
                    payload))
        return key_error(err, "the commit can't be hashed");
    struct byte_view signing = byte_view_of(bytes.data, bytes.length);
    if (key_signature_make(private->key, private->kind, signing, &signature, err) < 0)
        return -1;
    /* A wrong signature, from a damaged key file or a hardware fault, could reveal the private key.
     */
    if (!key_signature_verify(private->key, private->kind,
                              byte_view_of(signature.data, signature.length), signing))
        return key_error(err, "the signing key produces wrong signatures");
    text_puts(&blob, magic);
    ssh_field_put_number(&blob, 1);
    ssh_field_put_string(&blob, private->blob.data, private->blob.length);
    ssh_field_put_text(&blob, space);
    ssh_field_put_text(&blob, "");
    ssh_field_put_text(&blob, hash);
    ssh_field_put_string(&blob, signature.data, signature.length);
    *out = wrap(arena, &blob);
    return 0;
}
