// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/alias_memory.h"

#include "diff/journal/arrival.h"
#include "diff/planner/memory.h"
#include "diff/planner/settle.h"
#include "manifests/base/text.h"
#include "manifests/kinds/policy.h"

/* True if a build pushes the tag, so that the repository does not name its image. */
static bool pushed(const struct tag_node *node)
{
    return node->producer != NULL && node->hop == NULL;
}

/* Returns the image that the followed tag has in the branch before this run. */
static struct holding followed_image(struct planner *planner, const struct tag_node *node)
{
    const struct tag_node *next = node->alias_end.next;
    return next->before != NULL ? *next->before : holding_current(planner, next);
}

/* Returns the holding of a recorded image. */
static struct holding recorded_image(struct planner *planner, const struct tag_node *node,
                                     const struct record *record, const struct holding *like)
{
    struct holding holding = *like;
    if (text_equal(like->digest, record->digest) && like->kind == HOLDS_DIGEST)
        return holding;
    if (like->kind != HOLDS_DIGEST)
        holding = holding_of_image(planner, node->environment, node->name, record->digest);
    holding.digest = record->digest;
    holding.form = IMAGE_FORM_UNKNOWN;
    memory_image(planner->arena, record, &holding);
    return holding;
}

/* Returns the tag's last record of an image that is not denied, or NULL. */
static const struct record *last_allowed(struct planner *planner, const struct tag_node *node,
                                         const struct tag_policy *policy)
{
    const struct record *head = node->standing.head;
    stretches past;
    if (head == NULL || !policy_denies(policy, head->digest))
        return head;
    memory_stretches(planner, node->memory, &past);
    for (size_t i = past.count; i-- > 0;)
        if (!policy_denies(policy, past.items[i].digest))
            return past.items[i].record;
    return NULL;
}

bool alias_kept(struct planner *planner, const struct tag_node *node,
                const struct tag_policy *policy, const struct holding *like, struct holding *out)
{
    if (node->standing.head == NULL) {
        const struct record *there = node->alias_end.next->standing.head;
        *out = followed_image(planner, node);
        if (there != NULL && out->kind == HOLDS_DIGEST)
            *out = recorded_image(planner, node, there, out);
        return out->kind == HOLDS_DIGEST && !policy_denies(policy, out->digest);
    }
    const struct record *record = last_allowed(planner, node, policy);
    if (record != NULL)
        *out = recorded_image(planner, node, record, like);
    return record != NULL;
}

bool alias_settled(struct planner *planner, struct draft *draft, const struct tag_policy *policy,
                   const struct tag_node *followed, const char *digest)
{
    const struct standing *standing = &followed->standing;
    const struct record *record = pushed(followed) ? standing->live : standing->head;
    moment since = pushed(followed) ? standing->live_since : standing->since;
    bool unknown = pushed(followed) ? standing->live_unknown : standing->since_unknown;
    if (record == NULL || !text_equal(record->digest, digest)) {
        since = planner->observed->now;
        unknown = false;
    }
    return settle_over_since(planner, draft, since, unknown, settle_time(planner, policy, false));
}

bool alias_pointed_anew(const struct tag_node *node)
{
    const struct record *head = node->standing.head;
    if (node->alias_end.next == NULL)
        return false;
    return head == NULL || !text_equal(head->alias, node->alias_end.next->tag);
}

/* Returns the image that the alias gave before this run. If the followed tag has the image of its
 * last record, and the alias follows the same tag as at its own last record, that is the image of
 * the alias's last record. */
static struct holding given_before(struct planner *planner, const struct tag_node *node)
{
    const struct tag_node *next = node->alias_end.next;
    const struct record *head = node->standing.head;
    struct holding image = followed_image(planner, node);
    if (image.kind != HOLDS_DIGEST && !pushed(next))
        return image;
    const struct record *there = next->standing.head;
    bool recorded = pushed(next) || (there != NULL && text_equal(there->digest, image.digest));
    if (alias_pointed_anew(node) || !recorded)
        return image;
    return recorded_image(planner, node, head, &image);
}

/* Makes the arrival say when the alias lost its recorded image, if that was before a commit pointed
 * it elsewhere: an earlier commit gave another image to the tag that the alias followed until then.
 * That tag must not be an alias itself. */
static void lost_before(struct planner *planner, const struct tag_node *node,
                        struct arrival *arrival)
{
    const struct record *head = node->standing.head;
    struct tag_node *old = head != NULL && head->alias != NULL
                               ? planner_node(planner, node->environment, node->name, head->alias)
                               : NULL;
    if (old == NULL || node->intended || old->entry == NULL ||
        old->entry->from_kind == FROM_STREAM_TAG)
        return;
    planner_holding(planner, old); /* judges its arrival */
    const struct record *there = old->standing.head;
    if (old->arrival == NULL || there == NULL || !text_equal(there->digest, head->digest))
        return;
    moment lost = arrival_left(old->arrival->origin, there->digest, old->standing.since,
                               planner->observed->now);
    if (lost >= arrival->origin->time)
        return;
    struct pin_origin *origin = arena_new(planner->arena, struct pin_origin);
    *origin = *arrival->origin;
    origin->time = lost;
    arrival->origin = origin;
}

/* True if an earlier record has the alias follow the same tag, and is not older than the commit
 * that made it do so: the alias was pointed elsewhere since, and the branch was set back. */
static bool was_set_back(const struct tag_node *node, const struct pin_origin *origin)
{
    const struct tag_journal *tag = node->memory;
    for (size_t i = tag != NULL && origin->merger == NULL ? tag->count : 0; i-- > 0;) {
        const struct record *record = &tag->records[i];
        if (text_equal(record->alias, node->alias_end.next->tag) && origin->time > 0 &&
            origin->time <= record->time)
            return true;
    }
    return false;
}

/* Returns the arrival of an alias that commits made follow other tags, the last of them its tag. It
 * is never a move by hand, because the entry says what it follows. */
static struct arrival *pointed_by(struct planner *planner, struct tag_node *node,
                                  const struct pin_origin *origin)
{
    struct arrival *arrival = arrival_chain(planner->arena, node->memory, memory_behind(planner),
                                            false, node->before->digest, origin);
    arrival_point(arrival);
    return arrival;
}

/* Returns the arrival of an alias that a commit made follow its tag. Returns NULL if the commit is
 * unknown. */
static struct arrival *pointing(struct planner *planner, struct tag_node *node)
{
    const struct answer *answer = memory_origin(planner, node, node->alias_end.next->tag);
    bool whole = memory_whole(planner, node->memory);
    if (answer == NULL || !whole)
        node->pin = PIN_ASKING;
    if (answer == NULL || answer->origin == NULL || !whole)
        return NULL;
    struct arrival *arrival = pointed_by(planner, node, answer->origin);
    if (was_set_back(node, answer->origin))
        arrival_set_back(arrival);
    const struct claimed_move *claim = arrival->origin->claim;
    bool released = claim != NULL && text_equal(claim->kind, "release");
    if ((released || answer->origin->releases) && !arrival->again) {
        node->released = true;
        node->release = arrival->origin;
    }
    if (arrival->earlier == NULL)
        lost_before(planner, node, arrival);
    return arrival;
}

/* True if the alias gave each image of the tag that it follows since then: it has no rule of its
 * own that may stop one, and its last record is not newer. */
static bool gives_each(const struct planner *planner, const struct tag_node *node,
                       const struct tag_policy *policy)
{
    const struct record *head = node->standing.head, *there = node->alias_end.next->standing.head;
    return head != NULL && there != NULL && !memory_behind(planner) &&
           text_equal(head->digest, there->digest) &&
           !hold_active(&policy->hold, planner->observed->now) && policy->denied_count == 0 &&
           settle_time(planner, policy, false) == 0;
}

/* Returns the arrival of an alias whose followed tag has a new image in the branch. If the followed
 * tag had its recorded image until then, the alias had its own, which may be another: a deny or a
 * hold of the alias may have stopped the image of the followed tag. each: the alias also had the
 * images that the followed tag had before the new one. */
static struct arrival *following(const struct planner *planner, const struct tag_node *node,
                                 const struct arrival *moved, bool each)
{
    const struct tag_node *next = node->alias_end.next;
    const struct record *head = node->standing.head, *there = next->standing.head;
    if (moved == NULL)
        return NULL;
    struct pin_origin *origin = arena_new(planner->arena, struct pin_origin);
    *origin = *moved->origin;
    origin->alias = next->tag;
    if (head != NULL && there != NULL && text_equal(origin->before, there->digest))
        origin->before = head->digest;
    struct arrival *arrival = arena_new(planner->arena, struct arrival);
    *arrival = (struct arrival){
        .kind = RECORD_PINNED,
        .origin = origin,
        .digest = moved->digest,
        .earlier = each ? following(planner, node, moved->earlier, true) : NULL,
        .who = moved->who,
        .why = ALIAS_MOVED,
        .again = true,
    };
    return arrival;
}

/* Returns the arrival of an alias that was pointed elsewhere and back, or NULL. */
static struct arrival *pointed_back(struct planner *planner, struct tag_node *node)
{
    const struct pin_origin *back = memory_returned(planner, node, node->alias_end.next->tag);
    if (back == NULL || !memory_whole(planner, node->memory) ||
        !arrival_returned(node->memory, memory_behind(planner), back))
        return NULL;
    return pointed_by(planner, node, back);
}

/* Returns the arrival of an alias that had another image and has that of its record again, because
 * the tag that it follows was moved away and back; or NULL. */
static struct arrival *returning(struct planner *planner, struct tag_node *node, bool each)
{
    const struct tag_node *next = node->alias_end.next;
    if (!each || next->arrival == NULL || next->arrival->earlier == NULL)
        return NULL;
    return following(planner, node, next->arrival, true);
}

/* Returns the arrival of an alias that changed its image, or had other images meanwhile; or NULL.
 */
static struct arrival *changed(struct planner *planner, struct tag_node *node, bool same, bool each)
{
    struct arrival *arrival = pointed_back(planner, node);
    if (arrival != NULL)
        return arrival;
    return same ? returning(planner, node, each)
                : following(planner, node, node->alias_end.next->arrival, each);
}

/* Decides who changed the image of the alias, if the branch has a change without a record. */
static void judge(struct planner *planner, struct tag_node *node, const struct tag_policy *policy)
{
    const struct record *head = node->standing.head;
    const char *digest = node->before->digest;
    node->pin = PIN_NOT_JUDGED;
    if (digest == NULL || !memory_judges(planner, node))
        return;
    bool anew = alias_pointed_anew(node), each = gives_each(planner, node, policy);
    bool same = !anew && text_equal(head->digest, digest);
    node->arrival = anew ? pointing(planner, node) : changed(planner, node, same, each);
    if (same && node->arrival == NULL) {
        node->pin = PIN_AS_RECORDED;
        return;
    }
    if (node->pin != PIN_ASKING && head != NULL)
        node->pin = PIN_ARRIVED;
}

static void recall(struct planner *planner, struct tag_node *node)
{
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    struct holding *before = arena_new(planner->arena, struct holding);
    struct holding kept;
    *before = given_before(planner, node);
    bool denied = policy_denies(&policy, before->digest);
    if ((denied || hold_active(&policy.hold, planner->observed->now)) &&
        alias_kept(planner, node, &policy, before, &kept))
        *before = kept;
    else if (denied)
        *before = (struct holding){.kind = HOLDS_NOTHING};
    before->import_mode = node->entry->import_mode;
    node->before = before;
    node->draft.row.followed = node->draft.row.follows = node->alias_end.next->tag;
    node->draft.row.current_digest = before->digest;
    judge(planner, node, &policy);
}

void alias_recall(struct planner *planner, struct tag_node *node)
{
    arena_scope struct arena scratch = {0};
    LIST_OF(struct tag_node *) chain = {0};
    for (struct tag_node *at = node; at->before == NULL && at->alias_end.next != NULL;
         at = at->alias_end.next)
        *list_add(&scratch, &chain) = at;
    for (size_t i = chain.count; i-- > 0;) /* an alias after the tag that it follows */
        recall(planner, chain.items[i]);
}
