#include "kiosk/platform/stage.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <unordered_map>

#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

constexpr std::uintptr_t atlas_number = 1;  // the only texture of a scene

// ImGui's own fonts draw nothing here, but it does not start without one. Its white texel becomes ours, so
// that shapes and words share one texture; texture coordinates are texels (renderer.h).
void set_up_context(ImGuiIO& io) {
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.Fonts->Flags |= ImFontAtlasFlags_NoBakedLines | ImFontAtlasFlags_NoMouseCursors;
  io.Fonts->AddFontDefault();
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  io.Fonts->TexUvWhitePixel = {GlyphAtlas::white_x, GlyphAtlas::white_y};
  io.Fonts->SetTexID(reinterpret_cast<ImTextureID>(atlas_number));

  ImGuiStyle& style = ImGui::GetStyle();
  style.AntiAliasedLinesUseTex = false;
  style.CircleTessellationMaxError = 0.15f;
  style.CurveTessellationTol = 0.5f;
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
}

void begin_room(float width, float height) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                                     ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse |
                                     ImGuiWindowFlags_NoBringToFrontOnFocus;
  ImGui::Begin("room", nullptr, flags);
}

void sort_as_in(const ViewModel& view, std::vector<Box>& boxes) {
  std::unordered_map<std::string_view, std::size_t> order;
  for (const Element& element : view.elements) order.emplace(element.id, order.size());
  for (const Element& element : view.page_buttons) order.emplace(element.id, order.size());
  std::stable_sort(boxes.begin(), boxes.end(),
                   [&](const Box& a, const Box& b) { return order[a.id] < order[b.id]; });
}

}  // namespace

Result<std::unique_ptr<Stage>> Stage::create(FileSystem& files, const StageOptions& options) {
  if (options.width < 320 || options.height < 320 || options.width > 8192 || options.height > 8192) {
    return Error::invalid("the screen must be between 320 and 8192 pixels wide and high");
  }
  if (!(options.px_per_mm >= 1 && options.px_per_mm <= 40)) {
    return Error::invalid("the panel must have between 1 and 40 pixels a millimetre");
  }
  auto fonts = FontSet::load(files, options.fonts_path);
  if (!fonts) return fonts.error();
  return std::unique_ptr<Stage>(new Stage(options, std::move(*fonts)));
}

Stage::Stage(const StageOptions& options, std::unique_ptr<FontSet> fonts)
    : width_(options.width),
      height_(options.height),
      px_per_mm_(options.px_per_mm),
      fonts_(std::move(fonts)),
      atlas_(*fonts_),
      layouts_(*fonts_),
      input_(options.debounce) {
  IMGUI_CHECKVERSION();
  ImGuiContext* before = ImGui::GetCurrentContext();
  context_ = ImGui::CreateContext();
  ImGui::SetCurrentContext(context_);
  set_up_context(ImGui::GetIO());
  // A window can be touched from its second frame on.
  show_pointer({});
  ImGui::NewFrame();
  begin_room(static_cast<float>(width_), static_cast<float>(height_));
  ImGui::End();
  ImGui::Render();
  ImGui::SetCurrentContext(before);
}

Stage::~Stage() { ImGui::DestroyContext(context_); }

std::vector<Event> Stage::frame(const ViewModel& view, MonotonicTime) {
  const bool is_another_screen = follow_screen(view), is_another_page = page_turned_ && !is_another_screen;

  ImGui::SetCurrentContext(context_);
  atlas_.begin_frame();
  layouts_.begin_frame();
  const Theme theme = theme_for(view.contrast);
  background_ = theme.room;
  const InputFrame input = input_.next_frame();
  std::vector<Event> events;
  let_go_of_what_is_gone(view, events);
  tell_input(input, events);

  show_pointer(input);
  ImGui::NewFrame();
  const auto width = static_cast<float>(width_), height = static_cast<float>(height_);
  begin_room(width, height);
  boxes_.clear();
  Toolkit kit({*ImGui::GetWindowDrawList(), layouts_, atlas_, memory_, boxes_}, view, theme,
              metrics_for(width, height, px_per_mm_, view.text_size));
  std::vector<Event> touched = draw_screen(view, kit);
  ImGui::End();
  ImGui::Render();
  sort_as_in(view, boxes_);
  if (is_another_page && view.listening && !memory_.first_on_page.empty()) {
    events.emplace_back(PageTurned{memory_.first_on_page});
  }
  events.insert(events.end(), std::make_move_iterator(touched.begin()),
                std::make_move_iterator(touched.end()));
  turn_page(view, events);
  return events;
}

bool Stage::follow_screen(const ViewModel& view) {
  if (view.screen == ScreenKind::attract && screen_ != ScreenKind::attract) forget_visitor();
  screen_ = view.screen;
  std::string shown = fmt::format("{} {}", name_of(view.screen), static_cast<int>(view.text_size));
  for (const Element& element : view.elements) {
    if (element.role == Role::question) shown += " " + element.id;
  }
  if (shown != shown_) memory_.page = 0;
  memory_.opens = shown != shown_;
  memory_.focus_moved = memory_.opens || view.focus != memory_.focus;
  memory_.focus = view.focus;
  shown_ = std::move(shown);
  return memory_.opens;
}

// While somebody listens, a first tap only tells what the button does (A25).
void Stage::turn_page(const ViewModel& view, const std::vector<Event>& events) {
  const std::size_t before = memory_.page;
  for (const Event& event : events) {
    const auto* tapped = std::get_if<Tapped>(&event);
    if (!tapped || (view.listening && view.focus != tapped->id)) continue;
    if (tapped->id == "page:next") ++memory_.page;
    if (tapped->id == "page:previous" && memory_.page > 0) --memory_.page;
  }
  page_turned_ = memory_.page != before;
}

void Stage::show_pointer(const InputFrame& input) const {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
  io.DeltaTime = 1.0f / 60;  // nothing here moves by ImGui's time
  const ImVec2 at = input.on_screen ? ImVec2(input.x, input.y) : ImVec2(-FLT_MAX, -FLT_MAX);
#if IMGUI_VERSION_NUM >= 18700
  io.ConfigInputTrickleEventQueue = false;  // the feed has done that
  io.AddMousePosEvent(at.x, at.y);
  io.AddMouseButtonEvent(0, input.down);
#else
  io.MousePos = at;
  io.MouseDown[0] = input.down;
#endif
}

// What the input itself means, whatever it is that it meets.
void Stage::tell_input(const InputFrame& input, std::vector<Event>& events) {
  if (input.down != was_down_) {
    const auto width = static_cast<float>(width_), height = static_cast<float>(height_);
    input.down ? events.emplace_back(Touched{corner_at(input.x, input.y, width, height, px_per_mm_)})
               : events.emplace_back(Lifted{});
  }
  was_down_ = input.down;
  if (input.key != Key::none) events.emplace_back(KeyPressed{input.key});
}

// Whoever was told of a press is told of its end, even if the screen has changed under the finger.
void Stage::let_go_of_what_is_gone(const ViewModel& view, std::vector<Event>& events) {
  if (memory_.pressed_id.empty()) return;
  const Element* element = view.find(memory_.pressed_id);
  if (element && element->enabled) return;
  if (!memory_.slid_off) events.emplace_back(Released{memory_.pressed_id});
  memory_.pressed_id.clear();
}

const Box* Stage::find_box(std::string_view id) const {
  const auto found = std::find_if(boxes_.begin(), boxes_.end(), [&](const Box& box) { return box.id == id; });
  return found == boxes_.end() ? nullptr : &*found;
}

Result<void> Stage::draw(Renderer& renderer) {
  ImGui::SetCurrentContext(context_);
  const TexelRect dirty = atlas_.take_dirty();
  const Texture texture{atlas_.width(), atlas_.height(), TextureFormat::a8, atlas_.pixels(),
                        dirty.x,        dirty.y,         dirty.width,       dirty.height};
  return renderer.draw({ImGui::GetDrawData(), {&texture, 1}, background_});
}

void Stage::resize(int width, int height) {
  width_ = width;
  height_ = height;
}

void Stage::forget_visitor() {
  memory_ = {};
  layouts_.clear();
  boxes_.clear();
  shown_.clear();
}

}  // namespace vantrum::kiosk
