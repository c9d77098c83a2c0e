#include "ui/block_origin.h"

#include "models/words.h"
#include "ui/widgets.h"

namespace wikivault {

BlockOriginLine::BlockOriginLine(const UiContext &ui, QWidget *parent) : QLabel(parent), m_ui(ui) {
    setObjectName(QStringLiteral("blockOrigin"));
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setProperty("role", QLatin1String("caption"));
    hide();
}

void BlockOriginLine::open(const ConflictDetail &conflict) {
    close();
    m_conflict = conflict.summary;
    m_ui.commands.compare.blockOrigins(conflict, this,
                                       [this, request = m_request](const Result<std::vector<BlockOrigin>> &origins) {
                                           if (request != m_request || !origins) return;
                                           m_origins = *origins;
                                           update();
                                       });
}

void BlockOriginLine::close() {
    ++m_request;
    m_origins.clear();
    update();
}

void BlockOriginLine::showBlock(int block) {
    m_block = block;
    update();
}

/// The wiki does not say who wrote which lines, only who saved the page last.
QString BlockOriginLine::wikiText(const BlockOrigin &origin) const {
    if (!origin.wiki) return {};
    const QString byline = m_ui.models.conflicts.byline(m_conflict.wikiBy, m_conflict.wikiAt);
    if (origin.isNewestInWiki && !byline.isEmpty()) return tr("Wiki: %1").arg(byline);
    return tr("Wiki: came with the run of %1").arg(words::timeOfDay(origin.wiki->at, m_ui.models.state.now()));
}

QString BlockOriginLine::gitText(const BlockOrigin &origin) const {
    if (!origin.git) return {};
    const QString at = words::ago(origin.git->at, m_ui.models.state.now()),
                  commit = words::text(origin.git->commit.substr(0, 8));
    const QString subject = words::text(origin.git->subject);
    const QString by = origin.git->author.empty()
                           ? tr("Git: %1, %2").arg(at, commit)
                           : tr("Git: %1, %2, %3").arg(words::text(origin.git->author), at, commit);
    return subject.isEmpty() ? by : tr("%1 “%2”").arg(by, subject);
}

void BlockOriginLine::update() {
    const bool isKnown = m_block >= 0 && m_block < int(m_origins.size());
    const BlockOrigin origin = isKnown ? m_origins[std::size_t(m_block)] : BlockOrigin();
    QStringList sides{wikiText(origin), gitText(origin)};
    sides.removeAll(QString());
    setText(sides.isEmpty() ? QString() : tr("This block – %1").arg(sides.join(QStringLiteral("  ·  "))));
    setToolTip(origin.git ? words::fullTime(origin.git->at) : QString());
    setVisible(!sides.isEmpty());
}

}  // namespace wikivault
