#pragma once

#include "tests/ui/console_world.h"

#include <memory>

namespace wikivault {

/// A test that has a window of its own for each of its functions.
class OwnWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

protected:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConsoleWorld> m_world;
};

}  // namespace wikivault
