// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/network_job.h"

#include "reconciler/registry/access_request.h"

void network_job_finish(struct network_job *job)
{
    job->network->answered(job->network->context);
}

void network_job_unknown(struct network_job *job, enum registry_class class, const char *detail)
{
    inquiry_unknown(job->inquiry, class, detail);
    network_job_finish(job);
}

void network_job_none(struct network_job *job)
{
    const char *withheld = access_withheld(job->repository);
    if (withheld != NULL) {
        network_job_unknown(job, REGISTRY_UNAUTHORIZED, withheld);
        return;
    }
    bool list = job->inquiry->way == INQUIRY_BY_TAGS;
    if (job->inquiry->way == INQUIRY_BY_CONFIG)
        walk_missing(&job->walk);
    else
        inquiry_none(job->inquiry, list                            ? "repository"
                                   : job->inquiry->image.by_digest ? "manifest"
                                                                   : "tag");
    network_job_finish(job);
}

void network_job_get_instead(struct network_job *job)
{
    job->request.method = HTTP_GET;
    access_request_add(job->repository, &job->request);
}
