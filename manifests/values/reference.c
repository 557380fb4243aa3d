// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/reference.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/values/digest.h"

/* Classes of bytes, for span(). A plan parses tens of thousands of references, and strspn would be
 * slower: it builds a table at each call. */
enum {
    LOWER = 1 << 0,
    UPPER = 1 << 1,
    DIGIT = 1 << 2,
    DASH = 1 << 3,
    MARK = 1 << 4,  /* "." and "_", as in a tag */
    PLAIN = 1 << 5, /* printable ASCII without "?", "#" and "%" */
};

static inline bool is(char c, unsigned classes)
{
    return ((classes & LOWER) && c >= 'a' && c <= 'z') ||
           ((classes & UPPER) && c >= 'A' && c <= 'Z') ||
           ((classes & DIGIT) && c >= '0' && c <= '9') || ((classes & DASH) && c == '-') ||
           ((classes & MARK) && (c == '.' || c == '_')) ||
           ((classes & PLAIN) && c > ' ' && c < 0x7f && c != '?' && c != '#' && c != '%');
}

/* Returns how many bytes at the start are of these classes. */
static inline size_t span(const char *at, unsigned classes)
{
    size_t length = 0;
    while (is(at[length], classes))
        length++;
    return length;
}

/* Returns the length of a separator in a path component: ".", "_", "__" or any number of "-". */
static size_t separator_length(const char *at)
{
    if (*at == '-')
        return strspn(at, "-");
    if (*at == '_')
        return at[1] == '_' ? 2 : 1;
    return *at == '.' ? 1 : 0;
}

/* Returns the end of one path component, or NULL if it is not valid. */
static const char *component_end(const char *at)
{
    for (;;) {
        size_t run = span(at, LOWER | DIGIT);
        if (run == 0)
            return NULL;
        at += run;
        size_t gap = separator_length(at);
        if (gap == 0)
            return at;
        at += gap;
    }
}

bool reference_path_valid(const char *path)
{
    if (path == NULL || strlen(path) > REFERENCE_NAME_MAX)
        return false;
    const char *end = component_end(path);
    while (end != NULL && *end == '/')
        end = component_end(end + 1);
    return end != NULL && *end == '\0';
}

bool reference_tag_valid(const char *tag)
{
    if (tag == NULL || !(is(*tag, LOWER | UPPER | DIGIT) || *tag == '_'))
        return false;
    size_t length = span(tag, LOWER | UPPER | DIGIT | DASH | MARK);
    return tag[length] == '\0' && length <= REFERENCE_TAG_MAX;
}

static bool port_valid(const char *port)
{
    size_t digits = span(port, DIGIT);
    long number = digits > 0 && digits <= 5 ? strtol(port, NULL, 10) : 0;
    return port[digits] == '\0' && number >= 1 && number <= 65535;
}

/* Returns the end of an IPv6 address in brackets, or NULL if it is not valid, or has a zone or an
 * embedded IPv4 address. */
static const char *address_end(const char *host)
{
    size_t length = strspn(host + 1, "0123456789abcdefABCDEF:");
    char address[INET6_ADDRSTRLEN] = "";
    struct in6_addr parsed;
    if (host[1 + length] != ']' || length >= sizeof address)
        return NULL;
    memcpy(address, host + 1, length);
    return inet_pton(AF_INET6, address, &parsed) == 1 ? host + length + 2 : NULL;
}

/* Returns the end of a host name's labels, or NULL if a label is not valid. */
static const char *labels_end(const char *at)
{
    for (;;) {
        size_t length = span(at, LOWER | UPPER | DIGIT | DASH);
        if (length == 0 || at[0] == '-' || at[length - 1] == '-')
            return NULL;
        at += length;
        if (*at != '.')
            return at;
        at++;
    }
}

bool reference_host_valid(const char *host)
{
    if (host == NULL || strlen(host) > REFERENCE_NAME_MAX)
        return false;
    const char *end = *host == '[' ? address_end(host) : labels_end(host);
    return end != NULL && (*end == '\0' || (*end == ':' && port_valid(end + 1)));
}

const char *reference_host_normal(struct arena *arena, const char *host)
{
    static const char *const hub[] = {"docker.io", "index.docker.io", "registry-1.docker.io"};
    char *normal = arena_text(arena, host);
    for (char *at = normal; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    if (text_ends(normal, ":443"))
        normal[strlen(normal) - strlen(":443")] = '\0';
    for (size_t i = 0; i < sizeof hub / sizeof *hub; i++) {
        if (strcmp(normal, hub[i]) == 0)
            return hub[0];
    }
    return normal;
}

static bool holds_upper(const char *text)
{
    while (*text != '\0' && !is(*text, UPPER))
        text++;
    return *text != '\0';
}

/* True if the part before the first '/' is a host. */
static bool names_host(const char *part)
{
    return strpbrk(part, ".:") != NULL || holds_upper(part) || strcmp(part, "localhost") == 0;
}

/* Refuses common mistakes, and characters that no reference has, with messages of their own. */
static int check_slips(const char *text, struct err *err)
{
    if (text_blank(text)) {
        err_set(err, "the image reference is blank");
        return err_hint(err, "write a reference such as quay.io/example/web:1.0");
    }
    if (strstr(text, "://") != NULL) {
        err_set(err, "an image reference must not have a scheme");
        return err_hint(err, "remove everything up to and including \"://\"");
    }
    const char *at = strchr(text, '@');
    if (at != NULL && strchr(at, '/') != NULL) {
        err_set(err, "an image reference must not have a \"/\" after \"@\"");
        return err_hint(err, "write only a digest after \"@\"; put user names and passwords into "
                             "the runner configuration");
    }
    const char *odd = text + span(text, PLAIN);
    if (isspace((unsigned char)*odd)) {
        err_set(err, "the image reference \"%s\" has a blank", text);
        return err_hint(err, "remove the blank");
    }
    if (*odd != '\0') {
        err_set(err, "the image reference \"%s\" has a character that is not allowed", text);
        return err_hint(err, "use only ASCII letters, digits and . _ - / : @");
    }
    return 0;
}

static int check_digest(const char *digest, struct err *err)
{
    if (digest_valid(digest))
        return 0;
    if (!text_starts(digest, "sha256:") && !text_starts(digest, "sha512:")) {
        err_set(err, "\"%.40s\" is not a digest that can be pinned", digest);
        return err_hint(err, "use sha256 or sha512");
    }
    err_set(err, "\"%.40s...\" is not a valid digest", digest);
    return err_hint(err, "write 64 lower-case hex digits for sha256, 128 for sha512");
}

/* Checks a name without tag and digest. `host`, which may be NULL, and `path` are its parts. */
static int check_name(const char *name, const char *host, const char *path, struct err *err)
{
    if (strlen(name) > REFERENCE_NAME_MAX) {
        err_set(err, "the image name is longer than %d bytes", REFERENCE_NAME_MAX);
        return err_hint(err, "shorten it");
    }
    if (host != NULL && !reference_host_valid(host)) {
        err_set(err, "\"%s\" is not a registry host", host);
        return err_hint(err, "write host or host:port, with a port from 1 to 65535");
    }
    if (holds_upper(path)) {
        err_set(err, "the repository name \"%s\" must be lower case", path);
        return err_hint(err,
                        "write the name in lower case; the host and the tag may have upper case");
    }
    if (!reference_path_valid(path)) {
        err_set(err, "\"%s\" is not a repository name", path);
        return err_hint(err, "write lower-case letters and digits, joined by . _ __ or -, with "
                             "parts separated by /");
    }
    if (host == NULL && strlen(path) == 64 && strspn(path, "0123456789abcdef") == 64) {
        err_set(err, "\"%.12s...\" looks like an image ID, not a name", path);
        return err_hint(err, "write the repository's name, with @sha256: before the digits");
    }
    return 0;
}

/* Cuts the digest off the name and sets *digest; does nothing if the name has no digest. */
static int take_digest(char *name, const char **digest, struct err *err)
{
    char *at = strchr(name, '@');
    if (at == NULL)
        return 0;
    *at = '\0';
    *digest = at + 1;
    return check_digest(*digest, err);
}

/* Cuts the tag off a name without digest and sets *tag; does nothing if the name has no tag. */
static int take_tag(char *name, const char **tag, struct err *err)
{
    char *slash = strrchr(name, '/');
    char *colon = strchr(slash != NULL ? slash : name, ':');
    if (colon == NULL)
        return 0;
    *colon = '\0';
    *tag = colon + 1;
    if (reference_tag_valid(*tag))
        return 0;
    err_set(err, "\"%.140s\" is not a tag", *tag);
    return err_hint(
        err, "write at most %d letters, digits, _ . and -; begin with a letter, a digit or _",
        REFERENCE_TAG_MAX);
}

/* Returns the host of a name without tag and digest, or NULL. */
static const char *host_of(struct arena *arena, const char *name)
{
    const char *slash = strchr(name, '/');
    const char *host = slash != NULL ? arena_copy(arena, name, (size_t)(slash - name)) : NULL;
    return host != NULL && names_host(host) ? host : NULL;
}

int reference_parse(struct arena *arena, const char *text, struct reference *out, struct err *err)
{
    if (check_slips(text, err) < 0)
        return -1;
    struct reference parsed = {.text = arena_text(arena, text)};
    char *name = arena_text(arena, text);
    if (take_digest(name, &parsed.digest, err) < 0 || take_tag(name, &parsed.tag, err) < 0)
        return -1;
    const char *host = host_of(arena, name);
    const char *path = host != NULL ? name + strlen(host) + 1 : name;
    if (check_name(name, host, path, err) < 0)
        return -1;
    parsed.name = name;
    parsed.host = host != NULL ? reference_host_normal(arena, host) : "docker.io";
    bool official = strcmp(parsed.host, "docker.io") == 0 && strchr(path, '/') == NULL;
    parsed.path = official ? arena_print(arena, "library/%s", path) : path;
    *out = parsed;
    return 0;
}

static const char *tag_of(const struct reference *reference)
{
    return reference->tag != NULL ? reference->tag : "latest";
}

const char *reference_repository_key(struct arena *arena, const struct reference *reference)
{
    return arena_print(arena, "%s/%s", reference->host, reference->path);
}

const char *reference_tag_key(struct arena *arena, const struct reference *reference)
{
    return arena_print(arena, "%s/%s:%s", reference->host, reference->path, tag_of(reference));
}

const char *reference_digest_key(struct arena *arena, const struct reference *reference,
                                 const char *digest)
{
    return arena_print(arena, "%s/%s@%s", reference->host, reference->path, digest);
}

const char *reference_pinned(struct arena *arena, const struct reference *reference,
                             const char *digest)
{
    return arena_print(arena, "%s:%s@%s", reference->name, tag_of(reference), digest);
}

bool reference_same_repository(const struct reference *a, const struct reference *b)
{
    return text_equal(a->host, b->host) && text_equal(a->path, b->path);
}

bool reference_same_tag(const struct reference *a, const struct reference *b)
{
    return reference_same_repository(a, b) && strcmp(tag_of(a), tag_of(b)) == 0;
}
