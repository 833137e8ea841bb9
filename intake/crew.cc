#include "intake/crew.h"

#include <memory>

#include "intake/lines.h"
#include "intake/text_part.h"

namespace doctor::intake {

Batch read_window(const Job& job, LogLines& lines) {
  Batch batch;
  Sink sink{.record = [&batch](Record record) { batch.records.push_back(std::move(record)); },
            .bad =
                [&batch](std::size_t line, std::string_view why) {
                  batch.bad.emplace_back(line, why);
                }};
  if (job.window.too_long) {
    sink.bad(job.window.first_line, "longer than 1 MiB");
    return batch;
  }
  if (job.count_successes) {
    sink.passed = [&batch] {
      ++batch.passed;
    };
  }
  const std::string_view text = job.window.text();
  if (job.kind == Kind::text) {
    const TextPart part{
        .text = text, .first_line = job.window.first_line, .named_at = job.named_at};
    read_part(part, sink);
    return batch;
  }
  for (Lines each{text, job.window.first_line}; each.next();) {
    lines.take(each.line(), each.behind() + window_slack, each.number(), sink);
  }
  return batch;
}

Crew::Crew(unsigned workers, FieldReader::With with, std::function<void(Batch)> take)
    : with_(with), take_(std::move(take)), own_(with) {
  for (unsigned i = 0; workers > 1 && i < workers; ++i) {
    threads_.emplace_back([this] { work(); });
  }
}

Crew::~Crew() {
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void Crew::work() {
  LogLines lines{with_};
  for (;;) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return over_ || !waiting_.empty(); });
    if (over_) {
      return;
    }
    Task task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    task(lines);
  }
}

void Crew::take_first() {
  Batch batch = results_.front().get();
  results_.pop_front();
  take_(std::move(batch));
}

void Crew::add(Job job) {
  if (threads_.empty()) {
    take_(read_window(job, own_));
    return;
  }
  // std::packaged_task wants a callable that can be called as const.
  auto shared = std::make_shared<const Job>(std::move(job));
  Task task{[shared = std::move(shared)](LogLines& lines) {
    return read_window(*shared, lines);
  }};
  results_.push_back(task.get_future());
  {
    const std::lock_guard lock{mutex_};
    waiting_.push_back(std::move(task));
  }
  changed_.notify_one();
  // One window more than there are threads, so that none has to wait for the next.
  while (results_.size() > threads_.size() + 1) {
    take_first();
  }
}

void Crew::finish() {
  while (!results_.empty()) {
    take_first();
  }
}

}  // namespace doctor::intake
