#include "ui/run_strip.h"

#include "models/engine_text.h"
#include "models/words.h"
#include "ui/delegates/marks.h"
#include "ui/elided_label.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>

namespace wikivault {

namespace {

class RunningMark : public QWidget {
public:
    explicit RunningMark(const Theme &theme) : m_theme(theme) {
        setFixedSize(14, 14);
        setAccessibleName(RunStrip::tr("Running"));
    }

protected:
    void paintEvent(QPaintEvent *) override {
        QPainter painter(this);
        paintMark(painter, QRectF(1, 1, 12, 12), Mark::Running, m_theme.colors().of(Tone::Accent));
    }

private:
    const Theme &m_theme;
};

}  // namespace

RunStrip::RunStrip(const UiContext &ui, QWidget *parent)
    : QWidget(parent),
      m_ui(ui),
      m_name(new ElidedLabel("strong")),
      m_phase(new ElidedLabel("muted")),
      m_progress(new QProgressBar),
      m_time(make::label("muted")),
      m_more(make::label("muted")) {
    setProperty("role", QLatin1String("strip"));
    setAttribute(Qt::WA_StyledBackground);
    setObjectName(QStringLiteral("runStrip"));
    auto *row = new QHBoxLayout(this);
    make::margins(*row, space::kHuge, 6, space::kMedium);
    m_phase->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_stop = make::button(ui.theme, {tr("Stop after this page"), QStringLiteral("stopButton"), QStringLiteral("stop"),
                                     "", tr("Finishes the current page, releases the lock")});
    row->addWidget(new RunningMark(ui.theme));
    row->addWidget(m_name);
    row->addWidget(m_phase, 1);
    row->addWidget(m_more);
    row->addWidget(m_progress);
    row->addWidget(m_time);
    row->addWidget(m_stop);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (const ActiveRun *run = shown()) m_ui.commands.spaces.stop(SpaceId(run->space));
    });
    connect(&ui.models.state, &ConsoleState::runsChanged, this, &RunStrip::update);
    connect(&ui.models.state, &ConsoleState::ticked, this, &RunStrip::update);
    update();
}

const ActiveRun *RunStrip::shown() const {
    const auto &runs = m_ui.models.state.runs();
    return runs.empty() ? nullptr : &runs.front();
}

void RunStrip::update() {
    const ActiveRun *run = shown();
    setVisible(run != nullptr);
    if (!run) return;
    m_name->setText(run->name);
    QString phase = run->at.phase.empty() ? tr("starting") : engineText(run->at.phase);
    if (run->at.total > 0) phase += QStringLiteral(" %1/%2").arg(run->at.done).arg(run->at.total);
    if (!run->at.page.empty()) phase += tr("  “%1”").arg(words::text(run->at.page));
    m_phase->setText(phase);
    m_progress->setRange(0, std::max(run->at.total, 0));
    m_progress->setValue(run->at.done);
    m_progress->setVisible(run->at.total > 0);
    m_time->setText(words::clock(m_ui.models.state.now() - run->startedAt));
    const int others = int(m_ui.models.state.runs().size()) - 1;
    m_more->setText(others > 0 ? tr("and %n more", nullptr, others) : QString());
    m_stop->setText(run->stopping ? tr("Stopping…") : tr("Stop after this page"));
    m_stop->setEnabled(!run->stopping);
}

}  // namespace wikivault
