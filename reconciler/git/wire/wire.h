// SPDX-License-Identifier: Apache-2.0
/*
 * Connects to a Git server over HTTP (wire_http.c) or through the program ssh (wire_ssh.c), sends
 * requests and reads pkt-lines. A conversation begins with the server's advertisement; then the
 * server answers each request.
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

enum { WIRE_WORDS_MAX = 512 }; /* bytes of a server's words that a message may contain */

enum wire_service { WIRE_FETCH, WIRE_PUSH, WIRE_SERVICES };

/* How to reach the server. The wire borrows the texts, which must live as long as the wire. */
struct wire_options {
    const struct location *location;
    const char *username, *token; /* for https and http; token may be NULL */
    const char *token_file;       /* the file with the token, read again when it changes; or NULL */
    const char *ssh_program;      /* NULL: "ssh" */
    const char *ssh_key_file;     /* NULL: ssh finds its keys itself (agent, ~/.ssh) */
    const char *known_hosts_file; /* NULL: ssh uses its own files */
    const char *const *ca_files;  /* PEM, added to the system's bundle */
    size_t ca_file_count;
    unsigned connect_seconds, silence_seconds, total_seconds;
    const volatile sig_atomic_t *stop; /* every wait ends soon after it is set; may be NULL */
};

struct wire;

struct wire_kind {
    /* Begins a conversation; `read` then returns the server's advertisement. */
    int (*begin)(struct wire *wire, struct err *err);
    /* Sends a request; `read` then returns the answer. The bytes are borrowed until the answer is
     * read. */
    int (*ask)(struct wire *wire, const char *bytes, size_t length, struct err *err);
    /* Reads at most size bytes. *got is 0 at the end of an HTTP answer; the end of ssh's output is
     * an error. */
    int (*read)(struct wire *wire, char *buffer, size_t size, size_t *got, struct err *err);
    void (*end)(struct wire *wire);
    void (*close)(struct wire *wire);
    bool stateless; /* requests are independent, so wire_resume can replace `begin` */
};

struct wire {
    const struct wire_kind *kind;
    struct wire_options options;
    enum wire_service service;
    unsigned version; /* the highest protocol version that weir accepts */
    bool denied;      /* the server answered with status 401 or 403 since the last begin */
    bool odd;         /* the server answered with something other than Git's protocol */
    bool answered;    /* the server answered the last request in any way; for stateless kinds */
    char *buffer;
    size_t at, filled; /* buffer[at..filled): bytes that were read but not parsed */
};

/* Initializes a wire, for the functions that open one kind of wire. */
void wire_init(struct wire *wire, const struct wire_kind *kind, const struct wire_options *options);
/* Frees the wire. Accepts NULL. */
void wire_close(struct wire *wire);

/* Begins a conversation. The caller must read the advertisement next. */
MUST_USE int wire_begin(struct wire *wire, enum wire_service service, unsigned version,
                        struct err *err);
/* Begins a conversation whose advertisement is already known, without contacting the server. For
 * stateless kinds. */
void wire_resume(struct wire *wire, enum wire_service service, unsigned version);
/* Sends a request, which must live until its answer is read. */
MUST_USE int wire_ask(struct wire *wire, const struct text *request, struct err *err);
/* Ends the conversation; the connection may stay open. */
void wire_end(struct wire *wire);

/* Returns the name of the server's program for this conversation, for example "git-upload-pack". */
const char *wire_program(const struct wire *wire);

/* Reads the next pkt, which is valid until the next call. Fails if the answer ends before it, or if
 * the server sends "ERR". */
MUST_USE int wire_next(struct wire *wire, struct pkt *out, struct err *err);
/* Does the same, and removes the newline at the pkt's end. */
MUST_USE int wire_line(struct wire *wire, struct pkt *out, struct err *err);

/* Sets the error to `what`, ": " and the server's words without control bytes. Returns -1. */
int wire_words(struct err *err, const char *what, struct pkt words);

/* Sets an error for a line that the protocol does not allow at this place or that exceeds the
 * allowed number of lines, and sets wire->odd. Returns -1. */
int wire_odd_line(struct wire *wire, struct pkt line, struct err *err);
