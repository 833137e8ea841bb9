#pragma once
// Windows read by several threads, their results in the windows' order. Internal to intake/.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/time.h"
#include "intake/fields.h"
#include "intake/known_records.h"
#include "intake/log_lines.h"
#include "intake/record.h"
#include "intake/windows.h"

namespace doctor::intake {

/// A record as a window holds it; what several lines tell alike is there but once.
struct Sighting {
  std::shared_ptr<const Record> record;
  std::size_t line = 0;
  std::optional<TimePoint> at;
};

/// What one window holds; its lines are numbered from 1.
struct Batch {
  std::vector<Sighting> records;
  std::vector<std::pair<std::size_t, std::string>> bad;
  std::size_t passed = 0;
  std::size_t lines = 0;
};

struct Job {
  Window window = {};
  Kind kind = Kind::jsonl;
  bool count_successes = false;
  std::size_t named_before = 0;  ///< as TextPart::named_before
};

/// What a thread reads with.
struct Reader {
  LogLines log;
  KnownRecords text = {};
};

Batch read_window(const Job& job, Reader& reader);

class Crew {
 public:
  /// So many windows are at most under way: taken, and not handed over yet.
  static constexpr std::size_t depth = 8;
  /// The next window, in the memory of the job; false at the end. Called by one thread at a time.
  using Next = std::function<Result<bool>(Job&)>;
  using Take = std::function<void(Batch)>;

  /// `workers`: threads that read, the caller's included.
  Crew(unsigned workers, FieldReader::With with, Next next, Take take);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  /// To the end of the input. Takes on the caller's thread, in the windows' order.
  Result<bool> run();

 private:
  struct Place {
    std::optional<Batch> batch;
  };
  using Lock = std::unique_lock<std::mutex>;
  void work();
  bool may_begin() const;
  void do_one(Lock& lock, Job& job, Reader& reader);

  FieldReader::With with_;
  Next next_;
  Take take_;
  std::mutex mutex_;  ///< of all that follows
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Place>> under_way_;  ///< in order
  bool reading_ = false;                          ///< somebody calls next_
  bool ended_ = false;
  bool over_ = false;
  std::string error_;
  std::exception_ptr thrown_;
  std::vector<std::thread> threads_;
};

}  // namespace doctor::intake
