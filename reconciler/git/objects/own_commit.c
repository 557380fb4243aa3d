// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/own_commit.h"

#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "reconciler/git/objects/evidence_json.h"
#include "reconciler/git/objects/trailer.h"

static const char move_key[] = "Weir-Move";
static const char evidence_key[] = "Weir-Evidence";
static const char omitted_key[] = "Weir-Omitted";
static const char reason_key[] = "Weir-Reason";
static const char source_key[] = "Weir-Source-Commit";
static const char journal_key[] = "Weir-Journal";

static const char none[] = "none";
static const char no_journal[] = "new";

void own_commit_print_move(FILE *out, const char *kind, const char *object, const char *from,
                           const char *to)
{
    fprintf(out, "%s: %s ", move_key, kind);
    text_print_safe(out, object);
    fprintf(out, " %s %s\n", from != NULL ? from : none, to != NULL ? to : none);
}

void own_commit_print_evidence(FILE *out, const char *object, const struct evidence *evidence)
{
    arena_scope struct arena scratch = {0};
    size_t length = strlen(object) + 1;
    const char *line =
        length < OWN_COMMIT_EVIDENCE_MAX
            ? evidence_json_line(&scratch, evidence, OWN_COMMIT_EVIDENCE_MAX - length)
            : NULL;
    if (line == NULL)
        return;
    fprintf(out, "%s: ", evidence_key);
    text_print_safe(out, object);
    fprintf(out, " %s\n", line);
}

void own_commit_print_omitted(FILE *out, size_t moves, size_t items)
{
    fprintf(out, "%s: %zu moves and %zu items of evidence\n", omitted_key, moves, items);
}

void own_commit_print_reason(FILE *out, const char *reason)
{
    fprintf(out, "%s: ", reason_key);
    text_print_safe(out, reason);
    fputs("\n", out);
}

void own_commit_print_source(FILE *out, const char *source)
{
    fprintf(out, "%s: %s\n", source_key, source != NULL ? source : none);
}

const char *own_commit_add_journal(struct arena *arena, const char *message, const char *branch,
                                   const char *tip)
{
    const char *value = arena_print(arena, "%s %s", branch, tip != NULL ? tip : no_journal);
    return trailer_add(arena, message, journal_key, value);
}

bool own_commit_is(const char *message, const char *parent)
{
    arena_scope struct arena arena = {0};
    const char *source = trailer_find(&arena, message, strlen(message), source_key);
    return source != NULL && text_equal(source, parent != NULL ? parent : none);
}

const char *own_commit_journal_of(struct arena *arena, const char *message, const char **branch)
{
    const char *value = trailer_find(arena, message, strlen(message), journal_key);
    const char *space = value != NULL ? strrchr(value, ' ') : NULL;
    if (space == NULL)
        return NULL;
    *branch = arena_copy(arena, value, (size_t)(space - value));
    return space + 1;
}

const char *own_commit_journal(struct arena *arena, const char *message, const char *branch)
{
    const char *named, *id = own_commit_journal_of(arena, message, &named);
    return id != NULL && text_equal(named, branch) ? id : NULL;
}

/* Returns the value, without its final spaces, of the line's trailer with this key, as a part of
 * the line, and sets *size; NULL if the line is another one. An indent and a list's "* " are
 * ignored. */
static const char *find_value(const char *line, size_t length, const char *key, size_t *size)
{
    size_t used = strlen(key), start = strspn(line, " \t*-");
    while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL)
        length--;
    if (length < start + used + 3 || length - start - used - 2 >= TRAILER_VALUE_MAX ||
        memcmp(line + start, key, used) != 0 || memcmp(line + start + used, ": ", 2) != 0)
        return NULL;
    *size = length - start - used - 2;
    return line + start + used + 2;
}

/* Does the same, and returns a copy in the arena. */
static char *value_of(struct arena *arena, const char *line, size_t length, const char *key)
{
    size_t size;
    const char *value = find_value(line, length, key, &size);
    return value != NULL ? arena_copy(arena, value, size) : NULL;
}

/* True if the text of this size begins with the object and a space. */
static bool is_about(const char *text, size_t size, const char *object)
{
    size_t length = strlen(object);
    return size > length && memcmp(text, object, length) == 0 && text[length] == ' ';
}

/* True if the value of a trailer Weir-Move names the object. */
static bool moves_object(const char *value, size_t size, const char *object)
{
    const char *second = memchr(value, ' ', size);
    return second != NULL && is_about(second + 1, size - (size_t)(second + 1 - value), object);
}

/* Returns the next word of *rest, and moves *rest after it; NULL if there is none. */
static char *next_word(char **rest)
{
    char *word = strsep(rest, " ");
    return word != NULL && *word != '\0' ? word : NULL;
}

/* Parses "KIND OBJECT FROM TO". Returns false if it has another form. */
static bool parse_move(char *value, struct claimed_move *out)
{
    *out = (struct claimed_move){0};
    out->kind = next_word(&value);
    out->object = next_word(&value);
    out->from = next_word(&value);
    out->to = next_word(&value);
    if (out->to == NULL || value != NULL)
        return false;
    out->from = text_equal(out->from, none) ? NULL : out->from;
    out->to = text_equal(out->to, none) ? NULL : out->to;
    return true;
}

typedef LIST_OF(struct claimed_move) claim_list;

/* The claims of a text, and where those of the current commit begin. */
struct claim_reading {
    struct arena *arena;
    const char *object; /* only claims about this object are read; NULL: all */
    size_t maximum;
    claim_list claims;
    size_t first;
    bool sourced; /* Weir-Source-Commit of the current commit was read */
};

/* Reads a trailer Weir-Move. One after a source belongs to the next commit. */
static void read_move(struct claim_reading *reading, const char *value, size_t size)
{
    struct claimed_move move;
    if (reading->sourced)
        reading->first = reading->claims.count;
    reading->sourced = false;
    if (reading->claims.count >= reading->maximum ||
        (reading->object != NULL && !moves_object(value, size, reading->object)))
        return;
    if (parse_move(arena_copy(reading->arena, value, size), &move))
        *list_add(reading->arena, &reading->claims) = move;
}

/* Reads one line. */
static void read_line(struct claim_reading *reading, const char *line, size_t length)
{
    struct arena *arena = reading->arena;
    claim_list *claims = &reading->claims;
    size_t size;
    const char *value = find_value(line, length, move_key, &size);
    if (value != NULL)
        read_move(reading, value, size);
    const char *reason = value_of(arena, line, length, reason_key);
    const char *source = value_of(arena, line, length, source_key);
    const char *journal = value_of(arena, line, length, journal_key);
    const char *space = journal != NULL ? strrchr(journal, ' ') : NULL;
    bool any = reason != NULL || source != NULL || space != NULL;
    const char *branch =
        space != NULL ? arena_copy(arena, journal, (size_t)(space - journal)) : NULL;
    for (size_t i = reading->first; any && i < claims->count; i++) {
        struct claimed_move *claim = &claims->items[i];
        if (reason != NULL)
            claim->reason = reason;
        if (source != NULL)
            claim->source = text_equal(source, none) ? NULL : source;
        if (branch != NULL)
            claim->branch = branch;
    }
    reading->sourced |= source != NULL;
}

struct claimed_move *own_commit_moves(struct arena *arena, const char *message, const char *object,
                                      size_t maximum, size_t *count)
{
    struct claim_reading reading = {.arena = arena, .object = object, .maximum = maximum};
    for (const char *at = message; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        read_line(&reading, at, length);
        at += length + (at[length] == '\n');
    }
    *count = reading.claims.count;
    return reading.claims.items;
}

/* True if both claim the same move. */
static bool same_move(const struct claimed_move *left, const struct claimed_move *right)
{
    return text_equal(left->kind, right->kind) && text_equal(left->object, right->object) &&
           text_equal(left->from, right->from) && text_equal(left->to, right->to);
}

/* Returns the line's evidence for the object in *out, or false if it has none. */
static bool read_evidence(struct arena *arena, const char *line, size_t length, const char *object,
                          struct evidence *out)
{
    size_t size, skip = strlen(object) + 1;
    const char *value = find_value(line, length, evidence_key, &size);
    return value != NULL && is_about(value, size, object) &&
           evidence_json_parse(arena, arena_copy(arena, value + skip, size - skip), out);
}

const struct evidence *own_commit_evidence(struct arena *arena, const char *message,
                                           const struct claimed_move *claim, size_t maximum,
                                           size_t *count)
{
    LIST_OF(struct evidence) items = {0};
    bool sourced = false, found = false;
    for (const char *at = message; *at != '\0';) {
        size_t size = strcspn(at, "\n"), length;
        struct claimed_move move;
        struct evidence item;
        const char *value = find_value(at, size, move_key, &length);
        if (value != NULL) {
            if (sourced && found)
                break;
            if (sourced)
                items.count = 0;
            sourced = false;
            found |= moves_object(value, length, claim->object) &&
                     parse_move(arena_copy(arena, value, length), &move) && same_move(&move, claim);
        }
        if (items.count < maximum && read_evidence(arena, at, size, claim->object, &item))
            *list_add(arena, &items) = item;
        sourced |= find_value(at, size, source_key, &length) != NULL;
        at += size + (at[size] == '\n');
    }
    *count = found ? items.count : 0;
    return items.items;
}
