#pragma once

#include <QString>

namespace wikivault {

/// How far a preview of several spaces is.
struct Looking {
    QString name;
    int done = 0, total = 0;
};

}  // namespace wikivault
