// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/revision.h"

#include <string.h>

#include "reconciler/git/blob.h"
#include "reconciler/git/commit_signature.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/refs/local_commit.h"
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
        return err_set(err, "\"%.60s\" is not a valid revision", name);
    for (const unsigned char *at = (const unsigned char *)name; *at != '\0'; at++)
        if (*at < 0x20 || *at == 0x7f)
            return err_set(err, "the revision has a control character");
    /* In git a ":" begins a path or a search, and a "{" begins a search or names an entry of the
     * reflog. Neither is needed to name a commit. */
    if (strpbrk(name, ":{") != NULL)
        return err_set(err, "the revision \"%s\" has a \":\" or \"{\", which is not supported",
                       name);
    return 0;
}

static int find(struct repository *repository, const char *name, struct tip *tip, struct err *err)
{
    return name != NULL && name_check(name, err) < 0
               ? -1
               : repository->driver->find(repository, name, tip, err);
}

/* Sets *out to a source, in the arena `run`, with the files of the tip's commit. */
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
                      repository->options.stop, &listing, err) < 0) {
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
    if (find(repository, name, &tip, err) < 0 || list(repository, run, &tip, &source, err) < 0)
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
