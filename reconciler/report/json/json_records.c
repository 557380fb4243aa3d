// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_records.h"

json_t *json_records_journal(const struct report *report)
{
    const struct journal *journal = view_journal(report);
    json_t *object = value_object();
    value_set(object, "state", value_text(view_journal_word(report)));
    value_set(object, "why", value_text(journal != NULL ? journal->why : NULL));
    value_set(object, "commit", value_text(journal != NULL ? journal->commit : NULL));
    value_set(object, "advisory", json_boolean(journal != NULL && journal->advisory));
    return object;
}

static json_t *record_json(const struct tag_history *history, const struct record *record)
{
    if (record == NULL)
        return json_null();
    json_t *object = value_object();
    value_set(object, "kind", value_text(record_word(record->kind)));
    value_set(object, "sentence", value_text(record_meaning(record->kind)));
    value_set(object, "time", value_when(record->time));
    value_set(object, "digest", value_text(record->digest));
    value_set(object, "reference", value_text(record->reference));
    value_set(object, "commit", value_text(record->commit));
    value_set(object, "alias", value_text(record->alias));
    value_set(object, "who", value_text(record->who));
    value_set(object, "why", value_text(record->why));
    value_set(object, "evidence", value_evidence(record->evidence, record->evidence_count));
    value_set(object, "rebuilt", json_boolean(record->rebuilt));
    value_set(object, "backedOut", json_boolean(view_backed_out(history, record)));
    return object;
}

json_t *json_records_tag(const struct tag_history *history)
{
    json_t *object = value_object();
    value_set(object, "namespace", value_text(history->namespace));
    value_set(object, "stream", value_text(history->stream));
    value_set(object, "tag", value_text(history->tag));
    value_set(object, "trouble",
              history->journal != NULL ? value_text(history->journal->trouble) : json_null());
    return object;
}

json_t *json_records(const struct tag_history *history, size_t most)
{
    json_t *array = value_array();
    bool usable = history->journal != NULL && history->journal->trouble == NULL;
    size_t count = usable ? history->journal->count : 0;
    for (size_t i = 0; i < count && i < most; i++)
        value_add(array, record_json(history, &history->journal->records[count - 1 - i]));
    return array;
}

json_t *json_records_recent(const struct report *report, const struct stream *stream, size_t most)
{
    arena_scope struct arena arena = {0};
    struct report one = *report;
    one.only = (struct report_only){.namespace = stream->environment, .stream = stream->spec->name};
    json_t *array = value_array();
    tag_histories histories = view_histories(&arena, &one);
    list_each (history, &histories) {
        json_t *object = json_records_tag(history);
        value_set(object, "records", json_records(history, most));
        value_add(array, object);
    }
    return array;
}

void json_records_stretch(json_t *object, const struct tag_history *history,
                          const struct stretch *stretch)
{
    value_set(object, "digest", value_text(stretch != NULL ? stretch->digest : NULL));
    value_set(object, "since", value_when(stretch_since(stretch)));
    value_set(
        object, "until",
        value_when(stretch != NULL && !stretch->until_unknown ? stretch->until : MOMENT_NEVER));
    value_set(object, "ended", json_boolean(stretch != NULL && stretch->until != MOMENT_NEVER));
    value_set(object, "record", record_json(history, stretch != NULL ? stretch->record : NULL));
}
