// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/ancestry.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/set.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/commit_parse.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/refs/local_commit.h"

static const struct set_kind ids = {sizeof(git_oid), sizeof(git_oid)};

/* A walk from a commit to its ancestors that visits each commit once. */
struct ancestry_walk {
    git_odb *odb;
    struct arena arena;
    struct object_ids met; /* commits, in the order in which the walk finds them */
    struct set known;      /* index of met */
    bool missing;          /* the odb lacks a commit of met */
};

static void walk_done(struct ancestry_walk *walk)
{
    set_done(&walk->known);
    arena_done(&walk->arena);
}

static void meet(struct ancestry_walk *walk, const git_oid *id)
{
    size_t count = walk->met.list.count;
    if (set_add(&walk->known, walk->met.list.items, count, id) == count)
        *list_add(&walk->arena, &walk->met.list) = *id;
}

/* Adds the parents of a commit. Their lines follow the line of its tree and are nowhere else. */
static int meet_parents(struct ancestry_walk *walk, const git_oid *id, struct err *err)
{
    odb_object_scope git_odb_object *object = NULL;
    static const char word[] = "parent ";
    enum { LINE = sizeof word - 1 + GIT_OID_HEXSZ + 1, FIRST = 5 + GIT_OID_HEXSZ + 1 };
    if (object_read(walk->odb, id, GIT_OBJECT_COMMIT, COMMIT_BYTES_MAX, &object, err) < 0)
        return -1;
    const char *bytes = git_odb_object_data(object);
    size_t size = git_odb_object_size(object);
    for (size_t at = FIRST; at + LINE <= size && text_starts(bytes + at, word); at += LINE) {
        git_oid parent;
        if (git_oid_fromstrn(&parent, bytes + at + sizeof word - 1, GIT_OID_HEXSZ) != 0)
            return err_set(err, "a commit is damaged");
        meet(walk, &parent);
    }
    return 0;
}

int ancestry_descent(git_odb *odb, const git_oid *tip, const git_oid *old, enum descent *out,
                     struct err *err)
{
    CLEANUP(walk_done) struct ancestry_walk walk = {.odb = odb, .known = {.kind = &ids}};
    if (git_odb_refresh(odb) != 0) /* once, instead of at each missing commit */
        return library_error(err, "the objects can't be opened");
    meet(&walk, tip);
    for (size_t next = 0; next < walk.met.list.count; next++) {
        git_oid id = walk.met.list.items[next];
        if (git_oid_equal(&id, old)) {
            *out = DESCENT_YES;
            return 0;
        }
        if (walk.met.list.count > ANCESTRY_COMMITS_MAX)
            return err_set(err, "the search stopped after %d commits", ANCESTRY_COMMITS_MAX);
        if (!git_odb_exists_ext(odb, &id, GIT_ODB_LOOKUP_NO_REFRESH))
            walk.missing = true;
        else if (meet_parents(&walk, &id, err) < 0)
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

/* Fetches commits, without trees and files if the server can leave them out. */
static int fetch_commits(struct remote *remote, struct aside *aside, const git_oid *tip,
                         const struct object_ids *have, unsigned depth, struct err *err)
{
    struct fetched came;
    struct object_ids want = {0};
    *list_add(&remote->with.arena, &want.list) = *tip;
    struct fetch_request request = {.want = &want,
                                    .have = have,
                                    .depth = depth,
                                    .filter = "tree:0",
                                    .bytes_max = ANCESTRY_BYTES_MAX,
                                    .odb = aside->at.odb,
                                    .stop = remote->repository->options.stop};
    int result = fetch_pack(&remote->with, &request, &came, err);
    /* Some servers with the capability "filter" refuse "tree:0". */
    if (result < 0 && remote->with.capabilities.filter && came.bytes == 0 &&
        remote->with.wire->kind->stateless && !repository_stopped(remote->repository)) {
        request.filter = NULL;
        result = fetch_pack(&remote->with, &request, &came, err);
    }
    return result < 0 ? err_wrap(err, "fetching the history") : 0;
}

/* The server leaves out `old` and its ancestors, so a missing commit is one of those. `old` itself
 * is found as a parent if `tip` descends from it, so DESCENT_UNKNOWN means DESCENT_NO here. A
 * server that does not have `old` sends the whole history of `tip`. */
int ancestry_ask(struct remote *remote, const git_oid *tip, const git_oid *old, enum descent *out,
                 struct err *err)
{
    CLEANUP(aside_close) struct aside aside = {.cache = &remote->cache};
    struct object_ids have = {0};
    *list_add(&remote->with.arena, &have.list) = *old;
    if (cache_aside_open(aside.cache, &aside.at, err) < 0 ||
        fetch_commits(remote, &aside, tip, &have, 0, err) < 0 ||
        ancestry_descent(aside.at.odb, tip, old, out, err) < 0)
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
            return err_set(err, "\"%s\" is beyond the limit of %d commits", steps,
                           ANCESTRY_STEPS_MAX);
        at = end;
    }
    *out = (unsigned)sum;
    return 0;
}

int ancestry_follow(struct remote *remote, const git_oid *from, const char *steps, git_oid *out,
                    struct err *err)
{
    CLEANUP(aside_close) struct aside aside = {.cache = &remote->cache};
    char hex[GIT_OID_HEXSZ + 1];
    unsigned depth = 0;
    if (ancestry_steps(steps, &depth, err) < 0 ||
        cache_aside_open(aside.cache, &aside.at, err) < 0 ||
        fetch_commits(remote, &aside, from, NULL, depth + 1, err) < 0)
        return -1;
    git_oid_tostr(hex, sizeof hex, from);
    const char *text = arena_print(&remote->with.arena, "%s%s", hex, steps);
    if (!local_commit_find(aside.at.git, text, out))
        return err_set(err, "the commit %s has no ancestor \"%s\"", hex, steps);
    return 0;
}
