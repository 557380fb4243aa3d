// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a file of allowed signers: each accepted line is found by its own key. */
#include <stdlib.h>

#include "manifests/base/arena.h"
#include "reconciler/git/signature/signers.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct signers signers = {0};
    struct err err = {0};
    if (signers_parse(&arena, "signers", (const char *)data, length, &signers, &err) != 0) {
        if (err.message[0] == '\0' || err.place[0] == '\0')
            abort();
        return 0;
    }
    list_each (signer, &signers.list) {
        moment at = signer->after >= 0 ? signer->after : signer->before >= 0 ? signer->before : 0;
        struct err why = {0};
        const struct signer *found =
            signers_find(&signers, signer->key, byte_view_of("git", 3), at, &why);
        if (found == NULL &&
            (why.message[0] == '\0' || (signer->ignored == NULL && signer->spaces == NULL)))
            abort();
    }
    return 0;
}
