#include "engine/core/page_file.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <random>

using namespace wikivault;

namespace {

const std::string kId = "0190a000-0000-7000-8000-00000000000a";
const std::string kOther = "0190a000-0000-7000-8000-00000000000b";
const std::string kIdLine = "gitmost_id: " + kId + "\n";
const std::string kFront = "---\n" + kIdLine + "---\n";

std::string replaced(std::string text, const std::string &what, const std::string &with) {
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

std::string crlf(const std::string &text) {
    return replaced(text, "\n", "\r\n");
}

/// Files put together from what makes files hard.
std::string randomFile(std::mt19937 &random) {
    static const std::array<std::string, 34> kParts = {"---\n",
                                                       "---",
                                                       "\n",
                                                       "\r\n",
                                                       "\r",
                                                       "gitmost_id:",
                                                       "gitmost_id: x\n",
                                                       kIdLine,
                                                       "tags: [a, b]",
                                                       "a: b\n",
                                                       "\xEF\xBB\xBF",
                                                       "  ",
                                                       "\t",
                                                       "text",
                                                       "# head\n",
                                                       "- item\n",
                                                       "key:\n",
                                                       "[",
                                                       "]\n",
                                                       "{",
                                                       "\"",
                                                       "'",
                                                       " # note\n",
                                                       "&x ",
                                                       "*x\n",
                                                       "| \n",
                                                       "  nested: 1\n",
                                                       "\"gitmost_id\": y\n",
                                                       "--- \n",
                                                       "```\n",
                                                       "<<<<<<< a\n",
                                                       ">>>>>>> b\n",
                                                       "\0",
                                                       "gitmost_id: \"" + kOther + "\" # c\n"};
    std::string text = random() % 2 == 0 ? "---\n" : "";
    for (auto parts = random() % 9; parts > 0; --parts)
        text += kParts[random() % kParts.size()];
    return text;
}

std::string shown(const std::string &text) {
    return QByteArray::fromStdString(text).toPercentEncoding(" :[]").toStdString();
}

}  // namespace

Q_DECLARE_METATYPE(std::string)

class PageFileTest : public QObject {
    Q_OBJECT

private slots:
    void filesAreTakenApart_data();
    void filesAreTakenApart();
    void problemsKeepThePage_data();
    void problemsKeepThePage();
    void onlyTheBodyChanges_data();
    void onlyTheBodyChanges();
    void onlyTheKeyChanges_data();
    void onlyTheKeyChanges();
    void limitsHold();
    void everyFileComesBack();
    void markersOutsideCodeAreFound_data();
    void markersOutsideCodeAreFound();
};

void PageFileTest::filesAreTakenApart_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("front");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<bool>("named");
    const auto row = [](const char *tag, const std::string &text, const std::string &front, const std::string &body,
                        bool named = false) { QTest::newRow(tag) << text << front << body << named; };
    row("as we write it", kFront + "\nBody\n", kFront, "Body", true);
    row("no blank line", kFront + "Body", kFront, "Body", true);
    row("nothing", "", "", "");
    row("blank", "\n \n\t\n", "", "");
    row("frontmatter alone", kFront, kFront, "", true);
    row("frontmatter at the very end", "---\n" + kIdLine + "---", "---\n" + kIdLine + "---", "", true);
    row("plain body", "a\n\nb\n", "", "a\n\nb");
    row("a byte order mark", "\xEF\xBB\xBF" + kFront + "\nx\n", kFront, "x", true);
    row("a byte order mark alone", "\xEF\xBB\xBFx\n", "", "x");
    row("CRLF", crlf(kFront + "\na\nb\n"), crlf(kFront), "a\nb", true);
    row("CR alone is no line feed", "a\rb\r", "", "a\rb");
    row("two line ends in a row", "a\r\r\nb", "", "a\n\nb");
    row("indented code first", kFront + "\n    code\n", kFront, "    code", true);
    row("indented code after blank lines", "\n  \n\n    code\n  \n", "", "    code");
    row("a tab first", kFront + "\tcode\n", kFront, "\tcode", true);
    row("last spaces", "a  \n\n", "", "a  ");
    row("spaces beyond ASCII stay",
        "\xC2\xA0"
        "a\xE3\x80\x80\n",
        "",
        "\xC2\xA0"
        "a\xE3\x80\x80");
    row("keys of people", "---\ntags: [x]\n" + kIdLine + "aliases:\n  - A: b\n---\nx",
        "---\ntags: [x]\n" + kIdLine + "aliases:\n  - A: b\n---\n", "x", true);
    row("without our key", "---\ntitle: \"My: page\"\n---\nx", "---\ntitle: \"My: page\"\n---\n", "x");
    row("items at the margin", "---\ntags:\n- a\n- b\n---\nx", "---\ntags:\n- a\n- b\n---\n", "x");
    row("brackets over lines", "---\ntags: [\n  a,\n  \"]\"\n]\nb: {c: d}\n---\nx",
        "---\ntags: [\n  a,\n  \"]\"\n]\nb: {c: d}\n---\n", "x");
    row("a text block", "---\nabout: |\n  # no\n  - list & *x\nb: 1\n---\nx",
        "---\nabout: |\n  # no\n  - list & *x\nb: 1\n---\n", "x");
    row("comments and blank lines", "---\n# c\n\na: b # c\n---\nx", "---\n# c\n\na: b # c\n---\n", "x");
    row("a colon in a value", "---\ntitle: a: b\nurl: http://x/y\n---\nx", "---\ntitle: a: b\nurl: http://x/y\n---\n",
        "x");
    row("spaces after the lines", "--- \n" + kIdLine + "---\t\nx", "--- \n" + kIdLine + "---\t\n", "x", true);
    row("a comment after the id", "---\ngitmost_id: " + kId + " # mine\n---\nx",
        "---\ngitmost_id: " + kId + " # mine\n---\n", "x", true);
    row("a quoted id", "---\n'gitmost_id': \"" + kId + "\"\n---\nx", "---\n'gitmost_id': \"" + kId + "\"\n---\n", "x",
        true);
    row("L-17 prose between rules", "---\nSome text\n\n---\nMore\n", "", "---\nSome text\n\n---\nMore");
    row("a heading between rules", "---\n# Head\n---\nMore", "", "---\n# Head\n---\nMore");
    row("an empty block", "---\n---\n\nBody", "", "---\n---\n\nBody");
    row("a blank block", "---\n\n---\nBody", "", "---\n\n---\nBody");
    row("a list between rules", "---\n- a: b\n- c: d\n---\nx", "", "---\n- a: b\n- c: d\n---\nx");
    row("items below a value", "---\nAgenda: today\n- one\n---\nx", "", "---\nAgenda: today\n- one\n---\nx");
    row("a quote between rules", "---\n> who: said\n---\nx", "", "---\n> who: said\n---\nx");
    row("bold between rules", "---\n**Note**: this\n---\nx", "", "---\n**Note**: this\n---\nx");
    row("a link between rules", "---\n[a](b): c\n---\nx", "", "---\n[a](b): c\n---\nx");
    row("a rule alone", "---\n", "", "---");
    row("a rule and no other", "---\na: b\n", "", "---\na: b");
    row("dots do not close", "---\ntitle: x\n...\nBody\n", "", "---\ntitle: x\n...\nBody");
    row("more than three hyphens", "----\na: b\n----\nx", "", "----\na: b\n----\nx");
    row("text after the rule", "---\na: b\n---x\ny", "", "---\na: b\n---x\ny");
    row("not at the start", "\n" + kFront + "x", "", kFront + "x");
    row("TOML", "+++\na = 1\n+++\nx", "", "+++\na = 1\n+++\nx");
    row("brackets that stay open", "---\na: [b\n---\nx", "", "---\na: [b\n---\nx");
}

void PageFileTest::filesAreTakenApart() {
    QFETCH(std::string, text);
    QFETCH(std::string, front);
    QFETCH(std::string, body);
    QFETCH(bool, named);
    const PageFile file = parsePageFile(text);
    QCOMPARE(file.frontmatter, front);
    QCOMPARE(file.body, body);
    QCOMPARE(file.id.has_value(), named);
    if (named) QCOMPARE(file.id->str(), kId);
    QCOMPARE(file.problem, std::string());
}

void PageFileTest::problemsKeepThePage_data() {
    QTest::addColumn<std::string>("lines");
    QTest::addColumn<std::string>("problem");
    QTest::addColumn<std::string>("id");
    const auto row = [](const char *tag, const std::string &lines, const char *problem, const std::string &id = kId) {
        QTest::newRow(tag) << lines << std::string(problem) << id;
    };
    row("L-19 two ids", kIdLine + "gitmost_id: " + kOther + "\n", "gitmost_id stands there twice");
    row("two keys alike", "a: 1\n" + kIdLine + "a: 2\n", "the key a stands there twice");
    row("an anchor", kIdLine + "a: &x 1\n", "anchors");
    row("an alias", kIdLine + "a: *x\n", "anchors");
    row("a tag", kIdLine + "a: !!python/object:os.system x\n", "anchors");
    row("an anchor in a list", kIdLine + "a:\n  - &x b\n", "anchors");
    row("a merge key", kIdLine + "a:\n  <<: *x\n", "anchors");
    row("a bomb", kIdLine + "a: &a [l,l]\nb: &b [*a,*a]\nc: [*b,*b,*b]\n", "anchors");
    row("a bomb in brackets", kIdLine + "b: [*a, {c: *d}]\n", "anchors");
    row("deep brackets", kIdLine + "a: " + std::string(3000, '[') + "\n", "no list of");
    row("an id over lines", "gitmost_id:\n  " + kId + "\n", "one value on one line", "");
    row("an id that is a list", "gitmost_id: [" + kId + "]\n", "", "[" + kId + "]");
    row("an open quote", "gitmost_id: \"" + kId + "\n", "quote", "\"" + kId);
    row("signed prose", kIdLine + "what is this\n", "no list of");
    row("a merge that was left", "<<<<<<< a\n" + kIdLine + "=======\nx: y\n>>>>>>> b\n", "no list of");
    row("brackets that stay open", "a: [\n" + kIdLine, "no list of");
    row("no uuid", "gitmost_id: 9 # note\n", "", "9");
    row("empty", "gitmost_id:\na: b\n", "", "");
    row("an empty string", "gitmost_id: ''\n", "", "");
}

void PageFileTest::problemsKeepThePage() {
    QFETCH(std::string, lines);
    QFETCH(std::string, problem);
    QFETCH(std::string, id);
    const std::string front = "---\n" + lines + "---\n";
    const PageFile file = parsePageFile(front + "\nBody\n");
    QCOMPARE(file.frontmatter, front);
    QCOMPARE(file.body, std::string("Body"));
    QVERIFY2(problem.empty() ? file.problem.empty() : file.problem.find(problem) != file.problem.npos,
             file.problem.c_str());
    QCOMPARE(file.idText.value_or(""), id);
    QCOMPARE(file.id.has_value(), id == kId);
    QCOMPARE(parsePageFile(withBody(front + "\nBody\n", "New")).frontmatter, front);
}

void PageFileTest::onlyTheBodyChanges_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *tag, const std::string &text, const std::string &body,
                        const std::string &expected) { QTest::newRow(tag) << text << body << expected; };
    const std::string bom = "\xEF\xBB\xBF", tags = "---\ntags: [ a,b ]  \n" + kIdLine + "---\n";
    row("as we write it", kFront + "\na\n", "b", kFront + "\nb\n");
    row("blank lines at the edges", tags + "\n\n a\n\n\n", "b", tags + "\n\nb\n\n\n");
    row("no blank line, no last line feed", tags + "a", "b", tags + "b");
    row("into an empty page", kFront, "b", kFront + "\nb\n");
    row("into an empty file", "", "b", "b\n");
    row("half a line end at the end", "---\r\na: b\r\n---\r", "b", "---\r\na: b\r\n---\r\n\r\nb\r\n");
    row("emptied", kFront + "\na\n", "", kFront);
    row("CRLF and mark", bom + crlf(tags + "\na\nb\n"), "x\ny", bom + crlf(tags + "\nx\ny\n"));
    row("mostly CRLF", "a\r\nb\nc\r\nd\r\n", "x\ny", "x\r\ny\r\n");
    row("untouched, mixed line ends", kFront + "a\r\nb\nc", "a\nb\nc", kFront + "a\r\nb\nc");
    row("a body like frontmatter", "a\n", "---\nb: c\n---", "---\ngitmost_id: \"\"\n---\n\n---\nb: c\n---\n");
    row("a body like frontmatter below ours", kFront + "a\n", "---\nb: c\n---", kFront + "---\nb: c\n---\n");
}

void PageFileTest::onlyTheBodyChanges() {
    QFETCH(std::string, text);
    QFETCH(std::string, body);
    QFETCH(std::string, expected);
    QCOMPARE(withBody(text, body), expected);
    QCOMPARE(parsePageFile(expected).body, body);
    QCOMPARE(withBody(expected, body), expected);
}

void PageFileTest::onlyTheKeyChanges_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("named");
    QTest::addColumn<std::string>("bare");
    const auto row = [](const char *tag, const std::string &text, const std::string &named, const std::string &bare) {
        QTest::newRow(tag) << text << named << bare;
    };
    row("no frontmatter", "Body\n", kFront + "\nBody\n", "Body\n");
    row("a blank line first", "\nBody\n", kFront + "\n\nBody\n", "\nBody\n");
    row("empty", "", kFront, "");
    row("CRLF", "a\r\nb", crlf(kFront + "\na\nb"), "a\r\nb");
    row("a byte order mark",
        "\xEF\xBB\xBF"
        "a",
        "\xEF\xBB\xBF" + kFront + "\na",
        "\xEF\xBB\xBF"
        "a");
    row("keys of people", "---\ntags: [ a,b ]\n---\nx", "---\n" + kIdLine + "tags: [ a,b ]\n---\nx",
        "---\ntags: [ a,b ]\n---\nx");
    row("another id", "---\na: 1\ngitmost_id:  '" + kOther + "'  # c\nb: 2\n---\nx",
        "---\na: 1\ngitmost_id:  " + kId + "  # c\nb: 2\n---\nx", "---\na: 1\nb: 2\n---\nx");
    row("the same id", "---\n\"gitmost_id\": '" + kId + "' #c\na: 1\n---\nx",
        "---\n\"gitmost_id\": '" + kId + "' #c\na: 1\n---\nx", "---\na: 1\n---\nx");
    row("an empty id", "---\ngitmost_id:\na: 1\n---\nx", "---\ngitmost_id: " + kId + "\na: 1\n---\nx",
        "---\na: 1\n---\nx");
    row("an id over lines", "---\ngitmost_id:\n  - a\nb: 1\n---\nx", "---\n" + kIdLine + "b: 1\n---\nx",
        "---\nb: 1\n---\nx");
    row("only a comment would be left", "---\n# c\n" + kIdLine + "---\nx", "---\n# c\n" + kIdLine + "---\nx",
        "---\n# c\ngitmost_id: \"\"\n---\nx");
    row("the body would be read as frontmatter", kFront + "\n---\na: b\n---\n", kFront + "\n---\na: b\n---\n",
        "---\ngitmost_id: \"\"\n---\n\n---\na: b\n---\n");
    row("a rule first", "---\n\nprose\n", kFront + "\n---\n\nprose\n", "---\n\nprose\n");
}

void PageFileTest::onlyTheKeyChanges() {
    QFETCH(std::string, text);
    QFETCH(std::string, named);
    QFETCH(std::string, bare);
    QCOMPARE(withId(text, PageId(kId)), named);
    QCOMPARE(withId(named, PageId(kId)), named);
    QCOMPARE(withId(text, std::nullopt), bare);
    QCOMPARE(parsePageFile(named).id.value_or(PageId("")).str(), kId);
    QVERIFY(!parsePageFile(bare).idText);
    QCOMPARE(parsePageFile(named).body, parsePageFile(text).body);
    QCOMPARE(parsePageFile(bare).body, parsePageFile(text).body);
}

void PageFileTest::limitsHold() {
    std::string keys;
    for (int i = 0; i < 1001; ++i)
        keys += "k" + std::to_string(i) + ": v\n";
    QVERIFY(parsePageFile("---\n" + keys + "---\nx").problem.find("1000") != std::string::npos);
    const std::string large = "a: " + std::string(65 * 1024, 'x') + "\n";
    QCOMPARE(parsePageFile("---\n" + large + large + "---\nx").frontmatter, std::string());
    const PageFile named = parsePageFile("---\n" + kIdLine + large + large + "---\nx");
    QCOMPARE(named.id.value_or(PageId("")).str(), kId);
    QCOMPARE(named.body, std::string("x"));
    QVERIFY(named.problem.find("64 KiB") != std::string::npos);
    QCOMPARE(parsePageFile("---\n" + std::string(1'000'000, '\n') + "---\nx").frontmatter, std::string());
}

void PageFileTest::everyFileComesBack() {
    std::mt19937 random(11);
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = randomFile(random), other = parsePageFile(randomFile(random)).body;
        const PageFile file = parsePageFile(text);
        const QByteArray trace = QByteArray::fromStdString(shown(text) + "  with  " + shown(other));
        const std::size_t mark = file.bom ? 3 : 0;
        QVERIFY2(text.substr(mark).starts_with(file.frontmatter), trace.constData());
        QVERIFY2(withBody(text, file.body) == text, trace.constData());
        const std::string edited = withBody(text, other);
        QVERIFY2(parsePageFile(edited).body == other, trace.constData());
        QVERIFY2(file.frontmatter.empty() || parsePageFile(edited).frontmatter.starts_with(file.frontmatter),
                 trace.constData());
        QVERIFY2(parsePageFile(printPageFile(PageId(kId), other)).body == other, trace.constData());
        const std::string named = withId(text, PageId(kId)), bare = withId(named, std::nullopt);
        QVERIFY2(parsePageFile(named).id == std::optional(PageId(kId)), trace.constData());
        QVERIFY2(parsePageFile(named).body == file.body, trace.constData());
        QVERIFY2(withId(named, PageId(kId)) == named, trace.constData());
        // A frontmatter that was one only because it was signed is text without the signature.
        if (file.problem.empty())
            QVERIFY2(!parsePageFile(bare).id && parsePageFile(bare).body == file.body, trace.constData());
        if (file.frontmatter.empty() && !text.empty()) QVERIFY2(bare == text, trace.constData());
    }
}

void PageFileTest::markersOutsideCodeAreFound_data() {
    QTest::addColumn<std::string>("body");
    QTest::addColumn<bool>("found");
    QTest::newRow("a whole conflict") << std::string("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n") << true;
    QTest::newRow("its end only") << std::string("c\n>>>>>>> x") << true;
    QTest::newRow("its start only") << std::string("<<<<<<< HEAD\nb") << true;
    QTest::newRow("a setext heading") << std::string("Head\n=======\ntext") << false;
    QTest::newRow("in code") << std::string("```\n<<<<<<< HEAD\n>>>>>>> x\n```") << false;
    QTest::newRow("in code with another fence in it") << std::string("```\n```js\n<<<<<<< HEAD\n```") << false;
    QTest::newRow("after code") << std::string("~~~\nx\n~~~~\n<<<<<<< HEAD") << true;
    QTest::newRow("a code span is no fence") << std::string("```x``` y\n<<<<<<< HEAD") << true;
    QTest::newRow("inside a line") << std::string("a <<<<<<< HEAD\n  >>>>>>> x") << false;
}

void PageFileTest::markersOutsideCodeAreFound() {
    QFETCH(std::string, body);
    QFETCH(bool, found);
    QCOMPARE(hasConflictMarkers(body), found);
}

QTEST_APPLESS_MAIN(PageFileTest)
#include "page_file_test.moc"
