#include "engine/adapters/sql/sql_script.h"

namespace wikivault::sql {

std::string quotedName(const std::string &name) {
    std::string quoted = "\"";
    for (const char c : name)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string scriptText(const Script &script) {
    std::string text;
    for (const std::string &statement : script)
        text += statement + ";\n";
    return text;
}

Result<> carryOut(SqlSession &session, const Script &script) {
    TRY_ASSIGN(Transaction transaction, Transaction::begin(session, TransactionKind::Write));
    for (const std::string &statement : script)
        TRY(session.execute(statement, {}));
    return transaction.commit();
}

}  // namespace wikivault::sql
