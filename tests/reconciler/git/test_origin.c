// SPDX-License-Identifier: Apache-2.0
/* Finds the commit that brought a pin. */
#include "reconciler/git/history/origin.h"

#include "reconciler/git/history/changed_files.h"
#include "tests/reconciler/git/scratch.h"

TestSuite(origin, .init = scratch_open, .fini = scratch_close);

/* pin FILE DIGIT [NAMESPACE [TAG]]: a stream "web" whose tag is pinned to a digest of this digit;
 * with DIGIT "-" it has none. commit WORDS: of all there is; prints the id. */
#define FUNCTIONS                                                                                  \
    "pin() { mkdir -p $(dirname $1); d=; test $2 = - || d=@sha256:$(printf %%064d 0 | tr 0 $2);"   \
    "printf 'apiVersion: image.openshift.io/v1\\nkind: ImageStream\\nmetadata: {name: web%%s}\\n"  \
    "spec:\\n  tags:\\n  - name: %%s\\n    from: {kind: DockerImage, name: "                       \
    "\"q.io/t/web:1%%s\"}\\n' "                                                                    \
    "\"${3:+, namespace: $3}\" ${4:-latest} \"$d\" >$1; };"                                        \
    "commit() { git add -A; git commit -q --allow-empty -m \"$1\"; git rev-parse HEAD; };"

#define DIGEST_1 "sha256:1111111111111111111111111111111111111111111111111111111111111111"
#define DIGEST_2 "sha256:2222222222222222222222222222222222222222222222222222222222222222"
#define DIGEST_3 "sha256:3333333333333333333333333333333333333333333333333333333333333333"
#define KEY(file, tag, digest) file "#app/web:" tag "@" digest

/* A repository whose history is made by the commands; they print what answers are compared with. */
static struct repository *made_by(const char *commands)
{
    shell("git init -q w; cd w; " FUNCTIONS "%s", commands);
    char said[sizeof answer];
    snprintf(said, sizeof said, "%s", answer);
    shell("git clone -q --bare w b.git");
    snprintf(answer, sizeof answer, "%s", said);
    return open_with(in_scratch("b.git"), NULL);
}

static void ask(struct repository *repository, const char *const *keys, size_t count,
                struct arena *run, struct answer *answers)
{
    struct question *questions = arena_array(run, struct question, count);
    for (size_t i = 0; i < count; i++)
        questions[i] = (struct question){QUESTION_ORIGIN, keys[i]};
    (void)read_source(repository, run);
    origin_answer(repository, questions, count, run, answers);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(answers[i].question.key, keys[i]);
}

static struct answer ask_one(struct repository *repository, const char *key, struct arena *run)
{
    struct answer got;
    ask(repository, &key, 1, run, &got);
    return got;
}

static void expect_commit(const struct answer *got, const char *commit)
{
    cr_assert_eq(got->state, ANSWER_FOUND, "%s: %s", got->question.key, got->why);
    cr_expect_str_eq(got->origin->commit, commit, "%s", got->question.key);
}

Test(origin, the_origin_is_the_oldest_commit_of_the_unbroken_run)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = made_by(
        "pin s.yaml 1; commit a; pin s.yaml 2; commit b; pin s.yaml 1;"
        "commit 'again, the first'; echo x >other; commit d; echo '# x' >>s.yaml; commit e");
    char third[64];
    snprintf(third, sizeof third, "%.40s", answer + 2 * 41);
    struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_1), &run);
    expect_commit(&got, third);
    cr_expect_str_eq(got.digest, DIGEST_1);
    cr_expect_str_eq(got.origin->who, "Ada <ada@example.org>");
    cr_expect_str_eq(got.origin->why, "again, the first");
    cr_expect_eq(got.origin->time, 1767225600);
    cr_expect_eq(got.origin->parent, 1767225600, "the time of the commit before");
    cr_expect_not(got.origin->here);
    cr_expect_null(got.origin->claim);
    cr_expect_str_eq(got.origin->before, DIGEST_2);
    cr_expect_null(got.origin->merger);
    got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_2), &run);
    cr_expect_eq(got.state, ANSWER_NONE);
    got = ask_one(repository, KEY("t.yaml", "latest", DIGEST_1), &run);
    cr_expect_eq(got.state, ANSWER_NONE);
}

Test(origin, the_first_commit_of_all_may_be_the_origin)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin a/b/s.yaml 1; commit a; echo x >x; commit b");
    struct answer got = ask_one(repository, KEY("a/b/s.yaml", "latest", DIGEST_1), &run);
    expect_commit(&got, shell("git -C w rev-parse HEAD~"));
}

Test(origin, one_walk_serves_all_questions)
{
    arena_scope struct arena run = {0};
    static const char *const keys[] = {
        KEY("a/s.yaml", "latest", DIGEST_1), KEY("b#c/s.yaml", "latest", DIGEST_2),
        KEY("a/t.yaml", "v1", DIGEST_1),     KEY("a/s.yaml", "other", DIGEST_1),
        KEY("no.yaml", "latest", DIGEST_1),  "no question",
    };
    struct answer got[6];
    repository_scope struct repository *repository =
        made_by("pin a/s.yaml 1; commit a; pin 'b#c/s.yaml' 2; commit b; "
                "pin a/t.yaml 1 app v1; commit c; echo >x; commit d");
    const char *commits = arena_text(&run, answer);
    ask(repository, keys, 6, &run, got);
    for (size_t i = 0; i < 3; i++)
        expect_commit(&got[i], arena_print(&run, "%.40s", commits + i * 41));
    cr_expect_eq(got[3].state, ANSWER_NONE);
    cr_expect_eq(got[4].state, ANSWER_NONE);
    cr_expect_eq(got[5].state, ANSWER_UNKNOWN);
    cr_expect_str_eq(got[5].word, "history");
}

Test(origin, a_stream_with_another_namespace_is_another_stream)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1 else; commit a; pin s.yaml 1 app; commit b; echo >x; commit c");
    struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_1), &run);
    expect_commit(&got, shell("git -C w rev-parse HEAD~"));
}

Test(origin, a_pin_is_followed_into_the_file_that_had_it_before)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; commit a; pin s.yaml 2; commit b; mkdir d; git mv s.yaml d/t.yaml;"
                "commit c; echo >x; commit d; (echo ---; cat d/t.yaml) >u.yaml; git rm -q d/t.yaml;"
                "commit e; echo >y; commit f");
    struct answer got = ask_one(repository, KEY("u.yaml", "latest", DIGEST_2), &run);
    expect_commit(&got, shell("git -C w rev-parse HEAD~4"));
    cr_expect_str_eq(got.origin->before, DIGEST_1);
}

Test(origin, a_commit_may_rename_the_file_and_change_the_pin)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = made_by(
        "pin s.yaml 1; pin other.yaml 2; commit a; git rm -q s.yaml; pin t.yaml 2; commit b");
    struct answer got = ask_one(repository, KEY("t.yaml", "latest", DIGEST_2), &run);
    expect_commit(&got, shell("git -C w rev-parse HEAD"));
    cr_expect_str_eq(got.origin->before, DIGEST_1);
}

/* alias TAG: a stream "web" whose tag "latest" follows this tag. */
#define ALIAS                                                                                      \
    "alias() { printf 'apiVersion: image.openshift.io/v1\\nkind: ImageStream\\nmetadata: {name: "  \
    "web}\\nspec:\\n  tags:\\n  - name: latest\\n    from: {kind: ImageStreamTag, name: "          \
    "\"web:%s\"}\\n' $1 >s.yaml; };"

Test(origin, a_commit_makes_an_alias_follow_a_tag)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = made_by(
        ALIAS "pin s.yaml 1; commit a; alias 1.2; commit b; alias 1.3; commit "
              "\"$(printf 'latest is 1.3\\n\\nWeir-Move: tag app/web:latest 1.2 1.3\\nWeir-Reason: "
              "it is better\\n')\"; echo >x; commit d");
    struct answer got = ask_one(repository, KEY("s.yaml", "latest", "1.3"), &run);
    expect_commit(&got, shell("git -C w rev-parse HEAD~"));
    cr_expect_str_eq(got.origin->before, "1.2");
    cr_assert_not_null(got.origin->claim);
    cr_expect_str_eq(got.origin->claim->kind, "tag");
    cr_expect_str_eq(got.origin->claim->reason, "it is better");
    got = ask_one(repository, KEY("s.yaml", "latest", "1.2"), &run);
    cr_expect_eq(got.state, ANSWER_NONE);
}

Test(origin, a_missing_file_or_one_that_is_not_a_manifest_ends_the_run)
{
    static const char *const between[] = {"rm s.yaml", "echo '{' >s.yaml", "pin s.yaml -",
                                          "rm s.yaml; mkdir s.yaml; touch s.yaml/x",
                                          "rm s.yaml; ln -s x s.yaml"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        arena_scope struct arena run = {0};
        char commands[512];
        snprintf(commands, sizeof commands,
                 "pin s.yaml 1; commit a; %s; commit b; rm -rf s.yaml; pin s.yaml 1; commit c",
                 between[i]);
        repository_scope struct repository *repository = made_by(commands);
        struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_1), &run);
        expect_commit(&got, shell("git -C w rev-parse HEAD"));
        shell("rm -rf w b.git");
    }
}

Test(origin, a_merge_is_the_origin_of_what_it_brings)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; commit a; git checkout -qb side; pin s.yaml 2; commit b;"
                "git checkout -q main; echo >x; commit c;"
                "git merge -q --no-ff -m 'Merge the pull request' side");
    struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_2), &run);
    expect_commit(&got, shell("git -C w rev-parse main"));
    cr_expect_str_eq(got.origin->why, "b");
}

/* A commit of weir names its parent and the branch. */
#define OWN                                                                                        \
    "pin s.yaml 1; commit a; pin s.yaml 2; commit \"$(printf 'roll back web\\n\\n"                 \
    "* Weir-Move: too few\\n\\nWeir-Move: import-image app/web:v1 none " DIGEST_2 "\\n"            \
    "Weir-Move: rollback app/web:latest " DIGEST_1 " " DIGEST_2 "\\nWeir-Reason: it fails\\n"      \
    "Weir-Source-Commit: %s\\nWeir-Journal: main new' $(git rev-parse HEAD))\""

Test(origin, a_claim_counts_only_if_the_change_is_the_claimed_one)
{
    static const struct {
        const char *then;
        bool claimed, here;
    } cases[] = {
        {":", true, true},
        {"git reset -q --hard HEAD~; echo >x; commit x; git cherry-pick HEAD@{2}", true, false},
        {"git branch -m side; git checkout -qb main HEAD~; echo >x; commit x;"
         "git merge -q --squash side; git commit -qm \"$(cat .git/SQUASH_MSG)\"",
         true, false},
        {"pin s.yaml 1; commit x; git revert -n HEAD; commit \"$(git log -1 --format=%B HEAD~)\"",
         true, false},
        {"m=$(git log -1 --format=%B); git reset -q --hard HEAD~; pin s.yaml 3; commit x;"
         "pin s.yaml 2; commit \"$m\"",
         false, false},
        {"m=$(git log -1 --format=%B | sed s/web:latest/web:other/); git commit -q --amend -m"
         " \"$m\"",
         false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena run = {0};
        char commands[2048];
        snprintf(commands, sizeof commands, "echo >y; commit 0; %s; %s", OWN, cases[i].then);
        repository_scope struct repository *repository = made_by(commands);
        struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_2), &run);
        expect_commit(&got, shell("git -C w rev-parse HEAD"));
        cr_expect_eq(got.origin->here, cases[i].here, "%zu", i);
        cr_assert_eq(got.origin->claim != NULL, cases[i].claimed, "%zu", i);
        if (cases[i].claimed) {
            cr_expect_str_eq(got.origin->claim->kind, "rollback", "%zu", i);
            cr_expect_str_eq(got.origin->claim->reason, "it fails", "%zu", i);
        }
        shell("rm -rf w b.git");
    }
}

Test(origin, a_merge_has_the_claim_of_the_commit_that_it_merged)
{
    static const struct {
        const char *then;
        bool claimed;
    } cases[] = {
        {"git merge -q --no-ff -m 'Merge #1' side", true},
        /* "Update branch": main is merged into the side first */
        {"git checkout -q side; git merge -q --no-ff -m 'Update' main; git checkout -q main;"
         "git merge -q --no-ff -m 'Merge #1' side",
         true},
        /* main moved the tag, too, so that the change is another one */
        {"pin s.yaml 3; commit other; git merge -q --no-ff -s ours -m x side;"
         "git checkout -q side s.yaml; git commit -q --amend -m 'Merge #1'",
         false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena run = {0};
        char commands[2048];
        snprintf(commands, sizeof commands,
                 "echo >y; commit 0; %s; git branch -m side; git checkout -qb main HEAD~;"
                 "echo >x; commit x; export GIT_AUTHOR_NAME=Bob; %s",
                 OWN, cases[i].then);
        repository_scope struct repository *repository = made_by(commands);
        struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_2), &run);
        expect_commit(&got, shell("git -C w rev-parse main"));
        cr_expect_not(got.origin->here, "%zu", i);
        cr_expect_str_eq(got.origin->who, "Ada <ada@example.org>", "%zu", i);
        cr_expect_str_eq(got.origin->merger, "Bob <ada@example.org>", "%zu", i);
        cr_assert_eq(got.origin->claim != NULL, cases[i].claimed, "%zu", i);
        shell("rm -rf w b.git");
    }
}

Test(origin, a_chain_of_claims_leads_to_the_merged_change)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; commit a; git checkout -qb side;"
                "pin s.yaml 3; commit \"$(printf 'x\n\nWeir-Move: promote app/web:latest " DIGEST_1
                " " DIGEST_3 "\nWeir-Source-Commit: none')\";"
                "pin s.yaml 2; commit \"$(printf 'x\n\nWeir-Move: promoted app/web:latest " DIGEST_3
                " " DIGEST_2 "\nWeir-Source-Commit: none')\"; git checkout -q main;"
                "git merge -q --no-ff -m 'Merge #1' side");
    struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_2), &run);
    cr_assert_not_null(got.origin->claim, "%s", got.why);
    cr_expect_str_eq(got.origin->claim->kind, "promoted");
    cr_expect_str_eq(got.origin->before, DIGEST_1);
}

/* noted FILE WORDS: gives the tag of a pinned file these annotations. */
#define NOTED                                                                                      \
    "noted() { sed -i '/annotations/d' $1; test -z \"$2\" || "                                     \
    "printf '    annotations: {%%s}\\n' \"$2\" >>$1; };"

Test(origin, a_release_is_the_commit_that_removed_a_hold_or_named_the_digest)
{
    static const char held[] = "weir.dev/hold: \\\"true\\\"";
    static const struct {
        const char *then, *key;
        bool found, releases, claimed;
    } cases[] = {
        {"noted s.yaml; commit 'release it'; echo >x; commit x", "s.yaml#app/web:latest!", true,
         true, false},
        {"noted s.yaml; commit \"$(printf 'x\\n\\nWeir-Move: release app/web:latest " DIGEST_1
         " " DIGEST_1 "\\nWeir-Reason: fixed\\nWeir-Source-Commit: none')\"",
         "s.yaml#app/web:latest!", true, true, true},
        {"git checkout -qb side; noted s.yaml; commit 'release it'; git checkout -q main;"
         "echo >x; commit x; git merge -q --no-ff -m 'Merge #1' side",
         "s.yaml#app/web:latest!", true, true, false},
        {"noted s.yaml 'weir.dev/released: " DIGEST_1 "'; commit 'release it'",
         "s.yaml#app/web:latest!" DIGEST_1, true, true, false},
        {"echo >x; commit x", "s.yaml#app/web:latest!", false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena run = {0};
        char commands[2048];
        snprintf(commands, sizeof commands, NOTED "pin s.yaml 1; noted s.yaml \"%s\"; commit a; %s",
                 held, cases[i].then);
        repository_scope struct repository *repository = made_by(commands);
        struct answer got = ask_one(repository, cases[i].key, &run);
        cr_assert_eq(got.state, cases[i].found ? ANSWER_FOUND : ANSWER_NONE, "%zu: %s", i, got.why);
        if (cases[i].found) {
            cr_expect_eq(got.origin->releases, cases[i].releases, "%zu", i);
            cr_expect_str_eq(got.origin->why, cases[i].claimed ? "x" : "release it", "%zu", i);
            cr_assert_eq(got.origin->claim != NULL, cases[i].claimed, "%zu", i);
        }
        if (cases[i].claimed)
            cr_expect_str_eq(got.origin->claim->reason, "fixed", "%zu", i);
        shell("rm -rf w b.git");
    }
}

Test(origin, texts_of_a_commit_are_escaped_and_bounded)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; export GIT_AUTHOR_NAME=$(printf 'A\\033[2Jda');"
                "commit \"$(printf 'x\\033y%0300d\\n\\nbody' 0)\"");
    struct answer got = ask_one(repository, KEY("s.yaml", "latest", DIGEST_1), &run);
    cr_assert_eq(got.state, ANSWER_FOUND, "%s", got.why);
    cr_expect_str_eq(got.origin->who, "A [2Jda <ada@example.org>");
    cr_expect_eq(strlen(got.origin->why), 200);
    cr_expect(text_starts(got.origin->why, "x y000"), "%s", got.origin->why);
}

Test(origin, history_out_of_reach_is_unknown)
{
    arena_scope struct arena run = {0};
    repository_close(made_by("pin s.yaml 1; commit a; echo >x; commit b; echo x >x; commit c"));
    shell("git clone -q --bare --depth 2 file://$PWD/w c.git; git init -q --bare e.git; mkdir f");
    repository_scope struct repository *shallow = open_with(in_scratch("c.git"), NULL);
    struct answer got = ask_one(shallow, KEY("s.yaml", "latest", DIGEST_1), &run);
    cr_expect_eq(got.state, ANSWER_UNKNOWN);
    cr_expect_str_eq(got.word, "history");
    cr_expect_str_eq(got.why, "the repository is a shallow clone or damaged");
    static const char *const others[] = {"e.git", "f", "w"};
    for (size_t i = 0; i < 3; i++) {
        repository_scope struct repository *other = open_with(in_scratch(others[i]), NULL);
        got = ask_one(other, KEY("s.yaml", "latest", DIGEST_1), &run);
        cr_expect_eq(got.state, ANSWER_UNKNOWN, "%s", others[i]);
        cr_expect_str_eq(got.why, i == 0 ? "there is no commit yet"
                                         : "a work tree or a folder is read without its history");
    }
}

Test(origin, commits_and_versions_have_a_maximum)
{
    arena_scope struct arena run = {0};
    static const char *const keys[] = {KEY("s.yaml", "latest", DIGEST_1),
                                       KEY("t.yaml", "latest", DIGEST_1)};
    struct answer got[2];
    /* s.yaml does not change; t.yaml changes with each commit but keeps its pin. */
    repository_scope struct repository *repository = made_by(
        "pin s.yaml 1; cp s.yaml t.yaml; python3 - <<'END' | git fast-import --quiet\n"
        "import sys\n"
        "def blob(b): return 'data %d\\n%s\\n' % (len(b), b)\n"
        "s = open('s.yaml').read()\n"
        "for i in range(10020):\n"
        "    print('commit refs/heads/main\\ncommitter A <a@b> %d +0000\\n%s' % (1767225600 + i,"
        " blob('x')), end='')\n"
        "    if i == 0: print('M 100644 inline s.yaml\\n' + blob(s), end='')\n"
        "    if i == 0 or i > 9000: print('M 100644 inline t.yaml\\n' + blob(s + '# %d\\n' % i),"
        " end='')\n"
        "END\n");
    ask(repository, keys, 2, &run, got);
    for (size_t i = 0; i < 2; i++) {
        cr_expect_eq(got[i].state, ANSWER_UNKNOWN);
        cr_expect_str_eq(got[i].word, "history");
    }
    cr_expect_str_eq(got[0].why, "the newest 10000 commits did not set the pin");
    cr_expect_str_eq(got[1].why, "the file has 1,000 or more later versions");
}

/* Expects the answer's moves to be the commits of these revisions of "w", newest first. */
static void expect_moves(const struct answer *got, const char *const *revisions, size_t count)
{
    cr_assert_eq(got->state, ANSWER_FOUND, "%s: %s", got->question.key, got->why);
    const struct pin_origin *move = got->origin;
    for (size_t i = 0; i < count; i++, move = move->earlier) {
        cr_assert_not_null(move, "%s has only %zu moves", got->question.key, i);
        cr_expect_str_eq(move->commit, shell("git -C w rev-parse %s", revisions[i]), "%s",
                         revisions[i]);
    }
    cr_expect_null(move, "%s has more than %zu moves", got->question.key, count);
}

#define MOVES(file, digest, from) KEY(file, "latest", digest) "^" from
#define EXPECT_MOVES(got, ...)                                                                     \
    expect_moves(&(got), (const char *const[]){__VA_ARGS__},                                       \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

Test(origin, moves_go_back_to_the_recorded_digest)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; commit a; echo >x; commit b; pin s.yaml 2; commit c; echo >y;"
                "commit d; pin s.yaml 3; commit e");
    struct answer got = ask_one(repository, MOVES("s.yaml", DIGEST_3, DIGEST_1), &run);
    EXPECT_MOVES(got, "HEAD", "HEAD~2");
    cr_expect_str_eq(got.origin->digest, DIGEST_3);
    cr_expect_str_eq(got.origin->before, DIGEST_2);
    cr_expect_str_eq(got.origin->reference, "q.io/t/web:1");
    cr_expect_str_eq(got.origin->earlier->digest, DIGEST_2);
    cr_expect_str_eq(got.origin->earlier->before, DIGEST_1);
}

Test(origin, moves_go_back_to_the_commit_that_the_question_names)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 2; commit a; pin s.yaml 1; commit b; echo >x; commit c; pin s.yaml 2;"
                "commit d; pin s.yaml 1; commit e; echo >y; commit f");
    const char *since = arena_text(&run, shell("git -C w rev-parse HEAD~3"));
    const char *tip = arena_text(&run, shell("git -C w rev-parse HEAD"));
    const char *key = arena_print(&run, "%s^%s", MOVES("s.yaml", DIGEST_1, DIGEST_1), since);
    struct answer got = ask_one(repository, key, &run);
    EXPECT_MOVES(got, "HEAD~1", "HEAD~2");
    key = arena_print(&run, "%s^%s", MOVES("s.yaml", DIGEST_1, DIGEST_1), tip);
    got = ask_one(repository, key, &run);
    cr_expect_eq(got.state, ANSWER_NONE, "nothing moved the tag since the tip");
}

Test(origin, a_way_back_to_another_digest_gives_only_the_newest_move)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; commit a; pin s.yaml 2; commit b; pin s.yaml 1; commit c");
    struct answer got = ask_one(repository, MOVES("s.yaml", DIGEST_1, DIGEST_3), &run);
    EXPECT_MOVES(got, "HEAD");
    const char *never = "1234567812345678123456781234567812345678";
    const char *key = arena_print(&run, "%s^%s", MOVES("s.yaml", DIGEST_1, DIGEST_1), never);
    got = ask_one(repository, key, &run);
    cr_expect_eq(got.state, ANSWER_NONE, "the branch was set back");
}

Test(origin, moves_are_followed_into_the_file_of_before)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; commit a; pin s.yaml 2; commit b; git mv s.yaml t.yaml; commit c;"
                "git rm -q t.yaml; pin u.yaml 3; commit d; pin u.yaml 1; commit e");
    struct answer got = ask_one(repository, MOVES("u.yaml", DIGEST_1, DIGEST_1), &run);
    EXPECT_MOVES(got, "HEAD", "HEAD~1", "HEAD~3");
}

Test(origin, a_merge_that_changes_nothing_is_no_move)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; commit a; git checkout -q -b side; pin s.yaml 2; commit b;"
                "pin s.yaml 1; commit c; git checkout -q -; echo >x; commit d;"
                "git merge -q --no-ff -m merge side");
    const char *key = arena_print(&run, "%s^%s", MOVES("s.yaml", DIGEST_1, DIGEST_1),
                                  shell("git -C w rev-parse HEAD~2"));
    struct answer got = ask_one(repository, key, &run);
    cr_expect_eq(got.state, ANSWER_NONE);
}

static struct answer ask_changed(struct repository *repository, const char *key, struct arena *run)
{
    struct answer got;
    const struct question question = {QUESTION_CHANGED, key};
    (void)read_source(repository, run);
    changed_files_answer(repository, &question, 1, run, &got);
    return got;
}

Test(origin, changed_files_are_those_of_each_commit)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository =
        made_by("pin s.yaml 1; pin d/t.yaml 1; commit a; pin s.yaml 2; commit b; pin s.yaml 1;"
                "echo >x; commit c; git rm -q d/t.yaml; commit d");
    struct answer got =
        ask_changed(repository, arena_text(&run, shell("git -C w rev-parse HEAD~3")), &run);
    cr_assert_eq(got.state, ANSWER_FOUND, "%s", got.why);
    cr_assert_eq(got.file_count, 2);
    cr_expect_str_eq(got.files[0], "d/t.yaml");
    cr_expect_str_eq(got.files[1], "s.yaml", "it was changed and changed back");
    got = ask_changed(repository, "1234567812345678123456781234567812345678", &run);
    cr_expect_eq(got.state, ANSWER_UNKNOWN);
    cr_expect_str_eq(got.word, "history");
}
