// SPDX-License-Identifier: Apache-2.0
/* Any bytes as the answer of a Git server: the first byte selects the question. */
#include <git2.h>
#include <stdlib.h>

#include "reconciler/git/wire/advertisement.h"
#include "reconciler/git/wire/fetch.h"
#include "reconciler/git/wire/receive_pack.h"
#include "tests/fuzz/fuzz.h"
#include "tests/reconciler/git/memory_wire.h"

static void check_failure(int result, const struct err *err)
{
    if (result != 0 && err->message[0] == '\0')
        abort();
}

static void read_refs(struct wire *wire, struct arena *arena, unsigned how)
{
    struct conversation with = {.wire = wire, .capabilities = {.version = 2}, .arena = *arena};
    struct served served = {0};
    struct err err = {0};
    const char *const prefixes[] = {"refs/heads/main"};
    wire_resume(wire, how == 0 ? WIRE_FETCH : WIRE_PUSH, 2);
    int result = how == 2
                     ? ls_refs_ask(&with, prefixes, 1, &served, &err)
                     : advertisement_read(wire, &with.arena, &with.capabilities, &served, &err);
    *arena = with.arena;
    check_failure(result, &err);
    list_each (ref, &served.refs)
        if (ref->name == NULL || !*ref->name)
            abort();
}

static void fetch(struct wire *wire, struct arena *arena, bool banded)
{
    struct conversation with = {
        .wire = wire,
        .capabilities = {.version = 2, .shallow = true, .sideband_all = banded},
        .said = text_of(512),
        .arena = *arena};
    struct object_ids want = {0};
    struct fetch_request request = {.want = &want, .depth = 1, .bytes_max = 1 << 20};
    *list_add(&with.arena, &want.list) = (git_oid){{1}};
    struct fetched came;
    struct err err = {0};
    if (git_odb_new(&request.odb) != 0)
        abort();
    check_failure(fetch_pack(&with, &request, &came, &err), &err);
    *arena = with.arena;
    text_done(&with.said);
    git_odb_free(request.odb);
}

static void push(struct wire *wire)
{
    static const git_oid to = {{1}};
    text_scope struct text said = text_of(512);
    struct push_update updates[] = {{.ref = "refs/heads/main", .to = &to},
                                    {.ref = "refs/heads/weir-journal/main", .to = &to}};
    struct push_request request = {.updates = updates, .count = 2};
    struct err err = {0};
    check_failure(receive_pack_send(wire, &request, &said, &err), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static bool open;
    arena_scope struct arena arena = {0};
    if (!open)
        git_libgit2_init(); /* an invalid id leaves an error in the thread's state */
    open = true;
    if (length < 2)
        return 0;
    memory_wire_scope struct memory_wire *memory =
        memory_wire_open((const char *)data + 2, length - 2, data[1] + 1u);
    switch (data[0] % 6) {
    case 3:
    case 4:
        fetch(&memory->wire, &arena, data[0] % 6 == 4);
        break;
    case 5:
        push(&memory->wire);
        break;
    default:
        read_refs(&memory->wire, &arena, data[0] % 6);
    }
    return 0;
}
