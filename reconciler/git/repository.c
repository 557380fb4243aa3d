// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/repository.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "reconciler/git/bare.h"
#include "reconciler/git/files/path.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/library.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/plain_folder.h"
#include "reconciler/git/remote/remote.h"
#include "reconciler/git/work_tree.h"

static bool exists(const char *folder, const char *name)
{
    char path[LOCATION_MAX + 16];
    struct stat at;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return lstat(path, &at) == 0;
}

/* Returns the driver for a path of this machine, or NULL with err set. */
static const struct repository_driver *driver_of_path(const char *path, struct err *err)
{
    struct stat at;
    if (stat(path, &at) != 0) {
        err_errno(err, "the repository \"%s\" can't be opened", path);
        if (errno == ENOENT)
            err_hint(err, "name a folder, a bare repository or a URL");
        return NULL;
    }
    if (!S_ISDIR(at.st_mode)) {
        err_set(err, "\"%s\" is not a folder", path);
        return NULL;
    }
    if (exists(path, "HEAD") && exists(path, "objects") && exists(path, "refs"))
        return &bare_driver;
    return exists(path, ".git") ? &work_tree_driver : &plain_folder_driver;
}

static const char *const *copy_texts(struct arena *own, const char *const *texts, size_t count)
{
    const char **made = arena_array(own, const char *, count);
    for (size_t i = 0; i < count; i++)
        made[i] = arena_text(own, texts[i]);
    return made;
}

static void copy_options(struct repository *repository, const struct repository_options *given)
{
    static const struct repository_options none = {0};
    struct repository_options *to = &repository->options;
    struct arena *own = &repository->own;
    *to = given != NULL ? *given : none;
    to->branch = arena_text(own, to->branch);
    to->base = arena_text(own, to->base);
    to->wanted = to->wanted != NULL ? to->wanted : path_is_manifest;
    to->cache_folder = arena_text(own, to->cache_folder);
    to->username = arena_text(own, to->username);
    to->token = arena_text(own, to->token);
    to->token_file = arena_text(own, to->token_file);
    to->ssh_program = arena_text(own, to->ssh_program);
    to->ssh_key_file = arena_text(own, to->ssh_key_file);
    to->known_hosts_file = arena_text(own, to->known_hosts_file);
    to->ca_files = copy_texts(own, to->ca_files, to->ca_file_count);
    to->plain_http = copy_texts(own, to->plain_http, to->plain_http_count);
    to->sign_key_file = arena_text(own, to->sign_key_file);
    to->trust.allowed_signers = arena_text(own, to->trust.allowed_signers);
    to->trust.gpg_keyring = arena_text(own, to->trust.gpg_keyring);
    to->trust.gpg_fingerprints =
        copy_texts(own, to->trust.gpg_fingerprints, to->trust.gpg_fingerprint_count);
    to->connect_seconds = to->connect_seconds ? to->connect_seconds : REPOSITORY_CONNECT_SECONDS;
    to->silence_seconds = to->silence_seconds ? to->silence_seconds : REPOSITORY_SILENCE_SECONDS;
    to->total_seconds = to->total_seconds ? to->total_seconds : REPOSITORY_TOTAL_SECONDS;
}

static int open_location(struct repository *repository, const char *location, struct err *err)
{
    if (location_parse(&repository->own, location, &repository->location, err) < 0 ||
        repository_branch(repository, repository->options.branch, err) < 0 ||
        trust_check(&repository->options.trust, err) < 0)
        return -1;
    repository->driver = repository->location.scheme == LOCATION_PATH
                             ? driver_of_path(repository->location.path, err)
                             : &remote_driver;
    return repository->driver != NULL ? repository->driver->open(repository, err) : -1;
}

int repository_open(const char *location, const struct repository_options *options,
                    struct repository **out, struct err *err)
{
    struct repository *made = memory_must(calloc(1, sizeof *made));
    made->root = -1;
    made->pack = pack_of_none();
    copy_options(made, options);
    if (open_location(made, location, err) < 0) {
        repository_close(made);
        return -1;
    }
    *out = made;
    return 0;
}

void repository_close(struct repository *repository)
{
    if (repository == NULL)
        return;
    if (repository->driver != NULL && repository->driver->close != NULL)
        repository->driver->close(repository);
    if (repository->library) {
        ignore_done(&repository->ignore);
        git_odb_free(repository->odb);
        git_repository_free(repository->git);
        library_close();
    }
    ledger_done(&repository->ledger);
    ledger_store_done(&repository->kept);
    pack_done(&repository->pack);
    listing_done(&repository->listing);
    arena_done(&repository->own);
    free(repository->cache);
    free(repository);
}

enum repository_kind repository_kind(const struct repository *repository)
{
    return repository->driver->kind;
}

bool repository_commits(const struct repository *repository)
{
    return !repository->driver->in_place;
}

const char *repository_cache(const struct repository *repository)
{
    return repository->cache;
}

const char *repository_name(const struct repository *repository)
{
    return repository->location.name;
}

const char *repository_path(const struct repository *repository)
{
    return repository->location.scheme == LOCATION_PATH ? repository->location.path : NULL;
}

int repository_branch(struct repository *repository, const char *branch, struct err *err)
{
    if (branch != NULL && !branch_valid(branch))
        return err_set(err, "\"%s\" is not a valid branch name", branch);
    if (journal_is_branch(branch)) {
        err_set(err, "\"%s\" is a journal's branch, which has no manifests", branch);
        return err_hint(err, "name the branch with the manifests");
    }
    if (!text_equal(branch, repository->branch))
        repository->branch = arena_text(&repository->own, branch);
    return 0;
}

void repository_settings(struct repository *repository, const char *branch)
{
    if (!text_equal(branch, repository->settings_branch))
        repository->settings_branch = arena_text(&repository->own, branch);
}

void repository_accept_rewind(struct repository *repository, bool accept)
{
    repository->options.accept_rewind = accept;
}

static int read_file(void *context, size_t index, struct text *bytes, struct err *err)
{
    struct repository *repository = context;
    return repository->driver->read(repository, &repository->listing.files.items[index], bytes,
                                    err);
}

int repository_source(struct repository *repository, struct arena *run, struct source *out,
                      struct err *err)
{
    struct tip tip = {0};
    if (repository->driver->refresh(repository, &tip, err) < 0)
        return err_wrap(err, "reading \"%s\"", repository->location.name);
    repository->tip = tip;
    const struct listing *listing = &repository->listing;
    char hex[GIT_OID_HEXSZ + 1];
    *out = (struct source){
        .files = listing->files.items,
        .count = listing->files.count,
        .notes = listing->notes.items,
        .note_count = listing->notes.count,
        .version = repository->version,
        .name = repository->location.name,
        .commit = tip.exists ? arena_text(run, git_oid_tostr(hex, sizeof hex, &tip.id)) : NULL,
        .commits = repository_commits(repository),
        .branch = *tip.branch ? arena_text(run, tip.branch) : NULL,
        .context = repository,
        .read = read_file,
    };
    return 0;
}

bool repository_partial(const struct repository *repository)
{
    return repository_lazy(repository);
}

static int by_id(const void *left, const void *right)
{
    return git_oid_cmp(left, right);
}

int repository_need(struct repository *repository, const struct source *source,
                    const size_t *indexes, size_t count, struct err *err)
{
    arena_scope struct arena arena = {0};
    LIST_OF(git_oid) lacking = {0};
    size_t kept = 0;
    if (repository->driver->need == NULL || git_odb_refresh(repository->odb) != 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        git_oid id = tree_object_id(&source->files[indexes[i]].id);
        if (!git_odb_exists_ext(repository->odb, &id, GIT_ODB_LOOKUP_NO_REFRESH))
            *list_add(&arena, &lacking) = id;
    }
    list_sort(&lacking, by_id);
    for (size_t i = 0; i < lacking.count; i++)
        if (kept == 0 || !git_oid_equal(&lacking.items[i], &lacking.items[kept - 1]))
            lacking.items[kept++] = lacking.items[i];
    if (kept == 0 || repository->driver->need(repository, lacking.items, kept, err) == 0)
        return 0;
    return err_wrap(err, "reading \"%s\"", repository->location.name);
}
