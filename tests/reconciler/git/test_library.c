// SPDX-License-Identifier: Apache-2.0
/* The settings of libgit2, each by its effect where it has one that can be seen. */

#include <sys/syscall.h>

#include "reconciler/git/library.h"
#include "tests/reconciler/git/scratch.h"

TestSuite(library, .init = scratch_open, .fini = scratch_close);

static unsigned fsyncs;

/* libgit2 calls this one instead of libc's. */
int fsync(int fd)
{
    fsyncs++;
    return (int)syscall(SYS_fsync, fd);
}

static git_repository *open_git(const char *name)
{
    git_repository *git = NULL;
    struct err err = {0};
    cr_assert_eq(library_open(&err), 0, "%s", err.message);
    cr_assert_eq(git_repository_open_ext(&git, in_scratch(name), 0, NULL), 0, "%s",
                 git_error_last() ? git_error_last()->message : "");
    return git;
}

static void close_git(git_repository *git)
{
    git_repository_free(git);
    library_close();
}

/* Opens libgit2 where each level of settings has a file in the scratch folder, and returns how many
 * of them have an effect. */
static unsigned count_levels(void)
{
    static const struct {
        int level;
        const char *folder, *file;
    } rows[] = {{GIT_CONFIG_LEVEL_PROGRAMDATA, "programdata", "config"},
                {GIT_CONFIG_LEVEL_SYSTEM, "system", "gitconfig"},
                {GIT_CONFIG_LEVEL_XDG, "xdg", "config"},
                {GIT_CONFIG_LEVEL_GLOBAL, "global", ".gitconfig"}};
    git_config *config = NULL;
    const char *value = NULL;
    unsigned found = 0;
    git_libgit2_init();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        shell("mkdir -p %s; git config --file %s/%s weir.level%d yes", rows[i].folder,
              rows[i].folder, rows[i].file, rows[i].level);
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, rows[i].level, in_scratch(rows[i].folder));
    }
    shell("git init -q w; git -C w config weir.repository yes");
    git_repository *git = open_git("w");
    cr_assert_eq(git_repository_config_snapshot(&config, git), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char key[32];
        snprintf(key, sizeof key, "weir.level%d", rows[i].level);
        found += git_config_get_string(&value, config, key) == 0;
    }
    cr_expect_eq(git_config_get_string(&value, config, "weir.repository"), 0);
    git_config_free(config);
    close_git(git);
    return found;
}

Test(library, settings_of_the_person_and_the_machine_have_no_effect)
{
    cr_expect_eq(count_levels(), 0u);
}

Test(library, a_repository_of_another_owner_is_opened)
{
    int validated = 1;
    shell("git init -q w");
    if (geteuid() == 0)
        shell("chown -R 12345 w");
    close_git(open_git("w"));
    struct err err = {0};
    cr_assert_eq(library_open(&err), 0);
    cr_expect_eq(git_libgit2_opts(GIT_OPT_GET_OWNER_VALIDATION, &validated), 0);
    cr_expect_eq(validated, 0);
    library_close();
}

Test(library, an_object_with_other_bytes_is_refused_unless_the_caller_checks_it)
{
    git_odb *odb = NULL;
    git_odb_object *object = NULL;
    git_oid id;
    shell("git init -q w; cd w; a=$(echo a | git hash-object -w --stdin);"
          "b=$(echo b | git hash-object -w --stdin); cd .git/objects;"
          "mv -f $(echo $b | sed 's|..|&/|') $(echo $a | sed 's|..|&/|'); echo $a");
    cr_assert_eq(git_oid_fromstr(&id, answer), 0);
    git_repository *git = open_git("w");
    cr_assert_eq(git_repository_odb(&odb, git), 0);
    cr_expect_eq(git_odb_read(&object, odb, &id), GIT_EMISMATCH);
    git_odb_free(odb);
    cr_assert_eq(git_odb_open(&odb, in_scratch("w/.git/objects")), 0);
    cr_expect_eq(library_read_unverified(&object, odb, &id), 0);
    git_odb_object_free(object);
    git_odb_free(odb);
    cr_assert_eq(git_odb_open(&odb, in_scratch("w/.git/objects")), 0);
    cr_expect_eq(git_odb_read(&object, odb, &id), GIT_EMISMATCH, "the setting is back");
    git_odb_free(odb);
    close_git(git);
}

Test(library, written_objects_are_durable)
{
    git_oid id;
    shell("git init -q w");
    git_repository *git = open_git("w");
    fsyncs = 0;
    cr_assert_eq(git_blob_create_from_buffer(&id, git, "a", 1), 0);
    cr_expect_gt(fsyncs, 0u);
    close_git(git);
}

Test(library, a_tree_of_500_names_is_kept_in_memory)
{
    git_tree *tree = NULL;
    git_oid id;
    ssize_t before = 0, after = 0, allowed = 0;
    shell("git init -q w; cd w; for i in $(seq 500); do echo $i >file-$i; done; git add .;"
          "git write-tree");
    cr_assert_eq(git_oid_fromstr(&id, answer), 0);
    git_repository *git = open_git("w");
    git_libgit2_opts(GIT_OPT_GET_CACHED_MEMORY, &before, &allowed);
    cr_assert_eq(git_tree_lookup(&tree, git, &id), 0);
    git_tree_free(tree);
    git_libgit2_opts(GIT_OPT_GET_CACHED_MEMORY, &after, &allowed);
    cr_expect_gt(after - before, 16000, "%zd bytes", after - before);
    close_git(git);
}

Test(library, a_pack_may_have_twenty_million_objects)
{
    size_t most = 0;
    struct err err = {0};
    cr_assert_eq(library_open(&err), 0);
    cr_assert_eq(git_libgit2_opts(GIT_OPT_GET_PACK_MAX_OBJECTS, &most), 0);
    cr_expect_eq(most, 20000000u);
    library_close();
}
