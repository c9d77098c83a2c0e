#include "app/console/start_options.h"
#include "tests/ui/console_world.h"
#include "ui/compare_view.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSpinBox>

using namespace wikivault;

/// Everything by keyboard, and a name on everything that can be used.
class KeyboardTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() {
        m_world = std::make_unique<ConsoleWorld>(*m_theme);
        m_world->filled().open();
        QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
        m_world->window->activateWindow();
        QTRY_VERIFY(m_world->window->isActiveWindow());
    }
    void cleanup() { m_world.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void altAndDigitOpenPages();
    void theHelpNamesEveryPage();
    void theListIsFilteredAndRead();
    void previewAndRunHaveKeys();
    void thePaletteFindsActsSpacesRunsAndConflicts();
    void returnInAListWritesNothing();
    void aConflictIsDecidedWithoutTheMouse();
    void undoAndRedoWorkInTheResult();
    void escapeLeavesTheReview();
    void theNextUndecidedConflictIsReachedFromAnywhere();
    void changesAreStepped();
    void shortcutsAreListed();
    void everyControlHasAName();
    void stateCellsAreReadOutWithTheirSentence();

private:
    void press(int key, Qt::KeyboardModifiers modifiers = {}) {
        QWidget *target = QApplication::focusWidget() ? QApplication::focusWidget() : m_world->window.get();
        QTest::keyClick(target, Qt::Key(key), modifiers);
    }
    /// Types into the palette and takes the first that matches.
    void find(const QString &text) {
        press(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(m_world->isShown("paletteField"));
        auto *field = m_world->find<QLineEdit>("paletteField");
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!m_world->isShown("commandPalette"));
        QTRY_VERIFY(m_world->window->isActiveWindow());
    }
    static QStringList namelessBelow(const QWidget &root);
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConsoleWorld> m_world;
};

void KeyboardTest::altAndDigitOpenPages() {
    const char *const pages[] = {"spacePage",    "planPage",   "conflictPage", "runPage", "lockPage",
                                 "schedulePage", "remotePage", "activityPage", "logPage", "doctorPage"};
    for (int i = int(std::size(pages)) - 1; i >= 0; --i) {
        press(Qt::Key_0 + (i + 1) % 10, Qt::AltModifier);
        QTRY_VERIFY2(m_world->isShown(pages[i]), pages[i]);
    }
}

void KeyboardTest::theListIsFilteredAndRead() {
    press(Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), m_world->find<QLineEdit>("filterField"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("hand"));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 1);
    press(Qt::Key_Escape);
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    m_world->find<QTableView>("spaceTable")->setFocus();
    press(Qt::Key_Slash);
    QCOMPARE(QApplication::focusWidget(), m_world->find<QLineEdit>("filterField"));
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "Gone."});
    press(Qt::Key_F5);
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("Gone.")));
}

void KeyboardTest::thePaletteFindsActsSpacesRunsAndConflicts() {
    press(Qt::Key_K, Qt::ControlModifier);
    auto *field = m_world->find<QLineEdit>("paletteField");
    QTRY_VERIFY(field && field->isVisible());
    QTest::keyClicks(field, QStringLiteral("locks"));
    QTRY_COMPARE(m_world->rowsOf("paletteTable"), 1);
    QTest::keyClick(field, Qt::Key_Down);  // there is nothing below; the choice stays
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(m_world->isShown("lockPage") && !m_world->isShown("commandPalette"));
    QTRY_VERIFY(m_world->window->isActiveWindow());
    press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(m_world->isShown("paletteField"));
    field = m_world->find<QLineEdit>("paletteField");
    QTest::keyClicks(field, QStringLiteral("PROD"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(m_world->isShown("spacePage"));
    QCOMPARE(m_world->find<QTableView>("spaceTable")->currentIndex().siblingAtColumn(0).data().toString(),
             QStringLiteral("Product"));
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->models.runs.find(RunId("1838")));
    m_world->window->openPage(MainWindow::PageName::Spaces);
    find(QStringLiteral("1838"));
    QTRY_VERIFY(m_world->textOf("runTitle").startsWith(QStringLiteral("Run 1838,")));
    find(QStringLiteral("Travel"));
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Travel")));
    QVERIFY(m_world->desks.decisions().empty());
}

void KeyboardTest::previewAndRunHaveKeys() {
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(m_world->isShown("confirmRunButton"));
    press(Qt::Key_Escape);
    QTRY_VERIFY(!m_world->isShown("confirmRunButton"));
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY(m_world->isShown("planPage"));
    QTRY_COMPARE(m_world->desks.previews(), 1);
    QCOMPARE(m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-000000000006")), 0);
}

void KeyboardTest::returnInAListWritesNothing() {
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    m_world->find<QTableView>("spaceTable")->setFocus();
    press(Qt::Key_Return);
    QTRY_COMPARE(m_world->desks.previews(), 1);  // opens the plan, which only reads
    QCOMPARE(m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-000000000006")), 0);
}

void KeyboardTest::aConflictIsDecidedWithoutTheMouse() {
    press(Qt::Key_3, Qt::AltModifier);
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    m_world->find<QTableView>("conflictTable")->setFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Travel")));
    QTRY_VERIFY(m_world->showsReview());
    press(Qt::Key_F9);
    auto *result = m_world->find<QPlainTextEdit>("resultText");
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(result->toPlainText().contains(QStringLiteral("14 days")));
    press(Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(!result->toPlainText().contains(QStringLiteral("14 days")));
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(result->toPlainText().contains(QStringLiteral("trains any time")));
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
}

void KeyboardTest::undoAndRedoWorkInTheResult() {
    press(Qt::Key_3, Qt::AltModifier);
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    m_world->find<QTableView>("conflictTable")->setFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Travel")));
    QTRY_VERIFY(m_world->showsReview());
    press(Qt::Key_2, Qt::ControlModifier);
    press(Qt::Key_F2);
    auto *result = m_world->find<QPlainTextEdit>("blockText");
    QTRY_VERIFY(!result->toPlainText().isEmpty());
    const QString before = result->toPlainText();
    QCOMPARE(QApplication::focusWidget(), result);
    QTest::keyClicks(result, QStringLiteral("abc"));
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(result->toPlainText(), before);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(result->toPlainText().startsWith(QStringLiteral("abc")));
}

void KeyboardTest::escapeLeavesTheReview() {
    press(Qt::Key_3, Qt::AltModifier);
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->isShown("conflictReview"));
    m_world->find<QAbstractButton>("takeWikiButton")->setFocus();
    press(Qt::Key_Escape);
    QTRY_VERIFY(m_world->isShown("conflictTable"));
    QVERIFY(m_world->desks.decisions().empty());
}

void KeyboardTest::theNextUndecidedConflictIsReachedFromAnywhere() {
    QTRY_COMPARE(m_world->models.conflicts.rowCount(), 3);
    press(Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_world->isShown("conflictReview"));
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Travel")));
    press(Qt::Key_PageDown, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Pager")));
    press(Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Travel")));
}

void KeyboardTest::changesAreStepped() {
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY(m_world->rowsOf("planTable") > 0);
    QVERIFY(m_world->select("planTable", QStringLiteral("Laptop"), PlanModel::Page));
    auto *diff = m_world->find<CompareView>("compareView");
    QTRY_VERIFY(diff->message().isEmpty() && diff->shownRows() > 0);
    m_world->window->resize(1100, 600);
    QTRY_VERIFY(diff->verticalScrollBar()->maximum() > 0);
    diff->verticalScrollBar()->setValue(0);
    press(Qt::Key_F7);
    press(Qt::Key_F7);
    const int there = diff->verticalScrollBar()->value();
    QVERIFY(there > 0);
    press(Qt::Key_F7, Qt::ShiftModifier);
    QVERIFY(diff->verticalScrollBar()->value() < there);
}

void KeyboardTest::shortcutsAreListed() {
    press(Qt::Key_F1);
    QTRY_VERIFY(m_world->isShown("shortcutDialog"));
    const QString text = m_world->find<QTableView>("shortcutDialogTable") ? QString() : QStringLiteral("no table");
    QVERIFY2(text.isEmpty(), qPrintable(text));
    QVERIFY(m_world->rowsOf("shortcutDialogTable") > 15);
    QTest::keyClick(m_world->find("shortcutDialog"), Qt::Key_Escape);
    QTRY_VERIFY(!m_world->isShown("shortcutDialog"));
}

QStringList KeyboardTest::namelessBelow(const QWidget &root) {
    QStringList nameless;
    for (const QWidget *widget : root.findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<const QAbstractButton *>(widget) ||
                               qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget) ||
                               qobject_cast<const QAbstractSpinBox *>(widget) ||
                               qobject_cast<const QPlainTextEdit *>(widget) ||
                               qobject_cast<const QTableView *>(widget) || qobject_cast<const CompareView *>(widget);
        // Parts that Qt makes inside its own widgets, and controls nobody can see.
        const QString name = widget->objectName();
        const bool isInner =
            name.startsWith(QLatin1String("qt_")) || qobject_cast<const QLineEdit *>(widget->parentWidget()) ||
            qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()) || widget->inherits("QTableCornerButton") ||
            widget->inherits("QComboBoxPrivateContainer") || !widget->isVisibleTo(&root);
        if (!isControl || isInner) continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
            nameless << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + name;
    }
    return nameless;
}

void KeyboardTest::theHelpNamesEveryPage() {
    const QString help = QString::fromStdString(startHelp());
    const QString pages = help.section(QStringLiteral("--page"), 1, 1).section(QLatin1Char('\n'), 0, 0);
    for (const QString &page : MainWindow::pageNames())
        QVERIFY2(pages.contains(page), qPrintable(page));
}

void KeyboardTest::everyControlHasAName() {
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->click("previewButton"));
    QTRY_VERIFY(m_world->rowsOf("planTable") > 0);
    for (const QString &page : MainWindow::pageNames()) {
        QVERIFY(m_world->window->openPage(page));
        const QStringList nameless = namelessBelow(*m_world->window);
        QVERIFY2(nameless.isEmpty(), qPrintable(page + QStringLiteral(": ") + nameless.join(QStringLiteral(", "))));
    }
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(m_world->click("openConflictButton"));
    QStringList nameless = namelessBelow(*m_world->window);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
    m_world->window->openSettings();
    QTRY_VERIFY(m_world->isShown("settingsDialog"));
    nameless = namelessBelow(*m_world->find("settingsDialog"));
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
}

void KeyboardTest::stateCellsAreReadOutWithTheirSentence() {
    const QTableView &table = *m_world->find<QTableView>("spaceTable");
    bool found = false;
    for (int row = 0; row < table.model()->rowCount(); ++row) {
        const QString text = table.model()->index(row, SpaceListModel::State).data(Qt::AccessibleTextRole).toString();
        found = found || text.startsWith(QStringLiteral("Failing. Failing since 11:20"));
    }
    QVERIFY(found);
}

QTEST_MAIN(KeyboardTest)
#include "keyboard_test.moc"
