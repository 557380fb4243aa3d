// SPDX-License-Identifier: Apache-2.0
/*
 * Judges whether the image could have arrived by a hop. The branch's files show whether an
 * environment had the image, so a forged journal can't hide that. The journal is used for how long
 * the image was there, and for tags that a build pushes, because they have no pin on the branch.
 */
#pragma once

#include "diff/audit/auditor.h"

struct audit_path {
    bool had;           /* the previous environments (join: any: one of them) had the image */
    bool skipped;       /* `had` is false, but an environment further back had the image */
    const char *detail; /* names an environment that never had the image (join: any: all of them);
                           NULL if `had` */
};
/* Judges whether the previous environments had the image at the audited commit. */
struct audit_path audit_path_judge(const struct audit_at *at, const struct hop *hop,
                                   const char *digest, moment when);
/* Returns NULL if the previous environments (join: any: one of them) had the image for at least
 * gate->seconds before `when`. Else returns a text that says for how long one of them had it, or
 * that the journal does not say. */
const char *audit_path_soak(const struct audit_at *at, const struct hop *hop,
                            const struct gate *gate, const struct audit_move *move, moment when);
