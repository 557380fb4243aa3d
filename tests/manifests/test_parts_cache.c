// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/declared/declare.h"
#include "manifests/declared/parts_cache.h"
#include "tests/manifests/memory_source.h"

#define OBJECT(version, kind, name)                                                                \
    "apiVersion: " version "\nkind: " kind "\nmetadata:\n  name: " name "\n  namespace: app\n"

static struct memory_file files[] = {
    {"config.yaml", OBJECT("v1", "ConfigMap", "a")},
    {"home.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: homeless\n"},
    {"note.yaml", "just: words\n"},
    {"stream.yaml", OBJECT("image.openshift.io/v1", "ImageStream", "web")},
    {"two.yaml", OBJECT("v1", "ConfigMap", "a") "---\n" OBJECT("v1", "Secret", "b")},
    {"broken.yaml", OBJECT("v1", "ConfigMap", "a") "data: [\n"},
};

enum { FILES = sizeof files / sizeof *files, NOTHING = 4 /* files that declare nothing */ };

/* The parts that one run over all files keeps. */
static struct text keep_all(void)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    struct text kept = text_of(PARTS_KEPT_MAX);
    declared_make(&run, memory_source(&run, files, FILES), parts, &declared);
    cr_assert(parts_keep(parts, "build", &kept));
    return kept;
}

/* Returns how many files a run reads that starts with these kept bytes. */
static size_t reads_with(const char *build, const char *bytes, size_t length)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    struct source *source = memory_source(&run, files, FILES);
    (void)parts_recall(parts, build, bytes, length);
    declared_make(&run, source, parts, &declared);
    cr_expect_eq(declared.streams.count, 1);
    cr_expect_eq(declared.files, FILES);
    return memory_source_reads(source);
}

Test(kept, files_that_declare_nothing_are_not_read_in_the_next_run)
{
    text_scope struct text kept = keep_all();
    cr_expect_eq(reads_with("build", kept.data, kept.length), FILES - NOTHING);
}

Test(kept, another_build_decodes_everything)
{
    text_scope struct text kept = keep_all();
    cr_expect_eq(reads_with("builds", kept.data, kept.length), FILES);
    cr_expect_eq(reads_with("", kept.data, kept.length), FILES);
}

Test(kept, damaged_bytes_are_ignored)
{
    text_scope struct text kept = keep_all();
    for (size_t i = 0; i < kept.length; i++) {
        kept.data[i] ^= 0x10;
        cr_expect_eq(reads_with("build", kept.data, kept.length), FILES, "byte %zu", i);
        kept.data[i] ^= 0x10;
        cr_expect_eq(reads_with("build", kept.data, i), FILES, "cut at %zu", i);
    }
    cr_expect_eq(reads_with("build", kept.data, kept.length), FILES - NOTHING);
}

Test(kept, nothing_is_written_again_until_a_file_is_added_or_removed)
{
    static const struct {
        size_t first, count;
        bool changed;
    } sources[] = {{0, FILES, false}, {1, FILES - 1, true}, {0, FILES, true}};
    arena_scope struct arena run = {0};
    text_scope struct text kept = keep_all(), again = text_of(PARTS_KEPT_MAX);
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    cr_assert(parts_recall(parts, "build", kept.data, kept.length));
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        declared_make(&run, memory_source(&run, files + sources[i].first, sources[i].count), parts,
                      &declared);
        cr_expect_eq(parts_keep(parts, "build", &again), sources[i].changed, "%zu", i);
    }
}

Test(kept, a_part_that_is_too_long_is_not_kept)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    text_scope struct text small = text_of(200);
    struct declared declared;
    declared_make(&run, memory_source(&run, files, FILES), parts, &declared);
    cr_expect_not(parts_keep(parts, "build", &small));
    cr_expect_eq(small.length, 0);
}

Test(kept, the_same_bytes_are_another_part_as_json_than_as_yaml)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    struct memory_file same[] = {{"a.json", "kind: x\napiVersion: v1\n"},
                                 {"a.yaml", "kind: x\napiVersion: v1\n"}};
    declared_make(&run, memory_source(&run, same, 2), parts, &declared);
    cr_expect_eq(parts_counted(parts).decoded, 2);
}
