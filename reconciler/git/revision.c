// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/revision.h"

#include <string.h>

#include "reconciler/git/blob.h"
#include "reconciler/git/commit_signature.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/remote/lookup.h"
#include "reconciler/git/source_at.h"

static int read_file(void *context, const struct source_file *file, struct text *bytes,
                     struct err *err)
{
    return blob_read(context, file, bytes, err);
}

static int name_check(const char *name, struct err *err)
{
    size_t length = strlen(name);
    if (length == 0 || length >= REVISION_MAX || *name == '-')
        return err_set(err, "\"%.60s\" is not a revision", name);
    for (const unsigned char *at = (const unsigned char *)name; *at != '\0'; at++)
        if (*at < 0x20 || *at == 0x7f)
            return err_set(err, "write a revision without control characters");
    /* A search through messages, or a path in a commit: neither is a name of one commit. */
    if (strpbrk(name, ":{") != NULL)
        return err_set(err, "\"%s\" does not name a commit", name);
    return 0;
}

/* Whether what stands before ~ and ^ means something in this repository itself. */
static bool begins_here(git_repository *git, const char *text)
{
    char begin[REVISION_MAX];
    git_object *found = NULL;
    snprintf(begin, sizeof begin, "%.*s", (int)strcspn(text, "~^"), text);
    bool here = git_revparse_single(&found, git, begin) == 0;
    git_object_free(found);
    return here || text_equal(begin, "HEAD");
}

/* The commit behind `text` of the repository at hand. */
static bool find_commit(git_repository *git, const char *text, git_oid *out)
{
    char remote[REVISION_MAX + 32];
    if (lookup_here(git, text, out))
        return true;
    snprintf(remote, sizeof remote, "refs/remotes/origin/%s", text);
    return !begins_here(git, text) && lookup_here(git, remote, out);
}

static bool is_branch(git_repository *git, const char *name, char *branch, size_t size)
{
    char full[REVISION_MAX + 16];
    git_oid id;
    snprintf(full, sizeof full, "refs/heads/%s", name);
    if (git_reference_name_to_id(&id, git, full) != 0)
        return false;
    snprintf(branch, size, "%s", name);
    return true;
}

static int local_tip(struct repository *repository, const char *name, struct tip *tip,
                     struct err *err)
{
    if (!find_commit(repository->git, name, &tip->id)) {
        err_set(err, "there is no commit \"%s\"", name);
        return err_hint(err, "fetch it first; in a shallow clone run `git fetch --unshallow`");
    }
    tip->exists = true;
    is_branch(repository->git, name, tip->branch, sizeof tip->branch);
    return 0;
}

/* Asks for the branch that the revision begins with: for HEAD, and to find an id, HEAD's. */
static int ask_branch(struct repository *repository, const char *name, size_t length,
                      struct tip *tip, struct err *err)
{
    char branch[REVISION_MAX];
    const char *before = repository->branch, *own = branch;
    snprintf(branch, sizeof branch, "%.*s", (int)length, name);
    if (text_starts(branch, "refs/heads/"))
        own += strlen("refs/heads/");
    if (text_equal(own, "HEAD") || lookup_is_id(name))
        own = NULL;
    if (repository_branch(repository, own, err) != 0)
        return -1;
    int result = repository->driver->tip(repository, tip, err);
    repository->branch = before;
    return result;
}

/* A server without version 2 gives branches with their whole history, and nothing else. */
static int old_revision(struct repository *repository, const char *name, struct tip *tip,
                        struct err *err)
{
    char text[GIT_OID_HEXSZ + REVISION_MAX + 1];
    size_t length = strcspn(name, "~^");
    bool id = lookup_is_id(name);
    git_oid found;
    if (ask_branch(repository, name, length, tip, err) != 0)
        return -1;
    if (!tip->exists)
        return err_set(err, "the repository is empty");
    if (!id && name[length] == '\0')
        return 0;
    git_oid_tostr(text, GIT_OID_HEXSZ + 1, &tip->id);
    snprintf(text + GIT_OID_HEXSZ, sizeof text - GIT_OID_HEXSZ, "%s", name + length);
    if (!lookup_here(repository->git, id ? name : text, &found)) {
        err_set(err, "the commit \"%s\" was not fetched", name);
        return err_hint(err, "name a branch, or use a clone that has the commit");
    }
    *tip = (struct tip){.exists = true, .id = found};
    return 0;
}

static int remote_revision(struct repository *repository, const char *name, struct tip *tip,
                           struct err *err)
{
    int result = lookup_commit(repository, name, tip, err);
    return result > 0 ? old_revision(repository, name, tip, err) : result;
}

static int find(struct repository *repository, const char *name, struct tip *tip, struct err *err)
{
    bool remote = repository->kind == REPOSITORY_REMOTE;
    if (repository->kind == REPOSITORY_FOLDER) {
        err_set(err, "the folder has no commits");
        return err_hint(err, "name a work tree, a bare repository or a URL");
    }
    if (name == NULL) {
        if (repository->driver->tip == NULL)
            return err_set(err, "no revision given");
        return repository->driver->tip(repository, tip, err);
    }
    if (name_check(name, err) != 0)
        return -1;
    return remote ? remote_revision(repository, name, tip, err)
                  : local_tip(repository, name, tip, err);
}

/* The files of the tip's commit into the run's arena. */
static int list(struct repository *repository, struct arena *run, const struct tip *tip,
                struct source *out, struct err *err)
{
    struct listing listing = {0};
    git_commit *commit = NULL;
    if (repository->odb == NULL && git_repository_odb(&repository->odb, repository->git) != 0)
        return library_error(err, "the objects can't be opened");
    if (tip->exists) {
        if (git_commit_lookup(&commit, repository->git, &tip->id) != 0)
            return library_error(err, "the commit can't be read");
        git_oid tree = *git_commit_tree_id(commit);
        git_commit_free(commit);
        if (tree_list(repository->odb, &tree, repository->options.wanted, NULL, NULL,
                      repository->options.stop, &listing, err) != 0) {
            listing_done(&listing);
            return -1;
        }
    }
    *out = source_at_make(&listing, run, read_file, repository);
    out->commits = repository_commits(repository);
    out->name = repository->location.name;
    listing_done(&listing);
    return 0;
}

int repository_source_at(struct repository *repository, struct arena *run, const char *name,
                         struct source *out, struct revision *revision, struct err *err)
{
    char hex[GIT_OID_HEXSZ + 1];
    struct tip tip = {0};
    struct source source;
    struct err doubt = {0};
    if (find(repository, name, &tip, err) != 0 || list(repository, run, &tip, &source, err) != 0)
        return err_wrap(err, "reading \"%s\"", repository->location.name);
    if (tip.exists)
        source.commit = arena_text(run, git_oid_tostr(hex, sizeof hex, &tip.id));
    source.branch = *tip.branch ? arena_text(run, tip.branch) : NULL;
    bool trusted = commit_signature_judge(repository, &tip, &doubt) == 0;
    *out = source;
    *revision = (struct revision){
        .name = arena_text(run, name != NULL ? name : source.branch),
        .doubt = trusted ? NULL : arena_text(run, doubt.message),
    };
    return 0;
}
