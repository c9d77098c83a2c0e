#pragma once

#include "app/console/console_commands.h"

/// The templates of ConsoleCommands, for its own sources.
namespace wikivault {

template <class T>
void ConsoleCommands::ask(Topic topic, std::function<T(ConsoleSession &, std::stop_token)> job,
                          std::function<void(T)> answer) {
    Asked &asked = m_asked[topic];
    asked.stop.request_stop();
    asked.waiting = true;
    const int number = ++asked.number;
    // The session outlives its workers, and so does this object: its destructor waits for them.
    asked.stop = m_session->service().post([this, topic, number, session = m_session.get(), job = std::move(job),
                                            answer = std::move(answer)](const std::stop_token &stop) {
        auto result = std::make_shared<T>(job(*session, stop));
        QMetaObject::invokeMethod(
            this,
            [this, topic, number, result, answer] {
                if (m_asked[topic].number != number) return;
                m_asked[topic].waiting = false;
                answer(std::move(*result));
                if (std::exchange(m_asked[topic].again, false)) reread(topic);
            },
            Qt::QueuedConnection);
    });
}

template <class T>
void ConsoleCommands::act(std::function<T(ConsoleSession &)> job, std::function<void(T)> answer) {
    m_session->service().post([this, number = m_sessionNumber, session = m_session.get(), job = std::move(job),
                               answer = std::move(answer)](const std::stop_token &) {
        auto result = std::make_shared<T>(job(*session));
        onGuiThread(number, [result, answer] { answer(std::move(*result)); });
    });
}

template <class T>
void ConsoleCommands::think(std::function<T()> job, QObject *context, std::function<void(T)> answer) {
    m_thinkers.think(std::move(job), context, std::move(answer));
}

template <class Call>
void ConsoleCommands::onGuiThread(int session, Call call) {
    QMetaObject::invokeMethod(
        this,
        [this, session, call] {
            if (session == m_sessionNumber) call();
        },
        Qt::QueuedConnection);
}

}  // namespace wikivault
