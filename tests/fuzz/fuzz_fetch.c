// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as the answer to a fetch. The pack's reader must get the content of the pack's bands,
 * no more than the maximum, and all of it when the fetch succeeds. A second, very simple reader of
 * the same bytes gives the expected content.
 */
#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/library.h"
#include "reconciler/git/wire/fetch.h"
#include "tests/fuzz/fuzz.h"
#include "tests/reconciler/git/memory_wire.h"

enum { BYTES_MAX = 4096 };

/* A pack's reader that keeps what it is given. */
struct catcher {
    git_odb_writepack parent;
    struct text *caught;
    bool committed;
};

struct backend {
    git_odb_backend parent;
    struct catcher catcher;
};

static int catch_append(git_odb_writepack *writepack, const void *data, size_t size,
                        git_indexer_progress *stats)
{
    (void)stats;
    return text_append(((struct catcher *)writepack)->caught, data, size);
}

static int catch_commit(git_odb_writepack *writepack, git_indexer_progress *stats)
{
    (void)stats;
    ((struct catcher *)writepack)->committed = true;
    return 0;
}

static void catch_free(git_odb_writepack *writepack)
{
    (void)writepack;
}

static int catch_open(git_odb_writepack **out, git_odb_backend *parent, git_odb *odb,
                      git_indexer_progress_cb progress, void *payload)
{
    struct catcher *catcher = &((struct backend *)parent)->catcher;
    (void)odb;
    (void)progress;
    (void)payload;
    catcher->parent = (git_odb_writepack){
        .backend = parent, .append = catch_append, .commit = catch_commit, .free = catch_free};
    *out = &catcher->parent;
    return 0;
}

static void backend_free(git_odb_backend *parent)
{
    (void)parent;
}

static int digit(char c)
{
    const char *lower = "0123456789abcdef", *upper = "0123456789ABCDEF", *at;
    if (c != '\0' && (at = strchr(lower, c)) != NULL)
        return (int)(at - lower);
    return c != '\0' && (at = strchr(upper, c)) != NULL ? (int)(at - upper) : -1;
}

/* The pkt at *at: its length with its head, or -1. */
static long pkt_size(const char *bytes, size_t length, size_t at)
{
    long size = 0;
    if (length - at < 4)
        return -1;
    for (size_t i = at; i < at + 4; i++) {
        if (digit(bytes[i]) < 0)
            return -1;
        size = size * 16 + digit(bytes[i]);
    }
    return size == 3 || size > PKT_MAX || (size > 4 && (size_t)size > length - at) ? -1 : size;
}

/* Appends the bodies of band 1 after the line "packfile", in a stream that is known to be good. */
static void read_plainly(const char *bytes, size_t length, bool banded, struct text *out)
{
    bool pack = false, named = false; /* the section that is being read has begun */
    long size;
    for (size_t at = 0; (size = pkt_size(bytes, length, at)) >= 0; at += (size_t)size) {
        if (size < 4) {
            named = false;
            size = 4;
            if (pack)
                return;
            continue;
        }
        const char *body = bytes + at + 4;
        size_t left = (size_t)size - 4;
        if (pack || banded) {
            if (left == 0 || body[0] != 1)
                continue;
            body++;
            if (--left == 0)
                continue;
        }
        if (pack)
            (void)!text_append(out, body, left);
        else if (!named && left >= 8 && memcmp(body, "packfile", 8) == 0 &&
                 (left == 8 || (left == 9 && body[8] == '\n')))
            pack = true;
        named = true;
    }
}

static void check(int result, const struct text *caught, const struct text *plain, bool committed)
{
    if (caught->length > BYTES_MAX || committed != (result == 0))
        abort();
    if (caught->length > plain->length ||
        (caught->length > 0 && memcmp(caught->data, plain->data, caught->length) != 0))
        abort();
    if (result == 0 && caught->length != plain->length)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static bool open;
    text_scope struct text caught = text_of(1 << 20), plain = text_of(1 << 20);
    struct err err = {0};
    if (!open && library_open(&err) != 0)
        abort();
    open = true;
    if (length < 2 || length > 1 << 16)
        return 0;
    const char *bytes = (const char *)data + 2;
    bool banded = data[0] & 1;
    memory_wire_scope struct memory_wire *memory =
        memory_wire_open(bytes, length - 2, data[1] + 1u);
    struct conversation with = {
        .wire = &memory->wire,
        .capabilities = {.version = 2, .shallow = true, .sideband_all = banded},
        .said = text_of(512)};
    struct object_ids want = {0};
    *list_add(&with.arena, &want.list) = (git_oid){{1}};
    struct fetch_request request = {.want = &want, .depth = 1, .bytes_max = BYTES_MAX};
    struct backend backend = {.parent = {.version = GIT_ODB_BACKEND_VERSION,
                                         .writepack = catch_open,
                                         .free = backend_free},
                              .catcher = {.caught = &caught}};
    struct fetched came;
    if (git_odb_new(&request.odb) != 0 || git_odb_add_backend(request.odb, &backend.parent, 1) != 0)
        abort();
    int result = fetch_pack(&with, &request, &came, &err);
    arena_done(&with.arena);
    text_done(&with.said);
    git_odb_free(request.odb);
    if ((result != 0) != (err.message[0] != '\0'))
        abort();
    read_plainly(bytes, length - 2, banded, &plain);
    check(result, &caught, &plain, backend.catcher.committed);
    return 0;
}
