// SPDX-License-Identifier: Apache-2.0
/*
 * The first line is the media type, the rest the bytes that a registry calls a manifest. They are
 * walked on from as well, as a manifest and as a config: the walk answers or goes on, never both.
 */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/registry/manifest.h"
#include "reconciler/registry/walk.h"
#include "tests/fuzz/fuzz.h"

static void walk_on(struct arena *arena, const char *type, const char *bytes, size_t length,
                    bool config)
{
    char digest[DIGEST_TEXT_MAX];
    struct answer answer = {0};
    manifest_digest(bytes, length, digest);
    struct inquiry inquiry = {.way = INQUIRY_BY_CONFIG,
                              .answer = &answer,
                              .arena = arena,
                              .image = {.host = "q.io", .host_length = 4, .version = digest}};
    struct walk walk = walk_begin(&inquiry);
    walk.config = config;
    bool more = walk_take(&walk, type, bytes, length);
    if (more == inquiry.answered || (more && !digest_valid(walk.digest)) ||
        answer.label_count > WALK_LABELS_MAX)
        abort();
    for (size_t i = 1; i < answer.label_count; i++)
        if (strcmp(answer.labels[i - 1].name, answer.labels[i].name) >= 0)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct err err = {0};
    struct manifest manifest = {0};
    enum registry_class class = REGISTRY_PROTOCOL;
    const uint8_t *end = length > 0 ? memchr(data, '\n', length) : NULL;
    if (end == NULL)
        return 0;
    const char *type = arena_copy(&arena, (const char *)data, (size_t)(end - data));
    const char *bytes = (const char *)end + 1;
    size_t rest = length - (size_t)(end + 1 - data);
    walk_on(&arena, type, bytes, rest, false);
    walk_on(&arena, type, bytes, rest, true);
    if (manifest_read(&arena, type, bytes, rest, &manifest, &class, &err) < 0)
        return 0;
    enum image_form form = manifest_form(type);
    if ((form != IMAGE_FORM_UNKNOWN && form != manifest.form) ||
        (manifest.form != IMAGE_FORM_INDEX && manifest.child_count > 0) ||
        manifest.child_count > MANIFEST_CHILDREN_MAX)
        abort();
    for (size_t i = 0; i < manifest.child_count; i++)
        if (manifest.children[i].digest == NULL || manifest.children[i].platform == NULL)
            abort();
    return 0;
}
