#pragma once

#include <stop_token>

namespace wikivault {

/// Fires as soon as one of two does.
class EitherStop {
public:
    EitherStop(const std::stop_token &one, const std::stop_token &other)
        : m_one(one, Relay{m_source}),
          m_other(other, Relay{m_source}) {}
    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    struct Relay {
        std::stop_source target;
        void operator()() { target.request_stop(); }
    };
    std::stop_source m_source;
    std::stop_callback<Relay> m_one, m_other;
};

}  // namespace wikivault
