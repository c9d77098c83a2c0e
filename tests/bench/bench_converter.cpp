#include "tests/bench/bench_converter.h"

#include "engine/core/markdown/converter.h"
#include "tests/bench/bench_hostile.h"
#include "tests/bench/bench_pages.h"
#include "tests/bench/bench_peer.h"

#include <QCoreApplication>
#include <QProcess>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace wikivault::bench {

namespace {

constexpr int kPages = 1000;
constexpr int kRounds = 5;
constexpr std::size_t kLargePage = 10'000'000;

double processorSeconds() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The processor time of the fastest of some rounds: other work on the machine only ever adds to it.
template <class Work>
double fastest(int rounds, Work work) {
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const double begin = processorSeconds();
        work();
        best = std::min(best, processorSeconds() - begin);
    }
    return std::max(best, 1e-6);
}

std::string markdownOf(const std::string &json) {
    const auto document = markdown::fromJson(json);
    return document ? markdown::toMarkdown(*document) : std::string();
}

std::size_t sizeOf(const std::vector<std::string> &texts) {
    std::size_t size = 0;
    for (const std::string &text : texts)
        size += text.size();
    return size;
}

void printSpeed(const char *title, double megabytes, double seconds, double peer) {
    std::printf("  %-32s %9.1f MB/s         peer %7.3f MB/s   %8.1f x faster\n", title, megabytes / seconds, peer,
                megabytes / seconds / peer);
}

bool printPages() {
    std::vector<std::string> documents, bodies;
    for (std::uint32_t i = 0; i < kPages; ++i)
        documents.push_back(pageContent(i, "as written."));
    for (const std::string &document : documents)
        bodies.push_back(markdownOf(document));
    const double megabytes = static_cast<double>(sizeOf(bodies)) / 1e6;
    std::size_t made = 0;
    const double exported = fastest(kRounds, [&] {
        for (const std::string &document : documents)
            made += markdownOf(document).size();
    });
    const double imported = fastest(kRounds, [&] {
        for (const std::string &body : bodies)
            made += markdown::fromMarkdown(body).content.size();
    });
    const double withJson = fastest(kRounds, [&] {
        for (const std::string &body : bodies)
            made += markdown::toJson(markdown::fromMarkdown(body)).size();
    });
    std::printf("\nConverter, one thread: %d pages, %.2f MB of Markdown, %.2f MB of JSON\n", kPages, megabytes,
                static_cast<double>(sizeOf(documents)) / 1e6);
    printSpeed("export from JSON", megabytes, exported, kPeerExportMbPerS);
    printSpeed("import", megabytes, imported, kPeerImportMbPerS);
    printSpeed("import to JSON", megabytes, withJson, kPeerImportMbPerS);
    return made > 0;
}

bool printLargePage(const char *direction) {
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--large"), QLatin1String(direction)});
    process.waitForFinished(-1);
    const QStringList parts = QString::fromUtf8(process.readAllStandardOutput()).trimmed().split(QLatin1Char('\t'));
    if (process.exitCode() != 0 || parts.size() != 2) {
        std::printf("  %s of a 10 MB page failed\n", direction);
        return false;
    }
    std::printf("  %s %-25s %9.3f s %7.0f MB   bars 1 s, 400 MB\n", direction, "of a 10 MB page", parts[0].toDouble(),
                parts[1].toDouble());
    return true;
}

/// A ratio of 2 is linear.
template <class Work>
void printGrowth(const HostileText &hostile, Work work) {
    const std::string once = hostile.make(hostile.size), twice = hostile.make(2 * hostile.size);
    const double first = fastest(2, [&] { work(once); }), second = fastest(2, [&] { work(twice); });
    std::printf("  %-32s %8.2f MB %9.3f s   twice %9.3f s   ratio %5.2f\n", hostile.name,
                static_cast<double>(once.size()) / 1e6, first, second, second / first);
    std::fflush(stdout);
}

}  // namespace

bool printConverterSpeed() {
    bool good = printPages();
    good = printLargePage("export") && good;
    good = printLargePage("import") && good;
    std::size_t made = 0;
    std::printf("\nImport of hostile Markdown\n");
    for (const HostileText &hostile : hostileTexts())
        printGrowth(hostile, [&](const std::string &text) { made += markdown::fromMarkdown(text).content.size(); });
    std::printf("\nExport of what that gives\n");
    for (const HostileText &hostile : hostileTexts()) {
        const auto printed = [&](const std::string &text) {
            const markdown::Node document = markdown::fromMarkdown(text);
            return fastest(2, [&] { made += markdown::toMarkdown(document).size(); });
        };
        const double first = printed(hostile.make(hostile.size)), second = printed(hostile.make(2 * hostile.size));
        std::printf("  %-32s             %9.3f s   twice %9.3f s   ratio %5.2f\n", hostile.name, first, second,
                    second / first);
        std::fflush(stdout);
    }
    std::printf("\nExport of hostile documents\n");
    for (const HostileText &hostile : hostileDocuments())
        printGrowth(hostile, [&](const std::string &json) { made += markdownOf(json).size(); });
    return good && made > 0;
}

int measureLargePage(std::string_view direction) {
    std::string body, json = R"({"type":"doc","content":[)";
    std::uint32_t page = 0;
    while (body.size() < kLargePage) {
        const std::string content = pageContent(page++, "as written.");
        body += markdownOf(content) + "\n\n";
        constexpr std::string_view kHead = R"({"type":"doc","content":[)";
        json += (page > 1 ? "," : "") + content.substr(kHead.size(), content.size() - kHead.size() - 2);
    }
    json += "]}";
    const double begin = processorSeconds();
    std::string out;
    if (direction == "export")
        out = markdownOf(json);
    else
        out = markdown::toJson(markdown::fromMarkdown(body));
    const double seconds = processorSeconds() - begin;
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("%f\t%f\n", seconds, static_cast<double>(usage.ru_maxrss) / 1024);
    return out.size() > kLargePage / 2 ? 0 : 1;
}

}  // namespace wikivault::bench
