#include "engine/adapters/sql/wiki_database.h"
#include "tests/support/free_port.h"
#include "tests/support/test_wiki.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QStandardPaths>
#include <QtTest>

using namespace wikivault;
using namespace wikivault::test;

namespace {

/// PgBouncer before a database, on a loopback port of its own; stopped by its pid in the destructor.
class Pooler {
public:
    Pooler(const PostgresServer &server, const QString &database, const QString &mode, int connections) {
        QFile settings(m_folder.filePath(QStringLiteral("pool.ini")));
        if (!settings.open(QIODevice::WriteOnly)) return;
        settings.write(QStringLiteral("[databases]\n* = host=127.0.0.1 port=%1 dbname=%2 user=postgres\n[pgbouncer]\n"
                                      "listen_addr = 127.0.0.1\nlisten_port = %3\nunix_socket_dir =\nauth_type = any\n"
                                      "pool_mode = %4\ndefault_pool_size = %5\n")
                           .arg(QString::number(server.port()), database, QString::number(m_port), mode,
                                QString::number(connections))
                           .toUtf8());
        settings.close();
        QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7555));
        settings.setPermissions(QFile::Permissions(0x6444));
        becomeOrdinaryUser(m_process);
        m_process.start(QStringLiteral("pgbouncer"), {QStringLiteral("-q"), settings.fileName()});
        QElapsedTimer waited;
        waited.start();
        while (waited.elapsed() < 20000 && ask("select 1") != "1")
            QTest::qWait(20);
    }
    ~Pooler() {
        m_process.terminate();
        if (!m_process.waitForFinished(10000)) m_process.kill();
        m_process.waitForFinished(5000);
    }
    [[nodiscard]] std::string url() const {
        return "postgresql://postgres@127.0.0.1:" + std::to_string(m_port) + "/docmost";
    }
    /// As the wiki's own server would ask through the pool.
    [[nodiscard]] std::string ask(const char *sql) const {
        QProcess psql;
        psql.start(QStringLiteral("psql"), {QStringLiteral("-XAtq"), QStringLiteral("-d"),
                                            QString::fromStdString(url()), QStringLiteral("-c"), QLatin1String(sql)});
        psql.waitForFinished(20000);
        return psql.readAllStandardOutput().trimmed().toStdString();
    }

private:
    const int m_port = freeLoopbackPort();
    QTemporaryDir m_folder;
    QProcess m_process;
};

}  // namespace

/// A pooler between us and the wiki's database (F079).
class PoolerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup() { QVERIFY(QSqlDatabase::connectionNames().isEmpty()); }
    void aPoolThatSharesConnectionsIsRefusedAndLeftAsItWas();
    void aPoolOfWholeSessionsServes_data();
    void aPoolOfWholeSessionsServes();

private:
    [[nodiscard]] sql::WikiDatabaseRequest through(const Pooler &pooler) const {
        sql::WikiDatabaseRequest request = m_wiki->request();
        request.databaseUrl = pooler.url();
        return request;
    }
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;
    QString m_database;
};

void PoolerTest::initTestCase() {
    if (QStandardPaths::findExecutable(QStringLiteral("pgbouncer"), {QStringLiteral("/usr/sbin")}).isEmpty())
        QSKIP("PgBouncer is not installed (package pgbouncer)");
    qputenv("PATH", qgetenv("PATH") + ":/usr/sbin");
    auto server = PostgresServer::start();
    if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
    VERIFY_DONE(server);
    m_server = std::move(*server);
    if (const auto made = m_server->createDocmost("docmost", false); !made) QSKIP(made.error().detail.c_str());
    auto wiki = TestWiki::postgres(*m_server, "docmost");
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    m_database = QString::fromStdString(m_wiki->url().substr(m_wiki->url().rfind('/') + 1));
}

void PoolerTest::aPoolThatSharesConnectionsIsRefusedAndLeftAsItWas() {
    const Pooler pooler(*m_server, m_database, QStringLiteral("transaction"), 4);
    QCOMPARE(pooler.ask("show default_transaction_read_only"), std::string("off"));
    auto request = through(pooler);
    request.readOnly = true;
    for (int i = 0; i < 3; ++i) {
        const auto opened = sql::openWiki(request);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Invalid);
        QVERIFY2(opened.error().detail.find("pool in session mode") != std::string::npos,
                 opened.error().detail.c_str());
    }
    // The wiki's own sessions get the same connections.
    QCOMPARE(pooler.ask("show default_transaction_read_only"), std::string("off"));
    QCOMPARE(pooler.ask("show statement_timeout"), std::string("0"));
}

void PoolerTest::aPoolOfWholeSessionsServes_data() {
    QTest::addColumn<int>("connections");
    QTest::newRow("several") << 4;
    QTest::newRow("one alone") << 1;
}

void PoolerTest::aPoolOfWholeSessionsServes() {
    QFETCH(int, connections);
    const Pooler pooler(*m_server, m_database, QStringLiteral("session"), connections);
    {
        const auto opened = sql::openWiki(through(pooler));
        VERIFY_DONE(opened);
        const PageId page = testPage(connections);
        VERIFY_DONE((*opened)->writer().apply(m_wiki->general(), CreatePage{page, {}, "Pooled", testBody("Text")}));
        VERIFY_DONE((*opened)->pages().beginSnapshot());
        const auto rows = (*opened)->pages().rows(m_wiki->general(), std::vector{page}, {});
        VERIFY_DONE(rows);
        QCOMPARE(rows->pages.size(), std::size_t(1));
        VERIFY_DONE((*opened)->pages().endSnapshot());
    }
    QCOMPARE(pooler.ask("show default_transaction_read_only"), std::string("off"));
}

QTEST_GUILESS_MAIN(PoolerTest)
#include "pooler_test.moc"
