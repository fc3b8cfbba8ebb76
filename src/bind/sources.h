// The sources of data of an article: what its `data` names, as tables.
#pragma once
#include "bind/bind.h"

namespace offprint::bind {

/// The tables of the article's `data`. Faults are told at their places; a source with one has no table.
Tables load_tables(data::Value const& data, Files& files, Sources& sources, Diagnostics& diagnostics);

}  // namespace offprint::bind
