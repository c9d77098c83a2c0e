#include "tests/ui/demo_world.h"
#include "tests/ui/own_window.h"
#include "ui/nav_bar.h"

#include <QCheckBox>

using namespace wikivault;

namespace {
const SpaceId kSales("0190a1b2-0000-7000-8000-000000000005");
const SpaceId kEngineering("0190a1b2-0000-7000-8000-000000000002");
const SpaceId kLegal("0190a1b2-0000-7000-8000-000000000004");
}  // namespace

/// The branches that spaces follow: shown, asked, carried, and what to do when one stands in the way.
class RemotePageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void everyRemoteIsShownWithWhatIsWrong();
    void whoNeedsAPersonIsCountedBeforeAnybodyLooks();
    void waysOutAreOfferedWhereSomethingIsInTheWay();
    void aRewrittenBranchIsFollowedAfterItsPreview();
    void aProtectedBranchIsLeftForAnotherOne();
    void anUnknownKeyIsTrustedOnlyOnceCompared();
    void aChangedKeyIsOnlyTold();
    void aConsoleThatOnlyReadsMovesNothing();
    void aListThatCannotBeReadSaysSo();
    void mainGoesToARealServerAndComesBack();
    void aSpaceMovesOnToTheBranchItWasPushedTo();

private:
    void openPage() {
        m_world->filled().open();
        m_world->window->openPage(MainWindow::PageName::Remotes);
        QTRY_COMPARE(m_world->rowsOf("remoteTable"), 8);
    }
    [[nodiscard]] QString cell(int column) {
        return m_world->find<QTableView>("remoteTable")->currentIndex().siblingAtColumn(column).data().toString();
    }
    [[nodiscard]] bool isOffered(const char *button) {
        return m_world->isShown(button) && m_world->find<QAbstractButton>(button)->isEnabled();
    }
};

void RemotePageTest::everyRemoteIsShownWithWhatIsWrong() {
    openPage();
    QTRY_COMPARE(m_world->find<NavButton>("nav_remotes")->accessibleName(), QStringLiteral("Remotes, 3"));
    QVERIFY(m_world->textOf("pageSentence").startsWith(QStringLiteral("3 remotes wait for a person.")));
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Engineering")));
    QCOMPARE(cell(RemoteModel::State), QStringLiteral("Rewritten"));
    QCOMPARE(cell(RemoteModel::Apart), QStringLiteral("3 / 5"));
    QCOMPARE(cell(RemoteModel::LastPush), QStringLiteral("41 min ago"));
    const QModelIndex address =
        m_world->find<QTableView>("remoteTable")->currentIndex().siblingAtColumn(RemoteModel::Address);
    QCOMPARE(address.data(SubtitleRole).toString(), QStringLiteral("branch main, ssh key"));
    QCOMPARE(cell(RemoteModel::Authors), QStringLiteral("sync@example.org in the wiki"));
    QCOMPARE(address.siblingAtColumn(RemoteModel::Authors).data(SubtitleRole).toString(),
             QStringLiteral("Docmost Sync in git"));
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Sales")));
    QCOMPARE(cell(RemoteModel::LastFetch), QStringLiteral("never"));
    QVERIFY(m_world->click(qPrintable(QStringLiteral("chip%1").arg(int(RemoteModel::Group::NeedsPerson)))));
    QCOMPARE(m_world->rowsOf("remoteTable"), 3);
}

void RemotePageTest::whoNeedsAPersonIsCountedBeforeAnybodyLooks() {
    m_world->filled().open();
    QTRY_COMPARE(m_world->find<NavButton>("nav_remotes")->accessibleName(), QStringLiteral("Remotes, 3"));
}

void RemotePageTest::waysOutAreOfferedWhereSomethingIsInTheWay() {
    openPage();
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Handbook")));
    QVERIFY(isOffered("testRemote") && isOffered("fetchRemote") && isOffered("pushRemote"));
    QVERIFY(!m_world->isShown("followRemote") && !m_world->isShown("pushElsewhere"));
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Archive")));
    QVERIFY(!isOffered("testRemote") && !isOffered("fetchRemote") && !isOffered("pushRemote"));
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Legal")));
    QVERIFY(isOffered("pushElsewhere") && !m_world->isShown("followRemote"));
}

void RemotePageTest::aRewrittenBranchIsFollowedAfterItsPreview() {
    openPage();
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Engineering")));
    QVERIFY(m_world->click("followRemote"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QCOMPARE(m_world->desks.runsOf(kEngineering), 0);
    QVERIFY(m_world->click("cancelButton"));
    QVERIFY(m_world->click("followRemote"));
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(m_world->desks.runsOf(kEngineering), 1);
    QCOMPARE(m_world->desks.lastRequest().remoteAct, RemoteAct::Follow);
}

void RemotePageTest::aProtectedBranchIsLeftForAnotherOne() {
    openPage();
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Legal")));
    QVERIFY(m_world->click("pushElsewhere"));
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(m_world->desks.runsOf(kLegal), 1);
    QCOMPARE(m_world->desks.lastRequest().remoteAct, RemoteAct::Push);
    QCOMPARE(m_world->desks.lastRequest().remoteBranch, std::string("wiki-sync/legal"));
}

void RemotePageTest::anUnknownKeyIsTrustedOnlyOnceCompared() {
    openPage();
    m_world->desks.answerTestsWith({RemoteFault::HostKeyUnknown, "the key is unknown", "SHA256:abc", {}});
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Sales")));
    QVERIFY(m_world->click("testRemote"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!m_world->click("verbButton"));
    m_world->find<QCheckBox>("gateCheck")->click();
    QVERIFY(m_world->click("verbButton"));
    QTRY_COMPARE(m_world->desks.trustedKey(), std::string("SHA256:abc"));
    QTRY_COMPARE(m_world->message(), QStringLiteral("The key SHA256:abc is trusted from now on."));
}

void RemotePageTest::aChangedKeyIsOnlyTold() {
    openPage();
    m_world->desks.answerTestsWith(
        {RemoteFault::HostKeyChanged, "the key was SHA256:old and is SHA256:new", "SHA256:new", "SHA256:old"});
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Sales")));
    QVERIFY(m_world->click("testRemote"));
    QTRY_COMPARE(m_world->message(), QStringLiteral("The key was SHA256:old and is SHA256:new."));
    QVERIFY(!m_world->isShown("confirmDialog"));
}

void RemotePageTest::aConsoleThatOnlyReadsMovesNothing() {
    m_world->environment.readOnly = true;
    openPage();
    m_world->desks.answerTestsWith({RemoteFault::HostKeyUnknown, "the key is unknown", "SHA256:abc", {}});
    QVERIFY(m_world->select("remoteTable", QStringLiteral("Engineering")));
    QVERIFY(!isOffered("fetchRemote") && !isOffered("pushRemote") && !isOffered("followRemote"));
    QVERIFY(m_world->click("testRemote"));
    QTRY_COMPARE(m_world->message(), QStringLiteral("The key is unknown."));
    QVERIFY(!m_world->isShown("confirmDialog"));
}

void RemotePageTest::aListThatCannotBeReadSaysSo() {
    openPage();
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "Gone."});
    m_world->window->openPage(MainWindow::PageName::Remotes);
    QTRY_VERIFY(m_world->isShown("retryButton"));
    QCOMPARE(m_world->rowsOf("remoteTable"), 8);
}

/// Nothing stands in for the server: a bare repository, git and the whole engine.
void RemotePageTest::mainGoesToARealServerAndComesBack() {
    DemoWorld demo(*m_theme);
    const DemoEdit &edit = demo.story.pendingInFile;
    const std::string bare = demo.folder / "there.git", clone = demo.folder / "clone";
    test::gitCli(demo.folder.path(), {"init", "-q", "--bare", "-b", "main", bare});
    Settings settings = demo.settings();
    settings.spaceRemotes[edit.space.str()] = "file://" + bare;
    demo.open(settings);
    ConsoleWorld &world = demo.window;
    world.window->openPage(MainWindow::PageName::Remotes);
    QTRY_COMPARE_WITH_TIMEOUT(world.rowsOf("remoteTable"), 3, kRunMs);
    QVERIFY(world.select("remoteTable", demo.name(edit.space)));
    QVERIFY(world.click("testRemote"));
    QTRY_VERIFY2_WITH_TIMEOUT(world.message().contains(QStringLiteral("it is empty")), qPrintable(world.message()),
                              kRunMs);
    QVERIFY(world.click("pushRemote"));
    QTRY_VERIFY2_WITH_TIMEOUT(world.message().contains(QStringLiteral("Pushed main")), qPrintable(world.message()),
                              kRunMs);
    QCOMPARE(test::gitCli(bare, {"rev-parse", "main"}), test::gitCli(demo.vault(edit.space), {"rev-parse", "main"}));
    const auto state = [&world] {
        return world.find<QTableView>("remoteTable")->currentIndex().siblingAtColumn(RemoteModel::State).data();
    };
    QTRY_COMPARE_WITH_TIMEOUT(state().toString(), QStringLiteral("Equal"), kRunMs);
    test::gitCli(demo.folder.path(), {"clone", "-q", bare, clone});
    test::writeFile(clone + "/By a person.md", "# By a person\n\nWritten elsewhere.\n");
    test::gitCli(clone, {"add", "."});
    test::gitCli(clone, {"commit", "-q", "-m", "from elsewhere"});
    test::gitCli(clone, {"push", "-q"});
    const std::string before = test::gitCli(demo.vault(edit.space), {"rev-parse", "main"});
    QVERIFY(world.click("fetchRemote"));
    QTRY_VERIFY2_WITH_TIMEOUT(world.message().contains(QStringLiteral("1 commit came")), qPrintable(world.message()),
                              kRunMs);
    QTRY_COMPARE_WITH_TIMEOUT(state().toString(), QStringLiteral("Commits wait"), kRunMs);
    QVERIFY(world.find<QLabel>("remoteDetail")->text().contains(QStringLiteral("from elsewhere")));
    QCOMPARE(test::gitCli(demo.vault(edit.space), {"rev-parse", "main"}), before);
    QVERIFY(world.click("noticeRunButton"));
    QTRY_COMPARE_WITH_TIMEOUT(state().toString(), QStringLiteral("Equal"), kRunMs);
    QCOMPARE(test::gitCli(bare, {"rev-parse", "main"}), test::gitCli(demo.vault(edit.space), {"rev-parse", "main"}));
}

void RemotePageTest::aSpaceMovesOnToTheBranchItWasPushedTo() {
    DemoWorld demo(*m_theme);
    const SpaceId space = demo.story.pendingInFile.space;
    const std::string bare = demo.folder / "there.git";
    test::gitCli(demo.folder.path(), {"init", "-q", "--bare", "-b", "main", bare});
    Settings settings = demo.settings();
    settings.spaceRemotes[space.str()] = "file://" + bare;
    demo.open(settings);
    ConsoleWorld &world = demo.window;
    world.window->openPage(MainWindow::PageName::Remotes);
    QTRY_COMPARE_WITH_TIMEOUT(world.rowsOf("remoteTable"), 3, kRunMs);
    QVERIFY(world.select("remoteTable", demo.name(space)));
    QVERIFY(world.click("pushRemote"));
    QTRY_VERIFY2_WITH_TIMEOUT(world.message().contains(QStringLiteral("Pushed main")), qPrintable(world.message()),
                              kRunMs);
    const std::string rewritten = test::gitCli(bare, {"commit-tree", "main^{tree}", "-m", "rewritten"});
    test::gitCli(bare, {"update-ref", "refs/heads/main", rewritten});
    QVERIFY(world.click("fetchRemote"));
    QTRY_VERIFY_WITH_TIMEOUT(world.isShown("pushElsewhere"), kRunMs);
    QVERIFY(world.click("pushElsewhere"));
    world.find<QCheckBox>("choiceCheck")->click();
    QVERIFY(world.press("verbButton"));
    const auto branches = [&] { return world.models.state.settings().spaceRemoteBranches; };
    QTRY_COMPARE_WITH_TIMEOUT(branches().count(space.str()), std::size_t{1}, kRunMs);
    QCOMPARE(test::gitCli(bare, {"rev-parse", branches().at(space.str())}),
             test::gitCli(demo.vault(space), {"rev-parse", "main"}));
    QCOMPARE(test::gitCli(bare, {"rev-parse", "main"}), rewritten);
}

QTEST_MAIN(RemotePageTest)
#include "remote_test.moc"
