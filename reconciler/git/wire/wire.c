// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/wire.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "manifests/base/words.h"
#include "reconciler/git/clean_text.h"

void wire_init(struct wire *wire, const struct wire_kind *kind, const struct wire_options *options)
{
    *wire =
        (struct wire){.kind = kind, .options = *options, .buffer = memory_must(malloc(PKT_MAX))};
}

void wire_close(struct wire *wire)
{
    if (wire == NULL)
        return;
    wire->kind->end(wire);
    free(wire->buffer);
    wire->kind->close(wire);
}

void wire_resume(struct wire *wire, enum wire_service service, unsigned version)
{
    wire->service = service;
    wire->version = version;
    wire->at = wire->filled = 0;
    wire->denied = wire->odd = wire->answered = false;
}

int wire_begin(struct wire *wire, enum wire_service service, unsigned version, struct err *err)
{
    wire_resume(wire, service, version);
    return wire->kind->begin(wire, err);
}

int wire_ask(struct wire *wire, const struct text *request, struct err *err)
{
    if (wire->kind->stateless) /* drop the unread rest of the previous answer */
        wire->at = wire->filled = 0;
    wire->odd = wire->answered = false;
    return wire->kind->ask(wire, request->data, request->length, err);
}

void wire_end(struct wire *wire)
{
    wire->kind->end(wire);
}

const char *wire_program(const struct wire *wire)
{
    static const char *const programs[] = {
        [WIRE_FETCH] = "git-upload-pack", [WIRE_PUSH] = "git-receive-pack"};
    TABLE_COMPLETE(programs, WIRE_SERVICES);
    return programs[wire->service];
}

int wire_words(struct err *err, const char *what, struct pkt words)
{
    char safe[WIRE_WORDS_MAX];
    clean_text_copy(safe, sizeof safe, words.data, words.length);
    return err_set(err, "%s: %s", what, *safe ? safe : "no reason given");
}

int wire_next(struct wire *wire, struct pkt *out, struct err *err)
{
    for (;;) {
        size_t used = 0, got = 0;
        int result = pkt_parse(wire->buffer + wire->at, wire->filled - wire->at, out, &used);
        if (result > 0) {
            wire->at += used;
            break;
        }
        if (result < 0) {
            wire->odd = true;
            return err_set(err, "the server's answer does not follow Git's protocol");
        }
        memmove(wire->buffer, wire->buffer + wire->at, wire->filled - wire->at);
        wire->filled -= wire->at;
        wire->at = 0;
        if (wire->kind->read(wire, wire->buffer + wire->filled, PKT_MAX - wire->filled, &got,
                             err) != 0)
            return -1;
        if (got == 0)
            return err_set(err, "the server's answer was cut off");
        wire->filled += got;
    }
    struct pkt words = pkt_after(*out, "ERR ");
    if (words.kind != PKT_DATA)
        return 0;
    return wire_words(err, "the server says", words);
}

int wire_line(struct wire *wire, struct pkt *out, struct err *err)
{
    if (wire_next(wire, out, err) < 0)
        return -1;
    *out = pkt_line(*out);
    return 0;
}

int wire_odd_line(struct wire *wire, struct pkt line, struct err *err)
{
    wire->odd = true;
    if (line.kind != PKT_DATA)
        return err_set(err, "the server's answer has an unexpected end or delimiter");
    return wire_words(err, "the server's answer has an unexpected line or too many lines",
                      (struct pkt){PKT_DATA, line.data, line.length < 64 ? line.length : 64});
}
