#include "archive/rounds.h"

#include <set>

#include "fixture.h"

namespace {

using namespace fixture;

/// Tells of each object that is read, before it is.
class WatchedIo final : public PosixIo {
public:
    std::optional<std::string> read(std::string const& path, int& error) override {
        if (path.find("/objects/") != path.npos) {
            objects.push_back(path.substr(path.rfind('/') + 1));
            if (on_object) on_object(objects.size());
        }
        return PosixIo::read(path, error);
    }
    std::vector<std::string> objects;
    std::function<void(std::size_t)> on_object;
};

/// A portion of an archive by a clock that a test moves.
struct Rounds {
    explicit Rounds(std::string place) : folder(std::move(place)) {}

    std::vector<Finding> portion(double seconds = 0, double rate = 0) {
        io.objects.clear();
        Fault fault;
        Clock clock{[this] { return time; }, [this](double wait) { time += wait; }};
        auto const found = hash_portion({seconds, rate, [&] { return std::optional(open(io, folder, Access::Write, now)); }, {}, clock}, fault);
        INFO(fault.words);
        REQUIRE(found);
        return *found;
    }
    Round round() { return round_of(open(io, folder, Access::Read).entries()); }
    std::vector<Map> records() {
        std::vector<Map> out;
        Store const store = open(io, folder, Access::Read);
        for (Entry const& entry : store.entries())
            if (entry.record.action == "verify") out.push_back(entry.record.detail);
        return out;
    }

    std::string folder;
    WatchedIo io;
    double time = 0;
    std::int64_t now = kNoon;
};

std::string hash_of(std::string const& bytes) { return to_hex(sha256(bytes)); }

/// An archive of so many reports, "report 0" and on, which share an input.
void fill(std::string const& folder, int reports) {
    PosixIo io;
    make(io, folder);
    Store store = open(io, folder);
    for (int i = 0; i < reports; ++i) ingested(store, fmt::format("report {}", i));
}

std::string words_of(std::vector<Finding> const& findings, std::string_view part) {
    std::string out;
    for (Finding const& f : findings)
        if (f.part == part) out += f.words + "\n";
    return out;
}

}  // namespace

TEST_CASE("portions hash every object once a round, the oldest first, and begin anew") {
    Folder const folder;
    fill(folder / "a", 5);
    Rounds rounds(folder / "a");
    for (int turn = 0; turn < 2; ++turn) {
        std::vector<std::string> all;
        for (int i = 0; i < 5; ++i) {
            auto const found = rounds.portion();
            CHECK(is_proved(found));
            // The input is that of all reports: it is read with the first.
            CHECK(rounds.io.objects.size() == (i == 0 ? 2 : 1));
            CHECK(std::count(rounds.io.objects.begin(), rounds.io.objects.end(), hash_of(fmt::format("report {}", i))) == 1);
            all.insert(all.end(), rounds.io.objects.begin(), rounds.io.objects.end());
            CHECK(rounds.round().next == (i == 4 ? 0 : static_cast<std::uint64_t>(i) + 2));
            CHECK(rounds.round().whole.empty() == (turn == 0 && i < 4));
        }
        CHECK(std::set<std::string>(all.begin(), all.end()).size() == 6);
        CHECK(all.size() == 6);
    }
    CHECK(is_sound(rounds.io, rounds.folder));
}

TEST_CASE("a damaged object is told and recorded, and the round goes on") {
    Folder const folder;
    fill(folder / "a", 3);
    Rounds rounds(folder / "a");
    std::string const path = Places{rounds.folder}.object(hash_of("report 1"));
    std::filesystem::permissions(path, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
    std::string error;
    REQUIRE(write_file_atomically(path, "report l", error));
    CHECK(is_proved(rounds.portion()));
    auto const found = rounds.portion();
    CHECK_FALSE(is_proved(found));
    CHECK(words_of(found, "object") == hash_of("report 1") + " of r2: it is not what was archived\n");
    CHECK(texts_at(rounds.records().back(), "what") == std::vector<std::string>{hash_of("report 1") + " of r2: it is not what was archived"});
    CHECK(is_proved(rounds.portion()));
    CHECK(rounds.round().next == 0);
    std::filesystem::remove(path);
    rounds.portion();
    CHECK(words_of(rounds.portion(), "object") == hash_of("report 1") + " of r2: no such file\n");
}

TEST_CASE("others write while objects are read; what was disposed of meanwhile is not missed, what came is looked at in the next round") {
    Folder const folder;
    fill(folder / "a", 2);
    Rounds rounds(folder / "a");
    rounds.now = kNoon + std::int64_t{4} * 366 * 86400;
    rounds.io.on_object = [&](std::size_t number) {
        if (number != 1 || rounds.round().next != 0) return;
        PosixIo io;
        Store store = open(io, rounds.folder, Access::Write, rounds.now);
        ingested(store, "report that came");
        Fault fault;
        REQUIRE(dispose(store, {{{"r2"}, {}, {}, {}, {}, false}, "bob", "expired", false}, fault));
        REQUIRE(store.finish_disposals(fault));
    };
    auto const found = rounds.portion(1);
    CHECK(rounds.io.objects.size() == 3);
    CHECK(told(found).empty());
    CHECK(rounds.round().next == 0);
    rounds.io.on_object = nullptr;
    rounds.portion(1);
    CHECK(rounds.io.objects.size() == 3);
    CHECK(rounds.io.objects.back() == hash_of("report that came"));
}

TEST_CASE("a long run records where it is every ten minutes, so a kill loses no more") {
    Folder const folder;
    fill(folder / "a", 6);
    Rounds rounds(folder / "a");
    struct Killed {};
    rounds.io.on_object = [&](std::size_t number) {
        if (number == 6) throw Killed{};
        rounds.time += 301;
    };
    CHECK_THROWS_AS(rounds.portion(3600), Killed);
    // Two objects with the first report, 602 s; two reports more, 602 s.
    CHECK(rounds.records().size() == 2);
    CHECK(rounds.round().next == 4);
    rounds.io.on_object = [&](std::size_t) { rounds.time += 301; };
    rounds.portion(3600);
    CHECK(rounds.io.objects == std::vector<std::string>{hash_of("report 3"), hash_of("report 4"), hash_of("report 5")});
    CHECK(rounds.round().next == 0);
    CHECK(number_at(rounds.records().back(), "objects") == 1);
}

TEST_CASE("a round that takes more than a month says so") {
    Folder const folder;
    fill(folder / "a", 3);
    Rounds rounds(folder / "a");
    rounds.portion();
    rounds.now += kRoundDays * 86400 - 1;
    CHECK(words_of(rounds.portion(), "round").find("more than") == std::string::npos);
    fill(folder / "b", 3);
    Rounds slow(folder / "b");
    slow.portion();
    slow.now += kRoundDays * 86400;
    CHECK(words_of(slow.portion(), "round").find("more than 30 days") != std::string::npos);
}

TEST_CASE("objects are read no faster than was asked") {
    Folder const folder;
    fill(folder / "a", 4);
    Rounds rounds(folder / "a");
    rounds.portion(1e9, 10);
    double const bytes = 4 * 8 + 15;
    CHECK(rounds.time == Approx(bytes / 10));
    VerifyRequest request;
    request.bytes_per_second = 10;
    rounds.time = 0;
    request.clock = {[&] { return rounds.time; }, [&](double wait) { rounds.time += wait; }};
    findings_of(rounds.io, rounds.folder, request);
    CHECK(rounds.time == Approx(bytes / 10));
}
