// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/record.h"

#include <string.h>

#include "manifests/base/text.h"

enum { COMMIT_HEX = 40 };

static const char suffix[] = ".jsonl";

bool record_path_parse(struct arena *arena, const char *path, struct tag_journal *out)
{
    const char *stream = strchr(path, '/');
    const char *tag = stream != NULL ? strchr(stream + 1, '/') : NULL;
    if (tag == NULL || strchr(tag + 1, '/') != NULL || !text_ends(tag, suffix))
        return false;
    size_t length = strlen(tag + 1) - strlen(suffix);
    if (stream == path || tag == stream + 1 || length == 0)
        return false;
    *out = (struct tag_journal){
        .environment = arena_copy(arena, path, (size_t)(stream - path)),
        .stream = arena_copy(arena, stream + 1, (size_t)(tag - stream - 1)),
        .tag = arena_copy(arena, tag + 1, length),
    };
    return true;
}

const char *record_path(struct arena *arena, const char *namespace, const char *stream,
                        const char *tag)
{
    return arena_print(arena, "%s/%s/%s%s", namespace, stream, tag, suffix);
}

bool record_has_digest(enum record_kind kind)
{
    return kind != RECORD_MISSING && kind != RECORD_RELEASED;
}

bool record_commit_valid(const char *text)
{
    return strlen(text) == COMMIT_HEX && strspn(text, "0123456789abcdef") == COMMIT_HEX;
}
