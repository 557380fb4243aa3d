// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/follow.h"

#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"

/* One choice in the making. */
struct choice {
    struct planner *planner;
    struct tag_node *node;
    const struct tag_policy *policy;
    struct follow_selection fit;
    const struct follow_tag *pinned; /* when the pinned tag fits the rule; listed or not */
    const char *back;                /* why the pinned tag may be left for a worse one, or NULL */
};

/* --- what the rule dropped --- */

static const char *names_of(struct arena *arena, const char *const *names, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count && i < FOLLOW_NAMES_MAX; i++)
        text = arena_print(arena, "%s%s%s", text, i > 0 ? ", " : "", names[i]);
    return count > FOLLOW_NAMES_MAX ? arena_print(arena, "%s, …", text) : text;
}

static void say_dropped(const struct choice *choice)
{
    struct planner *planner = choice->planner;
    for (int drop = 0; drop < FOLLOW_DROP_COUNT; drop++) {
        size_t count = choice->fit.dropped[drop].count;
        if (count > 0)
            draft_say(&choice->node->draft, "dropped: %zu %s: %s", count,
                      follow_drop_words(drop, count),
                      names_of(planner->arena, choice->fit.dropped[drop].names, count));
    }
}

/* --- what is pinned now --- */

/* Judges the tag that is pinned, by the same rule. */
static void look_at_pinned(struct choice *choice, struct arena *scratch,
                           struct follow_selection *pinned)
{
    const struct reference *reference = &choice->node->entry->reference;
    struct arena *arena = choice->planner->arena;
    if (reference->digest == NULL || reference->tag == NULL)
        return;
    follow_select(scratch, choice->policy->follow, &reference->tag, 1, pinned);
    if (pinned->fit.count == 1) {
        choice->pinned = pinned->fit.items;
        if (planner_denies(choice->planner, choice->policy, reference->digest))
            choice->back = arena_print(arena, "%s is denied", reference->tag);
        return;
    }
    for (int drop = 0; drop < FOLLOW_DROP_COUNT; drop++)
        if (pinned->dropped[drop].count > 0)
            choice->back = arena_print(arena, "%s %s", reference->tag, follow_drop_words(drop, 1));
}

/* --- the best --- */

/* When the journal first recorded the tag; MOMENT_NEVER: it did not. */
static moment first_seen(const struct choice *choice, const char *tag)
{
    const struct planner *planner = choice->planner;
    const struct tag_node *node = choice->node;
    const struct tag_journal *memory = node->memory;
    const char *name = arena_print(planner->arena, "%s:%s", node->entry->reference.name, tag);
    if (memory == NULL || memory_trouble(planner, node) != NULL)
        return MOMENT_NEVER;
    for (size_t i = 0; i < memory->count; i++)
        if (text_equal(memory->records[i].reference, name))
            return memory->records[i].time;
    return MOMENT_NEVER;
}

/* Which of the tags that are as good as this one: the pinned one, the longest known, the first. */
static const struct follow_tag *settle_tie(const struct choice *choice,
                                           const struct follow_tag *best)
{
    const struct follow *follow = choice->policy->follow;
    const struct follow_tag *chosen = NULL;
    const char *others = "", *why = "the first in order";
    moment chosen_since = MOMENT_NEVER;
    size_t count = 0;
    list_each (tag, &choice->fit.fit) {
        if (follow_compare(follow, tag, best) != 0)
            continue;
        bool pinned = choice->pinned != NULL && text_equal(tag->tag, choice->pinned->tag);
        moment since = pinned ? INT64_MIN : first_seen(choice, tag->tag);
        if (chosen == NULL || since < chosen_since) {
            chosen = tag;
            chosen_since = since;
            why = pinned                  ? "the pinned one stays"
                  : since != MOMENT_NEVER ? "the one seen first"
                                          : why;
        }
        if (count++ < FOLLOW_NAMES_MAX)
            others = arena_print(choice->planner->arena, "%s%s%s", others, count > 1 ? ", " : "",
                                 tag->tag);
    }
    if (count > 1)
        draft_say(&choice->node->draft, "equal by the rule: %s%s; chosen: %s, %s", others,
                  count > FOLLOW_NAMES_MAX ? ", …" : "", chosen->tag, why);
    return chosen;
}

static bool asking(struct tag_node *node, const char *key)
{
    node->holding.kind = HOLDS_ASKING;
    draft_end(&node->draft, REASON_ASKING, key);
    return false;
}

/* Ends the draft: every tag that may be taken is denied. */
static bool all_denied(const struct choice *choice, const char *digest)
{
    struct draft *draft = &choice->node->draft;
    draft_say(draft, "no other tag is allowed");
    return !restriction_denied(choice->planner, draft, choice->policy, digest);
}

/* Ends the draft: the pinned tag is better than all that the registry has. */
static bool would_go_back(const struct choice *choice, const struct follow_tag *best)
{
    draft_end(&choice->node->draft, REASON_WOULD_GO_BACK,
              arena_print(choice->planner->arena, "the best in the registry is %s", best->tag));
    choice->node->draft.row.hint =
        "narrow the rule to move back, or use `weir tag` with the image you want";
    return false;
}

static bool take(const struct choice *choice, const struct follow_tag *tag,
                 struct follow_choice *out)
{
    const struct follow *follow = choice->policy->follow;
    const struct follow_tag *next = follow_best(&choice->fit, tag);
    draft_say(&choice->node->draft, "the best is %s%s%s", tag->tag, next != NULL ? ", then " : "",
              next != NULL ? next->tag : "");
    out->reference = choice->node->entry->reference;
    out->reference.tag = tag->tag;
    bool left = choice->back != NULL && !text_equal(tag->tag, choice->node->entry->reference.tag);
    bool worse = choice->pinned == NULL || follow_compare(follow, tag, choice->pinned) < 0;
    out->back = left && worse ? choice->back : NULL;
    if (out->back != NULL)
        draft_say(&choice->node->draft, "%s may be replaced: %s",
                  choice->node->entry->reference.tag, out->back);
    return true;
}

/*
 * Goes down the tags while they are denied. The first is asked for alone; once it is denied, all
 * that may come into question are asked for at once.
 */
static bool choose_best(const struct choice *choice, struct follow_choice *out)
{
    struct planner *planner = choice->planner;
    const struct follow *follow = choice->policy->follow;
    const char *denied = NULL, *outstanding = NULL;
    const struct follow_tag *best = follow_best(&choice->fit, NULL);
    for (size_t tries = 0; best != NULL && tries < FOLLOW_TRIES_MAX; tries++) {
        const struct follow_tag *tag = settle_tie(choice, best);
        int order = choice->pinned != NULL && choice->back == NULL
                        ? follow_compare(follow, tag, choice->pinned)
                        : 1;
        if (order < 0 && denied == NULL)
            return would_go_back(choice, tag);
        if (order < 0 || (order == 0 && denied != NULL))
            break;
        struct reference reference = choice->node->entry->reference;
        reference.tag = tag->tag;
        const char *key = reference_tag_key(planner->arena, &reference);
        const struct answer *live = planner_ask(planner, QUESTION_TAG_DIGEST, key);
        if (live != NULL && live->state == ANSWER_FOUND &&
            planner_denies(choice->planner, choice->policy, live->digest)) {
            draft_say(&choice->node->draft, "%s is %s, which is denied", key, live->digest);
            denied = denied != NULL ? denied : live->digest;
        } else if (live != NULL) {
            return outstanding != NULL ? asking(choice->node, outstanding) : take(choice, tag, out);
        } else {
            outstanding = outstanding != NULL ? outstanding : key;
            if (denied == NULL)
                break;
        }
        best = follow_best(&choice->fit, best);
    }
    return outstanding != NULL ? asking(choice->node, outstanding) : all_denied(choice, denied);
}

/* --- the list --- */

/* The answer when it is a list; else the draft has ended. */
static const struct answer *ask_list(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    const char *key = reference_repository_key(planner->arena, &node->entry->reference);
    const struct answer *list = planner_ask(planner, QUESTION_TAG_LIST, key);
    if (list == NULL) {
        asking(node, key);
    } else if (list->state == ANSWER_NONE) {
        draft_end(draft, REASON_NO_CANDIDATE, list->why);
        draft_say(draft, "the registry has no %s", key);
    } else if (list->state == ANSWER_UNKNOWN) {
        draft_unanswered(draft, list);
        draft_say(draft, "unknown tags of %s", key);
        if (node->holding.kind == HOLDS_NOTHING) {
            node->holding.kind = HOLDS_UNKNOWN;
            node->holding.why = list->why;
        }
    } else {
        draft_say(draft, "%s has %zu tag%s", key, list->tag_count, list->tag_count == 1 ? "" : "s");
        return list;
    }
    return NULL;
}

bool follow_choose(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                   struct follow_choice *out)
{
    arena_scope struct arena scratch = {0};
    struct choice choice = {.planner = planner, .node = node, .policy = policy};
    struct follow_selection pinned;
    draft_say(&node->draft, "followed: %s", policy->follow->text);
    const struct answer *list = ask_list(planner, node);
    if (list == NULL)
        return false;
    follow_select(&scratch, policy->follow, list->tags, list->tag_count, &choice.fit);
    say_dropped(&choice);
    if (choice.fit.fit.count == 0) {
        draft_end(&node->draft, REASON_NO_CANDIDATE,
                  list->tag_count == 0 ? "the repository has no tags"
                                       : arena_print(planner->arena, "none of %zu matches \"%s\"",
                                                     list->tag_count, policy->follow->text));
        return false;
    }
    look_at_pinned(&choice, &scratch, &pinned);
    return choose_best(&choice, out);
}
