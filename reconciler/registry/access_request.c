// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/access_request.h"

#include "reconciler/net/clock.h"
#include "reconciler/registry/access_token.h"

static enum access_state wait_in(struct http_request **list, struct http_request *request)
{
    request->next = *list;
    *list = request;
    return ACCESS_WAIT;
}

void access_request_add(struct access_repository *repository, struct http_request *request)
{
    struct access_host *host = repository->host;
    if (host->state == HOST_PROBING) {
        wait_in(&host->waiting, request);
        return;
    }
    if (host->state == HOST_FRESH) {
        host->state = HOST_PROBING;
        host->probe = request;
    }
    request->host = host->http_host;
    http_add(repository->access->http, request);
}

enum access_state access_request_ready(struct access_repository *repository,
                                       struct http_request *request, unsigned *generation)
{
    struct access_host *host = repository->host;
    const struct credential *credential = repository->credential;
    request->authorization = NULL;
    if (repository->failed)
        return ACCESS_FAILED;
    if (credential != NULL && credential->registry_token != NULL && repository->bearer == NULL) {
        repository->bearer = credential_bearer(credential->registry_token);
        repository->expires = INT64_MAX;
    }
    if (host->scheme == CHALLENGE_BASIC) {
        request->authorization = repository->basic;
        return ACCESS_SEND;
    }
    if (repository->bearer != NULL && clock_ms() < repository->expires) {
        request->authorization = repository->bearer;
        *generation = repository->generation;
        return ACCESS_SEND;
    }
    if (host->scheme != CHALLENGE_BEARER)
        return ACCESS_SEND;
    if (!repository->fetching)
        access_token_fetch(repository, true);
    return wait_in(&repository->waiting, request);
}

void access_request_answered(struct access_repository *repository,
                             const struct http_request *request)
{
    struct access_host *host = repository->host;
    if (host->state != HOST_PROBING || host->probe != request)
        return;
    host->state = HOST_OPEN;
    host->probe = NULL;
    host->http_host = request->host; /* saves the other requests from parsing their URLs */
    access_add_waiting(repository, &host->waiting);
}
