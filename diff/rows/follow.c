// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/follow.h"

#include <string.h>

#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/rows/ranking.h"

/* The search for a tag, for one node. */
struct choice {
    struct planner *planner;
    struct tag_node *node;
    const struct tag_policy *policy;
    const struct ranking *ranking;
    const struct follow_tag *pinned; /* the pinned tag if it fits the rule, else NULL */
    const char *back;                /* why a worse tag than the pinned one may be taken, or NULL */
};

/* Returns at most FOLLOW_NAMES_MAX of the `count` names as one text for people. */
static const char *names_of(struct arena *arena, const char *const *names, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count && i < FOLLOW_NAMES_MAX; i++)
        text = arena_print(arena, "%s%s%s", text, i > 0 ? ", " : "", names[i]);
    return count > FOLLOW_NAMES_MAX ? arena_print(arena, "%s, …", text) : text;
}

/* Adds to the trail which tags the rule dropped, and why. */
static void say_dropped(const struct choice *choice)
{
    struct planner *planner = choice->planner;
    for (int drop = 0; drop < FOLLOW_DROP_COUNT; drop++) {
        size_t count = choice->ranking->selection.dropped[drop].count;
        if (count > 0)
            draft_say(
                &choice->node->draft, "dropped: %zu %s: %s", count, follow_drop_words(drop, count),
                names_of(planner->arena, choice->ranking->selection.dropped[drop].names, count));
    }
}

/* Sets choice->pinned if the pinned tag fits the rule, and choice->back if the pinned tag need not
 * be kept. */
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

/* The tags of one rank; the rule makes no difference between them. */
struct tied {
    const struct follow_tag *tags; /* in bytewise order */
    size_t count;
};

static struct tied tied_at(const struct choice *choice, size_t rank)
{
    const struct ranking *ranking = choice->ranking;
    size_t start = ranking->starts[rank];
    return (struct tied){ranking->tags + start, ranking->starts[rank + 1] - start};
}

static int compare_tag(const void *key, const void *item)
{
    return strcmp(key, ((const struct follow_tag *)item)->tag);
}

static const struct follow_tag *find_tied(const struct tied *tied, const char *tag)
{
    return list_search(tied->tags, tied->count, sizeof *tied->tags, tag, compare_tag);
}

/* Returns the tag that the journal recorded first, or NULL if it recorded none of them. */
static const struct follow_tag *first_recorded(const struct choice *choice, const struct tied *tied)
{
    const struct tag_node *node = choice->node;
    const struct tag_journal *memory = node->memory;
    const char *name = node->entry->reference.name;
    size_t length = strlen(name);
    if (memory == NULL || memory_trouble(choice->planner, node) != NULL ||
        !memory_whole(choice->planner, memory))
        return NULL;
    for (size_t i = 0; i < memory->count; i++) {
        const char *text = memory->records[i].reference;
        if (text == NULL || strncmp(text, name, length) != 0 || text[length] != ':')
            continue;
        const struct follow_tag *found = find_tied(tied, text + length + 1);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Returns one of the tags of this rank: the pinned one, else the one that the journal recorded
 * first, else the first in bytewise order. */
static const struct follow_tag *settle_tie(const struct choice *choice, size_t rank)
{
    const struct tied tied = tied_at(choice, rank);
    if (tied.count == 1)
        return tied.tags;
    const char *why = "is pinned", *names[FOLLOW_NAMES_MAX];
    const struct follow_tag *chosen =
        choice->pinned != NULL ? find_tied(&tied, choice->pinned->tag) : NULL;
    if (chosen == NULL) {
        chosen = first_recorded(choice, &tied);
        why = "was recorded first";
    }
    if (chosen == NULL) {
        chosen = tied.tags;
        why = "is the first in order";
    }
    for (size_t i = 0; i < tied.count && i < FOLLOW_NAMES_MAX; i++)
        names[i] = tied.tags[i].tag;
    draft_say(&choice->node->draft, "the rule ranks %s equally; weir takes %s, which %s",
              names_of(choice->planner->arena, names, tied.count), chosen->tag, why);
    return chosen;
}

/* Ends the draft because an answer is outstanding; returns false. */
static bool asking(struct tag_node *node, const char *key)
{
    node->holding.kind = HOLDS_ASKING;
    draft_end(&node->draft, REASON_ASKING, key);
    return false;
}

/* Ends the draft because every tag that was tried is denied; `digest` is the digest of the best
 * one. Returns false. */
static bool all_denied(const struct choice *choice, const char *digest)
{
    struct draft *draft = &choice->node->draft;
    draft_say(draft, "no other tag that may be taken was found");
    return !restriction_denied(choice->planner, draft, choice->policy, digest);
}

/* Ends the draft because the pinned tag is better than every tag in the registry that fits
 * the rule; returns false. */
static bool would_go_back(const struct choice *choice, const struct follow_tag *best)
{
    draft_end(&choice->node->draft, REASON_WOULD_GO_BACK,
              arena_print(choice->planner->arena,
                          "the best tag in the registry that fits the rule is %s", best->tag));
    choice->node->draft.row.hint =
        "narrow the rule to move back, or use `weir tag` with the image you want";
    return false;
}

/* Sets `out` to this tag; returns true. */
static bool take(const struct choice *choice, const struct follow_tag *tag, size_t rank,
                 struct follow_choice *out)
{
    const struct follow *follow = choice->policy->follow;
    const struct follow_tag *next =
        rank + 1 < choice->ranking->rank_count ? tied_at(choice, rank + 1).tags : NULL;
    draft_say(&choice->node->draft, "weir chooses %s%s%s", tag->tag,
              next != NULL ? "; the next best tag is " : "", next != NULL ? next->tag : "");
    out->reference = choice->node->entry->reference;
    out->reference.tag = tag->tag;
    bool left = choice->back != NULL && !text_equal(tag->tag, choice->node->entry->reference.tag);
    bool worse = choice->pinned == NULL || follow_compare(follow, tag, choice->pinned) < 0;
    out->back = left && worse ? choice->back : NULL;
    if (out->back != NULL)
        draft_say(&choice->node->draft, "%s may be replaced by a worse tag: %s",
                  choice->node->entry->reference.tag, out->back);
    return true;
}

/* The results so far of a search that tries the tags from the best to the worst. */
struct tag_search {
    const char *denied;      /* digest of the best tag that is denied, or NULL */
    const char *outstanding; /* key of the best tag whose answer is outstanding, or NULL */
};

enum met { MET_DENIED, MET_OUTSTANDING, MET_ANSWERED };

/* Asks for the tag's digest and notes the outcome. Returns MET_ANSWERED also for an answer without
 * a digest. */
static enum met meet(const struct choice *choice, const struct follow_tag *tag,
                     struct tag_search *search)
{
    struct planner *planner = choice->planner;
    struct reference reference = choice->node->entry->reference;
    reference.tag = tag->tag;
    const char *key = reference_tag_key(planner->arena, &reference);
    const struct answer *live = planner_ask(planner, QUESTION_TAG_DIGEST, key);
    if (live == NULL) {
        search->outstanding = search->outstanding != NULL ? search->outstanding : key;
        return MET_OUTSTANDING;
    }
    if (live->state != ANSWER_FOUND || !planner_denies(planner, choice->policy, live->digest))
        return MET_ANSWERED;
    draft_say(&choice->node->draft, "%s is %s, which is denied", key, live->digest);
    search->denied = search->denied != NULL ? search->denied : live->digest;
    return MET_DENIED;
}

/* Returns more than 0 if the tag is better than the pinned tag, or if no pinned tag must be kept; 0
 * if the rule ranks them equally; less than 0 if the tag is worse. */
static int against_pinned(const struct choice *choice, const struct follow_tag *tag)
{
    bool kept = choice->pinned != NULL && choice->back == NULL;
    return kept ? follow_compare(choice->policy->follow, tag, choice->pinned) : 1;
}

/*
 * Takes the best tag that is not denied; else ends the draft and returns false. First asks only for
 * the best tag's digest. If that digest is denied, asks together for the digests of the tags that
 * are better than the pinned one, so that one more round is enough. Tries at most FOLLOW_TRIES_MAX
 * tags.
 */
static bool choose_best(const struct choice *choice, struct follow_choice *out)
{
    struct tag_search search = {0};
    size_t ranks = choice->ranking->rank_count;
    for (size_t rank = 0; rank < ranks && rank < FOLLOW_TRIES_MAX; rank++) {
        const struct follow_tag *tag = settle_tie(choice, rank);
        int order = against_pinned(choice, tag);
        if (search.denied == NULL && order < 0)
            return would_go_back(choice, tag);
        if (search.denied != NULL && order <= 0)
            break;
        enum met met = meet(choice, tag, &search);
        if (met == MET_ANSWERED && search.outstanding == NULL)
            return take(choice, tag, rank, out);
        if (met == MET_ANSWERED || (met == MET_OUTSTANDING && search.denied == NULL))
            break; /* the next plan decides, with the answers for the better tags */
    }
    return search.outstanding != NULL ? asking(choice->node, search.outstanding)
                                      : all_denied(choice, search.denied);
}

/* Returns the answer with the repository's tags, or ends the draft and returns NULL. */
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
        draft_say(draft, "the tags of %s are unknown", key);
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
    choice.ranking = ranking_of(planner, policy->follow, list);
    say_dropped(&choice);
    if (choice.ranking->fit_count == 0) {
        draft_end(&node->draft, REASON_NO_CANDIDATE,
                  list->tag_count == 0
                      ? "the repository has no tags"
                      : arena_print(planner->arena, "none of %zu tags matches \"%s\"",
                                    list->tag_count, policy->follow->text));
        return false;
    }
    look_at_pinned(&choice, &scratch, &pinned);
    return choose_best(&choice, out);
}
