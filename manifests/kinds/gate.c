// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/gate.h"

#include <string.h>

#include "manifests/base/duration.h"
#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/kinds/suggestion.h"
#include "manifests/kinds/texts.h"
#include "manifests/kinds/type.h"
#include "manifests/values/platform.h"

/* The keys of the gates, then NULL as suggestion_hint() needs. */
static const char *const gate_words[] = {
#define X(code, key, ...) [code] = key,
    GATES(X)
#undef X
        [GATE_KINDS] = NULL,
};
TABLE_COMPLETE(gate_words, GATE_KINDS + 1);

const char *gate_word(enum gate_kind kind)
{
    return gate_words[kind];
}

static const struct {
    enum gate_asks asks;
    unsigned traits;
} gate_kinds[] = {
#define X(code, key, reader, rule, argument, audit, asks, traits) [code] = {asks, traits},
    GATES(X)
#undef X
};
TABLE_COMPLETE(gate_kinds, GATE_KINDS);

enum gate_asks gate_asks(enum gate_kind kind)
{
    return gate_kinds[kind].asks;
}

bool gate_has(enum gate_kind kind, unsigned trait)
{
    return (gate_kinds[kind].traits & trait) != 0;
}

static void read_soak(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    gate->text = text_read(decoding, value);
    if (gate->text != NULL && !duration_parse(gate->text, &gate->seconds)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, value,
                    "write a duration of at most 3660d, such as 30m, 24h or 7d",
                    "\"%.80s\" is not a duration", gate->text);
    }
}

static void read_word(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    gate->text = text_read(decoding, value);
    if (gate->text != NULL && text_blank(gate->text)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, value, "write a name", "the gate's %s is blank",
                    gate_word(gate->kind));
    }
}

bool gate_check_name_valid(const char *name)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    return *name != '\0' && name[strspn(name, letters)] == '\0' && strlen(name) <= 100;
}

static void read_check(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    gate->text = text_read(decoding, value);
    if (gate->text != NULL && !gate_check_name_valid(gate->text)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, value,
                    "use letters, digits, _ . and -, at most 100",
                    "\"%.80s\" is not a valid name for a check", gate->text);
    }
}

/* Returns the parts of a text such as "a, b": at most GATES_MAX, with a problem if it has more. */
static const char *const *split(struct decoding *decoding, const struct node *value,
                                const char *text, size_t *count)
{
    LIST_OF(const char *) parts = {0};
    for (const char *at = text;; at++) {
        size_t blanks = strspn(at, " "), length = strcspn(at, ",");
        if (problem_too_many(decoding, value, parts.count + 1, GATES_MAX, "platforms",
                             "remove some"))
            break;
        const char *from = blanks < length ? at + blanks : at + length;
        const char *end = at + length;
        while (end > from && end[-1] == ' ')
            end--;
        *list_add(decoding->part, &parts) = arena_copy(decoding->part, from, (size_t)(end - from));
        at += length;
        if (*at == '\0')
            break;
    }
    *count = parts.count;
    return parts.items;
}

/* Reads a list of platforms, or a text with commas. */
static void read_platforms(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    size_t count = 0;
    const char *const *texts = NULL;
    if (value->kind == NODE_LIST) {
        texts = texts_read(decoding, value, GATES_MAX, &count);
    } else {
        const char *text = text_read(decoding, value);
        texts = text != NULL ? split(decoding, value, text, &count) : NULL;
    }
    struct gate_item *items = arena_array(decoding->part, struct gate_item, count);
    gate->text = "";
    for (size_t i = 0; i < count; i++) {
        if (!platform_valid(texts[i])) {
            problem_add(decoding, PROBLEM_BAD_VALUE, value, "write for example [linux/amd64]",
                        "\"%.80s\" is not a platform", texts[i]);
            return;
        }
        items[i].name = texts[i];
        gate->text = arena_print(decoding->part, "%s%s%s", gate->text, i > 0 ? "," : "", texts[i]);
    }
    gate->items = items;
    gate->item_count = count;
    if (count == 0) {
        problem_add(decoding, PROBLEM_BAD_VALUE, value, "write for example [linux/amd64]",
                    "the gate has no valid platform");
    }
}

/* Reads "name=value". */
static void read_label_text(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    gate->text = text_read(decoding, value);
    if (gate->text == NULL)
        return;
    size_t length = strcspn(gate->text, "=");
    if (length == 0 || gate->text[length] == '\0') {
        problem_add(decoding, PROBLEM_BAD_VALUE, value, "write name=value",
                    "\"%.80s\" is not a label and its value", gate->text);
        return;
    }
    struct gate_item *item = arena_new(decoding->part, struct gate_item);
    item->name = arena_copy(decoding->part, gate->text, length);
    item->value = gate->text + length + 1;
    gate->items = item;
    gate->item_count = 1;
}

/* Reads {name: value, …} or "name=value". */
static void read_label(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    if (value->kind != NODE_MAP || value->count == 0) {
        read_label_text(decoding, value, gate);
        return;
    }
    if (problem_too_many(decoding, value, value->count, GATES_MAX, "labels", "remove some"))
        return;
    struct gate_item *items = arena_array(decoding->part, struct gate_item, value->count);
    gate->text = "";
    for (const struct node *item = value->first; item != NULL; item = item->next) {
        const char *key = node_text(item->key), *text = text_read(decoding, item);
        struct gate_item *made = &items[gate->item_count++];
        *made = (struct gate_item){key != NULL ? arena_text(decoding->part, key) : "",
                                   text != NULL ? text : ""};
        gate->text = arena_print(decoding->part, "%s%s%s=%s", gate->text,
                                 item != value->first ? "," : "", made->name, made->value);
    }
    gate->items = items;
}

static void read_manual(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    bool manual = false;
    gate->text = "true";
    if (!type_bool(value, &manual)) {
        problem_add(decoding, PROBLEM_WRONG_TYPE, value, "write manual: true",
                    "the gate's manual is %s, not true or false", type_name(value));
    } else if (!manual) {
        problem_add(decoding, PROBLEM_BAD_VALUE, value, "write manual: true, or remove the gate",
                    "manual: false is not a gate");
    }
}

static void (*const gate_readers[])(struct decoding *, const struct node *, struct gate *) = {
#define X(code, key, reader, ...) [code] = read_##reader,
    GATES(X)
#undef X
};
TABLE_COMPLETE(gate_readers, GATE_KINDS);

bool gate_read(struct decoding *decoding, const struct node *node, struct gate *gate)
{
    arena_scope struct arena scratch = {0};
    *gate = (struct gate){.line = node->line, .column = node->column};
    if (node->kind != NODE_MAP || node->count != 1) {
        problem_add(decoding, PROBLEM_WRONG_TYPE, node,
                    arena_print(&scratch, "write one of %s, and give each gate its own list item",
                                suggestion_list(&scratch, gate_words)),
                    "a gate must be a map with one key");
        return false;
    }
    const char *key = node_text(node->first->key);
    const struct node *value = node_resolve(node->first);
    for (size_t i = 0; key != NULL && gate_words[i] != NULL; i++) {
        if (strcmp(key, gate_words[i]) != 0)
            continue;
        gate->kind = (enum gate_kind)i;
        if (value->kind == NODE_SCALAR && value->plain_null) {
            problem_add(decoding, PROBLEM_MISSING_FIELD, value, "write a value after the colon",
                        "the gate's %s has no value", key);
            return false;
        }
        gate_readers[i](decoding, value, gate);
        return true;
    }
    problem_add(decoding, PROBLEM_UNKNOWN_FIELD, node->first->key,
                suggestion_hint(&scratch, key, gate_words), "unknown gate \"%s\"",
                key != NULL ? key : "");
    return false;
}
