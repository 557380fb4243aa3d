// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle.h"

#include <stdlib.h>

#include "manifests/declared/part.h"
#include "reconciler/git/current_files.h"
#include "reconciler/git/history/chronicle_begin.h"
#include "reconciler/git/history/chronicle_commit.h"
#include "reconciler/git/history/chronicle_journal.h"
#include "reconciler/git/history/chronicle_walk.h"
#include "reconciler/git/journal/journal_base.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/objects/tree_diff.h"
#include "reconciler/git/source_at.h"

void chronicle_close(struct chronicle *chronicle)
{
    if (chronicle == NULL)
        return;
    history_close(&chronicle->history);
    listing_done(&chronicle->listing);
    arena_done(&chronicle->arena);
    free(chronicle);
}

static int refuse_without_journal(const struct repository *repository, struct err *err)
{
    const char *branch = repository->tip.branch, *advice = journal_base_advice(repository);
    err_set(err, "there is no journal%s%s%s, so nothing can be proved",
            *branch != '\0' ? " (branch " JOURNAL_PREFIX : "", branch, *branch != '\0' ? ")" : "");
    return advice != NULL
               ? err_hint(err, "fetch the journal: %s", advice)
               : err_hint(err, "run `weir sync` on a bare repository or a URL to start one; in a "
                               "clone, run `git fetch` first");
}

/* Sets *out to the tip of the journal, which is a commit of the base's journal as long as the
 * branch has no journal of its own. Returns 1, or 0 if there is no journal, or -1. */
static int find_journal(struct repository *repository, git_oid *out, struct err *err)
{
    const struct journal_tip *own = &repository->tip.journal;
    struct journal_base base;
    *out = own->id;
    if (own->state == JOURNAL_READ)
        return 1;
    if (own->state == JOURNAL_UNKNOWN)
        return err_set(err, "the journal can't be read: %s", own->why);
    if (journal_base_advice(repository) == NULL && history_names_journal(repository))
        return 0;
    journal_base_find(repository, false, &base);
    if (base.state == JOURNAL_UNKNOWN)
        return err_set(err, "the journal can't be read: %s", base.why);
    if (base.state != JOURNAL_READ || base.empty)
        return refuse_without_journal(repository, err);
    *out = base.id;
    return 1;
}

static int open_all(struct chronicle *chronicle, struct err *err)
{
    struct repository *repository = chronicle->repository;
    struct object_ids tips = {0};
    struct tip tip = {0};
    git_oid journal_tip;
    if (repository->driver->tips(repository, &tip, err) < 0)
        return -1;
    if (!tip.exists)
        return err_set(err, "there is no commit yet");
    if (current_files_check(repository, &tip, err) < 0)
        return -1;
    repository->tip = tip;
    int journal = find_journal(repository, &journal_tip, err);
    if (journal < 0)
        return -1;
    *list_add(&chronicle->arena, &tips.list) = tip.id;
    if (journal > 0)
        *list_add(&chronicle->arena, &tips.list) = journal_tip;
    if (history_all(&chronicle->history, &tips, err) < 0 ||
        chronicle_walk(chronicle, &tip.id, &chronicle->branch, err) < 0)
        return -1;
    if (journal == 0)
        return 0;
    if (chronicle_walk(chronicle, &journal_tip, &chronicle->journal, err) < 0 ||
        chronicle_begin_find(chronicle, err) < 0 || chronicle_journal_read(chronicle, err) < 0)
        return err_wrap(err, "the journal");
    return 0;
}

int chronicle_open(struct repository *repository, moment since, struct chronicle **out,
                   struct err *err)
{
    struct chronicle *made = memory_must(calloc(1, sizeof *made));
    made->repository = repository;
    made->since = since;
    made->history.repository = repository;
    if (open_all(made, err) < 0) {
        chronicle_close(made);
        return err_wrap(err, "reading \"%s\"", repository->location.name);
    }
    *out = made;
    return 0;
}

int chronicle_extend(struct chronicle *chronicle, struct err *err)
{
    chronicle->since = INT64_MIN;
    if (chronicle_journal_read(chronicle, err) < 0)
        return err_wrap(err, "reading \"%s\": the journal", chronicle->repository->location.name);
    return 0;
}

const struct audit_commit *chronicle_commits(const struct chronicle *chronicle, size_t *count,
                                             const char **cut)
{
    *count = chronicle->branch.links.count;
    *cut = chronicle->branch.cut;
    return chronicle->branch.commits;
}

const struct audit_journal *chronicle_journal(const struct chronicle *chronicle)
{
    return &chronicle->audited;
}

/* A search through the changed files of one commit. */
struct search {
    struct chronicle *chronicle;
    struct arena scratch;
    bool found;
};

static void part_done(struct part *part)
{
    arena_done(&part->arena);
}

/* Sets `found` if the file is the freeze file, or declares an ImageStream, a Promotion, settings or
 * a kustomization. blob: NULL if there is no file. */
static int search_file(struct search *search, const char *path, const git_oid *blob,
                       struct err *err)
{
    CLEANUP(part_done) struct part part = {0};
    odb_object_scope git_odb_object *object = NULL;
    if (blob == NULL || search->found)
        return 0;
    if (text_equal(path, FREEZE_FILE)) {
        search->found = true;
        return 0;
    }
    if (history_read(&search->chronicle->history, blob, GIT_OBJECT_BLOB, REPOSITORY_PACK_MAX,
                     &object, err) < 0)
        return err_wrap(err, "\"%s\"", path);
    if (git_odb_object_size(object) > TEXT_FILE_MAX)
        return 0; /* weir never reads declarations from such a long file */
    part_decode(&part, &search->scratch, path, git_odb_object_data(object),
                git_odb_object_size(object));
    search->found = part.streams.count > 0 || part.promotions.count > 0 ||
                    part.settings.count > 0 || part.kustomization != NULL;
    return 0;
}

static int search_both(void *context, const struct tree_diff *delta, struct err *err)
{
    struct search *search = context;
    if (search_file(search, delta->path, delta->was, err) < 0)
        return -1;
    return search_file(search, delta->path, delta->is, err);
}

/* Returns 1 if the commit could have changed a pin or another declaration, or 0 if not, or -1 on
 * error. */
static int may_matter(struct chronicle *chronicle, size_t index, struct err *err)
{
    const struct chain_link *link = &chronicle->branch.links.items[index];
    const struct repository *repository = chronicle->repository;
    struct search search = {.chronicle = chronicle};
    int result = tree_diff_walk(history_odb(&chronicle->history), index > 0 ? &link[-1].tree : NULL,
                                &link->tree, repository->options.wanted, search_both, &search,
                                repository->options.stop, err);
    arena_done(&search.scratch);
    return result < 0 ? -1 : search.found;
}

static int read_file(void *odb, const struct source_file *file, struct text *bytes, struct err *err)
{
    return tree_read(odb, file, bytes, err);
}

static int make_source(struct chronicle *chronicle, size_t index, struct arena *run,
                       struct source *out, struct err *err)
{
    const struct repository *repository = chronicle->repository;
    struct listing fresh = {0};
    const char *branch = repository->tip.branch;
    git_odb *odb = history_odb(&chronicle->history);
    const git_oid *tree = &chronicle->branch.links.items[index].tree;
    if (tree_list(odb, tree, repository->options.wanted,
                  chronicle->listed ? &chronicle->listing : NULL, &chronicle->listed_tree,
                  repository->options.stop, &fresh, err) < 0) {
        listing_done(&fresh);
        return -1;
    }
    listing_done(&chronicle->listing);
    chronicle->listing = fresh;
    chronicle->listed = true;
    chronicle->listed_tree = *tree;
    *out = source_at_make(&fresh, run, read_file, odb);
    out->commits = true;
    out->name = repository->location.name;
    out->commit = chronicle->branch.commits[index].id;
    out->branch = *branch != '\0' ? arena_text(run, branch) : NULL;
    return 0;
}

int chronicle_tip(struct chronicle *chronicle, struct arena *run, struct source *out,
                  struct err *err)
{
    return make_source(chronicle, chronicle->branch.links.count - 1, run, out, err);
}

void chronicle_rewind(struct chronicle *chronicle)
{
    chronicle->next = 0;
}

int chronicle_skip(struct chronicle *chronicle, size_t index, struct arena *run, struct source *out,
                   struct err *err)
{
    const struct chain *branch = &chronicle->branch;
    for (size_t i = 0; i < index; i++)
        if (chronicle_commit_trailer(chronicle, &branch->links.items[i].id, &branch->commits[i],
                                     err) < 0)
            return err_wrap(err, "commit %s", branch->commits[i].id);
    chronicle->next = index;
    return make_source(chronicle, index - 1, run, out, err);
}

int chronicle_next(struct chronicle *chronicle, struct arena *run, size_t *index,
                   struct source *out, struct err *err)
{
    const struct chain *branch = &chronicle->branch;
    for (; chronicle->next < branch->links.count; chronicle->next++) {
        size_t at = chronicle->next;
        struct audit_commit *commit = &branch->commits[at];
        int result = may_matter(chronicle, at, err);
        if (result == 0)
            continue;
        if (result < 0 ||
            chronicle_commit_describe(chronicle, &branch->links.items[at].id, true, commit, err) <
                0 ||
            make_source(chronicle, at, run, out, err) < 0)
            return err_wrap(err, "commit %s", commit->id);
        *index = at;
        chronicle->next++;
        return 1;
    }
    return 0;
}
