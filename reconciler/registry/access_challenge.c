// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/access_challenge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reconciler/net/http_header.h"
#include "reconciler/registry/error_body.h"
#include "reconciler/registry/scope.h"

enum { HEADER_VALUE_MAX = 8192 };

/* True if the runner configuration names the token server for this registry. */
static bool realm_named(const struct registry_options *options, const struct access_host *host,
                        const struct origin *realm)
{
    for (size_t i = 0; i < options->realm_count; i++) {
        const struct registry_realm *named = &options->realms[i];
        if (strcmp(named->registry, host->name) == 0 &&
            origin_listed(named->hosts, named->host_count, realm->host, realm->port))
            return true;
    }
    return false;
}

/* True if the token server may get the credentials of this registry. */
static bool realm_trusted(const struct registry_options *options, const struct access_host *host,
                          const struct origin *realm)
{
    struct origin home;
    if (!origin_parse(host->base, &home) || (home.tls && !realm->tls))
        return false;
    if (strcmp(host->name, "docker.io") == 0 && strcmp(realm->host, "auth.docker.io") == 0)
        return true;
    return strcmp(home.host, realm->host) == 0 || realm_named(options, host, realm);
}

/* Returns why the token server gets no credentials, and how to change that. */
static char *distrust(const struct access_host *host, const struct origin *realm)
{
    char *text = NULL, port[16] = "";
    if (realm->port != (realm->tls ? 443 : 80))
        snprintf(port, sizeof port, ":%u", realm->port);
    if (asprintf(&text,
                 "the registry's token server is on another host, so it gets no credentials; to "
                 "allow it, add trustedRealms: {\"%s\": [\"%s%s\"]} to the runner configuration",
                 host->name, realm->host, port) < 0)
        memory_must(NULL);
    return text;
}

static char *copy(const char *text)
{
    return text != NULL && text[0] != '\0' ? memory_must(strdup(text)) : NULL;
}

/* True if the realm is a URL or a path on the registry's host. Other relative references are valid
 * URLs too, but come from servers that write the realm wrong, such as in single quotes. */
static bool realm_valid(const char *realm)
{
    return realm[0] == '/' || strncasecmp(realm, "https://", 8) == 0 ||
           strncasecmp(realm, "http://", 7) == 0;
}

static int set_bearer(struct registry_access *access, struct access_host *host,
                      const struct challenge *challenge, struct err *err)
{
    text_scope struct text realm = text_of(ORIGIN_URL_MAX);
    struct origin_target target;
    if (!realm_valid(challenge->realm))
        return err_set(err, "the realm in the registry's challenge is not a URL: \"%.100s\"",
                       challenge->realm);
    if (origin_follow(&access->options->plain, host->base, challenge->realm, ORIGIN_REALM, &realm,
                      &target, err) < 0)
        return -1;
    access_forget_challenge(host);
    host->scheme = CHALLENGE_BEARER;
    host->realm = copy(realm.data);
    host->service = copy(challenge->service);
    host->scope = scope_has_repository(challenge->scope) ? NULL : copy(challenge->scope);
    host->realm_guarded = target.guarded && !realm_named(access->options, host, &target.origin);
    host->realm_plain = !target.origin.tls;
    if (!realm_trusted(access->options, host, &target.origin))
        host->distrust = distrust(host, &target.origin);
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

bool access_challenge_sent(const struct http_response *response)
{
    arena_scope struct arena scratch = {0};
    return response->elsewhere || challenges_of(response, &scratch).list.count > 0;
}

/* Fails with `what`, and with the reason in the answer's challenge or body if it has one. */
static enum access_state fail(struct access_repository *repository, const char *what,
                              const struct http_response *response, struct arena *scratch)
{
    char words[ERROR_BODY_WORDS_MAX];
    struct challenges challenges = challenges_of(response, scratch);
    const struct challenge *challenge = challenge_pick(&challenges);
    error_body_words(response, words);
    if (challenge != NULL && challenge->error != NULL)
        what = arena_print(scratch, "%s: %.60s", what, challenge->error);
    return access_fail(repository, REGISTRY_UNAUTHORIZED,
                       arena_print(scratch, "%s%s%s", what, words[0] != '\0' ? ": " : "", words));
}

/* Remembers the scope in a challenge for the next token, in addition to earlier ones. Returns false
 * if the next token would get no right that the last one lacked. */
static bool add_scope(struct access_repository *repository, const struct challenge *challenge)
{
    const char *known = repository->scope != NULL ? repository->scope : repository->host->scope;
    char *joined = NULL;
    if (!scope_adds(repository->path, known, challenge->scope))
        return false;
    if (asprintf(&joined, "%s%s%.*s", known != NULL ? known : "", known != NULL ? " " : "",
                 HEADER_VALUE_MAX, challenge->scope) < 0)
        memory_must(NULL);
    free(repository->scope);
    repository->scope = joined;
    return true;
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
        return access_fail(repository, REGISTRY_UNAUTHORIZED,
                           arena_print(scratch,
                                       "the registry offers no supported authentication: %.400s",
                                       challenge_names(scratch, &challenges)));
    if (challenge == NULL)
        return fail(repository, "the registry does not say how to authenticate", response, scratch);
    if (challenge->scheme == CHALLENGE_BEARER) {
        if (set_bearer(repository->access, host, challenge, &err) < 0)
            return access_fail(repository, REGISTRY_POLICY, err.message);
        add_scope(repository, challenge);
        return ACCESS_SEND;
    }
    access_forget_challenge(host);
    host->scheme = CHALLENGE_BASIC;
    return ACCESS_SEND;
}

/* True if the token lacks a right that the challenge names. */
static bool wants_more(struct access_repository *repository, const struct http_response *response,
                       struct arena *scratch)
{
    struct challenges challenges = challenges_of(response, scratch);
    const struct challenge *challenge = challenge_pick(&challenges);
    const char *known = repository->scope != NULL ? repository->scope : repository->host->scope;
    return challenge != NULL && challenge->scheme == CHALLENGE_BEARER &&
           text_equal(challenge->error, "insufficient_scope") &&
           scope_adds(repository->path, known, challenge->scope);
}

/* True if requests to the repository carry a token that the configuration has, not a token server.
 */
static bool is_registry_token(const struct access_repository *repository)
{
    return repository->credential != NULL && repository->credential->registry_token != NULL;
}

enum access_state access_challenge_refused(struct access_repository *repository,
                                           const struct http_response *response, bool carried,
                                           unsigned generation, unsigned refusals)
{
    arena_scope struct arena scratch = {0};
    struct access_host *host = repository->host;
    repository->access->refused++;
    if (response->elsewhere)
        return access_fail(repository, REGISTRY_UNAUTHORIZED,
                           "the registry redirects to another server, which gets no credentials");
    bool own = host->scheme == CHALLENGE_BASIC || is_registry_token(repository);
    if (carried && own && refusals <= 2 && access_renew(repository))
        return ACCESS_SEND;
    if (carried && host->scheme == CHALLENGE_BASIC)
        return fail(repository, "the registry refused the user or the password", response,
                    &scratch);
    if (carried && refusals > 1 && !(refusals == 2 && wants_more(repository, response, &scratch)))
        return fail(repository, "the registry refused the token", response, &scratch);
    if (carried && repository->bearer != NULL && generation == repository->generation)
        access_drop_token(repository);
    enum access_state state = learn(repository, response, &scratch);
    if (state == ACCESS_SEND && host->scheme == CHALLENGE_BASIC && repository->basic == NULL &&
        !(access_renew(repository) && repository->basic != NULL))
        return access_fail(repository, REGISTRY_UNAUTHORIZED,
                           "no user and password are configured for the registry");
    return state;
}
