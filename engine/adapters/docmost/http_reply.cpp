#include "engine/adapters/docmost/http_reply.h"

#include "engine/core/ascii.h"

#include <algorithm>
#include <charconv>

namespace wikivault::docmost {

namespace {

constexpr std::size_t kLargestHead = 64 * 1024;
constexpr std::size_t kLongestLine = 8 * 1024;

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::optional<std::size_t> numberIn(std::string_view text, int base) {
    std::size_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (problem != std::errc() || end == text.data()) return std::nullopt;
    if (base == 10 && end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string HttpReply::header(const std::string &name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

ReplyReader::State ReplyReader::feed(std::string_view bytes) {
    if (m_state != State::Reading) return m_state;
    m_hasBegun = m_hasBegun || !bytes.empty();
    m_buffer.append(bytes);
    readAll();
    return m_state;
}

ReplyReader::State ReplyReader::close() {
    if (m_state == State::Reading) m_state = m_part == Part::UntilClosed ? State::Done : State::Malformed;
    return m_state;
}

void ReplyReader::readAll() {
    bool goesOn = true;
    while (goesOn && m_state == State::Reading) {
        switch (m_part) {
            case Part::Head: goesOn = readHead(); break;
            case Part::Sized:
            case Part::UntilClosed: goesOn = readSized(); break;
            case Part::ChunkSize: goesOn = readChunkSize(); break;
            case Part::Chunk: goesOn = readChunk(); break;
            case Part::ChunkEnd: goesOn = readChunkEnd(); break;
            case Part::Trailer: goesOn = readTrailer(); break;
        }
    }
}

bool ReplyReader::stop(State state) {
    m_state = state;
    return false;
}

bool ReplyReader::readHead() {
    const std::size_t end = m_buffer.find("\r\n\r\n");
    if (end == std::string::npos) return m_buffer.size() > kLargestHead ? stop(State::TooLarge) : false;
    if (!parseHead(std::string_view(m_buffer).substr(0, end))) return stop(State::Malformed);
    m_buffer.erase(0, end + 4);
    if (m_reply.status >= 100 && m_reply.status < 200) {  // an interim answer; the real one follows
        m_reply = {};
        return true;
    }
    chooseBody();
    return true;
}

bool ReplyReader::parseHead(std::string_view head) {
    const std::size_t lineEnd = std::min(head.find("\r\n"), head.size());
    const std::string_view first = head.substr(0, lineEnd);
    if (!first.starts_with("HTTP/1.") || first.size() < 12) return false;
    const auto status = numberIn(first.substr(9, 3), 10);
    if (!status) return false;
    m_reply.status = static_cast<int>(*status);
    for (std::size_t at = lineEnd; at < head.size();) {
        at += 2;
        const std::size_t end = std::min(head.find("\r\n", at), head.size());
        const std::string_view line = head.substr(at, end - at);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return false;
        m_reply.headers.emplace(lowerAscii(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
        at = end;
    }
    return true;
}

void ReplyReader::chooseBody() {
    if (lowerAscii(m_reply.header("transfer-encoding")) == "chunked") {
        m_part = Part::ChunkSize;
        return;
    }
    const std::string length = m_reply.header("content-length");
    const bool isBare = m_reply.status == 204 || m_reply.status == 304;
    if (length.empty() && !isBare) {
        m_part = Part::UntilClosed;
        m_left = m_largestBody + 1;
        return;
    }
    const auto size = isBare ? std::optional<std::size_t>(0) : numberIn(length, 10);
    if (!size || m_reply.headers.count("content-length") > 1)
        m_state = State::Malformed;
    else if (*size > m_largestBody)
        m_state = State::TooLarge;
    m_part = Part::Sized;
    m_left = size.value_or(0);
}

bool ReplyReader::readSized() {
    const std::size_t count = std::min(m_left, m_buffer.size());
    m_reply.body.append(m_buffer, 0, count);
    m_buffer.erase(0, count);
    m_left -= count;
    if (m_reply.body.size() > m_largestBody) return stop(State::TooLarge);
    return m_part == Part::Sized && m_left == 0 ? stop(State::Done) : false;
}

std::optional<std::string> ReplyReader::takeLine() {
    const std::size_t end = m_buffer.find("\r\n");
    if (end == std::string::npos) {
        if (m_buffer.size() > kLongestLine) m_state = State::Malformed;
        return std::nullopt;
    }
    std::string line = m_buffer.substr(0, end);
    m_buffer.erase(0, end + 2);
    return line;
}

bool ReplyReader::readChunkSize() {
    const auto line = takeLine();
    if (!line) return false;
    const auto size = numberIn(*line, 16);
    if (!size) return stop(State::Malformed);
    if (*size > m_largestBody || m_reply.body.size() + *size > m_largestBody) return stop(State::TooLarge);
    m_left = *size;
    m_part = *size == 0 ? Part::Trailer : Part::Chunk;
    return true;
}

bool ReplyReader::readChunk() {
    const std::size_t count = std::min(m_left, m_buffer.size());
    m_reply.body.append(m_buffer, 0, count);
    m_buffer.erase(0, count);
    m_left -= count;
    if (m_left > 0) return false;
    m_part = Part::ChunkEnd;
    return true;
}

bool ReplyReader::readChunkEnd() {
    const auto line = takeLine();
    if (!line) return false;
    if (!line->empty()) return stop(State::Malformed);
    m_part = Part::ChunkSize;
    return true;
}

bool ReplyReader::readTrailer() {
    const auto line = takeLine();
    if (!line) return false;
    return line->empty() ? stop(State::Done) : true;
}

}  // namespace wikivault::docmost
