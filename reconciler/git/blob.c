// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/blob.h"

#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

/* True if an object that could not be read is damaged or lost, rather than too long or not a
 * file. */
static bool lost(git_odb *odb, const struct source_file *file)
{
    odb_object_scope git_odb_object *object = NULL;
    git_object_t type = GIT_OBJECT_INVALID;
    size_t size = 0;
    git_oid id = tree_object_id(&file->id);
    if (git_odb_read_header(&size, &type, odb, &id) != 0)
        return true;
    if (size > TEXT_FILE_MAX)
        return false;
    /* libgit2 may have cached the unverified object from the failed read, so check the hash. */
    return git_odb_read(&object, odb, &id) != 0 ||
           !object_is(&id, git_odb_object_data(object), git_odb_object_size(object), type);
}

int blob_read(struct repository *repository, const struct source_file *file, struct text *bytes,
              struct err *err)
{
    struct err ignored;
    git_oid id = tree_object_id(&file->id);
    int result = tree_read(repository->odb, file, bytes, err);
    if (result >= 0 || bytes->length > 0)
        return result;
    /* The file may have been listed from the cache's previous generation. */
    if (repository->older != NULL && tree_read(repository->older, file, bytes, &ignored) == 0)
        return 0;
    if (!repository_lazy(repository) || git_odb_exists(repository->odb, &id) ||
        repository->driver->need(repository, &id, 1, &ignored) != 0)
        return result;
    return tree_read(repository->odb, file, bytes, err);
}

int blob_read_or_renew(struct repository *repository, const struct source_file *file,
                       struct text *bytes, struct err *err)
{
    struct err ignored;
    struct tip tip;
    int result = blob_read(repository, file, bytes, err);
    if (result >= 0 || repository->driver->renew == NULL || bytes->length > 0 ||
        !lost(repository->odb, file))
        return result;
    if (repository->driver->renew(repository, &ignored) != 0 ||
        repository->driver->tips(repository, &tip, &ignored) != 0)
        return result;
    return tree_read(repository->odb, file, bytes, err);
}
