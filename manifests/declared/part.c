// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/part.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/namespace.h"
#include "manifests/kinds/suggestion.h"

enum { NAMESPACES_COMPARED = 32 };

struct part *part_make(void)
{
    struct part *part = memory_must(calloc(1, sizeof *part));
    part->arena.first = PART_ARENA_FIRST;
    return part;
}

void part_free(struct part *part)
{
    if (part == NULL)
        return;
    arena_done(&part->arena);
    free(part);
}

bool part_plain(const struct part *part)
{
    return part->streams.count + part->promotions.count + part->workloads.count +
                   part->builds.count + part->settings.count + part->problems.count ==
               0 &&
           part->kustomization == NULL && part->namespaces.count <= 1;
}

/* One document while its objects are decoded. */
struct document_reading {
    struct part *part;
    size_t document;
};

typedef void (*take_fn)(struct document_reading *reading, const struct node *object,
                        unsigned variant);

static void take_stream(struct document_reading *reading, const struct node *object,
                        unsigned variant)
{
    (void)variant;
    struct part *part = reading->part;
    const struct image_stream *stream =
        image_stream_decode(&part->arena, reading->document, object, &part->problems);
    if (stream != NULL)
        *list_add(&part->arena, &part->streams) = stream;
}

static void take_workload(struct document_reading *reading, const struct node *object,
                          unsigned variant)
{
    struct part *part = reading->part;
    const struct workload *workload = workload_decode(
        &part->arena, reading->document, (enum workload_kind)variant, object, &part->problems);
    if (workload != NULL)
        *list_add(&part->arena, &part->workloads) = workload;
}

static void take_build(struct document_reading *reading, const struct node *object,
                       unsigned variant)
{
    (void)variant;
    struct part *part = reading->part;
    const struct build *build =
        build_decode(&part->arena, reading->document, object, &part->problems);
    if (build != NULL)
        *list_add(&part->arena, &part->builds) = build;
}

static void take_promotion(struct document_reading *reading, const struct node *object,
                           unsigned variant)
{
    (void)variant;
    struct part *part = reading->part;
    const struct promotion *promotion =
        promotion_decode(&part->arena, reading->document, object, &part->problems);
    if (promotion != NULL)
        *list_add(&part->arena, &part->promotions) = promotion;
}

static void take_settings(struct document_reading *reading, const struct node *object,
                          unsigned variant)
{
    (void)variant;
    struct part *part = reading->part;
    *list_add(&part->arena, &part->settings) =
        settings_decode(&part->arena, reading->document, object, &part->problems);
}

static const struct document_kind {
    const char *kind;
    const char *versions[4]; /* unused ones at the end are NULL; a fifth does not compile */
    unsigned variant;
    take_fn take;
} kinds[] = {
    {"ImageStream", {"image.openshift.io/v1", "v1"}, 0, take_stream},
    {"BuildConfig", {"build.openshift.io/v1", "v1"}, 0, take_build},
#define X(code, kind, pod, ...) {kind, {__VA_ARGS__}, code, take_workload},
    WORKLOADS(X)
#undef X
        {"Promotion", {"weir.dev/v1alpha1"}, 0, take_promotion},
    {"Reconciler", {"weir.dev/v1alpha1"}, 0, take_settings},
};

static const struct document_kind *find_kind(const char *kind, const char *version)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].kind, kind) != 0)
            continue;
        const char *const *versions = kinds[i].versions;
        size_t most = sizeof kinds[i].versions / sizeof *kinds[i].versions;
        for (size_t k = 0; k < most && versions[k] != NULL; k++) {
            if (strcmp(versions[k], version) == 0)
                return &kinds[i];
        }
    }
    return NULL;
}

/* Adds a problem for an object of the group weir.dev whose kind or version is unknown. */
static void refuse_ours(struct document_reading *reading, const struct node *object,
                        const char *kind, const char *version)
{
    static const char *const ours[] = {"Promotion", "Reconciler", NULL};
    arena_scope struct arena scratch = {0};
    struct part *part = reading->part;
    struct decoding decoding = {.part = &part->arena, .problems = &part->problems};
    if (strcmp(version, "weir.dev/v1alpha1") != 0) {
        problem_add(&decoding, PROBLEM_BAD_VALUE, field_find(object, "apiVersion"),
                    "write weir.dev/v1alpha1", "unknown apiVersion \"%.80s\"", version);
    } else {
        const struct node *at = field_find(object, "kind");
        problem_add(&decoding, PROBLEM_BAD_VALUE, at != NULL ? at : object,
                    suggestion_hint(&scratch, kind, ours), "weir.dev has no kind \"%.80s\"", kind);
    }
}

static void add_namespace(struct part *part, const char *namespace)
{
    if (!namespace_valid(namespace))
        return;
    size_t from = part->namespaces.count > NAMESPACES_COMPARED
                      ? part->namespaces.count - NAMESPACES_COMPARED
                      : 0;
    for (size_t i = from; i < part->namespaces.count; i++) {
        if (strcmp(part->namespaces.items[i], namespace) == 0)
            return;
    }
    *list_add(&part->arena, &part->namespaces) = arena_text(&part->arena, namespace);
}

static void note_namespace(struct part *part, const struct node *object, const char *kind,
                           const char *version)
{
    const struct node *metadata = field_find(object, "metadata");
    bool is_namespace = strcmp(kind, "Namespace") == 0 || strcmp(kind, "Project") == 0 ||
                        strcmp(kind, "ProjectRequest") == 0;
    const char *namespace = field_text(metadata, is_namespace ? "name" : "namespace");
    if (namespace != NULL)
        add_namespace(part, namespace);
    else if (!text_starts(version, "weir.dev/"))
        part->homeless = true;
}

/* Decodes an object, and the objects in a List or Template. Skips items that are aliases. */
static void take_object(struct document_reading *reading, const struct node *object)
{
    struct part *part = reading->part;
    const char *kind = field_text(object, "kind"), *version = field_text(object, "apiVersion");
    if (object->kind != NODE_MAP || version == NULL)
        return;
    if (kind == NULL) {
        kind = text_starts(version, "weir.dev/") ? "" : NULL;
        if (kind == NULL)
            return;
    }
    bool template = strcmp(kind, "Template") == 0;
    const struct node *items = field_find(object, template ? "objects" : "items");
    if (items != NULL && items->kind == NODE_LIST && (template || text_ends(kind, "List"))) {
        for (const struct node *item = items->first; item != NULL; item = item->next)
            take_object(reading, item);
        if (!template)
            return;
    }
    part->objects++;
    const struct document_kind *known = find_kind(kind, version);
    if (!text_starts(version, "kustomize.config.k8s.io/"))
        note_namespace(part, object, kind, version);
    if (known != NULL)
        known->take(reading, object, known->variant);
    else if (text_starts(version, "weir.dev/"))
        refuse_ours(reading, object, kind, version);
}

static bool holds(const char *bytes, size_t length, const char *word)
{
    return memmem(bytes, length, word, strlen(word)) != NULL;
}

/* True for a text that begins with UTF-16's byte order mark, or with an ASCII character in UTF-16.
 */
static bool is_utf16(const char *bytes, size_t length)
{
    if (length < 2)
        return false;
    return memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0 ||
           (bytes[0] == '\0') != (bytes[1] == '\0');
}

/* True if the text has the ASCII word in UTF-16. */
static bool holds_utf16(const char *bytes, size_t length, const char *word)
{
    char wide[32] = {0};
    size_t size = 2 * strlen(word) - 1;
    assert(size < sizeof wide);
    for (size_t i = 0; word[i] != '\0'; i++)
        wide[2 * i] = word[i];
    return memmem(bytes, length, wide, size) != NULL;
}

static bool may_matter(const char *bytes, size_t length)
{
    static const char *const words[] = {"namespace",  "resources", "bases",
                                        "components", "patches",   "spec"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (holds(bytes, length, words[i]))
            return true;
    }
    return false;
}

static const char template_hint[] = "render the file, or list it under ignore in weir.yaml";

/* Adds the parser's error as a problem, at the line and column that err->place may end with. */
static void add_failure(struct part *part, const struct err *err, bool template_text)
{
    unsigned line = 0, column = 0;
    const char *place = strchr(err->place, ':');
    if (place != NULL && sscanf(place, ":%u:%u", &line, &column) < 1)
        line = 0;
    bool limit = text_starts(err->message, "the file has more than ") ||
                 text_starts(err->message, "the file is larger than ");
    enum problem_code code = limit           ? PROBLEM_LIMIT
                             : template_text ? PROBLEM_TEMPLATE_TEXT
                                             : PROBLEM_SYNTAX;
    const char *hint = limit           ? "split the file, or list it under ignore in weir.yaml"
                       : template_text ? template_hint
                       : err->hint[0] != '\0'
                           ? err->hint
                           : "correct the file, or list it under ignore in weir.yaml";
    struct decoding decoding = {.part = &part->arena, .problems = &part->problems};
    problem_add(&decoding, code, &(struct node){.line = line, .column = column}, hint, "%s%s",
                code == PROBLEM_TEMPLATE_TEXT ? "the file is a template, not YAML: " : "",
                err->message);
}

static void read_documents(struct part *part, const struct documents *documents)
{
    for (size_t i = 0; i < documents->count; i++) {
        const struct document *document = &documents->items[i];
        struct document_reading reading = {part, i};
        size_t objects = part->objects;
        if (document->root == NULL)
            continue;
        part->documents++;
        if (part->kustomization == NULL)
            part->kustomization = kustomization_decode(&part->arena, document->root);
        take_object(&reading, document->root);
        if (document->split_differs && part->objects > objects) {
            struct decoding decoding = {.part = &part->arena, .problems = &part->problems};
            problem_add(&decoding, PROBLEM_SPLIT,
                        &(struct node){.line = document->line, .column = 1},
                        "start each document on a new line after a line with only \"---\"",
                        "kubectl would split this document differently");
        }
    }
}

/*
 * Finds template text: `name: {{ .Values.name }}` is legal YAML, a map with a map as its key, but
 * manifests do not have such maps. The recursion is limited by the depth of a document.
 */
static const struct node *find_template(const struct node *node)
{
    const struct node *first = node->first;
    if (node->flow && first != NULL && first->key != NULL && first->key->kind == NODE_MAP &&
        first->key->start == node->start + 1)
        return node;
    for (const struct node *child = first; child != NULL; child = child->next) {
        const struct node *found = find_template(child);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* True if the file is a template; then adds a problem. */
static bool is_template(struct part *part, const struct documents *documents)
{
    for (size_t i = 0; documents->form.template_text && i < documents->count; i++) {
        const struct node *root = documents->items[i].root;
        const struct node *found = root != NULL ? find_template(root) : NULL;
        if (found == NULL)
            continue;
        struct decoding decoding = {.part = &part->arena, .problems = &part->problems};
        problem_add(&decoding, PROBLEM_TEMPLATE_TEXT, found, template_hint,
                    "the file is a template, not YAML: {{ is used as a value");
        return true;
    }
    return false;
}

void part_decode(struct part *part, struct arena *scratch, const char *path, const char *bytes,
                 size_t length)
{
    struct documents documents = {0};
    struct err err = {0};
    part->manifest = holds(bytes, length, "apiVersion") || holds(bytes, length, "kind");
    if (is_utf16(bytes, length)) {
        part->manifest = holds_utf16(bytes, length, "kind");
        struct decoding decoding = {.part = &part->arena, .problems = &part->problems};
        problem_add(&decoding, PROBLEM_SYNTAX, NULL, "convert it: iconv -f UTF-16 -t UTF-8",
                    "the file is UTF-16, but only UTF-8 is read");
        return;
    }
    if (!part->manifest && !may_matter(bytes, length))
        return;
    /* A name without ":", so that add_failure() finds line and column in the place. */
    const char *name = text_ends(path, ".json") ? "file.json" : "file.yaml";
    if (document_parse(scratch, name, bytes, length, &documents, &err) < 0)
        add_failure(part, &err, documents.form.template_text);
    else if (!is_template(part, &documents))
        read_documents(part, &documents);
    arena_clear(scratch);
}
