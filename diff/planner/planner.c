// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/planner.h"

#include "manifests/declared/environment.h"
#include "manifests/kinds/policy.h"

void planner_done(struct planner *planner)
{
    set_done(&planner->ranking_set);
}

const struct answer *planner_ask(struct planner *planner, enum question_kind kind, const char *key)
{
    struct question question = {kind, key};
    const struct answer *answer = observed_find(planner->observed, question);
    if (answer == NULL)
        *list_add(planner->arena, &planner->questions) = question;
    return answer;
}

struct window_state planner_window(struct planner *planner, const struct window *window)
{
    list_each (known, &planner->windows)
        if (known->window == window)
            return known->state;
    struct window_state state = window_state(window, planner->observed->now);
    *list_add(planner->arena, &planner->windows) = (struct known_window){window, state};
    return state;
}

static int compare_node(const void *key, const void *item)
{
    const struct tag_name *name = key;
    const struct tag_node *node = item;
    return tag_name_compare(*name, (struct tag_name){node->environment, node->name, node->tag});
}

struct tag_node *planner_node(struct planner *planner, const char *environment, const char *stream,
                              const char *tag)
{
    const struct tag_name name = {environment, stream, tag};
    return list_find(&planner->nodes, &name, compare_node);
}

struct tag_node *planner_member(struct planner *planner, const struct tag_node *node,
                                const struct hop *hop)
{
    if (hop->promotion != node->hop->promotion || hop->entry != node->hop->entry)
        return NULL;
    return planner_node(planner, hop->to, hop->stream, hop->tag);
}

const char *planner_integrated(struct planner *planner, const char *environment, const char *stream)
{
    const struct settings *settings = &planner->declared->settings;
    return arena_print(planner->arena, "%s/%s/%s", settings->integrated_registry,
                       environment_namespace(settings, environment), stream);
}

bool planner_denies(const struct planner *planner, const struct tag_policy *policy,
                    const char *digest)
{
    bool allowed = planner->intent != NULL && planner->intent->allow_denied;
    return !allowed && policy != NULL && policy_denies(policy, digest);
}

/* Makes the holding HOLDS_STOPPED if the pushed image is denied. Weir can't stop a build from
 * pushing, but then no other tag or consumer takes the image. */
static void check_produced(struct planner *planner, struct tag_node *node)
{
    struct holding *holding = &node->holding;
    if (node->stream == NULL || holding->kind != HOLDS_DIGEST)
        return;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    if (!planner_denies(planner, &policy, holding->digest))
        return;
    holding->kind = HOLDS_STOPPED;
    holding->stopped = REASON_DENIED;
    holding->why = holding->digest;
    holding->next = MOMENT_NEVER;
    holding->digest = NULL;
}

/* Asks the integrated registry, because the repository does not name the image of a build. */
static void ask_produced(struct planner *planner, struct tag_node *node)
{
    struct holding *holding = &node->holding;
    const char *key =
        arena_print(planner->arena, "%s:%s",
                    planner_integrated(planner, node->environment, node->name), node->tag);
    const struct answer *answer = planner_ask(planner, QUESTION_TAG_DIGEST, key);
    *holding =
        (struct holding){.home = node->environment, .stream = node->name, .integrated = true};
    if (node->entry != NULL)
        holding->import_mode = node->entry->import_mode;
    if (answer == NULL) {
        holding->kind = HOLDS_ASKING;
    } else if (answer->state == ANSWER_FOUND) {
        holding->kind = HOLDS_DIGEST;
        holding->digest = answer->digest;
        holding->form = answer->form;
    } else if (answer->state == ANSWER_UNKNOWN) {
        holding->kind = HOLDS_UNKNOWN;
        holding->why = answer->why;
    }
    check_produced(planner, node);
}

void planner_decide(struct planner *planner, struct tag_node *node)
{
    if (node->decided || node->deciding)
        return;
    node->deciding = true;
    planner->depth++;
    planner->decide(planner, node);
    /* A request writes only its own tags, so the other tags keep their current image. */
    if (planner->intent != NULL && !node->intended && row_state(&node->draft.row) == ROW_WRITES)
        node->holding = holding_current(planner, node);
    planner->depth--;
    node->deciding = false;
    node->decided = true;
}

const struct holding *planner_holding(struct planner *planner, struct tag_node *node)
{
    static const struct holding nothing = {.kind = HOLDS_NOTHING};
    static const struct holding too_deep = {
        .kind = HOLDS_UNKNOWN,
        .why = "the chain of tags that take images from each other is too long"};
    if (node->deciding)
        return &nothing;
    if (!node->decided && planner->depth >= PLANNER_DEPTH_MAX)
        return &too_deep;
    planner_decide(planner, node);
    bool produced = node->draft.row.reason == REASON_PRODUCED;
    if (produced && node->holding.kind == HOLDS_NOTHING)
        ask_produced(planner, node);
    return &node->holding;
}
