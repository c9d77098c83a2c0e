#include "app/console/open_acts.h"

#include "app/common/vault_file.h"
#include "app/console/console_ask.h"
#include "models/engine_text.h"
#include "models/words.h"

namespace wikivault {

void OpenActs::open(const QUrl &url) {
    if (m_console.m_environment.openUrl && m_console.m_environment.openUrl(url)) return;
    m_console.tell(Tone::Attention, ConsoleCommands::tr("The desktop has no program that opens %1.")
                                        .arg(url.isLocalFile() ? url.toLocalFile() : url.toDisplayString()));
}

void OpenActs::openInWiki(const PagePlace &place) {
    const SpaceRow *row = m_console.m_models.spaces.find(place.space);
    const Settings &settings = m_console.m_models.state.settings();
    const auto url = page_links::wikiUrl(settings, place, row ? row->space.slug : std::string());
    if (!url) return m_console.tell(Tone::Attention, page_links::whyNotInWiki(settings, place));
    open(*url);
}

void OpenActs::openFile(const PagePlace &place) {
    if (const QString why = page_links::whyNoFile(place); !why.isEmpty()) return m_console.tell(Tone::Attention, why);
    m_console.act<Result<std::string>>([vault = m_console.m_models.state.settings().vaultDir(place.space.str()),
                                        path = place.path](ConsoleSession &) { return vaultFileOf(vault, path); },
                                       [this](const Result<std::string> &file) {
                                           if (!file)
                                               return m_console.tell(Tone::Attention, engineText(file.error().detail));
                                           open(QUrl::fromLocalFile(words::text(*file)));
                                       });
}

}  // namespace wikivault
