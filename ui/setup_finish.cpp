#include "models/words.h"
#include "ui/forms.h"
#include "ui/setup_spaces.h"
#include "ui/setup_wizard.h"
#include "ui/widgets.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace wikivault {

void SetupWizard::buildFinish() {
    QVBoxLayout *column = addStep({}, tr("This is what Set up does."));
    m_finishTitle = static_cast<QLabel *>(column->itemAt(0)->widget());
    m_finishTitle->setObjectName(QStringLiteral("setupFinishTitle"));
    QFormLayout *form = forms::layout();
    form->setContentsMargins(0, 0, 0, 0);
    forms::addRow(*form, tr("Folder of the demo"),
                  field(Finish, "setupDemo", {{}, tr("Folder of the demo"), m_start.demoFolder, m_start.demoFolder}));
    m_demoRows = new QWidget;
    m_demoRows->setLayout(form);
    column->addWidget(m_demoRows);
    m_summary = make::prose("body");
    m_summary->setObjectName(QStringLiteral("setupSummary"));
    m_tests = make::prose("body");
    m_tests->setObjectName(QStringLiteral("setupTests"));
    column->addWidget(m_summary);
    column->addSpacing(space::kSmall);
    column->addWidget(m_tests);
    column->addStretch(1);
}

void SetupWizard::buildFoot(QVBoxLayout &column) {
    auto *foot = make::box("footer");
    auto *rows = new QVBoxLayout(foot);
    make::margins(*rows, space::kHuge, space::kMedium, space::kSmall);
    m_problem = make::prose("error");
    m_problem->setObjectName(QStringLiteral("setupProblem"));
    m_problem->hide();
    auto *cancel = make::button(m_theme, {tr("Cancel"), QStringLiteral("setupCancel"), {}, "", {}});
    m_back = make::button(m_theme, {tr("&Back"), QStringLiteral("setupBack"), {}, "", {}});
    m_next = make::button(m_theme, {tr("&Next"), QStringLiteral("setupNext"), {}, "primary", {}});
    auto *buttons = new QHBoxLayout;
    make::margins(*buttons, 0, 0, space::kSmall);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    rows->addWidget(m_problem);
    rows->addLayout(buttons);
    column.addWidget(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { go(-1); });
    connect(m_next, &QPushButton::clicked, this, [this] { go(1); });
}

void SetupWizard::sumUp() {
    m_demoRows->setVisible(isDemo());
    m_tests->clear();
    m_finishTitle->setText(isDemo() ? tr("Ready") : tr("Testing the connections…"));
    const QString file = m_start.profileFile(words::text(settings().profile));
    QStringList lines;
    lines << tr("•  The profile file %1 is written, without secrets; one that is there is replaced.").arg(file);
    if (isDemo()) {
        lines << tr("•  The demo wiki and its vaults are made in the folder above, unless they are there already.")
              << tr("•  The window opens with the plan of its spaces.");
        return m_summary->setText(lines.join(QLatin1Char('\n')));
    }
    if (const QStringList names = m_spaces->chosenNames(); !names.isEmpty())
        lines << tr("•  Enabled, in the wiki: %1.").arg(words::few(names));
    lines << (m_spaces->chosen().empty() && m_spaces->flagged() == 0 && !isApiOnly()
                  ? tr("•  No space is enabled yet; the window opens with the list of them.")
                  : tr("•  The window opens with a preview of what a first run would do. It writes nothing."));
    if (!m_start.overrides.isEmpty())
        lines << tr("•  At the next start these win over the profile, because they are set outside of it: %1.")
                     .arg(m_start.overrides.join(QStringLiteral(", ")));
    m_summary->setText(lines.join(QLatin1Char('\n')));
    testAll();
}

/// Every connection once more, whether it was tried on its step or not; none of them has to answer.
void SetupWizard::testAll() {
    struct Line {
        QString name;
        Probe probe;
        QString text;
        bool isGood = true;
    };
    auto lines = std::make_shared<std::vector<Line>>();
    if (!isApiOnly()) lines->push_back({tr("Wiki database"), Probe::Database, {}});
    lines->push_back({tr("The wiki's API"), Probe::Api, {}});
    lines->push_back({tr("Redis"), Probe::Redis, {}});
    lines->push_back({tr("Folder of the vaults"), Probe::DataDirectory, {}});
    const auto show = [this, lines] {
        QStringList texts;
        for (const Line &line : *lines)
            texts << QStringLiteral("%1: %2").arg(line.name, line.text.isEmpty() ? tr("testing…") : line.text);
        m_tests->setText(texts.join(QLatin1Char('\n')));
        const auto isOpen = [](const Line &line) { return line.text.isEmpty(); };
        const auto isBad = [](const Line &line) { return !line.isGood; };
        const auto bad = std::find_if(lines->begin(), lines->end(), isBad);
        if (bad != lines->end())
            m_finishTitle->setText(tr("Not ready: %1").arg(bad->name));
        else if (std::none_of(lines->begin(), lines->end(), isOpen))
            m_finishTitle->setText(tr("Ready"));
    };
    show();
    const int request = ++m_testing;
    for (std::size_t i = 0; i < lines->size(); ++i)
        m_commands.probe(
            (*lines)[i].probe, settings(), this, [this, lines, i, show, request](const ProbeAnswer &answer) {
                (*lines)[i].isGood = answer.good;
                (*lines)[i].text = (answer.good ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + answer.text;
                if (request == m_testing && step() == Finish && !m_isBusy) show();
            });
}

}  // namespace wikivault
