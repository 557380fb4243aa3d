// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/checkout_commit.h"

#include "reconciler/git/checkout/checkout_place.h"
#include "reconciler/git/checkout/checkout_state.h"
#include "reconciler/git/checkout/pending_commit.h"
#include "reconciler/git/commit_make.h"
#include "reconciler/git/library_error.h"

int checkout_commit_base(struct repository *repository, char commit[REPOSITORY_COMMIT_MAX],
                         struct write_outcome *out, struct err *err)
{
    struct tip head;
    *commit = '\0';
    int result = checkout_state_head(repository, &head, out, err);
    if (result >= 0 && head.exists)
        git_oid_tostr(commit, REPOSITORY_COMMIT_MAX, &head.id);
    return result;
}

static int name_blobs(struct arena *arena, const struct file_edit *clean, size_t count,
                      struct placement *placement, struct err *err)
{
    struct placed_file *files = arena_array(arena, struct placed_file, count);
    for (size_t i = 0; i < count; i++) {
        files[i].path = clean[i].path;
        if (git_odb_hash(&files[i].id, clean[i].bytes, clean[i].length, GIT_OBJECT_BLOB) != 0)
            return library_error(err, "\"%s\" can't be hashed", clean[i].path);
    }
    placement->files = files;
    placement->file_count = count;
    return 0;
}

/* Stores the objects, a few of them as git does: each in a file of its own. */
static int store_objects(struct commit_making *making)
{
    enum { LOOSE_MAX = 64 };
    struct new_objects *objects = &making->objects;
    git_oid id;
    if (objects->made.count > LOOSE_MAX)
        return new_objects_store(objects, making->err);
    list_each (object, &objects->made)
        if (git_odb_write(&id, objects->odb, object->bytes, object->size, object->type) != 0)
            return library_error(making->err, "the new objects can't be written");
    return 0;
}

/* Makes the commit and stores its objects. Nobody sees them until a ref moves. */
static int store_commit(struct commit_making *making, const struct commit_request *request,
                        const git_oid *head, git_oid *out)
{
    int result = commit_make(making, request, head, false, out);
    if (result > 0)
        return err_set(making->err, "the edits change nothing in the commit");
    return result < 0 ? -1 : store_objects(making);
}

static int commit_locked(struct repository *repository, const struct commit_request *request,
                         const struct tip *head, struct index_file *index,
                         struct write_outcome *out, struct err *err)
{
    arena_scope struct arena arena = {0};
    commit_making_scope struct commit_making making = commit_making_of(repository, err);
    struct placement placement = {.repository = repository,
                                  .index = index,
                                  .branch = head->branch,
                                  .from = head->id,
                                  .edits = request->edits,
                                  .edit_count = request->count};
    struct file_edit *clean = arena_array(&arena, struct file_edit, request->count);
    int result = checkout_state_files(repository, &head->id, index, &arena, request->edits,
                                      request->count, clean, out, err);
    if (result < 0)
        return -1;
    if (result > 0)
        return 0;
    struct commit_request made = *request;
    made.edits = clean;
    struct pending_commit pending;
    snprintf(pending.branch, sizeof pending.branch, "%s", head->branch);
    if (store_commit(&making, &made, &head->id, &placement.to) < 0 ||
        name_blobs(&arena, clean, request->count, &placement, err) < 0)
        return -1;
    pending.id = placement.to;
    if (pending_commit_write(repository->git, &pending, err) < 0)
        return -1;
    result = checkout_place(&placement, out, err);
    if (!placement.halfway)
        pending_commit_remove(repository->git);
    if (result == 0 && out->result == WRITE_DONE)
        git_oid_tostr(out->commit, sizeof out->commit, &placement.to);
    return result;
}

int checkout_commit(struct repository *repository, const struct commit_request *request,
                    struct write_outcome *out, struct err *err)
{
    index_file_scope struct index_file index = INDEX_FILE_NONE;
    struct tip head;
    char hex[GIT_OID_HEXSZ + 1];
    *out = (struct write_outcome){0};
    int result = index_file_lock(&index, repository->git, repository->options.stop, out, err);
    if (result == 0)
        result = checkout_state_head(repository, &head, out, err);
    if (result < 0)
        return err_wrap(err, "committing to \"%s\"", repository->location.name);
    if (result > 0)
        return 0;
    if (!text_equal(git_oid_tostr(hex, sizeof hex, &head.id), request->base)) {
        out->result = WRITE_RACE;
        return 0;
    }
    if (commit_locked(repository, request, &head, &index, out, err) < 0)
        return err_wrap(err, "committing to \"%s\"", repository->location.name);
    return 0;
}
