// SPDX-License-Identifier: Apache-2.0
/* Files written in place, and commits. */
#include <sys/stat.h>

#include "tests/reconciler/git/scratch.h"

TestSuite(place, .init = scratch_open, .fini = scratch_close);
TestSuite(commit, .init = scratch_open, .fini = scratch_close);

static struct repository *folder(void)
{
    shell("mkdir -p f/d; cd f; echo a >a.yaml; echo b >d/b.yaml; echo c >c.yaml");
    return open_with(in_scratch("f"), NULL);
}

static int write_files(struct repository *repository, const struct file_edit *edits, size_t count,
                       struct write_outcome *outcomes)
{
    struct err err = {0};
    int result = file_write_all(repository, edits, count, outcomes, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    return result;
}

Test(place, files_are_replaced_in_order_and_keep_their_modes)
{
    struct write_outcome outcomes[3];
    repository_scope struct repository *repository = folder();
    shell("chmod 640 f/a.yaml; chmod 755 f/d/b.yaml");
    struct file_edit edits[] = {edit_of("d/b.yaml", "b\n", "bb\n"), edit_of("a.yaml", "a\n", ""),
                                edit_of("new.yaml", NULL, "n\n")};
    write_files(repository, edits, 3, outcomes);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(outcomes[i].result, WRITE_DONE, "%d: %s", i, outcomes[i].words);
    cr_assert_str_eq(shell("cd f; stat -c '%%a %%s %%n' $(find . -type f | sort)"),
                     "640 0 ./a.yaml\n644 2 ./c.yaml\n755 3 ./d/b.yaml\n644 2 ./new.yaml");
}

Test(place, the_first_file_that_changed_meanwhile_ends_the_write_as_a_race)
{
    struct write_outcome outcomes[3];
    repository_scope struct repository *repository = folder();
    struct file_edit edits[] = {edit_of("a.yaml", "a\n", "A\n"), edit_of("c.yaml", "x\n", "C\n"),
                                edit_of("d/b.yaml", "b\n", "B\n")};
    write_files(repository, edits, 3, outcomes);
    cr_expect_eq(outcomes[0].result, WRITE_DONE);
    cr_expect_eq(outcomes[1].result, WRITE_RACE);
    cr_expect_eq(outcomes[2].result, WRITE_NOT_TRIED);
    cr_assert_str_eq(shell("cat f/a.yaml f/c.yaml f/d/b.yaml"), "A\nc\nb");
    cr_assert_str_eq(shell("find f -name '.weir*'"), "");
}

Test(place, every_kind_of_concurrent_change_is_noticed)
{
    static const struct {
        const char *change;
        enum write_result result;
    } cases[] = {
        {"echo longer >a.yaml", WRITE_RACE},
        {"echo b >a.yaml", WRITE_RACE},
        {"rm a.yaml", WRITE_RACE},
        {"rm a.yaml; mkdir a.yaml", WRITE_RACE},
        {"rm a.yaml; mkfifo a.yaml", WRITE_RACE},
        {"rm a.yaml; ln -s ../f2 a.yaml", WRITE_REFUSED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct write_outcome outcome;
        repository_scope struct repository *repository = folder();
        shell("cd f; %s; echo a >../f2", cases[i].change);
        struct file_edit edit = edit_of("a.yaml", "a\n", "A\n");
        write_files(repository, &edit, 1, &outcome);
        cr_expect_eq(outcome.result, cases[i].result, "%s: %s", cases[i].change, outcome.words);
        cr_expect_str_eq(shell("cat f2"), "a", "%s", cases[i].change);
        shell("rm -rf f");
    }
}

Test(place, nothing_is_written_through_a_link_or_out_of_the_folder)
{
    static const char *const paths[] = {"link/x.yaml",    "../x.yaml",   "/etc/x.yaml",
                                        "d/../../x.yaml", ".git/config", "d//b.yaml"};
    repository_scope struct repository *repository = folder();
    shell("mkdir out; echo x >out/x.yaml; cp out/x.yaml .; ln -s ../out f/link");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct write_outcome outcome;
        struct file_edit edit = edit_of(paths[i], "x\n", "X\n");
        write_files(repository, &edit, 1, &outcome);
        cr_expect(outcome.result == WRITE_REFUSED || outcome.result == WRITE_RACE, "%s", paths[i]);
        cr_expect_neq(outcome.words[0], '\0', "%s", paths[i]);
    }
    cr_assert_str_eq(shell("cat out/x.yaml x.yaml"), "x\nx");
}

Test(place, a_file_that_should_be_new_is_not_overwritten)
{
    struct write_outcome outcome;
    repository_scope struct repository *repository = folder();
    struct file_edit edit = edit_of("a.yaml", NULL, "new\n");
    write_files(repository, &edit, 1, &outcome);
    cr_assert_eq(outcome.result, WRITE_RACE);
    cr_assert_str_eq(shell("cat f/a.yaml"), "a");
}

Test(place, the_temporary_file_of_a_killed_run_is_removed_and_others_stay)
{
    struct write_outcome outcome;
    repository_scope struct repository *repository = folder();
    struct file_edit edit = edit_of("a.yaml", "a\n", "A\n");
    /* The second half of its name is the FNV-1a of the first. */
    shell("cd f; echo mine >.weir-1973320764180f2c; echo mine "
          ">.weir-00000000000000010000000000000001;"
          "python3 -c 'h=14695981039346656037\nfor c in (5).to_bytes(8, \"little\"): "
          "h=((h^c)*1099511628211)%%2**64\n"
          "open(\".weir-%%016x%%016x\"%%(5,h),\"w\").write(\"half of something much longer\")'");
    write_files(repository, &edit, 1, &outcome);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_assert_str_eq(shell("cd f; cat a.yaml; find . -name '.weir*' | sort"),
                     "A\n./.weir-00000000000000010000000000000001\n./.weir-1973320764180f2c");
}

static struct repository *bare(void)
{
    shell("git init -q w; cd w; mkdir -p a/b; echo one >a/one.yaml; echo two >a/b/two.yaml;"
          "ln -s one.yaml a/link.yaml; chmod +x a/one.yaml; git add -A; git commit -qm 1;"
          "git clone -q --bare . ../b.git");
    return open_with(in_scratch("b.git"), NULL);
}

Test(commit, the_same_request_gives_the_same_id_in_any_order_and_copy)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *first = bare();
    shell("cp -r b.git c.git");
    repository_scope struct repository *second = open_with(in_scratch("c.git"), NULL);
    struct source left = read_source(first, &run), right = read_source(second, &run);
    struct file_edit edits[] = {edit_of("a/one.yaml", "one\n", "1\n"),
                                edit_of("a/b/two.yaml", "two\n", "2\n")};
    struct file_edit turned[] = {edits[1], edits[0]};
    struct commit_request a = request_of(&left, edits, 2), b = request_of(&right, turned, 2);
    struct write_outcome x = commit_of(first, &a), y = commit_of(second, &b);
    cr_assert_eq(x.result, WRITE_DONE);
    cr_assert_str_eq(x.commit, y.commit);
    cr_assert_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
}

Test(commit, the_tree_equals_that_of_git)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = bare();
    struct source source = read_source(repository, &run);
    struct file_edit edits[] = {
        edit_of("a/one.yaml", "one\n", "1\n"), edit_of("a.yaml", NULL, "x\n"),
        edit_of("a-b/c.yaml", NULL, "x\n"),    edit_of("a/b.yaml", NULL, "x\n"),
        edit_of("a/b/a/d.yaml", NULL, "x\n"),
    };
    struct commit_request request = request_of(&source, edits, 5);
    struct write_outcome outcome = commit_of(repository, &request);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_assert_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    shell("cd w; echo 1 >a/one.yaml; mkdir -p a-b a/b/a;"
          "for f in a.yaml a-b/c.yaml a/b.yaml a/b/a/d.yaml; do echo x >$f; done; git add -A");
    char tree[64];
    snprintf(tree, sizeof tree, "%s", shell("git -C w write-tree"));
    cr_assert_str_eq(shell("git -C b.git rev-parse main^{tree}"), tree);
}

Test(commit, a_commit_is_never_dated_before_its_base)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = bare();
    struct source source = read_source(repository, &run);
    struct file_edit edit = edit_of("a/one.yaml", "one\n", "1\n");
    struct commit_request request = request_of(&source, &edit, 1);
    request.date = 1000;
    cr_assert_eq(commit_of(repository, &request).result, WRITE_DONE);
    cr_assert_str_eq(shell("git -C b.git log -1 --format='%%at %%ct' main"),
                     "1767225600 1767225600");
}

Test(commit, a_base_that_is_no_longer_the_tip_is_a_race)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = bare();
    struct source source = read_source(repository, &run);
    struct file_edit edit = edit_of("a/one.yaml", "one\n", "1\n");
    struct commit_request request = request_of(&source, &edit, 1);
    shell("cd w; git commit -q --allow-empty -m other; git push -q ../b.git main");
    struct write_outcome outcome = commit_of(repository, &request);
    cr_assert_eq(outcome.result, WRITE_RACE);
    cr_assert_str_eq(outcome.commit, "");
    cr_assert_str_eq(shell("git -C b.git log -1 --format=%%s main"), "other");
    source = read_source(repository, &run);
    request.base = source.commit;
    cr_assert_eq(commit_of(repository, &request).result, WRITE_DONE);
}

Test(commit, a_branch_made_meanwhile_is_a_race)
{
    arena_scope struct arena run = {0};
    repository_close(bare());
    shell("git init -q --bare e.git");
    repository_scope struct repository *repository = open_with(in_scratch("e.git"), NULL);
    struct source source = read_source(repository, &run);
    struct file_edit edit = edit_of("weir.yaml", NULL, "x\n");
    struct commit_request request = request_of(&source, &edit, 1);
    shell("cd w; git push -q ../e.git main");
    cr_assert_eq(commit_of(repository, &request).result, WRITE_RACE);
    shell("git -C e.git update-ref -d refs/heads/main");
    cr_assert_eq(commit_of(repository, &request).result, WRITE_DONE);
    cr_assert_str_eq(shell("git -C e.git log --format=%%an main"), "weir");
}

Test(commit, edits_without_a_difference_make_no_commit)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = bare();
    struct source source = read_source(repository, &run);
    struct file_edit edit = edit_of("a/one.yaml", "one\n", "one\n");
    struct commit_request request = request_of(&source, &edit, 1);
    cr_assert_eq(commit_of(repository, &request).result, WRITE_NOTHING);
    request.count = 0;
    cr_assert_eq(commit_of(repository, &request).result, WRITE_NOTHING);
    cr_assert_str_eq(shell("git -C b.git rev-parse main"), source.commit);
}

Test(commit, only_regular_files_with_the_expected_bytes_are_edited)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = bare();
    struct source source = read_source(repository, &run);
    const struct file_edit edits[] = {
        edit_of("a/link.yaml", "one.yaml", "x"),
        edit_of("a/one.yaml", "other\n", "x"),
        edit_of("a/none.yaml", "x", "y"),
        edit_of("a/one.yaml", NULL, "x"),
        edit_of("a/b", "x", "y"),
        edit_of("a/one.yaml/x", NULL, "y"),
        edit_of("a/link.yaml/x", NULL, "y"),
        edit_of("../x.yaml", NULL, "y"),
        edit_of(".git/config", NULL, "y"),
        edit_of("a/", NULL, "y"),
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct err err = {0};
        struct write_outcome outcome = {.result = WRITE_RACE};
        struct commit_request request = request_of(&source, &edits[i], 1);
        cr_expect_eq(commit_write(repository, &request, &outcome, &err), -1, "%zu", i);
        cr_expect(strstr(err.message, edits[i].path), "%zu: %s", i, err.message);
        cr_expect_eq(outcome.result, WRITE_RACE, "the outcome is untouched");
    }
    cr_assert_str_eq(shell("git -C b.git rev-parse main"), source.commit);
}

Test(commit, a_ref_that_stays_locked_is_refused_by_name)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = bare();
    struct source source = read_source(repository, &run);
    struct file_edit edit = edit_of("a/one.yaml", "one\n", "1\n");
    struct commit_request request = request_of(&source, &edit, 1);
    shell("touch b.git/refs/heads/main.lock");
    struct write_outcome outcome = commit_of(repository, &request);
    cr_assert_eq(outcome.result, WRITE_REFUSED);
    cr_assert(strstr(outcome.words, "lock"), "%s", outcome.words);
}

Test(commit, an_identity_that_could_forge_a_header_is_refused)
{
    arena_scope struct arena run = {0};
    repository_scope struct repository *repository = bare();
    struct source source = read_source(repository, &run);
    struct file_edit edit = edit_of("a/one.yaml", "one\n", "1\n");
    static const char *const names[] = {"", " ", "a\nb", "a <b>", NULL};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct err err = {0};
        struct write_outcome outcome;
        struct commit_request request = request_of(&source, &edit, 1);
        request.author.name = names[i];
        cr_expect_eq(commit_write(repository, &request, &outcome, &err), -1, "%zu", i);
    }
}

Test(commit, many_objects_are_written_as_one_pack_and_give_the_same_id)
{
    arena_scope struct arena run = {0};
    char names[100][16];
    struct file_edit edits[100];
    repository_scope struct repository *first = bare();
    shell("git init -q --bare d.git; git -C w push -q ../d.git main");
    struct source source = read_source(first, &run);
    for (size_t i = 0; i < 100; i++) {
        snprintf(names[i], sizeof names[i], "n/%02zu/a.yaml", i);
        edits[i] = edit_of(names[i], NULL, names[i]);
    }
    shell("find b.git/objects -type f -not -path '*/pack/*' | sort >before");
    struct commit_request request = request_of(&source, edits, 100);
    struct write_outcome outcome = commit_of(first, &request);
    cr_assert_eq(outcome.result, WRITE_DONE, "%s", outcome.words);
    cr_assert_str_eq(
        shell("find b.git/objects -type f -not -path '*/pack/*' | sort | diff before -"), "");
    cr_assert_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    cr_assert_str_eq(shell("cd b.git/objects/pack; for pack in pack-*.pack; do "
                           "git index-pack -o ~/git.idx $pack >~/digest; "
                           "cmp ~/git.idx ${pack%%.pack}.idx; rm ~/git.idx; done 2>&1"),
                     "");
    cr_assert_str_eq(shell("git -C b.git rev-parse main"), outcome.commit);
    source = read_source(first, &run);
    cr_assert_str_eq(bytes_of(&source, "n/99/a.yaml", &run), "n/99/a.yaml");
}
