// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_row.h"

#include "reconciler/report/view.h"

static json_t *edit_value(const struct value *value)
{
    json_t *json = NULL;
    if (value == NULL)
        return json_null();
    switch (value->kind) {
    case NODE_SCALAR:
    case NODE_ALIAS:
        if (value->literal)
            json = json_loads(value->text, JSON_DECODE_ANY, NULL);
        return json != NULL ? json : value_text(value->text);
    case NODE_MAP:
        json = value_object();
        for (size_t i = 0; i < value->count; i++)
            value_set(json, value->children[i].key, edit_value(&value->children[i]));
        return json;
    case NODE_LIST:
        json = value_array();
        for (size_t i = 0; i < value->count; i++)
            value_add(json, edit_value(&value->children[i]));
        return json;
    }
    return json_null();
}

static json_t *edits_json(const struct row *row)
{
    static const char *const words[] = {[EDIT_REPLACE] = "replace",
                                        [EDIT_INSERT] = "insert",
                                        [EDIT_APPEND] = "append",
                                        [EDIT_REMOVE] = "remove"};
    TABLE_COMPLETE(words, EDIT_REMOVE + 1);
    arena_scope struct arena arena = {0};
    json_t *array = value_array();
    for (size_t i = 0; i < row->edit_count; i++) {
        const struct edit *edit = &row->edits[i].edit;
        json_t *object = value_object();
        value_set(object, "kind", value_text(words[edit->kind]));
        value_set(object, "document", value_number(edit->path.document));
        value_set(object, "path", value_text(node_path_print(&arena, edit->path)));
        value_set(object, "key", value_text(edit->value != NULL ? edit->value->key : NULL));
        value_set(object, "expected", value_text(edit->expected));
        value_set(object, "value", edit_value(edit->value));
        value_add(array, object);
    }
    return array;
}

json_t *json_workload(const struct consumer *consumer)
{
    if (consumer == NULL)
        return json_null();
    json_t *object = value_object();
    value_set(object, "namespace", value_text(consumer->environment));
    value_set(object, "kind", value_text(workload_kind_word(consumer->workload->kind)));
    value_set(object, "name", value_text(consumer->workload->name));
    value_set(object, "container", value_text(consumer->container->name));
    value_set(object, "init", json_boolean(consumer->container->list == CONTAINERS_INIT));
    value_set(object, "binding", value_text(view_binding(consumer->binding)));
    value_set(object, "paused", json_boolean(consumer->paused));
    return object;
}

json_t *json_row_names(const struct row *row)
{
    json_t *object = value_object();
    value_set(object, "kind", value_text(row_kind_word(row->kind)));
    value_set(object, "object", value_text(row->object));
    value_set(object, "namespace", value_text(row->environment));
    value_set(object, "stream", value_text(row->stream));
    value_set(object, "tag", value_text(row->tag));
    return object;
}

json_t *json_row(const struct row *row)
{
    json_t *object = json_row_names(row);
    value_set(object, "promotion", value_text(row->hop != NULL ? row->hop->promotion->name : NULL));
    value_set(object, "workload", json_workload(row->consumer));
    value_set(object, "state", value_text(row_state_word(row_state(row))));
    value_set(object, "reason", value_text(reason_word(row->reason)));
    value_set(object, "sentence", value_text(reason_sentence(row->reason)));
    value_set(object, "trouble", json_boolean(reason_trouble(row->reason)));
    value_set(object, "action", value_text(row_action_word(row->action)));
    value_set(object, "current", value_text(row->current));
    value_set(object, "wanted", value_text(row->wanted));
    value_set(object, "currentDigest", value_text(row->current_digest));
    value_set(object, "wantedDigest", value_text(row->wanted_digest));
    value_set(object, "detail", value_text(row->detail));
    value_set(object, "hint", value_text(row->hint));
    value_set(object, "trail", value_texts(row->trail, row->trail_count));
    value_set(object, "evidence", value_evidence(row->evidence, row->evidence_count));
    value_set(object, "allowed", row->allowed != 0 ? value_when(row->allowed) : json_null());
    value_set(object, "next", value_when(row->next));
    value_set(object, "place", value_place(row->file, row->line, row->column, row->site));
    value_set(object, "edits", edits_json(row));
    return object;
}
