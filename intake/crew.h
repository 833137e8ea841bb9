#pragma once
// Windows read by several threads, their results in the windows' order. Internal to intake/.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "intake/fields.h"
#include "intake/log_lines.h"
#include "intake/record.h"
#include "intake/windows.h"

namespace doctor::intake {

/// What one window holds.
struct Batch {
  std::vector<Record> records;
  std::vector<std::pair<std::size_t, std::string>> bad;
  std::size_t passed = 0;
};

struct Job {
  Window window = {};
  Kind kind = Kind::jsonl;
  bool count_successes = false;
  std::size_t named_at = 0;  ///< as TextPart::named_at
};

/// Reads the window of the job, with a reader of the thread's own.
Batch read_window(const Job& job, LogLines& lines);

class Crew {
 public:
  /// With one worker everything happens in add(), on the caller's thread.
  Crew(unsigned workers, FieldReader::With with, std::function<void(Batch)> take);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  /// May hand over the batches of earlier jobs.
  void add(Job job);
  /// Hands over all that is left.
  void finish();

 private:
  using Task = std::packaged_task<Batch(LogLines&)>;
  void work();
  void take_first();

  FieldReader::With with_;
  std::function<void(Batch)> take_;
  LogLines own_;
  std::deque<std::future<Batch>> results_;  ///< in order
  std::mutex mutex_;                        ///< of waiting_ and over_
  std::condition_variable changed_;
  std::deque<Task> waiting_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace doctor::intake
