// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a commit: what was signed is itself a commit, the same one, and has no signature. */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/git/objects/commit_parse.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct parsed_commit split, again;
    struct err err = {0};
    if (commit_parse(&arena, (const char *)data, length, &split, &err) != 0) {
        if (err.message[0] == '\0')
            abort();
        return 0;
    }
    if (strlen(split.payload) != split.payload_length || split.payload_length > length ||
        split.message + split.message_length != split.payload + split.payload_length ||
        (split.kind == COMMIT_UNSIGNED) != (split.payload_length == length) ||
        (split.kind == COMMIT_UNSIGNED) != (split.armor == NULL))
        abort();
    if (commit_parse(&arena, split.payload, split.payload_length, &again, &err) != 0 ||
        again.kind != COMMIT_UNSIGNED || strcmp(again.tree, split.tree) != 0 ||
        again.committed != split.committed || strcmp(again.message, split.message) != 0 ||
        again.parents.count != split.parents.count)
        abort();
    return 0;
}
