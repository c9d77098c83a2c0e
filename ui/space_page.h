#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QPushButton;

namespace wikivault {

class BulkBar;
class FilterBar;
class SpacePeek;
class TableView;

/// All spaces at a glance; preview and run of the selected ones.
class SpacePage : public Page {
    Q_OBJECT

public:
    explicit SpacePage(const UiContext &ui);

    void refresh() override;
    void mainVerb() override;
    void previewVerb() override;
    void focusFilter() override;
    void clearFilter() override;
    void selectSpace(const SpaceId &space);

signals:
    void previewStarted();
    void runRequested(const QString &run);
    void conflictsRequested();

private:
    void build();
    void buildMenu();
    void updateHead();
    QWidget *buildBulk();
    void updateVerbs();
    void updateBulk(const std::vector<SpaceId> &spaces);
    void resume();
    void openRow(const QModelIndex &index);
    void askSwitch(const SpaceId &space, bool enabled);
    [[nodiscard]] std::vector<SpaceId> chosen() const;
    [[nodiscard]] QStringList chosenSlugs() const;

    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    SpacePeek *m_peek = nullptr;
    QPushButton *m_preview = nullptr;
    QPushButton *m_run = nullptr;
    BulkBar *m_bulk = nullptr;
    QPushButton *m_bulkRun = nullptr;
    QPushButton *m_bulkResume = nullptr;
};

}  // namespace wikivault
