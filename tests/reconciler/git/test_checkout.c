// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/checkout_commit.h"
#include "reconciler/git/checkout/checkout_resume.h"
#include "scratch.h"

static const char old_file[] = "a: 1\n", new_file[] = "a: 2\n";

/* A work tree with two committed files, and what the next tests expect to be unchanged. */
static char before[8192];

static void remember(void)
{
    snprintf(before, sizeof before, "%s",
             shell("cd t; git rev-parse HEAD; git status --porcelain; cat a.yaml b.yaml; "
                   "git ls-files -s; ls .git"));
}

static void expect_unchanged(void)
{
    cr_expect_str_eq(shell("cd t; git rev-parse HEAD; git status --porcelain; cat a.yaml b.yaml; "
                           "git ls-files -s; ls .git | grep -v '^weir.lock\\|^weir.index-guard'"),
                     before);
}

static void open_tree(void)
{
    scratch_open();
    shell("git init -q t; cd t; printf 'a: 1\\n' >a.yaml; printf 'a: 1\\n' >b.yaml; "
          "printf 'aaaa' >other; git add .; git commit -qm start");
}

TestSuite(checkout, .init = open_tree, .fini = scratch_close);

/* Commits a.yaml and b.yaml on top of `base`. */
static struct write_outcome commit_both(struct repository *repository, const char *base)
{
    const struct file_edit edits[] = {edit_of("a.yaml", old_file, new_file),
                                      edit_of("b.yaml", old_file, new_file)};
    struct source source = {.commit = base};
    struct commit_request request = request_of(&source, edits, 2);
    struct write_outcome outcome = {0};
    struct err err = {0};
    int result = checkout_commit(repository, &request, &outcome, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    return outcome;
}

static struct repository *open_here(char base[REPOSITORY_COMMIT_MAX])
{
    struct write_outcome outcome = {0};
    struct err err = {0};
    struct repository *repository = open_with(in_scratch("t"), NULL);
    cr_assert_eq(checkout_commit_base(repository, base, &outcome, &err), 0, "%s", err.message);
    return repository;
}

Test(checkout, a_commit_moves_branch_index_and_files)
{
    char base[REPOSITORY_COMMIT_MAX];
    repository_scope struct repository *repository = open_here(base);
    struct write_outcome outcome = commit_both(repository, base);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_expect_str_eq(shell("git -C t rev-parse HEAD"), outcome.commit);
    cr_expect_str_eq(shell("git -C t rev-parse HEAD~"), base);
    cr_expect_str_eq(shell("git -C t status --porcelain; git -C t diff-files"), "");
    cr_expect_str_eq(shell("cat t/a.yaml t/b.yaml"), "a: 2\na: 2");
}

Test(checkout, another_base_is_a_race)
{
    char base[REPOSITORY_COMMIT_MAX];
    repository_scope struct repository *repository = open_here(base);
    shell("git -C t commit -q --allow-empty -m next");
    remember();
    cr_expect_eq(commit_both(repository, base).result, WRITE_RACE);
    expect_unchanged();
}

Test(checkout, a_file_that_changed_meanwhile_is_a_race_that_changes_nothing)
{
    char base[REPOSITORY_COMMIT_MAX];
    repository_scope struct repository *repository = open_here(base);
    shell("echo 'b: 3' >t/b.yaml");
    remember();
    struct write_outcome outcome = commit_both(repository, base);
    cr_expect_eq(outcome.result, WRITE_RACE);
    cr_expect(strstr(outcome.words, "b.yaml") != NULL, "%s", outcome.words);
    expect_unchanged();
}

Test(checkout, a_branch_that_cannot_move_restores_index_and_files)
{
    char base[REPOSITORY_COMMIT_MAX];
    repository_scope struct repository *repository = open_here(base);
    shell("touch t/.git/refs/heads/main.lock");
    remember();
    struct write_outcome outcome = commit_both(repository, base);
    cr_expect_eq(outcome.result, WRITE_REFUSED);
    cr_expect(strstr(outcome.words, "lock") != NULL, "%s", outcome.words);
    expect_unchanged();
}

Test(checkout, a_change_in_the_instant_of_the_index_stays_visible)
{
    char base[REPOSITORY_COMMIT_MAX];
    repository_scope struct repository *repository = open_here(base);
    /* Same size and same time as in the index, which was written at this time, too. */
    shell("cd t; touch -d '2026-01-01T00:00:00.5Z' other; git update-index --refresh || true; "
          "git add other; printf 'bbbb' >other; touch -d '2026-01-01T00:00:00.5Z' other; "
          "touch -d '2026-01-01T00:00:00.5Z' .git/index");
    cr_expect_eq(commit_both(repository, base).result, WRITE_DONE);
    cr_expect_str_eq(shell("git -C t -c core.trustctime=false status --porcelain"), " M other");
}

/* Stores the commit that commit_both would make, and names it as a killed run does. */
static void leave_pending(void)
{
    shell("cd t; cp a.yaml ../a; printf 'a: 2\\n' >a.yaml; git commit -qam wanted; "
          "echo $(git rev-parse HEAD) main >../pending; git reset -q --hard HEAD~; "
          "cp ../pending .git/weir.commit");
}

static const char *resume(void)
{
    static char commit[REPOSITORY_COMMIT_MAX];
    struct err err = {0};
    repository_scope struct repository *repository = open_with(in_scratch("t"), NULL);
    int result = checkout_resume(repository, commit, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    cr_expect_str_eq(shell("ls t/.git | grep '^weir.commit' || true"), "");
    return commit;
}

Test(checkout, the_commit_of_a_killed_run_is_completed)
{
    static const char *const states[] = {"true", "printf 'a: 2\\n' >a.yaml",
                                         "printf 'a: 2\\n' >a.yaml; git add a.yaml"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        leave_pending();
        shell("cd t; %s", states[i]);
        cr_expect_str_neq(resume(), "", "%zu", i);
        cr_expect_str_eq(shell("git -C t log -1 --format=%%s"), "wanted", "%zu", i);
        cr_expect_str_eq(shell("git -C t status --porcelain"), "", "%zu", i);
        shell("git -C t reset -q --hard HEAD~");
    }
}

Test(checkout, a_killed_run_is_forgotten_once_a_person_has_gone_on)
{
    static const char *const states[] = {
        "printf 'a: 3\\n' >a.yaml",
        "printf 'a: 3\\n' >a.yaml; git add a.yaml; printf 'a: 1\\n' >a.yaml",
        "git rm -q a.yaml",
        "git commit -q --allow-empty -m another",
        "git checkout -q -B side",
        "git checkout -q --detach",
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        leave_pending();
        shell("cd t; %s; git status --porcelain >../was; git rev-parse HEAD >>../was", states[i]);
        cr_expect_str_eq(resume(), "", "%zu", i);
        shell("cd t; git status --porcelain >../is; git rev-parse HEAD >>../is; cmp ../was ../is");
        shell("git -C t checkout -q main; git -C t reset -q --hard HEAD");
    }
    shell("echo nonsense >t/.git/weir.commit");
    repository_scope struct repository *repository = open_with(in_scratch("t"), NULL);
    char commit[REPOSITORY_COMMIT_MAX];
    struct err err = {0};
    cr_expect_eq(checkout_resume(repository, commit, &err), 0);
    cr_expect_str_eq(commit, "");
}
