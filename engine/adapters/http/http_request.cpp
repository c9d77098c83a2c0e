#include "engine/adapters/http/http_request.h"

#include "engine/core/ascii.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <charconv>

namespace wikivault::http {

namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

bool isTokenLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kTokenMarks.find(c) != std::string_view::npos;
}

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenLetter);
}

bool isControl(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

std::string_view withoutBlanks(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace

std::string Request::header(const std::string &name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

RequestReader::State RequestReader::feed(std::string_view bytes) {
    m_buffer.append(bytes);
    if (!m_hasHead)
        if (const State state = readHead(); state != State::Done) return state;
    if (m_buffer.size() < m_length) return State::Reading;
    m_request.body = m_buffer.substr(0, m_length);
    return State::Done;
}

/// Done: the head is there and the body may follow.
RequestReader::State RequestReader::readHead() {
    const std::size_t end = m_buffer.find("\r\n\r\n");
    if (std::min(end, m_buffer.size()) > kLargestHead) return refuse(431, "The head is longer than 16 KiB.");
    if (end == std::string::npos) return State::Reading;
    if (!parseHead(std::string_view(m_buffer).substr(0, end))) return refuse(400, "This is no HTTP/1.1 request.");
    m_buffer.erase(0, end + 4);
    m_hasHead = true;
    return chooseBody();
}

bool RequestReader::parseHead(std::string_view head) {
    std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view first = head.substr(0, end);
    const std::size_t afterMethod = std::min(first.find(' '), first.size()), afterPath = first.rfind(' ');
    if (afterPath == std::string_view::npos || afterPath <= afterMethod) return false;
    const std::string_view version = first.substr(afterPath + 1);
    const std::string_view target = first.substr(afterMethod + 1, afterPath - afterMethod - 1);
    if (!isToken(first.substr(0, afterMethod)) || (version != "HTTP/1.1" && version != "HTTP/1.0")) return false;
    if (!target.starts_with('/') || target.find(' ') != std::string_view::npos ||
        std::any_of(target.begin(), target.end(), isControl))
        return false;
    m_request.method = first.substr(0, afterMethod);
    m_request.path = target.substr(0, target.find('?'));
    while (end < head.size()) {
        const std::size_t begin = end + 2;
        end = std::min(head.find("\r\n", begin), head.size());
        if (!parseLine(head.substr(begin, end - begin))) return false;
    }
    return true;
}

bool RequestReader::parseLine(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) return false;
    const std::string_view value = withoutBlanks(line.substr(colon + 1));
    if (std::any_of(value.begin(), value.end(), isControl)) return false;
    const auto [at, isNew] = m_request.headers.emplace(lowerAscii(line.substr(0, colon)), value);
    // Of these there must be one; of others the first counts.
    constexpr std::array kOnce = {"host", "content-length", "authorization", "content-type", "transfer-encoding"};
    return isNew || std::find(kOnce.begin(), kOnce.end(), at->first) == kOnce.end();
}

RequestReader::State RequestReader::chooseBody() {
    if (m_request.headers.contains("transfer-encoding"))
        return refuse(411, "The body must come in one piece, with its Content-Length.");
    const std::string length = m_request.header("content-length");
    if (length.empty()) return State::Done;
    const char *const last = length.data() + length.size();
    const auto [end, problem] = std::from_chars(length.data(), last, m_length);
    if (problem == std::errc::result_out_of_range || (problem == std::errc() && m_length > kLargestBody))
        return refuse(413, "The body is longer than 64 KiB.");
    if (problem != std::errc() || end != last) return refuse(400, "The Content-Length is no number.");
    return State::Done;
}

RequestReader::State RequestReader::refuse(int status, const std::string &sentence) {
    m_refusal = errorReply(status, sentence);
    return State::Refused;
}

Reply errorReply(int status, std::string_view message) {
    const QJsonObject error{
        {QStringLiteral("statusCode"), status},
        {QStringLiteral("message"), QString::fromUtf8(message.data(), static_cast<qsizetype>(message.size()))}};
    return {status, QJsonDocument(error).toJson(QJsonDocument::Compact).toStdString()};
}

bool isLoopbackHost(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    const bool hasPort = colon != std::string_view::npos && !host.ends_with(']');
    if (hasPort) {
        const std::string_view port = host.substr(colon + 1);
        if (port.empty() || !std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return false;
        host = host.substr(0, colon);
    }
    const std::string name = lowerAscii(host);
    return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

}  // namespace wikivault::http
