#include "models/error_text.h"

#include "engine/core/sentence.h"

#include <QCoreApplication>

namespace wikivault {

QString errorHeadline(ErrorCode code) {
    const auto say = [](const char *sentence) { return QCoreApplication::translate("ErrorText", sentence); };
    switch (code) {
        case ErrorCode::Cancelled: return say("Stopped before it was done.");
        case ErrorCode::NotFound: return say("It is not there any more.");
        case ErrorCode::Conflict: return say("It changed meanwhile; nothing was written.");
        case ErrorCode::Unavailable: return say("No answer.");
        case ErrorCode::Denied: return say("Refused: a password or a right is missing.");
        case ErrorCode::Corrupt: return say("Stored data is damaged; nothing was written.");
        case ErrorCode::LostLease: return say("Another process may lead this space now; writing stopped.");
        case ErrorCode::Invalid: return say("This cannot be used as it is.");
    }
    return {};
}

QString errorText(const Error &error) {
    const QString detail = QString::fromStdString(asSentence(error.detail)).trimmed();
    return detail.isEmpty() ? errorHeadline(error.code) : errorHeadline(error.code) + QLatin1Char(' ') + detail;
}

}  // namespace wikivault
