#include "engine/adapters/sql/sql_value.h"

namespace wikivault::sql {

std::string placeholders(std::size_t count, const std::string &mark) {
    std::string marks = mark;
    for (std::size_t i = 1; i < count; ++i)
        marks += ", " + mark;
    return marks;
}

}  // namespace wikivault::sql
