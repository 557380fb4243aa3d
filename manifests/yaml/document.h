// SPDX-License-Identifier: Apache-2.0
/*
 * The documents of one YAML or JSON file, as trees of nodes. They are made from libyaml's events,
 * so they contain exactly what kubectl, Argo CD and Flux see.
 *
 * Trees live in a scratch arena. Text is decoded. Aliases are nodes of their own and are never
 * expanded. Nothing here knows Kubernetes.
 */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "manifests/yaml/node.h"
#include "manifests/yaml/node_path.h"

/* Limits (real manifests: depth 47, 144,635 nodes, 3.7 MB). A file beyond one is refused. */
enum {
    DOCUMENT_DEPTH_MAX = 256,
    DOCUMENT_NODES_MAX = 2000000,
    DOCUMENT_TAG_DIRECTIVES_MAX = 16,
    DOCUMENT_TAG_LINE_MAX = 1024, /* bytes of a %TAG line: libyaml copies it for each tag */
};

struct document {
    struct node *root; /* NULL for an empty document */
    uint32_t line;     /* where it begins: at its "---", else at its first content */
    size_t start;      /* the same place as a byte offset */
    /*
     * True when kubectl and kustomize would see other documents here. They split a file at each
     * line that starts with "---", with nothing but a comment after it. This document has content
     * on its "---" line, or contains such a line, or has a directive before it, or does not begin
     * at such a line.
     */
    bool split_differs;
};

/* Facts found by one pass over the bytes; edits use them to decide what is safe. */
struct document_form {
    bool json;          /* strings are always double-quoted, and the result is checked as JSON */
    bool bom;           /* leading UTF-8 byte order mark */
    bool inner_bom;     /* another one after it */
    bool ascii;         /* all bytes after the byte order mark are ASCII */
    bool crlf;          /* the first line break is CR LF */
    bool odd_breaks;    /* lone CR, NEL, LS or PS: line breaks to YAML 1.1, not to editors */
    bool template_text; /* contains "{{" (Helm, Go templates); OpenShift's "${" is legal YAML */
    uint32_t tag_directives;
};

struct documents {
    struct document *items;
    size_t count;
    struct document_form form;
};

/*
 * Parses a file. Returns -1 with err's place ("path:line:column"), message and hint when the bytes
 * are not YAML, are UTF-16, contain NUL, name an unknown anchor, or exceed a limit. `path` is used
 * for the place; a path that ends with ".json" sets form.json. `bytes` need not outlive the call.
 * On failure only out->form is filled in. A file of blanks and comments has no documents.
 */
MUST_USE int document_parse(struct arena *scratch, const char *path, const char *bytes,
                            size_t length, struct documents *out, struct err *err);
