// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/markdown/markdown_table.h"

#include "reconciler/report/markdown/markdown_text.h"

void markdown_table(const struct table *table, FILE *out)
{
    for (size_t i = 0; i < table->columns; i++)
        fprintf(out, "| %s ", table->heads[i]);
    fputs("|\n", out);
    for (size_t i = 0; i < table->columns; i++)
        fputs("|---", out);
    fputs("|\n", out);
    for (size_t i = 0; i < table->cells.count; i++) {
        fputs("| ", out);
        markdown_text(out, table->cells.items[i]);
        fputs((i + 1) % table->columns == 0 ? " |\n" : " ", out);
    }
}
