// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/commit_parse.h"

#include <stdbool.h>
#include <string.h>

#include "manifests/base/text.h"

static const moment committed_max = (moment)1 << 40;

static const struct {
    const char *begin, *end;
    enum split_kind kind;
} armours[] = {
    {"-----BEGIN SSH SIGNATURE-----\n", "\n-----END SSH SIGNATURE-----", SPLIT_SSH},
    {"-----BEGIN PGP SIGNATURE-----\n", "\n-----END PGP SIGNATURE-----", SPLIT_OPENPGP},
};

/* One header field: "name value\n" and lines that begin with a space. */
struct header {
    const char *name, *value, *end;   /* end: behind the last newline */
    size_t name_length, value_length; /* the value with its continuation lines */
};

struct splitting {
    struct arena *arena;
    const char *at, *end;
    struct split *out;
    struct err *err;
    const char *signature_start, *signature_end; /* the whole field */
    unsigned stage;                              /* how far the order of fields has come */
};

/* 1 and a field, 0 at the blank line, -1. */
static int header_next(struct splitting *splitting, struct header *out)
{
    const char *start = splitting->at, *at = start;
    size_t left = (size_t)(splitting->end - start);
    if (left > 0 && *start == '\n') {
        splitting->at = start + 1;
        return 0;
    }
    do {
        const char *newline = memchr(at, '\n', (size_t)(splitting->end - at));
        if (newline == NULL)
            return err_set(splitting->err, "its header has no end");
        at = newline + 1;
    } while (at < splitting->end && *at == ' ');
    const char *space = memchr(start, ' ', (size_t)(at - start));
    const char *first_end = memchr(start, '\n', (size_t)(at - start));
    if (space == NULL || space == start || space > first_end)
        return err_set(splitting->err, "its header has a line without a name or a value");
    *out = (struct header){start, space + 1, at, (size_t)(space - start),
                           (size_t)(at - 1 - (space + 1))};
    splitting->at = at;
    return 1;
}

static bool named(const struct header *header, const char *name)
{
    return header->name_length == strlen(name) &&
           memcmp(header->name, name, header->name_length) == 0;
}

/* An id of SHA-1 or SHA-256; NULL when it is none. */
static const char *take_id(struct splitting *splitting, const struct header *header)
{
    if (header->value_length != 40 && header->value_length != 64)
        return NULL;
    for (size_t i = 0; i < header->value_length; i++)
        if (strchr("0123456789abcdef", header->value[i]) == NULL)
            return NULL;
    return arena_copy(splitting->arena, header->value, header->value_length);
}

/* The seconds of "name <email> 1767225600 +0100". */
static bool take_date(const struct header *header, moment *out)
{
    const char *end = header->value + header->value_length;
    const char *at = memrchr(header->value, '>', header->value_length);
    moment seconds = 0;
    if (at == NULL || end - at < 8 || at[1] != ' ' || at[2] < '0' || at[2] > '9')
        return false;
    for (at += 2; at < end && *at >= '0' && *at <= '9'; at++) {
        seconds = seconds * 10 + (*at - '0');
        if (seconds > committed_max)
            return false;
    }
    if (end - at != 6 || at[0] != ' ' || (at[1] != '+' && at[1] != '-'))
        return false;
    for (at += 2; at < end; at++)
        if (*at < '0' || *at > '9')
            return false;
    *out = seconds;
    return true;
}

/* Nothing but white space may stand behind the armour: GitHub writes an empty line there. */
static bool armour_ends(const char *armour, const char *end)
{
    const char *found = strstr(armour, end);
    if (found == NULL)
        return false;
    found += strlen(end);
    return found[strspn(found, "\n ")] == '\0' && (*found == '\0' || *found == '\n');
}

static int take_signature(struct splitting *splitting, const struct header *header)
{
    struct split *out = splitting->out;
    if (splitting->signature_start != NULL)
        return err_set(splitting->err, "it has more than one signature");
    if (header->value_length > SPLIT_SIGNATURE_MAX)
        return err_set(splitting->err, "its signature is longer than %d bytes",
                       SPLIT_SIGNATURE_MAX);
    splitting->signature_start = header->name;
    splitting->signature_end = header->end;
    char *armour = arena_copy(splitting->arena, header->value, header->value_length);
    size_t used = 0;
    for (size_t i = 0; i < header->value_length; i++) {
        armour[used++] = header->value[i];
        if (header->value[i] == '\n')
            i++; /* the space that makes the line a continuation */
    }
    armour[used] = '\0';
    out->armour = armour;
    out->kind = SPLIT_OTHER;
    for (size_t i = 0; i < sizeof armours / sizeof *armours; i++) {
        if (!text_starts(armour, armours[i].begin))
            continue;
        if (!armour_ends(armour, armours[i].end))
            return err_set(splitting->err, "its signature has no end, or more data after it");
        out->kind = armours[i].kind;
    }
    return 0;
}

/* The fields that every commit has stand first and in this order. */
static int take_field(struct splitting *splitting, const struct header *header)
{
    enum { TREE, PARENT, AUTHOR, COMMITTER, OTHERS };
    static const char *const names[] = {"tree", "parent", "author", "committer"};
    struct split *out = splitting->out;
    unsigned field = 0;
    while (field < OTHERS && !named(header, names[field]))
        field++;
    bool expected = field == splitting->stage || (field == AUTHOR && splitting->stage == PARENT);
    if (!expected)
        return err_set(splitting->err,
                       "its header fields are missing, duplicate or in the wrong order");
    const char *value = arena_copy(splitting->arena, header->value, header->value_length);
    const char *id = field <= PARENT ? take_id(splitting, header) : NULL;
    if (field <= PARENT && id == NULL)
        return err_set(splitting->err, "its header has no valid %s", names[field]);
    if (field < OTHERS && strchr(value, '\n') != NULL)
        return err_set(splitting->err, "its %s continues on a second line", names[field]);
    switch (field) {
    case TREE:
        out->tree = id;
        splitting->stage = PARENT;
        break;
    case PARENT:
        if (out->parents.count == SPLIT_PARENTS_MAX)
            return err_set(splitting->err, "it has more than %d parents", SPLIT_PARENTS_MAX);
        *list_add(splitting->arena, &out->parents) = id;
        break;
    case AUTHOR:
        out->author = value;
        splitting->stage = COMMITTER;
        break;
    case COMMITTER:
        out->committer = value;
        splitting->stage = OTHERS;
        if (!take_date(header, &out->committed))
            return err_set(splitting->err, "its committer has no valid date");
        break;
    default:
        if (named(header, "gpgsig"))
            return take_signature(splitting, header);
        if (header->name_length >= 6 && memcmp(header->name, "gpgsig", 6) == 0)
            return err_set(splitting->err, "it has a signature of an unknown kind in its header");
    }
    return 0;
}

static void take_payload(struct splitting *splitting, const char *bytes, size_t length)
{
    struct split *out = splitting->out;
    size_t before = length, after = length;
    if (splitting->signature_start != NULL) {
        before = (size_t)(splitting->signature_start - bytes);
        after = (size_t)(splitting->signature_end - bytes);
    }
    out->payload_length = before + (length - after);
    char *payload = arena_alloc(splitting->arena, out->payload_length + 1);
    memcpy(payload, bytes, before);
    memcpy(payload + before, bytes + after, length - after);
    out->payload = payload;
    out->message_length = (size_t)(splitting->end - splitting->at);
    out->message = payload + (out->payload_length - out->message_length);
}

int split_parse(struct arena *arena, const char *bytes, size_t length, struct split *out,
                struct err *err)
{
    struct split made = {0};
    struct splitting splitting = {
        .arena = arena, .at = bytes, .end = bytes + length, .out = &made, .err = err};
    struct header header = {0};
    int more;
    if (length > SPLIT_COMMIT_MAX)
        return err_set(err, "it is longer than %d bytes", SPLIT_COMMIT_MAX);
    if (memchr(bytes, '\0', length) != NULL)
        return err_set(err, "it has a NUL byte");
    while ((more = header_next(&splitting, &header)) > 0)
        if (take_field(&splitting, &header) != 0)
            return -1;
    if (more < 0)
        return -1;
    if (made.committer == NULL)
        return err_set(err, "its header fields are missing, duplicate or in the wrong order");
    take_payload(&splitting, bytes, length);
    *out = made;
    return 0;
}
