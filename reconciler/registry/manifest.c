// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/manifest.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "reconciler/registry/json_shape.h"

#define OCI "application/vnd.oci.image."
#define DOCKER "application/vnd.docker.distribution.manifest."

const char manifest_accept[] = "Accept: " OCI "index.v1+json, " OCI "manifest.v1+json, " DOCKER
                               "list.v2+json, " DOCKER "v2+json";

static const struct {
    const char *type;
    enum image_form form;
    bool schema1;
} types[] = {
    {OCI "index.v1+json", IMAGE_FORM_INDEX, false},
    {OCI "manifest.v1+json", IMAGE_FORM_SINGLE, false},
    {DOCKER "list.v2+json", IMAGE_FORM_INDEX, false},
    {DOCKER "v2+json", IMAGE_FORM_SINGLE, false},
    {DOCKER "v1+json", IMAGE_FORM_UNKNOWN, true},
    {DOCKER "v1+prettyjws", IMAGE_FORM_UNKNOWN, true},
};
enum { TYPES = sizeof types / sizeof *types };

/* Returns the index in types, or TYPES if the type is not in the table. */
static size_t find_type(const char *media_type)
{
    size_t length = media_type != NULL ? strcspn(media_type, "; \t") : 0, i = 0;
    while (i < TYPES && !(strlen(types[i].type) == length &&
                          strncasecmp(types[i].type, media_type, length) == 0))
        i++;
    return i;
}

enum image_form manifest_form(const char *media_type)
{
    size_t type = find_type(media_type);
    return type < TYPES ? types[type].form : IMAGE_FORM_UNKNOWN;
}

static int no(enum registry_class *class, enum registry_class what, struct err *err,
              const char *text)
{
    *class = what;
    return err_set(err, "%s", text);
}

/* The fields whose presence decides the kind of a manifest. */
struct kind_fields {
    bool manifests, config, layers, fs_layers, history;
    bool twice; /* a field is also present in another spelling, such as "Layers" */
};

/* Finds the fields. Names are compared without case, because programs in Go read them so. */
static struct kind_fields kind_fields(const json_t *root)
{
    static const char *const names[] = {"manifests", "config",  "layers",
                                        "fsLayers",  "history", "mediaType"};
    enum { NAMES = sizeof names / sizeof *names };
    unsigned seen[NAMES] = {0};
    const char *key = NULL;
    json_t *value = NULL;
    struct kind_fields fields = {0};
    json_object_foreach((json_t *)root, key, value)
    {
        for (size_t i = 0; i < NAMES; i++)
            seen[i] += strcasecmp(key, names[i]) == 0;
    }
    for (size_t i = 0; i < NAMES; i++)
        fields.twice |= seen[i] > 1 || (seen[i] == 1 && json_object_get(root, names[i]) == NULL);
    fields.manifests = seen[0] > 0;
    fields.config = seen[1] > 0;
    fields.layers = seen[2] > 0;
    fields.fs_layers = seen[3] > 0;
    fields.history = seen[4] > 0;
    return fields;
}

/* Determines the form from the structure, and checks that the media types agree with it. */
static int decide(const json_t *root, const char *media_type, enum image_form *form,
                  enum registry_class *class, struct err *err)
{
    const char *own = json_string_value(json_object_get(root, "mediaType"));
    size_t said = find_type(media_type), written = find_type(own);
    struct kind_fields has = kind_fields(root);
    bool manifests = has.manifests, layers = has.layers, config = has.config;
    bool fs_layers = has.fs_layers;
    if (has.twice)
        return no(class, REGISTRY_MEDIA_TYPE, err,
                  "a field of the manifest has a name in another case than the specification");
    /* containers/image refuses the same combinations (CVE-2021-41190). */
    if ((fs_layers || has.history) && (manifests || layers || config))
        return no(class, REGISTRY_MEDIA_TYPE, err,
                  "the manifest has the fields of two kinds of manifests");
    if (fs_layers || json_integer_value(json_object_get(root, "schemaVersion")) == 1 ||
        (said < TYPES && types[said].schema1) || (written < TYPES && types[written].schema1))
        return no(class, REGISTRY_SCHEMA1, err, "");
    if (manifests && (layers || config))
        return no(class, REGISTRY_MEDIA_TYPE, err,
                  "the manifest has the fields of two kinds of manifests");
    if (said < TYPES && written < TYPES && said != written)
        return no(class, REGISTRY_MEDIA_TYPE, err,
                  "the manifest's own media type differs from the media type in its HTTP header or "
                  "descriptor");
    enum image_form structure = manifests          ? IMAGE_FORM_INDEX
                                : config && layers ? IMAGE_FORM_SINGLE
                                                   : IMAGE_FORM_UNKNOWN;
    size_t type = said < TYPES ? said : written;
    if (type < TYPES && types[type].form != structure)
        return no(class, REGISTRY_MEDIA_TYPE, err,
                  "the manifest's fields do not fit its media type");
    *form = structure;
    return 0;
}

const char *manifest_platform(struct arena *arena, const json_t *platform)
{
    static const char *const names[] = {"os", "architecture", "variant"};
    char text[128] = "";
    size_t length = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *part = json_string_value(json_object_get(platform, names[i]));
        if ((part == NULL || part[0] == '\0') && i == 2)
            break;
        if (part == NULL || strlen(part) > 32 ||
            part[strspn(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")])
            return "";
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "%s%s", i > 0 ? "/" : "", part);
    }
    return arena_text(arena, text);
}

/* True for the form "algorithm:encoded". The algorithm may be unknown. */
static bool digest_form(const char *text)
{
    const char *colon = text != NULL ? strchr(text, ':') : NULL;
    if (colon == NULL || colon == text || strlen(text) > 256)
        return false;
    size_t algorithm = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789+._-");
    size_t encoded =
        strspn(colon + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=_-");
    return text + algorithm == colon && encoded >= 32 && colon[1 + encoded] == '\0';
}

static int read_children(struct arena *arena, const json_t *list, struct manifest *out,
                         enum registry_class *class, struct err *err)
{
    if (!json_is_array(list))
        return no(class, REGISTRY_MEDIA_TYPE, err, "the manifests of the index are not a list");
    size_t count = json_array_size(list);
    if (count > MANIFEST_CHILDREN_MAX)
        return no(class, REGISTRY_TOO_LARGE, err, "the index has more than 1000 manifests");
    struct platform_image *children = arena_array(arena, struct platform_image, count);
    for (size_t i = 0; i < count; i++) {
        const json_t *child = json_array_get(list, i);
        const char *digest = json_string_value(json_object_get(child, "digest"));
        if (!digest_form(digest))
            return no(class, REGISTRY_PROTOCOL, err,
                      "the index has a manifest without a valid digest");
        children[i].digest = arena_text(arena, digest);
        children[i].platform = manifest_platform(arena, json_object_get(child, "platform"));
    }
    out->children = children;
    out->child_count = count;
    return 0;
}

json_t *manifest_load(const char *bytes, size_t length, enum registry_class *class, struct err *err)
{
    json_error_t fault;
    if (json_shape(bytes, length).depth > MANIFEST_DEPTH_MAX) {
        no(class, REGISTRY_TOO_LARGE, err, "the document is nested more than 32 levels deep");
        return NULL;
    }
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (json_is_object(root))
        return root;
    bool twice = root == NULL && json_error_code(&fault) == json_error_duplicate_key;
    no(class, REGISTRY_PROTOCOL, err,
       twice ? "the document has a duplicate key" : "the document is not a JSON object");
    json_decref(root);
    return NULL;
}

int manifest_judge(struct arena *arena, const char *media_type, const json_t *root,
                   struct manifest *out, enum registry_class *class, struct err *err)
{
    struct manifest manifest = {0};
    if (decide(root, media_type, &manifest.form, class, err) < 0)
        return -1;
    if (manifest.form == IMAGE_FORM_INDEX &&
        read_children(arena, json_object_get(root, "manifests"), &manifest, class, err) < 0)
        return -1;
    *out = manifest;
    return 0;
}

int manifest_read(struct arena *arena, const char *media_type, const char *bytes, size_t length,
                  struct manifest *out, enum registry_class *class, struct err *err)
{
    json_auto_t *root = manifest_load(bytes, length, class, err);
    return root != NULL ? manifest_judge(arena, media_type, root, out, class, err) : -1;
}

static void hash(const EVP_MD *method, const char *name, const char *bytes, size_t length,
                 char digest[DIGEST_TEXT_MAX])
{
    static const char hex[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    memory_must(EVP_Digest(bytes, length, sum, &size, method, NULL) == 1 ? digest : NULL);
    char *at = stpcpy(digest, name);
    for (unsigned i = 0; i < size; i++) {
        *at++ = hex[sum[i] >> 4];
        *at++ = hex[sum[i] & 15];
    }
    *at = '\0';
}

void manifest_digest(const char *bytes, size_t length, char digest[DIGEST_TEXT_MAX])
{
    hash(EVP_sha256(), "sha256:", bytes, length, digest);
}

bool manifest_has_digest(const char *bytes, size_t length, const char *digest)
{
    char own[DIGEST_TEXT_MAX];
    if (text_starts(digest, "sha512:"))
        hash(EVP_sha512(), "sha512:", bytes, length, own);
    else
        manifest_digest(bytes, length, own);
    return strcmp(own, digest) == 0;
}
