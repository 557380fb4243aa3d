// SPDX-License-Identifier: Apache-2.0
/*
 * A conversation with a Git server, by HTTP (wire_http.c) or through the program ssh (wire_ssh.c),
 * and the pkt-lines that are read from it. The server speaks first, then each request has its
 * answer.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/location.h"
#include "reconciler/git/wire/pkt.h"

enum { WIRE_WORDS_MAX = 512 }; /* bytes of a server's answer that are kept for people */

enum wire_service { WIRE_FETCH, WIRE_PUSH, WIRE_SERVICES };

/* How the server is reached. The texts are borrowed as long as the wire exists. */
struct wire_options {
    const struct location *location;
    const char *username, *token; /* of https and http; token may be NULL */
    const char *ssh_program;      /* NULL: "ssh" */
    const char *ssh_key_file;     /* NULL: those that ssh finds itself (agent, ~/.ssh) */
    const char *known_hosts_file; /* NULL: ssh's own */
    const char *const *ca_files;  /* PEM, added to the system's bundle */
    size_t ca_file_count;
    unsigned connect_seconds, silence_seconds, total_seconds;
    const volatile sig_atomic_t *stop; /* NULL, or all waits end soon after it is set */
};

struct wire;

struct wire_kind {
    /* Reading gives the server's advertisement afterwards. */
    int (*begin)(struct wire *wire, struct err *err);
    /* Sends; reading gives the answer. The bytes are borrowed until that is read. */
    int (*ask)(struct wire *wire, const char *bytes, size_t length, struct err *err);
    /* At most size bytes; *got is 0 at the end. */
    int (*read)(struct wire *wire, char *buffer, size_t size, size_t *got, struct err *err);
    void (*end)(struct wire *wire);
    void (*close)(struct wire *wire);
    bool stateless; /* each request stands alone: what was begun once holds for the next time */
};

struct wire {
    const struct wire_kind *kind;
    struct wire_options options;
    enum wire_service service;
    unsigned version; /* the highest that we take */
    bool denied;      /* the server answered that we may not do this; since the last begin */
    bool odd;         /* the server answered with something else than Git's protocol */
    bool answered;    /* the server answered the last request with anything; of stateless kinds */
    char *buffer;
    size_t at, filled;
};

/* For the functions that open a wire of one kind. */
void wire_init(struct wire *wire, const struct wire_kind *kind, const struct wire_options *options);
/* Frees the wire. Takes NULL. */
void wire_close(struct wire *wire);

MUST_USE int wire_begin(struct wire *wire, enum wire_service service, unsigned version,
                        struct err *err);
/* The same without reading the advertisement, which is known already. For stateless kinds. */
void wire_resume(struct wire *wire, enum wire_service service, unsigned version);
MUST_USE int wire_ask(struct wire *wire, const struct text *request, struct err *err);
/* Ends the conversation; the connection may stay open. */
void wire_end(struct wire *wire);

/* The program of the server that the conversation is with: "git-upload-pack". */
const char *wire_program(const struct wire *wire);

/* Reads the next pkt, good until the next call. An end before it and the server's "ERR" are
 * errors. */
MUST_USE int wire_next(struct wire *wire, struct pkt *out, struct err *err);
/* The same as a line of text without its newline. */
MUST_USE int wire_line(struct wire *wire, struct pkt *out, struct err *err);

/* An error in the server's words. Returns -1. */
int wire_words(struct err *err, const char *what, struct pkt words);

/* An error for a line that is not part of the protocol at this place; marks the wire's answer as
 * odd. Returns -1. */
int wire_odd_line(struct wire *wire, struct pkt line, struct err *err);
