#include "engine/core/sentence.h"

#include <algorithm>

namespace wikivault {

std::string asSentence(std::string text) {
    if (text.empty() || text.find('\n') != std::string::npos) return text;
    const auto word = text.substr(0, text.find(' '));
    if (std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    if (std::string(".!?:").find(text.back()) == std::string::npos) text += '.';
    return text;
}

std::string minuteOf(TimePoint time) {
    std::string text = toIso8601(time).substr(0, 16);
    text[10] = ' ';
    return text + " UTC";
}

}  // namespace wikivault
