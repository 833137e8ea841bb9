#pragma once
// Records in, an account out: which cause explains which of them. What a cause is, the rules
// decide.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/report.h"
#include "intake/record.h"

namespace doctor::intake {

/// Facts → findings: rules::diagnose with the table of the run.
using Diagnose = std::function<std::vector<Finding>(std::vector<Observation>&)>;

/// Which records count, by their time, and how findings are put together.
struct Options {
  std::optional<TimePoint> since = {};
  std::optional<TimePoint> until = {};
  /// What, beside the cause, makes a finding of its own.
  enum class Group : std::uint8_t { rule, path, agent } group_by = Group::rule;
};

/// Collects records of one or many inputs. Memory is bounded: distinct records are kept, up to a
/// limit, and the rest is counted with the ones they resemble.
class Account {
 public:
  /// `diagnose` judges observations; it is called for records whose like was not judged yet.
  Account(Diagnose diagnose, Options options);
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account();

  void add(Record record);  ///< one record, in the order of the input
  /// A record that is like another but for its line and time.
  void add_like(const std::shared_ptr<const Record>& like,
                std::size_t line,
                std::optional<TimePoint> at);
  /// A record that could not be read: where it begins, and why.
  void bad(std::size_t line, std::string_view why);
  /// Are there so many records that each stands for itself, and none is left out? Then successes
  /// may be counted with pass() instead of being added.
  bool counts_successes() const;
  /// A success of a kind.
  void pass(Kind kind);
  /// A new input: its records are looked at together, apart from those before.
  void begin_input(std::string name);
  /// For an input that grows: each record stands for itself from the first on.
  void settle_at_once();
  /// The causes that came up since the last call.
  std::vector<Finding> new_causes();
  const Records& so_far() const;  ///< the counts, also while more is to come
  /// Fills findings, observations, records, verdict and summary but for the summary's counts.
  void finish(Report& report);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doctor::intake
