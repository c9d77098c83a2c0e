#pragma once

#include "ui/ui_context.h"

namespace wikivault {

/// "1 240 carried, 12 left, 3 not to be had."
[[nodiscard]] QString attachmentSentence(const SpaceRow &row);
/// Opens a table of the attachments that are not to be had, each with its reason.
void showAttachmentsOf(const UiContext &ui, const SpaceRow &row, QWidget &parent);

}  // namespace wikivault
