// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/key_signature.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "manifests/base/arena.h"

enum { COORDINATE_MAX = 66, SIGNATURE_MAX = KEY_RSA_BITS_MAX / 8 };

/* Appends an ECDSA signature in SSH's format, which is two integers. OpenSSL gives it as DER. */
static bool put_pair(const unsigned char *der, size_t length, struct text *out)
{
    unsigned char bytes[COORDINATE_MAX];
    text_scope struct text pair = text_of(KEY_BLOB_MAX);
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)length);
    if (signature == NULL)
        return false;
    const BIGNUM *numbers[] = {ECDSA_SIG_get0_r(signature), ECDSA_SIG_get0_s(signature)};
    for (size_t i = 0; i < 2; i++)
        ssh_field_put_integer(&pair, bytes, (size_t)BN_bn2bin(numbers[i], bytes));
    ssh_field_put_string(out, pair.data, pair.length);
    ECDSA_SIG_free(signature);
    return true;
}

/* Makes DER from the two integers of an ECDSA signature. Returns the length of the DER, or -1 if
 * the bytes are not two such integers. The caller frees the DER with OPENSSL_free. */
static int take_pair(struct byte_view pair, const struct key_kind *kind, unsigned char **der)
{
    struct byte_view r, s;
    if (!ssh_field_integer(&pair, &r) || !ssh_field_integer(&pair, &s) || pair.length > 0 ||
        r.length > kind->size || s.length > kind->size)
        return -1;
    ECDSA_SIG *signature = memory_must(ECDSA_SIG_new());
    ECDSA_SIG_set0(signature, memory_must(BN_bin2bn(r.bytes, (int)r.length, NULL)),
                   memory_must(BN_bin2bn(s.bytes, (int)s.length, NULL)));
    int length = i2d_ECDSA_SIG(signature, der);
    ECDSA_SIG_free(signature);
    return length;
}

int key_signature_make(EVP_PKEY *key, const struct key_kind *kind, struct byte_view bytes,
                       struct text *out, struct err *err)
{
    unsigned char signature[SIGNATURE_MAX];
    size_t length = sizeof signature;
    /* OpenSSL before 3.2 ignores this parameter, so its ECDSA signatures differ each time. */
    unsigned from_bytes = 1;
    OSSL_PARAM nonce[] = {OSSL_PARAM_construct_uint("nonce-type", &from_bytes),
                          OSSL_PARAM_construct_end()};
    const OSSL_PARAM *parameters = kind->type == KEY_ECDSA ? nonce : NULL;
    EVP_MD_CTX *context = memory_must(EVP_MD_CTX_new());
    bool done =
        EVP_DigestSignInit_ex(context, NULL, kind->digest, NULL, NULL, key, parameters) == 1 &&
        EVP_DigestSign(context, signature, &length, bytes.bytes, bytes.length) == 1;
    EVP_MD_CTX_free(context);
    if (!done)
        return key_error(err, "signing failed");
    ssh_field_put_text(out, kind->type == KEY_RSA ? "rsa-sha2-512" : kind->name);
    if (kind->type != KEY_ECDSA)
        ssh_field_put_string(out, signature, length);
    else if (!put_pair(signature, length, out))
        return key_error(err, "signing failed");
    return 0;
}

/* Finds the digest for a signature algorithm. Returns false if this kind of key has no such
 * algorithm. */
static bool find_digest(const struct key_kind *kind, struct byte_view algorithm,
                        const char **digest)
{
    *digest = kind->digest;
    if (kind->type != KEY_RSA)
        return byte_view_is(algorithm, kind->name);
    if (byte_view_is(algorithm, "rsa-sha2-512"))
        *digest = "SHA512";
    else if (byte_view_is(algorithm, "rsa-sha2-256"))
        *digest = "SHA256";
    else
        return false;
    return true;
}

static bool verify(EVP_PKEY *key, const char *digest, struct byte_view signature,
                   struct byte_view bytes)
{
    EVP_MD_CTX *context = memory_must(EVP_MD_CTX_new());
    bool good = EVP_DigestVerifyInit_ex(context, NULL, digest, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestVerify(context, signature.bytes, signature.length, bytes.bytes,
                                 bytes.length) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return good;
}

bool key_signature_verify(EVP_PKEY *key, const struct key_kind *kind, struct byte_view signature,
                          struct byte_view bytes)
{
    struct byte_view algorithm, raw;
    const char *digest;
    if (!ssh_field_string(&signature, &algorithm) || !ssh_field_string(&signature, &raw) ||
        signature.length > 0 || !find_digest(kind, algorithm, &digest))
        return false;
    if (kind->type != KEY_ECDSA)
        return verify(key, digest, raw, bytes);
    unsigned char *der = NULL;
    int length = take_pair(raw, kind, &der);
    bool good = length > 0 && verify(key, digest, byte_view_of(der, (size_t)length), bytes);
    OPENSSL_free(der);
    return good;
}
