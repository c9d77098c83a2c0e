// Prints our figures beside the Node engine's: `wikivault_bench --help`.
#include "tests/bench/bench_converter.h"
#include "tests/bench/bench_pages.h"
#include "tests/bench/bench_run.h"
#include "tests/bench/bench_tick.h"
#include "tests/bench/bench_wiki.h"
#include "tests/support/postgres_server.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

#include <sys/resource.h>

#include <array>
#include <cstdio>

using namespace wikivault;
using namespace wikivault::bench;

namespace {

struct Named {
    Workload workload;
    const char *word, *title;
};
constexpr std::array<Named, 6> kWorkloads{{{Workload::Cold, "cold", "cold: empty vault, all pages"},
                                           {Workload::Quiet, "quiet", "nothing changed"},
                                           {Workload::WikiEdit, "wiki", "one page changed in the wiki"},
                                           {Workload::FileEdit, "file", "one file changed in the vault"},
                                           {Workload::BothEdit, "both", "1 % changed on both sides"},
                                           {Workload::Moved, "moved", "100 files moved in the vault"}}};
constexpr int kEnoughForAll = 1000;  ///< pages; with fewer there are no hundred to move

/// A process of its own per workload, so that its peak memory is its own: prints seconds, seconds of CPU, megabytes,
/// problem.
int runOne(const QString &word, const Place &place, int pages) {
    for (const Named &named : kWorkloads) {
        if (word != QLatin1String(named.word)) continue;
        const Measured result = measure(named.workload, place, pages);
        struct rusage usage {};
        ::getrusage(RUSAGE_SELF, &usage);
        std::printf("%f\t%f\t%f\t%s\n", result.seconds, result.cpuSeconds, static_cast<double>(usage.ru_maxrss) / 1024,
                    result.problem.c_str());
        return result.problem.empty() ? 0 : 1;
    }
    return 64;
}

/// The ratio is that of the CPU times: whatever else the machine does is not in it.
void printRow(const char *title, const Measured &ours, double megabytes, const std::optional<PeerFigure> &peer) {
    std::printf("  %-32s %8.3f s %8.3f s CPU %5.0f MB", title, ours.seconds, ours.cpuSeconds, megabytes);
    if (peer)
        std::printf("   peer %6.2f s %6.2f s CPU %5.0f MB   %6.0f x less\n", peer->seconds, peer->cpuSeconds,
                    peer->peakMb, peer->cpuSeconds / ours.cpuSeconds);
    else
        std::printf("   peer not measured\n");
}

bool runAll(const char *store, const Place &place, int pages) {
    std::printf("\n%d pages from %s\n", pages, store);
    bool good = true;
    for (const Named &named : kWorkloads) {
        if (pages < kEnoughForAll && (named.workload == Workload::BothEdit || named.workload == Workload::Moved))
            continue;
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("--one"), QLatin1String(named.word), QStringLiteral("--url"),
                       QString::fromStdString(place.databaseUrl), QStringLiteral("--data"),
                       QString::fromStdString(place.dataDir), QStringLiteral("--pages"), QString::number(pages)});
        process.waitForFinished(-1);
        // The log of its runs comes before.
        const QString last =
            QString::fromUtf8(process.readAllStandardOutput()).trimmed().section(QLatin1Char('\n'), -1);
        const QStringList parts = last.split(QLatin1Char('\t'));
        if (process.exitCode() == 0 && parts.size() >= 3) {
            printRow(named.title, {parts[0].toDouble(), parts[1].toDouble(), {}}, parts[2].toDouble(),
                     peerFigure(named.workload, pages));
        } else {
            std::printf("  %-32s failed: %s\n", named.title, qPrintable(parts.value(3)));
            good = false;
        }
        std::fflush(stdout);
    }
    return good;
}

bool onSqlite(const sql::EmbeddedContent &wiki, int pages) {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("wiki.db")).toStdString();
    if (const Result<> made = sql::createEmbeddedWiki(path, wiki); !made) {
        std::fprintf(stderr, "%s\n", made.error().detail.c_str());
        return false;
    }
    return runAll("an embedded SQLite wiki", {"sqlite://" + path, folder.filePath(QStringLiteral("v")).toStdString()},
                  pages);
}

bool onPostgres(const sql::EmbeddedContent &wiki, int pages) {
    const auto server = test::PostgresServer::start();
    if (!server) {
        std::printf("\nNo Postgres: %s\n", server.error().detail.c_str());
        return true;
    }
    const Result<> created = (*server)->createDatabase("bench");
    const std::string problem = created ? WikiHand((*server)->url("bench")).fillPostgres(wiki) : created.error().detail;
    if (!problem.empty()) {
        std::fprintf(stderr, "%s\n", problem.c_str());
        return false;
    }
    const QTemporaryDir folder;
    return runAll("a private Postgres", {(*server)->url("bench"), folder.filePath(QStringLiteral("v")).toStdString()},
                  pages);
}

/// The goal: 0.3 s of CPU, one question to the wiki, no vault opened (performance.md).
bool printTicks(const char *store, const Place &place, const sql::EmbeddedContent &wiki) {
    const Tick tick = measureTicks(place, wiki);
    if (!tick.problem.empty()) {
        std::fprintf(stderr, "%s: %s\n", store, tick.problem.c_str());
        return false;
    }
    std::printf("  one poll tick, %-20s %6.3f s CPU, %6.3f s in all; nine ticks: %d looks, %d runs\n", store,
                tick.cpuSeconds, tick.wallSeconds, tick.looks, tick.runs);
    std::fflush(stdout);
    return tick.runs == 0 && tick.looks == 9;
}

bool manySpaces() {
    constexpr int kSpaces = 200, kPagesEach = 500;
    const sql::EmbeddedContent wiki = makeSpaces(kSpaces, kPagesEach);
    std::printf("\n%d spaces of %d pages, nothing changed\n", kSpaces, kPagesEach);
    const QTemporaryDir folder;
    const auto in = [&folder](const char *name) { return folder.filePath(QLatin1String(name)).toStdString(); };
    const Result<> made = sql::createEmbeddedWiki(in("wiki.db"), wiki);
    if (!made) std::fprintf(stderr, "%s\n", made.error().detail.c_str());
    bool good = made && printTicks("SQLite", {"sqlite://" + in("wiki.db"), in("s")}, wiki);
    const auto server = test::PostgresServer::start();
    if (!server || !(*server)->createDatabase("ticks")) return false;
    const std::string problem = WikiHand((*server)->url("ticks")).fillPostgres(wiki);
    if (!problem.empty()) std::fprintf(stderr, "%s\n", problem.c_str());
    return problem.empty() && printTicks("Postgres", {(*server)->url("ticks"), in("p")}, wiki) && good;
}

}  // namespace

int main(int argc, char **argv) {
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Measures cycles and the converter on synthetic pages of about 4 KB, beside the Node engine's figures."));
    parser.addHelpOption();
    const QCommandLineOption pagesOption(QStringLiteral("pages"), QStringLiteral("How many pages; default 1000."),
                                         QStringLiteral("N"), QStringLiteral("1000"));
    const QCommandLineOption one(QStringLiteral("one"), QStringLiteral("Internal: one workload in this process."),
                                 QStringLiteral("WORKLOAD"));
    const QCommandLineOption url(QStringLiteral("url"), QStringLiteral("Internal: wiki of --one."),
                                 QStringLiteral("URL"));
    const QCommandLineOption data(QStringLiteral("data"), QStringLiteral("Internal: vaults of --one."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption converter(QStringLiteral("converter"), QStringLiteral("Only the converter."));
    const QCommandLineOption tick(QStringLiteral("tick"), QStringLiteral("Only a driver's look at 200 spaces."));
    const QCommandLineOption large(QStringLiteral("large"), QStringLiteral("Internal: one 10 MB page in this process."),
                                   QStringLiteral("DIRECTION"));
    parser.addOptions({pagesOption, converter, tick, one, large, url, data});
    parser.process(application);
    if (parser.isSet(large)) return measureLargePage(parser.value(large).toStdString());
    if (parser.isSet(converter)) return printConverterSpeed() ? 0 : 1;
    if (parser.isSet(tick)) return manySpaces() ? 0 : 1;
    const int pages = parser.value(pagesOption).toInt();
    if (parser.isSet(one))
        return runOne(parser.value(one), {parser.value(url).toStdString(), parser.value(data).toStdString()}, pages);

    if (pages < 2) {
        std::fprintf(stderr, "--pages takes a number from 2 on\n");
        return 64;
    }
    const sql::EmbeddedContent wiki = makeWiki(pages);
    const bool good = onSqlite(wiki, pages) && onPostgres(wiki, pages);
    return printConverterSpeed() && good ? 0 : 1;
}
