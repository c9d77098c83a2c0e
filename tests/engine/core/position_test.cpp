#include "engine/core/position.h"

#include <QtTest>

#include <memory>
#include <random>
#include <set>

using namespace wikivault;

namespace {

Dice fixedDice(unsigned seed) {
    auto engine = std::make_shared<std::minstd_rand>(seed);
    return [engine](int sides) { return static_cast<int>((*engine)() % static_cast<unsigned>(sides)); };
}
/// Always the lowest or always the highest side: the edges of every range.
Dice loadedDice(bool high) {
    return [high](int sides) { return high ? sides - 1 : 0; };
}

std::optional<std::string> neighbour(const QString &text) {
    return text.isNull() ? std::nullopt : std::optional(text.toStdString());
}

bool isKey(const std::string &key) {
    for (const char c : key)
        if (!isalnum(static_cast<unsigned char>(c))) return false;
    return !key.empty() && key.back() != '0';
}

}  // namespace

class PositionTest : public QObject {
    Q_OBJECT

private slots:
    void liesBetweenItsNeighbours_data() {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<bool>("isShort");
        const auto row = [](const char *left, const char *right, bool isShort = true) {
            QTest::addRow("%s < %s", left ? left : "", right ? right : "")
                << (left ? QString::fromLatin1(left) : QString()) << (right ? QString::fromLatin1(right) : QString())
                << isShort;
        };
        row(nullptr, nullptr);
        row("a03ui", nullptr);
        row("a4abc", nullptr);
        row("azzzz", nullptr);
        row("bzzabc", nullptr);
        row("Zzabc", nullptr);
        row("Z0abc", nullptr);
        row(nullptr, "a03ui");
        row(nullptr, "a0001");
        row(nullptr, "b00xy");
        row(nullptr, "Z0abc");
        row("a03ui", "a1abc");
        row("a1abc", "a5abc");
        row("a1abc", "a1abd");
        row("a1", "a1V");
        row("a1", "a2");
        row("a1zzz", "a2001");
        row("azzzz", "b00aa");
        row("Zzzzz", "a0001");
        row("a1abc", "a1abc1");
        row("a1abc", "a1abc001", false);
        row("a1zzzzzzzzz", "a2", false);
        row("a0000000000000001", "a0000000000000002", false);
        row("zzzzzzzzzzzzzzzzzzzzzzzzzzz", nullptr, false);
        row("~odd", nullptr);
        row("", "a0V");
    }
    void liesBetweenItsNeighbours() {
        QFETCH(QString, left);
        QFETCH(QString, right);
        QFETCH(bool, isShort);
        std::vector<Dice> dice = {loadedDice(false), loadedDice(true), seededDice(std::random_device{}())};
        for (unsigned seed = 1; seed < 200; ++seed)
            dice.push_back(fixedDice(seed));
        for (const Dice &one : dice) {
            const std::string key = positionBetween(neighbour(left), neighbour(right), one);
            QVERIFY2(key > left.toStdString(), key.c_str());
            QVERIFY2(right.isEmpty() || key < right.toStdString(), key.c_str());
            QVERIFY2(left.startsWith(QLatin1Char('~')) || isKey(key), key.c_str());
            QVERIFY2(key.size() >= 5 && (key.size() <= 12 || !isShort), key.c_str());
        }
    }

    void crossedNeighboursCountTheLeftOne() {
        for (const char *right : {"a5abc", "a4abc", "000", "!"})
            QVERIFY(positionBetween("a5abc", right, seededDice(std::random_device{}())) > "a5abc");
    }

    void thousandsOfSiblingsStayShort() {
        const Dice dice = fixedDice(7);
        std::optional<std::string> last;
        for (int i = 0; i < 5000; ++i) {
            const std::string next = positionBetween(last, std::nullopt, dice);
            QVERIFY(!last || next > *last);
            QVERIFY2(next.size() <= 12, next.c_str());
            last = next;
        }
        std::optional<std::string> first = last;
        for (int i = 0; i < 5000; ++i) {
            const std::string previous = positionBetween(std::nullopt, first, dice);
            QVERIFY(previous < *first);
            QVERIFY2(previous.size() <= 12, previous.c_str());
            first = previous;
        }
    }

    void slugIdsAreTenCharactersAndDiffer() {
        const Dice dice = seededDice(std::random_device{}());
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            const std::string slug = randomSlugId(dice);
            QVERIFY(slug.size() == 10 && seen.insert(slug).second);
        }
    }
};

QTEST_APPLESS_MAIN(PositionTest)
#include "position_test.moc"
