#pragma once

#include "app/common/settings_reader.h"
#include "tests/support/verify.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <map>
#include <string>

namespace wikivault::test {

using Variables = std::map<std::string, std::string>;

/// What is wrong with the settings that were read, a sentence a line.
[[nodiscard]] inline std::string sentences(const SettingsReading &reading) {
    std::string text;
    for (const SettingsProblem &problem : reading.problems)
        text += problem.sentence() + "\n";
    return text;
}

/// A home with profiles in it, and nothing else.
class ProfileHome {
public:
    [[nodiscard]] std::string path() const { return m_folder.path().toStdString(); }
    /// Variables of a program that lives there.
    [[nodiscard]] Variables environment(Variables more = {}) const {
        more.try_emplace("HOME", path());
        return more;
    }
    void write(const std::string &profile, const QByteArray &text) const {
        const QString path = QString::fromStdString(profilePath(environment(), profile));
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private:
    QTemporaryDir m_folder;
};

}  // namespace wikivault::test
