// SPDX-License-Identifier: Apache-2.0
#include "reconciler/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/moment.h"
#include "manifests/base/text.h"
#include "manifests/kinds/promotion.h"
#include "manifests/values/reference.h"
#include "manifests/yaml/document.h"

enum config_kind {
    TEXT,
    PATH,
    NUMBER,
    FLAG,
    DURATION,
    HOSTS,
    PATHS,
    TEXTS,
    LAYOUTS,
    CHECKS,
    SECTION
};

struct config_field {
    const char *key;
    enum config_kind kind;
    size_t offset; /* SECTION: of a bool that says that it stands there; 0: none */
    const struct config_field *fields; /* SECTION; ends with an entry without key */
};

#define AT(field) offsetof(struct config, field)

static const struct config_field author_fields[] = {
    {"name", TEXT, AT(author.name), NULL},
    {"email", TEXT, AT(author.email), NULL},
    {NULL, 0, 0, NULL},
};

static const struct config_field git_fields[] = {
    {"username", TEXT, AT(git.username), NULL},
    {"usernameEnv", TEXT, AT(git.username_variable), NULL},
    {"tokenEnv", TEXT, AT(git.token_variable), NULL},
    {"tokenFile", PATH, AT(git.token_file), NULL},
    {"sshKey", PATH, AT(git.ssh_key), NULL},
    {"knownHosts", PATH, AT(git.known_hosts), NULL},
    {"cache", PATH, AT(git.cache), NULL},
    {"partial", FLAG, AT(git.partial), NULL},
    {NULL, 0, 0, NULL},
};

static const struct config_field timeouts_fields[] = {
    {"connect", DURATION, AT(timeouts.connect), NULL},
    {"silence", DURATION, AT(timeouts.silence), NULL},
    {"total", DURATION, AT(timeouts.total), NULL},
    {NULL, 0, 0, NULL},
};

static const struct config_field commits_fields[] = {
    {"signingKey", PATH, AT(signing_key), NULL},
    {NULL, 0, 0, NULL},
};

static const struct config_field signatures_fields[] = {
    {"allowedSigners", PATH, AT(signatures.allowed_signers), NULL},
    {"gpgKeyring", PATH, AT(signatures.gpg_keyring), NULL},
    {"gpgFingerprints", TEXTS, AT(signatures.gpg_fingerprints), NULL},
    {NULL, 0, 0, NULL},
};

static const struct config_field check_fields[] = {
    {"command", TEXTS, offsetof(struct config_check, command), NULL},
    {"timeout", DURATION, offsetof(struct config_check, timeout), NULL},
    {"env", TEXTS, offsetof(struct config_check, variables), NULL},
    {NULL, 0, 0, NULL},
};

static const struct config_field root_fields[] = {
    {"plainHTTP", HOSTS, AT(plain_http), NULL},
    {"hosts", HOSTS, AT(hosts), NULL},
    {"ociLayouts", LAYOUTS, AT(layouts), NULL},
    {"caFiles", PATHS, AT(ca_files), NULL},
    {"dockerConfig", PATH, AT(docker_config), NULL},
    {"jobs", NUMBER, AT(jobs), NULL},
    {"branch", TEXT, AT(branch), NULL},
    {"interval", DURATION, AT(interval), NULL},
    {"author", SECTION, 0, author_fields},
    {"git", SECTION, 0, git_fields},
    {"timeouts", SECTION, 0, timeouts_fields},
    {"checks", CHECKS, AT(checks), NULL},
    {"commits", SECTION, 0, commits_fields},
    {"requireSignedCommits", SECTION, AT(signatures.wanted), signatures_fields},
    {NULL, 0, 0, NULL},
};

struct config_decoding {
    struct arena *arena;
    struct config *config;
    void *into; /* the struct of which fields are: config, or a part of it */
    const char *path;
};

PRINTF_LIKE(4, 5)
static int wrong(const struct config_decoding *decoding, const struct node *node, struct err *err,
                 const char *format, ...)
{
    va_list arguments;
    char message[ERR_MESSAGE_MAX];
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    err_set(err, "%s", message);
    return err_place(err, decoding->path, node->line, node->column);
}

/* A path as the program can use it: the file's own folder is where relative ones begin. */
static const char *place(const struct config_decoding *decoding, const char *path)
{
    const char *slash = strrchr(decoding->path, '/');
    if (path[0] == '/' || slash == NULL)
        return arena_text(decoding->arena, path);
    return arena_print(decoding->arena, "%.*s/%s", (int)(slash - decoding->path), decoding->path,
                       path);
}

static int add_host(struct arena *arena, text_list *hosts, const char *host, struct err *err)
{
    if (!reference_host_valid(host)) {
        err_set(err, "\"%s\" is no HOST or HOST:PORT", host);
        return err_hint(err, "as in registry.example.org:5000, without a scheme or a path");
    }
    if (hosts->count >= CONFIG_HOSTS_MAX)
        return err_set(err, "more than %d hosts", CONFIG_HOSTS_MAX);
    *list_add(arena, hosts) = reference_host_normal(arena, host);
    return 0;
}

/* The first folder that is named for a host stays: flags are taken before the file. */
static int add_layout(struct arena *arena, struct config *config, const char *host,
                      const char *folder, struct err *err)
{
    if (!reference_host_valid(host))
        return err_set(err, "\"%s\" is no HOST or HOST:PORT", host);
    if (text_blank(folder))
        return err_set(err, "no folder is named for \"%s\"", host);
    if (config->layouts.count >= CONFIG_HOSTS_MAX)
        return err_set(err, "more than %d image layouts", CONFIG_HOSTS_MAX);
    const char *normal = reference_host_normal(arena, host);
    list_each (layout, &config->layouts)
        if (strcmp(layout->host, normal) == 0)
            return 0;
    *list_add(arena, &config->layouts) = (struct config_layout){normal, arena_text(arena, folder)};
    return 0;
}

static int decode_list(const struct config_decoding *decoding, const struct config_field *field,
                       const struct node *value, struct err *err)
{
    text_list *list = (text_list *)(void *)((char *)decoding->into + field->offset);
    if (value->kind != NODE_LIST)
        return wrong(decoding, value, err, "\"%s\" must be a list", field->key);
    for (const struct node *item = value->first; item != NULL; item = item->next) {
        const char *text = node_text(item);
        if (text_blank(text))
            return wrong(decoding, item, err, "an item of \"%s\" must be a text", field->key);
        if (field->kind == PATHS)
            *list_add(decoding->arena, list) = place(decoding, text);
        else if (field->kind == TEXTS)
            *list_add(decoding->arena, list) = arena_text(decoding->arena, text);
        else if (add_host(decoding->arena, list, text, err) < 0)
            return err_place(err, decoding->path, item->line, item->column);
    }
    return 0;
}

static int decode_layouts(const struct config_decoding *decoding, const struct config_field *field,
                          const struct node *value, struct err *err)
{
    if (value->kind != NODE_MAP)
        return wrong(decoding, value, err, "\"%s\" must be a map of hosts to folders", field->key);
    for (const struct node *item = value->first; item != NULL; item = item->next) {
        const char *host = node_text(item->key), *folder = node_text(item);
        if (text_blank(host) || text_blank(folder))
            return wrong(decoding, item, err, "\"%s\" must be a map of hosts to folders",
                         field->key);
        if (add_layout(decoding->arena, decoding->config, host, place(decoding, folder), err) < 0)
            return err_place(err, decoding->path, item->line, item->column);
    }
    return 0;
}

static int decode_scalar(const struct config_decoding *decoding, const struct config_field *field,
                         const struct node *value, struct err *err)
{
    void *target = (char *)decoding->into + field->offset;
    const char *text = node_text(value);
    if (value->kind != NODE_SCALAR || text_blank(text))
        return wrong(decoding, value, err, "\"%s\" must be a text", field->key);
    if (field->kind == NUMBER) {
        char *end;
        long number = strtol(text, &end, 10);
        if (*end != '\0' || number < 1 || number > CONFIG_JOBS_MAX)
            return wrong(decoding, value, err, "\"%s\" must be a number from 1 to %d", field->key,
                         CONFIG_JOBS_MAX);
        if (*(unsigned *)target == 0)
            *(unsigned *)target = (unsigned)number;
    } else if (field->kind == FLAG) {
        if (!text_equal(text, "true") && !text_equal(text, "false"))
            return wrong(decoding, value, err, "\"%s\" must be true or false", field->key);
        *(bool *)target = text_equal(text, "true");
    } else if (field->kind == DURATION) {
        int64_t seconds;
        if (!duration_parse(text, &seconds) || seconds < 1)
            return wrong(decoding, value, err,
                         "\"%s\" must be a duration of at least a second, as in 30s or 1h30m",
                         field->key);
        if (*(int64_t *)target == 0)
            *(int64_t *)target = seconds;
    } else if (*(const char **)target == NULL) {
        *(const char **)target =
            field->kind == PATH ? place(decoding, text) : arena_text(decoding->arena, text);
    }
    return 0;
}

static int unknown_key(const struct config_decoding *decoding, const struct config_field *fields,
                       const struct node *key, struct err *err)
{
    const char *text = node_text(key);
    struct text_nearest nearest = {.distance = 4};
    for (const struct config_field *field = fields; text != NULL && field->key != NULL; field++)
        text_nearer(&nearest, text, field->key);
    wrong(decoding, key, err, "unknown key \"%s\"", text != NULL ? text : "");
    if (nearest.word != NULL)
        return err_hint(err, "did you mean \"%s\"?", nearest.word);
    return err_hint(err, "weir-config(5) lists the keys");
}

static int decode_map(const struct config_decoding *decoding, const struct config_field *fields,
                      const struct node *map, struct err *err);

static bool variable_valid(const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return name[strspn(name, letters)] == '\0' && !(*name >= '0' && *name <= '9');
}

/* One check: its map is read into a struct of its own. */
static int decode_check(const struct config_decoding *decoding, const struct node *value,
                        struct config_check *check, struct err *err)
{
    struct config_decoding inner = *decoding;
    inner.into = check;
    if (decode_map(&inner, check_fields, value, err) < 0)
        return -1;
    if (check->command.count == 0)
        return wrong(decoding, value, err, "the check \"%s\" names no command", check->name);
    if (check->command.count > CONFIG_WORDS_MAX || check->variables.count > CONFIG_WORDS_MAX)
        return wrong(decoding, value, err, "more than %d words of the check \"%s\"",
                     CONFIG_WORDS_MAX, check->name);
    if (check->timeout == 0)
        check->timeout = 30;
    if (check->timeout > CONFIG_CHECK_TIMEOUT_MAX)
        return wrong(decoding, value, err, "the check \"%s\" may take an hour at most",
                     check->name);
    if (strchr(check->command.items[0], '/') != NULL)
        check->command.items[0] = place(decoding, check->command.items[0]);
    list_each (name, &check->variables)
        if (!variable_valid(*name))
            return wrong(decoding, value, err, "\"%s\" is no name of a variable", *name);
    return 0;
}

static int decode_checks(const struct config_decoding *decoding, const struct node *map,
                         struct err *err)
{
    struct config *config = decoding->config;
    if (map->kind != NODE_MAP)
        return wrong(decoding, map, err, "\"checks\" must be a map of names to checks");
    const struct node *twice = node_duplicate_key(map);
    if (twice != NULL)
        return wrong(decoding, twice, err, "a key is given twice");
    for (const struct node *value = map->first; value != NULL; value = value->next) {
        const char *name = node_text(value->key);
        if (name == NULL || !check_name_valid(name))
            return wrong(decoding, value->key, err, "\"%s\" is no name of a check",
                         name != NULL ? name : "");
        if (config->checks.count == CONFIG_CHECKS_MAX)
            return wrong(decoding, value, err, "more than %d checks", CONFIG_CHECKS_MAX);
        struct config_check check = {.name = arena_text(decoding->arena, name)};
        if (decode_check(decoding, value, &check, err) < 0)
            return -1;
        *list_add(decoding->arena, &config->checks) = check;
    }
    return 0;
}

static int decode_field(const struct config_decoding *decoding, const struct config_field *field,
                        const struct node *value, struct err *err)
{
    switch (field->kind) {
    case HOSTS:
    case PATHS:
    case TEXTS:
        return decode_list(decoding, field, value, err);
    case LAYOUTS:
        return decode_layouts(decoding, field, value, err);
    case CHECKS:
        return decode_checks(decoding, value, err);
    case SECTION:
        if (field->offset > 0)
            *(bool *)((char *)decoding->into + field->offset) = true;
        return decode_map(decoding, field->fields, value, err);
    case TEXT:
    case PATH:
    case NUMBER:
    case FLAG:
    case DURATION:
        break;
    }
    return decode_scalar(decoding, field, value, err);
}

static int decode_map(const struct config_decoding *decoding, const struct config_field *fields,
                      const struct node *map, struct err *err)
{
    if (map->kind != NODE_MAP)
        return wrong(decoding, map, err, "a map is wanted here");
    const struct node *twice = node_duplicate_key(map);
    if (twice != NULL)
        return wrong(decoding, twice, err, "a key is given twice");
    for (const struct node *value = map->first; value != NULL; value = value->next) {
        const char *key = node_text(value->key);
        const struct config_field *field = fields;
        while (field->key != NULL && !text_equal(field->key, key))
            field++;
        if (field->key == NULL)
            return unknown_key(decoding, fields, value->key, err);
        if (decode_field(decoding, field, value, err) < 0)
            return -1;
    }
    return 0;
}

int config_decode(struct arena *arena, const char *path, const char *bytes, size_t length,
                  struct config *config, struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct documents documents = {0};
    if (document_parse(&scratch, path, bytes, length, &documents, err) < 0)
        return -1;
    struct config_decoding decoding = {arena, config, config, path};
    if (documents.count == 0 || documents.items[0].root == NULL)
        return 0;
    if (documents.count > 1) {
        err_set(err, "the file must hold one document only");
        return err_place(err, path, documents.items[1].line, 0);
    }
    return decode_map(&decoding, root_fields, documents.items[0].root, err);
}

/* A whole small file; -1 when it can't be read or is longer than its maximum. */
static int read_file(const char *path, struct text *bytes, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_errno(err, "can't read \"%s\"", path);
    int result = text_read_fd(bytes, fd);
    int number = errno;
    close(fd);
    errno = number;
    if (result < 0)
        return err_errno(err, "can't read \"%s\"", path);
    if (result > 0)
        return err_set(err, "\"%s\" is longer than %zu bytes", path, bytes->maximum);
    return 0;
}

int config_read(struct arena *arena, const char *path, struct config *config, struct err *err)
{
    text_scope struct text bytes = text_of(TEXT_CONFIG_MAX);
    if (read_file(path, &bytes, err) < 0)
        return -1;
    return config_decode(arena, path, bytes.data != NULL ? bytes.data : "", bytes.length, config,
                         err);
}

int config_plain_http(struct arena *arena, struct config *config, const char *text, struct err *err)
{
    if (add_host(arena, &config->plain_http, text, err) < 0)
        return err_wrap(err, "--plain-http");
    return 0;
}

int config_allow_host(struct arena *arena, struct config *config, const char *text, struct err *err)
{
    if (add_host(arena, &config->hosts, text, err) < 0)
        return err_wrap(err, "--allow-host");
    return 0;
}

int config_layout(struct arena *arena, struct config *config, const char *text, struct err *err)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL) {
        err_set(err, "--oci-layout: \"%s\" is no HOST=FOLDER", text);
        return err_hint(err, "as in registry.example.org=/srv/images");
    }
    const char *host = arena_copy(arena, text, (size_t)(equals - text));
    if (add_layout(arena, config, host, equals + 1, err) < 0)
        return err_wrap(err, "--oci-layout");
    return 0;
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return text_blank(value) ? NULL : value;
}

/* A secret may end in the line break that editors put there. */
static int fetch_token(struct arena *arena, struct config *config, struct err *err)
{
    const char *name = config->git.token_variable;
    if (name != NULL) {
        config->git.token = variable(name);
        if (config->git.token == NULL)
            return err_set(err, "git.tokenEnv: the variable \"%s\" is not set", name);
    } else if (config->git.token_file != NULL) {
        text_scope struct text bytes = text_of(CONFIG_SECRET_MAX);
        if (read_file(config->git.token_file, &bytes, err) < 0)
            return err_wrap(err, "git.tokenFile");
        size_t length = bytes.length;
        while (length > 0 && (bytes.data[length - 1] == '\n' || bytes.data[length - 1] == '\r'))
            length--;
        if (length == 0)
            return err_set(err, "git.tokenFile: \"%s\" is empty", config->git.token_file);
        config->git.token = arena_copy(arena, bytes.data, length);
    } else {
        config->git.token = variable("WEIR_GIT_TOKEN");
    }
    return 0;
}

/* A check that no commit can pass, or every one, is a mistake of the one who asked for it. */
static int check_signatures(const struct config *config, struct err *err)
{
    const char *signers = config->signatures.allowed_signers;
    const char *keyring = config->signatures.gpg_keyring;
    bool fingerprints = config->signatures.gpg_fingerprints.count > 0;
    if (!config->signatures.wanted)
        return 0;
    if (signers == NULL && keyring == NULL) {
        err_set(err, "requireSignedCommits names no keys");
        return err_hint(err, "it needs allowedSigners, or gpgKeyring with gpgFingerprints");
    }
    if ((keyring != NULL) != fingerprints)
        return err_set(err, "requireSignedCommits: gpgKeyring and gpgFingerprints need each other");
    return 0;
}

/* A check gets none of weir's own secrets, by mistake neither. */
static int check_variables(const struct config *config, struct err *err)
{
    list_each (check, &config->checks)
        list_each (name, &check->variables)
            if (text_equal(*name, "WEIR_GIT_TOKEN") ||
                text_equal(*name, config->git.token_variable))
                return err_set(err, "checks.%s.env: \"%s\" holds the token for Git", check->name,
                               *name);
    return 0;
}

int config_complete(struct arena *arena, struct config *config, struct err *err)
{
    if (config->docker_config == NULL)
        config->docker_config = variable("DOCKER_CONFIG");
    if (config->git.username == NULL && config->git.username_variable != NULL) {
        config->git.username = variable(config->git.username_variable);
        if (config->git.username == NULL)
            return err_set(err, "git.usernameEnv: the variable \"%s\" is not set",
                           config->git.username_variable);
    }
    if (config->git.username == NULL)
        config->git.username = variable("WEIR_GIT_USERNAME");
    if (fetch_token(arena, config, err) < 0)
        return -1;
    if (check_signatures(config, err) < 0 || check_variables(config, err) < 0)
        return -1;
    if (config->jobs > CONFIG_JOBS_MAX)
        config->jobs = CONFIG_JOBS_MAX;
    if (config->interval == 0)
        config->interval = 5 * 60;
    return 0;
}
