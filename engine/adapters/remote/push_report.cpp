#include "engine/adapters/remote/push_report.h"

namespace wikivault::remote {

namespace {

std::string_view cut(std::string_view &text, char at) {
    const std::size_t end = text.find(at);
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return piece;
}

}  // namespace

PushedRef pushedRef(std::string_view porcelain, std::string_view ref) {
    while (!porcelain.empty()) {
        std::string_view line = cut(porcelain, '\n');
        if (line.size() < 2 || line[1] != '\t') continue;
        const char flag = line.front();
        line.remove_prefix(2);
        const std::string_view names = cut(line, '\t');
        const std::size_t colon = names.rfind(':');
        if (colon == std::string_view::npos || names.substr(colon + 1) != ref) continue;
        return {true, flag == ' ' || flag == '*' || flag == '=', std::string(line)};
    }
    return {};
}

}  // namespace wikivault::remote
