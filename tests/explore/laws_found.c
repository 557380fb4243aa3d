// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/laws_found.h"

#include "manifests/base/text.h"
#include "tests/explore/answers.h"

/* True if the place is in prod, whose gates ask for labels. */
static bool asks_labels(const struct world *world, int place)
{
    return world->scenario->labels &&
           text_equal(world->scenario->places[place].environment, "prod");
}

bool laws_labels(const struct world *world, int place, int image)
{
    return !asks_labels(world, place) || (image_has_label(image, 0) && image_has_label(image, 1));
}

/* Returns the only item of evidence of this kind and argument, or NULL. */
static const struct evidence *only(const struct record *record, const char *kind,
                                   const char *argument)
{
    const struct evidence *found = NULL;
    for (size_t i = 0; i < record->evidence_count; i++) {
        const struct evidence *item = &record->evidence[i];
        if (!text_equal(item->kind, kind) || !text_equal(item->argument, argument))
            continue;
        if (found != NULL)
            return NULL;
        found = item;
    }
    return found;
}

bool laws_evidence(const struct run *run, int place, const struct record *record)
{
    struct world *world = run->world;
    const struct place *at = &world->scenario->places[place];
    int image = image_of(record->digest);
    bool labels = asks_labels(world, place);
    const struct evidence *soak = only(record, "soak", "2h");
    size_t stops = only(record, EVIDENCE_STOP, "hold") != NULL;
    if (record->evidence_count != (labels ? 1 + LABELS : 1) + stops || soak == NULL)
        return world_complain(world, "%s/%s: a promotion with %zu items of evidence",
                              at->environment, at->stream, record->evidence_count);
    if (soak->outcome == EVIDENCE_HELD && run->mood != MOOD_AHEAD &&
        world_longest(world, run->branch, at->source, image) < SOAK)
        return world_complain(world, "%s/%s: the evidence of a soak that was not", at->environment,
                              at->stream);
    for (int i = 0; labels && i < LABELS; i++) {
        const struct evidence *label = only(record, "label", label_texts[i]);
        if (label == NULL || (label->outcome == EVIDENCE_HELD) != image_has_label(image, i))
            return world_complain(world, "%s/%s: false evidence of the label %s", at->environment,
                                  at->stream, label_texts[i]);
    }
    return true;
}

/* A move that a run found. */
struct found {
    const struct run *run;
    struct world *world;
    int place, source, image;
    const char *name;
    const struct truth *truth;
    const struct stay *stay;
    const struct record *record;
    const struct entry *past; /* the records before this one, newest first; NULL: none */
    const struct pin_origin *origin;
};

/* True if the record of a move of this tag to the image cites the commit. */
static bool cited(const struct found *found, const char *commit)
{
    const struct entry *entry = found->past;
    for (; entry != NULL; entry = entry->before)
        if (record_moves(entry->record.kind) && text_equal(entry->record.commit, commit) &&
            image_of(entry->record.digest) == found->image)
            return true;
    return false;
}

/* True if the journal says that the tag had the image. */
static bool on_record(const struct found *found)
{
    const struct entry *entry = found->past;
    while (entry != NULL &&
           !(record_moves(entry->record.kind) && image_of(entry->record.digest) == found->image))
        entry = entry->before;
    return entry != NULL;
}

static bool gone(const struct entry *entry)
{
    while (entry != NULL && !record_moves(entry->record.kind))
        entry = entry->before;
    return entry != NULL && entry->record.kind == RECORD_MISSING;
}

bool laws_gone(const struct run *run, int place)
{
    return gone(run->branch->journal[place]);
}

/* True if the move that the claim names is recorded. */
static bool arrived_before(const struct found *found)
{
    const struct claimed_move *claim = found->origin->claim;
    const struct entry *entry = found->past;
    for (; entry != NULL; entry = entry->before)
        if (record_moves(entry->record.kind) && image_of(entry->record.digest) == found->image &&
            (text_equal(entry->record.commit, found->origin->commit) ||
             (claim != NULL && claim->source != NULL &&
              text_equal(entry->record.source, claim->source))))
            return true;
    return false;
}

/* True if a person's request in a clone passed over the gate. */
static bool overrode(const struct found *found, const char *kind, const char *argument)
{
    const struct pin_origin *origin = found->origin;
    for (size_t i = 0; i < origin->evidence_count; i++)
        if (text_equal(origin->claim->kind, "promote") &&
            origin->evidence[i].outcome == EVIDENCE_OVERRIDDEN &&
            text_equal(origin->evidence[i].kind, kind) &&
            text_equal(origin->evidence[i].argument, argument))
            return true;
    return false;
}

/* True if the image has its labels and may have soaked in the previous environment on this branch,
 * or if a person passed over these gates. */
static bool may_have_passed(const struct found *found)
{
    bool good = found->source >= 0;
    for (int i = 0; asks_labels(found->world, found->place) && i < LABELS; i++)
        good &= image_has_label(found->image, i) || overrode(found, "label", label_texts[i]);
    return found->run->mood == MOOD_AHEAD || !good || overrode(found, "soak", "2h")
               ? good
               : world_longest(found->world, found->run->branch, found->source, found->image) >=
                     SOAK;
}

/* Returns how often the tag had the image on this branch. */
static int times(const struct truth *truth, int image)
{
    int times = 0;
    for (const struct stay *stay = truth->stays; stay != NULL; stay = stay->before)
        times += stay->image == image;
    return times;
}

/* True if the tag had the image on this branch before, by the records. */
static bool had_before(const struct found *found)
{
    for (const struct stay *stay = found->stay->before; stay != NULL; stay = stay->before)
        if (stay->image == found->image)
            return true;
    return false;
}

static bool all_cited(const struct found *found, int place)
{
    const struct entry *entry = found->run->branch->journal[place];
    for (; entry != NULL; entry = entry->before)
        if (entry->record.commit != NULL &&
            history_find(found->run->base, entry->record.commit) == NULL)
            return false;
    return true;
}

/* True if an alias followed one tag, with one image, in all commits since it was recorded. */
static bool was_steady(const struct found *found, const struct stay *stay)
{
    const struct scenario *scenario = found->world->scenario;
    const struct commit *tip = found->run->base, *at = tip;
    const char *follows = commit_pin(scenario, tip, found->source)->follows;
    for (; at != NULL && at != stay->at; at = at->parents[0])
        if (!text_equal(commit_pin(scenario, at, found->source)->follows, follows) ||
            commit_image(scenario, at, found->source) != found->image)
            return false;
    return at != NULL;
}

/* True if the gates are certainly open: the previous environment has the image since a run recorded
 * it, for long enough, and nothing else speaks against it. */
static bool surely_open(const struct found *found)
{
    const struct world *world = found->world;
    const struct pin *pin = commit_pin(world->scenario, found->run->base, found->place);
    if (found->source < 0)
        return true;
    const struct truth *source = &found->run->branch->truths[found->source];
    const struct stay *stay = source->stays;
    /* The tag that an alias follows must not have moved back. */
    if (commit_image(world->scenario, found->run->base, found->source) != found->image ||
        commit_pin(world->scenario, found->run->base, found->source)->denied & 1U << found->image)
        return false;
    if (world->scenario->places[found->source].source == SOURCE_ALIAS && !was_steady(found, stay))
        return false;
    return !truth_waits(source) && !source->hand && stay->image == found->image &&
           stay->seen != MOMENT_NEVER && world->now - stay->seen >= SOAK &&
           times(source, found->image) == 1 && times(found->truth, found->image) == 1 &&
           found->stay == found->truth->stays && !(pin->denied & 1U << found->image) &&
           all_cited(found, found->source) && all_cited(found, found->place) &&
           laws_labels(world, found->place, found->image);
}

/* A killed run's move. After a reset, a run may plan a recorded move again for the same commit;
 * then nothing tells it from a cherry-pick, which is a person's. */
static bool judge_run(const struct found *found)
{
    const struct record *record = found->record;
    if (record->kind == RECORD_HELD && !arrived_before(found))
        return world_complain(found->world, "%s: weir's move is recorded as a person's",
                              found->name);
    return text_equal(record->who, found->stay->by->author) ||
           world_complain(found->world, "%s: weir's move is recorded for %s", found->name,
                          record->who);
}

/* True if the image before was set by hand, and nobody released it. */
static bool was_hand(const struct found *found)
{
    const struct entry *last = found->past;
    if (found->stay->before == found->truth->recorded)
        return found->truth->hand;
    return last != NULL && last->record.kind == RECORD_HELD;
}

/* True if a move by hand may have this kind of record. */
static bool justified(const struct found *found)
{
    const struct world *world = found->world;
    enum record_kind kind = found->record->kind;
    int upstream = world->scenario->places[found->place].upstream;
    if (kind == RECORD_PROMOTED)
        return may_have_passed(found);
    if (kind == RECORD_PINNED && gone(found->past))
        return found->source < 0; /* like the first image of a tag */
    if (kind == RECORD_PINNED)
        return found->source < 0 && !was_hand(found) && world->upstream[upstream] == found->image;
    if (kind == RECORD_ROLLED_BACK)
        return found->origin->holds && had_before(found);
    return kind == RECORD_HELD;
}

static bool judge_reset(const struct found *found)
{
    const struct record *record = found->record;
    if (!cited(found, found->origin->commit))
        return true; /* no record says that the image was there before */
    if (record->kind != RECORD_HELD && !justified(found))
        return world_complain(found->world, "%s: a reset is recorded as %s", found->name,
                              record_word(record->kind));
    return record->who == NULL ||
           world_complain(found->world, "%s: a reset is recorded for %s", found->name, record->who);
}

/* A person's commit on this branch. If side was updated from main and main was then forwarded to
 * side, main's first parents may skip the commit; that looks like a reset. */
static bool judge_edit(const struct found *found)
{
    const struct record *record = found->record;
    if (cited(found, found->origin->commit))
        return judge_reset(found);
    if (!justified(found))
        return world_complain(found->world, "%s: a person's move is recorded as %s", found->name,
                              record_word(record->kind));
    if (!text_equal(record->who, found->stay->by->author) ||
        !text_equal(record->commit, found->origin->commit))
        return world_complain(found->world, "%s: the move of %s in %s is recorded for %s in %s",
                              found->name, found->stay->by->author, found->origin->commit,
                              record->who, record->commit);
    return true;
}

/* A move that came from another branch, or a request that a person committed in a clone. */
static bool judge_merge(const struct found *found)
{
    const struct record *record = found->record;
    const struct claimed_move *claim = found->origin->claim;
    if (!text_equal(record->commit, found->origin->commit))
        return world_complain(found->world, "%s: the move of %s is recorded for %s", found->name,
                              found->origin->commit, record->commit);
    bool word = claim != NULL && text_equal(claim->kind, "rollback");
    bool back = claim != NULL ? word && (found->origin->holds || on_record(found))
                              : found->origin->holds && had_before(found);
    bool again = arrived_before(found);
    bool set_back = again && cited(found, found->origin->commit);
    if (!text_equal(record->who, found->origin->who) && !(set_back && record->who == NULL))
        return world_complain(found->world, "%s: the move of %s is recorded for %s", found->name,
                              found->origin->who, record->who);
    if (again && !back && !justified(found))
        return world_complain(found->world, "%s: a second arrival is recorded as %s", found->name,
                              record_word(record->kind));
    if (record->kind == RECORD_PROMOTED && !may_have_passed(found))
        return world_complain(found->world, "%s: image %d arrived although its gates are closed",
                              found->name, found->image);
    if (record->kind == RECORD_PROMOTED && !laws_evidence(found->run, found->place, record))
        return false;
    if (record->kind == RECORD_PINNED && found->source >= 0)
        return world_complain(found->world, "%s: a promotion is recorded as pinned", found->name);
    if (back && !again && !gone(found->past) && record->kind != RECORD_ROLLED_BACK)
        return world_complain(found->world, "%s: a person's rollback is recorded as %s",
                              found->name, record_word(record->kind));
    if (claim != NULL && !word && !again && record->kind == RECORD_HELD && surely_open(found))
        return world_complain(found->world, "%s: a merged move is recorded as a person's",
                              found->name);
    return true;
}

static bool judge(struct found *found)
{
    const struct record *record = found->record;
    if (found->image == 0)
        return (record->kind == RECORD_MISSING && text_equal(record->who, found->origin->who)) ||
               world_complain(found->world, "%s: the deletion of %s is recorded as %s of %s",
                              found->name, found->origin->who, record_word(record->kind),
                              record->who);
    switch (found->stay->how) {
    case HOW_RUN:
        return judge_run(found);
    case HOW_EDIT:
        return judge_edit(found);
    case HOW_RESET:
        return judge_reset(found);
    case HOW_MERGE:
        return judge_merge(found);
    case HOW_UNCLEAR:
        break;
    }
    return true;
}

bool laws_found(const struct run *run, int place, const stay_list *images,
                const struct record *const *records)
{
    arena_scope struct arena scratch = {0};
    const struct scenario *scenario = run->world->scenario;
    const struct entry *past = run->branch->journal[place];
    for (size_t i = 0; i < images->count; i++) {
        const struct stay *stay = images->items[i];
        struct found found = {
            .run = run,
            .world = run->world,
            .place = place,
            .source = scenario->places[place].source,
            .image = stay->image,
            .name = run_name(run, place),
            .truth = &run->branch->truths[place],
            .stay = stay,
            .record = records[i],
            .past = past,
            .origin = scenario->places[place].source == SOURCE_ALIAS
                          ? answer_image(&scratch, scenario, run->base, run->branch->name, place)
                          : answer_commit(&scratch, scenario, stay->by, run->branch->name, place),
        };
        if (!judge(&found))
            return false;
        struct entry *entry = arena_new(&scratch, struct entry);
        *entry = (struct entry){.record = *records[i], .before = past};
        past = entry;
    }
    return true;
}
