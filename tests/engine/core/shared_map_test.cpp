#include "engine/core/shared_map.h"

#include <QtTest>

#include <map>
#include <random>
#include <string>

using namespace wikivault;

namespace {

using Shared = SharedMap<std::string, int>;
using Plain = std::map<std::string, int>;

bool agree(const Shared &shared, const Plain &plain) {
    const auto isSame = [](const auto &a, const auto &b) { return a.first == b.first && a.second == b.second; };
    return shared.size() == plain.size() && std::equal(shared.begin(), shared.end(), plain.begin(), isSame);
}

/// Puts the same random changes into both.
class Changes {
public:
    explicit Changes(unsigned seed) : m_random(seed) {}
    void apply(Shared &shared, Plain &plain, unsigned keys) {
        const std::string key = std::to_string(m_random() % keys);
        const int value = static_cast<int>(m_random() % 5);
        switch (m_random() % 5) {
            case 0: shared[key] = plain[key] = value; break;
            case 1: QCOMPARE(shared.emplace(key, value).second, plain.emplace(key, value).second); break;
            case 2: QCOMPARE(shared.erase(key), plain.erase(key)); break;
            case 3: shared.append(key, value), plain.insert_or_assign(key, value); break;
            default: QCOMPARE(shared.contains(key), plain.contains(key)); break;
        }
        const auto place = shared.lower_bound(key);
        const auto expected = plain.lower_bound(key);
        QCOMPARE(place == shared.end(), expected == plain.end());
        if (expected != plain.end()) QCOMPARE(place->first, expected->first);
    }

private:
    std::mt19937 m_random;
};

class SharedMapTest : public QObject {
    Q_OBJECT
private slots:
    void itHoldsWhatAPlainMapHolds_data() {
        QTest::addColumn<unsigned>("keys");
        for (const unsigned keys : {1U, 3U, 200U, 5000U})
            QTest::addRow("%u keys", keys) << keys;
    }
    void itHoldsWhatAPlainMapHolds() {
        QFETCH(const unsigned, keys);
        Changes changes(keys);
        Shared shared;
        Plain plain;
        for (int i = 0; i < 20000; ++i)
            changes.apply(shared, plain, keys);
        QVERIFY(agree(shared, plain));
    }
    void aCopyStaysAsItWasAndTellsWhatDiffers() {
        Changes changes(7);
        Shared shared, copy;
        Plain plain, plainCopy;
        for (int i = 0; i < 20000; ++i) {
            if (i % 500 == 0) copy = shared, plainCopy = plain;
            changes.apply(shared, plain, 3000);
            if (i % 250 != 0) continue;
            QVERIFY(agree(copy, plainCopy));
            QCOMPARE(shared == copy, plain == plainCopy);
            Plain patched = plainCopy;
            forEachDifference(copy, shared, [&](const std::string &key, const int *before, const int *after) {
                if ((before != nullptr) != patched.contains(key)) return false;
                after ? patched[key] = *after : static_cast<int>(patched.erase(key));
                return true;
            });
            QCOMPARE(patched, plain);
        }
    }
};

}  // namespace

QTEST_APPLESS_MAIN(SharedMapTest)
#include "shared_map_test.moc"
