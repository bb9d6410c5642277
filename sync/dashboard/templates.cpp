#include "sync/dashboard/templates.h"

#include <kainjow/mustache.hpp>

#include "shared/base/check.h"
#include "sync/dashboard/assets.h"

namespace vantrum::dashboard {
namespace {

namespace mustache = kainjow::mustache;

mustache::data to_data(const Json& value) {
  if (value.is_object()) {
    mustache::data object(mustache::data::type::object);
    for (const auto& [name, member] : value.items()) object.set(name, to_data(member));
    return object;
  }
  if (value.is_array()) {
    mustache::data list(mustache::data::type::list);
    for (const auto& item : value) list.push_back(to_data(item));
    return list;
  }
  if (value.is_string()) return mustache::data(value.get<std::string>());
  if (value.is_boolean()) return mustache::data(value.get<bool>());
  if (value.is_null()) return mustache::data(false);
  return mustache::data(value.dump());  // a number; words for people are made in the model
}

}  // namespace

std::string render(const std::string& name, const Json& model) {
  auto data = to_data(model);
  check(data.is_object());
  for (const auto& [file, text] : assets()) {
    if (!file.starts_with('_') || !file.ends_with(".html")) continue;
    auto part = text;
    data.set(file.substr(0, file.size() - 5), mustache::partial([part] { return std::string(part); }));
  }
  auto found = assets().find(name + ".html");
  check(found != assets().end());
  mustache::mustache page{std::string(found->second)};
  check(page.is_valid());  // a test renders every page
  return page.render(data);
}

}  // namespace vantrum::dashboard
