// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_faults.h"

static void add_faults(struct auditor *auditor)
{
    list_each (fault, &auditor->journal->faults) {
        const struct audit_commit *commit = fault->commit;
        struct finding finding = {.code = fault->code,
                                  .namespace = fault->namespace,
                                  .stream = fault->stream,
                                  .tag = fault->tag,
                                  .time = commit != NULL ? commit->time : 0,
                                  .journal_commit = commit != NULL ? commit->id : NULL,
                                  .who = commit != NULL ? commit->who : NULL,
                                  .detail = fault->detail};
        auditor_add(auditor, &finding, commit != NULL ? commit->time : INT64_MIN,
                    commit != NULL ? commit->raised : MOMENT_NEVER);
    }
}

static void add_signatures(struct auditor *auditor)
{
    list_each (at, &auditor->journal->commits) {
        const struct audit_commit *commit = *at;
        if (commit->doubt == NULL)
            continue;
        struct finding finding = {.code = commit->bare ? FINDING_CODE_UNSIGNED
                                                       : FINDING_CODE_SIGNER_NOT_ALLOWED,
                                  .time = commit->time,
                                  .journal_commit = commit->id,
                                  .who = commit->who,
                                  .detail = commit->bare ? NULL : commit->doubt};
        auditor_add(auditor, &finding, commit->time, commit->raised);
    }
}

static void add_broken_files(struct auditor *auditor)
{
    list_each (file, &auditor->journal->files)
        if (file->tag.trouble != NULL)
            auditor_add(auditor,
                        &(struct finding){.code = FINDING_CODE_CHAIN_BROKEN,
                                          .namespace = file->tag.environment,
                                          .stream = file->tag.stream,
                                          .tag = file->tag.tag,
                                          .detail = file->tag.trouble},
                        INT64_MIN, MOMENT_NEVER);
}

void audit_faults_add(struct auditor *auditor)
{
    add_faults(auditor);
    add_signatures(auditor);
    add_broken_files(auditor);
}
