#include "ui/settings_undo.h"

#include "ui/message_bar.h"
#include "ui/settings_dialog.h"

#include <QCoreApplication>

namespace wikivault {

namespace {

struct SettingsUndo {
    Q_DECLARE_TR_FUNCTIONS(SettingsUndo)
};

/// What the dialog changes at once, because it is the window's alone.
struct WindowChoices {
    ThemeChoice theme;
    LanguageChoice language;
    bool tray;
    NoticeLevel level;
    QuietHours quiet;
    friend bool operator==(const WindowChoices &, const WindowChoices &) = default;
};

WindowChoices choicesOf(const UiContext &ui) {
    const ConsoleModels &models = ui.models;
    return {ui.theme.choice(), models.language.choice(), models.tray.isWanted(), models.activity.level(),
            models.activity.quiet()};
}

void use(const UiContext &ui, const WindowChoices &choices) {
    ui.theme.setChoice(choices.theme);
    ui.models.language.choose(choices.language);
    ui.models.tray.setWanted(choices.tray);
    ui.models.activity.setLevel(choices.level);
    ui.models.activity.setQuiet(choices.quiet);
}

}  // namespace

void editSettings(const UiContext &ui, QWidget &parent, std::function<MessageBar &()> bar) {
    auto *dialog = new SettingsDialog(ui, ui.models.state.settings(), &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const WindowChoices before = choicesOf(ui);
    const Settings profile = ui.models.state.settings();
    QObject::connect(dialog, &QDialog::rejected, &parent, [ui, before] { use(ui, before); });
    QObject::connect(dialog, &QDialog::accepted, &parent, [ui, dialog, before, profile, bar = std::move(bar)] {
        ui.commands.profile.saveSettings(dialog->settings());
        if (choicesOf(ui) == before && ui.models.state.settings() == profile) return;
        const auto undo = [ui, before, profile] {
            use(ui, before);
            ui.commands.profile.saveSettings(profile);
        };
        bar().show({Tone::Good,
                    SettingsUndo::tr("The settings are in use."),
                    {{SettingsUndo::tr("Undo"), QStringLiteral("undoSettingsButton"), "", undo}},
                    {},
                    true,
                    false});
    });
    dialog->open();
}

}  // namespace wikivault
