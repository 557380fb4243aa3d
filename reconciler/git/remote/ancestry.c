// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/ancestry.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/commit_parse.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/remote/lookup.h"

/* Ids that were met: open addressing, an id is its own hash, the zero id is an empty slot. */
struct id_set {
    git_oid *slots;
    size_t capacity, count;
};

static size_t slot_of(const struct id_set *set, const git_oid *id)
{
    uint64_t hash;
    memcpy(&hash, id->id, sizeof hash);
    size_t at = (size_t)hash & (set->capacity - 1);
    while (!git_oid_is_zero(&set->slots[at]) && !git_oid_equal(&set->slots[at], id))
        at = (at + 1) & (set->capacity - 1);
    return at;
}

/* False when it was in the set already. */
static bool id_add(struct arena *arena, struct id_set *set, const git_oid *id)
{
    if (2 * set->count >= set->capacity) {
        struct id_set more = {.capacity = set->capacity ? 2 * set->capacity : 64};
        more.slots = arena_array(arena, git_oid, more.capacity);
        for (size_t i = 0; i < set->capacity; i++)
            if (!git_oid_is_zero(&set->slots[i]))
                more.slots[slot_of(&more, &set->slots[i])] = set->slots[i];
        more.count = set->count;
        *set = more;
    }
    git_oid *slot = &set->slots[slot_of(set, id)];
    if (!git_oid_is_zero(slot))
        return false;
    *slot = *id;
    set->count++;
    return true;
}

/* A walk from a commit to its parents, each commit once. */
struct ancestry_walk {
    git_odb *odb;
    struct arena arena;
    struct id_set met;
    struct object_ids left; /* met, and not looked at yet */
    bool missing;           /* a commit that isn't there was met */
};

static void walk_done(struct ancestry_walk *walk)
{
    arena_done(&walk->arena);
}

/* The parents stand behind the line of the tree, one a line, and nowhere else. */
static int meet_parents(struct ancestry_walk *walk, const git_oid *id, struct err *err)
{
    odb_object_scope git_odb_object *object = NULL;
    static const char word[] = "parent ";
    enum { LINE = sizeof word - 1 + GIT_OID_HEXSZ + 1, FIRST = 5 + GIT_OID_HEXSZ + 1 };
    if (object_read(walk->odb, id, GIT_OBJECT_COMMIT, SPLIT_COMMIT_MAX, &object, err) != 0)
        return -1;
    const char *bytes = git_odb_object_data(object);
    size_t size = git_odb_object_size(object);
    for (size_t at = FIRST; at + LINE <= size && text_starts(bytes + at, word); at += LINE) {
        git_oid parent;
        if (git_oid_fromstrn(&parent, bytes + at + sizeof word - 1, GIT_OID_HEXSZ) != 0)
            return err_set(err, "a commit is damaged");
        if (id_add(&walk->arena, &walk->met, &parent))
            *list_add(&walk->arena, &walk->left.list) = parent;
    }
    return 0;
}

int ancestry_descent(git_odb *odb, const git_oid *tip, const git_oid *old, enum descent *out,
                     struct err *err)
{
    CLEANUP(walk_done) struct ancestry_walk walk = {.odb = odb};
    if (git_odb_refresh(odb) != 0) /* once, instead of at each commit that is missing */
        return library_error(err, "the objects can't be opened");
    id_add(&walk.arena, &walk.met, tip);
    *list_add(&walk.arena, &walk.left.list) = *tip;
    while (walk.left.list.count > 0) {
        git_oid id = walk.left.list.items[--walk.left.list.count];
        if (git_oid_equal(&id, old)) {
            *out = DESCENT_YES;
            return 0;
        }
        if (walk.met.count > ANCESTRY_COMMITS_MAX)
            return err_set(err, "there are more than %d commits on the way", ANCESTRY_COMMITS_MAX);
        if (!git_odb_exists_ext(odb, &id, GIT_ODB_LOOKUP_NO_REFRESH))
            walk.missing = true;
        else if (meet_parents(&walk, &id, err) != 0)
            return -1;
    }
    *out = walk.missing ? DESCENT_UNKNOWN : DESCENT_NO;
    return 0;
}

/* The folder for the commits of one question. */
struct aside {
    struct cache *cache;
    struct generation at;
};

static void aside_close(struct aside *aside)
{
    cache_aside_close(aside->cache, &aside->at);
}

/* Commits alone, where the server can leave out the rest. */
static int fetch_commits(struct conversation *at, struct aside *aside, const git_oid *tip,
                         const struct object_ids *have, unsigned depth)
{
    struct remote *remote = at->remote;
    struct capabilities capabilities = remote->capabilities;
    struct fetched came;
    struct object_ids want = {0};
    *list_add(&at->arena, &want.list) = *tip;
    struct fetch_request request = {.want = &want,
                                    .have = have,
                                    .depth = depth,
                                    .filter = "tree:0",
                                    .bytes_max = ANCESTRY_BYTES_MAX,
                                    .odb = aside->at.odb,
                                    .stop = remote->repository->options.stop};
    int result = fetch_pack(remote->wire, &capabilities, &request, &at->arena, &remote->said, &came,
                            at->err);
    /* Some that filter refuse this filter. */
    if (result != 0 && capabilities.filter && came.bytes == 0 && remote->wire->kind->stateless &&
        !repository_stopped(remote->repository)) {
        capabilities.filter = false;
        result = fetch_pack(remote->wire, &capabilities, &request, &at->arena, &remote->said, &came,
                            at->err);
    }
    return result != 0 ? err_wrap(at->err, "fetching the history") : 0;
}

/* The server leaves out what comes before `old`: a commit that is missing lies there, and only
 * there. One that knows no `old` sends all that comes before the tip. */
int ancestry_ask(struct conversation *at, const git_oid *tip, const git_oid *old, enum descent *out)
{
    CLEANUP(aside_close) struct aside aside = {.cache = &at->remote->cache};
    struct object_ids have = {0};
    *list_add(&at->arena, &have.list) = *old;
    if (cache_aside_open(aside.cache, &aside.at, at->err) != 0 ||
        fetch_commits(at, &aside, tip, &have, 0) != 0 ||
        ancestry_descent(aside.at.odb, tip, old, out, at->err) != 0)
        return -1;
    if (*out == DESCENT_UNKNOWN)
        *out = DESCENT_NO;
    return 0;
}

int ancestry_steps(const char *steps, unsigned *out, struct err *err)
{
    unsigned long sum = 0;
    for (const char *at = steps; *at != '\0';) {
        char kind = *at++, *end = (char *)(uintptr_t)at;
        unsigned long number = isdigit((unsigned char)*at) ? strtoul(at, &end, 10) : 1;
        if (kind != '~' && kind != '^')
            return err_set(err, "\"%s\" does not lead to a commit", steps);
        sum += kind == '~' || number == 0 ? number : 1;
        if (number > ANCESTRY_STEPS_MAX || sum > ANCESTRY_STEPS_MAX)
            return err_set(err, "\"%s\" goes back more than %d commits", steps, ANCESTRY_STEPS_MAX);
        at = end;
    }
    *out = (unsigned)sum;
    return 0;
}

int ancestry_follow(struct conversation *at, const git_oid *from, const char *steps, git_oid *out)
{
    CLEANUP(aside_close) struct aside aside = {.cache = &at->remote->cache};
    char hex[GIT_OID_HEXSZ + 1];
    unsigned depth = 0;
    if (ancestry_steps(steps, &depth, at->err) != 0 ||
        cache_aside_open(aside.cache, &aside.at, at->err) != 0 ||
        fetch_commits(at, &aside, from, NULL, depth + 1) != 0)
        return -1;
    git_oid_tostr(hex, sizeof hex, from);
    const char *text = arena_print(&at->arena, "%s%s", hex, steps);
    if (!lookup_here(aside.at.git, text, out))
        return err_set(at->err, "the history of %s has no commit \"%s\"", hex, steps);
    return 0;
}
