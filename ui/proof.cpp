#include "ui/proof.h"

#include "models/engine_text.h"
#include "models/words.h"
#include "ui/table_dialog.h"

#include <QCoreApplication>

#include <set>

namespace wikivault {

namespace {

struct Proof {
    Q_DECLARE_TR_FUNCTIONS(Proof)
};

QString shown(const std::map<std::string, std::string> &refs, const std::string &name) {
    const auto found = refs.find(name);
    return found == refs.end() ? Proof::tr("none") : words::text(found->second).left(12);
}

void addProof(const PlanProof &proof, QList<QStringList> &rows) {
    std::set<std::string> names;
    for (const auto *refs : {&proof.refsBefore, &proof.refsAfter})
        for (const auto &[name, tip] : *refs)
            names.insert(name);
    for (const std::string &name : names)
        rows << QStringList{words::text(name), shown(proof.refsBefore, name), shown(proof.refsAfter, name)};
    rows << QStringList{Proof::tr("Files of the vault"), QString::number(proof.filesBefore),
                        QString::number(proof.filesAfter)};
    rows << QStringList{Proof::tr("Rows of the wiki"), engineText(proof.rowsBefore), engineText(proof.rowsAfter)};
}

}  // namespace

void showProofOf(const UiContext &ui, QWidget &parent) {
    const PlanModel &plan = ui.models.plan;
    TableDialog::Content content;
    content.title = Proof::tr("What the preview wrote: nothing");
    content.objectName = QStringLiteral("proofDialog");
    content.columns = {Proof::tr("What"), Proof::tr("Before"), Proof::tr("After")};
    content.widths = {280, 0, 0};
    QStringList moved;
    for (const Plan &one : plan.plans()) {
        if (!one.proof) continue;
        if (plan.plans().size() > 1) content.rows << QStringList{plan.nameOf(one.space), {}, {}};
        addProof(*one.proof, content.rows);
        for (const std::string &sentence : one.proof->moved)
            moved << engineText(sentence);
    }
    content.sentence =
        moved.isEmpty()
            ? Proof::tr(
                  "The wiki was read through a read-only connection, and new objects stayed in "
                  "memory. Everything a write would move stands as before.")
            : Proof::tr("While the preview looked, somebody else moved: %1.").arg(moved.join(QStringLiteral("; ")));
    if (!moved.isEmpty()) content.title = Proof::tr("What moved while the preview looked");
    auto *dialog = new TableDialog(ui.theme, content, &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

}  // namespace wikivault
