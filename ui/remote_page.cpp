#include "ui/remote_page.h"

#include "engine/core/sentence.h"
#include "models/command_line.h"
#include "models/engine_text.h"
#include "models/error_text.h"
#include "models/words.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace wikivault {

namespace {

void addPaths(QStringList &list, const QString &what, const std::vector<std::string> &paths) {
    constexpr std::size_t kShown = 8;
    for (std::size_t i = 0; i < paths.size() && i < kShown; ++i)
        list << what.arg(words::text(paths[i]));
    if (paths.size() > kShown) list << RemotePage::tr("… and %n more", nullptr, int(paths.size() - kShown));
}

}  // namespace

RemotePage::RemotePage(const UiContext &ui)
    : Page(ui, {tr("Remotes"), QStringLiteral("remotePage")}),
      m_filter(ui.models.remotes, this) {
    buildVerbs();
    buildTable();
    m_filters->narrow(m_filter);
    connect(m_table, &TableView::selectedIdsChanged, this, &RemotePage::updateVerbs);
    connect(m_test, &QPushButton::clicked, this, &RemotePage::test);
    connect(m_fetch, &QPushButton::clicked, this, &RemotePage::fetch);
    connect(m_push, &QPushButton::clicked, this, [this] {
        if (const RemoteRow *row = chosen()) this->ui().commands.remotes.transfer(row->space, RemoteAct::Push, {});
    });
    connect(m_elsewhere, &QPushButton::clicked, this, &RemotePage::publishElsewhere);
    connect(m_follow, &QPushButton::clicked, this, &RemotePage::follow);
    connect(&ui.models.remotes, &TableModel::loadChanged, this, &RemotePage::updateHead);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &RemotePage::updateVerbs);
    connect(&ui.models.remotes, &QAbstractItemModel::modelReset, m_table, &TableView::keepRowChosen);
    updateHead();
}

void RemotePage::buildVerbs() {
    const auto add = [this](const QString &text, const char *name, const char *icon, const QString &tip) {
        auto *button = make::button(ui().theme, {text, QLatin1String(name), QLatin1String(icon), "", tip});
        addAction(button);
        return button;
    };
    m_follow = add(tr("Follow the remote…"), "followRemote", "git",
                   tr("Takes in what stands there now; shows what differs and asks first"));
    m_elsewhere =
        add(tr("Push to another branch…"), "pushElsewhere", "arrow-right", tr("The branch itself stays as it is"));
    m_test = add(tr("Test"), "testRemote", "search", tr("Asks the server and transfers nothing"));
    m_fetch =
        add(tr("Fetch now"), "fetchRemote", "arrow-left", tr("Shows what people pushed; the next run takes it in"));
    m_push = add(tr("Push now"), "pushRemote", "arrow-right", tr("Pushes main as it stands; nothing is ever forced"));
}

void RemotePage::buildTable() {
    m_filters = new FilterBar(ui().theme, tr("Filter remotes"));
    m_filters->addChip(-1, tr("All"));
    m_filters->addChip(int(RemoteModel::Group::NeedsPerson), tr("Need a person"));
    m_filters->addChip(int(RemoteModel::Group::Failing), tr("Failing"));
    m_filters->addChip(int(RemoteModel::Group::Level), tr("In order"));
    m_filters->addChip(int(RemoteModel::Group::None), tr("No remote"));
    addToolRow(m_filters);
    m_table = new TableView(ui().theme, {56, false, tr("Remotes"), QStringLiteral("remoteTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({150, 0, 100, 116, 116, 150, 216});
    for (QPushButton *verb : {m_test, m_fetch, m_push, m_elsewhere, m_follow})
        m_table->addMenuEntry(verb->text(), [verb] { verb->click(); });
    m_table->addMenuEntry(tr("Copy as command"), [this] {
        if (const RemoteRow *row = chosen())
            QGuiApplication::clipboard()->setText(command_line::showRemote(words::text(row->slug)));
    });
    auto *frame = new ListFrame(ui().theme, ui().models.remotes, m_table,
                                {QStringLiteral("remotes"),
                                 tr("There are no spaces, so there are no remotes."),
                                 {},
                                 tr("Could not read the remotes."),
                                 tr("No remote matches.")});
    connect(frame, &ListFrame::retryRequested, this, &RemotePage::refresh);
    connect(frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    m_detail = make::prose("body");
    m_detail->setObjectName(QStringLiteral("remoteDetail"));
    m_detail->setContentsMargins(space::kHuge, space::kMedium, space::kHuge, space::kMedium);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    make::margins(*column, 0, 0, 0);
    column->addWidget(frame, 1);
    column->addWidget(m_detail);
    setContent(content);
}

void RemotePage::refresh() {
    ui().commands.remotes.refreshRemotes();
}

void RemotePage::focusFilter() {
    m_filters->focusSearch();
}

void RemotePage::clearFilter() {
    m_filters->clearFilter();
}

const RemoteRow *RemotePage::chosen() const {
    return ui().models.remotes.at(m_filter.sourceRow(m_table->currentIndex()));
}

void RemotePage::updateHead() {
    const RemoteModel &remotes = ui().models.remotes;
    m_filters->setCount(-1, remotes.rowCount());
    for (const auto group : {RemoteModel::Group::NeedsPerson, RemoteModel::Group::Failing, RemoteModel::Group::Level,
                             RemoteModel::Group::None})
        m_filters->setCount(int(group), remotes.countOf(group));
    m_filters->setVisible(remotes.rowCount() > 0);
    setSentence(sentence());
    updateVerbs();
}

QString RemotePage::sentence() const {
    const RemoteModel &remotes = ui().models.remotes;
    if (!remotes.load().asOf) return {};
    if (remotes.countOf(RemoteModel::Group::None) == remotes.rowCount())
        return tr("No space follows a branch of a git server. Settings, Remotes has the address for all of them.");
    const int needy = remotes.countOf(RemoteModel::Group::NeedsPerson);
    if (needy > 0) return tr("%n remote(s) wait for a person. Wiki and vaults go on meanwhile.", nullptr, needy);
    return tr(
        "As the last run saw them; nothing is ever forced. Commits keep their authors; in the wiki their changes are "
        "the sync account's.");
}

/// Ways out are there only where something stands in the way.
void RemotePage::updateVerbs() {
    const RemoteRow *row = chosen();
    const bool has = row != nullptr && !row->url.empty();
    const bool writes = has && !ui().models.state.isReadOnly();
    const RemoteFault fault = has ? row->status.fault : RemoteFault::None;
    const bool isOther = fault == RemoteFault::Rewritten || fault == RemoteFault::Unrelated;
    m_test->setEnabled(has);
    m_fetch->setEnabled(writes);
    m_push->setEnabled(writes);
    m_follow->setVisible(isOther);
    m_follow->setEnabled(writes && isOther);
    m_elsewhere->setVisible(isOther || fault == RemoteFault::Protected);
    m_elsewhere->setEnabled(writes);
    // The row has no room for what a person has to know.
    m_detail->setText(row ? detail(*row) : QString());
    m_detail->setVisible(!m_detail->text().isEmpty());
}

void RemotePage::test() {
    const RemoteRow *row = chosen();
    if (!row) return;
    ui().models.state.tell({Tone::Normal, tr("Asking %1 …").arg(words::text(row->url)), {}, {}});
    ui().commands.remotes.testRemote(
        row->space, this, [this, space = row->space](const RemoteProblem &tested) { showTest(space, tested); });
}

void RemotePage::showTest(const SpaceId &space, const RemoteProblem &tested) {
    const bool isUnknown = tested.fault == RemoteFault::HostKeyUnknown && !tested.fingerprint.empty();
    ui().models.state.tell(
        {tested.fault == RemoteFault::None ? Tone::Good : Tone::Danger, engineText(asSentence(tested.detail)), {}, {}});
    if (isUnknown && !ui().models.state.isReadOnly()) askTrust(space, tested);
}

void RemotePage::fetch() {
    const RemoteRow *row = chosen();
    if (!row) return;
    ui().models.state.tell({Tone::Normal, tr("Fetching what stands at %1 …").arg(words::text(row->url)), {}, {}});
    ui().commands.remotes.fetchRemote(
        row->space, this, [this, space = row->space](const Result<RemoteNews> &news) { showNews(space, news); });
}

void RemotePage::showNews(const SpaceId &space, const Result<RemoteNews> &news) {
    if (!news) return ui().models.state.tell({Tone::Danger, errorText(news.error()), {}, {}});
    m_news.insert_or_assign(space, *news);
    if (news->problem.fault != RemoteFault::None)
        return ui().models.state.tell({Tone::Danger, engineText(asSentence(news->problem.detail)), {}, {}});
    const QString name = ui().models.spaces.nameOf(space);
    if (news->behind == 0)
        return ui().models.state.tell({Tone::Good, tr("%1: nothing new at the remote.").arg(name), {}, {}});
    const QString came = tr("%1: %n commit(s) came. The next run takes them in.", nullptr, news->behind).arg(name);
    ui().models.state.tell({Tone::Good, came, space, {}});
}

/// What is wrong with the remote, and the commits of the last fetch while they wait.
QString RemotePage::detail(const RemoteRow &row) const {
    QStringList lines;
    if (const QString problem = RemoteModel::problem(row); !problem.isEmpty()) lines << problem;
    const auto found = m_news.find(row.space);
    if (found == m_news.end() || row.behind.value_or(0) == 0 || row.status.tip != found->second.tip)
        return lines.join(QLatin1Char('\n'));
    constexpr std::size_t kShown = 5;
    const std::vector<RemoteCommit> &commits = found->second.commits;
    for (std::size_t i = 0; i < commits.size() && i < kShown; ++i)
        lines << tr("%1 by %2, %3: %4")
                     .arg(words::text(commits[i].id.substr(0, 8)), words::text(commits[i].author),
                          words::fullTime(commits[i].at), words::text(commits[i].subject));
    if (row.behind > int(kShown)) lines << tr("… and %n more", nullptr, *row.behind - int(kShown));
    return lines.join(QLatin1Char('\n'));
}

void RemotePage::ask(const ConfirmDialog::Question &question, std::function<void(const ConfirmDialog &)> act) {
    auto *dialog = new ConfirmDialog(ui(), question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [dialog, act = std::move(act)] { act(*dialog); });
    dialog->open();
}

/// Only a key nobody has seen is asked about; one that changed is never taken here.
void RemotePage::askTrust(const SpaceId &space, const RemoteProblem &tested) {
    ConfirmDialog::Question question;
    question.title = tr("Trust this server?");
    question.text =
        tr("Its key is not known yet. Compare the fingerprint with what the server's administrator says; "
           "whoever shows another one may be somebody in between.");
    question.list = {words::text(tested.fingerprint)};
    question.verb = tr("Trust the key");
    question.checkThis = tr("I have compared the fingerprint");
    ask(question, [this, space, key = words::text(tested.fingerprint)](const ConfirmDialog &) {
        ui().commands.remotes.trustHost(space, key);
    });
}

void RemotePage::publishElsewhere() {
    const RemoteRow *row = chosen();
    if (!row) return;
    const QString branch = QStringLiteral("wiki-sync/") + words::text(row->slug);
    ConfirmDialog::Question question;
    question.title = tr("Push main to the branch %1?").arg(branch);
    question.text = tr("The branch %1 stays as it is, and the space keeps following it unless you say otherwise.")
                        .arg(words::text(row->branch));
    question.choose = tr("From then on the space follows %1").arg(branch);
    if (row->ahead) question.list = {tr("%n commit(s) of main that the remote lacks", nullptr, *row->ahead)};
    question.verb = tr("Push");
    question.dangerous = false;
    ask(question, [this, space = row->space, branch](const ConfirmDialog &answered) {
        if (answered.isChosen()) return ui().commands.remotes.moveTo(space, branch);
        ui().commands.remotes.transfer(space, RemoteAct::Push, branch);
    });
}

void RemotePage::follow() {
    const RemoteRow *row = chosen();
    if (!row) return;
    ui().models.state.tell({Tone::Normal, tr("Fetching what stands at %1 …").arg(words::text(row->url)), {}, {}});
    ui().commands.remotes.previewFollow(
        row->space, this,
        [this, space = row->space](const Result<FollowPreview> &preview) { askFollow(space, preview); });
}

void RemotePage::askFollow(const SpaceId &space, const Result<FollowPreview> &preview) {
    if (!preview) return ui().models.state.tell({Tone::Danger, errorText(preview.error()), {}, {}});
    bar().dismiss();
    ConfirmDialog::Question question;
    question.title = tr("Follow the remote of %1?").arg(ui().models.spaces.nameOf(space));
    question.text =
        tr("What the remote has counts from now on, also in the wiki. %n commit(s) of main are not part of "
           "it; they stay reachable under refs/wikivault/rescue.",
           nullptr, preview->left);
    addPaths(question.list, tr("Only there: %1"), preview->comesIn);
    addPaths(question.list, tr("Differs: %1"), preview->changes);
    addPaths(question.list, tr("Only here: %1"), preview->isOnlyHere);
    question.verb = tr("Follow the remote");
    question.cancel = tr("Leave it stopped");
    ask(question,
        [this, space](const ConfirmDialog &) { ui().commands.remotes.transfer(space, RemoteAct::Follow, {}); });
}

}  // namespace wikivault
