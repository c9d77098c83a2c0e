#include "engine/adapters/sql/state_activity.h"

namespace wikivault::sql {

Result<std::vector<Activity>> StateActivity::activity() {
    std::vector<Activity> all;
    TRY(m_file->read([&](StateConnection &file) {
        all.clear();
        return file.query("select space, kind, count, detail, run, since, solved_at from activity order by number", {},
                          [&all](const Row &row) {
                              const auto kind = activityKind(row.text(1));
                              if (!kind) return;  // of a newer program
                              all.push_back({SpaceId(row.text(0)), *kind, static_cast<int>(row.number(2)), row.text(3),
                                             RunId(row.text(4)), toTime(row.number(5)), std::nullopt});
                              if (!row.isNull(6)) all.back().solvedAt = toTime(row.number(6));
                          });
    }));
    return all;
}

Result<> StateActivity::keepActivity(const std::vector<Activity> &all) {
    return m_file->write([&](StateConnection &file) -> Result<> {
        TRY(file.execute("delete from activity"));
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Activity &one = all[i];
            Value solved;
            if (one.solvedAt) solved = Value(fromTime(*one.solvedAt));
            TRY(
                file.execute("insert into activity (number, space, kind, count, detail, run, since, solved_at) values "
                             "(?, ?, ?, ?, ?, ?, ?, ?)",
                             {std::int64_t(i), one.space, std::string(toWord(one.kind)), one.count, one.detail,
                              one.run.str(), fromTime(one.since), solved}));
        }
        return {};
    });
}

}  // namespace wikivault::sql
