// SPDX-License-Identifier: Apache-2.0
/* Shared by the tools of this folder's scripts: options from the environment (TOOL_BRANCH,
 * TOOL_CACHE, TOOL_CA, TOOL_USER, TOOL_TOKEN, TOOL_PLAIN, TOOL_KEY, TOOL_KNOWN_HOSTS, TOOL_SILENCE,
 * TOOL_SIGN, TOOL_SIGNERS, TOOL_REWIND, TOOL_PARTIAL, TOOL_PART), errors in words, and
 * $TOOL_BETWEEN, which is run by a shell. */
#pragma once

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "reconciler/git/repository.h"

static volatile sig_atomic_t tool_stop;

static void tool_on_signal(int number)
{
    tool_stop = number;
}

static inline int fail(const struct err *err)
{
    fprintf(stderr, "error: %s\n", err->message);
    if (*err->hint)
        fprintf(stderr, "hint: %s\n", err->hint);
    return 2;
}

static inline int run_given(const char *variable)
{
    char command[4096];
    const char *given = getenv(variable);
    if (given == NULL)
        return 0;
    snprintf(command, sizeof command, "{ %s\n} >&2", given);
    return system(command);
}

static inline int between(void)
{
    return run_given("TOOL_BETWEEN");
}

static inline int tool_open(const char *location, struct repository **out, struct err *err)
{
    const char *plain = getenv("TOOL_PLAIN"), *silence = getenv("TOOL_SILENCE"),
               *ca = getenv("TOOL_CA");
    struct repository_options options = {
        .branch = getenv("TOOL_BRANCH"),
        .cache_folder = getenv("TOOL_CACHE"),
        .username = getenv("TOOL_USER"),
        .token = getenv("TOOL_TOKEN"),
        .ca_files = &ca,
        .ca_file_count = ca != NULL,
        .ssh_key_file = getenv("TOOL_KEY"),
        .known_hosts_file = getenv("TOOL_KNOWN_HOSTS"),
        .plain_http = &plain,
        .plain_http_count = plain != NULL,
        .silence_seconds = silence ? (unsigned)atoi(silence) : 0,
        .sign_key_file = getenv("TOOL_SIGN"),
        .trust = {.allowed_signers = getenv("TOOL_SIGNERS")},
        .accept_rewind = getenv("TOOL_REWIND") != NULL,
        .journal_part = getenv("TOOL_PART") ? (unsigned)atoi(getenv("TOOL_PART")) : 0,
        .partial = getenv("TOOL_PARTIAL") != NULL,
        .stop = &tool_stop,
    };
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = tool_on_signal}, NULL);
    return repository_open(location, &options, out, err);
}
