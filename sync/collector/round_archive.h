// A closed round as a folder for an archive, or for who asks for public records (P-23, P-24): open formats, a
// list of the contents, a codebook, checksums. Nothing of ours is needed to read it.
//
//   DIR/vantrum-arkiv-kalmar-omgang-3/
//     LASMIG.txt        what this is, in Swedish; a line for each file
//     resultat.csv resultat.json    the results as they are shown, small groups hidden
//     rapporter/        the same as pages that any browser shows: lanet.html, familjecentral-2.html
//     raknare.csv       what was only counted, never beside an answer
//     citat.csv         approved quotes, with a group only where it may be told
//     kodbok.csv        every question and option: id, number, Swedish words, type, weight
//     instrument/       the questions as they were sent to the kiosks, in every language
//     svar.csv          if asked for: one line a visit, the option codes of each question
//     fritexter.csv     if asked for: what visitors wrote
//     innehall.json     region, round, how many answers and texts there were, which of them are inside, when
//     SHA256SUMS        of all the others; `sha256sum -c SHA256SUMS` checks them
//
// Without svar.csv and fritexter.csv it holds nothing that is not in the reports. They are single visits and
// single people's words, which no suppression protects: such a folder is to be kept as safe as the collector.
// Their lines are sorted by what they say, so their order tells nothing about when somebody came (P-3, P-11).
#pragma once

#include <string>

#include "sync/collector/collector.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::collector {

struct ArchivePlan {
  RoundId round;
  std::string target;  // folder in which the archive gets a folder of its own
  bool with_answers = false, with_texts = false;
};
struct ArchiveFacts {
  std::string path;
  std::uint64_t answers = 0, texts = 0;  // there were when it was made
  bool has_answers = false, has_texts = false;
  std::string digest;  // of SHA256SUMS, so of all of it: 64 hexadecimal digits
};

// Where the archive of a round is in `target`.
std::string archive_path(const Collector& collector, const std::string& target, RoundId round);

// Written, made durable and read back. `refused` while the round is open, `conflict` if the folder is there.
Result<ArchiveFacts> archive_round(const Collector& collector, FileSystem& files, const ArchivePlan& plan);

// Reads an archive back: every checksum, no file too many or too few, and that it is of this region and
// round; `invalid` if not, `storage` if that cannot be told because the disk does not give it.
Result<ArchiveFacts> check_archive(const Collector& collector, FileSystem& files, RoundId round,
                                   const std::string& path);

}  // namespace vantrum::collector
