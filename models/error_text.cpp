#include "models/error_text.h"

#include "engine/core/sentence.h"
#include "models/engine_text.h"

#include <QCoreApplication>

namespace wikivault {

namespace {
struct ErrorText {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};
}  // namespace

QString errorHeadline(ErrorCode code) {
    switch (code) {
        case ErrorCode::Cancelled: return ErrorText::tr("Stopped before it was done.");
        case ErrorCode::NotFound: return ErrorText::tr("It is not there any more.");
        case ErrorCode::Conflict: return ErrorText::tr("It changed meanwhile; nothing was written.");
        case ErrorCode::Unavailable: return ErrorText::tr("No answer.");
        case ErrorCode::Denied: return ErrorText::tr("Refused: a password or a right is missing.");
        case ErrorCode::Corrupt: return ErrorText::tr("Stored data is damaged; nothing was written.");
        case ErrorCode::LostLease: return ErrorText::tr("Another process may lead this space now; writing stopped.");
        case ErrorCode::Invalid: return ErrorText::tr("This cannot be used as it is.");
    }
    return {};
}

QString errorText(const Error &error) {
    const QString detail = engineText(asSentence(error.detail)).trimmed();
    return detail.isEmpty() ? errorHeadline(error.code) : errorHeadline(error.code) + QLatin1Char(' ') + detail;
}

}  // namespace wikivault
