#include "intake/crew.h"

#include "intake/lines.h"
#include "intake/text_part.h"

namespace doctor::intake {

Batch read_window(const Job& job, Reader& reader) {
  Batch batch;
  Sink sink{
      .record =
          [&batch](Record record) {
            const std::size_t line = record.line;
            const auto at = record.at;
            batch.records.push_back({std::make_shared<const Record>(std::move(record)), line, at});
          },
      .bad = [&batch](std::size_t line,
                      std::string_view why) { batch.bad.emplace_back(line, why); },
      .again =
          [&batch](
              std::shared_ptr<const Record> record, std::size_t line, std::optional<TimePoint> at) {
            batch.records.push_back({std::move(record), line, at});
          }};
  if (job.window.too_long) {
    batch.lines = 1;
    sink.bad(1, "longer than 1 MiB");
    return batch;
  }
  if (job.count_successes) {
    sink.passed = [&batch] {
      ++batch.passed;
    };
  }
  const std::string_view text = job.window.text();
  if (job.kind == Kind::text) {
    batch.lines = read_part({.text = text, .named_before = job.named_before}, reader.text, sink);
    return batch;
  }
  Lines each{text};
  while (each.next()) {
    reader.log.take(each.line(), each.behind() + window_slack, each.number(), sink);
  }
  batch.lines = each.number();
  return batch;
}

Crew::Crew(unsigned workers, FieldReader::With with, Next next, Take take)
    : with_(with), next_(std::move(next)), take_(std::move(take)) {
  for (unsigned i = 1; i < workers; ++i) {
    threads_.emplace_back([this] { work(); });
  }
}

Crew::~Crew() {
  {
    const Lock lock{mutex_};
    over_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

bool Crew::may_begin() const {
  return !reading_ && !ended_ && under_way_.size() < depth;
}

/// Takes a window and reads it; the lock is not held meanwhile.
void Crew::do_one(Lock& lock, Job& job, Reader& reader) {
  reading_ = true;
  const auto place = std::make_shared<Place>();
  under_way_.push_back(place);
  lock.unlock();
  const Result<bool> next = next_(job);
  const bool any = next && *next;
  lock.lock();
  reading_ = false;
  if (!any) {
    ended_ = true;
    error_ = next ? "" : next.error().message;
    under_way_.pop_back();  // nobody takes one while somebody reads
  }
  changed_.notify_all();
  if (any) {
    lock.unlock();
    Batch batch = read_window(job, reader);
    lock.lock();
    place->batch = std::move(batch);
    changed_.notify_all();
  }
}

void Crew::work() {
  Reader reader{.log = LogLines{with_}};
  Job job;
  Lock lock{mutex_};
  try {
    while (!over_ && !ended_) {
      if (may_begin()) {
        do_one(lock, job, reader);
      } else {
        changed_.wait(lock);
      }
    }
  } catch (...) {
    if (!lock.owns_lock()) {
      lock.lock();
    }
    thrown_ = std::current_exception();
    changed_.notify_all();
  }
}

Result<bool> Crew::run() {
  Reader reader{.log = LogLines{with_}};
  Job job;
  Lock lock{mutex_};
  while (!thrown_ && !(ended_ && under_way_.empty())) {
    if (!under_way_.empty() && under_way_.front()->batch) {
      Batch batch = std::move(*under_way_.front()->batch);
      lock.unlock();
      take_(std::move(batch));
      lock.lock();
      under_way_.pop_front();  // only now may another window begin
      changed_.notify_all();
    } else if (may_begin()) {
      do_one(lock, job, reader);
    } else {
      changed_.wait(lock);
    }
  }
  if (thrown_) {
    std::rethrow_exception(thrown_);
  }
  return error_.empty() ? Result<bool>{true} : failure(error_);
}

}  // namespace doctor::intake
