#pragma once

#include "ui/ui_context.h"

#include <QLabel>

namespace wikivault {

/// Says who brought what the two sides have in one block of a conflict.
class BlockOriginLine : public QLabel {
    Q_OBJECT

public:
    explicit BlockOriginLine(const UiContext &ui, QWidget *parent = nullptr);

    /// Asks for the origins of all of its blocks.
    void open(const ConflictDetail &conflict);
    void close();
    void showBlock(int block);

private:
    void update();
    [[nodiscard]] QString wikiText(const BlockOrigin &origin) const;
    [[nodiscard]] QString gitText(const BlockOrigin &origin) const;

    const UiContext m_ui;
    ConflictSummary m_conflict;
    std::vector<BlockOrigin> m_origins;  ///< none: nothing is known
    int m_block = 0, m_request = 0;
};

}  // namespace wikivault
