#include "tests/rig/real_api.h"

#include "tests/support/temp_vault.h"

#include <filesystem>
#include <stdexcept>

namespace wikivault::rig {

namespace {

constexpr int kPatienceMs = 30'000;

std::string addressBelow(const std::string &directory) {
    return directory + "/api";
}

}  // namespace

std::unique_ptr<docmost::WikiApi> openRealApi(const std::string &directory, const Clock &clock) {
    const std::string url = test::readFile(addressBelow(directory));
    if (url.empty()) return nullptr;
    auto access = docmost::makeServerAccess({url, "sync@example.org", "right password", ""}, clock);
    if (!access) throw std::runtime_error(access.error().detail);
    return docmost::openWikiApi(std::move(*access), Unflagged::All, {});
}

StandInProcess::StandInProcess(const std::string &directory) : m_address(addressBelow(directory)) {
    m_process.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/rig_stand_in"), {QString::fromStdString(directory)});
    if (!m_process.waitForReadyRead(kPatienceMs))
        throw std::runtime_error("the wiki's stand-in does not start: " +
                                 m_process.readAllStandardError().toStdString());
    test::writeFile(m_address, m_process.readLine().trimmed().toStdString());
}

StandInProcess::~StandInProcess() {
    std::filesystem::remove(m_address);
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(kPatienceMs)) m_process.kill();
    m_process.waitForFinished();
}

}  // namespace wikivault::rig
