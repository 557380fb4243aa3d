// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/yaml/document.h"
#include "tests/manifests/node_at.h"

static struct documents parse(struct arena *arena, const char *text)
{
    struct documents documents = {0};
    struct err err = {0};
    int parsed = document_parse(arena, "x.yaml", text, strlen(text), &documents, &err);
    cr_assert_eq(parsed, 0, "%s: %s\n%s", err.place, err.message, text);
    return documents;
}

/* The node at "a/0/b" of one document; "!" at the end takes the value's key. */
static const struct node *find(const struct documents *documents, size_t document, const char *way)
{
    char *copy = strdup(way), *rest = copy;
    const struct node *node = documents->items[document].root;
    for (char *word; (word = strsep(&rest, "/")) != NULL && node != NULL;) {
        if (strcmp(word, "!") == 0)
            node = node->key;
        else if (*word != '\0')
            node = node->kind == NODE_LIST ? node_item(node, strtoul(word, NULL, 10))
                                           : node_find(node, word);
    }
    free(copy);
    return node;
}

Test(document, every_node_has_its_bytes_and_its_place)
{
    static const struct {
        const char *input, *way, *raw, *text;
        unsigned line, column;
    } rows[] = {
        {"a: b", "a", "b", "b", 1, 4},
        {"a: b c  # x\n", "a", "b c", "b c", 1, 4},
        {"a: b\n  c\nd: e\n", "a", "b\n  c", "b c", 1, 4},
        {"a: 'b''c' # x\n", "a", "'b''c'", "b'c", 1, 4},
        {"a: \"b\\n\"\n", "a", "\"b\\n\"", "b\n", 1, 4},
        {"a: \"x\"#c\nb: 1\n", "a", "\"x\"", "x", 1, 4},
        /* a ':' without a space after it begins the next key, not the value of this one */
        {"? a\n:b: c\n", "a", "", "", 1, 4},
        {"? a\n: b\n", "a", "b", "b", 2, 3},
        /* code points, not bytes */
        {"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\": b\n", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
         "b", "b", 1, 8},
        {"k: \xc3\xa9\nl: {m: \xe2\x82\xac, n: o}\n", "l/n", "o", "o", 2, 14},
        /* byte order marks */
        {"\xef\xbb\xbf"
         "a: b\n",
         "a", "b", "b", 1, 4},
        {"\xef\xbb\xbf"
         "a: \xc3\xa9\nc: d\n",
         "c", "d", "d", 2, 4},
        /* line breaks */
        {"a: b\r\nc: d\r\n", "c", "d", "d", 2, 4},
        {"a: |\r\n  b\r\n\r\nc: d\r\n", "a", "|\r\n  b", "b\n", 1, 4},
        {"a: b\rc: d\ne: f\n", "c", "d", "d", 1, 9},
        {"a: b\xc2\x85"
         "c: d\ne: f\n",
         "e", "f", "f", 2, 4},
        /* anchors, tags and comments before the content */
        {"a: &x b\n", "a", "b", "b", 1, 7},
        {"a: &x !!str nginx\n", "a", "nginx", "nginx", 1, 13},
        {"a: !!str &x # why\n  nginx\n", "a", "nginx", "nginx", 2, 3},
        {"a: !<tag:yaml.org,2002:str> b\n", "a", "b", "b", 1, 29},
        {"a: ! b\n", "a", "b", "b", 1, 6},
        {"a: &x\n  b: c\n", "a", "b: c", NULL, 2, 3},
        {"a: &x\n  &y b: c\n", "a", "&y b: c", NULL, 2, 3},
        {"a: &x\n  &y b: c\n", "a/b/!", "b", "b", 2, 6},
        {"a: &x\n- b\n- c\n", "a", "- b\n- c", NULL, 2, 1},
        {"a: &x\n  - b\n", "a", "- b", NULL, 2, 3},
        {"a: &x {b: c}\n", "a", "{b: c}", NULL, 1, 7},
        {"a: &x [b]\n", "a", "[b]", NULL, 1, 7},
        {"a: &x !!null\nb: c\n", "a", "", "", 1, 13},
        {"a: &\xc3\xa9\n", "", NULL, NULL, 0, 0}, /* no anchor name */
        /* block scalars */
        {"a: |\n  b\n  c\n\n\nd: e\n", "a", "|\n  b\n  c", "b\nc\n", 1, 4},
        {"a: |- # x\n  b\n\nd: e\n", "a", "|- # x\n  b", "b", 1, 4},
        {"a: |+\n  b\n\nd: e\n", "a", "|+\n  b", "b\n\n", 1, 4},
        {"a: |\n  b  \n  \n\nd: e\n", "a", "|\n  b  ", "b  \n", 1, 4},
        {"a: |\n  b\n    \n\nd: e\n", "a", "|\n  b\n    ", "b\n  \n", 1, 4},
        {"a: |\n\n    b\n   \nd: e\n", "a", "|\n\n    b", "\nb\n", 1, 4},
        {"a: >-\n    b\n    c\n# x\nd: e\n", "a", ">-\n    b\n    c", "b c", 1, 4},
        {"a: |2\n    b\n     \nd: e\n", "a", "|2\n    b\n     ", "  b\n   \n", 1, 4},
        {"a: |\n  b", "a", "|\n  b", "b", 1, 4},
        {"a: |\n\n\nd: e\n", "a", "|", "", 1, 4},
        {"a: | # x\n\nd: e\n", "a", "| # x", "", 1, 4},
        /* empty values */
        {"a:\nb: c\n", "a", "", "", 1, 3},
        {"a:   # x\n", "a", "", "", 1, 3},
        {"a : \n", "a", "", "", 1, 4},
        {"{a: , b: c}\n", "a", "", "", 1, 4},
        {"{a:\n # x: y\n , b: c}\n", "a", "", "", 1, 4},
        {"{a, b}\n", "a", "", "", 1, 3},
        {"{\"a\":}\n", "a", "", "", 1, 6},
        {"a:\n-\n- b\n", "a/0", "", "", 2, 2},
        {"? a\n: \n", "a", "", "", 2, 2},
        {"? a\n", "a", "", "", 1, 4},
        /* block maps and lists end with their last leaf */
        {"a:\n  b: c\n  d: e # x\n\n# y\nf: g\n", "a", "b: c\n  d: e", NULL, 2, 3},
        {"a:\n- b\n- c:\n# y\nf: g\n", "a", "- b\n- c:", NULL, 2, 1},
        {"a:\n  -   b\n  -\n\nf: g\n", "a", "-   b\n  -", NULL, 2, 3},
        {"- - a\n  - b\n- c\n", "0", "- a\n  - b", NULL, 1, 3},
        {"a:\n  b: |\n    c\n\nd: e\n", "a", "b: |\n    c", NULL, 2, 3},
        {"a:\n  b: [c,\n   d]\n", "a", "b: [c,\n   d]", NULL, 2, 3},
        /* flow */
        {"a: {b: c, d: [e, f]} # x\n", "a", "{b: c, d: [e, f]}", NULL, 1, 4},
        {"a: {b: c, d: [e, f]} # x\n", "a/d", "[e, f]", NULL, 1, 14},
        {"a: [b: c]\n", "a/0", "b: c", NULL, 1, 5},
        {"a: [? b : c, d]\n", "a/0", "? b : c", NULL, 1, 5},
        {"[]", "", "[]", NULL, 1, 1},
        {"a: {}\n", "a", "{}", NULL, 1, 4},
        {"{\"a\":\"b\",\n\t\"c\": 1}\n", "c", "1", "1", 2, 7},
        {"a: &x b\nc: *x\n", "c", "*x", "x", 2, 4},
        {"*x : y\n", "", NULL, NULL, 0, 0},
        {"--- a\n", "", "a", "a", 1, 5},
        {"--- # x\n# y\na: b\n", "", "a: b", NULL, 3, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct documents documents = {0};
        struct err err = {0};
        int parsed = document_parse(&arena, "x.yaml", rows[i].input, strlen(rows[i].input),
                                    &documents, &err);
        if (rows[i].raw == NULL) {
            cr_expect_eq(parsed, -1, "row %zu", i);
            continue;
        }
        cr_assert_eq(parsed, 0, "row %zu: %s %s", i, err.place, err.message);
        const struct node *node = find(&documents, 0, rows[i].way);
        cr_assert_not_null(node, "row %zu: %s", i, rows[i].input);
        char *raw = arena_copy(&arena, rows[i].input + node->start, node->end - node->start);
        cr_expect_str_eq(raw, rows[i].raw, "row %zu: got [%s]", i, raw);
        cr_expect(text_equal(node->text, rows[i].text), "row %zu: got [%s]", i, node->text);
        cr_expect_eq(node->line, rows[i].line, "row %zu: line %u", i, node->line);
        cr_expect_eq(node->column, rows[i].column, "row %zu: column %u", i, node->column);
    }
}

Test(document, offsets_are_exact_far_into_a_file_beyond_ascii)
{
    for (size_t lead = 0; lead < 200; lead++) {
        arena_scope struct arena arena = {0};
        text_scope struct text text = text_of(1 << 16);
        text_put(&text, "a: \"", 4);
        for (size_t i = 0; i < lead; i++)
            text_put(&text, i % 3 > 0 ? "\xe2\x82\xac" : "x", i % 3 > 0 ? 3 : 1);
        text_put(&text, "\"\nb: \xc3\xa9nd", 9);
        struct documents documents = parse(&arena, text.data);
        const struct node *node = find(&documents, 0, "b");
        cr_assert_str_eq(text.data + node->start, "\xc3\xa9nd");
        cr_assert_eq(node->end, text.length, "%zu", lead);
    }
}

Test(document, only_a_plain_word_means_null)
{
    static const struct {
        const char *input;
        bool null;
    } rows[] = {
        {"a:", true},         {"a: ~", true},        {"a: null", true}, {"a: Null", true},
        {"a: NULL", true},    {"a: nULL", false},    {"a: ''", false},  {"a: \"null\"", false},
        {"a: !!str", false},  {"a: ! null", false},  {"a: &x", true},   {"a: !!null null", true},
        {"a: |\n  ~", false}, {"a: !x null", false}, {"a: {}", false},  {"a: nothing", false},
        {"a: &x null", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct documents documents = parse(&arena, rows[i].input);
        const struct node *node = find(&documents, 0, "a");
        cr_expect_eq(node->plain_null, rows[i].null, "%s", rows[i].input);
        if (rows[i].null)
            cr_expect_null(node_text(node), "%s", rows[i].input);
    }
}

Test(document, the_form_of_a_file_is_found_in_one_pass)
{
    arena_scope struct arena arena = {0};
    struct document_form form = parse(&arena, "a: b\n").form;
    cr_expect(form.ascii && !form.crlf && !form.bom && !form.json);
    form = parse(&arena, "\xef\xbb\xbf"
                         "a: b\r\nc: d")
               .form;
    cr_expect(form.bom && form.crlf && form.ascii && !form.inner_bom);
    cr_expect(!form.odd_breaks);
    form = parse(&arena, "a: b\n---\n\xef\xbb\xbf"
                         "c: d\n")
               .form;
    cr_expect(form.inner_bom && !form.bom && !form.ascii);
    cr_expect(parse(&arena, "a: 'b\xe2\x80\xa8'\n").form.odd_breaks);
    cr_expect(parse(&arena, "a: b\rc: d\n").form.odd_breaks);
    cr_expect(parse(&arena, "a: '{{ x }}'\n").form.template_text);
    cr_expect_eq(parse(&arena, "%TAG !a! tag:x,2000:\n--- !a!b c\n").form.tag_directives, 1);
}

Test(document, json_is_recognized_by_its_tokens_or_its_name)
{
    static const struct {
        const char *input;
        bool json;
    } rows[] = {
        {"{\"a\": [1, -2.5e3, true, null, \"x\\\"y\"]}\n", true},
        {"\n\t [{}, []]", true},
        {"{a: 1}", false},
        {"{\"a\": b}", false},
        {"{\"a\": 1} # x", false},
        {"{\"a\": 1,}", false},
        {"{\"a\": 'b'}", false},
        {"\"a\"", false},
        {"", false},
        {"{\"a\": 1, \"b", false},
        {"{1: 2}", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct documents documents = {0};
        struct err err = {0};
        int parsed = document_parse(&arena, "x.yaml", rows[i].input, strlen(rows[i].input),
                                    &documents, &err);
        cr_expect_eq(documents.form.json, rows[i].json, "%s: %d", rows[i].input, parsed);
    }
    arena_scope struct arena arena = {0};
    struct documents documents = {0};
    struct err err = {0};
    cr_assert_eq(document_parse(&arena, "x.json", "{a: b}", 6, &documents, &err), 0);
    cr_expect(documents.form.json);
}

Test(document, an_error_says_where_and_what_to_do)
{
    static const struct {
        const char *input, *place, *message, *hint;
    } rows[] = {
        {"a: b\n\tc: d\n", "x.yaml:2:1", "found a tab character", "tabs"},
        {"a:\n  b: c\n\td: e\n", "x.yaml:3:1", "tab", "tabs"},
        {"\ta: b\n", "x.yaml:1:1", "cannot start any token", "tabs"},
        {"a: b: c\n", "x.yaml:1:5", "mapping values are not allowed", "quote"},
        {"a: @b\n", "x.yaml:1:4", "cannot start any token", "quote"},
        {"a: b\n - c\n  d: e\n", "x.yaml:3:4", "mapping values are not allowed", "indentation"},
        {"a:\n  b: c\n d: e\n", "x.yaml:3:2", "that began on line 1", "indentation"},
        {"a: {b: c\n", "x.yaml:2:1", "did not find expected ',' or '}'", "comma"},
        {"a: \"b\n", "x.yaml:2:1", "unexpected end of stream", "close the quote"},
        {"a: \"\\d\"\n", "x.yaml:1:5", "unknown escape", "single quotes"},
        {"a: \"\\ud83d\\ude00\"\n", "x.yaml:1:7", "invalid Unicode", "surrogate"},
        {"a: b\nc: \xe9t\xe9\n", "x.yaml:2:5", "UTF-8", "save"},
        {"\xef\xbb\xbf"
         "a: b\nc: \xe9t\xe9\n",
         "x.yaml:2:5", "UTF-8", "save"},
        {"a: b\nc: \x1b[0m\n", "x.yaml:2:4", "control characters", "remove"},
        {"a: \x7f\n", "x.yaml:1:4", "control characters", "remove"},
        {"a: \xc3\xa9\nb: *nope\n", "x.yaml:2:4", "unknown anchor \"nope\"", "quote"},
        {"\xff\xfe"
         "a",
         "x.yaml", "UTF-16", "UTF-8"},
        {"{{ if .x }}\na: b\n{{ end }}\n", "x.yaml:2:1", "", "template"},
        {"a: !x!y z\n", "x.yaml:1:4", "undefined tag handle", "quote"},
        {"%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n"
         "%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n"
         "%TAG !a! b\n%TAG !a! b\n%TAG !a! b\n---\n",
         "x.yaml", "the file has more than 16 %TAG", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct documents documents = {0};
        struct err err = {0};
        int parsed = document_parse(&arena, "x.yaml", rows[i].input, strlen(rows[i].input),
                                    &documents, &err);
        cr_assert_eq(parsed, -1, "row %zu", i);
        cr_expect_str_eq(err.place, rows[i].place, "row %zu: %s %s", i, err.place, err.message);
        cr_expect_not_null(strstr(err.message, rows[i].message), "row %zu: %s", i, err.message);
        cr_expect_not_null(strstr(err.hint, rows[i].hint), "row %zu: %s [%s]", i, err.message,
                           err.hint);
        cr_expect_null(documents.items);
    }
    arena_scope struct arena arena = {0};
    struct documents documents = {0};
    struct err err = {0};
    cr_assert_eq(document_parse(&arena, "x.yaml", "a: b\nc: \0d\n", 11, &documents, &err), -1);
    cr_expect_str_eq(err.place, "x.yaml:2:4");
}

static int parse_repeated(const char *piece, size_t times, const char *tail, struct err *err)
{
    arena_scope struct arena arena = {0};
    text_scope struct text text = text_of(2 * TEXT_FILE_MAX);
    for (size_t i = 0; i < times; i++)
        text_put(&text, piece, strlen(piece));
    text_put(&text, tail, strlen(tail));
    struct documents documents = {0};
    return document_parse(&arena, "x.yaml", text.data, text.length, &documents, err);
}

Test(document, everything_unbounded_has_a_maximum)
{
    struct err err = {0};
    cr_expect_eq(parse_repeated("[", 255, "]", &err), -1); /* unclosed */
    cr_expect_null(strstr(err.message, "nesting"), "%s", err.message);
    cr_expect_eq(parse_repeated("[", 2000000, "", &err), -1);
    cr_expect_str_eq(err.message, "the file has more than 256 levels of nesting");
    cr_expect_str_eq(err.place, "x.yaml:1:257");
    cr_expect_eq(parse_repeated("{a: ", 100000, "", &err), -1);
    cr_expect_str_eq(err.message, "the file has more than 256 levels of nesting");
    cr_expect_eq(parse_repeated("- ", 1000, "x", &err), -1);
    cr_expect_str_eq(err.message, "the file has more than 256 levels of nesting");
    cr_expect_eq(parse_repeated("- ", 250, "x", &err), 0, "%s", err.message);
    cr_expect_eq(parse_repeated("#2345678\n", TEXT_FILE_MAX / 9 + 1, "", &err), -1);
    cr_expect_not_null(strstr(err.message, "larger than"), "%s", err.message);
    /* neither of these may take longer than its bytes */
    cr_expect_eq(parse_repeated("x: %TAG ", 1000000, "", &err), -1);
    cr_expect_eq(parse_repeated("\xc3\xa9%TAG ", 1000000, "", &err), -1);
    cr_expect_not_null(strstr(err.message, "%TAG"), "%s", err.message);
    cr_expect_eq(parse_repeated("%TAG !x! abcdefghijklmnopqrstuvwxyz\n", 1, "---\n", &err), 0);
}

Test(document, of_two_anchors_with_one_name_the_last_before_the_alias_counts)
{
    arena_scope struct arena arena = {0};
    struct documents documents = parse(&arena, "a: &x 1\nb: *x\nc: &x 2\nd: *x\n");
    cr_expect_eq(find(&documents, 0, "b")->target, find(&documents, 0, "a"));
    cr_expect_eq(find(&documents, 0, "d")->target, find(&documents, 0, "c"));
    cr_expect_str_eq(find(&documents, 0, "c")->anchor, "x");
    documents = parse(&arena, "&x\n- *x\n");
    cr_expect_eq(find(&documents, 0, "0")->target, documents.items[0].root);
    struct err err = {0};
    cr_expect_eq(document_parse(&arena, "x.yaml", "&x a\n---\n*x\n", 12, &documents, &err), -1);
    cr_expect_str_eq(err.place, "x.yaml:3:1");
}

Test(document, documents_that_kubectl_splits_differently_are_marked)
{
    static const struct {
        const char *input;
        size_t count;
        unsigned differs; /* bit i: document i */
    } rows[] = {
        {"", 0, 0},
        {"# only a comment\n", 0, 0},
        {"a: b\n", 1, 0},
        {"---\na: b\n---\nc: d\n", 2, 0},
        {"a: b\n--- # Source: x\nc: d\n", 2, 0},
        {"a: b\r\n---\r\nc: d\r\n", 2, 0},
        {"\xef\xbb\xbf---\na: b\n", 1, 0},
        {"---\n---\na: b\n", 2, 0},
        {"--- {a: b}\n", 1, 1},
        {"a: b\n--- \"x\"\n", 2, 2},
        {"%YAML 1.1\n---\na: b\n", 1, 1},
        {"a: b\n...\n%YAML 1.1\n---\nc: d\n", 2, 2},
        {"---a: b\n", 1, 1},
        {"a: b\n---c: d\n", 1, 1},
        {"x: y\n---\n---c: d\n", 2, 2},
        {"a: b\r---\rc: d\r", 2, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct documents documents = parse(&arena, rows[i].input);
        cr_assert_eq(documents.count, rows[i].count, "row %zu: %zu", i, documents.count);
        for (size_t k = 0; k < documents.count; k++)
            cr_expect_eq(documents.items[k].split_differs, (rows[i].differs >> k & 1) != 0,
                         "row %zu document %zu", i, k);
    }
    arena_scope struct arena arena = {0};
    struct documents documents = parse(&arena, "# x\n\na: b\n---\n# y\n---\n# z\n");
    cr_expect_eq(documents.items[0].line, 3);
    cr_expect_eq(documents.items[1].line, 4);
    cr_expect_null(documents.items[1].root);
}

Test(document, a_duplicate_key_is_found)
{
    arena_scope struct arena arena = {0};
    struct documents documents = parse(&arena, "z: 1\nb: {a: 1, 'a': 2, z: 3}\ny: {a: 1, b: 2}\n");
    cr_expect_null(node_duplicate_key(documents.items[0].root));
    const struct node *twice = node_duplicate_key(find(&documents, 0, "b"));
    cr_assert_not_null(twice);
    cr_expect_eq(twice->column, 11);
    cr_expect_null(node_duplicate_key(find(&documents, 0, "y")));
    cr_expect_null(node_duplicate_key(NULL));
}

Test(document, equality_compares_values_not_spellings)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } rows[] = {
        {"a: b", "{\"a\": 'b'}", true},          {"a: ~", "a:", true},
        {"a: null", "a: 'null'", false},         {"a: [b, c]", "a:\n- b\n- c\n", true},
        {"a: [b, c]", "a: [b]", false},          {"a: 1\nb: 2", "b: 2\na: 1", false},
        {"a: \"b\\0c\"", "a: \"b\\0d\"", false}, {"a: [{}]", "a: [[]]", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct documents a = parse(&arena, rows[i].a), b = parse(&arena, rows[i].b);
        cr_expect_eq(node_equal(a.items[0].root, b.items[0].root), rows[i].equal, "row %zu", i);
    }
    cr_expect(node_equal(NULL, NULL));
}

Test(document, a_path_leads_back_to_its_node)
{
    arena_scope struct arena arena = {0};
    struct documents documents = parse(
        &arena, "x: y\n---\nspec:\n  tags:\n  - from: {name: n}\n    a.b/c: [d]\n    '\"': e\n");
    static const struct {
        const char *way, *printed;
    } rows[] = {
        {"spec/tags/0/from/name", "spec.tags[0].from.name"},
        {"spec/tags/0/\"", "spec.tags[0][\"\\\"\"]"},
        {"spec", "spec"},
        {"", "."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct node *node = find(&documents, 1, rows[i].way);
        struct node_path path = node_path_of(&arena, 1, node);
        cr_expect_str_eq(node_path_print(&arena, path), rows[i].printed);
        cr_expect_eq(node_at(&documents, path), node, "%s", rows[i].printed);
    }
    struct node_path path = node_path_of(&arena, 1, documents.items[1].root);
    path = node_path_item(&arena, node_path_key(&arena, path, "spec"), 3);
    cr_expect_str_eq(node_path_print(&arena, path), "spec[3]");
    cr_expect_null(node_at(&documents, path));
    path.document = 7;
    cr_expect_null(node_at(&documents, path));
    path = node_path_key(&arena, (struct node_path){0}, "a.b/c");
    cr_expect_str_eq(node_path_print(&arena, path), "[\"a.b/c\"]");
}

Test(document, only_complete_text_is_returned)
{
    arena_scope struct arena arena = {0};
    struct documents documents = parse(&arena, "a: b\nc: \"d\\0e\"\nf: ~\ng: {}\n");
    cr_expect_str_eq(node_text(find(&documents, 0, "a")), "b");
    cr_expect_null(node_text(find(&documents, 0, "c")));
    cr_expect_eq(find(&documents, 0, "c")->length, 3);
    cr_expect_null(node_text(find(&documents, 0, "f")));
    cr_expect_null(node_text(find(&documents, 0, "g")));
    cr_expect_null(node_text(NULL));
}
