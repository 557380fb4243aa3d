// SPDX-License-Identifier: Apache-2.0
/* The gate `window`: a named window of weir.yaml must be open. */
#pragma once

#include "diff/gates/gate_result.h"

gate_rule gate_window;
