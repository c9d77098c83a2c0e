#include "engine/adapters/sql/wiki_database.h"

#include "tests/support/test_wiki.h"
#include "tests/support/verify.h"

#include <QFile>
#include <QSqlDatabase>
#include <QtTest>

using namespace wikivault;
using namespace wikivault::test;

/// The address of a wiki's database, who is let in there, and what people are told who are not.
class WikiAddressTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;

    void needServer() {
        if (!m_wiki) QSKIP("PostgreSQL or the Docmost schemas are not here");
    }

private slots:
    void initTestCase() {
        auto server = PostgresServer::start();
        if (!server) return;
        m_server = std::move(*server);
        if (!m_server->createDocmost("docmost", false)) return;
        auto wiki = TestWiki::postgres(*m_server, "docmost");
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        QVERIFY(m_server->createDatabase("empty").has_value());
    }
    void cleanup() { QVERIFY(QSqlDatabase::connectionNames().isEmpty()); }

    void aBadAddressIsOneClearSentence_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QString &url, ErrorCode code, const char *words) {
            QTest::newRow(name) << url << static_cast<int>(code) << QString::fromLatin1(words);
        };
        row("nothing", {}, ErrorCode::Invalid, "no database URL is set");
        row("another kind", QStringLiteral("mysql://u:s3cret@h/d"), ErrorCode::Invalid, "of no known kind");
        row("relative file", QStringLiteral("sqlite:wiki.db"), ErrorCode::Invalid, "three slashes");
        row("two slashes", QStringLiteral("sqlite://wiki.db"), ErrorCode::Invalid, "three slashes");
        row("missing file", QStringLiteral("sqlite:///nowhere/wiki.db"), ErrorCode::Unavailable,
            "there is no database at /nowhere/wiki.db");
        row("folder", QStringLiteral("sqlite:///tmp"), ErrorCode::Unavailable, "there is no database at /tmp");
        row("unknown parameter", QStringLiteral("postgresql://u:s3cret@h/d?nonsense=1"), ErrorCode::Invalid,
            "cannot be read");
        row("bad port", QStringLiteral("postgresql://u:s3cret@127.0.0.1:port/d"), ErrorCode::Unavailable,
            "cannot connect");
        row("unknown host", QStringLiteral("postgresql://u:s3cret@no-such-host.invalid/d"), ErrorCode::Unavailable,
            "host name is unknown");
        row("nothing listens", QStringLiteral("postgresql://u:s3cret@127.0.0.1:1/d"), ErrorCode::Unavailable,
            "nothing listens");
    }

    void aBadAddressIsOneClearSentence() {
        QFETCH(QString, url);
        QFETCH(int, code);
        QFETCH(QString, words);
        sql::WikiDatabaseRequest request;
        request.databaseUrl = url.toStdString();
        const auto opened = sql::openWiki(request);
        QVERIFY(!opened);
        const QString detail = QString::fromStdString(opened.error().detail);
        QVERIFY2(detail.contains(words), qPrintable(detail));
        QVERIFY2(!detail.contains(QLatin1String("s3cret")) && !detail.contains(QLatin1Char('\n')), qPrintable(detail));
        QCOMPARE(static_cast<int>(opened.error().code), code);
    }

    void aServerThatRefusesIsNamed_data() {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *user, const char *rest, ErrorCode code, const char *words) {
            QTest::newRow(name) << QString::fromLatin1(user) << QString::fromLatin1(rest) << static_cast<int>(code)
                                << QString::fromLatin1(words);
        };
        row("wrong password", "guarded:wr0ng!", "postgres", ErrorCode::Denied, "refused the user name or password");
        row("unknown user", "stranger", "postgres", ErrorCode::Denied, "knows no such user");
        row("unknown database", "postgres", "nowhere", ErrorCode::Invalid, "has no database of that name");
        row("TLS demanded", "postgres", "postgres?sslmode=require", ErrorCode::Denied, "offers no TLS");
        row("no Docmost", "postgres", "empty", ErrorCode::Invalid, "is not a Docmost wiki");
        row("another schema", "postgres", "empty?schema=other", ErrorCode::Invalid, "is not a Docmost wiki");
        row("no rights", "guarded:right", "wiki_1", ErrorCode::Invalid, "the user's rights");
    }

    void aServerThatRefusesIsNamed() {
        needServer();
        QFETCH(QString, user);
        QFETCH(QString, rest);
        QFETCH(int, code);
        QFETCH(QString, words);
        sql::WikiDatabaseRequest request;
        request.databaseUrl = "postgresql://" + user.toStdString() + "@127.0.0.1:" + std::to_string(m_server->port()) +
                              "/" + rest.toStdString();
        const auto opened = sql::openWiki(request);
        QVERIFY(!opened);
        const QString detail = QString::fromStdString(opened.error().detail);
        QVERIFY2(detail.contains(words) && !detail.contains(QLatin1String("wr0ng")), qPrintable(detail));
        QCOMPARE(static_cast<int>(opened.error().code), code);
    }

    void addressesAreReadAsLibpqAndNodeDo_data() {
        QTest::addColumn<QString>("url");
        QTest::newRow("Docmost's own form")
            << QStringLiteral("postgresql://postgres@127.0.0.1:%1/wiki_1?schema=public");
        QTest::newRow("short scheme") << QStringLiteral(
            "postgres://postgres@localhost:%1/wiki_1?sslmode=disable&schema=public&application_name=x");
        QTest::newRow("several hosts") << QStringLiteral("postgresql://postgres@127.0.0.1:1,127.0.0.1:%1/wiki_1");
        QTest::newRow("percent-encoded") << QStringLiteral("postgresql://guarded:%72ight@127.0.0.1:%1/w%69ki_1");
        QTest::newRow("options") << QStringLiteral(
            "postgresql://postgres@127.0.0.1:%1/wiki_1?options=-c%20geqo%3Doff&connect_timeout=3");
    }

    void addressesAreReadAsLibpqAndNodeDo() {
        needServer();
        QCOMPARE(m_wiki->run("grant select on all tables in schema public to guarded"), std::string());
        QFETCH(QString, url);
        sql::WikiDatabaseRequest request;
        request.databaseUrl = url.replace(QLatin1String("%1"), QString::number(m_server->port())).toStdString();
        const auto opened = sql::openWiki(request);
        VERIFY_DONE(opened);
        const auto spaces = (*opened)->catalog().spaces();
        VERIFY_DONE(spaces);
        QCOMPARE(spaces->size(), std::size_t(2));
    }

    void missingRightsAreListed() {
        needServer();
        QCOMPARE(m_wiki->run("grant select on all tables in schema public to guarded"), std::string());
        auto request = m_wiki->request();
        request.databaseUrl = "postgresql://guarded:right@127.0.0.1:" + std::to_string(m_server->port()) + "/wiki_1";
        const auto opened = sql::openWiki(request);
        VERIFY_DONE(opened);
        QCOMPARE(*(*opened)->missingRights(false), std::string());
        QCOMPARE(*(*opened)->missingRights(true),
                 std::string("INSERT on pages, UPDATE on pages, INSERT on page_history"));
        const auto written = (*opened)->writer().apply(m_wiki->general(), CreatePage{testPage(1), {}, "x", ""});
        QCOMPARE(written.error().code, ErrorCode::Denied);
    }

    void aPasswordOfThePasswordFileIsUsed() {
        needServer();
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("pgpass")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("127.0.0.1:" + QByteArray::number(m_server->port()) + ":*:guarded:right\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        sql::WikiDatabaseRequest request;
        request.databaseUrl = "postgresql://guarded@127.0.0.1:" + std::to_string(m_server->port()) + "/wiki_1";
        QCOMPARE(sql::openWiki(request).error().code, ErrorCode::Denied);
        qputenv("PGPASSFILE", QFile::encodeName(file.fileName()));
        const auto opened = sql::openWiki(request);
        qunsetenv("PGPASSFILE");
        VERIFY_DONE(opened);
    }
};

QTEST_GUILESS_MAIN(WikiAddressTest)
#include "wiki_address_test.moc"
