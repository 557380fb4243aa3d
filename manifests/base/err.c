// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "...";

/* Replaces control bytes, which could drive a terminal. */
static void disarm(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
}

/* Formats into a field of a fixed size; a longer text is cut and ends with "...". */
PRINTF_LIKE(3, 0)
static void put(char *field, size_t size, const char *format, va_list arguments)
{
    int length = vsnprintf(field, size, format, arguments);
    if (length >= 0 && (size_t)length >= size)
        memcpy(field + size - sizeof ellipsis, ellipsis, sizeof ellipsis);
    disarm(field);
}

int err_set(struct err *err, const char *format, ...)
{
    va_list arguments;
    char message[ERR_MESSAGE_MAX]; /* an argument may point into err itself */
    va_start(arguments, format);
    put(message, sizeof message, format, arguments);
    va_end(arguments);
    memcpy(err->message, message, sizeof message);
    err->place[0] = '\0';
    err->hint[0] = '\0';
    return -1;
}

int err_errno(struct err *err, const char *format, ...)
{
    int number = errno;
    va_list arguments;
    char message[ERR_MESSAGE_MAX];
    va_start(arguments, format);
    put(message, sizeof message, format, arguments);
    va_end(arguments);
    return err_set(err, "%s: %s", message, strerror(number));
}

int err_wrap(struct err *err, const char *format, ...)
{
    char outer[ERR_MESSAGE_MAX / 2];
    char inner[ERR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    put(outer, sizeof outer, format, arguments);
    va_end(arguments);
    memcpy(inner, err->message, sizeof inner);

    static const char gap[] = ": ...: ";
    size_t head = strlen(outer), space = sizeof err->message - head - sizeof gap;
    const char *between = ": ";
    const char *tail = inner;
    if (strlen(inner) > space) {
        const char *cut = inner + strlen(inner) - space;
        const char *colon = strstr(cut, ": ");
        tail = colon != NULL ? colon + 2 : cut;
        between = gap;
    }
    char *at = stpcpy(err->message, outer);
    at = stpcpy(at, between);
    stpcpy(at, tail);
    return -1;
}

int err_hint(struct err *err, const char *format, ...)
{
    va_list arguments;
    char hint[ERR_HINT_MAX];
    va_start(arguments, format);
    put(hint, sizeof hint, format, arguments);
    va_end(arguments);
    memcpy(err->hint, hint, sizeof hint);
    return -1;
}

int err_place(struct err *err, const char *path, unsigned line, unsigned column)
{
    /* Keeps the end of a long path: it says more than the beginning. */
    char position[32] = "";
    if (line > 0 && column > 0)
        snprintf(position, sizeof position, ":%u:%u", line, column);
    else if (line > 0)
        snprintf(position, sizeof position, ":%u", line);
    size_t space = sizeof err->place - strlen(position) - strlen(ellipsis) - 1;
    size_t length = strlen(path);
    const char *gap = length > space ? ellipsis : "";
    const char *tail = length > space ? path + length - space : path;
    snprintf(err->place, sizeof err->place, "%s%s%s", gap, tail, position);
    disarm(err->place);
    return -1;
}
