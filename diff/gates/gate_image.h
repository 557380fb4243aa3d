// SPDX-License-Identifier: Apache-2.0
/* Gates about the image itself: `platforms` and `label`. */
#pragma once

#include "diff/gates/gate_result.h"

gate_rule gate_platforms, gate_label;
