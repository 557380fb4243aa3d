// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects.h"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

#include "reconciler/git/library.h"

enum { LOOSE_MAX = 32 }; /* edits */

int objects_open(struct repository *repository, size_t edits, struct objects *out, struct err *err)
{
    struct objects made = {.odb = repository->odb};
    git_odb_backend *memory = NULL;
    /* The cache of a URL writes to memory already. */
    if (repository->kind == REPOSITORY_BARE && edits > LOOSE_MAX) {
        const char *path = git_repository_path(repository->git);
        if (git_repository_open_bare(&made.apart, path) != 0 ||
            git_repository_odb(&made.odb, made.apart) != 0 || git_mempack_new(&memory) != 0 ||
            git_odb_add_backend(made.odb, memory, 1000) != 0) {
            library_error(err, "the objects can't be kept");
            if (made.odb != repository->odb)
                git_odb_free(made.odb);
            git_repository_free(made.apart);
            return -1;
        }
    }
    *out = made;
    return 0;
}

void objects_close(struct objects *objects)
{
    if (objects->apart) {
        git_odb_free(objects->odb);
        git_repository_free(objects->apart);
    }
    arena_done(&objects->arena);
}

int objects_write(struct objects *objects, const void *bytes, size_t size, git_object_t type,
                  git_oid *out)
{
    if (git_odb_write(out, objects->odb, bytes, size, type) != 0)
        return -1;
    if (objects->apart)
        *list_add(&objects->arena, &objects->made) = *out;
    return 0;
}

int objects_store(struct objects *objects, struct err *err)
{
    git_packbuilder *pack = NULL;
    if (!objects->apart)
        return 0;
    int code = git_packbuilder_new(&pack, objects->apart);
    if (code == 0)
        git_packbuilder_set_threads(pack, 1);
    list_each (id, &objects->made)
        if (code == 0)
            code = git_packbuilder_insert(pack, id, NULL);
    if (code == 0)
        code = git_packbuilder_write(pack, NULL, 0, NULL, NULL);
    if (code != 0)
        library_error(err, "the objects can't be written");
    git_packbuilder_free(pack);
    return code != 0 ? -1 : 0;
}
