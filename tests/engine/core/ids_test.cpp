#include "engine/core/ids.h"

#include <QtTest>

#include <array>
#include <unordered_set>

using namespace wikivault;

namespace {

const std::array kTexts{"",
                        "00000000-0000-0000-0000-000000000000",
                        "0190b003-0000-7000-8000-00000000000f",
                        "0190b003-0000-7000-8000-000000000010",
                        "0190B003-0000-7000-8000-000000000010",
                        "0190b003-0000-7000-8000-0000000000100",
                        "f190b003-0000-7000-8000-00000000000g",
                        "f190b003-0000-7000-8000-00000000000a",
                        "f190b003+0000-7000-8000-00000000000a",
                        "17",
                        "9",
                        "page"};

class IdsTest : public QObject {
    Q_OBJECT
private slots:
    void anIdGivesBackItsText() {
        for (const char *text : kTexts) {
            QCOMPARE(PageId(text).str(), std::string(text));
            QCOMPARE(PageId(text).isEmpty(), std::string(text).empty());
        }
    }
    void idsCompareAsTheirTextsDo() {
        for (const char *a : kTexts)
            for (const char *b : kTexts) {
                QCOMPARE(PageId(a) == PageId(b), std::string(a) == std::string(b));
                QCOMPARE(PageId(a) < PageId(b), std::string(a) < std::string(b));
            }
    }
    void everyIdIsFoundAgainByItsHash() {
        std::unordered_set<PageId> ids;
        for (const char *text : kTexts)
            ids.insert(PageId(text));
        QCOMPARE(ids.size(), kTexts.size());
        for (const char *text : kTexts)
            QVERIFY(ids.contains(PageId(text)));
    }
};

}  // namespace

QTEST_GUILESS_MAIN(IdsTest)
#include "ids_test.moc"
