// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/new_objects.h"

#include "reconciler/git/objects/pack_store.h"

struct new_objects new_objects_begin(git_repository *git, git_odb *odb, struct pack *pushed)
{
    return (struct new_objects){.git = git, .odb = odb, .pushed = pushed, .keep = PACK_KEEP_NONE};
}

void new_objects_close(struct new_objects *objects)
{
    pack_keep_end(&objects->keep);
    arena_done(&objects->arena);
}

int new_objects_write(struct new_objects *objects, const void *bytes, size_t size,
                      git_object_t type, git_oid *out)
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

/* Two files may get the same bytes, but a pack must contain each object only once. */
static void remove_duplicates(struct new_objects *objects)
{
    size_t kept = 0;
    list_sort(&objects->made, by_id);
    for (size_t i = 0; i < objects->made.count; i++)
        if (i == 0 || by_id(&objects->made.items[i], &objects->made.items[kept - 1]) != 0)
            objects->made.items[kept++] = objects->made.items[i];
    objects->made.count = kept;
}

int new_objects_store(struct new_objects *objects, struct err *err)
{
    pack_scope struct pack own = pack_of_none();
    struct pack *pack = objects->pushed != NULL ? objects->pushed : &own;
    remove_duplicates(objects);
    if (pack_make(objects->made.items, objects->made.count, pack, err) < 0)
        return -1;
    return objects->pushed != NULL ? 0 : pack_store(objects->git, pack, &objects->keep, err);
}
