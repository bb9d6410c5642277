// Turns a page's model into HTML. The only includer of kainjow's mustache.
//
// Every value is escaped by default; only layout.html may take a piece as it is, the page that was rendered
// before it (a test reads all templates for that). A model is JSON: what a page will say can be read and
// tested without HTML.
#pragma once

#include <string>

#include "shared/base/result.h"
#include "sync/dashboard/json.h"

namespace vantrum::dashboard {

// `name` is a file of assets/dashboard without ".html". Files that begin with "_" are parts: {{> _token}}.
std::string render(const std::string& name, const Json& model);

}  // namespace vantrum::dashboard
