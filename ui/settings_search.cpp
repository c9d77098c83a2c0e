#include "ui/settings_search.h"

#include "ui/widgets.h"

#include <QAction>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QShortcut>
#include <QVBoxLayout>

namespace wikivault {

SettingsSearch::SettingsSearch(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_field(new QLineEdit),
      m_none(make::prose("muted", tr("No setting is called that."))) {
    setProperty("role", QLatin1String("toolbar"));
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, space::kHuge, space::kMedium, space::kSmall);
    m_field->setObjectName(QStringLiteral("settingsSearch"));
    m_field->setPlaceholderText(tr("Search the settings (Ctrl+F)"));
    m_field->setAccessibleName(tr("Search the settings"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(theme.icon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    m_none->setObjectName(QStringLiteral("settingsNoMatch"));
    m_none->hide();
    column->addWidget(m_field);
    column->addWidget(m_none);
    connect(m_field, &QLineEdit::textChanged, this, &SettingsSearch::apply);
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WindowShortcut);
    connect(find, &QShortcut::activated, m_field, [this] {
        m_field->setFocus(Qt::ShortcutFocusReason);
        m_field->selectAll();
    });
}

void SettingsSearch::hide(QWidget *widget) {
    if (!widget || widget->isHidden()) return;
    widget->hide();
    m_hidden << widget;
}

QString SettingsSearch::wordsOf(const QWidget &field) const {
    QStringList words{field.accessibleName(), field.toolTip(), m_names.value(&field)};
    if (const auto *box = qobject_cast<const QComboBox *>(&field))
        for (int at = 0; at < box->count(); ++at)
            words << box->itemText(at);
    if (const auto *button = qobject_cast<const QAbstractButton *>(&field)) words << button->text();
    for (const QWidget *part : field.findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
        words << wordsOf(*part);
    return words.join(QLatin1Char(' '));
}

bool SettingsSearch::narrow(const Section &section, const QString &text) {
    bool any = false, last = false;
    for (int row = 0; row < section.form->rowCount(); ++row) {
        const auto part = [&](QFormLayout::ItemRole role) {
            const QLayoutItem *item = section.form->itemAt(row, role);
            return item ? item->widget() : nullptr;
        };
        QWidget *label = part(QFormLayout::LabelRole), *field = part(QFormLayout::FieldRole);
        const auto *name = qobject_cast<const QLabel *>(label);
        const bool isNote = qobject_cast<const QLabel *>(field) != nullptr;  // belongs to the row above
        const QString words =
            (name ? name->text() + QLatin1Char(' ') : QString()) + (field ? wordsOf(*field) : QString());
        if (!isNote) last = words.contains(text, Qt::CaseInsensitive);
        any = any || last;
        if (last) continue;
        hide(label);
        hide(field);
    }
    return any;
}

void SettingsSearch::apply(const QString &text) {
    for (QWidget *widget : std::exchange(m_hidden, {}))
        widget->show();
    const QString wanted = text.trimmed();
    bool any = wanted.isEmpty();
    for (const Section &section : m_sections) {
        if (wanted.isEmpty() || section.heading->text().contains(wanted, Qt::CaseInsensitive)) {
            any = true;
            continue;
        }
        if (narrow(section, wanted)) {
            any = true;
            continue;
        }
        hide(section.heading);
        hide(section.line);
    }
    m_none->setVisible(!any);
}

}  // namespace wikivault
