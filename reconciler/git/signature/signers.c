// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/signers.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "reconciler/net/base64.h"

static const char blanks[] = " \t";

struct signers_line {
    struct arena *arena;
    const char *path;
    unsigned number;
    struct err *err;
};

PRINTF_LIKE(2, 3) static int wrong(const struct signers_line *line, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    err_set(line->err, "%s", message);
    return err_place(line->err, line->path, line->number, 0);
}

/* The text in quotes at *at, or the word that ends at one of `ends`. NULL: no closing quote. */
static const char *take_value(const struct signers_line *line, const char **at, const char *ends)
{
    const char *from = *at;
    if (*from != '"') {
        size_t length = strcspn(from, ends);
        *at = from + length;
        return arena_copy(line->arena, from, length);
    }
    char *made = arena_alloc(line->arena, strlen(from)), *to = made;
    for (from++; *from != '"'; from++) {
        if (*from == '\\' && from[1] == '"')
            from++;
        if (*from == '\0')
            return NULL;
        *to++ = *from;
    }
    *at = from + 1;
    return made;
}

/* YYYYMMDD[HHMM[SS]][Z], by the machine's own time zone unless it ends in Z, as ssh-keygen does. */
static bool time_parse(const char *text, moment *out)
{
    static const char *const formats[] = {"%Y%m%d", "%Y%m%d%H%M", "%Y%m%d%H%M%S"};
    static const size_t lengths[] = {8, 12, 14};
    size_t digits = strspn(text, "0123456789");
    bool utc = strcasecmp(text + digits, "Z") == 0;
    if (!utc && text[digits] != '\0')
        return false;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        if (digits != lengths[i])
            continue;
        struct tm parts = {.tm_isdst = -1};
        const char *end = strptime(text, formats[i], &parts);
        if (end != text + digits)
            return false;
        struct tm normal = parts;
        time_t seconds = utc ? timegm(&normal) : mktime(&normal);
        if (seconds < 0 || normal.tm_mday != parts.tm_mday || normal.tm_mon != parts.tm_mon)
            return false;
        *out = seconds;
        return true;
    }
    return false;
}

static int take_time(const struct signers_line *line, const char *name, const char *value,
                     moment *out)
{
    if (*out != -1)
        return wrong(line, "%s stands twice", name);
    if (value == NULL || !time_parse(value, out))
        return wrong(line, "%s must be a time as in 20261121, 202611210900 or 20261121090000Z",
                     name);
    return 0;
}

static int take_option(const struct signers_line *line, const char *name, const char *value,
                       struct signer *signer)
{
    if (strcasecmp(name, "cert-authority") == 0 && value == NULL) {
        signer->ignored = "a certificate authority, which isn't supported";
        return 0;
    }
    if (strcasecmp(name, "valid-after") == 0)
        return take_time(line, name, value, &signer->after);
    if (strcasecmp(name, "valid-before") == 0)
        return take_time(line, name, value, &signer->before);
    if (strcasecmp(name, "namespaces") != 0)
        return wrong(line, "an option is none of namespaces, valid-after, valid-before and "
                           "cert-authority");
    if (signer->spaces != NULL)
        return wrong(line, "namespaces stands twice");
    if (text_blank(value))
        return wrong(line, "namespaces must name one");
    signer->spaces = value;
    return 0;
}

/* Options stand between principals and key, divided by commas. */
static int take_options(const struct signers_line *line, const char **at, struct signer *signer)
{
    for (;;) {
        size_t length = strcspn(*at, "=, \t\"");
        const char *name = arena_copy(line->arena, *at, length), *value = NULL;
        *at += length;
        if (**at == '=') {
            ++*at;
            value = take_value(line, at, ", \t");
            if (value == NULL)
                return wrong(line, "a quote isn't closed");
        }
        if (take_option(line, name, value, signer) != 0)
            return -1;
        if (**at != ',')
            break;
        ++*at;
    }
    if (**at == '\0' || strchr(blanks, **at) == NULL)
        return wrong(line, "there is no key");
    *at += strspn(*at, blanks);
    return 0;
}

static bool names_key(const char *word, size_t length)
{
    static const char *const starts[] = {"ssh-", "ecdsa-", "sk-", "rsa-"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (length > strlen(starts[i]) && strncmp(word, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static int take_key(const struct signers_line *line, const char *at, struct signer *signer)
{
    size_t name_length = strcspn(at, blanks), size = 0;
    struct byte_view name, rest;
    const char *letters = at + name_length + strspn(at + name_length, blanks);
    char *text = arena_copy(line->arena, letters, strcspn(letters, blanks));
    char *bytes = base64_decode(text, &size);
    if (!names_key(at, name_length) || bytes == NULL) {
        free(bytes);
        return wrong(line, "there is no key");
    }
    signer->key = byte_view_of(arena_copy(line->arena, bytes, size), size);
    free(bytes);
    rest = signer->key;
    if (!field_string(&rest, &name) || !byte_view_equal(name, byte_view_of(at, name_length)))
        return wrong(line, "the key isn't of the kind that stands before it");
    if (key_kind_find(name) == NULL && signer->ignored == NULL)
        signer->ignored = "a key of another kind than Ed25519, ECDSA and RSA";
    return 0;
}

static int parse_line(const struct signers_line *line, const char *text, struct signers *out)
{
    struct signer signer = {.line = line->number, .after = -1, .before = -1};
    const char *at = text + strspn(text, blanks);
    if (*at == '\0' || *at == '#')
        return 0;
    signer.principals = take_value(line, &at, blanks);
    if (signer.principals == NULL)
        return wrong(line, "a quote isn't closed");
    if (text_blank(signer.principals) || *at == '\0' || strchr(blanks, *at) == NULL)
        return wrong(line, "principals must stand before the key");
    at += strspn(at, blanks);
    if (!names_key(at, strcspn(at, blanks)) && take_options(line, &at, &signer) != 0)
        return -1;
    if (take_key(line, at, &signer) != 0)
        return -1;
    if (signer.after >= 0 && signer.before >= 0 && signer.before <= signer.after)
        return wrong(line, "valid-before isn't later than valid-after");
    *list_add(line->arena, &out->list) = signer;
    return 0;
}

int signers_parse(struct arena *arena, const char *path, const char *bytes, size_t length,
                  struct signers *out, struct err *err)
{
    struct signers made = {0};
    struct signers_line line = {arena, path, 0, err};
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((newline != NULL ? newline : end) - at);
        line.number++;
        if (size > SIGNERS_LINE_MAX)
            return wrong(&line, "a line is longer than %d bytes", SIGNERS_LINE_MAX);
        if (memchr(at, '\0', size) != NULL)
            return wrong(&line, "there is a NUL byte");
        size_t used = size > 0 && at[size - 1] == '\r' ? size - 1 : size;
        if (parse_line(&line, arena_copy(arena, at, used), &made) != 0)
            return -1;
        at += size + (newline != NULL);
    }
    *out = made;
    return 0;
}

int signers_read(struct arena *arena, const char *path, struct signers *out, struct err *err)
{
    text_scope struct text bytes = text_of(SIGNERS_FILE_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int result = fd >= 0 ? text_read_fd(&bytes, fd) : -1;
    int number = errno;
    if (fd >= 0)
        close(fd);
    errno = number;
    if (result < 0)
        return err_errno(err, "the allowed signers \"%s\" can't be read", path);
    if (result > 0)
        return err_set(err, "the allowed signers \"%s\" are longer than %d bytes", path,
                       SIGNERS_FILE_MAX);
    if (signers_parse(arena, path, bytes.data != NULL ? bytes.data : "", bytes.length, out, err) !=
        0)
        return err_wrap(err, "the allowed signers");
    return 0;
}

/* '*' and '?' as in ssh's patterns. */
static bool pattern_fits(const char *pattern, size_t length, struct byte_view text)
{
    size_t at = 0, star = SIZE_MAX, kept = 0;
    for (size_t i = 0; i < text.length;) {
        if (at < length && pattern[at] == '*') {
            star = at++;
            kept = i;
        } else if (at < length && (pattern[at] == '?' || pattern[at] == text.bytes[i])) {
            at++;
            i++;
        } else if (star != SIZE_MAX) {
            at = star + 1;
            i = ++kept;
        } else {
            return false;
        }
    }
    while (at < length && pattern[at] == '*')
        at++;
    return at == length;
}

/* A list of patterns; one that fits and begins with '!' wins over all. */
static bool patterns_fit(const char *patterns, struct byte_view text)
{
    bool fits = false;
    for (const char *at = patterns;; at++) {
        size_t length = strcspn(at, ",");
        bool negated = *at == '!';
        if (pattern_fits(at + negated, length - negated, text)) {
            if (negated)
                return false;
            fits = true;
        }
        at += length;
        if (*at == '\0')
            return fits;
    }
}

static int judge(const struct signer *signer, struct byte_view space, moment at, struct err *why)
{
    char text[MOMENT_TEXT_MAX];
    if (signer->ignored != NULL)
        return err_set(why, "its key is %s (line %u)", signer->ignored, signer->line);
    if (signer->spaces != NULL && !patterns_fit(signer->spaces, space))
        return err_set(why, "its key isn't allowed to sign commits (line %u: namespaces)",
                       signer->line);
    if (signer->after >= 0 && at < signer->after)
        return err_set(why, "its key is valid only after %s (line %u)",
                       moment_print(signer->after, text), signer->line);
    if (signer->before >= 0 && at > signer->before)
        return err_set(why, "its key was valid only before %s (line %u)",
                       moment_print(signer->before, text), signer->line);
    return 0;
}

const struct signer *signers_find(const struct signers *signers, struct byte_view key,
                                  struct byte_view space, moment at, struct err *why)
{
    char fingerprint[KEY_FINGERPRINT_MAX];
    unsigned authority = 0;
    bool missed = false;
    list_each (signer, &signers->list) {
        if (!byte_view_equal(signer->key, key)) {
            if (signer->ignored != NULL && authority == 0)
                authority = signer->line;
            continue;
        }
        if (judge(signer, space, at, why) == 0)
            return signer;
        missed = true;
    }
    if (!missed) {
        err_set(why, "its key %s isn't allowed", key_fingerprint(key, fingerprint));
        if (authority > 0)
            err_hint(why,
                     "line %u of the allowed signers isn't taken: it is a certificate "
                     "authority or a key of an unknown kind",
                     authority);
    }
    return NULL;
}
