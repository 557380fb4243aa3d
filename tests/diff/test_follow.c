// SPDX-License-Identifier: Apache-2.0
/* Choices of a rule that depend on the order of answers, or on a long list. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "diff/base/plan.h"
#include "diff/plan/plan_make.h"
#include "manifests/declared/declare.h"
#include "tests/manifests/memory_source.h"

#define HUB "registry.example.com/web"
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"

struct world {
    struct arena arena;
    struct parts *parts;
    struct declared declared;
    struct observed observed;
    struct plan plan;
};

static void world_open(struct world *world, const char *policy, const char *reference)
{
    struct memory_file file = {
        .path = "web.yaml",
        .text = arena_print(
            &world->arena,
            "apiVersion: image.openshift.io/v1\nkind: ImageStream\n"
            "metadata: {name: web, namespace: demo}\nspec:\n  tags:\n  - name: latest\n"
            "    annotations: {%s}\n    from: {kind: DockerImage, name: \"" HUB "%s\"}\n",
            policy, reference),
    };
    world->parts = parts_open();
    declared_make(&world->arena, memory_source(&world->arena, &file, 1), world->parts,
                  &world->declared);
    cr_assert_eq(world->declared.problems.count, 0);
    world->observed = observed_make(&world->arena, 0);
}

static void world_close(struct world *world)
{
    parts_close(world->parts);
    arena_done(&world->arena);
}

static void know_tags(struct world *world, const char *const *tags, size_t count)
{
    struct answer answer = {.question = {QUESTION_TAG_LIST, HUB},
                            .state = ANSWER_FOUND,
                            .tags = tags,
                            .tag_count = count};
    observed_add(&world->observed, &answer, 1);
}

static void know_digest(struct world *world, const char *key, const char *digest)
{
    struct answer answer = {.question = {QUESTION_TAG_DIGEST, key},
                            .state = ANSWER_FOUND,
                            .digest = digest,
                            .form = IMAGE_FORM_SINGLE};
    observed_add(&world->observed, &answer, 1);
}

static const struct row *plan(struct world *world)
{
    plan_make(&world->arena, &world->declared, &world->observed, NULL, &world->plan);
    cr_assert_eq(world->plan.rows.count, 1);
    return world->plan.rows.items;
}

/* Returns the keys of the plan's questions, separated by blanks. */
static const char *asked(struct world *world)
{
    const char *text = "";
    list_each (question, &world->plan.questions)
        text = arena_print(&world->arena, "%s%s%s", text, *text != '\0' ? " " : "", question->key);
    return text;
}

Test(follow, more_than_one_tag_is_looked_up_only_when_the_best_is_denied)
{
    static const char *const tags[] = {"1", "2", "3", "4"};
    struct world world = {0};
    world_open(&world, "weir.dev/follow: numerical, weir.dev/deny: \"sha256:" ONES "\"",
               ":5@sha256:" ONES);
    cr_expect_eq(plan(&world)->reason, REASON_ASKING);
    cr_expect_str_eq(asked(&world), HUB);
    know_tags(&world, tags, 4);
    cr_expect_eq(plan(&world)->reason, REASON_ASKING);
    cr_expect_str_eq(asked(&world), HUB ":4");
    know_digest(&world, HUB ":4", "sha256:" ONES);
    cr_expect_eq(plan(&world)->reason, REASON_ASKING);
    cr_expect_str_eq(asked(&world), HUB ":1 " HUB ":2 " HUB ":3");

    /* A lower tag with an answer does not win over a tag without one yet. */
    know_digest(&world, HUB ":2", "sha256:" TWOS);
    cr_expect_eq(plan(&world)->reason, REASON_ASKING);
    know_digest(&world, HUB ":3", "sha256:" ONES);
    const struct row *row = plan(&world);
    cr_expect_eq(row->reason, REASON_NEW_TAG);
    cr_expect_str_eq(row->wanted, HUB ":2@sha256:" TWOS);
    cr_expect_str_eq(row->detail, "5 is denied");
    world_close(&world);
}

Test(follow, a_hundred_thousand_tags_are_searched)
{
    enum { TAGS = 100000 };
    struct world world = {0};
    const char **tags = arena_array(&world.arena, const char *, TAGS);
    for (int i = 0; i < TAGS; i++)
        tags[i] = arena_print(&world.arena, "1.%05d", i + 100000);
    for (int i = 0; i < TAGS; i += 2)
        tags[i] = arena_print(&world.arena, "1.%d.0", i + 100000);
    size_t count = list_order_texts(tags, TAGS);
    world_open(&world, "weir.dev/follow: semver ^1.4", ":1.4.1@sha256:" ONES);
    know_tags(&world, tags, count);
    plan(&world);
    cr_expect_str_eq(asked(&world), HUB ":1.199998.0");
    world_close(&world);
}

/* Tags with equal rules share a ranking, but each takes its own tag of those that the rule ranks
 * equally. */
Test(follow, equal_rules_share_a_ranking_but_not_a_choice)
{
    static const char *const tags[] = {"a-1", "a-2", "b-2", "c-2"};
    struct world world = {0};
    world_open(&world, "weir.dev/follow: \"numerical match ^[a-z]-(?<version>[0-9]+)$\"",
               ":b-2@sha256:" ONES "\"}\n  - name: other\n    annotations: {weir.dev/follow: "
               "\"numerical match ^[a-z]-(?<version>[0-9]+)$\"}\n"
               "    from: {kind: DockerImage, name: \"" HUB ":a-1");
    know_tags(&world, tags, 4);
    plan_make(&world.arena, &world.declared, &world.observed, NULL, &world.plan);
    cr_assert_eq(world.plan.rows.count, 2);
    cr_expect_str_eq(asked(&world), HUB ":a-2 " HUB ":b-2");
    cr_expect_str_eq(world.plan.rows.items[0].trail[2],
                     "the rule ranks a-2, b-2, c-2 equally; weir takes b-2, which is pinned");
    cr_expect_str_eq(
        world.plan.rows.items[1].trail[2],
        "the rule ranks a-2, b-2, c-2 equally; weir takes a-2, which is the first in order");
    world_close(&world);
}
