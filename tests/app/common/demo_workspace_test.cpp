#include "app/common/demo_workspace.h"

#include "app/common/composition.h"
#include "app/common/demo_story.h"
#include "engine/adapters/sql/wiki_database.h"
#include "engine/core/markdown/converter.h"
#include "tests/support/temp_vault.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <functional>
#include <map>
#include <set>

using namespace wikivault;

namespace {

void collectTypes(const markdown::Node &node, std::set<std::string> &nodes, std::set<std::string> &marks) {
    nodes.insert(node.type);
    for (const markdown::Mark &mark : node.marks)
        marks.insert(mark.type);
    for (const markdown::Node &child : node.content)
        collectTypes(child, nodes, marks);
}

std::set<std::string> namesOf(const QJsonObject &object) {
    std::set<std::string> names;
    for (const QString &name : object.keys())
        names.insert(name.toStdString());
    return names;
}

}  // namespace

class DemoWorkspaceTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    DemoWorkspace m_demo;
    std::unique_ptr<sql::WikiDatabase> m_wiki;

    std::string body(const DemoEdit &edit) {
        const auto bodies = m_wiki->pages().bodies(edit.space, std::vector{edit.page}, {});
        return bodies && bodies->size() == 1 ? bodies->front().content : "no body";
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        const auto made = createDemo(m_folder->filePath(QStringLiteral("a demo 100%")).toStdString());
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
        m_demo = *made;
        sql::WikiDatabaseRequest request;
        request.databaseUrl = m_demo.databaseUrl;
        request.serviceUserId = m_demo.serviceUserId;
        auto wiki = sql::openWiki(request);
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_wiki = std::move(*wiki);
    }
    void cleanup() { m_wiki.reset(); }

    void holdsEveryKindOfPage() {
        const auto spaces = m_wiki->catalog().spaces();
        QVERIFY(spaces.has_value());
        QCOMPARE(spaces->size(), std::size_t(3));
        std::set<std::string> nodes, marks;
        std::size_t count = 0, untitled = 0, deepest = 0;
        for (const Space &space : *spaces) {
            const auto list = m_wiki->pages().list(space.id, {});
            QVERIFY(list.has_value());
            std::map<PageId, std::optional<PageId>> parents;
            std::vector<PageId> ids;
            for (const PageRow &page : list->pages) {
                parents[page.id] = page.parent;
                ids.push_back(page.id);
                untitled += page.title.empty() ? 1 : 0;
                QCOMPARE(page.slugId.size(), std::size_t(10));
            }
            count += ids.size();
            for (PageId id : ids) {
                std::size_t depth = 1;
                for (; parents.at(id); ++depth)
                    id = *parents.at(id);
                deepest = std::max(deepest, depth);
            }
            const auto bodies = m_wiki->pages().bodies(space.id, ids, {});
            QVERIFY(bodies.has_value());
            for (const PageBody &one : *bodies) {
                const auto document = markdown::fromJson(one.content);
                QVERIFY(document.has_value());
                collectTypes(*document, nodes, marks);
            }
        }
        QVERIFY(count >= 60);
        QVERIFY(untitled >= 2);
        QCOMPARE(deepest, std::size_t(5));
        QFile schemaFile(QStringLiteral(WIKIVAULT_SOURCE_DIR "/../shared/corpus/schema/schema-docmost.json"));
        if (!schemaFile.open(QIODevice::ReadOnly)) QSKIP("the editor schemas of ../shared are not here");
        const QJsonObject schema = QJsonDocument::fromJson(schemaFile.readAll()).object();
        QCOMPARE(nodes, namesOf(schema.value(QLatin1String("nodes")).toObject()));
        QCOMPARE(marks, namesOf(schema.value(QLatin1String("marks")).toObject()));
    }

    void isNeverCreatedOverAnother() {
        const auto again = createDemo(m_folder->filePath(QStringLiteral("a demo 100%")).toStdString());
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Invalid);
        QVERIFY(m_wiki->catalog().spaces().has_value());
        QVERIFY(QDir(QString::fromStdString(m_demo.dataDir)).isEmpty());
        const auto there = demoIn(m_folder->filePath(QStringLiteral("a demo 100%")).toStdString());
        QVERIFY(there && there->databaseUrl == m_demo.databaseUrl && there->dataDir == m_demo.dataDir);
        QVERIFY(!demoIn(m_folder->path().toStdString()) && !demoIn("/proc/nowhere"));
        QVERIFY(!createDemo(""));
        QVERIFY(!createDemo("/proc/nowhere/demo"));
    }

    void isNotPutAmongOtherFiles() {
        const std::string folder = m_folder->filePath(QStringLiteral("documents")).toStdString();
        test::writeFile(folder + "/.hidden", "");
        QVERIFY(createDemo(folder).has_value());
        const std::string taken = m_folder->filePath(QStringLiteral("letters")).toStdString();
        test::writeFile(taken + "/letter.txt", "mine");
        const auto refused = createDemo(taken);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        QVERIFY2(refused.error().detail.find("letter.txt") != std::string::npos, refused.error().detail.c_str());
        QCOMPARE(QDir(QString::fromStdString(taken)).entryList(QDir::NoDotAndDotDot | QDir::AllEntries).size(), 1);
    }

    void itsStoryCanBeTold() {
        const DemoStory story = demoStory();
        for (const DemoEdit &edit : {story.conflictInWiki, story.earlierInWiki, story.pendingInWiki}) {
            QVERIFY(body(edit).find(edit.before) != std::string::npos);
            const auto edited = editDemoInWiki(m_demo, edit);
            QVERIFY2(edited.has_value(), edited ? "" : edited.error().detail.c_str());
            QVERIFY(body(edit).find(edit.after) != std::string::npos);
            QVERIFY(!editDemoInWiki(m_demo, edit));
        }
        for (const DemoEdit &edit : {story.conflictInFile, story.pendingInFile}) {
            QVERIFY(!editDemoInFile(m_demo, edit));  // no vault yet
            const QString folder = QString::fromStdString(m_demo.dataDir + "/" + edit.space.str() + "/Folder");
            QVERIFY(QDir().mkpath(folder));
            QFile file(folder + QStringLiteral("/Page.md"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::fromStdString("---\ngitmost_id: " + edit.page.str() + "\n---\n\nSays " +
                                                 edit.before + ".\n"));
            file.close();
            QVERIFY(editDemoInFile(m_demo, edit).has_value());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().contains(QByteArray::fromStdString("Says " + edit.after + ".\n")));
        }
        QCOMPARE(story.conflictInWiki.page, story.conflictInFile.page);
    }

    void hasSomethingToSeeOnEverySide() {
        const auto told = prepareDemoStory(m_demo);
        QVERIFY2(told.has_value(), told ? "" : told.error().detail.c_str());
        Settings settings;
        settings.databaseUrl = m_demo.databaseUrl;
        settings.dataDir = m_demo.dataDir;
        settings.serviceUserId = m_demo.serviceUserId;
        Composition composition(settings, "ctl");
        const Desks desks = composition.desks();
        const DemoStory story = demoStory();

        const auto conflicts = desks.review.conflicts(std::nullopt);
        QVERIFY(conflicts && conflicts->size() == 1);
        QCOMPARE(conflicts->front().page, story.conflictInWiki.page);
        const auto runs = desks.ledger.runs({story.conflictInWiki.space});
        QVERIFY(runs && runs->size() >= 2);
        for (const auto &[edit, direction] : {std::pair{story.pendingInWiki, Direction::WikiToGit},
                                              std::pair{story.pendingInFile, Direction::GitToWiki}}) {
            const auto plan = desks.spaces.preview({edit.space, {}, {}}, {});
            QVERIFY2(plan.has_value(), plan ? "" : plan.error().detail.c_str());
            QCOMPARE(plan->items.size(), std::size_t(1));
            QCOMPARE(plan->items.front().page, std::optional(edit.page));
            QCOMPARE(plan->items.front().direction, direction);
            QCOMPARE(plan->items.front().outcome, Outcome::Done);
        }
    }
};

QTEST_GUILESS_MAIN(DemoWorkspaceTest)
#include "demo_workspace_test.moc"
