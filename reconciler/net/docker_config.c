// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/docker_config.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "reconciler/net/base64.h"

void docker_config_done(struct docker_config *config)
{
    list_each (entry, &config->entries)
        for (size_t i = 0; i < sizeof entry->secrets / sizeof *entry->secrets; i++)
            credential_free(entry->secrets[i]);
    arena_done(&config->arena);
    *config = (struct docker_config){0};
}

/* Writes a host in lower case, without the port 443, and with one name for Docker Hub. Returns the
 * host and the path after it. */
static char *normal_host(struct arena *arena, const char *host, const char *path)
{
    static const char *const hub[] = {"docker.io", "registry-1.docker.io"};
    char *name = arena_text(arena, host);
    for (char *at = name; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    if (strlen(name) > 4 && text_ends(name, ":443"))
        name[strlen(name) - 4] = '\0';
    for (size_t i = 0; i < sizeof hub / sizeof *hub; i++)
        if (strcmp(name, hub[i]) == 0)
            name = arena_text(arena, "index.docker.io");
    return *path != '\0' ? arena_print(arena, "%s%s", name, path) : name;
}

char *docker_config_place(struct arena *arena, const char *key,
                          enum docker_config_spelling *spelling)
{
    static const char *const schemes[] = {"https://", "http://"};
    static const char *const plain[] = {"/", "/v1/", "/v2/"};
    static const char *const urls[] = {"", "/", "/v1/", "/v2/", "/v1", "/v2"};
    bool url = false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && !url; i++) {
        url = strncasecmp(key, schemes[i], strlen(schemes[i])) == 0;
        key += url ? strlen(schemes[i]) : 0;
    }
    size_t length = strcspn(key, "/");
    const char *host = arena_copy(arena, key, length), *rest = key + length;
    const char *const *tails = url ? urls : plain;
    size_t count = url ? sizeof urls / sizeof *urls : sizeof plain / sizeof *plain;
    *spelling = url ? SPELLING_URL : SPELLING_PLAIN;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rest, tails[i]) == 0)
            *spelling = SPELLING_API;
    if (*spelling != SPELLING_PLAIN)
        rest = "";
    size_t end = strlen(rest);
    if (end > 1 && rest[end - 1] == '/')
        rest = arena_copy(arena, rest, end - 1);
    return normal_host(arena, host, rest);
}

/* The file that is read. */
struct reading {
    struct docker_config *config;
    size_t file;
    const char *key; /* of the entry; NULL for credsStore */
};

/* Adds an entry. The texts are copied. */
static void add(struct reading *reading, const struct credential *credential)
{
    struct docker_config *config = reading->config;
    struct arena *arena = &config->arena;
    struct docker_config_entry entry = {.file = reading->file, .order = config->entries.count};
    entry.place = "";
    if (reading->key != NULL)
        entry.place = docker_config_place(arena, reading->key, &entry.spelling);
    if (reading->key != NULL && entry.place[0] == '\0')
        entry.place = "/"; /* a key without a host is for no host, not for all */
    const char *given[] = {credential->password, credential->identity_token,
                           credential->registry_token};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        entry.secrets[i] = given[i] != NULL ? memory_must(strdup(given[i])) : NULL;
    entry.credential = (struct credential){
        .key = arena_text(arena, reading->key),
        .user = arena_text(arena, credential->user),
        .password = entry.secrets[0],
        .identity_token = entry.secrets[1],
        .registry_token = entry.secrets[2],
        .problem = arena_text(arena, credential->problem),
    };
    *list_add(arena, &config->entries) = entry;
}

static void add_problem(struct reading *reading, const char *problem)
{
    add(reading, &(struct credential){.problem = problem});
}

/* Returns a member, or NULL if it is missing, null or empty. Sets *odd if it is not a text. */
static const char *member(const json_t *object, const char *name, bool *odd)
{
    const json_t *value = json_object_get(object, name);
    const char *text = json_string_value(value);
    if (value != NULL && text == NULL && !json_is_null(value))
        *odd = true;
    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* True if the secret is NULL or not too long. If `as_it_is` is set, a header contains the secret
 * without encoding, so the secret must also have only printable ASCII characters and no spaces. */
static bool sendable(const char *secret, bool as_it_is)
{
    size_t length = 0;
    while (secret != NULL && secret[length] != '\0' && length <= DOCKER_CONFIG_SECRET_MAX &&
           !(as_it_is && (secret[length] <= ' ' || secret[length] >= 0x7f)))
        length++;
    return secret == NULL || (secret[length] == '\0' && length <= DOCKER_CONFIG_SECRET_MAX);
}

/* Adds the entry with the user and password that `packed` has in base64. As docker does, ignores
 * zero bytes at the end. */
static void add_packed(struct reading *reading, const char *packed, struct credential *credential)
{
    size_t length = 0;
    char *pair = base64_decode(packed, &length);
    char *colon = pair != NULL ? memchr(pair, ':', length) : NULL;
    size_t whole = length;
    while (whole > 0 && pair[whole - 1] == '\0')
        whole--;
    if (colon == NULL || colon == pair || memchr(pair, '\0', whole) != NULL) {
        credential->problem = "the configured auth is not the base64 form of user:password";
    } else {
        *colon = '\0';
        credential->user = pair;
        credential->password = colon + 1;
    }
    add(reading, credential);
    if (pair != NULL)
        explicit_bzero(pair, length);
    free(pair);
}

/* Adds one member of "auths". */
static void add_auth(struct reading *reading, const json_t *auth)
{
    bool odd = !json_is_object(auth) && !json_is_null(auth);
    const char *packed = member(auth, "auth", &odd);
    struct credential credential = {.user = member(auth, "username", &odd),
                                    .password = member(auth, "password", &odd),
                                    .identity_token = member(auth, "identitytoken", &odd),
                                    .registry_token = member(auth, "registrytoken", &odd)};
    if (odd)
        add_problem(reading, "the configured entry is not an object of texts");
    else if (!sendable(credential.identity_token, false) ||
             !sendable(credential.registry_token, true) || !sendable(packed, false) ||
             !sendable(credential.user, false) || !sendable(credential.password, false))
        add_problem(reading, "a configured user or secret is longer than 65536 bytes, or the "
                             "registry token has characters that a header can't have");
    else if (packed != NULL)
        add_packed(reading, packed, &credential);
    /* docker writes empty entries for hosts that a credential helper answers */
    else if (credential.identity_token != NULL || credential.registry_token != NULL ||
             (credential.user != NULL && credential.password != NULL))
        add(reading, &credential);
}

/* Overwrites the secrets in the memory of the JSON values. */
static void forget(const json_t *auth)
{
    static const char *const names[] = {"auth", "password", "identitytoken", "registrytoken"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *text = json_object_get(auth, names[i]);
        if (json_is_string(text))
            explicit_bzero((char *)json_string_value(text), json_string_length(text));
    }
}

static void add_auths(struct reading *reading, json_t *auths)
{
    for (void *at = json_object_iter(auths); at != NULL; at = json_object_iter_next(auths, at)) {
        reading->key = json_object_iter_key(at);
        add_auth(reading, json_object_iter_value(at));
        forget(json_object_iter_value(at));
    }
}

static void add_helpers(struct reading *reading, json_t *helpers)
{
    struct docker_config *config = reading->config;
    size_t first = config->entries.count;
    for (void *at = json_object_iter(helpers); at != NULL;
         at = json_object_iter_next(helpers, at)) {
        reading->key = json_object_iter_key(at);
        add_problem(reading, "credential helpers (credHelpers) are not supported yet");
    }
    for (size_t i = first; i < config->entries.count; i++)
        config->entries.items[i].helper = true;
}

/* True if the member is missing, null or an object. */
static bool is_map(const json_t *value)
{
    return value == NULL || json_is_null(value) || json_is_object(value);
}

int docker_config_read(struct docker_config *config, size_t file, const char *path,
                       const char *bytes, size_t length, struct err *err)
{
    json_error_t fault;
    bool odd = false;
    struct reading reading = {config, file, NULL};
    json_auto_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (!json_is_object(root)) {
        /* jansson's message may quote the file, so only the place is reported. */
        err_set(err, "the registry credentials are not a JSON object, or have a duplicate key");
        err_hint(err, "repair or remove the file");
        return root == NULL ? err_place(err, path, (unsigned)fault.line, (unsigned)fault.column)
                            : err_place(err, path, 0, 0);
    }
    bool first_format = text_ends(path, ".dockercfg");
    json_t *auths = first_format ? root : json_object_get(root, "auths");
    json_t *helpers = first_format ? NULL : json_object_get(root, "credHelpers");
    if (!is_map(auths) || !is_map(helpers)) {
        err_set(err, "auths and credHelpers of the registry credentials must be JSON objects");
        return err_place(err, path, 0, 0);
    }
    if (json_object_size(auths) + json_object_size(helpers) + config->entries.count >
        DOCKER_CONFIG_ENTRIES_MAX) {
        err_set(err, "there are too many registry credentials: at most %d are allowed",
                DOCKER_CONFIG_ENTRIES_MAX);
        err_hint(err, "remove the entries of other registries");
        return err_place(err, path, 0, 0);
    }
    add_helpers(&reading, helpers);
    add_auths(&reading, auths);
    reading.key = NULL;
    if (!first_format && member(root, "credsStore", &odd) != NULL)
        add_problem(&reading, "the credential store (credsStore) is not supported yet");
    return 0;
}
