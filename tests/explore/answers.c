// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/answers.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"

enum { CHAIN_MAX = 20 };

/* The aspect of a tag that a question is about. */
struct aspect {
    const struct scenario *scenario;
    int place;
    enum { ASPECT_IMAGE, ASPECT_RELEASED, ASPECT_FREE, ASPECT_FOLLOWS, ASPECT_GONE } kind;
    int image;
    const char *follows;
};

static bool fits(const struct aspect *aspect, const struct commit *commit)
{
    const struct pin *pin = commit_pin(aspect->scenario, commit, aspect->place);
    return aspect->kind == ASPECT_IMAGE      ? pin->follows == NULL && pin->image == aspect->image
           : aspect->kind == ASPECT_GONE     ? pin->entry == NULL
           : aspect->kind == ASPECT_FOLLOWS  ? text_equal(pin->follows, aspect->follows)
           : aspect->kind == ASPECT_RELEASED ? pin->released == aspect->image
                                             : pin->entry != NULL && !pin->held;
}

/* Returns the oldest commit, along first parents, since which the branch always fits. */
static const struct commit *since(const struct aspect *aspect, const struct commit *tip)
{
    while (tip->parents[0] != NULL && fits(aspect, tip->parents[0]))
        tip = tip->parents[0];
    return tip;
}

/* True if the commit is a merge that brought the change from its second parent. */
static bool merges(const struct aspect *aspect, const struct commit *commit)
{
    return commit->parents[1] != NULL && fits(aspect, commit->parents[1]);
}

/* Returns the newest claim that leads from one image or followed tag to another, alone or as the
 * end of a chain. Sets *said to its commit. */
static const struct claim *lead(const commit_list *heard, int place, const char *from,
                                const char *to, int steps, const struct commit **said)
{
    list_each (commit, heard) {
        const claim_list *claims = &(*commit)->claims;
        for (size_t i = claims->count; i-- > 0;) {
            const struct claim *claim = &claims->items[i];
            const struct commit *ignored;
            const char *middle = claim->move.from;
            if (claim->place != place || !text_equal(claim->move.to, to) || text_equal(middle, to))
                continue;
            *said = *commit;
            if (text_equal(middle, from) ||
                (steps > 0 && middle != NULL &&
                 lead(heard, place, from, middle, steps - 1, &ignored) != NULL))
                return claim;
        }
    }
    return NULL;
}

static const struct claim *find_release(const commit_list *heard, int place,
                                        const struct commit **said)
{
    list_each (commit, heard)
        list_each (claim, &(*commit)->claims)
            if (claim->place == place && text_equal(claim->move.kind, "release")) {
                *said = *commit;
                return claim;
            }
    return NULL;
}

/* Returns the image, or the followed tag; NULL: none. */
static const char *target_of(const struct pin *pin)
{
    return pin->follows != NULL ? pin->follows : image_digest(pin->image);
}

static bool made_here(const struct commit *commit, const struct claim *claim, const char *branch)
{
    const char *parent = commit->parents[0] != NULL ? commit->parents[0]->id : NULL;
    return commit->parents[1] == NULL && claim != NULL && parent != NULL &&
           text_equal(claim->move.source, parent) && text_equal(claim->move.branch, branch);
}

static struct pin_origin *describe(struct arena *arena, const struct aspect *aspect,
                                   const struct commit *arrival, const char *branch)
{
    static const struct pin none = {0};
    const struct commit *before = arrival->parents[0], *maker = arrival, *said = NULL;
    const struct pin *now = commit_pin(aspect->scenario, arrival, aspect->place);
    const struct pin *was =
        before != NULL ? commit_pin(aspect->scenario, before, aspect->place) : &none;
    commit_list heard = {0};
    *list_add(arena, &heard) = arrival;
    if (merges(aspect, arrival)) {
        commit_list side = history_between(arena, arrival->parents[1], before);
        list_each (commit, &side)
            *list_add(arena, &heard) = *commit;
    }
    while (merges(aspect, maker))
        maker = since(aspect, maker->parents[1]);
    const struct claim *claim =
        aspect->kind != ASPECT_RELEASED && aspect->kind != ASPECT_FREE
            ? lead(&heard, aspect->place, target_of(was), target_of(now), CHAIN_MAX, &said)
            : find_release(&heard, aspect->place, &said);
    if (claim != NULL)
        maker = said;
    struct pin_origin *origin = arena_new(arena, struct pin_origin);
    *origin = (struct pin_origin){
        .commit = arrival->id,
        .time = arrival->time,
        .before = target_of(was),
        .who = maker->author,
        .why = maker->subject,
        .merger = maker != arrival ? arrival->author : NULL,
        .claim = claim != NULL ? &claim->move : NULL,
        .here = made_here(arrival, claim, branch),
        .evidence = claim != NULL ? claim->evidence : NULL,
        .evidence_count = claim != NULL ? claim->evidence_count : 0,
        .was_held = was->held,
        .holds = now->held && (!was->held || now->why != was->why),
        .hold_reason = now->why,
        .releases =
            (was->held && !now->held) || (now->released != 0 && now->released != was->released),
    };
    return origin;
}

/* Returns the aspect of the image that the place has in this commit. */
static struct aspect aspect_of(const struct scenario *scenario, const struct commit *commit,
                               int place)
{
    const struct pin *pin = commit_pin(scenario, commit, place);
    return (struct aspect){scenario, place, pin->follows != NULL ? ASPECT_FOLLOWS : ASPECT_IMAGE,
                           pin->image, pin->follows};
}

const struct pin_origin *answer_commit(struct arena *arena, const struct scenario *scenario,
                                       const struct commit *commit, const char *branch, int place)
{
    struct aspect aspect = aspect_of(scenario, commit, place);
    return describe(arena, &aspect, commit, branch);
}

const struct pin_origin *answer_image(struct arena *arena, const struct scenario *scenario,
                                      const struct commit *tip, const char *branch, int place)
{
    struct aspect aspect = aspect_of(scenario, tip, place);
    return describe(arena, &aspect, since(&aspect, tip), branch);
}

const struct pin_origin *answer_origin(struct arena *arena, const struct scenario *scenario,
                                       const struct commit *tip, const char *branch,
                                       const char *key)
{
    char environment[40], stream[40], tag[40], digest[80] = "", mark = 0;
    const char *name = strchr(key, '#');
    if (name == NULL || sscanf(name + 1, "%39[^/]/%39[^:]:%39[^@!?]%c%79s", environment, stream,
                               tag, &mark, digest) < 4)
        return NULL;
    struct aspect aspect = {scenario, scenario_place(scenario, environment, stream, tag),
                            ASPECT_IMAGE, image_of(digest)};
    if (mark == '@' && !text_starts(digest, "sha256:")) {
        aspect.kind = ASPECT_FOLLOWS;
        aspect.follows = digest;
    }
    if (mark == '?')
        aspect.kind = ASPECT_GONE;
    if (mark == '!')
        aspect.kind = *digest != '\0' ? ASPECT_RELEASED : ASPECT_FREE;
    if (aspect.place < 0 || !fits(&aspect, tip))
        return NULL;
    return describe(arena, &aspect, since(&aspect, tip), branch);
}

/* The texts of a question about moves. */
struct way {
    int place;
    char to[80], from[80], since[40];
};

static bool parse_way(const struct scenario *scenario, const char *key, struct way *out)
{
    char environment[40], stream[40], tag[40];
    const char *name = strchr(key, '#');
    *out = (struct way){0};
    if (name == NULL || sscanf(name + 1, "%39[^/]/%39[^:]:%39[^@]@%79[^^]^%79[^^]^%39s",
                               environment, stream, tag, out->to, out->from, out->since) < 5)
        return false;
    out->place = scenario_place(scenario, environment, stream, tag);
    return out->place >= 0;
}

/* Returns how the commit moved the tag. */
static struct pin_origin *describe_move(struct arena *arena, const struct scenario *scenario,
                                        const struct commit *commit, const char *branch, int place)
{
    const struct place *at = &scenario->places[place];
    struct aspect aspect = aspect_of(scenario, commit, place);
    struct pin_origin *origin = describe(arena, &aspect, commit, branch);
    const struct pin *pin = commit_pin(scenario, commit, place), *end = pin;
    if (pin->follows != NULL)
        end = commit_pin(scenario, commit,
                         scenario_place(scenario, at->environment, at->stream, pin->follows));
    origin->digest = image_digest(end->image);
    origin->reference = end->reference;
    origin->alias = pin->follows;
    return origin;
}

/*
 * Goes back along first parents to the commit `since` or, if the question names none, until the tag
 * has the source `from`, and lists the moves. If that never happens, only the newest move is known,
 * and nothing at all if the way should lead back to the same source.
 */
const struct pin_origin *answer_moves(struct arena *arena, const struct scenario *scenario,
                                      const struct commit *tip, const char *branch, const char *key)
{
    struct way way;
    struct pin_origin *newest = NULL, *oldest = NULL;
    if (!parse_way(scenario, key, &way) ||
        !text_equal(target_of(commit_pin(scenario, tip, way.place)), way.to))
        return NULL;
    bool named = way.since[0] != '\0';
    for (const struct commit *at = tip; at != NULL; at = at->parents[0]) {
        const char *is = target_of(commit_pin(scenario, at, way.place)), *was = NULL;
        if (named ? text_equal(at->id, way.since) : text_equal(is, way.from))
            return newest;
        if (at->parents[0] != NULL)
            was = target_of(commit_pin(scenario, at->parents[0], way.place));
        if (text_equal(is, was))
            continue;
        struct pin_origin *move = describe_move(arena, scenario, at, branch, way.place);
        if (newest == NULL)
            newest = move;
        else
            oldest->earlier = move;
        oldest = move;
        if (was == NULL)
            break;
    }
    if (newest != NULL)
        newest->earlier = NULL;
    return text_equal(way.to, way.from) ? NULL : newest;
}

void answer_changed(struct arena *arena, const struct scenario *scenario, const struct commit *tip,
                    struct answer *answer)
{
    bool changed[FILES_MAX] = {false};
    for (; tip != NULL && !text_equal(tip->id, answer->question.key); tip = tip->parents[0])
        for (int i = 0; i < scenario->file_count; i++)
            changed[i] |=
                tip->parents[0] == NULL || tip->parents[0]->files[i]->bytes != tip->files[i]->bytes;
    if (tip == NULL) {
        answer->state = ANSWER_UNKNOWN;
        answer->word = "history";
        answer->why = "the branch does not have the commit";
        return;
    }
    const char **files = arena_array(arena, const char *, FILES_MAX);
    for (int i = 0; i < scenario->file_count; i++)
        if (changed[i])
            files[answer->file_count++] = scenario->paths[i];
    answer->file_count = list_order_texts(files, answer->file_count);
    answer->files = files;
}
