#pragma once

#include <QObject>
#include <QString>

namespace wikivault {

/// Whether the console stays in the desktop's tray once its window is closed. Lives on the GUI thread.
class TraySetting : public QObject {
    Q_OBJECT

public:
    explicit TraySetting(QObject *parent = nullptr)
        : QObject(parent),
          m_whyNone(tr("Whether this desktop has a tray is not known yet.")) {}

    [[nodiscard]] bool isWanted() const { return m_wanted; }
    void setWanted(bool wanted);
    /// Why the desktop shows no icons of programs; empty: it does.
    [[nodiscard]] const QString &whyNone() const { return m_whyNone; }
    void setWhyNone(const QString &sentence);
    [[nodiscard]] bool isInUse() const { return m_wanted && m_whyNone.isEmpty(); }
    /// A person knows that nothing keeps the spaces in step once the program has ended.
    [[nodiscard]] bool wasTold() const { return m_told; }
    void setTold(bool told);

signals:
    void changed();

private:
    bool m_wanted = false, m_told = false;
    QString m_whyNone;
};

}  // namespace wikivault
