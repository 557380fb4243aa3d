// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/candidates.h"

#include "diff/journal/arrival.h"
#include "diff/journal/journal_due.h"
#include "diff/planner/memory.h"
#include "diff/rows/alias_memory.h"
#include "manifests/kinds/policy.h"

/* The digests that one source had, oldest first; the last one is its digest after this run. */
struct past {
    stretches list;
    size_t first; /* the index of the first stretch to consider */
};

static bool judged(const struct planner *planner, const struct tag_node *node)
{
    return memory_kept(planner) && memory_trouble(planner, node) == NULL;
}

/* Returns when the source lost the digest of its last stretch. If a commit without a record set
 * another pin, returns the time of that commit, or the start of the stretch if that time is
 * unknown, as in a work tree, so that the digest counts no time. Otherwise returns `now`. */
static moment left(const struct planner *planner, const struct tag_node *node,
                   const stretches *recorded, moment now)
{
    const struct journal *journal = planner->observed->journal;
    bool unjudged = node->pin == PIN_NOT_JUDGED && journal != NULL && journal->advisory;
    if (recorded->count == 0 || (node->pin != PIN_ARRIVED && node->pin != PIN_BY_HAND && !unjudged))
        return now;
    const struct stretch *last = &recorded->items[recorded->count - 1];
    if (node->arrival == NULL)
        return last->since;
    return arrival_left(arrival_oldest(node->arrival)->origin, last->digest, last->since, now);
}

/* True if a rollback, a move by hand, or a person who pointed an alias elsewhere brought the digest
 * that the tag had before this run. */
static bool found_by_person(const struct tag_node *node)
{
    if (node->standing.head != NULL && alias_pointed_anew(node))
        return true;
    if (node->arrival == NULL) /* its commit is unknown */
        return node->pin == PIN_BY_HAND;
    if (node->pin != PIN_BY_HAND && node->pin != PIN_ARRIVED)
        return false;
    struct row row = node->draft.row; /* it says whether weir would have written the same image */
    enum record_kind kind;
    row.arrival = node->arrival;
    row.was_released = node->released;
    if (!journal_due_kind(&row, node->standing.held != NULL, &kind))
        kind = node->arrival->kind;
    return kind == RECORD_ROLLED_BACK || kind == RECORD_HELD;
}

/* True if a rollback or a move by hand brought the tag's digest after this run. */
static bool moved_by_person(const struct planner *planner, const struct tag_node *node)
{
    if (row_state(&node->draft.row) == ROW_WRITES)
        return node->intended && planner->intent->kind == INTENT_ROLLBACK;
    return found_by_person(node);
}

/* True if the source's images are those that weir saw upstream. */
static bool is_pushed(const struct tag_node *node)
{
    return node->hop == NULL && node->producer != NULL;
}

/* Adds the source's digest after this run to its recorded stretches. If this run replaces a digest
 * that arrived without a record, that digest gets a stretch, too. */
static void add_present(struct planner *planner, const struct hop_source *source, stretches *out)
{
    const struct tag_node *node = source->node;
    bool pushed = is_pushed(node);
    moment now = planner->observed->now;
    const char *arrived = node->arrival != NULL ? node->draft.row.current_digest : NULL;
    if (arrived != NULL && !pushed) {
        arrival_present_earlier(planner->arena, node->arrival, left(planner, node, out, now), now,
                                out);
        stretch_present(planner->arena, out, arrived, left(planner, node, out, now), now,
                        found_by_person(node));
    }
    bool by_person = moved_by_person(planner, node);
    stretch_present(planner->arena, out, source->holding->digest, left(planner, node, out, now),
                    now, by_person);
    stretch_back_out(out);
}

/* Lists the source's stretches; the last one has the source's digest after this run. */
static void recall(struct planner *planner, const struct hop_source *source, stretches *out)
{
    if (is_pushed(source->node))
        memory_seen(planner, source->node->memory, out);
    else
        memory_stretches(planner, source->node->memory, out);
    add_present(planner, source, out);
}

/* Lists the source's last stretches, as far as their records were read. */
static void recall_late(struct planner *planner, const struct hop_source *source, stretches *out)
{
    moment now = planner->observed->now;
    if (is_pushed(source->node))
        journal_late_seen(planner->arena, source->node->memory, now, out);
    else
        journal_late_stretches(planner->arena, source->node->memory, now, out);
    add_present(planner, source, out);
}

/* Returns the index of the last stretch with this digest, or -1 if there is none or digest is NULL.
 */
static ptrdiff_t last_of(const stretches *list, const char *digest)
{
    for (size_t i = list->count; digest != NULL && i-- > 0;)
        if (text_equal(list->items[i].digest, digest))
            return (ptrdiff_t)i;
    return -1;
}

/* True if the source is known to have got the stretch's digest after the target's last move. */
static bool came_later(const struct stretch *stretch, const struct standing *target)
{
    return !stretch->since_unknown && !target->since_unknown && stretch->since >= target->since;
}

/* True if the source gets the image only in this run. A build that pushed it did so before. */
static bool comes(const struct tag_node *source, const struct tag_node *target, const char *digest)
{
    return !text_equal(digest,
                       is_pushed(source) ? target->arriving : source->draft.row.current_digest);
}

/* Drops the image that the source gets in this run, if an arrival is judged: the arrival took what
 * the source had before this run. */
static void drop_coming(const struct planner *planner, const struct tag_node *target,
                        const struct tag_node *source, stretches *list)
{
    const struct stretch *last = &list->items[list->count - 1];
    if (target->arriving != NULL && list->count > 1 && last->record == NULL &&
        last->since == planner->observed->now && comes(source, target, last->digest))
        list->count--;
}

/* True if the last stretches tell as much about the stretch `first` and those after it as all
 * stretches would. The very first one may have begun earlier, and a person may have moved the tag
 * back to a digest from before it. */
static bool tell_enough(const stretches *list, ptrdiff_t first)
{
    if (first < 1)
        return false;
    for (size_t i = (size_t)first + 1; i < list->count; i++) {
        bool known = !list->items[i].by_person;
        for (size_t k = 0; k < i && !known; k++)
            known = text_equal(list->items[k].digest, list->items[i].digest);
        if (!known)
            return false;
    }
    return true;
}

static struct past look_back(struct planner *planner, const struct tag_node *target,
                             const struct hop_source *source, const char *present)
{
    struct past past = {0};
    recall_late(planner, source, &past.list);
    drop_coming(planner, target, source->node, &past.list);
    ptrdiff_t same = last_of(&past.list, present);
    if (!tell_enough(&past.list, same))
        (void)memory_more(planner, source->node->memory);
    if (same >= 0) {
        past.first = (size_t)same;
        return past;
    }
    /* The source never had the target's digest, so every image that the source got after the
     * target's last recorded move counts as newer. */
    past.first = past.list.count - 1;
    if (target->standing.head != NULL || present == NULL)
        while (past.first > 0 &&
               (present == NULL || came_later(&past.list.items[past.first - 1], &target->standing)))
            past.first--;
    return past;
}

/* True if the stretch is the last one of its digest. Only that one decides whether the source
 * dropped the digest. */
static bool is_last(const stretches *list, size_t index)
{
    return last_of(list, list->items[index].digest) == (ptrdiff_t)index;
}

static bool listed(const candidate_list *list, const char *digest)
{
    list_each (candidate, list)
        if (text_equal(candidate->digest, digest))
            return true;
    return false;
}

/* True if a person moved this tag, which the source follows, back from the digest, and the tag did
 * not get it again. */
static bool backed_out(struct planner *planner, const struct tag_node *followed, const char *digest)
{
    stretches list;
    moment now = planner->observed->now;
    memory_stretches(planner, followed->memory, &list);
    arrival_present_earlier(planner->arena, followed->arrival, now, now, &list);
    if (followed->arrival != NULL && followed->draft.row.current_digest != NULL)
        stretch_present(planner->arena, &list, followed->draft.row.current_digest, now, now,
                        found_by_person(followed));
    stretch_back_out(&list);
    ptrdiff_t last = last_of(&list, digest);
    return last >= 0 && list.items[last].backed_out;
}

/* True if a tag that the source follows rolled back from the digest or denies it. */
static bool dropped_below(struct planner *planner, const struct tag_node *source,
                          const char *digest)
{
    for (const struct tag_node *at = source->alias_end.next; at != NULL; at = at->alias_end.next) {
        struct tag_policy policy = stream_tag_policy(planner->arena, at->stream, at->tag);
        if (policy_denies(&policy, digest) || backed_out(planner, at, digest))
            return true;
    }
    return false;
}

/* True if the source environment rolled back from this image or denies it. */
static bool dropped(struct planner *planner, struct tag_node *target,
                    const struct hop_source *source, const struct stretch *stretch)
{
    struct draft *draft = &target->draft;
    if (stretch->backed_out || dropped_below(planner, source->node, stretch->digest)) {
        draft_say(draft, "%s rolled back from %s", source->environment, stretch->digest);
        return true;
    }
    if (source->node->stream == NULL)
        return false;
    struct tag_policy policy =
        stream_tag_policy(planner->arena, source->node->stream, source->node->tag);
    if (!policy_denies(&policy, stretch->digest))
        return false;
    draft_say(draft, "%s denies %s", source->environment, stretch->digest);
    return true;
}

/* Returns the holding of a stretch's image. If its record names no source, the image is assumed to
 * be where the source's current image is. */
static struct holding holding_of(struct planner *planner, const struct hop_source *source,
                                 const struct hop *hop, const struct stretch *stretch)
{
    struct holding holding = *source->holding;
    if (holding.integrated) { /* an ImageStreamImage names the previous environment */
        holding.home = source->environment;
        holding.stream = hop->stream;
    }
    if (text_equal(holding.digest, stretch->digest))
        return holding;
    holding.digest = stretch->digest;
    holding.form = IMAGE_FORM_UNKNOWN;
    memory_image(planner->arena, stretch->record, &holding);
    return holding;
}

/* True if the record cites a commit that the branch is known not to have. */
static bool uncited(const struct planner *planner, const struct stretch *stretch)
{
    const char *commit = stretch->record != NULL ? stretch->record->commit : NULL;
    const struct answer *answer =
        commit != NULL
            ? observed_find(planner->observed, (struct question){QUESTION_COMMIT, commit})
            : NULL;
    return answer != NULL && answer->state == ANSWER_NONE;
}

/* Returns how long the source had the digest. If the record cites a commit that the branch does not
 * have, the past does not count: the time starts now, or is zero if the source lost the digest. */
static struct stood stood_of(const struct planner *planner, const struct hop_source *source,
                             const struct stretch *stretch)
{
    const struct journal *journal = planner->observed->journal;
    struct stood stood = {
        .environment = source->environment,
        .known = judged(planner, source->node),
        .since = stretch->since,
        .until = stretch->until,
        .since_unknown = stretch->since_unknown,
        .until_unknown = stretch->until_unknown,
        .rebuilt = stretch->rebuilt || (journal != NULL && journal->state != JOURNAL_READ),
        .commit = stretch->record != NULL ? stretch->record->commit : NULL,
    };
    if (!uncited(planner, stretch))
        return stood;
    bool stands = stretch->until == MOMENT_NEVER;
    source->node->uncited |= stands;
    stood.since = stands ? planner->observed->now : stretch->until;
    stood.since_unknown = false;
    stood.rebuilt = true;
    stood.commit = NULL;
    return stood;
}

static struct candidate *add(struct planner *planner, const struct tag_node *target,
                             const struct hop_source *source, const struct stretch *stretch,
                             candidate_list *out)
{
    struct candidate *candidate = list_add(planner->arena, out);
    candidate->hop = target->hop;
    candidate->digest = stretch->digest;
    candidate->holding = holding_of(planner, source, target->hop, stretch);
    *list_add(planner->arena, &candidate->stood) = stood_of(planner, source, stretch);
    return candidate;
}

/* Lists the candidates with `join: all`: digests of the first source that all others have or had.
 */
static void find_common(struct planner *planner, struct tag_node *target,
                        const hop_sources *sources, const struct past *pasts, candidate_list *out)
{
    const struct past *past = &pasts[0];
    for (size_t i = past->list.count; i-- > past->first && out->count < CANDIDATES_MAX;) {
        const struct stretch *stretch = &past->list.items[i];
        bool wanted = is_last(&past->list, i) && !listed(out, stretch->digest) &&
                      !dropped(planner, target, &sources->items[0], stretch);
        for (size_t k = 1; wanted && k < sources->count; k++) {
            ptrdiff_t other = last_of(&pasts[k].list, stretch->digest);
            wanted = other >= (ptrdiff_t)pasts[k].first &&
                     !dropped(planner, target, &sources->items[k], &pasts[k].list.items[other]);
        }
        if (!wanted)
            continue;
        struct candidate *candidate = add(planner, target, &sources->items[0], stretch, out);
        for (size_t k = 1; k < sources->count; k++) {
            ptrdiff_t other = last_of(&pasts[k].list, stretch->digest);
            *list_add(planner->arena, &candidate->stood) =
                stood_of(planner, &sources->items[k], &pasts[k].list.items[other]);
        }
    }
}

static int newest_first(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    const struct stood *one = left->stood.items, *two = right->stood.items;
    if (!one->known || !two->known || (one->since_unknown && two->since_unknown))
        return 0;
    if (one->since_unknown != two->since_unknown)
        return one->since_unknown ? 1 : -1;
    if (one->since == two->since)
        return 0;
    return one->since > two->since ? -1 : 1;
}

/* Lists the candidates with `join: any`. */
static void find_any(struct planner *planner, struct tag_node *target, const hop_sources *sources,
                     const struct past *pasts, candidate_list *out)
{
    for (size_t k = 0; k < sources->count; k++)
        for (size_t i = pasts[k].list.count; i-- > pasts[k].first && out->count < CANDIDATES_MAX;) {
            const struct stretch *stretch = &pasts[k].list.items[i];
            if (is_last(&pasts[k].list, i) && !listed(out, stretch->digest) &&
                !dropped(planner, target, &sources->items[k], stretch))
                add(planner, target, &sources->items[k], stretch, out);
        }
    list_sort(out, newest_first);
}

void candidates_find(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                     const char *present, candidate_list *out)
{
    *out = (candidate_list){0};
    struct past *pasts = arena_array(planner->arena, struct past, sources->count);
    for (size_t i = 0; i < sources->count; i++)
        pasts[i] = look_back(planner, node, &sources->items[i], present);
    if (node->hop->entry->join == HOP_JOIN_ANY)
        find_any(planner, node, sources, pasts, out);
    else
        find_common(planner, node, sources, pasts, out);
    size_t count = 0;
    while (count < out->count && !text_equal(out->items[count].digest, present))
        count++;
    out->count = count < out->count ? count + 1 : count;
}

void candidates_search(struct planner *planner, const hop_sources *sources,
                       struct digest_search *search)
{
    stretches list;
    list_each (source, sources) {
        recall(planner, source, &list);
        list_each (stretch, &list)
            digest_search_add(search, stretch->digest);
    }
}

/* True if the tag had `digest` before its last time with `present`. list: its last stretches. */
static bool stood_before(struct planner *planner, const struct tag_journal *tag,
                         const stretches *list, const char *present, const char *digest)
{
    ptrdiff_t same = last_of(list, present);
    for (ptrdiff_t i = 0; i < same; i++)
        if (text_equal(list->items[i].digest, digest))
            return true;
    (void)memory_lacks(planner, tag, same >= 0 ? digest : present);
    return false;
}

bool candidates_older(struct planner *planner, const struct tag_node *node,
                      const hop_sources *sources, const char *present, const char *digest)
{
    stretches list;
    if (present == NULL)
        return false;
    moment now = planner->observed->now;
    journal_late_stretches(planner->arena, node->memory, now, &list);
    /* An image that arrived without a record came after the recorded ones. */
    stretch_present(planner->arena, &list, present, now, now, false);
    if (stood_before(planner, node->memory, &list, present, digest))
        return true;
    list_each (source, sources) {
        recall_late(planner, source, &list);
        drop_coming(planner, node, source->node, &list);
        if (stood_before(planner, source->node->memory, &list, present, digest))
            return true;
    }
    return false;
}
