#pragma once
// A log tells of the same failure again and again: what a line came to, for those like it. Internal
// to intake/.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/time.h"
#include "intake/record.h"

namespace doctor::intake {

/// Bounded: forgets all when there are too many. Not for several threads at once.
class KnownRecords {
 public:
  /// nullptr: not known. A record that is none: the line is of no interest.
  const std::shared_ptr<const Record>* find(const std::string& key) const;
  void add(const std::string& key, std::shared_ptr<const Record> record);

 private:
  std::unordered_map<std::string, std::shared_ptr<const Record>> known_;
};

/// Gives the record as one of another line and time.
void give_again(const std::shared_ptr<const Record>& known,
                std::size_t line,
                std::optional<TimePoint> at,
                const Sink& sink);

}  // namespace doctor::intake
