#pragma once
// `explain` on records, and on a status with words: reports like those of a run.

#include <functional>
#include <string>
#include <vector>

#include "core/report.h"
#include "core/result.h"
#include "intake/explain.h"
#include "rules/table.h"

namespace doctor::cli {

struct ExplainOptions {
  intake::Kind kind = intake::Kind::automatic;
  intake::Options account = {};
  bool follow = false;   ///< one input, which grows
  std::size_t top = 0;   ///< findings to show; 0: all
  unsigned workers = 0;  ///< threads that read; 0: as many as are of use here
};

/// With `follow`: called with a report of the causes that are new, as they come up.
using TellCauses = std::function<void(const Report&)>;

/// `files`: paths, `-` is standard input. Error: a file that cannot be read.
Result<Report> explain_records(const std::vector<std::string>& files,
                               const ExplainOptions& options,
                               const rules::Table& table,
                               const TellCauses& tell = {});

/// One text that was read already.
Report explain_text(std::string_view text, const rules::Table& table);

/// What a status may mean, in order of likelihood; the words (`intents`) put what they fit first.
Report explain_status(int status, const std::vector<std::string>& words, const rules::Table& table);

/// 0 explained, 1 some matched nothing, 2 nothing could be read.
int explain_exit_code(const Report& report);

}  // namespace doctor::cli
