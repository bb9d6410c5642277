// The form a paper is kept in; see paper.h.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sync/exports/paper.h"

namespace vantrum::exports {
namespace {

using Json = nlohmann::ordered_json;
using Kind = Block::Kind;

constexpr int format_of_now = 1;
constexpr std::pair<Kind, const char*> kinds[] = {
    {Kind::heading, "heading"}, {Kind::text, "text"},   {Kind::guide, "guide"},
    {Kind::note, "note"},       {Kind::list, "list"},   {Kind::quote, "quote"},
    {Kind::table, "table"},     {Kind::chart, "chart"}, {Kind::box, "box"}};

Json json_of(const Block& block) {
  const auto* kind = std::ranges::find(kinds, block.kind, &std::pair<Kind, const char*>::first);
  Json json{{"kind", kind->second}};
  if (block.kind == Kind::heading) json["level"] = block.level;
  if (!block.words.empty()) json["words"] = block.words;
  if (!block.about.empty()) json["about"] = block.about;
  if (!block.items.empty()) json["items"] = block.items;
  if (block.kind == Kind::table) {
    json["table"] = {{"caption", block.table.caption},
                     {"head", block.table.head},
                     {"rows", block.table.rows},
                     {"text_columns", block.table.text_columns}};
  }
  if (!block.svg.empty()) json["svg"] = block.svg;
  return json;
}

// Throws what the JSON library throws.
Block block_of(const Json& json) {
  Block block;
  const auto name = json.at("kind").get<std::string>();
  const auto* kind = std::ranges::find_if(kinds, [&](const auto& known) { return name == known.second; });
  if (kind == std::end(kinds)) throw Json::other_error::create(501, "unknown kind of block", nullptr);
  block.kind = kind->first;
  block.level = json.value("level", 1u);
  block.words = json.value("words", "");
  block.about = json.value("about", "");
  block.items = json.value("items", std::vector<std::string>());
  block.svg = json.value("svg", "");
  if (block.kind == Kind::table) {
    const auto& table = json.at("table");
    table.at("caption").get_to(block.table.caption);
    table.at("head").get_to(block.table.head);
    table.at("rows").get_to(block.table.rows);
    table.at("text_columns").get_to(block.table.text_columns);
    for (const auto& row : block.table.rows) {
      if (row.size() != block.table.head.size())
        throw Json::other_error::create(501, "a row is not as wide as its table", nullptr);
    }
  }
  return block;
}

}  // namespace

std::string paper_json(const Paper& paper) {
  Json facts = Json::array(), blocks = Json::array();
  for (const auto& fact : paper.facts) facts.push_back({{"name", fact.name}, {"value", fact.value}});
  for (const auto& block : paper.blocks) blocks.push_back(json_of(block));
  const Json json{{"format", format_of_now}, {"title", paper.title},   {"place", paper.place},
                  {"lead", paper.lead},      {"author", paper.author}, {"facts", facts},
                  {"blocks", blocks}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Paper> parse_paper(std::string_view bytes) {
  try {
    const auto json = Json::parse(bytes);
    if (json.at("format").get<int>() != format_of_now)
      return Error::invalid("the paper is of a newer program");
    Paper paper;
    json.at("title").get_to(paper.title);
    json.at("place").get_to(paper.place);
    json.at("lead").get_to(paper.lead);
    json.at("author").get_to(paper.author);
    for (const auto& fact : json.at("facts"))
      paper.facts.push_back({fact.at("name").get<std::string>(), fact.at("value").get<std::string>()});
    for (const auto& block : json.at("blocks")) paper.blocks.push_back(block_of(block));
    return paper;
  } catch (const Json::exception& problem) {
    return Error::damaged(std::string("a kept paper cannot be read: ") + problem.what());
  }
}

}  // namespace vantrum::exports
