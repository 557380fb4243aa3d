// SPDX-License-Identifier: Apache-2.0
/* weir.dev/hold and weir.dev/deny written into tags' entries and streams of every shape. */
#include <criterion/criterion.h>
#include <string.h>

#include "diff/plan/change.h"
#include "diff/plan/plan_make.h"
#include "diff/planner/annotation.h"
#include "diff/planner/planner.h"
#include "diff/planner/tag_entry.h"
#include "manifests/declared/declare.h"
#include "tests/manifests/memory_source.h"

#define HEAD                                                                                       \
    "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n"                            \
    "  name: web\n  namespace: demo\n"
#define FROM "from: {kind: DockerImage, name: \"r.io/web:1\"}"
#define AA "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BUILD                                                                                      \
    "---\napiVersion: build.openshift.io/v1\nkind: BuildConfig\n"                                  \
    "metadata: {name: web, namespace: demo}\n"                                                     \
    "spec: {output: {to: {kind: ImageStreamTag, name: \"web:1\"}}}\n"

/* The annotation written for tag 1 of demo/web; NULL: it is not set; "": it is removed. */
struct sample {
    const char *before, *hold, *deny, *after; /* after NULL: as before */
    bool inserts_entry;
};

struct repository {
    struct arena arena;
    struct parts *parts;
    const struct source *source;
    struct declared declared;
    struct tag_node node;
};

static void repository_read(struct repository *out, const char *text)
{
    struct memory_file *file = arena_new(&out->arena, struct memory_file);
    *file = (struct memory_file){.path = "web.yaml", .text = text};
    out->source = memory_source(&out->arena, file, 1);
    out->parts = parts_open();
    declared_make(&out->arena, out->source, out->parts, &out->declared);
    const struct stream *stream = declared_stream(&out->declared, "demo", "web");
    cr_assert_not_null(stream, "no stream in:\n%s", text);
    out->node = (struct tag_node){
        .environment = "demo",
        .name = "web",
        .tag = "1",
        .stream = stream,
        .entry = stream_tag_find(stream, "1"),
        .producer = declared_producer(&out->declared, "demo", "web", "1"),
        .draft = {.arena = &out->arena, .row = {.file = "web.yaml"}},
    };
}

static void repository_close(struct repository *repository)
{
    parts_close(repository->parts);
    arena_done(&repository->arena);
}

static void annotate(struct repository *repository, const char *name, const char *value)
{
    if (value != NULL)
        annotation_write(&repository->node, name, *value != '\0' ? value : NULL);
}

/* The file once the drafted edits are made. */
static const char *applied(struct repository *repository, const char *before)
{
    struct draft *draft = &repository->node.draft;
    struct plan plan = {0};
    struct row *row = list_add(&repository->arena, &plan.rows);
    *row = draft->row;
    row->edits = draft->edits.items;
    row->edit_count = draft->edits.count;
    struct change change = {0};
    change_make(&repository->arena, repository->source, &plan, &change);
    list_each (refusal, &change.refusals)
        cr_expect_fail("%s: %s in:\n%s", refusal->question.key, refusal->why, before);
    return change.files.count > 0 ? change.files.items[0].bytes : before;
}

static const char *said(const struct tag_policy *policy, const char *name)
{
    return strcmp(name, "hold") == 0 ? policy->hold_scalar.text : policy->deny_scalar.text;
}

/* Checks that the decoded result has the requested values, in the entry or on the stream. */
static void expect_said(const struct repository *repository, const char *name, const char *value)
{
    const struct tag_node *node = &repository->node;
    const struct image_stream *spec = node->stream->spec;
    const char *found = node->entry != NULL ? said(&node->entry->policy, name) : NULL;
    for (size_t i = 0; i < spec->policy_count && found == NULL; i++)
        if (strcmp(spec->policies[i].tag, "1") == 0)
            found = said(&spec->policies[i].policy, name);
    if (value != NULL && *value == '\0')
        cr_expect_null(found, "%s still says %s", name, found);
    else if (value != NULL)
        cr_expect_str_eq(found, value);
    cr_expect_eq(repository->declared.problems.count, 0);
}

static void check_row(const struct sample *row)
{
    CLEANUP(repository_close) struct repository repository = {0};
    CLEANUP(repository_close) struct repository again = {0};
    repository_read(&repository, row->before);
    if (row->inserts_entry)
        tag_entry_write(&repository.node,
                        (struct new_source){.kind = "DockerImage", .name = "r.io/web:1"},
                        &(struct entry_options){0});
    annotate(&repository, "hold", row->hold);
    annotate(&repository, "deny", row->deny);
    const char *got = applied(&repository, row->before);
    const char *after = row->after != NULL ? row->after : row->before;
    cr_expect_str_eq(got, after, "from:\n%s\ngot:\n%s", row->before, got);
    if (row->after == NULL)
        cr_expect_eq(repository.node.draft.edits.count, 0);
    repository_read(&again, got);
    expect_said(&again, "hold", row->hold);
    expect_said(&again, "deny", row->deny);
}
#define CHECK(rows)                                                                                \
    for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++)                                     \
    check_row(&(rows)[i])

Test(annotation, a_tags_entry_gets_its_first_annotation)
{
    static const struct sample rows[] = {
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    " FROM "\n  - name: \"2\"\n",
         "reason=bad release", NULL,
         HEAD "spec:\n  tags:\n  - name: \"1\"\n    " FROM "\n    annotations:\n"
              "      weir.dev/hold: reason=bad release\n  - name: \"2\"\n"},
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    " FROM, "true", AA,
         HEAD "spec:\n  tags:\n  - name: \"1\"\n    " FROM "\n    annotations:\n"
              "      weir.dev/hold: \"true\"\n      weir.dev/deny: " AA},
        {HEAD "spec:\n  tags: [{name: \"1\", " FROM "}]\n", "true", NULL,
         HEAD "spec:\n  tags: [{name: \"1\", " FROM ", annotations: {weir.dev/hold: \"true\"}}]\n"},
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n    " FROM "\n", "true", AA,
         HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/hold: \"true\"\n      weir.dev/deny: " AA "\n    " FROM "\n"},
        {HEAD "spec:\n  tags:\n  - annotations: {}\n    name: \"1\"\n", "true", NULL,
         HEAD "spec:\n  tags:\n  - annotations: {weir.dev/hold: \"true\"}\n    name: \"1\"\n"},
        {HEAD "spec:\r\n  tags:\r\n  - name: \"1\"\r\n", "true", NULL,
         HEAD "spec:\r\n  tags:\r\n  - name: \"1\"\r\n    annotations:\r\n"
              "      weir.dev/hold: \"true\"\r\n"},
    };
    CHECK(rows);
}

Test(annotation, an_existing_annotation_is_replaced_or_kept)
{
    static const struct sample rows[] = {
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n      a: b\n"
              "      weir.dev/hold: 'true' # why\n",
         "reason=x y", AA,
         HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n      a: b\n"
              "      weir.dev/hold: 'reason=x y' # why\n      weir.dev/deny: " AA "\n"},
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations: {weir.dev/hold: \"true\"}\n",
         "true", NULL, NULL},
    };
    CHECK(rows);
}

Test(annotation, a_removed_annotation_leaves_no_trace)
{
    static const struct sample rows[] = {
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/hold: \"true\"\n    " FROM "\n",
         "", NULL, HEAD "spec:\n  tags:\n  - name: \"1\"\n    " FROM "\n"},
        {HEAD "spec:\n  tags:\n  - annotations:\n      weir.dev/hold: \"true\"\n"
              "    name: \"1\"\n",
         "", NULL, HEAD "spec:\n  tags:\n  - name: \"1\"\n"},
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/hold: \"true\"\n      weir.dev/deny: " AA "\n",
         "", "", HEAD "spec:\n  tags:\n  - name: \"1\"\n"},
        /* a rollback that lets newer images pass: the deny comes, the hold goes */
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/hold: \"true\"\n",
         "", AA,
         HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/deny: " AA "\n"},
        {HEAD "spec:\n  tags: [{name: \"1\", annotations: {weir.dev/hold: \"true\"}}]\n", "", NULL,
         HEAD "spec:\n  tags: [{name: \"1\"}]\n"},
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n", "", "", NULL},
        /* in the entry and on the stream: neither holds any more */
        {HEAD "  annotations:\n    1.weir.dev/hold: \"true\"\n    a: b\n"
              "spec:\n  tags:\n  - name: \"1\"\n    annotations: {weir.dev/hold: \"true\"}\n",
         "", NULL, HEAD "  annotations:\n    a: b\nspec:\n  tags:\n  - name: \"1\"\n"},
    };
    CHECK(rows);
}

Test(annotation, a_tag_without_an_entry_is_held_on_its_stream)
{
    static const struct sample rows[] = {
        {HEAD, "true", AA,
         HEAD "  annotations:\n    1.weir.dev/hold: \"true\"\n    1.weir.dev/deny: " AA "\n"},
        {HEAD "  annotations: {a: b}\n", "true", NULL,
         HEAD "  annotations: {a: b, 1.weir.dev/hold: \"true\"}\n"},
        {HEAD "  annotations:\n    1.weir.dev/hold: \"true\"\n", "", NULL, HEAD},
        {HEAD "  annotations:\n    1.weir.dev/hold: \"true\"\n    2.weir.dev/hold: \"true\"\n",
         "reason=x", NULL,
         HEAD "  annotations:\n    1.weir.dev/hold: \"reason=x\"\n"
              "    2.weir.dev/hold: \"true\"\n"},
        /* pushed by a build: a cluster would take an entry for its own */
        {HEAD "spec:\n  tags:\n  - name: \"1\"\n" BUILD, "true", NULL,
         HEAD "  annotations:\n    1.weir.dev/hold: \"true\"\n"
              "spec:\n  tags:\n  - name: \"1\"\n" BUILD},
    };
    CHECK(rows);
}

Test(annotation, an_entry_inserted_by_the_change_contains_its_annotation)
{
    static const struct sample rows[] = {
        {HEAD "spec:\n  tags:\n  - name: \"2\"\n", "true", AA,
         HEAD "spec:\n  tags:\n  - name: \"2\"\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/hold: \"true\"\n      weir.dev/deny: " AA "\n"
              "    from:\n      kind: DockerImage\n      name: r.io/web:1\n",
         true},
        {HEAD, "true", NULL,
         HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/hold: \"true\"\n"
              "    from:\n      kind: DockerImage\n      name: r.io/web:1\n",
         true},
        {HEAD "  annotations: {1.weir.dev/hold: \"true\"}\nspec:\n", "", AA,
         HEAD "spec:\n  tags:\n  - name: \"1\"\n    annotations:\n"
              "      weir.dev/deny: " AA "\n"
              "    from:\n      kind: DockerImage\n      name: r.io/web:1\n",
         true},
    };
    CHECK(rows);
}

Test(annotation, a_json_manifest_is_annotated_as_json)
{
    static const struct sample rows[] = {
        {"{\"kind\": \"ImageStream\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"web\", "
         "\"namespace\": \"demo\"}, \"spec\": {\"tags\": [{\"name\": \"1\"}]}}\n",
         "true", NULL,
         "{\"kind\": \"ImageStream\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"web\", "
         "\"namespace\": \"demo\"}, \"spec\": {\"tags\": [{\"name\": \"1\", "
         "\"annotations\": {\"weir.dev/hold\": \"true\"}}]}}\n"},
    };
    CHECK(rows);
}
