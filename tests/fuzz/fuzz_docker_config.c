// SPDX-License-Identifier: Apache-2.0
/* Any file of credentials: entries are for a host, fit into a header, and are found under their key
 * only. The first byte selects the format. */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/net/docker_config.h"
#include "tests/fuzz/fuzz.h"

static void check_line(char *line)
{
    for (const char *at = line; at != NULL && *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            abort();
    credential_free(line);
}

static void check_entry(const struct docker_config_entry *entry)
{
    const struct credential *credential = &entry->credential;
    bool store = credential->key == NULL;
    if (store != (entry->place[0] == '\0'))
        abort();
    if (store && (credential->problem == NULL || credential->password != NULL))
        abort();
    if (credential->problem == NULL && credential->user == NULL &&
        credential->identity_token == NULL && credential->registry_token == NULL)
        abort();
    check_line(credential_basic(credential));
    if (credential->registry_token != NULL)
        check_line(credential_bearer(credential->registry_token));
    if (!credential_equal(credential, credential))
        abort();
}

/* The normal form of a normal form is the same, except for two names of Docker Hub in a row. */
static void check_place(const char *place)
{
    arena_scope struct arena arena = {0};
    enum docker_config_spelling spelling;
    const char *host = arena_copy(&arena, place, strcspn(place, "/"));
    const char *again = docker_config_place(&arena, host, &spelling);
    if (spelling != SPELLING_PLAIN || strchr(again, '/') != NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    struct docker_config config = {0};
    struct err err = {0};
    if (length == 0)
        return 0;
    const char *path = data[0] == 'o' ? "old/.dockercfg" : "config.json";
    int got = docker_config_read(&config, 0, path, (const char *)data + 1, length - 1, &err);
    if (got < 0 && (err.message[0] == '\0' || !text_starts(err.place, path)))
        abort();
    list_each (entry, &config.entries) {
        check_entry(entry);
        check_place(entry->place);
    }
    docker_config_done(&config);
    return 0;
}
