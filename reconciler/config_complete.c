// SPDX-License-Identifier: Apache-2.0
#include "reconciler/config_complete.h"

#include <stdlib.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "reconciler/net/credential.h"
#include "reconciler/net/secret_file.h"

enum { INTERVAL_DEFAULT = 5 * 60 };

/* Returns the value of a variable that is set and not blank, or NULL. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return text_blank(value) ? NULL : value;
}

static int read_token(struct arena *arena, struct config *config, struct err *err)
{
    char *token = NULL;
    if (secret_file_read(config->git.token_file, &token, err) < 0)
        return err_wrap(err, "git.tokenFile");
    config->git.token = arena_text(arena, token);
    credential_free(token);
    return 0;
}

/* Reports that a variable is not set or blank. The variable's name is not shown, because a person
 * may have written the secret itself in place of a name. */
static int not_set(const char *key, struct err *err)
{
    err_set(err, "%s names an environment variable that is not set or is blank", key);
    return err_hint(err,
                    "set the variable; the configuration file has only its name, never its value");
}

static int fetch_token(struct arena *arena, struct config *config, struct err *err)
{
    const char *name = config->git.token_variable;
    if (name == NULL && config->git.token_file != NULL)
        return read_token(arena, config, err);
    config->git.token = variable(name != NULL ? name : "WEIR_GIT_TOKEN");
    if (name != NULL && config->git.token == NULL)
        return not_set("git.tokenEnv", err);
    return 0;
}

static int fetch_username(struct config *config, struct err *err)
{
    const char *name = config->git.username_variable;
    if (config->git.username != NULL)
        return 0;
    config->git.username = variable(name != NULL ? name : "WEIR_GIT_USERNAME");
    if (name != NULL && config->git.username == NULL)
        return not_set("git.usernameEnv", err);
    return 0;
}

/* Rejects a signature policy that has neither allowedSigners nor gpgKeyring, or that has only one
 * of gpgKeyring and gpgFingerprints. */
static int check_signatures(const struct config *config, struct err *err)
{
    const char *signers = config->signatures.allowed_signers;
    const char *keyring = config->signatures.gpg_keyring;
    bool fingerprints = config->signatures.gpg_fingerprints.count > 0;
    if (!config->signatures.wanted)
        return 0;
    if (signers == NULL && keyring == NULL) {
        err_set(err, "requireSignedCommits has neither allowedSigners nor gpgKeyring");
        return err_hint(err, "add allowedSigners, or gpgKeyring with gpgFingerprints");
    }
    if ((keyring != NULL) != fingerprints)
        return err_set(err,
                       "requireSignedCommits: set both gpgKeyring and gpgFingerprints, or neither");
    return 0;
}

/* Refuses to pass a variable for the Git token to a check program. */
static int check_variables(const struct config *config, struct err *err)
{
    list_each (check, &config->checks)
        list_each (name, &check->variables)
            if (text_equal(*name, "WEIR_GIT_TOKEN") ||
                text_equal(*name, config->git.token_variable)) {
                err_set(err,
                        "checks.%s.env: \"%s\" is a variable for the Git token and is never given "
                        "to a check",
                        check->name, *name);
                return err_hint(err, "remove the variable from the list");
            }
    return 0;
}

static void add_file(struct arena *arena, struct config *config, const char *folder,
                     const char *name)
{
    if (folder != NULL)
        *list_add(arena, &config->credential_files) = arena_print(arena, "%s/%s", folder, name);
}

/* Lists the files with the registries' credentials: the configured one, else the ones that podman
 * and skopeo read, in their order. */
static void find_credentials(struct arena *arena, struct config *config)
{
    const char *file = variable("REGISTRY_AUTH_FILE"), *home = variable("HOME");
    const char *runtime = variable("XDG_RUNTIME_DIR"), *settings = variable("XDG_CONFIG_HOME");
    const char *docker = variable("DOCKER_CONFIG");
    if (config->docker_config != NULL) {
        add_file(arena, config, config->docker_config, "config.json");
        return;
    }
    if (file != NULL) {
        *list_add(arena, &config->credential_files) = file;
        return;
    }
    if (runtime == NULL)
        runtime = arena_print(arena, "/run/containers/%u", (unsigned)getuid());
    else
        runtime = arena_print(arena, "%s/containers", runtime);
    add_file(arena, config, runtime, "auth.json");
    if (settings != NULL)
        add_file(arena, config, settings, "containers/auth.json");
    else
        add_file(arena, config, home, ".config/containers/auth.json");
    if (docker != NULL)
        add_file(arena, config, docker, "config.json");
    else
        add_file(arena, config, home, ".docker/config.json");
    add_file(arena, config, home, ".dockercfg");
}

int config_complete(struct arena *arena, struct config *config, struct err *err)
{
    find_credentials(arena, config);
    if (fetch_username(config, err) < 0 || fetch_token(arena, config, err) < 0 ||
        check_signatures(config, err) < 0 || check_variables(config, err) < 0)
        return -1;
    if (config->jobs > CONFIG_JOBS_MAX)
        config->jobs = CONFIG_JOBS_MAX;
    if (config->interval == 0)
        config->interval = INTERVAL_DEFAULT;
    return 0;
}
