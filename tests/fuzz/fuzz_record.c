// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as the journal file of a tag. After an even first byte the bytes are the file. After an
 * odd one each line has the members of a record and gets a right chain, so that the code after the
 * check of the chain is reached. A file that is accepted must be one that weir could have written:
 * its records, appended again, give the same values and are accepted again.
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_append.h"
#include "reconciler/git/journal/record_read.h"
#include "tests/fuzz/fuzz.h"

static const char path[] = "app/web/latest.jsonl";

static void must(bool fact)
{
    if (!fact)
        abort();
}

static void hash(const char *bytes, size_t length, char *hex)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    must(EVP_Digest(bytes, length, sum, &size, EVP_sha256(), NULL) == 1);
    for (unsigned i = 0; i < size; i++)
        snprintf(hex + 2 * (size_t)i, 3, "%02x", sum[i]);
}

/* "{MEMBERS,"prev":"…"}" a line. */
static void chain_lines(const char *bytes, size_t length, struct text *out)
{
    char prev[RECORD_HASH_MAX], tail[128];
    hash(path, strlen(path), prev);
    for (const char *end = bytes + length; bytes < end;) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        size_t size = (size_t)((stop != NULL ? stop : end) - bytes), start = out->length;
        text_put(out, "{", 1);
        text_put(out, bytes, size);
        snprintf(tail, sizeof tail, ",\"prev\":\"%s\"}", prev);
        text_put(out, tail, strlen(tail));
        hash(out->data + start, out->length - start, prev);
        text_put(out, "\n", 1);
        bytes += size + (stop != NULL);
    }
}

static void expect_same_evidence(const struct evidence *a, const struct evidence *b)
{
    must(text_equal(a->kind, b->kind) && text_equal(a->argument, b->argument));
    must(a->outcome == b->outcome && a->since == b->since && a->until == b->until);
    must(text_equal(a->text, b->text));
}

static void expect_same(const struct record *a, const struct record *b)
{
    must(a->kind == b->kind && a->time == b->time && a->left == b->left);
    must(a->rebuilt == b->rebuilt);
    must(text_equal(a->digest, b->digest) && text_equal(a->reference, b->reference));
    must(text_equal(a->commit, b->commit) && text_equal(a->who, b->who));
    must(text_equal(a->why, b->why) && a->evidence_count == b->evidence_count);
    for (size_t i = 0; i < a->evidence_count; i++)
        expect_same_evidence(&a->evidence[i], &b->evidence[i]);
}

static void expect_round_trip(struct arena *arena, const struct tag_journal *tag)
{
    text_scope struct text again = text_of(RECORD_FILE_MAX);
    struct record_chain chain = record_chain_begin(path);
    struct tag_journal read;
    struct err err = {0};
    for (size_t i = 0; i < tag->count; i++)
        must(record_append(&again, &chain, &tag->records[i], &err) == 0);
    record_read_file(arena, path, again.data, again.length, &read);
    must(read.trouble == NULL && read.count == tag->count);
    for (size_t i = 0; i < tag->count; i++)
        expect_same(&read.records[i], &tag->records[i]);
    struct tag_reading whole = tag_reading_begin(arena, path);
    must(tag_reading_part(&whole, path, again.data, again.length));
    must(text_equal(whole.chain.prev, chain.prev));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    text_scope struct text chained = text_of(RECORD_FILE_MAX);
    struct tag_journal tag;
    if (length == 0 || length > 100000)
        return 0;
    const char *bytes = (const char *)data + 1;
    length--;
    if (data[0] % 2 == 1) {
        /* Each line grows by less than 100 bytes. */
        size_t lines = 1;
        for (size_t i = 0; i < length; i++)
            lines += bytes[i] == '\n';
        if (lines > 1000)
            return 0;
        chain_lines(bytes, length, &chained);
        bytes = chained.data != NULL ? chained.data : "";
        length = chained.length;
    }
    record_read_file(&arena, path, bytes, length, &tag);
    must((tag.trouble != NULL) == (tag.count == 0));
    must(tag.trouble == NULL || text_starts(tag.trouble, path));
    if (tag.trouble == NULL)
        expect_round_trip(&arena, &tag);
    return 0;
}
