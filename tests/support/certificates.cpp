#include "tests/support/certificates.h"

#include <QProcess>

namespace wikivault::test {

Result<> makeCertificates(const QString &folder) {
    constexpr int kLongestMs = 60000;
    const QByteArray script =
        "set -e; cd \"$1\"\n"
        "issuer() { openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$1 -keyout $1.key -out $1.pem; }\n"
        "issue() { openssl req -newkey rsa:2048 -nodes -subj /CN=$1 -keyout $1.key -out $1.csr\n"
        "printf 'subjectAltName=%s' \"$2\" > $1.ext\n"
        "openssl x509 -req -days 2 -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile $1.ext -out $1.pem; }\n"
        "issuer ca; issuer other-ca; issue server DNS:localhost; issue client DNS:client\n";
    QProcess shell;
    shell.start(QStringLiteral("/bin/sh"),
                {QStringLiteral("-c"), QString::fromLatin1(script), QStringLiteral("sh"), folder});
    if (shell.waitForFinished(kLongestMs) && shell.exitCode() == 0) return {};
    return fail(ErrorCode::Unavailable, "openssl: " + shell.readAllStandardError().toStdString());
}

}  // namespace wikivault::test
