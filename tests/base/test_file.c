// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/base/file.h"

static char folder[] = "/tmp/weir-file-XXXXXX";

static void enter(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    cr_assert(chdir(folder) == 0);
}

static void leave(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert(system(command) == 0);
}

TestSuite(file, .init = enter, .fini = leave);

static const char *content(const char *path)
{
    static char bytes[64];
    text_scope struct text text = text_of(sizeof bytes - 1);
    cr_assert(file_read(path, 0, &text) == 0, "%s: %s", path, strerror(errno));
    memcpy(bytes, text.data, text.length + 1);
    return bytes;
}

static void write_file(const char *path, const char *bytes)
{
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    cr_assert(file_draft_create(&draft, AT_FDCWD, "draft", 0600) == 0);
    cr_assert(file_draft_write(&draft, bytes, strlen(bytes)) == 0);
    cr_assert(file_draft_sync(&draft) == 0);
    cr_assert(file_draft_rename(&draft, path) == 0);
}

Test(file, a_draft_replaces_the_file_when_it_is_renamed)
{
    write_file("a", "old");
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    cr_assert(file_draft_create(&draft, AT_FDCWD, "a.new", 0600) == 0);
    cr_assert(file_draft_write(&draft, "n", 1) == 0);
    cr_assert(file_draft_write(&draft, "ew", 2) == 0);
    cr_assert_str_eq(content("a"), "old");
    cr_assert(file_draft_rename(&draft, "a") == 0);
    file_sync_parent("a");
    cr_assert_str_eq(content("a"), "new");
    cr_assert(access("a.new", F_OK) < 0);
}

Test(file, a_draft_that_is_not_renamed_leaves_nothing)
{
    write_file("a", "old");
    struct file_draft draft = FILE_DRAFT_NONE;
    cr_assert(file_draft_create(&draft, AT_FDCWD, "a.new", 0600) == 0);
    cr_assert(file_draft_write(&draft, "new", 3) == 0);
    errno = ENOSPC;
    file_draft_close(&draft);
    cr_assert_eq(errno, ENOSPC);
    cr_assert(access("a.new", F_OK) < 0);
    cr_assert_str_eq(content("a"), "old");
    file_draft_close(&draft);
}

Test(file, a_leftover_is_removed_and_a_link_is_not_followed)
{
    write_file("precious", "kept");
    cr_assert(symlink("precious", "a.new") == 0);
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    cr_assert(file_draft_create(&draft, AT_FDCWD, "a.new", 0640) == 0);
    cr_assert(file_draft_write(&draft, "x", 1) == 0);
    cr_assert_str_eq(content("precious"), "kept");
    struct stat at;
    cr_assert(lstat("a.new", &at) == 0 && S_ISREG(at.st_mode));
}

Test(file, a_name_with_a_placeholder_is_unique)
{
    file_draft_scope struct file_draft one = FILE_DRAFT_NONE, other = FILE_DRAFT_NONE;
    cr_assert(file_draft_create(&one, AT_FDCWD, "a.XXXXXX", 0600) == 0);
    cr_assert(file_draft_create(&other, AT_FDCWD, "a.XXXXXX", 0600) == 0);
    cr_assert_str_neq(one.temporary, other.temporary);
    cr_assert_str_neq(one.temporary, "a.XXXXXX");
    cr_assert(text_starts(one.temporary, "a."));
}

Test(file, names_are_relative_to_the_folder)
{
    cr_assert(file_make_folders("sub/", 0700) == 0);
    int sub = open("sub", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    cr_assert(file_draft_create(&draft, sub, "tmp", 0600) == 0);
    cr_assert(file_draft_write(&draft, "x", 1) == 0);
    file_draft_begin_sync(&draft);
    cr_assert(file_draft_sync(&draft) == 0 && file_draft_rename(&draft, "a") == 0);
    file_sync_folder(sub);
    close(sub);
    cr_assert_str_eq(content("sub/a"), "x");
}

Test(file, folders_of_a_path_are_made_and_existing_ones_kept)
{
    cr_assert(file_make_folders("a/b/c", 0700) == 0);
    cr_assert(access("a/b", F_OK) == 0 && access("a/b/c", F_OK) < 0);
    cr_assert(file_make_folders("a/b/c/", 0700) == 0);
    cr_assert(access("a/b/c", F_OK) == 0);
    write_file("a/file", "x");
    cr_assert(file_make_folders("a/file/b/", 0700) < 0 && errno == ENOTDIR);
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/x/y", folder);
    cr_assert(file_make_folders(path, 0700) == 0 && access("x", F_OK) == 0);
    memset(path, 'a', sizeof path);
    strcpy(path + PATH_MAX, "/");
    cr_assert(file_make_folders(path, 0700) < 0 && errno == ENAMETOOLONG);
}

Test(file, reading_tells_apart_missing_long_and_fitting_files)
{
    text_scope struct text text = text_of(3);
    struct err err = {0};
    cr_assert(file_read("a", 0, &text) < 0 && errno == ENOENT);
    write_file("a", "123");
    cr_assert(file_read("a", 0, &text) == 0);
    cr_assert_str_eq(text.data, "123");
    write_file("a", "1234");
    text_clear(&text);
    cr_assert(file_read("a", 0, &text) == 1);
    cr_assert(file_read_all("the file", "a", 0, &text, &err) < 0);
    cr_assert_str_eq(err.message, "the file \"a\" is longer than 3 bytes");
    cr_assert(file_read_all("the file", "b", 0, &text, &err) < 0);
    cr_assert_str_eq(err.message, "reading the file \"b\": No such file or directory");
    cr_assert(file_read(".", 0, &text) < 0 && errno == EISDIR);
    cr_assert(symlink("a", "link") == 0);
    cr_assert(file_read("link", O_NOFOLLOW, &text) < 0 && errno == ELOOP);
}
