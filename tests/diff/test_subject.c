// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/subject.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"

#define DIGEST "sha256:6ced644fa8b1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

typedef LIST_OF(struct subject_move) move_list;

/* Adds a move written as "WORD ENVIRONMENT/STREAM:TAG [VERSION]". */
static void add(struct arena *arena, move_list *moves, const char *text)
{
    char word[40], environment[40], stream[300], tag[300], version[300];
    int count =
        sscanf(text, "%39s %39[^/]/%299[^:]:%299s %299s", word, environment, stream, tag, version);
    cr_assert_geq(count, 4, "%s", text);
    *list_add(arena, moves) = (struct subject_move){
        .word = arena_text(arena, word),
        .environment = arena_text(arena, environment),
        .stream = arena_text(arena, stream),
        .tag = arena_text(arena, tag),
        .version = count == 5 ? arena_text(arena, version) : NULL,
    };
}

/* Each row: moves separated by ';', the reason, the subject. */
static const struct {
    const char *moves, *reason, *subject;
} shapes[] = {
    {"promote prod/web:latest 1.4.0", NULL, "promote web 1.4.0 to prod"},
    {"promoted prod/web:latest 1.4.0", NULL, "promote web 1.4.0 to prod"},
    {"rollback prod/web:latest 1.3.2", "errors since the release",
     "roll back web in prod to 1.3.2: errors since the release"},
    {"rollback prod/web:stable 1.3.2", NULL, "roll back web:stable in prod to 1.3.2"},
    {"rollback prod/web:latest 1.3.2;rollback prod/api:latest 2.0", "an outage",
     "roll back web and api in prod: an outage"},
    {"pinned dev/web:latest 1.4.0", NULL, "pin web 1.4.0 in dev"},
    {"pinned dev/web:1.4 1.4.2", NULL, "pin web:1.4 1.4.2 in dev"},
    {"pinned dev/web:1.4 1.4", NULL, "pin web 1.4 in dev"},
    {"release prod/web:latest", NULL, "release web in prod"},
    {"release prod/web:latest;release prod/web:stable", "mended",
     "release web and web:stable in prod: mended"},
    {"tag dev/web:latest 1.3.2", NULL, "tag web:latest in dev as 1.3.2"},
    {"tag dev/web:latest", NULL, "tag web:latest in dev"},
    {"import-image dev/web:latest 1.3.2", "new base", "import web 1.3.2 in dev: new base"},
    {"delete dev/web:old", NULL, "delete web:old in dev"},
    {"delete dev/web:latest;delete dev/web:old", NULL, "delete web:latest and web:old in dev"},
    {"promote prod/web:latest 1.4.0;promote prod/api:latest 2.1.0", NULL,
     "promote web 1.4.0 and api 2.1.0 to prod"},
    {"pinned dev/a:latest 1;pinned dev/b:latest 2;pinned dev/c:latest 3", NULL,
     "pin a 1, b 2 and c 3 in dev"},
    {"pinned dev/a:latest 1;pinned dev/b:latest 2;pinned dev/c:latest 3;pinned dev/d:latest 4",
     NULL, "pin 4 tags in dev"},
    {"promoted prod/web:latest 1.4.0;promoted staging/web:latest 1.4.0", NULL,
     "promote web 1.4.0 to prod and staging"},
    {"pinned dev/a:latest 1;pinned staging/b:latest 2", NULL, "pin 2 tags in dev and staging"},
    {"pinned a/x:latest 1;pinned b/x:latest 1;pinned c/x:latest 1;pinned d/x:latest 1", NULL,
     "pin x 1 in several environments"},
    {"pinned dev/web:latest 1.4.0;promoted prod/web:latest 1.4.0;copied test/x:latest 2", NULL,
     "promote web 1.4.0 to prod, copy x 2 to test, pin web 1.4.0 in dev"},
    {"rolled dev/web:latest 1.4.0;rolled dev/web:latest 1.4.0", NULL, "roll out web 1.4.0 in dev"},
    {"seen dev/web:latest 1.4.0", NULL, "see web 1.4.0 in dev"},
    {"rolledBack dev/web:latest 1.4.0", NULL, "roll back web in dev to 1.4.0"},
    {"held dev/web:latest 1.4.0", NULL, "hold web 1.4.0 in dev"},
    {"missing dev/web:latest", NULL, "unpin web:latest in dev"},
    {"proposed prod/web:latest 2", NULL, "propose web 2 to prod"},
    {"declined prod/web:latest 2", NULL, "decline web 2 in prod"},
    {"", NULL, "change no tag"},
};

static const char *subject_of(struct arena *arena, const char *text, const char *reason)
{
    move_list moves = {0};
    for (char *rest = arena_text(arena, text), *move; (move = strsep(&rest, ";")) != NULL;)
        if (*move != '\0')
            add(arena, &moves, move);
    return subject_make(arena, "", moves.items, moves.count, reason);
}

Test(subject, it_says_what_happened_most_important_first)
{
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        cr_expect_str_eq(subject_of(&arena, shapes[i].moves, shapes[i].reason), shapes[i].subject);
}

Test(subject, every_word_of_a_record_has_a_verb)
{
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (!text_starts(shapes[i].moves, "rolled "))
            cr_expect(!text_starts(subject_of(&arena, shapes[i].moves, NULL), "roll out"), "%s",
                      shapes[i].moves);
}

Test(subject, it_is_short_and_cut_at_a_word)
{
    arena_scope struct arena arena = {0};
    char reason[500] = "", moves[2000] = "", name[300];
    while (strlen(reason) < 400)
        strcat(reason, "gründlich ");
    const char *subject = subject_of(&arena, "rollback prod/web:latest 1.3.2", reason);
    cr_expect_leq(strlen(subject), SUBJECT_MAX);
    cr_expect(text_ends(subject, "gründlich…"), "%s", subject);

    memset(name, 'x', 200);
    memset(name + 200, 'y', 100);
    snprintf(moves, sizeof moves, "promote prod/%.290s:latest 1", name);
    subject = subject_of(&arena, moves, "why");
    cr_expect_leq(strlen(subject), SUBJECT_MAX, "%s", subject);
    cr_expect(text_starts(subject, "promote xxx"), "%s", subject);

    snprintf(moves, sizeof moves, "promote prod/%.60s:latest 1;promote prod/%.60s:latest 2", name,
             name + 200);
    cr_expect_str_eq(subject_of(&arena, moves, NULL), "promote 2 tags to prod");

    snprintf(moves, sizeof moves, "promote prod/%.60s:latest 1;pinned dev/%.60s:latest 1", name,
             name);
    subject = subject_of(&arena, moves, NULL);
    cr_expect(text_ends(subject, "x 1 to prod, and 1 more"), "%s", subject);
}

Test(subject, it_has_no_control_characters)
{
    arena_scope struct arena arena = {0};
    struct subject_move move = {"tag", "d\nev", "w\033eb", "la\rtest", "1\n2"};
    const char *subject = subject_make(&arena, "", &move, 1, "two\nlines\t");
    cr_expect_str_eq(subject, "tag w?eb:la?test in d?ev as 1?2: two?lines?");
}

Test(subject, a_version_is_a_tag_that_says_something)
{
    arena_scope struct arena arena = {0};
    static const struct {
        const char *reference, *digest, *version;
    } cases[] = {
        {"quay.io/team/web:1.4.0", DIGEST, "1.4.0"},
        {"quay.io/team/web:main-3fa2b1c", DIGEST, "main-3fa2b1c"},
        {"quay.io/team/web:latest", DIGEST, "sha256:6ced644fa8b1"},
        {"quay.io/team/web:stable", DIGEST, "sha256:6ced644fa8b1"},
        {"127.0.0.1:5000/web", DIGEST, "sha256:6ced644fa8b1"},
        {NULL, DIGEST, "sha256:6ced644fa8b1"},
        {"web:2", NULL, "2"},
        {"web:latest", NULL, NULL},
        {NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect(text_equal(subject_version(&arena, cases[i].reference, cases[i].digest),
                             cases[i].version),
                  "%zu", i);
}
