// SPDX-License-Identifier: Apache-2.0
/* A wire to a scripted server, which sends its answers in pieces of a few bytes and keeps the
 * requests. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/git/wire/wire.h"

struct memory_wire {
    struct wire wire;
    const char *said; /* advertisement and answers, one after the other */
    size_t length, at, piece;
    struct text asked; /* of all requests */
};

static inline int memory_wire_begin(struct wire *wire, struct err *err)
{
    (void)wire;
    (void)err;
    return 0;
}

static inline int memory_wire_ask(struct wire *wire, const char *bytes, size_t length,
                                  struct err *err)
{
    (void)err;
    text_put(&((struct memory_wire *)wire)->asked, bytes ? bytes : "", length);
    return 0;
}

static inline int memory_wire_read(struct wire *wire, char *buffer, size_t size, size_t *got,
                                   struct err *err)
{
    struct memory_wire *memory = (struct memory_wire *)wire;
    size_t rest = memory->length - memory->at;
    (void)err;
    *got = rest < size ? rest : size;
    if (*got > memory->piece)
        *got = memory->piece;
    memcpy(buffer, memory->said + memory->at, *got);
    memory->at += *got;
    return 0;
}

static inline void memory_wire_end(struct wire *wire)
{
    (void)wire;
}

static inline void memory_wire_free(struct wire *wire)
{
    text_done(&((struct memory_wire *)wire)->asked);
    free(wire);
}

static inline struct memory_wire *memory_wire_open(const char *said, size_t length, size_t piece)
{
    static const struct wire_kind kind = {.begin = memory_wire_begin,
                                          .ask = memory_wire_ask,
                                          .read = memory_wire_read,
                                          .end = memory_wire_end,
                                          .close = memory_wire_free};
    struct memory_wire *made = memory_must(calloc(1, sizeof *made));
    wire_init(&made->wire, &kind, &(struct wire_options){0});
    made->said = said;
    made->length = length;
    made->piece = piece;
    made->asked = text_of(64 << 20);
    return made;
}

static inline void memory_wire_close(struct memory_wire **memory)
{
    wire_close(&(*memory)->wire);
}
#define memory_wire_scope CLEANUP(memory_wire_close)
