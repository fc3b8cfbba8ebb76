// How a table looks: what a layout chooses, handed in by the block. Lengths in points as everywhere.
#pragma once
#include "base/color.h"
#include "data/number_format.h"
#include "text/paragraph.h"

namespace offprint::table {

/// Characters and how lines of them stand.
struct TextLook {
    text::CharStyle chars;
    Length leading, ascent;  // ascent: from the top of a line to its baseline
    bool tabular = false;    // its words keep the tabular figures of its numbers: dates
};

struct Look {
    TextLook cell, strong, head, spanner, continued;
    TextLook date, strong_date;  // in columns of dates
    Color rule, hair, ink, zebra, high, low, bar, paper;
    Length rule_width, hair_width;  // the hairline under each row; zero: none
    Length gap, tight_gap;          // between two columns
    Length pad;                     // above and below the lines of a row
    Length head_pad;                // the same in the head
    Length group_space;             // over a group's label
    Length indent;                  // a level's
    Length ground_pad;              // from the edge of a ground at the table's edge to the text
    Length bar_width, spark_width;
    bool zebra_rows = false;
};

/// Generated words in the language of the article.
struct Words {
    std::string continued, carried, brought;
    data::NumberLocale locale;
};

/// The style of note marks beside text of a style.
text::CharStyle mark_style(text::CharStyle const& chars);

}  // namespace offprint::table
