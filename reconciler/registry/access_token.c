// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/access_token.h"

#include <string.h>

#include "reconciler/net/clock.h"
#include "reconciler/registry/token.h"

enum { PARAMETER_MAX = 8192 };

/* Returns the scope for token requests: normally for pulling from this repository. If the scope in
 * the host's challenge has another form, returns that scope; if there is none, returns NULL. */
static const char *scope_of(struct access_repository *repository, struct arena *scratch)
{
    const struct access_host *host = repository->host;
    if (host->scope_kind == SCOPE_NONE)
        return NULL;
    if (host->scope_kind == SCOPE_THEIRS)
        return host->scope;
    return arena_print(scratch, "repository:%s:pull", repository->path);
}

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
    const char *scope = scope_of(repository, &scratch);
    struct http_request *request = &repository->token_request;
    post = post && host->realm_trusted && credential != NULL && credential->identity_token != NULL;
    *request = (struct http_request){
        .method = post ? HTTP_POST : HTTP_GET,
        .authorization = host->realm_trusted && !post ? repository->basic : NULL,
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
        token_form(&repository->token_form, host->service, scope, credential->identity_token);
    if (post)
        text_puts(&repository->token_url, host->realm);
    else
        token_url(&repository->token_url, host->realm, host->service, scope);
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

static void on_token(struct http_request *request, const struct http_response *response)
{
    struct access_repository *repository = request->context;
    char *token = NULL;
    int64_t seconds = 0;
    struct err err = {0};
    char detail[HTTP_WHY_MAX + 64];
    clear_form(repository);
    if (post_unknown(repository, response->status)) {
        access_token_fetch(repository, false);
        return;
    }
    repository->fetching = false;
    text_done(&repository->token_url);
    if (response->failure == HTTP_ANSWERED && response->status == 200) {
        if (token_parse((char *)response->body, response->body_length, &token, &seconds, &err) ==
            0) {
            access_drop_token(repository);
            repository->bearer = credential_bearer(token);
            credential_free(token);
            repository->expires = clock_ms() + (seconds - 5) * 1000;
            repository->generation++;
        } else {
            repository->failed = true;
            access_fail(repository, REGISTRY_PROTOCOL, err.message);
        }
    } else {
        repository->failed = true;
        if (response->status != 0)
            snprintf(detail, sizeof detail, "the registry's token server answered with status %ld",
                     response->status);
        else
            snprintf(detail, sizeof detail, "the registry's token server: %s", response->why);
        access_fail(repository, access_class(response), detail);
    }
    access_add_waiting(repository, &repository->waiting);
}
