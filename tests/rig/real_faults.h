#pragma once

#include "tests/rig/ledger.h"
#include "tests/rig/real_world.h"

#include <QProcess>

#include <functional>
#include <memory>
#include <string>

/// Real runs in child processes that end badly, always from the same point: both sides have changes to exchange.
namespace wikivault::rig {

struct Ended {
    bool killed = false;
    int code = 0;
    std::string out, err;
};

class FaultBench {
public:
    /// So many pages are new in the wiki besides.
    explicit FaultBench(const std::string &directory, int newPages = 0);
    /// Where no run was ever made: there is no vault yet.
    [[nodiscard]] static std::unique_ptr<FaultBench> beforeTheFirstRun(const std::string &directory);
    /// What is done to each copy of the starting point.
    void addDamage(std::function<void(const std::string &vault)> damage) { m_damage = std::move(damage); }
    /// A file in the vault at the starting point that is too long for one request to the wiki's server.
    void addLongFile();
    /// A fresh copy of the starting point.
    [[nodiscard]] std::string newWorld();
    [[nodiscard]] static QProcess *start(const QStringList &arguments, const QProcessEnvironment &environment,
                                         QObject *parent);
    [[nodiscard]] static Ended finish(QProcess &process);
    /// What a healthy run still finds to do in that world, by name.
    [[nodiscard]] static std::string leftUndone(const std::string &world);
    /// Runs of a healthy process bring that world to rest and nothing is lost; else what is wrong.
    [[nodiscard]] std::string recovers(const std::string &world);

private:
    FaultBench() = default;

    std::string m_directory;
    std::function<void(const std::string &vault)> m_damage;
    Ledger m_ledger;
    int m_worlds = 0;
};

}  // namespace wikivault::rig
