#include "ui/tray.h"

#include "models/words.h"
#include "ui/delegates/marks.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QMenu>
#include <QPainter>
#include <QSystemTrayIcon>

namespace wikivault {

Tray::Tray(const UiContext &ui, MainWindow &window) : m_ui(ui), m_window(window), m_menu(std::make_unique<QMenu>()) {
    buildMenu();
    connect(&ui.models.spaces, &TableModel::loadChanged, this, &Tray::update);
    connect(&ui.models.spaces, &QAbstractItemModel::dataChanged, this, &Tray::update);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &Tray::update);
    connect(&ui.models.tray, &TraySetting::changed, this, &Tray::useOrNot);
    update();
    useOrNot();
}

Tray::~Tray() {
    QApplication::setQuitOnLastWindowClosed(true);
}

void Tray::buildMenu() {
    m_menu->setObjectName(QStringLiteral("trayMenu"));
    m_state = m_menu->addAction(QString());
    m_state->setEnabled(false);
    m_menu->addSeparator();
    m_preview = m_menu->addAction(tr("Preview all"));
    connect(m_preview, &QAction::triggered, this, &Tray::previewAll);
    m_pause = m_menu->addMenu(tr("Pause all"));
    const std::pair<QString, std::optional<std::chrono::minutes>> times[] = {
        {tr("30 minutes"), std::chrono::minutes(30)},
        {tr("1 hour"), std::chrono::hours(1)},
        {tr("Until I resume"), {}}};
    for (const auto &[text, time] : times)
        connect(m_pause->addAction(text), &QAction::triggered, this, [this, wanted = time] { pauseAll(wanted); });
    connect(m_menu->addAction(tr("Resume all")), &QAction::triggered, this,
            [this] { m_ui.commands.spaces.pause(synced(), {}); });
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Open")), &QAction::triggered, &m_window, &MainWindow::comeForward);
    connect(m_menu->addAction(tr("Quit")), &QAction::triggered, &m_window, &MainWindow::quit);
}

std::vector<SpaceId> Tray::synced() const {
    std::vector<SpaceId> spaces;
    for (const SpaceRow &row : m_ui.models.spaces.rows())
        if (row.space.selected) spaces.push_back(row.space.id);
    return spaces;
}

void Tray::previewAll() {
    m_window.comeForward();
    m_window.lookAt(synced());
}

/// In production a pause has a reason, which only the window can ask for.
void Tray::pauseAll(const std::optional<std::chrono::minutes> &time) {
    if (m_ui.models.state.isProduction()) return m_window.askToPauseAll();
    const auto until = time ? std::optional(m_ui.models.spaces.now() + *time) : std::nullopt;
    m_ui.commands.spaces.pause(synced(), Pause{until, {}, {}});
}

QString Tray::stateLine() const {
    constexpr int mostStates = 3;  // a menu is narrow, and the worst come first
    const SpaceListModel &spaces = m_ui.models.spaces;
    QStringList counts;
    for (const SpaceState state : SpaceListModel::worstFirst())
        if (const int count = spaces.countOf(state); count > 0 && counts.size() < mostStates)
            counts << tr("%1: %2").arg(words::state(state)).arg(count);
    const QString wiki = m_ui.models.state.wikiName();
    return counts.isEmpty() ? wiki : tr("%1. %2").arg(wiki, counts.join(QStringLiteral(", ")));
}

QIcon Tray::iconOf(SpaceState state) const {
    QIcon icon;
    const Mark mark = words::mark(state);
    const Palette &colors = m_ui.theme.colors();
    for (const int side : {16, 22, 24, 32, 48, 64}) {
        QPixmap picture = m_window.windowIcon().pixmap(side, side);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        const qreal badge = side * 0.56;
        const QRectF corner(side - badge, side - badge, badge, badge);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.surface);
        painter.drawEllipse(corner);
        const qreal inset = badge * 0.2;
        // The marks are drawn for a box of ten pixels.
        constexpr qreal drawn = 10;
        painter.translate(corner.topLeft() + QPointF(inset, inset));
        painter.scale((badge - 2 * inset) / drawn, (badge - 2 * inset) / drawn);
        paintMark(painter, QRectF(0, 0, drawn, drawn), mark, colors.of(words::tone(mark)));
        painter.end();
        icon.addPixmap(picture);
    }
    return icon;
}

void Tray::update() {
    m_state->setText(stateLine());
    const bool any = !synced().empty(), mayPause = !m_ui.models.state.isStartedReadOnly();
    m_preview->setEnabled(any);
    m_pause->setEnabled(any && mayPause);
    if (!m_icon) return;
    m_icon->setToolTip(stateLine());
    const SpaceState worst = m_ui.models.spaces.worst();
    if (m_shown == worst) return;
    m_shown = worst;
    m_icon->setIcon(iconOf(worst));
}

void Tray::useOrNot() {
    const bool isUsed = m_ui.models.tray.isInUse();
    QApplication::setQuitOnLastWindowClosed(!isUsed);
    if (isUsed == (m_icon != nullptr)) return;
    m_shown.reset();
    if (!isUsed) {
        m_icon.reset();
        if (!m_window.isVisible()) m_window.comeForward();
        return;
    }
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger) raiseOrHide();
    });
    update();
    m_icon->show();
}

void Tray::raiseOrHide() {
    if (m_window.isVisible() && m_window.isActiveWindow()) return m_window.hide();
    m_window.comeForward();
}

}  // namespace wikivault
