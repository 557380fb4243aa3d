// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/access.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/net/clock.h"
#include "reconciler/net/http_header.h"
#include "reconciler/registry/token.h"

enum { HEADER_VALUE_MAX = 8192 };

/* Sets the token aside. Running requests may still point to its header line; it is freed when no
 * request can. */
static void drop_token(struct access_repository *repository)
{
    struct registry_access *access = repository->access;
    if (repository->bearer != NULL)
        *list_add(&access->arena, &access->retired) = repository->bearer;
    repository->bearer = NULL;
}

static void free_retired(struct registry_access *access)
{
    list_each (line, &access->retired)
        credential_free(*line);
    access->retired.count = 0;
}

static void forget_challenge(struct access_host *host)
{
    free(host->realm);
    free(host->service);
    free(host->scope);
    host->realm = host->service = host->scope = NULL;
    host->scheme = CHALLENGE_OTHER;
}

void access_done(struct registry_access *access)
{
    list_each (at, &access->repositories) {
        struct access_repository *repository = at->repository;
        credential_free(repository->bearer);
        credential_free(repository->basic);
        text_done(&repository->token_url);
        text_done(&repository->token_form);
    }
    list_each (at, &access->hosts)
        forget_challenge(*at);
    free_retired(access);
    set_done(&access->names);
    arena_done(&access->arena);
}

void access_begin(struct registry_access *access)
{
    free_retired(access);
    list_each (at, &access->repositories)
        at->repository->failed = false;
    list_each (at, &access->hosts)
        if ((*at)->scheme == CHALLENGE_OTHER)
            (*at)->state = HOST_FRESH;
}

/* ---- hosts and repositories ---- */

static const char *base_of(struct registry_access *access, const char *name)
{
    struct origin origin;
    if (strcmp(name, "docker.io") == 0)
        return "https://registry-1.docker.io";
    const char *base = arena_print(&access->arena, "http://%s", name);
    if (origin_parse(base, &origin) && origin_is_plain(&access->plain, origin.host, origin.port))
        return base;
    return arena_print(&access->arena, "https://%s", name);
}

static struct access_host *host_of(struct registry_access *access, const char *name)
{
    list_each (at, &access->hosts)
        if (strcmp((*at)->name, name) == 0)
            return *at;
    struct access_host *host = arena_new(&access->arena, struct access_host);
    host->name = arena_text(&access->arena, name);
    host->base = base_of(access, name);
    *list_add(&access->arena, &access->hosts) = host;
    return host;
}

static uint64_t name_hash(const void *key)
{
    const struct access_name *name = key;
    return set_hash_text(set_hash_text(0, name->host), name->path);
}

static bool name_equal(const void *item, const void *key)
{
    const struct access_name *a = item, *b = key;
    return strcmp(a->path, b->path) == 0 && strcmp(a->host, b->host) == 0;
}

static const struct set_kind names_kind = {
    .item_size = sizeof(struct access_name), .hash = name_hash, .equal = name_equal};

void access_open(struct registry_access *access, struct http *http, struct credentials *credentials,
                 struct origin_plain plain)
{
    *access = (struct registry_access){
        .http = http, .credentials = credentials, .plain = plain, .names = {.kind = &names_kind}};
}

static struct access_repository *make_repository(struct registry_access *access, const char *host,
                                                 const char *path)
{
    struct access_repository *repository = arena_new(&access->arena, struct access_repository);
    repository->access = access;
    repository->host = host_of(access, host);
    repository->path = arena_text(&access->arena, path);
    repository->credential = credentials_find(access->credentials, host, path);
    if (repository->credential != NULL)
        repository->basic = credential_basic(repository->credential);
    return repository;
}

struct access_repository *access_repository(struct registry_access *access, const char *host,
                                            const char *path)
{
    struct access_name name = {host, path, NULL};
    size_t at =
        set_add(&access->names, access->repositories.items, access->repositories.count, &name);
    if (at < access->repositories.count)
        return access->repositories.items[at].repository;
    struct access_repository *made = make_repository(access, host, path);
    name = (struct access_name){made->host->name, made->path, made};
    *list_add(&access->arena, &access->repositories) = name;
    return made;
}

const char *access_withheld(const struct access_repository *repository)
{
    const struct access_host *host = repository->host;
    if (repository->credential == NULL)
        return NULL;
    if (repository->credential->problem != NULL)
        return repository->credential->problem;
    if (host->scheme == CHALLENGE_BEARER && !host->realm_trusted)
        return "its token server is on another host, so it gets no credentials";
    return NULL;
}

static enum access_state fail(struct access_repository *repository, enum registry_class class,
                              const char *detail)
{
    const char *withheld = access_withheld(repository);
    bool more = class == REGISTRY_UNAUTHORIZED && withheld != NULL;
    repository->class = class;
    snprintf(repository->detail, sizeof repository->detail, "%.600s%s%.300s", detail,
             more && detail[0] != '\0' ? "; " : "", more ? withheld : "");
    return ACCESS_FAILED;
}

static void add_all(struct access_repository *repository, struct http_request **waiting)
{
    /* Adds the waiting requests in the order of the questions; the list has them in reverse. */
    struct http_request *list = NULL;
    while (*waiting != NULL) {
        struct http_request *request = *waiting;
        *waiting = request->next;
        request->next = list;
        list = request;
    }
    while (list != NULL) {
        struct http_request *request = list;
        list = request->next;
        request->host = repository->host->http_host;
        http_add(repository->access->http, request);
    }
}

/* ---- tokens ---- */

/* Returns the scope for token requests: this repository, unless the host's challenge had a scope of
 * another form. */
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

static void fetch(struct access_repository *repository, bool post)
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
    repository->token_url = text_of(4 * ORIGIN_URL_MAX + 4 * HEADER_VALUE_MAX);
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

enum registry_class access_class(const struct http_response *response)
{
    static const enum registry_class failures[] = {
        [HTTP_ANSWERED] = REGISTRY_PROTOCOL,
        [HTTP_CANCELLED] = REGISTRY_CANCELLED,
        [HTTP_TIMEOUT] = REGISTRY_TIMEOUT,
        [HTTP_DNS] = REGISTRY_DNS,
        [HTTP_TLS] = REGISTRY_TLS,
        [HTTP_NETWORK] = REGISTRY_NETWORK,
        [HTTP_TOO_LARGE] = REGISTRY_TOO_LARGE,
        [HTTP_POLICY] = REGISTRY_POLICY,
        [HTTP_PROTOCOL] = REGISTRY_PROTOCOL,
    };
    TABLE_COMPLETE(failures, HTTP_FAILURES);
    if (response->failure != HTTP_ANSWERED)
        return failures[response->failure];
    if (response->status == 401 || response->status == 400)
        return REGISTRY_UNAUTHORIZED;
    if (response->status == 403)
        return REGISTRY_FORBIDDEN;
    if (response->status == 429)
        return REGISTRY_RATE_LIMITED;
    return response->status >= 500 ? REGISTRY_SERVER_ERROR : REGISTRY_PROTOCOL;
}

/* True when the token server does not support the exchange of an identity token, but may still
 * accept user and password. */
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
        fetch(repository, false);
        return;
    }
    repository->fetching = false;
    text_done(&repository->token_url);
    if (response->failure == HTTP_ANSWERED && response->status == 200) {
        if (token_parse((char *)response->body, response->body_length, &token, &seconds, &err) ==
            0) {
            drop_token(repository);
            repository->bearer = credential_bearer(token);
            credential_free(token);
            repository->expires = clock_ms() + (seconds - 5) * 1000;
            repository->generation++;
        } else {
            repository->failed = true;
            fail(repository, REGISTRY_PROTOCOL, err.message);
        }
    } else {
        repository->failed = true;
        if (response->status != 0)
            snprintf(detail, sizeof detail, "its token server answered %ld", response->status);
        else
            snprintf(detail, sizeof detail, "its token server: %s", response->why);
        fail(repository, access_class(response), detail);
    }
    add_all(repository, &repository->waiting);
}

/* ---- challenges ---- */

/* True when the token server may get the credentials of this registry. */
static bool realm_trusted(const struct access_host *host, const struct origin *realm)
{
    struct origin home;
    if (!origin_parse(host->base, &home))
        return false;
    if (strcmp(host->name, "docker.io") == 0 && realm->tls &&
        strcmp(realm->host, "auth.docker.io") == 0)
        return true;
    return strcmp(home.host, realm->host) == 0 && (realm->tls || !home.tls);
}

static char *copy(const char *text)
{
    return text != NULL && text[0] != '\0' ? memory_must(strdup(text)) : NULL;
}

static int set_bearer(struct registry_access *access, struct access_host *host,
                      const struct challenge *challenge, struct err *err)
{
    text_scope struct text realm = text_of(ORIGIN_URL_MAX);
    struct origin_target target;
    if (origin_follow(&access->plain, host->base, challenge->realm, ORIGIN_REALM, &realm, &target,
                      err) < 0)
        return -1;
    forget_challenge(host);
    host->scheme = CHALLENGE_BEARER;
    host->realm = copy(realm.data);
    host->service = copy(challenge->service);
    host->scope = copy(challenge->scope);
    host->scope_kind = host->scope == NULL                       ? SCOPE_NONE
                       : text_starts(host->scope, "repository:") ? SCOPE_OURS
                                                                 : SCOPE_THEIRS;
    host->realm_guarded = target.guarded;
    host->realm_plain = !target.origin.tls;
    host->realm_trusted = realm_trusted(host, &target.origin);
    return 0;
}

static struct challenges challenges_of(const struct http_response *response, struct arena *scratch)
{
    struct challenges challenges = {0};
    char value[HEADER_VALUE_MAX];
    for (unsigned n = 0; n < CHALLENGES_MAX; n++)
        if (http_header(response, "www-authenticate", n, value, sizeof value))
            challenge_parse(scratch, value, &challenges);
    return challenges;
}

/* Fails with "it refused WHAT" and the server's own word for it. */
static enum access_state fail_again(struct access_repository *repository, const char *what,
                                    const struct http_response *response, struct arena *scratch)
{
    struct challenges challenges = challenges_of(response, scratch);
    const struct challenge *challenge = challenge_pick(&challenges);
    const char *word = challenge != NULL && challenge->error != NULL ? challenge->error : "";
    return fail(
        repository, REGISTRY_UNAUTHORIZED,
        arena_print(scratch, "it refused %s%s%.60s", what, word[0] != '\0' ? ": " : "", word));
}

static enum access_state learn(struct access_repository *repository,
                               const struct http_response *response, struct arena *scratch)
{
    struct access_host *host = repository->host;
    struct challenges challenges = challenges_of(response, scratch);
    struct err err = {0};
    const struct challenge *challenge = challenge_pick(&challenges);
    if (challenge == NULL && host->scheme != CHALLENGE_OTHER)
        return ACCESS_SEND;
    if (challenge == NULL && challenges.list.count > 0)
        return fail(repository, REGISTRY_UNAUTHORIZED,
                    arena_print(scratch, "it offers only the authentication scheme \"%.40s\"",
                                challenges.list.items[0].name));
    if (challenge == NULL)
        return fail(repository, REGISTRY_UNAUTHORIZED, "it does not say how to authenticate");
    if (challenge->scheme == CHALLENGE_BEARER) {
        if (set_bearer(repository->access, host, challenge, &err) < 0)
            return fail(repository, REGISTRY_POLICY, err.message);
        return ACCESS_SEND;
    }
    forget_challenge(host);
    host->scheme = CHALLENGE_BASIC;
    return ACCESS_SEND;
}

enum access_state access_refused(struct access_repository *repository,
                                 const struct http_response *response, bool carried,
                                 unsigned generation, bool retried)
{
    arena_scope struct arena scratch = {0};
    struct access_host *host = repository->host;
    repository->access->refused++;
    if (response->elsewhere)
        return fail(repository, REGISTRY_UNAUTHORIZED,
                    "it redirects to another host, which gets no credentials");
    if (carried && host->scheme == CHALLENGE_BASIC)
        return fail_again(repository, "the user or the password", response, &scratch);
    if (carried && retried)
        return fail_again(repository, "a fresh token", response, &scratch);
    if (carried && repository->bearer != NULL && generation == repository->generation)
        drop_token(repository);
    enum access_state state = learn(repository, response, &scratch);
    if (state == ACCESS_SEND && host->scheme == CHALLENGE_BASIC && repository->basic == NULL)
        return fail(repository, REGISTRY_UNAUTHORIZED,
                    "no user and password are configured for it");
    return state;
}

/* ---- requests ---- */

static enum access_state wait_in(struct http_request **list, struct http_request *request)
{
    request->next = *list;
    *list = request;
    return ACCESS_WAIT;
}

void access_add(struct access_repository *repository, struct http_request *request)
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

enum access_state access_ready(struct access_repository *repository, struct http_request *request,
                               unsigned *generation)
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
        fetch(repository, true);
    return wait_in(&repository->waiting, request);
}

void access_answered(struct access_repository *repository, const struct http_request *request)
{
    struct access_host *host = repository->host;
    if (host->state != HOST_PROBING || host->probe != request)
        return;
    host->state = HOST_OPEN;
    host->probe = NULL;
    host->http_host = request->host; /* saves the other requests from parsing their URLs */
    add_all(repository, &host->waiting);
}
