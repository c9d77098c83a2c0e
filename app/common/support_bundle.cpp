#include "app/common/support_bundle.h"

#include "app/common/json_output.h"
#include "app/common/logging.h"
#include "app/common/run_export.h"
#include "app/common/settings_reader.h"
#include "app/common/settings_writer.h"
#include "engine/core/time.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QUrl>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace wikivault {

namespace {

constexpr qint64 kMostOfALog = 1024 * 1024;
constexpr std::size_t kTarBlock = 512;
constexpr std::size_t kShortestSecret = 3;  ///< a shorter one stands in every other word

void replaceAll(std::string &text, const std::string &secret) {
    if (secret.size() < kShortestSecret) return;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
        text.replace(at, secret.size(), "***");
}

std::vector<std::string> secretsOf(const Settings &settings) {
    std::vector<std::string> secrets;
    for (const auto &[name, value] : settingsVariables(settings)) {
        if (isSecretVariable(name)) secrets.push_back(value);
        const QUrl url(QString::fromStdString(value));
        secrets.push_back(url.password(QUrl::FullyDecoded).toStdString());
        secrets.push_back(url.password(QUrl::FullyEncoded).toStdString());
    }
    // The longest first: one may begin another.
    std::sort(secrets.begin(), secrets.end(), [](const auto &a, const auto &b) { return a.size() > b.size(); });
    return secrets;
}

std::string settingsText(const Settings &settings) {
    std::string text;
    for (const auto &[name, value] : settingsVariables(settings))
        text +=
            name + " = " + (isSecretVariable(name) && !value.empty() ? std::string("***") : maskedText(value)) + "\n";
    return text;
}

std::string jsonText(const QJsonArray &array) {
    return QJsonDocument(array).toJson().toStdString();
}

/// The end of a log, from the beginning of a line.
std::string logText(const std::string &path) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) return "There is no log at " + path + ".\n";
    const bool isCut = file.size() > kMostOfALog;
    if (isCut) file.seek(file.size() - kMostOfALog);
    if (isCut) file.readLine();
    return file.read(kMostOfALog).toStdString();
}

std::string runsText(const Desks &desks) {
    const auto runs = desks.ledger.runs({});
    return runs ? csvOf(*runs, [](const SpaceId &space) { return space.str(); }) : runs.error().detail + "\n";
}

std::string locksText(const Desks &desks) {
    const auto locks = desks.ledger.locks();
    return locks ? jsonText(toJsonArray(*locks)) : locks.error().detail + "\n";
}

std::string manifestOf(const std::vector<SupportFile> &files, TimePoint now) {
    std::string text = "wikivault " WIKIVAULT_VERSION ", " + toIso8601(now) + "\nSecrets are replaced by ***.\n\n";
    for (const SupportFile &file : files)
        text += file.name + ", " + std::to_string(file.text.size()) + " bytes\n";
    return text;
}

/// A header of the ustar format.
std::string tarHeader(const SupportFile &file, TimePoint now) {
    std::string block(kTarBlock, '\0');
    const auto put = [&block](std::size_t at, const std::string &text) {
        std::memcpy(block.data() + at, text.data(), text.size());
    };
    const auto octal = [](std::uint64_t value, int digits) {
        char text[32];
        std::snprintf(text, sizeof text, "%0*llo", digits, static_cast<unsigned long long>(value));
        return std::string(text);
    };
    constexpr std::size_t longestName = 99;
    put(0, file.name.substr(0, longestName));
    put(100, "0000600");
    put(108, octal(0, 7));
    put(116, octal(0, 7));
    put(124, octal(file.text.size(), 11));
    put(136,
        octal(std::uint64_t(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count()), 11));
    put(148, "        ");
    put(156, "0");
    put(257, std::string("ustar\0", 6) + "00");
    unsigned sum = 0;
    for (const char c : block)
        sum += static_cast<unsigned char>(c);
    put(148, octal(sum, 6) + std::string("\0 ", 2));
    return block;
}

std::string tarOf(const std::vector<SupportFile> &files, TimePoint now) {
    std::string archive;
    for (const SupportFile &file : files) {
        archive += tarHeader(file, now) + file.text;
        archive.resize((archive.size() + kTarBlock - 1) / kTarBlock * kTarBlock, '\0');
    }
    archive.append(2 * kTarBlock, '\0');
    return archive;
}

}  // namespace

std::string withoutSecrets(const std::string &text, const Settings &settings) {
    std::string masked = maskedText(text);
    for (const std::string &secret : secretsOf(settings))
        replaceAll(masked, secret);
    return masked;
}

std::vector<SupportFile> collectSupport(const Settings &settings, const Desks &desks, const std::stop_token &stop) {
    std::vector<SupportFile> files;
    files.push_back({"settings.txt", settingsText(settings)});
    files.push_back({"doctor.json", jsonText(toJsonArray(desks.ledger.doctor(stop)))});
    files.push_back({"runs.csv", runsText(desks)});
    files.push_back({"locks.json", locksText(desks)});
    files.push_back({"wikivault.log", logText(settings.stateDir() + "/wikivault.log")});
    for (SupportFile &file : files)
        file.text = withoutSecrets(file.text, settings);
    return files;
}

Result<> writeSupport(const std::vector<SupportFile> &files, const std::string &path, TimePoint now) {
    std::vector<SupportFile> all{{"manifest.txt", manifestOf(files, now)}};
    all.insert(all.end(), files.begin(), files.end());
    const QByteArray archive = QByteArray::fromStdString(tarOf(all, now));
    QSaveFile file(QString::fromStdString(path));
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                         file.write(archive) == archive.size() && file.commit();
    if (!written)
        return fail(ErrorCode::Unavailable,
                    path + " cannot be written: " + file.errorString().toStdString() + ". Name another file.");
    return {};
}

}  // namespace wikivault
