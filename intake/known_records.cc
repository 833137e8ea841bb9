#include "intake/known_records.h"

#include <utility>

namespace doctor::intake {

const std::shared_ptr<const Record>* KnownRecords::find(const std::string& key) const {
  const auto found = known_.find(key);
  return found == known_.end() ? nullptr : &found->second;
}

void KnownRecords::add(const std::string& key, std::shared_ptr<const Record> record) {
  constexpr std::size_t most = 512;
  constexpr std::size_t longest = 2048;
  if (key.size() > longest || (record && record->answer.body.size() > longest)) {
    return;
  }
  if (known_.size() >= most) {
    known_.clear();
  }
  known_.emplace(key, std::move(record));
}

void give_again(const std::shared_ptr<const Record>& known,
                std::size_t line,
                std::optional<TimePoint> at,
                const Sink& sink) {
  if (sink.again) {
    sink.again(known, line, at);
    return;
  }
  Record record = *known;
  record.line = line;
  record.at = at;
  sink.record(std::move(record));
}

}  // namespace doctor::intake
