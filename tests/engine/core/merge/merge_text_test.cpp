#include "engine/core/merge/merge_text.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"

#include <QTest>

#include <random>

using namespace wikivault;
using namespace wikivault::merge;

namespace {

constexpr const char *kPage = "alpha\n\nmiddle\n\nomega";

std::string joined(const std::vector<BlockConflict> &conflicts) {
    std::string text;
    for (const BlockConflict &conflict : conflicts)
        text += "[" + conflict.base + "|" + conflict.wiki + "|" + conflict.git + "]";
    return text;
}

std::string bodyOf(const std::vector<std::string> &blocks) {
    std::string body;
    for (const std::string &block : blocks)
        body += (body.empty() ? "" : "\n\n") + block;
    return body;
}

/// Every block is unique, so that where each one went can be told.
std::vector<std::string> edited(std::mt19937 &random, std::vector<std::string> blocks, const std::string &who) {
    const int edits = static_cast<int>(random() % 4);
    for (int i = 0; i < edits; ++i) {
        const auto at = static_cast<std::ptrdiff_t>(random() % (blocks.size() + 1));
        const std::string mark = who + std::to_string(random() % 1000);
        if (random() % 3 == 0 || at == static_cast<std::ptrdiff_t>(blocks.size()))
            blocks.insert(blocks.begin() + at, "added by " + mark);
        else if (random() % 3 == 0)
            blocks.erase(blocks.begin() + at);
        else
            blocks[static_cast<std::size_t>(at)] += " " + mark;
    }
    return blocks;
}

}  // namespace

Q_DECLARE_METATYPE(std::string)

class MergeTextTest : public QObject {
    Q_OBJECT

private slots:
    void bodiesMerge_data() {
        QTest::addColumn<std::string>("base");
        QTest::addColumn<std::string>("wiki");
        QTest::addColumn<std::string>("git");
        QTest::addColumn<std::string>("expected");
        QTest::addColumn<std::string>("conflicts");
        const auto row = [](const char *tag, const char *base, const char *wiki, const char *git, const char *expected,
                            const char *conflicts = "") {
            QTest::newRow(tag) << std::string(base) << std::string(wiki) << std::string(git) << std::string(expected)
                               << std::string(conflicts);
        };
        row("T-36 no-echo", kPage, kPage, kPage, kPage);
        row("T-29 per hunk", kPage, "alpha DOC\n\nmiddle\n\nomega DOC", "alpha GIT\n\nmiddle\n\nomega",
            "alpha GIT\n\nmiddle\n\nomega DOC", "[alpha|alpha DOC|alpha GIT]");
        row("T-28 tail change", kPage, "alpha DOC\n\nmiddle\n\nomega DOC", "alpha GIT\n\nmiddle\n\nomega\n\n\n",
            "alpha GIT\n\nmiddle\n\nomega DOC", "[alpha|alpha DOC|alpha GIT]");
        row("SPURIOUS blank lines in git", kPage, kPage, "alpha\n\n\n\nmiddle\n\nomega",
            "alpha\n\n\n\nmiddle\n\nomega");
        row("SPURIOUS blank lines in git, edit in the wiki", kPage, "alpha\n\nmiddle\n\nomega DOC",
            "alpha\n\n\n\nmiddle\n\nomega", "alpha\n\n\n\nmiddle\n\nomega DOC");
        row("SPURIOUS the wiki normalises", "alpha\n\n* item", "alpha\n\n- item", "alpha GIT\n\n* item",
            "alpha GIT\n\n* item");
        row("marker leak", kPage, "alpha\n\nmiddle DOC\n\nomega", "alpha\n\nmiddle GIT\n\nomega",
            "alpha\n\nmiddle GIT\n\nomega", "[middle|middle DOC|middle GIT]");
        row("both alike", kPage, "alpha\n\nnew\n\nomega", "alpha\n\nnew\n\nomega", "alpha\n\nnew\n\nomega");
        row("neighbouring blocks", kPage, "alpha DOC\n\nmiddle\n\nomega", "alpha\n\nmiddle GIT\n\nomega",
            "alpha DOC\n\nmiddle GIT\n\nomega");
        row("words of one paragraph", "one two three", "ONE two three", "one two THREE", "ONE two THREE");
        row("one word twice", "one two three", "one ZWEI three", "one DEUX three", "one DEUX three",
            "[one two three|one ZWEI three|one DEUX three]");
        row("one time twice", "at 8:00 sharp", "at 7:00 sharp", "at 8:30 sharp", "at 8:30 sharp",
            "[at 8:00 sharp|at 7:00 sharp|at 8:30 sharp]");
        row("two times of one line", "8:00 to 18:00", "7:30 to 18:00", "8:00 to 19:30", "7:30 to 19:30");
        row("words passed on and continued", "one:", "one: b a", "one: a", "one: b a");
        row("words continued in git", "one:", "one: a", "one: b a", "one: b a");
        row("words of two at one place", "one:", "one: b a", "one: c a", "one: c a", "[one:|one: b a|one: c a]");
        row("a word less is no continuation", "one two three", "one three", "one two more three", "one two more three",
            "[one two three|one three|one two more three]");
        row("items of one list", "- a\n- b\n- c", "- a DOC\n- b\n- c", "- a\n- b\n- c GIT", "- a DOC\n- b\n- c GIT");
        row("an item for a list each", "- a\n- b", "- new\n- a\n- b", "- a\n- b\n- last", "- new\n- a\n- b\n- last");
        row("lines of code", "```\na\nb\nc\n```", "```\nA\nb\nc\n```", "```\na\nb\nC\n```", "```\nA\nb\nC\n```");
        row("one line of code twice", "```\nint a = 1;\n```", "```\nint b = 1;\n```", "```\nint a = 2;\n```",
            "```\nint a = 2;\n```", "[```\nint a = 1;\n```|```\nint b = 1;\n```|```\nint a = 2;\n```]");
        row("cells of one table", "| a | b |\n| --- | --- |\n| 1 | 2 |", "| a | b |\n| --- | --- |\n| one | 2 |",
            "| a | b |\n| --- | --- |\n| 1 | two |", "| a | b |\n| --- | --- |\n| one | two |");
        row("edit and delete", kPage, "alpha\n\nmiddle DOC\n\nomega", "alpha\n\nomega", "alpha\n\nomega",
            "[middle|middle DOC|]");
        row("delete and edit", kPage, "alpha\n\nomega", "alpha\n\nmiddle GIT\n\nomega", "alpha\n\nmiddle GIT\n\nomega",
            "[middle||middle GIT]");
        row("both delete", kPage, "alpha\n\nomega", "alpha\n\nomega", "alpha\n\nomega");
        row("both append", "alpha", "alpha\n\nDOC", "alpha\n\nGIT", "alpha\n\nGIT", "[|DOC|GIT]");
        row("both append, the wiki more", "alpha", "alpha\n\nsame\n\nDOC", "alpha\n\nsame", "alpha\n\nsame\n\nDOC");
        row("edit and a new block beside it", "one two three", "one two three\n\nnew", "one two three GIT",
            "one two three GIT\n\nnew");
        row("edits and a new block beside them", "one two three four", "ONE two three four\n\nnew block",
            "one two three FOUR", "ONE two three FOUR\n\nnew block");
        row("rewritten and extended", "the quick brown fox\n\njumps over the dog",
            "the slow brown fox\n\njumps over the dog", "the quick brown fox\n\nan interlude\n\njumps over the cat",
            "the slow brown fox\n\nan interlude\n\njumps over the cat");
        row("no base, equal heads", "", "same\n\nDOC", "same\n\nGIT", "same\n\nGIT", "[|DOC|GIT]");
        row("a heading directly above", "# H\npara\n\nend", "# H\npara\n\nend DOC", "# H\npara GIT\n\nend",
            "# H\npara GIT\n\nend DOC");
        row("a note each", "a^[one]\n\nb", "a^[one DOC]\n\nb", "a^[one]\n\nb GIT", "a^[one DOC]\n\nb GIT");
        row("one note twice", "a^[one]\n\nb", "a^[DOC]\n\nb", "a^[GIT]\n\nb", "a^[GIT]\n\nb",
            "[a^[one]|a^[DOC]|a^[GIT]]");
        row("a new note before others", "a\n\nb^[x]\n\nc^[y]", "a^[new]\n\nb^[x]\n\nc^[y]", "a\n\nb GIT^[x]\n\nc^[y]",
            "a^[new]\n\nb GIT^[x]\n\nc^[y]");
        row("definitions of notes", "a[^1] b[^2]\n\n[^1]: one\n[^2]: two", "a[^1] b[^2]\n\n[^1]: ONE\n[^2]: two",
            "a[^1] b[^2]\n\n[^1]: one\n[^2]: TWO", "a[^1] b[^2]\n\n[^1]: ONE\n[^2]: TWO");
        row("the wiki empties the page", kPage, "", kPage, "");
        row("git empties the page, the wiki edits", kPage, "alpha DOC\n\nmiddle\n\nomega", "", "",
            "[alpha\n\nmiddle\n\nomega|alpha DOC\n\nmiddle\n\nomega|]");
    }
    void bodiesMerge() {
        QFETCH(std::string, base);
        QFETCH(std::string, wiki);
        QFETCH(std::string, git);
        QFETCH(std::string, expected);
        QFETCH(std::string, conflicts);
        const MergedBody merged = mergeBodies(base, wiki, git);
        QCOMPARE(joined(merged.conflicts), conflicts);
        QCOMPARE(merged.text, expected);
        QVERIFY(!hasConflictMarkers(merged.text));
        if (merged.isClean()) QCOMPARE(mergeBodies(wiki, wiki, merged.text).text, merged.text);
    }

    void aConflictIsSettledAsAsked() {
        const std::string wiki = "alpha DOC\n\nmiddle\n\nomega", git = "alpha GIT\n\nmiddle GIT\n\nomega";
        const auto settled = [&](Settle settle) { return mergeBodies(kPage, wiki, git, settle).text; };
        QCOMPARE(settled(Settle::Git), git);
        QCOMPARE(settled(Settle::Wiki), std::string("alpha DOC\n\nmiddle GIT\n\nomega"));
        QCOMPARE(settled(Settle::Both), std::string("alpha DOC\n\nalpha GIT\n\nmiddle GIT\n\nomega"));
        QCOMPARE(settled(Settle::Base), std::string("alpha\n\nmiddle GIT\n\nomega"));
    }

    void adoptingKeepsTheBytesOfEqualBlocks() {
        QCOMPARE(adoptBlocks("* a\n\n\n\ntwo", "- a\n\ntwo"), std::string("* a\n\n\n\ntwo"));
        QCOMPARE(adoptBlocks("* a\n\n\n\ntwo", "- a\n\nzwei"), std::string("* a\n\n\n\nzwei"));
        QCOMPARE(adoptBlocks("* a\n\ntwo", "- a\n\nbetween\n\ntwo"), std::string("* a\n\nbetween\n\ntwo"));
        QCOMPARE(adoptBlocks("one", ""), std::string());
        QCOMPARE(adoptBlocks("", "one"), std::string("one"));
    }

    void listsThatMeetStayTwoLists() {
        const std::string text = adoptBlocks("* a\n\nbetween\n\n* b", "- a\n\n<!-- -->\n\n- b");
        QVERIFY(
            markdown::equalDocuments(markdown::fromMarkdown(text), markdown::fromMarkdown("- a\n\n<!-- -->\n\n- b")));
    }

    void nothingIsLostByChance() {
        std::mt19937 random(5);
        for (int round = 0; round < 400; ++round) {
            std::vector<std::string> blocks;
            for (unsigned i = 0; i < 1 + random() % 6; ++i)
                blocks.push_back("paragraph number " + std::to_string(i));
            const std::string base = bodyOf(blocks);
            const std::string wiki = bodyOf(edited(random, blocks, "wiki"));
            const std::string git = bodyOf(edited(random, blocks, "git"));
            const MergedBody merged = mergeBodies(base, wiki, git);
            const std::string everything = merged.text + joined(merged.conflicts);
            for (const std::string *side : {&wiki, &git}) {
                for (std::size_t at = 0; at < side->size();) {
                    const std::size_t end = std::min(side->find_first_of(" \n", at), side->size());
                    const std::string word = side->substr(at, end - at);
                    const bool marked = word.starts_with("wiki") || word.starts_with("git");
                    if (marked) QVERIFY2(everything.find(word) != everything.npos, word.c_str());
                    at = end + 1;
                }
            }
            QCOMPARE(mergeBodies(base, wiki, base).text, wiki);
            QCOMPARE(mergeBodies(base, base, git).text, git);
            QCOMPARE(mergeBodies(base, git, wiki).isClean(), merged.isClean());
        }
    }

    void aLongPageMergesInNearLinearTime() {
        std::vector<std::string> blocks;
        for (int i = 0; i < 4000; ++i)
            blocks.push_back("paragraph number " + std::to_string(i));
        const std::string base = bodyOf(blocks);
        blocks[10] += " wiki";
        const std::string wiki = bodyOf(blocks);
        for (std::size_t i = 2000; i < 4000; ++i)
            blocks[i] = "rewritten " + std::to_string(i * 7);
        blocks[10] = "paragraph number 10";
        const std::string git = bodyOf(blocks);
        const MergedBody merged = mergeBodies(base, wiki, git);
        QVERIFY(merged.isClean());
        QVERIFY(merged.text.find("number 10 wiki") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(MergeTextTest)
#include "merge_text_test.moc"
