// SPDX-License-Identifier: Apache-2.0
/* The journal branch: read together with the branch, written with its commit. */
#include <sys/stat.h>

#include "reconciler/git/journal/journal_branch.h"
#include "tests/reconciler/git/scratch.h"

#define ONE "sha256:1111111111111111111111111111111111111111111111111111111111111111"
#define TWO "sha256:2222222222222222222222222222222222222222222222222222222222222222"

TestSuite(journal, .init = scratch_open, .fini = scratch_close);

/* Makes the records that a planner would want: each tag at the digest, unless its last record has
 * it. */
struct wish {
    struct repository *repository;
    const char *digest;
    const char *const *tags; /* of app/web */
    size_t count;
    char commit[REPOSITORY_COMMIT_MAX]; /* that was recorded; "-": none */
};

static bool due(void *context, const char *commit, due_list *out, struct arena *arena)
{
    struct wish *wish = context;
    const struct journal *journal = journal_branch_read(wish->repository);
    snprintf(wish->commit, sizeof wish->commit, "%s", commit != NULL ? commit : "-");
    for (size_t i = 0; i < wish->count; i++) {
        const struct tag_journal *tag = journal_find(journal, "app", "web", wish->tags[i]);
        if (tag != NULL && tag->count > 0 &&
            text_equal(tag->records[tag->count - 1].digest, wish->digest))
            continue;
        *list_add(arena, out) = (struct due){"app",
                                             "web",
                                             wish->tags[i],
                                             {.kind = RECORD_PINNED,
                                              .time = 1767300000,
                                              .digest = wish->digest,
                                              .commit = arena_text(arena, commit),
                                              .why = "followed"}};
    }
    return true;
}

static struct repository *bare(void)
{
    shell("git init -q w; cd w; echo one >one.yaml; git add -A; git commit -qm 1;"
          "git clone -q --bare . ../b.git");
    return open_with(in_scratch("b.git"), NULL);
}

/* A run: reads, edits one.yaml from old to bytes (NULL: no edit), records the tags at the digest.
 */
static struct write_outcome run_with(struct repository *repository, const char *old,
                                     const char *bytes, const char *digest, const char *const *tags,
                                     size_t count, struct wish *wish)
{
    arena_scope struct arena run = {0};
    struct source source = read_source(repository, &run);
    *wish = (struct wish){repository, digest, tags, count, ""};
    struct journal_writer writer = {due, wish};
    struct file_edit edit = edit_of("one.yaml", old, bytes != NULL ? bytes : "");
    struct commit_request request = request_of(&source, &edit, bytes != NULL ? 1 : 0);
    request.journal = &writer;
    request.message = arena_print(&run, "weir: web\n\nWeir-Source-Commit: %s\n", source.commit);
    return commit_of(repository, &request);
}

static struct write_outcome run_once(struct repository *repository, const char *old,
                                     const char *bytes, const char *digest)
{
    static const char *const tags[] = {"a", "b"};
    struct wish wish;
    return run_with(repository, old, bytes, digest, tags, 2, &wish);
}

static const struct journal *journal_of(struct repository *repository)
{
    arena_scope struct arena run = {0};
    (void)read_source(repository, &run);
    return journal_branch_read(repository);
}

static void expect_state(struct repository *repository, enum journal_state state, const char *why)
{
    const struct journal *journal = journal_of(repository);
    cr_expect_eq(journal->state, state, "%d: %s", journal->state, journal->why);
    cr_expect(why == NULL ? journal->why == NULL : strstr(journal->why, why) != NULL, "%s",
              journal->why);
}

Test(journal, a_commit_and_its_records_are_written_at_once)
{
    static const char *const tags[] = {"a", "b"};
    repository_scope struct repository *repository = bare();
    struct wish wish;
    expect_state(repository, JOURNAL_NEW, NULL);
    struct write_outcome outcome = run_with(repository, "one\n", "1\n", ONE, tags, 2, &wish);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_expect_str_eq(shell("git -C b.git rev-parse main"), outcome.commit);
    cr_expect_str_eq(shell("git -C b.git rev-parse weir-journal/main"), outcome.journal);
    cr_expect_str_eq(wish.commit, outcome.commit);
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    cr_expect_str_eq(shell("git -C b.git ls-tree -r --name-only weir-journal/main"),
                     "README.md\napp/web/a.jsonl\napp/web/b.jsonl");
    cr_expect_str_eq(shell("git -C b.git log -1 --format='%%s|%%an|%%P' weir-journal/main"),
                     "journal: pin web:a sha256:111111111111 and web:b sha256:111111111111 in "
                     "app|weir|");
    cr_expect_str_eq(
        shell("git -C b.git log -1 --format='%%(trailers:key=Weir-Journal,valueonly)' main"),
        "main new");
    const struct journal *journal = journal_of(repository);
    cr_assert_eq(journal->state, JOURNAL_READ, "%s", journal->why);
    cr_expect_str_eq(journal->commit, outcome.journal);
    cr_assert_eq(journal->tags.count, 2);
    const struct tag_journal *tag = journal_find(journal, "app", "web", "b");
    cr_assert(tag && tag->count == 1 && !tag->trouble);
    cr_expect_str_eq(tag->records[0].digest, ONE);
    cr_expect_str_eq(tag->records[0].commit, outcome.commit);
}

Test(journal, a_second_run_of_the_same_process_writes_nothing)
{
    repository_scope struct repository *repository = bare();
    struct write_outcome first = run_once(repository, "one\n", "1\n", ONE);
    struct write_outcome again = run_once(repository, "1\n", NULL, ONE);
    cr_expect_eq(again.result, WRITE_NOTHING);
    cr_expect_str_eq(again.commit, "");
    cr_expect_str_eq(again.journal, "");
    again = run_once(repository, "1\n", "1\n", ONE);
    cr_expect_eq(again.result, WRITE_NOTHING);
    cr_expect_str_eq(shell("git -C b.git rev-parse main weir-journal/main | paste -sd ' '"),
                     shell("echo %s %s", first.commit, first.journal));
}

Test(journal, without_a_commit_the_journal_alone_is_written)
{
    static const char *const tags[] = {"a"};
    repository_scope struct repository *repository = bare();
    char before[64];
    struct wish wish;
    snprintf(before, sizeof before, "%s", shell("git -C b.git rev-parse main"));
    struct write_outcome outcome = run_with(repository, NULL, NULL, ONE, tags, 1, &wish);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_expect_str_eq(wish.commit, "-");
    cr_expect_str_eq(outcome.commit, "");
    cr_expect_str_eq(shell("git -C b.git rev-parse weir-journal/main"), outcome.journal);
    cr_expect_str_eq(shell("git -C b.git rev-parse main"), before);
}

Test(journal, later_records_follow_earlier_ones_and_the_trailer_names_the_tip)
{
    repository_scope struct repository *repository = bare();
    struct write_outcome first = run_once(repository, "one\n", "1\n", ONE);
    struct write_outcome second = run_once(repository, "1\n", "2\n", TWO);
    cr_assert_eq(second.result, WRITE_DONE, "%s", second.words);
    char named[80];
    snprintf(named, sizeof named, "main %s", first.journal);
    cr_expect_str_eq(
        shell("git -C b.git log -1 --format='%%(trailers:key=Weir-Journal,valueonly)' main"),
        named);
    cr_expect_str_eq(shell("git -C b.git rev-parse weir-journal/main~"), first.journal);
    cr_expect_str_eq(shell("git -C b.git diff --numstat weir-journal/main~ weir-journal/main"),
                     "1\t0\tapp/web/a.jsonl\n1\t0\tapp/web/b.jsonl");
    const struct tag_journal *tag = journal_find(journal_of(repository), "app", "web", "a");
    cr_assert(tag != NULL && tag->count == 2 && tag->trouble == NULL, "%s",
              tag != NULL ? tag->trouble : "none");
    cr_expect_str_eq(tag->records[1].digest, TWO);
}

Test(journal, only_files_that_changed_are_decoded_again)
{
    static const char *const both[] = {"a", "b"}, *const one[] = {"b"};
    repository_scope struct repository *repository = bare();
    struct wish wish;
    run_with(repository, "one\n", "1\n", ONE, both, 2, &wish);
    const struct journal *journal = journal_of(repository);
    const struct record *a = journal_find(journal, "app", "web", "a")->records;
    const struct record *b = journal_find(journal, "app", "web", "b")->records;
    const void *items = journal->tags.items;
    journal = journal_of(repository);
    cr_expect_eq(journal->tags.items, items, "nothing is read again while the tip stays");
    run_with(repository, "1\n", "2\n", TWO, one, 1, &wish);
    journal = journal_of(repository);
    cr_expect_eq(journal_find(journal, "app", "web", "a")->records, a);
    cr_expect_neq(journal_find(journal, "app", "web", "b")->records, b);
    cr_expect_eq(journal_find(journal, "app", "web", "b")->count, 2);
}

Test(journal, the_same_request_gives_the_same_journal)
{
    repository_scope struct repository *first = bare();
    shell("cp -r b.git c.git");
    repository_scope struct repository *second = open_with(in_scratch("c.git"), NULL);
    struct write_outcome x = run_once(first, "one\n", "1\n", ONE);
    struct write_outcome y = run_once(second, "one\n", "1\n", ONE);
    cr_expect_str_eq(x.commit, y.commit);
    cr_expect_str_eq(x.journal, y.journal);
}

/* The other writer comes between our reading and our writing. */
static struct write_outcome raced(struct repository *repository, const char *command)
{
    static const char *const tags[] = {"a"};
    arena_scope struct arena run = {0};
    struct source source = read_source(repository, &run);
    struct wish wish = {repository, TWO, tags, 1, ""};
    struct journal_writer writer = {due, &wish};
    struct file_edit edit = edit_of("one.yaml", "1\n", "2\n");
    struct commit_request request = request_of(&source, &edit, 1);
    request.journal = &writer;
    shell("%s", command);
    return commit_of(repository, &request);
}

Test(journal, a_race_on_either_branch_moves_neither)
{
    static const char *const moves[] = {
        "git -C b.git update-ref refs/heads/weir-journal/main $(git -C b.git commit-tree -p "
        "weir-journal/main -m x weir-journal/main^{tree})",
        "git -C b.git update-ref -d refs/heads/weir-journal/main",
        "git -C b.git update-ref refs/heads/main $(git -C b.git commit-tree -p main -m x "
        "main^{tree})",
    };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        char before[128];
        repository_scope struct repository *repository = bare();
        run_once(repository, "one\n", "1\n", ONE);
        struct write_outcome outcome = raced(repository, moves[i]);
        snprintf(before, sizeof before, "%s", shell("git -C b.git log --format=%%H --all | wc -l"));
        cr_expect_eq(outcome.result, WRITE_RACE, "%zu: %s", i, outcome.words);
        cr_expect_str_eq(outcome.commit, "");
        cr_expect_str_eq(outcome.journal, "");
        cr_expect_str_eq(shell("git -C b.git show main:one.yaml"), "1", "%zu", i);
        cr_expect_str_eq(shell("find b.git -name '*.lock' -o -name 'weir.*ref'"),
                         shell("find b.git -name weir.lock"));
        shell("rm -rf b.git w");
    }
}

Test(journal, a_locked_journal_keeps_the_branch)
{
    repository_scope struct repository *repository = bare();
    shell("mkdir b.git/refs/heads/weir-journal; touch b.git/refs/heads/weir-journal/main.lock");
    struct write_outcome outcome = run_once(repository, "one\n", "1\n", ONE);
    cr_expect_eq(outcome.result, WRITE_REFUSED, "%s", outcome.words);
    cr_expect(strstr(outcome.words, "refs/heads/weir-journal/main"), "%s", outcome.words);
    cr_expect_str_eq(shell("git -C b.git show main:one.yaml"), "one");
}

Test(journal, a_missing_journal_is_noticed_by_memory_or_by_the_trailer)
{
    repository_scope struct repository *repository = bare();
    run_once(repository, "one\n", "1\n", ONE);
    shell("git -C b.git update-ref refs/keep/first weir-journal/main");
    (void)journal_of(repository); /* trusted */
    shell("git -C b.git update-ref -d refs/heads/weir-journal/main");
    expect_state(repository, JOURNAL_LOST, NULL);
    repository_scope struct repository *other = open_with(in_scratch("b.git"), NULL);
    expect_state(other, JOURNAL_NEW, NULL); /* "new" doesn't say that it was kept */
    shell("git -C b.git update-ref refs/heads/weir-journal/main refs/keep/first");
    run_once(other, "1\n", "2\n", TWO);
    shell("git -C b.git update-ref -d refs/heads/weir-journal/main");
    shell("git -C b.git update-ref refs/heads/main $(git -C b.git commit-tree -p main -m more "
          "main^{tree})");
    repository_scope struct repository *third = open_with(in_scratch("b.git"), NULL);
    expect_state(third, JOURNAL_LOST, NULL);
    struct write_outcome outcome = run_once(third, "2\n", "3\n", TWO);
    cr_expect_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    expect_state(third, JOURNAL_READ, NULL);
}

Test(journal, a_copied_trailer_does_not_make_the_journal_missing)
{
    repository_scope struct repository *repository = bare();
    shell("cd b.git; m=$(printf 'x\\n\\nWeir-Source-Commit: %%s\\nWeir-Journal: main %%s\\n' "
          "0123456789abcdef0123456789abcdef01234567 0123456789abcdef0123456789abcdef01234567);"
          "git update-ref refs/heads/main $(git commit-tree -p main -m \"$m\" main^{tree})");
    expect_state(repository, JOURNAL_NEW, NULL);
}

Test(journal, a_journal_branch_that_went_back_is_not_trusted)
{
    repository_scope struct repository *repository = bare();
    struct write_outcome first = run_once(repository, "one\n", "1\n", ONE);
    struct write_outcome second = run_once(repository, "1\n", "2\n", TWO);
    expect_state(repository, JOURNAL_READ, NULL);
    shell("git -C b.git update-ref refs/heads/weir-journal/main %s", first.journal);
    expect_state(repository, JOURNAL_UNKNOWN, "the journal was rewound: \"app/web/a.jsonl\"");
    struct write_outcome outcome = run_once(repository, "2\n", "3\n", ONE);
    cr_expect_eq(outcome.result, WRITE_DONE, "the branch itself is written");
    cr_expect_str_eq(outcome.journal, "");
    cr_expect_str_eq(shell("git -C b.git log -1 --format='%%(trailers:only,keyonly)' main"),
                     "Weir-Source-Commit");
    cr_expect_str_eq(shell("git -C b.git rev-parse weir-journal/main"), first.journal);
    /* Another history with the same content is not a rewind. */
    shell(
        "git -C b.git update-ref refs/heads/weir-journal/main $(git -C b.git commit-tree -m squash "
        "%s^{tree})",
        second.journal);
    expect_state(repository, JOURNAL_READ, NULL);
    shell(
        "git -C b.git update-ref refs/heads/weir-journal/main $(git -C b.git commit-tree -m empty "
        "$(git -C b.git mktree </dev/null))");
    expect_state(repository, JOURNAL_UNKNOWN, "the journal was rewound");
}

/* Replaces the content of app/web/a.jsonl by the output of the filter. */
static void tamper(const char *filter)
{
    shell("rm -rf t; git clone -q -b weir-journal/main b.git t; cd t; %s; git add -A; "
          "git commit -qm tamper; git push -q origin weir-journal/main",
          filter);
}

Test(journal, a_broken_journal_file_is_reported_and_not_written)
{
    static const char *const both[] = {"a", "b"};
    repository_scope struct repository *repository = bare();
    struct wish wish;
    run_once(repository, "one\n", "1\n", ONE);
    tamper("sed -i s/followed/x/ app/web/a.jsonl; echo x >>app/web/a.jsonl");
    repository_scope struct repository *other = open_with(in_scratch("b.git"), NULL);
    const struct journal *journal = journal_of(other);
    cr_assert_eq(journal->state, JOURNAL_READ, "%s", journal->why);
    const struct tag_journal *a = journal_find(journal, "app", "web", "a");
    cr_expect(a->trouble && text_starts(a->trouble, "app/web/a.jsonl:2: "), "%s", a->trouble);
    cr_expect_null(journal_find(journal, "app", "web", "b")->trouble);
    run_with(other, "1\n", "2\n", TWO, both, 2, &wish);
    cr_expect_str_eq(shell("git -C b.git diff --name-only weir-journal/main~ weir-journal/main"),
                     "app/web/b.jsonl");
}

Test(journal, a_commit_with_a_foreign_file_is_not_a_journal)
{
    static const char *const files[][2] = {
        {"echo x >x.jsonl", "\"x.jsonl\" is not a journal file"},
        {"rm x.jsonl; echo x >app/web/a.txt", "\"app/web/a.txt\" is not a journal file"},
        {"rm app/web/a.txt; mkdir app/web/d; echo x >app/web/d/e.jsonl", "\"app/web/d/e.jsonl\""},
        {"rm -r app/web/d; ln -s a.jsonl app/web/c.jsonl",
         "\"app/web/c.jsonl\" is a symbolic link"},
        {"rm app/web/c.jsonl", NULL},
    };
    repository_scope struct repository *repository = bare();
    run_once(repository, "one\n", "1\n", ONE);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        tamper(files[i][0]);
        expect_state(repository, files[i][1] != NULL ? JOURNAL_UNKNOWN : JOURNAL_READ, files[i][1]);
        expect_state(repository, files[i][1] != NULL ? JOURNAL_UNKNOWN : JOURNAL_READ, files[i][1]);
    }
    shell("git -C b.git update-ref refs/heads/weir-journal/main main");
    expect_state(repository, JOURNAL_UNKNOWN, "\"one.yaml\" is not a journal file");
}

Test(journal, a_work_tree_has_its_own_journal_branch_or_that_of_origin)
{
    repository_scope struct repository *repository = bare();
    run_once(repository, "one\n", "1\n", ONE);
    shell("git clone -q b.git c");
    repository_scope struct repository *clone = open_with(in_scratch("c"), NULL);
    const struct journal *journal = journal_of(clone);
    cr_expect_eq(journal->state, JOURNAL_READ, "%s", journal->why);
    cr_expect(journal->advisory);
    cr_expect_eq(journal->tags.count, 2);
    shell("git -C c branch -q weir-journal/main origin/weir-journal/main");
    run_once(repository, "1\n", "2\n", TWO);
    shell("git -C c fetch -q");
    cr_expect_str_eq(journal_of(clone)->commit, shell("git -C b.git rev-parse weir-journal/main"),
                     "origin's holds more");
    shell("git -C c branch -qf weir-journal/main origin/weir-journal/main; git -C c update-ref "
          "refs/remotes/origin/weir-journal/main weir-journal/main~");
    cr_expect_str_eq(journal_of(clone)->commit, shell("git -C b.git rev-parse weir-journal/main"),
                     "its own holds more");
    shell("git -C c branch -qD weir-journal/main; git -C c update-ref -d "
          "refs/remotes/origin/weir-journal/main; mkdir f");
    expect_state(clone, JOURNAL_NOT_KEPT, NULL);
    repository_scope struct repository *folder = open_with(in_scratch("f"), NULL);
    expect_state(folder, JOURNAL_NOT_KEPT, NULL);
}

Test(journal, a_journal_branch_that_is_not_a_commit_is_unknown_and_the_run_continues)
{
    repository_scope struct repository *repository = bare();
    shell("cd b.git; mkdir refs/heads/weir-journal; git rev-parse main:one.yaml "
          ">refs/heads/weir-journal/main");
    expect_state(repository, JOURNAL_UNKNOWN, "the journal's commit can't be read");
    shell("cd b.git; echo nothing >refs/heads/weir-journal/main");
    expect_state(repository, JOURNAL_UNKNOWN, "the branch \"weir-journal/main\" can't be read");
    shell("cd b.git; printf %%040d 0 >refs/heads/weir-journal/main");
    expect_state(repository, JOURNAL_UNKNOWN, "\"weir-journal/main\" has the ID of zeros");
    struct write_outcome outcome = run_once(repository, "one\n", "1\n", ONE);
    cr_expect_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_expect_str_eq(outcome.journal, "");
}

Test(journal, a_journal_is_refused_as_the_branch_to_plan_for)
{
    repository_scope struct repository *repository = bare();
    run_once(repository, "one\n", "1\n", ONE);
    struct err err = {0};
    arena_scope struct arena run = {0};
    struct source source;
    cr_assert_eq(repository_branch(repository, "weir-journal/main", &err), -1);
    cr_expect(strstr(err.message, "\"weir-journal/main\" is a journal's branch"), "%s",
              err.message);
    cr_assert_eq(repository_branch(repository, JOURNAL_BRANCH, &err), -1);
    shell("git -C b.git symbolic-ref HEAD refs/heads/weir-journal/main");
    cr_assert_eq(repository_source(repository, &run, &source, &err), -1);
    cr_expect(strstr(err.message, "\"weir-journal/main\" is a journal's branch"), "%s",
              err.message);
    shell("git -C b.git update-ref refs/heads/other weir-journal/main;"
          "git -C b.git symbolic-ref HEAD refs/heads/other");
    cr_assert_eq(repository_source(repository, &run, &source, &err), -1);
    cr_expect(strstr(err.message, "branch \"other\" is at a commit of the journal of \"main\""),
              "%s", err.message);
}

Test(journal, a_journal_tip_without_an_allowed_signature_is_not_trusted)
{
    repository_close(bare());
    shell("ssh-keygen -qt ed25519 -N '' -f key; ssh-keygen -qt ed25519 -N '' -f other;"
          "printf 'weir namespaces=\"git\" %%s\\n' \"$(cut -d ' ' -f 1,2 key.pub)\" >allowed;"
          "cd w; git -c gpg.format=ssh -c user.signingKey=../key commit -qS --amend -m 1;"
          "git push -qf ../b.git main");
    struct repository_options options = {.sign_key_file = in_scratch("key"),
                                         .trust.allowed_signers = in_scratch("allowed")};
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), &options);
    struct write_outcome outcome = run_once(repository, "one\n", "1\n", ONE);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    expect_state(repository, JOURNAL_READ, NULL);
    shell("git -C b.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=$PWD/allowed "
          "verify-commit weir-journal/main 2>&1");
    shell("git -C b.git update-ref refs/heads/weir-journal/main $(git -C b.git commit-tree -p "
          "weir-journal/main -m x weir-journal/main^{tree})");
    expect_state(repository, JOURNAL_UNKNOWN, "the commit has no signature");
    char before[64];
    snprintf(before, sizeof before, "%s", shell("git -C b.git rev-parse weir-journal/main"));
    outcome = run_once(repository, "1\n", "2\n", TWO);
    cr_expect_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_expect_str_eq(outcome.journal, "");
    cr_expect_str_eq(shell("git -C b.git rev-parse weir-journal/main"), before);
    shell("git -C b.git update-ref refs/heads/weir-journal/main weir-journal/main~");
    expect_state(repository, JOURNAL_READ, NULL);
    cr_expect_eq(journal_branch_read(repository)->tags.count, 2);
}

/* Adds a signed commit to the journal of main: its tip's files, and these trailers. */
static void add_signed(const char *message)
{
    shell("cd b.git; i=$(printf 'x\\n\\n%s\\n' | git -c gpg.format=ssh -c user.signingKey=../key "
          "commit-tree -S -p weir-journal/main weir-journal/main^{tree});"
          "git update-ref refs/heads/weir-journal/main $i",
          message);
}

Test(journal, a_signed_commit_must_say_that_it_belongs_to_the_journal_of_this_branch)
{
    repository_close(bare());
    shell("ssh-keygen -qt ed25519 -N '' -f key;"
          "printf 'weir namespaces=\"git\" %%s\n' \"$(cut -d ' ' -f 1,2 key.pub)\" >allowed;"
          "cd w; git -c gpg.format=ssh -c user.signingKey=../key commit -qS --amend -m 1;"
          "git push -qf ../b.git main");
    struct repository_options options = {.sign_key_file = in_scratch("key"),
                                         .trust.allowed_signers = in_scratch("allowed")};
    repository_scope struct repository *repository = open_with(in_scratch("b.git"), &options);
    struct write_outcome first = run_once(repository, "one\n", "1\n", ONE);
    struct write_outcome second = run_once(repository, "1\n", "2\n", TWO);
    cr_assert_eq(second.result, WRITE_DONE, "%s", second.words);
    expect_state(repository, JOURNAL_READ, NULL);
    char trailer[128];
    add_signed("no trailer");
    expect_state(repository, JOURNAL_UNKNOWN, "belongs to the journal of \"main\"");
    snprintf(trailer, sizeof trailer, "Weir-Journal-Of: other %s", first.journal);
    add_signed(trailer);
    expect_state(repository, JOURNAL_UNKNOWN, "belongs to the journal of \"main\"");
    snprintf(trailer, sizeof trailer, "Weir-Journal-Of: main %s", second.journal);
    add_signed(trailer);
    expect_state(repository, JOURNAL_UNKNOWN, "the journal of another repository");
    snprintf(trailer, sizeof trailer, "Weir-Journal-Of: main %s", first.journal);
    add_signed(trailer);
    expect_state(repository, JOURNAL_READ, NULL);
    struct write_outcome third = run_once(repository, "2\n", "3\n", ONE);
    cr_assert_eq(third.result, WRITE_DONE, "%s", third.words);
    shell("git -C b.git update-ref refs/heads/weir-journal/main %s", second.journal);
    repository_scope struct repository *other = open_with(in_scratch("b.git"), &options);
    expect_state(other, JOURNAL_UNKNOWN, "is not in the journal's history");
}
