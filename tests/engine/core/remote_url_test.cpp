#include "engine/core/remote_url.h"

#include "engine/core/remote.h"
#include "tests/support/verify.h"

#include <QTest>

using namespace wikivault;
using wikivault::test::has;

namespace {

Space spaceNamed(const std::string &id, const std::string &slug) {
    Space space;
    space.id = SpaceId(id);
    space.slug = slug;
    return space;
}

}  // namespace

class RemoteUrlTest : public QObject {
    Q_OBJECT

private slots:
    void whatGitCanReachIsTakenApart_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("parts");  // scheme user host port path
        QTest::newRow("scp") << "git@host:vault.git"
                             << "0 git host 0 vault.git";
        QTest::newRow("scp without user") << "host:/srv/v.git"
                                          << "0  host 0 /srv/v.git";
        QTest::newRow("ssh") << "ssh://git@host:2222/srv/v.git"
                             << "0 git host 2222 /srv/v.git";
        QTest::newRow("ssh to an IPv6 address") << "ssh://git@[::1]:22/v.git"
                                                << "0 git [::1] 22 /v.git";
        QTest::newRow("ssh below a home") << "ssh://host/~kim/v.git"
                                          << "0  host 0 /~kim/v.git";
        QTest::newRow("https") << "https://kim@git.example.org/a/v.git"
                               << "1 kim git.example.org 0 /a/v.git";
        QTest::newRow("file") << "file:///srv/my vault.git"
                              << "2   0 /srv/my vault.git";
        QTest::newRow("path") << "/srv/v.git"
                              << "2   0 /srv/v.git";
    }
    void whatGitCanReachIsTakenApart() {
        QFETCH(QString, text);
        const auto url = parseRemoteUrl(text.toStdString());
        VERIFY_DONE(url);
        const QString parts = QStringLiteral("%1 %2 %3 %4 %5")
                                  .arg(static_cast<int>(url->scheme))
                                  .arg(QString::fromStdString(url->user), QString::fromStdString(url->host))
                                  .arg(url->port)
                                  .arg(QString::fromStdString(url->path));
        QTEST(parts, "parts");
    }

    void whatCouldReachAShellIsRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char *text : {"",
                                 "ext::sh -c touch% /tmp/x",
                                 "ext::sh",
                                 "fd::17",
                                 "-oProxyCommand=x",
                                 "--upload-pack=x:y",
                                 "ssh://-oProxyCommand=touch/x",
                                 "ssh://host;id/x",
                                 "ssh://host/`id`",
                                 "ssh://host/$(id)",
                                 "ssh://host/a'b",
                                 "ssh://host:99999/x",
                                 "ssh://host:/x",
                                 "ssh://host",
                                 "ssh://host/",
                                 "ssh://u@-h/x",
                                 "host:-x",
                                 "-u@host:x",
                                 "git@host:a\nb",
                                 "git@ho\tst:a",
                                 "ssh://host/a\x1b[0m",
                                 "http://host/x.git",
                                 "git://host/x",
                                 "ftp://host/x",
                                 "ssh://user:secret@host/x",
                                 "https://user:secret@host/x",
                                 "https://host/x?y=1#z",
                                 "file://host/x",
                                 "file://",
                                 "/",
                                 "//host/x",
                                 "../x",
                                 "x",
                                 "git@host::ext"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatCouldReachAShellIsRefused() {
        QFETCH(QString, text);
        const auto url = parseRemoteUrl(text.toStdString());
        QVERIFY2(!url, qPrintable(text));
        QVERIFY(url.error().code == ErrorCode::Invalid);
        QVERIFY2(!has(url.error().detail, "secret"), url.error().detail.c_str());
    }

    void branchesOfTheEngineAndNamesGitRefusesAreNone() {
        for (const char *name : {"main", "wiki/handbook", "release-1.2", "a"})
            VERIFY_DONE(checkBranchName(name));
        for (const char *name :
             {"",   "docmost", "docmost/x", "-x",   "HEAD", "refs/heads/x", "a..b", "a b",  "a:b",  "/a",
              "a/", "a.lock",  "a//b",      "a/.b", ".a",   "a~1",          "a^",   "a\\b", "+a:b", "a*"})
            QVERIFY2(!checkBranchName(name), name);
    }

    void oneRepositoryIsKnownUnderItsSpellings() {
        const auto same = [](const char *a, const char *b) {
            return repositoryKey(*parseRemoteUrl(a)) == repositoryKey(*parseRemoteUrl(b));
        };
        QVERIFY(same("git@host:v.git", "ssh://kim@HOST:22/v"));
        QVERIFY(same("https://h/v.git", "https://h:443/v/"));
        QVERIFY(same("/srv/v.git", "file:///srv/v"));
        QVERIFY(!same("git@host:v.git", "git@host:w.git"));
        QVERIFY(!same("git@host:v.git", "ssh://host:2222/v.git"));
    }

    void aSpaceHasItsOwnRemoteOrTheTemplates() {
        Settings settings;
        const Space space = spaceNamed("11111111-1111-4111-8111-111111111111", "handbook");
        QVERIFY(!*remoteFor(settings, space));
        settings.remoteTemplate = "git@host:{slug}/{spaceId}.git";
        QCOMPARE((*remoteFor(settings, space))->url.path,
                 std::string("handbook/11111111-1111-4111-8111-111111111111.git"));
        settings.spaceRemoteBranches["handbook"] = "wiki";
        QCOMPARE((*remoteFor(settings, space))->branch, std::string("wiki"));
        settings.spaceRemotes["handbook"] = "none";
        QVERIFY(!*remoteFor(settings, space));
        settings.spaceRemotes["handbook"] = "ext::sh";
        const auto refused = remoteFor(settings, space);
        QVERIFY(!refused && has(refused.error().detail, "Space handbook"));
    }

    void twoSpacesDoNotShareABranch() {
        Settings settings;
        const Space one = spaceNamed("11111111-1111-4111-8111-111111111111", "one");
        const Space two = spaceNamed("22222222-2222-4222-8222-222222222222", "two");
        settings.spaceRemotes = {{"one", "git@host:v.git"}, {"two", "ssh://git@host/v"}};
        const auto clash = remoteAmong(settings, one, {one, two});
        QVERIFY(!clash && has(clash.error().detail, "one and two would both follow the branch main"));
        settings.spaceRemoteBranches["two"] = "two";
        QVERIFY(remoteAmong(settings, one, {one, two}).has_value());
    }
};

QTEST_APPLESS_MAIN(RemoteUrlTest)
#include "remote_url_test.moc"
