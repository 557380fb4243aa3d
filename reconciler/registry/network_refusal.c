// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/network_refusal.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/net/http_header.h"
#include "reconciler/registry/access_challenge.h"
#include "reconciler/registry/access_request.h"
#include "reconciler/registry/error_body.h"
#include "reconciler/registry/network_pages.h"

enum { DETAIL_MAX = HTTP_WHY_MAX + ERROR_BODY_WORDS_MAX + ERR_MESSAGE_MAX };

static bool is_head(const struct network_job *job)
{
    return job->request.method == HTTP_HEAD;
}

/* Repeats a refused HEAD as a GET: it may be allowed, and only its answer has words. */
static void get_words(struct network_job *job)
{
    job->head_refused = true;
    network_job_get_instead(job);
}

static enum registry_class class_of(const struct http_response *response)
{
    static const long rejected[] = {400, 402, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416,
                                    417, 418, 421, 422, 423, 424, 425, 426, 428, 431, 451};
    for (size_t i = 0; i < sizeof rejected / sizeof *rejected; i++)
        if (response->status == rejected[i])
            return REGISTRY_REJECTED;
    return access_class(response);
}

/* Answers with unknown and with everything that the answer says: "status 403, DENIED: no". */
static void refuse(struct network_job *job, const struct http_response *response)
{
    char detail[DETAIL_MAX], words[ERROR_BODY_WORDS_MAX];
    error_body_words(response, words);
    snprintf(detail, sizeof detail, "status %ld%s%s%s%s", response->status,
             response->why[0] != '\0' ? ", " : "", response->why, words[0] != '\0' ? ", " : "",
             words);
    network_job_unknown(job, class_of(response), detail);
}

void network_refusal_denied(struct network_job *job, const struct http_response *response)
{
    bool carried = job->request.authorization != NULL;
    job->refusals++;
    enum access_state state = access_challenge_refused(job->repository, response, carried,
                                                       job->generation, job->refusals);
    if (state == ACCESS_SEND && job->refusals <= 3)
        access_request_add(job->repository, &job->request);
    else if (state == ACCESS_SEND)
        network_job_unknown(job, REGISTRY_UNAUTHORIZED, "the registry refused the request 4 times");
    else if (is_head(job) && !access_challenge_sent(response))
        get_words(job);
    else
        network_job_unknown(job, job->repository->class, job->repository->detail);
}

void network_refusal_missing(struct network_job *job, const struct http_response *response)
{
    char detail[DETAIL_MAX], words[ERROR_BODY_WORDS_MAX];
    if (response->elsewhere) {
        network_job_unknown(job, REGISTRY_PROTOCOL,
                            "status 404 from the host that the registry redirects to");
        return;
    }
    /* The answer to a HEAD has no body, so it may come from a proxy or a wrong address, and does
     * not tell a missing tag from a missing repository. */
    if (is_head(job)) {
        if (job->repository->exists && error_body_of_registry(response))
            network_job_none(job, false);
        else
            network_job_get_instead(job);
        return;
    }
    enum error_body_missing missing = error_body_missing(response);
    if (missing != ERROR_BODY_OTHER) {
        job->repository->exists =
            missing == ERROR_BODY_NO_IMAGE && job->inquiry->way != INQUIRY_BY_TAGS;
        network_job_none(job, missing == ERROR_BODY_NO_REPOSITORY);
        return;
    }
    error_body_words(response, words);
    snprintf(detail, sizeof detail,
             "status 404, but the answer is not a registry's \"not found\"%s%s",
             words[0] != '\0' ? ": " : "", words);
    network_job_unknown(job, REGISTRY_PROTOCOL, detail);
}

void network_refusal_status(struct network_job *job, const struct http_response *response)
{
    enum registry_class class = class_of(response);
    bool repeats = class == REGISTRY_REJECTED || class == REGISTRY_FORBIDDEN;
    if (is_head(job) && (repeats || response->status == 501)) {
        if (response->status == 405 || response->status == 501) /* no HEAD of this host can work */
            job->repository->host->head_unsupported = true;
        get_words(job);
        return;
    }
    if (job->inquiry->way == INQUIRY_BY_TAGS && network_pages_smaller(job, response->status))
        return;
    const char *withheld = response->status == 403 ? access_withheld(job->repository) : NULL;
    if (withheld != NULL)
        network_job_unknown(job, REGISTRY_FORBIDDEN, withheld);
    else
        refuse(job, response);
}
