// SPDX-License-Identifier: Apache-2.0
/* An audit as JSON: what was found, and every move with its evidence. */
#include "reconciler/report/json/json_value.h"
#include "reconciler/report/printers.h"

static json_t *counts_json(const struct audit *audit)
{
    json_t *object = object_make();
    object_set(object, "moves", to_number(audit->moves.count));
    object_set(object, "environments", to_number(audit->environments));
    object_set(object, "rollbacks", to_number(audit->rollbacks));
    object_set(object, "exceptions", to_number(audit->classes[FINDING_EXCEPTION]));
    object_set(object, "unknown", to_number(audit->classes[FINDING_UNKNOWN]));
    object_set(object, "notes", to_number(audit->classes[FINDING_NOTE]));
    object_set(object, "commits", to_number(audit->commits));
    object_set(object, "records", to_number(audit->records));
    return object;
}

static json_t *finding_json(const struct finding *finding)
{
    json_t *object = object_make();
    object_set(object, "code", to_text(finding_word(finding->code)));
    object_set(object, "class", to_text(finding_class_word(finding_class(finding->code))));
    object_set(object, "sentence", to_text(finding_sentence(finding->code)));
    object_set(object, "namespace", to_text(finding->namespace));
    object_set(object, "stream", to_text(finding->stream));
    object_set(object, "tag", to_text(finding->tag));
    object_set(object, "digest", to_text(finding->digest));
    object_set(object, "time", finding->time != 0 ? to_when(finding->time) : json_null());
    object_set(object, "commit", to_text(finding->commit));
    object_set(object, "journalCommit", to_text(finding->journal_commit));
    object_set(object, "who", to_text(finding->who));
    object_set(object, "detail", to_text(finding->detail));
    return object;
}

static json_t *move_json(const struct audit_move *move)
{
    const struct record *record = move->record;
    json_t *object = object_make();
    object_set(object, "namespace", to_text(move->namespace));
    object_set(object, "stream", to_text(move->stream));
    object_set(object, "tag", to_text(move->tag));
    object_set(object, "digest", to_text(move->digest));
    object_set(object, "before", to_text(move->before));
    object_set(object, "time", to_when(record != NULL ? record->time : move->commit->time));
    object_set(object, "kind", to_text(record != NULL ? record_word(record->kind) : NULL));
    object_set(object, "who", to_text(record != NULL ? record->who : move->commit->who));
    object_set(object, "why", to_text(record != NULL ? record->why : move->commit->why));
    object_set(object, "evidence",
               to_texts(record != NULL ? record->evidence : NULL,
                        record != NULL ? record->evidence_count : 0));
    object_set(object, "commit", to_text(move->commit->id));
    object_set(object, "journalCommit", to_text(move->written != NULL ? move->written->id : NULL));
    object_set(object, "promotion", json_boolean(move->hop));
    object_set(object, "rolledBack", json_boolean(move->rolled_back));
    object_set(object, "exceptions", to_number(move->exceptions));
    return object;
}

void json_audit(const struct report *report, FILE *out)
{
    const struct audit_scope *scope = report->scope;
    json_t *document = document_make(report, "Audit"), *findings = array_make();
    json_t *moves = array_make();
    list_each (finding, &report->audit->findings)
        array_add(findings, finding_json(finding));
    list_each (move, &report->audit->moves)
        array_add(moves, move_json(move));
    object_set(document, "since", scope->since > INT64_MIN ? to_when(scope->since) : json_null());
    object_set(document, "until", to_when(scope->until));
    object_set(document, "namespace", to_text(scope->namespace));
    object_set(document, "counts", counts_json(report->audit));
    object_set(document, "findings", findings);
    object_set(document, "moves", moves);
    document_print(document, out);
}
