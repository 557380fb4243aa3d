// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/access_challenge.h"

#include <string.h>

#include "reconciler/net/http_header.h"

enum { HEADER_VALUE_MAX = 8192 };

/* True if the token server may get the credentials of this registry. */
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
    access_forget_challenge(host);
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

/* Fails with "the registry refused WHAT", and the error in the answer's challenge if it has one. */
static enum access_state fail_again(struct access_repository *repository, const char *what,
                                    const struct http_response *response, struct arena *scratch)
{
    struct challenges challenges = challenges_of(response, scratch);
    const struct challenge *challenge = challenge_pick(&challenges);
    const char *word = challenge != NULL && challenge->error != NULL ? challenge->error : "";
    return access_fail(repository, REGISTRY_UNAUTHORIZED,
                       arena_print(scratch, "the registry refused %s%s%.60s", what,
                                   word[0] != '\0' ? ": " : "", word));
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
        return access_fail(
            repository, REGISTRY_UNAUTHORIZED,
            arena_print(scratch,
                        "the registry offers no supported authentication: its first challenge is "
                        "\"%.40s\"",
                        challenges.list.items[0].name));
    if (challenge == NULL)
        return access_fail(repository, REGISTRY_UNAUTHORIZED,
                           "the registry does not say how to authenticate");
    if (challenge->scheme == CHALLENGE_BEARER) {
        if (set_bearer(repository->access, host, challenge, &err) < 0)
            return access_fail(repository, REGISTRY_POLICY, err.message);
        return ACCESS_SEND;
    }
    access_forget_challenge(host);
    host->scheme = CHALLENGE_BASIC;
    return ACCESS_SEND;
}

enum access_state access_challenge_refused(struct access_repository *repository,
                                           const struct http_response *response, bool carried,
                                           unsigned generation, bool retried)
{
    arena_scope struct arena scratch = {0};
    struct access_host *host = repository->host;
    repository->access->refused++;
    if (response->elsewhere)
        return access_fail(repository, REGISTRY_UNAUTHORIZED,
                           "the registry redirects to another server, which gets no credentials");
    if (carried && host->scheme == CHALLENGE_BASIC)
        return fail_again(repository, "the user or the password", response, &scratch);
    if (carried && retried)
        return fail_again(repository, "the token", response, &scratch);
    if (carried && repository->bearer != NULL && generation == repository->generation)
        access_drop_token(repository);
    enum access_state state = learn(repository, response, &scratch);
    if (state == ACCESS_SEND && host->scheme == CHALLENGE_BASIC && repository->basic == NULL)
        return access_fail(repository, REGISTRY_UNAUTHORIZED,
                           "no user and password are configured for the registry");
    return state;
}
