#pragma once

#include "ui/ui_context.h"

class QWidget;

namespace wikivault {

/// Opens the proof that the shown preview wrote nothing: what stood on both sides before and after it looked.
void showProofOf(const UiContext &ui, QWidget &parent);

}  // namespace wikivault
