#pragma once

#include "models/draft_keeper.h"
#include "models/review_state.h"
#include "ui/ui_context.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace wikivault {

class BlockOriginLine;
class BlockView;
class ResultPane;
class ReviewTools;
class TextPane;

/// One conflict: its texts, the decisions block by block or for the page as a whole, the result. Nothing is written; a
/// decision is recorded for the next run, and every step is kept as a draft at once.
class ConflictReview : public QWidget {
    Q_OBJECT

public:
    explicit ConflictReview(const UiContext &ui, QWidget *parent = nullptr);

    void open(const PageId &page);
    [[nodiscard]] const PageId &page() const { return m_page; }
    void useResult();
    void stepChange(bool forward);
    /// The next or previous block to decide; false: there is none on that way.
    bool stepBlock(bool forward);
    void choose(BlockTake take);
    /// For every block that is not decided; asks first.
    void chooseUndecided(BlockTake take);
    void edit();
    void undo();
    void redo();
    /// One column, or the sides beside each other above the result.
    void switchLayout();
    /// What was typed is a draft now, not a moment later.
    void keepDraft();

signals:
    void closed();
    /// The decision about this page is on record.
    void recorded();

private:
    enum class Layout { Compact, FourPane };
    void buildHead();
    [[nodiscard]] QWidget *buildSides();
    [[nodiscard]] QWidget *buildResult();
    void buildFoot();
    void connectParts();
    void showDetail();
    void showTitle(const ConflictDetail &detail);
    void showBylines();
    void showBlocks(const ConflictDetail &detail, std::shared_ptr<ReviewBlocks> blocks);
    void restore(const ConflictDetail &detail);
    void showLayout();
    void showTexts();
    void reset();
    void followLock();
    void settle();  ///< what can be pressed and what the state says

    void showPage(const ConflictDetail &detail);
    void choosePage(BlockTake take);
    void editPage();
    void showPageResult(const QString &text, const QString &how);
    void changed();  ///< a decision about a block
    void compose();
    void showComposed();
    void editWhole();
    void openTool();
    void takeToolText(const ToolAnswer &answer);
    void takeTyped();
    void commitEdit();
    void record();
    [[nodiscard]] bool refusesMarkers(const std::string &text);
    [[nodiscard]] const ConflictDetail *detail() const;
    [[nodiscard]] bool isByBlocks() const { return m_state.has_value(); }

    const UiContext m_ui;
    DraftKeeper m_drafts;
    PageId m_page;
    Layout m_layout = Layout::Compact;
    std::optional<ReviewState> m_state;      ///< block by block; nothing: the page as a whole
    std::optional<ReviewResult> m_composed;  ///< of the decisions as they are
    bool m_isPage = false;                   ///< decided as a whole
    bool m_recordWhenReady = false;          ///< once the result is composed and the draft is on disk
    bool m_toolIsOpen = false;
    bool m_isRecorded = false;     ///< as the record stands
    std::optional<Take> m_take;    ///< of the page as a whole
    bool m_edited = false;         ///< the text of the page as a whole
    bool m_textsAreShown = false;  ///< the sides of this page
    int m_request = 0;             ///< answers to older requests are dropped
    QLabel *m_title = nullptr, *m_facts = nullptr, *m_help = nullptr, *m_wikiBy = nullptr, *m_gitBy = nullptr;
    QLabel *m_baseNote = nullptr, *m_block = nullptr, *m_how = nullptr, *m_saved = nullptr;
    QPushButton *m_compact = nullptr, *m_fourPane = nullptr, *m_undo = nullptr, *m_redo = nullptr;
    QPushButton *m_previousBlock = nullptr, *m_nextBlock = nullptr, *m_editWhole = nullptr, *m_use = nullptr,
                *m_command = nullptr, *m_tool = nullptr;
    QWidget *m_bylines = nullptr, *m_toolRow = nullptr;
    QStackedWidget *m_stack = nullptr;
    BlockOriginLine *m_origin = nullptr;
    BlockView *m_blocks = nullptr;
    ReviewTools *m_tools = nullptr;
    TextPane *m_texts = nullptr;
    ResultPane *m_resultPane = nullptr;
    QPlainTextEdit *m_result = nullptr;  ///< of the pane
    QTimer *m_typing = nullptr;          ///< a pause in typing makes a draft
};

}  // namespace wikivault
