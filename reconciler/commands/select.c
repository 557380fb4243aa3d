// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/select.h"

#include <ctype.h>
#include <string.h>

#include "manifests/values/digest.h"

/* True if the first part of a name is a registry's host, by the rules of reference_parse(). */
static bool looks_like_host(const char *part, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (part[i] == '.' || part[i] == ':' || isupper((unsigned char)part[i]))
            return true;
    return length == strlen("localhost") && memcmp(part, "localhost", length) == 0;
}

static int bad_name(const char *text, struct err *err)
{
    err_set(err, "\"%s\" is not the name of a stream", text);
    return err_hint(err, "write [NAMESPACE/]STREAM[:TAG]");
}

int selected_parse(struct arena *arena, const char *text, struct selected *out, struct err *err)
{
    struct selected selected = {0};
    char *rest = arena_copy(arena, text, strlen(text));
    char *slash = strchr(rest, '/');
    if (slash != NULL && looks_like_host(rest, (size_t)(slash - rest))) {
        selected.registry = arena_copy(arena, rest, (size_t)(slash - rest));
        *out = selected;
        return 0;
    }
    char *at = strchr(rest, '@');
    if (at != NULL) {
        *at = '\0';
        selected.digest = at + 1;
        if (!digest_valid(selected.digest))
            return err_set(err, "\"%s\" is not a digest", selected.digest);
    }
    if (slash != NULL) {
        *slash = '\0';
        selected.namespace = rest;
        rest = slash + 1;
    }
    char *colon = strchr(rest, ':');
    if (colon != NULL) {
        *colon = '\0';
        selected.tag = colon + 1;
        if (!reference_tag_valid(selected.tag))
            return err_set(err, "\"%s\" is not a tag", selected.tag);
    }
    selected.stream = rest;
    if (strchr(rest, '/') != NULL || !reference_path_valid(rest) ||
        (selected.namespace != NULL && !reference_path_valid(selected.namespace)))
        return bad_name(text, err);
    *out = selected;
    return 0;
}

enum object_kind select_kind(const char *word, size_t length)
{
    static const struct {
        const char *word;
        enum object_kind kind;
    } kinds[] = {
        {"stream", OBJECT_STREAM},
        {"streams", OBJECT_STREAM},
        {"is", OBJECT_STREAM},
        {"imagestream", OBJECT_STREAM},
        {"imagestreams", OBJECT_STREAM},
        {"tag", OBJECT_TAG},
        {"tags", OBJECT_TAG},
        {"istag", OBJECT_TAG},
        {"istags", OBJECT_TAG},
        {"imagestreamtag", OBJECT_TAG},
        {"imagestreamtags", OBJECT_TAG},
        {"promotion", OBJECT_PROMOTION},
        {"promotions", OBJECT_PROMOTION},
        {"environment", OBJECT_ENVIRONMENT},
        {"environments", OBJECT_ENVIRONMENT},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].word) == length && memcmp(kinds[i].word, word, length) == 0)
            return kinds[i].kind;
    return OBJECT_NONE;
}

int selected_object(struct arena *arena, const char *text, struct selected *out, struct err *err)
{
    size_t length = strcspn(text, "/");
    bool kind = text[length] == '/' && select_kind(text, length) != OBJECT_NONE;
    struct selected selected;
    if (selected_parse(arena, kind ? text + length + 1 : text, &selected, err) < 0)
        return -1;
    if (selected.registry != NULL) {
        err_set(err, "\"%s\" names an image in a registry, not a stream", text);
        return err_hint(err, "write [NAMESPACE/]STREAM[:TAG]");
    }
    *out = selected;
    return 0;
}

int selected_namespace(struct arena *arena, const struct declared *declared, const char *flag,
                       struct selected *selected, struct err *err)
{
    if (selected->namespace != NULL && flag != NULL && strcmp(selected->namespace, flag) != 0)
        return err_set(err, "two namespaces are given: \"%s\" and \"%s\"", selected->namespace,
                       flag);
    if (selected->namespace == NULL)
        selected->namespace = flag;
    if (selected->namespace != NULL)
        return 0;

    char names[ERR_HINT_MAX - 64] = "";
    const char *found = NULL;
    size_t count = 0;
    list_each (stream, &declared->streams) {
        if (strcmp(stream->spec->name, selected->stream) != 0 ||
            text_equal(found, stream->environment))
            continue;
        found = stream->environment;
        size_t length = strlen(names);
        snprintf(names + length, sizeof names - length, "%s%s", count++ > 0 ? ", " : "", found);
    }
    if (count == 1) {
        selected->namespace = arena_text(arena, found);
        return 0;
    }
    if (count == 0) {
        err_set(err, "there is no image stream \"%s\"", selected->stream);
        return err_hint(err, "run `weir get streams` to list the streams");
    }
    err_set(err, "%zu namespaces have a stream \"%s\"", count, selected->stream);
    return err_hint(err, "choose one with -n: %s", names);
}

int selected_environment(const char *const *environments, size_t count, const char *name,
                         struct err *err)
{
    static const char more[] = ", ...";
    char names[ERR_HINT_MAX - 64] = "";
    if (list_search(environments, count, sizeof *environments, &name, list_compare_texts) != NULL)
        return 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names);
        if (length + strlen(environments[i]) + 2 * sizeof more > sizeof names) {
            memcpy(names + length, more, sizeof more);
            break;
        }
        snprintf(names + length, sizeof names - length, "%s%s", i > 0 ? ", " : "", environments[i]);
    }
    err_set(err, "there is no namespace \"%s\" in the repository", name);
    return count > 0 ? err_hint(err, "name one of: %s", names)
                     : err_hint(err, "add a manifest of an ImageStream first");
}
