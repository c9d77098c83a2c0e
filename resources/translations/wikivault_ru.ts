<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU">
<context>
    <name>ApplyQuestion</name>
    <message numerus="yes">
        <source>Apply this plan and delete %n page(s)?</source>
        <translation>
            <numerusform>Применить план и удалить %n страницу?</numerusform>
            <numerusform>Применить план и удалить %n страницы?</numerusform>
            <numerusform>Применить план и удалить %n страниц?</numerusform>
        </translation>
    </message>
    <message>
        <source>Apply and delete</source>
        <translation>Применить и удалить</translation>
    </message>
    <message>
        <source>Apply exactly this? %1</source>
        <translation>Применить именно это? %1</translation>
    </message>
    <message>
        <source>Apply now</source>
        <translation>Применить</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Причина (необязательно)</translation>
    </message>
    <message>
        <source>Pages deleted in the wiki go to its trash; files deleted in git stay in its history.</source>
        <translation>Страницы, удалённые в вики, попадают в её корзину; файлы, удалённые в git, остаются в его истории.</translation>
    </message>
    <message>
        <source>What the pages turned round lose is kept under Conflicts, Settled by people.</source>
        <translation>То, что теряют развёрнутые страницы, хранится в разделе «Конфликты», «Решено людьми».</translation>
    </message>
    <message>
        <source>%1. %2. %3</source>
        <translation>%1. %2. %3</translation>
    </message>
    <message numerus="yes">
        <source>Apply this plan with %n page(s) turned round?</source>
        <translation>
            <numerusform>Применить план с %n развёрнутой страницей?</numerusform>
            <numerusform>Применить план с %n развёрнутыми страницами?</numerusform>
            <numerusform>Применить план с %n развёрнутыми страницами?</numerusform>
        </translation>
    </message>
    <message>
        <source>Apply and overwrite</source>
        <translation>Применить и перезаписать</translation>
    </message>
    <message>
        <source>Apply, overwrite and delete</source>
        <translation>Применить, перезаписать и удалить</translation>
    </message>
</context>
<context>
    <name>AttachmentList</name>
    <message>
        <source>They stay in the wiki; the settings can have them carried.</source>
        <translation>Остаются в вики; перенос включается в настройках.</translation>
    </message>
    <message>
        <source>%1 carried, %2 left, %3 not to be had.</source>
        <translation>Перенесено: %1, осталось: %2, недоступно: %3.</translation>
    </message>
    <message>
        <source>Attachments of %1</source>
        <translation>Вложения пространства «%1»</translation>
    </message>
    <message>
        <source>They come through %1.</source>
        <translation>Откуда: %1.</translation>
    </message>
    <message>
        <source>Attachment</source>
        <translation>Вложение</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>Почему нет</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Останется</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Получить</translation>
    </message>
    <message>
        <source>Attachments of the next run: %1 to download, %2 to upload, %3 left.</source>
        <translation>Вложения следующего запуска: получить %1, отправить %2, останется %3.</translation>
    </message>
    <message>
        <source>Attachments of the next run</source>
        <translation>Вложения следующего запуска</translation>
    </message>
    <message>
        <source>Nothing of them was transferred, and applying the plan leaves them to a run.</source>
        <translation>Ничего из них не передано; применение плана оставляет их запуску.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Что</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
</context>
<context>
    <name>ConflictWords</name>
    <message>
        <source>Both changed the text</source>
        <translation>Текст изменён с двух сторон</translation>
    </message>
    <message>
        <source>Deleted on one side</source>
        <translation>Удалено с одной стороны</translation>
    </message>
    <message>
        <source>Markers in the file</source>
        <translation>Метки слияния в файле</translation>
    </message>
    <message>
        <source>No common ancestor</source>
        <translation>Нет общего предка</translation>
    </message>
    <message>
        <source>Wiki and git changed the same words. Choose whose words stand there, or write the text yourself; whatever only one side changed is merged already.</source>
        <translation>В вики и в git изменены одни и те же слова. Выберите, чьи слова останутся, или напишите текст сами; всё, что изменила только одна сторона, уже объединено.</translation>
    </message>
    <message>
        <source>One side deleted the page while the other one changed it. Keep it with that text, or let it go; nothing happens until you choose.</source>
        <translation>Одна сторона удалила страницу, другая её изменила. Оставьте страницу с этим текстом или дайте её удалить; до вашего выбора ничего не происходит.</translation>
    </message>
    <message>
        <source>The file holds conflict markers (&lt;&lt;&lt;&lt;&lt;&lt;&lt;, =======, &gt;&gt;&gt;&gt;&gt;&gt;&gt;): a git merge that nobody finished. They never reach the wiki. Take the wiki&apos;s text, write the text yourself, or finish the merge in the file.</source>
        <translation>В файле остались метки конфликта (&lt;&lt;&lt;&lt;&lt;&lt;&lt;, =======, &gt;&gt;&gt;&gt;&gt;&gt;&gt;): слияние git, которое никто не закончил. В вики они не попадут. Возьмите текст вики, напишите текст сами или закончите слияние в файле.</translation>
    </message>
    <message>
        <source>Both sides have a text and never agreed on one before (a first sync, or a history that was rewritten), so nothing can be merged by itself. Choose one, or put them together.</source>
        <translation>У обеих сторон есть текст, но согласованного текста раньше не было (первая синхронизация или переписанная история), поэтому автоматическое слияние невозможно. Выберите один текст или соедините оба.</translation>
    </message>
    <message>
        <source>Hold the page for review</source>
        <translation>Отложить страницу до разбора</translation>
    </message>
    <message>
        <source>Git&apos;s text goes to the wiki</source>
        <translation>Текст git попадает в вики</translation>
    </message>
    <message>
        <source>The wiki&apos;s text goes to git</source>
        <translation>Текст вики попадает в git</translation>
    </message>
    <message>
        <source>Git won by rule</source>
        <translation>По правилу взят текст git</translation>
    </message>
    <message>
        <source>The wiki won by rule</source>
        <translation>По правилу взят текст вики</translation>
    </message>
    <message>
        <source>A file was put back</source>
        <translation>Файл возвращён</translation>
    </message>
    <message>
        <source>Another program chose</source>
        <translation>Выбрала другая программа</translation>
    </message>
    <message>
        <source>A person wrote the text</source>
        <translation>Текст написан вручную</translation>
    </message>
    <message>
        <source>A person took git&apos;s text</source>
        <translation>Вручную взят текст git</translation>
    </message>
    <message>
        <source>A person took the wiki&apos;s</source>
        <translation>Вручную взят текст вики</translation>
    </message>
</context>
<context>
    <name>DriveWords</name>
    <message>
        <source>the wiki&apos;s own server</source>
        <translation>собственный сервер вики</translation>
    </message>
    <message>
        <source>Observer (looks whether anybody else polls)</source>
        <translation>наблюдатель (смотрит, опрашивает ли кто-то ещё)</translation>
    </message>
    <message>
        <source>Observer (who drives is not known)</source>
        <translation>наблюдатель (кто ведущий, неизвестно)</translation>
    </message>
    <message>
        <source>Observer (%1 polls and runs)</source>
        <translation>наблюдатель (опрашивает и запускает %1)</translation>
    </message>
    <message>
        <source>Observer (%1 is polling)</source>
        <translation>наблюдатель (опрашивает %1)</translation>
    </message>
    <message>
        <source>Observer (polling is left to others)</source>
        <translation>наблюдатель (опрос оставлен другим)</translation>
    </message>
    <message>
        <source>Observer (started read-only)</source>
        <translation>наблюдатель (только чтение)</translation>
    </message>
    <message>
        <source>Observer (reads and previews only)</source>
        <translation>наблюдатель (только чтение и просмотр)</translation>
    </message>
    <message>
        <source>Observer (&quot;wikivaultctl serve&quot; polls and runs)</source>
        <translation>наблюдатель (опрашивает и запускает «wikivaultctl serve»)</translation>
    </message>
    <message>
        <source>Driver (this console polls and runs)</source>
        <translation>ведущий (эта консоль опрашивает и запускает)</translation>
    </message>
    <message>
        <source>&quot;wikivaultctl serve&quot; keeps the spaces of this profile in step. This console watches, and runs what you ask for.</source>
        <translation>Пространства этого профиля синхронизирует «wikivaultctl serve». Консоль наблюдает и запускает то, о чём вы попросите.</translation>
    </message>
    <message>
        <source>Nobody can tell who polls these spaces, so this console does not begin to.</source>
        <translation>Кто опрашивает эти пространства, узнать нельзя, поэтому консоль не начинает.</translation>
    </message>
    <message>
        <source>This console looks for a moment whether anybody else polls, before it does.</source>
        <translation>Прежде чем опрашивать, консоль недолго смотрит, не опрашивает ли кто-то ещё.</translation>
    </message>
    <message>
        <source>This console does not poll: %1 took over at %2.</source>
        <translation>Эта консоль не опрашивает: в %2 ведущим стал %1.</translation>
    </message>
    <message>
        <source>This console does not poll: it was told so at %1.</source>
        <translation>Эта консоль не опрашивает: так решено в %1.</translation>
    </message>
    <message>
        <source>This console does not poll.</source>
        <translation>Эта консоль не опрашивает.</translation>
    </message>
    <message>
        <source>This console does not poll: %1 does.</source>
        <translation>Эта консоль не опрашивает: это делает %1.</translation>
    </message>
    <message>
        <source>In the last 10 minutes nobody else was seen to take locks of these spaces.</source>
        <translation>За последние 10 минут никто другой не брал блокировок этих пространств.</translation>
    </message>
    <message numerus="yes">
        <source>In the last 10 minutes others took locks of these spaces %n time(s), the last one was %1. If both poll, runs will block each other.</source>
        <translation>
            <numerusform>За последние 10 минут другие взяли блокировки этих пространств %n раз, последним был %1. Если опрашивают двое, запуски мешают друг другу.</numerusform>
            <numerusform>За последние 10 минут другие взяли блокировки этих пространств %n раза, последним был %1. Если опрашивают двое, запуски мешают друг другу.</numerusform>
            <numerusform>За последние 10 минут другие взяли блокировки этих пространств %n раз, последним был %1. Если опрашивают двое, запуски мешают друг другу.</numerusform>
        </translation>
    </message>
    <message>
        <source>Observer (attached to wikivaultctl serve, pid %1)</source>
        <translation>Наблюдатель (подключено к wikivaultctl serve, pid %1)</translation>
    </message>
    <message>
        <source>This console is attached to &quot;wikivaultctl serve&quot; (pid %1), which polls: it shows those runs as they go, and hands on what you ask to sync.</source>
        <translation>Эта консоль подключена к &quot;wikivaultctl serve&quot; (pid %1), который ведёт опрос: она показывает его запуски по ходу дела и передаёт ему то, что вы просите синхронизировать.</translation>
    </message>
</context>
<context>
    <name>DriverQuestion</name>
    <message>
        <source>Without Redis no other program can be noticed: this console polls while sync is on.</source>
        <translation>Без Redis другую программу не заметить: консоль опрашивает, пока синхронизация включена.</translation>
    </message>
    <message>
        <source>Sync is off, so this console does not poll.</source>
        <translation>Синхронизация выключена, поэтому консоль не опрашивает.</translation>
    </message>
    <message>
        <source>This console polls already.</source>
        <translation>Эта консоль уже опрашивает.</translation>
    </message>
    <message>
        <source>Become the driver of %1?</source>
        <translation>Стать ведущим для %1?</translation>
    </message>
    <message>
        <source>This console then looks for changes every %1 and runs what has some.</source>
        <translation>Тогда консоль ищет изменения каждые %1 и запускает то, где они есть.</translation>
    </message>
    <message>
        <source>%1 becomes an observer with its next look. That you took over stands in the journal of runs.</source>
        <translation>%1 при следующей проверке станет наблюдателем. То, что вы взяли опрос на себя, останется в журнале запусков.</translation>
    </message>
    <message>
        <source>Become driver</source>
        <translation>Стать ведущим</translation>
    </message>
    <message>
        <source>Become observer</source>
        <translation>Стать наблюдателем</translation>
    </message>
    <message>
        <source>This console then polls no more and only watches; what you ask for is still run</source>
        <translation>Тогда консоль больше не опрашивает и только наблюдает; то, о чём вы попросите, запускается</translation>
    </message>
    <message>
        <source>Become driver…</source>
        <translation>Стать ведущим…</translation>
    </message>
    <message>
        <source>Says what was seen of others who poll, and asks before this console does</source>
        <translation>Говорит, кого ещё видно за опросом, и спрашивает, прежде чем опрашивать отсюда</translation>
    </message>
</context>
<context>
    <name>EngineText</name>
    <message>
        <source>left out on request</source>
        <translation>оставлено по просьбе</translation>
    </message>
    <message>
        <source>not part of the plan; it waits for the next run</source>
        <translation>не входит в план; ждёт следующего запуска</translation>
    </message>
    <message>
        <source>nothing is left to do for it</source>
        <translation>для неё больше нечего делать</translation>
    </message>
    <message>
        <source>it changed since the plan was made</source>
        <translation>изменилось после составления плана</translation>
    </message>
    <message>
        <source>both the wiki&apos;s page and its file changed since the plan was made</source>
        <translation>и страница вики, и её файл изменились после составления плана</translation>
    </message>
    <message>
        <source>the page changed in the wiki since the plan was made</source>
        <translation>страница изменилась в вики после составления плана</translation>
    </message>
    <message>
        <source>its file changed since the plan was made</source>
        <translation>её файл изменился после составления плана</translation>
    </message>
    <message>
        <source>what was agreed on before changed since the plan was made</source>
        <translation>согласованное раньше изменилось после составления плана</translation>
    </message>
    <message>
        <source>the file cannot be read (not a regular file, or no permission)</source>
        <translation>файл не читается (это не обычный файл или нет прав)</translation>
    </message>
    <message>
        <source>another branch than main is checked out in the vault; the engine waits until main is back</source>
        <translation>в хранилище открыта не ветка main; движок ждёт, пока main вернётся</translation>
    </message>
    <message>
        <source>a merge, rebase or cherry-pick is in progress in the vault; finish or abort it</source>
        <translation>в хранилище не закончены merge, rebase или cherry-pick; завершите или отмените</translation>
    </message>
    <message>
        <source>turned round by a person: git&apos;s side stands, the wiki&apos;s is kept in the inbox</source>
        <translation>развёрнуто человеком: остаётся сторона git, сторона вики хранится в разделе решённых</translation>
    </message>
    <message>
        <source>turned round by a person: the wiki&apos;s side stands, git&apos;s is kept in the inbox</source>
        <translation>развёрнуто человеком: остаётся сторона вики, сторона git хранится в разделе решённых</translation>
    </message>
    <message>
        <source>the file holds conflict markers; settle them in the file</source>
        <translation>в файле стоят метки конфликта; уберите их в файле</translation>
    </message>
    <message>
        <source>one side edited the page, the other removed it; decide in the conflict review</source>
        <translation>одна сторона изменила страницу, другая удалила; решите в разборе конфликтов</translation>
    </message>
    <message>
        <source>both sides changed the same text; decide in the conflict review</source>
        <translation>обе стороны изменили один и тот же текст; решите в разборе конфликтов</translation>
    </message>
    <message>
        <source>both sides changed the same text; by rule git&apos;s stands, the wiki&apos;s is kept in the inbox</source>
        <translation>обе стороны изменили один и тот же текст; по правилу остаётся git, текст вики хранится в разделе решённых</translation>
    </message>
    <message>
        <source>both sides changed the same text; by rule the wiki&apos;s stands, git&apos;s is kept in the inbox</source>
        <translation>обе стороны изменили один и тот же текст; по правилу остаётся вики, текст git хранится в разделе решённых</translation>
    </message>
    <message>
        <source>removed in the wiki and edited in git; by rule an edit beats a removal</source>
        <translation>удалено в вики и изменено в git; по правилу правка сильнее удаления</translation>
    </message>
    <message>
        <source>removed in git and edited in the wiki; by rule an edit beats a removal</source>
        <translation>удалено в git и изменено в вики; по правилу правка сильнее удаления</translation>
    </message>
    <message>
        <source>both sides renamed or moved the page differently; by rule git&apos;s choice stands</source>
        <translation>стороны по-разному переименовали или переместили страницу; по правилу остаётся выбор git</translation>
    </message>
    <message>
        <source>both sides moved pages under each other; the wiki&apos;s order stands</source>
        <translation>стороны вложили страницы друг в друга; остаётся порядок вики</translation>
    </message>
    <message>
        <source>removed in the wiki</source>
        <translation>удалено в вики</translation>
    </message>
    <message>
        <source>goes to the wiki&apos;s trash; public shares of the page go with it</source>
        <translation>уходит в корзину вики вместе с публичными ссылками на страницу</translation>
    </message>
    <message>
        <source>pages below it live on; move or delete those first</source>
        <translation>под ней остаются страницы; сначала переместите или удалите их</translation>
    </message>
    <message>
        <source>its file is gone but pages below it live on; move or delete those first, or put the file back</source>
        <translation>её файла нет, но под ней остаются страницы; сначала переместите или удалите их либо верните файл</translation>
    </message>
    <message>
        <source>its folder belongs to a page that is no live page of this space; it goes where the wiki has it</source>
        <translation>её папка принадлежит странице, которой в этом пространстве нет; она встанет туда, где она в вики</translation>
    </message>
    <message>
        <source>the file names a page of another space; remove gitmost_id to make a new page here</source>
        <translation>файл называет страницу другого пространства; уберите gitmost_id, чтобы создать здесь новую</translation>
    </message>
    <message>
        <source>the file names a page that does not exist; remove gitmost_id to make a new page</source>
        <translation>файл называет несуществующую страницу; уберите gitmost_id, чтобы создать новую</translation>
    </message>
    <message>
        <source>it failed before and is tried again later</source>
        <translation>раньше не удалось; попытка повторится позже</translation>
    </message>
    <message>
        <source>somebody has the page open in the wiki&apos;s editor</source>
        <translation>страница открыта у кого-то в редакторе вики</translation>
    </message>
    <message>
        <source>its parent page is not in the wiki; it waits until that is settled</source>
        <translation>её родительской страницы нет в вики; ждёт, пока это решится</translation>
    </message>
    <message>
        <source>it would stand below itself; it waits until the page above it has moved</source>
        <translation>она оказалась бы под собой; ждёт, пока переместится страница над ней</translation>
    </message>
    <message>
        <source>the page changed in the wiki meanwhile; the next run looks again</source>
        <translation>страница тем временем изменилась в вики; следующий запуск посмотрит снова</translation>
    </message>
    <message>
        <source>the page is no longer in the wiki; the next run looks again</source>
        <translation>страницы больше нет в вики; следующий запуск посмотрит снова</translation>
    </message>
    <message>
        <source>the page was made in the wiki; the run only wrote its file, which stays</source>
        <translation>страница создана в вики; запуск лишь записал её файл, и он остаётся</translation>
    </message>
    <message>
        <source>the page is no longer in the wiki&apos;s trash, so it cannot be restored</source>
        <translation>страницы больше нет в корзине вики, вернуть её нельзя</translation>
    </message>
    <message>
        <source>the same text was changed again since the rule chose; put it back by hand</source>
        <translation>с тех пор тот же текст снова изменили; верните его вручную</translation>
    </message>
    <message>
        <source>the text stands there already</source>
        <translation>этот текст уже стоит</translation>
    </message>
    <message>
        <source>the page was removed since the rule chose</source>
        <translation>с тех пор страницу удалили</translation>
    </message>
    <message>
        <source>&quot;%1&quot; becomes as %2 has it already; there is nothing to turn round</source>
        <translation>«%1» и так становится такой, как её имеет %2; разворачивать нечего</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be turned round: it has no other side to take. Leave it out with --skip</source>
        <translation>«%1» нельзя развернуть: другой стороны для неё нет. Исключите её с помощью --skip</translation>
    </message>
    <message>
        <source>&quot;%1&quot; in space &quot;%2&quot; is no page: both must be uuids</source>
        <translation>«%1» в пространстве «%2» — не страница: оба значения должны быть UUID</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address of an API, such as https://wiki.example.org/api</source>
        <translation>«%1» — не адрес API, такой как https://wiki.example.org/api</translation>
    </message>
    <message>
        <source>&quot;api&quot; without DOCMOST_API_URL</source>
        <translation>«api» без DOCMOST_API_URL</translation>
    </message>
    <message>
        <source>&quot;shared&quot; without a PostgreSQL database</source>
        <translation>«shared» без базы данных PostgreSQL</translation>
    </message>
    <message>
        <source>&quot;sql&quot; without DATABASE_URL</source>
        <translation>«sql» без DATABASE_URL</translation>
    </message>
    <message>
        <source>&quot;wikivaultctl events install&quot; shows the SQL that makes it anew</source>
        <translation>«wikivaultctl events install» показывает SQL, который создаёт его заново</translation>
    </message>
    <message>
        <source>%1 (and %2 in the last 24 hours)</source>
        <translation>%1 (и ещё %2 за последние 24 часа)</translation>
    </message>
    <message>
        <source>%1 A merge, rebase or cherry-pick is in progress</source>
        <translation>%1 Не закончены merge, rebase или cherry-pick</translation>
    </message>
    <message>
        <source>%1 Another branch is checked out</source>
        <translation>%1 Открыта другая ветка</translation>
    </message>
    <message>
        <source>%1 It also has refs of the engine&apos;s own (docmost), which are ignored</source>
        <translation>%1 Там есть и ссылки самого движка (docmost), они пропускаются</translation>
    </message>
    <message>
        <source>%1 MB free for %2</source>
        <translation>Свободно %1 МБ для %2</translation>
    </message>
    <message>
        <source>%1 Nothing was decided; look again</source>
        <translation>%1 Ничего не решено; посмотрите ещё раз</translation>
    </message>
    <message>
        <source>%1 The trigger that would tell of them is switched off, old or not whole</source>
        <translation>%1 Триггер, который сообщал бы о них, выключен, устарел или неполон</translation>
    </message>
    <message>
        <source>%1 after the decision was made, so it was not carried out; look again and decide</source>
        <translation>%1 после принятия решения, поэтому оно не выполнено; посмотрите ещё раз и решите</translation>
    </message>
    <message>
        <source>%1 answers</source>
        <translation>%1 отвечает</translation>
    </message>
    <message>
        <source>%1 answers with a web page (%2): a login page or a proxy stands before the wiki; let this host through, or set DOCMOST_API_URL to the wiki itself</source>
        <translation>%1 отвечает веб-страницей (%2): перед вики стоит страница входа или прокси; пропустите этот компьютер или задайте в DOCMOST_API_URL адрес самой вики</translation>
    </message>
    <message>
        <source>%1 answers, branch %2</source>
        <translation>%1 отвечает, ветка %2</translation>
    </message>
    <message>
        <source>%1 asks to be called less often; %2</source>
        <translation>%1: просьба обращаться реже; %2</translation>
    </message>
    <message>
        <source>%1 belongs to a wiki that is not set up yet; %2</source>
        <translation>%1: эта вики ещё не настроена; %2</translation>
    </message>
    <message>
        <source>%1 brought the page back in the wiki meanwhile</source>
        <translation>%1 тем временем возвращает страницу в вики</translation>
    </message>
    <message>
        <source>%1 can be read by every user of this host</source>
        <translation>%1: доступно для чтения каждому пользователю этого компьютера</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 не читается: %2</translation>
    </message>
    <message>
        <source>%1 cannot be taken back: the journal does not hold what both sides agreed on before and after it (%2)</source>
        <translation>%1: отменить нельзя, в журнале нет того, на чём обе стороны сошлись до и после (%2)</translation>
    </message>
    <message>
        <source>%1 cannot be written by this user</source>
        <translation>%1: у этого пользователя нет права записи</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Name another file</source>
        <translation>%1 не записывается: %2. Укажите другой файл</translation>
    </message>
    <message>
        <source>%1 cannot move to %2: no such commit</source>
        <translation>%1 нельзя переместить на %2: такого коммита нет</translation>
    </message>
    <message>
        <source>%1 carried, %2 left, through %3</source>
        <translation>перенесено: %1, оставлено: %2, путь: %3</translation>
    </message>
    <message>
        <source>%1 changed nothing that both sides agree on; there is nothing to undo</source>
        <translation>%1: согласованное обеими сторонами не изменилось; отменять нечего</translation>
    </message>
    <message>
        <source>%1 changed the page in the wiki meanwhile (%2)</source>
        <translation>%1 тем временем меняет страницу в вики (%2)</translation>
    </message>
    <message>
        <source>%1 changed the page&apos;s file meanwhile</source>
        <translation>%1 тем временем меняет файл страницы</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>символов: %1</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>удалено: %1</translation>
    </message>
    <message>
        <source>%1 does not exist yet</source>
        <translation>%1 пока не существует</translation>
    </message>
    <message>
        <source>%1 does not know this call: an old version, or not the API; %2</source>
        <translation>%1 не знает этого вызова: старая версия или не API; %2</translation>
    </message>
    <message>
        <source>%1 does nothing: no space has that id or slug; &quot;wikivaultctl spaces&quot; lists them</source>
        <translation>%1 ни на что не влияет: пространства с таким id или коротким именем нет; их перечисляет «wikivaultctl spaces»</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1: не удалось</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1: не удалось: %2</translation>
    </message>
    <message>
        <source>%1 failed: %2 cannot be written</source>
        <translation>%1: не удалось: %2 не записывается</translation>
    </message>
    <message>
        <source>%1 failed: %2; look at the server&apos;s log</source>
        <translation>%1: сбой: %2; посмотрите журнал сервера</translation>
    </message>
    <message>
        <source>%1 failed: git left nothing behind</source>
        <translation>%1: не удалось: git ничего не оставил</translation>
    </message>
    <message>
        <source>%1 failed: the repository does not use SHA-1</source>
        <translation>%1: не удалось: репозиторий не использует SHA-1</translation>
    </message>
    <message>
        <source>%1 failed: what came cannot be put into %2; check its rights and the space on the disk</source>
        <translation>%1: не удалось: полученное нельзя поместить в %2; проверьте права и место на диске</translation>
    </message>
    <message>
        <source>%1 has %2 MB, more than WIKIVAULT_ATTACHMENT_LIMIT_MB allows; it is not carried</source>
        <translation>%1 занимает %2 МБ, больше, чем разрешает WIKIVAULT_ATTACHMENT_LIMIT_MB; не переносится</translation>
    </message>
    <message>
        <source>%1 has refs named docmost, which are the engine&apos;s own and ignored</source>
        <translation>%1: есть ссылки с именем docmost, они принадлежат движку и пропускаются</translation>
    </message>
    <message>
        <source>%1 holds files and is no vault (it has no .git of its own); move them away or choose another data directory</source>
        <translation>%1: есть файлы, но это не хранилище (нет своего .git); уберите их или выберите другой каталог данных</translation>
    </message>
    <message>
        <source>%1 is a file</source>
        <translation>%1 — это файл</translation>
    </message>
    <message>
        <source>%1 is a file where a directory is needed; move it away or choose another data directory (GIT_SYNC_DATA_DIR)</source>
        <translation>%1 — файл там, где нужен каталог; уберите его или выберите другой каталог данных (GIT_SYNC_DATA_DIR)</translation>
    </message>
    <message>
        <source>%1 is a file, not a directory; move it away or choose another data directory</source>
        <translation>%1 — файл, а не каталог; уберите его или выберите другой каталог данных</translation>
    </message>
    <message>
        <source>%1 is a link</source>
        <translation>%1 — это ссылка</translation>
    </message>
    <message>
        <source>%1 is a path of this machine: nothing leaves it, and one console only may use it</source>
        <translation>%1 — путь этого компьютера: с него ничего не уходит, и пользоваться им может только одна консоль</translation>
    </message>
    <message>
        <source>%1 is a symbolic link, which is not followed; remove it</source>
        <translation>%1 — символическая ссылка, по ней не переходят; удалите её</translation>
    </message>
    <message>
        <source>%1 is at %2 right after it was moved to %3</source>
        <translation>%1 стоит на %2 сразу после перемещения на %3</translation>
    </message>
    <message>
        <source>%1 is at %2, not at %3: somebody moved it</source>
        <translation>%1 стоит на %2, а не на %3: кто-то переместил</translation>
    </message>
    <message>
        <source>%1 is being written</source>
        <translation>%1: идёт запись</translation>
    </message>
    <message>
        <source>%1 is damaged: %2</source>
        <translation>%1: данные повреждены: %2</translation>
    </message>
    <message>
        <source>%1 is gone</source>
        <translation>%1: больше нет</translation>
    </message>
    <message>
        <source>%1 is larger than any plan</source>
        <translation>%1: больше любого плана</translation>
    </message>
    <message>
        <source>%1 is new</source>
        <translation>%1: появилось</translation>
    </message>
    <message>
        <source>%1 is no JSON object (%2)</source>
        <translation>%1 — не объект JSON (%2)</translation>
    </message>
    <message>
        <source>%1 is no folder</source>
        <translation>%1 — не папка</translation>
    </message>
    <message>
        <source>%1 is no member of the space: add it there as a writer; %2</source>
        <translation>%1 не входит в пространство: добавьте туда как писателя; %2</translation>
    </message>
    <message>
        <source>%1 is no regular file</source>
        <translation>%1 — не обычный файл</translation>
    </message>
    <message>
        <source>%1 is no wiki (404): check DOCMOST_API_URL; it ends with /api</source>
        <translation>%1 — не вики (404): проверьте DOCMOST_API_URL; адрес кончается на /api</translation>
    </message>
    <message>
        <source>%1 is not a regular file</source>
        <translation>%1 — не обычный файл</translation>
    </message>
    <message>
        <source>%1 is on a file system that other computers may write to</source>
        <translation>%1: файловая система, в которую могут писать другие компьютеры</translation>
    </message>
    <message>
        <source>%1 is out of order (%2); look at the server or its proxy</source>
        <translation>%1 не работает (%2); посмотрите сервер или его прокси</translation>
    </message>
    <message>
        <source>%1 is still running</source>
        <translation>%1 ещё идёт</translation>
    </message>
    <message>
        <source>%1 is too large</source>
        <translation>%1: слишком большой размер</translation>
    </message>
    <message>
        <source>%1 is writable and private</source>
        <translation>%1: запись возможна, посторонним закрыто</translation>
    </message>
    <message>
        <source>%1 may not do this in the wiki: make it a writer of the space; %2</source>
        <translation>%1: нет на это прав в вики; назначьте писателем пространства; %2</translation>
    </message>
    <message>
        <source>%1 moved</source>
        <translation>%1: перемещено</translation>
    </message>
    <message>
        <source>%1 pages, %2</source>
        <translation>страниц: %1, %2</translation>
    </message>
    <message>
        <source>%1 refused a row: %2</source>
        <translation>%1: запись отвергнута: %2</translation>
    </message>
    <message>
        <source>%1 refuses %2 right after it logged in; %3</source>
        <translation>%1 отвергает %2 сразу после входа; %3</translation>
    </message>
    <message>
        <source>%1 sends on to %2 (%3); the account is never taken along: set DOCMOST_API_URL to the address it really has</source>
        <translation>%1 отправляет на %2 (%3); учётная запись туда не передаётся: задайте в DOCMOST_API_URL настоящий адрес</translation>
    </message>
    <message>
        <source>%1 shows the key %2 now, not %3; nothing was trusted</source>
        <translation>%1 предъявляет теперь ключ %2, а не %3; доверия нет ни одному</translation>
    </message>
    <message>
        <source>%1 stands in the place of a submodule</source>
        <translation>%1 стоит на месте подмодуля</translation>
    </message>
    <message>
        <source>%1 takes no request of this size (413); a proxy allows less than the wiki&apos;s own 1 MiB: raise its limit; %2</source>
        <translation>%1 не принимает запросы такого размера (413); прокси разрешает меньше, чем 1 МиБ самой вики: увеличьте предел; %2</translation>
    </message>
    <message>
        <source>%1 turned round</source>
        <translation>развёрнуто: %1</translation>
    </message>
    <message>
        <source>%1 was stopped on request</source>
        <translation>%1: остановлено по просьбе</translation>
    </message>
    <message>
        <source>%1 was written by a newer Wikivault; use that version or another GIT_SYNC_DATA_DIR</source>
        <translation>%1: записано более новым Wikivault; возьмите ту же версию или другой GIT_SYNC_DATA_DIR</translation>
    </message>
    <message>
        <source>%1, %2 selected</source>
        <translation>%1, выбрано: %2</translation>
    </message>
    <message>
        <source>%1, Docmost schema %2</source>
        <translation>%1, схема Docmost %2</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, строка %2</translation>
    </message>
    <message>
        <source>%1, none is selected: nothing is synced</source>
        <translation>%1, не выбрано ни одного: ничего не синхронизируется</translation>
    </message>
    <message>
        <source>%1, pid %2</source>
        <translation>%1, процесс %2</translation>
    </message>
    <message>
        <source>%1, which differs from the page here</source>
        <translation>%1 отличается от здешней страницы</translation>
    </message>
    <message>
        <source>%1, which is no page of this space</source>
        <translation>%1 — не страница этого пространства</translation>
    </message>
    <message>
        <source>%1. Meanwhile the wiki is asked for changes</source>
        <translation>%1. Пока вики опрашивают об изменениях</translation>
    </message>
    <message>
        <source>%1/%2: &apos;%3&apos; is no directory</source>
        <translation>%1/%2: «%3» — не каталог</translation>
    </message>
    <message>
        <source>%1: behind the ? of a rediss:// address stand absolute paths: ca=FILE, or cert=FILE&amp;key=FILE together</source>
        <translation>%1: после ? в адресе rediss:// стоят абсолютные пути: ca=FILE или вместе cert=FILE&amp;key=FILE</translation>
    </message>
    <message>
        <source>%1: found %2; expected %3</source>
        <translation>%1: указано %2; нужно %3</translation>
    </message>
    <message>
        <source>%1: it is a %2</source>
        <translation>%1: это %2</translation>
    </message>
    <message>
        <source>%1: that is every page of the space</source>
        <translation>%1: это все страницы пространства</translation>
    </message>
    <message>
        <source>%1: the command did not end within a minute; try it by hand</source>
        <translation>%1: команда не завершилась за минуту; попробуйте её вручную</translation>
    </message>
    <message>
        <source>%1: the command failed with exit code %2; try it by hand</source>
        <translation>%1: команда завершилась с кодом %2; попробуйте её вручную</translation>
    </message>
    <message>
        <source>%1: the command printed nothing</source>
        <translation>%1: команда ничего не вывела</translation>
    </message>
    <message>
        <source>%1: the last run was interrupted; the next one finishes its work</source>
        <translation>%1: последний запуск прерван; следующий закончит его работу</translation>
    </message>
    <message>
        <source>%1: the part behind the port is a database number, such as /0</source>
        <translation>%1: после порта стоит номер базы, например /0</translation>
    </message>
    <message>
        <source>%1: there is no %2 to run it</source>
        <translation>%1: нет %2, чтобы её выполнить</translation>
    </message>
    <message>
        <source>%1; &quot;wikivaultctl journal status&quot; says what the shared journal needs</source>
        <translation>%1; что нужно общему журналу, говорит «wikivaultctl journal status»</translation>
    </message>
    <message>
        <source>%1; %2 not to be had</source>
        <translation>%1; недоступно: %2</translation>
    </message>
    <message>
        <source>%1; free some space on that disk, and the next run goes on</source>
        <translation>%1; освободите место на этом диске, и следующий запуск продолжит</translation>
    </message>
    <message>
        <source>%1; it has no branch %2 yet, and others</source>
        <translation>%1; ветки %2 там пока нет, есть другие</translation>
    </message>
    <message>
        <source>%1; it is empty</source>
        <translation>%1; репозиторий пуст</translation>
    </message>
    <message>
        <source>%1; it was moved to .git/wikivault/%2</source>
        <translation>%1; перенесено в .git/wikivault/%2</translation>
    </message>
    <message>
        <source>%1; its branch %2 stands at %3</source>
        <translation>%1; его ветка %2 стоит на %3</translation>
    </message>
    <message>
        <source>%1; mount that disk writable, and the next run goes on</source>
        <translation>%1; подключите этот диск с правом записи, и следующий запуск продолжит</translation>
    </message>
    <message>
        <source>%1; removed in the wiki</source>
        <translation>%1; удалено в вики</translation>
    </message>
    <message>
        <source>%1; the next try is in %2 s</source>
        <translation>%1; следующая попытка через %2 с</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) to review, the rest in sync as of %1</source>
        <translation>
            <numerusform>%n конфликт ждёт разбора, остальное согласовано на %1</numerusform>
            <numerusform>%n конфликта ждут разбора, остальное согласовано на %1</numerusform>
            <numerusform>%n конфликтов ждут разбора, остальное согласовано на %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s)</source>
        <translation>
            <numerusform>%n сбой</numerusform>
            <numerusform>%n сбоя</numerusform>
            <numerusform>%n сбоев</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) in the wiki</source>
        <translation>
            <numerusform>%n страница в вики</numerusform>
            <numerusform>%n страницы в вики</numerusform>
            <numerusform>%n страниц в вики</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) planned for the wiki</source>
        <translation>
            <numerusform>%n страница намечена для вики</numerusform>
            <numerusform>%n страницы намечены для вики</numerusform>
            <numerusform>%n страниц намечено для вики</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) to git</source>
        <translation>
            <numerusform>%n страница в git</numerusform>
            <numerusform>%n страницы в git</numerusform>
            <numerusform>%n страниц в git</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) to the wiki</source>
        <translation>
            <numerusform>%n страница в вики</numerusform>
            <numerusform>%n страницы в вики</numerusform>
            <numerusform>%n страниц в вики</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n space(s) in the wiki</source>
        <translation>
            <numerusform>%n пространство в вики</numerusform>
            <numerusform>%n пространства в вики</numerusform>
            <numerusform>%n пространств в вики</numerusform>
        </translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be a file and a folder</source>
        <translation>«%1» не может быть и файлом, и папкой</translation>
    </message>
    <message>
        <source>(database &quot;%1&quot;)</source>
        <translation>(база данных «%1»)</translation>
    </message>
    <message>
        <source>(nothing had to be kept)</source>
        <translation>(сохранять было нечего)</translation>
    </message>
    <message>
        <source>a DATABASE_URL that begins with postgresql://, or local</source>
        <translation>DATABASE_URL, который начинается с postgresql://, или local</translation>
    </message>
    <message>
        <source>A background job broke off: %1</source>
        <translation>Фоновая работа прервалась: %1</translation>
    </message>
    <message>
        <source>a commit needs its parents first: %1 is not stored</source>
        <translation>сначала коммиту нужны родители: %1 не записан</translation>
    </message>
    <message>
        <source>a commit needs its tree first: %1 is not stored</source>
        <translation>сначала коммиту нужно дерево: %1 не записано</translation>
    </message>
    <message>
        <source>a commit of the vault is cut off</source>
        <translation>коммит хранилища обрезан</translation>
    </message>
    <message>
        <source>a commit of the vault names no object</source>
        <translation>коммит хранилища не называет объекта</translation>
    </message>
    <message>
        <source>a commit of the vault names no tree</source>
        <translation>коммит хранилища не называет дерева</translation>
    </message>
    <message>
        <source>a conflict has a word this version does not know</source>
        <translation>у конфликта есть слово, которого эта версия не знает</translation>
    </message>
    <message>
        <source>a directory for the vaults</source>
        <translation>каталог для хранилищ</translation>
    </message>
    <message>
        <source>a directory this user can read</source>
        <translation>каталог, который этот пользователь может читать</translation>
    </message>
    <message>
        <source>a disk is full, here or on the server</source>
        <translation>переполнен диск, здесь или на сервере</translation>
    </message>
    <message>
        <source>a file an interrupted run was replacing, with a text the vault does not hold</source>
        <translation>файл, который заменял прерванный запуск, с текстом, которого нет в хранилище</translation>
    </message>
    <message>
        <source>a file of more than 64 MiB cannot be kept</source>
        <translation>файл больше 64 МиБ сохранить нельзя</translation>
    </message>
    <message>
        <source>a link or submodule came with the remote&apos;s commits; it is left alone and never followed</source>
        <translation>с коммитами сервера пришла ссылка или подмодуль; её не трогают и по ней не переходят</translation>
    </message>
    <message>
        <source>a lock left by a process that is gone</source>
        <translation>блокировка, оставшаяся от завершившегося процесса</translation>
    </message>
    <message>
        <source>a merge of docmost that another engine left unfinished was ended%1</source>
        <translation>закончено слияние docmost, которое другой движок оставил незавершённым%1</translation>
    </message>
    <message>
        <source>a name of letters, digits, - and _</source>
        <translation>имя из букв, цифр, - и _</translation>
    </message>
    <message>
        <source>a page cannot be written while a snapshot of the wiki is open</source>
        <translation>страницу нельзя записать, пока открыт снимок вики</translation>
    </message>
    <message>
        <source>a page of this name was made in the wiki meanwhile; the next run tells whether it is this one</source>
        <translation>тем временем в вики появилась страница с таким именем; следующий запуск выяснит, та ли это</translation>
    </message>
    <message>
        <source>a page refers to it and the wiki does not have it, or does not show it to this account</source>
        <translation>на него ссылается страница, а в вики его нет или он не виден этой учётной записи</translation>
    </message>
    <message>
        <source>a page with this id is in the trash or in another space already</source>
        <translation>страница с таким id уже есть в корзине или в другом пространстве</translation>
    </message>
    <message>
        <source>a person wrote the text himself, so there is no other choice to put back; both texts are kept</source>
        <translation>человек написал текст сам, поэтому вернуть другой выбор нельзя; оба текста сохранены</translation>
    </message>
    <message>
        <source>a port between 1 and 65535, or off</source>
        <translation>порт от 1 до 65535 или off</translation>
    </message>
    <message>
        <source>a positive whole number of %1, such as %2</source>
        <translation>положительное целое число: %1, например %2</translation>
    </message>
    <message>
        <source>a preview writes nothing to the vault</source>
        <translation>предпросмотр ничего не пишет в хранилище</translation>
    </message>
    <message>
        <source>a private key file this user can read</source>
        <translation>файл закрытого ключа, который этот пользователь может читать</translation>
    </message>
    <message>
        <source>a profile; there is no %1</source>
        <translation>профиль; %1 нет</translation>
    </message>
    <message>
        <source>a ref that names no commit</source>
        <translation>ссылка, которая не называет коммита</translation>
    </message>
    <message>
        <source>a row is locked by another session of PostgreSQL at %1; try again</source>
        <translation>строка заблокирована другим сеансом PostgreSQL на %1; попробуйте ещё раз</translation>
    </message>
    <message>
        <source>a secret in a file</source>
        <translation>секрет в файле</translation>
    </message>
    <message>
        <source>a transaction is under way already</source>
        <translation>транзакция уже идёт</translation>
    </message>
    <message>
        <source>a vault cannot hold more than 250 000 files</source>
        <translation>хранилище не вмещает больше 250 000 файлов</translation>
    </message>
    <message>
        <source>acting user</source>
        <translation>действующий пользователь</translation>
    </message>
    <message>
        <source>Add it to the members of the space as a writer; being an administrator of the wiki is not enough</source>
        <translation>Добавьте её в участники пространства как писателя; прав администратора вики мало</translation>
    </message>
    <message>
        <source>an absolute path behind sqlite://, such as sqlite:///srv/x.db for /srv/x.db</source>
        <translation>абсолютный путь после sqlite://, например sqlite:///srv/x.db для /srv/x.db</translation>
    </message>
    <message>
        <source>an address such as https://wiki.example.org/api</source>
        <translation>адрес, например https://wiki.example.org/api</translation>
    </message>
    <message>
        <source>an address with {spaceId} or {slug} in it, such as git@host:vault-{spaceId}.git</source>
        <translation>адрес с {spaceId} или {slug} внутри, например git@host:vault-{spaceId}.git</translation>
    </message>
    <message>
        <source>an item has a word this version does not know</source>
        <translation>в строке плана есть слово, которого эта версия не знает</translation>
    </message>
    <message>
        <source>an object that was cut off (a power cut or a full disk)</source>
        <translation>обрезанный объект (отключение питания или переполненный диск)</translation>
    </message>
    <message>
        <source>and an API tells of nothing</source>
        <translation>а API ни о чём не сообщает</translation>
    </message>
    <message>
        <source>another address (%1)</source>
        <translation>другой адрес (%1)</translation>
    </message>
    <message>
        <source>another console has begun a run of this space since, says the shared journal; nothing more is written</source>
        <translation>по словам общего журнала, другая консоль с тех пор начала запуск этого пространства; больше ничего не пишется</translation>
    </message>
    <message>
        <source>another git process is using the vault (index.lock); main and the files wait for the next run</source>
        <translation>хранилище занято другим процессом git (index.lock); main и файлы ждут следующего запуска</translation>
    </message>
    <message>
        <source>another name (%1)</source>
        <translation>другое имя (%1)</translation>
    </message>
    <message>
        <source>answered with more than fits</source>
        <translation>ответил больше, чем помещается</translation>
    </message>
    <message>
        <source>answered: %1</source>
        <translation>ответил: %1</translation>
    </message>
    <message>
        <source>answers the login with %1 and no JSON: a proxy or another program stands there; check DOCMOST_API_URL</source>
        <translation>отвечает на вход кодом %1 и без JSON: там прокси или другая программа; проверьте DOCMOST_API_URL</translation>
    </message>
    <message>
        <source>answers the login with %1; look at the server&apos;s log</source>
        <translation>отвечает на вход кодом %1; посмотрите журнал сервера</translation>
    </message>
    <message>
        <source>approved by a person</source>
        <translation>одобрено человеком</translation>
    </message>
    <message>
        <source>As of %1: %2</source>
        <translation>На %1: %2</translation>
    </message>
    <message>
        <source>asking the remote</source>
        <translation>обращение к серверу</translation>
    </message>
    <message>
        <source>asks for a program to be started</source>
        <translation>просит запустить программу</translation>
    </message>
    <message>
        <source>at least 16, such as &quot;openssl rand -hex 32&quot; prints</source>
        <translation>не меньше 16, например вывод «openssl rand -hex 32»</translation>
    </message>
    <message>
        <source>at most %1 megabytes</source>
        <translation>не больше %1 мегабайт</translation>
    </message>
    <message>
        <source>at most %1 of %2 pages (%3 %, never fewer than %4) go unasked within 24 hours</source>
        <translation>без вопроса за 24 часа проходит не больше %1, а страниц всего %2 (%3 %, но не меньше %4)</translation>
    </message>
    <message>
        <source>attachments %1</source>
        <translation>вложения %1</translation>
    </message>
    <message>
        <source>attachments are left</source>
        <translation>вложения оставлены</translation>
    </message>
    <message>
        <source>attachments of %1 are to be carried, but nothing says where the wiki&apos;s files are; set DOCMOST_API_URL with an account, or WIKIVAULT_STORAGE_DIR beside a PostgreSQL database, or WIKIVAULT_ATTACHMENTS.%2 to off</source>
        <translation>вложения пространства %1 должны переноситься, но нигде не сказано, где файлы вики; задайте DOCMOST_API_URL с учётной записью, или WIKIVAULT_STORAGE_DIR рядом с базой данных PostgreSQL, или WIKIVAULT_ATTACHMENTS.%2 = off</translation>
    </message>
    <message>
        <source>behind the last page there is no place the wiki&apos;s API accepts (&quot;%1&quot;); move that page in the wiki by hand, which numbers it anew</source>
        <translation>за последней страницей нет места, которое принимает API вики («%1»); переместите эту страницу в вики вручную, это перенумерует её</translation>
    </message>
    <message>
        <source>both sides changed</source>
        <translation>обе стороны изменились</translation>
    </message>
    <message>
        <source>Both sides changed &quot;%1&quot;; say which of them is to stand: --flip &quot;%2=wiki&quot; or --flip &quot;%3=git&quot;</source>
        <translation>Обе стороны изменили «%1»; скажите, которая остаётся: --flip &quot;%2=wiki&quot; или --flip &quot;%3=git&quot;</translation>
    </message>
    <message>
        <source>both sides have it; the run compares them first</source>
        <translation>есть на обеих сторонах; запуск сначала сравнит</translation>
    </message>
    <message>
        <source>broke off in the middle of its answer</source>
        <translation>оборвал ответ на середине</translation>
    </message>
    <message>
        <source>cancelled before asking the wiki&apos;s database</source>
        <translation>отменено до обращения к базе данных вики</translation>
    </message>
    <message>
        <source>cancelled while talking to the wiki&apos;s database</source>
        <translation>отменено во время обращения к базе данных вики</translation>
    </message>
    <message>
        <source>cannot be reached: %1</source>
        <translation>недоступен: %1</translation>
    </message>
    <message>
        <source>cannot connect to PostgreSQL at %1: %2; check DATABASE_URL</source>
        <translation>нет соединения с PostgreSQL на %1: %2; проверьте DATABASE_URL</translation>
    </message>
    <message>
        <source>cannot create or write %1: %2; check the folder and its rights</source>
        <translation>%1 не создаётся и не записывается: %2; проверьте папку и её права</translation>
    </message>
    <message>
        <source>cannot create the folder %1: %2; check GIT_SYNC_DATA_DIR and its rights</source>
        <translation>папка %1 не создаётся: %2; проверьте GIT_SYNC_DATA_DIR и права</translation>
    </message>
    <message>
        <source>cannot create the folder of %1: %2</source>
        <translation>папка для %1 не создаётся: %2</translation>
    </message>
    <message>
        <source>Cannot open %1: %2</source>
        <translation>Не открывается %1: %2</translation>
    </message>
    <message>
        <source>Cannot write %1 (%2); give this user the right to write the data directory or choose another one (GIT_SYNC_DATA_DIR)</source>
        <translation>Не записывается %1 (%2); дайте этому пользователю право писать в каталог данных или выберите другой (GIT_SYNC_DATA_DIR)</translation>
    </message>
    <message>
        <source>carrying attachments</source>
        <translation>перенос вложений</translation>
    </message>
    <message>
        <source>change events</source>
        <translation>события изменений</translation>
    </message>
    <message>
        <source>Change its owner or rights</source>
        <translation>Смените владельца или права</translation>
    </message>
    <message>
        <source>changed in the wiki and in the vault; remove the file here to take the wiki&apos;s, or save it under a new name in the page&apos;s folder to have both</source>
        <translation>изменено в вики и в хранилище; удалите файл здесь, чтобы взять файл вики, или сохраните его под новым именем в папке страницы, чтобы были оба</translation>
    </message>
    <message>
        <source>Changes of files are looked for in every interval: %1</source>
        <translation>Изменения файлов ищут с каждым интервалом: %1</translation>
    </message>
    <message>
        <source>Changes of files are noticed at once</source>
        <translation>Изменения файлов замечают сразу</translation>
    </message>
    <message>
        <source>Changes of files are written straight to the wiki&apos;s database; open editors overwrite them</source>
        <translation>Изменения файлов пишутся прямо в базу данных вики; открытые редакторы их перезапишут</translation>
    </message>
    <message>
        <source>Changes of files are written through the wiki&apos;s API, open editors included</source>
        <translation>Изменения файлов пишутся через API вики, включая открытые редакторы</translation>
    </message>
    <message>
        <source>Changes of files are written to the wiki&apos;s database</source>
        <translation>Изменения файлов пишутся в базу данных вики</translation>
    </message>
    <message>
        <source>Check DATABASE_URL (now %1)</source>
        <translation>Проверьте DATABASE_URL (сейчас %1)</translation>
    </message>
    <message>
        <source>Check DOCMOST_API_URL (now %1) and the account</source>
        <translation>Проверьте DOCMOST_API_URL (сейчас %1) и учётную запись</translation>
    </message>
    <message>
        <source>Check that the API&apos;s account may see its spaces</source>
        <translation>Проверьте, видит ли учётная запись API свои пространства</translation>
    </message>
    <message>
        <source>Check that this is the database of a Docmost wiki</source>
        <translation>Проверьте, что это база данных вики Docmost</translation>
    </message>
    <message>
        <source>Check the rights on the table spaces</source>
        <translation>Проверьте права на таблицу spaces</translation>
    </message>
    <message>
        <source>Choose a directory in GIT_SYNC_DATA_DIR</source>
        <translation>Выберите каталог в GIT_SYNC_DATA_DIR</translation>
    </message>
    <message>
        <source>closed the connection</source>
        <translation>закрыл соединение</translation>
    </message>
    <message>
        <source>closed the connection without an answer</source>
        <translation>закрыл соединение без ответа</translation>
    </message>
    <message>
        <source>Compare the fingerprint, then &quot;wikivaultctl remote trust %1 --fingerprint SHA256:…&quot;</source>
        <translation>Сравните отпечаток, затем «wikivaultctl remote trust %1 --fingerprint SHA256:…»</translation>
    </message>
    <message>
        <source>comparing both sides</source>
        <translation>сравнение обеих сторон</translation>
    </message>
    <message>
        <source>comparing main with the remote</source>
        <translation>сравнение main с сервером</translation>
    </message>
    <message>
        <source>comparing two commits of the vault</source>
        <translation>сравнение двух коммитов хранилища</translation>
    </message>
    <message>
        <source>Comparing was stopped</source>
        <translation>Сравнение остановлено</translation>
    </message>
    <message>
        <source>Correct GIT_SYNC_REMOTE.%1 or GIT_SYNC_REMOTE_TEMPLATE</source>
        <translation>Исправьте GIT_SYNC_REMOTE.%1 или GIT_SYNC_REMOTE_TEMPLATE</translation>
    </message>
    <message>
        <source>Correct it, or take it out</source>
        <translation>Исправьте или уберите</translation>
    </message>
    <message>
        <source>Correct the profile, or switch them off for the space</source>
        <translation>Исправьте профиль или выключите их для пространства</translation>
    </message>
    <message>
        <source>creating %1: %2</source>
        <translation>создание %1: %2</translation>
    </message>
    <message>
        <source>creating the directory</source>
        <translation>создание каталога</translation>
    </message>
    <message>
        <source>creating the directory %1: %2</source>
        <translation>создание каталога %1: %2</translation>
    </message>
    <message>
        <source>creating the directory of</source>
        <translation>создание каталога для</translation>
    </message>
    <message>
        <source>creating the directory of %1: %2</source>
        <translation>создание каталога для %1: %2</translation>
    </message>
    <message>
        <source>creating the vault %1</source>
        <translation>создание хранилища %1</translation>
    </message>
    <message>
        <source>creating the vault %1: %2</source>
        <translation>создание хранилища %1: %2</translation>
    </message>
    <message>
        <source>DATABASE_URL, or another writer</source>
        <translation>DATABASE_URL или другой писатель</translation>
    </message>
    <message>
        <source>DOCMOST_API_URL, or another writer</source>
        <translation>DOCMOST_API_URL или другой писатель</translation>
    </message>
    <message>
        <source>data directory</source>
        <translation>каталог данных</translation>
    </message>
    <message>
        <source>database</source>
        <translation>база данных</translation>
    </message>
    <message>
        <source>Delete them there if nobody needs them</source>
        <translation>Удалите их там, если они никому не нужны</translation>
    </message>
    <message>
        <source>did not answer within %1 s</source>
        <translation>не ответил за %1 с</translation>
    </message>
    <message>
        <source>disk space</source>
        <translation>место на диске</translation>
    </message>
    <message>
        <source>Docmost schema of unknown version</source>
        <translation>схема Docmost неизвестной версии</translation>
    </message>
    <message>
        <source>docmost shares no history with main; the mirror is made again from the wiki, main is kept</source>
        <translation>у docmost нет общей истории с main; зеркало создаётся заново из вики, main сохраняется</translation>
    </message>
    <message>
        <source>does not admit this user from this machine</source>
        <translation>не пускает этого пользователя с этого компьютера</translation>
    </message>
    <message>
        <source>does not answer in time</source>
        <translation>не отвечает вовремя</translation>
    </message>
    <message>
        <source>does not answer: nothing listens there</source>
        <translation>не отвечает: там никто не слушает</translation>
    </message>
    <message>
        <source>does not know this account: check DOCMOST_EMAIL (%1) and DOCMOST_PASSWORD</source>
        <translation>не знает этой учётной записи: проверьте DOCMOST_EMAIL (%1) и DOCMOST_PASSWORD</translation>
    </message>
    <message>
        <source>does not let this user into the database</source>
        <translation>не пускает этого пользователя в базу данных</translation>
    </message>
    <message>
        <source>Done with problems at %1: %2, %3; see run %4</source>
        <translation>Закончено с неполадками в %1: %2, %3; см. запуск %4</translation>
    </message>
    <message>
        <source>embedded wiki</source>
        <translation>встроенная вики</translation>
    </message>
    <message>
        <source>Enable the spaces you mean, or set WIKIVAULT_UNFLAGGED=none</source>
        <translation>Включите нужные пространства или задайте WIKIVAULT_UNFLAGGED=none</translation>
    </message>
    <message numerus="yes">
        <source>Failing since %1 (%n run(s))</source>
        <translation>
            <numerusform>Сбои с %1 (%n запуск)</numerusform>
            <numerusform>Сбои с %1 (%n запуска)</numerusform>
            <numerusform>Сбои с %1 (%n запусков)</numerusform>
        </translation>
    </message>
    <message>
        <source>fetched the branch %1 at %2</source>
        <translation>получена ветка %1 на %2</translation>
    </message>
    <message>
        <source>fetching %1</source>
        <translation>получение: %1</translation>
    </message>
    <message>
        <source>fetching from the remote</source>
        <translation>получение с сервера</translation>
    </message>
    <message>
        <source>files and index are kept in %1</source>
        <translation>файлы и индекс сохранены в %1</translation>
    </message>
    <message>
        <source>finding the common ancestor in the vault</source>
        <translation>поиск общего предка в хранилище</translation>
    </message>
    <message>
        <source>Finish or abort it in %1</source>
        <translation>Завершите или отмените в %1</translation>
    </message>
    <message>
        <source>For a team or a copy elsewhere, give an ssh or https address</source>
        <translation>Для команды или копии в другом месте дайте адрес ssh или https</translation>
    </message>
    <message>
        <source>Free some space before the next run</source>
        <translation>Освободите место до следующего запуска</translation>
    </message>
    <message>
        <source>Free some space soon</source>
        <translation>Скоро понадобится место: освободите его</translation>
    </message>
    <message>
        <source>git could not be started</source>
        <translation>git не запускается</translation>
    </message>
    <message>
        <source>git was ended by a signal (too much data, or somebody)</source>
        <translation>git прерван сигналом (слишком много данных или чьё-то вмешательство)</translation>
    </message>
    <message>
        <source>git&apos;s side changed</source>
        <translation>сторона git изменилась</translation>
    </message>
    <message>
        <source>gitmost_id &quot;%1&quot; is no page id</source>
        <translation>gitmost_id «%1» — не id страницы</translation>
    </message>
    <message>
        <source>gitmost_id has a quote that is not closed</source>
        <translation>у gitmost_id не закрыта кавычка</translation>
    </message>
    <message>
        <source>gitmost_id is no page id: &quot;%1&quot;; remove the line to make a new page</source>
        <translation>gitmost_id — не id страницы: «%1»; удалите строку, чтобы получилась новая страница</translation>
    </message>
    <message>
        <source>gitmost_id is not one value on one line</source>
        <translation>gitmost_id — не одно значение в одной строке</translation>
    </message>
    <message>
        <source>give the address of a bare repository (git init --bare)</source>
        <translation>дайте адрес голого репозитория (git init --bare)</translation>
    </message>
    <message>
        <source>gives &apos;%1&apos; a file mode git does not know</source>
        <translation>даёт «%1» режим файла, которого git не знает</translation>
    </message>
    <message>
        <source>Grant them to the user in DATABASE_URL</source>
        <translation>Выдайте их пользователю из DATABASE_URL</translation>
    </message>
    <message>
        <source>guard approved</source>
        <translation>одобрено вопреки защите</translation>
    </message>
    <message>
        <source>HEAD named no branch</source>
        <translation>HEAD не называл ветки</translation>
    </message>
    <message>
        <source>HEAD was detached at main and is on main again%1</source>
        <translation>HEAD был отсоединён на main и снова стоит на main%1</translation>
    </message>
    <message>
        <source>has a scheme that is not allowed</source>
        <translation>имеет недопустимую схему</translation>
    </message>
    <message>
        <source>has characters that no branch should have</source>
        <translation>содержит знаки, которых не должно быть ни в одной ветке</translation>
    </message>
    <message>
        <source>has no database of that name</source>
        <translation>не имеет базы данных с таким именем</translation>
    </message>
    <message>
        <source>has no history in common with this vault, and holds %1; follow it (its files come in), push ours to another branch, or give the space another remote</source>
        <translation>не имеет общей истории с этим хранилищем и содержит %1; следуйте ему (его файлы войдут), отправьте наше в другую ветку или дайте пространству другой сервер</translation>
    </message>
    <message>
        <source>has no usable port</source>
        <translation>не имеет пригодного порта</translation>
    </message>
    <message>
        <source>has no usable user name before the @</source>
        <translation>не имеет пригодного имени пользователя перед @</translation>
    </message>
    <message>
        <source>holder %1</source>
        <translation>держатель %1</translation>
    </message>
    <message>
        <source>holds a blank</source>
        <translation>содержит пробел</translation>
    </message>
    <message>
        <source>holds a password, which does not belong in it (GIT_SYNC_HTTPS_TOKEN_COMMAND names a command that prints a token)</source>
        <translation>содержит пароль, которому там не место (GIT_SYNC_HTTPS_TOKEN_COMMAND называет команду, которая печатает токен)</translation>
    </message>
    <message>
        <source>holds characters that have a meaning for a shell</source>
        <translation>содержит знаки, значимые для оболочки</translation>
    </message>
    <message>
        <source>holds control characters</source>
        <translation>содержит управляющие знаки</translation>
    </message>
    <message>
        <source>holds more than 250 000 files and folders</source>
        <translation>содержит больше 250 000 файлов и папок</translation>
    </message>
    <message>
        <source>holds more than 250 000 names</source>
        <translation>содержит больше 250 000 имён</translation>
    </message>
    <message>
        <source>holds the name &apos;%1&apos; twice; repair it with git</source>
        <translation>содержит имя «%1» дважды; исправьте с помощью git</translation>
    </message>
    <message>
        <source>holds the name &apos;%1&apos;, which could reach outside the vault; remove it with git</source>
        <translation>содержит имя «%1», которое может вывести за пределы хранилища; удалите с помощью git</translation>
    </message>
    <message>
        <source>holds the name &apos;%1&apos;, which is not UTF-8; rename it with git</source>
        <translation>содержит имя «%1» не в UTF-8; переименуйте с помощью git</translation>
    </message>
    <message>
        <source>In sync as of %1: %2 in the last run</source>
        <translation>Согласовано на %1: %2 за последний запуск</translation>
    </message>
    <message>
        <source>in the data directory</source>
        <translation>в каталоге данных</translation>
    </message>
    <message>
        <source>install git (apt install git)</source>
        <translation>установите git (apt install git)</translation>
    </message>
    <message>
        <source>is damaged; restore the vault from a copy</source>
        <translation>повреждена; восстановите хранилище из копии</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>пусто</translation>
    </message>
    <message>
        <source>is gone from the server; push ours there again, push it to another branch, or give the space another remote</source>
        <translation>исчезла с сервера; отправьте наше туда ещё раз или в другую ветку, или дайте пространству другой сервер</translation>
    </message>
    <message>
        <source>is nested more than 64 folders deep</source>
        <translation>вложена глубже 64 папок</translation>
    </message>
    <message>
        <source>is no name git takes</source>
        <translation>не имя, которое принимает git</translation>
    </message>
    <message>
        <source>is no plain name</source>
        <translation>не простое имя</translation>
    </message>
    <message>
        <source>is none</source>
        <translation>не задан</translation>
    </message>
    <message>
        <source>is the engine&apos;s own and is never exchanged</source>
        <translation>принадлежит движку и никогда не передаётся</translation>
    </message>
    <message>
        <source>it belongs to no page of this space, so it is not carried</source>
        <translation>не относится ни к одной странице этого пространства, поэтому не переносится</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>соединение закрыто с той стороны</translation>
    </message>
    <message>
        <source>it could not be read</source>
        <translation>прочитать не удалось</translation>
    </message>
    <message>
        <source>it did not answer in time</source>
        <translation>вовремя нет ответа</translation>
    </message>
    <message>
        <source>it has more than 1000 keys</source>
        <translation>больше 1000 ключей</translation>
    </message>
    <message>
        <source>it has no spaceId, hash or items</source>
        <translation>нет spaceId, hash или items</translation>
    </message>
    <message>
        <source>it is longer than 64 KiB</source>
        <translation>длиннее 64 КиБ</translation>
    </message>
    <message>
        <source>it is tried again by itself; check the address and the network</source>
        <translation>попытка повторится сама; проверьте адрес и сеть</translation>
    </message>
    <message>
        <source>it is written once they have closed it, or after ten minutes</source>
        <translation>запись будет, когда её закроют, или через десять минут</translation>
    </message>
    <message>
        <source>It lets %1 in and takes pages&apos; texts</source>
        <translation>Пускает %1 и принимает тексты страниц</translation>
    </message>
    <message>
        <source>it names a page, but is no list of &quot;key: value&quot; lines</source>
        <translation>называет страницу, но не является списком строк «ключ: значение»</translation>
    </message>
    <message>
        <source>it uses anchors, aliases or tags (&amp;, *, !), which are not read</source>
        <translation>есть якоря, псевдонимы или теги (&amp;, *, !), они не читаются</translation>
    </message>
    <message>
        <source>it was changed by %1 in the wiki since run %2</source>
        <translation>её изменили в вики (%1) после запуска %2</translation>
    </message>
    <message>
        <source>it was changed in the wiki since run %1</source>
        <translation>её изменили в вики после запуска %1</translation>
    </message>
    <message>
        <source>it was removed in the wiki since run %1</source>
        <translation>её удалили в вики после запуска %1</translation>
    </message>
    <message>
        <source>its file was changed since run %1</source>
        <translation>её файл изменён после запуска %1</translation>
    </message>
    <message>
        <source>its file was removed since run %1</source>
        <translation>её файл удалён после запуска %1</translation>
    </message>
    <message>
        <source>its folder cannot be created</source>
        <translation>её папка не создаётся</translation>
    </message>
    <message>
        <source>its parent page could not be created; it waits</source>
        <translation>её родительскую страницу создать не удалось; она ждёт</translation>
    </message>
    <message>
        <source>journal</source>
        <translation>журнал</translation>
    </message>
    <message>
        <source>key of the certificate</source>
        <translation>ключ сертификата</translation>
    </message>
    <message>
        <source>knows no such user</source>
        <translation>не знает такого пользователя</translation>
    </message>
    <message>
        <source>let %1 in without a token: it asks for a second factor or another way to sign in; set DOCMOST_TOKEN</source>
        <translation>не пускает %1 без токена: нужен второй фактор или другой способ входа; задайте DOCMOST_TOKEN</translation>
    </message>
    <message>
        <source>lets nobody log in for now: too many tries from this address</source>
        <translation>сейчас никого не пускает: слишком много попыток с этого адреса</translation>
    </message>
    <message>
        <source>Listing the remotes was stopped</source>
        <translation>Перечисление серверов остановлено</translation>
    </message>
    <message>
        <source>Listing the spaces was stopped</source>
        <translation>Перечисление пространств остановлено</translation>
    </message>
    <message>
        <source>Locked by %1</source>
        <translation>Заблокировано: %1</translation>
    </message>
    <message>
        <source>locking %1</source>
        <translation>блокировка %1</translation>
    </message>
    <message>
        <source>locking the index</source>
        <translation>блокировка индекса</translation>
    </message>
    <message>
        <source>locking the index %1: %2</source>
        <translation>блокировка индекса %1: %2</translation>
    </message>
    <message>
        <source>Look at &quot;wikivaultctl remote show %1&quot;</source>
        <translation>Посмотрите «wikivaultctl remote show %1»</translation>
    </message>
    <message>
        <source>Look at git status in %1</source>
        <translation>Посмотрите git status в %1</translation>
    </message>
    <message>
        <source>Look at the database&apos;s log</source>
        <translation>Посмотрите журнал базы данных</translation>
    </message>
    <message>
        <source>Look at the server&apos;s log</source>
        <translation>Посмотрите журнал сервера</translation>
    </message>
    <message>
        <source>look at the server, or ask who runs it</source>
        <translation>посмотрите сервер или спросите того, кто за ним следит</translation>
    </message>
    <message>
        <source>Look with df</source>
        <translation>Посмотрите с помощью df</translation>
    </message>
    <message>
        <source>looking at %1</source>
        <translation>осмотр: %1</translation>
    </message>
    <message>
        <source>looking at attachments</source>
        <translation>осмотр вложений</translation>
    </message>
    <message>
        <source>looking at the files</source>
        <translation>осмотр файлов</translation>
    </message>
    <message>
        <source>looking for changes</source>
        <translation>поиск изменений</translation>
    </message>
    <message>
        <source>main was missing and was made again from %1</source>
        <translation>main не было, она создана заново из %1</translation>
    </message>
    <message>
        <source>Make it a writer of the space</source>
        <translation>Назначьте её писателем пространства</translation>
    </message>
    <message>
        <source>making a vault in memory</source>
        <translation>создание хранилища в памяти</translation>
    </message>
    <message>
        <source>making an object database in memory</source>
        <translation>создание базы объектов в памяти</translation>
    </message>
    <message>
        <source>master switch</source>
        <translation>главный выключатель</translation>
    </message>
    <message>
        <source>may not stand in a vault, so nothing of it was taken: %1; have it repaired there</source>
        <translation>не может находиться в хранилище, поэтому ничего не взято: %1; пусть там исправят</translation>
    </message>
    <message>
        <source>merging what the remote has</source>
        <translation>слияние с тем, что есть на сервере</translation>
    </message>
    <message>
        <source>moving %1</source>
        <translation>перемещение %1</translation>
    </message>
    <message>
        <source>moving refs of %1</source>
        <translation>перемещение ссылок %1</translation>
    </message>
    <message>
        <source>names no repository</source>
        <translation>не называет репозитория</translation>
    </message>
    <message>
        <source>names no usable host</source>
        <translation>не называет пригодного узла</translation>
    </message>
    <message>
        <source>naming an object</source>
        <translation>вычисление имени объекта</translation>
    </message>
    <message>
        <source>Never run.%1</source>
        <translation>Ещё не запускалось.%1</translation>
    </message>
    <message>
        <source>No Redis lock is held on space %1; nothing to release</source>
        <translation>На пространстве %1 нет блокировки Redis; снимать нечего</translation>
    </message>
    <message>
        <source>no account of the wiki&apos;s API is configured (DOCMOST_API_URL with DOCMOST_EMAIL and DOCMOST_PASSWORD); the change waits in the vault</source>
        <translation>не настроена учётная запись API вики (DOCMOST_API_URL с DOCMOST_EMAIL и DOCMOST_PASSWORD); изменение ждёт в хранилище</translation>
    </message>
    <message>
        <source>no acting user is set: GIT_SYNC_SERVICE_USER_ID must hold the uuid of a user of the wiki</source>
        <translation>не задан действующий пользователь: в GIT_SYNC_SERVICE_USER_ID должен стоять UUID пользователя вики</translation>
    </message>
    <message>
        <source>no database URL is set; set DATABASE_URL to postgresql://… or sqlite:///…</source>
        <translation>адрес базы данных не задан; задайте в DATABASE_URL postgresql://… или sqlite:///…</translation>
    </message>
    <message>
        <source>No file lock is held on space %1; nothing to release</source>
        <translation>На пространстве %1 нет файловой блокировки; снимать нечего</translation>
    </message>
    <message>
        <source>no longer holds what was there (%1): its history was rewritten; follow it, push ours to another branch, or give the space another remote</source>
        <translation>больше не содержит того, что там было (%1): её история переписана; следуйте ей, отправьте наше в другую ветку или дайте пространству другой сервер</translation>
    </message>
    <message>
        <source>no page of this space has the id its folder is named after</source>
        <translation>в этом пространстве нет страницы с id, по которому названа папка</translation>
    </message>
    <message>
        <source>No page settled by a rule has the id %1; `wikivaultctl conflicts --settled` lists them</source>
        <translation>Страницы с id %1, решённой по правилу, нет; их перечисляет `wikivaultctl conflicts --settled`</translation>
    </message>
    <message>
        <source>no renewal was confirmed in time</source>
        <translation>продление вовремя не подтверждено</translation>
    </message>
    <message>
        <source>no secret there: give it in the environment variable %1</source>
        <translation>секрету там не место: задайте его в переменной окружения %1</translation>
    </message>
    <message>
        <source>no trigger</source>
        <translation>нет триггера</translation>
    </message>
    <message>
        <source>No vault yet; the first run creates %1</source>
        <translation>Хранилища ещё нет; %1 создаст первый запуск</translation>
    </message>
    <message>
        <source>No writer: changes of files are planned and held, nothing is lost</source>
        <translation>Писателя нет: изменения файлов планируются и удерживаются, ничего не теряется</translation>
    </message>
    <message>
        <source>Nobody is named to act as</source>
        <translation>Никто не назван действующим пользователем</translation>
    </message>
    <message>
        <source>none for the account %1</source>
        <translation>нет для учётной записи %1</translation>
    </message>
    <message>
        <source>not all of it fits the wiki, the file keeps it</source>
        <translation>в вики помещается не всё, файл это сохраняет</translation>
    </message>
    <message>
        <source>Not configured: file locks keep runs of this host apart</source>
        <translation>Не настроено: запуски этого компьютера разводят файловые блокировки</translation>
    </message>
    <message>
        <source>Not configured: the wiki is read through its API, which takes longer</source>
        <translation>Не настроено: вики читается через её API, это дольше</translation>
    </message>
    <message>
        <source>Not every vault can be watched; the others are looked at in every interval: %1</source>
        <translation>Наблюдать можно не за каждым хранилищем; остальные осматривают с каждым интервалом: %1</translation>
    </message>
    <message>
        <source>not synced: base</source>
        <translation>не синхронизируется: base</translation>
    </message>
    <message>
        <source>nothing to do</source>
        <translation>делать нечего</translation>
    </message>
    <message>
        <source>nothing while GIT_SYNC_ENABLED is true</source>
        <translation>пусто, а GIT_SYNC_ENABLED равно true</translation>
    </message>
    <message>
        <source>nothing, and neither XDG_DATA_HOME nor HOME is set</source>
        <translation>пусто, и не заданы ни XDG_DATA_HOME, ни HOME</translation>
    </message>
    <message>
        <source>object %1 did not reach the disk at %2; is the disk full?</source>
        <translation>объект %1 не попал на диск в %2; диск переполнен?</translation>
    </message>
    <message>
        <source>object %1 is damaged: its file was cut off</source>
        <translation>объект %1 повреждён: его файл обрезан</translation>
    </message>
    <message>
        <source>object %1 was damaged in memory</source>
        <translation>объект %1 повреждён в памяти</translation>
    </message>
    <message>
        <source>of unknown version</source>
        <translation>неизвестной версии</translation>
    </message>
    <message>
        <source>Off: this space is not enabled</source>
        <translation>Выключено: пространство не включено</translation>
    </message>
    <message>
        <source>offers no TLS although the URL&apos;s sslmode demands it</source>
        <translation>не предлагает TLS, хотя его требует sslmode в адресе</translation>
    </message>
    <message>
        <source>one block of the page, a %1, takes %2 KiB; the wiki takes 1 MiB at a time: split that block in the file</source>
        <translation>один блок страницы, %1, занимает %2 КиБ; вики принимает за раз 1 МиБ: разделите этот блок в файле</translation>
    </message>
    <message>
        <source>Only a server reached by ssh has a host key to trust</source>
        <translation>Ключ узла, которому нужно доверие, есть только у сервера, доступного по ssh</translation>
    </message>
    <message>
        <source>Only for a wiki whose server is switched off; else set DOCMOST_API_URL and an account</source>
        <translation>Только для вики с выключенным сервером; иначе задайте DOCMOST_API_URL и учётную запись</translation>
    </message>
    <message>
        <source>only part of the trigger</source>
        <translation>только часть триггера</translation>
    </message>
    <message numerus="yes">
        <source>Open in the wiki&apos;s editor: %n page(s)</source>
        <translation>
            <numerusform>Открыто в редакторе вики: %n страница</numerusform>
            <numerusform>Открыто в редакторе вики: %n страницы</numerusform>
            <numerusform>Открыто в редакторе вики: %n страниц</numerusform>
        </translation>
    </message>
    <message>
        <source>opening %1</source>
        <translation>открытие %1</translation>
    </message>
    <message>
        <source>opening %1: %2</source>
        <translation>открытие %1: %2</translation>
    </message>
    <message>
        <source>opening the directory of</source>
        <translation>открытие каталога</translation>
    </message>
    <message>
        <source>opening the directory of %1: %2</source>
        <translation>открытие каталога %1: %2</translation>
    </message>
    <message>
        <source>opening the objects of %1</source>
        <translation>открытие объектов %1</translation>
    </message>
    <message>
        <source>opening the vault</source>
        <translation>открытие хранилища</translation>
    </message>
    <message>
        <source>opening the vault&apos;s objects</source>
        <translation>открытие объектов хранилища</translation>
    </message>
    <message>
        <source>others may read the key file; run chmod 600 on it</source>
        <translation>файл ключа могут читать другие; выполните для него chmod 600</translation>
    </message>
    <message>
        <source>packed refs with lines that name no commit</source>
        <translation>упакованные ссылки со строками, которые не называют коммита</translation>
    </message>
    <message>
        <source>pages refer to it as /api/files/%1/%2</source>
        <translation>страницы ссылаются на него как /api/files/%1/%2</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Пауза до %1</translation>
    </message>
    <message>
        <source>Paused until resumed</source>
        <translation>Пауза до возобновления</translation>
    </message>
    <message>
        <source>permission to write %1</source>
        <translation>право писать в %1</translation>
    </message>
    <message>
        <source>placing %1: %2</source>
        <translation>размещение %1: %2</translation>
    </message>
    <message>
        <source>plan %1</source>
        <translation>план %1</translation>
    </message>
    <message>
        <source>PostgreSQL at %1</source>
        <translation>PostgreSQL на %1</translation>
    </message>
    <message>
        <source>PostgreSQL at %1 closed the connection that listens</source>
        <translation>PostgreSQL на %1: соединение, которое слушает, закрыто</translation>
    </message>
    <message>
        <source>PostgreSQL at %1 did not finish a query in time; try again or look what blocks it</source>
        <translation>PostgreSQL на %1: запрос не закончен вовремя; попробуйте ещё раз или посмотрите, что ему мешает</translation>
    </message>
    <message>
        <source>PostgreSQL at %1 is reached through a pooler that shares its connections between transactions; name the server itself, or a pool in session mode, in DATABASE_URL</source>
        <translation>PostgreSQL на %1 доступен через пулер, который делит соединения между транзакциями; укажите в DATABASE_URL сам сервер или пул в режиме сеансов</translation>
    </message>
    <message>
        <source>PostgreSQL at %1 takes LISTEN but hands nothing back (a pooler between?); name the server itself in DATABASE_URL</source>
        <translation>PostgreSQL на %1 принимает LISTEN, но ничего не возвращает (между ними пулер?); укажите в DATABASE_URL сам сервер</translation>
    </message>
    <message>
        <source>preparing %1: %2</source>
        <translation>подготовка %1: %2</translation>
    </message>
    <message>
        <source>programs that watch folders</source>
        <translation>программ, наблюдающих за папками</translation>
    </message>
    <message>
        <source>publishing needs the index lock of lockIndex()</source>
        <translation>для публикации нужна блокировка индекса из lockIndex()</translation>
    </message>
    <message>
        <source>pushed main at %1 to the branch %2</source>
        <translation>main на %1 отправлена в ветку %2</translation>
    </message>
    <message>
        <source>pushing to the branch %1 of %2</source>
        <translation>отправка в ветку %1 на %2</translation>
    </message>
    <message>
        <source>pushing to the remote</source>
        <translation>отправка на сервер</translation>
    </message>
    <message>
        <source>putting %1 into the index</source>
        <translation>внесение %1 в индекс</translation>
    </message>
    <message>
        <source>putting back</source>
        <translation>возврат на место</translation>
    </message>
    <message>
        <source>putting back %1: %2</source>
        <translation>возврат на место %1: %2</translation>
    </message>
    <message>
        <source>REDIS_URL: %1 is no readable %2 in PEM form (%3)</source>
        <translation>REDIS_URL: в %1 не читается %2 в формате PEM (%3)</translation>
    </message>
    <message>
        <source>reading %1</source>
        <translation>чтение %1</translation>
    </message>
    <message>
        <source>reading %1 %2 of %3</source>
        <translation>чтение: %1 %2 из %3</translation>
    </message>
    <message>
        <source>reading %1 of the vault</source>
        <translation>чтение %1 хранилища</translation>
    </message>
    <message>
        <source>reading %1: %2</source>
        <translation>чтение %1: %2</translation>
    </message>
    <message>
        <source>reading back what was written to %1</source>
        <translation>проверка записанного в %1</translation>
    </message>
    <message>
        <source>reading the directory</source>
        <translation>чтение каталога</translation>
    </message>
    <message>
        <source>reading the directory %1: %2</source>
        <translation>чтение каталога %1: %2</translation>
    </message>
    <message>
        <source>reading the index %1</source>
        <translation>чтение индекса %1</translation>
    </message>
    <message>
        <source>reading the link</source>
        <translation>чтение ссылки</translation>
    </message>
    <message>
        <source>reading the link %1: %2</source>
        <translation>чтение ссылки %1: %2</translation>
    </message>
    <message>
        <source>reading the wiki</source>
        <translation>чтение вики</translation>
    </message>
    <message>
        <source>reading what was left on disk</source>
        <translation>чтение того, что осталось на диске</translation>
    </message>
    <message>
        <source>Redis %1 at %2</source>
        <translation>Redis %1 на %2</translation>
    </message>
    <message>
        <source>Redis at %1 answers with an error: %2</source>
        <translation>Redis на %1 отвечает ошибкой: %2</translation>
    </message>
    <message>
        <source>Redis at %1 did not confirm the lock of space %2; try again</source>
        <translation>Redis на %1 не подтвердил блокировку пространства %2; попробуйте ещё раз</translation>
    </message>
    <message>
        <source>Redis at %1 does not answer (%2); spaces count as locked until it does. Check REDIS_URL and that the server runs</source>
        <translation>Redis на %1 не отвечает (%2); до ответа пространства считаются заблокированными. Проверьте REDIS_URL и работает ли сервер</translation>
    </message>
    <message>
        <source>Redis at %1 does not speak TLS with this host (%2). Check that the port is the one for TLS (redis:// is for the other), and whether the server wants a certificate (?cert=FILE&amp;key=FILE)</source>
        <translation>Redis на %1 не говорит с этим компьютером по TLS (%2). Проверьте, тот ли это порт для TLS (для другого redis://) и не нужен ли серверу сертификат (?cert=FILE&amp;key=FILE)</translation>
    </message>
    <message>
        <source>Redis at %1 granted the lock of space %2 too late to be used; try again</source>
        <translation>Redis на %1 выдал блокировку пространства %2 слишком поздно; попробуйте ещё раз</translation>
    </message>
    <message>
        <source>Redis at %1 hints at changes as the wiki&apos;s job queues note them</source>
        <translation>Redis на %1 подсказывает об изменениях, когда их отмечают очереди заданий вики</translation>
    </message>
    <message>
        <source>Redis at %1 refuses: %2. Check user and password in REDIS_URL and the rights on git-sync:*</source>
        <translation>Redis на %1 отказывает: %2. Проверьте пользователя и пароль в REDIS_URL и права на git-sync:*</translation>
    </message>
    <message>
        <source>Redis at %1 says: %2</source>
        <translation>Redis на %1 сообщает: %2</translation>
    </message>
    <message>
        <source>Redis at %1 shows a certificate this host does not trust (%2); name the issuer&apos;s file in REDIS_URL (?ca=FILE), install it on this host, or correct the address</source>
        <translation>Redis на %1 предъявляет сертификат, которому этот компьютер не доверяет (%2); укажите файл издателя в REDIS_URL (?ca=FILE), установите его на этом компьютере или исправьте адрес</translation>
    </message>
    <message>
        <source>Redis gives no hints of changes: %1</source>
        <translation>Redis не подсказывает об изменениях: %1</translation>
    </message>
    <message>
        <source>Redis is being connected to</source>
        <translation>Идёт соединение с Redis</translation>
    </message>
    <message>
        <source>refused the user name or password</source>
        <translation>не принял имя пользователя или пароль</translation>
    </message>
    <message>
        <source>remembering what was done</source>
        <translation>запоминание сделанного</translation>
    </message>
    <message>
        <source>remote %1</source>
        <translation>сервер %1</translation>
    </message>
    <message>
        <source>remotes without Redis</source>
        <translation>серверы без Redis</translation>
    </message>
    <message>
        <source>removing %1</source>
        <translation>удаление %1</translation>
    </message>
    <message>
        <source>removing %1: %2</source>
        <translation>удаление %1: %2</translation>
    </message>
    <message>
        <source>Repair or move away state.db in %1</source>
        <translation>Почините или уберите state.db в %1</translation>
    </message>
    <message>
        <source>replacing %1: %2</source>
        <translation>замена %1: %2</translation>
    </message>
    <message>
        <source>restored to %1, where its log says it was</source>
        <translation>восстановлено на %1, где была по своему журналу</translation>
    </message>
    <message>
        <source>rights</source>
        <translation>права</translation>
    </message>
    <message>
        <source>rights in %1</source>
        <translation>права в %1</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Запуск %1</translation>
    </message>
    <message>
        <source>Run %1 (%2) noted no state of the vault; choose a run before or after it</source>
        <translation>Запуск %1 (%2) не записал состояния хранилища; выберите запуск до или после него</translation>
    </message>
    <message>
        <source>Run %1 and run %2 are of two spaces; compare runs of one</source>
        <translation>Запуски %1 и %2 относятся к двум пространствам; сравнивайте запуски одного</translation>
    </message>
    <message>
        <source>Run %1 was interrupted; the next one finishes its work</source>
        <translation>Запуск %1 прерван; следующий закончит его работу</translation>
    </message>
    <message>
        <source>Run git fsck in %1</source>
        <translation>Выполните git fsck в %1</translation>
    </message>
    <message>
        <source>Running%1</source>
        <translation>Выполняется%1</translation>
    </message>
    <message>
        <source>Runs and pauses are shared through the wiki&apos;s database</source>
        <translation>Запуски и паузы общие, они в базе данных вики</translation>
    </message>
    <message>
        <source>See the vault directory %1</source>
        <translation>Посмотрите каталог хранилища %1</translation>
    </message>
    <message>
        <source>Set DOCMOST_API_URL with DOCMOST_EMAIL and DOCMOST_PASSWORD (or DOCMOST_TOKEN); WIKIVAULT_WRITER=sql only for a wiki whose server is switched off</source>
        <translation>Задайте DOCMOST_API_URL с DOCMOST_EMAIL и DOCMOST_PASSWORD (или DOCMOST_TOKEN); WIKIVAULT_WRITER=sql только для вики с выключенным сервером</translation>
    </message>
    <message>
        <source>Set GIT_SYNC_ENABLED=true</source>
        <translation>Задайте GIT_SYNC_ENABLED=true</translation>
    </message>
    <message>
        <source>Set GIT_SYNC_SERVICE_USER_ID to the UUID of a user of the wiki</source>
        <translation>Задайте в GIT_SYNC_SERVICE_USER_ID UUID пользователя вики</translation>
    </message>
    <message>
        <source>Set WIKIVAULT_JOURNAL=shared to take part</source>
        <translation>Задайте WIKIVAULT_JOURNAL=shared, чтобы участвовать</translation>
    </message>
    <message>
        <source>setting %1 in %2</source>
        <translation>установка %1 в %2</translation>
    </message>
    <message>
        <source>setting aside</source>
        <translation>перенос в сторону</translation>
    </message>
    <message>
        <source>setting aside %1: %2</source>
        <translation>перенос в сторону %1: %2</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>настройки</translation>
    </message>
    <message>
        <source>shows a certificate this host does not trust (%1); install the issuer&apos;s certificate on this host, or correct the address</source>
        <translation>предъявляет сертификат, которому этот компьютер не доверяет (%1); установите сертификат издателя на этом компьютере или исправьте адрес</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>с %1</translation>
    </message>
    <message>
        <source>some pages held</source>
        <translation>некоторые страницы удержаны</translation>
    </message>
    <message>
        <source>somebody else pushed before each push of this run; what they pushed was taken in, and the next run tries again</source>
        <translation>перед каждой отправкой этого запуска кто-то успевал отправить своё; оно учтено, следующий запуск попробует ещё раз</translation>
    </message>
    <message>
        <source>somebody has the page open in the wiki; it is written once they have closed it</source>
        <translation>страница открыта у кого-то в вики; запись будет, когда её закроют</translation>
    </message>
    <message>
        <source>somebody has the page open in the wiki; it is written once they have closed it, and merged with what they write after %1</source>
        <translation>страница открыта у кого-то в вики; запись будет, когда её закроют, а после %1 — слиянием с тем, что там напишут</translation>
    </message>
    <message>
        <source>somebody pushed meanwhile</source>
        <translation>тем временем кто-то отправил своё</translation>
    </message>
    <message>
        <source>somebody unknown</source>
        <translation>кто-то неизвестный</translation>
    </message>
    <message>
        <source>Space %1: %2</source>
        <translation>Пространство %1: %2</translation>
    </message>
    <message>
        <source>spaces</source>
        <translation>пространства</translation>
    </message>
    <message>
        <source>starting to move refs</source>
        <translation>начало перемещения ссылок</translation>
    </message>
    <message>
        <source>stopped on request</source>
        <translation>остановлено по просьбе</translation>
    </message>
    <message>
        <source>stopped while reading the vault&apos;s files</source>
        <translation>остановлено при чтении файлов хранилища</translation>
    </message>
    <message>
        <source>Sync is off: nothing runs, previews work</source>
        <translation>Синхронизация выключена: ничего не запускается, предпросмотр работает</translation>
    </message>
    <message>
        <source>Sync is on</source>
        <translation>Синхронизация включена</translation>
    </message>
    <message>
        <source>syncing %1: %2</source>
        <translation>сброс на диск %1: %2</translation>
    </message>
    <message>
        <source>TLS cannot be set up: %1</source>
        <translation>TLS не настраивается: %1</translation>
    </message>
    <message>
        <source>text has two marks of the kind %1; one stays</source>
        <translation>у текста две пометки вида %1; остаётся одна</translation>
    </message>
    <message>
        <source>The API account is %1 of %2</source>
        <translation>Учётная запись API — %1 в %2</translation>
    </message>
    <message>
        <source>The API account is no member of %1: nothing can be written there</source>
        <translation>Учётная запись API не входит в %1: писать туда нельзя</translation>
    </message>
    <message>
        <source>The API account is no member: nothing can be written here</source>
        <translation>Учётная запись API сюда не входит: писать нельзя</translation>
    </message>
    <message>
        <source>The API account may only read %1</source>
        <translation>Учётная запись API может только читать %1</translation>
    </message>
    <message>
        <source>The API account may only read here</source>
        <translation>Учётная запись API может здесь только читать</translation>
    </message>
    <message>
        <source>the API at %1</source>
        <translation>API на %1</translation>
    </message>
    <message>
        <source>the JSON is no object</source>
        <translation>JSON — не объект</translation>
    </message>
    <message>
        <source>the PostgreSQL server at %1 %2; check DATABASE_URL</source>
        <translation>сервер PostgreSQL на %1 %2; проверьте DATABASE_URL</translation>
    </message>
    <message>
        <source>the Qt driver for %1 is not installed; install the package libqt6sql6-%2</source>
        <translation>драйвер Qt для %1 не установлен; установите пакет libqt6sql6-%2</translation>
    </message>
    <message>
        <source>The Redis lock of space %1 is held by %2 under the name %3, not by %4; look again</source>
        <translation>Блокировку Redis пространства %1 держит %2 под именем %3, а не %4; посмотрите ещё раз</translation>
    </message>
    <message>
        <source>the account of the token</source>
        <translation>учётную запись токена</translation>
    </message>
    <message>
        <source>the account sees no live space with the id %1</source>
        <translation>учётная запись не видит действующего пространства с id %1</translation>
    </message>
    <message>
        <source>the address of the remote %1; give %2</source>
        <translation>адрес сервера %1; дайте %2</translation>
    </message>
    <message>
        <source>the branch &quot;%1&quot; %2; give a name such as main or wiki/handbook</source>
        <translation>ветка «%1»: %2; дайте имя вроде main или wiki/handbook</translation>
    </message>
    <message>
        <source>the branch %1 of %2</source>
        <translation>ветка %1 на %2</translation>
    </message>
    <message>
        <source>the branch %1 of %2 %3</source>
        <translation>ветка %1 на %2 %3</translation>
    </message>
    <message>
        <source>the branch docmost was left behind by a run that was cut off and follows main</source>
        <translation>ветка docmost отстала из-за прерванного запуска и догоняет main</translation>
    </message>
    <message>
        <source>the branch is checked out there</source>
        <translation>ветка там открыта</translation>
    </message>
    <message>
        <source>the branch is protected; let this account push there, or give the space a branch of its own</source>
        <translation>ветка защищена; разрешите этой учётной записи отправлять туда или дайте пространству свою ветку</translation>
    </message>
    <message>
        <source>The branch main has no commit yet</source>
        <translation>В ветке main ещё нет коммитов</translation>
    </message>
    <message>
        <source>The branch main is at %1</source>
        <translation>Ветка main стоит на %1</translation>
    </message>
    <message>
        <source>the branch main was missing and was made again from docmost</source>
        <translation>ветки main не было, она создана заново из docmost</translation>
    </message>
    <message>
        <source>The conflict was settled meanwhile; nothing was recorded</source>
        <translation>Конфликт тем временем решён; ничего не записано</translation>
    </message>
    <message>
        <source>The control socket %1 cannot be opened: %2</source>
        <translation>Управляющий сокет %1 не открывается: %2</translation>
    </message>
    <message>
        <source>The control socket needs the directory %1, which cannot be made: %2</source>
        <translation>Управляющему сокету нужен каталог %1, а он не создаётся: %2</translation>
    </message>
    <message>
        <source>The control socket&apos;s path %1 is too long for the system; set XDG_RUNTIME_DIR or choose a shorter data directory</source>
        <translation>Путь управляющего сокета %1 слишком длинен для системы; задайте XDG_RUNTIME_DIR или выберите каталог данных с более коротким путём</translation>
    </message>
    <message>
        <source>the database %1 failed: %2</source>
        <translation>база данных %1: сбой: %2</translation>
    </message>
    <message>
        <source>the database %1 is being written by another program; try again</source>
        <translation>в базу данных %1 пишет другая программа; попробуйте ещё раз</translation>
    </message>
    <message>
        <source>the database %1 is damaged (%2); restore it from a backup</source>
        <translation>база данных %1 повреждена (%2); восстановите её из резервной копии</translation>
    </message>
    <message>
        <source>the database %1 refused the change (%2)</source>
        <translation>база данных %1 отвергла изменение (%2)</translation>
    </message>
    <message>
        <source>the database URL &quot;%1&quot; cannot be read; expected is postgresql://user:password@host:5432/database, with special characters percent-encoded and parameters libpq knows</source>
        <translation>адрес базы данных «%1» не читается; нужен postgresql://user:password@host:5432/database, с особыми знаками в процентной записи и параметрами, которые знает libpq</translation>
    </message>
    <message>
        <source>the database URL &quot;%1&quot; is of no known kind; it begins with postgresql:// or sqlite:///</source>
        <translation>адрес базы данных «%1» неизвестного вида; он начинается с postgresql:// или sqlite:///</translation>
    </message>
    <message>
        <source>the database URL &quot;%1&quot; names no file; write three slashes and an absolute path, for example sqlite:///srv/wiki.db for /srv/wiki.db</source>
        <translation>адрес базы данных «%1» не называет файла; поставьте три косые черты и абсолютный путь, например sqlite:///srv/wiki.db для /srv/wiki.db</translation>
    </message>
    <message>
        <source>the database URL&apos;s parameter &quot;%1&quot; holds a semicolon, which cannot be passed on</source>
        <translation>параметр адреса базы данных «%1» содержит точку с запятой, а её нельзя передать</translation>
    </message>
    <message>
        <source>the database at %1 is no Docmost wiki of a known version: &quot;%2&quot; has no readable column &quot;%3&quot;</source>
        <translation>база данных на %1 — не вики Docmost известной версии: в «%2» нет доступного для чтения столбца «%3»</translation>
    </message>
    <message>
        <source>the database at %1 is not a Docmost wiki this user may read: it has no table &quot;%2&quot;; check DATABASE_URL and the user&apos;s rights</source>
        <translation>база данных на %1 — не вики Docmost, которую этот пользователь может читать: в ней нет таблицы «%2»; проверьте DATABASE_URL и права пользователя</translation>
    </message>
    <message>
        <source>the database in memory</source>
        <translation>база данных в памяти</translation>
    </message>
    <message>
        <source>the database of the wiki has no shared journal that its user may see, though WIKIVAULT_JOURNAL=shared says so; &quot;wikivaultctl journal status&quot; says why, &quot;wikivaultctl journal install&quot; makes one</source>
        <translation>в базе данных вики нет общего журнала, видимого её пользователю, хотя этого требует WIKIVAULT_JOURNAL=shared; причину называет «wikivaultctl journal status», создаёт журнал «wikivaultctl journal install»</translation>
    </message>
    <message>
        <source>the database user lacks a right: %1</source>
        <translation>пользователю базы данных не хватает права: %1</translation>
    </message>
    <message>
        <source>The database user lacks: %1</source>
        <translation>Пользователю базы данных не хватает прав: %1</translation>
    </message>
    <message>
        <source>The database user may read and write pages</source>
        <translation>Пользователь базы данных может читать и писать страницы</translation>
    </message>
    <message>
        <source>The database user may read pages</source>
        <translation>Пользователь базы данных может читать страницы</translation>
    </message>
    <message>
        <source>The disk is full: cannot write %1; free some space</source>
        <translation>Диск переполнен: %1 не записывается; освободите место</translation>
    </message>
    <message>
        <source>The document has a mark that is no object with a type</source>
        <translation>В документе есть пометка, которая не является объектом с типом</translation>
    </message>
    <message>
        <source>The document has an attribute nested more than 200 levels deep</source>
        <translation>В документе есть атрибут, вложенный глубже 200 уровней</translation>
    </message>
    <message>
        <source>The document holds something that is no node: an object with a type is needed</source>
        <translation>В документе есть то, что не является узлом: нужен объект с типом</translation>
    </message>
    <message>
        <source>The document is nested more than 20,000 levels deep</source>
        <translation>Документ вложен глубже 20 000 уровней</translation>
    </message>
    <message>
        <source>The document is not JSON: %1</source>
        <translation>Документ — не JSON: %1</translation>
    </message>
    <message>
        <source>The driver gave no answer within %1 s</source>
        <translation>Драйвер не ответил за %1 с</translation>
    </message>
    <message>
        <source>The driver has ended the conversation</source>
        <translation>Драйвер закончил разговор</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>файл</translation>
    </message>
    <message>
        <source>the file %1 cannot be written</source>
        <translation>файл %1 не записывается</translation>
    </message>
    <message>
        <source>the file %1 is not an SQLite database; check DATABASE_URL</source>
        <translation>файл %1 — не база данных SQLite; проверьте DATABASE_URL</translation>
    </message>
    <message>
        <source>The file holds conflict markers, so git&apos;s text cannot be taken as it is; take the wiki&apos;s, or give a text of your own</source>
        <translation>В файле стоят метки конфликта, поэтому взять текст git как есть нельзя; возьмите текст вики или дайте свой</translation>
    </message>
    <message>
        <source>The file lock of space %1 is held by %2 under the name %3, not by %4; look again</source>
        <translation>Файловую блокировку пространства %1 держит %2 под именем %3, а не %4; посмотрите ещё раз</translation>
    </message>
    <message>
        <source>The file lock of space %1 is held by a living process on this host (%2); stop it first</source>
        <translation>Файловую блокировку пространства %1 держит работающий процесс этого компьютера (%2); сначала остановите его</translation>
    </message>
    <message>
        <source>The first run creates it</source>
        <translation>Его создаст первый запуск</translation>
    </message>
    <message>
        <source>the folder /%1 of the vault&apos;s history %2</source>
        <translation>папка /%1 из истории хранилища: %2</translation>
    </message>
    <message>
        <source>the frontmatter cannot be used: %1</source>
        <translation>заголовок файла непригоден: %1</translation>
    </message>
    <message>
        <source>the index could not be read and was made again from main</source>
        <translation>индекс не читался и создан заново из main</translation>
    </message>
    <message>
        <source>the index lock was given up already</source>
        <translation>блокировка индекса уже отдана</translation>
    </message>
    <message>
        <source>the journal has no run &quot;%1&quot;; `wikivaultctl runs` lists them</source>
        <translation>в журнале нет запуска «%1»; их перечисляет `wikivaultctl runs`</translation>
    </message>
    <message>
        <source>The journal notes &quot;%1&quot;, which is no commit</source>
        <translation>В журнале записано «%1», это не коммит</translation>
    </message>
    <message>
        <source>the key %1 stands there twice</source>
        <translation>ключ %1 стоит там дважды</translation>
    </message>
    <message>
        <source>the key has a passphrase; add it to the agent (ssh-add)</source>
        <translation>у ключа есть пароль; добавьте ключ в агент (ssh-add)</translation>
    </message>
    <message>
        <source>the key of %1 could not be read</source>
        <translation>ключ узла %1 прочитать не удалось</translation>
    </message>
    <message>
        <source>the key of %1 has changed from %2 to %3; somebody may listen in. If the server has a new key, remove the old one by hand (ssh-keygen -R %4, and %5)</source>
        <translation>ключ узла %1 сменился с %2 на %3; возможно, кто-то подслушивает. Если у сервера новый ключ, удалите старый вручную (ssh-keygen -R %4 и %5)</translation>
    </message>
    <message>
        <source>the key of %1 is not known yet: %2; compare it with what the server&apos;s administrator says and trust it (wikivaultctl remote trust)</source>
        <translation>ключ узла %1 ещё неизвестен: %2; сверьте его с тем, что говорит администратор сервера, и доверьтесь ему (wikivaultctl remote trust)</translation>
    </message>
    <message>
        <source>the keyring did not answer</source>
        <translation>связка ключей не ответила</translation>
    </message>
    <message>
        <source>The last run was stopped at %1</source>
        <translation>Последний запуск остановлен в %1</translation>
    </message>
    <message>
        <source>The list names each with its reason</source>
        <translation>Список называет каждое с причиной</translation>
    </message>
    <message>
        <source>the local socket</source>
        <translation>локальный сокет</translation>
    </message>
    <message>
        <source>the lock is not ours any more</source>
        <translation>блокировка больше не наша</translation>
    </message>
    <message>
        <source>the lock on this space was lost; nothing more is written</source>
        <translation>блокировка этого пространства потеряна; больше ничего не пишется</translation>
    </message>
    <message>
        <source>the name of a setting, such as DATABASE_URL</source>
        <translation>имя настройки, например DATABASE_URL</translation>
    </message>
    <message>
        <source>the page came back since run %1</source>
        <translation>страница вернулась после запуска %1</translation>
    </message>
    <message>
        <source>the page cannot be moved below itself</source>
        <translation>страницу нельзя переместить под саму себя</translation>
    </message>
    <message>
        <source>the page changed in the wiki meanwhile; the next run merges</source>
        <translation>страница тем временем изменилась в вики; следующий запуск сольёт</translation>
    </message>
    <message>
        <source>the page changed in the wiki while it was written</source>
        <translation>страница изменилась в вики во время записи</translation>
    </message>
    <message>
        <source>The page changed since it was shown (%1, now %2). Nothing was decided; look again</source>
        <translation>Страница изменилась с тех пор, как была показана (%1, теперь %2). Ничего не решено; посмотрите ещё раз</translation>
    </message>
    <message>
        <source>the page has live children in the wiki; it is trashed after them</source>
        <translation>у страницы есть живые подстраницы в вики; в корзину она попадёт после них</translation>
    </message>
    <message>
        <source>the page holds the character U+0000, which the wiki cannot store</source>
        <translation>на странице есть знак U+0000, который вики не может сохранить</translation>
    </message>
    <message>
        <source>the page is no longer in the wiki</source>
        <translation>страницы больше нет в вики</translation>
    </message>
    <message>
        <source>the page is not (any more) as it was read; the wiki changed meanwhile</source>
        <translation>страница (уже) не такая, какой её прочли; вики тем временем изменилась</translation>
    </message>
    <message>
        <source>the page is not in the trash (any more)</source>
        <translation>страницы нет в корзине (больше нет)</translation>
    </message>
    <message>
        <source>the page was changed again since the rule kept it</source>
        <translation>страницу снова изменили с тех пор, как её сохранило правило</translation>
    </message>
    <message>
        <source>The page was removed from the wiki meanwhile</source>
        <translation>Страницу тем временем удалили из вики</translation>
    </message>
    <message>
        <source>the page&apos;s body cannot be converted: %1</source>
        <translation>текст страницы не преобразуется: %1</translation>
    </message>
    <message>
        <source>The page&apos;s file was removed meanwhile</source>
        <translation>Файл страницы тем временем удалили</translation>
    </message>
    <message>
        <source>the parent page is not live in this space (any more)</source>
        <translation>родительская страница (больше) не живая страница этого пространства</translation>
    </message>
    <message>
        <source>the password in the environment, DOCMOST_PASSWORD_COMMAND in the profile (&quot;keyring&quot; once it is kept there), or DOCMOST_TOKEN</source>
        <translation>пароль в окружении, DOCMOST_PASSWORD_COMMAND в профиле («keyring», когда он хранится там) или DOCMOST_TOKEN</translation>
    </message>
    <message>
        <source>the path &apos;%1&apos; cannot stand in a vault</source>
        <translation>пути «%1» не место в хранилище</translation>
    </message>
    <message>
        <source>The plan %1 cannot be read: %2</source>
        <translation>План %1 не читается: %2</translation>
    </message>
    <message>
        <source>The plan has no item for &quot;%1&quot;; name a page by its id or path</source>
        <translation>В плане нет строки для «%1»; назовите страницу по id или пути</translation>
    </message>
    <message>
        <source>The plan was changed after it was made: its hash does not fit what stands in it. Make a new one</source>
        <translation>План изменён после составления: его хеш не подходит к содержанию. Составьте новый</translation>
    </message>
    <message>
        <source>The plan was not saved to %1: %2</source>
        <translation>План не сохранён в %1: %2</translation>
    </message>
    <message>
        <source>The preview broke off: %1</source>
        <translation>Предпросмотр прервался: %1</translation>
    </message>
    <message>
        <source>The preview was cancelled</source>
        <translation>Предпросмотр отменён</translation>
    </message>
    <message>
        <source>The profile %1 cannot be read: %2</source>
        <translation>Профиль %1 не читается: %2</translation>
    </message>
    <message>
        <source>The profile was not saved: %1: %2</source>
        <translation>Профиль не сохранён: %1: %2</translation>
    </message>
    <message>
        <source>The program git was not found; vaults work without it</source>
        <translation>Программа git не найдена; хранилища работают и без неё</translation>
    </message>
    <message>
        <source>the query was cancelled</source>
        <translation>запрос отменён</translation>
    </message>
    <message>
        <source>the ref</source>
        <translation>ссылка</translation>
    </message>
    <message>
        <source>the repository uses SHA-256 and a vault SHA-1; use one made without it</source>
        <translation>репозиторий использует SHA-256, а хранилище SHA-1; возьмите созданный без него</translation>
    </message>
    <message>
        <source>The run broke off: %1. Nothing more was written; the next run starts from what is there</source>
        <translation>Запуск прервался: %1. Больше ничего не записано; следующий запуск начнёт с того, что есть</translation>
    </message>
    <message>
        <source>The run ended early: %1</source>
        <translation>Запуск закончился раньше: %1</translation>
    </message>
    <message>
        <source>The runs could not be written to %1: %2. Choose another folder</source>
        <translation>Запуски не удалось записать в %1: %2. Выберите другую папку</translation>
    </message>
    <message>
        <source>the server and this machine have no method in common; one of them needs an update</source>
        <translation>у сервера и этого компьютера нет общего способа; одному из них нужно обновление</translation>
    </message>
    <message>
        <source>the server could not store it; its disk may be full</source>
        <translation>сервер не смог это сохранить; возможно, переполнен его диск</translation>
    </message>
    <message>
        <source>the server did not answer in time</source>
        <translation>сервер вовремя не ответил</translation>
    </message>
    <message>
        <source>the server does not take the account; check GIT_SYNC_HTTPS_TOKEN_COMMAND and the rights of its token</source>
        <translation>сервер не принимает учётную запись; проверьте GIT_SYNC_HTTPS_TOKEN_COMMAND и права его токена</translation>
    </message>
    <message>
        <source>the server has no such repository, or does not show it to this account; make it there or correct the address</source>
        <translation>на сервере нет такого репозитория, или он не виден этой учётной записи; создайте его там или исправьте адрес</translation>
    </message>
    <message>
        <source>the server sent far more than was asked for</source>
        <translation>сервер прислал намного больше, чем просили</translation>
    </message>
    <message>
        <source>the server takes none of the keys it was offered; check GIT_SYNC_SSH_KEY_PATH, the agent and the rights of the account there</source>
        <translation>сервер не принимает ни одного из предложенных ключей; проверьте GIT_SYNC_SSH_KEY_PATH, агент и права учётной записи там</translation>
    </message>
    <message>
        <source>the server&apos;s certificate is not trusted; install its authority or http.sslCAInfo</source>
        <translation>сертификату сервера нет доверия; установите его издателя или http.sslCAInfo</translation>
    </message>
    <message>
        <source>the shared journal is of version %1, this program&apos;s is %2; use the same version of Wikivault everywhere</source>
        <translation>общий журнал версии %1, а у этой программы %2; везде используйте одну версию Wikivault</translation>
    </message>
    <message>
        <source>The space %1 has no remote; set GIT_SYNC_REMOTE.%2 or GIT_SYNC_REMOTE_TEMPLATE</source>
        <translation>У пространства %1 нет сервера; задайте GIT_SYNC_REMOTE.%2 или GIT_SYNC_REMOTE_TEMPLATE</translation>
    </message>
    <message>
        <source>The spaces %1 and %2 would both follow the branch %3 of %4; give one of them another repository or branch</source>
        <translation>Пространства %1 и %2 следовали бы одной ветке %3 на %4; дайте одному из них другой репозиторий или другую ветку</translation>
    </message>
    <message>
        <source>the storage directory %1 is not there; set WIKIVAULT_STORAGE_DIR to the one of the wiki</source>
        <translation>каталога файлов %1 нет; задайте в WIKIVAULT_STORAGE_DIR каталог вики</translation>
    </message>
    <message>
        <source>the storage directory %1, which is only read</source>
        <translation>каталог файлов %1, только для чтения</translation>
    </message>
    <message>
        <source>the storage directory has no file %1</source>
        <translation>в каталоге файлов нет файла %1</translation>
    </message>
    <message>
        <source>the storage directory is only read; with DOCMOST_API_URL and an account it could be uploaded</source>
        <translation>каталог файлов только читается; с DOCMOST_API_URL и учётной записью его можно было бы загрузить</translation>
    </message>
    <message>
        <source>the stored page holds something Markdown cannot carry; its body is not written</source>
        <translation>на странице в вики есть то, чего Markdown не передаёт; её текст не записывается</translation>
    </message>
    <message>
        <source>the system allows no more %1 (fs.inotify.%2); raise it with sysctl</source>
        <translation>система не разрешает больше %1 (fs.inotify.%2); увеличьте предел с помощью sysctl</translation>
    </message>
    <message>
        <source>the text holds a NUL character, which the wiki cannot store</source>
        <translation>в тексте есть знак NUL, который вики не может сохранить</translation>
    </message>
    <message>
        <source>the text holds the character U+0000, which PostgreSQL cannot store</source>
        <translation>в тексте есть знак U+0000, который PostgreSQL не может сохранить</translation>
    </message>
    <message>
        <source>the text holds the character U+0000, which the database cannot store</source>
        <translation>в тексте есть знак U+0000, который база данных не может сохранить</translation>
    </message>
    <message>
        <source>The text still holds conflict markers (&lt;&lt;&lt;&lt;&lt;&lt;&lt;, =======, &gt;&gt;&gt;&gt;&gt;&gt;&gt;); remove them first</source>
        <translation>В тексте ещё стоят метки конфликта (&lt;&lt;&lt;&lt;&lt;&lt;&lt;, =======, &gt;&gt;&gt;&gt;&gt;&gt;&gt;); сначала уберите их</translation>
    </message>
    <message>
        <source>the title holds the character U+0000, which the wiki cannot store</source>
        <translation>в заголовке есть знак U+0000, который вики не может сохранить</translation>
    </message>
    <message>
        <source>the token</source>
        <translation>токен</translation>
    </message>
    <message>
        <source>the transaction was ended by an earlier error</source>
        <translation>транзакция закончена из-за прежней ошибки</translation>
    </message>
    <message>
        <source>the vault %1 cannot be created: %2; let this user write there or choose another data directory</source>
        <translation>хранилище %1 не создаётся: %2; разрешите этому пользователю писать туда или выберите другой каталог данных</translation>
    </message>
    <message>
        <source>the vault %1 has no branch main yet</source>
        <translation>в хранилище %1 ещё нет ветки main</translation>
    </message>
    <message>
        <source>The vault has no branch main any more</source>
        <translation>В хранилище больше нет ветки main</translation>
    </message>
    <message>
        <source>The vault no longer holds commit %1, which run %2 left; git has cleared it away</source>
        <translation>В хранилище больше нет коммита %1, который оставил запуск %2; git его убрал</translation>
    </message>
    <message>
        <source>the vault&apos;s directory cannot be read</source>
        <translation>каталог хранилища не читается</translation>
    </message>
    <message>
        <source>the vault&apos;s directory holds more than 250 000 files</source>
        <translation>в каталоге хранилища больше 250 000 файлов</translation>
    </message>
    <message>
        <source>the vault&apos;s file</source>
        <translation>файл хранилища</translation>
    </message>
    <message>
        <source>The vaults are being looked at</source>
        <translation>Хранилища осматриваются</translation>
    </message>
    <message>
        <source>the wiki</source>
        <translation>вики</translation>
    </message>
    <message>
        <source>the wiki answered with success and kept the old text; look at its log (its collaboration server may be off)</source>
        <translation>вики ответила, что всё удалось, и оставила старый текст; посмотрите её журнал (возможно, выключен её сервер совместной работы)</translation>
    </message>
    <message>
        <source>the wiki at %1</source>
        <translation>вики на %1</translation>
    </message>
    <message>
        <source>the wiki at %1 does not accept DOCMOST_TOKEN (any more); set a fresh one, or DOCMOST_EMAIL and DOCMOST_PASSWORD instead</source>
        <translation>вики на %1 не принимает DOCMOST_TOKEN (больше не принимает); задайте новый или вместо него DOCMOST_EMAIL и DOCMOST_PASSWORD</translation>
    </message>
    <message>
        <source>the wiki has deleted the page for good and gives every new page an id of its own; remove the line gitmost_id from the file to make a new page of it</source>
        <translation>вики удалила страницу навсегда и каждой новой странице даёт свой id; удалите из файла строку gitmost_id, чтобы получилась новая страница</translation>
    </message>
    <message>
        <source>the wiki has no links in code; the link stays</source>
        <translation>в вики нет ссылок внутри кода; ссылка остаётся</translation>
    </message>
    <message>
        <source>the wiki has no live space with the id %1</source>
        <translation>в вики нет действующего пространства с id %1</translation>
    </message>
    <message>
        <source>the wiki has no mark %1 here</source>
        <translation>в вики здесь нет пометки %1</translation>
    </message>
    <message>
        <source>the wiki has no other marks on code; the code stays</source>
        <translation>в вики нет других пометок у кода; код остаётся</translation>
    </message>
    <message>
        <source>the wiki has no user with the id %1; check GIT_SYNC_SERVICE_USER_ID</source>
        <translation>в вики нет пользователя с id %1; проверьте GIT_SYNC_SERVICE_USER_ID</translation>
    </message>
    <message>
        <source>the wiki is an SQLite file, which cannot tell of changes; it is asked instead</source>
        <translation>вики — файл SQLite, который не может сообщать об изменениях; её вместо этого опрашивают</translation>
    </message>
    <message>
        <source>the wiki is an SQLite file, which one host has for itself; its runs stand in the data directory</source>
        <translation>вики — файл SQLite, он принадлежит одному компьютеру; её запуски записаны в каталоге данных</translation>
    </message>
    <message>
        <source>The wiki is asked for changes every %1 ms</source>
        <translation>Вики опрашивают об изменениях каждые %1 мс</translation>
    </message>
    <message>
        <source>the wiki is read through its API, %1; set DATABASE_URL to its database</source>
        <translation>вики читается через её API, %1; задайте в DATABASE_URL её базу данных</translation>
    </message>
    <message>
        <source>the wiki refuses the change; %1</source>
        <translation>вики отвергает изменение; %1</translation>
    </message>
    <message>
        <source>the wiki stored something else than was sent</source>
        <translation>вики сохранила не то, что было отправлено</translation>
    </message>
    <message>
        <source>the wiki stored something else than was sent for the new page &quot;%1&quot; (%2)</source>
        <translation>вики сохранила не то, что было отправлено для новой страницы «%1» (%2)</translation>
    </message>
    <message>
        <source>the wiki&apos;s %1 does not hold so many parts; their content stays</source>
        <translation>%1 вики не вмещает столько частей; их содержимое остаётся</translation>
    </message>
    <message>
        <source>the wiki&apos;s %1 has no %2</source>
        <translation>у %1 в вики нет %2</translation>
    </message>
    <message>
        <source>the wiki&apos;s %1 holds nothing</source>
        <translation>%1 вики ничего не содержит</translation>
    </message>
    <message>
        <source>the wiki&apos;s API answers with a file that has no id</source>
        <translation>API вики отвечает файлом без id</translation>
    </message>
    <message>
        <source>the wiki&apos;s API answers with something that is no page</source>
        <translation>API вики отвечает тем, что не является страницей</translation>
    </message>
    <message>
        <source>the wiki&apos;s API at %1</source>
        <translation>API вики на %1</translation>
    </message>
    <message>
        <source>the wiki&apos;s API at %1 %2</source>
        <translation>API вики на %1 %2</translation>
    </message>
    <message>
        <source>the wiki&apos;s API at %1 answers POST %2 with broken JSON</source>
        <translation>API вики на %1 отвечает на POST %2 испорченным JSON</translation>
    </message>
    <message>
        <source>the wiki&apos;s API at %1 answers POST %2 with something unexpected</source>
        <translation>API вики на %1 отвечает на POST %2 чем-то неожиданным</translation>
    </message>
    <message>
        <source>the wiki&apos;s API at %1 gives no end to POST %2; a list that cannot be read whole is not used</source>
        <translation>API вики на %1 не кончает ответ на POST %2; список, который не прочитать целиком, не используется</translation>
    </message>
    <message>
        <source>The wiki&apos;s database at %1 tells of changes at once</source>
        <translation>База данных вики на %1 сообщает об изменениях сразу</translation>
    </message>
    <message>
        <source>The wiki&apos;s database has %1 that tells of changes; &quot;wikivaultctl events install&quot; shows it, --yes makes it</source>
        <translation>В базе данных вики %1, который сообщает об изменениях; «wikivaultctl events install» показывает его, с --yes создаёт</translation>
    </message>
    <message>
        <source>The wiki&apos;s database holds a journal that a team shares, and this profile keeps its own: others do not see its runs, nor it their pauses</source>
        <translation>В базе данных вики есть журнал, общий для команды, а этот профиль ведёт свой: другие не видят его запусков, а он — их пауз</translation>
    </message>
    <message>
        <source>The wiki&apos;s database is being connected to</source>
        <translation>Идёт соединение с базой данных вики</translation>
    </message>
    <message>
        <source>The wiki&apos;s database tells of changed pages at once</source>
        <translation>База данных вики сообщает об изменённых страницах сразу</translation>
    </message>
    <message>
        <source>the wiki&apos;s file</source>
        <translation>файл вики</translation>
    </message>
    <message>
        <source>the wiki&apos;s file is larger than its database says, and than it may be</source>
        <translation>файл вики больше, чем говорит её база данных, и больше дозволенного</translation>
    </message>
    <message>
        <source>the wiki&apos;s file is larger than the wiki says, and than it may be</source>
        <translation>файл вики больше, чем говорит вики, и больше дозволенного</translation>
    </message>
    <message>
        <source>the wiki&apos;s list of pages could not be read whole; new pages wait for the next run</source>
        <translation>список страниц вики не удалось прочитать целиком; новые страницы ждут следующего запуска</translation>
    </message>
    <message>
        <source>the wiki&apos;s pages changed</source>
        <translation>страницы вики изменились</translation>
    </message>
    <message>
        <source>the wiki&apos;s side changed</source>
        <translation>сторона вики изменилась</translation>
    </message>
    <message>
        <source>the wiki&apos;s side changed by %1</source>
        <translation>сторона вики изменилась (%1)</translation>
    </message>
    <message>
        <source>there is a file at %1 already; it is left as it is</source>
        <translation>файл %1 уже есть; он остаётся как есть</translation>
    </message>
    <message>
        <source>There is no REDIS_URL, so another console that follows the same branches does not take turns with this one; a file pushed to both at once can become two pages</source>
        <translation>REDIS_URL не задан, поэтому другая консоль с теми же ветками не чередуется с этой; файл, отправленный в обе сразу, может стать двумя страницами</translation>
    </message>
    <message>
        <source>There is no common text to go back to: the two sides never agreed on one. Take the wiki&apos;s, git&apos;s or both, or give a text of your own</source>
        <translation>Общего текста, к которому можно вернуться, нет: стороны ни разу на нём не сошлись. Возьмите текст вики, текст git или оба, или дайте свой</translation>
    </message>
    <message>
        <source>There is no live space with the id %1 in this wiki</source>
        <translation>В этой вики нет действующего пространства с id %1</translation>
    </message>
    <message>
        <source>there is no place for %1 here; its content stays</source>
        <translation>здесь нет места для %1; содержимое остаётся</translation>
    </message>
    <message>
        <source>there is no place for %1 here; its text stays</source>
        <translation>здесь нет места для %1; текст остаётся</translation>
    </message>
    <message>
        <source>there is no space left on the disk of %1</source>
        <translation>на диске с %1 не осталось места</translation>
    </message>
    <message>
        <source>there is no table pages in %1; check that DATABASE_URL is a Docmost wiki&apos;s</source>
        <translation>в %1 нет таблицы pages; проверьте, что DATABASE_URL указывает на вики Docmost</translation>
    </message>
    <message>
        <source>This is no plan: %1</source>
        <translation>Это не план: %1</translation>
    </message>
    <message>
        <source>This plan was made by a newer version of Wikivault</source>
        <translation>План составлен более новой версией Wikivault</translation>
    </message>
    <message>
        <source>This wiki ignores a page&apos;s text when it comes through its API</source>
        <translation>Эта вики пропускает текст страницы, пришедший через её API</translation>
    </message>
    <message>
        <source>this wiki is too old to take a page&apos;s text through its API (it needs Docmost 0.70 or newer)</source>
        <translation>эта вики слишком стара, чтобы принять текст страницы через API (нужен Docmost 0.70 или новее)</translation>
    </message>
    <message>
        <source>To go without it, unset REDIS_URL: file locks then keep the runs of this host apart</source>
        <translation>Чтобы обойтись без него, уберите REDIS_URL: тогда запуски этого компьютера разводят файловые блокировки</translation>
    </message>
    <message>
        <source>To hear of them at once: &quot;wikivaultctl events install&quot; shows a trigger for that</source>
        <translation>Чтобы узнавать о них сразу: «wikivaultctl events install» показывает триггер для этого</translation>
    </message>
    <message>
        <source>undo of run %1, %2</source>
        <translation>отмена запуска %1, %2</translation>
    </message>
    <message>
        <source>unknown cause</source>
        <translation>неизвестная причина</translation>
    </message>
    <message>
        <source>Upgrade it to Docmost 0.70 or newer</source>
        <translation>Обновите её до Docmost 0.70 или новее</translation>
    </message>
    <message>
        <source>vault %1</source>
        <translation>хранилище %1</translation>
    </message>
    <message>
        <source>WIKIVAULT_OPEN_PAGES does nothing without REDIS_URL: nothing tells which pages somebody has open</source>
        <translation>WIKIVAULT_OPEN_PAGES ни на что не влияет без REDIS_URL: ничто не говорит, какие страницы у кого-то открыты</translation>
    </message>
    <message>
        <source>Waiting for the driver was stopped</source>
        <translation>Ожидание драйвера остановлено</translation>
    </message>
    <message>
        <source>wants a password and the URL holds none</source>
        <translation>требует пароль, а в адресе его нет</translation>
    </message>
    <message>
        <source>was not found: the host name is unknown</source>
        <translation>не найден: имя узла неизвестно</translation>
    </message>
    <message>
        <source>was not trusted: its TLS certificate could not be verified</source>
        <translation>не вызвал доверия: его сертификат TLS не удалось проверить</translation>
    </message>
    <message>
        <source>watched folders</source>
        <translation>наблюдаемых папок</translation>
    </message>
    <message>
        <source>watching %1: %2</source>
        <translation>наблюдение за %1: %2</translation>
    </message>
    <message>
        <source>what the server sent is damaged or may not stand in a repository, so none of it was taken; have it repaired there</source>
        <translation>присланное сервером повреждено или не может находиться в репозитории, поэтому ничего не взято; пусть там исправят</translation>
    </message>
    <message>
        <source>what the server sent is larger than a vault takes (64 MiB a file, a million objects, 4 GiB in all), so none of it was taken; have it taken out of the branch there, or keep it with Git LFS</source>
        <translation>присланное сервером больше, чем вмещает хранилище (64 МиБ на файл, миллион объектов, 4 ГиБ всего), поэтому ничего не взято; пусть это уберут там из ветки или хранят в Git LFS</translation>
    </message>
    <message>
        <source>what they write meanwhile is merged</source>
        <translation>написанное тем временем будет слито</translation>
    </message>
    <message>
        <source>Where several consoles follow one branch, give all of them the same REDIS_URL. One console needs none</source>
        <translation>Где одной ветке следуют несколько консолей, дайте им всем один REDIS_URL. Одной консоли он не нужен</translation>
    </message>
    <message>
        <source>which keeps no journal</source>
        <translation>который не ведёт журнала</translation>
    </message>
    <message>
        <source>wiki API</source>
        <translation>API вики</translation>
    </message>
    <message>
        <source>Without it nothing runs, or set WIKIVAULT_JOURNAL=local</source>
        <translation>Без него ничего не работает; или задайте WIKIVAULT_JOURNAL=local</translation>
    </message>
    <message>
        <source>Would delete %1 files in the vault</source>
        <translation>К удалению в хранилище файлов: %1</translation>
    </message>
    <message>
        <source>Would delete %1 pages in the wiki</source>
        <translation>К удалению в вики страниц: %1</translation>
    </message>
    <message>
        <source>Would overwrite %1 files in the vault</source>
        <translation>К перезаписи в хранилище файлов: %1</translation>
    </message>
    <message>
        <source>Would overwrite %1 pages in the wiki</source>
        <translation>К перезаписи в вики страниц: %1</translation>
    </message>
    <message>
        <source>Would set %1 files aside as ` ~git`: at most %2 go unasked within 24 hours</source>
        <translation>К откладыванию как ` ~git` файлов: %1; без вопроса за 24 часа проходит не больше %2</translation>
    </message>
    <message>
        <source>writer</source>
        <translation>писатель</translation>
    </message>
    <message>
        <source>Writes as the account of the wiki&apos;s API</source>
        <translation>Пишет как учётная запись API вики</translation>
    </message>
    <message>
        <source>Writes as user %1</source>
        <translation>Пишет как пользователь %1</translation>
    </message>
    <message>
        <source>writing %1: %2</source>
        <translation>запись %1: %2</translation>
    </message>
    <message>
        <source>writing an object to %1</source>
        <translation>запись объекта в %1</translation>
    </message>
    <message>
        <source>writing files</source>
        <translation>запись файлов</translation>
    </message>
    <message>
        <source>writing pages to the wiki</source>
        <translation>запись страниц в вики</translation>
    </message>
    <message>
        <source>writing the index of %1</source>
        <translation>запись индекса %1</translation>
    </message>
    <message>
        <source>an account with DOCMOST_PASSWORD or DOCMOST_PASSWORD_COMMAND, or DOCMOST_TOKEN, beside it</source>
        <translation>рядом учётная запись с DOCMOST_PASSWORD или DOCMOST_PASSWORD_COMMAND, либо DOCMOST_TOKEN</translation>
    </message>
    <message>
        <source>no account for the address in DOCMOST_API_URL</source>
        <translation>для адреса в DOCMOST_API_URL нет учётной записи</translation>
    </message>
    <message>
        <source>admits nobody to this database for now</source>
        <translation>пока никого не пускает в эту базу данных</translation>
    </message>
    <message>
        <source>has no connection left (too many connections)</source>
        <translation>не имеет свободных соединений (их слишком много)</translation>
    </message>
    <message>
        <source>Looked at in part at %1 (%2): %3</source>
        <translation>Просмотрено частично в %1 (%2): %3</translation>
    </message>
    <message>
        <source>only pages matching</source>
        <translation>только страницы по шаблону</translation>
    </message>
    <message>
        <source>pushed %1 commits of main, %2, to the branch %3</source>
        <translation>отправлено коммитов main: %1 (%2) в ветку %3</translation>
    </message>
    <message>
        <source>pushed 1 commit of main, %1, to the branch %2</source>
        <translation>отправлен 1 коммит main (%1) в ветку %2</translation>
    </message>
    <message>
        <source>pushed main at %1 to the branch %2, which is new there</source>
        <translation>отправлена main на %1 в ветку %2, которой там не было</translation>
    </message>
    <message>
        <source>pushed main, %1, to the branch %2</source>
        <translation>отправлена main (%1) в ветку %2</translation>
    </message>
    <message>
        <source>the connection to the wiki&apos;s database was lost during the run, and with it the sole right to write this space; nothing more is written, the next run goes on</source>
        <translation>во время запуска потеряно соединение с базой данных вики, а с ним исключительное право писать в это пространство; больше ничего не записано, следующий запуск продолжит</translation>
    </message>
    <message>
        <source>%1, which does not lead the space any more: runs that write here wait and fail</source>
        <translation>%1; это пространство он больше не ведёт: запуски, которые в него пишут, ждут и завершаются ошибкой</translation>
    </message>
    <message>
        <source>%1, which is stopped: runs that write here wait and fail</source>
        <translation>%1; он остановлен: запуски, которые сюда пишут, ждут и завершаются ошибкой</translation>
    </message>
    <message>
        <source>%1, whose run leads the space</source>
        <translation>%1; его запуск ведёт это пространство</translation>
    </message>
    <message>
        <source>another session writes this space in the wiki&apos;s database: %1. %2</source>
        <translation>в это пространство в базе данных вики пишет другой сеанс: %1. %2</translation>
    </message>
    <message>
        <source>Held by %1, since %2</source>
        <translation>Держит %1, с %2</translation>
    </message>
    <message>
        <source>If that program hangs, end it (%1: process@host), or its session: select pg_terminate_backend(%2)</source>
        <translation>Если эта программа зависла, завершите её (%1: процесс@узел) или её сеанс: select pg_terminate_backend(%2)</translation>
    </message>
    <message>
        <source>Let it go on: kill -CONT %1. %2</source>
        <translation>Дайте ему продолжить: kill -CONT %1. %2</translation>
    </message>
    <message>
        <source>listing what the remote has</source>
        <translation>перечисление того, что есть в удалённом репозитории</translation>
    </message>
    <message numerus="yes">
        <source>No session of the wiki&apos;s database holds the write lock of %n space(s): the next run takes it</source>
        <translation>
            <numerusform>Блокировку записи %n пространства не держит ни один сеанс базы данных вики: её возьмёт следующий запуск</numerusform>
            <numerusform>Блокировку записи %n пространств не держит ни один сеанс базы данных вики: её возьмёт следующий запуск</numerusform>
            <numerusform>Блокировку записи %n пространств не держит ни один сеанс базы данных вики: её возьмёт следующий запуск</numerusform>
        </translation>
    </message>
    <message>
        <source>process %1 of the database&apos;s server, connected from %2 by %3</source>
        <translation>процесс %1 сервера базы данных, соединение с %2, программа %3</translation>
    </message>
    <message>
        <source>the space has no vault yet to fetch into; its first run makes one and takes the branch in</source>
        <translation>у пространства ещё нет хранилища, в которое можно получать; его создаст первый запуск, он же примет ветку</translation>
    </message>
    <message>
        <source>whose spaces nobody writes by SQL</source>
        <translation>в пространства которой никто не пишет по SQL</translation>
    </message>
    <message>
        <source>write lock</source>
        <translation>блокировка записи</translation>
    </message>
    <message>
        <source>write lock %1</source>
        <translation>блокировка записи %1</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2; check the rights of the file, of the -wal and -shm beside it, and of its folder</source>
        <translation>%1 не записывается: %2; проверьте права на файл, на файлы -wal и -shm рядом с ним и на его папку</translation>
    </message>
    <message>
        <source>%1 is no Redis address; expected redis://[user:password@]host:port/db, with special characters percent-encoded</source>
        <translation>%1 — не адрес Redis; нужен redis://[user:password@]host:port/db, с особыми знаками в процентной записи</translation>
    </message>
    <message>
        <source>%1: another git process holds its lock; the next run goes on once that is gone</source>
        <translation>%1: её блокировку держит другой процесс git; следующий запуск продолжит, когда тот закончит</translation>
    </message>
    <message>
        <source>an absolute path</source>
        <translation>полный путь</translation>
    </message>
    <message>
        <source>something that is not tracked stands in the way, or its folder cannot be written; see to that and run again</source>
        <translation>на её месте стоит неотслеживаемый файл или в папку нельзя писать; исправьте это и запустите снова</translation>
    </message>
    <message>
        <source>the database %1 cannot be opened; check the rights of the file, of the -wal and -shm beside it, and of its folder</source>
        <translation>база данных %1 не открывается; проверьте права на файл, на файлы -wal и -shm рядом с ним и на его папку</translation>
    </message>
    <message>
        <source>the database %1 cannot be written; check the rights of the file, of the -wal and -shm beside it, and of its folder</source>
        <translation>база данных %1 не записывается; проверьте права на файл, на файлы -wal и -shm рядом с ним и на его папку</translation>
    </message>
    <message>
        <source>there is no database at %1; name your wiki&apos;s database in DATABASE_URL (&quot;wikivaultctl init&quot; asks for it), or see that its disk is there</source>
        <translation>базы данных %1 нет; назовите базу данных своей вики в DATABASE_URL (её спрашивает «wikivaultctl init») или проверьте, на месте ли её диск</translation>
    </message>
    <message>
        <source>There is no open conflict with the id %1; `wikivaultctl conflicts` lists them, and with --settled those that are settled, under ids of their own</source>
        <translation>Открытого конфликта с id %1 нет; их перечисляет `wikivaultctl conflicts`, а улаженные, под собственными id, — он же с --settled</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>не читается: %1</translation>
    </message>
    <message>
        <source>the branch docmost is the wiki&apos;s mirror and has a commit of %1; it was not taken over, and what the wiki has stands there again</source>
        <translation>ветка docmost — зеркало вики, а в ней есть коммит, который сделал %1; он не принят, и там снова то, что есть в вики</translation>
    </message>
    <message>
        <source>the run ended before this was written; the next one does it</source>
        <translation>запуск закончился раньше, чем это было записано; это сделает следующий</translation>
    </message>
    <message>
        <source>the PostgreSQL server at %1 refused the user name or password; check the user in DATABASE_URL, and %2, where the password came from</source>
        <translation>сервер PostgreSQL на %1 не принял имя пользователя или пароль; проверьте пользователя в DATABASE_URL и %2, откуда взят пароль</translation>
    </message>
    <message>
        <source>%1, none is enabled, so all are selected</source>
        <translation>%1, не включено ни одного, поэтому выбраны все</translation>
    </message>
    <message>
        <source>Enable spaces: &quot;wikivaultctl enable SPACE&quot;</source>
        <translation>Включите пространства: «wikivaultctl enable SPACE»</translation>
    </message>
    <message>
        <source>the wiki&apos;s API cannot enable a space; give DATABASE_URL, or set settings.gitSync.enabled in the table spaces by hand</source>
        <translation>API вики не может включить пространство; задайте DATABASE_URL или установите settings.gitSync.enabled в таблице spaces вручную</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is of no space</source>
        <translation>«%1» не относится к пространству</translation>
    </message>
    <message>
        <source>%1 .git/index.lock exists: a git command may be at work</source>
        <translation>%1 Есть .git/index.lock: возможно, работает команда git</translation>
    </message>
    <message>
        <source>%1 .git/index.lock was left by a process that is gone</source>
        <translation>%1 Файл .git/index.lock оставил процесс, которого больше нет</translation>
    </message>
    <message>
        <source>%1 A merge of docmost was cut off</source>
        <translation>%1 Слияние docmost было прервано</translation>
    </message>
    <message>
        <source>%1 is closed to the other users of this host</source>
        <translation>%1 закрыт для других пользователей этого компьютера</translation>
    </message>
    <message>
        <source>%1 is closed to the other users of this host, or not there yet</source>
        <translation>%1 закрыт для других пользователей этого компьютера, или его ещё нет</translation>
    </message>
    <message numerus="yes">
        <source>%n vault(s) in %1 of no space of this wiki: %2</source>
        <translation>
            <numerusform>%n хранилище в %1 не от пространств этой вики: %2</numerusform>
            <numerusform>%n хранилища в %1 не от пространств этой вики: %2</numerusform>
            <numerusform>%n хранилищ в %1 не от пространств этой вики: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>A git command may be at work in %1: its index.lock is younger than %2 minutes, or a git process runs there. Try again later</source>
        <translation>Возможно, в %1 работает команда git: её index.lock моложе %2 мин или там идёт процесс git. Попробуйте позже</translation>
    </message>
    <message>
        <source>A space that was deleted leaves its vault, with its history; another wiki&apos;s is there when the database is the wrong one. Move away what nobody needs; nothing here touches it</source>
        <translation>Удалённое пространство оставляет своё хранилище с историей; хранилище другой вики стоит здесь, когда база данных не та. Переместите то, что никому не нужно; здесь его ничто не трогает</translation>
    </message>
    <message>
        <source>Deleted the lock</source>
        <translation>Блокировка удалена</translation>
    </message>
    <message>
        <source>Deletes the lock of %1 that %2 holds, if it is still that one. It never expires, so no run begins before. If the holder is alive, two processes may write the same vault</source>
        <translation>Удаляет блокировку %1, которую держит %2, если она всё ещё та самая. Она не истекает никогда, и до этого ни один запуск не начнётся. Если держатель жив, в одно хранилище могут писать два процесса</translation>
    </message>
    <message>
        <source>Ends the merge of docmost in %1 that was cut off, after index and files were kept under refs/wikivault/rescue</source>
        <translation>Заканчивает прерванное слияние docmost в %1, сначала сохранив индекс и файлы под refs/wikivault/rescue</translation>
    </message>
    <message>
        <source>Every lock in Redis ends by itself</source>
        <translation>Каждая блокировка в Redis закончится сама</translation>
    </message>
    <message>
        <source>Git did not keep the commit that is checked out: %1</source>
        <translation>Git не сохранил взятый коммит: %1</translation>
    </message>
    <message>
        <source>Git did not switch to main, and nothing changed: %1</source>
        <translation>Git не перешёл на main, и ничего не изменилось: %1</translation>
    </message>
    <message>
        <source>Have both set by NTP: look at timedatectl on either host</source>
        <translation>Пусть те и другие ставит NTP: посмотрите timedatectl на обоих компьютерах</translation>
    </message>
    <message>
        <source>If its holder is dead, delete it</source>
        <translation>Если держателя больше нет, удалите её</translation>
    </message>
    <message>
        <source>If none runs there, it is taken for left behind after %1 minutes</source>
        <translation>Если там ничего не работает, через %1 мин он считается брошенным</translation>
    </message>
    <message>
        <source>lock %1</source>
        <translation>блокировка %1</translation>
    </message>
    <message>
        <source>Makes the branch main of %1 again: where its log says it was, else from HEAD or docmost. Files stay as they are</source>
        <translation>Создаёт ветку main в %1 заново: там, где она была по своему журналу, иначе из HEAD или docmost. Файлы остаются как есть</translation>
    </message>
    <message>
        <source>Moves .git/index.lock of %1, %2 minutes old, to .git/wikivault/set-aside. No git process works there</source>
        <translation>Переносит .git/index.lock из %1, которому %2 мин, в .git/wikivault/set-aside. Процессов git там нет</translation>
    </message>
    <message>
        <source>No lock of %1 is without an end</source>
        <translation>У %1 нет блокировки без конца</translation>
    </message>
    <message>
        <source>Nothing could be mended in %1</source>
        <translation>В %1 ничего исправить не удалось</translation>
    </message>
    <message>
        <source>Nothing is left to fix in %1</source>
        <translation>В %1 исправлять больше нечего</translation>
    </message>
    <message>
        <source>Runs git switch main in %1. Files that were edited and not committed stay so; where switching would overwrite one, git refuses and nothing changes</source>
        <translation>Выполняет git switch main в %1. Изменённые и не записанные файлы такими и остаются; если переход перезаписал бы хоть один, git откажется и ничего не изменится</translation>
    </message>
    <message>
        <source>Say of which space: &quot;%1:SPACE&quot;</source>
        <translation>Скажите, какого пространства: «%1:SPACE»</translation>
    </message>
    <message>
        <source>Several spaces have the slug &quot;%1&quot;; name one by its id</source>
        <translation>У нескольких пространств короткое имя «%1»; назовите одно по id</translation>
    </message>
    <message>
        <source>Somebody runs %1 now, and may mend it; nothing was done</source>
        <translation>Сейчас идёт запуск %1, он может исправить это сам; ничего не сделано</translation>
    </message>
    <message>
        <source>Somebody&apos;s merge, rebase or cherry-pick is in progress in %1: finish it or abort it there</source>
        <translation>В %1 идёт чьё-то слияние, перебазирование или перенос коммита: закончите или прервите его там</translation>
    </message>
    <message>
        <source>Switched %1 to main</source>
        <translation>%1 переведён на main</translation>
    </message>
    <message>
        <source>Takes the rights of the other users of this host on %1 away (chmod o=)</source>
        <translation>Отнимает у других пользователей этого компьютера права на %1 (chmod o=)</translation>
    </message>
    <message>
        <source>The branch main is missing</source>
        <translation>Нет ветки main</translation>
    </message>
    <message>
        <source>The database&apos;s clock agrees with this host&apos;s</source>
        <translation>Часы базы данных и этого компьютера согласны</translation>
    </message>
    <message>
        <source>The lock changed hands, nothing was deleted</source>
        <translation>Блокировка перешла к другому, ничего не удалено</translation>
    </message>
    <message>
        <source>The lock in Redis that %1 holds never expires: no run of the space begins</source>
        <translation>Блокировка в Redis, которую держит %1, не истекает никогда: ни один запуск пространства не начнётся</translation>
    </message>
    <message>
        <source>The next run keeps its files and ends it, or do so now</source>
        <translation>Следующий запуск сохранит его файлы и закончит его; это можно сделать и сейчас</translation>
    </message>
    <message>
        <source>The next run makes it again, or do so now</source>
        <translation>Следующий запуск создаст её заново; это можно сделать и сейчас</translation>
    </message>
    <message>
        <source>The next run sets it aside, or do so now</source>
        <translation>Следующий запуск уберёт его в сторону; это можно сделать и сейчас</translation>
    </message>
    <message>
        <source>The rights of %1 cannot be changed: %2</source>
        <translation>Права %1 изменить нельзя: %2</translation>
    </message>
    <message>
        <source>The wiki has no space &quot;%1&quot;</source>
        <translation>В вики нет пространства «%1»</translation>
    </message>
    <message>
        <source>whose clock could be compared</source>
        <translation>часы которой можно было бы сравнить</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n секунду</numerusform>
            <numerusform>%n секунды</numerusform>
            <numerusform>%n секунд</numerusform>
        </translation>
    </message>
    <message>
        <source>The database&apos;s clock is %1 ahead of this host&apos;s: times are shown wrong</source>
        <translation>Часы базы данных спешат против часов этого компьютера на %1: время показано неверно</translation>
    </message>
    <message>
        <source>The database&apos;s clock is %1 behind this host&apos;s: times are shown wrong</source>
        <translation>Часы базы данных отстают от часов этого компьютера на %1: время показано неверно</translation>
    </message>
    <message>
        <source>Reading the history was stopped</source>
        <translation>Чтение истории остановлено</translation>
    </message>
    <message>
        <source>%1 holds space %2 and cannot be asked to stop from here; stop it where it runs</source>
        <translation>%1 держит пространство %2, и попросить его остановиться отсюда нельзя; остановите его там, где он работает</translation>
    </message>
    <message>
        <source>held for maintenance</source>
        <translation>удерживается для обслуживания</translation>
    </message>
    <message>
        <source>held for maintenance until %1</source>
        <translation>удерживается для обслуживания до %1</translation>
    </message>
    <message>
        <source>somebody else</source>
        <translation>кто-то другой</translation>
    </message>
    <message>
        <source>The lock was lost before its time; runs of the space may begin</source>
        <translation>Блокировка потеряна раньше срока; запуски пространства могут начаться</translation>
    </message>
    <message>
        <source>The space is locked by %1; wait until it is free, or ask the holder to stop</source>
        <translation>Пространство заблокировал %1; дождитесь, пока оно освободится, или попросите владельца остановиться</translation>
    </message>
    <message>
        <source>held before, with others that were to go at once, and nobody has approved that list since</source>
        <translation>задержано раньше вместе с другими, которые исчезли бы разом, и этот список с тех пор никто не разрешил</translation>
    </message>
    <message>
        <source>%1 cannot be moved: %2; nothing was done</source>
        <translation>%1 нельзя переместить: %2; ничего не сделано</translation>
    </message>
    <message>
        <source>%1 is the vault of another space, %2: put each vault back into the folder that bears its space&apos;s id, or %3</source>
        <translation>%1 — хранилище другого пространства, %2: верните каждое хранилище в папку с идентификатором его пространства или %3</translation>
    </message>
    <message>
        <source>%1/.git is damaged: HEAD, objects or refs is missing; restore the vault from a copy, or %2</source>
        <translation>%1/.git повреждён: нет HEAD, objects или refs; восстановите хранилище из копии или %2</translation>
    </message>
    <message>
        <source>%1The next run of %2 makes a new vault</source>
        <translation>%1Следующий запуск пространства %2 создаст новое хранилище</translation>
    </message>
    <message>
        <source>by %1 of %2</source>
        <translation>автор %1, %2</translation>
    </message>
    <message>
        <source>main at %1</source>
        <translation>main на %1</translation>
    </message>
    <message>
        <source>Moved %1 to %2</source>
        <translation>%1 перемещён в %2</translation>
    </message>
    <message>
        <source>Put the vault of this space back, or take this one for it</source>
        <translation>Верните хранилище этого пространства на место или примите это за него</translation>
    </message>
    <message>
        <source>Restore the vault from a copy, or set it aside and start anew from the wiki</source>
        <translation>Восстановите хранилище из копии или отложите его и начните заново с того, что есть в вики</translation>
    </message>
    <message>
        <source>set it aside and start anew from the wiki: wikivaultctl doctor --fix new-vault:%1</source>
        <translation>отложите его и начните заново с того, что есть в вики: wikivaultctl doctor --fix new-vault:%1</translation>
    </message>
    <message>
        <source>the vault %1 has lost its branches main and docmost; restore it from a copy, or %2</source>
        <translation>хранилище %1 потеряло ветви main и docmost; восстановите его из копии или %2</translation>
    </message>
    <message>
        <source>the vault %1 was here before and is gone, and nothing was created in its place; mount its disk, restore it from a copy, or %2</source>
        <translation>хранилище %1 было здесь и пропало, на его месте ничего не создано; подключите его диск, восстановите его из копии или %2</translation>
    </message>
    <message>
        <source>the vault %1 was written by a newer Wikivault; use that version, nothing was changed</source>
        <translation>хранилище %1 записано более новым Wikivault; возьмите ту версию, ничего не изменено</translation>
    </message>
    <message>
        <source>the vault does not hold what the last run left on main: an older copy of it was put back, or its history was rewritten; what the wiki has since then comes in again, and no page is deleted for that</source>
        <translation>в хранилище нет того, что последний запуск оставил на main: на место вернули более старую копию или историю переписали; то, что появилось в вики с тех пор, придёт снова, и ни одна страница из-за этого не удаляется</translation>
    </message>
    <message>
        <source>which has no commit on main yet</source>
        <translation>в ветви main которого ещё нет коммитов</translation>
    </message>
    <message>
        <source>%1 The next run makes a new one of what the wiki has</source>
        <translation>%1 Следующий запуск создаст новое из того, что есть в вики</translation>
    </message>
    <message>
        <source>%1 What was edited in the old files and never reached the wiki is in no new file</source>
        <translation>%1 Того, что правили в старых файлах и что не дошло до вики, в новых файлах не будет</translation>
    </message>
    <message>
        <source>Forgets that %1 had a vault</source>
        <translation>Забывает, что у пространства %1 было хранилище</translation>
    </message>
    <message>
        <source>Moves %1 and all that is in it to %2.set-aside-%3…, and forgets that %4 had a vault</source>
        <translation>Перемещает %1 и всё, что в нём есть, в %2.set-aside-%3… и забывает, что у пространства %4 было хранилище</translation>
    </message>
    <message>
        <source>%1 It has no history in common with docmost, the mirror of the wiki</source>
        <translation>%1 У неё нет общей истории с docmost, зеркалом вики</translation>
    </message>
    <message>
        <source>%1 In the last 10 min %2</source>
        <translation>%1 За последние 10 мин %2</translation>
    </message>
    <message>
        <source>%1 No program of this data directory runs that could tell who takes its locks</source>
        <translation>%1 Не запущена ни одна программа этого каталога данных, которая знала бы, кто берёт его блокировки</translation>
    </message>
    <message>
        <source>%1 polls these spaces</source>
        <translation>%1 опрашивает эти пространства</translation>
    </message>
    <message numerus="yes">
        <source>%1 took locks of these spaces; others took them %n time(s) in all</source>
        <translation>
            <numerusform>%1 брал блокировки этих пространств; всего замечено %n взятие другими</numerusform>
            <numerusform>%1 брал блокировки этих пространств; всего замечено %n взятия другими</numerusform>
            <numerusform>%1 брал блокировки этих пространств; всего замечено %n взятий другими</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 took over at %2</source>
        <translation>%1 взял опрос на себя в %2</translation>
    </message>
    <message>
        <source>As long as Redis does not answer, nobody begins to poll</source>
        <translation>Пока Redis не отвечает, никто не начинает опрос</translation>
    </message>
    <message>
        <source>Driver since %1</source>
        <translation>Ведущий с %1</translation>
    </message>
    <message>
        <source>it waits until nobody else drives</source>
        <translation>ждёт, пока не останется другого ведущего</translation>
    </message>
    <message>
        <source>it was told to leave polling to others</source>
        <translation>опрос велено оставить другим</translation>
    </message>
    <message>
        <source>Looks whether anybody else polls, and polls not yet</source>
        <translation>Смотрит, опрашивает ли кто-то ещё, и пока не опрашивает</translation>
    </message>
    <message>
        <source>nobody else took locks of these spaces</source>
        <translation>никто другой не брал блокировок этих пространств</translation>
    </message>
    <message>
        <source>Nobody has the driver&apos;s seat of this wiki</source>
        <translation>Место ведущего этой вики свободно</translation>
    </message>
    <message>
        <source>Observer since %1: %2</source>
        <translation>Наблюдатель с %1: %2</translation>
    </message>
    <message>
        <source>the driver is %1</source>
        <translation>ведущий — %1</translation>
    </message>
    <message>
        <source>the driver is %1, since %2</source>
        <translation>ведущий — %1, с %2</translation>
    </message>
    <message>
        <source>the wiki&apos;s own server (holder %1)</source>
        <translation>собственный сервер вики (владелец %1)</translation>
    </message>
    <message>
        <source>took over polling from %1</source>
        <translation>опрос взят на себя, до того опрашивал %1</translation>
    </message>
    <message>
        <source>Where two poll the same spaces, their runs block each other: switch one of them off, or let this one watch</source>
        <translation>Если одни и те же пространства опрашивают двое, их запуски мешают друг другу: выключите одного или пусть этот наблюдает</translation>
    </message>
    <message>
        <source>Without REDIS_URL only programs of one data directory know which of them drives</source>
        <translation>Без REDIS_URL только программы одного каталога данных знают, кто из них ведущий</translation>
    </message>
    <message>
        <source>%1 is on %2, a file system of the network: its locks may not keep the runs of other hosts apart, and what it calls written may get lost</source>
        <translation>%1 лежит на %2, файловой системе в сети: её блокировки могут не разделять запуски других машин, а то, что она называет записанным, может пропасть</translation>
    </message>
    <message>
        <source>Choose a directory on a disk of this host in GIT_SYNC_DATA_DIR</source>
        <translation>Выберите в GIT_SYNC_DATA_DIR каталог на диске этой машины</translation>
    </message>
    <message>
        <source>file system</source>
        <translation>файловая система</translation>
    </message>
    <message>
        <source>%1 asks to be called less often</source>
        <translation>%1 просит обращаться реже</translation>
    </message>
    <message>
        <source>%1 failed %2 times in a row and is left alone</source>
        <translation>%1: подряд неудачных запросов — %2, пока туда не обращаемся</translation>
    </message>
    <message>
        <source>%1 until another request has found it well</source>
        <translation>%1, пока другой запрос не убедится, что всё в порядке</translation>
    </message>
    <message>
        <source>the page is not (any more) as it was read; %1</source>
        <translation>страница уже не такая, какой была прочитана; %1</translation>
    </message>
    <message>
        <source>%1 The vault that is there can be read</source>
        <translation>%1 Хранилище, которое там есть, читается</translation>
    </message>
    <message>
        <source>%1 is not the vault that was here: put that one back, or take this one for the space&apos;s from now on: wikivaultctl doctor --fix take-vault:%2, or %3</source>
        <translation>%1 — не то хранилище, что было здесь: верните прежнее на место, или примите это за хранилище пространства: wikivaultctl doctor --fix take-vault:%2, или %3</translation>
    </message>
    <message>
        <source>%1 is the vault of %2 now. The space is paused: look at a preview, then resume it</source>
        <translation>%1 теперь хранилище пространства %2. Пространство приостановлено: посмотрите предпросмотр, затем возобновите его</translation>
    </message>
    <message numerus="yes">
        <source>%n vault(s) in %1 set aside by a fix; delete what nobody needs any more</source>
        <translation>
            <numerusform>%n хранилище в %1 отложено исправлением; удалите то, что больше никому не нужно</numerusform>
            <numerusform>%n хранилища в %1 отложены исправлением; удалите то, что больше никому не нужно</numerusform>
            <numerusform>%n хранилищ в %1 отложены исправлением; удалите то, что больше никому не нужно</numerusform>
        </translation>
    </message>
    <message>
        <source>another vault was taken; look at a preview, then resume</source>
        <translation>принято другое хранилище; посмотрите предпросмотр, затем возобновите</translation>
    </message>
    <message>
        <source>Run chmod o= %1</source>
        <translation>Выполните chmod o= %1</translation>
    </message>
    <message>
        <source>Run git -C %1 switch main</source>
        <translation>Выполните git -C %1 switch main</translation>
    </message>
    <message>
        <source>set-aside vaults</source>
        <translation>отложенные хранилища</translation>
    </message>
    <message>
        <source>Somebody runs %1 now, as &quot;wikivaultctl locks&quot; shows; nothing was done</source>
        <translation>Пространство %1 сейчас синхронизирует кто-то другой, это видно в «wikivaultctl locks»; ничего не сделано</translation>
    </message>
    <message>
        <source>Takes the repository in %1, %2, for the vault of %3 from now on, and pauses the space: its next run makes pages of the files the wiki does not have. Look at a preview, then resume it</source>
        <translation>Принимает репозиторий в %1, %2, за хранилище пространства %3 и приостанавливает пространство: следующий запуск сделает страницы из файлов, которых нет в вики. Посмотрите предпросмотр, затем возобновите его</translation>
    </message>
    <message>
        <source>the branch docmost was deleted or led elsewhere, and is where the last run left it again</source>
        <translation>ветвь docmost была удалена или вела не туда и снова стоит там, где её оставил последний запуск</translation>
    </message>
    <message>
        <source>The next run puts docmost where the last one left it, else makes it again from the wiki. Main stays</source>
        <translation>Следующий запуск вернёт docmost туда, где её оставил последний, иначе создаст её заново из вики. Main останется как есть</translation>
    </message>
    <message>
        <source>There is no other vault in %1 that could be taken: it is the one that was here, or damaged, gone, or another space&apos;s</source>
        <translation>В %1 нет другого хранилища, которое можно принять: там то, что и было, или оно повреждено, пропало или принадлежит другому пространству</translation>
    </message>
    <message>
        <source>%1/.git is a file or a link; a vault needs a .git directory of its own: put that back, or %2</source>
        <translation>%1/.git — файл или ссылка, а хранилищу нужен свой каталог .git: верните его или %2</translation>
    </message>
    <message>
        <source>a fix</source>
        <translation>исправление</translation>
    </message>
    <message>
        <source>A secret of this profile is kept in the keyring, and no D-Bus session bus answers</source>
        <translation>Секрет этого профиля лежит в связке ключей, а сеансовая шина D-Bus не отвечает</translation>
    </message>
    <message>
        <source>A secret of this profile is kept in the keyring, and nobody offers one in this session</source>
        <translation>Секрет этого профиля лежит в связке ключей, а в этом сеансе её никто не предоставляет</translation>
    </message>
    <message>
        <source>Redis at %1 does not say what time it is</source>
        <translation>Redis на %1 не говорит, который час</translation>
    </message>
    <message>
        <source>redis clock</source>
        <translation>часы redis</translation>
    </message>
    <message>
        <source>Start a Secret Service (GNOME Keyring, KWallet), or give the secret by a command or in the environment</source>
        <translation>Запустите Secret Service (GNOME Keyring, KWallet) или задайте секрет командой или в окружении</translation>
    </message>
    <message>
        <source>The clock of Redis agrees with this host&apos;s</source>
        <translation>Часы Redis идут так же, как часы этого компьютера</translation>
    </message>
    <message>
        <source>The clock of Redis is %1 ahead of this host&apos;s. Locks end by how long they were held, so runs are safe; what is said of their time is not</source>
        <translation>Часы Redis спешат против часов этого компьютера на %1. Блокировки кончаются по тому, сколько их держат, поэтому запускам ничто не грозит, но время блокировок показано неверно</translation>
    </message>
    <message>
        <source>The clock of Redis is %1 behind this host&apos;s. Locks end by how long they were held, so runs are safe; what is said of their time is not</source>
        <translation>Часы Redis отстают от часов этого компьютера на %1. Блокировки кончаются по тому, сколько их держат, поэтому запускам ничто не грозит, но время блокировок показано неверно</translation>
    </message>
    <message>
        <source>The keyring answers and is unlocked</source>
        <translation>Связка ключей отвечает и открыта</translation>
    </message>
    <message>
        <source>The keyring is locked; who needs a secret of this profile waits for a person to unlock it</source>
        <translation>Связка ключей закрыта; кому нужен секрет этого профиля, ждёт, пока её откроет человек</translation>
    </message>
    <message>
        <source>The keyring of this session starts when a secret is asked for</source>
        <translation>Связка ключей этого сеанса запустится, когда понадобится секрет</translation>
    </message>
    <message>
        <source>There is a keyring; no secret of this profile is kept there</source>
        <translation>Связка ключей есть; секретов этого профиля в ней нет</translation>
    </message>
    <message>
        <source>There is no keyring in this session, and no secret of this profile is kept in one</source>
        <translation>В этом сеансе нет связки ключей, и секретов этого профиля в ней нет</translation>
    </message>
    <message>
        <source>Unlock it now: the desktop&apos;s program for passwords and keys does so</source>
        <translation>Откройте её сейчас: это делает программа рабочего стола для паролей и ключей</translation>
    </message>
    <message>
        <source>%1 Close other consoles and drivers of this data directory first</source>
        <translation>%1 Сначала закройте другие консоли и драйверы этого каталога данных</translation>
    </message>
    <message numerus="yes">
        <source>%1 Paused %n space(s): look at a preview of each, then resume it</source>
        <translation>
            <numerusform>%1 Приостановлено %n пространство: посмотрите его предпросмотр, затем возобновите</numerusform>
            <numerusform>%1 Приостановлено %n пространства: посмотрите предпросмотр каждого, затем возобновите</numerusform>
            <numerusform>%1 Приостановлено %n пространств: посмотрите предпросмотр каждого, затем возобновите</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be moved: %2</source>
        <translation>%1: не удаётся переместить: %2</translation>
    </message>
    <message>
        <source>%1 is sound, or not there yet</source>
        <translation>%1: файл исправен, или его ещё нет</translation>
    </message>
    <message>
        <source>%1. This program has it open: end it, and mend it by &quot;%2&quot;</source>
        <translation>%1. Эта программа держит его открытым: закройте её и исправьте командой «%2»</translation>
    </message>
    <message>
        <source>%1; restore it, or begin a new one: wikivaultctl doctor --fix state</source>
        <translation>%1; восстановите файл или начните новый: wikivaultctl doctor --fix state</translation>
    </message>
    <message>
        <source>files below it are left as they are in this run, and so is its own; it goes when they do</source>
        <translation>файлы под ней в этом запуске остаются как есть, поэтому остаётся и её файл; он исчезнет вместе с ними</translation>
    </message>
    <message>
        <source>Moves %1 to %2…, and begins a new one</source>
        <translation>Переместит %1 в %2… и начнёт новый</translation>
    </message>
    <message>
        <source>Put state.db in %1 back from a copy, or begin a new one</source>
        <translation>Верните state.db в %1 из копии или начните новый</translation>
    </message>
    <message>
        <source>Run %1 cannot be taken back: its commit %2 is not in this vault, which was made anew since or has lost a part of its history. Take the texts from the older vault that was set aside beside it (wikivaultctl doctor names it), or from the page history of the wiki</source>
        <translation>Запуск %1 нельзя отменить: его коммита %2 нет в этом хранилище — с тех пор оно создано заново или потеряло часть истории. Возьмите тексты из прежнего хранилища, отложенного рядом (его называет wikivaultctl doctor), или из истории страниц вики</translation>
    </message>
    <message>
        <source>Runs and pauses are in the shared journal and stay. Which pages wait after a failure is forgotten</source>
        <translation>Запуски и паузы хранятся в общем журнале и остаются. Забудется, какие страницы ждут после сбоя</translation>
    </message>
    <message>
        <source>Somebody runs space %1 now; nothing was done. Try again when it has ended</source>
        <translation>Пространство %1 сейчас кто-то синхронизирует; ничего не сделано. Повторите, когда запуск завершится</translation>
    </message>
    <message>
        <source>state.db was damaged and begun anew; look at a preview, then resume</source>
        <translation>state.db был повреждён и начат заново; посмотрите предпросмотр, затем возобновите</translation>
    </message>
    <message>
        <source>The list of runs, what could be undone, what the guard held and pauses are forgotten. Every space that has a vault here is paused: look at a preview, then resume it</source>
        <translation>Список запусков, всё, что можно было отменить, удержанное защитой и паузы забудутся. Каждое пространство, у которого здесь есть хранилище, будет приостановлено: посмотрите предпросмотр, затем возобновите его</translation>
    </message>
    <message>
        <source>There is no fix &quot;%1&quot;; there are vault:SPACE, new-vault:SPACE, take-vault:SPACE, lock:SPACE, data-directory and state</source>
        <translation>Исправления «%1» нет; есть vault:SPACE, new-vault:SPACE, take-vault:SPACE, lock:SPACE, data-directory и state</translation>
    </message>
    <message>
        <source>the wiki holds %1 page(s) as they were before this vault last read them: a restored backup? Texts that differ wait for your decision as conflicts, and files of pages missing from it are kept</source>
        <translation>в вики страниц в том виде, какими они были до последнего чтения хранилищем: %1. Восстановлена резервная копия? Расходящиеся тексты ждут вашего решения как конфликты, файлы страниц, которых в ней нет, сохраняются</translation>
    </message>
    <message>
        <source>%1 is a link or leads out of the vault; it is not opened</source>
        <translation>%1 — ссылка или ведёт за пределы хранилища; не открывается</translation>
    </message>
    <message>
        <source>%1 is no file of a page; it is not opened</source>
        <translation>%1 — не файл страницы; не открывается</translation>
    </message>
    <message>
        <source>%1 is not in the vault now; a run may still write it</source>
        <translation>%1 сейчас нет в хранилище; запуск может ещё записать этот файл</translation>
    </message>
    <message>
        <source>The vault %1 is not there yet; the first run of the space makes it</source>
        <translation>Хранилища %1 ещё нет; его создаст первый запуск пространства</translation>
    </message>
    <message>
        <source>the JSON has two members of one name</source>
        <translation>в JSON два поля с одним именем</translation>
    </message>
    <message>
        <source>the JSON is not UTF-8</source>
        <translation>JSON не в UTF-8</translation>
    </message>
    <message>
        <source>the page went into the trash while it was written</source>
        <translation>страница попала в корзину, пока её записывали</translation>
    </message>
    <message>
        <source>an address such as https://wiki.example.org</source>
        <translation>адрес вида https://wiki.example.org</translation>
    </message>
    <message>
        <source>two times of the day, such as 22:00-07:00, or off</source>
        <translation>два времени суток, например 22:00-07:00, или off</translation>
    </message>
    <message>
        <source>No page with the id or path &quot;%1&quot; is in this vault now; &quot;wikivaultctl page history&quot; says what became of one that was</source>
        <translation>Страницы с идентификатором или путём «%1» сейчас нет в этом хранилище; «wikivaultctl page history» покажет, что стало с той, что была</translation>
    </message>
    <message>
        <source>No page with the id or path &quot;%1&quot; is or was in this vault; &quot;wikivaultctl runs&quot; and &quot;run show&quot; name some</source>
        <translation>Страницы с id или путём «%1» в этом хранилище нет и не было; некоторые перечисляют «wikivaultctl runs» и «run show»</translation>
    </message>
    <message>
        <source>Nobody to act as: no run begins until GIT_SYNC_SERVICE_USER_ID names a user of the wiki, or DOCMOST_API_URL and its account do</source>
        <translation>Действовать не от чьего имени: ни один запуск не начнётся, пока GIT_SYNC_SERVICE_USER_ID или DOCMOST_API_URL с учётной записью не назовут пользователя вики</translation>
    </message>
    <message>
        <source>See the check of the wiki API</source>
        <translation>Смотрите проверку API вики</translation>
    </message>
    <message>
        <source>The wiki&apos;s API did not say who its account is</source>
        <translation>API вики не сказал, чья это учётная запись</translation>
    </message>
    <message>
        <source>User %1 is named; without a writer nothing is written as anybody</source>
        <translation>Назван пользователь %1; без способа записи ни от чьего имени ничего не пишется</translation>
    </message>
    <message>
        <source>%1 may not be entered by this user, so nobody can tell what is in it; change its owner or rights, or choose another data directory (GIT_SYNC_DATA_DIR)</source>
        <translation>Этому пользователю нельзя входить в %1, и никто не может сказать, что там; смените владельца или права либо выберите другой каталог данных (GIT_SYNC_DATA_DIR)</translation>
    </message>
    <message>
        <source>%1, which cannot be read (%2)</source>
        <translation>%1, который нельзя прочитать (%2)</translation>
    </message>
    <message>
        <source>a profile that this user may read</source>
        <translation>профиль, который этот пользователь может читать</translation>
    </message>
    <message>
        <source>Or run this as the user it belongs to</source>
        <translation>Или запустите это от имени пользователя, которому он принадлежит</translation>
    </message>
    <message>
        <source>A serve of the data directory %1 is running already; it listens on %2</source>
        <translation>serve каталога данных %1 уже работает; он слушает %2</translation>
    </message>
    <message>
        <source>A serve of this profile is running already; it listens on %1</source>
        <translation>serve этого профиля уже работает; он слушает %1</translation>
    </message>
    <message>
        <source>No serve of this profile can be asked: nobody listens on %1. &quot;wikivaultctl serve&quot; starts one</source>
        <translation>Спросить serve этого профиля нельзя: на %1 никто не слушает. Его запускает «wikivaultctl serve»</translation>
    </message>
    <message>
        <source>Redis does not tell; the check of redis says why</source>
        <translation>Redis не говорит; почему, сказано в проверке redis</translation>
    </message>
    <message>
        <source>the wiki&apos;s newest change is older than what this vault has seen (%1), and pages are missing from it: a restored backup? Their files are kept</source>
        <translation>последнее изменение вики старше того, что видело это хранилище (%1), и в ней нет страниц: восстановлена резервная копия? Их файлы сохраняются</translation>
    </message>
    <message>
        <source>replaces the whole text</source>
        <translation>заменяет весь текст</translation>
    </message>
    <message>
        <source>No page has the id or path &quot;%1&quot;. Files of that name: %2; give the whole path</source>
        <translation>Нет страницы с id или путём «%1». Файлы с таким именем: %2; укажите путь целиком</translation>
    </message>
    <message>
        <source>%1 untracked file(s) of the vault are no page files; they are left alone</source>
        <translation>неотслеживаемых файлов хранилища, которые не страницы: %1; они оставлены как есть</translation>
    </message>
    <message>
        <source>%1 failed: %2; its disk is full or fails: free some space on it or look at it, and the next run goes on</source>
        <translation>%1: сбой: %2; диск полон или отказывает: освободите на нём место или проверьте его, и следующий запуск продолжит</translation>
    </message>
    <message>
        <source>%1 belongs to the user %2, and this program runs as %3: run it as that user, or give the vault to this one (chown -R %4 %5); nothing was changed</source>
        <translation>%1 принадлежит пользователю %2, а программа запущена от имени %3: запустите её от имени того пользователя или передайте хранилище этому (chown -R %4 %5); ничего не изменено</translation>
    </message>
    <message>
        <source>uid %1</source>
        <translation>UID %1</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Stopped before it was done.</source>
        <translation>Остановлено до завершения.</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>Этого больше нет.</translation>
    </message>
    <message>
        <source>It changed meanwhile; nothing was written.</source>
        <translation>Тем временем данные изменились; ничего не записано.</translation>
    </message>
    <message>
        <source>No answer.</source>
        <translation>Нет ответа.</translation>
    </message>
    <message>
        <source>Refused: a password or a right is missing.</source>
        <translation>Отказано: не хватает пароля или прав.</translation>
    </message>
    <message>
        <source>Stored data is damaged; nothing was written.</source>
        <translation>Хранимые данные повреждены; ничего не записано.</translation>
    </message>
    <message>
        <source>Another process may lead this space now; writing stopped.</source>
        <translation>Возможно, пространство уже ведёт другой процесс; запись остановлена.</translation>
    </message>
    <message>
        <source>This cannot be used as it is.</source>
        <translation>В таком виде это использовать нельзя.</translation>
    </message>
</context>
<context>
    <name>Guard</name>
    <message numerus="yes">
        <source>This plan deletes %n wiki page(s) of %1, because the files are gone from git. Usually this means that the vault folder was emptied or the branch is wrong.</source>
        <translation>
            <numerusform>Этот план удаляет из вики %n страницу из %1, потому что её файла больше нет в git. Обычно это значит, что папку хранилища опустошили или выбрана не та ветка.</numerusform>
            <numerusform>Этот план удаляет из вики %n страницы из %1, потому что их файлов больше нет в git. Обычно это значит, что папку хранилища опустошили или выбрана не та ветка.</numerusform>
            <numerusform>Этот план удаляет из вики %n страниц из %1, потому что их файлов больше нет в git. Обычно это значит, что папку хранилища опустошили или выбрана не та ветка.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This plan replaces the whole text of %n wiki page(s) of %1 by that of the files.</source>
        <translation>
            <numerusform>Этот план заменяет весь текст %n страницы вики из %1 текстом файла.</numerusform>
            <numerusform>Этот план заменяет весь текст %n страниц вики из %1 текстом файлов.</numerusform>
            <numerusform>Этот план заменяет весь текст %n страниц вики из %1 текстом файлов.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This plan deletes %n file(s) of %1, because the pages are gone from the wiki. Usually this means that a page was trashed with all that stands below it.</source>
        <translation>
            <numerusform>Этот план удаляет %n файл из %1, потому что его страницы больше нет в вики. Обычно это значит, что страницу убрали в корзину вместе со всем, что под ней.</numerusform>
            <numerusform>Этот план удаляет %n файла из %1, потому что их страниц больше нет в вики. Обычно это значит, что страницу убрали в корзину вместе со всем, что под ней.</numerusform>
            <numerusform>Этот план удаляет %n файлов из %1, потому что их страниц больше нет в вики. Обычно это значит, что страницу убрали в корзину вместе со всем, что под ней.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This plan replaces the whole text of %n file(s) of %1 by that of the wiki.</source>
        <translation>
            <numerusform>Этот план заменяет весь текст %n файла из %1 текстом вики.</numerusform>
            <numerusform>Этот план заменяет весь текст %n файлов из %1 текстом вики.</numerusform>
            <numerusform>Этот план заменяет весь текст %n файлов из %1 текстом вики.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) would become new pages beside others of the same name.</source>
        <translation>
            <numerusform>%n файл стал бы новой страницей рядом с другой такого же имени.</numerusform>
            <numerusform>%n файла стали бы новыми страницами рядом с другими такого же имени.</numerusform>
            <numerusform>%n файлов стали бы новыми страницами рядом с другими такого же имени.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep both, put back what is gone</source>
        <translation>Оставить обе стороны, вернуть исчезнувшее</translation>
    </message>
    <message>
        <source>Keep the pages, restore the files</source>
        <translation>Оставить страницы, вернуть файлы</translation>
    </message>
    <message>
        <source>Keep the files, restore the pages</source>
        <translation>Оставить файлы, вернуть страницы</translation>
    </message>
</context>
<context>
    <name>MergeTool</name>
    <message>
        <source>No merge program is installed: install the package kdiff3 or meld and try again.</source>
        <translation>Программа слияния не установлена: установите пакет kdiff3 или meld и повторите.</translation>
    </message>
    <message>
        <source>The texts could not be written to a temporary folder: %1</source>
        <translation>Не удалось записать тексты во временный каталог: %1</translation>
    </message>
    <message>
        <source>%1 left no result.</source>
        <translation>%1 не оставила результата.</translation>
    </message>
    <message>
        <source>%1 saved nothing; the review is as it was.</source>
        <translation>%1 ничего не сохранила; разбор остался прежним.</translation>
    </message>
</context>
<context>
    <name>NoticeMenu</name>
    <message>
        <source>as of all spaces (%1)</source>
        <translation>как у всех пространств (%1)</translation>
    </message>
    <message>
        <source>off</source>
        <translation>выключены</translation>
    </message>
    <message>
        <source>errors only</source>
        <translation>только ошибки</translation>
    </message>
    <message>
        <source>all</source>
        <translation>все</translation>
    </message>
    <message>
        <source>Desktop notices</source>
        <translation>Уведомления рабочего стола</translation>
    </message>
    <message>
        <source>Desktop notices: none here</source>
        <translation>Уведомления рабочего стола: здесь их нет</translation>
    </message>
</context>
<context>
    <name>PageHistoryDialog</name>
    <message>
        <source>Wiki</source>
        <translation>Вики</translation>
    </message>
    <message>
        <source>Git</source>
        <translation>Git</translation>
    </message>
    <message>
        <source>Both, merged</source>
        <translation>Обе, объединены</translation>
    </message>
    <message>
        <source>Wikivault</source>
        <translation>Wikivault</translation>
    </message>
</context>
<context>
    <name>PageLinks</name>
    <message>
        <source>The wiki does not have this page yet.</source>
        <translation>В вики этой страницы ещё нет.</translation>
    </message>
    <message>
        <source>This is no page of the wiki.</source>
        <translation>Это не страница вики.</translation>
    </message>
    <message>
        <source>The vault does not have this page.</source>
        <translation>В хранилище этой страницы нет.</translation>
    </message>
    <message>
        <source>Only files of pages are opened.</source>
        <translation>Открываются только файлы страниц.</translation>
    </message>
    <message>
        <source>The address of the wiki is not known: this profile names neither it nor an API address (Settings, The wiki&apos;s API).</source>
        <translation>Адрес вики неизвестен: в профиле не указан ни он, ни адрес API (Настройки, API вики).</translation>
    </message>
</context>
<context>
    <name>PauseQuestion</name>
    <message>
        <source>In production a pause needs a reason.</source>
        <translation>В рабочей среде для паузы нужна причина.</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 минут</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 час</translation>
    </message>
    <message>
        <source>Until tomorrow 08:00</source>
        <translation>До завтра, 08:00</translation>
    </message>
    <message>
        <source>Until I resume</source>
        <translation>Пока не возобновлю</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Причина (необязательно)</translation>
    </message>
    <message>
        <source>Pause %1? A run in progress goes on to its end.</source>
        <translation>Приостановить %1? Идущий запуск дойдёт до конца.</translation>
    </message>
</context>
<context>
    <name>Probes</name>
    <message>
        <source>%1. Rights are missing: %2</source>
        <translation>%1. Не хватает прав: %2</translation>
    </message>
    <message>
        <source>%1. Spaces: %2.</source>
        <translation>%1. Пространств: %2.</translation>
    </message>
    <message>
        <source>No Redis: locks are files in the vaults.</source>
        <translation>Без Redis: блокировки хранятся файлами в хранилищах.</translation>
    </message>
    <message>
        <source>%1 is a file. Choose a folder, or move the file away.</source>
        <translation>%1 — это файл. Выберите каталог или уберите файл.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>Запись в %1 невозможна: %2</translation>
    </message>
    <message>
        <source>The folder does not exist yet; the first run creates it.</source>
        <translation>Каталога ещё нет; его создаст первый запуск.</translation>
    </message>
    <message>
        <source>Writable. Vaults: %1.</source>
        <translation>Запись возможна. Хранилищ: %1.</translation>
    </message>
    <message>
        <source>found nothing; expected postgresql://user@host/database or sqlite:///absolute/path.db.</source>
        <translation>не задано; ожидается postgresql://user@host/database или sqlite:///absolute/path.db.</translation>
    </message>
    <message>
        <source>found &quot;%1&quot;; expected an absolute path for the vaults.</source>
        <translation>задано «%1»; ожидается абсолютный путь к хранилищам.</translation>
    </message>
    <message>
        <source>found %1; expected %2.</source>
        <translation>задано %1; ожидается %2.</translation>
    </message>
    <message>
        <source>No API: changes of files are planned and held.</source>
        <translation>API нет: правки файлов планируются и откладываются.</translation>
    </message>
</context>
<context>
    <name>Proof</name>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Files of the vault</source>
        <translation>Файлы хранилища</translation>
    </message>
    <message>
        <source>Rows of the wiki</source>
        <translation>Записи вики</translation>
    </message>
    <message>
        <source>What the preview wrote: nothing</source>
        <translation>Что записал предпросмотр: ничего</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Что</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>До</translation>
    </message>
    <message>
        <source>After</source>
        <translation>После</translation>
    </message>
    <message>
        <source>The wiki was read through a read-only connection, and new objects stayed in memory. Everything a write would move stands as before.</source>
        <translation>Вики читалась через соединение только для чтения, новые объекты остались в памяти. Всё, что сдвинула бы запись, стоит как прежде.</translation>
    </message>
    <message>
        <source>While the preview looked, somebody else moved: %1.</source>
        <translation>Пока шёл предпросмотр, другие изменили: %1.</translation>
    </message>
    <message>
        <source>What moved while the preview looked</source>
        <translation>Что изменилось во время предпросмотра</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>The profile %1 is saved. &quot;wikivault --profile %1&quot; opens it.</source>
        <translation>Профиль %1 сохранён. Его открывает «wikivault --profile %1».</translation>
    </message>
</context>
<context>
    <name>ReleaseQuestion</name>
    <message>
        <source>Wait (%1)</source>
        <translation>Ждать (%1)</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Ждать</translation>
    </message>
    <message>
        <source>Beat: not seen</source>
        <translation>Признак жизни: не замечен</translation>
    </message>
    <message>
        <source>Beat: about %1 ago, inferred</source>
        <translation>Признак жизни: около %1 назад, по косвенным данным</translation>
    </message>
    <message>
        <source>Beat: %1 ago</source>
        <translation>Признак жизни: %1 назад</translation>
    </message>
    <message>
        <source>Release the lock of %1?</source>
        <translation>Снять блокировку: %1?</translation>
    </message>
    <message>
        <source>Expires by itself in %1. If the holder is alive, two processes may write the same vault. This cannot be undone.</source>
        <translation>Истечёт сама через %1. Если владелец жив, в одно хранилище могут писать два процесса. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>It never expires by itself. If the holder is alive, two processes may write the same vault. This cannot be undone.</source>
        <translation>Сама не истечёт. Если владелец жив, в одно хранилище могут писать два процесса. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Holder: %1</source>
        <translation>Владелец: %1</translation>
    </message>
    <message>
        <source>What: %1</source>
        <translation>Что делает: %1</translation>
    </message>
    <message>
        <source>Lock id: %1</source>
        <translation>Id блокировки: %1</translation>
    </message>
    <message>
        <source>Force-release</source>
        <translation>Снять принудительно</translation>
    </message>
    <message>
        <source>I have checked that the holder is dead</source>
        <translation>Проверено: владелец не работает</translation>
    </message>
    <message>
        <source>The lock of %1 ended by itself, or changed hands; nothing was deleted.</source>
        <translation>Блокировка «%1» кончилась сама или сменила владельца; ничего не удалено.</translation>
    </message>
</context>
<context>
    <name>RunQuestion</name>
    <message numerus="yes">
        <source>Run %1 and delete %n page(s)?</source>
        <translation>
            <numerusform>Запустить %1 и удалить %n страницу?</numerusform>
            <numerusform>Запустить %1 и удалить %n страницы?</numerusform>
            <numerusform>Запустить %1 и удалить %n страниц?</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages deleted in the wiki go to its trash; files deleted in git stay in its history.</source>
        <translation>Страницы, удалённые в вики, попадают в её корзину; файлы, удалённые в git, остаются в его истории.</translation>
    </message>
    <message>
        <source>Run and delete</source>
        <translation>Запустить и удалить</translation>
    </message>
    <message>
        <source>Sync is switched off. Turn it on at the top right.</source>
        <translation>Синхронизация выключена. Включите её справа вверху.</translation>
    </message>
    <message>
        <source>Run %1? Changes go both ways: to the wiki and to git.</source>
        <translation>Запустить %1? Изменения пойдут в обе стороны: в вики и в git.</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>Запустить</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Причина (необязательно)</translation>
    </message>
</context>
<context>
    <name>SettingsUndo</name>
    <message>
        <source>The settings are in use.</source>
        <translation>Настройки применены.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
</context>
<context>
    <name>TimeWords</name>
    <message>
        <source>just now</source>
        <translation>только что</translation>
    </message>
    <message numerus="yes">
        <source>%n s ago</source>
        <translation>
            <numerusform>%n с назад</numerusform>
            <numerusform>%n с назад</numerusform>
            <numerusform>%n с назад</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n мин назад</numerusform>
            <numerusform>%n мин назад</numerusform>
            <numerusform>%n мин назад</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <translation>вчера %1</translation>
    </message>
    <message numerus="yes">
        <source>%n ms</source>
        <translation>
            <numerusform>%n мс</numerusform>
            <numerusform>%n мс</numerusform>
            <numerusform>%n мс</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n с</numerusform>
            <numerusform>%n с</numerusform>
            <numerusform>%n с</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 мин %2 с</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 и ещё %n</numerusform>
            <numerusform>%1 и ещё %n</numerusform>
            <numerusform>%1 и ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, pid %2</source>
        <translation>%1, процесс %2</translation>
    </message>
    <message>
        <source>this console (%1)</source>
        <translation>эта консоль (%1)</translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n ч</numerusform>
            <numerusform>%n ч</numerusform>
            <numerusform>%n ч</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n мин</numerusform>
            <numerusform>%n мин</numerusform>
            <numerusform>%n мин</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 ч %2 мин</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>In sync</source>
        <translation>В норме</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ждёт</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Конфликт</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Идёт</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Занято</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Отключено</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>new</source>
        <translation>новая</translation>
    </message>
    <message>
        <source>update</source>
        <translation>правка</translation>
    </message>
    <message>
        <source>move</source>
        <translation>перенос</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>новое имя</translation>
    </message>
    <message>
        <source>DELETE</source>
        <translation>УДАЛЕНИЕ</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>возврат</translation>
    </message>
    <message>
        <source>adopt</source>
        <translation>приём</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>починка</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Сделано</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Отложено</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущено</translation>
    </message>
    <message>
        <source>Both sides changed it. It waits for review.</source>
        <translation>Изменено с обеих сторон. Ждёт разбора.</translation>
    </message>
    <message>
        <source>Too many at once: the deletion guard holds it back.</source>
        <translation>Слишком много сразу: удержано защитой от удаления.</translation>
    </message>
    <message>
        <source>It changed meanwhile and was left out; the next run looks again.</source>
        <translation>Тем временем изменилось и пропущено; следующий запуск проверит снова.</translation>
    </message>
    <message>
        <source>Somebody has the page open in the wiki.</source>
        <translation>Страница открыта кем-то в вики.</translation>
    </message>
    <message>
        <source>No way to write to the wiki is configured.</source>
        <translation>Способ записи в вики не настроен.</translation>
    </message>
    <message>
        <source>The file still has conflict markers.</source>
        <translation>В файле остались метки конфликта.</translation>
    </message>
    <message>
        <source>The page has something Markdown cannot carry; its wiki text stays.</source>
        <translation>На странице есть то, чего Markdown не передаёт; остаётся текст вики.</translation>
    </message>
    <message>
        <source>The file&apos;s gitmost_id is not a page id.</source>
        <translation>gitmost_id в файле — не идентификатор страницы.</translation>
    </message>
    <message>
        <source>That page lives in another space.</source>
        <translation>Эта страница находится в другом пространстве.</translation>
    </message>
    <message>
        <source>The page still has pages below it.</source>
        <translation>У страницы ещё есть вложенные страницы.</translation>
    </message>
    <message>
        <source>Something untracked occupies its path.</source>
        <translation>Её путь занят неотслеживаемым файлом.</translation>
    </message>
    <message>
        <source>The file is binary, not text.</source>
        <translation>Файл двоичный, а не текстовый.</translation>
    </message>
    <message>
        <source>This page is not synced.</source>
        <translation>Эта страница не синхронизируется.</translation>
    </message>
    <message>
        <source>Two files carry the same gitmost_id.</source>
        <translation>У двух файлов одинаковый gitmost_id.</translation>
    </message>
    <message>
        <source>The file&apos;s frontmatter cannot be read.</source>
        <translation>Не читается заголовок файла (frontmatter).</translation>
    </message>
    <message>
        <source>Its parent page does not exist yet.</source>
        <translation>Родительской страницы ещё нет.</translation>
    </message>
    <message>
        <source>A person is using git in the vault right now.</source>
        <translation>Сейчас в хранилище кто-то работает с git.</translation>
    </message>
    <message>
        <source>It cannot be read.</source>
        <translation>Не удаётся прочитать.</translation>
    </message>
    <message>
        <source>Writing failed.</source>
        <translation>Сбой записи.</translation>
    </message>
    <message>
        <source>Settled by the space&apos;s conflict rule.</source>
        <translation>Решено по правилу конфликтов пространства.</translation>
    </message>
    <message>
        <source>The listing was incomplete, so absence proves nothing.</source>
        <translation>Список неполон, поэтому отсутствие ничего не значит.</translation>
    </message>
    <message>
        <source>The wiki looks like a restored backup.</source>
        <translation>Похоже, вики восстановлена из резервной копии.</translation>
    </message>
    <message>
        <source>It failed lately; it is tried again later.</source>
        <translation>Недавно был сбой; попытка будет позже.</translation>
    </message>
    <message>
        <source>It is too large.</source>
        <translation>Слишком большой объём.</translation>
    </message>
    <message>
        <source>It was left out on purpose.</source>
        <translation>Исключено намеренно.</translation>
    </message>
    <message>
        <source>It was changed again since that run and is left as it is.</source>
        <translation>После того запуска изменено снова и оставлено как есть.</translation>
    </message>
    <message>
        <source>Sync is switched off. Turn on the master switch first.</source>
        <translation>Синхронизация выключена. Сначала включите главный переключатель.</translation>
    </message>
    <message>
        <source>No service user is set, so nobody could be named as author.</source>
        <translation>Служебный пользователь не задан, некого указать автором.</translation>
    </message>
    <message>
        <source>The space is paused.</source>
        <translation>Пространство на паузе.</translation>
    </message>
    <message>
        <source>A run of this space is already in progress.</source>
        <translation>Запуск этого пространства уже идёт.</translation>
    </message>
    <message>
        <source>Another process holds the lock of this space.</source>
        <translation>Блокировку пространства держит другой процесс.</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>вручную</translation>
    </message>
    <message>
        <source>poll</source>
        <translation>опрос</translation>
    </message>
    <message>
        <source>a change</source>
        <translation>изменение</translation>
    </message>
    <message>
        <source>on request</source>
        <translation>по запросу</translation>
    </message>
    <message>
        <source>after review</source>
        <translation>после разбора</translation>
    </message>
    <message>
        <source>a plan</source>
        <translation>план</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>отмена</translation>
    </message>
    <message>
        <source>put back</source>
        <translation>возврат текста</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Рабочая</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>Предрабочая</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Тестовая</translation>
    </message>
    <message>
        <source>Done with conflicts</source>
        <translation>Сделано, есть конфликты</translation>
    </message>
    <message>
        <source>Done with problems</source>
        <translation>Сделано, есть проблемы</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлено</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Прервано</translation>
    </message>
    <message numerus="yes">
        <source>%n written</source>
        <translation>
            <numerusform>записана %n</numerusform>
            <numerusform>записаны %n</numerusform>
            <numerusform>записано %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved</source>
        <translation>
            <numerusform>перенесена %n</numerusform>
            <numerusform>перенесены %n</numerusform>
            <numerusform>перенесено %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>удалена %n</numerusform>
            <numerusform>удалены %n</numerusform>
            <numerusform>удалено %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>создана %n</numerusform>
            <numerusform>созданы %n</numerusform>
            <numerusform>создано %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n updated</source>
        <translation>
            <numerusform>обновлена %n</numerusform>
            <numerusform>обновлены %n</numerusform>
            <numerusform>обновлено %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>переименована %n</numerusform>
            <numerusform>переименованы %n</numerusform>
            <numerusform>переименовано %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to trash</source>
        <translation>
            <numerusform>в корзину %n</numerusform>
            <numerusform>в корзину %n</numerusform>
            <numerusform>в корзину %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not written</source>
        <translation>
            <numerusform>не записана %n</numerusform>
            <numerusform>не записаны %n</numerusform>
            <numerusform>не записано %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Wiki: %1</source>
        <translation>Вики: %1</translation>
    </message>
    <message>
        <source>Git: %1</source>
        <translation>Git: %1</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Делать нечего</translation>
    </message>
    <message>
        <source>fetch</source>
        <translation>получение</translation>
    </message>
    <message>
        <source>push</source>
        <translation>отправка</translation>
    </message>
    <message>
        <source>The git server did not take part. Wiki and vault went on.</source>
        <translation>Сервер git не участвовал. Вики и хранилище продолжили без него.</translation>
    </message>
    <message numerus="yes">
        <source>%n to create</source>
        <translation>
            <numerusform>создать %n</numerusform>
            <numerusform>создать %n</numerusform>
            <numerusform>создать %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to update</source>
        <translation>
            <numerusform>обновить %n</numerusform>
            <numerusform>обновить %n</numerusform>
            <numerusform>обновить %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to move</source>
        <translation>
            <numerusform>перенести %n</numerusform>
            <numerusform>перенести %n</numerusform>
            <numerusform>перенести %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to rename</source>
        <translation>
            <numerusform>переименовать %n</numerusform>
            <numerusform>переименовать %n</numerusform>
            <numerusform>переименовать %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to write</source>
        <translation>
            <numerusform>записать %n</numerusform>
            <numerusform>записать %n</numerusform>
            <numerusform>записать %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to delete</source>
        <translation>
            <numerusform>удалить %n</numerusform>
            <numerusform>удалить %n</numerusform>
            <numerusform>удалить %n</numerusform>
        </translation>
    </message>
    <message>
        <source>The space is not enabled.</source>
        <translation>Пространство не включено.</translation>
    </message>
</context>
<context>
    <name>wikivault::ActivityModel</name>
    <message>
        <source>Solved</source>
        <translation>Решено</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Конфликты</translation>
    </message>
    <message>
        <source>Settled by rule</source>
        <translation>По правилу</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>Удержано</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Занято</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Что</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>С</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Что делать</translation>
    </message>
    <message numerus="yes">
        <source>Both sides changed %n page(s) differently; a person has to choose.</source>
        <translation>
            <numerusform>Стороны по-разному изменили %n страницу; решать человеку.</numerusform>
            <numerusform>Стороны по-разному изменили %n страницы; решать человеку.</numerusform>
            <numerusform>Стороны по-разному изменили %n страниц; решать человеку.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A rule chose between two texts on %n page(s); nobody has looked yet.</source>
        <translation>
            <numerusform>Правило выбрало один из двух текстов на %n странице; никто ещё не смотрел.</numerusform>
            <numerusform>Правило выбрало один из двух текстов на %n страницах; никто ещё не смотрел.</numerusform>
            <numerusform>Правило выбрало один из двух текстов на %n страницах; никто ещё не смотрел.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The deletion guard holds back %n change(s).</source>
        <translation>
            <numerusform>Защита от удаления удерживает %n изменение.</numerusform>
            <numerusform>Защита от удаления удерживает %n изменения.</numerusform>
            <numerusform>Защита от удаления удерживает %n изменений.</numerusform>
        </translation>
    </message>
    <message>
        <source>Held for longer than a run takes by %1.</source>
        <translation>Держится дольше, чем длится запуск; владелец: %1.</translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>Показать запуск</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Разобрать</translation>
    </message>
    <message>
        <source>Look at them</source>
        <translation>Просмотреть</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Предпросмотр</translation>
    </message>
    <message>
        <source>Show the lock</source>
        <translation>Показать блокировку</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>начало: %1</translation>
    </message>
    <message>
        <source>solved %1, after %2</source>
        <translation>решено %1, через %2</translation>
    </message>
</context>
<context>
    <name>wikivault::ActivityPage</name>
    <message>
        <source>Activity</source>
        <translation>События</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Внимание</translation>
    </message>
    <message>
        <source>Opens the page where it can be solved (Return)</source>
        <translation>Открывает раздел, где это можно решить (Enter)</translation>
    </message>
    <message>
        <source>Filter activity</source>
        <translation>Поиск событий</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыт</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>Решено</translation>
    </message>
    <message>
        <source>Nothing needs attention.</source>
        <translation>Ничто не требует внимания.</translation>
    </message>
    <message>
        <source>What does is listed here until it is solved.</source>
        <translation>То, что требует внимания, стоит здесь, пока не решено.</translation>
    </message>
    <message>
        <source>Nothing matches.</source>
        <translation>Ничего не подходит.</translation>
    </message>
    <message>
        <source>Desktop notices</source>
        <translation>Уведомления</translation>
    </message>
    <message>
        <source>Desktop notices: off</source>
        <translation>Уведомления: выключены</translation>
    </message>
    <message>
        <source>Desktop notices: errors only</source>
        <translation>Уведомления: только ошибки</translation>
    </message>
    <message>
        <source>Desktop notices: all</source>
        <translation>Уведомления: все</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at.</source>
        <translation>
            <numerusform>Требует внимания: %n.</numerusform>
            <numerusform>Требуют внимания: %n.</numerusform>
            <numerusform>Требуют внимания: %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>На %1.</translation>
    </message>
    <message>
        <source>Which changes are told outside this window: only when something begins or is solved. The menu of a row sets it for its space.</source>
        <translation>О каких изменениях сообщать вне этого окна: только когда что-то начинается или решено. В меню строки это задаётся для её пространства.</translation>
    </message>
    <message numerus="yes">
        <source>Set otherwise for %n space(s).</source>
        <translation>
            <numerusform>Для %n пространства задано иначе.</numerusform>
            <numerusform>Для %n пространств задано иначе.</numerusform>
            <numerusform>Для %n пространств задано иначе.</numerusform>
        </translation>
    </message>
    <message>
        <source>What needs attention is not known.</source>
        <translation>Что требует внимания, неизвестно.</translation>
    </message>
</context>
<context>
    <name>wikivault::BlockOriginLine</name>
    <message>
        <source>Wiki: %1</source>
        <translation>Вики: %1</translation>
    </message>
    <message>
        <source>Wiki: came with the run of %1</source>
        <translation>Вики: пришло с запуском %1</translation>
    </message>
    <message>
        <source>Git: %1, %2</source>
        <translation>Git: %1, %2</translation>
    </message>
    <message>
        <source>Git: %1, %2, %3</source>
        <translation>Git: %1, %2, %3</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <translation>%1 «%2»</translation>
    </message>
    <message>
        <source>This block – %1</source>
        <translation>Этот блок – %1</translation>
    </message>
</context>
<context>
    <name>wikivault::BlockView</name>
    <message>
        <source>Removed in the wiki</source>
        <translation>Удалено в вики</translation>
    </message>
    <message>
        <source>Wiki</source>
        <translation>Вики</translation>
    </message>
    <message>
        <source>Removed in git</source>
        <translation>Удалено в git</translation>
    </message>
    <message>
        <source>Git</source>
        <translation>Git</translation>
    </message>
    <message>
        <source>Removed on both sides</source>
        <translation>Удалено с обеих сторон</translation>
    </message>
    <message>
        <source>Both the same</source>
        <translation>Одинаково</translation>
    </message>
    <message>
        <source>Merged by words</source>
        <translation>Объединено по словам</translation>
    </message>
    <message>
        <source>Block %1 of %2</source>
        <translation>Блок %1 из %2</translation>
    </message>
    <message>
        <source>your text of the whole page stands</source>
        <translation>принят ваш текст всей страницы</translation>
    </message>
    <message>
        <source>to decide</source>
        <translation>не решён</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Основа</translation>
    </message>
    <message>
        <source>Wiki, then Git</source>
        <translation>Вики, затем Git</translation>
    </message>
    <message>
        <source>Git, then Wiki</source>
        <translation>Git, затем вики</translation>
    </message>
    <message>
        <source>merged by words</source>
        <translation>объединено по словам</translation>
    </message>
    <message>
        <source>your text</source>
        <translation>ваш текст</translation>
    </message>
    <message numerus="yes">
        <source>⋯  %n unchanged line(s)</source>
        <translation>
            <numerusform>⋯  %n строка без изменений</numerusform>
            <numerusform>⋯  %n строки без изменений</numerusform>
            <numerusform>⋯  %n строк без изменений</numerusform>
        </translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>nothing stands here</source>
        <translation>здесь ничего нет</translation>
    </message>
    <message>
        <source>The page with the blocks to decide</source>
        <translation>Страница с блоками, которые надо решить</translation>
    </message>
    <message>
        <source>Text of the block</source>
        <translation>Текст блока</translation>
    </message>
    <message numerus="yes">
        <source>merged by words; in %n place(s) both texts stand: tidy them</source>
        <translation>
            <numerusform>объединено по словам; в %n месте стоят оба текста: исправьте</numerusform>
            <numerusform>объединено по словам; в %n местах стоят оба текста: исправьте</numerusform>
            <numerusform>объединено по словам; в %n местах стоят оба текста: исправьте</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wikivault::BundleDialog</name>
    <message>
        <source>Support bundle</source>
        <translation>Архив для поддержки</translation>
    </message>
    <message>
        <source>Reading settings, checks, runs, locks and the log…</source>
        <translation>Чтение настроек, проверок, запусков, блокировок и журнала…</translation>
    </message>
    <message>
        <source>What somebody who helps needs to see. Passwords and tokens are replaced by ***; page titles and names are not. Nothing is sent: save the file, look through it, pass it on yourself.</source>
        <translation>То, что нужно видеть помогающему. Пароли и токены заменены на ***; названия страниц и имена — нет. Ничего не отправляется: сохраните файл, просмотрите и передайте его сами.</translation>
    </message>
    <message>
        <source>Files of the bundle</source>
        <translation>Файлы архива</translation>
    </message>
    <message>
        <source>Text of the file</source>
        <translation>Текст файла</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Сохранить…</translation>
    </message>
    <message>
        <source>Save the support bundle</source>
        <translation>Сохранить архив для поддержки</translation>
    </message>
    <message>
        <source>Archives (*.tar)</source>
        <translation>Архивы (*.tar)</translation>
    </message>
</context>
<context>
    <name>wikivault::CommandPalette</name>
    <message>
        <source>Find a command or a space</source>
        <translation>Найти команду или пространство</translation>
    </message>
    <message>
        <source>Type a part of its name</source>
        <translation>Введите часть названия</translation>
    </message>
</context>
<context>
    <name>wikivault::CompareView</name>
    <message numerus="yes">
        <source>⋯  %n unchanged line(s)</source>
        <translation>
            <numerusform>⋯  %n строка без изменений</numerusform>
            <numerusform>⋯  %n строки без изменений</numerusform>
            <numerusform>⋯  %n строк без изменений</numerusform>
        </translation>
    </message>
    <message>
        <source>Wiki and git compared</source>
        <translation>Сравнение вики и git</translation>
    </message>
    <message>
        <source>Wiki</source>
        <translation>Вики</translation>
    </message>
    <message>
        <source>Wiki (deleted)</source>
        <translation>Вики (удалено)</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Основа</translation>
    </message>
    <message>
        <source>Base (none)</source>
        <translation>Основа (нет)</translation>
    </message>
    <message>
        <source>Git</source>
        <translation>Git</translation>
    </message>
    <message>
        <source>Git (deleted)</source>
        <translation>Git (удалено)</translation>
    </message>
</context>
<context>
    <name>wikivault::ComparedTexts</name>
    <message>
        <source>Previous change</source>
        <translation>Предыдущее изменение</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Следующее изменение</translation>
    </message>
    <message>
        <source>new</source>
        <translation>новая</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>удалена</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>изменена</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>перемещена</translation>
    </message>
    <message>
        <source>moved, changed</source>
        <translation>перемещена, изменена</translation>
    </message>
    <message>
        <source>Reading both texts…</source>
        <translation>Чтение обоих текстов…</translation>
    </message>
    <message>
        <source>%1: not there</source>
        <translation>%1: её нет</translation>
    </message>
    <message>
        <source>This file is no text.</source>
        <translation>Этот файл — не текст.</translation>
    </message>
    <message>
        <source>Only its place changed.</source>
        <translation>Изменилось только место.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>wikivault::ConfirmDialog</name>
    <message>
        <source>What is affected</source>
        <translation>Что затронуто</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Type %1 to go on:</source>
        <translation>Введите %1, чтобы продолжить:</translation>
    </message>
    <message>
        <source>Type %1 to go on</source>
        <translation>Введите %1, чтобы продолжить</translation>
    </message>
</context>
<context>
    <name>wikivault::ConflictModel</name>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Wiki side</source>
        <translation>Сторона вики</translation>
    </message>
    <message>
        <source>Git side</source>
        <translation>Сторона git</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Возраст</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Решён</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыт</translation>
    </message>
    <message>
        <source>waits for the next run</source>
        <translation>ждёт следующего запуска</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Блоки</translation>
    </message>
</context>
<context>
    <name>wikivault::ConflictPage</name>
    <message>
        <source>Conflicts</source>
        <translation>Конфликты</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Разобрать</translation>
    </message>
    <message>
        <source>Copy page id</source>
        <translation>Копировать id страницы</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Предыдущий</translation>
    </message>
    <message>
        <source>Previous undecided (Ctrl+Shift+PgUp)</source>
        <translation>Предыдущий нерешённый (Ctrl+Shift+PgUp)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Следующий</translation>
    </message>
    <message>
        <source>Next undecided (Ctrl+Shift+PgDown)</source>
        <translation>Следующий нерешённый (Ctrl+Shift+PgDown)</translation>
    </message>
    <message>
        <source>Three texts side by side (Return)</source>
        <translation>Три текста рядом (Enter)</translation>
    </message>
    <message>
        <source>Filter conflicts</source>
        <translation>Поиск конфликтов</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открытые</translation>
    </message>
    <message>
        <source>Settled by rule</source>
        <translation>По правилу</translation>
    </message>
    <message>
        <source>Settled by people</source>
        <translation>Людьми</translation>
    </message>
    <message>
        <source>No open conflicts.</source>
        <translation>Открытых конфликтов нет.</translation>
    </message>
    <message>
        <source>A page appears here when wiki and git changed the same words. The rest of its space goes on syncing.</source>
        <translation>Страница появляется здесь, когда в вики и git изменены одни и те же слова. Остальное пространство синхронизируется дальше.</translation>
    </message>
    <message>
        <source>No conflict matches.</source>
        <translation>Подходящих конфликтов нет.</translation>
    </message>
    <message numerus="yes">
        <source>%n open.</source>
        <translation>
            <numerusform>Открыт %n.</numerusform>
            <numerusform>Открыто %n.</numerusform>
            <numerusform>Открыто %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decided and waiting for the next run.</source>
        <translation>
            <numerusform>Решён и ждёт следующего запуска: %n.</numerusform>
            <numerusform>Решены и ждут следующего запуска: %n.</numerusform>
            <numerusform>Решены и ждут следующего запуска: %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n settled by a rule and not looked at.</source>
        <translation>
            <numerusform>По правилу решён и не просмотрен: %n.</numerusform>
            <numerusform>По правилу решены и не просмотрены: %n.</numerusform>
            <numerusform>По правилу решены и не просмотрены: %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>На %1.</translation>
    </message>
    <message>
        <source>Take Wiki…</source>
        <translation>Взять вики…</translation>
    </message>
    <message>
        <source>The wiki&apos;s text stands in all of them; asks first</source>
        <translation>Во всех остаётся текст вики; сначала спросит</translation>
    </message>
    <message>
        <source>Take Git…</source>
        <translation>Взять git…</translation>
    </message>
    <message>
        <source>Git&apos;s text stands in all of them; asks first</source>
        <translation>Во всех остаётся текст git; сначала спросит</translation>
    </message>
    <message>
        <source>Take both…</source>
        <translation>Взять оба…</translation>
    </message>
    <message>
        <source>The wiki&apos;s blocks, then git&apos;s, in all of them; asks first</source>
        <translation>Во всех блоки вики, затем блоки git; сначала спросит</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) selected</source>
        <translation>
            <numerusform>Выбран %n конфликт</numerusform>
            <numerusform>Выбрано %n конфликта</numerusform>
            <numerusform>Выбрано %n конфликтов</numerusform>
        </translation>
    </message>
    <message>
        <source>What loses is kept under Settled by people. Nothing is written before the next run.</source>
        <translation>Проигравший текст хранится в «Решено людьми». До следующего запуска ничего не пишется.</translation>
    </message>
    <message numerus="yes">
        <source>Take the wiki&apos;s side of %n conflict(s)?</source>
        <translation>
            <numerusform>Взять сторону вики в %n конфликте?</numerusform>
            <numerusform>Взять сторону вики в %n конфликтах?</numerusform>
            <numerusform>Взять сторону вики в %n конфликтах?</numerusform>
        </translation>
    </message>
    <message>
        <source>Git&apos;s text gives way; a page the wiki removed is removed in git.</source>
        <translation>Текст git уступает; страница, удалённая в вики, удаляется в git.</translation>
    </message>
    <message>
        <source>Take Wiki for all</source>
        <translation>Взять вики везде</translation>
    </message>
    <message numerus="yes">
        <source>Take git&apos;s side of %n conflict(s)?</source>
        <translation>
            <numerusform>Взять сторону git в %n конфликте?</numerusform>
            <numerusform>Взять сторону git в %n конфликтах?</numerusform>
            <numerusform>Взять сторону git в %n конфликтах?</numerusform>
        </translation>
    </message>
    <message>
        <source>The wiki&apos;s text gives way; a page git removed goes to the wiki&apos;s trash.</source>
        <translation>Текст вики уступает; страница, удалённая в git, попадает в корзину вики.</translation>
    </message>
    <message>
        <source>Take Git for all</source>
        <translation>Взять git везде</translation>
    </message>
    <message numerus="yes">
        <source>Take both sides of %n conflict(s)?</source>
        <translation>
            <numerusform>Взять обе стороны в %n конфликте?</numerusform>
            <numerusform>Взять обе стороны в %n конфликтах?</numerusform>
            <numerusform>Взять обе стороны в %n конфликтах?</numerusform>
        </translation>
    </message>
    <message>
        <source>Every block both sides changed stands twice, the wiki&apos;s first; a page one side removed stays.</source>
        <translation>Каждый блок, изменённый обеими сторонами, стоит дважды, сначала из вики; страница, удалённая одной стороной, остаётся.</translation>
    </message>
    <message>
        <source>Take both for all</source>
        <translation>Взять оба везде</translation>
    </message>
    <message>
        <source>Whether pages are in conflict is not known.</source>
        <translation>Есть ли конфликты, неизвестно.</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>История…</translation>
    </message>
    <message>
        <source>Who changed the page when, on both sides</source>
        <translation>Кто и когда менял страницу, с обеих сторон</translation>
    </message>
</context>
<context>
    <name>wikivault::ConflictReview</name>
    <message>
        <source>The wiki&apos;s text stands.</source>
        <translation>Остаётся текст вики.</translation>
    </message>
    <message>
        <source>Git&apos;s text stands.</source>
        <translation>Остаётся текст git.</translation>
    </message>
    <message>
        <source>Both texts stand: the wiki&apos;s, then git&apos;s.</source>
        <translation>Остаются оба текста: вики, затем git.</translation>
    </message>
    <message>
        <source>The text from before both changes stands.</source>
        <translation>Остаётся текст до обоих изменений.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Чтение…</translation>
    </message>
    <message>
        <source>Reading the three texts…</source>
        <translation>Чтение трёх текстов…</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Wiki</source>
        <translation>Вики</translation>
    </message>
    <message>
        <source>Git</source>
        <translation>Git</translation>
    </message>
    <message>
        <source>Base: what both sides held before</source>
        <translation>Основа: прежний общий текст</translation>
    </message>
    <message>
        <source>No base: two sides only</source>
        <translation>Основы нет: только две стороны</translation>
    </message>
    <message>
        <source>Taking the texts apart…</source>
        <translation>Разбор текстов…</translation>
    </message>
    <message>
        <source>Recording the decision…</source>
        <translation>Запись решения…</translation>
    </message>
    <message>
        <source>Line %1 of the result is one of the conflict markers (&lt;&lt;&lt;&lt;&lt;&lt;&lt;, =======, &gt;&gt;&gt;&gt;&gt;&gt;&gt;). They are never saved: remove it first.</source>
        <translation>Строка %1 результата — метка конфликта (&lt;&lt;&lt;&lt;&lt;&lt;&lt;, =======, &gt;&gt;&gt;&gt;&gt;&gt;&gt;). Такие строки не сохраняются: сначала удалите её.</translation>
    </message>
    <message>
        <source>Choose a side, or write a text of your own. Nothing is written before the next run.</source>
        <translation>Выберите сторону или напишите свой текст. До следующего запуска ничего не записывается.</translation>
    </message>
    <message>
        <source>Your draft, kept before a side changed: compare it with both texts.</source>
        <translation>Ваш черновик, сохранённый до изменения одной из сторон: сравните его с обоими текстами.</translation>
    </message>
    <message>
        <source>Your draft, not recorded yet.</source>
        <translation>Ваш черновик, ещё не записан.</translation>
    </message>
    <message>
        <source>Decided; the next run writes it. Choose again to change it.</source>
        <translation>Решено; запишет следующий запуск. Чтобы изменить, выберите снова.</translation>
    </message>
    <message>
        <source>The page goes to the wiki&apos;s trash and its file is removed.</source>
        <translation>Страница попадёт в корзину вики, её файл будет удалён.</translation>
    </message>
    <message>
        <source>A line of this text is too long to be laid out here. A side can be taken all the same; a text of your own goes through wikivaultctl conflict resolve --file.</source>
        <translation>В тексте есть строка, слишком длинная для показа. Взять одну из сторон всё же можно; свой текст передайте через wikivaultctl conflict resolve --file.</translation>
    </message>
    <message>
        <source>Write the text both sides shall have.</source>
        <translation>Напишите текст, который будет у обеих сторон.</translation>
    </message>
    <message numerus="yes">
        <source>A side changed since: %n decision(s) kept</source>
        <translation>
            <numerusform>Сторона изменилась; сохранено %n решение</numerusform>
            <numerusform>Сторона изменилась; сохранены %n решения</numerusform>
            <numerusform>Сторона изменилась; сохранено %n решений</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft taken up</source>
        <translation>Черновик продолжен</translation>
    </message>
    <message>
        <source>1 decision to make</source>
        <translation>Нужно 1 решение</translation>
    </message>
    <message>
        <source>Block %1 of %2</source>
        <translation>Блок %1 из %2</translation>
    </message>
    <message>
        <source>Your text of the whole page</source>
        <translation>Ваш текст всей страницы</translation>
    </message>
    <message>
        <source>%1 of %2 blocks to decide</source>
        <translation>Не решено блоков: %1 из %2</translation>
    </message>
    <message>
        <source>1 block to decide</source>
        <translation>Остался 1 блок</translation>
    </message>
    <message>
        <source>Every block is decided</source>
        <translation>Все блоки решены</translation>
    </message>
    <message>
        <source>[Block %1 is not decided yet]</source>
        <translation>[Блок %1 ещё не решён]</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Основа</translation>
    </message>
    <message>
        <source>Use %1 for every block that is not decided?</source>
        <translation>Взять «%1» для всех нерешённых блоков?</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Взять «%1»</translation>
    </message>
    <message>
        <source>%1 ended after its conflict was left; its text was not taken.</source>
        <translation>Программа %1 завершилась после выхода из конфликта; её текст не взят.</translation>
    </message>
    <message>
        <source>The text of %1 is the result now. Look at it, then use it or undo it.</source>
        <translation>Результат теперь — текст из %1. Просмотрите его, затем примите или отмените.</translation>
    </message>
    <message>
        <source>All conflicts</source>
        <translation>Все конфликты</translation>
    </message>
    <message>
        <source>Back to the list; decisions stay (Esc)</source>
        <translation>Назад к списку; решения сохранятся (Esc)</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Компактно</translation>
    </message>
    <message>
        <source>One column, block by block (F9)</source>
        <translation>Одна колонка, блок за блоком (F9)</translation>
    </message>
    <message>
        <source>Four panes</source>
        <translation>Четыре панели</translation>
    </message>
    <message>
        <source>Wiki, base and git above the result (F9)</source>
        <translation>Вики, основа и git над результатом (F9)</translation>
    </message>
    <message>
        <source>Previous change (Shift+F7)</source>
        <translation>Предыдущее изменение (Shift+F7)</translation>
    </message>
    <message>
        <source>Next change (F7)</source>
        <translation>Следующее изменение (F7)</translation>
    </message>
    <message>
        <source>Edit the whole text</source>
        <translation>Править весь текст</translation>
    </message>
    <message>
        <source>Once every block is decided</source>
        <translation>Когда решены все блоки</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Previous block</source>
        <translation>Предыдущий блок</translation>
    </message>
    <message>
        <source>Previous block to decide (Ctrl+Shift+PgUp)</source>
        <translation>Предыдущий нерешённый блок (Ctrl+Shift+PgUp)</translation>
    </message>
    <message>
        <source>Next block</source>
        <translation>Следующий блок</translation>
    </message>
    <message>
        <source>Next block to decide (Ctrl+Shift+PgDown)</source>
        <translation>Следующий нерешённый блок (Ctrl+Shift+PgDown)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Z</source>
        <translation>Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>External tool…</source>
        <translation>Программа…</translation>
    </message>
    <message>
        <source>KDiff3 or Meld; what it saves is shown here before it counts</source>
        <translation>KDiff3 или Meld; сохранённое сначала показывается здесь</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Как команду</translation>
    </message>
    <message>
        <source>This choice for wikivaultctl</source>
        <translation>Этот выбор для wikivaultctl</translation>
    </message>
    <message>
        <source>Use this result</source>
        <translation>Принять результат</translation>
    </message>
    <message>
        <source>Records the decision; the next run writes it (Ctrl+Return)</source>
        <translation>Записывает решение; его выполнит следующий запуск (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Draft saved %1</source>
        <translation>Черновик сохранён %1</translation>
    </message>
    <message numerus="yes">
        <source>That text goes to %n block(s). Nothing is written; Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>Этот текст получит %n блок. Ничего не записывается; отмена — Ctrl+Z.</numerusform>
            <numerusform>Этот текст получат %n блока. Ничего не записывается; отмена — Ctrl+Z.</numerusform>
            <numerusform>Этот текст получат %n блоков. Ничего не записывается; отмена — Ctrl+Z.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. Somebody has the page open now.</source>
        <translation>%1. Страница сейчас у кого-то открыта.</translation>
    </message>
</context>
<context>
    <name>wikivault::ConsoleCommands</name>
    <message>
        <source>%1 was not changed. %2</source>
        <translation>%1: изменений нет. %2</translation>
    </message>
    <message>
        <source>Runs of %1 may begin again.</source>
        <translation>%1: запуски снова разрешены.</translation>
    </message>
    <message>
        <source>%1 is paused until %2.</source>
        <translation>%1: пауза до %2.</translation>
    </message>
    <message>
        <source>%1 is paused until somebody resumes it.</source>
        <translation>%1: пауза до возобновления вручную.</translation>
    </message>
    <message>
        <source>The lock of %1 is released.</source>
        <translation>%1: блокировка снята.</translation>
    </message>
    <message>
        <source>The lock changed hands, nothing was deleted.</source>
        <translation>Блокировка перешла к другому, ничего не удалено.</translation>
    </message>
    <message>
        <source>The lock of %1 was not released. %2</source>
        <translation>%1: блокировка не снята. %2</translation>
    </message>
    <message>
        <source>The settings are in use but could not be saved. %1</source>
        <translation>Настройки действуют, но сохранить их не удалось. %1</translation>
    </message>
    <message>
        <source>%1: the run failed. %2</source>
        <translation>%1: сбой запуска. %2</translation>
    </message>
    <message>
        <source>%1 was not run. %2</source>
        <translation>%1: запуска не было. %2</translation>
    </message>
    <message>
        <source>%1 was stopped; the page at hand was finished.</source>
        <translation>%1: остановлено; начатая страница завершена.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1. %n conflict(s) to review</source>
        <translation>
            <numerusform>%1. На разбор: %n конфликт</numerusform>
            <numerusform>%1. На разбор: %n конфликта</numerusform>
            <numerusform>%1. На разбор: %n конфликтов</numerusform>
        </translation>
    </message>
    <message>
        <source>The support bundle is written to %1.</source>
        <translation>Архив для поддержки записан в %1.</translation>
    </message>
    <message>
        <source>%1 could not be looked at. %2</source>
        <translation>%1: просмотр не удался. %2</translation>
    </message>
    <message>
        <source>The plan is saved as %1. Open it here, or carry it out with wikivaultctl apply.</source>
        <translation>План сохранён в %1. Откройте его здесь или выполните через wikivaultctl apply.</translation>
    </message>
    <message>
        <source>%1, plan carried out: %2</source>
        <translation>%1, план выполнен: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1. %n item(s) left out, changed meanwhile: %2</source>
        <translation>
            <numerusform>%1. Пропущено, тем временем изменилось (%n): %2</numerusform>
            <numerusform>%1. Пропущено, тем временем изменилось (%n): %2</numerusform>
            <numerusform>%1. Пропущено, тем временем изменилось (%n): %2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>Не удалось запустить %1: %2</translation>
    </message>
    <message>
        <source>The decision was not recorded. %1</source>
        <translation>Решение не записано. %1</translation>
    </message>
    <message>
        <source>Decision recorded. The next run of %1 writes it.</source>
        <translation>Решение записано. Его выполнит следующий запуск: %1.</translation>
    </message>
    <message>
        <source>The draft was not saved. %1</source>
        <translation>Черновик не сохранён. %1</translation>
    </message>
    <message numerus="yes">
        <source>Written to %1: %n run(s).</source>
        <translation>
            <numerusform>Записан в %1: %n запуск.</numerusform>
            <numerusform>Записаны в %1: %n запуска.</numerusform>
            <numerusform>Записано в %1: %n запусков.</numerusform>
        </translation>
    </message>
    <message>
        <source>The key %1 is trusted from now on.</source>
        <translation>Ключ %1 теперь считается доверенным.</translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) recorded. The next run of their spaces writes them.</source>
        <translation>
            <numerusform>Записано %n решение. Его внесёт следующий запуск пространства.</numerusform>
            <numerusform>Записано %n решения. Их внесёт следующий запуск пространств.</numerusform>
            <numerusform>Записано %n решений. Их внесёт следующий запуск пространств.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not decided: %1. %2</source>
        <translation>Не решено: %1. %2</translation>
    </message>
    <message>
        <source>%1 is enabled. The next run syncs it.</source>
        <translation>%1: включено. Следующий запуск синхронизирует.</translation>
    </message>
    <message>
        <source>%1 is disabled. Its vault stays as it is.</source>
        <translation>%1: выключено. Хранилище остаётся как есть.</translation>
    </message>
    <message>
        <source>The holder of %1 is asked to stop; it does after the page at hand, within half a minute.</source>
        <translation>Владельца «%1» попросили остановиться; он сделает это после текущей страницы, в течение полуминуты.</translation>
    </message>
    <message>
        <source>The lock changed hands, nobody was asked.</source>
        <translation>Блокировка сменила владельца, никого не просили.</translation>
    </message>
    <message>
        <source>%1 is held for maintenance until %2. No run of it begins.</source>
        <translation>«%1» удерживается для обслуживания до %2. Запуски не начинаются.</translation>
    </message>
    <message>
        <source>%1 is no longer held; runs of it may begin.</source>
        <translation>«%1» больше не удерживается; запуски могут начаться.</translation>
    </message>
    <message>
        <source>%1 is not held. %2</source>
        <translation>«%1» не удерживается. %2</translation>
    </message>
    <message>
        <source>The settings changed, so this window no longer holds or waits for %1.</source>
        <translation>Настройки сменились, поэтому окно больше не держит и не ждёт: %1.</translation>
    </message>
    <message>
        <source>This console is the driver now: it polls and runs.</source>
        <translation>Теперь эта консоль ведущая: она опрашивает и запускает.</translation>
    </message>
    <message>
        <source>Nobody else polls any more, so this console does now.</source>
        <translation>Больше никто не опрашивает, поэтому теперь это делает эта консоль.</translation>
    </message>
    <message>
        <source>%1 It watches, and runs what you ask for. &quot;Become driver…&quot; takes over.</source>
        <translation>%1 Она наблюдает и запускает то, о чём вы попросите. «Стать ведущим…» возьмёт опрос на себя.</translation>
    </message>
    <message>
        <source>This console did not become the driver. %1</source>
        <translation>Консоль не стала ведущей. %1</translation>
    </message>
    <message>
        <source>%1 was not stopped. %2</source>
        <translation>%1: остановить не удалось. %2</translation>
    </message>
    <message>
        <source>The desktop has no program that opens %1.</source>
        <translation>На рабочем столе нет программы, которая открывает %1.</translation>
    </message>
    <message>
        <source>The settings changed, so what you ordered for %1 was not carried out.</source>
        <translation>Настройки изменились, поэтому заказанное для %1 не выполнено.</translation>
    </message>
    <message>
        <source>wikivaultctl serve is at work on %1. What you ordered follows when it is done.</source>
        <translation>wikivaultctl serve сейчас работает с %1. Заказанное вами последует, когда он закончит.</translation>
    </message>
</context>
<context>
    <name>wikivault::ConsoleState</name>
    <message>
        <source>no wiki yet</source>
        <translation>вики ещё не задана</translation>
    </message>
    <message>
        <source>This console was started read-only.</source>
        <translation>Эта консоль запущена только для чтения.</translation>
    </message>
    <message>
        <source>Writes are locked in this production profile. Unlock them at the top right.</source>
        <translation>Запись в этом рабочем профиле заперта. Отоприте её справа вверху.</translation>
    </message>
</context>
<context>
    <name>wikivault::DesktopNotices</name>
    <message>
        <source>Its runs succeed again.</source>
        <translation>Запуски снова успешны.</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) changed</source>
        <translation>
            <numerusform>Изменилось событие: %n</numerusform>
            <numerusform>Изменились события: %n</numerusform>
            <numerusform>Изменились события: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wikivault::DoctorModel</name>
    <message>
        <source>Check</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Что найдено</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Внимание</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Хорошо</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>часы</translation>
    </message>
    <message>
        <source>drivers</source>
        <translation>ведущие</translation>
    </message>
    <message>
        <source>keyring</source>
        <translation>связка ключей</translation>
    </message>
    <message>
        <source>locks</source>
        <translation>блокировки</translation>
    </message>
    <message>
        <source>strays</source>
        <translation>бесхозные хранилища</translation>
    </message>
</context>
<context>
    <name>wikivault::DoctorPage</name>
    <message>
        <source>Doctor</source>
        <translation>Диагностика</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Копировать отчёт</translation>
    </message>
    <message>
        <source>All findings as text; passwords are not in it</source>
        <translation>Все результаты текстом, без паролей</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Проверить снова</translation>
    </message>
    <message>
        <source>Looks at everything again (F5); changes nothing</source>
        <translation>Проверяет всё заново (F5); ничего не меняет</translation>
    </message>
    <message>
        <source>Filter checks</source>
        <translation>Поиск проверок</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Внимание</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Хорошо</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Проверки</translation>
    </message>
    <message>
        <source>Nothing was checked yet.</source>
        <translation>Проверок ещё не было.</translation>
    </message>
    <message>
        <source>The checks could not be made.</source>
        <translation>Проверки выполнить не удалось.</translation>
    </message>
    <message>
        <source>No check matches.</source>
        <translation>Подходящих проверок нет.</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Копировать команду</translation>
    </message>
    <message>
        <source>Looking at connections, rights, vaults and disk; nothing is changed…</source>
        <translation>Проверка соединений, прав, хранилищ и диска; ничего не меняется…</translation>
    </message>
    <message>
        <source>Failing: %1.</source>
        <translation>Сбоев: %1.</translation>
    </message>
    <message>
        <source>To look at: %1.</source>
        <translation>Требуют внимания: %1.</translation>
    </message>
    <message>
        <source>Nothing is wrong.</source>
        <translation>Всё в порядке.</translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>На %1.</translation>
    </message>
    <message>
        <source>Fix…</source>
        <translation>Исправить…</translation>
    </message>
    <message>
        <source>Start anew…</source>
        <translation>Начать заново…</translation>
    </message>
    <message>
        <source>Says exactly what would be done, and asks</source>
        <translation>Точно говорит, что будет сделано, и спрашивает</translation>
    </message>
    <message>
        <source>Do this</source>
        <translation>Сделать это</translation>
    </message>
    <message>
        <source>Fix %1?</source>
        <translation>Исправить «%1»?</translation>
    </message>
    <message>
        <source>The finding and what to do</source>
        <translation>Что найдено и что делать</translation>
    </message>
    <message>
        <source>Copy finding</source>
        <translation>Копировать находку</translation>
    </message>
</context>
<context>
    <name>wikivault::HoldDialog</name>
    <message>
        <source>Hold a space for maintenance</source>
        <translation>Удержать пространство для обслуживания</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Удержать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>For at most</source>
        <translation>Не дольше</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Причина (необязательно)</translation>
    </message>
    <message>
        <source>This window takes the lock and keeps it: no run of the space begins, here, in another console or in the wiki&apos;s own server, until you release it, the time is over, or the window is closed.</source>
        <translation>Это окно берёт блокировку и держит её: ни один запуск пространства не начнётся ни здесь, ни в другой консоли, ни на сервере самой вики, пока вы её не снимете, не выйдет время или не закроется окно.</translation>
    </message>
</context>
<context>
    <name>wikivault::ListFrame</name>
    <message>
        <source>Retry</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Сбросить поиск</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Чтение…</translation>
    </message>
    <message>
        <source>Showing %1. %2</source>
        <translation>Данные на %1. %2</translation>
    </message>
    <message>
        <source>As of %1: %2</source>
        <translation>На %1: %2</translation>
    </message>
    <message>
        <source>Edit profile…</source>
        <translation>Изменить профиль…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>What went wrong, as text</source>
        <translation>Что случилось, текстом</translation>
    </message>
</context>
<context>
    <name>wikivault::LockModel</name>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>Holder</source>
        <translation>Владелец</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Что делает</translation>
    </message>
    <message>
        <source>Held for</source>
        <translation>Держит</translation>
    </message>
    <message>
        <source>Expires in</source>
        <translation>Истекает через</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>запуск %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>no expiry</source>
        <translation>бессрочно</translation>
    </message>
    <message>
        <source>gives no details</source>
        <translation>не сообщает</translation>
    </message>
    <message>
        <source>Beat</source>
        <translation>Сигнал</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ждёт</translation>
    </message>
    <message>
        <source>asked to stop</source>
        <translation>попросили остановиться</translation>
    </message>
    <message>
        <source>seen %1</source>
        <translation>видна %1</translation>
    </message>
    <message>
        <source>this console</source>
        <translation>эта консоль</translation>
    </message>
    <message>
        <source>with its process</source>
        <translation>с процессом</translation>
    </message>
    <message>
        <source>This holder does not say since when; it was seen here for so long.</source>
        <translation>Владелец не говорит, с какого времени; здесь его видно столько.</translation>
    </message>
    <message>
        <source>A file lock has no heartbeat: it lives and ends with its process.</source>
        <translation>У файловой блокировки нет сигналов: она живёт и кончается вместе с процессом.</translation>
    </message>
    <message>
        <source>Since the last heartbeat. One is due every ten seconds.</source>
        <translation>С последнего сигнала. Он положен каждые десять секунд.</translation>
    </message>
    <message>
        <source>Inferred: this holder tells nothing about itself, so a beat is seen only when the time to live of its lock jumps up.</source>
        <translation>По косвенным данным: владелец ничего о себе не сообщает, поэтому сигнал виден, лишь когда оставшийся срок блокировки подскакивает.</translation>
    </message>
    <message>
        <source>A lock without expiry is never renewed, so nothing shows whether its holder lives.</source>
        <translation>Бессрочная блокировка не продлевается, поэтому не видно, жив ли владелец.</translation>
    </message>
    <message>
        <source>Every heartbeat of its holder puts that off.</source>
        <translation>Каждый сигнал владельца отодвигает этот срок.</translation>
    </message>
    <message>
        <source>The kernel gives a file lock up when its process ends, and not before.</source>
        <translation>Ядро снимает файловую блокировку, когда кончается процесс, и не раньше.</translation>
    </message>
    <message>
        <source>Nothing renews this lock and nothing ends it: it stays until somebody deletes it. Neither this program nor a wiki&apos;s server makes such a lock. Find out who did, then force-release it.</source>
        <translation>Эту блокировку ничто не продлевает и ничто не кончает: она останется, пока её не удалят. Ни эта программа, ни сервер вики таких не ставят. Выясните, кто её поставил, и снимите принудительно.</translation>
    </message>
    <message>
        <source>Who else waits for the space is not known: nobody writes that down.</source>
        <translation>Кто ещё ждёт пространство, неизвестно: этого никто не записывает.</translation>
    </message>
</context>
<context>
    <name>wikivault::LockPage</name>
    <message>
        <source>Locks</source>
        <translation>Блокировки</translation>
    </message>
    <message>
        <source>Force-release…</source>
        <translation>Снять принудительно…</translation>
    </message>
    <message>
        <source>Takes the lock away from its holder; asks first</source>
        <translation>Отбирает блокировку у владельца; сначала спрашивает</translation>
    </message>
    <message>
        <source>No locks. Nothing is running on these spaces.</source>
        <translation>Блокировок нет. С этими пространствами никто не работает.</translation>
    </message>
    <message>
        <source>Locks are unknown, so runs are blocked.</source>
        <translation>Блокировки неизвестны, поэтому запуски запрещены.</translation>
    </message>
    <message>
        <source>Copy lock id</source>
        <translation>Копировать id блокировки</translation>
    </message>
    <message>
        <source>Copy release as command</source>
        <translation>Копировать снятие как команду</translation>
    </message>
    <message>
        <source>File locks in the vaults.</source>
        <translation>Файловые блокировки в хранилищах.</translation>
    </message>
    <message>
        <source>Locks in Redis and in the vaults.</source>
        <translation>Блокировки в Redis и в хранилищах.</translation>
    </message>
    <message numerus="yes">
        <source>%n lock(s) held.</source>
        <translation>
            <numerusform>Занята %n блокировка.</numerusform>
            <numerusform>Заняты %n блокировки.</numerusform>
            <numerusform>Занято %n блокировок.</numerusform>
        </translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>На %1.</translation>
    </message>
    <message>
        <source>Ask holder to stop</source>
        <translation>Попросить остановиться</translation>
    </message>
    <message>
        <source>Hold for maintenance…</source>
        <translation>Удержать…</translation>
    </message>
    <message>
        <source>Takes the lock of a space, so that no run of it begins anywhere, for a while</source>
        <translation>Берёт блокировку пространства, чтобы его запуски нигде какое-то время не начинались</translation>
    </message>
    <message>
        <source>Copy asking as command</source>
        <translation>Копировать просьбу как команду</translation>
    </message>
    <message>
        <source>A run of this console has it: stop the run at the bottom of the window.</source>
        <translation>Её держит запуск этой консоли: остановите его внизу окна.</translation>
    </message>
    <message>
        <source>The kernel keeps it for a living process: stop process %1, and it is gone.</source>
        <translation>Её держит ядро для работающего процесса: остановите процесс %1, и её не станет.</translation>
    </message>
    <message>
        <source>The kernel keeps it for a living process: stop that, and it is gone.</source>
        <translation>Её держит ядро для работающего процесса: остановите его, и её не станет.</translation>
    </message>
    <message>
        <source>This window holds it: release it.</source>
        <translation>Её держит это окно: снимите её.</translation>
    </message>
    <message>
        <source>It has been asked; it stops after the page at hand.</source>
        <translation>Его уже попросили; он остановится после текущей страницы.</translation>
    </message>
    <message>
        <source>This holder hears nothing from here, as a wiki&apos;s own server: wait for it, or stop it where it runs.</source>
        <translation>Этот владелец отсюда ничего не слышит, как и сервер самой вики: подождите или остановите его там, где он работает.</translation>
    </message>
    <message>
        <source>Do not wait</source>
        <translation>Не ждать</translation>
    </message>
    <message>
        <source>Wait, then run</source>
        <translation>Дождаться и запустить</translation>
    </message>
    <message>
        <source>Runs the space as soon as it is free, while this window is open</source>
        <translation>Запускает пространство, как только оно освободится, пока открыто это окно</translation>
    </message>
    <message>
        <source>The holder ends its run after the page at hand</source>
        <translation>Владелец закончит запуск после текущей страницы</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Снять</translation>
    </message>
    <message>
        <source>Ends the maintenance; runs may begin</source>
        <translation>Кончает обслуживание; запуски могут начаться</translation>
    </message>
    <message>
        <source>Ask %1 to stop? Its run of %2 ends after the page at hand. A driver begins again when the space is due: pause the space to keep it still.</source>
        <translation>Попросить %1 остановиться? Его запуск «%2» кончится после текущей страницы. Ведущий начнёт снова, когда подойдёт срок: чтобы пространство стояло, поставьте его на паузу.</translation>
    </message>
    <message>
        <source>Ask to stop</source>
        <translation>Попросить</translation>
    </message>
</context>
<context>
    <name>wikivault::LogModel</name>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Уровень</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Отладка</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Сведения</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Предупреждение</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Ошибка</translation>
    </message>
</context>
<context>
    <name>wikivault::LogPage</name>
    <message>
        <source>Log</source>
        <translation>Журнал</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Следить</translation>
    </message>
    <message>
        <source>Keep the newest line in sight</source>
        <translation>Держать новейшую строку на виду</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Copy the selected lines</source>
        <translation>Копировать выбранные строки</translation>
    </message>
    <message>
        <source>Filter messages</source>
        <translation>Поиск сообщений</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Ошибки</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Предупреждения</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Сведения</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Отладка</translation>
    </message>
    <message>
        <source>Log messages</source>
        <translation>Сообщения журнала</translation>
    </message>
    <message>
        <source>Nothing logged yet.</source>
        <translation>Журнал пока пуст.</translation>
    </message>
    <message>
        <source>No message matches.</source>
        <translation>Подходящих сообщений нет.</translation>
    </message>
    <message>
        <source>What this console did, newest at the bottom; the last %1 lines.</source>
        <translation>Что делала эта консоль, новое внизу; последние строки, не более %1.</translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>Показать запуск</translation>
    </message>
</context>
<context>
    <name>wikivault::LogScopeBar</name>
    <message>
        <source>Messages about which space</source>
        <translation>Сообщения о каком пространстве</translation>
    </message>
    <message>
        <source>Messages of which run</source>
        <translation>Сообщения какого запуска</translation>
    </message>
    <message>
        <source>Run %1, %2, %3</source>
        <translation>Запуск %1, %2, %3</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>Все запуски</translation>
    </message>
</context>
<context>
    <name>wikivault::MainWindow</name>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Вид</translation>
    </message>
    <message>
        <source>Spaces</source>
        <translation>Пространства</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>План</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Конфликты</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Запуски</translation>
    </message>
    <message>
        <source>Locks</source>
        <translation>Блокировки</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Журнал</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Диагностика</translation>
    </message>
    <message>
        <source>Find a command or a space…</source>
        <translation>Найти команду или пространство…</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Прочитать снова</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Следующее изменение</translation>
    </message>
    <message>
        <source>Previous change</source>
        <translation>Предыдущее изменение</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Следующая панель</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Предыдущая панель</translation>
    </message>
    <message>
        <source>Back, or close the message</source>
        <translation>Назад или закрыть сообщение</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Файл</translation>
    </message>
    <message>
        <source>Open plan…</source>
        <translation>Открыть план…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Настройки…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выход</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Запуск</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Предпросмотр</translation>
    </message>
    <message>
        <source>Next undecided conflict</source>
        <translation>Следующий нерешённый конфликт</translation>
    </message>
    <message>
        <source>Previous undecided conflict</source>
        <translation>Предыдущий нерешённый конфликт</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Справка</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
    <message>
        <source>Support bundle…</source>
        <translation>Архив для поддержки…</translation>
    </message>
    <message>
        <source>About Wikivault</source>
        <translation>О программе Wikivault</translation>
    </message>
    <message>
        <source>space</source>
        <translation>пространство</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open the selected row</source>
        <translation>Открыть выбранную строку</translation>
    </message>
    <message>
        <source>Shift+F10</source>
        <translation>Shift+F10</translation>
    </message>
    <message>
        <source>Menu of the selected row</source>
        <translation>Меню выбранной строки</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>Ctrl+1, Ctrl+2, Ctrl+3</source>
        <translation>Ctrl+1, Ctrl+2, Ctrl+3</translation>
    </message>
    <message>
        <source>Conflict: use Base, Wiki, Git for the block</source>
        <translation>Конфликт: взять для блока основу, вики, Git</translation>
    </message>
    <message>
        <source>Ctrl+Shift+1, 2, 3</source>
        <translation>Ctrl+Shift+1, 2, 3</translation>
    </message>
    <message>
        <source>Conflict: the same for every block not decided</source>
        <translation>Конфликт: то же для всех нерешённых блоков</translation>
    </message>
    <message>
        <source>F9</source>
        <translation>F9</translation>
    </message>
    <message>
        <source>Conflict: one column, or four panes</source>
        <translation>Конфликт: одна колонка или четыре панели</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Conflict: edit the block</source>
        <translation>Конфликт: править блок</translation>
    </message>
    <message>
        <source>Ctrl+Z, Ctrl+Shift+Z</source>
        <translation>Ctrl+Z, Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>Conflict: undo, redo decisions</source>
        <translation>Конфликт: отменить, повторить решение</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Что делают</translation>
    </message>
    <message>
        <source>Wikivault %1

Keeps Docmost spaces and git vaults of Markdown equal, edited from both sides.

Apache License 2.0. Bundled fonts: Inter and Noto Mono, SIL Open Font License 1.1.</source>
        <translation>Wikivault %1

Поддерживает одинаковыми пространства Docmost и git-хранилища Markdown, которые правят с обеих сторон.

Лицензия Apache 2.0. Шрифты в комплекте: Inter и Noto Mono, SIL Open Font License 1.1.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>%1 – Wikivault</source>
        <translation>%1 – Wikivault</translation>
    </message>
    <message>
        <source>Run it now</source>
        <translation>Запустить</translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>Показать запуск</translation>
    </message>
    <message>
        <source>Turn sync on?</source>
        <translation>Включить синхронизацию?</translation>
    </message>
    <message>
        <source>This console becomes the driver: it looks for changes every %1 and writes to wiki and git by itself. If another process polls the same spaces, their runs will block each other.</source>
        <translation>Эта консоль станет ведущей: каждые %1 она ищет изменения и сама пишет в вики и git. Если те же пространства опрашивает другой процесс, запуски будут блокировать друг друга.</translation>
    </message>
    <message>
        <source>Turn sync on</source>
        <translation>Включить</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>События</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Расписание</translation>
    </message>
    <message>
        <source>Remotes</source>
        <translation>Серверы git</translation>
    </message>
    <message>
        <source>Set up a profile…</source>
        <translation>Настроить профиль…</translation>
    </message>
    <message>
        <source>Compare runs…</source>
        <translation>Сравнить запуски…</translation>
    </message>
    <message>
        <source>Main action of the page</source>
        <translation>Главное действие страницы</translation>
    </message>
    <message>
        <source>Quit, and keep nothing in step?</source>
        <translation>Выйти и больше ничего не синхронизировать?</translation>
    </message>
    <message>
        <source>This console looks for changes and runs while it is open. To keep that going, %1 or run &quot;wikivaultctl serve&quot; as a service. This is asked once.</source>
        <translation>Эта консоль ищет изменения и запускает синхронизацию, пока открыта. Чтобы это продолжалось, %1 или запустите «wikivaultctl serve» как службу. Этот вопрос задаётся один раз.</translation>
    </message>
    <message>
        <source>let it stay in the tray (Settings, Appearance)</source>
        <translation>оставьте её в области уведомлений (Настройки, Внешний вид)</translation>
    </message>
    <message>
        <source>leave the window open</source>
        <translation>оставьте окно открытым</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Остаться</translation>
    </message>
    <message>
        <source>Unlock writes…</source>
        <translation>Отпереть запись…</translation>
    </message>
    <message>
        <source>Lock writes</source>
        <translation>Запереть запись</translation>
    </message>
    <message>
        <source>Writes are not locked.</source>
        <translation>Запись не заперта.</translation>
    </message>
    <message>
        <source>Unlock writes of %1?</source>
        <translation>Отпереть запись для %1?</translation>
    </message>
    <message>
        <source>For 15 minutes this window writes to wiki, git and settings when you ask it to. Then, and when the profile changes, writes are locked again; &quot;Lock now&quot; does it at once.</source>
        <translation>15 минут это окно по вашей команде пишет в вики, git и настройки. Потом, а также при смене профиля, запись снова запирается; «Запереть» делает это сразу.</translation>
    </message>
    <message>
        <source>Unlock writes</source>
        <translation>Отпереть запись</translation>
    </message>
    <message>
        <source>Become driver…</source>
        <translation>Стать ведущим…</translation>
    </message>
    <message>
        <source>Become observer</source>
        <translation>Стать наблюдателем</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Высокий контраст</translation>
    </message>
    <message>
        <source>Search or command…   %1</source>
        <translation>Поиск и команды…   %1</translation>
    </message>
    <message>
        <source>Every command, space and page of this window</source>
        <translation>Все команды, пространства и страницы этого окна</translation>
    </message>
    <message>
        <source>Spaces: look what a run would do; Plan: take the selected change, or leave it out</source>
        <translation>Пространства: посмотреть, что сделает запуск; План: взять выбранное изменение или оставить его</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>конфликт</translation>
    </message>
    <message>
        <source>Run %1, %2</source>
        <translation>Запуск %1, %2</translation>
    </message>
    <message>
        <source>The wiki has no space with the short name %1; none was selected.</source>
        <translation>В вики нет пространства с коротким именем %1; ни одно не выбрано.</translation>
    </message>
</context>
<context>
    <name>wikivault::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Закрыть сообщение</translation>
    </message>
</context>
<context>
    <name>wikivault::NavBar</name>
    <message>
        <source>Pages</source>
        <translation>Разделы</translation>
    </message>
    <message>
        <source>%1 (Alt+%2)</source>
        <translation>%1 (Alt+%2)</translation>
    </message>
</context>
<context>
    <name>wikivault::NoticeBus</name>
    <message>
        <source>This session has no message bus, so there are no desktop notices.</source>
        <translation>В этом сеансе нет шины сообщений, поэтому уведомлений нет.</translation>
    </message>
    <message>
        <source>This desktop shows no notices: no notification service answers.</source>
        <translation>Этот рабочий стол не показывает уведомлений: служба уведомлений не отвечает.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>The desktop did not take a notice: %1</source>
        <translation>Рабочий стол не принял уведомление: %1</translation>
    </message>
</context>
<context>
    <name>wikivault::PageHistoryDialog</name>
    <message>
        <source>History of the page</source>
        <translation>История страницы</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>Чтение истории…</translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>Историю не удалось прочитать</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Когда</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Откуда</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменение</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Кто</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Versions of the page</source>
        <translation>Версии страницы</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n version(s)</source>
        <translation>
            <numerusform>%1: %n версия</numerusform>
            <numerusform>%1: %n версии</numerusform>
            <numerusform>%1: %n версий</numerusform>
        </translation>
    </message>
    <message>
        <source>Every commit of main that changed the page, in %1, newest first.</source>
        <translation>Все коммиты main, изменившие страницу, в пространстве %1, сначала новые.</translation>
    </message>
    <message>
        <source>The newest commits of main that changed the page, in %1; git log has the rest.</source>
        <translation>Новейшие коммиты main, изменившие страницу, в пространстве %1; остальные покажет git log.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>До этого</translation>
    </message>
</context>
<context>
    <name>wikivault::PageOpener</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Open the vault&apos;s folder</source>
        <translation>Открыть папку хранилища</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Открыть файл</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Ничего не выбрано.</translation>
    </message>
    <message>
        <source>Open in wiki</source>
        <translation>Открыть в вики</translation>
    </message>
</context>
<context>
    <name>wikivault::PhaseModel</name>
    <message>
        <source>Phase</source>
        <translation>Этап</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Длился</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Доля</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 с</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>wikivault::PlanModel</name>
    <message>
        <source>Take</source>
        <translation>Взять</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Путь</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменение</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Примечание</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>из %1</translation>
    </message>
    <message>
        <source>goes to the wiki&apos;s trash</source>
        <translation>попадёт в корзину вики</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Устарело</translation>
    </message>
    <message>
        <source>CONFLICT</source>
        <translation>КОНФЛИКТ</translation>
    </message>
    <message>
        <source>held</source>
        <translation>отложено</translation>
    </message>
    <message>
        <source>not to be done</source>
        <translation>не выполняется</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>взято</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>исключено</translation>
    </message>
    <message>
        <source>from wiki to git</source>
        <translation>из вики в git</translation>
    </message>
    <message>
        <source>from git to wiki</source>
        <translation>из git в вики</translation>
    </message>
    <message>
        <source>git&apos;s stands: %1</source>
        <translation>остаётся git: %1</translation>
    </message>
    <message>
        <source>the wiki&apos;s stands: %1</source>
        <translation>остаётся вики: %1</translation>
    </message>
    <message>
        <source>Turned round: the page comes back from the wiki&apos;s trash; its file stays.</source>
        <translation>Развёрнуто: страница возвращается из корзины вики; её файл остаётся.</translation>
    </message>
    <message>
        <source>Turned round: the page stays in the wiki; its file comes back.</source>
        <translation>Развёрнуто: страница остаётся в вики; её файл возвращается.</translation>
    </message>
    <message>
        <source>Turned round: the wiki&apos;s page goes back to the name and place it has in git.</source>
        <translation>Развёрнуто: странице вики возвращаются имя и место, которые у неё в git.</translation>
    </message>
    <message>
        <source>Turned round: the file goes back to the name and place the page has in the wiki.</source>
        <translation>Развёрнуто: файлу возвращаются имя и место, которые у страницы в вики.</translation>
    </message>
    <message>
        <source>Turned round: git&apos;s text overwrites the wiki&apos;s, which is kept under Conflicts, Settled by people.</source>
        <translation>Развёрнуто: текст git заменяет текст вики, а тот хранится в «Конфликты», «Решено людьми».</translation>
    </message>
    <message>
        <source>Turned round: the wiki&apos;s text overwrites git&apos;s, which is kept under Conflicts, Settled by people.</source>
        <translation>Развёрнуто: текст вики заменяет текст git, а тот хранится в «Конфликты», «Решено людьми».</translation>
    </message>
    <message>
        <source>restore !</source>
        <translation>вернуть !</translation>
    </message>
    <message>
        <source>overwrite !</source>
        <translation>заменить !</translation>
    </message>
    <message>
        <source>lines new: %1, gone: %2</source>
        <translation>новых строк: %1, удалено: %2</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 в %2</translation>
    </message>
</context>
<context>
    <name>wikivault::PlanPage</name>
    <message>
        <source>Plans (*.json);;All files (*)</source>
        <translation>Планы (*.json);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>План</translation>
    </message>
    <message>
        <source>Undo of run %1 (%2)</source>
        <translation>Отмена запуска %1 (%2)</translation>
    </message>
    <message>
        <source>Put a text back (%1)</source>
        <translation>Возврат текста (%1)</translation>
    </message>
    <message>
        <source>Plan for %1</source>
        <translation>План: %1</translation>
    </message>
    <message>
        <source>Open a plan</source>
        <translation>Открыть план</translation>
    </message>
    <message>
        <source>Save the plan of %1</source>
        <translation>Сохранить план: %1</translation>
    </message>
    <message numerus="yes">
        <source>Allow the %n change(s) the guard holds back?</source>
        <translation>
            <numerusform>Разрешить %n изменение, удержанное защитой?</numerusform>
            <numerusform>Разрешить %n изменения, удержанные защитой?</numerusform>
            <numerusform>Разрешить %n изменений, удержанных защитой?</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. So many at once mostly mean that a folder was emptied or a branch is wrong; then close this and put the files back. Only this very list is allowed, and only in this plan.</source>
        <translation>%1. Столько сразу обычно значит, что опустел каталог или взята не та ветка; тогда закройте окно и верните файлы. Разрешается только этот список и только в этом плане.</translation>
    </message>
    <message>
        <source>Allow this list</source>
        <translation>Разрешить список</translation>
    </message>
    <message>
        <source>I have looked at the list</source>
        <translation>Список просмотрен</translation>
    </message>
    <message numerus="yes">
        <source>You allowed the %n change(s) of the guard&apos;s list, in this plan only.</source>
        <translation>
            <numerusform>Вы разрешили %n изменение из списка защиты, только в этом плане.</numerusform>
            <numerusform>Вы разрешили %n изменения из списка защиты, только в этом плане.</numerusform>
            <numerusform>Вы разрешили %n изменений из списка защиты, только в этом плане.</numerusform>
        </translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Отозвать</translation>
    </message>
    <message>
        <source>Changed since this plan was made, and left out: %1.</source>
        <translation>Изменено после составления плана и исключено: %1.</translation>
    </message>
    <message>
        <source>Changed again since that run, and left as they are: %1.</source>
        <translation>Изменено снова после того запуска и оставлено как есть: %1.</translation>
    </message>
    <message>
        <source>Open a plan file…</source>
        <translation>Открыть файл плана…</translation>
    </message>
    <message>
        <source>No plan yet.</source>
        <translation>Плана ещё нет.</translation>
    </message>
    <message>
        <source>Select spaces and press Preview: it shows what a run would do and writes nothing.</source>
        <translation>Выберите пространства и нажмите «Предпросмотр»: он покажет, что сделает запуск, и ничего не запишет.</translation>
    </message>
    <message>
        <source>The plan could not be built.</source>
        <translation>Не удалось составить план.</translation>
    </message>
    <message>
        <source>No page matches.</source>
        <translation>Подходящих страниц нет.</translation>
    </message>
    <message>
        <source>Both sides are equal.</source>
        <translation>Обе стороны одинаковы.</translation>
    </message>
    <message>
        <source>Examined %1 pages and %2 files.</source>
        <translation>Проверено страниц: %1, файлов: %2.</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)…</source>
        <translation>
            <numerusform>Применить %n изменение…</numerusform>
            <numerusform>Применить %n изменения…</numerusform>
            <numerusform>Применить %n изменений…</numerusform>
        </translation>
    </message>
    <message>
        <source>Apply %1 of %2…</source>
        <translation>Применить %1 из %2…</translation>
    </message>
    <message>
        <source>Do exactly what is ticked (Ctrl+Return)</source>
        <translation>Выполнить только отмеченное (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Looking at %1 (%2 of %3); nothing is written…</source>
        <translation>Просмотр: %1 (%2 из %3); ничего не записывается…</translation>
    </message>
    <message>
        <source>Looking at %1; nothing is written…</source>
        <translation>Просмотр: %1; ничего не записывается…</translation>
    </message>
    <message>
        <source>A preview of what a run would do. It writes nothing.</source>
        <translation>Предпросмотр того, что сделал бы запуск. Ничего не записывается.</translation>
    </message>
    <message>
        <source>This plan was carried out. Recompute shows what is left.</source>
        <translation>План выполнен. «Пересчитать» покажет, что осталось.</translation>
    </message>
    <message>
        <source>From %1, made %2. %3</source>
        <translation>Из %1, составлен %2. %3</translation>
    </message>
    <message numerus="yes">
        <source>Preview, nothing was written. %1. Made %2 from %n page(s).</source>
        <translation>
            <numerusform>Предпросмотр, ничего не записано. %1. Составлен %2 по %n странице.</numerusform>
            <numerusform>Предпросмотр, ничего не записано. %1. Составлен %2 по %n страницам.</numerusform>
            <numerusform>Предпросмотр, ничего не записано. %1. Составлен %2 по %n страницам.</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a change to see it side by side.</source>
        <translation>Выберите изменение, чтобы увидеть обе стороны рядом.</translation>
    </message>
    <message>
        <source>Both sides changed this page. Open the review to see the three texts.</source>
        <translation>Страница изменена с обеих сторон. Откройте разбор, чтобы увидеть три текста.</translation>
    </message>
    <message>
        <source>The text does not change.</source>
        <translation>Текст не меняется.</translation>
    </message>
    <message>
        <source>Wiki: no such page</source>
        <translation>Вики: такой страницы нет</translation>
    </message>
    <message>
        <source>Wiki, new</source>
        <translation>Вики, будет</translation>
    </message>
    <message>
        <source>Wiki, as it is</source>
        <translation>Вики, сейчас</translation>
    </message>
    <message>
        <source>Git: no such file</source>
        <translation>Git: такого файла нет</translation>
    </message>
    <message>
        <source>Git, as it is</source>
        <translation>Git, сейчас</translation>
    </message>
    <message>
        <source>Git, new</source>
        <translation>Git, будет</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Stop looking; what was shown before stays</source>
        <translation>Прервать просмотр; прежнее останется на экране</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Подтверждение</translation>
    </message>
    <message>
        <source>What stood on both sides before and after this preview looked</source>
        <translation>Что было на обеих сторонах до и после предпросмотра</translation>
    </message>
    <message>
        <source>Recompute</source>
        <translation>Пересчитать</translation>
    </message>
    <message>
        <source>Look at both sides again (F5); writes nothing</source>
        <translation>Проверить обе стороны снова (F5); ничего не записывает</translation>
    </message>
    <message>
        <source>Save plan…</source>
        <translation>Сохранить план…</translation>
    </message>
    <message>
        <source>Keep this plan as a file; it can be applied later, also by wikivaultctl</source>
        <translation>Сохранить план в файл; его можно применить позже, в том числе через wikivaultctl</translation>
    </message>
    <message>
        <source>Apply…</source>
        <translation>Применить…</translation>
    </message>
    <message>
        <source>Review this conflict</source>
        <translation>Разобрать конфликт</translation>
    </message>
    <message>
        <source>Previous change (Shift+F7)</source>
        <translation>Предыдущее изменение (Shift+F7)</translation>
    </message>
    <message>
        <source>Next change (F7)</source>
        <translation>Следующее изменение (F7)</translation>
    </message>
    <message>
        <source>Filter pages</source>
        <translation>Поиск страниц</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Новые</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Правки</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Переносы</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удаления</translation>
    </message>
    <message>
        <source>Guarded</source>
        <translation>Удержано</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Конфликты</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Отложено</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Planned changes</source>
        <translation>Запланированные изменения</translation>
    </message>
    <message>
        <source>Progress of the preview</source>
        <translation>Ход предпросмотра</translation>
    </message>
    <message>
        <source>Take all shown</source>
        <translation>Взять все показанные</translation>
    </message>
    <message>
        <source>Leave out all shown</source>
        <translation>Исключить все показанные</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Копировать путь</translation>
    </message>
    <message>
        <source>Turn back</source>
        <translation>Вернуть как было</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>Развернуть</translation>
    </message>
    <message>
        <source>Wiki, to be overwritten</source>
        <translation>Вики, будет заменена</translation>
    </message>
    <message>
        <source>Wiki, stands</source>
        <translation>Вики, остаётся</translation>
    </message>
    <message>
        <source>Git, stands</source>
        <translation>Git, остаётся</translation>
    </message>
    <message>
        <source>Git, to be overwritten</source>
        <translation>Git, будет заменён</translation>
    </message>
    <message>
        <source>Let the other side stand instead; asked again before anything is written</source>
        <translation>Пусть останется другая сторона; перед записью спросит ещё раз</translation>
    </message>
    <message>
        <source>Turn round, or back</source>
        <translation>Развернуть или вернуть</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Вложения</translation>
    </message>
    <message>
        <source>The files the next run would download and upload</source>
        <translation>Файлы, которые следующий запуск получит и отправит</translation>
    </message>
    <message>
        <source>Show the %1</source>
        <translation>Показать (%1)</translation>
    </message>
    <message>
        <source>Allow them…</source>
        <translation>Разрешить их…</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that the guard held back are turned round: Apply puts back what is gone.</source>
        <translation>
            <numerusform>%n изменение, которое удержала защита, развёрнуто: «Применить» вернёт исчезнувшее.</numerusform>
            <numerusform>%n изменения, которые удержала защита, развёрнуты: «Применить» вернёт исчезнувшее.</numerusform>
            <numerusform>%n изменений, которые удержала защита, развёрнуты: «Применить» вернёт исчезнувшее.</numerusform>
        </translation>
    </message>
    <message>
        <source>Still held: %1.</source>
        <translation>Ещё удержано: %1.</translation>
    </message>
    <message numerus="yes">
        <source>Put %n page(s) back…</source>
        <translation>
            <numerusform>Вернуть %n страницу…</numerusform>
            <numerusform>Вернуть %n страницы…</numerusform>
            <numerusform>Вернуть %n страниц…</numerusform>
        </translation>
    </message>
    <message>
        <source>Before the run</source>
        <translation>До запуска</translation>
    </message>
    <message>
        <source>A run has changed what this plan is about: %1. Recompute shows what is left; Apply would leave out every page that moved.</source>
        <translation>Прогон изменил то, о чём этот план: %1. «Пересчитать» покажет, что осталось; «Применить» пропустит каждую изменившуюся страницу.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n format-only</source>
        <translation>
            <numerusform>Показать %n изменение формата</numerusform>
            <numerusform>Показать %n изменения формата</numerusform>
            <numerusform>Показать %n изменений формата</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages whose words stay: blanks, empty lines or marks of lists change. They are applied like the rest.</source>
        <translation>Страницы, слова которых остаются: меняются пробелы, пустые строки или знаки списков. Они применяются наравне с остальными.</translation>
    </message>
</context>
<context>
    <name>wikivault::PolicyBar</name>
    <message>
        <source>When both sides change the same words in %1:</source>
        <translation>Если обе стороны меняют одни слова (%1):</translation>
    </message>
    <message>
        <source>As the profile: %1</source>
        <translation>Как в профиле: %1</translation>
    </message>
    <message>
        <source>%1: %2?</source>
        <translation>%1: %2?</translation>
    </message>
    <message>
        <source>From the next run on, a page both sides changed in the same place waits for a person. A run in progress stops after its page.</source>
        <translation>Со следующего запуска страница, изменённая с обеих сторон в одном месте, ждёт решения человека. Идущий запуск остановится после текущей страницы.</translation>
    </message>
    <message>
        <source>From the next run on, one side&apos;s words stand where both changed them, without asking. The other side&apos;s text is kept under Settled by rule and can be put back. A run in progress stops after its page.</source>
        <translation>Со следующего запуска там, где слова изменили обе стороны, без вопросов остаются слова одной. Текст другой хранится в списке «По правилу», его можно вернуть. Идущий запуск остановится после текущей страницы.</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Изменить правило</translation>
    </message>
</context>
<context>
    <name>wikivault::ProbeField</name>
    <message>
        <source>Test</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Test: %1</source>
        <translation>Проверить: %1</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Проверка…</translation>
    </message>
</context>
<context>
    <name>wikivault::QuietField</name>
    <message>
        <source>Quiet from</source>
        <translation>Тихо с</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Тихо до</translation>
    </message>
    <message>
        <source>until</source>
        <translation>до</translation>
    </message>
</context>
<context>
    <name>wikivault::RemoteModel</name>
    <message>
        <source>Host key unknown</source>
        <translation>Ключ сервера неизвестен</translation>
    </message>
    <message>
        <source>Host key CHANGED</source>
        <translation>Ключ сервера ИЗМЕНИЛСЯ</translation>
    </message>
    <message>
        <source>Not let in</source>
        <translation>Нет доступа</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Не найдено</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Недоступен</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Нет ответа</translation>
    </message>
    <message>
        <source>Protected branch</source>
        <translation>Ветка защищена</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Отклонено</translation>
    </message>
    <message>
        <source>Moved meanwhile</source>
        <translation>Успели изменить</translation>
    </message>
    <message>
        <source>Rewritten</source>
        <translation>Переписана</translation>
    </message>
    <message>
        <source>Branch deleted</source>
        <translation>Ветка удалена</translation>
    </message>
    <message>
        <source>Other files there</source>
        <translation>Там другие файлы</translation>
    </message>
    <message>
        <source>Not taken</source>
        <translation>Не принято</translation>
    </message>
    <message>
        <source>No git here</source>
        <translation>Здесь нет git</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлено</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Ошибка</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>No remote</source>
        <translation>Без сервера</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Ещё не было</translation>
    </message>
    <message>
        <source>Commits wait</source>
        <translation>Есть коммиты</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>Совпадает</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Ahead / behind</source>
        <translation>Впереди / позади</translation>
    </message>
    <message>
        <source>Last push</source>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>Last fetch</source>
        <translation>Получено</translation>
    </message>
    <message>
        <source>Remote</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>never</source>
        <translation>никогда</translation>
    </message>
    <message>
        <source>branch %1</source>
        <translation>ветка %1</translation>
    </message>
    <message>
        <source>ssh agent</source>
        <translation>агент ssh</translation>
    </message>
    <message>
        <source>ssh key</source>
        <translation>ключ ssh</translation>
    </message>
    <message>
        <source>token</source>
        <translation>токен</translation>
    </message>
    <message>
        <source>token from a command</source>
        <translation>токен из команды</translation>
    </message>
    <message>
        <source>git&apos;s own</source>
        <translation>средства git</translation>
    </message>
    <message>
        <source>branch %1, %2</source>
        <translation>ветка %1, %2</translation>
    </message>
    <message>
        <source>nobody in the wiki</source>
        <translation>в вики никто</translation>
    </message>
    <message>
        <source>%1 in the wiki</source>
        <translation>%1 в вики</translation>
    </message>
    <message>
        <source>%1 in git</source>
        <translation>%1 в git</translation>
    </message>
    <message>
        <source>Authors</source>
        <translation>Авторы</translation>
    </message>
    <message>
        <source>%1 ahead</source>
        <translation>впереди на %1</translation>
    </message>
    <message>
        <source>%1 behind</source>
        <translation>позади на %1</translation>
    </message>
</context>
<context>
    <name>wikivault::RemotePage</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… и ещё %n</numerusform>
            <numerusform>… и ещё %n</numerusform>
            <numerusform>… и ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Remotes</source>
        <translation>Серверы git</translation>
    </message>
    <message>
        <source>Follow the remote…</source>
        <translation>Следовать серверу…</translation>
    </message>
    <message>
        <source>Takes in what stands there now; shows what differs and asks first</source>
        <translation>Принимает то, что сейчас на сервере; сначала показывает различия и спрашивает</translation>
    </message>
    <message>
        <source>Push to another branch…</source>
        <translation>Отправить в другую ветку…</translation>
    </message>
    <message>
        <source>The branch itself stays as it is</source>
        <translation>Сама ветка останется как есть</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Asks the server and transfers nothing</source>
        <translation>Спрашивает сервер и ничего не передаёт</translation>
    </message>
    <message>
        <source>Fetch now</source>
        <translation>Получить</translation>
    </message>
    <message>
        <source>Push now</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Pushes main as it stands; nothing is ever forced</source>
        <translation>Отправляет main как есть; ничего не навязывается силой</translation>
    </message>
    <message>
        <source>Filter remotes</source>
        <translation>Фильтр серверов</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Need a person</source>
        <translation>Нужен человек</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Ошибка</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>В порядке</translation>
    </message>
    <message>
        <source>No remote</source>
        <translation>Без сервера</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Копировать как команду</translation>
    </message>
    <message>
        <source>There are no spaces, so there are no remotes.</source>
        <translation>Нет пространств, поэтому нет и серверов.</translation>
    </message>
    <message>
        <source>Could not read the remotes.</source>
        <translation>Не удалось прочитать серверы.</translation>
    </message>
    <message>
        <source>No remote matches.</source>
        <translation>Ничего не найдено.</translation>
    </message>
    <message>
        <source>No space follows a branch of a git server. Settings, Remotes has the address for all of them.</source>
        <translation>Ни одно пространство не следует за веткой сервера git. Адрес для всех задаётся в настройках, раздел «Серверы git».</translation>
    </message>
    <message numerus="yes">
        <source>%n remote(s) wait for a person. Wiki and vaults go on meanwhile.</source>
        <translation>
            <numerusform>%n сервер ждёт решения человека. Вики и хранилища работают дальше.</numerusform>
            <numerusform>%n сервера ждут решения человека. Вики и хранилища работают дальше.</numerusform>
            <numerusform>%n серверов ждут решения человека. Вики и хранилища работают дальше.</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking %1 …</source>
        <translation>Спрашиваем %1 …</translation>
    </message>
    <message>
        <source>Trust this server?</source>
        <translation>Доверять этому серверу?</translation>
    </message>
    <message>
        <source>Its key is not known yet. Compare the fingerprint with what the server&apos;s administrator says; whoever shows another one may be somebody in between.</source>
        <translation>Его ключ ещё не известен. Сравните отпечаток с тем, что называет администратор сервера; другой отпечаток может показывать посторонний посередине.</translation>
    </message>
    <message>
        <source>Trust the key</source>
        <translation>Доверять ключу</translation>
    </message>
    <message>
        <source>I have compared the fingerprint</source>
        <translation>Я сравнил отпечаток</translation>
    </message>
    <message>
        <source>Push main to the branch %1?</source>
        <translation>Отправить main в ветку %1?</translation>
    </message>
    <message numerus="yes">
        <source>%n commit(s) of main that the remote lacks</source>
        <translation>
            <numerusform>%n коммит main, которого нет на сервере</numerusform>
            <numerusform>%n коммита main, которых нет на сервере</numerusform>
            <numerusform>%n коммитов main, которых нет на сервере</numerusform>
        </translation>
    </message>
    <message>
        <source>Push</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Fetching what stands at %1 …</source>
        <translation>Получаем то, что есть на %1 …</translation>
    </message>
    <message>
        <source>Follow the remote of %1?</source>
        <translation>Следовать серверу пространства %1?</translation>
    </message>
    <message numerus="yes">
        <source>What the remote has counts from now on, also in the wiki. %n commit(s) of main are not part of it; they stay reachable under refs/wikivault/rescue.</source>
        <translation>
            <numerusform>С этого момента верно то, что на сервере, в том числе для вики. %n коммит main в него не входит; он остаётся доступен под refs/wikivault/rescue.</numerusform>
            <numerusform>С этого момента верно то, что на сервере, в том числе для вики. %n коммита main в него не входят; они остаются доступны под refs/wikivault/rescue.</numerusform>
            <numerusform>С этого момента верно то, что на сервере, в том числе для вики. %n коммитов main в него не входят; они остаются доступны под refs/wikivault/rescue.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only there: %1</source>
        <translation>Только там: %1</translation>
    </message>
    <message>
        <source>Differs: %1</source>
        <translation>Различается: %1</translation>
    </message>
    <message>
        <source>Only here: %1</source>
        <translation>Только здесь: %1</translation>
    </message>
    <message>
        <source>Follow the remote</source>
        <translation>Следовать серверу</translation>
    </message>
    <message>
        <source>Leave it stopped</source>
        <translation>Оставить остановленным</translation>
    </message>
    <message>
        <source>As the last run saw them; nothing is ever forced. Commits keep their authors; in the wiki their changes are the sync account&apos;s.</source>
        <translation>Такими их видел последний прогон; ничего не навязывается силой. Коммиты сохраняют авторов; в вики их правки принадлежат учётной записи синхронизации.</translation>
    </message>
    <message>
        <source>The branch %1 stays as it is, and the space keeps following it unless you say otherwise.</source>
        <translation>Ветка %1 остаётся как есть, и пространство по-прежнему следует ей, если не указать иное.</translation>
    </message>
    <message>
        <source>From then on the space follows %1</source>
        <translation>Дальше пространство следует за %1</translation>
    </message>
    <message>
        <source>Shows what people pushed; the next run takes it in</source>
        <translation>Показывает, что отправили люди; примет это следующий запуск</translation>
    </message>
    <message>
        <source>%1: nothing new at the remote.</source>
        <translation>%1: в удалённом репозитории нет нового.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n commit(s) came. The next run takes them in.</source>
        <translation>
            <numerusform>%1: получен %n коммит. Его примет следующий запуск.</numerusform>
            <numerusform>%1: получено %n коммита. Их примет следующий запуск.</numerusform>
            <numerusform>%1: получено %n коммитов. Их примет следующий запуск.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 by %2, %3: %4</source>
        <translation>%1, автор %2, %3: %4</translation>
    </message>
</context>
<context>
    <name>wikivault::RenderedView</name>
    <message>
        <source>Wiki and git as their readers see them</source>
        <translation>Вики и git глазами читателя</translation>
    </message>
    <message>
        <source>The page is longer than what is shown here. Source shows all of it.</source>
        <translation>Страница длиннее показанного. Целиком — в режиме «Исходник».</translation>
    </message>
</context>
<context>
    <name>wikivault::ResultPane</name>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>The result as its readers will see it</source>
        <translation>Результат, каким его увидят читатели</translation>
    </message>
</context>
<context>
    <name>wikivault::ReviewTools</name>
    <message>
        <source>Use Wiki</source>
        <translation>Взять вики</translation>
    </message>
    <message>
        <source>Ctrl+2</source>
        <translation>Ctrl+2</translation>
    </message>
    <message>
        <source>Use Git</source>
        <translation>Взять Git</translation>
    </message>
    <message>
        <source>Ctrl+3</source>
        <translation>Ctrl+3</translation>
    </message>
    <message>
        <source>Wiki, then Git</source>
        <translation>Вики, затем Git</translation>
    </message>
    <message>
        <source>Both texts, the wiki&apos;s first</source>
        <translation>Оба текста, сначала вики</translation>
    </message>
    <message>
        <source>Git, then Wiki</source>
        <translation>Git, затем вики</translation>
    </message>
    <message>
        <source>Both texts, git&apos;s first</source>
        <translation>Оба текста, сначала git</translation>
    </message>
    <message>
        <source>Merge words</source>
        <translation>Объединить слова</translation>
    </message>
    <message>
        <source>The changed words of both; where they meet, both stand there to be tidied</source>
        <translation>Изменённые слова обеих сторон; где они встречаются, остаются оба варианта</translation>
    </message>
    <message>
        <source>Use Base</source>
        <translation>Взять основу</translation>
    </message>
    <message>
        <source>As it was before both changes (Ctrl+1)</source>
        <translation>Как было до обоих изменений (Ctrl+1)</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Правка</translation>
    </message>
    <message>
        <source>Write a text of your own (F2)</source>
        <translation>Написать свой текст (F2)</translation>
    </message>
    <message>
        <source>Keep the page with the wiki&apos;s text</source>
        <translation>Оставить страницу с текстом вики</translation>
    </message>
    <message>
        <source>Let it stay deleted (wiki trash, 30 days)</source>
        <translation>Оставить удалённой (корзина вики, 30 дней)</translation>
    </message>
    <message>
        <source>Keep the page with Git&apos;s text</source>
        <translation>Оставить страницу с текстом Git</translation>
    </message>
    <message>
        <source>Let it stay deleted (file removed)</source>
        <translation>Оставить удалённой (файл убран)</translation>
    </message>
</context>
<context>
    <name>wikivault::RunComparison</name>
    <message>
        <source>Compare</source>
        <translation>Сравнение</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Сравнение…</translation>
    </message>
    <message>
        <source>The two states cannot be compared</source>
        <translation>Эти состояния нельзя сравнить</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменение</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Pages that differ</source>
        <translation>Различающиеся страницы</translation>
    </message>
    <message>
        <source>After run %1</source>
        <translation>После запуска %1</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Сейчас</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1  →  %2</source>
        <translation>%1  →  %2</translation>
    </message>
    <message>
        <source>The vault was the same both times.</source>
        <translation>Хранилище оба раза было одинаковым.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n page(s) with differences</source>
        <translation>
            <numerusform>%1: %n страница с различиями</numerusform>
            <numerusform>%1: %n страницы с различиями</numerusform>
            <numerusform>%1: %n страниц с различиями</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wikivault::RunDetail</name>
    <message>
        <source>This run changed no page.</source>
        <translation>Этот запуск не изменил ни одной страницы.</translation>
    </message>
    <message>
        <source>The pages of the run could not be read.</source>
        <translation>Не удалось прочитать страницы запуска.</translation>
    </message>
    <message>
        <source>No page failed in this run.</source>
        <translation>В этом запуске ни одна страница не дала сбоя.</translation>
    </message>
    <message>
        <source>Show all pages</source>
        <translation>Показать все страницы</translation>
    </message>
    <message>
        <source>What this run does is noted at its end.</source>
        <translation>Сделанное этим запуском записывается в его конце.</translation>
    </message>
    <message>
        <source>What this run did is not known.</source>
        <translation>Что сделал этот запуск, неизвестно.</translation>
    </message>
    <message>
        <source>A program that is killed notes nothing. What reached the wiki or git stays there, and the next run goes on from it.</source>
        <translation>Прерванная программа ничего не записывает. Что дошло до вики или git, там и остаётся, и следующий запуск продолжит с этого места.</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>длился %1</translation>
    </message>
    <message>
        <source>git begins at %1</source>
        <translation>git начинается с %1</translation>
    </message>
    <message>
        <source>git %1 → %2</source>
        <translation>git %1 → %2</translation>
    </message>
    <message>
        <source>takes run %1 back</source>
        <translation>отменяет запуск %1</translation>
    </message>
    <message>
        <source>plan %1</source>
        <translation>план %1</translation>
    </message>
    <message>
        <source>Run %1, %2: %3</source>
        <translation>Запуск %1, %2: %3</translation>
    </message>
    <message>
        <source>No run selected</source>
        <translation>Запуск не выбран</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>These runs changed no page: they never began.</source>
        <translation>Эти запуски не изменили ни одной страницы: они не начались.</translation>
    </message>
    <message>
        <source>Fold these runs</source>
        <translation>Свернуть эти запуски</translation>
    </message>
    <message>
        <source>Show these runs</source>
        <translation>Показать эти запуски</translation>
    </message>
    <message>
        <source>Pages  %1</source>
        <translation>Страницы  %1</translation>
    </message>
    <message>
        <source>Errors  %1</source>
        <translation>Ошибки  %1</translation>
    </message>
    <message>
        <source>Before/After</source>
        <translation>До и после</translation>
    </message>
    <message>
        <source>Log  %1</source>
        <translation>Журнал  %1</translation>
    </message>
    <message>
        <source>Choose a page.</source>
        <translation>Выберите страницу.</translation>
    </message>
    <message>
        <source>The run noted no text of this page.</source>
        <translation>Запуск не записал текста этой страницы.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>До</translation>
    </message>
    <message>
        <source>After run %1</source>
        <translation>После запуска %1</translation>
    </message>
    <message>
        <source>Undo this run…</source>
        <translation>Отменить…</translation>
    </message>
    <message>
        <source>Shows first, as a plan, what taking it back would do on both sides</source>
        <translation>Сначала покажет планом, что отмена сделает на обеих сторонах</translation>
    </message>
    <message>
        <source>Run again…</source>
        <translation>Повторить…</translation>
    </message>
    <message>
        <source>Copy run id</source>
        <translation>Копировать id запуска</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Как команду</translation>
    </message>
    <message>
        <source>The same run for wikivaultctl</source>
        <translation>Тот же запуск для wikivaultctl</translation>
    </message>
    <message>
        <source>Every page the run had to do with, problems first</source>
        <translation>Все страницы запуска, сначала те, с которыми есть проблемы</translation>
    </message>
    <message>
        <source>Pages that failed, with the reason and what can be done</source>
        <translation>Страницы со сбоями: причина и что можно сделать</translation>
    </message>
    <message>
        <source>The text of the chosen page before this run and after it</source>
        <translation>Текст выбранной страницы до этого запуска и после него</translation>
    </message>
    <message>
        <source>What this console logged about the run and, while it ran, its space</source>
        <translation>Что эта консоль записала о запуске и, пока он шёл, о его пространстве</translation>
    </message>
    <message>
        <source>History of the page…</source>
        <translation>История страницы…</translation>
    </message>
    <message>
        <source>The versions of the page chosen below, on both sides</source>
        <translation>Версии страницы, выбранной ниже, на обеих сторонах</translation>
    </message>
    <message>
        <source>Pages of the run</source>
        <translation>Страницы запуска</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>До и после</translation>
    </message>
    <message>
        <source>Log of the run</source>
        <translation>Журнал запуска</translation>
    </message>
    <message>
        <source>This console logged nothing about this run. It keeps the last %1 lines since its start.</source>
        <translation>Эта консоль ничего не записала об этом запуске. Она хранит последние %1 строк с момента своего старта.</translation>
    </message>
    <message>
        <source>Nothing logged yet.</source>
        <translation>Журнал пока пуст.</translation>
    </message>
    <message>
        <source>Open the log</source>
        <translation>Открыть журнал</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Этапы</translation>
    </message>
    <message>
        <source>How long each phase takes is noted at the end of the run.</source>
        <translation>Сколько занял каждый этап, записывается в конце прогона.</translation>
    </message>
    <message>
        <source>How long the phases of this run took is not known here.</source>
        <translation>Сколько заняли этапы этого прогона, здесь неизвестно.</translation>
    </message>
    <message>
        <source>The strip at the bottom shows the phase at hand.</source>
        <translation>Текущий этап показан в полосе внизу.</translation>
    </message>
    <message>
        <source>It stands in the log of the program that ran it, unless all were short; this window keeps the lines since its start. &quot;wikivaultctl log --run %1&quot; looks for older ones.</source>
        <translation>Это есть в журнале программы, которая его выполнила, если этапы не были совсем короткими; окно хранит строки с момента своего запуска. Более ранние ищет «wikivaultctl log --run %1».</translation>
    </message>
    <message>
        <source>How long each phase of the run took</source>
        <translation>Сколько занял каждый этап прогона</translation>
    </message>
    <message>
        <source>Phases of the run</source>
        <translation>Этапы прогона</translation>
    </message>
</context>
<context>
    <name>wikivault::RunFolds</name>
    <message numerus="yes">
        <source>%n skip(s)</source>
        <translation>
            <numerusform>%n пропуск</numerusform>
            <numerusform>%n пропуска</numerusform>
            <numerusform>%n пропусков</numerusform>
        </translation>
    </message>
    <message>
        <source>for several reasons</source>
        <translation>по разным причинам</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>развёрнуто</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>свёрнуто</translation>
    </message>
    <message>
        <source>Fold these runs (Return)</source>
        <translation>Свернуть эти запуски (Ввод)</translation>
    </message>
    <message>
        <source>Show these runs (Return)</source>
        <translation>Показать эти запуски (Ввод)</translation>
    </message>
</context>
<context>
    <name>wikivault::RunItemModel</name>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Путь</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Изменение</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Примечание</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>из %1</translation>
    </message>
</context>
<context>
    <name>wikivault::RunItemNote</name>
    <message>
        <source>Review</source>
        <translation>Разобрать</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Копировать подробности</translation>
    </message>
    <message>
        <source>The page and what is said of it</source>
        <translation>Страница и что о ней сказано</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>wikivault::RunListModel</name>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
    <message>
        <source>What it did</source>
        <translation>Что сделано</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Начало</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Длился</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Запуск</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) to review</source>
        <translation>
            <numerusform>%n конфликт на разбор</numerusform>
            <numerusform>%n конфликта на разбор</numerusform>
            <numerusform>%n конфликтов на разбор</numerusform>
        </translation>
    </message>
    <message>
        <source>: “%1”</source>
        <translation>: «%1»</translation>
    </message>
    <message>
        <source>Not ended yet; what it does is noted at its end.</source>
        <translation>Ещё не закончился; сделанное записывается в конце.</translation>
    </message>
</context>
<context>
    <name>wikivault::RunPage</name>
    <message>
        <source>Runs</source>
        <translation>Запуски</translation>
    </message>
    <message>
        <source>Undo this run…</source>
        <translation>Отменить…</translation>
    </message>
    <message>
        <source>Run again…</source>
        <translation>Повторить…</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Как команду</translation>
    </message>
    <message>
        <source>Copy run id</source>
        <translation>Копировать id запуска</translation>
    </message>
    <message numerus="yes">
        <source>Export %n run(s)</source>
        <translation>
            <numerusform>Выгрузить %n запуск</numerusform>
            <numerusform>Выгрузить %n запуска</numerusform>
            <numerusform>Выгрузить %n запусков</numerusform>
        </translation>
    </message>
    <message>
        <source>Table (*.csv);;JSON (*.json)</source>
        <translation>Таблица (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>Поиск запусков</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Идут</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Сделано</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Проблемы</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Конфликты</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлено</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущено</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Выгрузить…</translation>
    </message>
    <message>
        <source>Writes the runs shown here to a file, CSV or JSON</source>
        <translation>Записывает показанные запуски в файл CSV или JSON</translation>
    </message>
    <message>
        <source>No runs recorded by this console yet.</source>
        <translation>Эта консоль ещё не записала ни одного запуска.</translation>
    </message>
    <message>
        <source>Runs made elsewhere show only what git and the server report.</source>
        <translation>О запусках в других местах видно лишь то, что сообщают git и сервер.</translation>
    </message>
    <message>
        <source>The runs could not be read.</source>
        <translation>Не удалось прочитать запуски.</translation>
    </message>
    <message>
        <source>No run matches.</source>
        <translation>Подходящих запусков нет.</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s). As of %1.</source>
        <translation>
            <numerusform>%n запуск. На %1.</numerusform>
            <numerusform>%n запуска. На %1.</numerusform>
            <numerusform>%n запусков. На %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Сравнить…</translation>
    </message>
    <message>
        <source>Compare the two…</source>
        <translation>Сравнить оба…</translation>
    </message>
    <message>
        <source>Compare with now…</source>
        <translation>Сравнить с текущим…</translation>
    </message>
    <message>
        <source>These runs are of two spaces</source>
        <translation>Это запуски двух разных пространств</translation>
    </message>
    <message>
        <source>Pages that differ between the vault after one run and after another, or now (Ctrl+Shift+D). Select two with Ctrl.</source>
        <translation>Страницы, которыми хранилище после одного запуска отличается от хранилища после другого или сейчас (Ctrl+Shift+D). Два выбирают с Ctrl.</translation>
    </message>
    <message>
        <source>Show or fold skipped runs</source>
        <translation>Показать или свернуть пропуски</translation>
    </message>
    <message numerus="yes">
        <source>The newest %n run(s). As of %1.</source>
        <translation>
            <numerusform>Последний %n запуск. По состоянию на %1.</numerusform>
            <numerusform>Последние %n запуска. По состоянию на %1.</numerusform>
            <numerusform>Последние %n запусков. По состоянию на %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Сбросить поиск</translation>
    </message>
    <message>
        <source>Numbers that are missing were looks that found nothing new.</source>
        <translation>Недостающие номера — проверки, не нашедшие ничего нового.</translation>
    </message>
</context>
<context>
    <name>wikivault::RunScope</name>
    <message>
        <source>Runs of which space</source>
        <translation>Запуски какого пространства</translation>
    </message>
    <message>
        <source>Runs that began for which reason</source>
        <translation>Запуски по какой причине</translation>
    </message>
    <message>
        <source>Runs of which days</source>
        <translation>Запуски за какие дни</translation>
    </message>
    <message>
        <source>Any reason</source>
        <translation>Любая причина</translation>
    </message>
    <message>
        <source>Any day</source>
        <translation>Любой день</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Последний %n день</numerusform>
            <numerusform>Последние %n дня</numerusform>
            <numerusform>Последние %n дней</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wikivault::RunStrip</name>
    <message>
        <source>Running</source>
        <translation>Идёт запуск</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Ход запуска</translation>
    </message>
    <message>
        <source>Stop after this page</source>
        <translation>Остановить после страницы</translation>
    </message>
    <message>
        <source>Finishes the current page, releases the lock</source>
        <translation>Завершает текущую страницу и снимает блокировку</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>начало</translation>
    </message>
    <message>
        <source>  “%1”</source>
        <translation>  «%1»</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Остановка…</translation>
    </message>
</context>
<context>
    <name>wikivault::RunTimeline</name>
    <message>
        <source>Timeline of the runs</source>
        <translation>Лента запусков</translation>
    </message>
    <message>
        <source>%1, %2: %3, %4</source>
        <translation>%1, %2: %3, %4</translation>
    </message>
</context>
<context>
    <name>wikivault::ScheduleModel</name>
    <message>
        <source>Running</source>
        <translation>Идёт запуск</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Пора</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Ждёт</translation>
    </message>
    <message>
        <source>Waits after failures</source>
        <translation>Ждёт после сбоев</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Отключено</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Next run</source>
        <translation>Следующий запуск</translation>
    </message>
    <message>
        <source>Looks every</source>
        <translation>Проверка каждые</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Сбои</translation>
    </message>
    <message>
        <source>Last success</source>
        <translation>Успешно</translation>
    </message>
    <message>
        <source>A run is on its way.</source>
        <translation>Запуск уже идёт.</translation>
    </message>
    <message>
        <source>Runs as soon as there is room for it.</source>
        <translation>Запустится, как только освободится место.</translation>
    </message>
    <message>
        <source>Every failure makes the wait longer, up to an hour.</source>
        <translation>Каждый сбой удлиняет ожидание, не более часа.</translation>
    </message>
    <message>
        <source>No run begins until then.</source>
        <translation>До этого запуски не начинаются.</translation>
    </message>
    <message>
        <source>Sync is switched off.</source>
        <translation>Синхронизация выключена.</translation>
    </message>
    <message>
        <source>It changed; the next run comes soon.</source>
        <translation>Изменилось; запуск скоро.</translation>
    </message>
    <message>
        <source>Nothing to do; a change would be noticed at once.</source>
        <translation>Делать нечего; изменение будет замечено сразу.</translation>
    </message>
    <message>
        <source>when resumed</source>
        <translation>после возобновления</translation>
    </message>
    <message>
        <source>now</source>
        <translation>сейчас</translation>
    </message>
    <message>
        <source>never</source>
        <translation>никогда</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>через %1</translation>
    </message>
    <message>
        <source>Not enabled.</source>
        <translation>Не включено.</translation>
    </message>
    <message>
        <source>Observer</source>
        <translation>Наблюдатель</translation>
    </message>
    <message>
        <source>This console does not poll it.</source>
        <translation>Эта консоль его не опрашивает.</translation>
    </message>
    <message>
        <source>Driven by %1.</source>
        <translation>Ведёт %1.</translation>
    </message>
    <message>
        <source>This console was started read-only.</source>
        <translation>Консоль запущена только для чтения.</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Тихие часы</translation>
    </message>
    <message>
        <source>No run begins by itself until then; one by hand does.</source>
        <translation>До тех пор ни один запуск не начнётся сам; вручную – начнётся.</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>Разброс</translation>
    </message>
    <message>
        <source>Every wait of this space is longer by this much, so that the spaces do not all run at once.</source>
        <translation>Каждое ожидание этого пространства длиннее на столько, чтобы пространства не запускались все сразу.</translation>
    </message>
</context>
<context>
    <name>wikivault::SchedulePage</name>
    <message>
        <source>Schedule</source>
        <translation>Расписание</translation>
    </message>
    <message>
        <source>Pause…</source>
        <translation>Пауза…</translation>
    </message>
    <message>
        <source>No run of the selected spaces begins for a while</source>
        <translation>Запуски выбранных пространств некоторое время не начинаются</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Возобновить</translation>
    </message>
    <message>
        <source>Runs of the selected spaces may begin again</source>
        <translation>Запуски выбранных пространств снова разрешены</translation>
    </message>
    <message>
        <source>Run due now…</source>
        <translation>Запустить готовые…</translation>
    </message>
    <message>
        <source>Runs what is due or waits after failures (Ctrl+Return)</source>
        <translation>Запускает то, чему пора или что ждёт после сбоев (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Filter schedule</source>
        <translation>Поиск в расписании</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Идёт запуск</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Пора</translation>
    </message>
    <message>
        <source>After failures</source>
        <translation>После сбоев</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Ждёт</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Отключено</translation>
    </message>
    <message>
        <source>There is nothing to plan yet.</source>
        <translation>Планировать пока нечего.</translation>
    </message>
    <message>
        <source>The spaces of the wiki have not been read.</source>
        <translation>Пространства вики ещё не прочитаны.</translation>
    </message>
    <message>
        <source>No space matches.</source>
        <translation>Подходящих пространств нет.</translation>
    </message>
    <message>
        <source>This console was started read-only: it plans nothing.</source>
        <translation>Консоль запущена только для чтения: она ничего не планирует.</translation>
    </message>
    <message>
        <source>This console does not poll: another program keeps these spaces in step.</source>
        <translation>Консоль не опрашивает: эти пространства синхронизирует другая программа.</translation>
    </message>
    <message>
        <source>Sync is switched off, so nothing is planned. Turn it on at the top right.</source>
        <translation>Синхронизация выключена, поэтому ничего не запланировано. Включите её справа вверху.</translation>
    </message>
    <message>
        <source>Looks at a space every %1, %2 after a change, every %3 while it rests.</source>
        <translation>Проверяет пространство каждые %1, через %2 после изменения, каждые %3 в покое.</translation>
    </message>
    <message numerus="yes">
        <source>Run %n due now…</source>
        <translation>
            <numerusform>Запустить %n…</numerusform>
            <numerusform>Запустить %n…</numerusform>
            <numerusform>Запустить %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>When the spaces run next is not known.</source>
        <translation>Когда будут следующие запуски, неизвестно.</translation>
    </message>
    <message>
        <source>The wiki does not answer: no run begins before it does.</source>
        <translation>Вики не отвечает: пока она не ответит, запусков не будет.</translation>
    </message>
    <message>
        <source>Observer</source>
        <translation>Наблюдатель</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Тихие часы</translation>
    </message>
    <message>
        <source>Quiet hours: %1.</source>
        <translation>Тихие часы: %1.</translation>
    </message>
</context>
<context>
    <name>wikivault::SecretField</name>
    <message>
        <source>Keep in keyring</source>
        <translation>Хранить в связке ключей</translation>
    </message>
    <message>
        <source>Stored by the desktop, for every start</source>
        <translation>Хранится рабочим столом, для каждого запуска</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Забыть</translation>
    </message>
    <message>
        <source>Take it out of the keyring</source>
        <translation>Убрать из связки ключей</translation>
    </message>
    <message>
        <source>Asking the keyring; it may want to be unlocked…</source>
        <translation>Обращение к связке ключей; возможно, её надо разблокировать…</translation>
    </message>
    <message>
        <source>Used until the console closes, unless it is kept in the keyring.</source>
        <translation>Действует до закрытия консоли, если не хранить в связке ключей.</translation>
    </message>
    <message>
        <source>Kept in the keyring of this desktop.</source>
        <translation>Хранится в связке ключей этого рабочего стола.</translation>
    </message>
    <message>
        <source>None is given.</source>
        <translation>Не задан.</translation>
    </message>
    <message>
        <source>Printed by a command: %1</source>
        <translation>Его печатает команда: %1</translation>
    </message>
</context>
<context>
    <name>wikivault::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Profile %1</source>
        <translation>Профиль %1</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Соединения</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Среда</translation>
    </message>
    <message>
        <source>Wiki database</source>
        <translation>База данных вики</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>None: file locks in the vaults</source>
        <translation>Нет: файловые блокировки в хранилищах</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>Каталог данных</translation>
    </message>
    <message>
        <source>Syncing</source>
        <translation>Синхронизация</translation>
    </message>
    <message>
        <source>Service user id</source>
        <translation>Id служебного пользователя</translation>
    </message>
    <message>
        <source>The wiki user that writes, as a UUID</source>
        <translation>Пользователь вики, от имени которого пишут, UUID</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Конфликты</translation>
    </message>
    <message>
        <source>When both changed the same block</source>
        <translation>Если обе стороны изменили блок</translation>
    </message>
    <message>
        <source>Spaces</source>
        <translation>Пространства</translation>
    </message>
    <message>
        <source>Sync all spaces</source>
        <translation>Синхронизировать все пространства</translation>
    </message>
    <message>
        <source>Sync none</source>
        <translation>Не синхронизировать ни одного</translation>
    </message>
    <message>
        <source>Writing to the wiki</source>
        <translation>Запись в вики</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Автоматически</translation>
    </message>
    <message>
        <source>Through its API</source>
        <translation>Через её API</translation>
    </message>
    <message>
        <source>Straight into the database (server is off)</source>
        <translation>Прямо в базу данных (сервер выключен)</translation>
    </message>
    <message>
        <source>Never: plan and hold</source>
        <translation>Никогда: планировать и откладывать</translation>
    </message>
    <message>
        <source>Look for changes every</source>
        <translation>Искать изменения каждые</translation>
    </message>
    <message>
        <source> s</source>
        <translation> с</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Внешний вид</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Used from the next start of the console on.</source>
        <translation>Вступит в силу при следующем старте консоли.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Password of the API</source>
        <translation>Пароль API</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Вложения</translation>
    </message>
    <message>
        <source>Leave them in the wiki</source>
        <translation>Оставлять в вики</translation>
    </message>
    <message>
        <source>Carry them in the vaults</source>
        <translation>Переносить в хранилища</translation>
    </message>
    <message>
        <source>Files that pages show</source>
        <translation>Файлы, упомянутые в страницах</translation>
    </message>
    <message>
        <source>The wiki&apos;s API</source>
        <translation>API вики</translation>
    </message>
    <message>
        <source>API address</source>
        <translation>Адрес API</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Адрес</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Учётная запись</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Pages that somebody has open</source>
        <translation>Страницы, открытые у кого-то</translation>
    </message>
    <message>
        <source>Wait until they are closed, at most 10 minutes</source>
        <translation>Ждать, пока их закроют, не дольше 10 минут</translation>
    </message>
    <message>
        <source>Merge and write at once</source>
        <translation>Объединить и записать сразу</translation>
    </message>
    <message>
        <source>While somebody has a page open</source>
        <translation>Пока страница у кого-то открыта</translation>
    </message>
    <message>
        <source>Remotes</source>
        <translation>Серверы git</translation>
    </message>
    <message>
        <source>Address of the remotes</source>
        <translation>Адрес серверов git</translation>
    </message>
    <message>
        <source>Address, with {slug} or {spaceId}</source>
        <translation>Адрес, с {slug} или {spaceId}</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Ветка</translation>
    </message>
    <message>
        <source>SSH key</source>
        <translation>Ключ SSH</translation>
    </message>
    <message>
        <source>None: the keys of the SSH agent</source>
        <translation>Нет: ключи агента SSH</translation>
    </message>
    <message>
        <source>SSH key (a file)</source>
        <translation>Ключ SSH (файл)</translation>
    </message>
    <message>
        <source>A password in the database&apos;s address is used until the console closes and is not saved. Below the address it can be kept in the keyring.</source>
        <translation>Пароль в адресе базы данных действует до закрытия консоли и не сохраняется. Под адресом его можно хранить в связке ключей.</translation>
    </message>
    <message>
        <source>A password in the address of Redis is used until the console closes and is not saved; REDIS_URL in the environment has it at every start.</source>
        <translation>Пароль в адресе Redis действует до закрытия консоли и не сохраняется; с REDIS_URL в окружении он есть при каждом запуске.</translation>
    </message>
    <message>
        <source>Password of the database</source>
        <translation>Пароль базы данных</translation>
    </message>
    <message>
        <source>None is given; PostgreSQL&apos;s own ~/.pgpass is asked.</source>
        <translation>Не задан; PostgreSQL смотрит в свой ~/.pgpass.</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>Её пароль</translation>
    </message>
    <message>
        <source>Stay in the tray when the window is closed</source>
        <translation>Оставаться в области уведомлений, когда окно закрыто</translation>
    </message>
    <message>
        <source>It goes on looking for changes there, and shows the worst state.</source>
        <translation>Там консоль продолжает искать изменения и показывает худшее состояние.</translation>
    </message>
    <message>
        <source>Closing the window quits.</source>
        <translation>При закрытии окна программа завершается.</translation>
    </message>
    <message>
        <source>While no space is enabled</source>
        <translation>Пока ни одно не включено</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Высокий контраст</translation>
    </message>
    <message>
        <source>Desktop notices</source>
        <translation>Уведомления рабочего стола</translation>
    </message>
    <message>
        <source>Tell the desktop of</source>
        <translation>О чём уведомлять</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Тихие часы</translation>
    </message>
    <message>
        <source>What began meanwhile and still is so is told at their end.</source>
        <translation>О том, что началось за это время и не прошло, сообщается по их окончании.</translation>
    </message>
    <message>
        <source>Saved in the profile file, without passwords. What the environment or the command line sets wins over it at the next start. Appearance and notices are this window&apos;s own and change at once.</source>
        <translation>Сохраняется в файле профиля, без паролей. Заданное переменными окружения или в командной строке при следующем запуске сильнее. Вид и уведомления относятся только к этому окну и меняются сразу.</translation>
    </message>
    <message>
        <source>Address in a browser</source>
        <translation>Адрес в браузере</translation>
    </message>
    <message>
        <source>As the API address says</source>
        <translation>Как в адресе API</translation>
    </message>
    <message>
        <source>In a browser</source>
        <translation>В браузере</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Расписание</translation>
    </message>
    <message>
        <source>Remember runs for</source>
        <translation>Помнить запуски</translation>
    </message>
    <message>
        <source> days</source>
        <translation> дней</translation>
    </message>
    <message>
        <source>No run begins by itself in them; one by hand does.</source>
        <translation>В эти часы ни один запуск не начинается сам; вручную – начинается.</translation>
    </message>
</context>
<context>
    <name>wikivault::SettingsSearch</name>
    <message>
        <source>No setting is called that.</source>
        <translation>Такой настройки нет.</translation>
    </message>
    <message>
        <source>Search the settings (Ctrl+F)</source>
        <translation>Поиск по настройкам (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Поиск по настройкам</translation>
    </message>
</context>
<context>
    <name>wikivault::SettledModel</name>
    <message>
        <source>Page</source>
        <translation>Страница</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Как решено</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Не взято</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Когда</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>the wiki&apos;s text</source>
        <translation>текст вики</translation>
    </message>
    <message>
        <source>git&apos;s text</source>
        <translation>текст git</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>решено</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>просмотрено</translation>
    </message>
    <message>
        <source>new</source>
        <translation>новое</translation>
    </message>
    <message>
        <source>put back</source>
        <translation>возвращено</translation>
    </message>
</context>
<context>
    <name>wikivault::SettledView</name>
    <message>
        <source>Settled conflicts</source>
        <translation>Решённые конфликты</translation>
    </message>
    <message>
        <source>Put the text back…</source>
        <translation>Вернуть текст…</translation>
    </message>
    <message>
        <source>Mark seen</source>
        <translation>Просмотрено</translation>
    </message>
    <message>
        <source>It was right; the text that was left out stays here</source>
        <translation>Всё верно; невзятый текст остаётся здесь</translation>
    </message>
    <message>
        <source>Shown as a plan first</source>
        <translation>Сначала показывается планом</translation>
    </message>
    <message>
        <source>Nobody has settled a conflict yet.</source>
        <translation>Люди ещё не решили ни одного конфликта.</translation>
    </message>
    <message>
        <source>No rule settled a conflict.</source>
        <translation>По правилам ещё ничего не решено.</translation>
    </message>
    <message>
        <source>What people decide stays here with the text they did not take.</source>
        <translation>Решения людей хранятся здесь вместе с невзятым текстом.</translation>
    </message>
    <message>
        <source>Where a space&apos;s rule lets one side win, the other side&apos;s text is kept here and can be put back.</source>
        <translation>Если по правилу пространства взята одна сторона, текст другой хранится здесь, и его можно вернуть.</translation>
    </message>
    <message>
        <source>The settled conflicts could not be read.</source>
        <translation>Не удалось прочитать решённые конфликты.</translation>
    </message>
    <message>
        <source>No settled conflict matches.</source>
        <translation>Подходящих решённых конфликтов нет.</translation>
    </message>
    <message>
        <source>Select a page to see what was left out.</source>
        <translation>Выберите страницу, чтобы увидеть, что не взято.</translation>
    </message>
    <message>
        <source>Reading the texts…</source>
        <translation>Чтение текстов…</translation>
    </message>
    <message>
        <source>Put the wiki&apos;s text back…</source>
        <translation>Вернуть текст вики…</translation>
    </message>
    <message>
        <source>Put git&apos;s text back…</source>
        <translation>Вернуть текст git…</translation>
    </message>
    <message>
        <source>%1, %2, run %3</source>
        <translation>%1, %2, запуск %3</translation>
    </message>
    <message>
        <source>Wiki, left out</source>
        <translation>Вики, не взято</translation>
    </message>
    <message>
        <source>What stands</source>
        <translation>Что осталось</translation>
    </message>
    <message>
        <source>Git, left out</source>
        <translation>Git, не взято</translation>
    </message>
    <message>
        <source>Wiki, before</source>
        <translation>Вики, было</translation>
    </message>
</context>
<context>
    <name>wikivault::SetupSpaces</name>
    <message>
        <source>Filter spaces</source>
        <translation>Отбор пространств</translation>
    </message>
    <message>
        <source>Spaces of the wiki</source>
        <translation>Пространства вики</translation>
    </message>
    <message>
        <source>Reading the spaces…</source>
        <translation>Чтение пространств…</translation>
    </message>
    <message>
        <source>The spaces could not be read. %1 You can go on without them and enable spaces later.</source>
        <translation>Пространства не удалось прочитать. %1 Можно продолжить без них и включить пространства позже.</translation>
    </message>
    <message numerus="yes">
        <source>Without the wiki&apos;s database spaces cannot be enabled one by one: all %n are looked at.</source>
        <translation>
            <numerusform>Без базы данных вики пространства нельзя включать по одному: просматривается %n.</numerusform>
            <numerusform>Без базы данных вики пространства нельзя включать по одному: просматриваются все %n.</numerusform>
            <numerusform>Без базы данных вики пространства нельзя включать по одному: просматриваются все %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tick the spaces to enable (Space). %1 of %n chosen, %2 enabled before.</source>
        <translation>
            <numerusform>Отметьте пространства, которые нужно включить (пробел). Выбрано %1 из %n, включено раньше: %2.</numerusform>
            <numerusform>Отметьте пространства, которые нужно включить (пробел). Выбрано %1 из %n, включено раньше: %2.</numerusform>
            <numerusform>Отметьте пространства, которые нужно включить (пробел). Выбрано %1 из %n, включено раньше: %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wikivault::SetupWizard</name>
    <message>
        <source>Ready</source>
        <translation>Всё готово</translation>
    </message>
    <message>
        <source>This is what Set up does.</source>
        <translation>Вот что сделает «Настроить».</translation>
    </message>
    <message>
        <source>Folder of the demo</source>
        <translation>Папка демонстрации</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Назад</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Далее</translation>
    </message>
    <message>
        <source>•  The profile file %1 is written, without secrets; one that is there is replaced.</source>
        <translation>•  Записывается файл профиля %1, без секретов; существующий заменяется.</translation>
    </message>
    <message>
        <source>•  The demo wiki and its vaults are made in the folder above, unless they are there already.</source>
        <translation>•  В указанной папке создаются демонстрационная вики и её хранилища, если их там ещё нет.</translation>
    </message>
    <message>
        <source>•  The window opens with the plan of its spaces.</source>
        <translation>•  Окно открывается с планом её пространств.</translation>
    </message>
    <message>
        <source>•  The window opens with a preview of what a first run would do. It writes nothing.</source>
        <translation>•  Окно открывается с предпросмотром первого запуска. Он ничего не пишет.</translation>
    </message>
    <message>
        <source>•  At the next start these win over the profile, because they are set outside of it: %1.</source>
        <translation>•  При следующем запуске эти значения сильнее профиля, потому что заданы вне его: %1.</translation>
    </message>
    <message>
        <source>Wiki database</source>
        <translation>База данных вики</translation>
    </message>
    <message>
        <source>The wiki&apos;s API</source>
        <translation>API вики</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Folder of the vaults</source>
        <translation>Папка хранилищ</translation>
    </message>
    <message>
        <source>testing…</source>
        <translation>проверка…</translation>
    </message>
    <message>
        <source>Which wiki?</source>
        <translation>Какая вики?</translation>
    </message>
    <message>
        <source>Wikivault keeps the spaces of a Docmost or gitmost wiki equal to git repositories of Markdown files, its vaults. Nothing is written before the last step.</source>
        <translation>Wikivault держит пространства вики Docmost или gitmost равными репозиториям git с файлами Markdown — хранилищам. До последнего шага ничего не пишется.</translation>
    </message>
    <message>
        <source>The settings at hand cannot be used:</source>
        <translation>Имеющиеся настройки нельзя использовать:</translation>
    </message>
    <message>
        <source>A wiki, by its database</source>
        <translation>Вики, через её базу данных</translation>
    </message>
    <message>
        <source>Fast, and the spaces can be chosen one by one. Reading is enough; files are written through the wiki&apos;s API.</source>
        <translation>Быстро, и пространства можно выбирать по одному. Достаточно права на чтение; файлы записываются через API вики.</translation>
    </message>
    <message>
        <source>A wiki, by its API alone</source>
        <translation>Вики, только через её API</translation>
    </message>
    <message>
        <source>An address and an account, where nobody gives away the database. Slower.</source>
        <translation>Адрес и учётная запись там, где базу данных никому не дают. Медленнее.</translation>
    </message>
    <message>
        <source>The demo: a wiki in a file, to try things on</source>
        <translation>Демонстрация: вики в файле, чтобы попробовать</translation>
    </message>
    <message>
        <source>Three spaces with vaults, a conflict to decide and past runs. No server is needed.</source>
        <translation>Три пространства с хранилищами, конфликт для решения и прошлые запуски. Сервер не нужен.</translation>
    </message>
    <message>
        <source>Name of the profile</source>
        <translation>Имя профиля</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Среда</translation>
    </message>
    <message>
        <source>How is it reached?</source>
        <translation>Как с ней соединиться?</translation>
    </message>
    <message>
        <source>Test tries a connection and writes nothing.</source>
        <translation>«Проверить» пробует соединение и ничего не пишет.</translation>
    </message>
    <message>
        <source>Service user id</source>
        <translation>Id служебного пользователя</translation>
    </message>
    <message>
        <source>A user&apos;s UUID; not needed beside the API</source>
        <translation>UUID пользователя; рядом с API не нужен</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Адрес</translation>
    </message>
    <message>
        <source>API address</source>
        <translation>Адрес API</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Учётная запись</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Or a command that prints it</source>
        <translation>Или команда, которая его печатает</translation>
    </message>
    <message>
        <source>Command that prints the password</source>
        <translation>Команда, которая печатает пароль</translation>
    </message>
    <message>
        <source>What stays on this computer?</source>
        <translation>Что остаётся на этом компьютере?</translation>
    </message>
    <message>
        <source>A git repository for each space, the journal of runs, and who may run at a time.</source>
        <translation>Репозиторий git для каждого пространства, журнал запусков и то, кто когда может работать.</translation>
    </message>
    <message>
        <source>None: file locks in the vaults</source>
        <translation>Нет: файловые блокировки в хранилищах</translation>
    </message>
    <message>
        <source>The wiki&apos;s own Redis keeps runs of several computers apart and tells which pages somebody has open.</source>
        <translation>Redis самой вики разводит запуски нескольких компьютеров и сообщает, какие страницы кто-то открыл.</translation>
    </message>
    <message>
        <source>Which spaces?</source>
        <translation>Какие пространства?</translation>
    </message>
    <message>
        <source>Set up Wikivault</source>
        <translation>Настройка Wikivault</translation>
    </message>
    <message>
        <source>1  Wiki</source>
        <translation>1  Вики</translation>
    </message>
    <message>
        <source>2  Connection</source>
        <translation>2  Соединение</translation>
    </message>
    <message>
        <source>3  This computer</source>
        <translation>3  Этот компьютер</translation>
    </message>
    <message>
        <source>4  Spaces</source>
        <translation>4  Пространства</translation>
    </message>
    <message>
        <source>5  Finish</source>
        <translation>5  Завершение</translation>
    </message>
    <message>
        <source>The account reads and writes. It has to be a member of each space, as a writer.</source>
        <translation>Учётная запись читает и пишет. Она должна быть участником каждого пространства с правом записи.</translation>
    </message>
    <message>
        <source>What changes of files are written through, while the wiki is running. Without it they are planned and held; nothing is lost.</source>
        <translation>Через него записываются правки файлов, пока вики работает. Без него они планируются и откладываются; ничего не теряется.</translation>
    </message>
    <message>
        <source>a name of letters, digits, - and _ is expected.</source>
        <translation>ожидается имя из букв, цифр, - и _.</translation>
    </message>
    <message>
        <source>&amp;Set up</source>
        <translation>&amp;Настроить</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Настроить</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
    <message>
        <source>Making the demo wiki and its vaults…</source>
        <translation>Создание демонстрационной вики и её хранилищ…</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Запись…</translation>
    </message>
    <message>
        <source>Used until the console closes, unless kept in the keyring</source>
        <translation>До закрытия консоли, если не хранить в связке ключей</translation>
    </message>
    <message>
        <source>Keep it in the keyring of this desktop</source>
        <translation>Хранить его в связке ключей этого рабочего стола</translation>
    </message>
    <message>
        <source>Still to fill in: %1.</source>
        <translation>Осталось заполнить: %1.</translation>
    </message>
    <message>
        <source>Password of the database</source>
        <translation>Пароль базы данных</translation>
    </message>
    <message>
        <source>Passwords, in addresses as well, are never saved in the profile. For every start keep one in the keyring, give a command, or set DATABASE_PASSWORD and DOCMOST_PASSWORD in the environment.</source>
        <translation>Пароли, в том числе в адресах, никогда не сохраняются в профиле. Для каждого запуска храните пароль в связке ключей, задайте команду или переменные DATABASE_PASSWORD и DOCMOST_PASSWORD в окружении.</translation>
    </message>
    <message>
        <source>•  Enabled, in the wiki: %1.</source>
        <translation>•  В вики включаются: %1.</translation>
    </message>
    <message>
        <source>•  No space is enabled yet; the window opens with the list of them.</source>
        <translation>•  Ни одно пространство ещё не включено; окно открывается со списком.</translation>
    </message>
    <message>
        <source>Enabling is noted in the wiki, at the last step. Nothing is synced by that: the window opens with a preview, and sync is off until you turn it on.</source>
        <translation>Включение отмечается в вики, на последнем шаге. Этим ещё ничего не синхронизируется: окно открывается с предпросмотром, а синхронизация выключена, пока вы её не включите.</translation>
    </message>
    <message>
        <source>Testing the connections…</source>
        <translation>Проверка соединений…</translation>
    </message>
    <message>
        <source>Not ready: %1</source>
        <translation>Не готово: %1</translation>
    </message>
</context>
<context>
    <name>wikivault::SpaceChoice</name>
    <message>
        <source>All spaces</source>
        <translation>Все пространства</translation>
    </message>
</context>
<context>
    <name>wikivault::SpaceListModel</name>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Wiki → Git</source>
        <translation>Вики → Git</translation>
    </message>
    <message>
        <source>Git → Wiki</source>
        <translation>Git → Вики</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Конфликты</translation>
    </message>
    <message>
        <source>Last success</source>
        <translation>Успешно</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Блокировка</translation>
    </message>
    <message>
        <source>%1 %2 left.</source>
        <translation>%1 Осталось %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to git</source>
        <translation>
            <numerusform>%n изменение для git</numerusform>
            <numerusform>%n изменения для git</numerusform>
            <numerusform>%n изменений для git</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to the wiki</source>
        <translation>
            <numerusform>%n изменение для вики</numerusform>
            <numerusform>%n изменения для вики</numerusform>
            <numerusform>%n изменений для вики</numerusform>
        </translation>
    </message>
    <message>
        <source>The preview found %1.</source>
        <translation>Предпросмотр нашёл: %1.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> и </translation>
    </message>
    <message>
        <source>%1 %2/%3</source>
        <translation>%1 %2/%3</translation>
    </message>
    <message>
        <source>never</source>
        <translation>никогда</translation>
    </message>
    <message>
        <source>free</source>
        <translation>свободно</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Not looked at yet; in sync when it last ran, %1.</source>
        <translation>Ещё не проверялось; при последнем запуске (%1) всё совпадало.</translation>
    </message>
    <message>
        <source>Not looked at yet.</source>
        <translation>Ещё не проверялось.</translation>
    </message>
    <message>
        <source>The preview found both sides equal.</source>
        <translation>Предпросмотр: обе стороны одинаковы.</translation>
    </message>
    <message>
        <source>Not looked at since %1. %2</source>
        <translation>С %1 не проверялось. %2</translation>
    </message>
    <message>
        <source>Next run</source>
        <translation>Следующий запуск</translation>
    </message>
    <message>
        <source>Remote</source>
        <translation>Сервер git</translation>
    </message>
</context>
<context>
    <name>wikivault::SpacePage</name>
    <message>
        <source>Spaces</source>
        <translation>Пространства</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Предпросмотр</translation>
    </message>
    <message>
        <source>What a run would do; writes nothing (Ctrl+D)</source>
        <translation>Что сделает запуск; ничего не записывает (Ctrl+D)</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>Запустить…</translation>
    </message>
    <message>
        <source>Sync the selected spaces now (Ctrl+Return)</source>
        <translation>Синхронизировать выбранные пространства (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Filter spaces</source>
        <translation>Поиск пространств</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>The wiki has no spaces yet.</source>
        <translation>В вики ещё нет пространств.</translation>
    </message>
    <message>
        <source>Create one in the wiki, then press F5.</source>
        <translation>Создайте пространство в вики и нажмите F5.</translation>
    </message>
    <message>
        <source>The spaces could not be read.</source>
        <translation>Не удалось прочитать пространства.</translation>
    </message>
    <message>
        <source>No space matches.</source>
        <translation>Подходящих пространств нет.</translation>
    </message>
    <message>
        <source>Pause…</source>
        <translation>Пауза…</translation>
    </message>
    <message>
        <source>No run of them begins for a while</source>
        <translation>Их запуски некоторое время не начинаются</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Возобновить</translation>
    </message>
    <message>
        <source>Runs of the paused ones may begin again</source>
        <translation>Запуски приостановленных снова разрешены</translation>
    </message>
    <message>
        <source>Copy run as command</source>
        <translation>Копировать команду запуска</translation>
    </message>
    <message>
        <source>Open last run</source>
        <translation>Последний запуск</translation>
    </message>
    <message>
        <source>Copy preview as command</source>
        <translation>Копировать предпросмотр как команду</translation>
    </message>
    <message>
        <source>Copy space id</source>
        <translation>Копировать id пространства</translation>
    </message>
    <message>
        <source>Reading the wiki…</source>
        <translation>Чтение вики…</translation>
    </message>
    <message numerus="yes">
        <source>Synced: %1 of %n space(s).</source>
        <translation>
            <numerusform>Синхронизируется %1 из %n пространства.</numerusform>
            <numerusform>Синхронизируется %1 из %n пространств.</numerusform>
            <numerusform>Синхронизируется %1 из %n пространств.</numerusform>
        </translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>На %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n space(s) selected</source>
        <translation>
            <numerusform>Выбрано: %n</numerusform>
            <numerusform>Выбрано: %n</numerusform>
            <numerusform>Выбрано: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n of them paused</source>
        <translation>
            <numerusform>, из них на паузе: %n</numerusform>
            <numerusform>, из них на паузе: %n</numerusform>
            <numerusform>, из них на паузе: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No space is enabled, so every one is synced: %n space(s).</source>
        <translation>
            <numerusform>Ни одно не включено, поэтому синхронизируются все: %n пространство.</numerusform>
            <numerusform>Ни одно не включено, поэтому синхронизируются все: %n пространства.</numerusform>
            <numerusform>Ни одно не включено, поэтому синхронизируются все: %n пространств.</numerusform>
        </translation>
    </message>
    <message>
        <source>No space is enabled yet. Select one and choose Enable below.</source>
        <translation>Ни одно пространство не включено. Выберите его и нажмите «Включить» внизу.</translation>
    </message>
    <message>
        <source>Disable %1? Syncing stops; the vault and its history stay as they are.</source>
        <translation>Выключить %1? Синхронизация прекратится; хранилище и его история останутся как есть.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Выключить</translation>
    </message>
    <message>
        <source>Enable %1?</source>
        <translation>Включить %1?</translation>
    </message>
    <message>
        <source>Wiki: the space&apos;s setting is written. The next run exports every live page to git and brings edits of the files back. As soon as one space is enabled, only enabled spaces are synced.</source>
        <translation>Вики: записывается настройка пространства. Следующий запуск выгрузит все живые страницы в git и вернёт правки файлов. Как только включено хотя бы одно пространство, синхронизируются лишь включённые.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Включить</translation>
    </message>
    <message>
        <source>Hold for maintenance…</source>
        <translation>Удержать…</translation>
    </message>
</context>
<context>
    <name>wikivault::SpacePeek</name>
    <message>
        <source>Open last run</source>
        <translation>Последний запуск</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ожидает</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Последний запуск</translation>
    </message>
    <message>
        <source>In the wiki</source>
        <translation>В вики</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пространство</translation>
    </message>
    <message>
        <source>Nothing when it last ran. Preview looks again and writes nothing.</source>
        <translation>При последнем запуске — ничего. «Предпросмотр» проверит снова и ничего не запишет.</translation>
    </message>
    <message>
        <source>Not known until a preview has looked. Preview writes nothing.</source>
        <translation>Неизвестно до предпросмотра. «Предпросмотр» ничего не записывает.</translation>
    </message>
    <message>
        <source>Both sides are equal.</source>
        <translation>Обе стороны одинаковы.</translation>
    </message>
    <message>
        <source>%1 from wiki to git, %2 from git to wiki, %3 in conflict.</source>
        <translation>Из вики в git: %1, из git в вики: %2, в конфликте: %3.</translation>
    </message>
    <message>
        <source>Run %1, %2, %3. %4</source>
        <translation>Запуск %1, %2, %3. %4</translation>
    </message>
    <message>
        <source>No run recorded yet.</source>
        <translation>Запусков ещё нет.</translation>
    </message>
    <message>
        <source>Nothing stands in the way.</source>
        <translation>Ничто не мешает.</translation>
    </message>
    <message>
        <source>%1, id %2</source>
        <translation>%1, id %2</translation>
    </message>
    <message>
        <source>Attachments…</source>
        <translation>Вложения…</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Вложения</translation>
    </message>
    <message>
        <source>%1. Desktop notices: %2.</source>
        <translation>%1. Уведомления рабочего стола: %2.</translation>
    </message>
    <message>
        <source>Disable…</source>
        <translation>Выключить…</translation>
    </message>
    <message>
        <source>Enable…</source>
        <translation>Включить…</translation>
    </message>
    <message>
        <source>Next run</source>
        <translation>Следующий запуск</translation>
    </message>
    <message>
        <source>%1. Git remote: %2.</source>
        <translation>%1. Сервер git: %2.</translation>
    </message>
    <message>
        <source>Git remote: %1.</source>
        <translation>Сервер git: %1.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Посмотреть ещё раз</translation>
    </message>
    <message>
        <source>Asks both sides what a run would do; writes nothing (Space)</source>
        <translation>Спрашивает обе стороны, что сделает запуск; ничего не пишет (пробел)</translation>
    </message>
    <message>
        <source>What a run would do</source>
        <translation>Что сделает запуск</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Предпросмотр</translation>
    </message>
    <message>
        <source>As of %1.</source>
        <translation>На %1.</translation>
    </message>
    <message>
        <source>Nobody has looked yet.</source>
        <translation>Пока никто не смотрел.</translation>
    </message>
    <message>
        <source>A look asks both sides and writes nothing.</source>
        <translation>При просмотре спрашиваются обе стороны, ничего не пишется.</translation>
    </message>
    <message>
        <source>The space could not be looked at.</source>
        <translation>Пространство не удалось посмотреть.</translation>
    </message>
    <message numerus="yes">
        <source>Examined %n page(s). %1</source>
        <translation>
            <numerusform>Проверена %n страница. %1</numerusform>
            <numerusform>Проверены %n страницы. %1</numerusform>
            <numerusform>Проверено %n страниц. %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Look (Space)</source>
        <translation>Посмотреть (пробел)</translation>
    </message>
    <message>
        <source>What is known of the space</source>
        <translation>Что известно о пространстве</translation>
    </message>
</context>
<context>
    <name>wikivault::StatusLine</name>
    <message>
        <source>SQLite</source>
        <translation>SQLite</translation>
    </message>
    <message>
        <source>Postgres</source>
        <translation>Postgres</translation>
    </message>
    <message>
        <source>File locks</source>
        <translation>Файловые блокировки</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Vaults</source>
        <translation>Хранилища</translation>
    </message>
    <message>
        <source>Mode: %1</source>
        <translation>Режим: %1</translation>
    </message>
    <message>
        <source>%1 lost for %2</source>
        <translation>%1: нет связи %2</translation>
    </message>
    <message>
        <source>%1
Click for the doctor&apos;s check</source>
        <translation>%1
Нажмите, чтобы увидеть проверку диагностики</translation>
    </message>
</context>
<context>
    <name>wikivault::TableDialog</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>wikivault::TextPane</name>
    <message>
        <source>Source</source>
        <translation>Исходник</translation>
    </message>
    <message>
        <source>The Markdown of both sides</source>
        <translation>Markdown обеих сторон</translation>
    </message>
    <message>
        <source>Rendered</source>
        <translation>Вид страницы</translation>
    </message>
    <message>
        <source>What a reader will see; pictures are named, nothing is loaded</source>
        <translation>Что увидит читатель; картинки названы, ничего не загружается</translation>
    </message>
    <message>
        <source>Wiki</source>
        <translation>Вики</translation>
    </message>
    <message>
        <source>Wiki (deleted)</source>
        <translation>Вики (удалено)</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Основа</translation>
    </message>
    <message>
        <source>Base (none)</source>
        <translation>Основа (нет)</translation>
    </message>
    <message>
        <source>Git</source>
        <translation>Git</translation>
    </message>
    <message>
        <source>Git (deleted)</source>
        <translation>Git (удалено)</translation>
    </message>
    <message>
        <source>Drawing the pages…</source>
        <translation>Отрисовка страниц…</translation>
    </message>
</context>
<context>
    <name>wikivault::TopBand</name>
    <message>
        <source>Read-only</source>
        <translation>Только чтение</translation>
    </message>
    <message>
        <source>Profile %1, %2</source>
        <translation>Профиль %1, %2</translation>
    </message>
    <message>
        <source>Sync is on</source>
        <translation>Синхронизация включена</translation>
    </message>
    <message>
        <source>Sync is off</source>
        <translation>Синхронизация выключена</translation>
    </message>
    <message>
        <source>Master switch: click to stop all syncing</source>
        <translation>Главный переключатель: щёлкните, чтобы остановить синхронизацию</translation>
    </message>
    <message>
        <source>Master switch: click to let this console sync</source>
        <translation>Главный переключатель: щёлкните, чтобы консоль синхронизировала</translation>
    </message>
    <message>
        <source>A driver polls</source>
        <translation>Опрашивает ведущий процесс</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Идёт запуск</translation>
    </message>
    <message>
        <source>Next look in %1</source>
        <translation>Проверка через %1</translation>
    </message>
    <message>
        <source>This console looks for changes every %1 and runs the spaces that have some.</source>
        <translation>Консоль ищет изменения каждые %1 и запускает пространства, где они есть.</translation>
    </message>
    <message>
        <source>Does not poll</source>
        <translation>Опроса нет</translation>
    </message>
    <message>
        <source>Nothing runs by itself</source>
        <translation>Само ничего не запускается</translation>
    </message>
    <message>
        <source>Spaces are only read while sync is off.</source>
        <translation>Пока синхронизация выключена, пространства только читаются.</translation>
    </message>
    <message>
        <source>Started with --read-only: no run, no decision, no poll.</source>
        <translation>Запущена с --read-only: без запусков, решений и опроса.</translation>
    </message>
    <message>
        <source>Writes unlocked, %1 left</source>
        <translation>Запись отперта, ещё %1</translation>
    </message>
    <message>
        <source>Writes locked</source>
        <translation>Запись заперта</translation>
    </message>
    <message>
        <source>In production nothing you ask for is written until you unlock writes, for 15 minutes. Sync goes on by itself while its switch is on, and a run that has begun goes to its end. Stopping a run, pausing and switching sync off need no unlocking.</source>
        <translation>В рабочей среде по вашей команде ничего не пишется, пока вы не отопрёте запись на 15 минут. Синхронизация, пока она включена, идёт сама, а начатый запуск доходит до конца. Остановить запуск, поставить на паузу и выключить синхронизацию можно и так.</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Запереть</translation>
    </message>
    <message>
        <source>Unlock writes…</source>
        <translation>Отпереть запись…</translation>
    </message>
    <message>
        <source>Locks writes again at once</source>
        <translation>Сразу снова запирает запись</translation>
    </message>
    <message>
        <source>Asks for the name of the profile, then unlocks writes for 15 minutes</source>
        <translation>Спрашивает имя профиля и отпирает запись на 15 минут</translation>
    </message>
    <message>
        <source>Nobody to act as</source>
        <translation>Действовать не от чьего имени</translation>
    </message>
    <message>
        <source>No run begins until GIT_SYNC_SERVICE_USER_ID names a user of the wiki (Settings, Service user id), or the account of the wiki&apos;s API does.</source>
        <translation>Ни один запуск не начнётся, пока GIT_SYNC_SERVICE_USER_ID (Настройки, «Id служебного пользователя») или учётная запись API вики не назовут пользователя вики.</translation>
    </message>
</context>
<context>
    <name>wikivault::Tray</name>
    <message>
        <source>Preview all</source>
        <translation>Предпросмотр всех</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Приостановить все</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 минут</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 час</translation>
    </message>
    <message>
        <source>Until I resume</source>
        <translation>Пока не возобновлю</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>Возобновить все</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выход</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>wikivault::TrayHost</name>
    <message>
        <source>This desktop&apos;s tray came after the console was started; it can be used from the next start on.</source>
        <translation>Область уведомлений появилась после запуска консоли; ею можно пользоваться со следующего запуска.</translation>
    </message>
    <message>
        <source>This desktop has no tray: nobody in the session shows icons of programs.</source>
        <translation>На этом рабочем столе нет области уведомлений: в сеансе никто не показывает значки программ.</translation>
    </message>
    <message>
        <source>This session has no message bus, so it has no tray.</source>
        <translation>В этом сеансе нет шины сообщений, поэтому нет и области уведомлений.</translation>
    </message>
    <message>
        <source>This desktop&apos;s tray does not answer. It is asked again when it is started anew.</source>
        <translation>Область уведомлений не отвечает. Когда она будет запущена заново, её спросят ещё раз.</translation>
    </message>
</context>
<context>
    <name>wikivault::TraySetting</name>
    <message>
        <source>Whether this desktop has a tray is not known yet.</source>
        <translation>Ещё не известно, есть ли на этом рабочем столе область уведомлений.</translation>
    </message>
</context>
<context>
    <name>wikivault::ViewMenu</name>
    <message>
        <source>Views</source>
        <translation>Виды</translation>
    </message>
    <message>
        <source>Saved filters and columns</source>
        <translation>Сохранённые поиск и столбцы</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>Сохранить вид…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Забыть</translation>
    </message>
    <message>
        <source>No view is saved yet</source>
        <translation>Сохранённых видов нет</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Столбцы</translation>
    </message>
    <message>
        <source>Save what the list shows now, its columns and their order, under which name?</source>
        <translation>Под каким именем сохранить то, что сейчас показывает список, его столбцы и порядок?</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>Сохранить вид</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>Название вида</translation>
    </message>
    <message>
        <source>A view needs a name.</source>
        <translation>Укажите название вида.</translation>
    </message>
    <message>
        <source>View: %1</source>
        <translation>Вид: %1</translation>
    </message>
</context>
</TS>
