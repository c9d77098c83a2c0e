#pragma once

#include "tests/ui/console_world.h"

#include <QLineEdit>

namespace wikivault {

/// The settings of a window that is opened for it unless it is open.
inline void openSettings(ConsoleWorld &world) {
    if (!world.window) world.filled().open();
    QVERIFY(world.click("settingsButton"));
    QTRY_VERIFY(world.isShown("settingsDialog"));
}

/// In the place of what stood in the field.
inline void type(ConsoleWorld &world, const char *field, const QString &text) {
    auto *edit = world.find<QLineEdit>(field);
    QVERIFY(edit);
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

}  // namespace wikivault
