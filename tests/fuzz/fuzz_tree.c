// SPDX-License-Identifier: Apache-2.0
/*
 * Any trees in any order. The input is objects, each a length byte and that many bytes of a raw
 * tree, in which one byte is the distance back to the object whose id it replaces. The last tree is
 * listed by itself and with the help of the previous one; both listings must be equal and valid.
 */
#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "reconciler/git/files/path.h"
#include "reconciler/git/library.h"
#include "reconciler/git/objects/tree.h"
#include "tests/fuzz/fuzz.h"

enum { OBJECTS_MAX = 64 };

struct made {
    git_odb *odb;
    git_oid ids[OBJECTS_MAX];
    size_t count;
};

static void add(struct made *made, const void *bytes, size_t length, git_object_t type)
{
    if (git_odb_write(&made->ids[made->count++], made->odb, bytes, length, type) != 0)
        abort();
}

/* Makes the raw tree: the byte after each NUL is replaced by an id. */
static void add_tree(struct made *made, const uint8_t *bytes, size_t length)
{
    char raw[256 * GIT_OID_RAWSZ];
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        raw[used++] = (char)bytes[i];
        if (bytes[i] != '\0' || i + 1 == length)
            continue;
        size_t back = bytes[++i] % made->count;
        memcpy(raw + used, made->ids[made->count - 1 - back].id, GIT_OID_RAWSZ);
        used += GIT_OID_RAWSZ;
    }
    add(made, raw, used, GIT_OBJECT_TREE);
}

static void check_fit(const struct listing *listing)
{
    for (size_t i = 0; i < listing->files.count; i++) {
        const struct source_file *file = &listing->files.items[i];
        if (path_problem(file->path) != NULL || !path_is_manifest(file->path) ||
            (file->mode != 0100644 && file->mode != 0100755) ||
            (i > 0 && strcmp(file[-1].path, file->path) >= 0))
            abort();
    }
    if (listing->notes.count > REPOSITORY_NOTES_MAX)
        abort();
}

static void check_same(const struct listing *a, const struct listing *b)
{
    if (a->files.count != b->files.count || a->notes.count != b->notes.count)
        abort();
    for (size_t i = 0; i < a->files.count; i++) {
        const struct source_file *x = &a->files.items[i], *y = &b->files.items[i];
        if (strcmp(x->path, y->path) != 0 || x->mode != y->mode || x->size != y->size ||
            memcmp(&x->id, &y->id, sizeof x->id) != 0)
            abort();
    }
    for (size_t i = 0; i < a->notes.count; i++)
        if (strcmp(a->notes.items[i].path, b->notes.items[i].path) != 0 ||
            a->notes.items[i].reason != b->notes.items[i].reason)
            abort();
}

static int list(const struct made *made, size_t index, const struct listing *before,
                const git_oid *old, struct listing *out)
{
    struct err err = {0};
    int result =
        tree_list(made->odb, &made->ids[index], path_is_manifest, before, old, NULL, out, &err);
    if ((result != 0) != (err.message[0] != '\0'))
        abort();
    if (result == 0)
        check_fit(out);
    return result;
}

static void check(const struct made *made)
{
    struct listing old = {0}, alone = {0}, beside = {0};
    size_t last = made->count - 1;
    bool listed = list(made, last - 1, NULL, NULL, &old) == 0;
    int result = list(made, last, NULL, NULL, &alone);
    if (listed && list(made, last, &old, &made->ids[last - 1], &beside) == 0 && result == 0)
        check_same(&alone, &beside);
    listing_done(&old);
    listing_done(&alone);
    listing_done(&beside);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static bool open;
    struct err err = {0};
    struct made made = {0};
    git_odb_backend *memory = NULL;
    if (!open && library_open(&err) != 0)
        abort();
    open = true;
    /* Deep trees with many names take long and find nothing that small ones do not. */
    if (length > 2048)
        return 0;
    if (git_odb_new(&made.odb) != 0 || git_mempack_new(&memory) != 0 ||
        git_odb_add_backend(made.odb, memory, 1) != 0)
        abort();
    add(&made, "a: b\n", 5, GIT_OBJECT_BLOB);
    add(&made, "", 0, GIT_OBJECT_TREE);
    for (size_t at = 0; at < length && made.count < OBJECTS_MAX;) {
        size_t size = data[at++];
        size = size < length - at ? size : length - at;
        add_tree(&made, data + at, size);
        at += size;
    }
    check(&made);
    git_odb_free(made.odb);
    return 0;
}
