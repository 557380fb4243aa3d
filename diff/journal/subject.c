// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/subject.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/base/utf8.h"
#include "manifests/values/digest.h"

enum { LISTED_MAX = 3 /* names in one list; more are counted */ };

enum subject_form {
    FORM_PLAIN, /* "pin web 1.4.0 in dev" */
    FORM_BACK,  /* "roll back web in dev to 1.4.0" */
    FORM_AS,    /* "tag web:latest in dev as 1.4.0" */
    FORM_NAME,  /* "release web in dev" */
    FORM_TAG,   /* "delete web:latest in dev" */
};

/* The verbs in the order of their importance. */
static const struct verb {
    const char *words[2]; /* the words of moves with this verb */
    const char *verb, *place;
    enum subject_form form;
    const char *noun; /* singular, for a count */
} verbs[] = {
    {{"rollback", "rolledBack"}, "roll back", "in", FORM_BACK, "tag"},
    {{"promote", "promoted"}, "promote", "to", FORM_PLAIN, "tag"},
    {{"delete"}, "delete", "in", FORM_TAG, "tag"},
    {{"tag"}, "tag", "in", FORM_AS, "tag"},
    {{"import-image"}, "import", "in", FORM_PLAIN, "tag"},
    {{"release", "released"}, "release", "in", FORM_NAME, "tag"},
    {{"held"}, "hold", "in", FORM_PLAIN, "tag"},
    {{"missing"}, "unpin", "in", FORM_TAG, "tag"},
    {{"proposed"}, "propose", "to", FORM_PLAIN, "tag"},
    {{"declined"}, "decline", "in", FORM_PLAIN, "tag"},
    {{"copied"}, "copy", "to", FORM_PLAIN, "tag"},
    {{"pinned"}, "pin", "in", FORM_PLAIN, "tag"},
    {{"seen"}, "see", "in", FORM_PLAIN, "tag"},
    {{"rolled"}, "roll out", "in", FORM_PLAIN, "workload"},
};
enum { VERBS = sizeof verbs / sizeof *verbs };

/* A move in words. */
struct subject_item {
    size_t verb;      /* index in `verbs` */
    const char *name; /* "web", "web:stable" or "web 1.4.0" */
    const char *environment;
    const char *version; /* the version after the environment, or NULL */
};

typedef LIST_OF(struct subject_item) item_list;
typedef LIST_OF(const char *) word_list;

const char *subject_version(struct arena *arena, const char *reference, const char *digest)
{
    char buffer[DIGEST_SHORT_MAX];
    const char *slash = reference != NULL ? strrchr(reference, '/') : NULL;
    const char *colon = reference != NULL ? strrchr(slash != NULL ? slash : reference, ':') : NULL;
    if (colon != NULL && strpbrk(colon, "0123456789") != NULL)
        return arena_text(arena, colon + 1);
    return digest != NULL ? arena_text(arena, digest_short(digest, buffer)) : NULL;
}

/* Returns the text as text_print_safe prints it, in the arena. */
static const char *safe(struct arena *arena, const char *text)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    text_print_safe(out, text);
    fclose(out);
    const char *copy = arena_copy(arena, bytes, length);
    free(bytes);
    return copy;
}

static size_t verb_find(const char *word)
{
    for (size_t i = 0; i < VERBS; i++)
        if (text_equal(word, verbs[i].words[0]) || text_equal(word, verbs[i].words[1]))
            return i;
    return VERBS - 1;
}

static struct subject_item describe(struct arena *arena, const struct subject_move *move)
{
    struct subject_item item = {.verb = verb_find(move->word)};
    enum subject_form form = verbs[item.verb].form;
    bool plain = text_equal(move->tag, "latest") || text_equal(move->tag, move->version);
    const char *version = move->version != NULL ? safe(arena, move->version) : NULL;
    item.name = safe(arena, move->stream);
    item.environment = safe(arena, move->environment);
    if (form == FORM_AS || form == FORM_TAG || !plain)
        item.name = arena_print(arena, "%s:%s", item.name, safe(arena, move->tag));
    if (form == FORM_PLAIN && version != NULL)
        item.name = arena_print(arena, "%s %s", item.name, version);
    if (form == FORM_BACK || form == FORM_AS)
        item.version = version;
    return item;
}

/* Adds a name that is not in the list yet. Returns false if the list has it. */
static bool add_name(struct arena *arena, word_list *list, const char *name)
{
    list_each (known, list)
        if (text_equal(*known, name))
            return false;
    *list_add(arena, list) = name;
    return true;
}

/* Returns "a", "a and b" or "a, b and c"; or "12 tags" if there are more names. */
static const char *join(struct arena *arena, const word_list *list, size_t count, const char *noun)
{
    const char *text = list->items[0];
    if (list->count > LISTED_MAX)
        return arena_print(arena, "%zu %ss", count, noun);
    for (size_t i = 1; i < list->count; i++)
        text = arena_print(arena, "%s%s%s", text, i + 1 < list->count ? ", " : " and ",
                           list->items[i]);
    return text;
}

/* Returns the moves of one verb in words. counted: their number instead of their names. */
static const char *phrase(struct arena *arena, const item_list *items, bool counted)
{
    const struct verb *verb = &verbs[items->items[0].verb];
    const struct subject_item *only = items->count == 1 ? &items->items[0] : NULL;
    word_list names = {0}, places = {0};
    list_each (item, items) {
        if (names.count <= LISTED_MAX)
            add_name(arena, &names, item->name);
        if (places.count <= LISTED_MAX)
            add_name(arena, &places, item->environment);
    }
    if (only != NULL && only->version != NULL)
        return arena_print(arena, "%s %s %s %s %s %s", verb->verb, only->name, verb->place,
                           only->environment, verb->form == FORM_AS ? "as" : "to", only->version);
    counted |= names.count > 1 && places.count > 1;
    const char *what = counted && items->count > 1
                           ? arena_print(arena, "%zu %ss", items->count, verb->noun)
                           : join(arena, &names, items->count, verb->noun);
    const char *where = places.count > LISTED_MAX ? "several environments"
                                                  : join(arena, &places, places.count, "place");
    return arena_print(arena, "%s %s %s %s", verb->verb, what, verb->place, where);
}

/* Returns the text, cut at a word so that it has at most SUBJECT_MAX bytes. */
static const char *cut(struct arena *arena, const char *text)
{
    static const char mark[] = "…";
    if (strlen(text) <= SUBJECT_MAX)
        return text;
    size_t fits = utf8_fit(text, SUBJECT_MAX - strlen(mark)), end = fits;
    while (end > fits / 2 && text[end] != ' ')
        end--;
    end = text[end] == ' ' ? end : fits;
    while (end > 0 && strchr(" ,:", text[end - 1]) != NULL)
        end--;
    return arena_print(arena, "%.*s%s", (int)end, text, mark);
}

/* Collects the items of one verb, each once. */
static void collect(struct arena *arena, const struct subject_item *all, size_t count, size_t verb,
                    item_list *out)
{
    enum { COMPARED_MAX = 100 /* so that the time does not grow with the square of the count */ };
    for (size_t i = 0; i < count; i++) {
        bool known = all[i].verb != verb;
        for (size_t j = 0; !known && j < out->count && j < COMPARED_MAX; j++)
            known = text_equal(out->items[j].name, all[i].name) &&
                    text_equal(out->items[j].environment, all[i].environment);
        if (!known)
            *list_add(arena, out) = all[i];
    }
}

/* Returns the text and the moves of one verb, which are counted if that is needed to fit. */
static const char *longer(struct arena *arena, const char *text, const char *gap,
                          const item_list *items, size_t most)
{
    const char *with = arena_print(arena, "%s%s%s", text, gap, phrase(arena, items, false));
    if (strlen(with) <= most)
        return with;
    return arena_print(arena, "%s%s%s", text, gap, phrase(arena, items, true));
}

const char *subject_make(struct arena *arena, const char *start, const struct subject_move *moves,
                         size_t count, const char *reason)
{
    enum { MORE = sizeof ", and 1000000 more" };
    struct subject_item *all = arena_array(arena, struct subject_item, count);
    item_list by_verb[VERBS] = {0};
    const char *text = start;
    size_t kinds = 0, left = 0;
    bool first = true;
    for (size_t i = 0; i < count; i++)
        all[i] = describe(arena, &moves[i]);
    for (size_t verb = 0; verb < VERBS; verb++) {
        collect(arena, all, count, verb, &by_verb[verb]);
        kinds += by_verb[verb].count > 0;
    }
    for (size_t verb = 0; verb < VERBS; verb++) {
        if (by_verb[verb].count == 0)
            continue;
        size_t most = SUBJECT_MAX - (--kinds > 0 ? MORE : 0);
        const char *with = longer(arena, text, first ? "" : ", ", &by_verb[verb], most);
        if (!first && (left > 0 || strlen(with) > most))
            left += by_verb[verb].count;
        else
            text = with;
        first = false;
    }
    if (left > 0)
        text = arena_print(arena, "%s, and %zu more", text, left);
    if (first)
        text = arena_print(arena, "%schange no tag", start);
    if (!text_blank(reason))
        text = arena_print(arena, "%s: %s", text, safe(arena, reason));
    return cut(arena, text);
}
