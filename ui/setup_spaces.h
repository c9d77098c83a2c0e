#pragma once

#include "engine/core/result.h"
#include "engine/core/space.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;

namespace wikivault {

/// The spaces of the wiki with a box for each that may be enabled.
class SetupSpaces : public QWidget {
    Q_OBJECT

public:
    SetupSpaces();

    void setReading();
    /// `flagsAllowed`: without a database no flag can be set.
    void setSpaces(const Result<std::vector<Space>> &spaces, bool flagsAllowed);
    /// Ticked now and not enabled before.
    [[nodiscard]] std::vector<SpaceId> chosen() const;
    [[nodiscard]] QStringList chosenNames() const;
    /// Opted in before, whoever did it.
    [[nodiscard]] int flagged() const;

private:
    void narrow();
    void updateSentence();

    QLabel *m_sentence = nullptr;
    QLineEdit *m_filter = nullptr;
    QListWidget *m_list = nullptr;
    std::vector<Space> m_spaces;
    bool m_flagsAllowed = true;
};

}  // namespace wikivault
