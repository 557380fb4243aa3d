// SPDX-License-Identifier: Apache-2.0
#include "tests/reconciler/git/scratch.h"

TestSuite(tree, .init = scratch_open, .fini = scratch_close);
TestSuite(bare, .init = scratch_open, .fini = scratch_close);

/* A work tree with a commit, at SCRATCH/work, and a bare clone of it at SCRATCH/bare.git. */
static void make_repositories(void)
{
    shell("git init -q work; cd work; mkdir -p a/b c; echo one >a.yaml; echo two >a/b/x.yml;"
          "echo '{}' >a-b.json; echo no >c/readme.txt; echo run >c/run.yaml; chmod +x c/run.yaml;"
          "git add -A; git commit -qm first; git clone -q --bare . ../bare.git");
}

Test(tree, a_work_tree_lists_manifests_in_bytewise_order_of_paths)
{
    arena_scope struct arena run = {0};
    make_repositories();
    repository_scope struct repository *repository = open_with(in_scratch("work"), NULL);
    struct source source = read_source(repository, &run);
    cr_assert_eq(repository_kind(repository), REPOSITORY_WORK_TREE);
    cr_assert_str_eq(paths_of(&source, &run), "a-b.json a.yaml a/b/x.yml c/run.yaml ");
    cr_assert_null(source.commit);
    cr_assert_str_eq(source.branch, "main");
    cr_assert_str_eq(bytes_of(&source, "a/b/x.yml", &run), "two\n");
    cr_assert_eq(source.files[0].mode, 0100644u);
    cr_assert_eq(source.files[3].mode, 0100755u);
    cr_assert_eq(source.files[1].size, 4u);
}

Test(tree, a_bare_repository_lists_the_same_files_as_its_work_tree)
{
    arena_scope struct arena run = {0};
    make_repositories();
    repository_scope struct repository *work = open_with(in_scratch("work"), NULL);
    repository_scope struct repository *bare = open_with(in_scratch("bare.git"), NULL);
    struct source left = read_source(work, &run), right = read_source(bare, &run);
    cr_assert_eq(repository_kind(bare), REPOSITORY_BARE);
    cr_assert_eq(left.count, right.count);
    for (size_t i = 0; i < left.count; i++) {
        cr_expect_str_eq(left.files[i].path, right.files[i].path);
        cr_expect_eq(left.files[i].mode, right.files[i].mode, "%s", left.files[i].path);
        cr_expect_eq(right.files[i].size, SOURCE_SIZE_UNKNOWN, "%s", left.files[i].path);
        cr_expect_str_eq(bytes_of(&left, left.files[i].path, &run),
                         bytes_of(&right, left.files[i].path, &run));
    }
    cr_assert_str_eq(right.commit, shell("git -C work rev-parse HEAD"));
    cr_assert_str_eq(right.branch, "main");
}

Test(bare, a_commit_has_only_the_edit_and_git_finds_no_fault)
{
    arena_scope struct arena run = {0};
    make_repositories();
    repository_scope struct repository *bare = open_with(in_scratch("bare.git"), NULL);
    struct source source = read_source(bare, &run);
    struct file_edit edits[] = {edit_of("c/run.yaml", "run\n", "ran\n"),
                                edit_of("a/b/x.yml", "two\n", "three\n"),
                                edit_of("a/b.yaml", NULL, "new\n")};
    struct commit_request request = request_of(&source, edits, 3);
    struct write_outcome outcome = commit_of(bare, &request);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_assert_str_eq(outcome.commit, shell("git -C bare.git rev-parse main"));
    cr_assert_str_eq(shell("git -C bare.git fsck --strict 2>&1"), "");
    cr_assert_str_eq(shell("git -C bare.git diff-tree -r --name-status main~ main"),
                     "A\ta/b.yaml\nM\ta/b/x.yml\nM\tc/run.yaml");
    cr_assert_str_eq(shell("git -C bare.git log -1 --format='%%an %%ce %%at %%ct%%n%%B' main"),
                     "weir weir@example.org 1767312000 1767312000\nweir: myapp\n\nWeir-Run: 1");
    cr_assert(strstr(shell("git -C bare.git ls-tree main c/run.yaml"), "100755 "), "%s", answer);
    struct source after = read_source(bare, &run);
    cr_assert_str_eq(after.commit, outcome.commit);
    cr_assert_str_eq(bytes_of(&after, "a/b.yaml", &run), "new\n");
}
