// SPDX-License-Identifier: Apache-2.0
/* Decodes the gates of a promotion: conditions that an image must meet before it moves. */
#pragma once

#include <stdint.h>

#include "manifests/base/words.h"
#include "manifests/kinds/decoding.h"

enum { GATES_MAX = 50 }; /* most gates of one path entry, and most items of one gate */

/* Whom a gate must ask before it can be judged. */
enum gate_asks { GATE_ASKS_NOBODY, GATE_ASKS_REGISTRY, GATE_ASKS_PROGRAM };

/* Traits of a kind of gate. */
enum {
    GATE_YIELDS = 1,      /* `weir promote` passes over the gate, even without --override-gates */
    GATE_COUNTS_TIME = 2, /* the gate measures time since a record of the journal */
    GATE_BY_PERSON = 4,   /* only persons pass the gate; the audit accepts that */
};

/*
 * The kinds of gates, one row each: code; key in the manifest; READER (read_READER() in gate.c
 * reads the value); RULE (gate_RULE() in diff/gates judges the gate); ARGUMENT (argument_ARGUMENT
 * in diff/gates/gate_evidence.c prints the gate's value into its evidence and compares it); AUDIT
 * (judge_AUDIT() in diff/audit/audit_gates.c makes the audit's further check of a gate that has
 * evidence); whom the gate asks; traits. A row that lacks one of them does not compile.
 *
 *     soak       how long the image must have been in the previous environment
 *     window     name of a window of weir.yaml, which must be open
 *     platforms  list of os/architecture for which there must be an image
 *     label      image label and the value that it must have
 *     check      name of a program in the runner configuration, which must accept the image
 *     signedBy   name of a signing key in the runner configuration
 *     manual     true: a person promotes the image
 */
#define GATES(X)                                                                                   \
    X(GATE_SOAK, "soak", soak, soak, duration, path, GATE_ASKS_NOBODY, GATE_COUNTS_TIME)           \
    X(GATE_WINDOW, "window", word, window, word, time, GATE_ASKS_NOBODY, GATE_YIELDS)              \
    X(GATE_PLATFORMS, "platforms", platforms, platforms, platforms, nothing, GATE_ASKS_REGISTRY,   \
      0)                                                                                           \
    X(GATE_LABEL, "label", label, label, labels, nothing, GATE_ASKS_REGISTRY, 0)                   \
    X(GATE_CHECK, "check", check, check, word, nothing, GATE_ASKS_PROGRAM, 0)                      \
    X(GATE_SIGNED_BY, "signedBy", word, not_supported, word, nothing, GATE_ASKS_NOBODY, 0)         \
    X(GATE_MANUAL, "manual", manual, manual, none, nothing, GATE_ASKS_NOBODY,                      \
      GATE_YIELDS | GATE_BY_PERSON)

enum gate_kind { GATES(WORDS_CODE) GATE_KINDS };

const char *gate_word(enum gate_kind kind);
enum gate_asks gate_asks(enum gate_kind kind);
/* True if the kind has this trait. */
bool gate_has(enum gate_kind kind, unsigned trait);

/* One requirement of a gate. */
struct gate_item {
    const char *name;  /* PLATFORMS: "linux/amd64"; LABEL: the label's name */
    const char *value; /* LABEL */
};

struct gate {
    enum gate_kind kind;
    const char *text; /* the value as one line: "24h", "office-hours", "linux/amd64,linux/arm64" */
    int64_t seconds;  /* SOAK */
    const struct gate_item *items; /* PLATFORMS, LABEL */
    size_t item_count;
    uint32_t line, column;
};

/* True for a valid name of a check: letters, digits, _ . and -, at most 100. */
bool gate_check_name_valid(const char *name);

/* Decodes one gate. Returns false, with a problem, unless the node is a map with exactly one key
 * that is known and has a value. */
bool gate_read(struct decoding *decoding, const struct node *node, struct gate *gate);
