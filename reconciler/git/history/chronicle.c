// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/declared/part.h"
#include "reconciler/git/history/chronicled.h"
#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/commit_parse.h"
#include "reconciler/git/objects/own_commit.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/objects/tree_diff.h"
#include "reconciler/git/repository_tip.h"
#include "reconciler/git/source_at.h"

enum {
    ASKED_FOR_MAX = 1000, /* trailers of one commit */
    MERGED_MAX = 10000,   /* commits of one merge that are looked at */
};

static void revwalk_free(git_revwalk **walk)
{
    git_revwalk_free(*walk);
}

/* --- walking --- */

static void reverse(struct chain *chain)
{
    for (size_t i = 0, count = chain->links.count; i < count / 2; i++) {
        struct link_of_chain swapped = chain->links.items[i];
        chain->links.items[i] = chain->links.items[count - 1 - i];
        chain->links.items[count - 1 - i] = swapped;
    }
}

/*
 * By which parent the branch came to a merge. As a rule the first; but who merges the branch into
 * what they have and pushes that (`git pull` does) makes it the second. It is where commits of
 * weir's own are which the first lacks: they are made on the branch and nowhere else.
 */
static const git_oid *parent_of(const struct chronicle *chronicle, const git_commit *commit)
{
    const struct history *history = &chronicle->history;
    const git_oid *first = git_commit_parent_id(commit, 0),
                  *second = git_commit_parent_id(commit, 1);
    git_repository *git =
        history->aside.git != NULL ? history->aside.git : chronicle->repository->git;
    CLEANUP(revwalk_free) git_revwalk *walk = NULL;
    git_oid id;
    bool own = false;
    if (git_commit_parentcount(commit) != 2 || git_revwalk_new(&walk, git) != 0 ||
        git_revwalk_push(walk, second) != 0 || git_revwalk_hide(walk, first) != 0)
        return first;
    for (unsigned i = 0; i < MERGED_MAX && !own && git_revwalk_next(&id, walk) == 0; i++) {
        commit_scope git_commit *merged = NULL;
        own = git_commit_lookup(&merged, git, &id) == 0 && commit_text_own(merged);
    }
    return own ? second : first;
}

/* One commit further back: 1, 0 when there is none or none that can be had, -1. */
static int step_back(struct chronicle *chronicle, struct chain *chain, git_oid *id, moment *time,
                     struct err *err)
{
    commit_scope git_commit *commit = NULL;
    if (chain->links.count + 1 >= HISTORY_DEPTH_MAX) {
        chain->cut =
            arena_print(&chronicle->arena, "it has more than %d commits", HISTORY_DEPTH_MAX - 1);
        return 0;
    }
    int result =
        history_commit(&chronicle->history, id, (unsigned)chain->links.count, &commit, err);
    if (result < 0)
        return -1;
    if (result > 0) {
        chain->cut = arena_text(&chronicle->arena, err->message);
        return 0;
    }
    *list_add(&chronicle->arena, &chain->links) =
        (struct link_of_chain){*id, *git_commit_tree_id(commit), git_commit_parentcount(commit)};
    *time = git_commit_time(commit);
    if (git_commit_parentcount(commit) == 0)
        return 0;
    *id = *parent_of(chronicle, commit);
    return 1;
}

/* The commits behind a tip, by first parents, with their ids and times. */
static int walk_back(struct chronicle *chronicle, const git_oid *tip, struct chain *chain,
                     struct err *err)
{
    struct arena *arena = &chronicle->arena;
    LIST_OF(moment) times = {0};
    char hex[GIT_OID_HEXSZ + 1];
    git_oid id = *tip;
    int more = 1;
    while (more > 0) {
        moment time = 0;
        size_t before = chain->links.count;
        more = step_back(chronicle, chain, &id, &time, err);
        if (chain->links.count > before)
            *list_add(arena, &times) = time;
    }
    if (more < 0)
        return -1;
    if (chain->links.count == 0)
        return err_set(err, "its commit can't be read: %s", chain->cut);
    reverse(chain);
    size_t count = chain->links.count;
    chain->told = arena_array(arena, struct audit_commit, count);
    for (size_t i = 0; i < count; i++) {
        struct audit_commit *told = &chain->told[i];
        told->id = arena_text(arena, git_oid_tostr(hex, sizeof hex, &chain->links.items[i].id));
        told->time = times.items[count - 1 - i];
        told->raised = told->time;
        if (i > 0 && told[-1].raised > told->raised)
            told->raised = told[-1].raised;
    }
    return 0;
}

/* --- what a commit says of itself --- */

static void take_trailers(struct chronicle *chronicle, const git_commit *commit,
                          struct audit_commit *out)
{
    struct arena *arena = &chronicle->arena;
    const char *message = git_commit_message(commit);
    out->own = commit_text_own(commit);
    if (!out->own)
        return;
    out->journal = own_commit_journal(arena, message);
    out->asked_for = own_commit_asked_for(arena, message, ASKED_FOR_MAX, &out->asked_for_count);
}

static int judge(struct chronicle *chronicle, const git_oid *id, struct audit_commit *out,
                 struct err *err)
{
    const struct repository_options *options = &chronicle->repository->options;
    odb_object_scope git_odb_object *object = NULL;
    struct verdict verdict;
    if (!trust_asked(&options->trust))
        return 0;
    if (history_read(&chronicle->history, id, GIT_OBJECT_COMMIT, SPLIT_COMMIT_MAX, &object, err) !=
            0 ||
        trust_judge(&options->trust, git_odb_object_data(object), git_odb_object_size(object),
                    options->stop, &verdict, err) != 0)
        return err_wrap(err, "the signature of commit %s", out->id);
    if (!verdict.trusted) {
        out->doubt = arena_text(&chronicle->arena, verdict.why);
        out->bare = verdict.bare;
    }
    return 0;
}

int chronicle_describe(struct chronicle *chronicle, const git_oid *id, bool trailers,
                       struct audit_commit *out, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    if (history_commit(&chronicle->history, id, 0, &commit, err) != 0)
        return -1;
    out->who = commit_text_author(&chronicle->arena, commit);
    out->why = commit_text_subject(&chronicle->arena, commit);
    if (trailers)
        take_trailers(chronicle, commit, out);
    return judge(chronicle, id, out, err);
}

/* --- opening --- */

void chronicle_close(struct chronicle *chronicle)
{
    if (chronicle == NULL)
        return;
    history_close(&chronicle->history);
    listing_done(&chronicle->listing);
    arena_done(&chronicle->arena);
    free(chronicle);
}

static int no_journal(struct err *err)
{
    err_set(err, "there is no journal (branch %s), so nothing can be proved", JOURNAL_BRANCH);
    return err_hint(
        err,
        "run `weir sync` on a bare repository or a URL to start one; in a clone fetch it first");
}

static int open_all(struct chronicle *chronicle, struct err *err)
{
    struct repository *repository = chronicle->repository;
    struct object_ids tips = {0};
    struct tip tip = {0};
    if (repository_tips(repository, &tip, err) != 0)
        return -1;
    if (!tip.exists)
        return err_set(err, "there is no commit yet");
    repository->tip = tip;
    if (tip.journal.state == JOURNAL_UNKNOWN)
        return err_set(err, "the journal can't be read: %s", tip.journal.why);
    bool there = tip.journal.state == JOURNAL_READ;
    *list_add(&chronicle->arena, &tips.list) = tip.id;
    if (there)
        *list_add(&chronicle->arena, &tips.list) = tip.journal.id;
    if (history_all(&chronicle->history, &tips, err) != 0 ||
        walk_back(chronicle, &tip.id, &chronicle->branch, err) != 0)
        return -1;
    if (!there)
        return history_names_journal(repository) ? 0 : no_journal(err);
    if (walk_back(chronicle, &tip.journal.id, &chronicle->journal, err) != 0 ||
        chronicle_read_journal(chronicle, err) != 0)
        return err_wrap(err, "the journal");
    return 0;
}

int chronicle_open(struct repository *repository, struct chronicle **out, struct err *err)
{
    struct chronicle *made = memory_must(calloc(1, sizeof *made));
    made->repository = repository;
    made->history.repository = repository;
    if (open_all(made, err) != 0) {
        chronicle_close(made);
        return err_wrap(err, "reading \"%s\"", repository->location.name);
    }
    *out = made;
    return 0;
}

const struct audit_commit *chronicle_commits(const struct chronicle *chronicle, size_t *count,
                                             const char **cut)
{
    *count = chronicle->branch.links.count;
    *cut = chronicle->branch.cut;
    return chronicle->branch.told;
}

const struct audit_journal *chronicle_journal(const struct chronicle *chronicle)
{
    return &chronicle->told;
}

/* --- the commits that matter --- */

struct looking {
    struct chronicle *chronicle;
    struct arena scratch;
    bool matters;
};

static void part_done(struct part *part)
{
    arena_done(&part->arena);
}

/* Whether a file holds anything that says what is pinned or what may move. */
static int look_at(struct looking *looking, const char *path, const git_oid *blob, struct err *err)
{
    CLEANUP(part_done) struct part part = {0};
    odb_object_scope git_odb_object *object = NULL;
    if (blob == NULL || looking->matters)
        return 0;
    if (text_equal(path, FREEZE_FILE)) {
        looking->matters = true;
        return 0;
    }
    if (history_read(&looking->chronicle->history, blob, GIT_OBJECT_BLOB, REPOSITORY_PACK_MAX,
                     &object, err) != 0)
        return err_wrap(err, "\"%s\"", path);
    if (git_odb_object_size(object) > TEXT_FILE_MAX)
        return 0; /* of it nothing is declared */
    part_decode(&part, &looking->scratch, path, git_odb_object_data(object),
                git_odb_object_size(object));
    looking->matters = part.streams.count > 0 || part.promotions.count > 0 ||
                       part.settings.count > 0 || part.kustomization != NULL;
    return 0;
}

static int look(void *context, const struct delta *delta, struct err *err)
{
    struct looking *looking = context;
    if (look_at(looking, delta->path, delta->was, err) != 0)
        return -1;
    return look_at(looking, delta->path, delta->is, err);
}

/* Whether the commit could have changed anything: 1, 0, -1. */
static int matters(struct chronicle *chronicle, size_t index, struct err *err)
{
    const struct link_of_chain *link = &chronicle->branch.links.items[index];
    const struct repository *repository = chronicle->repository;
    struct looking looking = {.chronicle = chronicle};
    int result =
        delta_walk(history_odb(&chronicle->history), index > 0 ? &link[-1].tree : NULL, &link->tree,
                   repository->options.wanted, look, &looking, repository->options.stop, err);
    arena_done(&looking.scratch);
    return result != 0 ? -1 : looking.matters;
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
                  repository->options.stop, &fresh, err) != 0) {
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
    out->commit = chronicle->branch.told[index].id;
    out->branch = *branch != '\0' ? arena_text(run, branch) : NULL;
    return 0;
}

int chronicle_tip(struct chronicle *chronicle, struct arena *run, struct source *out,
                  struct err *err)
{
    return make_source(chronicle, chronicle->branch.links.count - 1, run, out, err);
}

int chronicle_next(struct chronicle *chronicle, struct arena *run, size_t *index,
                   struct source *out, struct err *err)
{
    const struct chain *branch = &chronicle->branch;
    for (; chronicle->at < branch->links.count; chronicle->at++) {
        size_t at = chronicle->at;
        int result = matters(chronicle, at, err);
        if (result == 0)
            continue;
        if (result < 0 ||
            chronicle_describe(chronicle, &branch->links.items[at].id, true, &branch->told[at],
                               err) != 0 ||
            make_source(chronicle, at, run, out, err) != 0)
            return err_wrap(err, "commit %s", branch->told[at].id);
        *index = at;
        chronicle->at++;
        return 1;
    }
    return 0;
}
