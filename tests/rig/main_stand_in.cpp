#include "tests/fakes/stand_in_wiki.h"

#include <QCoreApplication>

#include <cstdio>

using namespace wikivault::test;

/// rig_stand_in DIRECTORY: the API of the wiki in that directory. Its address goes to standard output; it serves as
/// long as standard input is open.
int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);  // Qt's database drivers need one
    if (argc < 2) return 64;
    const auto wiki = TestWiki::of(std::string(argv[1]) + "/wiki.db");
    if (!wiki) {
        std::fprintf(stderr, "%s\n", wiki.error().detail.c_str());
        return 1;
    }
    const StandInWiki server(**wiki, false);
    std::printf("%s\n", server.url().c_str());
    std::fflush(stdout);
    while (std::getchar() != EOF)
        continue;
    return 0;
}
