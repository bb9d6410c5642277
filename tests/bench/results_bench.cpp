// What results cost (issue 8, point 11), beside the same counting as bare SQL in the same run.
//
//   results_bench [responses [FOLDER]]     default 1,000,000; the goals are about 10,000,000
//
// Times are CPU seconds of this process, user and system. "program" is the whole way of a command's counts,
// at most 1,000,000 answers. With a folder where DuckDB is installed the answers are written there as CSV,
// and DuckDB counts them, too (tests/bench/duckdb_results.mjs).
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "shared/base/entropy.h"
#include "shared/survey/instrument_file.h"
#include "sync/collector/counting.h"
#include "sync/collector/releasing.h"
#include "sync/exports/exports.h"
#include "sync/results/report.h"
#include "sync/store/answer_block.h"
#include "sync/store/answer_content.h"
#include "sync/store/sqlite_answer_store.h"
#include "tests/bench/filled_region.h"
#include "tests/bench/real_server.h"
#include "tests/support/temporary_folder.h"

namespace vantrum {
namespace {

constexpr std::uint32_t centres = 300;

long peak_kib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

template <class Work>
double timed(Work work) {
  const auto start = bench::own_cpu_s();
  work();
  return bench::own_cpu_s() - start;
}

void say(const std::string& what, double seconds, const std::string& more = "") {
  fmt::print("{:<62} {:>10.4f} CPU-s  {}\n", what, seconds, more);
  std::fflush(stdout);
}

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};

void run(sqlite3* database, const std::string& sql) {
  char* problem = nullptr;
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &problem) != SQLITE_OK) {
    fmt::print("{}\n", problem);
    std::exit(1);
  }
}

struct Question {
  const survey::Question* question;
  std::string column;
};

std::vector<Question> linked(const survey::Instrument& instrument) {
  std::vector<Question> all;
  for (const auto* question : bench::linked_questions(instrument))
    all.push_back({question, "q_" + question->id});
  return all;
}

// As the collector's table of released answers is, in its own file, and beside it the layout that bare SQL
// likes best: a column a question.
void fill(sqlite3* database, sqlite3* released, const survey::Instrument& instrument, std::uint64_t responses,
          const std::string& dump) {
  const auto questions = linked(instrument);
  std::string columns, marks;
  for (const auto& question : questions) columns += ", " + question.column + " INTEGER", marks += ", ?";
  run(database,
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;"
      "CREATE TABLE wide (centre INTEGER NOT NULL" +
          columns + "); BEGIN");
  run(released, "PRAGMA synchronous = OFF; BEGIN");
  sqlite3_stmt *block = nullptr, *wide = nullptr;
  sqlite3_prepare_v2(released, "INSERT INTO released_block VALUES (NULL, 1, ?, ?, ?, 0, 0, NULL, ?)", -1,
                     &block, nullptr);
  std::vector<collector::AnswerBlock> blocks(centres);
  std::vector<int> places(centres);
  const auto write = [&](std::size_t at) {
    const auto bytes = blocks[at].encode();
    sqlite3_bind_int(block, 1, static_cast<int>(at + 1));
    sqlite3_bind_int(block, 2, ++places[at]);
    sqlite3_bind_int(block, 3, static_cast<int>(blocks[at].size()));
    sqlite3_bind_blob(block, 4, bytes.data(), static_cast<int>(bytes.size()), nullptr);
    sqlite3_step(block);
    sqlite3_reset(block);
    blocks[at] = {};
  };
  sqlite3_prepare_v2(database, ("INSERT INTO wide VALUES (?" + marks + ")").c_str(), -1, &wide, nullptr);
  SeededEntropy entropy(8);
  std::FILE* csv = dump.empty() ? nullptr : std::fopen((dump + "/wide.csv").c_str(), "w");
  // A thousand different visitors, drawn again and again: what they answered does not change what counting
  // costs.
  struct Made {
    Bytes content;
    std::vector<int> options;
  };
  std::vector<Made> visitors;
  for (int i = 0; i < 1000; ++i) {
    survey::Answers answers;
    Made made;
    for (const auto& question : questions) {
      const auto& options = question.question->options;
      const auto option = entropy.random_below(static_cast<std::uint32_t>(options.size()));
      const bool passes = entropy.random_below(20) == 0;
      made.options.push_back(passes ? 0 : static_cast<int>(options[option].number));
      if (!passes) answers[question.question->id] = {options[option].code};
    }
    made.content = collector::encode_answers(answers, instrument);
    visitors.push_back(std::move(made));
  }
  for (std::uint64_t i = 0; i < responses; ++i) {
    const auto& visitor = visitors[entropy.random_below(1000)];
    const auto centre = static_cast<int>(1 + entropy.random_below(centres));
    const auto at = static_cast<std::size_t>(centre - 1);
    if (blocks[at].size() == collector::AnswerBlock::answers_max) write(at);
    blocks[at]
        .add(entropy.random_id<collector::AnswerId>(), {RoundId{1}, CentreId{1}, {}, {}, visitor.content})
        .value();
    sqlite3_bind_int(wide, 1, centre);
    for (std::size_t q = 0; q < questions.size(); ++q)
      sqlite3_bind_int(wide, static_cast<int>(q + 2), visitor.options[q]);
    sqlite3_step(wide);
    sqlite3_reset(wide);
    if (csv) {
      std::fprintf(csv, "%d", centre);
      for (int option : visitor.options) std::fprintf(csv, ",%d", option);
      std::fputc('\n', csv);
    }
  }
  if (csv) std::fclose(csv);
  for (std::size_t at = 0; at < blocks.size(); ++at)
    if (blocks[at].size() > 0) write(at);
  sqlite3_finalize(block);
  sqlite3_finalize(wide);
  run(database, "COMMIT");
  run(released, "COMMIT");
}

results::Tally count_blocks(collector::AnswerStore& answers, const survey::Instrument& instrument,
                            const results::RoundFacts& facts) {
  collector::AnswerCounter counter(instrument);
  results::Tally tally{facts, instrument, {}};
  for (const auto& centre : facts.centres) tally.centres.push_back(counter.begin(centre));
  answers
      .each_block(RoundId{1},
                  [&](CentreId centre, const collector::AnswerBlock& block) {
                    return counter.add(tally.centres[centre.value - 1], block);
                  })
      .value();
  for (auto& centre : tally.centres) counter.finish(centre);
  return tally;
}

std::uint64_t count_by_sql(sqlite3* database, const survey::Instrument& instrument) {
  std::uint64_t valid = 0;
  for (const auto& question : linked(instrument)) {
    sqlite3_stmt* rows = nullptr;
    const auto sql = "SELECT centre, " + question.column + ", count(*) FROM wide GROUP BY 1, 2";
    sqlite3_prepare_v2(database, sql.c_str(), -1, &rows, nullptr);
    while (sqlite3_step(rows) == SQLITE_ROW) {
      const auto* option =
          question.question->option_with_number(static_cast<std::uint32_t>(sqlite3_column_int(rows, 1)));
      if (option && !option->dont_know) valid += static_cast<std::uint64_t>(sqlite3_column_int64(rows, 2));
    }
    sqlite3_finalize(rows);
  }
  return valid;
}

// Counts, what may be shown, suppression.
double look(const bench::FilledRegion& region) {
  return timed(
      [&] { results::suppress(bench::must(collector::shown_of(region.collector(), region.round(), {}))); });
}

// The program's own way (sync/collector/releasing.h), with everything on the disk.
void bench_program(std::uint64_t responses) {
  constexpr std::uint64_t responses_max = 1'000'000, more = 10'000;
  responses = std::min(responses, responses_max);
  testing::TemporaryFolder folder;
  bench::FilledRegion region(folder.path() + "/collector", centres);
  region.add(responses);
  const auto per_response = [](double seconds, std::uint64_t count) {
    return fmt::format("{:.1f} µs a response", 1e6 * seconds / static_cast<double>(count));
  };
  const auto first = look(region);
  say(fmt::format("program: first look at {} answers, released and kept", responses), first,
      per_response(first, responses));
  constexpr int times = 20;
  double again = 0;
  for (int i = 0; i < times; ++i) again += look(region);
  say("  again, nothing new", again / times, "goal: 0.010");
  std::vector<double> grown;
  for (int i = 0; i < 5; ++i) {
    region.add(more);
    grown.push_back(look(region));
  }
  std::ranges::sort(grown);
  say(fmt::format("  again, {} more, median of {}", more, grown.size()), grown[grown.size() / 2],
      fmt::format("{} beside looking again, at most {}; goal: 5",
                  per_response(grown[grown.size() / 2] - again / times, more),
                  per_response(grown.back() - again / times, more)));
}

int run_bench(std::uint64_t responses, const std::string& dump) {
  const auto files = real_file_system();
  const auto survey = survey::read_instrument_files(*files, bench::instrument_folder).value();
  const auto instrument = survey::parse_instrument(survey).value();
  results::RoundFacts facts{RoundId{1}, "Bench", "Region", "Nämnden", false, {}, {}, false, 0};
  for (std::uint32_t centre = 1; centre <= centres; ++centre)
    facts.centres.push_back({CentreId{centre}, fmt::format("Familjecentralen {}", centre), 50});

  sqlite3* opened = nullptr;
  sqlite3_open("", &opened);  // a file of SQLite's own, gone afterwards
  std::unique_ptr<sqlite3, Closer> database(opened);
  fmt::print("{} responses, {} linked questions, {} centres\n", responses, linked(instrument).size(),
             centres);
  testing::TemporaryFolder folder;
  const auto path = folder.path() + "/answers.db";
  bench::must(collector::SqliteAnswerStore::open(path));
  {
    sqlite3* answers = nullptr;
    sqlite3_open(path.c_str(), &answers);
    std::unique_ptr<sqlite3, Closer> closer(answers);
    fill(opened, answers, instrument, responses, dump);
  }
  const auto answers = bench::must(collector::SqliteAnswerStore::open(path));

  results::Tally tally;
  constexpr int runs = 3;
  double recount = 1e9;
  for (int i = 0; i < runs; ++i)
    recount = std::min(recount, timed([&] { tally = count_blocks(*answers, instrument, facts); }));
  say("recompute everything from stored answers, best of 3", recount, "goal for 10 M: 0.35");
  std::uint64_t valid = 0, valid_by_sql = 0;
  for (const auto& centre : tally.centres) {
    for (const auto& question : centre.questions) valid += question.valid;
  }
  say("  the same as SQL in SQLite, a column a question",
      timed([&] { valid_by_sql = count_by_sql(opened, instrument); }));
  fmt::print("  both count {} and {} valid answers\n", valid, valid_by_sql);
  if (!dump.empty() && std::system(("node tests/bench/duckdb_results.mjs '" + dump + "'").c_str()) != 0)
    fmt::print("  DuckDB could not be asked: npm install --prefix {} @duckdb/node-api\n", dump);

  constexpr int times = 20;
  const auto all = timed([&] {
    for (int i = 0; i < times; ++i) results::suppress(tally);
  });
  say(fmt::format("all results of {} centres from kept counts, suppressed", centres), all / times,
      "goal: 0.010");
  bench_program(responses);
  const auto results = results::suppress(tally);
  say("all results as JSON", timed([&] { report_json(results); }));

  // So many centres that the answers table has 100,000 rows.
  auto large = tally;
  std::uint64_t rows = 0;
  exports::answers_table(results)
      .rows([&](const exports::Row&) -> Result<void> { return ++rows, Result<void>(); })
      .value();
  while (large.centres.size() * rows / (centres + 1) < 100'000) {
    large.centres.push_back(tally.centres[large.centres.size() % centres]);
    large.centres.back().centre.id.value = static_cast<std::uint32_t>(large.centres.size());
    large.round.centres.push_back(large.centres.back().centre);
  }
  const auto many = results::suppress(large);
  for (auto profile : {exports::CsvProfile::rfc4180, exports::CsvProfile::excel}) {
    std::uint64_t bytes = 0, lines = 0;
    const auto before = peak_kib();
    const auto seconds = timed([&] {
      exports::write_csv(exports::answers_table(many), profile, [&](std::string_view piece) -> Result<void> {
        bytes += piece.size();
        lines += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), '\n'));
        return {};
      }).value();
    });
    say(fmt::format("CSV of {} rows, {} MB", lines, bytes / 1'000'000), seconds,
        fmt::format("goal: 0.5; memory grew by {} KiB", peak_kib() - before));
  }
  struct Other {
    exports::Format format;
    const char* name;
  };
  for (const auto& other : {Other{exports::Format::xlsx, "XLSX of the region and 300 centres"},
                            Other{exports::Format::sav, "SAV of the region and 300 centres"},
                            Other{exports::Format::html, "HTML report of a centre"}}) {
    std::size_t size = 0;
    const auto seconds = timed([&] {
      size = exports::bytes_of(results, {other.format, CentreId{1}, 1}).value().size();
    });
    say(other.name, seconds, fmt::format("{} KB", size / 1000));
  }
  return 0;
}

}  // namespace
}  // namespace vantrum

int main(int argc, char** argv) {
  return vantrum::run_bench(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000,
                            argc > 2 ? argv[2] : "");
}
