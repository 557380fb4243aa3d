// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/new_objects.h"

#include "reconciler/git/library_error.h"

enum { LOOSE_MAX = 64 };

void objects_close(struct objects *objects)
{
    arena_done(&objects->arena);
}

int objects_write(struct objects *objects, const void *bytes, size_t size, git_object_t type,
                  git_oid *out)
{
    if (git_odb_hash(out, bytes, size, type) != 0)
        return -1;
    *list_add(&objects->arena, &objects->made) = (struct pack_object){*out, type, bytes, size};
    return 0;
}

static int by_id(const void *left, const void *right)
{
    const struct pack_object *a = left, *b = right;
    return git_oid_cmp(&a->id, &b->id);
}

/* Two files may get the same bytes; a pack has an object once. */
static void remove_doubles(struct objects *objects)
{
    size_t kept = 0;
    list_sort(&objects->made, by_id);
    for (size_t i = 0; i < objects->made.count; i++)
        if (i == 0 || by_id(&objects->made.items[i], &objects->made.items[kept - 1]) != 0)
            objects->made.items[kept++] = objects->made.items[i];
    objects->made.count = kept;
}

static int store_loose(struct objects *objects, struct err *err)
{
    git_oid id;
    list_each (object, &objects->made)
        if (git_odb_write(&id, objects->repository->odb, object->bytes, object->size,
                          object->type) != 0)
            return library_error(err, "the objects can't be written");
    return 0;
}

int objects_store(struct objects *objects, struct err *err)
{
    struct repository *repository = objects->repository;
    bool pushes = repository->driver->pushes;
    if (!pushes && objects->made.count <= LOOSE_MAX)
        return store_loose(objects, err);
    pack_scope struct pack own = pack_of_none();
    struct pack *pack = pushes ? &repository->pack : &own;
    remove_doubles(objects);
    if (pack_make(objects->made.items, objects->made.count, pack, err) != 0)
        return -1;
    return pushes ? 0 : pack_store(repository->git, pack, err);
}
