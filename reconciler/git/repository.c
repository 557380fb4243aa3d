// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/repository.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reconciler/git/bare.h"
#include "reconciler/git/blob.h"
#include "reconciler/git/commit_signature.h"
#include "reconciler/git/files/folder_list.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/library.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote.h"
#include "reconciler/git/repository_tip.h"

/* Its own branch of the journal or origin's, whichever holds more. */
static void find_journal(git_repository *git, struct journal_tip *out)
{
    git_oid fetched;
    bool there =
        git_reference_name_to_id(&fetched, git, "refs/remotes/origin/" JOURNAL_BRANCH) == 0;
    journal_tip_read(git, out);
    if (out->state == JOURNAL_NEW)
        out->state = there ? JOURNAL_READ : JOURNAL_NOT_KEPT;
    else if (!there || out->state != JOURNAL_READ ||
             git_graph_descendant_of(git, &fetched, &out->id) != 1)
        return;
    out->id = fetched;
}

/* The branch that is checked out, and where it and the journal stand. */
static void find_tip(git_repository *git, struct tip *out)
{
    reference_scope git_reference *head = NULL;
    const char *target = NULL;
    if (git_reference_lookup(&head, git, "HEAD") == 0)
        target = git_reference_symbolic_target(head);
    if (target != NULL && text_starts(target, "refs/heads/"))
        snprintf(out->branch, sizeof out->branch, "%s", target + strlen("refs/heads/"));
    find_journal(git, &out->journal);
}

static int folder_access_list(struct repository *repository, struct listing *out, struct tip *tip,
                              struct err *err)
{
    if (repository->kind == REPOSITORY_WORK_TREE)
        find_tip(repository->git, tip);
    return folder_list(repository->root, repository->options.wanted,
                       repository->kind == REPOSITORY_WORK_TREE ? &repository->ignore : NULL,
                       &repository->listing, out, err);
}

static const struct repository_driver folder_driver = {.list = folder_access_list};

static bool exists(const char *folder, const char *name)
{
    char path[LOCATION_MAX + 16];
    struct stat at;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return lstat(path, &at) == 0;
}

static int open_work_tree(struct repository *repository, struct err *err)
{
    const char *path = repository->location.path;
    if (library_open(err) != 0)
        return -1;
    repository->library = true;
    if (git_repository_open_ext(&repository->git, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) != 0)
        return library_error(err, "the repository \"%s\" can't be opened", path);
    repository->ignore.git = repository->git;
    return 0;
}

static int open_path(struct repository *repository, struct err *err)
{
    const char *path = repository->location.path;
    struct stat at;
    if (stat(path, &at) != 0) {
        err_errno(err, "the repository \"%s\" can't be opened", path);
        return errno == ENOENT ? err_hint(err, "name a folder, a bare repository or a URL") : -1;
    }
    if (!S_ISDIR(at.st_mode))
        return err_set(err, "\"%s\" is not a folder", path);
    if (exists(path, "HEAD") && exists(path, "objects") && exists(path, "refs")) {
        repository->kind = REPOSITORY_BARE;
        repository->driver = &bare_driver;
        return bare_open(repository, path, err);
    }
    repository->driver = &folder_driver;
    repository->kind = exists(path, ".git") ? REPOSITORY_WORK_TREE : REPOSITORY_FOLDER;
    repository->root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (repository->root < 0)
        return err_errno(err, "the folder \"%s\" can't be opened", path);
    return repository->kind == REPOSITORY_WORK_TREE ? open_work_tree(repository, err) : 0;
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
    to->wanted = to->wanted != NULL ? to->wanted : name_manifest;
    to->cache_folder = arena_text(own, to->cache_folder);
    to->username = arena_text(own, to->username);
    to->token = arena_text(own, to->token);
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

static int open_remote(struct repository *repository, struct err *err)
{
    const struct location *location = &repository->location;
    const struct repository_options *options = &repository->options;
    if (location_plain(location) &&
        !location_listed(location, options->plain_http, options->plain_http_count)) {
        err_set(err, "refusing to contact \"%s\" without TLS", location->name);
        return err_hint(err, "use https:// or ssh://, or name the host with --plain-http");
    }
    repository->kind = REPOSITORY_REMOTE;
    repository->driver = &remote_driver;
    return remote_open(repository, err);
}

int repository_open(const char *location, const struct repository_options *options,
                    struct repository **out, struct err *err)
{
    struct repository *made = memory_must(calloc(1, sizeof *made));
    made->root = -1;
    made->pack = pack_of_none();
    copy_options(made, options);
    int result = location_parse(&made->own, location, &made->location, err);
    if (result == 0)
        result = repository_branch(made, made->options.branch, err);
    if (result == 0)
        result = trust_check(&made->options.trust, err);
    if (result == 0)
        result =
            made->location.scheme == LOCATION_PATH ? open_path(made, err) : open_remote(made, err);
    if (result != 0) {
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
    if (repository->root >= 0)
        close(repository->root);
    ledger_done(&repository->ledger);
    pack_done(&repository->pack);
    listing_done(&repository->listing);
    arena_done(&repository->own);
    free(repository->cache);
    free(repository);
}

enum repository_kind repository_kind(const struct repository *repository)
{
    return repository->kind;
}

bool repository_commits(const struct repository *repository)
{
    return repository->driver->move != NULL;
}

const char *repository_cache(const struct repository *repository)
{
    return repository->remote != NULL ? repository->remote->cache.folder : repository->cache;
}

const char *repository_name(const struct repository *repository)
{
    return repository->location.name;
}

/* The rules of git check-ref-format that matter before a name is put behind "refs/heads/". */
static bool branch_valid(const char *branch)
{
    size_t length = strlen(branch);
    if (length == 0 || length >= BRANCH_MAX - 16 || *branch == '-' || *branch == '/' ||
        branch[length - 1] == '/' || branch[length - 1] == '.' || text_equal(branch, "@") ||
        strstr(branch, "..") != NULL || strstr(branch, "//") != NULL ||
        strstr(branch, "@{") != NULL || strpbrk(branch, " ~^:?*[\\") != NULL ||
        text_ends(branch, ".lock") || strstr(branch, ".lock/") != NULL || *branch == '.' ||
        strstr(branch, "/.") != NULL)
        return false;
    for (const unsigned char *at = (const unsigned char *)branch; *at; at++)
        if (*at < 0x20 || *at == 0x7f)
            return false;
    return true;
}

int repository_branch(struct repository *repository, const char *branch, struct err *err)
{
    if (branch != NULL && !branch_valid(branch))
        return err_set(err, "\"%s\" is not a valid branch name", branch);
    if (!text_equal(branch, repository->branch))
        repository->branch = arena_text(&repository->own, branch);
    return 0;
}

void repository_accept_rewind(struct repository *repository, bool accept)
{
    repository->options.accept_rewind = accept;
}

static int read_file(void *context, size_t index, struct text *bytes, struct err *err)
{
    struct repository *repository = context;
    const struct source_file *file = &repository->listing.files.items[index];
    if (repository->root >= 0)
        return folder_read(repository->root, file->path, bytes, err);
    return blob_read_or_renew(repository, file, bytes, err);
}

/* Takes the listing over, in the place of the one that stands. */
static void keep_listing(struct repository *repository, struct listing *fresh)
{
    if (repository->version == 0 || !listing_same(&repository->listing, fresh))
        repository->version++;
    listing_done(&repository->listing);
    repository->listing = *fresh;
}

/* The listing of the tip's commit, unless it stands already. */
static int list_tip(struct repository *repository, const struct tip *tip, struct err *err)
{
    struct listing fresh = {0};
    git_oid tree = {0};
    if (repository->listed && tip->exists && git_oid_equal(&repository->listed_id, &tip->id))
        return 0;
    if (tip->exists) {
        git_commit *commit = NULL;
        if (git_commit_lookup(&commit, repository->git, &tip->id) != 0)
            return library_error(err, "the commit of branch \"%s\" can't be read", tip->branch);
        tree = *git_commit_tree_id(commit);
        git_commit_free(commit);
        const struct listing *before = repository->listed ? &repository->listing : NULL;
        if (tree_list(repository->odb, &tree, repository->options.wanted, before,
                      &repository->listed_tree, repository->options.stop, &fresh, err) != 0) {
            listing_done(&fresh);
            return -1;
        }
    }
    keep_listing(repository, &fresh);
    repository->listed = tip->exists;
    repository->listed_id = tip->id;
    repository->listed_tree = tree;
    return 0;
}

static int read_tip(struct repository *repository, struct tip *tip, struct err *err)
{
    if (repository->driver->tip(repository, tip, err) != 0)
        return -1;
    if (list_tip(repository, tip, err) == 0)
        return 0;
    if (repository->driver->renew == NULL || repository_stopped(repository))
        return -1;
    if (repository->driver->renew(repository, err) != 0 ||
        repository->driver->tip(repository, tip, err) != 0)
        return -1;
    return list_tip(repository, tip, err);
}

static int list_files(struct repository *repository, struct tip *tip, struct err *err)
{
    struct listing fresh = {0};
    if (repository->driver->list(repository, &fresh, tip, err) != 0) {
        listing_done(&fresh);
        return -1;
    }
    keep_listing(repository, &fresh);
    return 0;
}

int repository_tips(struct repository *repository, struct tip *out, struct err *err)
{
    struct tip tip = {0};
    if (repository->kind == REPOSITORY_FOLDER) {
        err_set(err, "the folder \"%s\" has no commits", repository->location.name);
        return err_hint(err, "name a work tree, a bare repository or a URL");
    }
    if (repository->driver->tip != NULL)
        return repository->driver->tip(repository, out, err);
    find_tip(repository->git, &tip);
    tip.exists = git_reference_name_to_id(&tip.id, repository->git, "HEAD") == 0;
    if (repository->odb == NULL && git_repository_odb(&repository->odb, repository->git) != 0)
        return library_error(err, "the objects can't be opened");
    *out = tip;
    return 0;
}

int repository_source(struct repository *repository, struct arena *run, struct source *out,
                      struct err *err)
{
    struct tip tip = {0};
    int result = repository->driver->list != NULL ? list_files(repository, &tip, err)
                                                  : read_tip(repository, &tip, err);
    if (result == 0 && repository->driver->list == NULL)
        result = commit_signature_judge(repository, &tip, err);
    if (result == 0 && repository->driver->guard != NULL && trust_asked(&repository->options.trust))
        result = repository->driver->guard(repository, &tip, err);
    if (result != 0)
        return err_wrap(err, "reading \"%s\"", repository->location.name);
    repository->tip = tip;
    const struct listing *listing = &repository->listing;
    char hex[GIT_OID_HEXSZ + 1];
    *out = (struct source){
        .files = listing->files.items,
        .count = listing->files.count,
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
    return repository->options.partial && repository->driver->need != NULL;
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

const struct repository_note *repository_notes(const struct repository *repository, size_t *count)
{
    const struct listing *listing = &repository->listing;
    *count = listing->notes.count;
    return listing->notes.items;
}
