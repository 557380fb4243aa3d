// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/access_token.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/net/clock.h"
#include "reconciler/registry/error_body.h"
#include "reconciler/registry/scope.h"
#include "reconciler/registry/token.h"

enum { PARAMETER_MAX = 8192 };

static void clear_form(struct access_repository *repository)
{
    if (repository->token_form.data != NULL)
        explicit_bzero(repository->token_form.data, repository->token_form.capacity);
    text_clear(&repository->token_form);
}

static void on_token(struct http_request *request, const struct http_response *response);

void access_token_fetch(struct access_repository *repository, bool post)
{
    enum { FORM_MAX = 3 * TEXT_TOKEN_MAX };
    arena_scope struct arena scratch = {0};
    struct access_host *host = repository->host;
    const struct credential *credential = repository->credential;
    text_list scopes = {0};
    scope_join(&scratch, repository->path,
               repository->scope != NULL ? repository->scope : host->scope, &scopes);
    struct http_request *request = &repository->token_request;
    post =
        post && host->distrust == NULL && credential != NULL && credential->identity_token != NULL;
    *request = (struct http_request){
        .method = post ? HTTP_POST : HTTP_GET,
        .authorization = host->distrust == NULL && !post ? repository->basic : NULL,
        .body_max = TEXT_TOKEN_MAX,
        .guarded = host->realm_guarded,
        .plain_ok = host->realm_plain,
        .secret = true,
        .done = on_token,
        .context = repository,
    };
    text_done(&repository->token_url);
    repository->token_url = text_of(4 * ORIGIN_URL_MAX + 4 * PARAMETER_MAX);
    repository->token_form.maximum = FORM_MAX;
    if (post)
        token_form(&repository->token_form, host->service, &scopes, credential->identity_token);
    if (post)
        text_puts(&repository->token_url, host->realm);
    else
        token_url(&repository->token_url, host->realm, host->service, &scopes);
    request->url = repository->token_url.data;
    request->form = repository->token_form.data;
    repository->fetching = true;
    repository->posting = post;
    repository->access->tokens++;
    http_add(repository->access->http, request);
}

/* True if a user and password must be tried next: they are configured, and the status may mean
 * that the token server does not support the exchange of an identity token. */
static bool post_unknown(const struct access_repository *repository, long status)
{
    static const long statuses[] = {400, 401, 404, 405};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (status == statuses[i])
            return repository->posting && repository->basic != NULL;
    return false;
}

/* Keeps the token of an answer with a status of success. */
static void take_token(struct access_repository *repository, const struct http_response *response)
{
    char *token = NULL;
    int64_t seconds = 0;
    struct err err = {0};
    if (token_parse((char *)response->body, response->body_length, &token, &seconds, &err) < 0) {
        repository->failed = true;
        access_fail(repository, REGISTRY_PROTOCOL, err.message);
        return;
    }
    access_drop_token(repository);
    repository->bearer = credential_bearer(token);
    credential_free(token);
    repository->expires = clock_ms() + (seconds - 5) * 1000;
    repository->generation++;
    repository->known_good = true;
}

static void fail(struct access_repository *repository, const struct http_response *response)
{
    char detail[HTTP_WHY_MAX + ERROR_BODY_WORDS_MAX + 64], words[ERROR_BODY_WORDS_MAX];
    error_body_words(response, words);
    if (response->status != 0)
        snprintf(detail, sizeof detail, "the registry's token server answered with status %ld%s%s",
                 response->status, words[0] != '\0' ? ": " : "", words);
    else
        snprintf(detail, sizeof detail, "the registry's token server: %s", response->why);
    repository->failed = true;
    access_fail(repository, access_class(response), detail);
}

/* True if the token server has accepted the repository's credential before in this run. */
static bool known_good(const struct access_repository *repository)
{
    list_each (at, &repository->access->repositories) {
        const struct access_repository *other = at->repository;
        if (other->known_good && other->host == repository->host &&
            other->credential == repository->credential)
            return true;
    }
    return false;
}

/* True if the request for a token must be sent once more: the files have another credential now,
 * or the token server has accepted the credential before. Docker Hub's token server sometimes
 * answers 401 although the credential is valid. */
static bool again(struct access_repository *repository)
{
    bool first = !repository->tried_again;
    repository->tried_again = true;
    return first && (known_good(repository) || access_renew(repository));
}

static void on_token(struct http_request *request, const struct http_response *response)
{
    struct access_repository *repository = request->context;
    clear_form(repository);
    if (post_unknown(repository, response->status)) {
        access_token_fetch(repository, false);
        return;
    }
    if (response->status == 401 && again(repository)) {
        access_token_fetch(repository, true);
        return;
    }
    repository->fetching = false;
    text_done(&repository->token_url);
    if (response->failure == HTTP_ANSWERED && response->status >= 200 && response->status < 300)
        take_token(repository, response);
    else
        fail(repository, response);
    access_add_waiting(repository, &repository->waiting);
}
