// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/fields.h"

#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "manifests/base/duration.h"
#include "manifests/base/moment.h"
#include "manifests/base/text.h"

enum { MESSAGE_MAX = 600, NAMESPACE_MAX = 63 };

void problem_add(struct decoding *decoding, enum problem_code code, const struct node *at,
                 const char *hint, const char *format, ...)
{
    problem_list *problems = decoding->problems;
    if (problems->count >= PROBLEMS_FILE_MAX) {
        if (problems->count == PROBLEMS_FILE_MAX) {
            *list_add(decoding->part, problems) = (struct problem){
                .code = PROBLEM_LIMIT,
                .message = "the file has more problems than are shown",
                .hint = "fix these, then run `weir lint` again",
            };
        }
        decoding->broken = &problems->items[problems->count - 1];
        return;
    }
    char message[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    for (char *c = message; *c != '\0'; c++) {
        if (iscntrl((unsigned char)*c))
            *c = '?';
    }
    struct problem *problem = list_add(decoding->part, problems);
    *problem = (struct problem){
        .code = code,
        .line = at != NULL ? at->line : 0,
        .column = at != NULL ? at->column : 0,
        .object = decoding->object,
        .message = arena_text(decoding->part, message),
        .hint = arena_text(decoding->part, hint),
    };
    /* A grown list leaves its old items where they are, so the address stays good. */
    if (decoding->broken == NULL && problem_severity(code) == SEVERITY_ERROR)
        decoding->broken = problem;
}

static const struct node *not_null(const struct node *node)
{
    node = node_resolve(node);
    return node != NULL && node->kind == NODE_SCALAR && node->plain_null ? NULL : node;
}

const struct node *field_find(const struct node *map, const char *key)
{
    const struct node *found = node_find(map, key);
    if (found != NULL)
        return not_null(found);
    const struct node *merged = node_resolve(node_find(map, "<<"));
    if (merged == NULL)
        return NULL;
    if (merged->kind == NODE_MAP)
        return not_null(node_find(merged, key));
    for (const struct node *item = merged->first; item != NULL; item = item->next) {
        found = node_find(node_resolve(item), key);
        if (found != NULL)
            return not_null(found);
    }
    return NULL;
}

const char *field_text(const struct node *map, const char *key)
{
    const struct node *value = field_find(map, key);
    return value != NULL && value->length <= TEXT_VALUE_MAX ? node_text(value) : NULL;
}

bool bool_read(const struct node *node, bool *value)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true},   {"True", true},   {"TRUE", true}, {"false", false},
                 {"False", false}, {"FALSE", false}, {"yes", true},  {"Yes", true},
                 {"YES", true},    {"no", false},    {"No", false},  {"NO", false},
                 {"on", true},     {"On", true},     {"ON", true},   {"off", false},
                 {"Off", false},   {"OFF", false}};
    if (node->kind != NODE_SCALAR || node->style != STYLE_PLAIN || node->tag != NULL)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(node->text, words[i].word) == 0) {
            *value = words[i].value;
            return true;
        }
    }
    return false;
}

/* A plain scalar that YAML 1.1 as kubectl reads it takes as a number. */
static bool is_number(const char *text)
{
    text += *text == '-' || *text == '+';
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'o' || text[1] == 'b') && text[2] != '\0') {
        const char *digits = text[1] == 'x'   ? "0123456789abcdefABCDEF_"
                             : text[1] == 'o' ? "01234567_"
                                              : "01_";
        return text[2 + strspn(text + 2, digits)] == '\0';
    }
    if (strcasecmp(text, ".inf") == 0 || strcasecmp(text, ".nan") == 0)
        return true;
    size_t whole = isdigit((unsigned char)*text) ? strspn(text, "0123456789_") : 0;
    text += whole;
    size_t fraction = 0;
    if (*text == '.') {
        fraction = strspn(text + 1, "0123456789_");
        text += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '-' || *text == '+';
        size_t digits = strspn(text, "0123456789");
        return digits > 0 && text[digits] == '\0';
    }
    return *text == '\0';
}

const char *node_type(const struct node *node)
{
    bool value;
    node = node_resolve(node);
    if (node->kind == NODE_MAP)
        return "a map";
    if (node->kind == NODE_LIST)
        return "a list";
    if (node->plain_null)
        return "null";
    if (bool_read(node, &value))
        return "true or false";
    bool plain = node->style == STYLE_PLAIN && node->tag == NULL;
    return plain && is_number(node->text) ? "a number" : "text";
}

/* The name of a place for messages, relative to the object when it is one of several. */
static const char *place_of(struct arena *scratch, const struct node *node)
{
    return node_path_print(scratch, node_path_of(scratch, 0, node));
}

static void wrong_type(struct decoding *decoding, const struct node *node, const char *wanted,
                       const char *hint)
{
    arena_scope struct arena scratch = {0};
    problem_add(decoding, PROBLEM_WRONG_TYPE, node, hint, "%s is %s, not %s",
                place_of(&scratch, node), node_type(node), wanted);
}

const char *text_read(struct decoding *decoding, const struct node *node)
{
    arena_scope struct arena scratch = {0};
    node = node_resolve(node);
    if (node->kind != NODE_SCALAR) {
        wrong_type(decoding, node, "text", "write one line of text");
        return NULL;
    }
    bool loose = decoding->loose_text && !node->plain_null;
    if (!loose && strcmp(node_type(node), "text") != 0) {
        wrong_type(decoding, node, "text",
                   arena_print(&scratch, "write it in quotes: \"%.80s\"", node->text));
        return NULL;
    }
    if (node_text(node) == NULL) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node, "remove it", "%s has a NUL byte",
                    place_of(&scratch, node));
        return NULL;
    }
    if (node->length > TEXT_VALUE_MAX) {
        problem_add(decoding, PROBLEM_LIMIT, node, "shorten it", "%s is longer than %d bytes",
                    place_of(&scratch, node), TEXT_VALUE_MAX);
        return NULL;
    }
    return arena_text(decoding->part, node_text(node));
}

const char *const *texts_read(struct decoding *decoding, const struct node *list, size_t most,
                              size_t *count)
{
    *count = 0;
    if (list->count > most) {
        arena_scope struct arena scratch = {0};
        problem_add(decoding, PROBLEM_LIMIT, list, "split it", "%s has more than %zu items",
                    place_of(&scratch, list), most);
        return NULL;
    }
    const char **texts = arena_array(decoding->part, const char *, list->count);
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const char *text = text_read(decoding, item);
        if (text != NULL)
            texts[(*count)++] = text;
    }
    return texts;
}

const char *word_list(struct arena *arena, const char *const *words)
{
    const char *list = "";
    for (size_t i = 0; words[i] != NULL; i++)
        list = arena_print(arena, "%s%s%s", list, i > 0 ? ", " : "",
                           *words[i] != '\0' ? words[i] : "\"\"");
    return list;
}

const char *suggestion_find(struct arena *arena, const char *word, const char *const *words)
{
    struct text_nearest nearest = {.distance = UINT_MAX};
    for (size_t i = 0; words[i] != NULL && nearest.distance > 0; i++) {
        text_nearer(&nearest, word, words[i]);
        if (strcasecmp(word, words[i]) == 0)
            nearest = (struct text_nearest){.word = words[i]};
    }
    bool near = nearest.word != NULL && nearest.distance <= 1 + strlen(nearest.word) / 4;
    return near ? arena_print(arena, "did you mean \"%s\"? ", nearest.word) : "";
}

static void read_word(struct decoding *decoding, const struct node *node, const struct field *field,
                      void *target)
{
    arena_scope struct arena scratch = {0};
    const char *text = text_read(decoding, node);
    if (text == NULL)
        return;
    for (unsigned i = 0; field->words[i] != NULL; i++) {
        if (strcmp(field->words[i], text) == 0) {
            memcpy(target, &i, sizeof i);
            return;
        }
    }
    const char *hint =
        arena_print(&scratch, "%swrite one of: %s", suggestion_find(&scratch, text, field->words),
                    word_list(&scratch, field->words));
    problem_add(decoding, PROBLEM_BAD_VALUE, node, hint, "%s is \"%s\"", place_of(&scratch, node),
                text);
}

static void read_duration(struct decoding *decoding, const struct node *node, int64_t *target)
{
    const char *hint = "write a duration such as 30m, 24h or 7d";
    if (node->kind != NODE_SCALAR) {
        wrong_type(decoding, node, "a duration", hint);
        return;
    }
    if (node_text(node) == NULL || !duration_parse(node_text(node), target)) {
        arena_scope struct arena scratch = {0};
        problem_add(decoding, PROBLEM_BAD_VALUE, node, hint, "%s is not a duration: \"%s\"",
                    place_of(&scratch, node), node->text);
    }
}

static void read_moment(struct decoding *decoding, const struct node *node, moment *target)
{
    const char *hint = "write a time such as 2026-11-21T09:00:00Z";
    if (node->kind != NODE_SCALAR) {
        wrong_type(decoding, node, "a time", hint);
        return;
    }
    if (node_text(node) == NULL || !moment_parse(node_text(node), target)) {
        arena_scope struct arena scratch = {0};
        problem_add(decoding, PROBLEM_BAD_VALUE, node, hint, "%s is not a time: \"%s\"",
                    place_of(&scratch, node), node->text);
    }
}

static void read_text(struct decoding *decoding, const struct node *node, const char **target)
{
    const char *text = text_read(decoding, node);
    if (text != NULL)
        *target = text;
}

static void read_field(struct decoding *decoding, const struct node *node,
                       const struct field *field, void *into)
{
    void *target = (char *)into + field->offset;
    switch (field->type) {
    case FIELD_TEXT:
        read_text(decoding, node, target);
        break;
    case FIELD_BOOL:
        if (!bool_read(node, target))
            wrong_type(decoding, node, "true or false", "write true or false, without quotes");
        break;
    case FIELD_WORD:
        read_word(decoding, node, field, target);
        break;
    case FIELD_DURATION:
        read_duration(decoding, node, target);
        break;
    case FIELD_MOMENT:
        read_moment(decoding, node, target);
        break;
    case FIELD_MAP:
        if (node->kind == NODE_MAP)
            field->read(decoding, node, into);
        else
            wrong_type(decoding, node, "a map", "write key: value below it");
        break;
    case FIELD_LIST:
        if (node->kind == NODE_LIST)
            field->read(decoding, node, into);
        else
            wrong_type(decoding, node, "a list", "write the items below it, each after \"- \"");
        break;
    case FIELD_ANY:
        field->read(decoding, node, into);
        break;
    case FIELD_IGNORED:
        break;
    }
}

static const char **field_names(struct arena *arena, const struct field *fields)
{
    size_t count = 0;
    while (fields[count].name != NULL)
        count++;
    const char **names = arena_array(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    return names;
}

static const struct field *find_field(const struct field *fields, const char *name)
{
    for (; fields->name != NULL; fields++) {
        if (strcmp(fields->name, name) == 0)
            return fields;
    }
    return NULL;
}

static void check_unknown(struct decoding *decoding, const struct node *map,
                          const struct field *fields)
{
    arena_scope struct arena scratch = {0};
    for (const struct node *value = map->first; value != NULL; value = value->next) {
        const char *key = node_text(value->key);
        if (key != NULL && find_field(fields, key) != NULL)
            continue;
        const char **names = field_names(&scratch, fields);
        const char *hint = arena_print(&scratch, "%swrite one of: %s",
                                       key != NULL ? suggestion_find(&scratch, key, names) : "",
                                       word_list(&scratch, names));
        const char *at = place_of(&scratch, map);
        problem_add(decoding, PROBLEM_UNKNOWN_FIELD, value->key, hint, "unknown field \"%s\"%s%s",
                    key != NULL ? key : "", strcmp(at, ".") != 0 ? " in " : "",
                    strcmp(at, ".") != 0 ? at : "");
    }
}

void fields_read(struct decoding *decoding, const struct node *map, const struct field *fields,
                 void *into)
{
    arena_scope struct arena scratch = {0};
    map = node_resolve(map);
    if (map->kind != NODE_MAP) {
        wrong_type(decoding, map, "a map", "write key: value below it");
        return;
    }
    const struct node *duplicate = node_duplicate_key(map);
    if (duplicate != NULL) {
        problem_add(decoding, PROBLEM_DUPLICATE_KEY, duplicate, "remove one of them",
                    "the key \"%s\" occurs twice", duplicate->text);
    }
    if (decoding->ours)
        check_unknown(decoding, map, fields);
    for (const struct field *field = fields; field->name != NULL; field++) {
        const struct node *node = field_find(map, field->name);
        if (node != NULL) {
            read_field(decoding, node, field, into);
        } else if (field->required) {
            const char *at = place_of(&scratch, map);
            bool root = strcmp(at, ".") == 0;
            problem_add(decoding, PROBLEM_MISSING_FIELD, map,
                        arena_print(&scratch, "add %s:", field->name), "%s%s%s is missing",
                        root ? "" : at, root ? "" : ".", field->name);
        }
    }
}

struct scalar field_scalar(struct decoding *decoding, struct node_path map_path,
                           const struct node *map, const char *key)
{
    const struct node *node = node_find(map, key);
    const struct node *at = node != NULL ? node : map;
    return (struct scalar){
        .path = node_path_key(decoding->part, map_path, key),
        .text = arena_text(decoding->part, field_text(map, key)),
        .line = at->line,
        .column = at->column,
    };
}

bool holds_parameter(const char *text)
{
    return text != NULL && strstr(text, "${") != NULL;
}

bool namespace_valid(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= NAMESPACE_MAX && text[length] == '\0' && text[0] != '-' &&
           text[length - 1] != '-';
}

/* The object stands in the objects of a Template. */
static bool object_in_template(const struct node *object)
{
    const struct node *list = object->parent;
    return list != NULL && list->kind == NODE_LIST && list->parent != NULL && list->key != NULL &&
           text_equal(list->key->text, "objects") &&
           text_equal(field_text(list->parent, "kind"), "Template");
}

static const struct field metadata_fields[] = {
    {"name", FIELD_TEXT, true, offsetof(struct metadata, name)},
    {"namespace", FIELD_TEXT, false, offsetof(struct metadata, namespace)},
    FIELDS_END,
};

bool object_begin(struct decoding *decoding, const struct node *object, const char *kind,
                  struct metadata *metadata)
{
    const struct node *node = field_find(object, "metadata");
    const char *name = field_text(node, "name"), *namespace = field_text(node, "namespace");
    decoding->in_template = object_in_template(object);
    if (decoding->in_template && (holds_parameter(name) || holds_parameter(namespace)))
        return false;
    decoding->object =
        arena_print(decoding->part, "%s %s%s%s", kind, namespace != NULL ? namespace : "",
                    namespace != NULL ? "/" : "", name != NULL ? name : "?");
    *metadata = (struct metadata){.node = node};
    if (node == NULL) {
        problem_add(decoding, PROBLEM_MISSING_FIELD, object, "add metadata: {name: ...}",
                    "metadata is missing");
        return false;
    }
    bool ours = decoding->ours;
    decoding->ours = false; /* metadata is Kubernetes' own */
    fields_read(decoding, node, metadata_fields, metadata);
    decoding->ours = ours;
    if (metadata->namespace != NULL && !namespace_valid(metadata->namespace)) {
        problem_add(decoding, PROBLEM_BAD_NAME, field_find(node, "namespace"),
                    "use lower-case letters, digits and inner -, at most 63",
                    "\"%.80s\" is not a valid name for a namespace", metadata->namespace);
    }
    metadata->annotations = field_find(node, "annotations");
    if (metadata->annotations != NULL && metadata->annotations->kind != NODE_MAP) {
        wrong_type(decoding, metadata->annotations, "a map", "write key: value below it");
        metadata->annotations = NULL;
    }
    metadata->local_config =
        text_equal(field_text(metadata->annotations, "config.kubernetes.io/local-config"), "true");
    return metadata->name != NULL;
}
