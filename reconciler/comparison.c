// SPDX-License-Identifier: Apache-2.0
#include "reconciler/comparison.h"

#include <string.h>

#include "diff/plan/plan_make.h"
#include "manifests/declared/declare.h"
#include "reconciler/git/journal/journal_branch.h"
#include "reconciler/observe.h"
#include "reconciler/sync.h"

static void side_close(struct comparison_side *side)
{
    if (side->parts != NULL)
        parts_close(side->parts);
}

void comparison_close(struct comparison *comparison)
{
    side_close(&comparison->base);
    side_close(&comparison->head);
    if (comparison->apart != NULL)
        parts_close(comparison->apart);
    arena_done(&comparison->round);
    arena_done(&comparison->run);
    *comparison = (struct comparison){0};
}

/* Where a file of an overlay comes from: a source, and the file's index in this source. */
struct overlay_file {
    const struct source *source;
    size_t index;
};

static int overlay_read(void *context, size_t index, struct text *bytes, struct err *err)
{
    const struct overlay_file *file = (const struct overlay_file *)context + index;
    return file->source->read(file->source->context, file->index, bytes, err);
}

/* Sets the notes of an overlay: those on weir.yaml and weir.freeze are those of `policy`. */
static void overlay_notes(struct arena *run, const struct source *files,
                          const struct source *policy, struct source *out)
{
    const struct source *from[] = {policy, files};
    struct source_note *notes =
        arena_array(run, struct source_note, files->note_count + policy->note_count);
    out->notes = notes;
    out->note_count = 0;
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < from[i]->note_count; k++)
            if (settings_named(from[i]->notes[k].path) == (from[i] == policy))
                notes[out->note_count++] = from[i]->notes[k];
}

/* Returns an overlay: the files of `files`, except that weir.yaml and weir.freeze are those of
 * `policy`, or absent if `policy` has none. */
static struct source overlay(struct arena *run, const struct source *files,
                             const struct source *policy)
{
    static const char *const names[] = {FREEZE_FILE, SETTINGS_FILE, NULL}; /* sorted */
    struct source made = *files;
    struct source_file *list = arena_array(run, struct source_file, files->count + 2);
    struct overlay_file *origins = arena_array(run, struct overlay_file, files->count + 2);
    const char *const *name = names;
    made.count = 0;
    for (size_t i = 0; i <= files->count; i++) {
        const char *path = i < files->count ? files->files[i].path : NULL;
        for (; *name != NULL && (path == NULL || strcmp(path, *name) >= 0); name++) {
            ptrdiff_t index = source_find(policy, *name);
            if (index < 0)
                continue;
            list[made.count] = policy->files[index];
            origins[made.count++] = (struct overlay_file){policy, (size_t)index};
        }
        if (path == NULL || settings_named(path))
            continue;
        list[made.count] = files->files[i];
        origins[made.count++] = (struct overlay_file){files, i};
    }
    made.files = list;
    made.context = origins;
    made.read = overlay_read;
    overlay_notes(run, files, policy, &made);
    return made;
}

/* Returns the hosts that base names and those that the configuration lists, sorted. */
static text_list known_hosts(struct session *session, struct comparison *comparison)
{
    struct arena *run = &comparison->run;
    const struct config *config = session->options.config;
    text_list hosts = {0};
    list_each (stream, &comparison->base.declared.streams)
        for (size_t i = 0; i < stream->spec->tag_count; i++)
            if (stream->spec->tags[i].reference.host != NULL)
                *list_add(run, &hosts) = stream->spec->tags[i].reference.host;
    list_each (host, &config->plain_http)
        *list_add(run, &hosts) = *host;
    list_each (host, &config->hosts)
        *list_add(run, &hosts) = *host;
    list_each (layout, &config->layouts)
        *list_add(run, &hosts) = layout->host;
    hosts.count = list_order_texts(hosts.items, hosts.count);
    return hosts;
}

static bool listed(const text_list *hosts, const char *host)
{
    return list_find(hosts, &host, list_compare_texts) != NULL;
}

static void refuse(struct comparison *comparison, const char *host, const struct question *question,
                   struct answer *answer)
{
    struct arena *run = &comparison->run;
    *list_add(run, &comparison->refused) = host;
    *answer = (struct answer){
        .question = *question,
        .state = ANSWER_UNKNOWN,
        .word = registry_class_word(REGISTRY_POLICY),
        .why = arena_print(run, "%s: base does not name this host; --allow-host %s permits it",
                           host, host),
    };
}

/* Sets *out to the questions of the two plans, each question once. Returns their number. */
static size_t gather(struct arena *run, const struct comparison *comparison, struct question **out)
{
    const struct plan *plans[] = {&comparison->base.plan, &comparison->head.plan};
    LIST_OF(struct question) all = {0};
    size_t next[2] = {0};
    while (next[0] < plans[0]->questions.count || next[1] < plans[1]->questions.count) {
        const struct question *items[2];
        for (int i = 0; i < 2; i++)
            items[i] =
                next[i] < plans[i]->questions.count ? &plans[i]->questions.items[next[i]] : NULL;
        int order = items[0] == NULL   ? 1
                    : items[1] == NULL ? -1
                                       : question_compare(items[0], items[1]);
        *list_add(run, &all) = *items[order > 0];
        next[0] += order <= 0;
        next[1] += order >= 0;
    }
    *out = all.items;
    return all.count;
}

/* Gets the answers to both plans' questions. Returns false if nothing new was learned. A refused
 * edit is an answer only for the side that it belongs to. `hosts` are the hosts that may be
 * contacted; NULL: all. */
static bool learn(struct session *session, struct comparison *comparison, const text_list *hosts)
{
    arena_scope struct arena scratch = {0};
    struct question *questions = NULL;
    size_t count = gather(&scratch, comparison, &questions), asked = 0, added = 0;
    struct answer *answers = arena_array(&scratch, struct answer, count);
    struct answer *refused = arena_array(&scratch, struct answer, count);
    size_t refusals = 0;
    for (size_t i = 0; i < count; i++) {
        const char *host = arena_copy(&scratch, questions[i].key, strcspn(questions[i].key, "/"));
        if (hosts == NULL || !registry_answers(questions[i].kind) || listed(hosts, host))
            questions[asked++] = questions[i];
        else
            refuse(comparison, arena_text(&comparison->run, host), &questions[i],
                   &refused[refusals++]);
    }
    observe_ask(session, questions, asked, &scratch, answers);
    struct comparison_side *sides[] = {&comparison->base, &comparison->head};
    for (int i = 0; i < 2; i++) {
        const struct change *change = &sides[i]->change;
        added += observed_add(&sides[i]->observed, change->refusals.items, change->refusals.count);
        added += observed_add(&sides[i]->observed, answers, asked);
        added += observed_add(&sides[i]->observed, refused, refusals);
    }
    return added > 0;
}

static void plan_side(struct session *session, struct arena *round, struct comparison_side *side)
{
    struct plan *plan = &side->plan;
    side->change = (struct change){0};
    do {
        *plan = (struct plan){0};
        plan_make(round, &side->declared, &side->observed, NULL, plan);
    } while (
        journal_branch_complete(session->repository, plan->lacking.items, plan->lacking.count));
    change_make(round, &side->planned, &side->plan, &side->change);
}

/* Returns the journal, marked as advisory: a revision may be older or newer than the journal, so a
 * pin that differs from the journal does not count as a manual change. */
static const struct journal *advice(struct session *session, struct arena *run)
{
    struct journal *journal = arena_new(run, struct journal);
    *journal = *journal_branch_read(session->repository);
    journal->advisory = true;
    return journal;
}

static void plan_both(struct session *session, const struct comparison_options *options,
                      struct comparison *comparison)
{
    struct arena *run = &comparison->run;
    moment now = session_now(session);
    text_list hosts = known_hosts(session, comparison);
    comparison->base.observed = observed_make(run, now);
    comparison->head.observed = observed_make(run, now);
    comparison->base.observed.journal = comparison->head.observed.journal = advice(session, run);
    unsigned rounds = 0;
    do {
        arena_clear(&comparison->round); /* keeps the answers, which live in `run` */
        plan_side(session, &comparison->round, &comparison->base);
        plan_side(session, &comparison->round, &comparison->head);
    } while (rounds++ < SYNC_ROUNDS_MAX &&
             learn(session, comparison, options->untrusted ? &hosts : NULL));
    text_list *refused = &comparison->refused;
    refused->count = list_order_texts(refused->items, refused->count);
}

static int read_head(struct session *session, const struct comparison_options *options,
                     struct comparison *comparison, struct err *err)
{
    struct comparison_side *head = &comparison->head;
    struct repository *repository = session->repository;
    if (options->head == NULL && !repository_commits(repository))
        return repository_source(repository, &comparison->run, &head->source, err);
    return repository_source_at(repository, &comparison->run, options->head, &head->source,
                                &head->revision, err);
}

static int read_both(struct session *session, const struct comparison_options *options,
                     struct comparison *comparison, struct err *err)
{
    struct arena *run = &comparison->run;
    struct comparison_side *base = &comparison->base, *head = &comparison->head;
    if (repository_source_at(session->repository, run, options->base, &base->source,
                             &base->revision, err) < 0)
        return err_wrap(err, "base");
    if (base->revision.doubt != NULL)
        return err_set(err, "base: %s", base->revision.doubt);
    if (read_head(session, options, comparison, err) < 0)
        return err_wrap(err, "head");
    base->planned = base->source;
    head->planned = options->untrusted ? overlay(run, &head->source, &base->source) : head->source;
    if (session_need(session, &base->planned, err) < 0 ||
        session_need(session, &head->planned, err) < 0)
        return -1;
    base->parts = parts_open();
    head->parts = parts_open();
    declared_make(run, &base->planned, base->parts, &base->declared);
    declared_make(run, &head->planned, head->parts, &head->declared);
    base->said = base->declared;
    head->said = head->declared;
    return 0;
}

int comparison_make(struct session *session, const struct comparison_options *options,
                    struct comparison *comparison, struct err *err)
{
    if (read_both(session, options, comparison, err) < 0)
        return -1;
    struct comparison_side *base = &comparison->base, *head = &comparison->head;
    if (options->untrusted) {
        comparison->apart = parts_open();
        declared_make(&comparison->run, &head->source, comparison->apart, &head->said);
    }
    plan_both(session, options, comparison);
    const struct review_side before = {&base->said, &base->declared, &base->plan};
    const struct review_side after = {&head->said, &head->declared, &head->plan};
    review_make(&comparison->run, &before, &after, &comparison->review);
    return 0;
}
