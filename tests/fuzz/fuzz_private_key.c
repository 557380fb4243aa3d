// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a private key: after an even first byte the file itself, after an odd one the
 * content of OpenSSH's armor. An accepted key signs or fails with a message.
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
    private_key_scope struct private_key private = {0};
    struct err err = {0};
    const char *armor;
    if (length == 0)
        return 0;
    const char *file = arena_copy(&arena, (const char *)data + 1, length - 1);
    size_t size = length - 1;
    if (data[0] % 2 == 1) {
        char *letters = base64_encode(file, size);
        file = arena_print(
            &arena, "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n-----END OPENSSH PRIVATE KEY-----\n",
            letters);
        size = strlen(file);
        free(letters);
    }
    if (private_key_decode(file, size, &private, &err) != 0) {
        if (err.message[0] == '\0')
            abort();
        return 0;
    }
    if (private.blob.length == 0 ||
        (sshsig_make(&arena, &private, "git", byte_view_of("x", 1), &armor, &err) != 0 &&
         err.message[0] == '\0'))
        abort();
    return 0;
}
