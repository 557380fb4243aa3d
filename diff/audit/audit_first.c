// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_first.h"

#include "diff/audit/auditor.h"

/* True if the scope covers the record, or its time is not believed. */
static bool covers_record(const struct auditor *auditor, const struct record *record)
{
    return !record_believed(record, auditor->scope->now) || record->time >= auditor->scope->since;
}

/* Returns the index of the oldest commit that covered records of the file cite, at most `first`;
 * 0 if a record of a pin cites no commit, because any commit may have made that move. */
static size_t first_cited(const struct auditor *auditor, const struct audit_file *file,
                          size_t first)
{
    for (size_t i = 0; i < file->tag.count; i++) {
        const struct record *record = &file->tag.records[i];
        if (!covers_record(auditor, record))
            continue;
        if (record->commit == NULL && record_moves(record->kind))
            return 0;
        ptrdiff_t commit = record->commit != NULL ? auditor_commit(auditor, record->commit) : -1;
        if (commit >= 0 && (size_t)commit < first)
            first = (size_t)commit;
    }
    return first;
}

size_t audit_first(const struct auditor *auditor)
{
    size_t first = 0;
    if (auditor->cut != NULL)
        return 0;
    while (first < auditor->count && auditor->commits[first].raised < auditor->scope->since)
        first++;
    list_each (file, &auditor->journal->files)
        if (file->tag.trouble == NULL && first > 0)
            first = first_cited(auditor, file, first);
    return first;
}
