// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_history.h"

#include <string.h>

#include "manifests/values/priority.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_tags.h"

const struct journal *view_journal(const struct report *report)
{
    return report->observed != NULL ? report->observed->journal : NULL;
}

static const struct {
    const char *word, *note;
} states[] = {
    [JOURNAL_NOT_KEPT] = {"notKept", "no journal is kept here, so only the current state is known"},
    [JOURNAL_NEW] = {"new", "there is no journal yet; the next `weir sync` starts it"},
    [JOURNAL_LOST] = {"lost", "the journal was lost; the next `weir sync` starts a new one"},
    [JOURNAL_READ] = {"read", NULL},
    [JOURNAL_UNKNOWN] = {"unknown", "the journal can't be used"},
};
TABLE_COMPLETE(states, JOURNAL_UNKNOWN + 1);

static enum journal_state state_of(const struct report *report)
{
    const struct journal *journal = view_journal(report);
    return journal != NULL ? journal->state : JOURNAL_NOT_KEPT;
}

const char *view_journal_word(const struct report *report)
{
    return states[state_of(report)].word;
}

/* Counts the tags of which no believed record says since when they have their image. */
static size_t count_ahead(const struct report *report)
{
    const struct journal *journal = view_journal(report);
    size_t count = 0;
    for (size_t i = 0; state_of(report) == JOURNAL_READ && i < journal->tags.count; i++) {
        struct standing standing = journal_standing(&journal->tags.items[i], report->now);
        count += standing.since_unknown || standing.live_unknown;
    }
    return count;
}

const char *view_journal_note(struct arena *arena, const struct report *report)
{
    const struct journal *journal = view_journal(report);
    const char *note = states[state_of(report)].note;
    if (journal != NULL && journal->state == JOURNAL_UNKNOWN && journal->why != NULL)
        return arena_print(arena, "%s: %s", note, journal->why);
    size_t ahead = count_ahead(report);
    if (ahead > 0)
        return arena_print(arena, JOURNAL_AHEAD_NOTE, ahead, ahead == 1 ? "" : "s");
    if (journal != NULL && journal->state == JOURNAL_READ && journal->base != NULL)
        return arena_print(arena, "this branch has no journal yet; these are the records of \"%s\"",
                           journal->base);
    if (journal != NULL && journal->state == JOURNAL_READ && journal->advisory)
        return "files in a work tree may differ from the journal";
    return note;
}

static bool selects(const struct report_only *only, const struct tag_journal *tag)
{
    return (only->namespace == NULL || text_equal(only->namespace, tag->environment)) &&
           (only->stream == NULL || text_equal(only->stream, tag->stream)) &&
           (only->tag == NULL || text_equal(only->tag, tag->tag));
}

static void add_history(struct arena *arena, moment now, const struct tag_journal *journal,
                        const struct tag_journal *names, tag_histories *out)
{
    struct tag_history *history = list_add(arena, out);
    *history = (struct tag_history){
        .namespace = names->environment,
        .stream = names->stream,
        .tag = names->tag,
        .journal = journal,
        .standing = journal_standing(journal, now),
    };
    journal_stretches(arena, journal, now, &history->stretches);
}

static int by_stream(const void *a, const void *b)
{
    const struct tag_history *left = a, *right = b;
    int order = strcmp(left->namespace, right->namespace);
    order = order != 0 ? order : strcmp(left->stream, right->stream);
    return order != 0 ? order : priority_compare(left->tag, right->tag);
}

tag_histories view_histories(struct arena *arena, const struct report *report)
{
    tag_histories histories = {0};
    const struct journal *journal = view_journal(report);
    for (size_t i = 0; journal != NULL && i < journal->tags.count; i++)
        if (selects(&report->only, &journal->tags.items[i]))
            add_history(arena, report->now, &journal->tags.items[i], &journal->tags.items[i],
                        &histories);
    row_list rows = view_rows(arena, report);
    tag_views views = view_all_tags(arena, report, &rows);
    list_each (view, &views) {
        struct tag_journal names = {.environment = view->stream->environment,
                                    .stream = view->stream->spec->name,
                                    .tag = view->tag};
        if (journal_find(journal, names.environment, names.stream, names.tag) == NULL)
            add_history(arena, report->now, NULL, &names, &histories);
    }
    list_sort(&histories, by_stream);
    return histories;
}

const struct tag_history *view_history_of(const tag_histories *histories, const struct row *row)
{
    const struct tag_history key = {
        .namespace = row->environment, .stream = row->stream, .tag = row->tag};
    return list_find(histories, &key, by_stream);
}

const char *view_history_missing(struct arena *arena, const struct tag_history *history)
{
    if (history->journal == NULL)
        return "no records";
    const char *trouble = history->journal->trouble;
    return trouble != NULL ? arena_print(arena, "unknown: %s", trouble) : NULL;
}

const struct stretch *view_stretch_at(const struct tag_history *history, moment at)
{
    /* From the newest: the time before a record with a wrong time seems to be too long. */
    for (size_t i = history->stretches.count; i-- > 0;) {
        const struct stretch *stretch = &history->stretches.items[i];
        if (stretch->since <= at && at < stretch->until)
            return stretch;
    }
    return NULL;
}

const struct stretch *view_stretch_now(const struct tag_history *history, const char *digest)
{
    const stretches *all = &history->stretches;
    const struct stretch *last = all->count > 0 ? &all->items[all->count - 1] : NULL;
    bool stands = last != NULL && last->until == MOMENT_NEVER && text_equal(last->digest, digest);
    return stands ? last : NULL;
}

const char *view_age(struct arena *arena, int64_t seconds)
{
    /* Uses the largest unit of which there are at least `least`. If there are fewer than `fine`,
     * also uses the next smaller unit. */
    static const struct {
        int64_t seconds, least, fine;
        char letter;
        int64_t rest;
        char rest_letter;
    } units[] = {
        {365 * 86400, 2, 8, 'y', 86400, 'd'},
        {86400, 2, 8, 'd', 3600, 'h'},
        {3600, 3, 8, 'h', 60, 'm'},
        {60, 2, 10, 'm', 1, 's'},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int64_t count = seconds / units[i].seconds;
        int64_t rest = seconds % units[i].seconds / units[i].rest;
        if (count < units[i].least)
            continue;
        if (count < units[i].fine && rest > 0)
            return arena_print(arena, "%lld%c%lld%c", (long long)count, units[i].letter,
                               (long long)rest, units[i].rest_letter);
        return arena_print(arena, "%lld%c", (long long)count, units[i].letter);
    }
    return arena_print(arena, "%llds", (long long)(seconds > 0 ? seconds : 0));
}

const char *view_time(moment at, char *buffer)
{
    if (at != MOMENT_NEVER)
        return moment_print(at, buffer);
    snprintf(buffer, MOMENT_TEXT_MAX, "unknown");
    return buffer;
}

const char *view_record_age(struct arena *arena, const struct record *record, moment now)
{
    return record_believed(record, now) ? view_age(arena, now - record->time) : "unknown";
}

const char *view_since(struct arena *arena, const struct stretch *stretch, moment now)
{
    if (stretch == NULL)
        return "-";
    if (stretch->since_unknown || stretch->until_unknown)
        return "unknown";
    return arena_print(arena, "%s%s", stretch->rebuilt ? ">" : "",
                       view_age(arena, now - stretch->since));
}

const char *view_person(struct arena *arena, const char *who)
{
    const char *mail = who != NULL ? strstr(who, " <") : NULL;
    return mail != NULL && mail > who ? arena_copy(arena, who, (size_t)(mail - who)) : who;
}

/* Compares the addresses of records. That is enough because records and stretches are in the order
 * of the journal file. */
static int compare_record(const void *key, const void *item)
{
    const struct record *record = key, *first = ((const struct stretch *)item)->record;
    return (record > first) - (record < first);
}

bool view_backed_out(const struct tag_history *history, const struct record *record)
{
    const struct stretch *stretch = list_find(&history->stretches, record, compare_record);
    return stretch != NULL && stretch->backed_out;
}

/* Returns why only a later time than the image's arrival is known, or "". */
static const char *words_of_age(const struct tag_history *history, const struct record *record)
{
    if (!record->rebuilt)
        return "";
    const struct record *first = history->journal != NULL ? history->journal->records : record;
    for (const struct record *before = record; before-- > first;)
        if (text_equal(before->digest, record->digest))
            return ", recorded again"; /* by `weir journal repair` */
    return ", journal began";
}

const char *view_record_words(struct arena *arena, const struct tag_history *history,
                              const struct record *record)
{
    return arena_print(arena, "%s%s%s", record_word(record->kind),
                       view_backed_out(history, record) ? ", rolled back" : "",
                       words_of_age(history, record));
}

struct table view_record_table(struct arena *arena, const struct report *report,
                               const struct tag_history *history, size_t most)
{
    static const char *const heads[] = {"AGE", "IMAGE", "KIND", "WHO", "COMMIT", "WHY"};
    struct table table = table_make(arena, heads, 6);
    size_t count =
        history->journal != NULL && history->journal->trouble == NULL ? history->journal->count : 0;
    for (size_t i = 0; i < count && i < most; i++) {
        const struct record *record = &history->journal->records[count - 1 - i];
        table_add(&table, view_record_age(arena, record, report->now));
        table_add(&table, record->digest != NULL ? shown_digest(arena, record->digest) : "-");
        table_add(&table, view_record_words(arena, history, record));
        table_add(&table, record->who != NULL ? view_person(arena, record->who) : "-");
        table_add(&table, record->commit != NULL ? shown_commit(arena, record->commit) : "-");
        table_add(&table, record->why != NULL ? record->why : "-");
    }
    return table;
}

struct table view_tags_at_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"NAMESPACE", "NAME", "IMAGE", "SINCE", "KIND", "WHO"};
    struct table table = table_make(arena, heads, 6);
    tag_histories histories = view_histories(arena, report);
    list_each (history, &histories) {
        char since[MOMENT_TEXT_MAX];
        const struct stretch *stretch = view_stretch_at(history, report->only.at);
        const struct record *record = stretch != NULL ? stretch->record : NULL;
        bool trouble = history->journal != NULL && history->journal->trouble != NULL;
        table_add(&table, history->namespace);
        table_add(&table, arena_print(arena, "%s:%s", history->stream, history->tag));
        table_add(&table, record != NULL ? shown_digest(arena, stretch->digest) : "-");
        table_add(&table, record != NULL ? view_time(stretch_since(stretch), since) : "-");
        table_add(&table, record != NULL ? view_record_words(arena, history, record)
                          : trouble      ? "trouble"
                                         : "no record");
        table_add(&table,
                  record != NULL && record->who != NULL ? view_person(arena, record->who) : "-");
    }
    return table;
}
