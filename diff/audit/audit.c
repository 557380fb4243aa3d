// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit.h"

#include <string.h>

#include "diff/audit/audit_faults.h"
#include "diff/audit/audit_move.h"
#include "diff/audit/audit_record.h"
#include "manifests/values/digest.h"

static struct track *track_of(struct auditor *auditor, const char *namespace, const char *stream,
                              const char *tag)
{
    struct track *track = track_find(&auditor->tracks, namespace, stream, tag);
    if (track == NULL) {
        auditor_ask_past(auditor); /* the tag may have had a pin before */
        track = track_add(auditor->arena, &auditor->tracks, namespace, stream, tag);
        audit_record_join(auditor, track);
    }
    return track;
}

/* Makes sorted lists of the commit ids of the branch and of the journal. */
static void index_commits(struct auditor *auditor)
{
    struct arena *arena = auditor->arena;
    struct by_id {
        const char *id;
        size_t index;
    } *all = arena_array(arena, struct by_id, auditor->count);
    for (size_t i = 0; i < auditor->count; i++)
        all[i] = (struct by_id){auditor->commits[i].id, i};
    list_order(all, auditor->count, sizeof *all,
               list_compare_texts); /* the id is the first member */
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
    audit_record_index(auditor);
    const char *const cuts[] = {cut, journal->cut};
    for (size_t i = 0; i < 2; i++)
        if (cuts[i] != NULL)
            auditor_add(auditor,
                        &(struct finding){
                            .code = FINDING_CODE_HISTORY_MISSING,
                            .detail = arena_print(arena, "%s: %s",
                                                  i == 0 ? "the branch" : "the journal", cuts[i])},
                        INT64_MIN, MOMENT_NEVER);
    audit_faults_add(auditor);
    return auditor;
}

/* A pin that the audited commit set or brought back. */
struct pin_step {
    struct track *track;
    const char *before, *digest;
};
typedef LIST_OF(struct pin_step) pin_steps;

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

/* Judges a pin that is new, or that reappeared after commits in which the tag had no pin. */
static void judge(const struct audit_at *at, const struct pin_step *step)
{
    struct auditor *auditor = at->auditor;
    struct track *track = step->track;
    ptrdiff_t record = audit_record_find(auditor, track, at->index, step->digest);
    bool again = text_equal(step->before, step->digest);
    bool baseline = auditor->cut != NULL && auditor->steps == 1;
    bool early = at->index < auditor->begun || at->index < track->begun;
    if (record >= 0)
        track->matched[record] = true;
    if (baseline || (record < 0 && (again || early)))
        return; /* the commit is the first known one, or the pin has no record and only reappeared
                   or is older than the journal */
    struct audit_move move = {
        .namespace = track->namespace,
        .stream = track->stream,
        .tag = track->tag,
        .digest = step->digest,
        .before = step->before,
        .commit = &auditor->commits[at->index],
    };
    if (record >= 0)
        move.record = &track->file->tag.records[record];
    if (!auditor_covers(auditor, &move))
        return;
    if (record >= 0)
        move.written = auditor_written(auditor, track->file, (size_t)record);
    size_t exceptions = auditor->out.classes[FINDING_EXCEPTION];
    audit_move_judge(at, &move, track);
    move.exceptions = auditor->out.classes[FINDING_EXCEPTION] - exceptions;
    count_move(auditor, &move);
}

/* True if the entry follows another tag of its stream. */
static bool follows(const struct audit_at *at, const struct stream *stream,
                    const struct stream_tag *entry)
{
    const char *environment = stream->environment, *name = stream->spec->name;
    struct tag_name source = declared_source(at->after, environment, name, entry);
    return entry->from_kind == FROM_STREAM_TAG && text_equal(source.environment, environment) &&
           text_equal(source.stream, name) &&
           declared_hop(at->after, environment, name, entry->name) == NULL;
}

/* Returns the pin of the tag that the alias follows, through at most ALIASES_MAX aliases, or NULL.
 */
static const char *alias_pin(const struct audit_at *at, const struct stream *stream,
                             const struct stream_tag *entry)
{
    enum { ALIASES_MAX = 100 };
    for (unsigned i = 0; entry != NULL && follows(at, stream, entry); i++)
        entry = i < ALIASES_MAX ? stream_tag_find(stream, entry->from_tag) : NULL;
    return entry != NULL && !entry->reference_only ? stream_tag_pin(entry) : NULL;
}

/* Notes the image of an alias; this does not count as a move. */
static void track_alias(const struct audit_at *at, const struct stream *stream,
                        const struct stream_tag *entry)
{
    struct auditor *auditor = at->auditor;
    struct track *track = track_of(auditor, stream->environment, stream->spec->name, entry->name);
    const char *digest = alias_pin(at, stream, entry);
    track->step = auditor->steps;
    track->elsewhere |= digest == NULL;
    if (digest != NULL && !text_equal(digest, track_at(track, at->index)))
        *list_add(auditor->arena, &track->changes) =
            (struct pin_change){at->index, arena_text(auditor->arena, digest)};
}

static void track_stream(const struct audit_at *at, const struct stream *stream, pin_steps *steps)
{
    struct auditor *auditor = at->auditor;
    for (size_t i = 0; i < stream->spec->tag_count; i++) {
        const struct stream_tag *entry = stream->spec->tags_by_name[i];
        const char *digest = entry->reference_only ? NULL : stream_tag_pin(entry);
        if (follows(at, stream, entry))
            track_alias(at, stream, entry);
        if (digest == NULL)
            continue;
        struct track *track =
            track_of(auditor, stream->environment, stream->spec->name, entry->name);
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

/* True if weir made the commit and it names a journal commit that is not in the journal's history.
 */
static bool journal_missing(const struct auditor *auditor, const struct audit_commit *commit)
{
    if (!commit->own || commit->journal == NULL || text_equal(commit->journal, "new") ||
        auditor->journal->cut != NULL)
        return false;
    return list_search(auditor->journal_ids, auditor->journal->commits.count,
                       sizeof *auditor->journal_ids, &commit->journal, list_compare_texts) == NULL;
}

/* Returns the ID of the journal's commit in which a person accepted first that the journal does not
 * have a commit that the branch names; or NULL. */
static const char *find_acceptance(struct auditor *auditor)
{
    auditor->needs_journal |= auditor->journal->first > 0;
    list_each (at, &auditor->journal->commits)
        if ((*at)->accepts != NULL)
            return (*at)->id;
    return NULL;
}

/* A commit made by weir names the journal commit that was the journal's tip before it. Checks that
 * this journal commit is in the journal's history. Only the oldest missing one is reported. */
static void check_journal(const struct audit_at *at)
{
    struct auditor *auditor = at->auditor;
    const struct audit_commit *commit = &auditor->commits[at->index];
    if (!commit->own || commit->journal == NULL)
        return;
    if (at->index < auditor->begun)
        auditor->begun = at->index; /* the journal existed at this commit, even if it has no
                                       records from that time */
    if (!journal_missing(auditor, commit) || auditor->replaced++ > 0)
        return; /* if a journal is replaced, all commits made with the old one name missing journal
                   commits */
    const char *detail = "this is the first such commit";
    const char *accepted = find_acceptance(auditor);
    if (accepted != NULL)
        detail =
            arena_print(auditor->arena, "%s; a person accepted the new journal in its commit %s",
                        detail, accepted);
    auditor_add(auditor,
                &(struct finding){.code = FINDING_CODE_JOURNAL_REPLACED,
                                  .time = commit->time,
                                  .commit = commit->id,
                                  .journal_commit = commit->journal,
                                  .who = commit->who,
                                  .detail = detail},
                INT64_MIN, MOMENT_NEVER);
}

/* Follows all tags to the commit. Adds the pins that it set or brought back. */
static void track_streams(const struct audit_at *at, pin_steps *steps)
{
    const struct stream *last = NULL;
    at->auditor->steps++;
    list_each (stream, &at->after->streams) {
        /* Skips a stream of a shared base, because weir never moves its tags. If a stream is
         * declared twice, the first one counts. */
        bool twice = last != NULL && text_equal(last->environment, stream->environment) &&
                     text_equal(last->spec->name, stream->spec->name);
        if (!stream->shared && *stream->environment != '\0' && !twice)
            track_stream(at, stream, steps);
        last = stream;
    }
}

/* True if one of weir's commits before the index names a journal commit that is not in the
 * journal's history. */
static bool names_missing_journal(const struct auditor *auditor, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (journal_missing(auditor, &auditor->commits[i]))
            return true;
    return false;
}

void audit_skip(struct auditor *auditor, size_t first, const struct declared *before)
{
    const struct audit_at at = {auditor, first - 1, before, before};
    pin_steps steps = {0};
    track_streams(&at, &steps);
    auditor->first = first;
    if (auditor->begun > first || names_missing_journal(auditor, first))
        auditor_ask_past(auditor);
}

bool audit_needs_commits(const struct auditor *auditor)
{
    return auditor->needs_commits;
}

bool audit_needs_journal(const struct auditor *auditor)
{
    return auditor->needs_journal;
}

void audit_step(struct auditor *auditor, size_t index, const struct declared *before,
                const struct declared *after)
{
    const struct audit_at at = {auditor, index, before, after};
    pin_steps steps = {0};
    check_journal(&at);
    track_streams(&at, &steps);
    /* Judges only after all of the commit's pins are added to the tracks, because one commit may
     * move an image through several environments. */
    list_each (step, &steps)
        judge(&at, step);
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
            audit_record_check(auditor, file);
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
