#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wikivault::docmost {

struct HttpReply {
    int status = 0;
    std::multimap<std::string, std::string> headers;  ///< names in lower case
    std::string body;

    /// The first header of that name, or "".
    [[nodiscard]] std::string header(const std::string &name) const;
};

/// Reads one HTTP/1.1 answer as it arrives: by length, in chunks, or until the server closes.
class ReplyReader {
public:
    enum class State { Reading, Done, Malformed, TooLarge };

    explicit ReplyReader(std::size_t largestBody) : m_largestBody(largestBody) {}
    State feed(std::string_view bytes);
    /// The server has closed the connection: Done when the answer is whole, else Malformed.
    State close();
    [[nodiscard]] State state() const { return m_state; }
    /// Something of an answer has arrived.
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    [[nodiscard]] HttpReply &reply() { return m_reply; }

private:
    enum class Part { Head, Sized, ChunkSize, Chunk, ChunkEnd, Trailer, UntilClosed };
    void readAll();
    bool readHead();
    bool readSized();
    bool readChunkSize();
    bool readChunk();
    bool readChunkEnd();
    bool readTrailer();
    bool parseHead(std::string_view head);
    bool stop(State state);
    void chooseBody();
    std::optional<std::string> takeLine();

    const std::size_t m_largestBody;
    HttpReply m_reply;
    std::string m_buffer;
    State m_state = State::Reading;
    Part m_part = Part::Head;
    std::size_t m_left = 0;  ///< bytes of the body or the chunk still to come
    bool m_hasBegun = false;
};

}  // namespace wikivault::docmost
