// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/signers.h"

#include <fcntl.h>
#include <string.h>

#include "manifests/base/file.h"
#include "reconciler/git/signature/signers_line.h"

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
            return signers_line_error(&line, "a line is longer than %d bytes", SIGNERS_LINE_MAX);
        if (memchr(at, '\0', size) != NULL)
            return signers_line_error(&line, "there is a NUL byte");
        size_t used = size > 0 && at[size - 1] == '\r' ? size - 1 : size;
        if (signers_line_parse(&line, arena_copy(arena, at, used), &made) < 0)
            return -1;
        at += size + (newline != NULL);
    }
    *out = made;
    return 0;
}

int signers_read(struct arena *arena, const char *path, struct signers *out, struct err *err)
{
    text_scope struct text bytes = text_of(SIGNERS_FILE_MAX);
    if (file_read_all("the allowed signers", path, O_NONBLOCK, &bytes, err) < 0)
        return -1;
    if (signers_parse(arena, path, bytes.data != NULL ? bytes.data : "", bytes.length, out, err) <
        0)
        return err_wrap(err, "the allowed signers");
    return 0;
}

/* Returns true if the pattern matches as in ssh: only '*' and '?' are special. glob_match also
 * knows brackets, so it would allow keys that ssh refuses. */
static bool pattern_matches(const char *pattern, size_t length, struct byte_view text)
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

/* Returns true if one of the comma-separated patterns matches, and no pattern after a '!' does. */
static bool list_matches(const char *patterns, struct byte_view text)
{
    bool matches = false;
    for (const char *at = patterns;; at++) {
        size_t length = strcspn(at, ",");
        bool negated = *at == '!';
        if (pattern_matches(at + negated, length - negated, text)) {
            if (negated)
                return false;
            matches = true;
        }
        at += length;
        if (*at == '\0')
            return matches;
    }
}

/* Returns true if the line can name a signer. As ssh-keygen, which Git asks for the principals of a
 * key and then asks about each of them, takes each pattern up to an empty one for a principal. A
 * pattern after a '!' only excludes, so it needs another one that accepts. */
static bool names_somebody(const char *principals)
{
    for (const char *at = principals; *at != '\0' && *at != ',';) {
        size_t length = strcspn(at, ",");
        if (list_matches(principals, byte_view_of(at, length)))
            return true;
        at += length + (at[length] == ',');
    }
    return false;
}

static int check_line(const struct signer *signer, struct byte_view space, moment at,
                      struct err *why)
{
    char text[MOMENT_TEXT_MAX];
    if (signer->ignored != NULL)
        return err_set(why, "the signing key is %s (line %u of the allowed signers)",
                       signer->ignored, signer->line);
    if (!names_somebody(signer->principals))
        return err_set(why,
                       "the principals of the signing key exclude everybody (line %u of the "
                       "allowed signers)",
                       signer->line);
    if (signer->spaces != NULL && !list_matches(signer->spaces, space))
        return err_set(
            why,
            "the signing key isn't allowed to sign commits (namespaces in line %u of the "
            "allowed signers)",
            signer->line);
    if (signer->after >= 0 && at < signer->after)
        return err_set(why,
                       "the signing key is valid only from %s (line %u of the allowed signers)",
                       moment_print(signer->after, text), signer->line);
    if (signer->before >= 0 && at > signer->before)
        return err_set(why,
                       "the signing key was valid only until %s (line %u of the allowed signers)",
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
        if (check_line(signer, space, at, why) >= 0)
            return signer;
        missed = true;
    }
    if (!missed) {
        err_set(why, "the signing key %s isn't allowed", key_fingerprint(key, fingerprint));
        if (authority > 0)
            err_hint(why,
                     "line %u of the allowed signers has no effect: it is a certificate "
                     "authority or a key of an unknown kind",
                     authority);
    }
    return NULL;
}
