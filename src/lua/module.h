// The module `lua`: runs an expression that was written as Lua (bind/lua_text.h). Lua 5.4 is behind it, without any of its libraries: an expression reaches the
// names, functions and members that its host gives, and nothing else. Every value is a Datum; Lua's own numbers and strings are never calculated with.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/module.h"
#include "data/datum.h"

namespace offprint::lua {

/// Why there is no value. `line`: of the code, from 1; 0: none in particular. Without a message it is a fault of syntax at that line.
struct Fault {
    std::uint32_t line = 0;
    std::string code, message, hint;
};

/// What may be had of a value by `value.name`: a value, or a function that is called with the value before its arguments.
struct Member {
    data::Datum value;
    int method = -1;
};

/// Whoever asks for the value of an expression.
class Host {
public:
    virtual ~Host() = default;
    /// Nothing: there is no such name; the fault says so.
    virtual std::optional<data::Datum> variable(std::string_view name, Fault& fault) const = 0;
    /// The number of a function, or -1 with the fault.
    virtual int function(std::string_view name, Fault& fault) const = 0;
    virtual std::optional<data::Datum> call(int function, std::vector<data::Datum> const& arguments, Fault& fault) const = 0;
    virtual std::optional<Member> member(data::Datum const& of, std::string_view name, Fault& fault) const = 0;
    /// `of[key]`.
    virtual std::optional<data::Datum> item(data::Datum const& of, data::Datum const& key, Fault& fault) const = 0;
};

/// What one evaluation may take.
struct Limits {
    int steps = 100'000;             // instructions
    std::size_t memory = 16u << 20;  // bytes of Lua itself
    std::size_t text = 1u << 20;     // bytes of one text
    std::size_t made = 16u << 20;    // bytes of all texts and lists
};

/// A compiled expression: a chunk that is given `__k`, its constants, `__f`, the functions, and `__p`, the same as filters behind a `|`.
class Program {
public:
    virtual ~Program() = default;
    virtual std::optional<data::Datum> run(Host const& host, Fault& fault) = 0;
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual std::unique_ptr<Program> compile(std::string const& code, std::vector<data::Datum> const& constants, Fault& fault) = 0;
    /// Lets go of what evaluations made: until then they may hold data.
    virtual void rest() = 0;
};

struct Module : ModuleTable {
    static constexpr std::string_view kModule = "lua";
    std::unique_ptr<Engine> (*make)(Limits const& limits);
};

}  // namespace offprint::lua
