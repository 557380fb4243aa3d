// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/last_seen.h"

#include <errno.h>
#include <string.h>

#include "reconciler/git/cache/cache_file.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/remote/ancestry.h"

enum { FILE_MAX = 8 << 20 };

static const char name[] = "seen";

/* One line of the file without its newline: the id, the ref's name and the URL. */
struct seen_line {
    const char *text;
    size_t length;
    git_oid id;
};

/* Reads the line at *at and moves *at to the next line. Returns 1, or 0 at the end, or -1 if the
 * bytes are not a valid line. */
static int next_line(const char **at, const char *end, struct seen_line *out)
{
    if (*at == end)
        return 0;
    const char *newline = memchr(*at, '\n', (size_t)(end - *at));
    if (newline == NULL || newline - *at < GIT_OID_HEXSZ + 2 || (*at)[GIT_OID_HEXSZ] != ' ' ||
        git_oid_fromstrn(&out->id, *at, GIT_OID_HEXSZ) != 0)
        return -1;
    out->text = *at;
    out->length = (size_t)(newline - *at);
    *at = newline + 1;
    return 1;
}

/* Returns " REF URL" for the branch: the part of its line after the id. */
static const char *key_of(struct arena *arena, const struct cache *cache, const char *branch)
{
    return arena_print(arena, " " BRANCH_PREFIX "%s %s", branch, cache->repository->location.url);
}

static bool is_of(const struct seen_line *line, const char *key)
{
    size_t length = strlen(key);
    return line->length == GIT_OID_HEXSZ + length &&
           memcmp(line->text + GIT_OID_HEXSZ, key, length) == 0;
}

/* Reads the file and checks its lines. Returns 0 without bytes if the file does not exist. */
static int read_file(const struct cache *cache, struct text *out, struct err *err)
{
    const char *at;
    struct seen_line line;
    int more = 0;
    if (cache_file_read(cache->folder, name, out) < 0 && errno != ENOENT)
        return err_errno(err, "reading \"%s/%s\"", cache->folder, name);
    at = out->data;
    while (out->length > 0 && (more = next_line(&at, out->data + out->length, &line)) > 0)
        ;
    if (more == 0)
        return 0;
    err_set(err, "the last commit seen is unknown: \"%s/%s\" is damaged", cache->folder, name);
    return err_hint(err, "use --accept-rewind to accept the branch in its current state");
}

int last_seen_read(const struct cache *cache, const char *branch, struct seen *out, struct err *err)
{
    text_scope struct text bytes = text_of(FILE_MAX);
    arena_scope struct arena arena = {0};
    const char *key = key_of(&arena, cache, branch);
    struct seen_line line;
    *out = (struct seen){0};
    if (read_file(cache, &bytes, err) < 0)
        return -1;
    for (const char *at = bytes.data;
         bytes.length > 0 && next_line(&at, bytes.data + bytes.length, &line) > 0;)
        if (is_of(&line, key))
            *out = (struct seen){.known = true, .id = line.id};
    return 0;
}

void last_seen_list(const struct cache *cache, struct arena *arena, struct seen_tips *out)
{
    text_scope struct text bytes = text_of(FILE_MAX);
    const char *url = cache->repository->location.url;
    size_t prefix = GIT_OID_HEXSZ + strlen(" " BRANCH_PREFIX);
    struct err ignored;
    struct seen_line line;
    *out = (struct seen_tips){0};
    if (read_file(cache, &bytes, &ignored) < 0)
        return;
    for (const char *at = bytes.data;
         bytes.length > 0 && next_line(&at, bytes.data + bytes.length, &line) > 0;) {
        const char *text = arena_copy(arena, line.text, line.length);
        const char *space = line.length > prefix ? strchr(text + prefix, ' ') : NULL;
        if (space != NULL && text_equal(space + 1, url))
            *list_add(arena, &out->list) = (struct trusted_tip){
                arena_copy(arena, text + prefix, (size_t)(space - text) - prefix), line.id};
    }
}

/* Writes the lines of other branches, then the line of this branch, so that the first line has been
 * unchanged for the longest time. */
int last_seen_write(const struct cache *cache, const char *branch, const git_oid *id,
                    struct err *err)
{
    text_scope struct text bytes = text_of(FILE_MAX), made = text_of(FILE_MAX);
    arena_scope struct arena arena = {0};
    const char *key = key_of(&arena, cache, branch);
    char hex[GIT_OID_HEXSZ + 1];
    LIST_OF(struct seen_line) kept = {0};
    struct seen_line line;
    struct err ignored;
    if (read_file(cache, &bytes, &ignored) < 0)
        text_clear(&bytes); /* a damaged file was reported or accepted when it was read before */
    for (const char *at = bytes.data;
         bytes.length > 0 && next_line(&at, bytes.data + bytes.length, &line) > 0;)
        if (!is_of(&line, key))
            *list_add(&arena, &kept) = line;
    size_t first = kept.count < LAST_SEEN_MAX ? 0 : kept.count - LAST_SEEN_MAX + 1;
    for (size_t i = first; i < kept.count; i++) {
        text_put(&made, kept.items[i].text, kept.items[i].length);
        text_put(&made, "\n", 1);
    }
    const char *own = arena_print(&arena, "%s%s\n", git_oid_tostr(hex, sizeof hex, id), key);
    text_puts(&made, own);
    return cache_file_write(cache->folder, name, made.data, made.length, err);
}

/* The question whether `tip` descends from `old`, and its answer. */
struct descent_query {
    const git_oid *tip, *old;
    enum descent descent;
};

static int talk(struct remote *remote, void *context, struct err *err)
{
    struct descent_query *query = context;
    return ancestry_ask(remote, query->tip, query->old, &query->descent, err);
}

static int judge(struct remote *remote, const struct tip *tip, const git_oid *old,
                 enum descent *out, struct err *err)
{
    struct descent_query query = {&tip->id, old, DESCENT_NO};
    if (tip->exists) {
        if (ancestry_descent(remote->repository->odb, &tip->id, old, &query.descent, err) < 0)
            return -1;
        if (query.descent == DESCENT_UNKNOWN && remote_talk(remote, talk, &query, err) < 0)
            return -1;
    }
    *out = query.descent;
    return 0;
}

static int refuse(const struct tip *tip, const git_oid *old, const struct err *why, struct err *err)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, old);
    if (why != NULL)
        err_set(err,
                "it is unknown whether branch \"%s\" still contains %s, the last commit seen: %s",
                tip->branch, hex, why->message);
    else
        err_set(err,
                "branch \"%s\" was rewound: its history does not have %s, the last commit seen",
                tip->branch, hex);
    return err_hint(err,
                    "find out who moved the branch, then accept its state with --accept-rewind");
}

/* Writes the tip, unless another process changed the branch's line in the meantime. */
static int keep(struct remote *remote, const struct tip *tip, struct err *err)
{
    struct cache *cache = &remote->cache;
    struct seen now = {0};
    struct err damaged;
    if (cache_lock(cache, err) < 0)
        return -1;
    bool same = last_seen_read(cache, tip->branch, &now, &damaged) < 0 ||
                (now.known == remote->seen.known && git_oid_equal(&now.id, &remote->seen.id));
    int result = same ? last_seen_write(cache, tip->branch, &tip->id, err) : 0;
    cache_unlock(cache);
    return result;
}

int last_seen_guard(struct remote *remote, const struct tip *tip, struct err *err)
{
    const struct repository *repository = remote->repository;
    const struct seen *seen = &remote->seen;
    struct err why = {0};
    enum descent descent = DESCENT_NO;
    if (seen->known ? tip->exists && git_oid_equal(&seen->id, &tip->id) : !tip->exists)
        return 0;
    if (seen->known && !repository->options.accept_rewind) {
        if (judge(remote, tip, &seen->id, &descent, &why) < 0)
            return repository_stopped(repository) ? (*err = why, -1)
                                                  : refuse(tip, &seen->id, &why, err);
        if (descent != DESCENT_YES)
            return refuse(tip, &seen->id, NULL, err);
    }
    return tip->exists ? keep(remote, tip, err) : 0;
}
