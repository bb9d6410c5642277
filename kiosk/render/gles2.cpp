#include "kiosk/render/gles2.h"

#include <GLES2/gl2.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>

namespace vantrum::kiosk {

namespace {

constexpr GLuint position_slot = 0, texel_slot = 1, colour_slot = 2;

constexpr const char* vertex_source = R"(
attribute vec2 position;
attribute vec2 texel;
attribute vec4 colour;
uniform vec4 view_scale;   // 2/width, -2/height, and what to subtract first
uniform vec2 texel_scale;
varying mediump vec4 shade;
varying highp vec2 uv;
void main() {
  shade = colour;
  uv = texel * texel_scale;
  gl_Position = vec4((position - view_scale.zw) * view_scale.xy + vec2(-1.0, 1.0), 0.0, 1.0);
}
)";

// Texel coordinates reach 2048 and need quarter precision: mediump (10 bits) would blur them where highp
// exists.
constexpr const char* fragment_source = R"(
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
uniform sampler2D picture;
uniform float is_alpha;
varying mediump vec4 shade;
varying highp vec2 uv;
void main() {
  vec4 found = texture2D(picture, uv);
  gl_FragColor = vec4(shade) * mix(found, vec4(1.0, 1.0, 1.0, found.a), is_alpha);
}
)";

Result<GLuint> compile(GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint done = GL_FALSE;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &done);
  if (done == GL_TRUE) return shader;
  std::array<char, 512> words{};
  glGetShaderInfoLog(shader, static_cast<GLsizei>(words.size()), nullptr, words.data());
  glDeleteShader(shader);
  return Error::unavailable("the graphics driver refuses a shader: " + std::string(words.data()));
}

Result<GLuint> link_program() {
  const GLuint vertex = TRY(compile(GL_VERTEX_SHADER, vertex_source));
  const GLuint fragment = TRY(compile(GL_FRAGMENT_SHADER, fragment_source));
  const GLuint program = glCreateProgram();
  glAttachShader(program, vertex);
  glAttachShader(program, fragment);
  glBindAttribLocation(program, position_slot, "position");
  glBindAttribLocation(program, texel_slot, "texel");
  glBindAttribLocation(program, colour_slot, "colour");
  glLinkProgram(program);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint done = GL_FALSE;
  glGetProgramiv(program, GL_LINK_STATUS, &done);
  if (done == GL_TRUE) return program;
  glDeleteProgram(program);
  return Error::unavailable("the graphics driver does not link the shaders");
}

const void* at_byte(std::size_t offset) { return reinterpret_cast<const void*>(offset); }

// ES 2 has no base vertex: a command that starts further on moves the attributes instead.
void point_attributes(unsigned vertex_first) {
  const std::size_t start = vertex_first * sizeof(ImDrawVert);
  constexpr auto stride = static_cast<GLsizei>(sizeof(ImDrawVert));
  glVertexAttribPointer(position_slot, 2, GL_FLOAT, GL_FALSE, stride,
                        at_byte(start + offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(texel_slot, 2, GL_FLOAT, GL_FALSE, stride, at_byte(start + offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(colour_slot, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride,
                        at_byte(start + offsetof(ImDrawVert, col)));
}

}  // namespace

bool is_software(std::string_view renderer) {
  std::string name(renderer);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter; });
  constexpr std::array<std::string_view, 5> names{"llvmpipe", "softpipe", "swrast", "software",
                                                  "swiftshader"};
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return name.find(known) != std::string::npos; });
}

std::string Gles2::renderer() {
  const GLubyte* name = glGetString(GL_RENDERER);
  return name ? reinterpret_cast<const char*>(name) : "";
}

Result<std::unique_ptr<Gles2>> Gles2::create(int width, int height) {
  std::unique_ptr<Gles2> made(new Gles2);
  made->program_ = TRY(link_program());
  made->view_scale_ = glGetUniformLocation(made->program_, "view_scale");
  made->texel_scale_ = glGetUniformLocation(made->program_, "texel_scale");
  made->is_alpha_ = glGetUniformLocation(made->program_, "is_alpha");
  std::array<GLuint, 2> buffers{};
  glGenBuffers(2, buffers.data());
  made->vertices_ = buffers[0];
  made->indices_ = buffers[1];
  made->resize(width, height);
  return made;
}

Gles2::~Gles2() {
  for (const Uploaded& texture : textures_) glDeleteTextures(1, &texture.name);
  const std::array<GLuint, 2> buffers{vertices_, indices_};
  glDeleteBuffers(2, buffers.data());
  glDeleteProgram(program_);
}

void Gles2::resize(int width, int height) {
  width_ = width;
  height_ = height;
}

// ES 2 has no row length for uploads either: the changed rectangle is copied tight first.
void Gles2::upload(const Texture& texture, Uploaded& uploaded) {
  const bool alpha = texture.format == TextureFormat::a8;
  const GLenum format = alpha ? GL_ALPHA : GL_RGBA;
  const std::size_t texel_bytes = alpha ? 1 : 4;
  const bool is_new = uploaded.name == 0;
  if (is_new) glGenTextures(1, &uploaded.name);
  glBindTexture(GL_TEXTURE_2D, uploaded.name);
  if (is_new) {
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  }
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (uploaded.width != texture.width || uploaded.height != texture.height) {
    uploaded.width = texture.width;
    uploaded.height = texture.height;
    glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(format), texture.width, texture.height, 0, format,
                 GL_UNSIGNED_BYTE, texture.pixels.data());
    return;
  }
  if (texture.dirty_width <= 0 || texture.dirty_height <= 0) return;
  std::vector<std::uint8_t> tight;
  const std::size_t row_bytes = static_cast<std::size_t>(texture.dirty_width) * texel_bytes;
  tight.reserve(row_bytes * static_cast<std::size_t>(texture.dirty_height));
  for (int y = texture.dirty_y; y < texture.dirty_y + texture.dirty_height; ++y) {
    const auto first = (static_cast<std::size_t>(y) * static_cast<std::size_t>(texture.width) +
                        static_cast<std::size_t>(texture.dirty_x)) *
                       texel_bytes;
    const auto row = texture.pixels.subspan(first, row_bytes);
    tight.insert(tight.end(), row.begin(), row.end());
  }
  glTexSubImage2D(GL_TEXTURE_2D, 0, texture.dirty_x, texture.dirty_y, texture.dirty_width,
                  texture.dirty_height, format, GL_UNSIGNED_BYTE, tight.data());
}

Result<void> Gles2::draw(const Scene& scene) {
  textures_.resize(std::max(textures_.size(), scene.textures.size()));
  for (std::size_t i = 0; i < scene.textures.size(); ++i) upload(scene.textures[i], textures_[i]);
  if (damage_.find(scene, width_, height_).empty()) return {};

  const auto part = [](std::uint8_t value) { return static_cast<float>(value) / 255.0f; };
  glViewport(0, 0, width_, height_);
  glDisable(GL_SCISSOR_TEST);
  glClearColor(part(scene.background.r), part(scene.background.g), part(scene.background.b), 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_TEST);
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(program_);
  const ImVec2 origin = scene.lists->DisplayPos;
  glUniform4f(view_scale_, 2.0f / static_cast<float>(width_), -2.0f / static_cast<float>(height_), origin.x,
              origin.y);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  for (const GLuint slot : {position_slot, texel_slot, colour_slot}) glEnableVertexAttribArray(slot);

  for (int i = 0; i < scene.lists->CmdListsCount; ++i) {
    const ImDrawList& list = *scene.lists->CmdLists[i];
    glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data, GL_STREAM_DRAW);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data,
                 GL_STREAM_DRAW);
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const auto number = reinterpret_cast<std::uintptr_t>(command.GetTexID());
      check(number >= 1 && number <= scene.textures.size() && command.UserCallback == nullptr);
      const ImVec4 clip = command.ClipRect;
      const auto left = static_cast<GLint>(std::max(clip.x - origin.x, 0.0f));
      const auto top = static_cast<GLint>(std::max(clip.y - origin.y, 0.0f));
      const auto right = static_cast<GLint>(clip.z - origin.x),
                 bottom = static_cast<GLint>(clip.w - origin.y);
      if (left >= right || top >= bottom) continue;
      glScissor(left, height_ - bottom, right - left, bottom - top);
      const Texture& texture = scene.textures[number - 1];
      glBindTexture(GL_TEXTURE_2D, textures_[number - 1].name);
      glUniform2f(texel_scale_, 1.0f / static_cast<float>(texture.width),
                  1.0f / static_cast<float>(texture.height));
      glUniform1f(is_alpha_, texture.format == TextureFormat::a8 ? 1.0f : 0.0f);
      point_attributes(command.VtxOffset);
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), GL_UNSIGNED_SHORT,
                     at_byte(command.IdxOffset * sizeof(ImDrawIdx)));
    }
  }
  if (const GLenum wrong = glGetError(); wrong != GL_NO_ERROR) {
    return Error::unavailable("the graphics driver reports error " + std::to_string(wrong));
  }
  return {};
}

}  // namespace vantrum::kiosk
