#include "tests/ui/own_window.h"

namespace wikivault {

void OwnWindow::initTestCase() {
    m_theme = std::make_unique<Theme>(*qApp);
}
void OwnWindow::init() {
    m_world = std::make_unique<ConsoleWorld>(*m_theme);
}
void OwnWindow::cleanup() {
    m_world.reset();
}
void OwnWindow::cleanupTestCase() {
    m_theme.reset();
}

}  // namespace wikivault
