#pragma once
// The records of one input. A few belong together, as those of one session, and are looked at
// together as a live run would; of many, each is looked at for itself. Internal to intake/.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/report.h"
#include "intake/explain.h"
#include "intake/record.h"

namespace doctor::intake {

/// What a study came to.
struct Outcome {
  std::vector<Finding> findings;
  std::vector<Observation> observations;
};

enum class State : std::uint8_t { passed, explained, unknown };

struct RecordVerdict {
  State state = State::unknown;
  std::vector<std::size_t> findings = {};  ///< indices into the outcome; the first is the cause
};

struct Settled {
  Record record;
  RecordVerdict verdict;
  std::shared_ptr<const Outcome> outcome;
  std::int64_t weight = 1;
};

/// Studies and diagnoses, and remembers what it has seen before.
class Judge {
 public:
  /// `by_path`: what a finding says of a path is said for each; otherwise for the first of many
  /// records that are alike.
  Judge(Diagnose diagnose, bool by_path) : diagnose_(std::move(diagnose)), by_path_(by_path) {}
  /// One record by itself.
  std::shared_ptr<const Outcome> alone(const Record& record);
  /// Several as one session; `about`: one of them, to be looked at with the others around it.
  Outcome together(const std::vector<const Record*>& records, const Record* about = nullptr) const;

 private:
  Diagnose diagnose_;
  bool by_path_;
  std::map<std::string, std::shared_ptr<const Outcome>> known_;
};

class Case {
 public:
  /// Keeps the record, or, once there are too many for one session, settles each at once.
  std::optional<std::vector<Settled>> take(Record record, Judge& judge);
  /// Settles each at once from now on.
  void settle_each() { many_ = true; }
  /// Are there too many records for one session?
  bool many() const { return many_; }
  /// What is left at the end of the input.
  std::vector<Settled> settle(Judge& judge);

 private:
  std::vector<Record> kept_;
  bool many_ = false;
};

/// The verdict on a record by its own outcome.
RecordVerdict verdict_alone(const Record& record, const Outcome& outcome);

}  // namespace doctor::intake
