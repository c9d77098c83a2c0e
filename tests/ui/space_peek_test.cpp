#include "tests/ui/own_window.h"

using namespace wikivault;

/// The plan of a row beside it, and how much a conflict asks for, without opening either.
class SpacePeekTest : public OwnWindow {
    Q_OBJECT

private slots:
    void init() {
        m_world = std::make_unique<ConsoleWorld>(*m_theme);
        m_world->openFilled();
        QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    }
    void aLookShowsThePlanOfTheRow();
    void anotherRowHasItsOwnPlan();
    void aPreviewIsALook();
    void aRunMakesTheLookStale();
    void aFailedLookIsToldAndTriedAgain();
    void thePlanIsOpenedFromThere();
    void conflictsSayHowManyBlocksThereAre();

private:
    void look() {
        m_world->find("spaceTable")->setFocus();
        QTest::keyClick(m_world->find("spaceTable"), Qt::Key_Space);
    }
};

void SpacePeekTest::aLookShowsThePlanOfTheRow() {
    QCOMPARE(m_world->desks.previews(), 0);  // choosing a row asks nobody
    look();
    QTRY_VERIFY(m_world->rowsOf("peekTable") > 3);
    QCOMPARE(m_world->desks.previews(), 1);
    QVERIFY(m_world->isShown("peekTable") && !m_world->isShown("planPage"));
    QVERIFY2(m_world->textOf("peekPlanHead").contains(QStringLiteral("As of")),
             qPrintable(m_world->textOf("peekPlanHead")));
    QCOMPARE(m_world->models.plan.rowCount(), 0);  // what stands on the page of plans stays
    QVERIFY(m_world->select("peekTable", QStringLiteral("Laptop"), PlanModel::Page));
}

void SpacePeekTest::anotherRowHasItsOwnPlan() {
    look();
    QTRY_VERIFY(m_world->rowsOf("peekTable") > 3);
    const int rows = m_world->rowsOf("peekTable");
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    QCOMPARE(m_world->rowsOf("peekTable"), 0);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QCOMPARE(m_world->rowsOf("peekTable"), rows);  // kept
    QCOMPARE(m_world->desks.previews(), 1);
}

void SpacePeekTest::aPreviewIsALook() {
    QCOMPARE(m_world->rowsOf("peekTable"), 0);
    QVERIFY(m_world->click("previewButton"));
    QTRY_VERIFY(m_world->rowsOf("planTable") > 3);
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QVERIFY(m_world->rowsOf("peekTable") > 3);
    QVERIFY(m_world->textOf("peekPlanHead").contains(QStringLiteral("As of")));
    QCOMPARE(m_world->desks.previews(), 1);  // nobody was asked again
}

void SpacePeekTest::aRunMakesTheLookStale() {
    look();
    QTRY_VERIFY(m_world->rowsOf("peekTable") > 3);
    m_world->commands->commands().spaces.run({{SpaceId("0190a1b2-0000-7000-8000-000000000001")}, {}});
    QTRY_COMPARE(m_world->rowsOf("peekTable"), 0);
    QCOMPARE(m_world->desks.previews(), 1);
}

void SpacePeekTest::aFailedLookIsToldAndTriedAgain() {
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "The wiki does not answer."});
    look();
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("The space could not be looked at."));
    m_world->desks.failWith({});
    QVERIFY(m_world->click("emptyAction"));
    QTRY_VERIFY(m_world->rowsOf("peekTable") > 3);
}

void SpacePeekTest::thePlanIsOpenedFromThere() {
    look();
    QTRY_VERIFY(m_world->rowsOf("peekTable") > 3);
    m_world->find("peekTable")->setFocus();
    QTest::keyClick(m_world->find("peekTable"), Qt::Key_Return);
    QTRY_VERIFY(m_world->isShown("planPage"));
    QTRY_VERIFY(m_world->rowsOf("planTable") > 3);
}

void SpacePeekTest::conflictsSayHowManyBlocksThereAre() {
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    const auto blocksOf = [this](const QString &title) {
        const auto &table = *m_world->find<QTableView>("conflictTable");
        return m_world->select("conflictTable", title)
                   ? table.currentIndex().siblingAtColumn(ConflictModel::Blocks).data().toString()
                   : QString();
    };
    QTRY_COMPARE(blocksOf(QStringLiteral("Travel")), QStringLiteral("1"));
    QCOMPARE(blocksOf(QStringLiteral("Pager")), QStringLiteral("–"));  // decided as a whole
    QCOMPARE(blocksOf(QStringLiteral("Database failover")), QStringLiteral("–"));
}

QTEST_MAIN(SpacePeekTest)
#include "space_peek_test.moc"
