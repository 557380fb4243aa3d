// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/signers_line.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "reconciler/net/base64.h"

static const char blanks[] = " \t";

int signers_line_error(const struct signers_line *line, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    err_set(line->err, "%s", message);
    return err_place(line->err, line->path, line->number, 0);
}

/* Returns the quoted text at *at, or the word before one of `ends`, and moves *at to the byte after
 * it. Returns NULL if the closing quote is missing. */
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

/* Reads YYYYMMDD[HHMM[SS]][Z]. As for ssh-keygen, a time without the Z is in the time zone of this
 * machine. Refuses days that do not exist. */
static bool time_parse(const char *text, moment *out)
{
    static const struct {
        size_t digits;
        const char *format;
    } forms[] = {{8, "%Y%m%d"}, {12, "%Y%m%d%H%M"}, {14, "%Y%m%d%H%M%S"}};
    size_t digits = strspn(text, "0123456789");
    bool utc = strcasecmp(text + digits, "Z") == 0;
    if (!utc && text[digits] != '\0')
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (digits != forms[i].digits)
            continue;
        struct tm parts = {.tm_isdst = -1};
        const char *end = strptime(text, forms[i].format, &parts);
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
        return signers_line_error(line, "the option %s is given twice", name);
    if (value == NULL || !time_parse(value, out))
        return signers_line_error(
            line, "%s must be a time such as 20261121, 202611210900 or 20261121090000Z", name);
    return 0;
}

static int take_option(const struct signers_line *line, const char *name, const char *value,
                       struct signer *signer)
{
    if (strcasecmp(name, "cert-authority") == 0 && value == NULL) {
        signer->ignored = "a certificate authority, which is not supported";
        return 0;
    }
    if (strcasecmp(name, "valid-after") == 0)
        return take_time(line, name, value, &signer->after);
    if (strcasecmp(name, "valid-before") == 0)
        return take_time(line, name, value, &signer->before);
    if (strcasecmp(name, "namespaces") != 0)
        return signers_line_error(line, "the option is unknown; known options are namespaces, "
                                        "valid-after, valid-before and cert-authority");
    if (signer->spaces != NULL)
        return signers_line_error(line, "the option namespaces is given twice");
    if (text_blank(value))
        return signers_line_error(line, "the option namespaces is empty");
    signer->spaces = value;
    return 0;
}

/* Reads the comma-separated options between the principals and the key. */
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
                return signers_line_error(line, "a closing quote is missing");
        }
        if (take_option(line, name, value, signer) < 0)
            return -1;
        if (**at != ',')
            break;
        ++*at;
    }
    if (**at == '\0' || strchr(blanks, **at) == NULL)
        return signers_line_error(line, "the options must be followed by a space and a key");
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
        return signers_line_error(line, "there is no valid key");
    }
    signer->key = byte_view_of(arena_copy(line->arena, bytes, size), size);
    free(bytes);
    rest = signer->key;
    if (!ssh_field_string(&rest, &name) || !byte_view_equal(name, byte_view_of(at, name_length)))
        return signers_line_error(line, "the line has no key of the kind that it names");
    if (key_kind_find(name) == NULL && signer->ignored == NULL)
        signer->ignored = "not an Ed25519, ECDSA or RSA key";
    return 0;
}

int signers_line_parse(const struct signers_line *line, const char *text, struct signers *out)
{
    struct signer signer = {.line = line->number, .after = -1, .before = -1};
    const char *at = text + strspn(text, blanks);
    if (*at == '\0' || *at == '#')
        return 0;
    signer.principals = take_value(line, &at, blanks);
    if (signer.principals == NULL)
        return signers_line_error(line, "a closing quote is missing");
    if (text_blank(signer.principals) || *at == '\0' || strchr(blanks, *at) == NULL)
        return signers_line_error(line, "the line must have principals, a space and then a key");
    at += strspn(at, blanks);
    if (!names_key(at, strcspn(at, blanks)) && take_options(line, &at, &signer) < 0)
        return -1;
    if (take_key(line, at, &signer) < 0)
        return -1;
    if (signer.after >= 0 && signer.before >= 0 && signer.before <= signer.after)
        return signers_line_error(line, "valid-before is not later than valid-after");
    *list_add(line->arena, &out->list) = signer;
    return 0;
}
