#include "ui/page_opener.h"

#include "ui/table_view.h"
#include "ui/widgets.h"

#include <QAction>
#include <QHBoxLayout>

namespace wikivault {

namespace {

void follow(QPushButton *button, const QList<QAction *> &entries, const QString &name, const QString &why) {
    if (button) {
        button->setEnabled(why.isEmpty());
        button->setAccessibleName(name);
        button->setAccessibleDescription(why);
        button->setToolTip(why.isEmpty() ? name : PageOpener::tr("%1: %2").arg(name, why));
    }
    for (QAction *entry : entries) {
        entry->setEnabled(why.isEmpty());
        entry->setText(name);
    }
}

}  // namespace

PageOpener::PageOpener(const UiContext &ui, const QString &name, QObject *parent)
    : QObject(parent),
      m_ui(ui),
      m_name(name) {
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &PageOpener::update);
}

void PageOpener::setPlace(const std::optional<PagePlace> &place) {
    m_place = place;
    update();
}

QWidget *PageOpener::makeButtons() {
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    make::margins(*row, 0, 0, 0);
    m_wikiButton =
        make::button(m_ui.theme, {{}, m_name + QStringLiteral("WikiButton"), QStringLiteral("wiki"), "plain", {}});
    m_fileButton =
        make::button(m_ui.theme, {{}, m_name + QStringLiteral("FileButton"), QStringLiteral("folder"), "plain", {}});
    connect(m_wikiButton, &QPushButton::clicked, this, &PageOpener::openInWiki);
    connect(m_fileButton, &QPushButton::clicked, this, &PageOpener::openFile);
    row->addWidget(m_wikiButton);
    row->addWidget(m_fileButton);
    update();
    return box;
}

void PageOpener::addTo(TableView &list) {
    m_wikiEntries << list.addMenuEntry({}, [this] { openInWiki(); });
    m_fileEntries << list.addMenuEntry({}, [this] { openFile(); });
    update();
}

void PageOpener::openInWiki() {
    if (m_place) m_ui.commands.open.openInWiki(*m_place);
}

void PageOpener::openFile() {
    if (m_place) m_ui.commands.open.openFile(*m_place);
}

QString PageOpener::nameOfFile() const {
    const bool isSpace = m_place && !m_place->page && m_place->path.empty();
    return isSpace ? tr("Open the vault's folder") : tr("Open file");
}

void PageOpener::update() {
    const QString none = tr("Nothing is selected.");
    follow(m_wikiButton, m_wikiEntries, tr("Open in wiki"),
           m_place ? page_links::whyNotInWiki(m_ui.models.state.settings(), *m_place) : none);
    follow(m_fileButton, m_fileEntries, nameOfFile(), m_place ? page_links::whyNoFile(*m_place) : none);
}

}  // namespace wikivault
