// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/ls_refs.h"

#include <string.h>

#include "reconciler/git/wire/command.h"

enum { REQUEST_MAX = 1 << 20 };

static bool parse_id(struct pkt word, git_oid *out)
{
    git_oid id;
    if (word.kind != PKT_DATA || word.length != GIT_OID_HEXSZ ||
        git_oid_fromstrn(&id, word.data, word.length) != 0)
        return false;
    *out = id;
    return true;
}

/* Returns a copy of the name, or NULL if it is empty or contains a control byte: names are put into
 * messages, files and requests. */
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
    bool unborn = pkt_is(id, "unborn");
    if (!unborn && !parse_id(id, &made.id))
        return false;
    made.name = copy_name(arena, name);
    /* No ref has the id of zeros; versions 0 and 1 use it for an empty repository. */
    if (made.name == NULL ||
        (!unborn && git_oid_is_zero(&made.id) && !text_equal(made.name, "capabilities^{}")))
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

int ls_refs_ask(struct conversation *with, const char *const *prefixes, size_t count,
                struct served *out, struct err *err)
{
    text_scope struct text request = text_of(REQUEST_MAX);
    struct served made = {0};
    struct pkt line;
    command_put(&request, "ls-refs", &with->capabilities);
    pkt_put(&request, "symrefs");
    pkt_put(&request, "peel");
    if (with->capabilities.unborn)
        pkt_put(&request, "unborn");
    for (size_t i = 0; i < count; i++)
        pkt_put(&request, "ref-prefix %s", prefixes[i]);
    pkt_put_kind(&request, PKT_FLUSH);
    if (wire_ask(with->wire, &request, err) < 0)
        return -1;
    for (size_t bytes = 0;; bytes += line.length) {
        struct served_ref ref;
        if (wire_line(with->wire, &line, err) < 0)
            return -1;
        if (line.kind == PKT_FLUSH)
            break;
        if (!ls_refs_parse(&with->arena, line, &ref) || made.refs.count >= LS_REFS_MAX ||
            bytes > LS_REFS_BYTES_MAX)
            return wire_odd_line(with->wire, line, err);
        *list_add(&with->arena, &made.refs) = ref;
    }
    *out = made;
    return 0;
}
