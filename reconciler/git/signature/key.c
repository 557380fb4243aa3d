// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/key.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

#include "manifests/base/arena.h"
#include "reconciler/net/base64.h"

enum { COORDINATE_MAX = 66 /* bytes */ };

static const struct key_kind kinds[] = {
    {KEY_ED25519, 32, "ssh-ed25519", NULL, NULL, NULL},
    {KEY_ECDSA, 32, "ecdsa-sha2-nistp256", "nistp256", "prime256v1", "SHA256"},
    {KEY_ECDSA, 48, "ecdsa-sha2-nistp384", "nistp384", "secp384r1", "SHA384"},
    {KEY_ECDSA, 66, "ecdsa-sha2-nistp521", "nistp521", "secp521r1", "SHA512"},
    {KEY_RSA, 0, "ssh-rsa", NULL, NULL, "SHA512"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

int key_error(struct err *err, const char *format, ...)
{
    char message[ERR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    ERR_clear_error();
    return err_set(err, "%s", message);
}

void key_free_at(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

const struct key_kind *key_kind_find(struct byte_view name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (byte_view_is(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

static int check_bits(const EVP_PKEY *key, struct err *err)
{
    int bits = EVP_PKEY_get_bits(key);
    if (bits < KEY_RSA_BITS_MIN || bits > KEY_RSA_BITS_MAX)
        return key_error(err, "an RSA key of %d bits is not accepted, only %d to %d bits", bits,
                         KEY_RSA_BITS_MIN, KEY_RSA_BITS_MAX);
    return 0;
}

/* Returns the kind of this type, or NULL if there is none. group: for ECDSA, OpenSSL's name of the
 * curve; otherwise NULL. */
static const struct key_kind *find_kind(enum key_type type, const char *group)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].type == type && text_equal(kinds[i].group, group))
            return &kinds[i];
    return NULL;
}

const struct key_kind *key_kind_of(const EVP_PKEY *key, struct err *err)
{
    char group[64] = "";
    const struct key_kind *kind = NULL;
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_ED25519:
        return find_kind(KEY_ED25519, NULL);
    case EVP_PKEY_RSA:
        return check_bits(key, err) == 0 ? find_kind(KEY_RSA, NULL) : NULL;
    case EVP_PKEY_EC:
        if (EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1)
            kind = find_kind(KEY_ECDSA, group);
        break;
    default:
        break;
    }
    if (kind == NULL)
        key_error(err,
                  "the key is not an Ed25519 key, an RSA key or an ECDSA key on P-256, P-384 or "
                  "P-521");
    return kind;
}

EVP_PKEY *key_make(const char *type, int selection, OSSL_PARAM_BLD *build)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = memory_must(EVP_PKEY_CTX_new_from_name(NULL, type, NULL));
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
    if (parameters == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, selection, parameters) != 1)
        key = NULL;
    for (OSSL_PARAM *at = parameters; at != NULL && at->key != NULL; at++)
        OPENSSL_cleanse(at->data, at->data_size);
    OSSL_PARAM_free(parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}

static EVP_PKEY *decode_ecdsa(const struct key_kind *kind, struct byte_view *rest)
{
    struct byte_view curve, point;
    if (!ssh_field_string(rest, &curve) || !byte_view_is(curve, kind->curve) ||
        !ssh_field_string(rest, &point) || point.length != 1 + 2 * kind->size ||
        point.bytes[0] != 4)
        return NULL;
    OSSL_PARAM_BLD *build = memory_must(OSSL_PARAM_BLD_new());
    EVP_PKEY *key = NULL;
    if (OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, kind->group, 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point.bytes,
                                         point.length) == 1)
        key = key_make("EC", EVP_PKEY_PUBLIC_KEY, build);
    OSSL_PARAM_BLD_free(build);
    return key;
}

static EVP_PKEY *decode_rsa(struct byte_view *rest)
{
    struct byte_view e, n;
    if (!ssh_field_integer(rest, &e) || !ssh_field_integer(rest, &n) || e.length == 0 ||
        e.length > 8 || n.length == 0 || n.length > KEY_RSA_BITS_MAX / 8)
        return NULL;
    OSSL_PARAM_BLD *build = memory_must(OSSL_PARAM_BLD_new());
    BIGNUM *exponent = memory_must(BN_bin2bn(e.bytes, (int)e.length, NULL));
    BIGNUM *modulus = memory_must(BN_bin2bn(n.bytes, (int)n.length, NULL));
    EVP_PKEY *key = NULL;
    if (BN_is_odd(exponent) && BN_is_odd(modulus) && !BN_is_one(exponent) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent) == 1)
        key = key_make("RSA", EVP_PKEY_PUBLIC_KEY, build);
    BN_free(exponent);
    BN_free(modulus);
    OSSL_PARAM_BLD_free(build);
    return key;
}

static EVP_PKEY *decode_ed25519(const struct key_kind *kind, struct byte_view *rest)
{
    struct byte_view raw;
    return ssh_field_string(rest, &raw) && raw.length == kind->size
               ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, raw.bytes, raw.length)
               : NULL;
}

static EVP_PKEY *decode(const struct key_kind *kind, struct byte_view *rest)
{
    switch (kind->type) {
    case KEY_ECDSA:
        return decode_ecdsa(kind, rest);
    case KEY_RSA:
        return decode_rsa(rest);
    case KEY_ED25519:
        break;
    }
    return decode_ed25519(kind, rest);
}

int key_decode(struct byte_view blob, const struct key_kind **kind, EVP_PKEY **out, struct err *err)
{
    struct byte_view rest = blob, name;
    if (blob.length > KEY_BLOB_MAX || !ssh_field_string(&rest, &name))
        return key_error(err, "the key is damaged or too long");
    const struct key_kind *found = key_kind_find(name);
    if (found == NULL)
        return key_error(err, "the key is not an Ed25519, ECDSA or RSA key");
    key_scope EVP_PKEY *key = decode(found, &rest);
    if (key == NULL || rest.length > 0)
        return key_error(err, "the key is damaged or too long");
    if (found->type == KEY_RSA && check_bits(key, err) < 0)
        return -1;
    *kind = found;
    *out = key;
    key = NULL;
    return 0;
}

static bool put_number(const EVP_PKEY *key, const char *name, struct text *out)
{
    unsigned char bytes[KEY_RSA_BITS_MAX / 8];
    BIGNUM *number = NULL;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1)
        return false;
    int length = BN_num_bytes(number);
    bool fits = length <= (int)sizeof bytes;
    if (fits)
        ssh_field_put_integer(out, bytes, (size_t)BN_bn2bin(number, bytes));
    BN_free(number);
    return fits;
}

static bool put_point(const EVP_PKEY *key, const struct key_kind *kind, struct text *out)
{
    unsigned char point[1 + 2 * COORDINATE_MAX] = {4};
    BIGNUM *x = NULL, *y = NULL;
    bool done = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &x) == 1 &&
                EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &y) == 1 &&
                BN_bn2binpad(x, point + 1, (int)kind->size) >= 0 &&
                BN_bn2binpad(y, point + 1 + kind->size, (int)kind->size) >= 0;
    if (done) {
        ssh_field_put_text(out, kind->curve);
        ssh_field_put_string(out, point, 1 + 2 * kind->size);
    }
    BN_free(x);
    BN_free(y);
    return done;
}

static bool put_raw(const EVP_PKEY *key, struct text *out)
{
    unsigned char raw[32];
    size_t length = sizeof raw;
    if (EVP_PKEY_get_raw_public_key(key, raw, &length) != 1)
        return false;
    ssh_field_put_string(out, raw, length);
    return true;
}

int key_encode(const EVP_PKEY *key, const struct key_kind *kind, struct text *out, struct err *err)
{
    bool done = false;
    ssh_field_put_text(out, kind->name);
    switch (kind->type) {
    case KEY_ED25519:
        done = put_raw(key, out);
        break;
    case KEY_ECDSA:
        done = put_point(key, kind, out);
        break;
    case KEY_RSA:
        done = put_number(key, OSSL_PKEY_PARAM_RSA_E, out) &&
               put_number(key, OSSL_PKEY_PARAM_RSA_N, out);
        break;
    }
    return done ? 0 : key_error(err, "the public key can't be computed");
}

const char *key_fingerprint(struct byte_view blob, char *buffer)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(blob.bytes, blob.length, hash, &length, EVP_sha256(), NULL);
    char *text = base64_encode((const char *)hash, length);
    text[strcspn(text, "=")] = '\0';
    snprintf(buffer, KEY_FINGERPRINT_MAX, "SHA256:%s", text);
    free(text);
    return buffer;
}
