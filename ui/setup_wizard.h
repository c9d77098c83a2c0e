#pragma once

#include "models/setup_commands.h"
#include "ui/theme.h"

#include <QDialog>
#include <QStringList>

#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QStackedWidget;
class QVBoxLayout;

namespace wikivault {

class SetupSpaces;

/// The first start, step by step: which wiki, how it is reached, where the vaults are, which spaces. Every connection
/// can be tried on its step; nothing is written before the last one.
class SetupWizard : public QDialog {
    Q_OBJECT

public:
    struct Start {
        Settings settings;      ///< what the fields begin with
        QStringList problems;   ///< why the settings at hand cannot be used
        QStringList overrides;  ///< variables that win over the profile at the next start
        QString demoFolder;
        std::function<QString(const QString &profile)> profileFile;  ///< where a profile of that name is kept
    };
    SetupWizard(const Theme &theme, SetupCommands &commands, Start start, QWidget *parent = nullptr);

    /// Filled in once the dialog is accepted.
    [[nodiscard]] const SetupResult &result() const { return m_result; }

private:
    enum Step { Source, Wiki, Folder, Spaces, Finish };
    struct Field {
        QString variable, label;
        QLineEdit *edit;
        Step step;
        bool touched = false;  ///< somebody has typed there
    };
    struct Text {
        QString variable, label, value, hint;
    };
    /// A page of its own with a title and a sentence.
    QVBoxLayout *addStep(const QString &title, const QString &sentence);
    QLineEdit *field(Step step, const char *name, const Text &text);
    QWidget *tested(QLineEdit *edit, Probe probe);
    /// A password of the step Wiki, and whether the keyring is to keep it.
    QCheckBox *addPassword(QFormLayout &form, const char *name, const char *keepName, const Text &text);
    void buildSource();
    void buildWiki();
    void buildFolder();
    void buildSpaces();
    void buildFinish();
    void buildFoot(QVBoxLayout &column);

    [[nodiscard]] bool isDemo() const;
    [[nodiscard]] bool isApiOnly() const;
    [[nodiscard]] Settings settings() const;
    [[nodiscard]] std::vector<Step> steps() const;
    [[nodiscard]] Step step() const;
    void go(int by);
    void enter(Step step);
    void check();
    void showFaults();
    void showProblem(const QStringList &faults, const QStringList &missing);
    [[nodiscard]] QString variableOf(const SettingsFault &fault) const;
    void updateSteps();
    void readSpaces();
    void sumUp();
    void testAll();
    void finish();

    const Theme &m_theme;
    SetupCommands &m_commands;
    const Start m_start;
    SetupResult m_result;
    std::vector<Field> m_fields;
    std::vector<SettingsFault> m_faults;
    int m_request = 0, m_listing = 0, m_testing = 0;  ///< answers to older questions are dropped
    bool m_isBusy = false;
    bool m_focusNext = false;  ///< once it can be pressed: the step has no field of its own
    QStackedWidget *m_stack = nullptr;
    std::vector<QLabel *> m_marks;
    QRadioButton *m_database = nullptr, *m_api = nullptr, *m_demo = nullptr;
    QComboBox *m_environment = nullptr;
    QCheckBox *m_keepApi = nullptr, *m_keepDatabase = nullptr;
    QWidget *m_databaseRows = nullptr, *m_demoRows = nullptr;
    SetupSpaces *m_spaces = nullptr;
    QLabel *m_finishTitle = nullptr, *m_apiSentence = nullptr, *m_summary = nullptr, *m_tests = nullptr,
           *m_problem = nullptr;
    QPushButton *m_back = nullptr, *m_next = nullptr;
};

}  // namespace wikivault
