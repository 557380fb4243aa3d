// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a signature: after an even first byte the armor, after an odd one its content. The
 * key is decoded and used as if it were allowed, and is encoded to the same bytes again.
 */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/git/signature/sshsig.h"
#include "reconciler/net/base64.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    key_scope EVP_PKEY *key = NULL;
    text_scope struct text blob = text_of(KEY_BLOB_MAX);
    const struct key_kind *kind;
    struct sshsig sshsig;
    struct err err = {0};
    if (length == 0)
        return 0;
    const char *armor = arena_copy(&arena, (const char *)data + 1, length - 1);
    if (data[0] % 2 == 1) {
        char *letters = base64_encode((const char *)data + 1, length - 1);
        armor = arena_print(
            &arena, "-----BEGIN SSH SIGNATURE-----\n%s\n-----END SSH SIGNATURE-----\n", letters);
        free(letters);
    }
    if (sshsig_parse(&arena, armor, &sshsig, &err) != 0) {
        if (err.message[0] == '\0')
            abort();
        return 0;
    }
    if (key_decode(sshsig.key, &kind, &key, &err) != 0)
        return 0;
    if (key_encode(key, kind, &blob, &err) != 0 ||
        !byte_view_equal(byte_view_of(blob.data, blob.length), sshsig.key))
        abort();
    (void)sshsig_verify(&sshsig, key, kind, byte_view_of("payload\n", 8));
    return 0;
}
