#include "engine/adapters/docmost/wiki_api.h"

#include "engine/adapters/system/system.h"
#include "tests/fakes/http_server.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QtTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

namespace {

const SpaceId kSpace("0192d3a0-0000-7000-8000-000000000001");

std::string pageItem(int number) {
    const std::string digits = std::to_string(100 + number);
    return R"({"id":"0192d3a0-0000-7000-8000-000000000)" + digits + R"(","slugId":"s)" + digits +
           R"(","title":"Page","spaceId":")" + kSpace.str() + R"(","updatedAt":"2026-01-01T00:00:00.)" + digits +
           R"(Z"})";
}

std::string listOf(const std::string &items, const std::string &meta = R"("meta":{"hasNextPage":false})") {
    return R"({"data":{"items":[)" + items + "]" + (meta.empty() ? "" : "," + meta) + "},\"success\":true}";
}

const std::string kSpaces = listOf(R"({"id":")" + kSpace.str() + R"(","slug":"s","name":"S"})");

/// A gzip stream of a few KiB: 64 MiB of blanks.
QByteArray bomb() {
    return qCompress(QByteArray(64 * 1024 * 1024, ' '), 9).mid(4);  // without Qt's own head
}

}  // namespace

/// What answers is no wiki, or one that is ill: nothing of it is taken for pages, and nobody waits for it long.
class HostileAnswersTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_answers.clear(); }

    void F089_whatIsBrokenIsRefused_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("encoding");
        const auto row = [](const char *name, const QByteArray &body, const char *encoding = "") {
            QTest::newRow(name) << body << QByteArray(encoding);
        };
        row("a bomb, though it was asked for as it is", bomb(), "deflate");
        row("no UTF-8", QByteArray::fromStdString(kSpaces).replace("\"S\"", "\"S\xff\""));
        row("a NUL", QByteArray::fromStdString(kSpaces).replace("\"S\"", QByteArray("\"S\0\"", 4)));
        row("two lists", R"({"data":{"items":[],"items":[],"meta":{"hasNextPage":false}}})");
        row("two envelopes", R"({"data":{"items":[],"meta":{"hasNextPage":false}},"data":{}})");
        row("without end", QByteArray(100'000, '['));
        row("deep", QByteArray(R"({"data":)") + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}");
        row("half", QByteArray::fromStdString(kSpaces).chopped(20));
        row("nothing", QByteArray());
    }
    void F089_whatIsBrokenIsRefused() {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, encoding);
        HttpAnswer answer;
        answer.body = body.toStdString();
        if (!encoding.isEmpty()) answer.headers.emplace_back("Content-Encoding", encoding.toStdString());
        m_answers["/api/spaces"] = {answer};
        m_head = {200, listOf(pageItem(1))};
        QElapsedTimer taken;
        taken.start();
        const auto spaces = open(20s)->catalog().spaces();
        QVERIFY(!spaces);
        QCOMPARE(spaces.error().code, ErrorCode::Unavailable);
        QVERIFY2(taken.elapsed() < 10'000, qPrintable(QString::number(taken.elapsed())));
    }

    void F090a_aListThatDoesNotAddUpProvesNothing_data() {
        QTest::addColumn<QStringList>("pages");
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("isComplete");
        const QString more = QStringLiteral(R"("meta":{"hasNextPage":true,"nextCursor":"%1"})");
        const auto page = [](const std::string &items, const QString &meta) {
            return QString::fromStdString(listOf(items, meta.toStdString()));
        };
        const QString last = QStringLiteral(R"("meta":{"hasNextPage":false})");
        QTest::newRow("an empty part in the middle")
            << QStringList{page(pageItem(1), more.arg(1)), page("", more.arg(2)), page(pageItem(2), last)} << 2 << true;
        QTest::newRow("a page twice") << QStringList{page(pageItem(1), more.arg(1)),
                                                     page(pageItem(1) + "," + pageItem(2), last)}
                                      << 2 << false;
        QTest::newRow("the same part for ever") << QStringList{page(pageItem(1), more.arg(1))} << -1 << false;
        QTest::newRow("no word on whether that is all") << QStringList{page(pageItem(1), {})} << -1 << false;
        QTest::newRow("half a word") << QStringList{page(pageItem(1), QStringLiteral(R"("meta":{})"))} << -1 << false;
    }
    /// Whoever takes what is missing from it for gone would delete it. -1: there is no list at all.
    void F090a_aListThatDoesNotAddUpProvesNothing() {
        QFETCH(const QStringList, pages);
        QFETCH(const int, count);
        QFETCH(const bool, isComplete);
        m_answers["/api/spaces"] = {HttpAnswer{200, kSpaces}};
        for (const QString &page : pages)
            m_answers["/api/pages/recent"].push_back({200, page.toStdString()});
        m_head = {200, listOf(pageItem(1))};
        m_answers["/api/pages/trash"] = {HttpAnswer{200, listOf("")}};
        const auto list = open(20s)->pages().list(kSpace, {});
        if (count < 0) {
            QVERIFY(!list);
            QVERIFY2(list.error().detail.find("gives no end") != std::string::npos, list.error().detail.c_str());
            return;
        }
        VERIFY_DONE(list);
        QCOMPARE(int(list->pages.size()), count);
        QCOMPARE(list->complete, isComplete);
    }

    void F088_nobodyIsWaitedForLong_data() {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("trickles");
        QTest::newRow("no word") << QByteArray() << false;
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-") << false;
        QTest::newRow("a byte now and then")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
            << true;
    }
    void F088_nobodyIsWaitedForLong() {
        QFETCH(const QByteArray, head);
        QFETCH(const bool, trickles);
        const LoopbackServer server([&](int client, const std::stop_token &stop) {
            ::send(client, head.constData(), std::size_t(head.size()), MSG_NOSIGNAL);
            while (!stop.stop_requested()) {
                std::this_thread::sleep_for(20ms);
                if (trickles && ::send(client, " ", 1, MSG_NOSIGNAL) < 0) return;
            }
        });
        expectAnEnd(server.port());
    }

    /// Its queue is full, and the kernel does not say so.
    void F088_aServerThatTakesNoCallIsNotWaitedForLong() {
        const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), size), 0);
        QCOMPARE(::listen(listener, 0), 0);
        QCOMPARE(::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size), 0);
        std::vector<int> callers;
        for (int i = 0; i < 4; ++i) {
            callers.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            static_cast<void>(::connect(callers.back(), reinterpret_cast<sockaddr *>(&address), size));
        }
        expectAnEnd(ntohs(address.sin_port));
        for (const int one : callers)
            ::close(one);
        ::close(listener);
    }

private:
    std::unique_ptr<docmost::WikiApi> open(std::chrono::milliseconds timeout, int port = 0) {
        const std::string url = "http://127.0.0.1:" + std::to_string(port > 0 ? port : m_server.port()) + "/api";
        const auto access = docmost::makeServerAccess({url, "", "", "a-token", timeout}, *m_clock);
        if (!access) qFatal("%s", access.error().detail.c_str());
        m_stop = std::stop_source();
        return docmost::openWikiApi(*access, Unflagged::All, {m_stop.get_token()});
    }

    /// With the time a request has, and within a second where somebody asks to stop.
    void expectAnEnd(int port) {
        const auto late = open(700ms, port)->catalog().spaces();
        QVERIFY(!late);
        QVERIFY2(late.error().detail.find("did not answer") != std::string::npos, late.error().detail.c_str());
        const auto api = open(60s, port);
        QElapsedTimer asked;
        const std::jthread stopper([&] {
            std::this_thread::sleep_for(300ms);
            asked.start();
            m_stop.request_stop();
        });
        const auto stopped = api->catalog().spaces();
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY2(asked.elapsed() < 1000, qPrintable(QString::number(asked.elapsed())));
    }

    HttpAnswer answer(const HttpCall &call) {
        const std::scoped_lock guard(m_mutex);
        if (call.path == "/api/pages/recent" && call.body.find("\"limit\":1}") != std::string::npos) return m_head;
        std::vector<HttpAnswer> &answers = m_answers[call.path];
        if (answers.empty()) return {404, "{}"};
        HttpAnswer first = answers.front();
        if (answers.size() > 1) answers.erase(answers.begin());
        return first;
    }

    std::unique_ptr<Clock> m_clock = system::makeClock();
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::map<std::string, std::vector<HttpAnswer>> m_answers;  ///< the last of a path for ever; guarded by m_mutex
    HttpAnswer m_head;
    HttpServer m_server{[this](const HttpCall &call) { return answer(call); }};
};

QTEST_GUILESS_MAIN(HostileAnswersTest)
#include "hostile_answers_test.moc"
