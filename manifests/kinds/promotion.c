// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/promotion.h"

#include <string.h>

#include "manifests/kinds/fields.h"
#include "manifests/kinds/metadata.h"
#include "manifests/kinds/namespace.h"
#include "manifests/kinds/texts.h"
#include "manifests/values/reference.h"

static const char *const by_words[] = {"commit", "pullRequest", "manual", NULL};
static const char *const join_words[] = {"all", "any", NULL};

const char *hop_by_word(enum hop_by by)
{
    return by_words[by];
}

static void read_gates(struct decoding *decoding, const struct node *list, void *into)
{
    struct path_entry *entry = into;
    if (problem_too_many(decoding, list, list->count, GATES_MAX, "gates", "remove some"))
        return;
    struct gate *gates = arena_array(decoding->part, struct gate, list->count);
    for (const struct node *item = list->first; item != NULL; item = item->next)
        entry->gate_count += gate_read(decoding, node_resolve(item), &gates[entry->gate_count]);
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
    entry->by_given = field_find(node, "by") != NULL;
    if (entry->namespace == NULL)
        return false;
    namespace_check(decoding, field_find(node, "namespace"), entry->namespace);
    return true;
}

static size_t position_of(const struct promotion *promotion, const char *namespace)
{
    size_t at = 0;
    while (at < promotion->entry_count && strcmp(promotion->entries[at].namespace, namespace) != 0)
        at++;
    return at;
}

/* Checks one entry against the others. */
static void check_entry(struct decoding *decoding, const struct node *node,
                        const struct promotion *promotion, size_t index)
{
    const struct path_entry *entry = &promotion->entries[index];
    if (position_of(promotion, entry->namespace) < index) {
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(node, "namespace"),
                    "list each namespace only once", "namespace \"%s\" is in the path twice",
                    entry->namespace);
    }
    static const char *const later[] = {"by", "from", "join", "gates", "copyTo"};
    for (size_t i = 0; index == 0 && i < sizeof later / sizeof *later; i++) {
        const struct node *value = field_find(node, later[i]);
        if (value != NULL) {
            problem_add(decoding, PROBLEM_BAD_VALUE, value->key != NULL ? value->key : value,
                        "move the field to a later entry",
                        "images start in the first entry of a path, so \"%s\" has no meaning there",
                        later[i]);
        }
    }
    const struct node *from = field_find(node, "from");
    for (size_t i = 0; from != NULL && i < entry->from_count; i++) {
        size_t source = position_of(promotion, entry->from[i]);
        const char *wrong = source == promotion->entry_count ? "is not in the path"
                            : source == index ? "is the namespace of the entry itself"
                                              : NULL;
        for (size_t k = 0; k < i && wrong == NULL; k++)
            wrong = strcmp(entry->from[k], entry->from[i]) == 0 ? "is listed twice" : NULL;
        if (wrong != NULL) {
            problem_add(decoding, PROBLEM_BAD_VALUE, from,
                        "list namespaces of other entries of the path, each only once",
                        "the source namespace \"%.80s\" %s", entry->from[i], wrong);
        }
    }
}

static void read_path(struct decoding *decoding, const struct node *list, void *into)
{
    struct promotion *promotion = into;
    if (problem_too_many(decoding, list, list->count, PROMOTION_ENTRIES_MAX, "entries in a path",
                         "split the promotion"))
        return;
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

/* True for a valid name of a stream, or a glob of stream names. */
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
                        "\"%.100s\" is not a valid stream name or glob", promotion->streams[i]);
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
                    "use letters, digits, _ . and -, at most 128, and no . or - at the start",
                    "\"%.140s\" is not a tag", promotion->tag);
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
    if (!metadata_read(&decoding, object, "Promotion", &metadata))
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
