#include "tests/support/crafted_pack.h"

#include "engine/adapters/git/zlib_stream.h"

#include <QCryptographicHash>

#include <zlib.h>
#include <algorithm>

namespace wikivault::test {

namespace {

constexpr unsigned kOffsetDelta = 6;
constexpr std::size_t kHeader = 12;

char byteOf(std::size_t value) {
    return static_cast<char>(value & 0xff);
}

std::string bigEndian(std::uint32_t value) {
    return {byteOf(value >> 24), byteOf(value >> 16), byteOf(value >> 8), byteOf(value)};
}

/// Seven bits a byte, the low ones first.
std::string varint(std::size_t value) {
    std::string text;
    for (; value > 0x7f; value >>= 7)
        text += byteOf(value | 0x80);
    return text + byteOf(value);
}

/// As an offset delta names its base: seven bits a byte, the high ones first.
std::string offsetBack(std::size_t value) {
    std::string text(1, byteOf(value & 0x7f));
    while ((value >>= 7) != 0)
        text.insert(text.begin(), byteOf(0x80 | (--value & 0x7f)));
    return text;
}

}  // namespace

void CraftedPack::begin(unsigned type, std::size_t size) {
    m_last = m_next;
    m_next = kHeader + m_entries.size();
    ++m_objects;
    std::size_t rest = size >> 4;
    std::string header(1, byteOf((rest ? 0x80 : 0) | type << 4 | (size & 0x0f)));
    if (rest) header += varint(rest);
    m_entries += header;
}

std::string CraftedPack::add(unsigned type, std::string_view contents) {
    begin(type, contents.size());
    m_entries += git::deflated(contents);
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArray(type == kTree ? "tree " : "blob ") + QByteArray::number(qsizetype(contents.size())) + '\0');
    hash.addData(QByteArrayView(contents.data(), qsizetype(contents.size())));
    return hash.result().toStdString();
}

void CraftedPack::addZeros(std::size_t count) {
    begin(kBlob, count);
    z_stream stream{};
    deflateInit(&stream, Z_BEST_COMPRESSION);
    std::string zeros(std::size_t(1) << 20, '\0'), out(zeros.size(), '\0');
    int state = Z_OK;
    while (state == Z_OK) {
        if (stream.avail_in == 0 && count > 0) {
            stream.next_in = reinterpret_cast<Bytef *>(zeros.data());
            stream.avail_in = static_cast<uInt>(std::min(count, zeros.size()));
            count -= stream.avail_in;
        }
        stream.next_out = reinterpret_cast<Bytef *>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        state = deflate(&stream, count == 0 ? Z_FINISH : Z_NO_FLUSH);
        m_entries.append(out, 0, out.size() - stream.avail_out);
    }
    deflateEnd(&stream);
}

void CraftedPack::addDelta(std::size_t sizeOfLast, std::size_t piece, std::size_t times) {
    std::string delta = varint(sizeOfLast) + varint(piece * times);
    for (std::size_t i = 0; i < times; ++i)
        delta += std::string{byteOf(0xf0)} + byteOf(piece) + byteOf(piece >> 8) + byteOf(piece >> 16);
    begin(kOffsetDelta, delta.size());
    m_entries += offsetBack(m_next - m_last) + git::deflated(delta);
}

std::string CraftedPack::text(std::uint32_t count) const {
    const std::string pack = "PACK" + bigEndian(2) + bigEndian(count) + m_entries;
    return pack + QCryptographicHash::hash(QByteArray::fromStdString(pack), QCryptographicHash::Sha1).toStdString();
}

}  // namespace wikivault::test
