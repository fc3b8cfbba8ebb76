#include "archive/store.h"

#include "fixture.h"

using namespace fixture;

namespace {

constexpr std::int64_t kYear = 366 * 86400ll;

/// A small archive whose catalogue is closed.
void make_small(Io& io, std::string const& folder, int reports = 1) {
    make(io, folder);
    Store store = open(io, folder);
    for (int i = 0; i < reports; ++i) ingested(store, fmt::format("report {}", i));
    index_all(store);
}

Selection ids(std::vector<std::string> all) {
    Selection out;
    out.ids = std::move(all);
    return out;
}

}  // namespace

TEST_CASE("every flipped bit of log, checkpoints and key is found; of objects and catalogue every byte") {
    Folder const root;
    PosixIo io;
    std::string const folder = root / "a";
    make_small(io, folder);
    REQUIRE(is_sound(io, folder));
    VerifyRequest quick;
    quick.objects = false;
    std::size_t flips = 0;
    for (std::string const& path : files_in(folder)) {
        std::string const name = path.substr(folder.size() + 1), good = bytes_of(path);
        if (name == "key.pem" || name == "lock") continue;
        bool const small = name.starts_with("log/") || name.starts_with("checkpoints/") || name == "catalog.sum";
        std::size_t const step = name == "catalog.db" ? 61 : 1;
        for (std::size_t at = 0; at < good.size(); at += step)
            for (int bit = 0; bit < 8; ++bit) {
                if (!small && bit != static_cast<int>(at % 8)) continue;
                std::string bad = good;
                bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
                overwrite(path, bad);
                ++flips;
                bool const found = !is_proved(findings_of(io, folder, name.starts_with("objects/") ? VerifyRequest() : quick));
                if (!found) FAIL_CHECK(name << ", byte " << at << ", bit " << bit << " is not found");
            }
        overwrite(path, good);
    }
    CHECK(flips > 10'000);
    CHECK(is_sound(io, folder));
}

TEST_CASE("files that are taken away, swapped, cut or added are found") {
    Folder const root;
    PosixIo io;
    std::string const good = root / "good", bad = root / "bad";
    make_small(io, good, 3);
    auto const found = [&](auto const& change) {
        copy(good, bad);
        change();
        return told(findings_of(io, bad));
    };
    std::string const log = bad + "/log/00000000000000000000.seg";
    Places const places{bad};
    std::string const one = places.object(to_hex(sha256("report 0"))), other = places.object(to_hex(sha256("report 1")));
    CHECK(found([] {}).empty());
    for (std::string const& path : files_in(good)) {
        std::string const name = path.substr(good.size() + 1);
        // Without its sum a catalogue was not closed, which is noted; older checkpoints are witnesses that may go.
        bool const may = name == "lock" || name == "key.pem" || name == "catalog.sum" || (name.starts_with("checkpoints/") && !name.ends_with("4.txt"));
        bool const is_found = name == "lock" || !found([&] { std::filesystem::remove(bad + "/" + name); }).empty();
        INFO(name);
        CHECK((is_found || may || name.ends_with("4.txt")));
    }
    CHECK_FALSE(found([&] { std::filesystem::rename(one, other); }).empty());
    CHECK_FALSE(found([&] { overwrite(log, bytes_of(log).substr(0, bytes_of(log).size() - 1)); }).empty());
    CHECK_FALSE(found([&] { overwrite(log, bytes_of(log).substr(0, 700)); }).empty());
    CHECK_FALSE(found([&] { std::filesystem::copy_file(one, bad + "/objects/sha256/stray"); }).empty());
    // Whoever has the key may write history anew; a checkpoint that was kept elsewhere tells.
    std::filesystem::copy_file(good + "/checkpoints/00000000000000000004.txt", root / "kept.txt");
    std::filesystem::copy_file(good + "/public.pem", root / "public.pem");
    VerifyRequest kept;
    kept.checkpoints = {root / "kept.txt"};
    kept.public_key = root / "public.pem";
    CHECK(is_proved(findings_of(io, good, kept)));
    std::string const key = bytes_of(good + "/key.pem");
    std::filesystem::create_directory(root / "new");
    make_small(io, root / "new", 4);
    CHECK(is_sound(io, root / "new"));
    CHECK(told(findings_of(io, root / "new", kept)).find("kept checkpoint") != std::string::npos);
    CHECK(told(findings_of(io, root / "new", kept)).find("public key") != std::string::npos);
}

TEST_CASE("the catalogue made again of the log is the old one") {
    Folder const root;
    PosixIo io;
    make_small(io, root / "a", 5);
    auto const& catalogs = module<catalog::Module>();
    auto const rows = [&] {
        std::string error;
        auto const catalog = catalogs.open(root / "a/catalog.db", catalog::Mode::Read, error);
        REQUIRE(catalog);
        return std::pair(catalog->find({}, error).value(), catalog->position(error).value());
    };
    Store store = open(io, root / "a", Access::Write, kNoon + 4 * kYear);
    Fault fault;
    REQUIRE(hold(store, "matter", ids({"r2", "r3"}), "why", fault));
    index_all(store);
    REQUIRE(dispose(store, {ids({"r4"}), "bob", "expired"}, fault));
    index_all(store);
    REQUIRE(record_event(store, "approve", "r1", "carol", "", fault));
    REQUIRE(retain(store, "r1", "2040-01-01", fault));
    index_all(store);
    auto const old = rows();
    CHECK(old.first.size() == 5);
    CHECK(old.first[0].until == "2040-01-01");
    CHECK(old.first[0].approved_by == "carol");
    CHECK(old.first[1].matters == "matter");
    CHECK_FALSE(old.first[3].disposed.empty());
    std::string error;
    for (char const* const name : {"/catalog.db", "/catalog.sum"}) std::filesystem::remove(root / ("a" + std::string(name)));
    REQUIRE(rebuild_index(store, catalogs, error));
    CHECK(rows() == old);
    // Whatever happened to it, the next run makes it again.
    overwrite(root / "a/catalog.db", "rubbish");
    index_all(store);
    CHECK(rows() == old);
}

TEST_CASE("an edited row is found though the sum was made anew") {
    Folder const root;
    PosixIo io;
    make_small(io, root / "a", 2);
    {
        std::string error;
        auto const catalog = module<catalog::Module>().open(root / "a/catalog.db", catalog::Mode::Write, error);
        auto rows = catalog->find({}, error).value();
        rows[0].client = "Somebody else";
        REQUIRE(catalog->apply({{rows[0], std::nullopt}}, catalog->position(error).value(), error));
        REQUIRE(catalog->close());
    }
    overwrite(root / "a/catalog.sum", to_hex(sha256(bytes_of(root / "a/catalog.db"))) + "\n");
    CHECK(told(findings_of(io, root / "a")).find("r1 is not as the log has it") != std::string::npos);
}

TEST_CASE("a catalogue that a killed run left behind is noted, one of another log is found") {
    Folder const root;
    PosixIo io;
    make_small(io, root / "a", 2);
    {
        Store store = open(io, root / "a");
        ingested(store, "not in the catalogue yet");
    }
    CHECK(is_sound(io, root / "a"));
    make_small(io, root / "b", 2);
    for (char const* const name : {"/catalog.db", "/catalog.sum"})
        std::filesystem::copy_file(root / ("b" + std::string(name)), root / ("a" + std::string(name)), std::filesystem::copy_options::overwrite_existing);
    CHECK(told(findings_of(io, root / "a")).find("of another log") != std::string::npos);
}

TEST_CASE("a hold beats an expiry") {
    Folder const root;
    PosixIo io;
    make_small(io, root / "a", 2);
    Fault fault;
    {
        Store early = open(io, root / "a", Access::Write, kNoon + kYear);
        CHECK_FALSE(dispose(early, {ids({"r1"}), "bob", "expired"}, fault));  // not yet
        CHECK(fault.words.find("2029-06-15") != std::string::npos);
        REQUIRE(hold(early, "Smith v. Jones", ids({"r1"}), "subpoena", fault));
    }
    Store store = open(io, root / "a", Access::Write, kNoon + 9 * kYear);
    CHECK_FALSE(dispose(store, {ids({"r1"}), "bob", "expired"}, fault));
    CHECK(fault.words.find("Smith v. Jones") != std::string::npos);
    CHECK_FALSE(dispose(store, {ids({"r2"}), "ada", "expired"}, fault));  // the same person
    CHECK_FALSE(dispose(store, {ids({"r2"}), "bob", ""}, fault));
    // All that may go: r2 alone. An input that r1 needs stays.
    CHECK(dispose(store, {{}, "bob", "expired"}, fault) == std::vector<std::string>{"r2"});
    Places const& places = store.places();
    CHECK_FALSE(std::filesystem::exists(places.object(to_hex(sha256("report 1")))));
    CHECK(std::filesystem::exists(places.object(to_hex(sha256("report 0")))));
    CHECK(std::filesystem::exists(places.object(to_hex(sha256("an input of all")))));
    // The same PDF under a new record is held too, as the hold is of objects.
    std::string const again = ingested(store, "report 0");
    CHECK(store.state().matters_of(*store.state().find(again)).size() == 1);
    REQUIRE(release(store, "Smith v. Jones", "settled", fault));
    CHECK_FALSE(release(store, "Smith v. Jones", "settled", fault));
    CHECK(dispose(store, {ids({"r1"}), "bob", "expired"}, fault));
    CHECK(std::filesystem::exists(places.object(to_hex(sha256("report 0")))));  // the newer record keeps it
    index_all(store);
    CHECK_FALSE(retain(store, again, "2027-01-01", fault));
}

TEST_CASE("the log's time never runs backwards, and says so") {
    Folder const root;
    PosixIo io;
    make_small(io, root / "a");
    Store store = open(io, root / "a", Access::Write, kNoon - 3600);
    ingested(store, "later");
    Record const& record = store.entries().back().record;
    CHECK(record.time == "2026-06-15T12:00:00Z");
    CHECK(text_at(record.detail, "clock") == "2026-06-15T11:00:00Z");
}

TEST_CASE("one writes at a time; who looks holds writers off; who reads waits for nobody") {
    Folder const root;
    PosixIo io;
    make_small(io, root / "a");
    Fault fault;
    auto const& crypto = module<crypto::Module>();
    {
        Store const writer = open(io, root / "a");
        CHECK_FALSE(Store::open(io, crypto, options_of(root / "a"), fault));
        CHECK(fault.kind == Fault::Kind::Locked);
        CHECK(Store::open(io, crypto, options_of(root / "a", Access::Read), fault));
    }
    Store const looker = open(io, root / "a", Access::Look);
    CHECK(Store::open(io, crypto, options_of(root / "a", Access::Look), fault));
    CHECK_FALSE(Store::open(io, crypto, options_of(root / "a"), fault));
}

TEST_CASE("what is damaged comes back from a copy, and only from one of the same archive") {
    Folder const root;
    PosixIo io;
    std::string const good = root / "good", bad = root / "bad";
    make_small(io, good, 3);
    make_small(io, root / "other", 3);
    auto const& crypto = module<crypto::Module>();
    auto const& catalogs = module<catalog::Module>();
    Fault fault;
    for (std::string const& path : files_in(good)) {
        std::string const name = path.substr(good.size() + 1);
        if (name == "lock" || name == "key.pem") continue;
        copy(good, bad);
        std::string bytes = bytes_of(path);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        overwrite(bad + "/" + name, bytes);
        INFO(name);
        CHECK_FALSE(told(findings_of(io, bad)).empty());
        bool const needs_copy = name.starts_with("log/") || name.starts_with("objects/");
        CHECK(repair(io, crypto, catalogs, options_of(bad), "", fault).has_value() == !needs_copy);
        CHECK_FALSE(repair(io, crypto, catalogs, options_of(bad), root / "other", fault));
        auto const done = repair(io, crypto, catalogs, options_of(bad), good, fault);
        INFO(fault.words);
        CHECK(done);
        CHECK(is_sound(io, bad));
        CHECK(open(io, bad).state().reports.size() == 3);
    }
}

TEST_CASE("segments follow each other") {
    Folder const root;
    PosixIo io;
    make(io, root / "a");
    {
        Store store = open(io, root / "a");
        Fault fault;
        std::string const id = ingested(store, "report");
        for (int i = 0; i < 3; ++i) REQUIRE(record_event(store, "distribute", id, "", std::string(700'000, 'x'), fault));
        index_all(store);
    }
    CHECK(files_in(root / "a/log").size() == 2);
    CHECK(is_sound(io, root / "a"));
    // The run that died in a new segment.
    std::filesystem::remove(root / "a/checkpoints/00000000000000000005.txt");
    Store const store = open(io, root / "a");
    CHECK(store.entries().size() == 6);
    index_all(store);
}
