#include "engine/adapters/git/zlib_stream.h"

#include <zlib.h>
#include <algorithm>
#include <array>
#include <charconv>

namespace wikivault::git {

namespace {

// zlib never writes to its input, but its type says so.
Bytef *inputOf(std::string_view text) {
    return reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
}

struct Inflater {
    z_stream stream{};
    bool ready = inflateInit(&stream) == Z_OK;
    explicit Inflater(std::string_view input) {
        stream.next_in = inputOf(input);
        stream.avail_in = static_cast<uInt>(input.size());
    }
    ~Inflater() { inflateEnd(&stream); }
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;
};

/// The length a header like `blob 12` states, and where the contents start.
struct Header {
    std::size_t contents = 0, length = 0;
};
std::optional<Header> headerOf(std::string_view start) {
    const std::size_t end = start.find('\0');
    const std::size_t space = start.find(' ');
    if (end == std::string_view::npos || space == std::string_view::npos || space > end) return std::nullopt;
    Header header{end + 1, 0};
    const auto [rest, error] = std::from_chars(start.data() + space + 1, start.data() + end, header.length);
    if (error != std::errc() || rest != start.data() + end) return std::nullopt;
    return header;
}

}  // namespace

std::string deflated(std::string_view text) {
    uLongf size = compressBound(static_cast<uLong>(text.size()));
    std::string stream(size, '\0');
    compress2(reinterpret_cast<Bytef *>(stream.data()), &size, inputOf(text), static_cast<uLong>(text.size()),
              Z_BEST_SPEED);
    stream.resize(size);
    stream.shrink_to_fit();
    return stream;
}

std::optional<std::string> inflated(std::string_view stream, std::size_t size) {
    std::string text(size, '\0');
    auto length = static_cast<uLongf>(size);
    // An empty text still needs room for zlib to say that it ended.
    if (size == 0) text.resize(1);
    if (size == 0) length = 1;
    const int code =
        uncompress(reinterpret_cast<Bytef *>(text.data()), &length, inputOf(stream), static_cast<uLong>(stream.size()));
    if (code != Z_OK || length != size) return std::nullopt;
    text.resize(size);
    return text;
}

std::uint32_t crcOf(std::initializer_list<std::string_view> parts) {
    uLong crc = crc32(0, nullptr, 0);
    for (const std::string_view part : parts)
        crc = crc32(crc, inputOf(part), static_cast<uInt>(part.size()));
    return static_cast<std::uint32_t>(crc);
}

bool isWholeLooseObject(std::string_view file) {
    Inflater inflater(file);
    if (!inflater.ready) return false;
    std::array<char, 16384> chunk{};
    std::optional<Header> header;
    std::size_t total = 0;
    int code = Z_OK;
    while (code == Z_OK) {
        inflater.stream.next_out = reinterpret_cast<Bytef *>(chunk.data());
        inflater.stream.avail_out = static_cast<uInt>(chunk.size());
        code = inflate(&inflater.stream, Z_NO_FLUSH);
        const std::size_t produced = chunk.size() - inflater.stream.avail_out;
        if (!header) header = headerOf(std::string_view(chunk.data(), produced));
        if (!header || (code == Z_OK && produced == 0)) return false;
        total += produced;
    }
    return code == Z_STREAM_END && total == header->contents + header->length && inflater.stream.avail_in == 0;
}

}  // namespace wikivault::git
