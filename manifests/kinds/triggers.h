// SPDX-License-Identifier: Apache-2.0
/*
 * The annotation image.openshift.io/triggers, read as OpenShift's controller reads it: JSON with
 * keys in any case and strict types. One value that cannot be decoded makes all triggers of the
 * object ineffective. Two differences: the single-quoted selector `[?(@.name=='web')]` is accepted,
 * and a selector must match as a whole.
 */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/workload.h"

#define TRIGGERS_ANNOTATION "image.openshift.io/triggers"

/* Reads the annotation at `node` into the workload, which has its containers already. `pod` is the
 * path of its pod spec: "spec.template.spec". */
void triggers_read(struct decoding *decoding, const struct node *node, const char *pod,
                   struct workload *workload);
