#include "tests/fakes/stand_in_calls.h"

#include <QJsonArray>
#include <QJsonDocument>

/// What the stand-in's collaboration server does with a body.
namespace wikivault::test {

namespace {

bool isOneEmptyParagraph(const QJsonArray &nodes) {
    if (nodes.size() != 1) return false;
    const QJsonObject only = nodes.first().toObject();
    return only.value(QLatin1String("type")) == QLatin1String("paragraph") &&
           only.value(QLatin1String("content")).toArray().isEmpty();
}

std::string textOf(const QJsonArray &nodes) {
    const QJsonObject doc{{QStringLiteral("type"), QStringLiteral("doc")}, {QStringLiteral("content"), nodes}};
    return QJsonDocument(doc).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace

QJsonObject StandInCalls::normalisedNode(QJsonObject node) const {
    const QString type = node.value(QLatin1String("type")).toString();
    QJsonObject attrs = node.value(QLatin1String("attrs")).toObject();
    for (const QString &name : attrs.keys())
        if (attrs.value(name).isNull()) attrs.remove(name);
    if (type == QLatin1String("paragraph") || type == QLatin1String("heading")) {
        if (!attrs.contains(QLatin1String("indent"))) attrs.insert(QStringLiteral("indent"), 0);
        if (!m_wiki.m_fork && !attrs.contains(QLatin1String("dir")))
            attrs.insert(QStringLiteral("dir"), QStringLiteral("auto"));
    }
    if (attrs.isEmpty())
        node.remove(QStringLiteral("attrs"));
    else
        node.insert(QStringLiteral("attrs"), attrs);
    QJsonArray marks;
    for (const QJsonValue &mark : node.value(QLatin1String("marks")).toArray()) {
        QJsonObject one = mark.toObject();
        if (!one.contains(QLatin1String("attrs"))) one.insert(QStringLiteral("attrs"), QJsonObject());
        marks.append(one);
    }
    if (!marks.isEmpty()) node.insert(QStringLiteral("marks"), marks);
    if (node.contains(QLatin1String("content")))
        node.insert(QStringLiteral("content"), normalised(node.value(QLatin1String("content")).toArray()));
    return node;
}

QJsonArray StandInCalls::normalised(const QJsonArray &nodes) const {
    QJsonArray result;
    for (const QJsonValue &node : nodes)
        result.append(normalisedNode(node.toObject()));
    return result;
}

void StandInCalls::store(const std::string &page) {
    const std::string json = isPostgres() ? "::jsonb" : "";
    const auto write = [&](const std::string &text) {
        change("update pages set content = ?" + json + ", updated_at = " + now() + " where id = ?", {text, page});
    };
    {
        const std::scoped_lock guard(m_wiki.m_mutex);
        if (const auto typed = m_wiki.m_typed.find(page); typed != m_wiki.m_typed.end()) {
            write(typed->second);
            m_wiki.m_typed.erase(typed);
        }
    }
    const QJsonArray before = pages("id = ?", {page})
                                  .front()
                                  .value(QLatin1String("content"))
                                  .toObject()
                                  .value(QLatin1String("content"))
                                  .toArray();
    const QJsonArray sent =
        normalised(m_body.value(QLatin1String("content")).toObject().value(QLatin1String("content")).toArray());
    QJsonArray after = word("operation") == "replace" ? QJsonArray() : before;
    for (const QJsonValue &node : sent)
        after.append(node);
    if (m_wiki.dropsBodies || after == before) return;
    if (m_wiki.guardsEmpty && isOneEmptyParagraph(after) && !before.isEmpty()) return;
    if (textOf(after).find("\\u0000") == std::string::npos) write(textOf(after));
}

}  // namespace wikivault::test
