#pragma once

#include "tests/fakes/http_server.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>

class QJsonObject;

namespace wikivault::test {

/// The files of a stand-in wiki. Safe from any thread.
class StandInFiles {
public:
    struct File {
        std::string page, name, bytes;
        int version = 1;  ///< how often it was written
    };
    /// Its id.
    std::string add(const std::string &page, const std::string &name, const std::string &bytes);
    void overwrite(const std::string &id, const std::string &bytes);
    void remove(const std::string &id);
    [[nodiscard]] std::map<std::string, File> all();

    /// `GET /files/<id>/<name>`; nothing: it is another call.
    std::optional<HttpAnswer> download(const std::string &path);
    HttpAnswer upload(const HttpCall &call);
    HttpAnswer info(const QJsonObject &body);
    HttpAnswer ofPage(const QJsonObject &body);

private:
    [[nodiscard]] QJsonObject shown(const std::string &id) const;
    std::mutex m_mutex;
    std::map<std::string, File> m_files;  ///< by id; guarded by m_mutex
};

}  // namespace wikivault::test
