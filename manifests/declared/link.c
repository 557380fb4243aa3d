// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct problem *link_problem(struct link *link, enum problem_code code,
                                   struct problem_place place, const char *hint, const char *format,
                                   ...)
{
    char message[ERR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct problem *problem = arena_new(link->run, struct problem);
    *problem = (struct problem){
        .code = code,
        .path = place.file,
        .line = place.line,
        .column = place.column,
        .object = place.object,
        .message = arena_text(link->run, message),
        .hint = arena_text(link->run, hint),
    };
    *list_add(link->run, &link->out->problems) = *problem;
    return problem;
}

const struct problem *link_part_problem(struct link *link, const char *file,
                                        const struct problem *problem)
{
    if (problem == NULL)
        return NULL;
    struct problem *copy = arena_new(link->run, struct problem);
    *copy = *problem;
    copy->path = file;
    return copy;
}

const char *link_label(struct link *link, const char *kind, const char *namespace, const char *name)
{
    return arena_print(link->run, "%s %s%s%s", kind, namespace, *namespace != '\0' ? "/" : "",
                       name);
}

void link_identity(struct link *link, const char *kind, const char *namespace, const char *name,
                   struct problem_place place, const struct problem **problem)
{
    if (*namespace == '\0')
        return;
    *list_add(link->run, &link->identities) = (struct object_identity){
        kind, namespace, name, place.file, place.line, place.column, problem};
}

int link_order(const int *orders, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (orders[i] != 0)
            return orders[i];
    }
    return 0;
}

int link_order_lines(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}
