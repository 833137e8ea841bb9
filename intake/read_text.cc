#include <algorithm>
#include <vector>

#include "core/text.h"
#include "intake/lines.h"
#include "intake/mask.h"
#include "intake/messages.h"
#include "intake/origin.h"
#include "intake/readers.h"
#include "intake/text_found.h"
#include "intake/text_part.h"
#include "intake/text_time.h"

namespace doctor::intake {
namespace {

constexpr std::size_t short_text = std::size_t{8} * 1024;
constexpr std::size_t neighbourhood = 12;  ///< lines for which a name of 1Claw counts
constexpr std::size_t longest_looked_at = std::size_t{64} * 1024;  ///< of a line
constexpr std::size_t longest_sample = 200;

/// nullopt: words that say nothing of an answer.
std::optional<Record> record_of(Found found) {
  Record& record = found.said.record;
  record.kind = Kind::text;
  record.line = found.line;
  const std::string secret = record.secret;
  const bool failed = record.answer.failure != net::Failure::none;
  const bool stated = !record.facts.empty() || !record.message.empty();
  if (!failed && !stated && found.said.exchange.status == 0) {
    return std::nullopt;
  }
  if (failed && found.said.exchange.url.empty() && !found.said.host.empty()) {
    found.said.exchange.url = "https://" + found.said.host;
  }
  fill(record, std::move(found.said.exchange));
  record.secret = secret.empty() ? record.secret : shown(masked_text(secret), longest_sample);
  return std::move(record);
}

class Text {
 public:
  Text(const TextPart& part, const Sink& sink, bool is_short)
      : part_(part),
        text_(part.text),
        sink_(sink),
        short_(is_short),
        whole_hint_(short_ && names_1claw(part.text)) {}

  void run() {
    for (Lines lines{text_}; lines.next();) {
      take(lines.line().substr(0, longest_looked_at), lines.number());
    }
    if (short_) {
      merge();
    }
    for (Found& found : found_) {
      give(std::move(found));
    }
  }

  /// As run() of a text that is not short, but skips what holds no word of any message. Returns how
  /// many lines there are.
  std::size_t skim(KnownRecords& known) {
    std::size_t number = 0;  // of lines before `from`
    std::size_t from = 0;
    for (;;) {
      const std::size_t at = next_telling(text_, from);
      const std::size_t before = at == std::string_view::npos ? at : text_.rfind('\n', at);
      const std::size_t begin =
          before == std::string_view::npos ? from : std::max(before + 1, from);
      if (at == std::string_view::npos) {
        const bool cut = from < text_.size() && !text_.ends_with('\n');
        return number + lines_in(text_.substr(from)) + (cut ? 1 : 0);
      }
      number += lines_in(text_.substr(from, begin - from));
      Lines lines{text_.substr(begin)};
      lines.next();
      take_known(lines.line().substr(0, longest_looked_at), ++number, known);
      from = text_.size() - lines.left();
    }
  }

  std::size_t given() const { return given_; }

 private:
  void take(std::string_view line, std::size_t number) {
    if (next_telling(line, 0) == std::string_view::npos) {
      return;
    }
    note_name(line, number);
    auto found = found_in(line, number);
    if (found && short_) {
      found_.push_back(std::move(*found));
    } else if (found) {
      give(std::move(*found));
    }
  }

  /// As take(), but remembers what a line comes to without its time.
  void take_known(std::string_view line, std::size_t number, KnownRecords& known) {
    note_name(line, number);
    const std::string_view stamp = stamp_in(line);
    const auto begin = stamp.empty() ? 0 : static_cast<std::size_t>(stamp.data() - line.data());
    key_.assign(1, is_near_name(number) ? '+' : '-');
    key_.append(line, 0, begin).append(line, begin + stamp.size());
    const auto* const before = known.find(key_);
    std::shared_ptr<const Record> record = before == nullptr ? nullptr : *before;
    if (before == nullptr) {
      auto found = found_in(line, number);
      auto fresh = found ? record_of(std::move(*found)) : std::nullopt;
      if (fresh) {
        fresh->alike = std::hash<std::string>{}(key_);
        record = std::make_shared<const Record>(std::move(*fresh));
      }
      known.add(key_, record);
    }
    if (record) {
      give_again(record, number, stamp.empty() ? std::nullopt : time_of(stamp), sink_);
    }
  }

  void note_name(std::string_view line, std::size_t number) {
    if (names_1claw(line)) {
      named_at_ = number;
    }
  }

  std::optional<Found> found_in(std::string_view line, std::size_t number) const {
    std::optional<Said> said = body_in(line);
    if (!said) {
      said = said_in(line);
    }
    if (!said) {
      return std::nullopt;
    }
    Found found{.said = std::move(*said), .line = number};
    found.hint = whole_hint_ || is_near_name(number);
    const Whose owner = whose(found, line, text_, short_);
    if (owner == Whose::nobodys) {
      return std::nullopt;
    }
    add_url(line, found.said);
    found.said.record.at = time_in(line);
    found.said.record.sample = shown(masked_text(trim(line)), longest_sample);
    found.said.record.origin = owner == Whose::ours ? Origin::ours : Origin::foreign;
    return found;
  }

  bool is_near_name(std::size_t number) const {
    if (named_at_ != 0) {
      return number - named_at_ <= neighbourhood;
    }
    return part_.named_before != 0 && number - 1 + part_.named_before <= neighbourhood;
  }

  /// One error is often told several times: by the exception, its cause and the body.
  void merge();

  void give(Found found) {
    if (auto record = record_of(std::move(found))) {
      ++given_;
      sink_.record(std::move(*record));
    }
  }

  const TextPart& part_;
  std::string_view text_;
  const Sink& sink_;
  bool short_;
  bool whole_hint_ = false;
  std::size_t named_at_ = 0;
  std::size_t given_ = 0;
  std::vector<Found> found_;
  std::string key_;
};

bool is_transport(const Found& found) {
  return found.said.record.answer.failure != net::Failure::none;
}

/// Do both tell of the same HTTP answer? Then `a` takes over what only `b` tells.
bool joined(Found& a, const Found& b) {
  Exchange& one = a.said.exchange;
  const Exchange& two = b.said.exchange;
  const bool near = b.line - a.line <= neighbourhood;
  const bool same_status = one.status == two.status || one.status == 0 || two.status == 0;
  const bool both_told = !one.body.empty() && !two.body.empty() && one.body != two.body;
  const bool both_asked = !one.url.empty() && !two.url.empty() && one.url != two.url;
  if (!near || is_transport(a) || is_transport(b) || !same_status || both_told || both_asked) {
    return false;
  }
  const bool fact_only = one.status == 0 && two.status == 0;
  if (fact_only) {
    return false;
  }
  one.status = one.status == 0 ? two.status : one.status;
  one.body = one.body.empty() ? two.body : one.body;
  one.url = one.url.empty() ? two.url : one.url;
  one.method = one.method.empty() ? two.method : one.method;
  Record& record = a.said.record;
  const Record& other = b.said.record;
  record.message = record.message.empty() ? other.message : record.message;
  record.operation = record.operation.empty() ? other.operation : record.operation;
  record.facts.merge(other.facts);
  record.origin = std::max(record.origin, other.origin);
  return true;
}

void Text::merge() {
  std::vector<Found> kept;
  // Of several tales of a broken way the most telling one, which stands first in the table.
  const Found* telling = nullptr;
  for (const Found& found : found_) {
    const bool better =
        telling == nullptr ||
        std::pair{found.said.record.origin == Origin::foreign, found.said.rank} <
            std::pair{telling->said.record.origin == Origin::foreign, telling->said.rank};
    if (is_transport(found) && better) {
      telling = &found;
    }
  }
  const bool strong =
      std::ranges::any_of(found_, [](const Found& found) { return !found.said.weak; });
  for (Found& found : found_) {
    const bool spare = (is_transport(found) && &found != telling) || (found.said.weak && strong);
    if (spare) {
      continue;
    }
    if (kept.empty() || !joined(kept.back(), found)) {
      kept.push_back(std::move(found));
    }
  }
  found_ = std::move(kept);
}

}  // namespace

std::size_t read_part(const TextPart& part, KnownRecords& known, const Sink& sink) {
  return Text{part, sink, false}.skim(known);
}

std::size_t last_named(const TextPart& part) {
  std::string_view rest = part.text;
  for (std::size_t before = 1; before <= neighbourhood; ++before) {
    if (rest.ends_with('\n')) {
      rest.remove_suffix(1);
    }
    const auto end = rest.rfind('\n');
    const std::size_t begin = end == std::string_view::npos ? 0 : end + 1;
    if (names_1claw(rest.substr(begin, longest_looked_at))) {
      return before;
    }
    if (begin == 0) {
      return part.named_before == 0 ? 0 : part.named_before + before;
    }
    rest = rest.substr(0, begin);
  }
  return 0;
}

void give_unknown_text(std::string_view text, const Sink& sink) {
  Record record{.kind = Kind::text, .line = 1, .origin = Origin::foreign};
  Lines lines{trim(text)};
  lines.next();
  record.sample = shown(masked_text(lines.line().substr(0, longest_looked_at)), longest_sample);
  sink.record(std::move(record));
}

void read_text(std::string_view text, const Sink& sink) {
  const TextPart part{.text = text};
  Text reader{part, sink, text.size() <= short_text};
  reader.run();
  if (reader.given() == 0 && !trim(text).empty()) {
    give_unknown_text(text, sink);
  }
}

}  // namespace doctor::intake
