#include "reader/content.h"

#include "reader/lexical.h"

namespace offprint::reader {

Operand const& Operand::operator[](std::string_view key) const {
    static Operand const nothing;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i] == key) return items[i];
    return nothing;
}

Object to_object(Operand const& operand) {
    Object object;
    object.kind = operand.kind;
    object.boolean = operand.boolean;
    object.integer = operand.integer;
    object.real = operand.real;
    object.text = operand.text;
    object.keys.assign(operand.keys.begin(), operand.keys.end());
    object.items.reserve(operand.items.size());
    for (Operand const& item : operand.items) object.items.push_back(to_object(item));
    return object;
}

inline void ContentReader::skip_blanks() {
    while (at_ < content_.size() && is_white(content_[at_])) ++at_;
    if (at_ < content_.size() && content_[at_] == '%') skip_comments();
}

void ContentReader::skip_comments() {
    Parser parser(content_, at_, Parser::Syntax::Content);
    parser.skip_blanks();
    at_ = parser.at();
}

bool ContentReader::next() {
    forget_operands();
    for (;;) {
        skip_blanks();
        if (at_ >= content_.size()) return false;
        if (take_operand()) continue;
        std::size_t const begin = at_;
        while (at_ < content_.size() && is_regular(content_[at_])) ++at_;
        if (at_ == begin) {  // neither: what came before it belongs to nothing
            ++at_;
            forget_operands();
            continue;
        }
        word_ = content_.substr(begin, at_ - begin);
        if (word_ == "ID") skip_picture();
        return true;
    }
}

void ContentReader::forget_operands() {
    operands_.clear();
    used_ = {};
    values_ = 0;
    decoded_.clear();
}

void ContentReader::skip_picture() {
    std::size_t at = at_;
    do at = content_.find("EI", at + 1);
    while (at != std::string_view::npos && !(is_white(content_[at - 1]) && (at + 2 >= content_.size() || is_white(content_[at + 2]))));
    at_ = at == std::string_view::npos ? content_.size() : at + 2;
    word_ = "EI";
}

/// Takes the next operand, if one comes. One too many is read and dropped.
bool ContentReader::take_operand() {
    if (values_ > kMostValues) return false;
    Room const before = used_;
    bool const is_there = take(operands_.emplace_back());
    if (!is_there || operands_.size() > kMostOperands) {
        operands_.pop_back();
        used_ = before;
    }
    return is_there;
}

bool ContentReader::take(Operand& into) {
    if (take_scalar(into)) {
        ++values_;
        return true;
    }
    char const c = content_[at_];
    if (c == '[' && take_array(into)) return true;
    if (c == '<' && take_dictionary(into)) return true;
    bool const may_be_one = !is_regular(c) || is_digit(c) || std::string_view("+-.ntf").find(c) != std::string_view::npos;
    return may_be_one && take_any(into);
}

/// A value that stands as it is: most numbers, names, strings. False for all else, which may be a value all the same.
bool ContentReader::take_scalar(Operand& into) {
    switch (content_[at_]) {
        case '(': return take_literal(into);
        case '<': return take_hexadecimal(into);
        case '/': return take_name(into);
        default: {
            std::size_t const end = read_short_number(content_, at_, into);
            if (end != 0) at_ = end;
            return end != 0;
        }
    }
}

bool ContentReader::take_literal(Operand& into) {
    std::size_t end = at_ + 1;
    while (end < content_.size() && !has_meaning(content_[end])) ++end;
    if (end >= content_.size() || content_[end] != ')') return false;
    into.kind = Object::Kind::String;
    into.text = content_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return true;
}

bool ContentReader::take_hexadecimal(Operand& into) {
    if (content_.substr(at_ + 1, 1) == "<") return false;
    // What is decoded of an operator is never longer than a content, so that room is made once and texts stay where they are.
    if (decoded_.capacity() < content_.size()) decoded_.reserve(content_.size());
    std::size_t const begin = decoded_.size();
    std::size_t at = at_ + 1;
    for (; at + 1 < content_.size() && content_[at] != '>'; at += 2) {
        int const high = hex_value(content_[at]), low = hex_value(content_[at + 1]);
        if (high < 0 || low < 0) break;
        decoded_ += static_cast<char>((high << 4) | low);
    }
    if (at >= content_.size() || content_[at] != '>') {
        decoded_.resize(begin);
        return false;
    }
    into.kind = Object::Kind::String;
    into.text = std::string_view(decoded_).substr(begin);
    at_ = at + 1;
    return true;
}

bool ContentReader::take_name(Operand& into) {
    std::size_t end = at_ + 1;
    while (end < content_.size() && is_regular(content_[end]) && content_[end] != '#') ++end;
    if (end < content_.size() && content_[end] == '#') return false;
    into.kind = Object::Kind::Name;
    into.text = content_.substr(at_ + 1, end - at_ - 1);
    at_ = end;
    return true;
}

/// An array of such values.
bool ContentReader::take_array(Operand& into) {
    std::size_t const begin = at_;
    std::vector<Operand>& list = new_list();
    for (++at_;;) {
        skip_blanks();
        if (at_ >= content_.size()) break;
        if (content_[at_] == ']') {
            ++at_;
            into.kind = Object::Kind::Array;
            into.items = list;
            values_ += list.size() + 1;
            return true;
        }
        if (values_ + list.size() > kMostValues || !take_scalar(list.emplace_back())) break;
    }
    --used_.lists;
    at_ = begin;
    return false;
}

/// A dictionary of such values.
bool ContentReader::take_dictionary(Operand& into) {
    if (content_.substr(at_ + 1, 1) != "<") return false;
    std::size_t const begin = at_;
    Room const before = used_;
    std::vector<Operand>& list = new_list();
    std::vector<std::string_view>& keys = new_keys();
    Operand key;
    for (at_ += 2;;) {
        skip_blanks();
        if (at_ >= content_.size()) break;
        if (content_[at_] == '>' && content_.substr(at_ + 1, 1) == ">") {
            at_ += 2;
            into.kind = Object::Kind::Dictionary;
            into.items = list;
            into.keys = keys;
            values_ += list.size() + 1;
            return true;
        }
        if (content_[at_] != '/' || !take_name(key)) break;
        keys.push_back(key.text);
        skip_blanks();
        if (at_ >= content_.size() || values_ + list.size() > kMostValues || !take_scalar(list.emplace_back())) break;
    }
    used_ = before;
    at_ = begin;
    return false;
}

bool ContentReader::take_any(Operand& into) {
    if (used_.parsed == parsed_.size()) parsed_.emplace_back();
    Object& object = parsed_[used_.parsed];
    Parser parser(content_, at_, Parser::Syntax::Content);
    if (!parser.read(object)) return false;
    ++used_.parsed;
    at_ = parser.at();
    values_ += parser.values();
    hold(object, into);
    return true;
}

/// An operand that refers to what was parsed.
void ContentReader::hold(Object const& value, Operand& into) {
    into.kind = value.kind;
    into.boolean = value.boolean;
    into.integer = value.integer;
    into.real = value.real;
    into.text = value.text;
    if (!value.keys.empty()) {
        std::vector<std::string_view>& keys = new_keys();
        keys.assign(value.keys.begin(), value.keys.end());
        into.keys = keys;
    }
    if (value.items.empty()) return;
    std::vector<Operand>& list = new_list();
    list.resize(value.items.size());
    for (std::size_t i = 0; i < list.size(); ++i) hold(value.items[i], list[i]);
    into.items = list;
}

std::vector<Operand>& ContentReader::new_list() {
    if (used_.lists == lists_.size()) lists_.emplace_back();
    std::vector<Operand>& list = lists_[used_.lists++];
    list.clear();
    return list;
}

std::vector<std::string_view>& ContentReader::new_keys() {
    if (used_.keys == keys_.size()) keys_.emplace_back();
    std::vector<std::string_view>& keys = keys_[used_.keys++];
    keys.clear();
    return keys;
}

}  // namespace offprint::reader
