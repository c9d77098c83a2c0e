#include "engine/core/merge/merge_review.h"

#include <QTest>

using namespace wikivault::merge;

namespace {

constexpr std::string_view kBase = "# Trip\n\nfly 7 days ahead\n\ntrain\n\n- one\n- two\n- three\n\nend";
constexpr std::string_view kWiki = "# Trip\n\nfly 14 days ahead\n\ntrain by wiki\n\n- one\n- two wiki\n- three\n\nend";
constexpr std::string_view kGit = "# Trip\n\nfly 10 days ahead\n\ntrain\n\n- one git\n- two git\n- three\n\nend of git";

/// `conflict fly 14 days ahead | fly 10 days ahead`, one line for each part.
std::string sketch(const Review &review) {
    const char *const names[] = {"same", "wiki", "git", "alike", "words", "conflict"};
    std::string text;
    for (const MergedPart &part : review.parts) {
        text += part.continues ? "+ " : "";
        text += names[int(part.kind)];
        text += ' ';
        text += part.kind == MergedPart::Kind::Conflict ? part.wiki + " | " + part.git : part.text;
        text += '\n';
    }
    return text;
}

Review reviewed(const std::vector<Answer> &answers) {
    return reviewBodies({kBase, kWiki, kGit}, answers);
}

}  // namespace

/// What a person decides block by block, and the text that comes of it.
class MergeReviewTest : public QObject {
    Q_OBJECT

private slots:
    void blocksAndItemsAreDecidedEachByItself() {
        QCOMPARE(sketch(reviewed({})), std::string("same # Trip\n"
                                                   "conflict fly 14 days ahead | fly 10 days ahead\n"
                                                   "wiki train by wiki\n"
                                                   "git - one git\n"
                                                   "+ conflict - two wiki | - two git\n"
                                                   "+ same - three\n"
                                                   "git end of git\n"));
    }

    void answersStandWhereTheConflictsWere() {
        const std::string first = "# Trip\n\n", middle = "\n\ntrain by wiki\n\n- one git\n",
                          last = "\n- three\n\nend of git";
        QCOMPARE(reviewed({}).text, first + "fly 10 days ahead" + middle + "- two git" + last);
        QCOMPARE(reviewed({Settle::Wiki, Settle::Base}).text, first + "fly 14 days ahead" + middle + "- two" + last);
        QCOMPARE(reviewed({Settle::Both, Settle::BothGitFirst}).text,
                 first + "fly 14 days ahead\n\nfly 10 days ahead" + middle + "- two git\n- two wiki" + last);
        QCOMPARE(reviewed({"fly when you like", "- zwei\n- 2"}).text,
                 first + "fly when you like" + middle + "- zwei\n- 2" + last);
        QCOMPARE(reviewed({std::string(), std::string()}).text,
                 "# Trip\n\ntrain by wiki\n\n- one git\n- three\n\nend of git");
    }

    void withoutABaseWhateverDiffersIsAConflict() {
        const Review review = reviewBodies({{}, "a\n\nwiki\n\nb\n\nc", "a\n\ngit\n\nb\n\nc\n\nd"}, {Settle::Wiki});
        QCOMPARE(sketch(review), std::string("same a\nconflict wiki | git\nsame b\n\nc\nconflict  | d\n"));
        QCOMPARE(review.text, std::string("a\n\nwiki\n\nb\n\nc\n\nd"));
    }

    void wordsOfBothStandInOneText() {
        const WordUnion apart = uniteWords("fly 7 days ahead", "fly 14 days ahead", "fly 7 days ahead, or not");
        QCOMPARE(apart.text, std::string("fly 14 days ahead, or not"));
        QCOMPARE(apart.meetings, 0);
        const WordUnion meeting = uniteWords("fly 7 days", "fly 14 days", "fly 10 days");
        QCOMPARE(meeting.text, std::string("fly 14 10 days"));
        QCOMPARE(meeting.meetings, 1);
        const WordUnion times = uniteWords("8:00 to 18:30", "7:30 to 18:00", "9:00 to 19:30");
        QCOMPARE(times.text, std::string("7:30 9:00 to 18:00 19:30"));
        QCOMPARE(times.meetings, 2);
    }

    void anUndecidedReviewIsTheMerge() {
        QCOMPARE(reviewBodies({"one", "one", "two"}, {}).text, std::string("two"));
        QCOMPARE(reviewBodies({"one", "two", "one"}, {}).text, std::string("two"));
        const std::string base = "a\n\nb\n\nc", wiki = "A\n\nb\n\nc", git = "a\n\nb\n\nC";
        QCOMPARE(reviewBodies({base, wiki, git}, {}).text, mergeBodies(base, wiki, git).text);
    }
};

QTEST_APPLESS_MAIN(MergeReviewTest)
#include "merge_review_test.moc"
