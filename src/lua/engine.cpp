#include <lua.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "data/calculation.h"
#include "lua/memory.h"
#include "lua/module.h"
#include "lua/operators.h"

namespace offprint::lua {
namespace {

using data::Datum;
using data::DatumList;
using data::DatumMap;

constexpr char const* kChunk = "=e";
constexpr int kTableDepth = 8;
constexpr int kHookSteps = 1000;
/// What evaluations may leave behind before it is collected: a full collection takes longer than most expressions do.
constexpr std::size_t kMostWaste = 64u << 10;

/// A filter with its arguments, behind a `|`.
struct Partial {
    int function = -1;
    std::vector<Datum> arguments;
};

/// What the functions that Lua calls find behind their state.
struct Session {
    Limits limits;
    Memory memory;
    Host const* host = nullptr;
    Fault fault;
    int steps = 0;
    std::size_t made = 0;
};

/// What is thrown when `Session::fault` says what happened.
char const kFaultMark = 0;
/// Keys of the registry.
char const kDatumKey = 0, kPartialKey = 0, kFunctionsKey = 0, kFiltersKey = 0;

Session& session_of(lua_State* state) { return **static_cast<Session**>(lua_getextraspace(state)); }

[[noreturn]] void fail(lua_State* state) {
    Session& session = session_of(state);
    lua_Debug where;
    for (int level = 0; session.fault.line == 0 && lua_getstack(state, level, &where) != 0; ++level) {
        lua_getinfo(state, "Sl", &where);
        if (where.currentline > 0) session.fault.line = static_cast<std::uint32_t>(where.currentline);
    }
    lua_pushlightuserdata(state, const_cast<char*>(&kFaultMark));
    lua_error(state);
    std::abort();
}

[[noreturn]] void fail(lua_State* state, std::string code, std::string message, std::string hint = {}) {
    session_of(state).fault = {0, std::move(code), std::move(message), std::move(hint)};
    fail(state);
}

/// A value on the stack as the object of a type of ours, or null.
template <class T>
T* object_at(lua_State* state, int index, char const* key) {
    if (lua_type(state, index) != LUA_TUSERDATA || lua_getmetatable(state, index) == 0) return nullptr;
    lua_rawgetp(state, LUA_REGISTRYINDEX, key);
    bool const same = lua_rawequal(state, -1, -2) != 0;
    lua_pop(state, 2);
    return same ? static_cast<T*>(lua_touserdata(state, index)) : nullptr;
}

template <class T>
void push_object(lua_State* state, T object, char const* key) {
    // The metatable, and with it the end of the object, comes only when the object is whole.
    auto* const place = lua_newuserdatauv(state, sizeof(T), 0);
    new (place) T(std::move(object));
    lua_rawgetp(state, LUA_REGISTRYINDEX, key);
    lua_setmetatable(state, -2);
}

template <class T>
int end_object(lua_State* state) {
    static_cast<T*>(lua_touserdata(state, 1))->~T();
    return 0;
}

/// What a value takes beside its own few bytes.
std::size_t size_of(Datum const& value) {
    if (auto const* const text = value.get<std::string>()) return text->size();
    if (auto const* const list = value.get<std::shared_ptr<DatumList const>>()) return (*list)->size() * sizeof(Datum);
    return 0;
}

void push(lua_State* state, Datum value) {
    if (value.is_null()) return lua_pushnil(state);
    if (bool const* const truth = value.get<bool>()) return lua_pushboolean(state, *truth ? 1 : 0);
    Session& session = session_of(state);
    std::size_t const size = size_of(value);
    session.made += size;
    if ((value.get<std::string>() != nullptr && size > session.limits.text) || session.made > session.limits.made)
        fail(state, "E355", "this expression makes texts or lists that are too large");
    push_object(state, std::move(value), &kDatumKey);
}

Datum datum_at(lua_State* state, int index, int depth = 0);

/// What is written between braces: values in order, or with names.
Datum table_at(lua_State* state, int index, int depth) {
    if (depth == kTableDepth) fail(state, "E354", "braces are nested too deep");
    DatumList list;
    DatumMap map;
    index = lua_absindex(state, index);
    lua_checkstack(state, 4);
    for (lua_Integer i = 1;; ++i) {
        bool const there = lua_rawgeti(state, index, i) != LUA_TNIL;
        if (there) list.push_back(datum_at(state, -1, depth + 1));
        lua_pop(state, 1);
        if (!there) break;
    }
    lua_pushnil(state);
    while (lua_next(state, index) != 0) {
        if (lua_type(state, -2) == LUA_TSTRING) {
            std::size_t size = 0;
            char const* const bytes = lua_tolstring(state, -2, &size);
            map.emplace_back(std::string(bytes, size), datum_at(state, -1, depth + 1));
        } else if (lua_type(state, -2) != LUA_TNUMBER) {
            fail(state, "E354", "a name in braces is a plain name", "as in {year = '2027E'}");
        }
        lua_pop(state, 1);
    }
    if (!list.empty() && !map.empty()) fail(state, "E354", "braces hold values, or values with names, not both");
    if (!map.empty()) {
        // Lua keeps them by hash.
        std::sort(map.begin(), map.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
        return Datum{std::make_shared<DatumMap const>(std::move(map))};
    }
    return Datum{std::make_shared<DatumList const>(std::move(list))};
}

Datum datum_at(lua_State* state, int index, int depth) {
    switch (lua_type(state, index)) {
        case LUA_TNIL:
        case LUA_TNONE: return {};
        case LUA_TBOOLEAN: return Datum{lua_toboolean(state, index) != 0};
        case LUA_TTABLE: return table_at(state, index, depth);
        case LUA_TSTRING: {
            std::size_t size = 0;
            char const* const bytes = lua_tolstring(state, index, &size);
            return Datum{std::string(bytes, size)};
        }
        case LUA_TFUNCTION: fail(state, "E354", "a function is called: its name, and its arguments in brackets");
        default: break;
    }
    if (auto const* const value = object_at<Datum>(state, index, &kDatumKey)) return *value;
    fail(state, "E354", "this is no value");
}

template <Operator what>
int operate(lua_State* state) {
    Session& session = session_of(state);
    auto result = calculate(what, datum_at(state, 1), datum_at(state, 2), session.fault);
    if (!result) fail(state);
    push(state, std::move(*result));
    return 1;
}

template <Order order>
int compare_two(lua_State* state) {
    Session& session = session_of(state);
    auto const result = compare_values(order, datum_at(state, 1), datum_at(state, 2), session.fault);
    if (!result) fail(state);
    lua_pushboolean(state, *result ? 1 : 0);
    return 1;
}

std::vector<Datum> arguments_from(lua_State* state, int first) {
    std::vector<Datum> arguments;
    for (int i = first; i <= lua_gettop(state); ++i) arguments.push_back(datum_at(state, i));
    return arguments;
}

int call_host(lua_State* state, int function, std::vector<Datum> const& arguments) {
    Session& session = session_of(state);
    auto result = session.host->call(function, arguments, session.fault);
    if (!result) fail(state);
    push(state, std::move(*result));
    return 1;
}

int call_function(lua_State* state) { return call_host(state, static_cast<int>(lua_tointeger(state, lua_upvalueindex(1))), arguments_from(state, 1)); }

int call_method(lua_State* state) {
    std::vector<Datum> arguments = arguments_from(state, 1);
    arguments.insert(arguments.begin(), datum_at(state, lua_upvalueindex(2)));
    return call_host(state, static_cast<int>(lua_tointeger(state, lua_upvalueindex(1))), arguments);
}

int make_partial(lua_State* state) {
    push_object(state, Partial{static_cast<int>(lua_tointeger(state, lua_upvalueindex(1))), arguments_from(state, 1)}, &kPartialKey);
    return 1;
}

/// `__f.name`, and `__p.name` for a filter.
template <lua_CFunction what>
int find_function(lua_State* state) {
    Session& session = session_of(state);
    std::size_t size = 0;
    char const* const name = lua_tolstring(state, 2, &size);
    int const function = session.host->function({name, size}, session.fault);
    if (function < 0) fail(state);
    lua_pushinteger(state, function);
    lua_pushcclosure(state, what, 1);
    return 1;
}

int filter(lua_State* state) {
    Partial const* const partial = object_at<Partial>(state, 2, &kPartialKey);
    if (partial == nullptr) fail(state, "E354", "behind '|' stands a filter");
    std::vector<Datum> arguments{datum_at(state, 1)};
    arguments.insert(arguments.end(), partial->arguments.begin(), partial->arguments.end());
    return call_host(state, partial->function, arguments);
}

int find_variable(lua_State* state) {
    Session& session = session_of(state);
    std::size_t size = 0;
    char const* const name = lua_tolstring(state, 2, &size);
    auto value = session.host->variable({name, size}, session.fault);
    if (!value) fail(state);
    push(state, std::move(*value));
    return 1;
}

int find_member(lua_State* state) {
    Session& session = session_of(state);
    Datum const of = datum_at(state, 1);
    if (lua_type(state, 2) == LUA_TSTRING) {
        std::size_t size = 0;
        char const* const name = lua_tolstring(state, 2, &size);
        auto member = session.host->member(of, {name, size}, session.fault);
        if (!member) fail(state);
        if (member->method < 0) {
            push(state, std::move(member->value));
            return 1;
        }
        lua_pushinteger(state, member->method);
        lua_pushvalue(state, 1);
        lua_pushcclosure(state, call_method, 2);
        return 1;
    }
    auto value = session.host->item(of, datum_at(state, 2), session.fault);
    if (!value) fail(state);
    push(state, std::move(*value));
    return 1;
}

int refuse_call(lua_State* state) { fail(state, "E354", "this is a value, and it is called like a function"); }

/// Nothing in an expression runs for long; the limit holds all the same, and is told again and again if it is swallowed.
void count_steps(lua_State* state, lua_Debug*) {
    Session& session = session_of(state);
    session.steps += kHookSteps;
    if (session.steps > session.limits.steps) fail(state, "E355", "this expression takes too many steps");
}

void set_functions(lua_State* state, std::initializer_list<luaL_Reg> functions) {
    for (luaL_Reg const& entry : functions) {
        lua_pushcfunction(state, entry.func);
        lua_setfield(state, -2, entry.name);
    }
}

constexpr std::initializer_list<luaL_Reg> kOperators = {
    {"__add", operate<Operator::Add>},
    {"__sub", operate<Operator::Subtract>},
    {"__mul", operate<Operator::Multiply>},
    {"__div", operate<Operator::Divide>},
    {"__mod", operate<Operator::Remainder>},
    {"__pow", operate<Operator::Power>},
    {"__unm", operate<Operator::Negate>},
    {"__concat", operate<Operator::Join>},
    {"__lt", compare_two<Order::Less>},
    {"__le", compare_two<Order::LessOrEqual>},
    {"__eq", compare_two<Order::Equal>},
    {"__index", find_member},
    {"__call", refuse_call},
};

/// Makes what is at the top of the stack the metatable of a basic type, whose example stands below it.
void share_with(lua_State* state, int example) {
    lua_pushvalue(state, example);
    lua_pushvalue(state, -2);
    lua_setmetatable(state, -2);
    lua_pop(state, 1);
}

/// Metatables, and the tables through which names are found. Lua's libraries stay closed.
int prepare(lua_State* state) {
    lua_newtable(state);
    set_functions(state, kOperators);
    set_functions(state, {{"__gc", end_object<Datum>}});
    lua_rawsetp(state, LUA_REGISTRYINDEX, &kDatumKey);
    lua_newtable(state);
    set_functions(state, {{"__gc", end_object<Partial>}, {"__bor", filter}});
    lua_rawsetp(state, LUA_REGISTRYINDEX, &kPartialKey);
    // Nothing, a truth and a function have the same operators, so that their misuse is told in our words.
    lua_settop(state, 0);
    lua_pushnil(state);
    lua_pushboolean(state, 0);
    lua_pushcfunction(state, refuse_call);
    for (int example = 1; example <= 3; ++example) {
        lua_newtable(state);
        set_functions(state, kOperators);
        if (example == 3) {
            lua_pushnil(state);
            lua_setfield(state, -2, "__call");
        }
        share_with(state, example);
        lua_pop(state, 1);
    }
    auto const looked_up = [state](lua_CFunction index, char const* key) {
        lua_newtable(state);
        lua_newtable(state);
        set_functions(state, {{"__index", index}});
        lua_setmetatable(state, -2);
        lua_rawsetp(state, LUA_REGISTRYINDEX, key);
    };
    looked_up(find_function<call_function>, &kFunctionsKey);
    looked_up(find_function<make_partial>, &kFiltersKey);
    // The environment of all chunks is empty and stays so: an expression assigns nothing.
    lua_rawgeti(state, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_newtable(state);
    set_functions(state, {{"__index", find_variable}});
    lua_setmetatable(state, -2);
    return 0;
}

struct Interpreter {
    Session session;
    lua_State* state = nullptr;

    explicit Interpreter(Limits const& limits) {
        session.limits = limits;
        session.memory.limit = limits.memory;
        state = lua_newstate(allocate, &session.memory);
        if (state == nullptr) return;
        *static_cast<Session**>(lua_getextraspace(state)) = &session;
        lua_pushcfunction(state, prepare);
        if (lua_pcall(state, 0, 0, 0) != LUA_OK) {
            lua_close(state);
            state = nullptr;
            return;
        }
        lua_sethook(state, count_steps, LUA_MASKCOUNT, kHookSteps);
    }
    Interpreter(Interpreter const&) = delete;
    Interpreter& operator=(Interpreter const&) = delete;
    ~Interpreter() {
        if (state != nullptr) lua_close(state);
    }

    /// Whether earlier evaluations left anything.
    bool has_waste() const { return session.memory.used > clean_ || waste_ > 0; }

    void collect() {
        lua_gc(state, LUA_GCCOLLECT);
        clean_ = session.memory.used;
        waste_ = 0;
    }

    void end(Host const* outer) {
        session.host = outer;
        waste_ += session.made;
        if (waste_ > kMostWaste || session.memory.used > clean_ + kMostWaste) collect();
    }

    void begin(Host const* host) {
        session.host = host;
        session.fault = {};
        session.steps = 0;
        session.made = 0;
    }

    /// Takes a fault off the stack.
    Fault take_fault() {
        Fault fault = std::exchange(session.fault, {});
        if (lua_islightuserdata(state, -1) != 0) {
            lua_settop(state, 0);
            return fault;
        }
        std::size_t size = 0;
        char const* const bytes = lua_type(state, -1) == LUA_TSTRING ? lua_tolstring(state, -1, &size) : nullptr;
        std::string_view const words(bytes != nullptr ? bytes : "", size);
        fault = {};
        // "e:12: words"
        for (std::size_t at = 2; words.starts_with("e:") && at < words.size() && words[at] >= '0' && words[at] <= '9'; ++at)
            fault.line = fault.line * 10 + static_cast<std::uint32_t>(words[at] - '0');
        std::size_t const colon = words.find(": ");
        fault.message = words.substr(colon == words.npos ? 0 : colon + 2);
        fault.code = "E354";
        lua_settop(state, 0);
        return fault;
    }

private:
    std::size_t clean_ = 0, waste_ = 0;  // memory in use after the last collection; bytes made since, beside Lua's own
};

struct Loading {
    std::string const* code;
    std::vector<Datum> const* constants;
    int reference = LUA_NOREF;
    bool syntax = false;
};

/// Leaves in the registry a list of the chunk and its constants.
int load(lua_State* state) {
    auto& loading = *static_cast<Loading*>(lua_touserdata(state, 1));
    lua_createtable(state, 2, 0);
    if (luaL_loadbufferx(state, loading.code->data(), loading.code->size(), kChunk, "t") != LUA_OK) {
        loading.syntax = true;
        return lua_error(state);
    }
    lua_rawseti(state, -2, 1);
    lua_createtable(state, static_cast<int>(loading.constants->size()), 0);
    for (std::size_t i = 0; i < loading.constants->size(); ++i) {
        push(state, (*loading.constants)[i]);
        lua_rawseti(state, -2, static_cast<lua_Integer>(i + 1));
    }
    lua_rawseti(state, -2, 2);
    loading.reference = luaL_ref(state, LUA_REGISTRYINDEX);
    return 0;
}

struct Running {
    int reference;
    Datum result;
};

int evaluate(lua_State* state) {
    auto& running = *static_cast<Running*>(lua_touserdata(state, 1));
    lua_rawgeti(state, LUA_REGISTRYINDEX, running.reference);
    lua_rawgeti(state, -1, 1);
    lua_rawgeti(state, -2, 2);
    lua_rawgetp(state, LUA_REGISTRYINDEX, &kFunctionsKey);
    lua_rawgetp(state, LUA_REGISTRYINDEX, &kFiltersKey);
    lua_call(state, 3, 1);
    running.result = datum_at(state, -1);
    return 0;
}

class CompiledProgram final : public Program {
public:
    CompiledProgram(std::shared_ptr<Interpreter> interpreter, int reference) : interpreter_(std::move(interpreter)), reference_(reference) {}
    ~CompiledProgram() override { luaL_unref(interpreter_->state, LUA_REGISTRYINDEX, reference_); }

    std::optional<Datum> run(Host const& host, Fault& fault) override {
        std::optional<Datum> value = try_run(host, fault);
        if (value || !interpreter_->has_waste()) return value;
        // What others left behind is not to decide whether there is room for this one.
        interpreter_->collect();
        return try_run(host, fault);
    }

private:
    std::optional<Datum> try_run(Host const& host, Fault& fault) {
        lua_State* const state = interpreter_->state;
        Host const* const outer = interpreter_->session.host;
        interpreter_->begin(&host);
        Running running{reference_, {}};
        lua_pushcfunction(state, evaluate);
        lua_pushlightuserdata(state, &running);
        bool const fine = lua_pcall(state, 1, 0, 0) == LUA_OK;
        if (!fine) fault = interpreter_->take_fault();
        interpreter_->end(outer);
        return fine ? std::optional(std::move(running.result)) : std::nullopt;
    }

    std::shared_ptr<Interpreter> interpreter_;
    int reference_;
};

class LuaEngine final : public Engine {
public:
    explicit LuaEngine(std::shared_ptr<Interpreter> interpreter) : interpreter_(std::move(interpreter)) {}

    std::unique_ptr<Program> compile(std::string const& code, std::vector<Datum> const& constants, Fault& fault) override {
        lua_State* const state = interpreter_->state;
        interpreter_->begin(nullptr);
        Loading loading{&code, &constants};
        lua_pushcfunction(state, load);
        lua_pushlightuserdata(state, &loading);
        if (lua_pcall(state, 1, 0, 0) == LUA_OK) return std::make_unique<CompiledProgram>(interpreter_, loading.reference);
        fault = interpreter_->take_fault();
        if (loading.syntax) {
            fault.code = "E350";
            fault.message.clear();
        }
        return nullptr;
    }

    void rest() override { interpreter_->collect(); }

private:
    std::shared_ptr<Interpreter> interpreter_;
};

std::unique_ptr<Engine> make(Limits const& limits) {
    auto interpreter = std::make_shared<Interpreter>(limits);
    if (interpreter->state == nullptr) return nullptr;
    return std::make_unique<LuaEngine>(std::move(interpreter));
}

}  // namespace
}  // namespace offprint::lua

offprint::ModuleTable const* offprint_module() {
    using namespace offprint;
    static lua::Module const table{{module_build(), sizeof(lua::Module)}, lua::make};
    return &table;
}
