// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/plain_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include "reconciler/git/current_files.h"
#include "reconciler/git/files/folder_file.h"
#include "reconciler/git/files/folder_list.h"

int plain_folder_open(struct repository *repository, struct err *err)
{
    const char *path = repository->location.path;
    repository->root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return repository->root >= 0 ? 0 : err_errno(err, "the folder \"%s\" can't be opened", path);
}

void plain_folder_close(struct repository *repository)
{
    if (repository->root >= 0)
        close(repository->root);
}

int plain_folder_list(struct repository *repository, struct ignore *ignore, struct err *err)
{
    struct listing fresh = {0};
    if (folder_list(repository->root, repository->options.wanted, ignore, &repository->listing,
                    &fresh, err) < 0) {
        listing_done(&fresh);
        return -1;
    }
    current_files_replace(repository, &fresh);
    return 0;
}

int plain_folder_read(struct repository *repository, const struct source_file *file,
                      struct text *bytes, struct err *err)
{
    return folder_file_read(repository->root, file->path, bytes, err);
}

static int refresh(struct repository *repository, struct tip *tip, struct err *err)
{
    *tip = (struct tip){0};
    return plain_folder_list(repository, NULL, err);
}

static int refuse(const struct repository *repository, struct err *err)
{
    err_set(err, "the folder \"%s\" has no commits", repository->location.name);
    return err_hint(err, "name a work tree, a bare repository or a URL");
}

static int tips(struct repository *repository, struct tip *out, struct err *err)
{
    (void)out;
    return refuse(repository, err);
}

static int find(struct repository *repository, const char *revision, struct tip *out,
                struct err *err)
{
    (void)revision;
    (void)out;
    return refuse(repository, err);
}

const struct repository_driver plain_folder_driver = {.kind = REPOSITORY_FOLDER,
                                                      .in_place = true,
                                                      .open = plain_folder_open,
                                                      .close = plain_folder_close,
                                                      .refresh = refresh,
                                                      .read = plain_folder_read,
                                                      .tips = tips,
                                                      .find = find};
