// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_fault.h"

#include <stdarg.h>

#include "reconciler/git/journal/record.h"

void chronicle_fault_add(struct chronicle *chronicle, enum finding_code code, size_t commit,
                         const char *path, const char *format, ...)
{
    struct arena *arena = &chronicle->arena;
    struct tag_journal tag = {0};
    unsigned part;
    va_list arguments;
    va_start(arguments, format);
    const char *detail = arena_vprint(arena, format, arguments);
    va_end(arguments);
    if (path != NULL)
        (void)record_path_parse(arena, path, &tag, &part);
    *list_add(arena, &chronicle->audited.faults) = (struct audit_fault){
        code, &chronicle->journal.commits[commit], tag.environment, tag.stream, tag.tag, detail};
}
