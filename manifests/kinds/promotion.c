// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/promotion.h"

#include <string.h>

#include "manifests/base/duration.h"
#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/values/platform.h"
#include "manifests/values/reference.h"

static const char *const by_words[] = {"commit", "pullRequest", "manual", NULL};
static const char *const join_words[] = {"all", "any", NULL};

/* For lists and suggestions; ends with NULL. */
static const char *const gate_words[] = {
#define X(code, key, ...) [code] = key,
    GATES(X)
#undef X
        [GATE_KINDS] = NULL,
};

const char *gate_word(enum gate_kind kind)
{
    return gate_words[kind];
}

static const struct {
    enum gate_asks asks;
    unsigned traits;
} gate_kinds[] = {
#define X(code, key, reader, rule, asks, traits) [code] = {asks, traits},
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

const char *hop_by_word(enum hop_by by)
{
    return by_words[by];
}

static void read_soak(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    gate->text = text_read(decoding, value);
    if (gate->text != NULL && !duration_parse(gate->text, &gate->seconds)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, value, "write a duration such as 30m, 24h or 7d",
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

bool check_name_valid(const char *name)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    return *name != '\0' && name[strspn(name, letters)] == '\0' && strlen(name) <= 100;
}

static void read_check(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    gate->text = text_read(decoding, value);
    if (gate->text != NULL && !check_name_valid(gate->text)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, value,
                    "use letters, digits, _ . and -, at most 100",
                    "\"%.80s\" is not a valid name for a check", gate->text);
    }
}

/* The parts of "a, b". */
static const char *const *split(struct decoding *decoding, const struct node *value,
                                const char *text, size_t *count)
{
    LIST_OF(const char *) parts = {0};
    for (const char *at = text;; at++) {
        size_t blanks = strspn(at, " "), length = strcspn(at, ",");
        if (parts.count == PROMOTION_GATES_MAX) {
            problem_add(decoding, PROBLEM_LIMIT, value, "remove some", "more than %d platforms",
                        PROMOTION_GATES_MAX);
            break;
        }
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

/* Items of a list joined by commas; text alone, with commas, is good as well. */
static void read_platforms(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    size_t count = 0;
    const char *const *texts = NULL;
    if (value->kind == NODE_LIST) {
        texts = texts_read(decoding, value, PROMOTION_GATES_MAX, &count);
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
                    "no platform is given");
    }
}

/* "name=value" */
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

/* {name: value, …} or "name=value": each label must have its value. */
static void read_label(struct decoding *decoding, const struct node *value, struct gate *gate)
{
    if (value->kind != NODE_MAP || value->count == 0) {
        read_label_text(decoding, value, gate);
        return;
    }
    if (value->count > PROMOTION_GATES_MAX) {
        problem_add(decoding, PROBLEM_LIMIT, value, "remove some", "more than %d labels",
                    PROMOTION_GATES_MAX);
        return;
    }
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
    if (!bool_read(value, &manual)) {
        problem_add(decoding, PROBLEM_WRONG_TYPE, value, "write manual: true",
                    "the gate's manual is %s, not true or false", node_type(value));
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

/* One gate: a map of one key, its kind. False when it is none. */
static bool read_gate(struct decoding *decoding, const struct node *node, struct gate *gate)
{
    arena_scope struct arena scratch = {0};
    *gate = (struct gate){.line = node->line, .column = node->column};
    if (node->kind != NODE_MAP || node->count != 1) {
        problem_add(decoding, PROBLEM_WRONG_TYPE, node,
                    arena_print(&scratch, "write one of %s, each as a separate list item",
                                word_list(&scratch, gate_words)),
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
                arena_print(&scratch, "%swrite one of: %s",
                            key != NULL ? suggestion_find(&scratch, key, gate_words) : "",
                            word_list(&scratch, gate_words)),
                "unknown gate \"%s\"", key != NULL ? key : "");
    return false;
}

static void read_gates(struct decoding *decoding, const struct node *list, void *into)
{
    struct path_entry *entry = into;
    if (list->count > PROMOTION_GATES_MAX) {
        problem_add(decoding, PROBLEM_LIMIT, list, "remove some", "more than %d gates",
                    PROMOTION_GATES_MAX);
        return;
    }
    struct gate *gates = arena_array(decoding->part, struct gate, list->count);
    for (const struct node *item = list->first; item != NULL; item = item->next)
        entry->gate_count += read_gate(decoding, node_resolve(item), &gates[entry->gate_count]);
    entry->gates = gates;
}

static void read_sources(struct decoding *decoding, const struct node *list, void *into)
{
    struct path_entry *entry = into;
    entry->from = texts_read(decoding, list, PROMOTION_ENTRIES_MAX, &entry->from_count);
}

static const struct field entry_fields[] = {
    {"namespace", FIELD_TEXT, true, offsetof(struct path_entry, namespace)},
    {"by", FIELD_WORD, false, offsetof(struct path_entry, by), by_words},
    {"from", FIELD_LIST, .read = read_sources},
    {"join", FIELD_WORD, false, offsetof(struct path_entry, join), join_words},
    {"gates", FIELD_LIST, .read = read_gates},
    {"copyTo", FIELD_TEXT, false, offsetof(struct path_entry, copy_to)},
    FIELDS_END,
};

static bool read_entry(struct decoding *decoding, const struct node *node, struct path_entry *entry)
{
    *entry = (struct path_entry){.line = node->line, .column = node->column};
    fields_read(decoding, node, entry_fields, entry);
    entry->by_said = field_find(node, "by") != NULL;
    if (entry->namespace == NULL)
        return false;
    if (!namespace_valid(entry->namespace)) {
        problem_add(decoding, PROBLEM_BAD_NAME, field_find(node, "namespace"),
                    "use lower-case letters, digits and inner -, at most 63",
                    "\"%.80s\" is not a valid name for a namespace", entry->namespace);
    }
    return true;
}

static size_t position_of(const struct promotion *promotion, const char *namespace)
{
    size_t at = 0;
    while (at < promotion->entry_count && strcmp(promotion->entries[at].namespace, namespace) != 0)
        at++;
    return at;
}

/* What one entry says about others. */
static void check_entry(struct decoding *decoding, const struct node *node,
                        const struct promotion *promotion, size_t index)
{
    const struct path_entry *entry = &promotion->entries[index];
    if (position_of(promotion, entry->namespace) < index) {
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(node, "namespace"),
                    "name each environment once", "namespace \"%s\" is in the path twice",
                    entry->namespace);
    }
    static const char *const later[] = {"by", "from", "join", "gates", "copyTo"};
    for (size_t i = 0; index == 0 && i < sizeof later / sizeof *later; i++) {
        const struct node *value = field_find(node, later[i]);
        if (value != NULL) {
            problem_add(decoding, PROBLEM_BAD_VALUE, value->key != NULL ? value->key : value,
                        "move it to the entry that images move into",
                        "images start in the first entry of a path, so \"%s\" has no meaning there",
                        later[i]);
        }
    }
    const struct node *from = field_find(node, "from");
    for (size_t i = 0; from != NULL && i < entry->from_count; i++) {
        size_t source = position_of(promotion, entry->from[i]);
        const char *wrong = source == promotion->entry_count ? "is not in the path"
                            : source == index                ? "is the entry itself"
                                                             : NULL;
        for (size_t k = 0; k < i && wrong == NULL; k++)
            wrong = strcmp(entry->from[k], entry->from[i]) == 0 ? "is listed twice" : NULL;
        if (wrong != NULL) {
            problem_add(decoding, PROBLEM_BAD_VALUE, from, "name other entries of the path",
                        "\"%.80s\" in from %s", entry->from[i], wrong);
        }
    }
}

static void read_path(struct decoding *decoding, const struct node *list, void *into)
{
    struct promotion *promotion = into;
    if (list->count > PROMOTION_ENTRIES_MAX) {
        problem_add(decoding, PROBLEM_LIMIT, list, "split the promotion",
                    "the path has more than %d entries", PROMOTION_ENTRIES_MAX);
        return;
    }
    arena_scope struct arena scratch = {0};
    struct path_entry *entries = arena_array(decoding->part, struct path_entry, list->count);
    const struct node **nodes = arena_array(&scratch, const struct node *, list->count);
    size_t count = 0;
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        nodes[count] = node_resolve(item);
        count += read_entry(decoding, nodes[count], &entries[count]);
    }
    promotion->entries = entries;
    promotion->entry_count = count;
    for (size_t i = 0; i < count; i++)
        check_entry(decoding, nodes[i], promotion, i);
    if (list->count < 2) {
        problem_add(decoding, PROBLEM_BAD_VALUE, list, "list at least two environments",
                    "a path with fewer than two entries moves nothing");
    }
}

/* A name, or a glob of names. */
static bool stream_valid(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    if (strpbrk(text, "*?[") == NULL)
        return reference_path_valid(text) && strchr(text, '/') == NULL;
    return strlen(text) <= REFERENCE_NAME_MAX && text[strcspn(text, "/ \t\n")] == '\0' &&
           text[strspn(text, letters)] != '\0';
}

static void read_streams(struct decoding *decoding, const struct node *list, void *into)
{
    struct promotion *promotion = into;
    promotion->streams =
        texts_read(decoding, list, PROMOTION_STREAMS_MAX, &promotion->stream_count);
    for (size_t i = 0; i < promotion->stream_count; i++) {
        if (!stream_valid(promotion->streams[i])) {
            problem_add(decoding, PROBLEM_BAD_NAME, list, "write names or globs such as web-*",
                        "\"%.100s\" is not a valid name for a stream", promotion->streams[i]);
        }
    }
    if (list->count == 0) {
        problem_add(decoding, PROBLEM_BAD_VALUE, list, "list at least one stream",
                    "a promotion without streams moves nothing");
    }
}

static const struct field spec_fields[] = {
    {"streams", FIELD_LIST, true, .read = read_streams},
    {"tag", FIELD_TEXT, false, offsetof(struct promotion, tag)},
    {"together", FIELD_BOOL, false, offsetof(struct promotion, together)},
    {"path", FIELD_LIST, true, .read = read_path},
    FIELDS_END,
};

static void read_spec(struct decoding *decoding, const struct node *map, void *into)
{
    struct promotion *promotion = into;
    fields_read(decoding, map, spec_fields, promotion);
    if (!reference_tag_valid(promotion->tag)) {
        problem_add(decoding, PROBLEM_BAD_NAME, field_find(map, "tag"),
                    "use letters, digits, _ . and -, at most 128", "\"%.140s\" is not a tag",
                    promotion->tag);
    }
    promotion->streams_scalar = field_scalar(
        decoding, node_path_of(decoding->part, decoding->document, map), map, "streams");
}

static const struct field object_fields[] = {
    {"apiVersion", FIELD_IGNORED},
    {"kind", FIELD_IGNORED},
    {"metadata", FIELD_IGNORED},
    {"spec", FIELD_MAP, true, .read = read_spec},
    FIELDS_END,
};

const struct promotion *promotion_decode(struct arena *part, size_t document,
                                         const struct node *object, problem_list *problems)
{
    struct decoding decoding = {
        .part = part, .document = document, .problems = problems, .ours = true};
    struct metadata metadata;
    if (!object_begin(&decoding, object, "Promotion", &metadata))
        return NULL;
    struct promotion *promotion = arena_new(part, struct promotion);
    promotion->name = metadata.name;
    promotion->namespace = metadata.namespace;
    promotion->path = node_path_of(part, document, object);
    promotion->line = object->line;
    promotion->column = object->column;
    promotion->local_config = metadata.local_config;
    promotion->tag = "latest";
    fields_read(&decoding, object, object_fields, promotion);
    promotion->problem = decoding.broken;
    promotion->broken = decoding.broken != NULL;
    return promotion;
}
