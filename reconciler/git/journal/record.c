// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/record.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"

enum { COMMIT_HEX = 40 };

static const char suffix[] = ".jsonl";

/* Returns the number of the part whose path ends with this text after "TAG.jsonl": "" or ".N".
 * Returns 0 for another text. */
static unsigned part_number(const char *end)
{
    if (*end == '\0')
        return 1;
    size_t digits = strspn(end + 1, "0123456789");
    if (end[0] != '.' || end[1] == '0' || digits == 0 || digits > 6 || end[1 + digits] != '\0')
        return 0;
    unsigned part = (unsigned)strtoul(end + 1, NULL, 10);
    return part > 1 ? part : 0;
}

/* Returns the last ".jsonl" in the name, or NULL. A tag may have one in its own name. */
static const char *last_suffix(const char *name)
{
    const char *last = NULL;
    for (const char *at = name; (at = strstr(at, suffix)) != NULL; at++)
        last = at;
    return last;
}

bool record_path_parse(struct arena *arena, const char *path, struct tag_journal *out,
                       unsigned *part)
{
    const char *stream = strchr(path, '/');
    const char *tag = stream != NULL ? strchr(stream + 1, '/') : NULL;
    const char *end = tag != NULL ? last_suffix(tag + 1) : NULL;
    if (end == NULL || strchr(tag + 1, '/') != NULL || stream == path || tag == stream + 1 ||
        end == tag + 1 || (*part = part_number(end + strlen(suffix))) == 0)
        return false;
    *out = (struct tag_journal){
        .environment = arena_copy(arena, path, (size_t)(stream - path)),
        .stream = arena_copy(arena, stream + 1, (size_t)(tag - stream - 1)),
        .tag = arena_copy(arena, tag + 1, (size_t)(end - tag - 1)),
    };
    return true;
}

const char *record_path(struct arena *arena, const char *namespace, const char *stream,
                        const char *tag, unsigned part)
{
    const char *first = arena_print(arena, "%s/%s/%s%s", namespace, stream, tag, suffix);
    return part > 1 ? arena_print(arena, "%s.%u", first, part) : first;
}

bool record_has_digest(enum record_kind kind)
{
    return kind != RECORD_MISSING && kind != RECORD_RELEASED;
}

bool record_commit_valid(const char *text)
{
    return strlen(text) == COMMIT_HEX && strspn(text, "0123456789abcdef") == COMMIT_HEX;
}
