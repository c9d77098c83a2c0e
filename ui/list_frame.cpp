#include "ui/list_frame.h"

#include "models/words.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace wikivault {

ListFrame::ListFrame(const Theme &theme, const TableModel &source, TableView *table, const Words &words)
    : m_theme(theme),
      m_source(source),
      m_table(table),
      m_words(words),
      m_bar(new MessageBar(theme)),
      m_stack(new QStackedWidget),
      m_icon(new QLabel),
      m_sentence(make::prose("heading")),
      m_detail(make::prose("muted")),
      m_action(make::button(theme, {{}, QStringLiteral("emptyAction"), {}, "", {}})),
      m_profile(make::button(
          theme, {tr("Edit profile…"), QStringLiteral("editProfileButton"), QStringLiteral("settings"), "", {}})),
      m_copy(make::button(theme, {tr("Copy"), QStringLiteral("copyFailureButton"), QStringLiteral("copy"), "plain",
                                  tr("What went wrong, as text")})) {
    auto *blank = new QWidget;
    auto *column = new QVBoxLayout(blank);
    make::margins(*column, space::kHuge, space::kHuge, space::kSmall);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(space::kTiny);
    for (QLabel *label : {m_sentence, m_detail}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setFixedWidth(520);
        // Stretches, not an alignment: only so the text gets the height of its wrapped lines.
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(label);
        row->addStretch(1);
        column->addLayout(row);
    }
    m_sentence->setObjectName(QStringLiteral("emptySentence"));
    m_detail->setObjectName(QStringLiteral("emptyDetail"));
    column->addSpacing(space::kSmall);
    column->addLayout(buildVerbs());
    column->addStretch(3);
    m_stack->addWidget(table);
    m_stack->addWidget(blank);
    auto *layout = new QVBoxLayout(this);
    make::margins(*layout, 0, 0, 0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    connect(&source, &TableModel::loadChanged, this, &ListFrame::update);
    connect(table->model(), &QAbstractItemModel::modelReset, this, &ListFrame::update);
    connect(table->model(), &QAbstractItemModel::rowsInserted, this, &ListFrame::update);
    connect(table->model(), &QAbstractItemModel::rowsRemoved, this, &ListFrame::update);
    connect(&theme, &Theme::changed, this, &ListFrame::update);
    update();
}

QLayout *ListFrame::buildVerbs() {
    auto *row = new QHBoxLayout;
    make::margins(*row, 0, 0, space::kSmall);
    row->addStretch(1);
    for (QPushButton *button : {m_action, m_profile, m_copy})
        row->addWidget(button);
    row->addStretch(1);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (m_act) m_act();
    });
    connect(m_profile, &QPushButton::clicked, this, &ListFrame::profileRequested);
    connect(m_copy, &QPushButton::clicked, this, &ListFrame::copyFailure);
    return row;
}

void ListFrame::copyFailure() const {
    QGuiApplication::clipboard()->setText(m_words.failed + QLatin1Char('\n') + m_source.load().error);
}

void ListFrame::setWords(const Words &words) {
    m_words = words;
    update();
}

void ListFrame::setEmptyAction(const QString &text, std::function<void()> act) {
    m_emptyActionText = text;
    m_emptyAction = std::move(act);
    update();
}

void ListFrame::showBlank(const QString &icon, const QString &sentence, const QString &detail) {
    m_icon->setPixmap(m_theme.icon(icon, Tone::Muted).pixmap(QSize(32, 32), devicePixelRatioF()));
    m_icon->setAccessibleName(sentence);
    m_sentence->setText(sentence);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    m_action->setVisible(!m_action->text().isEmpty());
    const bool failed = m_source.load().phase == Load::Phase::Failed && m_source.rowCount() == 0;
    m_profile->setVisible(failed);
    m_copy->setVisible(failed);
    m_action->setAccessibleName(m_action->text());
    m_stack->setCurrentIndex(1);
}

void ListFrame::showStale() {
    const Load &load = m_source.load();
    const bool stale = load.phase == Load::Phase::Failed && m_source.rowCount() > 0;
    m_table->setStale(stale);
    if (!stale) return m_bar->dismiss();
    const QString why = m_words.failed + QLatin1Char(' ') + load.error;
    m_bar->show({Tone::Danger,
                 load.asOf ? tr("Showing %1. %2").arg(words::timeOfDay(*load.asOf, m_source.now()), why) : why,
                 {{tr("Retry"), QStringLiteral("retryButton"), "", [this] { emit retryRequested(); }},
                  {tr("Edit profile…"), QStringLiteral("staleProfileButton"), "", [this] { emit profileRequested(); }},
                  {tr("Copy"), QStringLiteral("staleCopyButton"), "plain", [this] { copyFailure(); }}},
                 {},
                 false,
                 true});
}

/// That there was nothing once says nothing about now.
void ListFrame::showFailure() {
    const Load &load = m_source.load();
    m_action->setText(tr("Retry"));
    m_act = [this] { emit retryRequested(); };
    const QString before =
        load.asOf ? tr("As of %1: %2").arg(words::timeOfDay(*load.asOf, m_source.now()), m_words.empty) : QString();
    showBlank(QStringLiteral("error"), m_words.failed,
              before.isEmpty() ? load.error : load.error + QLatin1Char(' ') + before);
}

void ListFrame::update() {
    const Load &load = m_source.load();
    showStale();
    m_action->setText({});
    m_act = nullptr;
    if (m_table->model()->rowCount() > 0) {
        m_stack->setCurrentIndex(0);
    } else if (m_source.rowCount() > 0) {
        m_action->setText(m_words.noMatchVerb.isEmpty() ? tr("Clear filter") : m_words.noMatchVerb);
        m_act = [this] { emit clearFilterRequested(); };
        showBlank(QStringLiteral("search"), m_words.noMatch, {});
    } else if (load.phase == Load::Phase::Failed) {
        showFailure();
    } else if (load.phase == Load::Phase::Loading) {
        showBlank(QStringLiteral("clock"), tr("Reading…"), {});
    } else {
        m_action->setText(m_emptyActionText);
        m_act = m_emptyAction;
        showBlank(m_words.icon, m_words.empty, m_words.emptyDetail);
    }
}

}  // namespace wikivault
