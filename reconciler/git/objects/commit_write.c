// SPDX-License-Identifier: Apache-2.0
/*
 * A commit without a check-out: the raw bytes of each touched tree are taken, the id of the entry
 * is replaced, and nothing else. Untouched entries stay as they are, odd ones included.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "reconciler/git/commit_signature.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/journal/journal_append.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/new_objects.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/refs/ref.h"

/* A base of a later date is somebody's mistake and isn't followed. */
static const moment date_max = INT32_MAX;

struct entries {
    LIST_OF(struct tree_entry) list;
};

struct tree_build {
    struct objects objects;
    struct arena arena;
    const struct file_edit **edits; /* sorted by path: a folder's stand together */
    struct err *err;
};

static void build_done(struct tree_build *build)
{
    objects_close(&build->objects);
    arena_done(&build->arena);
}

static int by_path(const void *left, const void *right)
{
    const struct file_edit *const *a = left, *const *b = right;
    return strcmp((*a)->path, (*b)->path);
}

static int by_tree_order(const void *left, const void *right)
{
    return tree_order(left, right);
}

static int read_entries(struct tree_build *build, const git_oid *tree, struct entries *out)
{
    struct err *err = build->err;
    odb_object_scope git_odb_object *object = NULL;
    if (object_read(build->objects.repository->odb, tree, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX,
                    &object, err) != 0)
        return -1;
    /* Names point into the bytes, which the cache may drop. */
    size_t size = git_odb_object_size(object);
    const char *at = arena_copy(&build->arena, git_odb_object_data(object), size);
    const char *end = at + size;
    struct tree_entry entry;
    int more;
    while ((more = tree_next(&at, end, &entry)) > 0)
        *list_add(&build->arena, &out->list) = entry;
    return more == 0 ? 0 : err_set(err, "a tree is damaged");
}

static int write_entries(struct tree_build *build, struct entries *entries, git_oid *out)
{
    size_t size = 0, used = 0;
    list_each (entry, &entries->list)
        size += entry->mode_length + entry->length + 2 + GIT_OID_RAWSZ;
    char *bytes = arena_alloc(&build->arena, size);
    list_each (entry, &entries->list) {
        memcpy(bytes + used, entry->mode_text, entry->mode_length);
        used += entry->mode_length;
        bytes[used++] = ' ';
        memcpy(bytes + used, entry->name, entry->length);
        used += entry->length;
        bytes[used++] = '\0';
        memcpy(bytes + used, entry->id.id, GIT_OID_RAWSZ);
        used += GIT_OID_RAWSZ;
    }
    if (objects_write(&build->objects, bytes, size, GIT_OBJECT_TREE, out) != 0)
        return library_error(build->err, "a tree can't be written");
    return 0;
}

/* The blob of an edit in place of `entry`; NULL when the folder has no such name. */
static int write_blob(struct tree_build *build, const struct file_edit *edit,
                      const struct tree_entry *entry, git_oid *out)
{
    struct err *err = build->err;
    if ((entry == NULL) != (edit->old_bytes == NULL))
        return err_set(err, "\"%s\" %s in the base commit", edit->path,
                       entry != NULL ? "exists already" : "doesn't exist");
    if (entry != NULL && !tree_regular(entry->mode))
        return err_set(err, "\"%s\" is not a regular file", edit->path);
    if (entry != NULL && !object_is(&entry->id, edit->old_bytes, edit->old_length, GIT_OBJECT_BLOB))
        return err_set(err, "\"%s\" is different in the base commit", edit->path);
    if (objects_write(&build->objects, edit->bytes, edit->length, GIT_OBJECT_BLOB, out) != 0)
        return library_error(err, "\"%s\" can't be written", edit->path);
    return 0;
}

static struct tree_entry *entry_find(struct entries *entries, const char *name, size_t length)
{
    list_each (entry, &entries->list)
        if (entry->length == length && memcmp(entry->name, name, length) == 0)
            return entry;
    return NULL;
}

/* Edits [first, last) lie in this tree, whose path has `prefix` bytes. old: NULL for a new one. */
static int build_tree(struct tree_build *build, const git_oid *old, size_t first, size_t last,
                      size_t prefix, git_oid *out)
{
    struct entries entries = {0};
    bool added = false;
    if (old != NULL && read_entries(build, old, &entries) != 0)
        return -1;
    for (size_t next; first < last; first = next) {
        const struct file_edit *edit = build->edits[first];
        const char *name = edit->path + prefix;
        size_t length = strcspn(name, "/");
        bool folder = name[length] == '/';
        for (next = first + 1; folder && next < last; next++)
            if (strncmp(build->edits[next]->path + prefix, name, length + 1) != 0)
                break;
        struct tree_entry *entry = entry_find(&entries, name, length);
        git_oid id;
        if (folder && entry != NULL && entry->mode != MODE_TREE)
            return err_set(build->err, "a parent of \"%s\" is not a directory", edit->path);
        int result = folder ? build_tree(build, entry != NULL ? &entry->id : NULL, first, next,
                                         prefix + length + 1, &id)
                            : write_blob(build, edit, entry, &id);
        if (result != 0)
            return -1;
        if (entry == NULL) {
            const char *mode = folder ? "40000" : "100644";
            entry = list_add(&build->arena, &entries.list);
            *entry = (struct tree_entry){.mode_text = mode,
                                         .mode_length = strlen(mode),
                                         .mode = folder ? MODE_TREE : 0100644,
                                         .name = name,
                                         .length = length};
            added = true;
        }
        entry->id = id;
    }
    if (added)
        list_sort(&entries.list, by_tree_order);
    return write_entries(build, &entries, out);
}

static int sort_edits(struct tree_build *build, const struct commit_request *request)
{
    build->edits = arena_array(&build->arena, const struct file_edit *, request->count);
    for (size_t i = 0; i < request->count; i++) {
        const char *path = request->edits[i].path, *problem = path_problem(path);
        if (problem != NULL)
            return err_set(build->err, "the path \"%s\" %s", path, problem);
        build->edits[i] = &request->edits[i];
    }
    list_order(build->edits, request->count, sizeof *build->edits, by_path);
    for (size_t i = 1; i < request->count; i++) {
        const char *before = build->edits[i - 1]->path, *path = build->edits[i]->path;
        size_t length = strlen(before);
        if (strncmp(before, path, length) == 0 && (!path[length] || path[length] == '/'))
            return err_set(build->err, "\"%s\" and \"%s\" can't both be edited", before, path);
    }
    return 0;
}

static int check_identity(const struct identity *who, struct err *err)
{
    if (text_blank(who->name) || text_blank(who->email))
        return err_set(err, "a commit needs a name and an email address");
    for (const char *const *text = (const char *const[]){who->name, who->email, NULL}; *text;
         text++)
        for (const unsigned char *at = (const unsigned char *)*text; *at; at++)
            if (*at < 0x20 || *at == 0x7f || *at == '<' || *at == '>')
                return err_set(err, "\"%s\" can't be used as a commit's author", *text);
    return 0;
}

static int write_commit(struct repository *repository, struct tree_build *build,
                        const struct commit_request *request, moment date, const git_oid *base,
                        const git_oid *tree, git_oid *out)
{
    char hex[GIT_OID_HEXSZ + 1];
    const char *message = request->message;
    const struct identity *author = &request->author, *committer = &request->committer;
    if (check_identity(author, build->err) != 0 || check_identity(committer, build->err) != 0)
        return -1;
    size_t length = strlen(message);
    if (length > REPOSITORY_MESSAGE_MAX)
        return err_set(build->err, "the commit message is longer than %d bytes",
                       REPOSITORY_MESSAGE_MAX);
    const char *parent = base != NULL ? arena_print(&build->arena, "parent %s\n",
                                                    git_oid_tostr(hex, sizeof hex, base))
                                      : "";
    const char *bytes = arena_print(
        &build->arena,
        "tree %s\n%sauthor %s <%s> %" PRId64 " +0000\ncommitter %s <%s> %" PRId64 " +0000\n\n%s%s",
        git_oid_tostr(hex, sizeof hex, tree), parent, author->name, author->email, date,
        committer->name, committer->email, date, message, text_ends(message, "\n") ? "" : "\n");
    if (commit_signature_make(repository, &build->arena, &bytes, build->err) != 0)
        return -1;
    if (objects_write(&build->objects, bytes, strlen(bytes), GIT_OBJECT_COMMIT, out) != 0)
        return library_error(build->err, "the commit can't be written");
    return 0;
}

/* 0 and the commit's id, 1 when it would have no difference, -1. */
static int build_commit(struct repository *repository, struct tree_build *build,
                        const struct commit_request *request, const git_oid *base, git_oid *out)
{
    commit_scope git_commit *parent = NULL;
    struct err *err = build->err;
    git_oid tree;
    moment date = request->date < 0 ? 0 : request->date;
    if (base != NULL && git_commit_lookup(&parent, repository->git, base) != 0)
        return library_error(err, "the commit %s can't be read", request->base);
    const git_oid *old = parent != NULL ? git_commit_tree_id(parent) : NULL;
    if (parent != NULL && git_commit_time(parent) > date && git_commit_time(parent) <= date_max)
        date = git_commit_time(parent);
    if (request->count == 0)
        return 1;
    if (sort_edits(build, request) != 0 || build_tree(build, old, 0, request->count, 0, &tree) != 0)
        return -1;
    if (old != NULL && git_oid_equal(old, &tree))
        return 1;
    return write_commit(repository, build, request, date, base, &tree, out);
}

enum { STEP_BRANCH, STEP_JOURNAL, STEP_COUNT }; /* in the order in which they are moved */

/* The commits of one write, and the refs that move to them. */
struct new_commits {
    struct ref_step steps[STEP_COUNT];
    char ref[BRANCH_REF_MAX]; /* of the branch */
    git_oid base, commit, journal_base, journal;
};

static int parse_base(const struct commit_request *request, git_oid *out, struct err *err)
{
    return strlen(request->base) == GIT_OID_HEXSZ && git_oid_fromstr(out, request->base) == 0
               ? 0
               : err_set(err, "\"%s\" is not a commit", request->base);
}

/* The branch's commit, then the journal's, which names it; neither is stored yet. */
static int build_all(struct repository *repository, struct tree_build *build,
                     const struct commit_request *request, struct new_commits *out)
{
    char hex[GIT_OID_HEXSZ + 1];
    struct journal_append append = {0};
    struct commit_request given = *request;
    if (request->base != NULL && parse_base(request, &out->base, build->err) != 0)
        return -1;
    out->steps[STEP_BRANCH].ref = branch_ref(out->ref, repository->tip.branch);
    out->steps[STEP_JOURNAL].ref = BRANCH_JOURNAL_REF;
    journal_append_begin(&append, repository, &build->arena, &given);
    const git_oid *base = given.base != NULL ? &out->base : NULL;
    int result = build_commit(repository, build, &given, base, &out->commit);
    if (result < 0)
        return -1;
    if (result == 0) {
        out->steps[STEP_BRANCH].from = base;
        out->steps[STEP_BRANCH].to = &out->commit;
    }
    struct commit_request journal;
    git_oid_tostr(hex, sizeof hex, &out->commit);
    if (journal_append_make(&append, result == 0 ? hex : NULL, &journal, build->err) != 0)
        return -1;
    if (journal.count == 0)
        return 0;
    if (journal.base != NULL && parse_base(&journal, &out->journal_base, build->err) != 0)
        return -1;
    base = journal.base != NULL ? &out->journal_base : NULL;
    result = build_commit(repository, build, &journal, base, &out->journal);
    if (result == 0) {
        out->steps[STEP_JOURNAL].from = base;
        out->steps[STEP_JOURNAL].to = &out->journal;
    }
    return result < 0 ? err_wrap(build->err, "the journal") : 0;
}

static int check_place(const struct repository *repository, struct err *err)
{
    if (repository->driver->in_place)
        return err_set(err, "\"%s\" is edited in place", repository->location.name);
    if (!*repository->tip.branch) {
        err_set(err, "\"%s\" is not on a branch", repository->location.name);
        return err_hint(err, "name one with --branch");
    }
    if (text_equal(repository->tip.branch, JOURNAL_BRANCH)) {
        err_set(err, "\"%s\" is the journal's branch", JOURNAL_BRANCH);
        return err_hint(err, "name another with --branch");
    }
    return 0;
}

int repository_commit(struct repository *repository, const struct commit_request *request,
                      struct write_outcome *out, struct err *err)
{
    struct new_commits writing = {0};
    struct write_outcome made = {.result = WRITE_NOTHING};
    __attribute__((cleanup(build_done))) struct tree_build build = {
        .objects = {.repository = repository}, .err = err};
    struct ref_steps steps = {writing.steps, STEP_COUNT};
    const struct ref_step *branch = &writing.steps[STEP_BRANCH];
    const struct ref_step *journal = &writing.steps[STEP_JOURNAL];
    if (check_place(repository, err) != 0)
        return -1;
    int result = build_all(repository, &build, request, &writing);
    if (result == 0 && (branch->to != NULL || journal->to != NULL)) {
        result = objects_store(&build.objects, err);
        if (result == 0)
            result = repository->driver->move(repository, &steps, &made, err);
    }
    if (result < 0)
        return err_wrap(err, "committing to \"%s\"", repository->location.name);
    if (made.result == WRITE_DONE && branch->moved)
        git_oid_tostr(made.commit, sizeof made.commit, &writing.commit);
    if (made.result == WRITE_DONE && journal->moved)
        git_oid_tostr(made.journal, sizeof made.journal, &writing.journal);
    *out = made;
    return 0;
}
