#include "archive/rounds.h"

#include <algorithm>

#include "archive/retention.h"
#include "archive/verify.h"
#include "fmt/format.h"

namespace offprint::archive {
namespace {

using enum Finding::Kind;

constexpr double kRecordSeconds = 600;  // what a run that is killed loses at most
constexpr std::size_t kFaultsTold = 100;

/// An object that is not what it should be.
struct Wrong {
    std::string object, report, words;
};

/// What was looked at since the last record.
struct Portion {
    std::uint64_t next = 0;  // as in Round
    std::size_t objects = 0;
    std::uint64_t bytes = 0;
    std::vector<Wrong> wrong;
};

std::string words_of(Wrong const& w) { return fmt::format("{} of {}: {}", w.object, w.report, w.words); }

/// The archive as it was when it was let go of: others may write while objects are read.
struct Seen {
    Io& io;
    Places places;
    State state;
    std::map<std::string, std::string> live;
};

/// Hashes the objects of one report that no older one has.
void look_at(Seen const& seen, Report const& report, Pace& pace, Portion& portion) {
    std::vector<std::string> objects{report.object};
    for (Input const& input : report.inputs) objects.push_back(input.sha256);
    std::sort(objects.begin(), objects.end());
    objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
    for (std::string const& object : objects) {
        auto const owner = seen.live.find(object);
        if (owner == seen.live.end() || owner->second != report.id) continue;
        std::size_t size = 0;
        std::string wrong = fault_of_object(seen.io, seen.places, object, size);
        ++portion.objects;
        portion.bytes += size;
        if (!wrong.empty()) portion.wrong.push_back({object, report.id, std::move(wrong)});
        pace.took(size);
    }
}

/// From report `from` on until the time is over, but one report at least.
Portion look(Seen const& seen, std::uint64_t from, double until, Pace& pace, Clock const& clock) {
    Portion out;
    for (Report const& report : seen.state.reports) {
        if (report.seq < from || !report.disposed.empty()) continue;
        if (out.objects > 0 && clock.seconds() >= until) {
            out.next = report.seq;
            break;
        }
        look_at(seen, report, pace, out);
    }
    return out;
}

/// Tells of a portion in the log. What was disposed of meanwhile is not wrong.
bool tell(Store& store, Round const& round, Portion& portion, Fault& fault) {
    auto const live = store.state().live_objects();
    std::erase_if(portion.wrong, [&](Wrong const& w) { return !live.contains(w.object); });
    std::vector<std::string> wrong;
    for (Wrong const& w : portion.wrong)
        if (wrong.size() < kFaultsTold) wrong.push_back(words_of(w));
    Map detail{{"began", round.began},
               {"from", static_cast<std::int64_t>(round.next)},
               {"next", static_cast<std::int64_t>(portion.next)},
               {"objects", static_cast<std::int64_t>(portion.objects)},
               {"bytes", static_cast<std::int64_t>(portion.bytes)},
               {"wrong", static_cast<std::int64_t>(portion.wrong.size())},
               {"what", list_of(wrong)}};
    return store.commit({{"verify", {}, {}, std::move(detail)}}, fault);
}

std::int64_t days_between(std::string const& from, std::string const& to) {
    auto const a = seconds_of(from), b = seconds_of(to);
    return a && b ? (*b - *a) / 86400 : 0;
}

void add_where_it_stands(Store const& store, Round const& before, std::vector<Finding>& findings) {
    Round const now = round_of(store.entries());
    if (now.next == 0) {
        findings.push_back({Note, "round", fmt::format("all objects were looked at since {}", before.began)});
        return;
    }
    findings.push_back({Note, "round",
                        fmt::format("it began {} and goes on at r{}; {}", now.began, now.next,
                                    now.whole.empty() ? "none was whole yet" : fmt::format("the last whole one ended {}", now.whole))});
    if (days_between(now.began, store.now()) >= kRoundDays)
        findings.push_back({Note, "round", fmt::format("it has taken more than {} days: give it more time each night", kRoundDays)});
}

}  // namespace

Round round_of(std::vector<Entry> const& entries) {
    Round out;
    for (Entry const& entry : entries) {
        if (entry.record.action != "verify") continue;
        Map const& detail = entry.record.detail;
        out.next = static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_at(detail, "next")));
        out.began = out.next == 0 ? std::string() : text_at(detail, "began");
        if (out.next == 0) out.whole = entry.record.time;
    }
    return out;
}

std::optional<std::vector<Finding>> hash_portion(PortionRequest const& request, Fault& fault) {
    double const end = request.clock.seconds() + request.seconds;
    Pace pace(request.bytes_per_second, request.clock);
    std::vector<Finding> findings;
    std::size_t objects = 0, wrong = 0;
    auto store = request.open();
    while (store) {
        Round round = round_of(store->entries());
        if (round.next == 0) round.began = store->now();
        Seen const seen{store->io(), store->places(), store->state(), store->state().live_objects()};
        store.reset();
        Portion portion = look(seen, round.next, std::min(end, request.clock.seconds() + kRecordSeconds), pace, request.clock);
        store = request.open();
        if (!store || !tell(*store, round, portion, fault)) break;
        if (request.committed) request.committed(*store);
        for (Wrong const& w : portion.wrong) findings.push_back({Differs, "object", words_of(w)});
        objects += portion.objects;
        wrong += portion.wrong.size();
        if (portion.next != 0 && request.clock.seconds() < end) continue;
        if (wrong == 0) findings.push_back({Proved, "objects", fmt::format("{} with the hash that is their name", objects)});
        add_where_it_stands(*store, round, findings);
        return findings;
    }
    return std::nullopt;
}

}  // namespace offprint::archive
