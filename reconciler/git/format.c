// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/format.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "reconciler/git/library_error.h"

enum { VERSION_MAX = 1, VERSION_UNSET = -1 };

/* How the value of an extension decides whether weir supports the repository. */
enum extension_kind {
    EXTENSION_ANY,      /* every value is supported */
    EXTENSION_BOOL,     /* a value that is not true or false is an error */
    EXTENSION_PRECIOUS, /* the same; true: no object may be deleted */
    EXTENSION_TEXT,     /* there must be a value */
    EXTENSION_SHA1,     /* only "sha1" is supported */
    EXTENSION_FILES,    /* only "files" is supported */
};

/* Each extension that weir can handle. Git respects the first ones in every repository, and refuses
 * the others in a repository of version 0. It ignores unknown extensions in version 0, and refuses
 * them in version 1. */
static const struct {
    const char *name; /* lower case */
    enum extension_kind kind;
    bool later; /* only in version 1 */
} extensions[] = {
    {"noop", EXTENSION_ANY, false},          {"preciousobjects", EXTENSION_PRECIOUS, false},
    {"partialclone", EXTENSION_TEXT, false}, {"worktreeconfig", EXTENSION_BOOL, false},
    {"noop-v1", EXTENSION_ANY, true},        {"objectformat", EXTENSION_SHA1, true},
    {"refstorage", EXTENSION_FILES, true},   {"relativeworktrees", EXTENSION_BOOL, true},
};

enum { EXTENSIONS = sizeof extensions / sizeof *extensions };

int format_extend(void)
{
    const char *names[EXTENSIONS];
    for (size_t i = 0; i < EXTENSIONS; i++)
        names[i] = extensions[i].name;
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, (size_t)EXTENSIONS);
}

/* A repository's format while its configuration is read. */
struct format {
    int version;
    char unknown[64], later[64]; /* an extension that is unknown, or only for version 1; or "" */
    bool precious;
    const char *name; /* of the repository, for messages */
};

static int refuse_value(const struct format *format, const char *key, const char *value,
                        const char *wanted, struct err *err)
{
    err_set(err, "the repository \"%s\" has %s = %.40s, which is not supported", format->name, key,
            value);
    return err_hint(err, "weir supports %s only", wanted);
}

static int take_extension(struct format *format, size_t index, const git_config_entry *entry,
                          struct err *err)
{
    const char *value = entry->value != NULL ? entry->value : "";
    int set = 1;
    switch (extensions[index].kind) {
    case EXTENSION_ANY:
        return 0;
    case EXTENSION_BOOL:
    case EXTENSION_PRECIOUS:
        if (entry->value != NULL && git_config_parse_bool(&set, value) != 0)
            return refuse_value(format, entry->name, value, "true and false", err);
        if (extensions[index].kind == EXTENSION_PRECIOUS)
            format->precious = set != 0;
        return 0;
    case EXTENSION_TEXT:
        return entry->value != NULL
                   ? 0
                   : refuse_value(format, entry->name, "(no value)", "a value", err);
    case EXTENSION_SHA1:
        return strcmp(value, "sha1") == 0 ? 0
                                          : refuse_value(format, entry->name, value, "sha1", err);
    case EXTENSION_FILES:
        return strcmp(value, "files") == 0 ? 0
                                           : refuse_value(format, entry->name, value, "files", err);
    }
    return 0;
}

static int take_entry(struct format *format, const git_config_entry *entry, struct err *err)
{
    static const char prefix[] = "extensions.";
    if (strcmp(entry->name, "core.repositoryformatversion") == 0) {
        if (git_config_parse_int32(&format->version, entry->value) != 0)
            return refuse_value(format, entry->name, entry->value != NULL ? entry->value : "",
                                "0 and 1", err);
        return 0;
    }
    if (!text_starts(entry->name, prefix))
        return 0;
    const char *name = entry->name + sizeof prefix - 1;
    for (size_t i = 0; i < EXTENSIONS; i++) {
        if (strcmp(extensions[i].name, name) != 0)
            continue;
        if (extensions[i].later)
            snprintf(format->later, sizeof format->later, "%s", name);
        return take_extension(format, i, entry, err);
    }
    snprintf(format->unknown, sizeof format->unknown, "%s", name);
    return 0;
}

static int judge(const struct format *format, struct err *err)
{
    if (format->version > VERSION_MAX) {
        err_set(err, "the repository \"%s\" has format version %d, which is not supported",
                format->name, format->version);
        return err_hint(err, "weir supports the versions 0 and 1 of Git's repository format");
    }
    bool unknown = format->version == VERSION_MAX && *format->unknown != '\0';
    if (!unknown && (format->version != 0 || *format->later == '\0'))
        return 0;
    err_set(err, "the repository \"%s\" has the extension %s, which is not supported%s",
            format->name, unknown ? format->unknown : format->later,
            unknown ? "" : " in format version 0");
    return err_hint(err, "if Git can serve the repository, give weir its URL instead of its path");
}

/* Reads the file itself, without those that it includes: Git does not look for the format there. */
static int read_entries(git_config *config, struct format *format, struct err *err)
{
    git_config_iterator *iterator = NULL;
    git_config_entry *entry;
    if (git_config_iterator_new(&iterator, config) != 0)
        return library_error(err, "the configuration of \"%s\" can't be read", format->name);
    int result = 0;
    while (result == 0 && git_config_next(&entry, iterator) == 0)
        if (entry->include_depth == 0)
            result = take_entry(format, entry, err);
    git_config_iterator_free(iterator);
    return result;
}

int format_check(struct repository *repository, struct err *err)
{
    struct format format = {.version = VERSION_UNSET, .name = repository->location.name};
    git_config *config = NULL;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%sconfig", git_repository_commondir(repository->git));
    if (git_config_open_ondisk(&config, path) != 0)
        return library_error(err, "the configuration of \"%s\" can't be read", format.name);
    int result = read_entries(config, &format, err);
    git_config_free(config);
    repository->precious = format.precious;
    return result == 0 ? judge(&format, err) : -1;
}
