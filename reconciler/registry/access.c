// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/access.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void access_drop_token(struct access_repository *repository)
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

void access_forget_challenge(struct access_host *host)
{
    free(host->realm);
    free(host->service);
    free(host->scope);
    free(host->distrust);
    host->realm = host->service = host->scope = host->distrust = NULL;
    host->scheme = CHALLENGE_OTHER;
}

void access_done(struct registry_access *access)
{
    list_each (at, &access->repositories) {
        struct access_repository *repository = at->repository;
        credential_free(repository->bearer);
        credential_free(repository->basic);
        free(repository->scope);
        text_done(&repository->token_url);
        text_done(&repository->token_form);
    }
    list_each (at, &access->hosts)
        access_forget_challenge(*at);
    free_retired(access);
    set_done(&access->names);
    arena_done(&access->arena);
}

/* Gives the repository the credential that the files have now. Drops what came from another one. */
static void update_credential(struct access_repository *repository)
{
    struct registry_access *access = repository->access;
    const struct credential *credential =
        credentials_find(access->credentials, repository->host->name, repository->path);
    bool same = credential_equal(repository->credential, credential);
    repository->credential = credential;
    if (same)
        return;
    if (repository->basic != NULL)
        *list_add(&access->arena, &access->retired) = repository->basic;
    repository->basic = credential != NULL ? credential_basic(credential) : NULL;
    access_drop_token(repository);
    repository->known_good = false;
    repository->renewed = true;
}

static void refresh(struct registry_access *access, bool always)
{
    if (credentials_refresh(access->credentials, always))
        list_each (at, &access->repositories)
            update_credential(at->repository);
}

bool access_renew(struct access_repository *repository)
{
    struct registry_access *access = repository->access;
    if (!access->renewed)
        refresh(access, true);
    access->renewed = true;
    return repository->renewed;
}

void access_begin(struct registry_access *access)
{
    free_retired(access);
    access->renewed = false;
    refresh(access, false);
    list_each (at, &access->repositories) {
        struct access_repository *repository = at->repository;
        repository->failed = repository->tried_again = repository->renewed = false;
    }
    list_each (at, &access->hosts)
        if ((*at)->scheme == CHALLENGE_OTHER)
            (*at)->state = HOST_FRESH;
}

static const char *base_of(struct registry_access *access, const char *name)
{
    struct origin origin;
    if (strcmp(name, "docker.io") == 0)
        return "https://registry-1.docker.io";
    const char *base = arena_print(&access->arena, "http://%s", name);
    if (origin_parse(base, &origin) &&
        origin_is_plain(&access->options->plain, origin.host, origin.port))
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
                 const struct registry_options *options)
{
    *access = (struct registry_access){.http = http,
                                       .credentials = credentials,
                                       .options = options,
                                       .names = {.kind = &names_kind}};
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
    return host->scheme == CHALLENGE_BEARER ? host->distrust : NULL;
}

enum access_state access_fail(struct access_repository *repository, enum registry_class class,
                              const char *detail)
{
    const char *withheld = access_withheld(repository);
    if (withheld == NULL)
        withheld = credentials_trouble(repository->access->credentials);
    bool more = class == REGISTRY_UNAUTHORIZED && withheld != NULL;
    repository->class = class;
    snprintf(repository->detail, sizeof repository->detail, "%.600s%s%.300s", detail,
             more && detail[0] != '\0' ? "; " : "", more ? withheld : "");
    return ACCESS_FAILED;
}

void access_add_waiting(struct access_repository *repository, struct http_request **waiting)
{
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

enum registry_class access_class(const struct http_response *response)
{
    static const enum registry_class failures[] = {
        [HTTP_ANSWERED] = REGISTRY_PROTOCOL, [HTTP_CANCELLED] = REGISTRY_CANCELLED,
        [HTTP_TIMEOUT] = REGISTRY_TIMEOUT,   [HTTP_DNS] = REGISTRY_DNS,
        [HTTP_TLS] = REGISTRY_TLS,           [HTTP_NETWORK] = REGISTRY_NETWORK,
        [HTTP_PROXY] = REGISTRY_PROXY,       [HTTP_TOO_LARGE] = REGISTRY_TOO_LARGE,
        [HTTP_POLICY] = REGISTRY_POLICY,     [HTTP_PROTOCOL] = REGISTRY_PROTOCOL,
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
