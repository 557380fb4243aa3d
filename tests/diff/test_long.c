// SPDX-License-Identifier: Apache-2.0
/* Plans repositories that are large in one dimension: planning ends, and neither the stack nor the
 * memory grows with their combinations. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "diff/plan/plan_make.h"
#include "diff/planner/planner.h"
#include "manifests/declared/declare.h"
#include "tests/manifests/memory_source.h"

enum { LONG = 10500 };

static const char digest[] =
    "sha256:1111111111111111111111111111111111111111111111111111111111111111";

/* The result of planning the text of one file. */
struct planned {
    struct arena arena;
    struct parts *parts;
    struct declared declared;
    struct observed observed;
    struct plan plan;
};

/* Plans the text, with the request and the journal. Both may be NULL. */
static void plan_request(char *text, const struct intent *intent, const struct journal *journal,
                         struct planned *out)
{
    struct memory_file file = {.path = "all.yaml", .text = text};
    const struct source *source = memory_source(&out->arena, &file, 1);
    out->parts = parts_open();
    declared_make(&out->arena, source, out->parts, &out->declared);
    out->observed = observed_make(&out->arena, journal != NULL ? LONG : 0);
    out->observed.journal = journal;
    plan_make(&out->arena, &out->declared, &out->observed, intent, &out->plan);
    free(text);
}

static void plan_text(char *text, struct planned *out)
{
    plan_request(text, NULL, NULL, out);
}

static void planned_close(struct planned *planned)
{
    parts_close(planned->parts);
    arena_done(&planned->arena);
}

static void put_stream(FILE *out, const char *namespace, const char *name, const char *tags)
{
    fprintf(out,
            "---\napiVersion: image.openshift.io/v1\nkind: ImageStream\n"
            "metadata: {name: %s, namespace: %s}\nspec: {tags: [%s]}\n",
            name, namespace, tags);
}

static void put_promotion(FILE *out, unsigned number, const char *streams, const char *more,
                          unsigned from, unsigned to)
{
    fprintf(out,
            "---\napiVersion: weir.dev/v1alpha1\nkind: Promotion\nmetadata: {name: p%05u}\n"
            "spec:\n  streams: [\"%s\"]\n  tag: x\n  %s\n"
            "  path: [{namespace: n%05u}, {namespace: n%05u}]\n",
            number, streams, more, from, to);
}

static size_t count_reason(const struct plan *plan, enum reason reason)
{
    size_t count = 0;
    list_each (row, &plan->rows)
        count += row->reason == reason;
    return count;
}

Test(plan, a_chain_of_copies_is_followed_to_a_limit)
{
    char *text = NULL, name[16], tags[160];
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (unsigned i = 0; i <= LONG; i++) {
        snprintf(name, sizeof name, "s%05u", i);
        if (i < LONG)
            snprintf(tags, sizeof tags,
                     "{name: x, from: {kind: ImageStreamTag, name: \"s%05u:x\"}}", i + 1);
        else
            snprintf(tags, sizeof tags, "{name: x, from: {kind: DockerImage, name: \"r.io/a@%s\"}}",
                     digest);
        put_stream(out, "demo", name, tags);
    }
    fclose(out);
    CLEANUP(planned_close) struct planned planned = {0};
    plan_text(text, &planned);
    cr_expect_eq(planned.plan.rows.count, LONG + 1);
    cr_expect_eq(count_reason(&planned.plan, REASON_FIXED), 1);
    cr_expect_gt(count_reason(&planned.plan, REASON_COPIED), 100);
    cr_expect_eq(count_reason(&planned.plan, REASON_SOURCE_UNKNOWN), LONG / PLANNER_DEPTH_MAX);
}

Test(plan, a_chain_of_promotions_is_followed_to_a_limit)
{
    char *text = NULL, namespace[16], tags[160];
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    snprintf(tags, sizeof tags, "{name: x, from: {kind: DockerImage, name: \"r.io/a@%s\"}}",
             digest);
    for (unsigned i = 0; i <= LONG; i++) {
        snprintf(namespace, sizeof namespace, "n%05u", i);
        put_stream(out, namespace, "web", i == LONG ? tags : "");
    }
    for (unsigned i = 0; i < LONG; i++)
        put_promotion(out, i, "web", "together: true", i + 1, i);
    fclose(out);
    CLEANUP(planned_close) struct planned planned = {0};
    plan_text(text, &planned);
    cr_expect_gt(count_reason(&planned.plan, REASON_PROMOTED), 100);
    cr_expect_eq(count_reason(&planned.plan, REASON_SOURCE_UNKNOWN), LONG / PLANNER_DEPTH_MAX);
}

Test(plan, a_long_cycle_is_shortened_in_its_message)
{
    char *text = NULL, namespace[16];
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (unsigned i = 0; i < LONG; i++) {
        snprintf(namespace, sizeof namespace, "n%05u", i);
        put_stream(out, namespace, "web", "");
        put_promotion(out, i, "web", "together: false", i, (i + 1) % LONG);
    }
    fclose(out);
    CLEANUP(planned_close) struct planned planned = {0};
    plan_text(text, &planned);
    cr_expect_lt(planned.arena.used, (size_t)256 << 20, "%zu bytes", planned.arena.used);
    cr_expect_eq(count_reason(&planned.plan, REASON_PROBLEM), LONG);
}

Test(plan, a_large_set_asks_each_member_once)
{
    enum { MEMBERS = 3000 };
    char *text = NULL, name[16], tags[160];
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    snprintf(tags, sizeof tags, "{name: x, from: {kind: DockerImage, name: \"r.io/a@%s\"}}",
             digest);
    for (unsigned i = 0; i < MEMBERS; i++) {
        snprintf(name, sizeof name, "s%05u", i);
        put_stream(out, "n00000", name, tags);
        put_stream(out, "n00001", name, "");
    }
    put_promotion(out, 0, "s*", "together: true", 0, 1);
    fclose(out);
    CLEANUP(planned_close) struct planned planned = {0};
    plan_text(text, &planned);
    cr_expect_eq(count_reason(&planned.plan, REASON_PROMOTED), MEMBERS);
}

/* A chain as long as a stream can have tags, which is read from its end and from its start. */
Test(plan, a_long_chain_of_aliases_ends_at_its_image)
{
    enum { TAGS = 9000 };
    char *tags = NULL, *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&tags, &length);
    fprintf(out, "{name: t00000, from: {kind: DockerImage, name: \"r.io/a@%s\"}}", digest);
    for (unsigned i = 1; i < TAGS; i++)
        fprintf(out, ", {name: t%05u, from: {kind: ImageStreamTag, name: t%05u}}", i,
                i <= TAGS / 2  ? i - 1
                : i < TAGS - 1 ? i + 1
                               : TAGS / 2);
    fclose(out);
    out = open_memstream(&text, &length);
    put_stream(out, "demo", "web", tags);
    fclose(out);
    free(tags);
    CLEANUP(planned_close) struct planned planned = {0};
    plan_text(text, &planned);
    cr_expect_eq(count_reason(&planned.plan, REASON_FIXED), 1);
    cr_expect_eq(count_reason(&planned.plan, REASON_ALIAS), TAGS - 1);
    list_each (row, &planned.plan.rows)
        cr_expect_str_eq(row->reason == REASON_ALIAS ? row->detail : "demo/web:t00000",
                         "demo/web:t00000");
}

/* Plans a rollback of a tag whose journal has LONG different images. */
static void plan_rollback(unsigned steps, struct planned *out)
{
    char *text = NULL, tags[160];
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    struct record *records = arena_array(&out->arena, struct record, LONG);
    for (unsigned i = 0; i < LONG; i++)
        records[i] = (struct record){.kind = RECORD_PINNED,
                                     .time = (moment)i + 1,
                                     .digest = arena_print(&out->arena, "sha256:%064u", i),
                                     .reference = "r.io/a:1"};
    snprintf(tags, sizeof tags, "{name: x, from: {kind: DockerImage, name: \"r.io/a:1@%s\"}}",
             records[LONG - 1].digest);
    put_stream(stream, "demo", "web", tags);
    fclose(stream);
    struct journal *journal = arena_new(&out->arena, struct journal);
    journal->state = JOURNAL_READ;
    *list_add(&out->arena, &journal->tags) = (struct tag_journal){
        .environment = "demo", .stream = "web", .tag = "x", .records = records, .count = LONG};
    const struct intent intent = {.kind = INTENT_ROLLBACK,
                                  .environment = "demo",
                                  .stream = "web",
                                  .tag = "x",
                                  .steps = steps,
                                  .at = MOMENT_NEVER,
                                  .until = MOMENT_NEVER};
    plan_request(text, &intent, journal, out);
}

Test(plan, a_rollback_counts_the_images_of_a_long_journal)
{
    CLEANUP(planned_close) struct planned planned = {0};
    plan_rollback(LONG, &planned);
    cr_assert_eq(planned.plan.rows.count, 1);
    cr_expect_str_eq(planned.plan.rows.items[0].detail, "the tag can go back by only 10499 images");
}

Test(plan, a_rollback_over_a_long_journal_takes_the_first_image)
{
    CLEANUP(planned_close) struct planned planned = {0};
    plan_rollback(LONG - 1, &planned);
    cr_assert_eq(planned.plan.rows.count, 1);
    cr_expect_str_eq(planned.plan.rows.items[0].wanted_digest,
                     "sha256:0000000000000000000000000000000000000000000000000000000000000000");
}
