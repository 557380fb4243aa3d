// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/network_refusal.h"

#include <stdio.h>
#include <strings.h>

#include "reconciler/net/http_header.h"
#include "reconciler/registry/access_challenge.h"
#include "reconciler/registry/access_request.h"
#include "reconciler/registry/error_body.h"
#include "reconciler/registry/network_pages.h"

void network_refusal_denied(struct network_job *job, const struct http_response *response)
{
    bool carried = job->request.authorization != NULL;
    enum access_state state = access_challenge_refused(job->repository, response, carried,
                                                       job->generation, job->refusals);
    if (state == ACCESS_SEND && job->refusals <= 3)
        access_request_add(job->repository, &job->request);
    else if (state == ACCESS_SEND)
        network_job_unknown(job, REGISTRY_UNAUTHORIZED, "the registry refused the request 4 times");
    else if (job->request.method == HTTP_HEAD && !access_challenge_sent(response))
        network_job_get_instead(job); /* only a GET has the reason in its body */
    else
        network_job_unknown(job, job->repository->class, job->repository->detail);
}

void network_refusal_missing(struct network_job *job, const struct http_response *response)
{
    char value[256];
    if (response->elsewhere) {
        network_job_unknown(job, REGISTRY_PROTOCOL,
                            "status 404 from the host that the registry redirects to");
        return;
    }
    if (job->request.method != HTTP_HEAD) {
        if (error_body_says_none(response))
            network_job_none(job);
        else
            network_job_unknown(
                job, REGISTRY_PROTOCOL,
                "status 404, but the answer has no registry error code for \"not found\"");
        return;
    }
    /* The answer to a HEAD has no body: only its headers show whether it comes from a registry or
     * from a proxy or a wrong address. */
    if (http_header(response, "docker-distribution-api-version", 0, value, sizeof value) ||
        (http_header(response, "content-type", 0, value, sizeof value) &&
         strncasecmp(value, "application/json", 16) == 0))
        network_job_none(job);
    else
        network_job_get_instead(job);
}

void network_refusal_status(struct network_job *job, const struct http_response *response)
{
    struct access_host *host = job->repository->host;
    bool head = job->request.method == HTTP_HEAD;
    long status = response->status;
    char detail[HTTP_WHY_MAX + 64], code[64];
    if (head && (status == 405 || status == 400 || status == 501)) {
        host->head_unsupported = true;
        network_job_get_instead(job);
        return;
    }
    if (head && status == 403) { /* only a GET has the reason in its body */
        network_job_get_instead(job);
        return;
    }
    if (job->inquiry->way == INQUIRY_BY_TAGS && network_pages_smaller(job, status))
        return;
    error_body_code(response, code, sizeof code);
    snprintf(detail, sizeof detail, "status %ld%s%s%s%s", status, code[0] != '\0' ? " " : "", code,
             response->why[0] != '\0' ? ", " : "", response->why);
    const char *withheld = status == 403 ? access_withheld(job->repository) : NULL;
    if (withheld != NULL)
        snprintf(detail, sizeof detail, "%s", withheld);
    network_job_unknown(job, access_class(response), detail);
}
