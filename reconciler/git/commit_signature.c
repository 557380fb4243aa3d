// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/commit_signature.h"

#include <string.h>

#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/commit_parse.h"
#include "reconciler/git/objects/tree.h"

int commit_signature_judge(struct repository *repository, const struct tip *tip, struct err *err)
{
    const struct trust *trust = &repository->options.trust;
    odb_object_scope git_odb_object *object = NULL;
    struct verdict verdict;
    char hex[GIT_OID_HEXSZ + 1];
    if (!tip->exists || !trust_asked(trust))
        return 0;
    git_oid_tostr(hex, sizeof hex, &tip->id);
    if (object_read(repository->odb, &tip->id, GIT_OBJECT_COMMIT, COMMIT_BYTES_MAX, &object, err) !=
        0)
        return err_wrap(err, "the commit %s", hex);
    if (trust_judge(trust, git_odb_object_data(object), git_odb_object_size(object),
                    repository->options.stop, &verdict, err) < 0)
        return err_wrap(err, "the signature of commit %s", hex);
    if (verdict.trusted)
        return 0;
    err_set(err, "refusing commit %s: %s", hex, verdict.why);
    return err_hint(err, "%s",
                    *verdict.hint ? verdict.hint
                                  : "requireSignedCommits in this machine's configuration requires "
                                    "a signature by an allowed key");
}

int commit_signature_make(struct repository *repository, struct arena *arena, const char **commit,
                          struct err *err)
{
    const struct repository_options *options = &repository->options;
    struct verdict verdict;
    if (options->sign_key_file != NULL &&
        trust_sign(arena, options->sign_key_file, *commit, commit, err) < 0)
        return -1;
    if (!trust_asked(&options->trust))
        return 0;
    if (trust_judge(&options->trust, *commit, strlen(*commit), options->stop, &verdict, err) < 0)
        return -1;
    if (verdict.trusted)
        return 0;
    err_set(err, "weir would refuse its own new commit: %s", verdict.why);
    return err_hint(err,
                    "set commits.signingKey in this machine's configuration to an allowed key");
}
