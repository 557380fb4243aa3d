// SPDX-License-Identifier: Apache-2.0
/*
 * libgit2 set up so that nothing of the machine or of the person leaks in: no ~/.gitconfig, no
 * /etc/gitconfig, no owner check (nothing of a repository is ever run), objects verified and made
 * durable. The settings are those of the process.
 */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "manifests/base/utf8.h"

/* Counted: each library_open that succeeded needs its library_close. */
MUST_USE int library_open(struct err *err);
void library_close(void);

/* The message and ": " and libgit2's own words for its last error, control bytes removed. A code
 * of GIT_EUSER keeps an err that a callback has set. Returns -1. */
PRINTF_LIKE(2, 3) int library_error(struct err *err, const char *format, ...);
/* Those words alone, copied into a buffer. */
void library_words(char *buffer, size_t size);

/* Copies words of a server: control bytes become spaces, white space is squeezed, broken UTF-8
 * replaced, the end cut at a whole character. */
void words_copy(char *buffer, size_t size, const char *words, size_t length);

static inline void odb_object_free_at(git_odb_object **object)
{
    git_odb_object_free(*object);
}
#define odb_object_scope CLEANUP(odb_object_free_at)
static inline void reference_free_at(git_reference **reference)
{
    git_reference_free(*reference);
}
#define reference_scope CLEANUP(reference_free_at)
static inline void commit_free_at(git_commit **commit)
{
    git_commit_free(*commit);
}
#define commit_scope CLEANUP(commit_free_at)
