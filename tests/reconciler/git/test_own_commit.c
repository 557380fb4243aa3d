// SPDX-License-Identifier: Apache-2.0
/* Trailers of weir's own commits are read as they were written. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/git/objects/own_commit.h"

#define AA "sha256:aa"
#define BB "sha256:bb"
#define PARENT "83baae61804e65cc73a7201a7252750c76066a30"

static const struct evidence soak = {.kind = "soak",
                                     .argument = "24h",
                                     .outcome = EVIDENCE_OVERRIDDEN,
                                     .since = 1000,
                                     .until = 2000,
                                     .text = "passed over: soak 24h: \"x\""};
static const struct evidence label = {.kind = "label", .argument = "a=b"};

static void expect_evidence(const struct evidence *a, const struct evidence *b)
{
    cr_expect(text_equal(a->kind, b->kind), "%s", a->kind);
    cr_expect(text_equal(a->argument, b->argument), "%s", a->argument);
    cr_expect(text_equal(a->text, b->text), "%s", a->text);
    cr_expect(a->outcome == b->outcome && a->since == b->since && a->until == b->until);
}

static const char *print_message(struct arena *arena, const char *source)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    fputs("weir: app-prod/web:1\n\n* app-prod/web:1: x\n\n", out);
    own_commit_print_move(out, "rollback", "app-prod/web:1", AA, BB);
    own_commit_print_move(out, "promote", "app-prod/api:1", NULL, AA);
    own_commit_print_evidence(out, "app-prod/web:1", &soak);
    own_commit_print_evidence(out, "app-prod/web:10", &label);
    fputs("Weir-Evidence: app-prod/web:1 {\"kind\":\"soak\"}\nWeir-Evidence: app-prod/web:1 x\n",
          out);
    own_commit_print_evidence(out, "app-prod/web:1", &label);
    own_commit_print_reason(out, "B crashes");
    own_commit_print_source(out, source);
    fclose(out);
    const char *message = arena_copy(arena, bytes, length);
    free(bytes);
    return message;
}

static void expect_move(const struct claimed_move *move, const char *kind, const char *object,
                        const char *from, const char *to)
{
    cr_expect_str_eq(move->kind, kind);
    cr_expect_str_eq(move->object, object);
    cr_expect(text_equal(move->from, from), "%s", move->from);
    cr_expect(text_equal(move->to, to), "%s", move->to);
    cr_expect_str_eq(move->reason, "B crashes");
    cr_expect_str_eq(move->source, PARENT);
    cr_expect_str_eq(move->branch, "main");
}

Test(own_commit, trailers_are_read_as_they_were_written)
{
    arena_scope struct arena arena = {0};
    size_t count = 0;
    const char *message = print_message(&arena, PARENT);
    const char *branch = NULL;
    cr_expect_null(own_commit_journal_of(&arena, message, &branch), "no journal yet");
    message = own_commit_add_journal(&arena, message, "main", PARENT);
    cr_expect_str_eq(own_commit_journal(&arena, message, "main"), PARENT, "%s", message);
    cr_expect_str_eq(own_commit_journal_of(&arena, message, &branch), PARENT, "any branch");
    cr_expect_str_eq(branch, "main");
    cr_expect_null(own_commit_journal(&arena, message, "prod"), "another branch");
    const struct claimed_move *moves = own_commit_moves(&arena, message, NULL, 10, &count);
    cr_assert(count == 2, "%zu moves", count);
    expect_move(&moves[0], "rollback", "app-prod/web:1", AA, BB);
    expect_move(&moves[1], "promote", "app-prod/api:1", NULL, AA);
    const struct evidence *items = own_commit_evidence(&arena, message, &moves[0], 10, &count);
    cr_assert(count == 2, "%zu items", count);
    expect_evidence(&items[0], &soak);
    expect_evidence(&items[1], &label);
    own_commit_evidence(&arena, message, &moves[0], 1, &count);
    cr_expect(count == 1, "%zu items", count);
    own_commit_moves(&arena, message, NULL, 1, &count);
    cr_expect(count == 1, "%zu moves", count);
}

Test(own_commit, only_a_commit_for_its_own_parent_is_ours)
{
    arena_scope struct arena arena = {0};
    const char *message = print_message(&arena, PARENT), *first = print_message(&arena, NULL);
    cr_expect(own_commit_is(message, PARENT), "its parent");
    cr_expect(!own_commit_is(message, "93baae61804e65cc73a7201a7252750c76066a30"), "another");
    cr_expect(!own_commit_is(message, NULL), "no parent");
    cr_expect(own_commit_is(first, NULL), "the first commit");
    cr_expect(!own_commit_is(first, PARENT), "the first commit elsewhere");
    cr_expect(!own_commit_is("weir: x\n", NULL), "no trailer");
    cr_expect_str_eq(
        own_commit_journal(&arena, own_commit_add_journal(&arena, message, "a b", NULL), "a b"),
        "new", "new");
}

/* `git merge --squash` indents whole messages; forges make lists of them. */
Test(own_commit, a_squash_has_the_moves_of_every_commit)
{
    arena_scope struct arena arena = {0};
    size_t count = 0;
    const struct claimed_move *moves = own_commit_moves(
        &arena,
        "Squashed commit of the following:\n\ncommit x\n\n    promote web\n\n"
        "    Weir-Move: promoted prod/web:1 sha256:bb sha256:cc\n"
        "    Weir-Source-Commit: " PARENT "\n    Weir-Journal: side new\n\n"
        "* promote web\n\nWeir-Move: promoted prod/web:1 sha256:aa sha256:bb \r\n"
        "Weir-Move: too few\nWeir-Move: too many words in one line\nWeir-Source-Commit: none\n",
        NULL, 10, &count);
    cr_assert(count == 2, "%zu moves", count);
    cr_expect_str_eq(moves[0].from, "sha256:bb");
    cr_expect_str_eq(moves[0].source, PARENT);
    cr_expect_str_eq(moves[0].branch, "side");
    cr_expect_str_eq(moves[1].from, "sha256:aa");
    cr_expect_str_eq(moves[1].to, "sha256:bb");
    cr_expect_null(moves[1].source);
    cr_expect_null(moves[1].branch);
}

/* The evidence of one move is not that of another move of the same tag. */
Test(own_commit, each_move_of_a_squash_has_its_own_evidence)
{
    arena_scope struct arena arena = {0};
    size_t count = 0;
    const char *message =
        "* promote web\n\nWeir-Move: promote prod/web:1 sha256:aa sha256:bb\n"
        "Weir-Evidence: prod/web:1 "
        "{\"kind\":\"soak\",\"argument\":\"1h\",\"outcome\":\"overridden\"}\n"
        "Weir-Source-Commit: " PARENT "\n\n"
        "* promote web\n\nWeir-Move: promote prod/web:1 sha256:bb sha256:cc\n"
        "Weir-Evidence: prod/web:1 {\"kind\":\"soak\",\"argument\":\"1h\",\"outcome\":\"held\"}\n"
        "Weir-Source-Commit: none\n";
    const struct claimed_move *moves = own_commit_moves(&arena, message, NULL, 10, &count);
    cr_assert(count == 2, "%zu moves", count);
    static const enum evidence_outcome outcomes[] = {EVIDENCE_OVERRIDDEN, EVIDENCE_HELD};
    for (size_t i = 0; i < 2; i++) {
        const struct evidence *items = own_commit_evidence(&arena, message, &moves[i], 10, &count);
        cr_assert(count == 1, "%zu: %zu items", i, count);
        cr_expect(items[0].outcome == outcomes[i], "%zu", i);
    }
    const struct claimed_move other = {.kind = "promote", .object = "prod/web:1", .to = AA};
    own_commit_evidence(&arena, message, &other, 10, &count);
    cr_expect(count == 0, "%zu items of a move that is not claimed", count);
}

Test(own_commit, long_evidence_loses_the_end_of_its_text)
{
    arena_scope struct arena arena = {0};
    char *bytes = NULL, text[3000], object[OWN_COMMIT_EVIDENCE_MAX + 1];
    size_t length = 0, count = 0;
    memset(text, '"', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memset(object, 'x', sizeof object - 1);
    object[sizeof object - 1] = '\0';
    struct evidence long_text = label, old = {.text = text};
    long_text.text = text;
    FILE *out = open_memstream(&bytes, &length);
    const struct claimed_move claim = {.kind = "promote", .object = "a/b:c", .to = AA};
    own_commit_print_move(out, claim.kind, claim.object, NULL, AA);
    long start = ftell(out);
    own_commit_print_evidence(out, "a/b:c", &long_text);
    own_commit_print_evidence(out, "a/b:c", &old);
    own_commit_print_evidence(out, object, &label);
    fclose(out);
    const struct evidence *items = own_commit_evidence(&arena, bytes, &claim, 10, &count);
    cr_assert(count == 2, "%zu items", count);
    cr_expect(text_equal(items[0].argument, label.argument));
    cr_expect(items[0].text != NULL && strlen(items[0].text) > 300, "%s", items[0].text);
    cr_expect(items[1].kind == NULL && strlen(items[1].text) > 300, "%s", items[1].text);
    cr_expect_lt(length - (size_t)start,
                 2 * (OWN_COMMIT_EVIDENCE_MAX + sizeof "Weir-Evidence: \n"));
    free(bytes);
}

Test(own_commit, the_moves_of_one_object_are_read_from_among_many)
{
    enum { MANY = 20000 };
    arena_scope struct arena arena = {0};
    char *bytes = NULL;
    size_t length = 0, count = 0;
    FILE *out = open_memstream(&bytes, &length);
    cr_assert(out != NULL);
    fputs("pin many tags\n\n", out);
    for (int i = 0; i < MANY; i++)
        fprintf(out, "Weir-Move: pinned dev/web:%d sha256:aa sha256:%d\n", i, i);
    fprintf(out, "Weir-Evidence: dev/web:%d {\"kind\":\"soak\",\"outcome\":\"held\"}\n", MANY - 1);
    fputs("Weir-Source-Commit: " PARENT "\nWeir-Journal: main new\n", out);
    fclose(out);
    const char *object = arena_print(&arena, "dev/web:%d", MANY - 1);
    const struct claimed_move *moves = own_commit_moves(&arena, bytes, object, 10, &count);
    cr_assert(count == 1, "%zu moves", count);
    cr_expect_str_eq(moves->object, object);
    cr_expect_str_eq(moves->source, PARENT);
    cr_expect_str_eq(moves->branch, "main");
    (void)own_commit_evidence(&arena, bytes, moves, 10, &count);
    cr_expect(count == 1, "%zu items", count);
    (void)own_commit_moves(&arena, bytes, "dev/web:1999", 10, &count);
    cr_expect(count == 1, "an object is not the beginning of another one: %zu", count);
    free(bytes);
}
