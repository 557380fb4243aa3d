// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/advertisement.h"

#include <string.h>

enum { LINES_MAX = 1000 };

/* Reads the capabilities of version 2, one in each line. */
static int read_capabilities(struct wire *wire, struct capabilities *out, struct err *err)
{
    struct pkt line;
    for (size_t count = 0;; count++) {
        if (wire_line(wire, &line, err) < 0)
            return -1;
        if (line.kind == PKT_FLUSH)
            return 0;
        if (line.kind != PKT_DATA || count > LINES_MAX)
            return wire_odd_line(wire, line, err);
        capabilities_line(out, line);
    }
}

/* Reads the refs of versions 0 and 1, one in each line. The capabilities follow the first ref. */
static int read_refs(struct wire *wire, struct pkt line, struct arena *arena,
                     struct capabilities *out, struct served *refs, struct err *err)
{
    size_t bytes = 0;
    for (size_t count = 0; line.kind == PKT_DATA; count++) {
        struct served_ref ref;
        bytes += line.length;
        const char *nul = line.length > 0 ? memchr(line.data, '\0', line.length) : NULL;
        if (nul != NULL && count == 0) {
            size_t length = (size_t)(nul - line.data);
            capabilities_list(out, (struct pkt){PKT_DATA, nul + 1, line.length - length - 1});
            line.length = length;
        }
        /* Names that are not refs, such as ".have" and "capabilities^{}", are stored too: nobody
         * looks for them. */
        bool shallow = pkt_after(line, "shallow ").kind == PKT_DATA;
        if ((!shallow && !ls_refs_parse(arena, line, &ref)) || count > LS_REFS_MAX ||
            bytes > LS_REFS_BYTES_MAX)
            return wire_odd_line(wire, line, err);
        if (!shallow && refs != NULL)
            *list_add(arena, &refs->refs) = ref;
        if (wire_line(wire, &line, err) < 0)
            return -1;
    }
    return line.kind == PKT_FLUSH ? 0 : wire_odd_line(wire, line, err);
}

/* Reads the first line. Over HTTP, skips the line "# service=…" before it and the flush after that
 * line. */
static int read_first_line(struct wire *wire, struct pkt *out, struct err *err)
{
    if (wire_line(wire, out, err) < 0)
        return -1;
    if (pkt_after(*out, "# service=").kind != PKT_DATA)
        return 0;
    if (wire_line(wire, out, err) < 0)
        return -1;
    return out->kind == PKT_FLUSH ? wire_line(wire, out, err) : wire_odd_line(wire, *out, err);
}

/* Checks that the first line for a fetch belongs to version 0 or 1. The other lines are not
 * read. */
static int check_old_fetch(struct wire *wire, struct pkt line, struct arena *arena, struct err *err)
{
    struct served_ref ref;
    const char *nul = line.length > 0 ? memchr(line.data, '\0', line.length) : NULL;
    struct pkt head = line;
    head.length = nul != NULL ? (size_t)(nul - line.data) : line.length;
    return line.kind == PKT_FLUSH || pkt_is(line, "version 1") || ls_refs_parse(arena, head, &ref)
               ? 0
               : wire_odd_line(wire, line, err);
}

int advertisement_read(struct wire *wire, struct arena *arena, struct capabilities *out,
                       struct served *refs, struct err *err)
{
    struct capabilities made = {0};
    struct pkt line;
    int result = read_first_line(wire, &line, err);
    if (result < 0)
        return -1;
    if (pkt_is(line, "version 2")) {
        made.version = 2;
        result = read_capabilities(wire, &made, err);
    } else if (wire->service == WIRE_PUSH) {
        if (pkt_is(line, "version 1"))
            result = wire_line(wire, &line, err);
        if (result == 0)
            result = read_refs(wire, line, arena, &made, refs, err);
    } else {
        result = check_old_fetch(wire, line, arena, err);
    }
    if (result == 0 && made.sha256)
        result = err_set(err, "the repository's hash is SHA-256, which is not supported");
    if (result == 0)
        *out = made;
    return result;
}
