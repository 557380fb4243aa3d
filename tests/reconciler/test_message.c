// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/own_commit.h"
#include "reconciler/message.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "diff/journal/subject.h"

#define OLD "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define NEW "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void add(struct arena *arena, struct plan *plan, enum row_kind kind, enum reason reason,
                const char *object)
{
    char environment[300] = "app", stream[300] = "", tag[300] = "latest";
    sscanf(object, "%299[^/ ]/%299[^:]:%299s", environment, stream, tag);
    *list_add(arena, &plan->rows) = (struct row){.kind = kind,
                                                 .reason = reason,
                                                 .environment = arena_text(arena, environment),
                                                 .stream = arena_text(arena, stream),
                                                 .tag = arena_text(arena, tag),
                                                 .object = object,
                                                 .current_digest = OLD,
                                                 .wanted_digest = NEW};
}

static size_t line_length(const char *text)
{
    return strcspn(text, "\n");
}

Test(message, the_message_names_changes_and_reasons)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "0123456789012345678901234567890123456789"};
    add(&arena, &plan, ROW_TAG, REASON_MOVED, "app-dev/web:latest");
    add(&arena, &plan, ROW_TAG, REASON_UP_TO_DATE, "app-dev/other:latest");
    add(&arena, &plan, ROW_CONSUMER, REASON_ROLLED, "app-dev Deployment/web container web");
    const char *message = message_make(&arena, &source, &plan, NULL);
    cr_expect_str_eq(message,
                     "pin web sha256:bbbbbbbbbbbb in app-dev\n"
                     "\n"
                     "* app-dev/web:latest: the tag now points to another image (moved)\n"
                     "  from " OLD "\n"
                     "  to   " NEW "\n"
                     "* app-dev Deployment/web container web: the stream's tag has another image "
                     "(rolled)\n"
                     "  from " OLD "\n"
                     "  to   " NEW "\n"
                     "\n"
                     "Weir-Move: pinned app-dev/web:latest " OLD " " NEW "\n"
                     "Weir-Source-Commit: 0123456789012345678901234567890123456789\n",
                     "%s", message);
}

Test(message, a_request_is_a_trailer)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    struct intent intent = {.kind = INTENT_TAG,
                            .environment = "app",
                            .stream = "web",
                            .tag = "latest",
                            .reason = "it is broken"};
    add(&arena, &plan, ROW_TAG, REASON_ASKED_FOR, "app/web:latest");
    const char *message = message_make(&arena, &source, &plan, &intent);
    cr_expect(strstr(message, "\n\nWeir-Move: tag app/web:latest " OLD " " NEW
                              "\nWeir-Reason: it is broken\nWeir-Source-Commit: 01\n"),
              "%s", message);
}

Test(message, the_trailer_of_an_alias_names_the_tags_that_it_follows)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {0};
    struct intent intent = {.kind = INTENT_TAG};
    add(&arena, &plan, ROW_TAG, REASON_ASKED_FOR, "app/web:latest");
    plan.rows.items[0].followed = "1.2";
    plan.rows.items[0].follows = "1.3";
    const char *message = message_make(&arena, &source, &plan, &intent);
    cr_expect_not_null(strstr(message, "\nWeir-Move: tag app/web:latest 1.2 1.3\n"), "%s", message);
    plan.rows.items[0].follows = NULL;
    intent.kind = INTENT_ROLLBACK;
    message = message_make(&arena, &source, &plan, &intent);
    cr_expect_not_null(strstr(message, "\nWeir-Move: rollback app/web:latest 1.2 " NEW "\n"), "%s",
                       message);
}

Test(message, a_release_that_changes_no_file_is_a_trailer)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    struct intent intent = {
        .kind = INTENT_RELEASE, .environment = "app", .stream = "web", .tag = "latest"};
    add(&arena, &plan, ROW_TAG, REASON_RELEASED, "app/web:latest");
    plan.rows.items[0].wanted_digest = OLD;
    cr_expect_str_eq(
        message_make(&arena, &source, &plan, &intent),
        "release web in app\n"
        "\n"
        "* app/web:latest: a person released the tag, so it may move again (released)\n"
        "  to   " OLD "\n"
        "\n"
        "Weir-Move: release app/web:latest " OLD " " OLD "\n"
        "Weir-Source-Commit: 01\n");
}

Test(message, a_subject_names_workloads_only_if_no_tag_moves)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    add(&arena, &plan, ROW_CONSUMER, REASON_ROLLED, "dev/web:latest");
    cr_expect(text_starts(message_make(&arena, &source, &plan, NULL), "roll out web sha256:"));
    add(&arena, &plan, ROW_HOP, REASON_PROMOTED, "prod/web:latest");
    plan.rows.items[1].reference = "quay.io/team/web:1.4.0";
    cr_expect(
        text_starts(message_make(&arena, &source, &plan, NULL), "promote web 1.4.0 to prod\n"));
}

Test(message, the_subject_of_a_request_has_its_reason)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    struct intent intent = {.kind = INTENT_ROLLBACK, .reason = "errors since\nthe release"};
    add(&arena, &plan, ROW_TAG, REASON_ASKED_FOR, "prod/web:latest");
    plan.rows.items[0].reference = "quay.io/team/web:1.3.2";
    cr_expect(text_starts(message_make(&arena, &source, &plan, &intent),
                          "roll back web in prod to 1.3.2: errors since?the release\n\n"));
    intent = (struct intent){.kind = INTENT_TAG, .alias = true, .source = {.name = "stable"}};
    cr_expect(text_starts(message_make(&arena, &source, &plan, &intent),
                          "tag web:latest in prod as stable\n\n"));
}

Test(message, a_deleted_tag_is_named_as_deleted)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    struct intent intent = {
        .kind = INTENT_DELETE_TAG, .environment = "app", .stream = "web", .tag = "old"};
    add(&arena, &plan, ROW_TAG, REASON_ASKED_FOR, "app/web:old");
    plan.rows.items[0].wanted_digest = NULL;
    plan.rows.items[0].deletes = true;
    cr_expect_str_eq(message_make(&arena, &source, &plan, &intent),
                     "delete web:old in app\n"
                     "\n"
                     "* app/web:old: requested by a person (asked-for)\n"
                     "  from " OLD "\n"
                     "  deleted\n"
                     "\n"
                     "Weir-Move: delete app/web:old " OLD " none\n"
                     "Weir-Source-Commit: 01\n");
}

Test(message, evidence_of_moves_is_a_trailer)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    const struct evidence evidence[] = {
        {.kind = "soak", .argument = "24h", .since = 60, .text = "soak 24h: in staging since then"},
        {.kind = "label", .argument = "x=a%0ab", .text = "label x: \"a\nb\""},
    };
    add(&arena, &plan, ROW_HOP, REASON_PROMOTED, "prod/web:latest");
    add(&arena, &plan, ROW_HOP, REASON_GATE_WAITS, "live/web:latest");
    list_each (row, &plan.rows) {
        row->evidence = evidence;
        row->evidence_count = 2;
    }
    const char *message = message_make(&arena, &source, &plan, NULL);
    cr_expect(strstr(message, "\n\nWeir-Move: promoted prod/web:latest " OLD " " NEW
                              "\nWeir-Evidence: prod/web:latest {\"kind\":\"soak\","
                              "\"argument\":\"24h\",\"outcome\":\"held\","
                              "\"since\":\"1970-01-01T00:01:00Z\","
                              "\"text\":\"soak 24h: in staging since then\"}\n"
                              "Weir-Evidence: prod/web:latest {\"kind\":\"label\","
                              "\"argument\":\"x=a%0ab\",\"outcome\":\"held\","
                              "\"text\":\"label x: \\\"a b\\\"\"}\n"
                              "Weir-Source-Commit: 01\n"),
              "%s", message);
    cr_expect(strstr(message, "Weir-Evidence: live") == NULL, "what does not move has none");
}

Test(message, evidence_has_a_maximum)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    char *line = arena_alloc(&arena, 2 * OWN_COMMIT_EVIDENCE_MAX);
    memset(line, 'x', 2 * OWN_COMMIT_EVIDENCE_MAX - 1);
    line[2 * OWN_COMMIT_EVIDENCE_MAX - 1] = '\0';
    struct evidence *evidence = arena_array(&arena, struct evidence, MESSAGE_EVIDENCE_MAX / 100);
    for (size_t i = 0; i < MESSAGE_EVIDENCE_MAX / 100; i++)
        evidence[i] = (struct evidence){.kind = "label", .text = line};
    add(&arena, &plan, ROW_HOP, REASON_PROMOTED, "prod/web:latest");
    plan.rows.items[0].evidence = evidence;
    plan.rows.items[0].evidence_count = MESSAGE_EVIDENCE_MAX / 100;
    const char *message = message_make(&arena, &source, &plan, NULL);
    const char *first = strstr(message, "Weir-Evidence: ");
    cr_assert(first != NULL);
    cr_expect_lt(line_length(first), OWN_COMMIT_EVIDENCE_MAX + strlen("Weir-Evidence: ") + 1);
    cr_expect_lt(strlen(message), MESSAGE_EVIDENCE_MAX + MESSAGE_EVIDENCE_MAX / 10);
    cr_expect(text_ends(message, "\nWeir-Source-Commit: 01\n"), "what comes behind is not lost");
    cr_expect(strstr(message, "\nWeir-Omitted: 0 moves and ") != NULL, "omitted items are counted");
}

Test(message, twenty_thousand_moves_have_a_trailer_each)
{
    enum { MANY = 20000 };
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    size_t count = 0;
    for (int i = 0; i < MANY; i++)
        add(&arena, &plan, ROW_TAG, REASON_MOVED, arena_print(&arena, "a/b:%d", i));
    const char *message = message_make(&arena, &source, &plan, NULL);
    for (const char *at = message; (at = strstr(at, "\nWeir-Move: ")) != NULL; at++)
        count++;
    cr_expect(count == MANY, "%zu", count);
    cr_expect(strstr(message, "Weir-Omitted") == NULL, "nothing is omitted");
}

Test(message, the_subject_stays_short_and_counts_the_rest)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    char name[300];
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "app-%d/stream:latest", i);
        add(&arena, &plan, ROW_TAG, REASON_MOVED, arena_text(&arena, name));
    }
    const char *message = message_make(&arena, &source, &plan, NULL);
    cr_expect(line_length(message) <= SUBJECT_MAX, "%zu", line_length(message));
    cr_expect(text_starts(message, "pin stream sha256:bbbbbbbbbbbb in several environments\n"),
              "%s", message);

    struct plan one = {0};
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    add(&arena, &one, ROW_TAG, REASON_MOVED, name);
    message = message_make(&arena, &source, &one, NULL);
    cr_expect(line_length(message) <= SUBJECT_MAX, "a long name is cut: %zu", line_length(message));
}

Test(message, the_number_of_listed_rows_has_a_maximum)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    for (int i = 0; i < MESSAGE_ROWS_MAX + 7; i++)
        add(&arena, &plan, ROW_TAG, REASON_MOVED, "a/b:c");
    cr_expect(strstr(message_make(&arena, &source, &plan, NULL), "\n* and 7 more\n") != NULL,
              "the rest is counted");
}

Test(message, foreign_text_becomes_neither_trailer_nor_control_character)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct source source = {.commit = "01"};
    *list_add(&arena, &plan.rows) = (struct row){
        .kind = ROW_TAG,
        .reason = REASON_MOVED,
        .environment = "a\nSigned-off-by: eve",
        .stream = "b",
        .tag = "c\033[2J",
        .object = "a/b:c\nSigned-off-by: eve\033[2J",
        .detail = "words\n\nWeir-Source-Commit: forged",
        .current = "x\nReviewed-by: eve",
        .wanted = "y\r\nReviewed-by: eve",
    };
    const char *message = message_make(&arena, &source, &plan, NULL);
    const char *forged[] = {"\nSigned-off-by", "\nReviewed-by", "\nWeir-Source-Commit: forged",
                            "\033", "\r"};
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++)
        cr_expect(strstr(message, forged[i]) == NULL, "%zu: %s", i, message);
}
