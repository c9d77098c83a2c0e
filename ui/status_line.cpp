#include "ui/status_line.h"

#include "models/drive_words.h"
#include "models/words.h"
#include "ui/delegates/marks.h"
#include "ui/driver_question.h"
#include "ui/elided_label.h"
#include "ui/widgets.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

namespace wikivault {

/// Pressed, it shows the doctor's check of that connection.
class HealthChip : public QAbstractButton {
public:
    explicit HealthChip(const Theme &theme) : m_theme(theme) {
        setFixedHeight(20);
        setCursor(Qt::PointingHandCursor);
    }

    void show(const QString &name, const Health &health, TimePoint now) {
        m_health = health;
        const bool isLost = health.state == Health::State::Lost;
        const QString what = isLost && health.since
                                 ? StatusLine::tr("%1 lost for %2").arg(name, words::clock(now - *health.since))
                                 : name;
        m_text =
            health.text.isEmpty() ? what : what + (isLost ? QStringLiteral(": ") : QStringLiteral(" ")) + health.text;
        setAccessibleName(m_text);
        setToolTip(StatusLine::tr("%1\nClick for the doctor's check").arg(m_text));
        setFixedWidth(std::min(420, QFontMetrics(m_theme.font(Theme::Text::Caption)).horizontalAdvance(m_text) + 18));
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override {
        QPainter painter(this);
        painter.setFont(m_theme.font(Theme::Text::Caption));
        const Palette &colors = m_theme.colors();
        const Mark mark = m_health.state == Health::State::Good   ? Mark::InSync
                          : m_health.state == Health::State::Lost ? Mark::Failing
                                                                  : Mark::Unknown;
        const QColor color = mark == Mark::InSync ? colors.good : mark == Mark::Failing ? colors.danger : colors.muted;
        const auto mirrored = [this](const QRect &part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
        paintMark(painter, mirrored({1, 6, 9, 9}), mark, color);
        painter.setPen(mark == Mark::Failing ? colors.danger : colors.muted);
        const QRect text = mirrored(rect().adjusted(16, 0, 0, 0));
        painter.drawText(text, Qt::AlignVCenter,
                         QFontMetrics(painter.font()).elidedText(m_text, Qt::ElideRight, text.width()));
        if (!hasFocus()) return;
        painter.setPen(colors.of(Tone::Accent));
        painter.drawRoundedRect(rect().adjusted(0, 0, -1, -1), 4, 4);
    }

private:
    const Theme &m_theme;
    Health m_health;
    QString m_text;
};

StatusLine::StatusLine(const UiContext &ui, QWidget *parent)
    : QWidget(parent),
      m_ui(ui),
      m_database(new HealthChip(ui.theme)),
      m_locks(new HealthChip(ui.theme)),
      m_vaults(new HealthChip(ui.theme)),
      m_mode(new ElidedLabel("caption")),
      m_change(make::button(ui.theme, {{}, QStringLiteral("driverButton"), {}, "foot", {}})) {
    setProperty("role", QLatin1String("footer"));
    setAttribute(Qt::WA_StyledBackground);
    setObjectName(QStringLiteral("statusLine"));
    setFixedHeight(30);
    auto *row = new QHBoxLayout(this);
    make::margins(*row, space::kHuge, 0, space::kLarge);
    row->addWidget(m_database);
    row->addWidget(m_locks);
    row->addWidget(m_vaults);
    row->addStretch(1);
    row->addWidget(m_mode);
    row->addWidget(m_change);
    m_database->setObjectName(QStringLiteral("databaseChip"));
    m_locks->setObjectName(QStringLiteral("locksChip"));
    m_mode->setObjectName(QStringLiteral("modeLabel"));
    const std::pair<HealthChip *, const char *> checks[] = {
        {m_database, "database"}, {m_locks, "redis"}, {m_vaults, "data directory"}};
    for (const auto &[chip, check] : checks)
        connect(chip, &QAbstractButton::clicked, this,
                [this, name = QLatin1String(check)] { emit checkRequested(name); });
    connect(&ui.models.state, &ConsoleState::ticked, this, [this] {
        const ConsoleState &state = m_ui.models.state;
        if (state.database().since || state.locks().since) update();
    });
    connect(m_change, &QPushButton::clicked, this, [this] { changeDriver(m_ui, *window()); });
    connect(&ui.models.state, &ConsoleState::healthChanged, this, &StatusLine::update);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &StatusLine::update);
    connect(&ui.theme, &Theme::changed, this, &StatusLine::update);
    update();
}

void StatusLine::update() {
    const ConsoleState &state = m_ui.models.state;
    const Settings &settings = state.settings();
    m_database->show(settings.isSqlite() ? tr("SQLite") : tr("Postgres"), state.database(), state.now());
    m_locks->show(settings.redisUrl.empty() ? tr("File locks") : tr("Redis"), state.locks(), state.now());
    const int vaults = state.vaults();
    m_vaults->show(
        tr("Vaults"),
        {vaults < 0 ? Health::State::Unknown : Health::State::Good, vaults < 0 ? QString() : QString::number(vaults)},
        state.now());
    m_mode->setText(tr("Mode: %1").arg(words::driveMode(state)));
    labelDriverButton(*m_change, state);
}

}  // namespace wikivault
