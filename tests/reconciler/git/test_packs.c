// SPDX-License-Identifier: Apache-2.0
/* The packs that commits leave in a bare repository, beside real git. */
#include <sys/wait.h>

#include "reconciler/git/objects/pack_beginning.h"
#include "reconciler/git/objects/pack_join.h"
#include "tests/reconciler/git/scratch.h"

TestSuite(packs, .init = scratch_open, .fini = scratch_close);

static struct repository *bare(void)
{
    shell("git init -q w; cd w; echo one >a.yaml; git add -A; git commit -qm 1;"
          "git clone -q --bare . ../b.git; git -C ../b.git config gc.auto 0");
    return open_with(in_scratch("b.git"), NULL);
}

/* Commits `count` new versions of files, one commit after the other. */
static void commit_versions(struct repository *repository, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        arena_scope struct arena run = {0};
        struct source source = read_source(repository, &run);
        const char *path = arena_print(&run, "n/%d.yaml", i);
        struct file_edit edit = edit_of(path, NULL, path);
        struct commit_request request = request_of(&source, &edit, 1);
        struct write_outcome outcome = commit_of(repository, &request);
        cr_assert_eq(outcome.result, WRITE_DONE, "%d: %s", i, outcome.words);
    }
}

static int number(const char *text)
{
    return atoi(text);
}

Test(packs, many_runs_leave_few_files_that_git_can_read)
{
    repository_scope struct repository *repository = bare();
    commit_versions(repository, 0, 70);
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    cr_expect_str_eq(shell("git -C b.git count-objects -v | grep ^garbage:"), "garbage: 0");
    cr_expect_str_eq(shell("git -C b.git rev-list --count main"), "71");
    cr_expect_str_eq(shell("git -C b.git ls-tree -r main | wc -l"), "71");
    cr_expect_leq(number(shell("ls b.git/objects/pack/*.pack | wc -l")), PACK_JOIN_MORE_THAN + 1);
    cr_expect_str_eq(shell("cd b.git/objects/pack; for pack in pack-7765*.pack; do "
                           "git index-pack -o ~/git.idx $pack >/dev/null; "
                           "cmp ~/git.idx ${pack%%.pack}.idx; rm -f ~/git.*; done 2>&1"),
                     "");
    shell("git -C b.git gc -q --prune=now");
    cr_expect_str_eq(shell("ls b.git/objects/pack/*.pack | wc -l"), "1");
    commit_versions(repository, 100, 2);
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
}

Test(packs, git_can_read_while_packs_are_joined)
{
    repository_scope struct repository *repository = bare();
    pid_t child = fork();
    if (child == 0) {
        char command[512];
        snprintf(command, sizeof command,
                 "cd %s/b.git; while [ ! -e ../stop ]; do "
                 "git log --raw main >/dev/null 2>>../complaints || echo failed >>../complaints; "
                 "git repack -qad 2>>../complaints || echo failed >>../complaints; done",
                 scratch);
        _exit(execl("/bin/sh", "sh", "-c", command, NULL));
    }
    commit_versions(repository, 0, 80);
    shell("touch stop");
    waitpid(child, NULL, 0);
    cr_expect_str_eq(shell("cat complaints 2>&1"), "");
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    cr_expect_str_eq(shell("git -C b.git rev-list --count main"), "81");
}

Test(packs, processes_that_write_at_once_lose_nothing)
{
    repository_scope struct repository *repository = bare();
    cr_assert_not_null(repository);
    shell("for i in 1 2 3; do git -C b.git branch other$i main; done");
    pid_t children[3];
    for (int i = 0; i < 3; i++)
        if ((children[i] = fork()) == 0) {
            char branch[16];
            snprintf(branch, sizeof branch, "other%d", i + 1);
            struct repository_options options = {.branch = branch};
            repository_scope struct repository *own = open_with(in_scratch("b.git"), &options);
            commit_versions(own, 100 * i, 40);
            repository_close(own);
            _exit(0);
        }
    for (int i = 0; i < 3; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        cr_expect_eq(status, 0, "%d", i);
    }
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    cr_expect_str_eq(shell("for i in 1 2 3; do git -C b.git rev-list --count other$i; done"),
                     "41\n41\n41");
    cr_expect_leq(number(shell("ls b.git/objects/pack/*.pack | wc -l")), PACK_JOIN_MORE_THAN + 4);
}

Test(packs, only_left_over_files_of_weir_are_removed)
{
    repository_scope struct repository *repository = bare();
    shell("cd b.git/objects/pack; own=pack-77656972%s;"
          "for file in tmp_pack_weir4999 tmp_idx_weir_abcdef $own.pack tmp_pack_person "
          "pack-person.pack note; do echo x >$file; touch -d 2020-01-01 $file; done;"
          "echo weir >$own.keep; touch -d 2020-01-01 $own.keep; echo me >pack-7765697289%s.keep;"
          "touch -d 2020-01-01 pack-7765697289*; echo new >tmp_pack_weir_new; echo held "
          ">tmp_pack_weir_held;"
          "touch -d 2020-01-01 tmp_pack_weir_held",
          "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcd");
    pid_t child = fork();
    if (child == 0)
        _exit(execlp("flock", "flock", in_scratch("b.git/objects/pack/tmp_pack_weir_held"), "sleep",
                     "60", NULL));
    shell("while flock -n b.git/objects/pack/tmp_pack_weir_held true; do sleep 0.01; done");
    commit_versions(repository, 0, 1);
    kill(child, SIGKILL);
    cr_expect_str_eq(shell("cd b.git/objects/pack; ls | grep -v '[0-9a-f]\\{40\\}'"),
                     "note\npack-person.pack\ntmp_pack_person\ntmp_pack_weir_held\n"
                     "tmp_pack_weir_new");
    cr_expect_str_eq(shell("cd b.git/objects/pack; ls | grep 77656972.*89ab"),
                     "pack-77656972890123456789abcdef0123456789abcd.keep");
}

Test(packs, packs_that_somebody_keeps_or_names_are_not_joined)
{
    repository_scope struct repository *repository = bare();
    commit_versions(repository, 0, PACK_JOIN_MORE_THAN);
    shell("cd b.git/objects/pack; ls *.pack | sort | head -3 | tee ~/kept | "
          "while read p; do touch ${p%%.pack}.keep; done; git -C .. multi-pack-index write");
    commit_versions(repository, 100, 10);
    cr_expect_eq(number(shell("ls b.git/objects/pack/*.pack | wc -l")), PACK_JOIN_MORE_THAN + 10);
    shell("rm b.git/objects/pack/multi-pack-index");
    commit_versions(repository, 200, 1);
    cr_expect_lt(number(shell("ls b.git/objects/pack/*.pack | wc -l")), PACK_JOIN_MORE_THAN);
    cr_expect_str_eq(shell("cd b.git/objects/pack; ls $(cat ~/kept) | sort | cmp - ~/kept"), "");
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
}

Test(packs, a_damaged_pack_stays_and_the_others_are_joined)
{
    repository_scope struct repository *repository = bare();
    commit_versions(repository, 0, PACK_JOIN_MORE_THAN - 2);
    shell(
        "cd b.git/objects/pack; cp $(ls pack-7765*.pack | head -1) ~/good;"
        "chmod u+w pack-7765*.pack; damaged=$(ls pack-7765*.pack | head -1); echo $damaged >~/name;"
        "printf x | dd of=$damaged bs=1 seek=20 conv=notrunc 2>/dev/null");
    repository_close(repository);
    repository = open_with(in_scratch("b.git"), NULL);
    commit_versions(repository, 100, 6);
    cr_expect_lt(number(shell("ls b.git/objects/pack/*.pack | wc -l")), 10);
    shell("cd b.git/objects/pack; cp ~/good $(cat ~/name)");
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
}

enum { LINE = 700, LINES = 200 };

/* Returns a file of this many lines. A longer file begins with the bytes of a shorter one. */
static const char *grown(struct arena *arena, int lines)
{
    unsigned seed = 1;
    char *bytes = arena_alloc(arena, (size_t)lines * LINE + 1);
    for (int i = 0; i < lines * LINE; i++)
        bytes[i] = i % LINE == LINE - 1 ? '\n' : (char)('a' + rand_r(&seed) % 26);
    return bytes;
}

/* Appends a line to a file in each of `count` commits. */
static void commit_growth(struct repository *repository, int first, int count)
{
    for (int lines = first; lines < first + count; lines++) {
        arena_scope struct arena run = {0};
        struct source source = read_source(repository, &run);
        struct file_edit edit = edit_of(
            "log", lines > first || first > 1 ? grown(&run, lines - 1) : NULL, grown(&run, lines));
        struct commit_request request = request_of(&source, &edit, 1);
        struct write_outcome outcome = commit_of(repository, &request);
        cr_assert_eq(outcome.result, WRITE_DONE, "%d: %s", lines, outcome.words);
    }
}

static int kilobytes(void)
{
    return number(shell("cat b.git/objects/pack/*.pack | wc -c")) / 1024;
}

Test(packs, the_versions_of_a_file_that_grows_are_stored_once)
{
    repository_scope struct repository *repository = bare();
    commit_growth(repository, 1, LINES); /* 140 KB at the end: 14 MB in all versions */
    cr_expect_lt(kilobytes(), 4500);     /* of the newest versions, which are not joined yet */
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    cr_expect_str_eq(shell("cd b.git/objects/pack; for pack in pack-7765*.pack; do "
                           "git index-pack --strict -o ~/git.idx $pack >/dev/null; "
                           "cmp ~/git.idx ${pack%%.pack}.idx; rm -f ~/git.*; done 2>&1"),
                     "");
    cr_expect_gt(number(shell("git -C b.git cat-file --batch-all-objects "
                              "--batch-check='%%(objecttype) %%(deltabase)' | "
                              "grep -c 'blob .*[1-9a-f]'")),
                 LINES / 2);
    /* Joined again, they stay so. */
    commit_versions(repository, 0, 2 * PACK_JOIN_MORE_THAN);
    cr_expect_lt(kilobytes(), 1000);
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
    cr_expect_str_eq(shell("for back in 64 65 70 100 180 263; do "
                           "git -C b.git show main~$back:log | wc -l; done | paste -sd ' '"),
                     "200 199 194 164 84 1");
    shell("git -C b.git gc -q --prune=now");
    commit_versions(repository, 100, 2);
    cr_expect_str_eq(shell("git -C b.git fsck --strict 2>&1"), "");
}

Test(packs, beginnings_of_all_lengths_are_read_as_they_were_printed)
{
    static const uint64_t lengths[] = {0,     1,     127,    128,    65535,
                                       65536, 65537, 131072, 200000, PACK_BEGINNING_OF_MAX};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (uint64_t distance = 1; distance < INT32_MAX; distance = distance * 127 + 1) {
            unsigned char bytes[PACK_BEGINNING_MAX];
            struct pack_beginning made = {distance, PACK_BEGINNING_OF_MAX, lengths[i]}, read;
            size_t size = pack_beginning_print(bytes, &made);
            cr_assert_leq(size, sizeof bytes);
            cr_assert(pack_beginning_read(bytes, size, &read), "%zu", i);
            cr_expect(read.distance == distance && read.of == made.of &&
                      read.length == made.length);
            for (size_t cut = 0; cut < size; cut++)
                cr_expect(!pack_beginning_read(bytes, cut, &read));
        }
}
