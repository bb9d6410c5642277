// A report as a list of blocks: what it says, in the order it is read, before it has a form. The yearly
// reports are made so (sync/year), because they are kept: a paper that was frozen is these blocks, not a file
// of some program's version, and every form of it is written from them. So its numbers are the same in all
// (D11).
//
// Everything in a block is plain text but `svg`, which is a drawing of chart.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "sync/exports/report_tables.h"

namespace vantrum::exports {

struct Block {
  // In the JSON form by these names; never rename one.
  enum class Kind { heading, text, guide, note, list, quote, table, chart, box };
  Kind kind = Kind::text;
  std::string words;   // of a heading, text, guide, note, quote; of a chart: what it shows, in words
  std::string about;   // of a heading: the rules it answers to ("S62"); of a quote: who said it
  unsigned level = 1;  // of a heading: 1 to 3
  std::vector<std::string> items;  // of a list
  WordTable table;                 // of a table
  std::string svg;                 // of a chart
  bool operator==(const Block&) const = default;
};

Block heading(unsigned level, std::string words, std::string about = "");
Block text(std::string words);
Block guide(std::string words);  // what should be written where a box follows
Block note(std::string words);
Block list(std::vector<std::string> items);
Block quote(std::string words, std::string about);
Block table(WordTable table);
Block chart(std::string svg, std::string words);
Block box();  // empty, to be written in

struct Fact {
  std::string name, value;
  bool operator==(const Fact&) const = default;
};

struct Paper {
  std::string title, place, lead;  // "Årsberättelse 2026", "Familjecentralen Eken", the line under both
  std::string author;              // authority that answers for it
  std::vector<Fact> facts;
  std::vector<Block> blocks;
  bool operator==(const Paper&) const = default;
};

// The form it is kept in: the same paper gives the same bytes. `damaged` if it is not what paper_json wrote.
std::string paper_json(const Paper& paper);
Result<Paper> parse_paper(std::string_view json);

// One page without any reference to something outside of it. A box is an empty frame.
std::string paper_html(const Paper& paper);

// As report.h: PDF/UA, and a document for Word with charts as pictures. See tool.h for what may fail.
Result<std::string> paper_pdf(const Paper& paper);
Result<std::string> paper_docx(const Paper& paper);

// Plain text, for a terminal.
std::string paper_text(const Paper& paper);

}  // namespace vantrum::exports
