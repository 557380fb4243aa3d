// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/key_signature.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "manifests/base/arena.h"

enum { COORDINATE_MAX = 66, SIGNATURE_MAX = KEY_RSA_BITS_MAX / 8 };

/* OpenSSL's DER of two numbers as SSH's string of two. */
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

/* And back; the caller frees the DER by OPENSSL_free. -1 when it is no such pair. */
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
    /* OpenSSL before 3.2 passes over it, and its ECDSA signatures are random. */
    unsigned from_bytes = 1;
    OSSL_PARAM nonce[] = {OSSL_PARAM_construct_uint("nonce-type", &from_bytes),
                          OSSL_PARAM_construct_end()};
    const OSSL_PARAM *parameters = kind->curve != NULL ? nonce : NULL;
    EVP_MD_CTX *context = memory_must(EVP_MD_CTX_new());
    bool done =
        EVP_DigestSignInit_ex(context, NULL, kind->digest, NULL, NULL, key, parameters) == 1 &&
        EVP_DigestSign(context, signature, &length, bytes.bytes, bytes.length) == 1;
    EVP_MD_CTX_free(context);
    if (!done)
        return key_error(err, "the signature can't be made");
    ssh_field_put_text(out, key_kind_is_rsa(kind) ? "rsa-sha2-512" : kind->name);
    if (kind->curve == NULL)
        ssh_field_put_string(out, signature, length);
    else if (!put_pair(signature, length, out))
        return key_error(err, "the signature can't be made");
    return 0;
}

bool key_signature_verify(EVP_PKEY *key, const struct key_kind *kind, struct byte_view signature,
                          struct byte_view bytes)
{
    static const char *const rsa_digests[][2] = {{"rsa-sha2-512", "SHA512"},
                                                 {"rsa-sha2-256", "SHA256"}};
    struct byte_view algorithm, raw;
    const char *digest = kind->digest;
    unsigned char *der = NULL;
    if (!ssh_field_string(&signature, &algorithm) || !ssh_field_string(&signature, &raw) ||
        signature.length > 0)
        return false;
    if (key_kind_is_rsa(kind)) {
        digest = NULL;
        for (size_t i = 0; i < 2; i++)
            if (byte_view_is(algorithm, rsa_digests[i][0]))
                digest = rsa_digests[i][1];
        if (digest == NULL)
            return false;
    } else if (!byte_view_is(algorithm, kind->name)) {
        return false;
    }
    if (kind->curve != NULL) {
        int length = take_pair(raw, kind, &der);
        if (length <= 0)
            return false;
        raw = byte_view_of(der, (size_t)length);
    }
    EVP_MD_CTX *context = memory_must(EVP_MD_CTX_new());
    bool good = EVP_DigestVerifyInit_ex(context, NULL, digest, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestVerify(context, raw.bytes, raw.length, bytes.bytes, bytes.length) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    ERR_clear_error();
    return good;
}
