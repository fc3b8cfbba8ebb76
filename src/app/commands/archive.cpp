// `offprint archive`: PDFs kept with proof that nothing of them, and nothing that was done with them, was changed (docs/archive.md).
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "app/command.h"
#include "app/remake.h"
#include "archive/export.h"
#include "archive/import.h"
#include "archive/pdf_facts.h"
#include "archive/repair.h"
#include "archive/replicate.h"
#include "archive/retention.h"
#include "archive/rounds.h"
#include "base/file.h"
#include "fmt/format.h"
#include "ops/pipeline.h"

namespace offprint::app {
namespace {

using namespace archive;

/// What a command has at hand, and what it found.
struct Session {
    StoreOptions options;
    std::string now, format = "text";
    PosixIo io;
    crypto::Module const* crypto = nullptr;
    catalog::Module const* catalog = nullptr;
    Diagnostics diagnostics;
    Fault fault;
    bool findings = false;

    std::optional<Store> open(Access access) {
        options.access = access;
        return Store::open(io, *crypto, options, fault);
    }
    /// For writing; what was mended is told.
    std::optional<Store> open_to_write() {
        auto store = open(Access::Write);
        if (store && !store->mended().empty()) diagnostics.warning("W956", {}, store->mended());
        return store;
    }
    /// The catalogue after a change. The records are safe whatever comes of it.
    void index(Store const& store) {
        std::string error;
        if (!archive::index(store, *catalog, error))
            diagnostics.warning("W955", {}, fmt::format("the catalogue could not be written: {}", error),
                                "the records are safe; 'offprint archive repair' makes it again");
    }
};

void say(std::string const& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

bool read_time(Session& s) {
    if (!s.now.empty()) {
        s.options.now = seconds_of(s.now);
        if (!s.options.now) s.diagnostics.error("E205", {}, fmt::format("--now '{}' is no time", s.now), "write it as 2026-06-15T12:00:00Z");
        return s.options.now.has_value();
    }
    char const* const epoch = std::getenv("SOURCE_DATE_EPOCH");
    if (epoch == nullptr) return true;
    char* end = nullptr;
    long long const seconds = std::strtoll(epoch, &end, 10);
    bool const good = *epoch != '\0' && *end == '\0' && seconds >= 0 && seconds < 253'402'300'800;  // year 10000
    if (!good) s.diagnostics.error("E205", {}, fmt::format("SOURCE_DATE_EPOCH '{}' is no time", epoch), "it counts seconds since 1970-01-01");
    s.options.now = seconds;
    return good;
}

int run(Session& s, std::function<bool(Session&)> const& work) {
    Sources const sources;
    bool done = false;
    s.options.version = ops::program_version();
    if (read_time(s)) {
        s.crypto = load_module<crypto::Module>(s.diagnostics);
        s.catalog = load_module<catalog::Module>(s.diagnostics);
        if (s.crypto != nullptr && s.catalog != nullptr) done = work(s);
        if (!done && !s.fault.code.empty()) s.diagnostics.error(s.fault.code, {}, s.fault.words, s.fault.hint);
    }
    int const told = report(s.diagnostics, sources, s.format, false);
    if (done) return s.findings ? kFindings : kDone;
    if (s.fault.code.empty()) return told == kDone ? kInputWrong : told;
    switch (s.fault.kind) {
        case Fault::Kind::Damaged: return kFindings;
        case Fault::Kind::Unwritable: return kUnwritable;
        case Fault::Kind::Locked: return kLocked;
        case Fault::Kind::Request: break;
    }
    return kInputWrong;
}

// ---------------------------------------------------------------- what is printed

std::string json_of(catalog::Row const& r) {
    return canonical(Value(Map{{"id", r.id},
                               {"object", r.object},
                               {"title", r.title},
                               {"date", r.date},
                               {"client", r.client},
                               {"instrument", r.instrument},
                               {"profile", r.profile},
                               {"authors", r.authors},
                               {"classes", r.classes},
                               {"approved_by", r.approved_by},
                               {"added", r.added},
                               {"until", r.until},
                               {"disposed", r.disposed},
                               {"matters", r.matters},
                               {"pages", static_cast<std::int64_t>(r.pages)}})) +
           "\n";
}

/// Control characters would steer the terminal.
std::string one_line(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
    return text;
}

std::string line_of(catalog::Row const& r) {
    std::string const state = !r.disposed.empty() ? "disposed" : !r.matters.empty() ? "held" : "kept";
    return fmt::format("{:<6} {:<10} {:<8} until {}  {}\n", r.id, r.date.empty() ? "-" : r.date, state, r.until,
                       one_line(fmt::format("{}{}{}{}{}", r.title, r.instrument.empty() ? "" : " · ", r.instrument, r.client.empty() ? "" : " · ", r.client)));
}

std::string text_of(Store const& store, Report const& r) {
    std::string out;
    auto const line = [&](char const* name, std::string const& value) {
        if (!value.empty()) out += fmt::format("{:<12} {}\n", name, one_line(value));
    };
    catalog::Row const row = row_of(store.state(), r);
    line("id", r.id);
    line("title", r.title);
    line("date", r.date);
    line("authors", row.authors);
    line("instrument", r.instrument);
    line("client", r.client);
    line("profile", r.profile);
    line("pages", std::to_string(r.pages));
    line("approved by", r.approved_by);
    line("file", r.file);
    line("object", r.object);
    line("record", fmt::format("{}, leaf {}", r.seq, to_hex(store.entries()[r.seq].leaf)));
    line("archived", r.added);
    line("kept until", fmt::format("{} ({})", r.until, row.classes));
    line("held for", row.matters);
    line("disposed", r.disposed);
    for (std::string const& event : r.events) line("event", event);
    for (Input const& input : r.inputs) line("made of", fmt::format("{}, {} bytes, {}", input.name, input.size, input.sha256));
    return out;
}

std::string json_of(Finding const& finding) {
    char const* const kind = finding.kind == Finding::Kind::Proved ? "proved" : finding.kind == Finding::Kind::Note ? "note" : "finding";
    return canonical(Value(Map{{"kind", kind}, {"part", finding.part}, {"words", well_formed(finding.words)}})) + "\n";
}

// ---------------------------------------------------------------- the commands

/// Adds a command with the options that all have.
CLI::App* add_command(CLI::App& parent, int& exit_code, char const* name, char const* about, std::shared_ptr<Session> const& session,
                      std::function<bool(Session&)> work) {
    CLI::App* const command = parent.add_subcommand(name, about);
    Session& s = *session;
    command->add_option("-a,--archive", s.options.folder, "The archive's folder")->envname("OFFPRINT_ARCHIVE")->default_str("archive");
    command->add_option("--actor", s.options.actor, "Who acts, for the record. Default: the user's number")->group("Archive");
    command->add_option("--key", s.options.key, "The signing key, where it is not in the archive's folder")->group("Archive");
    command->add_option("--now", s.now, "The time of records: 2026-06-15T12:00:00Z. Default: SOURCE_DATE_EPOCH, else the clock")->group("Archive");
    command->add_option("--wait", s.options.wait, "Seconds to wait for another run that writes")->check(CLI::Range(0.0, 86400.0))->group("Archive");
    command->add_flag("--force", s.options.force, "Also on a network file system")->group("Archive");
    command->add_option("--diagnostics", s.format, "How faults are told: text or json")->check(CLI::IsMember({"text", "json"}))->group("Archive");
    command->callback([session, work = std::move(work), &exit_code] {
        if (session->options.folder.empty()) session->options.folder = "archive";
        exit_code = run(*session, work);
    });
    return command;
}

void add_selection(CLI::App& command, Selection& s) {
    command.add_option("report", s.ids, "Reports: r17, or eight or more digits of the PDF's hash");
    command.add_option("--client", s.client, "Reports of this client");
    command.add_option("--instrument", s.instrument, "Reports on this instrument");
    command.add_option("--from", s.from, "Reports of this day and later");
    command.add_option("--to", s.to, "Reports of this day and earlier");
    command.add_flag("--all", s.all, "All reports");
}

void add_init(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const name = std::make_shared<std::string>();
    CLI::App* const command = add_command(parent, exit_code, "init", "Make an archive and its signing key", session, [name](Session& s) {
        std::string const origin = name->empty() ? s.options.folder : *name;
        if (!Store::create(s.io, *s.crypto, s.options, origin, s.fault)) return false;
        auto const store = s.open_to_write();
        if (!store) return false;
        s.index(*store);
        say(fmt::format("{}: an archive; its key signs checkpoints: {}\n", s.options.folder, s.options.key.empty() ? store->places().key() : s.options.key));
        return true;
    });
    command->add_option("--name", *name, "The archive's name in its checkpoints. Default: its folder");
}

void add_add(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const request = std::make_shared<AddRequest>();
    CLI::App* const command = add_command(parent, exit_code, "add", "Archive PDFs, all of them or none", session, [request](Session& s) {
        auto store = s.open_to_write();
        if (!store) return false;
        auto const added = add(*store, *request, s.fault);
        if (!added) return false;
        s.index(*store);
        std::string out;
        for (Added const& one : *added) out += fmt::format("{} {} record {} leaf {} object {}\n", one.id, one.file, one.seq, one.leaf, one.object);
        say(out);
        return true;
    });
    command->add_option("pdf", request->files, "The PDFs")->required();
    command->add_option("--client", request->client, "Whom it went to");
    command->add_option("--instrument", request->instrument, "What it is on");
    command->add_option("--class", request->classes, "How long it is kept: us-bd 3 years, us-ia 5, eu-mifid 5, house 7. Of several the longest. Default: house")
        ->allow_extra_args(false);
    command->add_option("--approved-by", request->approved_by, "Who approved it");
}

void add_list(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const query = std::make_shared<catalog::Query>();
    auto const json = std::make_shared<bool>(false);
    CLI::App* const command = add_command(parent, exit_code, "list", "What is there, by client, instrument, date, words", session, [query, json](Session& s) {
        for (std::string const* const day : {&query->from, &query->to})
            if (!day->empty() && !is_day(*day)) return refuse(s.fault, fmt::format("'{}' is no day", *day), "write it as 2026-06-15");
        auto const store = s.open(Access::Read);
        if (!store) return false;
        std::string error;
        auto const catalog = s.catalog->open(store->places().catalog(), catalog::Mode::Read, error);
        auto const position = catalog ? catalog->position(error) : std::nullopt;
        auto const rows = position ? catalog->find(*query, error) : std::nullopt;
        if (!rows) return damaged(s.fault, fmt::format("the catalogue cannot be used: {}", error));
        if (position->records < read_checkpoint(store->newest_checkpoint())->checkpoint.size)
            s.diagnostics.warning("W955", {}, "the catalogue is behind the log", "'offprint archive repair' makes it again");
        std::string out;
        for (catalog::Row const& row : *rows) out += *json ? json_of(row) : line_of(row);
        say(out);
        return true;
    });
    command->add_option("--client", query->client, "Reports of this client");
    command->add_option("--instrument", query->instrument, "Reports on this instrument");
    command->add_option("--from", query->from, "Reports of this day and later");
    command->add_option("--to", query->to, "Reports of this day and earlier");
    command->add_option("--text", query->text, "Reports with all these words in the title or on the pages");
    command->add_flag("--json", *json, "A JSON object a line");
}

void add_show(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const id = std::make_shared<std::string>(), output = std::make_shared<std::string>(), input = std::make_shared<std::string>();
    CLI::App* const command = add_command(parent, exit_code, "show", "One report: what is known of it, or its PDF", session, [id, output, input](Session& s) {
        auto const store = s.open(Access::Read);
        Report const* const report = store ? find_report(store->state(), *id, s.fault) : nullptr;
        if (report == nullptr) return false;
        if (output->empty()) return say(text_of(*store, *report)), true;
        if (!report->disposed.empty()) return refuse(s.fault, fmt::format("{} was disposed of", report->id));
        std::string hash = report->object;
        for (Input const& one : report->inputs)
            if (one.name == *input) hash = one.sha256;
        if (!input->empty() && hash == report->object) return refuse(s.fault, fmt::format("{} has no file '{}'", report->id, *input));
        auto const bytes = store->object(hash, s.fault);
        std::string error;
        if (!bytes) return false;
        if (!write_file_atomically(*output, *bytes, error)) return unwritable(s.fault, fmt::format("cannot write '{}': {}", *output, error));
        return true;
    });
    command->add_option("report", *id, "r17, or eight or more digits of the PDF's hash")->required();
    command->add_option("-o,--output", *output, "Write the PDF here, checked against its hash");
    command->add_option("--input", *input, "With -o: not the PDF but this file that it was made of");
}

void add_archive_verify(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const request = std::make_shared<VerifyRequest>();
    auto const quick = std::make_shared<bool>(false), full = std::make_shared<bool>(false), deep = std::make_shared<bool>(false);
    auto const fonts = std::make_shared<std::vector<std::string>>();
    auto const minutes = std::make_shared<std::optional<double>>(), rate = std::make_shared<std::optional<double>>();
    CLI::App* const command =
        add_command(parent, exit_code, "verify", "Hold log, checkpoints, objects and catalogue against each other", session, [=](Session& s) {
            request->objects = !*quick && !*minutes;
            request->bytes_per_second = rate->value_or(0) * 1e6;
            s.options.access = Access::Look;
            auto findings = archive::verify(s.io, *s.crypto, *s.catalog, s.options, *request, s.fault);
            if (!findings) return false;
            if (*deep) {
                Fault fault;
                auto const store = Store::open(s.io, *s.crypto, s.options, fault);
                std::vector<Finding> const remade =
                    store ? remake(*store, *fonts) : std::vector<Finding>{{Finding::Kind::Differs, "made again", fmt::format("none: {}", fault.words)}};
                findings->insert(findings->end(), remade.begin(), remade.end());
            }
            if (*minutes) {
                auto const portion = hash_portion(
                    {**minutes * 60, request->bytes_per_second, [&] { return s.open_to_write(); }, [&](Store const& store) { s.index(store); }, {}}, s.fault);
                // A log that is damaged cannot be written to, and was told.
                if (!portion && (s.fault.kind != Fault::Kind::Damaged || is_proved(*findings))) return false;
                if (portion) findings->insert(findings->end(), portion->begin(), portion->end());
            }
            std::string out;
            for (Finding const& finding : *findings) out += json_of(finding);
            s.findings = !is_proved(*findings);
            say(out + canonical(Value(Map{{"result", s.findings ? "findings" : "sound"}})) + "\n");
            return true;
        });
    auto* const q = command->add_flag("--quick", *quick, "Do not hash the objects");
    command->add_flag("--full", *full, "Hash every object (the default)")->excludes(q);
    command->add_flag("--deep", *deep, "Also make every PDF again from the files that it carries")->excludes(q);
    command->add_option("--minutes", *minutes, "Hash objects for so long and go on there the next time; a record says how far it came")
        ->check(CLI::Range(0.0, 10080.0))
        ->excludes(q)
        ->excludes("--deep");
    command->add_option("--rate", *rate, "Read at most so many MB of objects a second")->check(CLI::PositiveNumber);
    command->add_option("--font-dir", *fonts, "With --deep: folder with more fonts")->allow_extra_args(false);
    command->add_option("--checkpoint", request->checkpoints, "A checkpoint that was kept elsewhere: nothing before it may have changed")
        ->allow_extra_args(false);
    command->add_option("--public-key", request->public_key, "The public key that was kept elsewhere");
    command->footer("JSON lines. Exit codes: 0 sound, 1 findings, 2 no archive, 7 locked by another run.");
}

void add_export(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const selection = std::make_shared<Selection>();
    auto const folder = std::make_shared<std::string>();
    CLI::App* const command =
        add_command(parent, exit_code, "export", "Reports with their records and proofs, in a folder that others can check", session, [=](Session& s) {
            auto store = s.open_to_write();
            if (!store) return false;
            auto const exported = export_to(*store, *selection, *folder, s.fault);
            s.index(*store);
            if (!exported) return false;
            say(fmt::format("{}: {} reports, {} records; VERIFY.txt says how it is checked\n", *folder, exported->reports, exported->records));
            return true;
        });
    add_selection(*command, *selection);
    command->add_option("-o,--into", *folder, "The new folder")->required();
}

void add_import(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const folder = std::make_shared<std::string>(), key = std::make_shared<std::string>();
    CLI::App* const command = add_command(parent, exit_code, "import", "Archive the reports of an export, once all of it is proved", session, [=](Session& s) {
        auto store = s.open_to_write();
        if (!store) return false;
        auto const added = import_from(*store, *folder, *key, s.fault);
        if (!added) return false;
        s.index(*store);
        std::string out;
        for (Added const& one : *added) out += fmt::format("{} was {} record {} leaf {} object {}\n", one.id, one.file, one.seq, one.leaf, one.object);
        say(out);
        return true;
    });
    command->add_option("folder", *folder, "The folder that 'export' wrote")->required();
    command->add_option("--public-key", *key, "The key of the archive that it came from, as you have it from elsewhere");
}

void add_holds(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>(), released = std::make_shared<Session>();
    auto const selection = std::make_shared<Selection>();
    auto const matter = std::make_shared<std::string>(), reason = std::make_shared<std::string>();
    CLI::App* const hold_command =
        add_command(parent, exit_code, "hold", "Hold for a matter what is selected now: it cannot be disposed of", session, [=](Session& s) {
            auto store = s.open_to_write();
            if (!store) return false;
            auto const held = hold(*store, *matter, *selection, *reason, s.fault);
            if (!held) return false;
            s.index(*store);
            say(fmt::format("{}: {} reports are held\n", one_line(*matter), *held));
            return true;
        });
    CLI::App* const release_command = add_command(parent, exit_code, "release", "End the hold of a matter", released, [=](Session& s) {
        auto store = s.open_to_write();
        if (!store || !release(*store, *matter, *reason, s.fault)) return false;
        s.index(*store);
        say(fmt::format("{}: released\n", one_line(*matter)));
        return true;
    });
    for (CLI::App* const command : {hold_command, release_command}) {
        command->add_option("matter", *matter, "The matter's name")->required();
        command->add_option("--reason", *reason, "Why, for the record");
    }
    add_selection(*hold_command, *selection);
}

void add_events(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>(), kept = std::make_shared<Session>();
    auto const what = std::make_shared<std::array<std::string, 4>>();
    auto const until = std::make_shared<std::array<std::string, 2>>();
    CLI::App* const event = add_command(parent, exit_code, "record", "Record what happened to a report", session, [what](Session& s) {
        auto const& [action, id, by, words] = *what;
        auto store = s.open_to_write();
        if (!store || !record_event(*store, action, id, by, words, s.fault)) return false;
        s.index(*store);
        say(fmt::format("{}: record {}\n", id, store->entries().size() - 1));
        return true;
    });
    event->add_option("event", (*what)[0], "approve, distribute, supersede or withdraw")
        ->required()
        ->check(CLI::IsMember({"approve", "distribute", "supersede", "withdraw"}));
    event->add_option("report", (*what)[1], "The report")->required();
    event->add_option("--by", (*what)[2], "Who did it, where it is not who acts");
    event->add_option("--words", (*what)[3], "More about it: to whom, by which report, why");
    CLI::App* const retain_command = add_command(parent, exit_code, "retain", "Keep a report longer", kept, [until](Session& s) {
        auto store = s.open_to_write();
        if (!store || !retain(*store, (*until)[0], (*until)[1], s.fault)) return false;
        s.index(*store);
        say(fmt::format("{}: kept until {}\n", (*until)[0], (*until)[1]));
        return true;
    });
    retain_command->add_option("report", (*until)[0], "The report")->required();
    retain_command->add_option("--until", (*until)[1], "The last day of keeping, no earlier than it is")->required();
}

void add_dispose(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const request = std::make_shared<DisposeRequest>();
    CLI::App* const command = add_command(parent, exit_code, "dispose", "Remove reports that are past their time and that nothing holds; their records stay",
                                          session, [request](Session& s) {
                                              auto store = s.open_to_write();
                                              if (!store) return false;
                                              auto const ids = dispose(*store, *request, s.fault);
                                              if (!ids) return false;
                                              s.index(*store);
                                              std::string out;
                                              for (std::string const& id : *ids)
                                                  out += fmt::format("{}: {}\n", id, request->dry_run ? "may be disposed of" : "disposed of");
                                              say(out);
                                              return true;
                                          });
    add_selection(*command, request->selection);
    command->add_option("--second-person", request->second_person, "Who agreed: another than who acts")->required();
    command->add_option("--reason", request->reason, "Why, for the record")->required();
    command->add_flag("--dry-run", request->dry_run, "Only tell which");
}

void add_repair(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const replica = std::make_shared<std::string>();
    CLI::App* const command =
        add_command(parent, exit_code, "repair", "Mend what an interruption or damage left, and make the catalogue again", session, [replica](Session& s) {
            s.options.access = Access::Write;
            auto const done = repair(s.io, *s.crypto, *s.catalog, s.options, *replica, s.fault);
            if (!done) return false;
            std::string out;
            for (std::string const& line : *done) out += line + "\n";
            say(out);
            return true;
        });
    command->add_option("--from", *replica, "A copy of the whole archive, for what is damaged here");
}

void add_replicate(CLI::App& parent, int& exit_code) {
    auto const session = std::make_shared<Session>();
    auto const request = std::make_shared<ReplicateRequest>();
    CLI::App* const command = add_command(
        parent, exit_code, "replicate", "Bring a second copy of the archive up to it, and hold the two against each other", session, [request](Session& s) {
            Replicated made;
            bool const done = replicate(s.io, *s.crypto, *s.catalog, s.options, *request, made, s.fault);
            std::string out;
            for (std::string const& line : made.lost) out += line + "; it was not copied\n";
            if (done)
                out += fmt::format("{}: {} reports, {} records, {} objects copied, root {}\n", request->folder, made.reports, made.records, made.objects,
                                   made.root);
            say(out);
            if (!made.catalogue.empty())
                s.diagnostics.warning("W955", {}, fmt::format("the copy's catalogue could not be written: {}", made.catalogue),
                                      "its records are safe; the next 'offprint archive replicate' makes it again");
            s.findings = !made.lost.empty();
            return done;
        });
    command->add_option("--to", request->folder, "The copy's folder: new, empty, or an earlier copy of this archive")->required();
    command->add_flag("--incomplete", request->incomplete, "The copy's log goes on though objects that it names are damaged here and were not copied");
}

}  // namespace

void add_archive(CLI::App& app, int& exit_code) {
    CLI::App* const command = app.add_subcommand("archive", "Keep PDFs so that it can be proved that nothing was changed");
    command->require_subcommand(1);
    for (auto* const add_one :
         {add_init, add_add, add_list, add_show, add_archive_verify, add_export, add_import, add_holds, add_events, add_dispose, add_repair, add_replicate})
        add_one(*command, exit_code);
    command->footer(
        "Exit codes: 0 done, 1 findings or damage, 2 the command line or the input is wrong, 4 the archive cannot be written,\n7 locked by another run. "
        "docs/archive.md tells more.");
}

}  // namespace offprint::app
