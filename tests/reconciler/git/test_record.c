// SPDX-License-Identifier: Apache-2.0
/* The lines of a journal file: a written file is read again, and a changed one is refused. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_append.h"
#include "reconciler/git/journal/record_read.h"
#include "reconciler/git/objects/trailer.h"

#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "sha256:ffff456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define COMMIT "0123456789abcdef0123456789abcdef01234567"

static const char path[] = "app-dev/web/latest.jsonl";
static const struct evidence evidence[] = {
    {.kind = "soak", .argument = "24h", .since = 500, .until = 900, .text = "soak 24h: stood 25h"},
    {.kind = "label", .argument = "a=b", .outcome = EVIDENCE_OVERRIDDEN},
    {.text = "an earlier build's \"line\""},
};
static const struct record records[] = {
    {.kind = RECORD_SEEN,
     .time = 1000,
     .digest = DIGEST,
     .reference = "quay.io/team/web:1.2",
     .rebuilt = true},
    {.kind = RECORD_PINNED,
     .time = 1000,
     .digest = DIGEST,
     .reference = "quay.io/team/web:1.2",
     .commit = COMMIT,
     .who = "Ada <ada@example.org>",
     .why = "followed: the tag moved",
     .evidence = evidence,
     .evidence_count = 3},
    {.kind = RECORD_HELD,
     .time = 2000,
     .left = 1500,
     .digest = OTHER,
     .commit = COMMIT,
     .who = "B\u00f6b \"x\" \\ <b@example.org>",
     .why = "Revert \"web\""},
    {.kind = RECORD_RELEASED, .time = 3000},
    {.kind = RECORD_MISSING, .time = 4000, .commit = COMMIT},
};
enum { RECORDED = sizeof records / sizeof *records };

static void append(struct text *file, struct record_chain *chain, const struct record *record)
{
    struct err err = {0};
    cr_assert_eq(record_append(file, chain, record, &err), 0, "%s", err.message);
}

/* The file of all records. */
static struct text written(const char *name)
{
    struct text file = text_of(RECORD_FILE_MAX);
    struct record_chain chain = record_chain_begin(name);
    for (size_t i = 0; i < RECORDED; i++)
        append(&file, &chain, &records[i]);
    return file;
}

static struct tag_journal read_file(struct arena *arena, const char *name, const char *bytes,
                                    size_t length)
{
    struct tag_journal tag;
    record_read_file(arena, name, bytes, length, &tag);
    return tag;
}

static void expect_equal_evidence(const struct evidence *a, const struct evidence *b, size_t at)
{
    cr_expect(text_equal(a->kind, b->kind), "%zu", at);
    cr_expect(text_equal(a->argument, b->argument), "%zu", at);
    cr_expect(text_equal(a->text, b->text), "%zu", at);
    cr_expect_eq(a->outcome, b->outcome, "%zu", at);
    cr_expect(a->since == b->since && a->until == b->until, "%zu", at);
}

/* The chain at the end of a file without an error. */
static struct record_chain end_of(struct arena *arena, const char *name, const struct text *file)
{
    struct tag_reading reading = tag_reading_begin(arena, name);
    cr_assert(tag_reading_part(&reading, name, file->data, file->length), "%s", reading.trouble);
    return reading.chain;
}

static void expect_equal(const struct record *a, const struct record *b, size_t at)
{
    cr_expect_eq(a->kind, b->kind, "%zu", at);
    cr_expect_eq(a->time, b->time, "%zu", at);
    cr_expect_eq(a->left, b->left, "%zu", at);
    cr_expect(text_equal(a->digest, b->digest), "%zu", at);
    cr_expect(text_equal(a->reference, b->reference), "%zu", at);
    cr_expect(text_equal(a->commit, b->commit), "%zu", at);
    cr_expect(text_equal(a->who, b->who), "%zu", at);
    cr_expect(text_equal(a->why, b->why), "%zu", at);
    cr_expect_eq(a->rebuilt, b->rebuilt, "%zu", at);
    cr_assert_eq(a->evidence_count, b->evidence_count, "%zu", at);
    for (size_t i = 0; i < a->evidence_count; i++)
        expect_equal_evidence(&a->evidence[i], &b->evidence[i], i);
}

Test(record, what_is_written_is_read)
{
    arena_scope struct arena arena = {0};
    text_scope struct text file = written(path);
    struct tag_journal tag = read_file(&arena, path, file.data, file.length);
    cr_assert_null(tag.trouble, "%s", tag.trouble);
    cr_expect_str_eq(tag.environment, "app-dev");
    cr_expect_str_eq(tag.stream, "web");
    cr_expect_str_eq(tag.tag, "latest");
    cr_assert_eq(tag.count, RECORDED);
    for (size_t i = 0; i < RECORDED; i++)
        expect_equal(&tag.records[i], &records[i], i);
}

Test(record, fields_are_in_order_and_absent_ones_are_omitted)
{
    text_scope struct text file = written(path);
    const char *line = strchr(file.data, '\n') + 1;
    static const char begin[] =
        "{\"v\":1,\"kind\":\"pinned\",\"time\":\"1970-01-01T00:16:40Z\",\"digest\":\"" DIGEST
        "\",\"reference\":\"quay.io/team/web:1.2\",\"commit\":\"" COMMIT
        "\",\"who\":\"Ada <ada@example.org>\",\"why\":\"followed: the tag moved\",\"evidence\":["
        "{\"kind\":\"soak\",\"argument\":\"24h\",\"outcome\":\"held\","
        "\"since\":\"1970-01-01T00:08:20Z\",\"until\":\"1970-01-01T00:15:00Z\","
        "\"text\":\"soak 24h: stood 25h\"},"
        "{\"kind\":\"label\",\"argument\":\"a=b\",\"outcome\":\"overridden\"},"
        "\"an earlier build's \\\"line\\\"\"],\"prev\":\"";
    cr_assert_eq(strncmp(line, begin, strlen(begin)), 0, "%.400s", line);
    cr_assert(strstr(file.data, "{\"v\":1,\"kind\":\"missing\",\"time\":\"1970-01-01T01:06:40Z\","
                                "\"commit\":\"" COMMIT "\",\"prev\":"));
}

Test(record, a_file_is_continued_at_its_end)
{
    arena_scope struct arena arena = {0};
    text_scope struct text whole = written(path), half = text_of(RECORD_FILE_MAX);
    for (size_t cut = 1; cut < RECORDED; cut++) {
        const char *end = whole.data;
        for (size_t i = 0; i < cut; i++)
            end = strchr(end, '\n') + 1;
        text_clear(&half);
        text_put(&half, whole.data, (size_t)(end - whole.data));
        struct record_chain chain = end_of(&arena, path, &half);
        for (size_t i = cut; i < RECORDED; i++)
            append(&half, &chain, &records[i]);
        cr_expect_str_eq(half.data, whole.data, "cut behind %zu", cut);
    }
}

/* Every byte of every line counts: the file is refused whichever byte is changed. */
Test(record, any_changed_byte_is_an_error)
{
    text_scope struct text file = written(path);
    for (size_t at = 0; at < file.length; at++) {
        static const char others[] = {'x', '0', ' ', '"', '\n', '\0'};
        for (size_t i = 0; i < sizeof others; i++) {
            arena_scope struct arena arena = {0};
            char was = file.data[at];
            if (was == others[i])
                continue;
            file.data[at] = others[i];
            struct tag_journal tag = read_file(&arena, path, file.data, file.length);
            /* No line follows the last one, so a change of it is not found by the chain. */
            bool last = memchr(file.data + at, '\n', file.length - at - 1) == NULL;
            cr_expect(tag.trouble != NULL || last, "byte %zu as %d", at, others[i]);
            cr_expect(tag.trouble == NULL || tag.records == NULL);
            file.data[at] = was;
        }
    }
}

/* Lines removed, doubled or exchanged, at every place, with the line that the message names. */
Test(record, the_chain_reveals_every_missing_or_moved_line)
{
    text_scope struct text file = written(path);
    const char *lines[RECORDED + 1] = {file.data};
    for (size_t i = 0; i < RECORDED; i++)
        lines[i + 1] = strchr(lines[i], '\n') + 1;
    for (size_t gone = 0; gone + 1 < RECORDED; gone++) {
        for (size_t twice = 0; twice <= 1; twice++) {
            arena_scope struct arena arena = {0};
            text_scope struct text cut = text_of(RECORD_FILE_MAX);
            const char *from = lines[gone + (twice ? 0 : 1)];
            text_put(&cut, file.data, (size_t)(lines[gone + (twice ? 1 : 0)] - file.data));
            text_put(&cut, from, (size_t)(file.data + file.length - from));
            struct tag_journal tag = read_file(&arena, path, cut.data, cut.length);
            const char *where = arena_print(&arena, "%s:%zu: ", path, gone + 1 + twice);
            cr_assert_not_null(tag.trouble, "line %zu", gone);
            cr_expect(text_starts(tag.trouble, where), "%s", tag.trouble);
            cr_expect(strstr(tag.trouble, "chain") || strstr(tag.trouble, "time"), "%s",
                      tag.trouble);
        }
    }
}

Test(record, files_cannot_be_exchanged)
{
    arena_scope struct arena arena = {0};
    text_scope struct text file = written("app-prod/web/latest.jsonl");
    struct tag_journal tag = read_file(&arena, path, file.data, file.length);
    cr_assert_not_null(tag.trouble);
    cr_expect(text_starts(tag.trouble, "app-dev/web/latest.jsonl:1: the chain is broken"), "%s",
              tag.trouble);
    cr_expect_eq(tag.count, 0);
    cr_expect_null(tag.records);
}

/* Makes a line as an attacker would: its chain is right, and one other thing is wrong. */
Test(record, every_kind_of_damage_is_named)
{
#define HEAD "\"v\":1,\"kind\":\"pinned\",\"time\":\"2026-01-01T00:00:00Z\","
#define GOOD HEAD "\"digest\":\"" DIGEST "\","
    static const struct {
        const char *body, *words;
    } cases[] = {
        {"", "no \"v\""},
        {"\"v\":2,\"more\":1,", "version 2"},
        {"\"v\":\"1\",", "\"v\" is not an integer"},
        {"\"v\":1,", "no \"kind\""},
        {"\"v\":1,\"kind\":\"promised\",", "\"promised\" is not a kind"},
        {"\"v\":1,\"kind\":1,", "\"kind\" is not a string"},
        {"\"v\":1,\"kind\":\"pinned\",", "no \"time\""},
        {"\"v\":1,\"kind\":\"pinned\",\"time\":\"yesterday\",", "not a time"},
        {"\"v\":1,\"kind\":\"pinned\",\"time\":\"2026-01-01T00:00:00+00:00\",", "not a time"},
        {"\"v\":1,\"kind\":\"pinned\",\"time\":\"2026-02-30T00:00:00Z\",", "not a time"},
        {HEAD "\"left\":\"2026-01-01T00:00:00Z\",", "not between 1970 and \"time\""},
        {HEAD "\"left\":\"soon\",", "not a time"},
        {"\"v\":1,\"kind\":\"released\",\"time\":\"2026-01-01T00:00:00Z\","
         "\"left\":\"2025-01-01T00:00:00Z\",",
         "not a move"},
        {HEAD, "pinned"},
        {HEAD "\"digest\":\"sha256:1\",", "not a digest"},
        {HEAD "\"digest\":7,", "not a string"},
        {"\"v\":1,\"kind\":\"missing\",\"time\":\"2026-01-01T00:00:00Z\",\"digest\":\"" DIGEST
         "\",",
         "missing"},
        {GOOD "\"commit\":\"main\",", "not a commit ID"},
        {GOOD "\"commit\":\"0123456789ABCDEF0123456789abcdef01234567\",", "not a commit ID"},
        {GOOD "\"reference\":null,", "not a string"},
        {GOOD "\"who\":\"\",", "empty"},
        {GOOD "\"who\":\"a\\u001b[2J\",", "not allowed"},
        {GOOD "\"why\":\"two\\nlines\",", "not allowed"},
        {GOOD "\"why\":\"\\u009b1m\",", "not allowed"},
        {GOOD "\"evidence\":\"one\",", "not a list"},
        {GOOD "\"evidence\":[],", "not a list"},
        {GOOD "\"evidence\":[\"a\",1],", "not an object or a string"},
        {GOOD "\"evidence\":[\"\"],", "empty"},
        {GOOD "\"evidence\":[{\"outcome\":\"held\"}],", "no \"kind\""},
        {GOOD "\"evidence\":[{\"kind\":1,\"outcome\":\"held\"}],", "not a string"},
        {GOOD "\"evidence\":[{\"kind\":\"x\"}],", "\"outcome\" is not"},
        {GOOD "\"evidence\":[{\"kind\":\"x\",\"outcome\":\"good\"}],", "\"outcome\" is not"},
        {GOOD "\"evidence\":[{\"kind\":\"x\",\"outcome\":\"held\",\"more\":1}],",
         "\"more\" is not a field"},
        {GOOD "\"evidence\":[{\"kind\":\"x\",\"outcome\":\"held\",\"text\":\" x\"}],",
         "not allowed"},
        {GOOD "\"evidence\":[{\"kind\":\"x\",\"outcome\":\"held\",\"since\":\"now\"}],",
         "not a time"},
        {GOOD "\"evidence\":[{\"kind\":\"x\",\"outcome\":\"held\","
              "\"since\":\"1970-01-01T00:00:00Z\"}],",
         "\"since\" is 1970"},
        {GOOD "\"rebuilt\":false,", "only be true"},
        {GOOD "\"rebuilt\":1,", "only be true"},
        {GOOD "\"note\":\"x\",", "\"note\" is not a field"},
        {GOOD "\"who\":\"a\",\"who\":\"b\",", "duplicate key"},
        {GOOD "\"prev\":\"00\",", "duplicate key"},
    };
    text_scope struct text first = text_of(1 << 20);
    struct record_chain chain = record_chain_begin(path);
    append(&first, &chain, &records[0]);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        const char *bytes =
            arena_print(&arena, "%s{%s\"prev\":\"%s\"}\n", first.data, cases[i].body, chain.prev);
        struct tag_journal tag = read_file(&arena, path, bytes, strlen(bytes));
        cr_assert_not_null(tag.trouble, "%zu: %s", i, cases[i].body);
        cr_expect(text_starts(tag.trouble, "app-dev/web/latest.jsonl:2: "), "%s", tag.trouble);
        cr_expect(strstr(tag.trouble, cases[i].words), "%zu: %s", i, tag.trouble);
    }
    arena_scope struct arena arena = {0};
    const char *good = arena_print(&arena, "%s{%s\"prev\":\"%s\"}\n", first.data, GOOD, chain.prev);
    cr_expect_null(read_file(&arena, path, good, strlen(good)).trouble, "but this one is good");
    for (size_t cut = strlen(good) - 1; cut > first.length; cut -= 7)
        cr_expect_not_null(read_file(&arena, path, good, cut).trouble, "cut at %zu", cut);
}

Test(record, a_record_keeps_its_time_when_the_clock_went_back)
{
    arena_scope struct arena arena = {0};
    text_scope struct text file = written(path);
    struct record_chain chain = end_of(&arena, path, &file);
    append(&file, &chain, &records[1]);
    struct tag_journal tag = read_file(&arena, path, file.data, file.length);
    cr_assert_null(tag.trouble, "%s", tag.trouble);
    cr_expect_eq(tag.records[tag.count - 1].time, records[1].time);
    cr_expect_gt(tag.records[tag.count - 2].time, records[1].time);
}

Test(record, texts_from_outside_are_made_valid)
{
    arena_scope struct arena arena = {0};
    text_scope struct text file = text_of(RECORD_FILE_MAX);
    struct record_chain chain = record_chain_begin(path);
    struct evidence lines[JOURNAL_EVIDENCE_MAX + 10];
    char longer[3 * RECORD_TEXT_MAX];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        lines[i] = (struct evidence){
            .kind = i % 2 != 0 ? longer : NULL, .argument = longer, .text = i == 0 ? " " : longer};
    struct record record = records[1];
    record.who = "A\x1b[2J\n\"}\n{\"v\":1 \xff\xc2\x9b";
    record.why = longer;
    record.reference = longer;
    record.evidence = lines;
    record.evidence_count = sizeof lines / sizeof *lines;
    append(&file, &chain, &record);
    struct tag_journal tag = read_file(&arena, path, file.data, file.length);
    cr_assert_null(tag.trouble, "%s", tag.trouble);
    cr_assert_eq(tag.count, 1);
    cr_expect_str_eq(tag.records[0].who, "A [2J \"} {\"v\":1 ?");
    cr_expect_eq(strlen(tag.records[0].why), RECORD_TEXT_MAX - 1);
    cr_expect_null(tag.records[0].reference);
    cr_expect_eq(tag.records[0].evidence_count, JOURNAL_EVIDENCE_MAX - 1);
    cr_expect_str_eq(tag.records[0].evidence[JOURNAL_EVIDENCE_MAX - 2].text, "and 11 more");
    cr_expect_str_eq(tag.records[0].evidence[JOURNAL_EVIDENCE_MAX - 2].kind, EVIDENCE_MORE);
}

Test(record, a_record_that_could_not_be_read_is_not_written)
{
    text_scope struct text file = text_of(RECORD_FILE_MAX), small = text_of(300);
    struct record_chain chain = record_chain_begin(path), before = chain;
    struct record bad[] = {records[1], records[1], records[1], records[1]};
    bad[0].digest = NULL;
    bad[1].digest = "sha256:1";
    bad[2].commit = "main";
    bad[3].time = MOMENT_NEVER;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err err = {0};
        cr_expect_eq(record_append(&file, &chain, &bad[i], &err), -1, "%zu", i);
        cr_expect_neq(err.message[0], '\0');
    }
    struct err err = {0};
    cr_expect_eq(record_append(&small, &chain, &records[1], &err), -1);
    cr_expect_eq(file.length + small.length, 0);
    cr_expect_str_eq(chain.prev, before.prev);
}

Test(record, a_journal_file_name_has_three_names_and_a_number)
{
    static const char *const others[] = {
        "a.jsonl",        "a/b.jsonl",      "a/b/c/d.jsonl",      "a/b/c.json",
        "a/b/.jsonl",     "a//c.jsonl",     "/b/c.jsonl",         "README.md",
        "a/b/",           "a/b/c.jsonl.x",  "a/b/c.jsonl.1",      "a/b/c.jsonl.0",
        "a/b/c.jsonl.02", "a/b/c.jsonl.2x", "a/b/c.jsonl.",       "a/b/c.jsonl.2.3",
        "a/b/.jsonl.2",   "a/b/c.jsonl2",   "a/b/c.jsonl.1234567"};
    static const struct {
        const char *path, *tag;
        unsigned part;
    } files[] = {{"a/b/c.jsonl.jsonl", "c.jsonl", 1},       {"a/b/c.jsonl.2.jsonl", "c.jsonl.2", 1},
                 {"a/b/c.jsonl.2.jsonl.3", "c.jsonl.2", 3}, {"a/b/c.jsonl.10", "c", 10},
                 {"a/b/c.jsonl.jsonl.2", "c.jsonl", 2},     {"a/b/2.jsonl.999999", "2", 999999}};
    arena_scope struct arena arena = {0};
    struct tag_journal tag;
    unsigned part;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(record_path_parse(&arena, others[i], &tag, &part), "%s", others[i]);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cr_assert(record_path_parse(&arena, files[i].path, &tag, &part), "%s", files[i].path);
        cr_expect_str_eq(tag.tag, files[i].tag);
        cr_expect_eq(part, files[i].part, "%s", files[i].path);
        cr_expect_str_eq(record_path(&arena, "a", "b", tag.tag, part), files[i].path);
    }
}

/* Reads parts of the same records, each given by the name of its file and a number of lines. */
static const char *trouble_of(struct arena *arena, const char *const *names,
                              const struct text *parts, size_t count)
{
    struct tag_reading reading = tag_reading_begin(arena, path);
    for (size_t i = 0; i < count && reading.trouble == NULL; i++)
        (void)!tag_reading_part(&reading, names[i], parts[i].data, parts[i].length);
    return reading.trouble != NULL ? reading.trouble : "";
}

Test(record, a_part_continues_the_part_before_it)
{
    static const char second[] = "app-dev/web/latest.jsonl.2",
                      third[] = "app-dev/web/latest.jsonl.3";
    arena_scope struct arena arena = {0};
    text_scope struct text one = text_of(RECORD_FILE_MAX), two = text_of(RECORD_FILE_MAX),
                           three = text_of(RECORD_FILE_MAX), whole = written(path);
    struct text *parts[] = {&one, &two, &two, &three, &three};
    struct record_chain chain = record_chain_begin(path);
    for (size_t i = 0; i < RECORDED; i++)
        append(parts[i], &chain, &records[i]);
    struct tag_reading reading = tag_reading_begin(&arena, path);
    cr_assert(tag_reading_part(&reading, path, one.data, one.length));
    cr_assert(tag_reading_part(&reading, second, two.data, two.length));
    cr_assert(tag_reading_part(&reading, third, three.data, three.length), "%s", reading.trouble);
    cr_assert_eq(reading.records.count, RECORDED);
    cr_expect_str_eq(reading.chain.prev, end_of(&arena, path, &whole).prev);
    const struct {
        const char *names[3];
        struct text parts[3];
        size_t count;
        const char *trouble;
    } faults[] = {
        {{path, third},
         {one, three},
         2,
         "app-dev/web/latest.jsonl.2: the file is missing, but there is "
         "\"app-dev/web/latest.jsonl.3\""},
        {{second}, {two}, 1, "app-dev/web/latest.jsonl: the file is missing"},
        {{path, second}, {one, three}, 2, "app-dev/web/latest.jsonl.2:1: the chain is broken"},
        {{path, second, third}, {one, two, two}, 3, "latest.jsonl.3:1: "},
        {{path, second}, {two, one}, 1, "app-dev/web/latest.jsonl:1: the chain is broken"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const char *trouble = trouble_of(&arena, faults[i].names, faults[i].parts, faults[i].count);
        cr_expect(strstr(trouble, faults[i].trouble) != NULL, "%zu: %s", i, trouble);
    }
}

Test(trailer, only_the_last_paragraph_has_trailers)
{
    static const struct {
        const char *message, *value;
    } cases[] = {
        {"Key: subject\n", NULL},
        {"\n\nKey: subject\n", NULL},
        {"subject\n\nKey: one\n", "one"},
        {"subject\n\nKey: one", "one"},
        {"subject\n\nKey: one\n\n \n", "one"},
        {"subject\n\nKey: one\nKey: two\n", "one"},
        {"subject\n\nKey: one\r\nOther: x\r\n", "one"},
        {"subject\n\nKey: old\n\nOther: x\n", NULL},
        {"subject\n\nsome prose\nKey: one\n", "one"},
        {"subject\n\n Key: one\n", NULL},
        {"subject\n\n* Key: one\n", NULL},
        {"subject\n\nKey:one\nKeys: two\nKe: three\n", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        const char *message = cases[i].message;
        const char *value = trailer_find(&arena, message, strlen(message), "Key");
        cr_expect(text_equal(value, cases[i].value), "%zu: %s", i,
                  value != NULL ? value : "(none)");
    }
}

Test(trailer, a_new_trailer_comes_after_the_others)
{
    arena_scope struct arena arena = {0};
    cr_expect_str_eq(trailer_add(&arena, "weir: x", "Key", "v"), "weir: x\n\nKey: v\n");
    cr_expect_str_eq(trailer_add(&arena, "x\n\ntext\n", "Key", "v"), "x\n\ntext\n\nKey: v\n");
    cr_expect_str_eq(trailer_add(&arena, "x\n\nA: b\n\n", "Key", "v"), "x\n\nA: b\nKey: v\n");
}
