#include "models/tray_setting.h"

#include <utility>

namespace wikivault {

void TraySetting::setWanted(bool wanted) {
    if (std::exchange(m_wanted, wanted) != wanted) emit changed();
}

void TraySetting::setWhyNone(const QString &sentence) {
    if (std::exchange(m_whyNone, sentence) != sentence) emit changed();
}

void TraySetting::setTold(bool told) {
    if (std::exchange(m_told, told) != told) emit changed();
}

}  // namespace wikivault
