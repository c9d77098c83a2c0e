#include "ui/file_question.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>

namespace wikivault {

void askForFile(QWidget &parent, const FileQuestion &question, std::function<void(const QString &path)> chosen) {
    auto *dialog = new QFileDialog(&parent, question.title, {}, question.filter);
    dialog->setObjectName(question.objectName);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (question.newName.isEmpty()) {
        dialog->setFileMode(QFileDialog::ExistingFile);
    } else {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QFileInfo(question.newName).suffix());
        dialog->selectFile(question.newName);
        QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
            static const QRegularExpression ending(QStringLiteral("\\*\\.(\\w+)"));
            if (const auto match = ending.match(filter); match.hasMatch()) dialog->setDefaultSuffix(match.captured(1));
        });
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, &parent, std::move(chosen));
    dialog->open();
}

}  // namespace wikivault
