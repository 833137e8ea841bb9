#include "intake/stream.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "intake/crew.h"
#include "intake/readers.h"
#include "intake/text_part.h"
#include "intake/windows.h"

namespace doctor::intake {
namespace {

constexpr std::size_t head_size = std::size_t{64} * 1024;

/// Finds out whether a text is the beginning of one JSON value, which is cut off.
class CutOff : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit CutOff(std::size_t size) : size_(size) {}
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool key(string_t&) override { return true; }
  bool parse_error(std::size_t at,
                   const std::string&,
                   const nlohmann::detail::exception&) override {
    cut_off_ = at >= size_;
    return false;
  }
  bool cut_off() const { return cut_off_; }

 private:
  std::size_t size_;
  bool cut_off_ = false;
};

bool begins_one_document(std::string_view head) {
  head = trim(head);
  if (!head.starts_with('{') && !head.starts_with('[')) {
    return false;
  }
  CutOff handler{head.size()};
  // Whole, and yet more follows the head: only space may.
  return nlohmann::json::sax_parse(head.begin(), head.end(), &handler) || handler.cut_off();
}

bool is_of_lines(Kind kind) {
  return kind == Kind::jsonl || kind == Kind::text;
}

/// Reads on until `bytes` has the size; false when the input ended before.
Result<bool> read_up_to(std::size_t size, const Pull& pull, std::string& bytes) {
  std::size_t filled = bytes.size();
  for (bool more = true; more && filled < size;) {
    bytes.resize(std::min(size, filled + head_size));
    const Result<std::size_t> got = pull(bytes.data() + filled, bytes.size() - filled);
    if (!got) {
      return failure(got.error().message);
    }
    more = *got > 0;
    filled += *got;
  }
  bytes.resize(filled);
  return filled == size;
}

/// Reads on until more than one line is there; false when that does not come soon.
Result<bool> read_up_to_second_line(const Pull& pull, std::string& bytes) {
  for (std::size_t wanted = bytes.size(); bytes.size() < longest_line;) {
    wanted += head_size;
    const Result<bool> more = read_up_to(wanted, pull, bytes);
    if (!more) {
      return failure(more.error().message);
    }
    const auto end = bytes.find('\n');
    const bool second =
        end != std::string::npos && bytes.find_first_not_of(" \t\r\n", end) != std::string::npos;
    if (second || !*more) {
      return second;
    }
  }
  return false;
}

/// Is the first line a document, and the next one another?
bool begins_with_record(std::string_view bytes) {
  const auto end = bytes.find('\n');
  const std::string_view first = bytes.substr(0, end);
  return trim(bytes.substr(end)).starts_with('{') &&
         nlohmann::json::accept(first.begin(), first.end());
}

void drop_byte_order_mark(std::string& text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (text.starts_with(mark)) {
    text.erase(0, mark.size());
  }
}

class LineStream {
 public:
  LineStream(Kind kind, const Reading& reading, const Sink& sink)
      : kind_(kind), reading_(reading), sink_(sink) {}

  Result<bool> run(std::string head, const Pull& pull) {
    const auto when = reading_.after_piece ? Windows::When::at_once : Windows::When::full;
    const std::string first = head.substr(0, head.find('\n', head.find_first_not_of(" \r\n\t")));
    Windows windows{std::move(head), pull, when};
    if (counts_successes()) {
      counted_from_ = 0;
    }
    Crew crew{reading_.after_piece ? 1 : reading_.workers,
              reading_.with,
              [this, &windows](Job& job) { return next(windows, job); },
              [this](const Batch& batch) {
                hand_over(batch);
              }};
    Result<bool> done = crew.run();
    if (done && kind_ == Kind::text && given_ == 0) {
      give_unknown_text(first, sink_);
    }
    return done;
  }

 private:
  bool counts_successes() const { return reading_.counts_successes && reading_.counts_successes(); }

  /// On any thread, but one at a time.
  Result<bool> next(Windows& windows, Job& job) {
    job.kind = kind_;
    job.named_before = named_before_;
    job.count_successes = index_++ >= counted_from_;
    Result<bool> any = windows.next(job.window);
    if (any && *any && kind_ == Kind::text) {
      named_before_ = last_named({.text = job.window.text(), .named_before = job.named_before});
    }
    return any;
  }

  void hand_over(const Batch& batch) {
    given_ += batch.records.size();
    for (const Sighting& sighting : batch.records) {
      give(sighting);
    }
    for (const auto& [line, why] : batch.bad) {
      sink_.bad(lines_ + line, why);
    }
    for (std::size_t i = 0; i < batch.passed; ++i) {
      sink_.passed();
    }
    lines_ += batch.lines;
    ++handed_over_;
    // From which window on depends on the input alone: the last that can be under way by now is not
    // yet to know.
    if (counted_from_ == never && counts_successes()) {
      counted_from_ = handed_over_ + Crew::depth - 1;
    }
    if (reading_.after_piece) {
      reading_.after_piece();
    }
  }

  void give(const Sighting& sighting) {
    const std::size_t line = lines_ + sighting.line;
    if (sink_.again) {
      sink_.again(sighting.record, line, sighting.at);
      return;
    }
    Record record = *sighting.record;
    record.line = line;
    record.at = sighting.at;
    sink_.record(std::move(record));
  }

  static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

  Kind kind_;
  const Reading& reading_;
  const Sink& sink_;
  std::size_t index_ = 0;  ///< of the window that comes next
  std::size_t named_before_ = 0;
  std::atomic<std::size_t> counted_from_ = never;  ///< the window
  std::size_t handed_over_ = 0;
  std::size_t lines_ = 0;  ///< in the windows that were handed over
  std::size_t given_ = 0;
};

std::string too_large(Kind kind) {
  return fmt::format(
      "longer than {} MiB, which is too much for {}{}",
      largest_whole >> 20U,
      kind == Kind::automatic ? "one JSON document" : word_of(kind),
      is_of_lines(kind) ? " in one document" : "; a log can be read with --input text or jsonl");
}

/// What grows cannot be seen whole, and is of lines; of which kind, its first complete one tells.
Result<bool> read_growing(const Pull& pull, const Reading& reading, const Sink& sink) {
  std::string bytes;
  while (bytes.find('\n') == std::string::npos && bytes.size() < head_size) {
    const std::size_t before = bytes.size();
    bytes.resize(before + head_size);
    const Result<std::size_t> got = pull(bytes.data() + before, head_size);
    if (!got) {
      return failure(got.error().message);
    }
    bytes.resize(before + *got);
    if (*got == 0) {
      break;
    }
  }
  drop_byte_order_mark(bytes);
  Kind kind = reading.kind;
  if (!is_of_lines(kind)) {
    const Kind seen = detect(std::string_view{bytes}.substr(0, bytes.rfind('\n') + 1));
    kind = seen == Kind::jsonl || trim(bytes).starts_with('{') ? Kind::jsonl : Kind::text;
  }
  return LineStream{kind, reading, sink}.run(std::move(bytes), pull);
}

}  // namespace

Result<bool> read_stream(const Pull& source, const Reading& reading, const Sink& sink) {
  Unpacker unpacker{source};
  const Pull pull = [&unpacker](char* to, std::size_t room) {
    return unpacker.read(to, room);
  };
  std::string bytes;
  if (reading.after_piece) {
    return read_growing(pull, reading, sink);
  }
  const Result<bool> longer = read_up_to(head_size, pull, bytes);
  if (!longer) {
    return failure(longer.error().message);
  }
  // In what is read as a whole, successes may bear a failure out.
  const Sink each{.record = sink.record, .bad = sink.bad};
  if (!*longer) {
    read(reading.kind, bytes, each);
    return true;
  }
  drop_byte_order_mark(bytes);
  const bool one_document = (reading.kind == Kind::automatic || reading.kind == Kind::jsonl) &&
                            begins_one_document(bytes);
  // A log whose first line is longer than the head looks the same.
  const bool may_be_line = bytes.find('\n') == std::string::npos && bytes.starts_with('{') &&
                           (reading.kind == Kind::jsonl || detect(bytes) != Kind::har);
  Kind kind = reading.kind;
  if (!one_document) {
    // Its last line may be cut.
    const std::string_view head{bytes};
    kind = kind == Kind::automatic ? detect(head.substr(0, head.rfind('\n') + 1)) : kind;
    kind = kind == Kind::automatic ? Kind::text : kind;
    if (is_of_lines(kind)) {
      return LineStream{kind, reading, sink}.run(std::move(bytes), pull);
    }
  }
  if (one_document && may_be_line) {
    const Result<bool> ended = read_up_to_second_line(pull, bytes);
    if (!ended) {
      return failure(ended.error().message);
    }
    if (*ended && begins_with_record(bytes)) {
      return LineStream{Kind::jsonl, reading, sink}.run(std::move(bytes), pull);
    }
  }
  const Result<bool> too_long = read_up_to(largest_whole, pull, bytes);
  if (!too_long) {
    return failure(too_long.error().message);
  }
  if (*too_long && one_document && may_be_line) {
    return LineStream{Kind::jsonl, reading, sink}.run(std::move(bytes), pull);
  }
  if (*too_long) {
    return failure(too_large(kind));
  }
  read(kind, bytes, each);
  return true;
}

}  // namespace doctor::intake
