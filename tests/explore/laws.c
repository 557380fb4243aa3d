// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/laws.h"

#include "manifests/base/text.h"
#include "tests/explore/laws_alias.h"
#include "tests/explore/laws_found.h"

static const struct truth *truth_of(const struct run *run, int place)
{
    return &run->branch->truths[place];
}

/* True if the tag had the image on this branch before its current one, as a run recorded. */
static bool had_before(const struct truth *truth, int image)
{
    const struct stay *stay = truth->recorded;
    for (stay = stay != NULL ? stay->before : NULL; stay != NULL; stay = stay->before)
        if (stay->image == image && stay->seen != MOMENT_NEVER)
            return true;
    return false;
}

static bool had(const struct truth *truth, int image)
{
    for (const struct stay *stay = truth->stays; stay != NULL; stay = stay->before)
        if (stay->image == image)
            return true;
    return false;
}

/* Judges a promotion by its soak and its direction. */
static bool lawful_step(const struct run *run, int place, int image, bool word)
{
    struct world *world = run->world;
    const struct pin *pin = commit_pin(world->scenario, run->base, place);
    int source = world->scenario->places[place].source;
    moment stood = world_longest(world, run->branch, source, image);
    if (word && run->intent->override_gates)
        return true;
    if (!laws_labels(world, place, image))
        return world_complain(world, "%s: image %d lacks a label", run_name(run, place), image);
    /* A clone does not know that an image left and came back between two runs. */
    bool blind = run->clone && truth_waits(truth_of(run, source));
    if (run->mood != MOOD_AHEAD && stood < SOAK && !blind)
        return world_complain(world, "%s: image %d stood %lld s before, not %d",
                              run_name(run, place), image, (long long)stood, SOAK);
    if (!word && !(pin->denied & 1U << pin->image) && had_before(truth_of(run, place), image))
        return world_complain(world, "%s: a step back to image %d", run_name(run, place), image);
    return true;
}

/* Judges that an image which a run pins is the upstream tag's, and came there before the settle
 * time began. */
static bool lawful_pin(const struct run *run, int place, int image, bool word)
{
    struct world *world = run->world;
    int upstream = world->scenario->places[place].upstream;
    if (word || run->mood == MOOD_AHEAD)
        return true;
    if (image != world->upstream[upstream] || image == IMAGE_HOTFIX)
        return world_complain(world, "%s: image %d is not upstream", run_name(run, place), image);
    moment age = world->now - world->first_pushed[upstream][image];
    if (age < SETTLE && truth_of(run, place)->recorded != NULL)
        return world_complain(world, "%s: image %d is upstream for only %lld s",
                              run_name(run, place), image, (long long)age);
    return true;
}

/* True if the person's request names this tag. */
static bool requested(const struct run *run, int place)
{
    const struct place *at = &run->world->scenario->places[place];
    return text_equal(at->environment, run->intent->environment) &&
           text_equal(at->stream, run->intent->stream) && text_equal(at->tag, run->intent->tag);
}

static bool lawful(const struct run *run, const struct row *row, int place)
{
    struct world *world = run->world;
    const struct pin *pin = commit_pin(world->scenario, run->base, place);
    int image = image_of(row->wanted_digest);
    bool word = row->reason == REASON_ASKED_FOR;
    enum intent_kind kind = word ? run->intent->kind : INTENT_NONE;
    bool alias = world->scenario->places[place].source == SOURCE_ALIAS;
    if (word && kind != INTENT_PROMOTE && !requested(run, place))
        return world_complain(world, "%s moved in a request for another tag", run_name(run, place));
    if (image == world_image(run->branch, place) || (alias && row->follows != NULL))
        return true;
    if (kind == INTENT_RELEASE)
        return world_complain(world, "%s: a release moved the tag", run_name(run, place));
    if (pin->denied & 1U << image)
        return world_complain(world, "%s: image %d came back after a rollback",
                              run_name(run, place), image);
    if (!word && pin->held && pin->until > run->now)
        return world_complain(world, "%s: a held tag moved", run_name(run, place));
    if (run->mood == MOOD_FORGETS && !word)
        return world_complain(world, "%s moved while the journal could not be read",
                              run_name(run, place));
    if (kind == INTENT_ROLLBACK)
        return had(truth_of(run, place), image) ||
               world_complain(world, "%s: a rollback to image %d, which the tag never had",
                              run_name(run, place), image);
    if (alias)
        return image == 0 ||
               world_complain(world, "%s: a run froze the alias", run_name(run, place));
    if (world->scenario->places[place].source >= 0)
        return lawful_step(run, place, image, word);
    return lawful_pin(run, place, image, word);
}

bool laws_rows(const struct run *run)
{
    list_each (row, &run->plan.rows) {
        int place = run_place(run, row);
        if (row_state(row) == ROW_WRITES && row->kind != ROW_CONSUMER && place >= 0 &&
            !lawful(run, row, place))
            return false;
    }
    return true;
}

/* Returns the row that moves the tag to another image, or NULL. */
static const struct row *moving(const struct run *run, int place)
{
    int before = world_image(run->branch, place);
    list_each (row, &run->plan.rows)
        if (run_place(run, row) == place && row_state(row) == ROW_WRITES &&
            row->kind != ROW_CONSUMER && image_of(row->wanted_digest) != before)
            return row;
    return NULL;
}

/* The records of one tag. */
struct told {
    int place;
    LIST_OF(const struct record *) found; /* of images that came before the run, oldest first */
    const struct record *written;         /* of the run's own move, or NULL */
    const struct record *released;        /* or NULL */
    bool held_again;
};

/* row: the row that moves the tag, or NULL. */
static struct told collect(struct arena *arena, const struct run *run, int place,
                           const struct row *row)
{
    struct told told = {.place = place};
    list_each (due, &run->dues) {
        const struct record *record = &due->record;
        if (scenario_place(run->world->scenario, due->environment, due->stream, due->tag) != place)
            continue;
        if (record->kind == RECORD_RELEASED)
            told.released = record;
        told.held_again |= record->rebuilt && record->kind == RECORD_HELD;
        if (record_moves(record->kind) && !record->rebuilt)
            *list_add(arena, &told.found) = record;
    }
    if (row != NULL && told.found.count > 0)
        told.written = told.found.items[--told.found.count];
    return told;
}

/* Judges the record of the run's own move. */
static bool judge_written(const struct run *run, const struct row *row, const struct record *record)
{
    int place = run_place(run, row);
    if (record == NULL || image_of(record->digest) != image_of(row->wanted_digest))
        return world_complain(run->world, "%s: the run's move has no record", run_name(run, place));
    if (!text_equal(record->who, run_author(run)) || !text_equal(record->commit, run->commit->id) ||
        !text_equal(record->source, run->base->id))
        return world_complain(run->world, "%s: the record of the run's move names %s and %s",
                              run_name(run, place), record->who, record->commit);
    if (record->time > run->now)
        return world_complain(run->world, "%s: a record of the future", run_name(run, place));
    return record->kind != RECORD_PROMOTED || laws_evidence(run, place, record);
}

/* Judges that no run undoes a person's move. */
static bool judge_hand(const struct run *run, const struct told *told, bool asked)
{
    const struct truth *truth = truth_of(run, told->place);
    const struct pin *pin = commit_pin(run->world->scenario, run->base, told->place);
    size_t found = told->found.count;
    bool hand = found > 0 ? told->found.items[found - 1]->kind == RECORD_HELD
                          : truth->hand && !truth_waits(truth);
    if (asked || !hand || pin->released == pin->image)
        return true;
    return world_complain(run->world, "%s: a person's move was undone", run_name(run, told->place));
}

/* Judges that a release was requested, or that its commit released the image or removed the hold.
 */
static bool judge_release(const struct run *run, const struct told *told)
{
    const struct scenario *scenario = run->world->scenario;
    const struct record *record = told->released;
    bool asked = run->intent != NULL && run->intent->kind == INTENT_RELEASE;
    if (record == NULL || asked)
        return true;
    const struct commit *by =
        record->commit != NULL ? history_find(run->base, record->commit) : NULL;
    const struct commit *before = by != NULL ? by->parents[0] : NULL;
    if (before == NULL)
        return world_complain(run->world, "%s: a release without its commit",
                              run_name(run, told->place));
    const struct pin *was = commit_pin(scenario, before, told->place);
    const struct pin *is = commit_pin(scenario, by, told->place);
    bool removed = was->held && !is->held;
    if (!removed && (is->released == 0 || is->released == was->released))
        return world_complain(run->world, "%s: a release that nobody made",
                              run_name(run, told->place));
    return by->parents[1] != NULL || text_equal(record->who, by->author) ||
           world_complain(run->world, "%s: the release of %s is recorded for %s",
                          run_name(run, told->place), by->author, record->who);
}

/* Judges the records after the branch was set back: each names a commit of the branch that gave the
 * tag this image, and the last one is true. */
static bool judge_unsure(const struct run *run, const struct told *told, const stay_list *waiting)
{
    const struct scenario *scenario = run->world->scenario;
    size_t last = told->found.count - 1;
    list_each (record, &told->found) {
        const struct commit *by =
            (*record)->commit != NULL ? history_find(run->base, (*record)->commit) : NULL;
        if (by == NULL || commit_image(scenario, by, told->place) != image_of((*record)->digest))
            return world_complain(run->world, "%s: a record of image %d in %s",
                                  run_name(run, told->place), image_of((*record)->digest),
                                  (*record)->commit);
    }
    if (image_of(told->found.items[last]->digest) != world_image(run->branch, told->place))
        return world_complain(run->world, "%s: the current image is not recorded",
                              run_name(run, told->place));
    return waiting->count == 0 || last > 0 ||
           laws_found(run, told->place, waiting, &told->found.items[last]);
}

/* Judges the records of the images that came to the branch before the run: each is recorded once,
 * in order. must: the run looks at the tag. */
static bool judge_found(const struct run *run, const struct told *told, bool must)
{
    arena_scope struct arena scratch = {0};
    struct world *world = run->world;
    const struct truth *truth = truth_of(run, told->place);
    const char *name = run_name(run, told->place);
    stay_list waiting = truth_waiting(&scratch, truth);
    if (truth->recorded == NULL)
        return told->found.count < 2 ||
               world_complain(world, "%s: %zu records of the first image", name, told->found.count);
    if (truth->unsure && told->found.count > 0)
        return judge_unsure(run, told, &waiting);
    if (told->found.count == 0)
        return waiting.count == 0 || !must ||
               world_complain(world, "%s: a move is not recorded", name);
    if (waiting.count == 0)
        return world_complain(world, "%s: a move is recorded twice", name);
    if (told->found.count != waiting.count)
        return world_complain(world, "%s: %zu records of %zu moves", name, told->found.count,
                              waiting.count);
    for (size_t i = 0; i < waiting.count; i++)
        if (image_of(told->found.items[i]->digest) != waiting.items[i]->image)
            return world_complain(world, "%s: image %d is recorded instead of %d", name,
                                  image_of(told->found.items[i]->digest), waiting.items[i]->image);
    return laws_found(run, told->place, &waiting, told->found.items);
}

static bool judge_tag(const struct run *run, int place)
{
    arena_scope struct arena scratch = {0};
    struct world *world = run->world;
    const struct row *row = moving(run, place);
    struct told told = collect(&scratch, run, place, row);
    bool asked = row != NULL && row->reason == REASON_ASKED_FOR;
    bool all = run->intent == NULL && run->mood != MOOD_SILENT && run->mood != MOOD_FORGETS;
    if (told.held_again && !truth_of(run, place)->hand)
        return world_complain(world, "%s: a released tag is held again", run_name(run, place));
    if (!judge_found(run, &told, all || row != NULL))
        return false;
    if (row != NULL && (!judge_written(run, row, told.written) || !judge_hand(run, &told, asked)))
        return false;
    return judge_release(run, &told);
}

static bool judge_place(const struct run *run, int place)
{
    if (run->world->scenario->places[place].source == SOURCE_ALIAS)
        return laws_alias(run, place);
    return judge_tag(run, place);
}

bool laws_dues(const struct run *run)
{
    for (int i = 0; i < run->world->scenario->place_count; i++)
        if (!judge_place(run, i))
            return false;
    list_each (due, &run->dues) {
        const char *commit = due->record.commit;
        if (commit != NULL && !(run->commit != NULL && text_equal(commit, run->commit->id)) &&
            history_find(run->base, commit) == NULL)
            return world_complain(run->world,
                                  "%s: a record of %s cites %s, a commit of another branch",
                                  run->branch->name, due->environment, commit);
    }
    return true;
}

bool laws_after(const struct run *run)
{
    struct world *world = run->world;
    if (run->intent != NULL || (run->mood != MOOD_WELL && run->mood != MOOD_AHEAD))
        return true;
    for (int i = 0; i < world->scenario->place_count; i++) {
        const struct entry *entry = run->branch->journal[i];
        const struct pin *pin = commit_pin(world->scenario, run->branch->tip, i);
        if (pin->follows != NULL && world_image(run->branch, i) == 0)
            continue; /* the alias denies each image that it could give */
        while (entry != NULL && !record_moves(entry->record.kind))
            entry = entry->before;
        if (entry == NULL || image_of(entry->record.digest) != world_image(run->branch, i))
            return world_complain(world, "%s: the last record has another image", run_name(run, i));
    }
    return true;
}
