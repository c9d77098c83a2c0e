#pragma once

#include "models/filter_model.h"
#include "models/remote_commands.h"
#include "ui/confirm_dialog.h"
#include "ui/page.h"

#include <functional>
#include <map>

class QLabel;
class QPushButton;

namespace wikivault {

class FilterBar;
class TableView;

/// The branches of git servers that the spaces follow, and what to do when one needs a person.
class RemotePage : public Page {
    Q_OBJECT

public:
    explicit RemotePage(const UiContext &ui);

    void refresh() override;
    void focusFilter() override;
    void clearFilter() override;

private:
    void buildVerbs();
    void buildTable();
    void updateHead();
    void updateVerbs();
    [[nodiscard]] QString sentence() const;
    void ask(const ConfirmDialog::Question &question, std::function<void(const ConfirmDialog &)> act);
    void test();
    void showTest(const SpaceId &space, const RemoteProblem &tested);
    void fetch();
    void showNews(const SpaceId &space, const Result<RemoteNews> &news);
    [[nodiscard]] QString detail(const RemoteRow &row) const;
    void publishElsewhere();
    void follow();
    void askFollow(const SpaceId &space, const Result<FollowPreview> &preview);
    void askTrust(const SpaceId &space, const RemoteProblem &tested);
    [[nodiscard]] const RemoteRow *chosen() const;

    std::map<SpaceId, RemoteNews> m_news;  ///< of the last fetches
    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    QLabel *m_detail = nullptr;
    QPushButton *m_test = nullptr, *m_fetch = nullptr, *m_push = nullptr;
    QPushButton *m_elsewhere = nullptr, *m_follow = nullptr;
};

}  // namespace wikivault
