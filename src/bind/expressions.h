// Expressions through the module `lua`, which is loaded with the first of them.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "bind/evaluator.h"
#include "bind/lua_text.h"
#include "bind/words.h"
#include "lua/module.h"

namespace offprint::bind {

class LuaEvaluator final : public Evaluator {
public:
    std::optional<data::Datum> evaluate(SourcedText const& expression, Scope const& scope, Diagnostics& diagnostics) override;
    /// The language that filters print in.
    void set_words(Words words) { words_ = std::move(words); }

private:
    struct Compiled {
        LuaText text;
        std::unique_ptr<lua::Program> program;
    };
    Compiled const* compiled(SourcedText const& expression, Diagnostics& diagnostics);
    static constexpr std::size_t kMostKept = 4096;

    Words words_;
    std::unique_ptr<lua::Engine> engine_;
    std::map<std::string, Compiled, std::less<>> kept_;  // by text
};

}  // namespace offprint::bind
