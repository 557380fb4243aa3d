// SPDX-License-Identifier: Apache-2.0
/* The section `-- journal --` of golden plans, answers about origins, and what a run appends. */
#include <stdint.h>
#include <string.h>

#include "tests/diff/golden.h"

char *golden_word(char **rest)
{
    char *token = NULL;
    do
        token = strsep(rest, " \t");
    while (token != NULL && *token == '\0');
    return token;
}

int golden_split(char *text, const char **namespace, const char **stream, const char **name)
{
    char *slash = strchr(text, '/');
    char *mark = slash != NULL ? strpbrk(slash, ":@") : NULL;
    if (mark == NULL)
        return -1;
    bool digest = *mark == '@';
    *slash = *mark = '\0';
    *namespace = text;
    *stream = slash + 1;
    *name = mark + 1;
    return digest;
}

static int by_tag(const void *a, const void *b)
{
    const struct due *left = a, *right = b;
    struct tag_journal one = {left->environment, left->stream, left->tag};
    struct tag_journal two = {right->environment, right->stream, right->tag};
    return tag_journal_compare(&one, &two);
}

static bool same_tag(const struct due *a, const struct due *b)
{
    return by_tag(a, b) == 0;
}

/* Makes the journal of all these records; sorts them by tag. */
static void gather(struct arena *arena, due_list *all, struct journal *journal)
{
    list_sort(all, by_tag); /* stable: the records of one tag keep their order */
    memset(&journal->tags, 0, sizeof journal->tags); /* other worlds share the old ones */
    for (size_t i = 0, next; i < all->count; i = next) {
        const struct due *first = &all->items[i];
        for (next = i; next < all->count && same_tag(first, &all->items[next]);)
            next++;
        struct record *records = arena_array(arena, struct record, next - i);
        size_t count = 0;
        const char *trouble = NULL;
        for (size_t k = i; k < next; k++) {
            if (all->items[k].record.kind == RECORD_KINDS)
                trouble = all->items[k].record.why;
            else
                records[count++] = all->items[k].record;
        }
        *list_add(arena, &journal->tags) = (struct tag_journal){
            first->environment, first->stream, first->tag, records, count, trouble};
    }
}

typedef LIST_OF(struct evidence) evidence_list;

/* Reads "evidence=KIND[:ARGUMENT]" or "overridden=KIND[:ARGUMENT]"; the text is "KIND ARGUMENT". */
static bool read_evidence(struct arena *arena, const char *word, evidence_list *out)
{
    static const char held[] = "evidence=", overridden[] = "overridden=";
    bool over = text_starts(word, overridden);
    if (!over && !text_starts(word, held))
        return false;
    const char *kind = word + (over ? strlen(overridden) : strlen(held));
    const char *argument = strchr(kind, ':');
    size_t length = argument != NULL ? (size_t)(argument - kind) : strlen(kind);
    kind = arena_copy(arena, kind, length);
    *list_add(arena, out) = (struct evidence){
        .kind = kind,
        .argument = argument != NULL ? argument + 1 : NULL,
        .outcome = over ? EVIDENCE_OVERRIDDEN : EVIDENCE_HELD,
        .text = arena_print(arena, "%s%s%s%s", over ? "passed over: " : "", kind,
                            argument != NULL ? " " : "", argument != NULL ? argument + 1 : ""),
    };
    return true;
}

static int read_record(struct arena *arena, struct golden *golden, char *line, struct err *err)
{
    char *rest = line, *name = golden_word(&rest), *kind = golden_word(&rest);
    struct due *due = list_add(arena, &golden->records);
    if (kind == NULL || golden_split(name, &due->environment, &due->stream, &due->tag) != 0)
        return err_set(err, "a record names NAMESPACE/STREAM:TAG and a kind");
    if (text_equal(kind, "trouble")) {
        due->record = (struct record){.kind = RECORD_KINDS, .why = rest};
        return 0;
    }
    char *time = golden_word(&rest);
    if (!record_parse(kind, &due->record.kind) || time == NULL ||
        !moment_parse(time, &due->record.time))
        return err_set(err, "unknown kind of record '%s', or a bad instant", kind);
    evidence_list evidence = {0};
    for (char *text = golden_word(&rest); text != NULL; text = golden_word(&rest)) {
        if (text_starts(text, "sha256:"))
            due->record.digest = text;
        else if (text_starts(text, "reference="))
            due->record.reference = text + strlen("reference=");
        else if (text_starts(text, "commit="))
            due->record.commit = text + strlen("commit=");
        else if (text_starts(text, "source="))
            due->record.source = text + strlen("source=");
        else if (text_starts(text, "alias="))
            due->record.alias = text + strlen("alias=");
        else if (text_starts(text, "who="))
            due->record.who = text + strlen("who=");
        else if (text_equal(text, "holds"))
            due->record.holds = true;
        else if (read_evidence(arena, text, &evidence))
            continue;
        else if (text_equal(text, "rebuilt"))
            due->record.rebuilt = true;
        else
            return err_set(err, "unknown word '%s' of a record", text);
    }
    due->record.evidence = evidence.items;
    due->record.evidence_count = evidence.count;
    return 0;
}

int golden_journal_line(struct arena *arena, struct golden *golden, char *line, struct err *err)
{
    struct journal *journal = &golden->journal;
    char *rest = line;
    golden->journaled = true;
    if (strchr(line, '/') == NULL || text_starts(line, "unknown ")) {
        const char *state = golden_word(&rest);
        if (text_equal(state, "new"))
            journal->state = JOURNAL_NEW;
        else if (text_equal(state, "lost"))
            journal->state = JOURNAL_LOST;
        else if (text_equal(state, "unknown"))
            journal->state = JOURNAL_UNKNOWN;
        else if (text_equal(state, "advisory"))
            journal->advisory = true;
        else if (text_equal(state, "reached")) {
            journal->reached = golden_word(&rest);
            journal->behind = text_equal(rest, "behind");
        } else
            return err_set(err, "unknown state '%s' of a journal", state);
        journal->why = rest;
        return 0;
    }
    if (journal->state == JOURNAL_NOT_KEPT)
        journal->state = JOURNAL_READ;
    return read_record(arena, golden, line, err);
}

/* Reads "KIND FROM>TO SOURCE" of a claim. */
static int read_claim(struct arena *arena, char **rest, const char *key, struct pin_origin *origin)
{
    struct claimed_move *claim = arena_new(arena, struct claimed_move);
    const char *hash = strrchr(key, '#'), *at = strpbrk(key, "@?");
    claim->kind = golden_word(rest);
    claim->source = golden_word(rest);
    if (claim->source == NULL || hash == NULL || at == NULL)
        return -1;
    claim->object = arena_copy(arena, hash + 1, (size_t)(at - hash - 1));
    claim->to = *at == '@' ? at + 1 : NULL;
    claim->from = origin->before;
    if (text_equal(claim->source, "-"))
        claim->source = NULL;
    origin->claim = claim;
    return 0;
}

int golden_origin(struct arena *arena, const char *key, char *what, char *rest,
                  struct answer *answer)
{
    struct pin_origin *origin = arena_new(arena, struct pin_origin);
    answer->origin = origin;
    origin->commit = golden_word(&rest);
    origin->here = text_equal(what, "own");
    if (origin->commit == NULL)
        return -1;
    if (origin->here) {
        origin->who = "weir <weir@localhost>";
        if (read_claim(arena, &rest, key, origin) < 0)
            return -1;
    } else if (text_equal(what, "merged")) {
        origin->who = golden_word(&rest);
        if (read_claim(arena, &rest, key, origin) < 0)
            return -1;
    } else if (text_equal(what, "person") || text_equal(what, "holds") ||
               text_equal(what, "releases")) {
        origin->who = golden_word(&rest);
        origin->holds = text_equal(what, "holds");
        origin->releases = text_equal(what, "releases");
        origin->why = origin->hold_reason = rest;
        return 0;
    } else {
        return -1;
    }
    evidence_list items = {0};
    for (char *text = golden_word(&rest); text != NULL; text = golden_word(&rest)) {
        if (text_starts(text, "before="))
            origin->before = text + strlen("before=");
        else if (text_starts(text, "at="))
            moment_parse(text + strlen("at="), &origin->time);
        else if (text_starts(text, "parent="))
            moment_parse(text + strlen("parent="), &origin->parent);
        else if (text_equal(text, "was-held"))
            origin->was_held = true;
        else if (text_starts(text, "reason="))
            ((struct claimed_move *)origin->claim)->reason = text + strlen("reason=");
        else if (!read_evidence(arena, text, &items))
            return -1;
    }
    origin->evidence = items.items;
    origin->evidence_count = items.count;
    return 0;
}

int golden_move(struct arena *arena, const char *key, const char *to, char *rest,
                struct answer *answer)
{
    const char *at = strchr(key, '@'), *from = strchr(key, '^');
    char *what = golden_word(&rest);
    struct answer one = {0};
    if (!text_starts(to, "to=") || at == NULL || from == NULL || what == NULL)
        return -1;
    const char *digest = to + strlen("to="), *comma = strchr(digest, ',');
    const char *alias = comma != NULL ? comma + 1 : NULL;
    if (comma != NULL)
        digest = arena_copy(arena, digest, (size_t)(comma - digest));
    const char *pin = arena_print(arena, "%.*s@%s", (int)(at - key), key, digest);
    if (golden_origin(arena, pin, what, rest, &one) < 0)
        return -1;
    struct pin_origin *move = arena_new(arena, struct pin_origin);
    *move = *one.origin;
    const char *commit = strchr(from + 1, '^');
    move->digest = digest;
    move->alias = alias;
    move->before =
        commit != NULL ? arena_copy(arena, from + 1, (size_t)(commit - from - 1)) : from + 1;
    struct pin_origin *last = (struct pin_origin *)(uintptr_t)answer->origin;
    while (last != NULL && last->earlier != NULL)
        last = (struct pin_origin *)(uintptr_t)last->earlier;
    if (last == NULL) {
        answer->origin = move;
        return 0;
    }
    last->earlier = move;
    last->before = alias != NULL ? alias : digest;
    return 0;
}

void golden_remember(struct arena *arena, struct golden *golden, const due_list *dues)
{
    due_list all = {0};
    list_each (due, &golden->records)
        *list_add(arena, &all) = *due;
    if (dues != NULL)
        list_each (due, dues)
            *list_add(arena, &all) = *due;
    golden->records = all;
    if (dues != NULL)
        golden->journal.reached = NULL;
    if (all.count > 0 && golden->journal.state != JOURNAL_UNKNOWN)
        golden->journal.state = JOURNAL_READ;
    gather(arena, &golden->records, &golden->journal);
}
