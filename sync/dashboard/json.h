// The form of models: what a template may say, in the order it was put in.
#pragma once

#include <nlohmann/json.hpp>

namespace vantrum::dashboard {

using Json = nlohmann::ordered_json;

}  // namespace vantrum::dashboard
