// SPDX-License-Identifier: Apache-2.0
/* A folder of its own for each test, shell commands in it, and repositories made by git(1). */
#pragma once

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/attribute.h"
#include "reconciler/git/commit_write.h"
#include "reconciler/git/files/file_write.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/repository.h"

static char scratch[64];
static char answer[8192]; /* what the last shell() printed, without the last newline */

PRINTF_LIKE(1, 2) static inline const char *shell(const char *format, ...)
{
    char command[4096], whole[4608];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    snprintf(whole, sizeof whole, "set -e; cd %s; %s", scratch, command);
    FILE *pipe = popen(whole, "r");
    cr_assert(pipe);
    size_t length = fread(answer, 1, sizeof answer - 1, pipe);
    answer[length] = '\0';
    while (length > 0 && answer[length - 1] == '\n')
        answer[--length] = '\0';
    int status = pclose(pipe);
    cr_assert_eq(status, 0, "status %d of: %s", status, command);
    return answer;
}

static inline void scratch_open(void)
{
    snprintf(scratch, sizeof scratch, "/tmp/weir-git.XXXXXX");
    cr_assert(mkdtemp(scratch));
    setenv("HOME", scratch, 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_AUTHOR_NAME", "Ada", 1);
    setenv("GIT_AUTHOR_EMAIL", "ada@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "Ada", 1);
    setenv("GIT_COMMITTER_EMAIL", "ada@example.org", 1);
    setenv("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z", 1);
    setenv("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z", 1);
    shell("git config --global init.defaultBranch main");
}

static inline void scratch_close(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", scratch);
    cr_assert_eq(system(command), 0);
}

/* "SCRATCH/name", in a buffer that the next call but three overwrites. */
static inline const char *in_scratch(const char *name)
{
    static char buffers[4][256];
    static unsigned at;
    char *buffer = buffers[at++ % 4];
    snprintf(buffer, sizeof buffers[0], "%s/%s", scratch, name);
    return buffer;
}

static inline struct repository *open_with(const char *location,
                                           const struct repository_options *options)
{
    struct repository *repository = NULL;
    struct err err = {0};
    int result = repository_open(location, options, &repository, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    return repository;
}

static inline struct source read_source(struct repository *repository, struct arena *run)
{
    struct source source;
    struct err err = {0};
    int result = repository_source(repository, run, &source, &err);
    cr_assert_eq(result, 0, "%s (%s)", err.message, err.hint);
    return source;
}

/* The paths of a source, each followed by a space. */
static inline const char *paths_of(const struct source *source, struct arena *run)
{
    char *all = arena_text(run, "");
    for (size_t i = 0; i < source->count; i++)
        all = arena_print(run, "%s%s ", all, source->files[i].path);
    return all;
}

/* The bytes of one file. */
static inline const char *bytes_of(const struct source *source, const char *path, struct arena *run)
{
    text_scope struct text bytes = text_of(TEXT_FILE_MAX);
    struct err err = {0};
    ptrdiff_t index = source_find(source, path);
    cr_assert_geq(index, 0, "no %s", path);
    int result = source->read(source->context, (size_t)index, &bytes, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    return arena_copy(run, bytes.data ? bytes.data : "", bytes.length);
}

/* Whether a note on this path has this reason. */
static inline bool noted(const struct repository *repository, const char *path, const char *reason)
{
    list_each (note, &repository->listing.notes)
        if (strcmp(note->path, path) == 0 && strstr(note->reason, reason))
            return true;
    return false;
}

static inline struct file_edit edit_of(const char *path, const char *old, const char *bytes)
{
    return (struct file_edit){path, old, old ? strlen(old) : 0, bytes, strlen(bytes)};
}

static inline struct commit_request request_of(const struct source *source,
                                               const struct file_edit *edits, size_t count)
{
    return (struct commit_request){
        .base = source->commit,
        .edits = edits,
        .count = count,
        .message = "weir: myapp\n\nWeir-Run: 1",
        .author = {"weir", "weir@example.org"},
        .committer = {"weir", "weir@example.org"},
        .date = 1767312000, /* 2026-01-02 */
    };
}

static inline struct write_outcome commit_of(struct repository *repository,
                                             const struct commit_request *request)
{
    struct write_outcome outcome = {0};
    struct err err = {0};
    int result = commit_write(repository, request, &outcome, &err);
    cr_assert_eq(result, 0, "%s", err.message);
    return outcome;
}
