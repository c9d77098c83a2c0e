#include "tests/ui/demo_world.h"

#include <QRegularExpression>

#include <filesystem>

using namespace wikivault;

/// A Russian window on the real engine: what the engine says is in Russian too.
class RussianTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_theme = std::make_unique<Theme>(*qApp);
        m_demo = std::make_unique<DemoWorld>(*m_theme);
        m_russian = std::make_unique<Translation>(Language::Russian);
        Settings settings = m_demo->settings();
        settings.remoteTemplate.clear();  // what git and ssh say is theirs
        std::filesystem::permissions(settings.dataDir, std::filesystem::perms::owner_all);  // else a command is advised
        m_demo->open(settings);
    }
    void cleanupTestCase() {
        m_demo.reset();
        m_russian.reset();
        m_theme.reset();
    }
    void everySpaceHasARussianSentence();
    void everyFindingIsRussian();
    void everyRunIsRussian();
    void aDatabaseThatIsAwayIsARussianSentence();

private:
    /// Those of the column's texts that have no Russian letter, though there is something to say.
    [[nodiscard]] static QStringList foreign(const QAbstractItemModel &model, int column, int role) {
        static const QRegularExpression russian(QStringLiteral("[а-яё]"), QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression said(QStringLiteral("[a-z]{3,} [a-z]{2,} "));
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QString text = model.index(row, column).data(role).toString();
            if (!text.isEmpty() && (!russian.match(text).hasMatch() || said.match(text).hasMatch())) texts << text;
        }
        return texts;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DemoWorld> m_demo;
    std::unique_ptr<Translation> m_russian;
};

void RussianTest::everySpaceHasARussianSentence() {
    const SpaceListModel &spaces = m_demo->window.models.spaces;
    QCOMPARE(foreign(spaces, SpaceListModel::State, SubtitleRole), QStringList());
    QVERIFY(!spaces.index(0, SpaceListModel::State).data(SubtitleRole).toString().isEmpty());
}

void RussianTest::everyFindingIsRussian() {
    m_demo->window.window->openPage(MainWindow::PageName::Doctor);
    const DoctorModel &doctor = m_demo->window.models.doctor;
    QTRY_VERIFY_WITH_TIMEOUT(doctor.load().asOf && doctor.rowCount() >= 10, kRunMs);
    QStringList english = foreign(doctor, DoctorModel::Detail, Qt::DisplayRole);
    english.removeIf([](const QString &finding) { return finding.startsWith(QLatin1String("git version")); });
    QVERIFY2(english.isEmpty(), qPrintable(english.join(QLatin1Char('\n'))));
    QCOMPARE(foreign(doctor, DoctorModel::Detail, SubtitleRole), QStringList());
    QStringList names = foreign(doctor, DoctorModel::Name, Qt::DisplayRole);
    names.removeIf([](const QString &name) { return name == QLatin1String("git") || name == QLatin1String("redis"); });
    QVERIFY2(names.isEmpty(), qPrintable(names.join(QLatin1Char('\n'))));
}

void RussianTest::everyRunIsRussian() {
    m_demo->window.window->openPage(MainWindow::PageName::Runs);
    const RunListModel &runs = m_demo->window.models.runs;
    QTRY_VERIFY_WITH_TIMEOUT(runs.rowCount() >= 5, kRunMs);
    QCOMPARE(foreign(runs, RunListModel::Result, SubtitleRole), QStringList());
    m_demo->preview(m_demo->story.conflictInFile.space, 1);
    const PlanModel &plan = m_demo->window.models.plan;
    QVERIFY(!plan.index(0, PlanModel::Note).data().toString().isEmpty());
    QCOMPARE(foreign(plan, PlanModel::Note, Qt::DisplayRole), QStringList());
}

void RussianTest::aDatabaseThatIsAwayIsARussianSentence() {
    Settings settings = m_demo->settings();
    settings.databaseUrl = "postgresql://wikivault@127.0.0.1:1/wiki";
    m_demo->window.open(settings);
    QTRY_VERIFY_WITH_TIMEOUT(m_demo->window.models.spaces.load().phase == Load::Phase::Failed, kRunMs);
    const QString why = m_demo->window.models.spaces.load().error;
    QVERIFY2(why.contains(QStringLiteral("Сервер PostgreSQL на 127.0.0.1:1")) &&
                 why.contains(QStringLiteral("там никто не слушает")),
             qPrintable(why));
}

QTEST_MAIN(RussianTest)
#include "russian_test.moc"
