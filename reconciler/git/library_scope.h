// SPDX-License-Identifier: Apache-2.0
/* Defines cleanup attributes for libgit2's objects. */
#pragma once

#include <git2.h>

#include "manifests/base/attribute.h"

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
