// SPDX-License-Identifier: Apache-2.0
/* Prints an audit as JSON: its findings, and every move with its evidence. */
#include "reconciler/report/json/json_value.h"
#include "reconciler/report/printers.h"

static json_t *counts_json(const struct audit *audit)
{
    json_t *object = value_object();
    value_set(object, "moves", value_number(audit->moves.count));
    value_set(object, "environments", value_number(audit->environments));
    value_set(object, "rollbacks", value_number(audit->rollbacks));
    value_set(object, "exceptions", value_number(audit->classes[FINDING_EXCEPTION]));
    value_set(object, "unknown", value_number(audit->classes[FINDING_UNKNOWN]));
    value_set(object, "notes", value_number(audit->classes[FINDING_NOTE]));
    value_set(object, "commits", value_number(audit->commits));
    value_set(object, "records", value_number(audit->records));
    return object;
}

static json_t *finding_json(const struct finding *finding)
{
    json_t *object = value_object();
    value_set(object, "code", value_text(finding_word(finding->code)));
    value_set(object, "class", value_text(finding_class_word(finding_class(finding->code))));
    value_set(object, "sentence", value_text(finding_sentence(finding->code)));
    value_set(object, "namespace", value_text(finding->namespace));
    value_set(object, "stream", value_text(finding->stream));
    value_set(object, "tag", value_text(finding->tag));
    value_set(object, "digest", value_text(finding->digest));
    value_set(object, "time", finding->time != 0 ? value_when(finding->time) : json_null());
    value_set(object, "commit", value_text(finding->commit));
    value_set(object, "journalCommit", value_text(finding->journal_commit));
    value_set(object, "who", value_text(finding->who));
    value_set(object, "detail", value_text(finding->detail));
    return object;
}

static json_t *move_json(const struct audit_move *move)
{
    const struct record *record = move->record;
    json_t *object = value_object();
    value_set(object, "namespace", value_text(move->namespace));
    value_set(object, "stream", value_text(move->stream));
    value_set(object, "tag", value_text(move->tag));
    value_set(object, "digest", value_text(move->digest));
    value_set(object, "before", value_text(move->before));
    value_set(object, "time", value_when(record != NULL ? record->time : move->commit->time));
    value_set(object, "kind", value_text(record != NULL ? record_word(record->kind) : NULL));
    value_set(object, "who", value_text(record != NULL ? record->who : move->commit->who));
    value_set(object, "why", value_text(record != NULL ? record->why : move->commit->why));
    value_set(object, "evidence",
              value_evidence(record != NULL ? record->evidence : NULL,
                             record != NULL ? record->evidence_count : 0));
    value_set(object, "commit", value_text(move->commit->id));
    value_set(object, "journalCommit",
              value_text(move->written != NULL ? move->written->id : NULL));
    value_set(object, "promotion", json_boolean(move->hop));
    value_set(object, "rolledBack", json_boolean(move->rolled_back));
    value_set(object, "exceptions", value_number(move->exceptions));
    return object;
}

void json_audit(const struct report *report, FILE *out)
{
    const struct audit_scope *scope = report->scope;
    json_t *document = value_document(report, "Audit"), *findings = value_array();
    json_t *moves = value_array();
    list_each (finding, &report->audit->findings)
        value_add(findings, finding_json(finding));
    list_each (move, &report->audit->moves)
        value_add(moves, move_json(move));
    value_set(document, "since", scope->since > INT64_MIN ? value_when(scope->since) : json_null());
    value_set(document, "until", value_when(scope->until));
    value_set(document, "namespace", value_text(scope->namespace));
    value_set(document, "counts", counts_json(report->audit));
    value_set(document, "findings", findings);
    value_set(document, "moves", moves);
    value_print(document, out);
}
