#include "tests/ui/own_window.h"

#include <QLineEdit>

using namespace wikivault;

/// Pauses of one space and of several, with reason and countdown.
class SpacePauseTest : public OwnWindow {
    Q_OBJECT

private slots:
    void aSpaceIsPausedAndResumed();
    void inProductionAPauseNeedsAReason();
    void severalSpacesArePausedAndResumed();
    void aPauseCountsDown();

private:
    [[nodiscard]] int runsOf(int number) const {
        return m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-00000000000" + std::to_string(number)));
    }
    /// The first space with that name in the world behind the window.
    [[nodiscard]] std::optional<Pause> pauseOf(const char *name) {
        const auto rows = m_world->desks.spaces({});
        for (const SpaceRow &row : rows.value_or(std::vector<SpaceRow>()))
            if (row.space.name == name) return row.pause;
        return std::nullopt;
    }
};

void SpacePauseTest::aSpaceIsPausedAndResumed() {
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->choose("spaceTable", "Pause…"));
    QVERIFY(m_world->isShown("pauseTomorrowButton") && m_world->isShown("pauseOpenEndButton"));
    m_world->find<QLineEdit>("messageInput")->setText(QStringLiteral("moving house"));
    QVERIFY(m_world->click("pauseHourButton"));
    QTRY_VERIFY(pauseOf("Handbook"));
    QCOMPARE(pauseOf("Handbook")->reason, std::string("moving house"));
    QVERIFY(pauseOf("Handbook")->until);
    QVERIFY(!m_world->isShown("pauseHourButton"));
    QVERIFY(m_world->choose("spaceTable", "Resume"));
    QTRY_VERIFY(!pauseOf("Handbook"));
}

void SpacePauseTest::inProductionAPauseNeedsAReason() {
    Settings settings = worldSettings();
    settings.environment = "production";
    m_world->openFilled(settings);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->choose("spaceTable", "Pause…"));
    QVERIFY(m_world->click("pauseOpenEndButton"));
    QTest::qWait(50);
    QVERIFY(!pauseOf("Handbook"));
    m_world->find<QLineEdit>("messageInput")->setText(QStringLiteral("moving house"));
    QVERIFY(m_world->click("pauseOpenEndButton"));
    QTRY_VERIFY(pauseOf("Handbook"));
    QVERIFY(!pauseOf("Handbook")->until);
}

void SpacePauseTest::severalSpacesArePausedAndResumed() {
    m_world->openFilled();
    auto *table = m_world->find<QTableView>("spaceTable");
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(!m_world->isShown("bulkBar"));
    table->selectAll();
    QVERIFY(m_world->textOf("bulkSentence").contains(QStringLiteral("1 of them paused")));
    QVERIFY(m_world->click("bulkPauseButton"));
    QVERIFY(m_world->message().contains(QStringLiteral("and 3 more")));
    QVERIFY(m_world->click("pauseHourButton"));
    for (const char *name : {"Handbook", "Product", "Sales"})
        QTRY_VERIFY(pauseOf(name) && pauseOf(name)->until);
    QTRY_VERIFY(m_world->textOf("bulkSentence").contains(QStringLiteral("8 of them paused")));
    QVERIFY(m_world->press("bulkResumeButton"));
    for (const char *name : {"Handbook", "Product", "Sales"})
        QTRY_VERIFY(!pauseOf(name));
    QTRY_VERIFY(!m_world->find<QAbstractButton>("bulkResumeButton")->isEnabled());
}

void SpacePauseTest::aPauseCountsDown() {
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Sales")));
    const auto sentence = [this] {
        const SpaceListModel &spaces = m_world->models.spaces;
        return spaces.sentenceOf(*spaces.find(SpaceId("0190a1b2-0000-7000-8000-000000000005")));
    };
    QVERIFY2(sentence().endsWith(QStringLiteral("3:56:50 left.")), qPrintable(sentence()));
    m_world->clock.pass(std::chrono::seconds(50));
    QTRY_VERIFY2(sentence().endsWith(QStringLiteral("3:56:00 left.")), qPrintable(sentence()));
}

QTEST_MAIN(SpacePauseTest)
#include "space_pause_test.moc"
