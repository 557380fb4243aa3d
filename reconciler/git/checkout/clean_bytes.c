// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/clean_bytes.h"

#include "reconciler/git/library_error.h"

bool clean_bytes_filtered(git_repository *git, const char *path)
{
    const char *value = NULL;
    return git_attr_get(&value, git, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, "filter") == 0 &&
           git_attr_value(value) == GIT_ATTR_VALUE_STRING;
}

static int convert(git_repository *git, struct arena *arena, const char *path,
                   git_filter_mode_t mode, struct byte_range from, struct byte_range *out,
                   struct err *err)
{
    git_filter_list *filters = NULL;
    git_buf buffer = GIT_BUF_INIT;
    int code = git_filter_list_load(&filters, git, NULL, path, mode, GIT_FILTER_ALLOW_UNSAFE);
    *out = from;
    if (code == 0 && filters != NULL) {
        code = git_filter_list_apply_to_buffer(&buffer, filters, from.data, from.length);
        if (code == 0)
            *out = (struct byte_range){arena_copy(arena, buffer.ptr, buffer.size), buffer.size};
    }
    git_buf_dispose(&buffer);
    git_filter_list_free(filters);
    return code == 0 ? 0
                     : library_error(err, "the line endings of \"%s\" can't be converted", path);
}

int clean_bytes_to_blob(git_repository *git, struct arena *arena, const char *path,
                        struct byte_range file, struct byte_range *out, struct err *err)
{
    return convert(git, arena, path, GIT_FILTER_TO_ODB, file, out, err);
}

int clean_bytes_to_file(git_repository *git, struct arena *arena, const char *path,
                        struct byte_range blob, struct byte_range *out, struct err *err)
{
    return convert(git, arena, path, GIT_FILTER_TO_WORKTREE, blob, out, err);
}
