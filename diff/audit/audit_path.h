// SPDX-License-Identifier: Apache-2.0
/*
 * Could the image have arrived by this hop? Whether the image was in an environment is read from
 * the branch's files, so a forged journal cannot deny it. How long it was there is read from the
 * journal.
 */
#pragma once

#include "diff/audit/auditor.h"

struct audit_path {
    bool had;           /* the previous environments had the image */
    bool skipped;       /* they did not, but an earlier one had */
    const char *detail; /* which of them; NULL if `had` */
};
struct audit_path audit_path_judge(const struct audit_at *at, const struct hop *hop,
                                   const char *digest, moment when);
/* Returns NULL if the image had been in the previous environments for as long as the gate asks when
 * it moved at `when`. Otherwise returns a text that says how long it had been there. */
const char *audit_path_soak(const struct audit_at *at, const struct hop *hop,
                            const struct gate *gate, const char *digest, moment when);
