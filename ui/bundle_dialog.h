#pragma once

#include "engine/core/support_file.h"
#include "ui/ui_context.h"

#include <QDialog>

#include <vector>

class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace wikivault {

/// What goes into a support bundle: every file with its text and a box to leave it out. Nothing is sent anywhere.
class BundleDialog : public QDialog {
    Q_OBJECT

public:
    explicit BundleDialog(const UiContext &ui, QWidget *parent = nullptr);

private:
    void build();
    void show(std::vector<SupportFile> files);
    void showFile(int row);
    void save();
    [[nodiscard]] std::vector<SupportFile> chosen() const;

    const UiContext m_ui;
    std::vector<SupportFile> m_files;
    QListWidget *m_list = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_save = nullptr;
};

}  // namespace wikivault
