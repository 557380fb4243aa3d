// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/credentials.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/arena.h"
#include "manifests/base/file.h"
#include "manifests/base/list.h"
#include "reconciler/net/base64.h"

enum {
    CREDENTIALS_MAX = 10000,
    SECRET_MAX = 64 << 10, /* bytes; a secret must fit in a header or a form */
};

struct credential_entry {
    const char *place; /* normalized key: host, host:port or host/path; "" for credsStore */
    struct credential credential;
    char *secrets[3]; /* allocated; overwritten before they are freed */
};

struct credentials {
    struct arena arena;
    LIST_OF(struct credential_entry) entries;
};

void credential_free(char *secret)
{
    if (secret == NULL)
        return;
    explicit_bzero(secret, strlen(secret));
    free(secret);
}

struct credentials *credentials_open(void)
{
    return memory_must(calloc(1, sizeof(struct credentials)));
}

void credentials_close(struct credentials **handle)
{
    struct credentials *credentials = *handle;
    if (credentials == NULL)
        return;
    list_each (entry, &credentials->entries)
        for (size_t i = 0; i < sizeof entry->secrets / sizeof *entry->secrets; i++)
            credential_free(entry->secrets[i]);
    arena_done(&credentials->arena);
    free(credentials);
    *handle = NULL;
}

static const char hub_key[] = "index.docker.io";

/* Returns the normalized form of a key. "https://Quay.io/v2/" and "quay.io" have the same form, and
 * so have all names of Docker Hub. */
static const char *place_of(struct arena *arena, const char *key)
{
    static const char *const schemes[] = {"https://", "http://"};
    static const char *const tails[] = {"/", "/v1", "/v2"};
    static const char *const hub[] = {"docker.io", "registry-1.docker.io"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(key, schemes[i], strlen(schemes[i])) == 0)
            key += strlen(schemes[i]);
    char *place = arena_text(arena, key);
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (text_ends(place, tails[i]))
            place[strlen(place) - strlen(tails[i])] = '\0';
    size_t host = strcspn(place, "/");
    for (size_t i = 0; i < host; i++)
        if (place[i] >= 'A' && place[i] <= 'Z')
            place[i] = (char)(place[i] - 'A' + 'a');
    if (host > 4 && strncmp(place + host - 4, ":443", 4) == 0)
        memmove(place + host - 4, place + host, strlen(place + host) + 1);
    for (size_t i = 0; i < sizeof hub / sizeof *hub; i++) {
        size_t length = strlen(hub[i]);
        if (strncmp(place, hub[i], length) == 0 && (place[length] == '\0' || place[length] == '/'))
            return arena_print(arena, "%s%s", hub_key, place + length);
    }
    return place;
}

static const struct credential_entry *find(const struct credentials *credentials, const char *place,
                                           size_t length)
{
    for (size_t i = 0; i < credentials->entries.count; i++) {
        const struct credential_entry *entry = &credentials->entries.items[i];
        if (strncmp(entry->place, place, length) == 0 && entry->place[length] == '\0')
            return entry;
    }
    return NULL;
}

const struct credential *credentials_find(const struct credentials *credentials, const char *host,
                                          const char *path)
{
    arena_scope struct arena scratch = {0};
    const char *place = arena_print(&scratch, "%s/%s", place_of(&scratch, host), path);
    for (size_t length = strlen(place); length > 0; length--) {
        if (place[length] != '/' && place[length] != '\0')
            continue;
        const struct credential_entry *entry = find(credentials, place, length);
        if (entry != NULL)
            return &entry->credential;
    }
    const struct credential_entry *rest =
        find(credentials, "", 0); /* the entry of credsStore, for every other host */
    return rest != NULL ? &rest->credential : NULL;
}

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static void add(struct credentials *credentials, const char *key, const char *user,
                const char *password, const char *identity, const char *token, const char *problem)
{
    struct arena *arena = &credentials->arena;
    const char *place = key[0] != '\0' ? place_of(arena, key) : "";
    if (find(credentials, place, strlen(place)) != NULL ||
        credentials->entries.count >= CREDENTIALS_MAX)
        return;
    struct credential_entry *entry = list_add(arena, &credentials->entries);
    const char *given[] = {password, identity, token};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        entry->secrets[i] = given[i] != NULL ? memory_must(strdup(given[i])) : NULL;
    entry->place = place;
    entry->credential = (struct credential){
        .key = arena_text(arena, key),
        .user = arena_text(arena, user),
        .password = entry->secrets[0],
        .identity_token = entry->secrets[1],
        .registry_token = entry->secrets[2],
        .problem = arena_text(arena, problem),
    };
}

/* True if the secret is NULL or not too long. If `as_it_is` is set, a header contains the secret
 * without encoding, so the secret must also have only printable ASCII characters and no spaces. */
static bool sendable(const char *secret, bool as_it_is)
{
    size_t length = 0;
    while (secret != NULL && secret[length] != '\0' && length <= SECRET_MAX &&
           !(as_it_is && (secret[length] <= ' ' || secret[length] >= 0x7f)))
        length++;
    return secret == NULL || (secret[length] == '\0' && length <= SECRET_MAX);
}

/* Adds one member of "auths". */
static void add_auth(struct credentials *credentials, const char *key, const json_t *auth)
{
    const char *identity = member(auth, "identitytoken"), *token = member(auth, "registrytoken");
    const char *packed = member(auth, "auth");
    const char *user = member(auth, "username"), *password = member(auth, "password");
    if (!sendable(identity, false) || !sendable(token, true) || !sendable(packed, false) ||
        !sendable(user, false) || !sendable(password, false)) {
        add(credentials, key, NULL, NULL, NULL, NULL,
            "a configured user or secret is longer than 65536 bytes, or the registry token has "
            "characters that a header can't have");
        return;
    }
    if (packed == NULL) {
        /* docker writes empty entries for hosts that a credential helper answers */
        if (identity != NULL || token != NULL || (user != NULL && password != NULL))
            add(credentials, key, user, password, identity, token, NULL);
        return;
    }
    size_t length = 0;
    char *pair = base64_decode(packed, &length);
    char *colon = pair != NULL ? memchr(pair, ':', length) : NULL;
    if (colon == NULL || colon == pair) {
        credential_free(pair);
        add(credentials, key, NULL, NULL, identity, token,
            "the configured auth is not the base64 form of user:password");
        return;
    }
    *colon = '\0';
    add(credentials, key, pair, colon + 1, identity, token, NULL);
    explicit_bzero(pair, length);
    free(pair);
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

int credentials_add_docker_json(struct credentials *credentials, const char *path,
                                const char *bytes, size_t length, struct err *err)
{
    json_error_t fault;
    json_auto_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (!json_is_object(root)) {
        /* jansson's message may quote the file, so only the place is reported. */
        err_set(err, "the registry credentials are not a JSON object, or have a duplicate key");
        err_hint(err, "repair or remove the file");
        return root == NULL ? err_place(err, path, (unsigned)fault.line, (unsigned)fault.column)
                            : err_place(err, path, 0, 0);
    }
    json_t *auths = json_object_get(root, "auths");
    json_t *helpers = json_object_get(root, "credHelpers");
    const char *store = member(root, "credsStore");
    if ((auths != NULL && !json_is_object(auths)) ||
        (helpers != NULL && !json_is_object(helpers))) {
        err_set(err, "auths and credHelpers of the registry credentials must be JSON objects");
        return err_place(err, path, 0, 0);
    }
    /* For one host, an entry in credHelpers wins over one in "auths", as in docker. */
    for (void *at = json_object_iter(helpers); at != NULL; at = json_object_iter_next(helpers, at))
        add(credentials, json_object_iter_key(at), NULL, NULL, NULL, NULL,
            "credential helpers (credHelpers) are not supported yet");
    for (void *at = json_object_iter(auths); at != NULL; at = json_object_iter_next(auths, at)) {
        add_auth(credentials, json_object_iter_key(at), json_object_iter_value(at));
        forget(json_object_iter_value(at));
    }
    if (store != NULL)
        add(credentials, "", NULL, NULL, NULL, NULL,
            "the credential store (credsStore) is not supported yet");
    return 0;
}

/* True if the error means that there is no file. EISDIR counts, because some container runtimes
 * mount a folder in place of an optional secret that does not exist. */
static bool is_missing(int number)
{
    return number == ENOENT || number == ENOTDIR || number == EISDIR;
}

int credentials_add_docker_config(struct credentials *credentials, const char *folder,
                                  struct err *err)
{
    char *path = arena_print(&credentials->arena, "%s/config.json", folder);
    struct text bytes = text_of(TEXT_CONFIG_MAX);
    int got = file_read(path, 0, &bytes);
    int result = 0;
    if (got < 0 && !is_missing(errno))
        result = err_errno(err, "reading the registry credentials \"%s\"", path);
    else if (got > 0)
        result = err_set(err, "the registry credentials \"%s\" are longer than %d bytes", path,
                         TEXT_CONFIG_MAX);
    else if (got == 0)
        result = credentials_add_docker_json(credentials, path, bytes.data, bytes.length, err);
    if (bytes.data != NULL)
        explicit_bzero(bytes.data, bytes.capacity);
    text_done(&bytes);
    return result;
}

char *credential_basic(const struct credential *credential)
{
    if (credential->user == NULL || credential->password == NULL)
        return NULL;
    char *pair = NULL, *line = NULL;
    if (asprintf(&pair, "%s:%s", credential->user, credential->password) < 0)
        memory_must(NULL);
    char *packed = base64_encode(pair, strlen(pair));
    if (asprintf(&line, "Authorization: Basic %s", packed) < 0)
        memory_must(NULL);
    credential_free(pair);
    credential_free(packed);
    return line;
}

char *credential_bearer(const char *token)
{
    char *line = NULL;
    if (asprintf(&line, "Authorization: Bearer %s", token) < 0)
        memory_must(NULL);
    return line;
}
