#include "ui/settings_undo.h"

#include "ui/message_bar.h"
#include "ui/settings_dialog.h"

#include <QCoreApplication>

namespace wikivault {

namespace {

struct SettingsUndo {
    Q_DECLARE_TR_FUNCTIONS(SettingsUndo)
};

/// Everything the dialog edits.
struct Choices {
    Settings settings;
    ThemeChoice theme;
    LanguageChoice language;
    bool tray;
    NoticeLevel level;
    QuietHours quiet;
    friend bool operator==(const Choices &, const Choices &) = default;
};

Choices choicesOf(const UiContext &ui) {
    const ConsoleModels &models = ui.models;
    return {models.state.settings(), ui.theme.choice(),       models.language.choice(),
            models.tray.isWanted(),  models.activity.level(), models.activity.quiet()};
}

void use(const UiContext &ui, const Choices &choices) {
    ui.theme.setChoice(choices.theme);
    ui.models.language.choose(choices.language);
    ui.models.tray.setWanted(choices.tray);
    ui.models.activity.setLevel(choices.level);
    ui.models.activity.setQuiet(choices.quiet);
    ui.commands.profile.saveSettings(choices.settings);
}

}  // namespace

void editSettings(const UiContext &ui, QWidget &parent, std::function<MessageBar &()> bar) {
    auto *dialog = new SettingsDialog(ui, ui.models.state.settings(), &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const Choices before = choicesOf(ui);
    // The dialog's own parts have taken what is theirs when this is called: it is connected after them.
    QObject::connect(dialog, &QDialog::accepted, &parent, [ui, dialog, before, bar = std::move(bar)] {
        ui.commands.profile.saveSettings(dialog->settings());
        if (choicesOf(ui) == before) return;
        bar().show(
            {Tone::Good,
             SettingsUndo::tr("The settings are in use."),
             {{SettingsUndo::tr("Undo"), QStringLiteral("undoSettingsButton"), "", [ui, before] { use(ui, before); }}},
             {},
             true,
             false});
    });
    dialog->open();
}

}  // namespace wikivault
