#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace wikivault {

struct FileQuestion {
    QString title, objectName;
    QString filter;        ///< as of QFileDialog; the chosen one gives a new file its ending
    QString newName = {};  ///< of a file to be written; "": an existing one is asked for
};

/// Asks for a file without stopping the window. `chosen` is called with its path, or never.
void askForFile(QWidget &parent, const FileQuestion &question, std::function<void(const QString &path)> chosen);

}  // namespace wikivault
