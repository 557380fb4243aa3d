// SPDX-License-Identifier: Apache-2.0
#include "reconciler/config_file.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/file.h"
#include "manifests/base/text.h"
#include "manifests/kinds/texts.h"
#include "manifests/kinds/type.h"
#include "reconciler/config_checks.h"
#include "reconciler/config_values.h"

/* The state of decoding the file; the functions that read fields get it as `into`. */
struct config_file {
    struct config config; /* first, so that the offsets of fields are those in struct config */
    const char *path;
};

#define AT(field) offsetof(struct config, field)

static void bad_value(struct decoding *decoding, const struct node *node, const struct err *err)
{
    problem_add(decoding, PROBLEM_BAD_VALUE, node, err->hint[0] != '\0' ? err->hint : NULL, "%s",
                err->message);
}

static void read_hosts(struct decoding *decoding, const struct node *list, text_list *hosts)
{
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        struct err err = {0};
        const char *host = text_read(decoding, item);
        if (host != NULL && config_add_host(decoding->part, hosts, host, &err) < 0)
            bad_value(decoding, item, &err);
    }
}

static void read_plain_http(struct decoding *decoding, const struct node *list, void *into)
{
    struct config_file *file = into;
    read_hosts(decoding, list, &file->config.plain_http);
}

static void read_allowed_hosts(struct decoding *decoding, const struct node *list, void *into)
{
    struct config_file *file = into;
    read_hosts(decoding, list, &file->config.hosts);
}

static void read_ca_files(struct decoding *decoding, const struct node *list, void *into)
{
    struct config_file *file = into;
    text_list paths = {0};
    config_read_texts(decoding, list, &paths);
    list_each (path, &paths)
        *list_add(decoding->part, &file->config.ca_files) =
            config_path(decoding->part, file->path, *path);
}

static void read_fingerprints(struct decoding *decoding, const struct node *list, void *into)
{
    struct config_file *file = into;
    config_read_texts(decoding, list, &file->config.signatures.gpg_fingerprints);
}

static void read_layouts(struct decoding *decoding, const struct node *map, void *into)
{
    struct config_file *file = into;
    for (const struct node *value = map->first; value != NULL; value = value->next) {
        struct err err = {0};
        const char *host = text_read(decoding, value->key), *folder = text_read(decoding, value);
        if (host == NULL || folder == NULL)
            continue;
        folder = config_path(decoding->part, file->path, folder);
        if (config_add_layout(decoding->part, &file->config, host, folder, &err) < 0)
            bad_value(decoding, value, &err);
    }
}

static void read_realms(struct decoding *decoding, const struct node *map, void *into)
{
    struct config_file *file = into;
    for (const struct node *value = map->first; value != NULL; value = value->next) {
        struct config_realm realm = {0};
        text_list registry = {0}, hosts = {0};
        struct err err = {0};
        const char *name = text_read(decoding, value->key);
        if (name != NULL && config_add_host(decoding->part, &registry, name, &err) < 0)
            bad_value(decoding, value->key, &err);
        const struct node *list = node_resolve(value);
        if (list->kind != NODE_LIST || list->first == NULL)
            problem_add(decoding, PROBLEM_BAD_VALUE, value, "write a list of hosts: [HOST]",
                        "the token servers of \"%s\" are not a list", name != NULL ? name : "");
        else
            read_hosts(decoding, list, &hosts);
        realm.registry = registry.count > 0 ? registry.items[0] : "";
        realm.hosts = hosts;
        *list_add(decoding->part, &file->config.trusted_realms) = realm;
    }
}

static void read_jobs(struct decoding *decoding, const struct node *node, void *into)
{
    struct config_file *file = into;
    const char *text = node_text(node);
    char *end = NULL;
    long number = text != NULL ? strtol(text, &end, 10) : 0;
    if (number < 1 || number > CONFIG_JOBS_MAX || *end != '\0')
        problem_add(decoding, PROBLEM_BAD_VALUE, node, NULL, "jobs is not a number from 1 to %d",
                    CONFIG_JOBS_MAX);
    else
        file->config.jobs = (unsigned)number;
}

static void read_partial(struct decoding *decoding, const struct node *node, void *into)
{
    struct config_file *file = into;
    const char *text = node_text(node);
    if (!text_equal(text, "true") && !text_equal(text, "false"))
        problem_add(decoding, PROBLEM_BAD_VALUE, node, "write true or false",
                    "git.partial is neither true nor false");
    file->config.git.partial = text_equal(text, "true");
}

static void read_checks(struct decoding *decoding, const struct node *map, void *into)
{
    struct config_file *file = into;
    config_read_checks(decoding, map, file->path, &file->config);
}

static const struct field author_fields[] = {
    {"name", FIELD_TEXT, false, AT(author.name)},
    {"email", FIELD_TEXT, false, AT(author.email)},
    FIELDS_END,
};

static void read_author(struct decoding *decoding, const struct node *map, void *into)
{
    config_read_section(decoding, map, author_fields, into);
}

static const struct field git_fields[] = {
    {"username", FIELD_TEXT, false, AT(git.username)},
    {"usernameEnv", FIELD_TEXT, false, AT(git.username_variable)},
    {"tokenEnv", FIELD_TEXT, false, AT(git.token_variable)},
    {"tokenFile", FIELD_TEXT, false, AT(git.token_file)},
    {"sshKey", FIELD_TEXT, false, AT(git.ssh_key)},
    {"knownHosts", FIELD_TEXT, false, AT(git.known_hosts)},
    {"cache", FIELD_TEXT, false, AT(git.cache)},
    {"partial", FIELD_ANY, .read = read_partial},
    FIELDS_END,
};

/* Reports the key `token`, which a person may try, without its value. The key is also reported as
 * an unknown field at the same place; there, report() keeps only the first problem, which is this
 * one because the messages are sorted. */
static void refuse_token(struct decoding *decoding, const struct node *map)
{
    for (const struct node *value = map->first; value != NULL; value = value->next)
        if (text_equal(node_text(value->key), "token"))
            problem_add(decoding, PROBLEM_UNKNOWN_FIELD, value->key,
                        "set tokenEnv to the name of a variable, or tokenFile",
                        "a token can't be written into this file");
}

static void read_git(struct decoding *decoding, const struct node *map, void *into)
{
    refuse_token(decoding, map);
    config_read_section(decoding, map, git_fields, into);
}

static const struct field timeouts_fields[] = {
    {"connect", FIELD_DURATION, false, AT(timeouts.connect)},
    {"silence", FIELD_DURATION, false, AT(timeouts.silence)},
    {"total", FIELD_DURATION, false, AT(timeouts.total)},
    FIELDS_END,
};

static void read_timeouts(struct decoding *decoding, const struct node *map, void *into)
{
    config_read_section(decoding, map, timeouts_fields, into);
}

static const struct field commits_fields[] = {
    {"signingKey", FIELD_TEXT, false, AT(signing_key)},
    FIELDS_END,
};

static void read_commits(struct decoding *decoding, const struct node *map, void *into)
{
    config_read_section(decoding, map, commits_fields, into);
}

static const struct field signatures_fields[] = {
    {"allowedSigners", FIELD_TEXT, false, AT(signatures.allowed_signers)},
    {"gpgKeyring", FIELD_TEXT, false, AT(signatures.gpg_keyring)},
    {"gpgFingerprints", FIELD_LIST, .read = read_fingerprints},
    FIELDS_END,
};

static void read_signatures(struct decoding *decoding, const struct node *map, void *into)
{
    struct config_file *file = into;
    file->config.signatures.wanted = true;
    config_read_section(decoding, map, signatures_fields, into);
}

static const struct field root_fields[] = {
    {"plainHTTP", FIELD_LIST, .read = read_plain_http},
    {"hosts", FIELD_LIST, .read = read_allowed_hosts},
    {"ociLayouts", FIELD_MAP, .read = read_layouts},
    {"caFiles", FIELD_LIST, .read = read_ca_files},
    {"trustedRealms", FIELD_MAP, .read = read_realms},
    {"dockerConfig", FIELD_TEXT, false, AT(docker_config)},
    {"jobs", FIELD_ANY, .read = read_jobs},
    {"branch", FIELD_TEXT, false, AT(branch)},
    {"interval", FIELD_DURATION, false, AT(interval)},
    {"author", FIELD_MAP, .read = read_author},
    {"git", FIELD_MAP, .read = read_git},
    {"timeouts", FIELD_MAP, .read = read_timeouts},
    {"checks", FIELD_MAP, .read = read_checks},
    {"commits", FIELD_MAP, .read = read_commits},
    {"requireSignedCommits", FIELD_MAP, .read = read_signatures},
    FIELDS_END,
};

/* Settings that are paths of files or folders. */
static const size_t path_offsets[] = {
    AT(docker_config),
    AT(git.token_file),
    AT(git.ssh_key),
    AT(git.known_hosts),
    AT(git.cache),
    AT(signing_key),
    AT(signatures.allowed_signers),
    AT(signatures.gpg_keyring),
};

/* Resolves the paths that this file has set: in the file they are relative to its folder,
 * afterwards to the current folder. */
static void resolve_paths(struct arena *arena, struct config_file *file,
                          const struct config *before)
{
    for (size_t i = 0; i < sizeof path_offsets / sizeof *path_offsets; i++) {
        const char **path = (const char **)(void *)((char *)&file->config + path_offsets[i]);
        const char *const *old =
            (const char *const *)(const void *)((const char *)before + path_offsets[i]);
        if (*path != *old)
            *path = config_path(arena, file->path, *path);
    }
}

/* Reports aliases, empty keys, and keys and list items without a value. A key without a value would
 * silently mean "not set". */
static void refuse_empty(struct decoding *decoding, const struct node *node, bool key)
{
    arena_scope struct arena scratch = {0};
    if (node->kind == NODE_ALIAS)
        problem_add(decoding, PROBLEM_BAD_VALUE, node, "write the value itself",
                    "aliases are not allowed in this file");
    else if (node->kind == NODE_SCALAR && text_blank(node_text(node)) && key)
        problem_add(decoding, PROBLEM_BAD_VALUE, node, "write a key, or remove the line",
                    "a key is empty");
    else if (node->kind == NODE_SCALAR && text_blank(node_text(node)))
        problem_add(decoding, PROBLEM_BAD_VALUE, node, "write a value, or remove the line",
                    "%s has no value", problem_place(&scratch, node));
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->key != NULL)
            refuse_empty(decoding, child->key, true);
        refuse_empty(decoding, child, false);
    }
}

int config_file_problem(const struct problem *problem, struct err *err)
{
    err_set(err, "%s", problem->message);
    if (problem->hint != NULL)
        err_hint(err, "%s", problem->hint);
    return err_place(err, problem->path, problem->line, problem->column);
}

/* Sorts the problems, keeps only the first one at each place, and sets the error to the first of
 * all. Returns 0 if there are none, or -1. */
static int report(const char *path, problem_list *problems, struct err *err)
{
    size_t kept = 0;
    list_sort(problems, problem_compare);
    list_each (problem, problems) {
        const struct problem *last = kept > 0 ? &problems->items[kept - 1] : NULL;
        if (last != NULL && last->line == problem->line && last->column == problem->column)
            continue;
        problems->items[kept] = *problem;
        problems->items[kept++].path = path;
    }
    problems->count = kept;
    if (kept == 0)
        return 0;
    return config_file_problem(&problems->items[0], err);
}

int config_file_decode(struct arena *arena, const char *path, const char *bytes, size_t length,
                       struct config *config, problem_list *problems, struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct documents documents = {0};
    struct config_file file = {.config = *config, .path = path};
    struct decoding decoding = {
        .part = arena, .problems = problems, .ours = true, .loose_text = true};
    if (document_parse(&scratch, path, bytes, length, &documents, err) < 0)
        return -1;
    if (documents.count == 0 || documents.items[0].root == NULL)
        return 0;
    if (documents.count > 1) {
        err_set(err, "the file has more than one document");
        return err_place(err, path, documents.items[1].line, 0);
    }
    const struct node *root = documents.items[0].root;
    if (root->kind != NODE_MAP) {
        err_set(err, "the file is %s, not a map of keys and values", type_name(root));
        return err_place(err, path, root->line, root->column);
    }
    refuse_empty(&decoding, root, false);
    config_read_section(&decoding, root, root_fields, &file);
    if (report(arena_text(arena, path), problems, err) < 0)
        return -1;
    resolve_paths(arena, &file, config);
    if (config->branch != NULL)
        file.config.branch = config->branch;
    if (config->jobs != 0)
        file.config.jobs = config->jobs;
    if (config->interval != 0)
        file.config.interval = config->interval;
    *config = file.config;
    return 0;
}

int config_file_read(struct arena *arena, const char *path, struct config *config,
                     problem_list *problems, struct err *err)
{
    text_scope struct text bytes = text_of(TEXT_CONFIG_MAX);
    if (file_read_all("the configuration file", path, 0, &bytes, err) < 0)
        return -1;
    return config_file_decode(arena, path, bytes.data != NULL ? bytes.data : "", bytes.length,
                              config, problems, err);
}
