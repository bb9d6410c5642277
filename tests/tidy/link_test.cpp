// What the finished programs are linked to, with everything that their libraries bring along.
#include <doctest/doctest.h>

#include <cstdio>
#include <memory>
#include <string>

namespace {

[[maybe_unused]] std::string libraries_of(const std::string& program) {
  struct Close {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
  };
  std::unique_ptr<std::FILE, Close> pipe(popen(("ldd '" + program + "'").c_str(), "r"));
  REQUIRE(pipe);
  std::string all;
  char part[4096];
  while (std::fgets(part, sizeof part, pipe.get()) != nullptr) all += part;
  REQUIRE(all.find("libc.so") != std::string::npos);
  return all;
}

[[maybe_unused]] bool has(const std::string& libraries, const std::string& name) {
  return libraries.find(name) != std::string::npos;
}

}  // namespace

#ifdef VANTRUM_KIOSK
TEST_CASE("the kiosk is linked to nothing that could reach a network") {
  const auto libraries = libraries_of(VANTRUM_KIOSK);
  CHECK_FALSE(has(libraries, "libcurl"));
  CHECK_FALSE(has(libraries, "libssl"));
  CHECK_FALSE(has(libraries, "libgnutls"));
  CHECK_FALSE(has(libraries, "libboost"));
}
#endif

#ifdef VANTRUM_SYNC
TEST_CASE("the carrier is linked neither to a database nor to a library that signs or seals") {
  const auto libraries = libraries_of(VANTRUM_SYNC);
  CHECK_FALSE(has(libraries, "libsqlite"));
  CHECK_FALSE(has(libraries, "libSQLiteCpp"));
  CHECK_FALSE(has(libraries, "libsodium"));
  CHECK_FALSE(has(libraries, "libcbor"));
}
#endif

#ifdef VANTRUM_COLLECTOR
TEST_CASE("the collector does not know that screens exist") {
  const auto libraries = libraries_of(VANTRUM_COLLECTOR);
  CHECK_FALSE(has(libraries, "libSDL"));
  CHECK_FALSE(has(libraries, "libimgui"));
  CHECK_FALSE(has(libraries, "libGL"));
  CHECK_FALSE(has(libraries, "libharfbuzz"));
}
#endif
