// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/declared/declare.h"
#include "manifests/values/glob.h"
#include "tests/manifests/declared_print.h"
#include "tests/manifests/memory_source.h"

#define D1 "sha256:1111111111111111111111111111111111111111111111111111111111111111"

#define STREAM(ns, name, rest)                                                                     \
    "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata:\n  name: " name               \
    "\n  namespace: " ns "\n" rest

/* Declares the files with these parts, and gives the text of the problems. */
static char *problems_of(struct arena *run, struct parts *parts, const struct memory_file *files,
                         size_t count, struct declared *declared)
{
    declared_make(run, memory_source(run, files, count), parts, declared);
    return problems_print(declared);
}

Test(declared, known_parts_are_not_read_again_and_unused_ones_are_dropped)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    struct memory_file files[] = {{"a.yaml", STREAM("app", "a", "")},
                                  {"b.yaml", STREAM("app", "b", "")},
                                  {"b-too.yaml", "kind: x\n"},
                                  {"c.yaml", "kind: x\n"}};
    struct source *first = memory_source(&run, files, 4);
    declared_make(&run, first, parts, &declared);
    cr_expect_eq(memory_source_reads(first), 3);
    cr_expect_eq(parts_counted(parts).decoded, 3);
    cr_expect_eq(parts_counted(parts).reused, 1);
    struct source *second = memory_source(&run, files, 4);
    declared_make(&run, second, parts, &declared);
    cr_expect_eq(memory_source_reads(second), 0);
    cr_expect_eq(parts_counted(parts).reused, 4);
    cr_expect_eq(declared.streams.count, 2);
    struct source *fewer = memory_source(&run, files, 1);
    declared_make(&run, fewer, parts, &declared);
    struct source *again = memory_source(&run, files, 2);
    declared_make(&run, again, parts, &declared);
    cr_expect_eq(memory_source_reads(again), 1, "the dropped part is read again");
    files[0].unknown = true;
    struct source *unknown = memory_source(&run, files, 2);
    declared_make(&run, unknown, parts, &declared);
    declared_make(&run, unknown, parts, &declared);
    cr_expect_eq(memory_source_reads(unknown), 2, "unknown bytes are read each time");
    cr_expect_eq(declared.streams.count, 2);
}

Test(declared, an_unreadable_file_is_a_problem_of_that_file_only)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    char *large = calloc(1, TEXT_FILE_MAX + 2);
    memset(large, ' ', TEXT_FILE_MAX + 1);
    struct memory_file files[] = {{.path = "a.yaml", .text = "x", .unreadable = true},
                                  {.path = "b.yaml", .text = large},
                                  {.path = "c.yaml", .text = STREAM("app", "a", "")}};
    char *problems = problems_of(&run, parts, files, 3, &declared);
    cr_expect_str_eq(problems,
                     "a.yaml:0:0: unreadable: no luck\n"
                     "b.yaml:0:0: limit: the file is larger than 16 MiB | make the file smaller, "
                     "or list it under ignore in weir.yaml\n",
                     "%s", problems);
    cr_expect_eq(declared.streams.count, 1);
    cr_expect_eq(declared.files, 1);
    free(problems);
    free(large);
}

Test(declared, settings_that_cannot_be_read_are_broken)
{
    static const char unknown[] =
        "apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nspec: {frezee: true}\n";
    const char *const texts[] = {"", "spec: [", "kind: Reconciler\n", unknown};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        arena_scope struct arena run = {0};
        parts_scope struct parts *parts = parts_open();
        struct declared declared;
        struct memory_file file = {.path = "weir.yaml", .text = texts[i]};
        free(problems_of(&run, parts, &file, 1, &declared));
        cr_expect(declared.settings.broken, "%s", texts[i]);
        cr_expect(declared.settings.problem != NULL &&
                  strcmp(declared.settings.problem->path, "weir.yaml") == 0);
        cr_expect_str_eq(declared.settings.integrated_registry, INTEGRATED_REGISTRY_DEFAULT);
    }
}

Test(declared, settings_contain_what_weir_yaml_sets)
{
    static const struct memory_file file = {
        .path = "weir.yaml",
        .text = "apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nspec:\n  branch: release\n"
                "  write: pullRequest\n  triggers: cluster\n  settle: 15m\n"
                "  freeze: {until: 2026-12-24T00:00:00Z, reason: holidays, window: office}\n"
                "  guard: {max: 10%}\n"
                "  windows:\n  - name: office\n    include:\n"
                "    - {rrule: FREQ=DAILY, from: \"09:00\", to: \"17:00\"}\n"
                "  clusters:\n  - {name: east, namespaces: [east-*]}\n"};
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    free(problems_of(&run, parts, &file, 1, &declared));
    const struct settings *settings = &declared.settings;
    cr_expect(settings->present && !settings->broken);
    cr_expect_str_eq(settings->branch, "release");
    cr_expect_eq(settings->write, WRITE_BY_PULL_REQUEST);
    cr_expect_eq(settings->triggers, TRIGGERS_CLUSTER);
    cr_expect_eq(settings->settle, 900);
    char text[MOMENT_TEXT_MAX];
    cr_assert_eq(settings->freeze_count, 1);
    const struct settings_freeze *freeze = &settings->freezes[0];
    cr_expect_eq(freeze->from, 0);
    cr_expect_str_eq(moment_print(freeze->until, text), "2026-12-24T00:00:00Z");
    cr_expect_str_eq(freeze->reason, "holidays");
    cr_expect(freeze->window != NULL && freeze->window == settings->windows[0].window);
    cr_expect_eq(settings->guard.max, 10);
    cr_expect(settings->guard.percent);
    cr_expect_eq(settings->window_count, 1);
    cr_expect_str_eq(settings->windows[0].text,
                     "include: [{rrule: FREQ=DAILY, from: 09:00, to: 17:00}]");
    cr_expect(declared_same_cluster(&declared, "a", "b"));
    cr_expect(declared_same_cluster(&declared, "east-a", "east-b"));
    cr_expect_not(declared_same_cluster(&declared, "east-a", "b"));
}

Test(declared, policies_of_a_tag_and_of_its_stream_are_joined)
{
    static const struct memory_file file = {
        .path = "a.yaml",
        .text =
            "apiVersion: v1\nkind: ImageStream\nmetadata:\n  name: web\n  namespace: app\n"
            "  annotations: {a.weir.dev/hold: reason=longer, a.weir.dev/deny: " D1
            ", b.weir.dev/hold: \"true\"}\nspec:\n  tags:\n  - name: a\n"
            "    annotations: {weir.dev/hold: \"until=2026-12-24T00:00:00Z\", weir.dev/deny: " D1
            ", weir.dev/settle: 1h}\n"};
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    free(problems_of(&run, parts, &file, 1, &declared));
    const struct stream *stream = declared_stream(&declared, "app", "web");
    struct tag_policy a = stream_tag_policy(&run, stream, "a");
    struct tag_policy b = stream_tag_policy(&run, stream, "b");
    struct tag_policy c = stream_tag_policy(&run, stream, "c");
    cr_expect(a.hold.set && a.hold.until == MOMENT_NEVER);
    cr_expect_str_eq(a.hold.reason, "longer");
    cr_expect_eq(a.denied_count, 2);
    cr_expect_eq(a.settle, 3600);
    cr_expect(b.hold.set);
    cr_expect(b.settle == -1 && !c.hold.set && c.denied_count == 0);
    cr_expect_null(declared_stream(&declared, "app", "we"));
    cr_expect_null(declared_stream(&declared, "ap", "web"));
    cr_expect_not(declared_external(&declared, "app"));
    cr_expect(declared_external(&declared, "openshift") && declared_external(&declared, "x"));
}

Test(declared, problems_of_one_file_have_a_maximum)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    static const char head[] = STREAM("app", "web", "spec:\n  tags:\n"), item[] = "  - x\n";
    text_put(&text, head, strlen(head));
    for (int i = 0; i < 2 * PROBLEMS_FILE_MAX; i++)
        text_put(&text, item, strlen(item));
    struct memory_file file = {.path = "a.yaml", .text = text.data};
    free(problems_of(&run, parts, &file, 1, &declared));
    cr_expect_eq(declared.problems.count, PROBLEMS_FILE_MAX + 1);
    cr_expect_eq(declared.problems.items[0].code, PROBLEM_LIMIT);
}

/* True if a problem with this code and this text was found. */
static bool told(const struct declared *declared, enum problem_code code, const char *text)
{
    list_each (problem, &declared->problems)
        if (problem->code == code && strstr(problem->message, text) != NULL)
            return true;
    return false;
}

Test(declared, a_long_list_of_platforms_passes_a_maximum)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs(STREAM("app", "web",
                 "spec:\n  tags:\n  - name: x\n    annotations:\n"
                 "      weir.dev/platforms: 'a/b"),
          out);
    for (unsigned i = 0; i < 20000; i++)
        fputs(",a/b", out);
    fputs("'\n", out);
    fclose(out);
    struct memory_file file = {"a.yaml", text};
    declared_make(&run, memory_source(&run, &file, 1), parts, &declared);
    cr_expect(told(&declared, PROBLEM_LIMIT, "platforms"));
    free(text);
}

Test(declared, a_long_text_is_not_copied_for_each_of_its_aliases)
{
    arena_scope struct arena run = {0};
    parts_scope struct parts *parts = parts_open();
    struct declared declared;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs("apiVersion: weir.dev/v1alpha1\nkind: Reconciler\nmetadata: {name: x}\n"
          "spec:\n  branch: &long \"",
          out);
    for (unsigned i = 0; i < 1000000; i++)
        fputs("longlong", out);
    fputs("\"\n  ignore: [*long", out);
    for (unsigned i = 0; i < 900; i++)
        fputs(", *long", out);
    fputs("]\n", out);
    fclose(out);
    struct memory_file file = {SETTINGS_FILE, text};
    declared_make(&run, memory_source(&run, &file, 1), parts, &declared);
    cr_expect(told(&declared, PROBLEM_LIMIT, "spec.branch"));
    free(text);
}

/* Streams are found by the start or the end of a pattern; the result is that of a look at each. */
Test(declared, a_pattern_finds_all_streams_that_match)
{
    static const char *const patterns[] = {"*",     "a*",  "*b",    "a*b",   "*a*",   "[ab]*",
                                           "?",     "x]*", "*-web", "*web",  "web-?", "w*b",
                                           "*[ab]", "a?*", "?eb",   "b-w*b", "*x]"};
    static const char *const names[] = {"a",   "ab",    "b",     "ba", "a-web", "b-web",
                                        "web", "web-a", "web-b", "x",  "ab-ab"};
    enum { PATTERNS = sizeof patterns / sizeof *patterns, NAMES = sizeof names / sizeof *names };
    static const char *const others[] = {"de", "dew", "prod"};
    arena_scope struct arena arena = {0};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (size_t i = 0; i < NAMES; i++) {
        fprintf(out,
                "---\napiVersion: image.openshift.io/v1\nkind: ImageStream\n"
                "metadata: {name: %s, namespace: dev}\n",
                names[i]);
        for (size_t k = 0; k < 3; k++)
            fprintf(out,
                    "---\napiVersion: image.openshift.io/v1\nkind: ImageStream\n"
                    "metadata: {name: %s-%s, namespace: %s}\n",
                    others[k], names[i], others[k]);
    }
    for (size_t i = 0; i < PATTERNS; i++)
        fprintf(out,
                "---\napiVersion: weir.dev/v1alpha1\nkind: Promotion\n"
                "metadata: {name: p%02zu}\nspec:\n  streams: [\"%s\"]\n  tag: t%zu\n"
                "  path: [{namespace: dev}, {namespace: prod}]\n",
                i, patterns[i], i);
    fclose(out);
    struct memory_file file = {.path = "all.yaml", .text = text};
    struct parts *parts = parts_open();
    struct declared declared;
    declared_make(&arena, memory_source(&arena, &file, 1), parts, &declared);
    cr_assert_eq(declared.promotions.count, PATTERNS);
    for (size_t i = 0; i < PATTERNS; i++) {
        const struct declared_promotion *promotion = &declared.promotions.items[i];
        size_t wanted = 0;
        for (size_t k = 0; k < NAMES; k++)
            wanted += glob_match(patterns[i], names[k]);
        cr_expect_eq(promotion->hop_count, wanted, "%s", patterns[i]);
        for (size_t k = 0; k < promotion->hop_count; k++) {
            const struct hop *hop = &declared.hops.items[promotion->first_hop + k];
            cr_expect_eq(hop->promotion, promotion->promotion);
            cr_expect(glob_match(patterns[i], hop->stream), "%s %s", patterns[i], hop->stream);
        }
    }
    parts_close(parts);
    free(text);
}
