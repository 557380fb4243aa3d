// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/receive_pack.h"

#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/wire/advertisement.h"
#include "reconciler/git/wire/sideband.h"

static const git_oid zero;

/* Returns true if every ref has the id that its update expects. Otherwise marks the updates whose
 * refs differ as PUSH_MOVED. */
static bool compare(struct push_request *request, const struct served *served)
{
    bool all = true;
    for (size_t i = 0; i < request->count; i++) {
        struct push_update *update = &request->updates[i];
        const struct served_ref *ref = served_find(served, update->ref);
        if (!git_oid_equal(ref != NULL ? &ref->id : &zero,
                           update->from != NULL ? update->from : &zero)) {
            update->verdict = PUSH_MOVED;
            all = false;
        }
    }
    return all;
}

static int check(const struct push_request *request, const struct capabilities *capabilities,
                 struct err *err)
{
    if (!capabilities->report_status)
        return err_set(err, "the server does not report the result of a push");
    if (request->atomic && !capabilities->atomic)
        return err_set(err, "the server can't update several refs together");
    if (request->option_count > 0 && !capabilities->push_options)
        return err_set(err, "the server does not support push options");
    for (size_t i = 0; i < request->count; i++)
        if (request->updates[i].to == NULL && !capabilities->delete_refs)
            return err_set(err, "the server can't delete refs");
    return 0;
}

static void put_updates(const struct push_request *request, const struct capabilities *capabilities,
                        struct text *out)
{
    char words[256], line[WIRE_WORDS_MAX * 2], from[GIT_OID_HEXSZ + 1], to[GIT_OID_HEXSZ + 1];
    snprintf(words, sizeof words, " report-status%s%s%s%s agent=git/weir-" WEIR_VERSION,
             capabilities->side_band_64k ? " side-band-64k" : "", request->atomic ? " atomic" : "",
             request->option_count > 0 ? " push-options" : "",
             capabilities->object_format ? " object-format=sha1" : "");
    for (size_t i = 0; i < request->count; i++) {
        const struct push_update *update = &request->updates[i];
        int length = snprintf(
            line, sizeof line, "%s %s %s",
            git_oid_tostr(from, sizeof from, update->from != NULL ? update->from : &zero),
            git_oid_tostr(to, sizeof to, update->to != NULL ? update->to : &zero), update->ref);
        size_t behind = i == 0 ? strlen(words) + 1 : 0; /* a NUL and the capabilities */
        char head[PKT_HEAD + 1];
        snprintf(head, sizeof head, "%04x", (unsigned)((size_t)length + behind) + PKT_HEAD);
        text_put(out, head, PKT_HEAD);
        text_put(out, line, (size_t)length);
        if (i == 0) {
            text_put(out, "", 1);
            text_puts(out, words);
        }
    }
    pkt_put_kind(out, PKT_FLUSH);
    for (size_t i = 0; i < request->option_count; i++)
        pkt_put(out, "%s", request->options[i]);
    if (request->option_count > 0)
        pkt_put_kind(out, PKT_FLUSH);
}

static struct push_update *update_find(struct push_request *request, struct pkt name)
{
    for (size_t i = 0; i < request->count; i++)
        if (pkt_is(name, request->updates[i].ref))
            return &request->updates[i];
    return NULL;
}

/* Handles one line of the report: "unpack ok", "ok REF" or "ng REF WORDS". */
static int take_line(struct push_request *request, struct pkt line, struct err *err)
{
    struct pkt rest = line, word = pkt_word(&rest), name = pkt_word(&rest);
    struct push_update *update = update_find(request, name);
    if (pkt_is(word, "unpack")) {
        if (!pkt_is(name, "ok"))
            return wire_words(err, "the server can't store the objects",
                              pkt_after(line, "unpack "));
    } else if (update != NULL && pkt_is(word, "ok")) {
        update->verdict = PUSH_TAKEN;
    } else if (update != NULL && pkt_is(word, "ng")) {
        update->verdict = PUSH_REFUSED;
        clean_text_copy(update->words, sizeof update->words, rest.data, rest.length);
        if (!*update->words)
            strcpy(update->words, "no reason given");
    }
    return 0;
}

/* Reads the report, which consists of pkt-lines within the data of sideband 1. The packets of the
 * sideband may cut these pkt-lines at any byte. */
static int read_banded(struct wire *wire, struct push_request *request, struct text *said,
                       struct err *err)
{
    text_scope struct text report = text_of(1 << 20);
    struct pkt data;
    size_t at = 0, used = 0;
    for (;;) {
        if (sideband_next(wire, said, &data, err) < 0)
            return -1;
        if (data.kind != PKT_DATA)
            return err_set(err, "the server's push report was cut off");
        if (text_append(&report, data.data, data.length) != 0)
            return err_set(err, "the server's push report is longer than 1 MiB");
        int more;
        while ((more = pkt_parse(report.data + at, report.length - at, &data, &used)) > 0) {
            at += used;
            if (data.kind != PKT_DATA)
                return 0;
            if (take_line(request, pkt_line(data), err) < 0)
                return -1;
        }
        if (more < 0)
            return err_set(err, "the server's push report does not follow Git's protocol");
    }
}

static int read_report(struct wire *wire, bool banded, struct push_request *request,
                       struct text *said, struct err *err)
{
    if (banded)
        return read_banded(wire, request, said, err);
    for (;;) {
        struct pkt line;
        if (wire_line(wire, &line, err) < 0)
            return -1;
        if (line.kind != PKT_DATA)
            return 0;
        if (take_line(request, line, err) < 0)
            return -1;
    }
}

static int converse(struct wire *wire, struct push_request *request, struct text *said,
                    struct err *err)
{
    arena_scope struct arena arena = {0};
    text_scope struct text body = text_of(PUSH_BYTES_MAX);
    struct capabilities capabilities;
    struct served served = {0};
    if (wire_begin(wire, WIRE_PUSH, 0, err) < 0 ||
        advertisement_read(wire, &arena, &capabilities, &served, err) < 0)
        return -1;
    if (capabilities.version == 2)
        return err_set(err, "the server answered with protocol version 2, which has no push");
    if (!compare(request, &served))
        return 0;
    if (request->together && !capabilities.atomic)
        request->count = 1;
    request->atomic |= request->together && capabilities.atomic;
    if (check(request, &capabilities, err) < 0)
        return -1;
    put_updates(request, &capabilities, &body);
    if (request->pack != NULL && request->pack->length > 0 &&
        text_append(&body, request->pack->data, request->pack->length) != 0)
        return err_set(err, "the push does not fit: the request would be longer than %d bytes",
                       PUSH_BYTES_MAX);
    if (wire_ask(wire, &body, err) < 0 ||
        read_report(wire, capabilities.side_band_64k, request, said, err) < 0)
        return -1;
    for (size_t i = 0; i < request->count; i++)
        if (request->updates[i].verdict == PUSH_UNJUDGED)
            return err_set(err, "the server did not report on \"%s\"", request->updates[i].ref);
    return 0;
}

int receive_pack_send(struct wire *wire, struct push_request *request, struct text *said,
                      struct err *err)
{
    for (size_t i = 0; i < request->count; i++) {
        request->updates[i].verdict = PUSH_UNJUDGED;
        request->updates[i].words[0] = '\0';
    }
    int result = converse(wire, request, said, err);
    wire_end(wire);
    return result;
}
