// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_row.h"

#include "reconciler/report/view.h"

static json_t *value_json(const struct value *value)
{
    json_t *json = NULL;
    if (value == NULL)
        return json_null();
    switch (value->kind) {
    case NODE_SCALAR:
    case NODE_ALIAS:
        if (value->literal)
            json = json_loads(value->text, JSON_DECODE_ANY, NULL);
        return json != NULL ? json : to_text(value->text);
    case NODE_MAP:
        json = object_make();
        for (size_t i = 0; i < value->count; i++)
            object_set(json, value->children[i].key, value_json(&value->children[i]));
        return json;
    case NODE_LIST:
        json = array_make();
        for (size_t i = 0; i < value->count; i++)
            array_add(json, value_json(&value->children[i]));
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
    json_t *array = array_make();
    for (size_t i = 0; i < row->edit_count; i++) {
        const struct edit *edit = &row->edits[i].edit;
        json_t *object = object_make();
        object_set(object, "kind", to_text(words[edit->kind]));
        object_set(object, "document", to_number(edit->path.document));
        object_set(object, "path", to_text(node_path_print(&arena, edit->path)));
        object_set(object, "key", to_text(edit->value != NULL ? edit->value->key : NULL));
        object_set(object, "expected", to_text(edit->expected));
        object_set(object, "value", value_json(edit->value));
        array_add(array, object);
    }
    return array;
}

json_t *json_workload(const struct consumer *consumer)
{
    if (consumer == NULL)
        return json_null();
    json_t *object = object_make();
    object_set(object, "namespace", to_text(consumer->namespace));
    object_set(object, "kind", to_text(workload_kind_word(consumer->workload->kind)));
    object_set(object, "name", to_text(consumer->workload->name));
    object_set(object, "container", to_text(consumer->container->name));
    object_set(object, "init", json_boolean(consumer->container->init));
    object_set(object, "binding", to_text(view_binding(consumer->binding)));
    object_set(object, "paused", json_boolean(consumer->paused));
    return object;
}

json_t *json_row(const struct row *row)
{
    json_t *object = object_make();
    object_set(object, "kind", to_text(row_kind_word(row->kind)));
    object_set(object, "object", to_text(row->object));
    object_set(object, "namespace", to_text(row->namespace));
    object_set(object, "stream", to_text(row->stream));
    object_set(object, "tag", to_text(row->tag));
    object_set(object, "promotion", to_text(row->hop != NULL ? row->hop->promotion->name : NULL));
    object_set(object, "workload", json_workload(row->consumer));
    object_set(object, "state", to_text(row_state_word(row_state(row))));
    object_set(object, "reason", to_text(reason_word(row->reason)));
    object_set(object, "sentence", to_text(reason_sentence(row->reason)));
    object_set(object, "trouble", json_boolean(reason_trouble(row->reason)));
    object_set(object, "action", to_text(action_word(row->action)));
    object_set(object, "current", to_text(row->current));
    object_set(object, "wanted", to_text(row->wanted));
    object_set(object, "currentDigest", to_text(row->current_digest));
    object_set(object, "wantedDigest", to_text(row->wanted_digest));
    object_set(object, "detail", to_text(row->detail));
    object_set(object, "hint", to_text(row->hint));
    object_set(object, "trail", to_texts(row->trail, row->trail_count));
    object_set(object, "evidence", to_texts(row->evidence, row->evidence_count));
    object_set(object, "allowed", row->allowed != 0 ? to_when(row->allowed) : json_null());
    object_set(object, "next", to_when(row->next));
    object_set(object, "place", to_place(row->file, row->line, row->column, row->site));
    object_set(object, "edits", edits_json(row));
    return object;
}
