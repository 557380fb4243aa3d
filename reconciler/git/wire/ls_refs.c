// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/ls_refs.h"

#include <string.h>

enum { REQUEST_MAX = 1 << 20, LINES_MAX = 1000 };

static bool parse_id(struct pkt word, git_oid *out)
{
    git_oid id;
    if (word.kind != PKT_DATA || word.length != GIT_OID_HEXSZ ||
        git_oid_fromstrn(&id, word.data, word.length) != 0)
        return false;
    *out = id;
    return true;
}

/* Names travel into messages, files and requests; what is no name is not ours to judge. */
static const char *copy_name(struct arena *arena, struct pkt word)
{
    if (word.kind != PKT_DATA || word.length == 0)
        return NULL;
    for (size_t i = 0; i < word.length; i++)
        if ((unsigned char)word.data[i] <= 0x20 || word.data[i] == 0x7f)
            return NULL;
    return arena_copy(arena, word.data, word.length);
}

bool ls_refs_parse(struct arena *arena, struct pkt line, struct served_ref *out)
{
    struct served_ref made = {0};
    if (line.kind != PKT_DATA)
        return false;
    struct pkt rest = line, id = pkt_word(&rest), name = pkt_word(&rest);
    if (!pkt_is(id, "unborn") && !parse_id(id, &made.id))
        return false;
    made.name = copy_name(arena, name);
    if (made.name == NULL)
        return false;
    while (rest.length > 0) {
        struct pkt word = pkt_word(&rest);
        struct pkt target = pkt_after(word, "symref-target:");
        if (target.kind == PKT_DATA)
            made.target = copy_name(arena, target);
        parse_id(pkt_after(word, "peeled:"), &made.peeled);
    }
    *out = made;
    return true;
}

const struct served_ref *served_find(const struct served *served, const char *name)
{
    list_each (ref, &served->refs)
        if (text_equal(ref->name, name))
            return ref;
    return NULL;
}

static int odd_line(struct wire *wire, struct pkt line, struct err *err)
{
    wire->odd = true;
    if (line.kind != PKT_DATA)
        return err_set(err, "the server's answer ends too early");
    return wire_words(err, "the server's answer has an invalid line",
                      (struct pkt){PKT_DATA, line.data, line.length < 64 ? line.length : 64});
}

/* Version 2: a capability a line. */
static int read_capabilities(struct wire *wire, struct capabilities *out, struct err *err)
{
    struct pkt line;
    for (size_t count = 0;; count++) {
        if (wire_line(wire, &line, err) != 0)
            return -1;
        if (line.kind == PKT_FLUSH)
            return 0;
        if (line.kind != PKT_DATA || count > LINES_MAX)
            return odd_line(wire, line, err);
        capabilities_line(out, line);
    }
}

/* Versions 0 and 1: a ref a line, and the capabilities behind the first. */
static int read_refs(struct wire *wire, struct pkt line, struct arena *arena,
                     struct capabilities *out, struct served *refs, struct err *err)
{
    for (size_t count = 0; line.kind == PKT_DATA; count++) {
        struct served_ref ref;
        const char *nul = line.length > 0 ? memchr(line.data, '\0', line.length) : NULL;
        if (nul != NULL && count == 0) {
            size_t length = (size_t)(nul - line.data);
            capabilities_list(out, (struct pkt){PKT_DATA, nul + 1, line.length - length - 1});
            line.length = length;
        }
        /* ".have" and "capabilities^{}" are no refs, and are never asked for. */
        bool shallow = pkt_after(line, "shallow ").kind == PKT_DATA;
        if (!shallow && (!ls_refs_parse(arena, line, &ref) || count > LS_REFS_MAX))
            return odd_line(wire, line, err);
        if (!shallow && refs != NULL)
            *list_add(arena, &refs->refs) = ref;
        if (wire_line(wire, &line, err) != 0)
            return -1;
    }
    return line.kind == PKT_FLUSH ? 0 : odd_line(wire, line, err);
}

int advertisement_read(struct wire *wire, enum wire_service service, struct arena *arena,
                       struct capabilities *out, struct served *refs, struct err *err)
{
    struct capabilities made = {0};
    struct pkt line;
    if (wire_line(wire, &line, err) != 0)
        return -1;
    if (pkt_after(line, "# service=").kind == PKT_DATA) { /* HTTP, and then a flush */
        if (wire_line(wire, &line, err) != 0)
            return -1;
        if (line.kind != PKT_FLUSH)
            return odd_line(wire, line, err);
        if (wire_line(wire, &line, err) != 0)
            return -1;
    }
    int result = 0;
    if (pkt_is(line, "version 2")) {
        made.version = 2;
        result = read_capabilities(wire, &made, err);
    } else if (service == WIRE_PUSH) {
        if (pkt_is(line, "version 1"))
            result = wire_line(wire, &line, err);
        if (result == 0)
            result = read_refs(wire, line, arena, &made, refs, err);
    } else {
        struct served_ref ref;
        const char *nul = line.length > 0 ? memchr(line.data, '\0', line.length) : NULL;
        struct pkt head = line;
        head.length = nul != NULL ? (size_t)(nul - line.data) : line.length;
        if (line.kind != PKT_FLUSH && !pkt_is(line, "version 1") &&
            !ls_refs_parse(arena, head, &ref))
            result = odd_line(wire, line, err);
    }
    if (result == 0 && made.sha256)
        result = err_set(err, "the repository's hash is SHA-256, which is not supported");
    if (result == 0)
        *out = made;
    return result;
}

void command_put(struct text *request, const char *command, const struct capabilities *capabilities)
{
    pkt_put(request, "command=%s", command);
    pkt_put(request, "agent=git/weir-" WEIR_VERSION);
    if (capabilities->object_format)
        pkt_put(request, "object-format=sha1");
    pkt_put_kind(request, PKT_DELIM);
}

int ls_refs_ask(struct wire *wire, const struct capabilities *capabilities,
                const char *const *prefixes, size_t count, struct arena *arena, struct served *out,
                struct err *err)
{
    text_scope struct text request = text_of(REQUEST_MAX);
    struct served made = {0};
    struct pkt line;
    command_put(&request, "ls-refs", capabilities);
    pkt_put(&request, "symrefs");
    pkt_put(&request, "peel");
    if (capabilities->unborn)
        pkt_put(&request, "unborn");
    for (size_t i = 0; i < count; i++)
        pkt_put(&request, "ref-prefix %s", prefixes[i]);
    pkt_put_kind(&request, PKT_FLUSH);
    if (wire_ask(wire, &request, err) != 0)
        return -1;
    for (;;) {
        struct served_ref ref;
        if (wire_line(wire, &line, err) != 0)
            return -1;
        if (line.kind == PKT_FLUSH)
            break;
        if (!ls_refs_parse(arena, line, &ref) || made.refs.count >= LS_REFS_MAX)
            return odd_line(wire, line, err);
        *list_add(arena, &made.refs) = ref;
    }
    *out = made;
    return 0;
}
