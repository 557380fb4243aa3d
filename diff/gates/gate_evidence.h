// SPDX-License-Identifier: Apache-2.0
/*
 * Compares evidence with declared gates. Evidence is about a gate if both have the same kind and
 * argument; each kind of gate says in GATES (manifests/kinds/gate.h) how its argument is printed
 * and compared.
 */
#pragma once

#include "diff/base/evidence.h"
#include "manifests/base/arena.h"
#include "manifests/kinds/gate.h"

enum { GATE_ARGUMENT_MAX = 256 }; /* bytes with the NUL; a longer argument is cut */

/* Returns the argument of the gate's evidence in the arena, or NULL if the kind has none. Control
 * characters, spaces, quotes and backslashes are percent-encoded. */
const char *gate_argument(struct arena *arena, const struct gate *gate);
/* True if the evidence is about this gate. */
bool gate_evidence_is_of(const struct gate *gate, const struct evidence *evidence);

/*
 * Returns for each gate, in the arena, its item of evidence, or NULL. An item serves only one gate,
 * so that two gates of one kind and argument need two items.
 */
const struct evidence **gate_evidence_match(struct arena *arena, const struct gate *gates,
                                            size_t gate_count, const struct evidence *evidence,
                                            size_t evidence_count);
/* True if each of the gates has an item of evidence that it held. */
bool gate_evidence_held(struct arena *arena, const struct gate *gates, size_t gate_count,
                        const struct evidence *evidence, size_t evidence_count);
