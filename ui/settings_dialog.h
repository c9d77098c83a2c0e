#pragma once

#include "ui/ui_context.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace wikivault {

class QuietField;
class SecretField;
class SettingsSearch;

/// Edits a value, returns a value: settings() is what stands in the fields. The caller saves it.
class SettingsDialog : public QDialog {
    Q_OBJECT

public:
    SettingsDialog(const UiContext &ui, const Settings &settings, QWidget *parent);

    [[nodiscard]] Settings settings() const;

private:
    struct Field {
        QString variable, label;
        QWidget *widget = nullptr;
    };
    void buildConnections(QVBoxLayout &column);
    void buildApi(QVBoxLayout &column);
    void buildSync(QVBoxLayout &column);
    void buildSchedule(QVBoxLayout &column);
    void buildRemotes(QVBoxLayout &column);
    void buildLook(QVBoxLayout &column);
    void buildTray(QFormLayout &form);
    void buildNotices(QVBoxLayout &column);
    void buildButtons(QVBoxLayout &column);
    QFormLayout *section(QVBoxLayout &column, const QString &title);
    QLineEdit *field(const char *name, const Field &about, const std::string &value, const QString &hint);
    void addTest(QFormLayout &form, const QString &label, QLineEdit *edit, Probe probe);
    void check();
    void showFaults(const std::vector<SettingsFault> &faults);
    void showNote();

    const UiContext m_ui;
    const Settings m_before;
    QComboBox *m_environment = nullptr;
    QLineEdit *m_database = nullptr;
    SecretField *m_databasePassword = nullptr;
    QLineEdit *m_redis = nullptr;
    QLineEdit *m_dataDir = nullptr;
    QLineEdit *m_api = nullptr;
    QLineEdit *m_wiki = nullptr;
    QLineEdit *m_account = nullptr;
    SecretField *m_password = nullptr;
    QLineEdit *m_user = nullptr;
    QComboBox *m_policy = nullptr;
    QComboBox *m_unflagged = nullptr;
    QComboBox *m_writer = nullptr;
    QComboBox *m_openPages = nullptr;
    QComboBox *m_attachments = nullptr;
    QLineEdit *m_remote = nullptr;
    QLineEdit *m_branch = nullptr;
    QLineEdit *m_sshKey = nullptr;
    QSpinBox *m_interval = nullptr;
    QSpinBox *m_keepRuns = nullptr;
    QuietField *m_quiet = nullptr;
    QComboBox *m_theme = nullptr;
    QComboBox *m_language = nullptr;
    QLabel *m_restart = nullptr;
    SettingsSearch *m_search = nullptr;
    std::vector<Field> m_fields;
    int m_request = 0;  ///< answers to older checks are dropped
    QLabel *m_problem = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_save = nullptr;
};

}  // namespace wikivault
