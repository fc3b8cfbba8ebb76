#include "text/shape_context.h"

#include <algorithm>

#include "base/utf8.h"

namespace offprint::text {
namespace {

/// Characters of context kept on a side at most, and past the last one that can reach over a space.
constexpr int kMaxContext = 16, kReach = 4;
/// The same with marks, so that a heap of them does not make every piece long.
constexpr int kMaxContextMarks = 60;

/// Script of the nearest character before the end of `text` that has one of its own.
hb_script_t script_before(std::string_view text) {
    std::size_t at = text.size();
    for (int i = 0; i < kScriptSearch && at > 0; ++i) {
        at = utf8::previous(text, at);
        std::size_t here = at;
        hb_script_t const script = ScriptOf::of(utf8::next(text, here));
        if (!ScriptOf::is_neutral(script)) return script;
    }
    return HB_SCRIPT_INVALID;
}

hb_script_t script_after(std::string_view text) {
    std::size_t at = 0;
    for (int i = 0; i < kScriptSearch && at < text.size(); ++i) {
        hb_script_t const script = ScriptOf::of(utf8::next(text, at));
        if (!ScriptOf::is_neutral(script)) return script;
    }
    return HB_SCRIPT_INVALID;
}

}  // namespace

hb_script_t script_at_start(Joined const& j) {
    std::size_t at = 0;
    hb_script_t script = ScriptOf::of(j.text.empty() ? U' ' : utf8::next(j.text, at));
    if (!ScriptOf::is_neutral(script)) return script;
    script = script_before(j.before);
    if (ScriptOf::is_neutral(script)) script = script_after(j.text);
    if (ScriptOf::is_neutral(script)) script = script_after(j.after);
    return ScriptOf::is_neutral(script) ? HB_SCRIPT_LATIN : script;
}

std::size_t script_end(std::string_view text, hb_script_t script) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t const here = at;
        hb_script_t const own = ScriptOf::of(utf8::next(text, at));
        if (!ScriptOf::is_neutral(own) && own != script) return here;
    }
    return text.size();
}

namespace {

/// True when one of a piece's characters can change with what stands beyond a space.
bool any_reaches(ShapeSetting& setting, std::string_view text, hb_buffer_t* scratch) {
    if (!setting.any_reaches()) return false;
    for (std::size_t at = 0; at < text.size();) {
        if (setting.reaches_over_spaces(utf8::next(text, at), scratch)) return true;
    }
    return false;
}

/// Bytes at the start of `after` that may change how `text` is shaped.
///
/// Across a space a word is on its own, unless (a) the pair of the space and the letter beside it is kerned, then that letter is
/// needed, or (b) a context lookup looks over spaces at a sign near the junction: then the text up to the next space that lies
/// kReach characters past the last such sign. Inside a word everything up to its end is kept.
ContextSide right_context(ShapeSetting& setting, Joined const& j, bool hot, hb_buffer_t* scratch) {
    if (j.after.empty() || j.text.empty()) return {0, j.after.empty(), true};
    std::size_t at = utf8::previous(j.text, j.text.size()), first_end = 0;
    char32_t const left = utf8::next(j.text, at), right = utf8::next(j.after, first_end);
    bool const joins = extends_cluster(left) || extends_cluster(right) || is_invisible(left) || is_invisible(right);
    if ((left == U' ' || right == U' ') && !hot && !joins && !setting.reaches_over_spaces(right, scratch)) {
        hb_script_t const other = ScriptOf::of(right);
        if (!ScriptOf::is_neutral(other) && other != setting.script()) return {0, false, true};
        bool const blind = !setting.first_changes(left, right, scratch);
        return {blind ? 0 : first_end, blind, true};
    }
    std::size_t end = 0;
    int owed = hot ? kReach : 0;
    for (int n = 0; end < j.after.size(); ++n) {
        std::size_t next = end;
        char32_t const c = utf8::next(j.after, next);
        hb_script_t const script = ScriptOf::of(c);
        if (!ScriptOf::is_neutral(script) && script != setting.script()) break;
        if (n >= kMaxContextMarks || (n >= kMaxContext && !extends_cluster(c))) break;
        end = next;
        owed = setting.reaches_over_spaces(c, scratch) ? kReach : std::max(0, owed - 1);
        if (c == U' ' && owed == 0) break;
    }
    return {end, false, false};
}

/// Bytes at the end of `before` that may change how `text` is shaped; the mirror of `right_context`.
ContextSide left_context(ShapeSetting& setting, Joined const& j, bool hot, hb_buffer_t* scratch) {
    if (j.before.empty() || j.text.empty()) return {0, j.before.empty(), true};
    std::size_t const last_start = utf8::previous(j.before, j.before.size());
    std::size_t at = last_start, text_at = 0;
    char32_t const left = utf8::next(j.before, at), right = utf8::next(j.text, text_at);
    bool const joins = extends_cluster(left) || extends_cluster(right) || is_invisible(left) || is_invisible(right);
    if ((left == U' ' || right == U' ') && !hot && !joins && !setting.reaches_over_spaces(left, scratch)) {
        // What stands before may belong to another script's run, though it has no script of its own: then it does not kern with us.
        hb_script_t const other = script_before(j.before);
        if (!ScriptOf::is_neutral(other) && other != setting.script()) return {0, false, false};
        bool const blind = !setting.second_changes(left, right, scratch);
        return {blind ? 0 : j.before.size() - last_start, blind, true};
    }
    std::size_t begin = j.before.size(), own = begin;  // own: start of the earliest character known to be of our script
    bool foreign = false;
    int owed = hot ? kReach : 0;
    bool whole_cluster = true;
    for (int n = 0; begin > 0; ++n) {
        std::size_t const previous = utf8::previous(j.before, begin);
        std::size_t here = previous;
        char32_t const c = utf8::next(j.before, here);
        hb_script_t const script = ScriptOf::of(c);
        foreign = !ScriptOf::is_neutral(script) && script != setting.script();
        if (foreign) break;
        if (n >= kMaxContextMarks || (n >= kMaxContext && whole_cluster)) break;
        begin = previous;
        whole_cluster = !extends_cluster(c);
        if (!ScriptOf::is_neutral(script)) own = begin;
        owed = setting.reaches_over_spaces(c, scratch) ? kReach : std::max(0, owed - 1);
        if (c == U' ' && owed == 0) break;
    }
    if (!foreign && own != begin) {
        hb_script_t const other = script_before(j.before.substr(0, begin));
        foreign = !ScriptOf::is_neutral(other) && other != setting.script();
    }
    return {j.before.size() - (foreign ? own : begin), false, false};
}

}  // namespace

Context context_of(ShapeSetting& setting, Joined const& joined, hb_buffer_t* scratch) {
    bool const alone = joined.before.empty() && joined.after.empty();
    bool const hot = !alone && any_reaches(setting, joined.text, scratch);
    return {left_context(setting, joined, hot, scratch), right_context(setting, joined, hot, scratch)};
}

}  // namespace offprint::text
