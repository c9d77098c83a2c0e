#pragma once

#include "ui/ui_context.h"

namespace wikivault {

/// "1 240 carried, 12 left, 3 not to be had."
[[nodiscard]] QString attachmentSentence(const SpaceRow &row);
/// What the next run would carry, by the plans that are shown; "" = nothing.
[[nodiscard]] QString forecastSentence(const PlanModel &plan);
/// Opens a table of those files.
void showForecastOf(const UiContext &ui, QWidget &parent);
/// Opens a table of the attachments that are not to be had, each with its reason.
void showAttachmentsOf(const UiContext &ui, const SpaceRow &row, QWidget &parent);

}  // namespace wikivault
