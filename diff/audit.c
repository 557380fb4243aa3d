// SPDX-License-Identifier: Apache-2.0
#include "diff/audit.h"

#include <stdarg.h>
#include <string.h>

#include "diff/auditor.h"
#include "manifests/digest.h"

/* --- looking things up --- */

static int compare_names(const struct track *track, const char *namespace, const char *stream,
                         const char *tag)
{
    int order = strcmp(track->namespace, namespace);
    order = order != 0 ? order : strcmp(track->stream, stream);
    return order != 0 ? order : strcmp(track->tag, tag);
}

/* Where the track stands in the list, or would stand. */
static size_t track_place(const struct auditor *auditor, const char *namespace, const char *stream,
                          const char *tag)
{
    size_t low = 0, high = auditor->tracks.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_names(auditor->tracks.items[middle], namespace, stream, tag) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct track *track_find(const struct auditor *auditor, const char *namespace, const char *stream,
                         const char *tag)
{
    size_t place = track_place(auditor, namespace, stream, tag);
    if (place == auditor->tracks.count ||
        compare_names(auditor->tracks.items[place], namespace, stream, tag) != 0)
        return NULL;
    return auditor->tracks.items[place];
}

const char *track_at(const struct track *track, size_t commit)
{
    const char *digest = NULL;
    for (size_t i = track != NULL ? track->changes.count : 0; i-- > 0 && digest == NULL;)
        if (track->changes.items[i].commit <= commit)
            digest = track->changes.items[i].digest;
    return digest;
}

bool track_had(const struct track *track, const char *digest, size_t commit)
{
    for (size_t i = track != NULL ? track->changes.count : 0; i-- > 0;)
        if (track->changes.items[i].commit <= commit &&
            text_equal(track->changes.items[i].digest, digest))
            return true;
    return false;
}

const char *commit_asked_for(struct arena *arena, const struct audit_commit *commit,
                             const char *namespace, const char *stream, const char *tag)
{
    const char *object = arena_print(arena, "%s/%s:%s", namespace, stream, tag);
    for (size_t i = 0; i < commit->asked_for_count; i++) {
        const char *value = commit->asked_for[i];
        size_t word = strcspn(value, " ");
        if (value[word] == ' ' && text_equal(value + word + 1, object))
            return arena_copy(arena, value, word);
    }
    return NULL;
}

static int file_compare(const struct audit_file *file, const char *namespace, const char *stream,
                        const char *tag)
{
    const struct track as_track = {
        .namespace = file->tag.namespace, .stream = file->tag.stream, .tag = file->tag.tag};
    return compare_names(&as_track, namespace, stream, tag);
}

static const struct audit_file *file_find(const struct audit_journal *journal,
                                          const char *namespace, const char *stream,
                                          const char *tag)
{
    size_t low = 0, high = journal->files.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = file_compare(&journal->files.items[middle], namespace, stream, tag);
        if (order == 0)
            return &journal->files.items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static ptrdiff_t commit_find(const struct auditor *auditor, const char *id)
{
    const char **found = auditor->count == 0 ? NULL
                                             : bsearch(&id, auditor->ids, auditor->count,
                                                       sizeof *auditor->ids, list_compare_texts);
    return found != NULL ? (ptrdiff_t)auditor->ids_index[found - auditor->ids] : -1;
}

static struct track *track_of(struct auditor *auditor, const char *namespace, const char *stream,
                              const char *tag)
{
    struct arena *arena = auditor->arena;
    size_t place = track_place(auditor, namespace, stream, tag);
    struct track *track = track_find(auditor, namespace, stream, tag);
    if (track != NULL)
        return track;
    track = arena_new(arena, struct track);
    *track = (struct track){.namespace = arena_text(arena, namespace),
                            .stream = arena_text(arena, stream),
                            .tag = arena_text(arena, tag),
                            .file = file_find(auditor->journal, namespace, stream, tag)};
    if (track->file != NULL) {
        const struct tag_journal *records = &track->file->tag;
        track->told = arena_array(arena, bool, records->count);
        bool rebuilt = records->count > 0 && records->records[0].rebuilt;
        ptrdiff_t base = rebuilt && records->records[0].commit != NULL
                             ? commit_find(auditor, records->records[0].commit)
                             : -1;
        track->begun = base >= 0 ? (size_t)base + 1 : 0;
    }
    (void)list_add(arena, &auditor->tracks);
    memmove(&auditor->tracks.items[place + 1], &auditor->tracks.items[place],
            (auditor->tracks.count - 1 - place) * sizeof *auditor->tracks.items);
    auditor->tracks.items[place] = track;
    return track;
}

/* --- findings --- */

static bool within(const struct audit_scope *scope, const char *namespace, moment early,
                   moment late)
{
    bool meant =
        scope->namespace == NULL || namespace == NULL || text_equal(scope->namespace, namespace);
    return meant && late >= scope->since && early <= scope->until;
}

void finding_add(struct auditor *auditor, const struct finding *finding, moment early, moment late)
{
    struct audit *out = &auditor->out;
    if (!within(auditor->scope, finding->namespace, early, late))
        return;
    out->classes[finding_class(finding->code)]++;
    if (out->findings.count >= AUDIT_FINDINGS_MAX)
        return;
    struct finding *made = list_add(auditor->arena, &out->findings);
    *made = *finding;
    made->detail = arena_text(auditor->arena, finding->detail);
}

bool move_within(const struct auditor *auditor, const struct audit_move *move)
{
    moment early = move->commit->time, late = move->commit->raised;
    if (move->record != NULL) {
        early = move->record->time < early ? move->record->time : early;
        late = move->record->time > late ? move->record->time : late;
    }
    return within(auditor->scope, move->namespace, early, late);
}

/* --- the beginning --- */

/* Both lists sorted by id. */
static void index_commits(struct auditor *auditor)
{
    struct arena *arena = auditor->arena;
    struct by_id {
        const char *id;
        size_t index;
    } *all = arena_array(arena, struct by_id, auditor->count);
    for (size_t i = 0; i < auditor->count; i++)
        all[i] = (struct by_id){auditor->commits[i].id, i};
    list_order(all, auditor->count, sizeof *all, list_compare_texts); /* the id stands first */
    auditor->ids = arena_array(arena, const char *, auditor->count);
    auditor->ids_index = arena_array(arena, size_t, auditor->count);
    for (size_t i = 0; i < auditor->count; i++) {
        auditor->ids[i] = all[i].id;
        auditor->ids_index[i] = all[i].index;
    }
    const struct audit_journal *journal = auditor->journal;
    auditor->journal_ids = arena_array(arena, const char *, journal->commits.count);
    for (size_t i = 0; i < journal->commits.count; i++)
        auditor->journal_ids[i] = journal->commits.items[i]->id;
    list_order(auditor->journal_ids, journal->commits.count, sizeof *auditor->journal_ids,
               list_compare_texts);
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

static void index_cites(struct auditor *auditor)
{
    size_t first = auditor->count;
    list_each (file, &auditor->journal->files)
        for (size_t i = 0; file->tag.trouble == NULL && i < file->tag.count; i++) {
            const struct record *record = &file->tag.records[i];
            auditor->out.records++;
            ptrdiff_t commit = record->commit != NULL ? commit_find(auditor, record->commit) : -1;
            if (commit < 0 || !says_pin(record))
                continue;
            *list_add(auditor->arena, &auditor->cites) = (struct cite){file, (size_t)commit, i};
            first = (size_t)commit < first ? (size_t)commit : first;
        }
    list_sort(&auditor->cites, compare_cites);
    auditor->begun = first < auditor->count ? first : 0;
}

static void add_faults(struct auditor *auditor)
{
    const struct audit_journal *journal = auditor->journal;
    list_each (fault, &journal->faults) {
        const struct audit_commit *commit = fault->commit;
        struct finding finding = {.code = fault->code,
                                  .namespace = fault->namespace,
                                  .stream = fault->stream,
                                  .tag = fault->tag,
                                  .time = commit != NULL ? commit->time : 0,
                                  .journal_commit = commit != NULL ? commit->id : NULL,
                                  .who = commit != NULL ? commit->who : NULL,
                                  .detail = fault->detail};
        finding_add(auditor, &finding, commit != NULL ? commit->time : INT64_MIN,
                    commit != NULL ? commit->raised : MOMENT_NEVER);
    }
    list_each (at, &journal->commits) {
        const struct audit_commit *commit = *at;
        if (commit->doubt == NULL)
            continue;
        struct finding finding = {.code = commit->bare ? FINDING_CODE_UNSIGNED
                                                       : FINDING_CODE_SIGNER_NOT_ALLOWED,
                                  .time = commit->time,
                                  .journal_commit = commit->id,
                                  .who = commit->who,
                                  .detail = commit->bare ? NULL : commit->doubt};
        finding_add(auditor, &finding, commit->time, commit->raised);
    }
    list_each (file, &journal->files)
        if (file->tag.trouble != NULL)
            finding_add(auditor,
                        &(struct finding){.code = FINDING_CODE_CHAIN_BROKEN,
                                          .namespace = file->tag.namespace,
                                          .stream = file->tag.stream,
                                          .tag = file->tag.tag,
                                          .detail = file->tag.trouble},
                        INT64_MIN, MOMENT_NEVER);
}

struct auditor *audit_begin(struct arena *arena, const struct audit_scope *scope,
                            const struct audit_journal *journal, const struct audit_commit *commits,
                            size_t count, const char *cut)
{
    struct auditor *auditor = arena_new(arena, struct auditor);
    *auditor = (struct auditor){.arena = arena,
                                .scope = scope,
                                .journal = journal,
                                .commits = commits,
                                .count = count,
                                .cut = cut};
    auditor->out.commits = count;
    index_commits(auditor);
    index_cites(auditor);
    const char *const cuts[] = {cut, journal->cut};
    for (size_t i = 0; i < 2; i++)
        if (cuts[i] != NULL)
            finding_add(
                auditor,
                &(struct finding){.code = FINDING_CODE_HISTORY_MISSING,
                                  .detail = arena_print(arena, "%s: %s",
                                                        i == 0 ? "of the branch" : "of the journal",
                                                        cuts[i])},
                INT64_MIN, MOMENT_NEVER);
    add_faults(auditor);
    return auditor;
}

/* --- one commit --- */

/* A pin at the commit at hand. */
struct pin_step {
    struct track *track;
    const char *before, *digest;
};
typedef LIST_OF(struct pin_step) pin_steps;

/* The record that tells of the tag's pin by this commit, or by no named one; -1: none does. */
static ptrdiff_t record_of(const struct auditor *auditor, const struct track *track, size_t commit,
                           const char *digest)
{
    size_t low = 0, high = auditor->cites.count;
    if (track->file == NULL || track->file->tag.trouble != NULL)
        return -1;
    const struct cite wanted = {track->file, commit, 0};
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_cites(&auditor->cites.items[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct tag_journal *tag = &track->file->tag;
    for (; low < auditor->cites.count; low++) {
        const struct cite *cite = &auditor->cites.items[low];
        if (cite->file != track->file || cite->commit != commit)
            break;
        if (text_equal(tag->records[cite->record].digest, digest))
            return (ptrdiff_t)cite->record;
    }
    for (size_t i = 0; i < tag->count; i++)
        if (!track->told[i] && says_pin(&tag->records[i]) && tag->records[i].commit == NULL &&
            text_equal(tag->records[i].digest, digest))
            return (ptrdiff_t)i;
    return -1;
}

static bool known(const struct auditor *auditor, const char *environment)
{
    list_each (one, &auditor->environments)
        if (text_equal(*one, environment))
            return true;
    return false;
}

static void count_move(struct auditor *auditor, const struct audit_move *move)
{
    *list_add(auditor->arena, &auditor->out.moves) = *move;
    auditor->out.rollbacks += move->rolled_back;
    if (!known(auditor, move->namespace))
        *list_add(auditor->arena, &auditor->environments) = move->namespace;
}

/* A tag that has another digest than it had before. */
static void judge(const struct audit_at *at, const struct pin_step *step)
{
    struct auditor *auditor = at->auditor;
    struct track *track = step->track;
    ptrdiff_t record = record_of(auditor, track, at->index, step->digest);
    bool again = text_equal(step->before, step->digest);
    bool baseline = auditor->cut != NULL && auditor->steps == 1;
    bool early = at->index < auditor->begun || at->index < track->begun;
    if (record >= 0)
        track->told[record] = true;
    if (baseline || (record < 0 && (again || early)))
        return; /* how it came is not at hand; or it was away and is as it was; or no journal */
    struct audit_move move = {
        .namespace = track->namespace,
        .stream = track->stream,
        .tag = track->tag,
        .digest = step->digest,
        .before = step->before,
        .commit = &auditor->commits[at->index],
    };
    if (record >= 0) {
        move.record = &track->file->tag.records[record];
        move.written = track->file->commits != NULL ? track->file->commits[record] : NULL;
    }
    size_t exceptions = auditor->out.classes[FINDING_EXCEPTION];
    move_judge(at, &move, track);
    move.exceptions = auditor->out.classes[FINDING_EXCEPTION] - exceptions;
    if (move_within(auditor, &move))
        count_move(auditor, &move);
}

static const char *digest_of(const struct stream_tag *entry)
{
    if (entry->reference_only)
        return NULL;
    return entry->from_kind == FROM_STREAM_IMAGE ? entry->from_digest : entry->reference.digest;
}

static void look_at_stream(const struct audit_at *at, const struct stream *stream, pin_steps *steps)
{
    struct auditor *auditor = at->auditor;
    for (size_t i = 0; i < stream->spec->tag_count; i++) {
        const struct stream_tag *entry = stream->spec->tags_by_name[i];
        const char *digest = digest_of(entry);
        if (digest == NULL)
            continue;
        struct track *track = track_of(auditor, stream->namespace, stream->spec->name, entry->name);
        const char *had = track_at(track, at->index);
        bool away = track->changes.count > 0 && track->step + 1 < auditor->steps;
        track->step = auditor->steps;
        bool other = !text_equal(digest, had);
        if (!other && !away)
            continue;
        digest = arena_text(auditor->arena, digest);
        *list_add(auditor->arena, steps) = (struct pin_step){track, had, digest};
        if (other)
            *list_add(auditor->arena, &track->changes) = (struct pin_change){at->index, digest};
    }
}

/* Weir's own commits name the journal that they were made with. */
static void look_at_journal(const struct audit_at *at)
{
    struct auditor *auditor = at->auditor;
    const struct audit_commit *commit = &auditor->commits[at->index];
    if (!commit->own || commit->journal == NULL)
        return;
    if (at->index < auditor->begun)
        auditor->begun = at->index; /* it was there, whatever its records say now */
    if (text_equal(commit->journal, "new") || auditor->journal->cut != NULL)
        return;
    size_t count = auditor->journal->commits.count;
    if (count > 0 && bsearch(&commit->journal, auditor->journal_ids, count,
                             sizeof *auditor->journal_ids, list_compare_texts) != NULL)
        return;
    if (auditor->replaced++ > 0)
        return; /* once it was replaced, all commits before name what is gone */
    finding_add(auditor,
                &(struct finding){.code = FINDING_CODE_JOURNAL_REPLACED,
                                  .time = commit->time,
                                  .commit = commit->id,
                                  .journal_commit = commit->journal,
                                  .who = commit->who,
                                  .detail = "the first commit that does"},
                INT64_MIN, MOMENT_NEVER);
}

void audit_step(struct auditor *auditor, size_t index, const struct declared *before,
                const struct declared *after)
{
    const struct audit_at at = {auditor, index, before, after};
    const struct stream *last = NULL;
    pin_steps steps = {0};
    auditor->steps++;
    look_at_journal(&at);
    list_each (stream, &after->streams) {
        /* A shared base has no pin of its own; of what is declared twice the first counts. */
        bool twice = last != NULL && text_equal(last->namespace, stream->namespace) &&
                     text_equal(last->spec->name, stream->spec->name);
        if (!stream->shared && *stream->namespace != '\0' && !twice)
            look_at_stream(&at, stream, &steps);
        last = stream;
    }
    /* Only now: an image may go through several environments in one commit. */
    list_each (step, &steps)
        judge(&at, step);
}

/* --- the end --- */

PRINTF_LIKE(5, 6)
static void about_record(struct auditor *auditor, enum finding_code code,
                         const struct audit_file *file, size_t index, const char *format, ...)
{
    const struct record *record = &file->tag.records[index];
    const struct audit_commit *written = file->commits != NULL ? file->commits[index] : NULL;
    va_list arguments;
    va_start(arguments, format);
    const char *detail = arena_vprint(auditor->arena, format, arguments);
    va_end(arguments);
    struct finding finding = {
        .code = code,
        .namespace = file->tag.namespace,
        .stream = file->tag.stream,
        .tag = file->tag.tag,
        .digest = record->digest,
        .time = record->time,
        .commit = record->commit,
        .journal_commit = written != NULL ? written->id : NULL,
        .who = record->who,
        .detail = detail,
    };
    finding_add(auditor, &finding, record->time, record->time);
}

/* The records of one tag on their way. */
struct reading {
    const struct audit_file *file;
    const struct track *track;
    const struct record *head; /* the last that says what the tag has */
    size_t last;               /* the latest commit that was cited */
};

/* Whether a commit that left the tag its image can be what the record tells of: the tag's source
 * changed, or a person asked for something. */
static bool could_tell(struct auditor *auditor, const struct reading *reading,
                       const struct record *record, size_t commit)
{
    const struct tag_journal *tag = &reading->file->tag;
    const struct record *head = reading->head;
    return record->rebuilt || head == NULL || !text_equal(head->digest, record->digest) ||
           (commit > reading->last && !text_equal(head->reference, record->reference)) ||
           (commit > reading->last &&
            commit_asked_for(auditor->arena, &auditor->commits[commit], tag->namespace, tag->stream,
                             tag->tag) != NULL);
}

/* What is wrong with a record that cites a commit. */
static void check_cite(struct auditor *auditor, struct reading *reading, size_t index)
{
    enum finding_code code = FINDING_CODE_RECORD_WITHOUT_COMMIT;
    const struct audit_file *file = reading->file;
    const struct record *record = &file->tag.records[index];
    ptrdiff_t found = commit_find(auditor, record->commit);
    if (found < 0 && auditor->cut == NULL)
        about_record(auditor, code, file, index, "the branch has no such commit");
    if (found < 0 || record->digest == NULL)
        return;
    size_t commit = (size_t)found;
    const char *there = track_at(reading->track, commit);
    if (!text_equal(there, record->digest))
        about_record(auditor, code, file, index, "at this commit the tag has %s",
                     there != NULL ? there : "no image");
    else if (commit < reading->last)
        about_record(auditor, code, file, index,
                     "the tag's record before it cites a later commit: it came no second time");
    else if (!reading->track->told[index] && !could_tell(auditor, reading, record, commit))
        about_record(auditor, code, file, index,
                     "the tag had the image before, and the commit changed nothing of it");
    reading->last = commit > reading->last ? commit : reading->last;
}

static void check_records(struct auditor *auditor, const struct audit_file *file)
{
    const struct tag_journal *tag = &file->tag;
    struct reading reading = {.file = file,
                              .track = track_find(auditor, tag->namespace, tag->stream, tag->tag)};
    for (size_t i = 0; i < tag->count; i++) {
        const struct record *record = &tag->records[i];
        bool moves = record_moves(record->kind);
        const char *head = reading.head != NULL ? reading.head->digest : NULL;
        if (record->commit != NULL && (moves || record->kind == RECORD_RELEASED))
            check_cite(auditor, &reading, i);
        else if (says_pin(record) && !text_equal(record->digest, head) &&
                 !(reading.track != NULL && reading.track->told[i]))
            about_record(auditor, FINDING_CODE_RECORD_WITHOUT_COMMIT, file, i,
                         "it cites no commit, and none brought the image");
        if (record->rebuilt)
            about_record(auditor, FINDING_CODE_JOURNAL_BEGUN_LATER, file, i,
                         "the journal knows of it since %s",
                         moment_print(record->time, (char[MOMENT_TEXT_MAX]){0}));
        reading.head = moves ? record : reading.head;
    }
}

static int compare_findings(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return (int)a->code - (int)b->code;
}

void audit_end(struct auditor *auditor, struct audit *out)
{
    list_each (file, &auditor->journal->files)
        if (file->tag.trouble == NULL)
            check_records(auditor, file);
    list_sort(&auditor->out.findings, compare_findings);
    auditor->out.environments = auditor->environments.count;
    *out = auditor->out;
}

void audit_print(const struct audit *audit, FILE *out)
{
    char time[MOMENT_TEXT_MAX], digest[DIGEST_SHORT_MAX];
    list_each (finding, &audit->findings) {
        fprintf(out, "%s %s", finding_word(finding->code), moment_print(finding->time, time));
        if (finding->namespace != NULL)
            fprintf(out, " %s/%s:%s", finding->namespace, finding->stream, finding->tag);
        if (finding->digest != NULL)
            fprintf(out, " %s", digest_short(finding->digest, digest));
        if (finding->who != NULL)
            fprintf(out, " by %s", finding->who);
        fprintf(out, "%s%s\n", finding->detail != NULL ? ": " : "",
                finding->detail != NULL ? finding->detail : "");
    }
    fprintf(out, "%zu moves, %zu rollbacks, %zu environments\n", audit->moves.count,
            audit->rollbacks, audit->environments);
}
