// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_records.h"

json_t *json_records_journal(const struct report *report)
{
    const struct journal *journal = view_journal(report);
    json_t *object = object_make();
    object_set(object, "state", to_text(view_journal_word(report)));
    object_set(object, "why", to_text(journal != NULL ? journal->why : NULL));
    object_set(object, "commit", to_text(journal != NULL ? journal->commit : NULL));
    object_set(object, "advisory", json_boolean(journal != NULL && journal->advisory));
    return object;
}

static json_t *record_json(const struct past_view *past, const struct record *record)
{
    if (record == NULL)
        return json_null();
    json_t *object = object_make();
    object_set(object, "kind", to_text(record_word(record->kind)));
    object_set(object, "sentence", to_text(record_meaning(record->kind)));
    object_set(object, "time", to_when(record->time));
    object_set(object, "digest", to_text(record->digest));
    object_set(object, "reference", to_text(record->reference));
    object_set(object, "commit", to_text(record->commit));
    object_set(object, "who", to_text(record->who));
    object_set(object, "why", to_text(record->why));
    object_set(object, "evidence", to_texts(record->evidence, record->evidence_count));
    object_set(object, "rebuilt", json_boolean(record->rebuilt));
    object_set(object, "backedOut", json_boolean(view_backed_out(past, record)));
    return object;
}

json_t *json_records_tag(const struct past_view *past)
{
    json_t *object = object_make();
    object_set(object, "namespace", to_text(past->namespace));
    object_set(object, "stream", to_text(past->stream));
    object_set(object, "tag", to_text(past->tag));
    object_set(object, "trouble",
               past->journal != NULL ? to_text(past->journal->trouble) : json_null());
    return object;
}

json_t *json_records(const struct past_view *past, size_t most)
{
    json_t *array = array_make();
    bool usable = past->journal != NULL && past->journal->trouble == NULL;
    size_t count = usable ? past->journal->count : 0;
    for (size_t i = 0; i < count && i < most; i++)
        array_add(array, record_json(past, &past->journal->records[count - 1 - i]));
    return array;
}

json_t *json_records_recent(const struct report *report, const struct stream *stream, size_t most)
{
    arena_scope struct arena arena = {0};
    struct report one = *report;
    one.only = (struct report_only){.namespace = stream->namespace, .stream = stream->spec->name};
    json_t *array = array_make();
    past_views pasts = view_pasts(&arena, &one);
    list_each (past, &pasts) {
        json_t *object = json_records_tag(past);
        object_set(object, "records", json_records(past, most));
        array_add(array, object);
    }
    return array;
}

void json_records_stretch(json_t *object, const struct past_view *past,
                          const struct stretch *stretch)
{
    object_set(object, "digest", to_text(stretch != NULL ? stretch->digest : NULL));
    object_set(object, "since", to_when(stretch != NULL ? stretch->since : MOMENT_NEVER));
    object_set(object, "until", to_when(stretch != NULL ? stretch->until : MOMENT_NEVER));
    object_set(object, "record", record_json(past, stretch != NULL ? stretch->record : NULL));
}
