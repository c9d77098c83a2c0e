#include "tests/fakes/stand_in_wiki.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QTest>

#include <filesystem>
#include <set>

using namespace wikivault;
using namespace wikivault::test;

namespace {

std::string imageOf(const std::string &id, const std::string &name) {
    return R"({"type":"image","attrs":{"src":"/api/files/)" + id + "/" + name + R"(","attachmentId":")" + id + R"("}})";
}

std::string documentOf(const std::string &blocks) {
    return R"({"type":"doc","content":[)" + blocks + "]}";
}

}  // namespace

/// Files that pages show, through the built program: with the wiki's API, and with its storage directory.
class CtlAttachmentsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void theyStayWhereTheyAreUnlessAskedFor();
    void whatAPageShowsIsInTheVault();
    void whatChangedOnOneSideChangesOnTheOther();
    void newFilesAreUploadedOnce();
    void aPlanSaysWhatARunWouldCarry();
    void nothingIsDeletedInTheWiki();
    void whatBothChangedWaitsForAPerson();
    void aRuleMayDecide_data();
    void aRuleMayDecide();
    void whatIsNotToBeHadIsNamedAndPagesGoOn();
    void otherSpacesFilesStayThere();
    void aServerThatGivesNoFilesKeepsNoPageBack();
    void aKilledImportGoesOn();
    void aStorageDirectoryIsReadOnly_data();
    void aStorageDirectoryIsReadOnly();

private:
    CtlRun sync(int code = 0) { return run("sync general --json", code); }
    CtlRun run(const char *words, int code) {
        CtlRun made = m_ctl->run(words);
        if (made.code != code) qWarning("exit code %d\n%s%s", made.code, made.out.constData(), made.err.constData());
        return made;
    }
    void begin(std::unique_ptr<TestWiki> wiki);
    std::string ask(const std::string &sql) { return m_wiki->run(sql); }
    void addPage(int number, const std::string &title, const std::string &blocks);
    void showOn(int number, const std::string &blocks);
    [[nodiscard]] std::string path(const std::string &file) const {
        return m_ctl->vaults() + "/" + m_wiki->general().str() + "/" + file;
    }
    [[nodiscard]] static std::string place(const std::string &id, const std::string &name, int page = 1) {
        return "attachments/" + testPage(page).str() + "/" + id + "/" + name;
    }
    [[nodiscard]] std::string git(const std::vector<std::string> &arguments) const {
        return runGit(path(""), arguments).out;
    }
    void expectQuiet() {
        const int before = m_server->count("/files/upload");
        for (int i = 0; i < 2; ++i) {
            const CtlRun quiet = sync();
            QCOMPARE(quiet.code, 0);
            QVERIFY2(quiet.object().value(QStringLiteral("items")).toArray().isEmpty(), quiet.out.constData());
        }
        QCOMPARE(m_server->count("/files/upload"), before);
        QCOMPARE(git({"status", "--porcelain"}), std::string());
        QCOMPARE(git({"fsck", "--no-dangling"}), std::string());
    }
    int downloads() {
        const auto calls = m_server->calls();
        return static_cast<int>(std::count_if(calls.begin(), calls.end(), [](const std::string &call) {
            return call.starts_with("/files/") && call != "/files/info" && call != "/files/upload";
        }));
    }
    std::string problems() { return m_ctl->run("attachments show general --json").out.toStdString(); }

    std::unique_ptr<PostgresServer> m_postgres;
    std::string m_noServer;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<StandInWiki> m_server;
    std::unique_ptr<CtlProgram> m_ctl;
};

void CtlAttachmentsTest::initTestCase() {
    auto server = PostgresServer::startWithDocmost();
    if (!server) {
        QVERIFY2(server.error().code == ErrorCode::NotFound, server.error().detail.c_str());
        m_noServer = server.error().detail;
        return;
    }
    m_postgres = std::move(*server);
}

void CtlAttachmentsTest::begin(std::unique_ptr<TestWiki> wiki) {
    m_wiki = std::move(wiki);
    m_data = std::make_unique<TempDir>();
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("WIKIVAULT_ATTACHMENTS", "on");
}

void CtlAttachmentsTest::init() {
    auto wiki = TestWiki::sqlite();
    QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
    begin(std::move(*wiki));
    m_server = std::make_unique<StandInWiki>(*m_wiki, false);
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", "");
    m_ctl->set("DOCMOST_API_URL", m_server->url());
    m_ctl->set("DOCMOST_EMAIL", StandInWiki::kEmail);
    m_ctl->set("DOCMOST_PASSWORD", StandInWiki::kPassword);
}

void CtlAttachmentsTest::cleanup() {
    m_ctl.reset();
    m_server.reset();
    m_wiki.reset();
}

void CtlAttachmentsTest::addPage(int number, const std::string &title, const std::string &blocks) {
    const std::string printed = ask(m_wiki->newPageOf(m_wiki->general(), number, title, documentOf(blocks)));
    QVERIFY2(!has(printed, "error") && !has(printed, "ERROR"), printed.c_str());
}

void CtlAttachmentsTest::showOn(int number, const std::string &blocks) {
    const std::string now = m_wiki->isPostgres() ? "clock_timestamp()" : "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    const std::string printed = ask("update pages set content = '" + documentOf(blocks) + "', updated_at = " + now +
                                    " where id = '" + testPage(number).str() + "'");
    QVERIFY2(!has(printed, "error") && !has(printed, "ERROR"), printed.c_str());
}

void CtlAttachmentsTest::theyStayWhereTheyAreUnlessAskedFor() {
    const std::string id = m_server->files().add(testPage(1).str(), "plan.png", "bytes");
    addPage(1, "Plan", imageOf(id, "plan.png"));
    m_ctl->set("WIKIVAULT_ATTACHMENTS", "");
    QCOMPARE(sync().code, 0);
    QVERIFY(!std::filesystem::exists(path("attachments")));
    QCOMPARE(m_server->count("/files/info"), 0);
    QCOMPARE(run("attachments carry general", 64).code, 64);
    m_ctl->set("WIKIVAULT_ATTACHMENTS.general", "on");
    QCOMPARE(sync().code, 0);
    QCOMPARE(readFile(path(place(id, "plan.png"))), std::string("bytes"));
}

void CtlAttachmentsTest::whatAPageShowsIsInTheVault() {
    const std::string bytes("\x89PNG\r\n\x1a\n\0binary", 15);
    const std::string image = m_server->files().add(testPage(1).str(), "plan.png", bytes);
    const std::string notes = m_server->files().add(testPage(1).str(), "notes.md", "no page");
    const std::string unused = m_server->files().add(testPage(1).str(), "unused.png", "unused");
    addPage(1, "Plan", imageOf(image, "plan.png") + "," + imageOf(notes, "notes.md"));
    QCOMPARE(sync().code, 0);
    QCOMPARE(readFile(path(place(image, "plan.png"))), bytes);
    QCOMPARE(readFile(path(place(notes, "notes.md.attachment"))), std::string("no page"));
    QVERIFY(!std::filesystem::exists(path(place(unused, "unused.png"))));
    QVERIFY(has(readFile(path("Plan.md")), ("/api/files/" + image + "/plan.png").c_str()));
    expectQuiet();
    QCOMPARE(downloads(), 2);
    const auto shown = m_ctl->run("attachments show general --json").array().first().toObject();
    QCOMPARE(shown.value(QStringLiteral("carried")).toInt(), 2);
    QCOMPARE(shown.value(QStringLiteral("left")).toInt(), 0);
    // The cache may go at any time.
    std::filesystem::remove(path(".git/wikivault/cache.db"));
    QCOMPARE(sync().code, 0);
    expectQuiet();
    QCOMPARE(downloads(), 2);
}

void CtlAttachmentsTest::whatChangedOnOneSideChangesOnTheOther() {
    const std::string id = m_server->files().add(testPage(1).str(), "flow chart.drawio.svg", "one");
    const std::string file = place(id, "flow chart.drawio.svg");
    addPage(1, "Plan", imageOf(id, "flow.svg"));
    QCOMPARE(sync().code, 0);
    QCOMPARE(readFile(path(file)), std::string("one"));
    m_server->files().overwrite(id, "two of the wiki");
    showOn(1, imageOf(id, "flow.svg") + R"(,{"type":"paragraph","content":[{"type":"text","text":"drawn anew"}]})");
    QCOMPARE(sync().code, 0);
    QCOMPARE(readFile(path(file)), std::string("two of the wiki"));
    writeFile(path(file), "three of the vault");
    QCOMPARE(sync().code, 0);
    QCOMPARE(m_server->files().all().at(id).bytes, std::string("three of the vault"));
    QCOMPARE(m_server->files().all().at(id).name, std::string("flow chart.drawio.svg"));
    expectQuiet();
    QCOMPARE(int(m_server->files().all().size()), 1);
    // Nobody touched a page: the look at everything finds it all the same.
    m_server->files().overwrite(id, "four");
    QCOMPARE(run("sync general --full --json", 0).code, 0);
    QCOMPARE(readFile(path(file)), std::string("four"));
}

void CtlAttachmentsTest::newFilesAreUploadedOnce() {
    addPage(1, "Plan", "");
    QCOMPARE(sync().code, 0);
    const std::string folder = "attachments/" + testPage(1).str() + "/";
    writeFile(path(folder + "chart \"q\".png"), "a chart");
    m_server->failNext("/files/upload", Fault::DoneClosed);
    QCOMPARE(sync(1).code, 1);
    QCOMPARE(sync().code, 0);
    QCOMPARE(m_server->count("/files/upload"), 1);
    const auto files = m_server->files().all();
    QCOMPARE(int(files.size()), 1);
    QCOMPARE(files.begin()->second.bytes, std::string("a chart"));
    QCOMPARE(files.begin()->second.page, testPage(1).str());
    QVERIFY(!std::filesystem::exists(path(folder + "chart \"q\".png")));
    QVERIFY(std::filesystem::exists(path(folder + files.begin()->first)));
    expectQuiet();
    // A Markdown file is a page wherever it stands; in a folder of no page nothing is an attachment.
    writeFile(path("attachments/" + testPage(9).str() + "/lost.png"), "lost");
    QCOMPARE(sync().code, 0);
    QVERIFY(has(problems(), "lost.png"));
    QCOMPARE(m_server->count("/files/upload"), 1);
    QCOMPARE(readFile(path("attachments/" + testPage(9).str() + "/lost.png")), std::string("lost"));
}

void CtlAttachmentsTest::aPlanSaysWhatARunWouldCarry() {
    const std::string shown = m_server->files().add(testPage(1).str(), "plan.png", "bytes");
    const std::string gone = "0190f000-0000-7000-8000-000000000009";
    addPage(1, "Plan", imageOf(shown, "plan.png") + "," + imageOf(gone, "gone.png"));
    const auto planned = [&] {
        const CtlRun run = m_ctl->run("plan general --json");
        std::set<std::string> lines;
        for (const QJsonValue value : run.object().value(QLatin1String("attachments")).toArray()) {
            const auto word = [&](const char *name) {
                return value.toObject().value(QLatin1String(name)).toString().toStdString() + " ";
            };
            lines.insert(word("direction") + word("action") + word("outcome") + word("path"));
        }
        return lines;
    };
    // Before the vault is there, and after a run.
    const std::string left = "wiki-to-git create skipped /api/files/" + gone + " ";
    const std::set<std::string> first = {"wiki-to-git create done " + place(shown, "plan.png") + " ", left};
    QVERIFY(planned() == first);
    QVERIFY(!std::filesystem::exists(path("")));
    QCOMPARE(downloads(), 0);
    QCOMPARE(sync().code, 0);
    QVERIFY(planned() == std::set<std::string>{left});
    writeFile(path("attachments/" + testPage(1).str() + "/new.txt"), "made by a person\n");
    writeFile(path("attachments/" + testPage(7).str() + "/lost.txt"), "of no page\n");
    gitCli(path(""), {"add", "-A"});
    gitCli(path(""), {"commit", "-q", "-m", "files"});
    const int before = m_server->count("/files/upload"), read = downloads();
    const std::set<std::string> second = {left,
                                          "git-to-wiki create done attachments/" + testPage(1).str() + "/new.txt ",
                                          "git-to-wiki create skipped attachments/" + testPage(7).str() + "/lost.txt "};
    QVERIFY(planned() == second);
    const CtlRun text = m_ctl->run("plan general");
    QVERIFY2(text.out.contains("would download 0, upload 1 and leave 2"), text.out.constData());
    QCOMPARE(m_server->count("/files/upload"), before);
    QCOMPARE(downloads(), read);
}

void CtlAttachmentsTest::nothingIsDeletedInTheWiki() {
    const std::string id = m_server->files().add(testPage(1).str(), "plan.png", "bytes");
    addPage(1, "Plan", imageOf(id, "plan.png"));
    QCOMPARE(sync().code, 0);
    std::filesystem::remove(path(place(id, "plan.png")));
    QCOMPARE(sync().code, 0);
    QCOMPARE(readFile(path(place(id, "plan.png"))), std::string("bytes"));
    showOn(1, "");
    QCOMPARE(sync().code, 0);
    std::filesystem::remove(path(place(id, "plan.png")));
    QCOMPARE(sync().code, 0);
    QVERIFY(!std::filesystem::exists(path(place(id, "plan.png"))));
    expectQuiet();
    QCOMPARE(int(m_server->files().all().size()), 1);
}

void CtlAttachmentsTest::whatBothChangedWaitsForAPerson() {
    const std::string id = m_server->files().add(testPage(1).str(), "plan.png", "one");
    addPage(1, "Plan", imageOf(id, "plan.png"));
    QCOMPARE(sync().code, 0);
    m_server->files().overwrite(id, "the wiki's");
    writeFile(path(place(id, "plan.png")), "the vault's");
    QVERIFY(m_ctl->run("sync general").code != 0);
    QCOMPARE(readFile(path(place(id, "plan.png"))), std::string("the vault's"));
    QCOMPARE(m_server->files().all().at(id).bytes, std::string("the wiki's"));
    QVERIFY(has(problems(), "changed in the wiki and in the vault"));
    expectQuiet();
    std::filesystem::remove(path(place(id, "plan.png")));
    QCOMPARE(sync().code, 0);
    QCOMPARE(readFile(path(place(id, "plan.png"))), std::string("the wiki's"));
    QVERIFY(!has(problems(), "changed in the wiki"));
    expectQuiet();
}

void CtlAttachmentsTest::aRuleMayDecide_data() {
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("winner");
    QTest::newRow("git wins") << QStringLiteral("git-wins") << QStringLiteral("the vault's");
    QTest::newRow("wiki wins") << QStringLiteral("wiki-wins") << QStringLiteral("the wiki's");
}

void CtlAttachmentsTest::aRuleMayDecide() {
    QFETCH(const QString, policy);
    QFETCH(const QString, winner);
    const std::string id = m_server->files().add(testPage(1).str(), "plan.png", "one");
    const std::string file = place(id, "plan.png");
    addPage(1, "Plan", imageOf(id, "plan.png"));
    m_ctl->set("WIKIVAULT_CONFLICT_POLICY", policy.toStdString());
    QCOMPARE(sync().code, 0);
    m_server->files().overwrite(id, "the wiki's");
    writeFile(path(file), "the vault's");
    QCOMPARE(sync().code, 0);
    QCOMPARE(readFile(path(file)), winner.toStdString());
    QCOMPARE(m_server->files().all().at(id).bytes, winner.toStdString());
    // Whoever lost is in main's history.
    std::string history;
    for (const QString &commit :
         QString::fromStdString(git({"rev-list", "main"})).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        history += git({"show", commit.toStdString() + ":" + file});
    QVERIFY(has(history, "the wiki's") && has(history, "the vault's"));
    expectQuiet();
}

void CtlAttachmentsTest::whatIsNotToBeHadIsNamedAndPagesGoOn() {
    const std::string large = m_server->files().add(testPage(1).str(), "film.mp4", std::string(1'100'000, 'x'));
    const std::string gone = "0190ffff-0000-7000-8000-00000000dead";
    addPage(1, "Plan", imageOf(large, "film.mp4") + "," + imageOf(gone, "gone.png"));
    m_ctl->set("WIKIVAULT_ATTACHMENT_LIMIT_MB", "1");
    const CtlRun first = sync();
    QVERIFY(first.out.contains("film.mp4") && first.out.contains("WIKIVAULT_ATTACHMENT_LIMIT_MB"));
    QVERIFY(first.out.contains(gone.c_str()));
    QVERIFY(std::filesystem::exists(path("Plan.md")));
    QVERIFY(has(problems(), "film.mp4") || has(problems(), large.c_str()));
    QVERIFY(has(problems(), gone.c_str()) && has(problems(), "Plan.md"));
    QCOMPARE(run("attachments show general", 1).code, 1);
    expectQuiet();
    QCOMPARE(downloads(), 0);
    m_ctl->set("WIKIVAULT_ATTACHMENT_LIMIT_MB", "2");
    QCOMPARE(sync().code, 0);
    QCOMPARE(int(readFile(path(place(large, "film.mp4"))).size()), 1'100'000);
}

void CtlAttachmentsTest::otherSpacesFilesStayThere() {
    const std::string secret = m_server->files().add(testPage(77).str(), "salaries.ods", "secret");
    addPage(1, "Plan", imageOf(secret, "salaries.ods"));
    QCOMPARE(sync().code, 0);
    QVERIFY(has(problems(), "belongs to no page of this space"));
    QVERIFY(!std::filesystem::exists(path("attachments")));
    QCOMPARE(downloads(), 0);
}

void CtlAttachmentsTest::aServerThatGivesNoFilesKeepsNoPageBack() {
    std::string blocks;
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) {
        ids.push_back(m_server->files().add(testPage(1).str(), "f" + std::to_string(i) + ".png", "bytes"));
        blocks += (i ? "," : "") + imageOf(ids.back(), "f.png");
    }
    std::sort(ids.begin(), ids.end());
    addPage(1, "Plan", blocks);
    const auto name = [&](const std::string &id) { return m_server->files().all().at(id).name; };
    m_server->failNext("/files/" + ids.front() + "/" + name(ids.front()), Fault::Refused500);
    QCOMPARE(sync(1).code, 1);
    QVERIFY(std::filesystem::exists(path("Plan.md")));
    for (int i = 1; i < 4; ++i)
        QVERIFY(std::filesystem::exists(path(place(ids[std::size_t(i)], name(ids[std::size_t(i)])))));
    QVERIFY(!std::filesystem::exists(path(place(ids[0], name(ids[0])))));
    QCOMPARE(
        m_ctl->run("attachments show general --json").array().first().toObject().value(QStringLiteral("left")).toInt(),
        1);
    QCOMPARE(sync().code, 0);
    QVERIFY(std::filesystem::exists(path(place(ids[0], name(ids[0])))));
    expectQuiet();
}

void CtlAttachmentsTest::aKilledImportGoesOn() {
    const int count = qEnvironmentVariableIsSet("WIKIVAULT_FULL") ? 2000 : 400;
    for (int page = 1; page <= 4; ++page) {
        std::string blocks;
        for (int i = 0; i < count / 4; ++i)
            blocks += (i ? "," : "") + imageOf(m_server->files().add(testPage(page).str(), "f.png",
                                                                     "bytes of " + std::to_string(page * 10000 + i)),
                                               "f.png");
        addPage(page, "Page " + std::to_string(page), blocks);
    }
    const auto process = m_ctl->start("attachments carry general");
    QTRY_VERIFY_WITH_TIMEOUT(downloads() > count / 2, 60000);
    process->kill();
    process->waitForFinished();
    // Pages came first.
    for (int page = 1; page <= 4; ++page)
        QVERIFY(std::filesystem::exists(path("Page " + std::to_string(page) + ".md")));
    QElapsedTimer timer;
    timer.start();
    CtlRun rest = m_ctl->run("attachments carry general --json");
    QVERIFY2(rest.code == 0, rest.err.constData());
    qInfo("%d attachments; after the kill %d downloads in all, the rest took %lld ms", count, downloads(),
          static_cast<long long>(timer.elapsed()));
    // One part of 64 may be carried twice, and what was under way.
    QVERIFY(downloads() <= count + 65);
    QCOMPARE(m_ctl->run("attachments show general --json")
                 .array()
                 .first()
                 .toObject()
                 .value(QStringLiteral("carried"))
                 .toInt(),
             count);
    for (const auto &[id, file] : m_server->files().all())
        QVERIFY(std::filesystem::exists(path("attachments/" + file.page + "/" + id + "/" + file.name)));
    expectQuiet();
}

void CtlAttachmentsTest::aStorageDirectoryIsReadOnly_data() {
    QTest::addColumn<QString>("store");
    for (const char *store : {"docmost", "fork"})
        QTest::newRow(store) << QString::fromLatin1(store);
}

void CtlAttachmentsTest::aStorageDirectoryIsReadOnly() {
    QFETCH(const QString, store);
    if (!m_noServer.empty()) QSKIP(m_noServer.c_str());
    auto wiki = TestWiki::postgres(*m_postgres, store.toStdString());
    QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
    m_server.reset();
    begin(std::move(*wiki));
    const std::string id = "0190aaaa-0000-7000-8000-000000000001", outside = "0190aaaa-0000-7000-8000-000000000002";
    addPage(1, "Plan", imageOf(id, "plan.png") + "," + imageOf(outside, "passwd"));
    QCOMPARE(run("sync general --json", 1).code, 1);  // on, and no way to them
    const std::string storage = m_data->path() + "/storage";
    m_ctl->set("WIKIVAULT_STORAGE_DIR", storage);
    writeFile(storage + "/w/files/" + id + "/plan.png", "stored bytes");
    writeFile(m_data->path() + "/outside", "outside");
    const auto insert = [&](const std::string &attachment, const std::string &name, const std::string &place) {
        return ask(
            "insert into attachments (id, file_name, file_path, file_size, file_ext, mime_type, type, "
            "creator_id, page_id, space_id, workspace_id) select '" +
            attachment + "', '" + name + "', '" + place +
            "', 12, '.png', 'image/png', 'file', creator_id, id, space_id, workspace_id from pages where id = '" +
            testPage(1).str() + "'");
    };
    const std::string made =
        insert(id, "plan.png", "w/files/" + id + "/plan.png") + insert(outside, "passwd", "../outside");
    QVERIFY2(!has(made, "ERROR"), made.c_str());
    (void)m_ctl->run("sync general");
    QCOMPARE(readFile(path(place(id, "plan.png"))), std::string("stored bytes"));
    QVERIFY(!std::filesystem::exists(path(place(outside, "passwd"))));
    QVERIFY(has(problems(), "../outside"));
    writeFile(path(place(id, "plan.png")), "edited");
    (void)m_ctl->run("sync general");
    QVERIFY(has(problems(), "only read"));
    QCOMPARE(readFile(storage + "/w/files/" + id + "/plan.png"), std::string("stored bytes"));
    QCOMPARE(readFile(path(place(id, "plan.png"))), std::string("edited"));
    const CtlRun doctor = m_ctl->run("doctor");
    QVERIFY(doctor.out.contains("attachments general"));
}

QTEST_GUILESS_MAIN(CtlAttachmentsTest)
#include "ctl_attachments_test.moc"
