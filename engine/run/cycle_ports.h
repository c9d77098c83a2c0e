#pragma once

#include "engine/ports/attachment_store.h"
#include "engine/ports/clock.h"
#include "engine/ports/page_presence.h"
#include "engine/ports/page_store.h"
#include "engine/ports/remote.h"
#include "engine/ports/run_journal.h"
#include "engine/ports/space_memory.h"
#include "engine/ports/vault.h"
#include "engine/ports/work_tree.h"

namespace wikivault {

/// What one cycle reads and writes through.
struct CyclePorts {
    PageStore &pages;
    PageWriter *writer = nullptr;  ///< null: pushes are planned and held
    Vault &vault;
    WorkTree *workTree = nullptr;  ///< null: a preview of a vault that does not exist yet
    VaultCache &cache;
    SpaceMemory &memory;
    RunJournal &journal;
    const Clock &clock;
    PagePresence *presence = nullptr;        ///< null: nobody can tell who has a page open
    Remote *remote = nullptr;                ///< null: the vault does not leave the machine
    AttachmentStore *attachments = nullptr;  ///< null: files that pages show stay where they are
};

}  // namespace wikivault
