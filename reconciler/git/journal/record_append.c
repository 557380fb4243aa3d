// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/record_append.h"

#include <jansson.h>
#include <string.h>

#include "manifests/values/digest.h"
#include "manifests/values/reference.h"
#include "reconciler/git/clean_json.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/objects/evidence_json.h"

static void put_text(json_t *line, const char *name, const char *text)
{
    clean_json_put(line, name, clean_json_text(text, RECORD_TEXT_MAX));
}

static void add_evidence(json_t *list, const struct evidence *evidence)
{
    json_t *value = evidence_json_encode(evidence, RECORD_TEXT_MAX);
    if (value != NULL && json_array_append_new(list, value) != 0)
        memory_must(NULL);
}

/* Adds the evidence. If there are too many items, the last ones are left out, and one more item
 * says how many. */
static void put_evidence(json_t *line, const struct record *record)
{
    json_t *list = memory_must(json_array());
    size_t most = record->evidence_count;
    if (most > JOURNAL_EVIDENCE_MAX)
        most = JOURNAL_EVIDENCE_MAX - 1;
    for (size_t i = 0; i < most; i++)
        add_evidence(list, &record->evidence[i]);
    if (most < record->evidence_count) {
        char more[64];
        snprintf(more, sizeof more, "and %zu more", record->evidence_count - most);
        add_evidence(list, &(struct evidence){.kind = EVIDENCE_MORE, .text = more});
    }
    if (json_array_size(list) > 0)
        clean_json_put(line, "evidence", list);
    else
        json_decref(list);
}

static int check(const struct record *record, const char *time, struct err *err)
{
    const char *word = record_word(record->kind);
    moment again;
    if (!moment_parse(time, &again))
        return err_set(err, "a \"%s\" record has an invalid time", word);
    if (record_has_digest(record->kind) &&
        (record->digest == NULL || !digest_valid(record->digest)))
        return err_set(err, "a \"%s\" record has no valid digest", word);
    if (record->commit != NULL && !record_commit_valid(record->commit))
        return err_set(err, "a \"%s\" record has an invalid commit ID", word);
    if (record->source != NULL && !record_commit_valid(record->source))
        return err_set(err, "a \"%s\" record has an invalid source commit ID", word);
    if (record->alias != NULL && !reference_tag_valid(record->alias))
        return err_set(err, "a \"%s\" record follows an invalid tag", word);
    return 0;
}

int record_append(struct text *file, struct record_chain *chain, const struct record *record,
                  struct err *err)
{
    char time[MOMENT_TEXT_MAX], left[MOMENT_TEXT_MAX];
    json_auto_t *line = memory_must(json_object());
    if (check(record, moment_print(record->time, time), err) < 0)
        return -1;
    clean_json_put(line, "v", memory_must(json_integer(RECORD_VERSION)));
    put_text(line, "kind", record_word(record->kind));
    put_text(line, "time", time);
    if (record_moves(record->kind) && record->left > 0 && record->left < record->time)
        put_text(line, "left", moment_print(record->left, left));
    put_text(line, "digest", record_has_digest(record->kind) ? record->digest : NULL);
    if (record->reference != NULL && strlen(record->reference) < RECORD_TEXT_MAX)
        put_text(line, "reference", record->reference); /* not cut, because a cut reference names
                                                         * another image */
    put_text(line, "commit", record->commit);
    put_text(line, "source", record->source);
    put_text(line, "alias", record->alias);
    put_text(line, "who", record->who);
    put_text(line, "merger", record->merger);
    put_text(line, "why", record->why);
    put_evidence(line, record);
    clean_json_put(line, "holds", record->holds ? json_true() : NULL);
    clean_json_put(line, "rebuilt", record->rebuilt ? json_true() : NULL);
    put_text(line, "prev", chain->prev);
    char *bytes = memory_must(json_dumps(line, JSON_COMPACT));
    size_t length = strlen(bytes);
    bool room = length < file->maximum - file->length;
    if (room) {
        record_chain_move(chain, bytes, length);
        bytes[length] = '\n'; /* replaces the NUL */
        text_put(file, bytes, length + 1);
    }
    free(bytes);
    return room ? 0
                : err_set(err, "the record does not fit: the file would be longer than %zu bytes",
                          file->maximum);
}
