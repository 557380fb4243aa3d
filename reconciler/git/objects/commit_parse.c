// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/commit_parse.h"

#include <stdbool.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/base/words.h"

static const moment committed_max = (moment)1 << 40;

static const struct {
    const char *begin, *end;
    enum commit_signature_kind kind;
} armors[] = {
    {"-----BEGIN SSH SIGNATURE-----\n", "\n-----END SSH SIGNATURE-----", COMMIT_SSH},
    {"-----BEGIN PGP SIGNATURE-----\n", "\n-----END PGP SIGNATURE-----", COMMIT_OPENPGP},
};

/* One header field: "name value\n" and lines that begin with a space. */
struct header {
    const char *name, *value, *end;   /* end: after the last newline */
    size_t name_length, value_length; /* the value includes its continuation lines */
};

struct commit_parsing {
    struct arena *arena;
    const char *at, *end;
    struct parsed_commit *out;
    struct err *err;
    const char *signature_start, *signature_end; /* the whole field; NULL: no signature yet */
    unsigned stage;                              /* index in `fields` of the next field */
};

/* Returns 1 with the next field, or 0 at the empty line that ends the header, or -1. */
static int header_next(struct commit_parsing *parsing, struct header *out)
{
    const char *start = parsing->at, *at = start;
    size_t left = (size_t)(parsing->end - start);
    if (left > 0 && *start == '\n') {
        parsing->at = start + 1;
        return 0;
    }
    do {
        const char *newline = memchr(at, '\n', (size_t)(parsing->end - at));
        if (newline == NULL)
            return err_set(parsing->err, "the commit's header has no end");
        at = newline + 1;
    } while (at < parsing->end && *at == ' ');
    const char *space = memchr(start, ' ', (size_t)(at - start));
    const char *first_end = memchr(start, '\n', (size_t)(at - start));
    if (space == NULL || space == start || space > first_end)
        return err_set(parsing->err, "the commit's header has a line without a name or a value");
    *out = (struct header){start, space + 1, at, (size_t)(space - start),
                           (size_t)(at - 1 - (space + 1))};
    parsing->at = at;
    return 1;
}

static bool named(const struct header *header, const char *name)
{
    return header->name_length == strlen(name) &&
           memcmp(header->name, name, header->name_length) == 0;
}

/* Returns the id (SHA-1 or SHA-256 in hex) in the arena, or NULL if the value is not an id. */
static const char *take_id(struct commit_parsing *parsing, const struct header *header)
{
    if (header->value_length != 40 && header->value_length != 64)
        return NULL;
    for (size_t i = 0; i < header->value_length; i++)
        if (strchr("0123456789abcdef", header->value[i]) == NULL)
            return NULL;
    return arena_copy(parsing->arena, header->value, header->value_length);
}

/* Parses the seconds in "name <email> 1767225600 +0100". Returns false for any other form, and for
 * more than committed_max seconds. */
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

/* Returns true if the armor ends with `end`. White space may follow: GitHub writes an empty line.
 */
static bool armor_ends(const char *armor, const char *end)
{
    const char *found = strstr(armor, end);
    if (found == NULL)
        return false;
    found += strlen(end);
    return found[strspn(found, "\n ")] == '\0' && (*found == '\0' || *found == '\n');
}

static int take_signature(struct commit_parsing *parsing, const struct header *header)
{
    struct parsed_commit *out = parsing->out;
    if (parsing->signature_start != NULL)
        return err_set(parsing->err, "the commit has more than one signature");
    if (header->value_length > COMMIT_SIGNATURE_MAX)
        return err_set(parsing->err, "the commit's signature is longer than %d bytes",
                       COMMIT_SIGNATURE_MAX);
    parsing->signature_start = header->name;
    parsing->signature_end = header->end;
    char *armor = arena_copy(parsing->arena, header->value, header->value_length);
    size_t used = 0;
    for (size_t i = 0; i < header->value_length; i++) {
        armor[used++] = header->value[i];
        if (header->value[i] == '\n')
            i++; /* the space that makes the line a continuation */
    }
    armor[used] = '\0';
    out->armor = armor;
    out->kind = COMMIT_OTHER;
    for (size_t i = 0; i < sizeof armors / sizeof *armors; i++) {
        if (!text_starts(armor, armors[i].begin))
            continue;
        if (!armor_ends(armor, armors[i].end))
            return err_set(parsing->err,
                           "the commit's signature has no end line, or more data after that line");
        out->kind = armors[i].kind;
    }
    return 0;
}

static int check_line(struct commit_parsing *parsing, const struct header *header, const char *name)
{
    return memchr(header->value, '\n', header->value_length) == NULL
               ? 0
               : err_set(parsing->err, "the commit's %s continues on a second line", name);
}

static int take_tree(struct commit_parsing *parsing, const struct header *header)
{
    const char *id = take_id(parsing, header);
    if (id == NULL)
        return err_set(parsing->err, "the commit's header has no valid tree");
    parsing->out->tree = id;
    return 0;
}

static int take_parent(struct commit_parsing *parsing, const struct header *header)
{
    struct parsed_commit *out = parsing->out;
    const char *id = take_id(parsing, header);
    if (id == NULL)
        return err_set(parsing->err, "a parent in the commit's header is not a valid ID");
    if (out->parents.count == COMMIT_PARENTS_MAX)
        return err_set(parsing->err, "the commit has more than %d parents", COMMIT_PARENTS_MAX);
    *list_add(parsing->arena, &out->parents) = id;
    return 0;
}

static int take_author(struct commit_parsing *parsing, const struct header *header)
{
    if (check_line(parsing, header, "author") < 0)
        return -1;
    parsing->out->author = arena_copy(parsing->arena, header->value, header->value_length);
    return 0;
}

static int take_committer(struct commit_parsing *parsing, const struct header *header)
{
    struct parsed_commit *out = parsing->out;
    if (check_line(parsing, header, "committer") < 0)
        return -1;
    out->committer = arena_copy(parsing->arena, header->value, header->value_length);
    return take_date(header, &out->committed)
               ? 0
               : err_set(parsing->err, "the commit's committer has no valid date");
}

static int take_other(struct commit_parsing *parsing, const struct header *header)
{
    if (named(header, "gpgsig"))
        return take_signature(parsing, header);
    if (header->name_length >= 6 && memcmp(header->name, "gpgsig", 6) == 0)
        return err_set(parsing->err, "the commit's header has a signature of an unknown kind");
    return 0;
}

enum { TREE, PARENT, AUTHOR, COMMITTER, OTHERS, FIELD_COUNT };

/* The header's fields in their order: one tree, any number of parents, one author, one committer,
 * then others. */
static const struct {
    const char *name;
    unsigned next; /* the stage after this field */
    int (*take)(struct commit_parsing *parsing, const struct header *header);
} fields[] = {
    [TREE] = {"tree", PARENT, take_tree},
    [PARENT] = {"parent", PARENT, take_parent},
    [AUTHOR] = {"author", COMMITTER, take_author},
    [COMMITTER] = {"committer", OTHERS, take_committer},
    [OTHERS] = {"", OTHERS, take_other},
};
TABLE_COMPLETE(fields, FIELD_COUNT);

static int take_field(struct commit_parsing *parsing, const struct header *header)
{
    unsigned field = TREE;
    while (field < OTHERS && !named(header, fields[field].name))
        field++;
    if (field != parsing->stage && !(field == AUTHOR && parsing->stage == PARENT))
        return err_set(parsing->err,
                       "the commit's header fields are missing, duplicate or in the wrong order");
    parsing->stage = fields[field].next;
    return fields[field].take(parsing, header);
}

static void take_payload(struct commit_parsing *parsing, const char *bytes, size_t length)
{
    struct parsed_commit *out = parsing->out;
    size_t before = length, after = length;
    if (parsing->signature_start != NULL) {
        before = (size_t)(parsing->signature_start - bytes);
        after = (size_t)(parsing->signature_end - bytes);
    }
    out->payload_length = before + (length - after);
    char *payload = arena_alloc(parsing->arena, out->payload_length + 1);
    memcpy(payload, bytes, before);
    memcpy(payload + before, bytes + after, length - after);
    out->payload = payload;
    out->message_length = (size_t)(parsing->end - parsing->at);
    out->message = payload + (out->payload_length - out->message_length);
}

int commit_parse(struct arena *arena, const char *bytes, size_t length, struct parsed_commit *out,
                 struct err *err)
{
    struct parsed_commit made = {0};
    struct commit_parsing parsing = {
        .arena = arena, .at = bytes, .end = bytes + length, .out = &made, .err = err};
    struct header header = {0};
    int more;
    if (length > COMMIT_BYTES_MAX)
        return err_set(err, "the commit is longer than %d bytes", COMMIT_BYTES_MAX);
    if (memchr(bytes, '\0', length) != NULL)
        return err_set(err, "the commit has a NUL byte");
    while ((more = header_next(&parsing, &header)) > 0)
        if (take_field(&parsing, &header) != 0)
            return -1;
    if (more < 0)
        return -1;
    if (made.committer == NULL)
        return err_set(err,
                       "the commit's header fields are missing, duplicate or in the wrong order");
    take_payload(&parsing, bytes, length);
    *out = made;
    return 0;
}
