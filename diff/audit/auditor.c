// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/auditor.h"

#include <string.h>

static int compare_object(const void *key, const void *item)
{
    return strcmp(key, ((const struct claimed_move *)item)->object);
}

const struct claimed_move *auditor_claim(struct arena *arena, const struct audit_commit *commit,
                                         const char *namespace, const char *stream, const char *tag)
{
    const char *object = arena_print(arena, "%s/%s:%s", namespace, stream, tag);
    return list_search(commit->moves, commit->move_count, sizeof *commit->moves, object,
                       compare_object);
}

ptrdiff_t auditor_commit(const struct auditor *auditor, const char *id)
{
    const char *const *found =
        list_search(auditor->ids, auditor->count, sizeof *auditor->ids, &id, list_compare_texts);
    return found != NULL ? (ptrdiff_t)auditor->ids_index[found - auditor->ids] : -1;
}

void auditor_ask_past(struct auditor *auditor)
{
    auditor->needs_commits |= auditor->first > 0;
}

const struct audit_commit *auditor_written(struct auditor *auditor, const struct audit_file *file,
                                           size_t record)
{
    const struct audit_commit *written = file->commits != NULL ? file->commits[record] : NULL;
    auditor->needs_journal |= written == NULL && auditor->journal->first > 0;
    return written;
}

bool auditor_within(const struct auditor *auditor, const char *namespace, moment early, moment late)
{
    const struct audit_scope *scope = auditor->scope;
    bool meant =
        scope->namespace == NULL || namespace == NULL || text_equal(scope->namespace, namespace);
    return meant && late >= scope->since && early <= scope->until;
}

void auditor_add(struct auditor *auditor, const struct finding *finding, moment early, moment late)
{
    struct audit *out = &auditor->out;
    if (!auditor_within(auditor, finding->namespace, early, late))
        return;
    out->classes[finding_class(finding->code)]++;
    if (out->findings.count >= AUDIT_FINDINGS_MAX)
        return;
    struct finding *made = list_add(auditor->arena, &out->findings);
    *made = *finding;
    made->detail = arena_text(auditor->arena, finding->detail);
}

bool auditor_covers(const struct auditor *auditor, const struct audit_move *move)
{
    moment early = move->commit->time, late = move->commit->raised;
    if (move->record != NULL) {
        if (!record_believed(move->record, auditor->scope->now))
            return auditor_within(auditor, move->namespace, INT64_MIN, MOMENT_NEVER);
        early = move->record->time < early ? move->record->time : early;
        late = move->record->time > late ? move->record->time : late;
    }
    return auditor_within(auditor, move->namespace, early, late);
}
