#include "ui/text_pane.h"

#include "ui/rendered_view.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QStackedWidget>

namespace wikivault {

TextPane::TextPane(const UiContext &ui, const QString &objectName, QWidget *parent) : QWidget(parent), m_ui(ui) {
    m_source = new CompareView(ui.theme);
    m_source->setObjectName(objectName);
    m_reader = new RenderedView(ui.theme);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_source);
    m_stack->addWidget(m_reader);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    column->addWidget(m_stack);
}

QWidget *TextPane::makeSwitch() {
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    make::margins(*row, 0, 0, 2);
    m_sourceButton = make::button(
        m_ui.theme, {tr("Source"), QStringLiteral("sourceButton"), {}, "chip", tr("The Markdown of both sides")});
    m_renderedButton = make::button(m_ui.theme, {tr("Rendered"),
                                                 QStringLiteral("renderedButton"),
                                                 {},
                                                 "chip",
                                                 tr("What a reader will see; pictures are named, nothing is loaded")});
    for (QPushButton *button : {m_sourceButton, m_renderedButton}) {
        button->setCheckable(true);
        row->addWidget(button);
    }
    m_sourceButton->setChecked(true);
    connect(m_sourceButton, &QPushButton::clicked, this, [this] { setRendered(false); });
    connect(m_renderedButton, &QPushButton::clicked, this, [this] { setRendered(true); });
    return box;
}

void TextPane::setRendered(bool rendered) {
    m_sourceButton->setChecked(!rendered);
    m_renderedButton->setChecked(rendered);
    m_stack->setCurrentIndex(rendered ? 1 : 0);
    render();
    emit switched();
}

bool TextPane::isRendered() const {
    return m_stack->currentIndex() == 1;
}

void TextPane::setMessage(const QString &message) {
    ++m_request;
    m_files.clear();
    m_source->setMessage(message);
    m_reader->setMessage(message);
}

void TextPane::showTwo(const std::string &wiki, const std::string &git, const CompareView::Heads &heads) {
    m_files = {wiki, git};
    m_headings = {heads.left, heads.right};
    m_isDrawn = false;
    m_ui.commands.texts.sideBySide(wiki, git, this, [this, heads, request = ++m_request](const SideBySide &diff) {
        if (request == m_request) m_source->setSides(diff, heads);
    });
    render();
}

void TextPane::showThree(const ConflictDetail &detail) {
    m_files.clear();
    for (const auto *file : {&detail.wiki, &detail.base, &detail.git})
        m_files.push_back(file->value_or(std::string()));
    m_headings = {detail.wiki ? tr("Wiki") : tr("Wiki (deleted)"), detail.base ? tr("Base") : tr("Base (none)"),
                  detail.git ? tr("Git") : tr("Git (deleted)")};
    m_isDrawn = false;
    m_ui.commands.review.compare(detail, this, [this, request = ++m_request](const ThreeWay &texts) {
        if (request == m_request) m_source->setThree(texts);
    });
    render();
}

void TextPane::render() {
    if (m_stack->currentIndex() != 1 || m_isDrawn || m_files.empty()) return;
    m_isDrawn = true;
    m_reader->setMessage(tr("Drawing the pages…"));
    m_ui.commands.texts.render(m_files, this, [this, request = m_request](const Rendered &pages) {
        if (request == m_request) m_reader->setPages(pages, m_headings);
    });
}

void TextPane::stepChange(bool forward) {
    if (m_stack->currentIndex() == 1)
        m_reader->stepChange(forward);
    else
        m_source->stepChange(forward);
}

}  // namespace wikivault
