// SPDX-License-Identifier: Apache-2.0
/*
 * Parses the documents of one YAML or JSON file into trees of nodes. The trees are made from
 * libyaml's events. kubectl, Argo CD and Flux use a port of libyaml, so they see the same values.
 *
 * Trees live in a scratch arena. Texts are decoded. Aliases are nodes of their own and are never
 * expanded. This folder does not know Kubernetes.
 */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "manifests/yaml/node.h"
#include "manifests/yaml/node_path.h"

/* A file that exceeds one of these limits is refused. The largest real manifests have 47 levels,
 * 144,635 nodes and 3.7 MB. */
enum {
    DOCUMENT_DEPTH_MAX = 256,
    DOCUMENT_NODES_MAX = 2000000,
    DOCUMENT_TAG_DIRECTIVES_MAX = 16,
    DOCUMENT_TAG_LINE_MAX = 1024, /* bytes of a %TAG line: libyaml copies it for each tag */
};

struct document {
    struct node *root; /* NULL for an empty document */
    uint32_t line;     /* where the document begins: at its "---", else at its first content */
    size_t start;      /* the same place as a byte offset */
    /*
     * True if kubectl and kustomize might see other documents here. They split a file at each line
     * that starts with "---" and has only a comment after it. The documents may differ if this one
     * has content on its "---" line, contains another line that starts with "---", comes after a
     * directive, or is not the first one and does not begin with "---".
     */
    bool split_differs;
};

/* Facts about the bytes of a file; edits use them to decide what is safe. */
struct document_form {
    bool json;          /* the file is JSON: edits quote all strings, and must leave valid JSON */
    bool bom;           /* leading UTF-8 byte order mark */
    bool inner_bom;     /* a byte order mark at another place */
    bool ascii;         /* all bytes after the byte order mark are ASCII */
    bool crlf;          /* the first line break is CR LF */
    bool odd_breaks;    /* lone CR, NEL, LS or PS: line breaks to YAML 1.1, not to editors */
    bool template_text; /* contains "{{" (Helm, Go templates); OpenShift's "${" is legal YAML */
    uint32_t tag_directives; /* number of %TAG lines */
};

struct documents {
    struct document *items;
    size_t count;
    struct document_form form;
};

/*
 * Parses a file. Returns -1 with a place ("path:line:column" or "path"), a message and mostly a
 * hint if the bytes are not YAML, are UTF-16, contain NUL, name an unknown anchor, or exceed a
 * limit. `path` is used for the place; a path that ends with ".json" sets form.json. `bytes` need
 * not outlive the call. On failure only out->form is changed. A file of blanks and comments has no
 * documents.
 */
MUST_USE int document_parse(struct arena *scratch, const char *path, const char *bytes,
                            size_t length, struct documents *out, struct err *err);
