// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/private_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include "manifests/base/arena.h"
#include "reconciler/net/base64.h"

static const char openssh_begin[] = "-----BEGIN OPENSSH PRIVATE KEY-----";
static const char openssh_end[] = "-----END OPENSSH PRIVATE KEY-----";
static const char openssh_magic[] = "openssh-key-v1"; /* the format includes the NUL */

static int refuse_passphrase(struct err *err)
{
    key_error(err, "the key needs a passphrase");
    return err_hint(err, "use another key, or remove the passphrase with `ssh-keygen -p -f FILE`");
}

static EVP_PKEY *take_ed25519(struct byte_view *rest)
{
    struct byte_view point, both;
    if (!ssh_field_string(rest, &point) || !ssh_field_string(rest, &both) || point.length != 32 ||
        both.length != 64)
        return NULL;
    return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, both.bytes, 32);
}

static EVP_PKEY *take_ecdsa(const struct key_kind *kind, struct byte_view *rest)
{
    struct byte_view curve, point, scalar;
    if (!ssh_field_string(rest, &curve) || !byte_view_is(curve, kind->curve) ||
        !ssh_field_string(rest, &point) || !ssh_field_integer(rest, &scalar) ||
        scalar.length > kind->size)
        return NULL;
    OSSL_PARAM_BLD *build = memory_must(OSSL_PARAM_BLD_new());
    BIGNUM *number = memory_must(BN_bin2bn(scalar.bytes, (int)scalar.length, NULL));
    EVP_PKEY *key = NULL;
    if (OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, kind->group, 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point.bytes,
                                         point.length) == 1 &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1)
        key = key_make("EC", EVP_PKEY_KEYPAIR, build);
    OSSL_PARAM_BLD_free(build);
    BN_clear_free(number);
    return key;
}

/* Returns d modulo (prime - 1), which OpenSSL needs and OpenSSH's format does not contain. The
 * result is the number 0 if it can't be computed. */
static BIGNUM *exponent_of(const BIGNUM *d, const BIGNUM *prime)
{
    BN_CTX *context = memory_must(BN_CTX_secure_new());
    BIGNUM *less = memory_must(BN_dup(prime)), *out = memory_must(BN_new());
    BN_set_flags(less, BN_FLG_CONSTTIME);
    if (BN_sub_word(less, 1) != 1 || BN_is_zero(less) || BN_mod(out, d, less, context) != 1)
        BN_zero(out);
    BN_clear_free(less);
    BN_CTX_free(context);
    return out;
}

static EVP_PKEY *take_rsa(struct byte_view *rest)
{
    enum { N, E, D, IQMP, P, Q, READ, DMP1 = READ, DMQ1, ALL };
    static const char *const names[ALL] = {
        OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
        OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
        OSSL_PKEY_PARAM_RSA_FACTOR1,   OSSL_PKEY_PARAM_RSA_FACTOR2,
        OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
    };
    BIGNUM *numbers[ALL] = {NULL};
    struct byte_view field;
    size_t count = 0;
    EVP_PKEY *key = NULL;
    while (count < READ && ssh_field_integer(rest, &field) && field.length > 0 &&
           field.length <= KEY_RSA_BITS_MAX / 8)
        numbers[count++] = memory_must(BN_bin2bn(field.bytes, (int)field.length, NULL));
    if (count == READ) {
        numbers[DMP1] = exponent_of(numbers[D], numbers[P]);
        numbers[DMQ1] = exponent_of(numbers[D], numbers[Q]);
        OSSL_PARAM_BLD *build = memory_must(OSSL_PARAM_BLD_new());
        bool pushed = true;
        for (size_t i = 0; i < ALL; i++)
            pushed = pushed && OSSL_PARAM_BLD_push_BN(build, names[i], numbers[i]) == 1;
        if (pushed)
            key = key_make("RSA", EVP_PKEY_KEYPAIR, build);
        OSSL_PARAM_BLD_free(build);
    }
    for (size_t i = 0; i < ALL; i++)
        BN_clear_free(numbers[i]);
    return key;
}

/* Reads the part that a passphrase would encrypt: a check number twice, the key, a comment,
 * padding. Returns NULL if it is damaged. */
static EVP_PKEY *take_private(struct byte_view rest)
{
    uint32_t first, second;
    struct byte_view name, comment;
    if (!ssh_field_number(&rest, &first) || !ssh_field_number(&rest, &second) || first != second ||
        !ssh_field_string(&rest, &name))
        return NULL;
    const struct key_kind *kind = key_kind_find(name);
    if (kind == NULL)
        return NULL;
    EVP_PKEY *key = kind->type == KEY_ECDSA     ? take_ecdsa(kind, &rest)
                    : kind->type == KEY_ED25519 ? take_ed25519(&rest)
                                                : take_rsa(&rest);
    bool whole = key != NULL && ssh_field_string(&rest, &comment) && rest.length < 256;
    for (size_t i = 0; whole && i < rest.length; i++)
        whole = rest.bytes[i] == i + 1;
    if (whole)
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

/* Reads the bytes that OpenSSH's armor contains. */
static int take_openssh(struct byte_view rest, EVP_PKEY **key, struct byte_view *blob,
                        struct err *err)
{
    struct byte_view cipher, derivation, options, secret;
    uint32_t count;
    if (rest.length < sizeof openssh_magic ||
        memcmp(rest.bytes, openssh_magic, sizeof openssh_magic) != 0)
        return key_error(err, "the key is damaged");
    rest = byte_view_of(rest.bytes + sizeof openssh_magic, rest.length - sizeof openssh_magic);
    if (!ssh_field_string(&rest, &cipher) || !ssh_field_string(&rest, &derivation) ||
        !ssh_field_string(&rest, &options) || !ssh_field_number(&rest, &count) || count != 1 ||
        !ssh_field_string(&rest, blob) || !ssh_field_string(&rest, &secret))
        return key_error(err, "the key is damaged");
    if (!byte_view_is(cipher, "none") || !byte_view_is(derivation, "none"))
        return refuse_passphrase(err);
    struct byte_view public = *blob, name;
    if (!ssh_field_string(&public, &name) || key_kind_find(name) == NULL)
        return key_error(err, "the key is not an Ed25519, ECDSA or RSA key");
    *key = rest.length == 0 ? take_private(secret) : NULL;
    return *key != NULL ? 0 : key_error(err, "the key is damaged or too long");
}

static int ask_passphrase(char *buffer, int size, int writing, void *context)
{
    (void)buffer, (void)size, (void)writing;
    *(bool *)context = true;
    return -1;
}

static int decode_pem(const char *bytes, size_t length, EVP_PKEY **key, struct err *err)
{
    bool asked = false;
    BIO *bio = memory_must(BIO_new_mem_buf(bytes, (int)length));
    *key = PEM_read_bio_PrivateKey(bio, NULL, ask_passphrase, &asked);
    BIO_free(bio);
    if (asked)
        return refuse_passphrase(err);
    if (*key != NULL)
        return 0;
    key_error(err, "the file contains no private key that can be read");
    return err_hint(err, "give a key in OpenSSH's format, or PKCS#8, PKCS#1 or SEC1 in PEM");
}

/* Fills in the kind and the blob. given: the blob in the file, which must be the key's own; NULL:
 * the file has none. */
static int complete(struct private_key *private, const struct byte_view *given, struct err *err)
{
    ERR_clear_error(); /* removes entries about formats that OpenSSL tried first */
    private->kind = key_kind_of(private->key, err);
    if (private->kind == NULL || key_encode(private->key, private->kind, &private->blob, err) < 0)
        return -1;
    struct byte_view made = byte_view_of(private->blob.data, private->blob.length);
    if (given != NULL && !byte_view_equal(*given, made))
        return key_error(err, "the private and the public half belong to different keys");
    return 0;
}

static int decode_openssh(const char *bytes, size_t length, struct private_key *private,
                          struct err *err)
{
    const char *at = bytes + strlen(openssh_begin);
    const char *end = memmem(at, length - (size_t)(at - bytes), openssh_end, strlen(openssh_end));
    if (end == NULL)
        return key_error(err, "the key is damaged");
    size_t room = (size_t)(end - at), used = 0, size = 0;
    char *letters = memory_must(malloc(room + 1));
    for (; at < end; at++)
        if (*at != '\n' && *at != '\r' && *at != ' ')
            letters[used++] = *at;
    letters[used] = '\0';
    char *raw = base64_decode(letters, &size);
    explicit_bzero(letters, room + 1);
    free(letters);
    if (raw == NULL)
        return key_error(err, "the key is damaged");
    struct byte_view blob;
    int result = take_openssh(byte_view_of(raw, size), &private->key, &blob, err);
    if (result >= 0)
        result = complete(private, &blob, err);
    explicit_bzero(raw, size);
    free(raw);
    return result;
}

int private_key_decode(const char *bytes, size_t length, struct private_key *out, struct err *err)
{
    private_key_scope struct private_key made = {.blob = text_of(KEY_BLOB_MAX)};
    size_t begin = strlen(openssh_begin);
    bool openssh = length >= begin && memcmp(bytes, openssh_begin, begin) == 0;
    int result;
    if (length > PRIVATE_KEY_FILE_MAX)
        return key_error(err, "the file is longer than %d bytes", PRIVATE_KEY_FILE_MAX);
    if (openssh) {
        result = decode_openssh(bytes, length, &made, err);
    } else {
        result = decode_pem(bytes, length, &made.key, err);
        if (result >= 0)
            result = complete(&made, NULL, err);
    }
    if (result < 0)
        return -1;
    *out = made;
    made = (struct private_key){0};
    return 0;
}

static int read_whole(int fd, char *buffer, size_t *length, struct err *err)
{
    struct stat at;
    if (fstat(fd, &at) != 0)
        return err_errno(err, "the file can't be read");
    if (!S_ISREG(at.st_mode))
        return err_set(err, "the file is not a regular file");
    if (at.st_uid == geteuid() && (at.st_mode & 077) != 0) {
        err_set(err, "other users may use the file (mode %03o)", (unsigned)at.st_mode & 0777);
        return err_hint(err, "give the file mode 600: `chmod 600 FILE`");
    }
    for (*length = 0; *length <= PRIVATE_KEY_FILE_MAX;) {
        ssize_t got = read(fd, buffer + *length, PRIVATE_KEY_FILE_MAX + 1 - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, "the file can't be read");
        if (got == 0)
            return 0;
        *length += (size_t)got;
    }
    return 0;
}

int private_key_read(const char *path, struct private_key *out, struct err *err)
{
    char *buffer = memory_must(malloc(PRIVATE_KEY_FILE_MAX + 1));
    size_t length = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int result =
        fd < 0 ? err_errno(err, "the file can't be read") : read_whole(fd, buffer, &length, err);
    if (fd >= 0)
        close(fd);
    if (result >= 0)
        result = private_key_decode(buffer, length, out, err);
    explicit_bzero(buffer, PRIVATE_KEY_FILE_MAX + 1);
    free(buffer);
    return result < 0 ? err_wrap(err, "the signing key \"%s\"", path) : 0;
}

void private_key_done(struct private_key *private)
{
    EVP_PKEY_free(private->key);
    text_done(&private->blob);
    *private = (struct private_key){0};
}
