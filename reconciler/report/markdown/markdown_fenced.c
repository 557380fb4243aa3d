// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/markdown/markdown_fenced.h"

#include <stdlib.h>

#include "reconciler/report/markdown/markdown_text.h"

void markdown_fenced(const struct report *report, FILE *out, report_printer *print)
{
    struct report plain = *report;
    plain.color = false;
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = memory_must(open_memstream(&bytes, &length));
    print(&plain, memory);
    fclose(memory);
    markdown_fence(out, "text", memory_must(bytes), length);
    free(bytes);
}

void markdown_stream(const struct report *report, FILE *out)
{
    markdown_fenced(report, out, text_stream);
}

void markdown_explanation(const struct report *report, FILE *out)
{
    markdown_fenced(report, out, text_explanation);
}
