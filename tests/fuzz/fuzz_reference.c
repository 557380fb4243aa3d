// SPDX-License-Identifier: Apache-2.0
/* Any text as an image reference: an accepted reference has valid parts, and so does its pin. */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/digest.h"
#include "manifests/values/reference.h"
#include "tests/fuzz/fuzz.h"

static const char pin[] = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct err err = {0};
    struct reference reference = {0}, again = {0};
    const char *text = arena_copy(&arena, (const char *)data, length);
    if (reference_parse(&arena, text, &reference, &err) < 0) {
        if (err.message[0] == '\0' || err.hint[0] == '\0' || reference.text != NULL)
            abort();
        return 0;
    }
    if (!reference_host_valid(reference.host) || reference.path[0] == '\0' ||
        (reference.tag != NULL && !reference_tag_valid(reference.tag)) ||
        (reference.digest != NULL && !digest_valid(reference.digest)))
        abort();
    const char *pinned = reference_pinned(&arena, &reference, pin);
    if (reference_parse(&arena, pinned, &again, &err) < 0 ||
        !reference_same_tag(&reference, &again) || !text_equal(again.digest, pin) ||
        !text_equal(again.name, reference.name))
        abort();
    return 0;
}
