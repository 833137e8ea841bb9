#pragma once
// Explains one input in this process, as `explain` does.

#include <string_view>

#include "core/report.h"
#include "intake/explain.h"
#include "intake/readers.h"
#include "rules/diagnosis.h"

namespace doctor::intake {

inline Report explained(std::string_view text,
                        Kind kind = Kind::automatic,
                        const Options& options = {}) {
  static const rules::Table table = rules::built_in_table();
  Account account{[](std::vector<Observation>& seen) { return rules::diagnose(table, seen); },
                  options};
  account.begin_input("input");
  read(kind,
       text,
       {.record = [&account](Record record) { account.add(std::move(record)); },
        .bad =
            [&account](std::size_t line, std::string_view why) {
              account.bad(line, why);
            }});
  Report report;
  account.finish(report);
  return report;
}

}  // namespace doctor::intake
