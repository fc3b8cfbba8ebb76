// A PDF file read back: cross references, objects, streams (ISO 32000-1, 7.5). Strict: a file whose cross references are wrong is refused, not
// mended, since what is read here is to be proved or signed. Any bytes at worst give a fault; memory stays within the limits below.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reader/parser.h"
#include "reader/places.h"

namespace offprint::reader {

/// A stream that inflates to more than this is refused, as are streams of a file that together come to more than `kInflatedInAll`, those counted twice that are
/// inflated twice.
inline constexpr std::size_t kLargestStream = 256u << 20;
inline constexpr std::size_t kInflatedInAll = 24 * kLargestStream;
/// ISO 19005-2, 6.1.13.
inline constexpr std::uint32_t kMostObjects = 8'388'607;
/// Values of objects that are held at a time, and of all that are read, those counted twice that are read twice.
inline constexpr std::size_t kMostValuesHeld = 8'000'000, kMostValuesInAll = 20 * kMostValuesHeld;
/// Bytes of object streams that are held; beyond them those go first that were not asked for the longest.
inline constexpr std::size_t kObjectStreamsHeld = 4u << 20;

class File {
public:
    /// Objects that are first asked for while it lives are forgotten when it ends, so that a file of any number of objects can be gone through in the room of a
    /// few: nothing of them may be kept. Those that were known before stay. It stands within others as scopes do.
    class Passing {
    public:
        /// What cannot be read is no fault where it will be read again.
        enum class Faults : bool { Told, Untold };
        explicit Passing(File const& file, Faults faults = Faults::Told) : file_(file), begin_(file.passing_.size()), tells_(file.tells_faults_) {
            ++file_.passings_;
            if (faults == Faults::Untold) file_.tells_faults_ = false;
        }
        Passing(Passing const&) = delete;
        Passing& operator=(Passing const&) = delete;
        ~Passing() {
            --file_.passings_;
            file_.tells_faults_ = tells_;
            file_.forget_from(begin_);
        }

    private:
        File const& file_;
        std::size_t begin_;
        bool tells_;  // before it
    };

    /// Reads the cross references. On failure gives nothing and says why in `error`.
    static std::optional<File> open(std::string bytes, std::string& error);
    /// The same of bytes that outlive it.
    static std::optional<File> look_at(std::string_view bytes, std::string& error);

    std::string_view bytes() const { return bytes_; }
    /// The trailer, or the dictionary of the newest cross-reference stream.
    Object const& trailer() const { return trailer_; }
    /// One more than the largest number of an object.
    std::uint32_t size() const { return places_.size(); }
    /// Where the cross references of each revision begin, the newest first.
    std::vector<std::size_t> const& revisions() const { return revisions_; }

    /// An object by its number; null if it is free or not to be read (which `fault` then tells).
    Object const& object(std::uint32_t number) const;
    /// The same for the asker alone: nothing of it is kept, and its long lists are packed (Parser::Syntax).
    void read(std::uint32_t number, Object& into) const;
    /// Where an object stands by itself; nothing for one that is free or in an object stream.
    std::optional<std::size_t> offset_of(std::uint32_t number) const;
    /// What a value is once references are followed.
    Object const& resolve(Object const& value) const;
    /// A key's value, resolved, of a value that is resolved first.
    Object const& at(Object const& value, std::string_view key) const { return resolve(resolve(value)[key]); }
    /// A stream's bytes with its filters undone; nothing, with the reason in `error`, for filters other than Flate or damaged bytes.
    std::optional<std::string> decoded(Object const& stream, std::string& error) const;
    /// Objects that are held.
    std::size_t held() const { return objects_.size(); }
    /// The first thing that could not be read, or "".
    std::string const& fault() const { return fault_; }

private:
    struct ObjectStream {
        std::string bytes;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> members;  // number and offset
        std::uint64_t asked = 0;                                       // when it was last
    };
    struct Passed {
        std::uint32_t number;
        std::size_t values;
    };

    bool read_cross_references(std::string& error);
    std::optional<Object> read_section(std::size_t at, std::string& error);
    std::optional<Object> read_table(std::size_t at, std::string& error);
    std::optional<Object> read_stream_section(std::size_t at, std::string& error);
    bool read_rows(Object const& section, std::string_view rows, std::string& error);
    bool set_place(std::uint64_t number, Place place);
    /// `use` has the bytes as long as it runs, and must not ask for others.
    bool decode(Object const& stream, std::string& error, std::function<void(std::string_view)> const& use) const;
    void load(std::uint32_t number, Object& into, Parser::Syntax syntax) const;
    bool read_indirect(std::size_t at, std::uint32_t number, Object& into, Parser::Syntax syntax, std::string& error) const;
    bool read_from_stream(Place place, std::uint32_t number, Object& into, Parser::Syntax syntax, std::string& error) const;
    ObjectStream const* object_stream(std::uint32_t number, std::string& error) const;
    /// Makes room for an object stream.
    void let_go_of_streams(std::size_t room) const;
    void forget_from(std::size_t begin) const;
    std::optional<std::size_t> length_of(Object const& dictionary, std::string& error) const;

    std::unique_ptr<std::string const> own_;
    std::string_view bytes_;  // its own, or those that it looks at
    Object trailer_;
    Places places_;
    std::vector<std::size_t> revisions_;
    // Filled as objects are asked for. One thread at a time.
    mutable std::map<std::uint32_t, Object> objects_;
    mutable std::map<std::uint32_t, ObjectStream> object_streams_;
    mutable std::size_t streams_held_ = 0;  // bytes
    mutable std::uint64_t asked_ = 0;
    mutable std::vector<Passed> passing_;  // read since the first of the scopes that are open
    mutable int passings_ = 0;
    mutable bool tells_faults_ = true;
    mutable std::size_t inflated_ = 0, values_ = 0, values_held_ = 0;
    mutable int depth_ = 0;  // of objects that are read to read others: a stream's length
    mutable std::string fault_;
};

}  // namespace offprint::reader
