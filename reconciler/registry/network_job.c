// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/network_job.h"

#include <string.h>

#include "reconciler/registry/access_request.h"

void network_job_finish(struct network_job *job)
{
    job->network->answered(job->network->context);
}

/* Replaces a secret in a text by asterisks. */
static void hide(char *text, const char *secret)
{
    enum { SHORTEST = 4 }; /* bytes; hiding a shorter secret would only reveal it */
    size_t length = secret != NULL ? strlen(secret) : 0;
    for (char *at = text; length >= SHORTEST && (at = strstr(at, secret)) != NULL; at += length)
        memset(at, '*', length);
}

/* Returns the last word of a line "Authorization: SCHEME SECRET", or NULL. */
static const char *secret_of(const char *line)
{
    const char *space = line != NULL ? strrchr(line, ' ') : NULL;
    return space != NULL ? space + 1 : NULL;
}

void network_job_unknown(struct network_job *job, enum registry_class class, const char *detail)
{
    arena_scope struct arena scratch = {0};
    const struct access_repository *repository = job->repository;
    const struct credential *credential = repository->credential;
    char *shown = arena_text(&scratch, detail);
    hide(shown, secret_of(job->request.authorization));
    hide(shown, secret_of(repository->basic));
    hide(shown, secret_of(repository->bearer));
    if (credential != NULL) {
        hide(shown, credential->password);
        hide(shown, credential->identity_token);
        hide(shown, credential->registry_token);
    }
    inquiry_unknown(job->inquiry, class, shown);
    network_job_finish(job);
}

void network_job_none(struct network_job *job, bool repository)
{
    const char *withheld = access_withheld(job->repository);
    if (withheld != NULL) {
        network_job_unknown(job, REGISTRY_UNAUTHORIZED, withheld);
        return;
    }
    repository = repository || job->inquiry->way == INQUIRY_BY_TAGS;
    if (job->inquiry->way == INQUIRY_BY_CONFIG)
        walk_missing(&job->walk);
    else
        inquiry_none(job->inquiry, repository                      ? "repository"
                                   : job->inquiry->image.by_digest ? "manifest"
                                                                   : "tag");
    network_job_finish(job);
}

void network_job_get_instead(struct network_job *job)
{
    job->request.method = HTTP_GET;
    access_request_add(job->repository, &job->request);
}
