// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/edit/edit.h"
#include "tests/manifests/edit_script.h"

#define BOM "\xef\xbb\xbf"

struct row {
    const char *input, *script;
    const char *output; /* NULL: nothing changes */
};

static void check(const char *path, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        arena_scope struct arena arena = {0};
        struct edit_script script = edit_script_read(&arena, rows[i].script);
        struct edit_result result = {0};
        edit_apply(&arena, path, rows[i].input, strlen(rows[i].input), script.items, script.count,
                   &result);
        for (size_t k = 0; k < result.refusal_count; k++)
            cr_expect_fail("row %zu '%s' refused: %s (%s)", i, rows[i].script,
                           edit_refusal_word(result.refusals[k].code), result.refusals[k].detail);
        if (result.refusal_count > 0)
            continue;
        if (rows[i].output == NULL) {
            cr_expect_null(result.bytes, "row %zu '%s': [%s]", i, rows[i].script, result.bytes);
            cr_expect_eq(result.changed, 0);
            continue;
        }
        cr_assert_not_null(result.bytes, "row %zu '%s' changed nothing", i, rows[i].script);
        cr_expect_str_eq(result.bytes, rows[i].output, "row %zu '%s':\n[%s]\n[%s]", i,
                         rows[i].script, result.bytes, rows[i].output);
        cr_expect_eq(result.length, strlen(rows[i].output), "row %zu", i);
    }
}
#define CHECK(path, rows) check((path), (rows), sizeof(rows) / sizeof *(rows))

Test(edit, a_replaced_scalar_keeps_its_style)
{
    static const struct row rows[] = {
        {"a: b # c\nd: e\n", "replace a x", "a: x # c\nd: e\n"},
        {"a: 'b' # c\n", "replace a x", "a: 'x' # c\n"},
        {"a: 'b'\n", "replace a \"it's\"", "a: 'it''s'\n"},
        {"a: \"b\"   \n", "replace a x", "a: \"x\"   \n"},
        {"a: \"b\"\n", "replace a 'q\"\\'", "a: \"q\\\"\\\\\"\n"},
        {"a: b", "replace a host:5000/a/b:1@sha256:00", "a: host:5000/a/b:1@sha256:00"},
        {"{a: b}", "replace a 'x:1'", "{a: x:1}"},
        {"a: [b, c]\n", "replace a/1 'd, e'", "a: [b, \"d, e\"]\n"},
        {"a: b\n  c\nd: e\n", "replace a x", "a: x\nd: e\n"},
        {"- a\n- b\n", "replace 1 c", "- a\n- c\n"},
        {"a: 1\n---\na: 2\n", "replace 1:a 3", "a: 1\n---\na: 3\n"},
        /* block scalars that strip, one line */
        {"a: >-\n  b\n\nc: d\n", "replace a x:1", "a: >-\n  x:1\n\nc: d\n"},
        {"a: |- # why\n    b\n", "replace a '# x'", "a: |- # why\n    # x\n"},
        {"a: >-\r\n  b\r\n  c\r\n", "replace a x", "a: >-\r\n  x\r\n"},
        /* properties stay */
        {"a: &x b\n", "replace a c", "a: &x c\n"},
        {"a: !!str b\n", "replace a c", "a: !!str c\n"},
        {"a: ! b\n", "replace a c", "a: ! c\n"},
        /* empty values */
        {"a:\nb: c\n", "replace a x", "a: x\nb: c\n"},
        {"a: # c\n", "replace a x", "a: x # c\n"},
        {"a: ~\n", "replace a x", "a: x\n"},
        {"a:\n-\n- b\n", "replace a/0 x", "a:\n- x\n- b\n"},
        {"{a: , b: c}\n", "replace a x", "{a: x , b: c}\n"},
        {"a: ''\n", "replace a x", "a: 'x'\n"},
        {"a: \" \"\n", "replace a x", "a: \"x\"\n"},
        {"a: b\n", "replace a ''", "a: \"\"\n"},
        /* not ASCII, byte order mark, line breaks */
        {"\xc3\xa9: \xe2\x82\xac # \xc3\xa9\n", "replace \xc3\xa9 b", "\xc3\xa9: b # \xc3\xa9\n"},
        {BOM "a: b\r\nc: d\r\n", "replace c e", BOM "a: b\r\nc: e\r\n"},
        {"a: b\rc: d\r", "replace c e", "a: b\rc: e\r"},
        {"a: b\n---\n" BOM "c: d\n", "replace 1:c e", "a: b\n---\n" BOM "c: e\n"},
        {"a: b\n", "replace a \"x\\ny\"", "a: \"x\\ny\"\n"},
        {"a: b\n", "replace a \"\\x85\\u2028\\uFEFF\"", "a: \"\\u0085\\u2028\\ufeff\"\n"},
        {"a: 'b'\n", "replace a \"x\\ny\"", "a: \"x\\ny\"\n"},
        {"? a\n: b\n", "replace a c", "? a\n: c\n"},
        {"a: true\n", "replace a false", "a: false\n"},
        {"a: 'true'\n", "replace a false", "a: false\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_text_that_would_read_as_another_type_is_quoted)
{
    static const char *const typed[] = {"null",
                                        "~",
                                        "True",
                                        "no",
                                        "ON",
                                        "y",
                                        "0123",
                                        "0o7",
                                        "0x1f",
                                        "0b1",
                                        "1_000",
                                        "1.10",
                                        "706798e8",
                                        "0e1",
                                        ".5",
                                        "-1",
                                        "2001-01-02",
                                        "1:20",
                                        ".inf",
                                        "<<",
                                        "=",
                                        "",
                                        "+.INF",
                                        "1e3",
                                        "5.",
                                        "190:20:30",
                                        "1e+3",
                                        "-0.0",
                                        "2001-1-1 10:00:00",
                                        "0B1",
                                        "0O17",
                                        "+_1",
                                        "-0b1_0"};
    static const char *const plain[] = {"1.10.0",  "v1",        "abc",  "e8",          "a:1",
                                        "1.2.3-x", "sha256:12", "0xg",  "1-2-3",       "12ab",
                                        "-x",      "latest",    "nope", "2001-01-02x", "1.0-rc1"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        arena_scope struct arena arena = {0};
        const char *script = arena_print(&arena, "replace a '%s'", typed[i]);
        struct row row = {"a: b\n", script, arena_print(&arena, "a: \"%s\"\n", typed[i])};
        check("x.yaml", &row, 1);
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        arena_scope struct arena arena = {0};
        const char *script = arena_print(&arena, "replace a '%s'", plain[i]);
        struct row row = {"a: b\n", script, arena_print(&arena, "a: %s\n", plain[i])};
        check("x.yaml", &row, 1);
    }
}

Test(edit, a_text_that_is_unsafe_plain_is_quoted)
{
    static const char *const unsafe[] = {"- a", "a: b", "a #b", "a:",   "&a", "*a", "!a", "|",
                                         ">",   "%a",   "@a",   "`a",   "{a", "[a", "#a", "?",
                                         "-",   "---",  "...",  "---a", " a", "a ", ",a", "]"};
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++) {
        arena_scope struct arena arena = {0};
        const char *script = arena_print(&arena, "replace a \"%s\"", unsafe[i]);
        struct row row = {"a: b\n", script, arena_print(&arena, "a: \"%s\"\n", unsafe[i])};
        check("x.yaml", &row, 1);
    }
}

Test(edit, the_current_value_changes_nothing)
{
    static const struct row rows[] = {
        {"a: b\n", "replace a b", NULL},
        {"a: 'b'\n", "replace a b", NULL},
        {"a: |-\n  b\n", "replace a b", NULL},
        {"a: &x b\nc: *x\n", "replace a b", NULL},
        {"a: {{ x }}\nb: ${x}\n", "replace b '${x}'", NULL},
        {"a: true\n", "replace a true", NULL},
        {"a:\n  k: v\n", "insert a k: v", NULL},
        {"a: {k: [1, {x: v}]}\n", "insert a k: [1, {x: v}]", NULL},
        /* a bare number is not a string */
        {"a: 1.10\n", "replace a '1.10'", "a: \"1.10\"\n"},
        {"a: null\n", "replace a 'null'", "a: \"null\"\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, json_stays_json)
{
    static const struct row rows[] = {
        {"{\"a\": null}", "replace a nginx:1", "{\"a\": \"nginx:1\"}"},
        {"{\"a\": \"b\"}", "replace a \"x\\ny\\\"\\\\\"", "{\"a\": \"x\\ny\\\"\\\\\"}"},
        {"{\"a\": \"b\"}", "replace a true", "{\"a\": true}"},
        {"{\"a\": 1}", "replace a '1'", "{\"a\": \"1\"}"},
        {"{\"a\":1}", "insert . b: {c: [d, 2]}", "{\"a\":1,\"b\":{\"c\":[\"d\",2]}}"},
        {"{\"a\": 1}", "insert . b: {c: d, e: f}",
         "{\"a\": 1, \"b\": {\"c\": \"d\", \"e\": \"f\"}}"},
        {"{\n  \"a\": 1\n}\n", "insert . b: c", "{\n  \"a\": 1,\n  \"b\": \"c\"\n}\n"},
        {"{\n    \"a\": 1,\n    \"b\": [\n        {\n            \"c\": 1\n        }\n    ]\n}\n",
         "append b {c: [d]}",
         "{\n    \"a\": 1,\n    \"b\": [\n        {\n            \"c\": 1\n        },\n        {\n"
         "            \"c\": [\n                \"d\"\n            ]\n        }\n    ]\n}\n"},
        {"{\r\n  \"a\": 1\r\n}\r\n", "insert . b: {c: d}",
         "{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": \"d\"\r\n  }\r\n}\r\n"},
        {"{\n  \"a\": {},\n  \"b\": []\n}\n", "insert a c: d\ninsert a e: f\nappend b {g: h}",
         "{\n  \"a\": {\n    \"c\": \"d\",\n    \"e\": \"f\"\n  },\n  \"b\": [\n    {\n      "
         "\"g\": "
         "\"h\"\n    }\n  ]\n}\n"},
        {"{\"a\":{},\"b\":null}", "insert a c: d\ninsert b e: f",
         "{\"a\":{\"c\":\"d\"},\"b\":{\"e\":\"f\"}}"},
        {"{\n\t\"a\": null\n}\n", "append a x\nappend a v",
         "{\n\t\"a\": [\n\t\t\"x\",\n\t\t\"v\"\n\t]\n}\n"},
        {BOM "{\"a\": 1}", "insert . b: c", BOM "{\"a\": 1, \"b\": \"c\"}"},
        {"{}", "insert . b: c", "{\"b\":\"c\"}"},
        {"[]", "append . b", "[\"b\"]"},
    };
    CHECK("x.json", rows);
    CHECK("x.yaml", rows);
}

Test(edit, a_key_is_added_after_the_last_value_of_a_block_map)
{
    static const struct row rows[] = {
        {"a: b\n", "insert . c: d", "a: b\nc: d\n"},
        {"a: b # x\n\n# y\n", "insert . c: d", "a: b # x\nc: d\n\n# y\n"},
        {"a: b", "insert . c: d", "a: b\nc: d"},
        {"a: b\r\n", "insert . c: {d: e}", "a: b\r\nc:\r\n  d: e\r\n"},
        {"a: b\r\nc: d", "insert . e: f", "a: b\r\nc: d\r\ne: f"},
        {BOM "a: b\n", "insert . c: d", BOM "a: b\nc: d\n"},
        {"a:\n  b: c\n\nd: e\n", "insert a x: v", "a:\n  b: c\n  x: v\n\nd: e\n"},
        {"a:\n- b: c\n- d: e\n", "insert a/0 x: v", "a:\n- b: c\n  x: v\n- d: e\n"},
        {"a:\n  -   b: c\n", "insert a/0 x: v", "a:\n  -   b: c\n      x: v\n"},
        {"- - a: b\n", "insert 0/0 c: d", "- - a: b\n    c: d\n"},
        {"a:\n  b:\n    c: [1,\n      2]\nd: e\n", "insert a/b x: v",
         "a:\n  b:\n    c: [1,\n      2]\n    x: v\nd: e\n"},
        {"a:\n    b: c\n", "insert a x: {w: {z: 1}}",
         "a:\n    b: c\n    x:\n        w:\n            z: 1\n"},
        {"a:\n- b\nc: d\n", "insert . x: [q, {z: w, v: u}]",
         "a:\n- b\nc: d\nx:\n- q\n- z: w\n  v: u\n"},
        {"a:\n  - b\n", "insert . x: [[q, z], {}, []]",
         "a:\n  - b\nx:\n  - - q\n    - z\n  - {}\n  - []\n"},
        {"a: b\n", "insert . 'on': 'yes'", "a: b\n\"on\": \"yes\"\n"},
        {"a: b\n", "insert . 'x: v': \"l1\\nl2\"", "a: b\n\"x: v\": \"l1\\nl2\"\n"},
        {"a: b\n", "insert . c: true", "a: b\nc: true\n"},
        {"a: b\n---\nc: d\n", "insert . x: v", "a: b\nx: v\n---\nc: d\n"},
        {"a: b\n...\n", "insert . x: v", "a: b\nx: v\n...\n"},
        {"a:\n", "insert . x: v", "a:\nx: v\n"},
        {"a: *x\n", "", NULL},
        {"m: &x 1\na: *x\n", "insert . x: v", "m: &x 1\na: *x\nx: v\n"},
        {"<<: {a: b}\nc: d\n", "insert . x: v", "<<: {a: b}\nc: d\nx: v\n"},
        /* block scalars */
        {"a: |\n  b\n\nc: d\n", "insert . x: v", "a: |\n  b\n\nc: d\nx: v\n"},
        {"c: d\na: |\n  b\n\n# z\n", "insert . x: v", "c: d\na: |\n  b\nx: v\n\n# z\n"},
        {"a: |+\n  b\n\n\n", "insert . x: v", "a: |+\n  b\n\n\nx: v\n"},
        {"a: |-\n  b", "insert . x: v", "a: |-\n  b\nx: v"},
        {"c: d\na: |\n  b", "insert . x: v\ninsert . z: w", "c: d\nx: v\nz: w\na: |\n  b"},
        {"m:\n  c: d\n  a:\n    b: |\n      x", "insert m x: v",
         "m:\n  c: d\n  x: v\n  a:\n    b: |\n      x"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_null_or_empty_map_gets_its_first_key)
{
    static const struct row rows[] = {
        {"a:\nb: c\n", "insert a x: v", "a:\n  x: v\nb: c\n"},
        {"a: # why\nb: c\n", "insert a x: v", "a: # why\n  x: v\nb: c\n"},
        {"a: ~\nb: c\n", "insert a x: v\ninsert a z: w", "a:\n  x: v\n  z: w\nb: c\n"},
        {"a: null # why\n", "insert a x: v", "a: # why\n  x: v\n"},
        {"m:\n    a:\nn:\n    b: c", "insert m/a x: v", "m:\n    a:\n        x: v\nn:\n    b: c"},
        {"a:", "insert a x: v", "a:\n  x: v"},
        {"- a\n-\n", "insert 1 x: v", "- a\n-\n  x: v\n"},
        {"a: {}\n", "insert a x: v", "a: {x: v}\n"},
        {"a: { }\n", "insert a x: v\ninsert a z: w", "a: {x: v, z: w}\n"},
        {"a: {} # c\nb: 1\n", "insert a x: {w: z}", "a: # c\n  x:\n    w: z\nb: 1\n"},
        {"{a: , b: c}\n", "insert a x: v", "{a: {x: v} , b: c}\n"},
        {"{a: ~}\n", "insert a x: v\ninsert a z: w", "{a: {x: v, z: w}}\n"},
        {"spec:\n  tags: []\n", "append spec/tags {name: x, from: {kind: K}}",
         "spec:\n  tags:\n  - name: x\n    from:\n      kind: K\n"},
        {"spec:\n  tags:\n", "append spec/tags x\nappend spec/tags v",
         "spec:\n  tags:\n  - x\n  - v\n"},
        {"a: []\n", "append a x", "a: [x]\n"},
        {"spec: {}\n", "insert spec tags: [{name: x}]", "spec:\n  tags:\n  - name: x\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_flow_map_or_list_grows_in_its_own_style)
{
    static const struct row rows[] = {
        {"a: {b: c}\n", "insert a x: v", "a: {b: c, x: v}\n"},
        {"a: {b: c,}\n", "insert a x: v", "a: {b: c, x: v,}\n"},
        {"a: {b: }\n", "insert a x: v", "a: {b: , x: v }\n"},
        {"a: {b: c,d: e}\n", "insert a x: v", "a: {b: c,d: e,x: v}\n"},
        {"a: {\n  b: c,\n  d: e\n}\n", "insert a x: v", "a: {\n  b: c,\n  d: e,\n  x: v\n}\n"},
        {"a: {\n    b: c\n  }\n", "insert a x: v", "a: {\n    b: c,\n    x: v\n  }\n"},
        {"a: [b, c]\n", "append a {d: e}", "a: [b, c, {d: e}]\n"},
        {"a: [\"b\"]\n", "append a d", "a: [\"b\", \"d\"]\n"},
        {"a: [[b], [c]]\n", "append a/0 x\nappend a/1 q\nappend a z", "a: [[b, x], [c, q], z]\n"},
        {"a: [{b: c}]\n", "insert a/0 x: 'y,z'", "a: [{b: c, x: \"y,z\"}]\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, an_item_is_added_after_the_last_with_the_same_dash)
{
    static const struct row rows[] = {
        {"a:\n- b\nc: d\n", "append a x", "a:\n- b\n- x\nc: d\n"},
        {"a:\n  - b\n", "append a x", "a:\n  - b\n  - x\n"},
        {"a:\n-   b: c\n    d: e\n", "append a {x: v, z: w}",
         "a:\n-   b: c\n    d: e\n-   x: v\n    z: w\n"},
        {"a:\n- # c\n  b: 1\n", "append a {x: v}", "a:\n- # c\n  b: 1\n- x: v\n"},
        {"a:\n-\n  b: 1\n", "append a x", "a:\n-\n  b: 1\n- x\n"},
        {"a:\n- b\n-\n", "append a x", "a:\n- b\n-\n- x\n"},
        {"- a", "append . b", "- a\n- b"},
        {"- - a\n- b\n", "append 0 x", "- - a\n  - x\n- b\n"},
        {"a:\n- &x\n  b: c\n", "append a d", "a:\n- &x\n  b: c\n- d\n"},
        {"a:\r\n- b\r\n", "append a {c: d, e: f}", "a:\r\n- b\r\n- c: d\r\n  e: f\r\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, several_edits_of_one_file_are_made_together)
{
    static const struct row rows[] = {
        {"a:\n  b: c\n", "replace a/b x\ninsert a d: e\ninsert a f: g\ninsert . h: i",
         "a:\n  b: x\n  d: e\n  f: g\nh: i\n"},
        {"a:\n- b\n", "insert . h: i\nappend a c\nreplace a/0 d", "a:\n- d\n- c\nh: i\n"},
        {"a:\n  b:\n", "replace a/b x\ninsert a c: d", "a:\n  b: x\n  c: d\n"},
        {"a:\n  b:\n", "insert . e: f\ninsert a c: d\ninsert a/b x: v",
         "a:\n  b:\n    x: v\n  c: d\ne: f\n"},
        {"{a: {b: c}}", "insert . x: v\ninsert a z: w\nreplace a/b q", "{a: {b: q, z: w}, x: v}"},
        {"a: b\n", "replace a c\nreplace a c", "a: c\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_removed_key_takes_its_lines_and_its_own_comments)
{
    static const struct row rows[] = {
        {"a: b\nc: d\n", "remove a", "c: d\n"},
        {"a: b\nc: d # why\n\ne: f\n", "remove c d", "a: b\n\ne: f\n"},
        {"a: b\nc: d", "remove c", "a: b"},
        {"a: |\n  b\nc: d", "remove c", "a: |\n  b\n"},
        {"a: |-\n  b\nc: d", "remove c", "a: |-\n  b"},
        {"a: |+\n  b\n\nc: d", "remove c", "a: |+\n  b\n\n"},
        {"a: |\n  b\n # of a\nc: d", "remove c", "a: |\n  b\n # of a"},
        {"a: b\nc: d", "remove a", "c: d"},
        {BOM "a: b\r\nc: d\r\n", "remove a", BOM "c: d\r\n"},
        {"a: b\r\nc: d\r\n", "remove c", "a: b\r\n"},
        {"a:\n  b:\n    c: [1,\n      2]\n  x: v\nd: e\n", "remove a/b", "a:\n  x: v\nd: e\n"},
        {"a:\n- b\n- c\nd: e\n", "remove a", "d: e\n"},
        {"a: b\n  c\n'd': \"f\n  g\"\nh: i\n", "remove a\nremove d", "h: i\n"},
        {"a: |+\n  b\n\n\nc: d\n", "remove a", "c: d\n"},
        {"a: |\n  b\n\nc: d\n", "remove a", "\nc: d\n"},
        {"a:\nb: c\n", "remove a", "b: c\n"},
        {"a: b\n---\nc: d\ne: f\n...\n", "remove 1:e", "a: b\n---\nc: d\n...\n"},
        {"a: &x b\nc: d\n", "remove a", "c: d\n"},
        {"a: &x b\nc: *x\n", "remove c b", "a: &x b\n"},
        {"a: !t b\nc: d\n", "remove a", "c: d\n"},
        {"!!str a: b\nc: d\n", "remove a", "c: d\n"},
        /* comments */
        {"a: b\n# of c\n# too\nc: d\n", "remove c", "a: b\n"},
        {"a: b\n# of c\nc: d\n\ne: f\n", "remove c", "a: b\n\ne: f\n"},
        {"a: b\n# of c\nc: d\n# of e\ne: f\n", "remove c", "a: b\n# of e\ne: f\n"},
        {"a: b\n# of both\nc: d\ne: f\n", "remove c", "a: b\n# of both\ne: f\n"},
        {"a: b\n# of none\n\nc: d\n", "remove c", "a: b\n# of none\n\n"},
        {"a: b\n  # deeper\nc: d\n", "remove c", "a: b\n  # deeper\n"},
        {"# of all\na: b\n\nc: d\n", "remove a", "# of all\n\nc: d\n"},
        {"a: b # of a\n# of c\nc: d\n", "remove c", "a: b # of a\n"},
        {"a:\n  b: c\n  # inside\n# outside\nd: e\n", "remove a", "# outside\nd: e\n"},
        {"a: |\n  # text\nc: d\n", "remove c", "a: |\n  # text\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, yaml_inside_a_text_is_edited_as_a_file_of_its_own)
{
    static const struct row rows[] = {
        {"a: |\n  b: c # why\n  d: e\nf: g\n", "replace a|b x",
         "a: |\n  b: x # why\n  d: e\nf: g\n"},
        {"p:\n- patch: |-\n    - op: replace\n      value: 1\n  target: t\n",
         "replace p/0/patch|0/value x\nappend p/0/patch|. {op: add}\nreplace p/0/target u",
         "p:\n- patch: |-\n    - op: replace\n      value: x\n    - op: add\n  target: u\n"},
        {"a: |2-\n    b: c\n    d: e\n", "insert a|. f: {g: h}",
         "a: |2-\n    b: c\n    d: e\n    f:\n      g: h\n"},
        {"a: |+ # why\n  b: c\n\n\nd: e\n", "insert a|. x: v",
         "a: |+ # why\n  b: c\n  x: v\n\n\nd: e\n"},
        {"a: |\n  b: c\n\n\nd: e\n", "remove a|b\ninsert a|. x: v", "a: |\n  x: v\n\n\nd: e\n"},
        {"a: |\r\n  b: c\r\n\r\n  d: e\r\nf: g\r\n", "remove a|b\ninsert a|. x: v",
         "a: |\r\n\r\n  d: e\r\n  x: v\r\nf: g\r\n"},
        {"a: |-\n  b: c", "insert a|. x: v", "a: |-\n  b: c\n  x: v"},
        {"a: |-\n  b: c\n  x: v", "remove a|x", "a: |-\n  b: c"},
        {"a: |\n  b: c", "replace a|b x", "a: |\n  b: x"},
        {"a: |\n  b: |\n    c\n", "insert a|. x: v", "a: |\n  b: |\n    c\n  x: v\n"},
        {"a: |-\n  b: |\n    c\n", "insert a|. x: v", "a: |-\n  x: v\n  b: |\n    c\n"},
        {"a: |\n  b: c\n   \n  d: e\n", "replace a|d x", "a: |\n  b: c\n   \n  d: x\n"},
        {"a: |\n  ---\n  b: c\n  ---\n  d: e\n", "replace a|1:d x",
         "a: |\n  ---\n  b: c\n  ---\n  d: x\n"},
        {"a: |\n  # of b\n  b: c\n\n  # of d\n  d: e\n", "remove a|d", "a: |\n  # of b\n  b: c\n"},
        {"a: |\n  [{\"op\": \"replace\", \"value\": 1}]\n",
         "replace a|0/value x\ninsert a|0 from: y",
         "a: |\n  [{\"op\": \"replace\", \"value\": \"x\", \"from\": \"y\"}]\n"},
        {"a: >-\n  [{\"op\": \"replace\"}] \n", "replace a|0/op x",
         "a: >-\n  [{\"op\": \"x\"}] \n"},
        {"a: '{\"b\": \"it''s\", \"c\": 1}' # why\n", "replace a|c \"it's\"",
         "a: '{\"b\": \"it''s\", \"c\": \"it''s\"}' # why\n"},
        {"a: \"b: c\\nd: \xc3\xa9\\n\"\n", "replace a|b x\ninsert a|. f: g",
         "a: \"b: x\\nd: \xc3\xa9\\nf: g\\n\"\n"},
        {"a: \"b: c\\nd: \\u00e9\\n\"\n", "replace a|b x", "a: \"b: x\\nd: \\u00e9\\n\"\n"},
        {"{\"a\": \"{\\\"b\\\": 1}\"}", "replace a|b x", "{\"a\": \"{\\\"b\\\": \\\"x\\\"}\"}"},
        {"a: |\n  b: c\n", "replace a|b c", NULL},
        {"a: |\n  b: c\nd: e\n", "replace a|b c\nreplace d x", "a: |\n  b: c\nd: x\n"},
        {"a: |\n  b: c\n", "rewrite a \"b: x\\nd\\n\"", "a: |\n  b: x\n  d\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_doubled_key_matters_only_to_edits_below_it)
{
    static const struct row rows[] = {
        {"a: {b: c, b: d}\n", "insert a x: v", "a: {b: c, b: d, x: v}\n"},
        {"a: 1\na: 2\nb: 3\n", "replace b x", "a: 1\na: 2\nb: x\n"},
        {"a: 1\na: 2\nb: 3\n", "remove b", "a: 1\na: 2\n"},
        {"a: 1\na: 2\nb:\n- c\n", "append b d\ninsert . e: f", "a: 1\na: 2\nb:\n- c\n- d\ne: f\n"},
        {"a:\n  x: 1\n  x: 2\nb: 3\n", "remove a", "b: 3\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_comment_keeps_its_owner)
{
    static const struct row rows[] = {
        /* what is indented more than the last key or dash belongs to that entry */
        {"t:\n- a: b\n  # of the item\n", "append t c", "t:\n- a: b\n  # of the item\n- c\n"},
        {"t:\n- a: b\n\n  # of the item\n\n# of z\nz: v\n", "append t c",
         "t:\n- a: b\n\n  # of the item\n- c\n\n# of z\nz: v\n"},
        {"- a:\n    b: c\n    # of a\n  # of the item\n", "insert 0 d: e",
         "- a:\n    b: c\n    # of a\n  d: e\n  # of the item\n"},
        {"a: b\n   # of a\n", "insert . c: d", "a: b\n   # of a\nc: d\n"},
        {"a: b # of a\n     # too\n", "insert . c: d", "a: b # of a\n     # too\nc: d\n"},
        {"m:\n  a: b\n  # of m\n", "insert m c: d", "m:\n  a: b\n  c: d\n  # of m\n"},
        {"m:\n  a: b\n  # of m\n    # of m\n", "insert m c: d",
         "m:\n  a: b\n  c: d\n  # of m\n    # of m\n"},
        {"m:\n  a: b\n  # of m\n\n    # of m\n", "insert m c: d",
         "m:\n  a: b\n  c: d\n  # of m\n\n    # of m\n"},
        {"- a: b\n    # of a", "append . c", "- a: b\n    # of a\n- c"},
        {"- a: |\n    b\n  # of the item", "append . c", "- a: |\n    b\n  # of the item\n- c"},
        {"- a: |+\n    b\n\n  # of the item\n", "append . c",
         "- a: |+\n    b\n\n  # of the item\n- c\n"},
        {"a:\n  # of a\nb: c\n", "insert a x: v", "a:\n  x: v\n  # of a\nb: c\n"},
        {"a:\n    # of a\nb: c\n", "insert a x: v", "a:\n    # of a\n  x: v\nb: c\n"},
        {"a: b\n# of c\nc: |\n  d", "insert . x: v", "a: b\nx: v\n# of c\nc: |\n  d"},
        /* removals */
        {"a:\n  b: c\n    # of b\n  # of a\n  d: e\n", "remove a/b", "a:\n  # of a\n  d: e\n"},
        {"- a: 1\n  b:\n    c: d\n    # of b\n  e: f\n", "remove 0/e",
         "- a: 1\n  b:\n    c: d\n    # of b\n"},
        {"# of a\na: b\n# of c\nc: d\n", "remove a", "# of c\nc: d\n"},
        {"- a: 1\n    # of a\n  b: 2\n", "remove 0/a", "- b: 2\n"},
        {"- a: 1\n    # of a\n- b\n", "remove 0/a", "- {}\n- b\n"},
        {"- a: 1\n  # of the item\n- b\n", "remove 0/a", "- {}\n  # of the item\n- b\n"},
        {"a: 'x # y'\nb: \"#\" # z\nc: |\n  # text\nd: e#f\n", "remove b",
         "a: 'x # y'\nc: |\n  # text\nd: e#f\n"},
        {"a: [b, # of b\n    c]\nd: e\n", "remove a", "d: e\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, the_first_key_of_an_item_is_replaced_by_the_next)
{
    static const struct row rows[] = {
        {"- name: x # why\n  b: c\n", "remove 0/name", "- b: c\n"},
        {"a:\n  -   name: x\n\n      b: c # d\n", "remove a/0/name", "a:\n  -   b: c # d\n"},
        {"- a: 1\n  b: 2\n  c: 3\n", "remove 0/b\nremove 0/a", "- c: 3\n"},
        {"- a: 1\n  b: 2\n  c: 3\n", "remove 0/a\nremove 0/c", "- b: 2\n"},
        {"- - a: 1\n    b: 2\n", "remove 0/0/a", "- - b: 2\n"},
        {"- name: x\n  # of b\n  b: c\n", "remove 0/b", "- name: x\n"},
        {"-\n  a: 1\n  b: 2\n", "remove 0/a", "-\n  b: 2\n"},
        {"- # why\n  a: 1\n  b: 2\n", "remove 0/a", "- # why\n  b: 2\n"},
        {"- a: 1\n  b: 2\n- c: 3\n", "remove 0/a\ninsert 0 x: v\nreplace 0/b w",
         "- b: w\n  x: v\n- c: 3\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_map_without_keys_is_left_empty_or_pruned)
{
    static const struct row rows[] = {
        {"a:\n  b: c\nd: e\n", "remove a/b", "a: {}\nd: e\n"},
        {"a:\n  b: c\nd: e\n", "prune a/b", "d: e\n"},
        {"a: # why\n  # of b\n  b: c # of c\n  # inside\n# d\nd: e\n", "remove a/b",
         "a: {} # why\n  # of b\n  # inside\n# d\nd: e\n"},
        {"a: # why\n  # of b\n  b: c # of c\n  # inside\n# d\nd: e\n", "prune a/b",
         "a: {} # why\n  # of b\n  # inside\n# d\nd: e\n"},
        {"a:\n  b: c # of c\n    # of c too\n# d\nd: e\n", "prune a/b", "# d\nd: e\n"},
        {"a:\n  # of b\n  b: c\n  # of d\n  d: e\n", "remove a/b\nremove a/d", "a: {}\n"},
        {"a:\n  # of b\n  b: c\n  d: e\n", "remove a/b\nremove a/d", "a: {}\n  # of b\n"},
        {"a:\n  b: c\n  d: e\n", "remove a/b\nremove a/d\nremove a/d", "a: {}\n"},
        {"a:\n  b: c\n  d: e\nx: v\n", "prune a/b\nprune a/d", "x: v\n"},
        {"a:\n  b: c\n  d: e\nx: v\n", "remove a/b\nprune a/d", "x: v\n"},
        {"a:\n  b: c\n  d: e\n", "prune a/b", "a:\n  d: e\n"},
        {"a:\n  b: c", "remove a/b", "a: {}"},
        {"a: &x\n  b: c\ne: f\n", "prune a/b", "e: f\n"},
        {"- name: x\n  a:\n    b: c\n- d\n", "prune 0/a/b", "- name: x\n- d\n"},
        {"- a: 1\n  b: 2 # c\n- d\n", "remove 0/a\nremove 0/b", "- {}\n- d\n"},
        {"- a:\n    b: c\n  name: x\n", "prune 0/a/b", "- name: x\n"},
        {"- a:\n    b: c\n", "prune 0/a/b", "- {}\n"},
        {"a:\n  b: c\n", "remove a/b\ninsert a x: v", "a:\n  x: v\n"},
        {"a:\n  b: c\n", "insert a x: v\nprune a/b", "a:\n  x: v\n"},
        {"c: d\na: |\n  b", "insert . x: v\nremove c", "x: v\na: |\n  b"},
        {"a: {b: c}\ne: f\n", "prune a/b", "e: f\n"},
        {"a: {b: c} # d\ne: f\n", "prune a/b", "a: {} # d\ne: f\n"},
        {"a: {b: c} # d\n", "remove a/b", "a: {} # d\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_removed_key_between_brackets_takes_its_comma)
{
    static const struct row rows[] = {
        {"{a: 1, b: 2, c: 3}\n", "remove a", "{b: 2, c: 3}\n"},
        {"{a: 1, b: 2, c: 3}\n", "remove b", "{a: 1, c: 3}\n"},
        {"{a: 1, b: 2, c: 3}\n", "remove c", "{a: 1, b: 2}\n"},
        {"{a: 1, b: 2, c: 3}\n", "remove c\nremove b", "{a: 1}\n"},
        {"{a: 1, b: 2, c: 3}\n", "remove a\nremove c", "{b: 2}\n"},
        {"{a: 1, b: 2, c: 3,}\n", "remove c", "{a: 1, b: 2,}\n"},
        {"a: { b: 1, c: 2 }\n", "remove a/b\nremove a/c", "a: {}\n"},
        {"{a: 1, b: 2}\n", "remove b\ninsert . x: v", "{a: 1, x: v}\n"},
        {"{a: 1, b: {c: 2}}\n", "prune b/c", "{a: 1}\n"},
        {"{a: 1, b: {c: 2}}\n", "remove b/c", "{a: 1, b: {}}\n"},
        {"{\n  a: 1,\n  b: 2\n}\n", "remove a", "{\n  b: 2\n}\n"},
        {"{\n  a: 1,\n  b: 2\n}\n", "remove b", "{\n  a: 1\n}\n"},
        {"{a, b: 2}\n", "remove a", "{b: 2}\n"},
        {"[{a: 1, b: 2}]\n", "remove 0/a", "[{b: 2}]\n"},
    };
    CHECK("x.yaml", rows);
    static const struct row json[] = {
        {"{\"a\":1,\"b\":2}", "remove a", "{\"b\":2}"},
        {"{\r\n  \"a\": {\r\n    \"b\": 2\r\n  },\r\n  \"c\": 3\r\n}\r\n", "prune a/b",
         "{\r\n  \"c\": 3\r\n}\r\n"},
        {"{\n  \"a\": {\n    \"b\": 2\n  }\n}\n", "remove a/b", "{\n  \"a\": {}\n}\n"},
        {BOM "{\"a\": 1}", "remove a", BOM "{}"},
    };
    CHECK("x.json", json);
}

Test(edit, a_removed_item_takes_its_lines_and_its_own_comments)
{
    static const struct row rows[] = {
        {"- a\n- b\n", "remove 0", "- b\n"},
        {"- a\n- b\n- c\n", "remove 1", "- a\n- c\n"},
        {"- a\n- b\n- c\n", "remove 2\nremove 0 a", "- b\n"},
        {"- a\n- b", "remove 1", "- a"},
        {"- a\r\n- b\r\n- c", "remove 2\nremove 1", "- a"},
        {"- a\n- b", "remove 1\nappend . c", "- a\n- c"},
        {"a:\n  - b\n  - c\nd: e", "remove a/1\nremove d", "a:\n  - b"},
        {BOM "- a\r\n- b\r\n", "remove 0", BOM "- b\r\n"},
        {"t:\n- name: x\n  b: [1,\n    2]\n- name: y\nz: v\n", "remove t/0",
         "t:\n- name: y\nz: v\n"},
        {"t:\n  - name: x\n    b: c\n  - name: y\nz: v\n", "remove t/1",
         "t:\n  - name: x\n    b: c\nz: v\n"},
        {"t:\n    -   name: x\n        b: c\n    -   name: y\n", "remove t/0",
         "t:\n    -   name: y\n"},
        {"t:\n  -\n    name: x\n  -\n  - name: y\n", "remove t/0\nremove t/1", "t:\n  - name: y\n"},
        {"- &x a\n- !t b\n- c\n", "remove 0\nremove 1", "- c\n"},
        {"- - a\n  - b\n- c\n", "remove 0", "- c\n"},
        {"- - a\n  - b\n- c\n", "remove 0/0", "- - b\n- c\n"},
        {"- - a\n  - b\n  - c\n", "remove 0/0\nremove 0/1", "- - c\n"},
        {"- - a\n  - b\n- c\n", "remove 0/1", "- - a\n- c\n"},
        {"- |+\n  a\n\n- b\n", "remove 0", "- b\n"},
        {"- |\n  # text\n- b\n- c\n", "remove 1", "- |\n  # text\n- c\n"},
        {"- a\n- b\n", "append . c\nremove 0", "- b\n- c\n"},
        {"- a\n- b\n", "remove 1\nappend . c", "- a\n- c\n"},
        {"t:\n- a\n", "remove t/0\nappend t c", "t:\n- c\n"},
        /* comments */
        {"- a\n# of b\n# too\n- b\n", "remove 1", "- a\n"},
        {"- a\n# of b\n- b\n\n- c\n", "remove 1", "- a\n\n- c\n"},
        {"- a\n# of b\n- b # why\n# of c\n- c\n", "remove 1", "- a\n# of c\n- c\n"},
        {"- a\n# of both\n- b\n- c\n", "remove 1", "- a\n# of both\n- c\n"},
        {"- a\n# of none\n\n- b\n", "remove 1", "- a\n# of none\n\n"},
        {"# of all\n- a\n\n- b\n", "remove 0", "# of all\n\n- b\n"},
        {"- a: b\n  # inside\n- c\n", "remove 0", "- c\n"},
        {"- # why\n  a: b\n- c\n", "remove 0", "- c\n"},
        {"t:\n- a\n\n# of b\n- b\n# of z\nz: v\n", "remove t/1", "t:\n- a\n\n# of z\nz: v\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_list_without_items_is_left_empty_or_pruned)
{
    static const struct row rows[] = {
        {"t:\n- a\nz: v\n", "remove t/0", "t: []\nz: v\n"},
        {"t:\n- a\nz: v\n", "prune t/0", "z: v\n"},
        {"t: # why\n  # of a\n  - a # of a\n  # inside\n# z\nz: v\n", "remove t/0",
         "t: [] # why\n  # of a\n  # inside\n# z\nz: v\n"},
        {"t:\n- a\n# of z\nz: v\n", "remove t/0", "t: []\n# of z\nz: v\n"},
        {"t:\n  - a\n  - b\n", "remove t/0\nremove t/1", "t: []\n"},
        {"t:\n  - a\n  - b\nz: v\n", "prune t/1\nprune t/0", "z: v\n"},
        {"t:\n  - a\n  - b\n", "prune t/1", "t:\n  - a\n"},
        {"t:\n  - a", "remove t/0", "t: []"},
        {"- - a\n- b\n", "remove 0/0", "- []\n- b\n"},
        {"- # why\n  - a\n- b\n", "remove 0/0", "- [] # why\n- b\n"},
        {"- &x\n  - a\n- b\n", "remove 0/0", "- &x\n  []\n- b\n"},
        {"- - a\n- b\n", "prune 0/0", "- []\n- b\n"},
        {"s:\n  t:\n  - a\n", "prune s/t/0", "s: {}\n"},
        {"t: [a]\nz: v\n", "prune t/0", "z: v\n"},
        {"t: [a] # why\nz: v\n", "prune t/0", "t: [] # why\nz: v\n"},
    };
    CHECK("x.yaml", rows);
}

Test(edit, a_removed_item_between_brackets_takes_its_comma)
{
    static const struct row rows[] = {
        {"[a, b, c]\n", "remove 0", "[b, c]\n"},
        {"[a, b, c]\n", "remove 1", "[a, c]\n"},
        {"[a, b, c]\n", "remove 2", "[a, b]\n"},
        {"[a, b, c]\n", "remove 2\nremove 1", "[a]\n"},
        {"[a, b,]\n", "remove 1", "[a,]\n"},
        {"t: [ a, b ]\n", "remove t/0\nremove t/1", "t: []\n"},
        {"[a: b, c]\n", "remove 0", "[c]\n"},
        {"t: [{name: x}, {name: y}]\n", "remove t/0", "t: [{name: y}]\n"},
        {"[a, b]\n", "remove 1\nappend . c", "[a, c]\n"},
    };
    CHECK("x.yaml", rows);
    static const struct row json[] = {
        {"[1,2]", "remove 0", "[2]"},
        {"[1]", "remove 0", "[]"},
        {"{\n  \"t\": [\n    {\n      \"a\": 1\n    },\n    {}\n  ]\n}\n", "remove t/0",
         "{\n  \"t\": [\n    {}\n  ]\n}\n"},
        {"{\n  \"t\": [\n    1\n  ],\n  \"z\": 2\n}\n", "prune t/0", "{\n  \"z\": 2\n}\n"},
        {"{\n  \"t\": [\n    1\n  ]\n}\n", "remove t/0", "{\n  \"t\": []\n}\n"},
    };
    CHECK("x.json", json);
}

static const struct {
    const char *input, *script, *word;
    unsigned line, column;
} refused[] = {
    {"a: b\n", "replace c x", "missing", 1, 1},
    {"a: b\n", "replace a/b x", "missing", 1, 4},
    {"a: b\n", "replace 1:a x", "missing", 0, 0},
    {"", "replace a x", "missing", 0, 0},
    {"---\n", "insert . a: b", "position", 0, 0},
    {"a: b\n", "replace a c\nreplace a d", "changed", 1, 4},
    {"a: {b: c}\n", "replace a x", "not-scalar", 1, 4},
    {"a: b\n", "insert a x: v", "not-map", 1, 4},
    {"a: [b]\n", "insert a x: v", "not-map", 1, 4},
    {"a: b\n", "append a x", "not-list", 1, 4},
    {"a: {}\n", "append a x", "not-list", 1, 4},
    {"a: b\n", "insert . a: c", "exists", 1, 1},
    {"a: b\n", "insert . c: d\ninsert . c: e", "exists", 1, 1},
    {"a: &x b\nc: *x\n", "replace c y", "alias", 2, 4},
    {"a: &x {b: c}\nd: *x\n", "replace d/b y", "alias", 2, 4},
    {"a: &x {b: c}\nd: *x\n", "insert d y: z", "alias", 2, 4},
    {"a: &x b\nc: *x\n", "replace a y", "anchor", 1, 7},
    {"a: &x\n  b: c\nd: *x\n", "replace a/b y", "anchor", 2, 3},
    {"a: &x\n  b: c\nd: *x\n", "insert a y: z", "anchor", 2, 3},
    {"a: &x {b: c}\nd:\n  <<: *x\n", "replace d/b y", "merge", 3, 3},
    {"a: &x {b: c}\nd:\n  <<: [*x, {e: f}]\n", "replace d/e y", "merge", 3, 3},
    {"a: &x {b: c}\nd:\n  <<: *x\n", "insert d b: y", "merge", 3, 3},
    {"a: b\na: c\n", "replace a x", "duplicate-key", 2, 1},
    {"a: b\na: c\n", "insert . a: d", "duplicate-key", 2, 1},
    {"a: {b: 1}\na: {b: 2}\n", "replace a/b x", "duplicate-key", 2, 1},
    {"a: &x {b: c}\nd: &y {e: f}\ng:\n  <<: *x\n  <<: *y\n", "insert g e: h", "merge", 4, 3},
    {"a: !vault b\n", "replace a x", "tagged", 1, 11},
    {"a: !!int 1\n", "replace a x", "tagged", 1, 10},
    {"a: !x {b: c}\n", "insert a x: v", "tagged", 1, 7},
    {"a: '{{ .Values.x }}'\n", "replace a x", "template", 1, 4},
    {"a: {{ .Values.x }}\n", "replace a x", "template", 1, 4},
    {"a: {{ .Values.x }}\n", "insert a x: v", "template", 1, 4},
    {"a: ${IMAGE}\n", "replace a x", "template", 1, 4},
    {"a: $(IMAGE)\n", "replace a x", "template", 1, 4},
    {"a: |\n  b\n", "replace a x", "block-style", 1, 4},
    {"a: >\n  b\n", "replace a x", "block-style", 1, 4},
    {"a: |+\n  b\n", "replace a x", "block-style", 1, 4},
    {"a: |2-\n    b\n", "replace a x", "block-style", 1, 4},
    {"a: |-\n  b\n  c\n", "replace a x", "block-style", 1, 4},
    {"a: |-\n  b\n", "replace a \"x\\ny\"", "block-style", 1, 4},
    {"a: |-\n  b\n", "replace a ''", "block-style", 1, 4},
    {"a: b\rc: d\r", "insert . x: v", "encoding", 1, 1},
    {"a: b\xc2\x85"
     "c: d\n",
     "insert . x: v", "encoding", 1, 1},
    {"a: b\n---\n" BOM "c: d\n", "insert 1:. x: v", "encoding", 3, 2},
    {"? a\n: b\n", "insert . x: v", "position", 1, 1},
    {"? {a: b}\n: c\n", "insert . x: v", "position", 1, 1},
    {"a: \"b\"#c\n", "insert . x: v", "position", 1, 4},
    {"{a}\n", "replace a x", "position", 1, 3},
    {"a: [b: c]\n", "insert a/0 x: v", "position", 1, 5},
    {"- a: |\n    b", "insert 0 x: v", "position", 1, 6},
    {"- |\n  b", "append . x", "position", 1, 3},
    {"- c: d\n  a: |\n    b", "append . x", "position", 2, 6},
    {"--- &x\n", "insert . a: b", "position", 1, 7},
    {"~\n", "insert . a: b", "position", 1, 1},
    {"a: \"b\"#c\n", "replace a true", "comment", 1, 4},
    {"a: {b: c # d\n }\n", "insert a x: v", "comment", 1, 8},
    {"a: {b: c, # d\n e: f}\n", "insert a x: v", "comment", 2, 5},
    {"a: { # d\n}\n", "insert a x: v", "comment", 1, 4},
    {"a: b\n", "remove c", "missing", 1, 1},
    {"a: b\n", "remove .", "position", 1, 1},
    {"- a\n", "remove 0", "position", 1, 1},
    {"a: b\n", "remove a", "position", 1, 1},
    {"{a: b}\n", "remove a", "position", 1, 1},
    {"a:\n  b: c\n", "prune a/b", "position", 1, 1},
    {"a: b\nc: d\n", "remove a c", "changed", 1, 4},
    {"a: [b]\nc: d\n", "remove a b", "changed", 1, 4},
    {"a: {b: c}\nd: e\n", "replace a/b x\nremove a", "position", 1, 4},
    {"a: {b: c}\nd: e\n", "remove a/b\nremove a", "position", 1, 4},
    {"a: {b: c}\n", "insert a x: v\nremove a/b", "position", 1, 8},
    {"- a: b\n", "insert 0 x: v\nremove 0/a", "position", 1, 6},
    {"a: &x {b: c}\nd: *x\n", "remove d/b", "alias", 2, 4},
    {"a: &x b\nc: *x\n", "remove a", "anchor", 1, 7},
    {"a: &x b\nc: &x d\ne: *x\n", "remove c", "anchor", 2, 7},
    {"a: {b: [&x c]}\nd: *x\n", "remove a", "anchor", 1, 12},
    {"&x a: b\nc: *x\n", "remove a", "anchor", 1, 4},
    {"a: &x\n  b: c\n  d: e\nf: *x\n", "remove a/b", "anchor", 2, 3},
    {"a: &x {b: c}\nd:\n  <<: *x\n", "remove d/b", "merge", 3, 3},
    {"a: &x {b: c}\nd:\n  <<: *x\n  b: e\n", "remove d/b", "merge", 4, 3},
    {"a: &x {b: c}\nd:\n  <<: *x\n  b:\n    e: f\n", "prune d/b/e", "merge", 4, 3},
    {"a: &x {b: c}\nd:\n  <<: *x\n", "remove d/<<", "merge", 3, 3},
    {"a: b\na: c\n", "remove a", "duplicate-key", 2, 1},
    {"a: '{{ x }}'\nc: d\n", "remove a", "template", 1, 4},
    {"a: b\rc: d\r", "remove a", "encoding", 1, 4},
    {"? a\n: b\nc: d\n", "remove a", "position", 2, 3},
    {"- [a: b]\n", "remove 0/0/a", "position", 1, 7},
    {"a: &x\n  b: c\n", "remove a/b", "position", 2, 3},
    {"a: !!map\n  b: c\n", "remove a/b", "position", 2, 3},
    {"- a: 1\n  # of b\n  b: 2\n", "remove 0/a", "comment", 3, 3},
    {"{a: 1, # of a\n b: 2}\n", "remove a", "comment", 1, 5},
    {"[a]\n", "remove 0", "position", 1, 1},
    {"- a\n", "remove 1", "missing", 1, 1},
    {"- a\n- b\n", "remove 0 b", "changed", 1, 3},
    {"- &x a\n- *x\n", "remove 0", "anchor", 1, 6},
    {"a: &x\n- b\n- c\nd: *x\n", "remove a/0", "anchor", 2, 1},
    {"a: &x\n- b\n", "remove a/0", "position", 2, 1},
    {"a: &x {b: c}\nd:\n  <<: [*x, {e: f}]\n", "remove d/<</1", "merge", 3, 12},
    {"- '{{ x }}'\n- b\n", "remove 0", "template", 1, 3},
    {"- a: b\n- c\n", "replace 0/a x\nremove 0", "position", 1, 3},
    {"- - a\n  # of b\n  - b\n", "remove 0/0", "comment", 3, 5},
    {"- - a\n", "append 0 x\nremove 0/0", "position", 1, 5},
    {"[a, # of a\n b]\n", "remove 0", "comment", 1, 2},
    {"[&x a, b]\n", "remove 0", "position", 1, 5},
    {"- |+\n  a\n- b\n\n", "remove 1", "proof", 3, 3},
    {"c: d\na: |+\n  b\ne: f\n\n", "remove e", "proof", 4, 4},
    {"m:\n  a: 1\n# of b\n  b: 2\nn: 3\n", "remove m/b", "comment-owner", 4, 6},
    {"- a: 1\n  # of the item\n\n  b: 2\n", "remove 0/a\nremove 0/b", "comment", 1, 3},
    {"a: b: c\n", "replace a x", "parse", 1, 5},
    /* inside texts: places are those of the file */
    {"a: |\n  b: c\n", "replace a|d x", "missing", 2, 3},
    {"x: y\na:\n- |\n   b:\n     c: [d]\n", "replace a/0|b/c x", "not-scalar", 5, 9},
    {"a: |\n  b: {{ c }}\n  d: e\n", "replace a|b x", "template", 2, 6},
    {"a: |\n  b: c: d\n", "replace a|b x", "parse", 2, 7},
    {"a: |\n\n  b: c\n", "replace a|d x", "missing", 3, 3},
    {"\xc3\xa9: '\xc3\xa9: {b: ''c'', d: [e]}'\n", "replace \xc3\xa9|\xc3\xa9/d x", "not-scalar", 1,
     22},
    {"a: \"\\u00e9:\\n  b: [c]\"\n", "replace a|\xc3\xa9/b x", "not-scalar", 1, 19},
    {"a: |\n  b: |\n    c: d\n", "replace a|b|c x", "nested", 1, 4},
    {"a: [b]\n", "replace a|b x", "not-scalar", 1, 4},
    {"a: b\n", "replace a|b x", "text-style", 1, 4},
    {"a:\n", "replace a|b x", "text-style", 1, 3},
    {"a: >\n  b: c\n  d: e\n", "replace a|b x", "text-style", 1, 4},
    {"a: 'b: c\n\n  d: e'\n", "replace a|b x", "text-style", 1, 4},
    {"a: &x |\n  b: c\nd: *x\n", "replace a|b x", "anchor", 1, 7},
    {"a: &x |\n  b: c\nd: *x\n", "replace d|b x", "alias", 3, 4},
    {"a: !x |\n  b: c\n", "replace a|b x", "tagged", 1, 7},
    {"a: \"b: c\\nd: \\u00e9\\ne: f\\n\"\n", "replace a|e x", NULL, 0, 0},
    {"a: |\n  b: c\n", "replace a|b x\nreplace a y", "changed", 1, 4},
    {"a: |\n  b: c\nd: e\n", "replace a|b x\nremove a", "position", 1, 4},
    {"a: |\n  b: c\n  # of d\n   e: f\n", "replace a|b x", "parse", 4, 4},
    {"a: |\n  b: c\n\n    # of b\n\n  d: |+\n    e\n\n  f: g\n\n", "remove a|f", "text-style", 1,
     4},
    {"{\"a\": [1,]}", "replace a/0 2", NULL, 0, 0},
    {"%TAG ! tag:x,2000:\n--- !a\n- b: &x ''\n- *x\n", "replace 0/b c", "anchor", 3, 9},
    {"a: b\n \t\nc: d\n", "replace a 'true'", "proof", 1, 4},
};

Test(edit, an_impossible_edit_is_refused_with_its_reason)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        arena_scope struct arena arena = {0};
        struct edit_script script = edit_script_read(&arena, refused[i].script);
        struct edit_result result = {0};
        edit_apply(&arena, "x.yaml", refused[i].input, strlen(refused[i].input), script.items,
                   script.count, &result);
        if (refused[i].word == NULL) {
            cr_expect_eq(result.refusal_count, 0, "row %zu", i);
            continue;
        }
        cr_expect_null(result.bytes, "row %zu: [%s]", i, result.bytes);
        cr_expect_eq(result.changed, 0, "row %zu", i);
        cr_assert_eq(result.refusal_count, 1, "row %zu: %zu", i, result.refusal_count);
        const struct edit_refusal *refusal = &result.refusals[0];
        cr_expect_str_eq(edit_refusal_word(refusal->code), refused[i].word, "row %zu: %s %s", i,
                         edit_refusal_word(refusal->code), refusal->detail);
        cr_expect_eq(refusal->line, refused[i].line, "row %zu: line %u", i, refusal->line);
        cr_expect_eq(refusal->column, refused[i].column, "row %zu: column %u", i, refusal->column);
        cr_expect_eq(refusal->edit, script.count - 1, "row %zu", i);
    }
}

/* The word of the only refusal, or NULL. */
static const char *refusal_of(const char *path, const char *bytes, size_t length,
                              const struct edit *edit)
{
    arena_scope struct arena arena = {0};
    struct edit_result result = {0};
    edit_apply(&arena, path, bytes, length, edit, 1, &result);
    return result.refusal_count == 1 ? edit_refusal_word(result.refusals[0].code) : NULL;
}

Test(edit, a_plan_made_for_another_value_is_refused)
{
    struct step step = {.key = "a"};
    struct value value = {.kind = NODE_SCALAR, .text = "new"};
    struct edit edit = {EDIT_REPLACE, {0, &step, 1}, "other", &value, false};
    cr_expect_str_eq(refusal_of("x.yaml", "a: b\n", 5, &edit), "changed");
    cr_expect_str_eq(refusal_of("x.yaml", "a:\n", 3, &edit), "changed");
    cr_expect_null(refusal_of("x.yaml", "a: new\n", 7, &edit)); /* it is done already */
    edit.expected = "b";
    cr_expect_null(refusal_of("x.yaml", "a: b\n", 5, &edit));
}

Test(edit, a_new_text_that_is_not_utf8_is_refused)
{
    struct step step = {.key = "a"};
    struct value value = {.kind = NODE_SCALAR, .text = "\xc3(", .key = "b"};
    struct edit edit = {EDIT_REPLACE, {0, &step, 1}, NULL, &value, false};
    cr_expect_str_eq(refusal_of("x.yaml", "a: b\n", 5, &edit), "encoding");
    edit = (struct edit){EDIT_INSERT, {0}, NULL, &value, false};
    cr_expect_str_eq(refusal_of("x.yaml", "a: b\n", 5, &edit), "encoding");
    value.text = "\xef\xbf\xbf"; /* U+FFFF */
    cr_expect_str_eq(refusal_of("x.yaml", "a: b\n", 5, &edit), "encoding");
}

Test(edit, a_file_named_json_that_is_not_json_is_refused)
{
    struct step step = {.key = "a"};
    struct value value = {.kind = NODE_SCALAR, .text = "x"};
    struct edit edit = {EDIT_REPLACE, {0, &step, 1}, NULL, &value, false};
    cr_expect_str_eq(refusal_of("x.json", "{a: b}", 6, &edit), "parse");
    cr_expect_str_eq(refusal_of("x.json", "{\"a\": 1,}", 9, &edit), "parse");
}

Test(edit, a_file_never_passes_its_maximum)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    text_put(&text, "a: b\n#", 6);
    while (text.length < TEXT_FILE_MAX - 4)
        text_put(&text, "########", text.length + 8 <= TEXT_FILE_MAX - 4 ? 8 : 1);
    struct step step = {.key = "a"};
    struct value value = {.kind = NODE_SCALAR, .text = "four more"};
    struct edit edit = {EDIT_REPLACE, {0, &step, 1}, NULL, &value, false};
    cr_expect_str_eq(refusal_of("x.yaml", text.data, text.length, &edit), "limit");
    value.text = "c";
    cr_expect_null(refusal_of("x.yaml", text.data, text.length, &edit));
}

Test(edit, of_many_edits_only_the_wrong_one_is_blamed)
{
    arena_scope struct arena arena = {0};
    const char *input = "a: b\n \t\nc: d\n";
    struct edit_script script = edit_script_read(&arena, "replace c e\nreplace a 'true'");
    struct edit_result result = {0};
    edit_apply(&arena, "x.yaml", input, strlen(input), script.items, script.count, &result);
    cr_assert_eq(result.refusal_count, 1);
    cr_expect_eq(result.refusals[0].edit, 1);
    cr_expect_eq(result.refusals[0].code, EDIT_REFUSED_PROOF);
    cr_expect_null(result.bytes);
}
