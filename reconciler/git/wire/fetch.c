// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/fetch.h"

#include <assert.h>
#include <git2/sys/odb_backend.h>
#include <string.h>

#include "reconciler/git/library_error.h"
#include "reconciler/git/wire/command.h"
#include "reconciler/git/wire/sideband.h"

enum {
    REQUEST_MAX = 4 << 20,
    REQUEST_IDS_MAX = 70000, /* with 53 bytes for each id, a request stays below REQUEST_MAX */
    SHALLOW_MAX = 10000,
};

static size_t count_ids(const struct object_ids *ids)
{
    return ids != NULL ? ids->list.count : 0;
}

static void put_ids(struct text *request, const char *word, const struct object_ids *ids)
{
    char hex[GIT_OID_HEXSZ + 1];
    if (ids != NULL)
        list_each (id, &ids->list)
            pkt_put(request, "%s %s", word, git_oid_tostr(hex, sizeof hex, id));
}

static void put_request(struct text *out, const struct capabilities *capabilities,
                        const struct fetch_request *request)
{
    command_put(out, "fetch", capabilities);
    if (request->thin)
        pkt_put(out, "thin-pack");
    pkt_put(out, "no-progress");
    pkt_put(out, "ofs-delta");
    if (capabilities->sideband_all)
        pkt_put(out, "sideband-all");
    if (capabilities->shallow) {
        put_ids(out, "shallow", request->shallow);
        if (request->depth > 0)
            pkt_put(out, "deepen %u", request->depth);
    }
    if (capabilities->filter && request->filter != NULL)
        pkt_put(out, "filter %s", request->filter);
    put_ids(out, "want", request->want);
    put_ids(out, "have", request->have);
    pkt_put(out, "done");
    pkt_put_kind(out, PKT_FLUSH);
}

/* Reads the next line before the pack, without its newline. */
static int next_line(struct conversation *with, struct pkt *out, struct err *err)
{
    int result = with->capabilities.sideband_all ? sideband_next(with->wire, &with->said, out, err)
                                                 : wire_next(with->wire, out, err);
    if (result == 0)
        *out = pkt_line(*out);
    return result;
}

static int take_shallow(struct pkt line, struct arena *arena, struct fetched *out, struct err *err)
{
    struct pkt gone = pkt_after(line, "unshallow "), here = pkt_after(line, "shallow ");
    struct pkt word = gone.kind == PKT_DATA ? gone : here;
    git_oid id;
    if (word.kind != PKT_DATA || word.length != GIT_OID_HEXSZ ||
        git_oid_fromstrn(&id, word.data, word.length) != 0 ||
        out->shallow.list.count + out->deepened.list.count > SHALLOW_MAX)
        return wire_words(
            err, "the server's answer has an unexpected line or too many shallow commits", line);
    struct object_ids *ids = gone.kind == PKT_DATA ? &out->deepened : &out->shallow;
    *list_add(arena, &ids->list) = id;
    return 0;
}

/* Reads the sections before the pack. The section "shallow-info" lists commits that come without
 * their parents. */
static int read_sections(struct conversation *with, struct fetched *out, struct err *err)
{
    struct pkt line;
    bool shallow = false, named = false;
    for (;;) {
        if (next_line(with, &line, err) < 0)
            return -1;
        if (line.kind == PKT_FLUSH || line.kind == PKT_END)
            return err_set(err, "the server sent no pack");
        if (line.kind == PKT_DELIM) {
            shallow = named = false;
        } else if (!named) {
            if (pkt_is(line, "packfile"))
                return 0;
            shallow = pkt_is(line, "shallow-info");
            named = true;
        } else if (shallow && take_shallow(line, &with->arena, out, err) < 0) {
            return -1;
        }
    }
}

static void writepack_free_at(git_odb_writepack **writepack)
{
    if (*writepack != NULL)
        (*writepack)->free(*writepack);
}

static int bad_pack(struct fetched *out, struct err *err)
{
    out->suspect = true;
    return library_error(err, "the server's pack can't be stored");
}

static int read_pack(struct conversation *with, const struct fetch_request *request,
                     struct fetched *out, struct err *err)
{
    CLEANUP(writepack_free_at) git_odb_writepack *writepack = NULL;
    git_indexer_progress progress = {0};
    struct pkt data;
    for (;;) {
        if (sideband_next(with->wire, &with->said, &data, err) < 0)
            return -1;
        if (data.kind != PKT_DATA)
            break;
        out->bytes += data.length;
        if (out->bytes > request->bytes_max)
            return err_set(err, "the server's pack is longer than %llu bytes",
                           (unsigned long long)request->bytes_max);
        if (request->stop != NULL && *request->stop)
            return err_set(err, "stopped");
        if (writepack == NULL && git_odb_write_pack(&writepack, request->odb, NULL, NULL) != 0)
            return bad_pack(out, err);
        if (writepack->append(writepack, data.data, data.length, &progress) != 0)
            return bad_pack(out, err);
    }
    if (data.kind == PKT_DELIM)
        return err_set(err, "the server's answer continues after the pack");
    if (writepack == NULL)
        return err_set(err, "the server sent no pack");
    return writepack->commit(writepack, &progress) == 0 ? 0 : bad_pack(out, err);
}

int fetch_pack(struct conversation *with, const struct fetch_request *request, struct fetched *out,
               struct err *err)
{
    text_scope struct text asked = text_of(REQUEST_MAX);
    assert(request->want->list.count <= FETCH_WANTS_MAX);
    *out = (struct fetched){0};
    if (count_ids(request->shallow) + count_ids(request->have) >
        REQUEST_IDS_MAX - FETCH_WANTS_MAX) {
        /* If this is the cache, the caller makes a new one, which has few shallow commits. */
        out->suspect = true;
        return err_set(err, "the request would name more than %d commits of the local copy",
                       REQUEST_IDS_MAX - FETCH_WANTS_MAX);
    }
    put_request(&asked, &with->capabilities, request);
    if (wire_ask(with->wire, &asked, err) < 0 || read_sections(with, out, err) < 0)
        return -1;
    return read_pack(with, request, out, err);
}
