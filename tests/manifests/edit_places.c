// SPDX-License-Identifier: Apache-2.0
/*
 * edit_places [-e] [-n N] [-s SEED] FILE...: tries each kind of edit at every place of the files,
 * or at one of N places. Each insertion is taken back by a removal, in both orders for two of them,
 * and must give the bytes from before. Prints counts on standard error; the status is 1 if
 * something was wrong. With -e, each result is printed for edit_oracle.py: a line of JSON, the
 * bytes, a line break.
 */
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "manifests/edit/edit.h"
#include "tests/manifests/edit_check.h"
#include "tests/manifests/node_at.h"

static bool arg_emit;
static unsigned arg_one_of = 1;
static uint64_t arg_seed = 1;

/* A file, and the counts of all. */
struct trial {
    struct arena arena;
    int index;
    const char *path, *bytes;
    size_t length;
    struct documents documents;
};

static struct {
    unsigned long files, places, made, refused, identical, wrong;
    unsigned long by_code[EDIT_REFUSAL_COUNT];
} sum;

/* Texts that some reader of YAML takes for another type, or that need care. */
static const char *const texts[] = {
    "null",
    "~",
    "Yes",
    "off",
    "n",
    "0123",
    "0o7",
    "0x1f",
    "0X1F",
    "0b1",
    "0B1",
    "1_000",
    "1.10",
    "1e3",
    "1E3",
    ".5",
    "5.",
    "-1",
    "+1",
    "+.inf",
    "-.INF",
    ".NaN",
    "1:20",
    "1:2:3",
    "<<",
    "=",
    "0e1",
    "1e-3",
    "-0.0",
    "0O17",
    "1__0",
    "-0b1",
    "",
    "a b",
    "a: b",
    "a #b",
    "a#b",
    "- a",
    "-",
    "?",
    "? a",
    ":",
    "a:",
    "#a",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "{a",
    "[a",
    "a]",
    "a,b",
    "'",
    "\"",
    "it's",
    "\\",
    "---",
    "...",
    "--- a",
    " a",
    "a ",
    "\t",
    "a\tb",
    "a\nb",
    "\n",
    "a\n",
    "\xc3\xa9",
    "\xe2\x80\xa8",
    "\xef\xbb\xbf",
    "$(a)",
    "${a}",
    "{{ a }}",
    "1.2.3",
    "v1",
    "12ab",
    "2001-01-02",
    "2001-1-1 1:1:1",
    "1e",
    "2001-12-14t21:59:43.10-05:00",
    "true",
    "False",
    "host:5000/a/b:1@sha256:00",
};

static const struct value nested[] = {
    {.kind = NODE_SCALAR, .text = "it's: \"x\"", .key = "on"},
    {.kind = NODE_LIST,
     .key = "list",
     .children = (const struct value[]){{.kind = NODE_SCALAR, .text = "1"},
                                        {.kind = NODE_MAP,
                                         .children = (const struct value[]){{.kind = NODE_SCALAR,
                                                                             .key = "a",
                                                                             .text = "two\nlines"}},
                                         .count = 1},
                                        {.kind = NODE_MAP},
                                        {.kind = NODE_LIST}},
     .count = 4},
};

static const struct value *pick_value(struct arena *arena, const char *key)
{
    struct value *value = arena_new(arena, struct value);
    uint64_t choice = edit_check_random(&arg_seed);
    *value = (struct value){.kind = NODE_SCALAR,
                            .key = key,
                            .text = texts[(choice >> 8) % (sizeof texts / sizeof *texts)]};
    if (choice % 3 == 0)
        *value = (struct value){.kind = NODE_MAP, .key = key, .children = nested, .count = 2};
    return value;
}

static json_t *json_of(const struct value *value)
{
    if (value == NULL)
        return json_null();
    if (value->kind == NODE_SCALAR)
        return json_string(value->text);
    json_t *json = value->kind == NODE_MAP ? json_object() : json_array();
    for (size_t i = 0; i < value->count; i++) {
        json_t *child = json_of(&value->children[i]);
        if (value->kind == NODE_MAP)
            json_object_set_new(json, value->children[i].key, child);
        else
            json_array_append_new(json, child);
    }
    return json;
}

static json_t *json_of_path(struct node_path path)
{
    json_t *steps = json_array();
    for (size_t i = 0; i < path.count; i++)
        json_array_append_new(steps, path.steps[i].key != NULL
                                         ? json_string(path.steps[i].key)
                                         : json_integer((json_int_t)path.steps[i].index));
    return steps;
}

static void emit(const struct trial *trial, const struct edit *edit,
                 const struct edit_result *result)
{
    static const char *const words[] = {"replace", "insert", "append", "remove", "rewrite"};
    const char *key = edit->kind == EDIT_INSERT ? edit->value->key : NULL;
    json_t *record = json_pack("{s:i, s:s, s:i, s:o, s:s?, s:o, s:i}", "file", trial->index, "op",
                               words[edit->kind], "document", (int)edit->path.document, "path",
                               json_of_path(edit->path), "key", key, "value", json_of(edit->value),
                               "length", (int)result->length);
    char *line = json_dumps(record, JSON_ENSURE_ASCII);
    puts(line);
    fwrite(result->bytes, 1, result->length, stdout);
    putchar('\n');
    free(line);
    json_decref(record);
}

static void wrong(const struct trial *trial, const char *what, struct node_path path,
                  const char *bytes)
{
    arena_scope struct arena scratch = {0};
    if (sum.wrong++ < 10)
        fprintf(stderr, "%s: %s in document %zu: %s:\n%s\n", trial->path,
                node_path_print(&scratch, path), path.document, what, bytes);
}

static bool apply(struct trial *trial, const char *bytes, size_t length, const struct edit *edit,
                  struct edit_result *result)
{
    edit_apply(&trial->arena, trial->path, bytes, length, edit, 1, result);
    if (result->refusal_count == 0)
        return result->bytes != NULL;
    enum edit_refusal_code code = result->refusals[0].code;
    sum.refused++;
    sum.by_code[code]++;
    /* A removal can leave blank lines where they would belong to a block scalar with "+". */
    if (code == EDIT_REFUSED_PROOF && edit->kind != EDIT_REMOVE)
        wrong(trial, result->refusals[0].detail, edit->path, bytes);
    return false;
}

/* Makes an edit of the original, and prints its result. */
static bool try_edit(struct trial *trial, const struct edit *edit, struct edit_result *result)
{
    if (!apply(trial, trial->bytes, trial->length, edit, result))
        return false;
    sum.made++;
    if (arg_emit)
        emit(trial, edit, result);
    return true;
}

/* Removes an entry from a result, which must give the bytes from before. */
static void take_back(struct trial *trial, const struct edit_result *from, struct node_path path,
                      const char *bytes, size_t length)
{
    struct edit edit = {.kind = EDIT_REMOVE, .path = path};
    struct edit_result back = {0};
    bool made = apply(trial, from->bytes, from->length, &edit, &back);
    if (!made)
        wrong(trial,
              arena_print(&trial->arena, "the new entry can't be removed: %s",
                          back.refusal_count > 0 ? edit_refusal_word(back.refusals[0].code)
                                                 : "no change"),
              path, from->bytes);
    else if (back.length != length || memcmp(back.bytes, bytes, length) != 0)
        wrong(trial, arena_print(&trial->arena, "removed, but not as before:\n%s", back.bytes),
              path, from->bytes);
    else
        sum.identical++;
}

/* True if nothing tells after an insertion what the empty value looked like. */
static bool is_forgotten(const struct node *node)
{
    return node->kind == NODE_SCALAR || (node->count == 0 && node->end - node->start > 2);
}

/* True for a text that makes a removal refuse. */
static bool is_template(const struct value *value)
{
    return value->kind == NODE_SCALAR &&
           (strstr(value->text, "{{") != NULL || strstr(value->text, "${") != NULL ||
            strstr(value->text, "$(") != NULL);
}

/* Adds one or two entries to a map or list, and removes them again. */
static void grow(struct trial *trial, const struct node *node, struct node_path path, bool map)
{
    struct arena *arena = &trial->arena;
    struct edit edit = {.kind = map ? EDIT_INSERT : EDIT_APPEND, .path = path};
    edit.value = pick_value(arena, "weir-new");
    struct edit_result one = {0}, two = {0};
    if (!try_edit(trial, &edit, &one) || is_forgotten(node) || is_template(edit.value))
        return;
    size_t count = node->count;
    struct node_path first =
        map ? node_path_key(arena, path, "weir-new") : node_path_item(arena, path, count);
    struct node_path second =
        map ? node_path_key(arena, path, "weir-other") : node_path_item(arena, path, count + 1);
    take_back(trial, &one, first, trial->bytes, trial->length);
    edit.value = pick_value(arena, "weir-other");
    if (is_template(edit.value) || !apply(trial, one.bytes, one.length, &edit, &two))
        return;
    take_back(trial, &two, second, one.bytes, one.length);
    struct edit removal = {.kind = EDIT_REMOVE, .path = first};
    struct edit_result left = {0};
    if (apply(trial, two.bytes, two.length, &removal, &left))
        take_back(trial, &left, map ? second : first, trial->bytes, trial->length);
}

static void try_place(struct trial *trial, const struct node *node, struct node_path path)
{
    struct edit_result result = {0};
    sum.places++;
    if (node->kind == NODE_SCALAR) {
        struct value *value = arena_new(&trial->arena, struct value);
        *value = *pick_value(&trial->arena, NULL);
        struct edit edit = {.kind = EDIT_REPLACE, .path = path, .value = value};
        if (value->kind == NODE_SCALAR)
            (void)try_edit(trial, &edit, &result);
    }
    if (node->parent != NULL) {
        struct edit edit = {.kind = EDIT_REMOVE, .path = path};
        (void)try_edit(trial, &edit, &result);
    }
    if (node->kind == NODE_MAP || node->plain_null)
        grow(trial, node, path, true);
    if (node->kind == NODE_LIST || node->plain_null)
        grow(trial, node, path, false);
}

static void try_node(struct trial *trial, size_t document, const struct node *node)
{
    struct node_path path = node_path_of(&trial->arena, document, node);
    if (edit_check_random(&arg_seed) % arg_one_of == 0 && node_at(&trial->documents, path) == node)
        try_place(trial, node, path);
    for (const struct node *child = node->first; child != NULL; child = child->next)
        try_node(trial, document, child);
}

static void try_file(const char *path, int index)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || text_read_fd(&text, fd) != 0 || text.length == 0) {
        if (fd >= 0)
            close(fd);
        return;
    }
    close(fd);
    struct trial trial = {.index = index, .path = path, .bytes = text.data, .length = text.length};
    struct err err = {0};
    if (document_parse(&trial.arena, path, text.data, text.length, &trial.documents, &err) == 0) {
        sum.files++;
        for (size_t i = 0; i < trial.documents.count; i++)
            if (trial.documents.items[i].root != NULL)
                try_node(&trial, i, trial.documents.items[i].root);
    }
    arena_done(&trial.arena);
}

int main(int count, char **arguments)
{
    for (int option; (option = getopt(count, arguments, "en:s:")) != -1;)
        if (option == 'e')
            arg_emit = true;
        else if (option == 'n')
            arg_one_of = (unsigned)strtoul(optarg, NULL, 10);
        else if (option == 's')
            arg_seed = strtoull(optarg, NULL, 10);
        else
            return 2;
    for (int i = optind; i < count; i++)
        try_file(arguments[i], i - optind);
    fprintf(stderr, "%lu files, %lu places, %lu edits, %lu taken back, %lu refused, %lu wrong\n",
            sum.files, sum.places, sum.made, sum.identical, sum.refused, sum.wrong);
    for (int code = 0; code < EDIT_REFUSAL_COUNT; code++)
        if (sum.by_code[code] > 0)
            fprintf(stderr, "refused %s: %lu\n", edit_refusal_word((enum edit_refusal_code)code),
                    sum.by_code[code]);
    return sum.wrong > 0 || sum.made == 0;
}
