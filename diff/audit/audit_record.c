// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_record.h"

#include <stdarg.h>

#include "diff/journal/arrival.h"

const struct audit_file *audit_record_file(const struct audit_journal *journal,
                                           const char *namespace, const char *stream,
                                           const char *tag)
{
    const struct tag_journal key = {.environment = namespace, .stream = stream, .tag = tag};
    return list_find(&journal->files, &key,
                     tag_journal_compare); /* an audit_file begins with its tag_journal */
}

static int compare_cites(const void *left, const void *right)
{
    const struct cite *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->commit != b->commit)
        return a->commit < b->commit ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

static bool says_pin(const struct record *record)
{
    return record_moves(record->kind) && record->digest != NULL;
}

void audit_record_index(struct auditor *auditor)
{
    size_t first = auditor->count;
    list_each (file, &auditor->journal->files)
        for (size_t i = 0; file->tag.trouble == NULL && i < file->tag.count; i++) {
            const struct record *record = &file->tag.records[i];
            auditor->out.records++;
            ptrdiff_t commit =
                record->commit != NULL ? auditor_commit(auditor, record->commit) : -1;
            if (commit < 0 || !says_pin(record))
                continue;
            *list_add(auditor->arena, &auditor->cites) = (struct cite){file, (size_t)commit, i};
            first = (size_t)commit < first ? (size_t)commit : first;
        }
    list_sort(&auditor->cites, compare_cites);
    auditor->begun = first < auditor->count ? first : 0;
}

void audit_record_join(struct auditor *auditor, struct track *track)
{
    track->file = audit_record_file(auditor->journal, track->namespace, track->stream, track->tag);
    if (track->file == NULL)
        return;
    const struct tag_journal *tag = &track->file->tag;
    const struct record *first = tag->count > 0 ? &tag->records[0] : NULL;
    ptrdiff_t base = first != NULL && first->rebuilt && first->commit != NULL
                         ? auditor_commit(auditor, first->commit)
                         : -1;
    track->begun = base >= 0 ? (size_t)base + 1 : 0;
    track->matched = arena_array(auditor->arena, bool, tag->count);
}

ptrdiff_t audit_record_find(struct auditor *auditor, const struct track *track, size_t commit,
                            const char *digest)
{
    if (track->file == NULL || track->file->tag.trouble != NULL)
        return -1;
    const struct cite wanted = {track->file, commit, 0};
    size_t at = list_place(auditor->cites.items, auditor->cites.count, sizeof wanted, &wanted,
                           compare_cites);
    const struct tag_journal *tag = &track->file->tag;
    for (; at < auditor->cites.count; at++) {
        const struct cite *cite = &auditor->cites.items[at];
        if (cite->file != track->file || cite->commit != commit)
            break;
        if (text_equal(tag->records[cite->record].digest, digest))
            return (ptrdiff_t)cite->record;
    }
    for (size_t i = 0; i < tag->count; i++)
        if (!track->matched[i] && says_pin(&tag->records[i]) && tag->records[i].commit == NULL &&
            text_equal(tag->records[i].digest, digest)) {
            auditor_ask_past(auditor); /* an earlier commit may match the record */
            return (ptrdiff_t)i;
        }
    return -1;
}

PRINTF_LIKE(5, 6)
static void about_record(struct auditor *auditor, enum finding_code code,
                         const struct audit_file *file, size_t index, const char *format, ...)
{
    const struct record *record = &file->tag.records[index];
    bool timed = record_believed(record, auditor->scope->now);
    moment early = timed ? record->time : INT64_MIN, late = timed ? record->time : MOMENT_NEVER;
    if (!auditor_within(auditor, file->tag.environment, early, late))
        return;
    const struct audit_commit *written = auditor_written(auditor, file, index);
    va_list arguments;
    va_start(arguments, format);
    const char *detail = arena_vprint(auditor->arena, format, arguments);
    va_end(arguments);
    struct finding finding = {
        .code = code,
        .namespace = file->tag.environment,
        .stream = file->tag.stream,
        .tag = file->tag.tag,
        .digest = record->digest,
        .time = record->time,
        .commit = record->commit,
        .journal_commit = written != NULL ? written->id : NULL,
        .who = record->who,
        .detail = detail,
    };
    auditor_add(auditor, &finding, early, late);
}

/* The state of reading one tag's records in order. */
struct record_reading {
    const struct audit_file *file;
    const struct track *track;
    const struct record *head; /* the last move record so far */
    size_t last;               /* the highest index of a commit that a record so far cites */
};

/*
 * Returns true if a record is plausible although its commit did not change the tag's image. That is
 * so if the record is rebuilt, if the tag has no earlier move, or if the previous move has another
 * digest. It is also so if the commit is newer than every commit cited before, and either the
 * record names another source than the previous move or the commit carried out a request.
 */
static bool could_tell(struct auditor *auditor, const struct record_reading *reading,
                       const struct record *record, size_t commit)
{
    const struct tag_journal *tag = &reading->file->tag;
    const struct record *head = reading->head;
    const struct claimed_move *claim = auditor_claim(auditor->arena, &auditor->commits[commit],
                                                     tag->environment, tag->stream, tag->tag);
    return record->rebuilt || head == NULL || !text_equal(head->digest, record->digest) ||
           (commit > reading->last && !text_equal(head->reference, record->reference)) ||
           (commit > reading->last && claim != NULL && arrival_requested(claim));
}

/* Checks the record of an alias, whose image the tag that it follows had at the commit or before.
 */
static void check_alias(struct auditor *auditor, const struct record_reading *reading, size_t index,
                        size_t commit)
{
    const struct audit_file *file = reading->file;
    const struct record *record = &file->tag.records[index];
    const struct audit_commit *cited = &auditor->commits[commit];
    bool raised = commit > 0 && cited->time <= cited[-1].raised;
    char time[MOMENT_TEXT_MAX];
    if (reading->track != NULL && !reading->track->elsewhere &&
        !track_had(reading->track, record->digest, commit)) {
        auditor_ask_past(auditor);
        about_record(auditor, FINDING_CODE_RECORD_WITHOUT_COMMIT, file, index,
                     "up to this commit the tags that it followed never had the image");
    } else if (record->time + AUDIT_CLOCKS < cited->time && !raised)
        about_record(auditor, FINDING_CODE_RECORD_EARLY, file, index, "the commit is from %s",
                     moment_print(cited->time, time));
}

/* Checks a record that cites a commit. */
static void check_cite(struct auditor *auditor, struct record_reading *reading, size_t index)
{
    enum finding_code code = FINDING_CODE_RECORD_WITHOUT_COMMIT;
    const struct audit_file *file = reading->file;
    const struct record *record = &file->tag.records[index];
    ptrdiff_t found = auditor_commit(auditor, record->commit);
    if (found < 0 && auditor->cut == NULL)
        about_record(auditor, code, file, index, "the branch has no such commit");
    if (found < 0 || record->digest == NULL)
        return;
    size_t commit = (size_t)found;
    const char *there = track_at(reading->track, commit);
    if (commit < auditor->first) {
        reading->last = commit > reading->last ? commit : reading->last;
        return; /* audit_first() found that the scope does not cover the record */
    }
    if (there == NULL)
        auditor_ask_past(auditor); /* the tag may have had a pin before */
    if (record->alias != NULL)
        check_alias(auditor, reading, index, commit);
    else if (!text_equal(there, record->digest))
        about_record(auditor, code, file, index, "at this commit the tag has %s",
                     there != NULL ? there : "no image");
    else if (commit < reading->last)
        about_record(
            auditor, code, file, index,
            "an earlier record of the tag cites a later commit, so this record is out of order");
    else if (!reading->track->matched[index] && !could_tell(auditor, reading, record, commit))
        about_record(auditor, code, file, index,
                     "the tag already had the image, and the commit did not change it");
    reading->last = commit > reading->last ? commit : reading->last;
}

bool audit_record_committed(const struct auditor *auditor, const struct record *record)
{
    ptrdiff_t commit = record->commit != NULL ? auditor_commit(auditor, record->commit) : -1;
    return record->who != NULL || (commit >= 0 && (size_t)commit > auditor->begun);
}

/* True if the journal began when the image was there already, so that it is unknown how the image
 * came. */
static bool begun_later(const struct auditor *auditor, const struct record_reading *reading,
                        size_t index)
{
    const struct record *record = &reading->file->tag.records[index];
    const char *head = reading->head != NULL ? reading->head->digest : NULL;
    bool matched = reading->track != NULL && reading->track->matched[index];
    bool cites = matched && record->commit != NULL;
    ptrdiff_t commit = cites ? auditor_commit(auditor, record->commit) : -1;
    bool person = commit >= 0 && !auditor->commits[commit].own;
    return record_moves(record->kind) && record->rebuilt && !text_equal(record->digest, head) &&
           !(person && audit_record_committed(auditor, record));
}

void audit_record_check(struct auditor *auditor, const struct audit_file *file)
{
    const struct tag_journal *tag = &file->tag;
    struct record_reading reading = {
        .file = file,
        .track = track_find(&auditor->tracks, tag->environment, tag->stream, tag->tag)};
    for (size_t i = 0; i < tag->count; i++) {
        const struct record *record = &tag->records[i];
        bool moves = record_moves(record->kind);
        const char *head = reading.head != NULL ? reading.head->digest : NULL;
        if (record->commit != NULL && (moves || record->kind == RECORD_RELEASED))
            check_cite(auditor, &reading, i);
        else if (says_pin(record) && !text_equal(record->digest, head) &&
                 !(reading.track != NULL && reading.track->matched[i]))
            about_record(auditor, FINDING_CODE_RECORD_WITHOUT_COMMIT, file, i,
                         "the record cites no commit, and no commit set the image");
        if (begun_later(auditor, &reading, i))
            about_record(auditor, FINDING_CODE_JOURNAL_BEGUN_LATER, file, i,
                         "the journal recorded the image on %s",
                         moment_print(record->time, (char[MOMENT_TEXT_MAX]){0}));
        if (!record_believed(record, auditor->scope->now))
            about_record(auditor, FINDING_CODE_RECORD_AHEAD, file, i, "the record is from %s",
                         moment_print(record->time, (char[MOMENT_TEXT_MAX]){0}));
        reading.head = moves ? record : reading.head;
    }
}
