// SPDX-License-Identifier: Apache-2.0
/* Any bytes as weir.yaml, and as a manifest in the same folder. */
#include <stdlib.h>
#include <string.h>

#include "manifests/declared/declare.h"
#include "tests/fuzz/fuzz.h"
#include "tests/manifests/memory_source.h"

static void check_hops(const struct declared *declared)
{
    list_each (hop, &declared->hops) {
        const struct hop *found = declared_hop(declared, hop->to, hop->stream, hop->tag);
        if (found == NULL || hop->from_count == 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    if (length == 0)
        return 0;
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    const char *text = arena_copy(&run, (const char *)data, length);
    const struct memory_file files[] = {{.path = SETTINGS_FILE, .text = text, .length = length},
                                        {.path = "app/all.yaml", .text = text, .length = length}};
    struct declared declared = {0};
    declared_make(&run, memory_source(&run, files, 2), parts, &declared);
    const struct settings *settings = &declared.settings;
    if (!settings->present || (settings->broken && settings->problem == NULL))
        abort();
    list_each (problem, &declared.problems)
        if (problem->message == NULL || problem->message[0] == '\0' || problem->path == NULL)
            abort();
    list_each (stream, &declared.streams)
        if (declared_stream(&declared, stream->environment, stream->spec->name) == NULL)
            abort();
    check_hops(&declared);
    return 0;
}
