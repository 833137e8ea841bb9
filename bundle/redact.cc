#include "bundle/redact.h"

#include <algorithm>
#include <utility>

#include "bundle/look.h"

namespace doctor::bundle {
namespace {

constexpr std::size_t block = std::size_t{256} << 10U;  ///< worked on at once
constexpr std::size_t margin = std::size_t{16} << 10U;  ///< not yet certain at its end
constexpr std::size_t context_size = 512;               ///< what a finder may look back

/// In order, not overlapping; where two overlap, the one of higher precedence gives the kind. A
/// name inside a secret is part of it.
Spans merged(Spans spans) {
  std::ranges::sort(spans, [](const Span& a, const Span& b) {
    return std::pair{a.begin, a.kind} < std::pair{b.begin, b.kind};
  });
  Spans out;
  for (const Span& span : spans) {
    if (span.end <= span.begin) {
      continue;
    }
    if (out.empty() || span.begin >= out.back().end) {
      out.push_back(span);
      continue;
    }
    out.back().kind = std::min(out.back().kind, span.kind);
    out.back().end = std::max(out.back().end, span.end);
  }
  return out;
}

/// Without names they are the same for every redactor, of which a fleet needs one per target.
std::shared_ptr<const Anchors> anchors_with(const std::vector<KnownName>& names) {
  static const auto nameless = std::make_shared<const Anchors>(anchors_for({}));
  return names.empty() ? nameless : std::make_shared<const Anchors>(anchors_for(names));
}

}  // namespace

Redactor::Redactor(Pseudonyms& pseudonyms, RedactorOptions options)
    : pseudonyms_(&pseudonyms),
      options_(std::move(options)),
      anchors_(anchors_with(options_.names)) {}

Spans Redactor::find(std::string_view text) const {
  Spans out;
  anchors_->search(text, out);
  find_runs(text, out);
  find_mnemonics(text, out);
  if (options_.known != nullptr) {
    for (const Fingerprints::Range& range : options_.known->find(text)) {
      out.push_back({.begin = range.begin, .end = range.end, .kind = Kind::known});
    }
  }
  if (!options_.keep_names) {
    find_emails(text, out);
    find_addresses(text, out);
  } else {
    std::erase_if(out, [](const Span& span) { return is_name(span.kind); });
  }
  return merged(std::move(out));
}

std::string Redactor::replacement(Kind kind, std::string_view value) {
  switch (kind) {
    case Kind::email:
      return pseudonyms_->email(value);
    case Kind::ipv4:
      return pseudonyms_->ipv4(value);
    case Kind::ipv6:
      return pseudonyms_->ipv6(value);
    case Kind::uuid:
      return pseudonyms_->uuid(value);
    case Kind::user:
    case Kind::name:
      return pseudonyms_->named(name_of(kind), value);
    case Kind::path:
      return pseudonyms_->path(value);
    default:
      return pseudonyms_->marked(name_of(kind), value);
  }
}

void Redactor::emit(std::string_view text, const Spans& spans, std::size_t cut, std::string& out) {
  std::size_t at = context_;
  for (const Span& span : spans) {
    if (span.end <= at) {
      continue;
    }
    if (span.begin >= cut) {
      break;
    }
    const std::size_t begin = std::max(span.begin, at);
    const std::size_t end = std::min(span.end, cut);
    out.append(text.substr(at, begin - at));
    const std::string_view value = text.substr(begin, end - begin);
    const std::string instead = replacement(span.kind, value);
    counts_.at(static_cast<std::size_t>(span.kind)) += instead == value ? 0U : 1U;
    out.append(instead);
    at = end;
  }
  out.append(text.substr(at, cut - at));
}

std::size_t Redactor::cut_of(std::string_view text, const Spans& spans) {
  const std::size_t limit = text.size() - margin;
  std::size_t cut = text.rfind('\n', limit);
  if (cut == std::string_view::npos || cut + 1 <= context_ + block / 2) {
    cut = text.find_last_of(" ,;&}", limit);  // a very long line
  }
  cut = cut == std::string_view::npos || cut + 1 <= context_ + block / 2 ? limit : cut + 1;
  for (const Span& span : spans) {
    if (span.begin < cut && cut < span.end) {
      if (span.begin > context_) {
        return span.begin;
      }
      // Longer than everything at hand: what follows of it is dropped as it comes.
      swallow_ = span.kind == Kind::private_key || span.kind == Kind::certificate ? Swallow::pem
                                                                                  : Swallow::token;
      return text.size();
    }
  }
  return cut;
}

void Redactor::swallow() {
  std::size_t end = context_;
  if (swallow_ == Swallow::pem) {
    const std::size_t last_line = buffer_.find("-----END", context_);
    end = std::min(end_of_pem(buffer_, context_), last_line);
  } else {
    while (end < buffer_.size() && is_token_char(buffer_[end])) {
      ++end;
    }
  }
  if (end < buffer_.size()) {
    swallow_ = Swallow::no;
  }
  // What went before belongs to what was dropped: it is no context for what comes.
  buffer_.erase(0, end);
  context_ = 0;
}

void Redactor::work(bool last, std::string& out) {
  if (swallow_ != Swallow::no) {
    swallow();
    if (!last && buffer_.size() < context_ + block) {
      return;
    }
  }
  const Spans spans = find(buffer_);
  const std::size_t cut = last ? buffer_.size() : cut_of(buffer_, spans);
  emit(buffer_, spans, cut, out);
  const std::size_t kept = cut > context_size ? cut - context_size : 0;
  buffer_.erase(0, kept);
  context_ = cut - kept;
}

void Redactor::feed(std::string_view piece, std::string& out) {
  while (!piece.empty()) {
    const std::size_t room = context_ + block - std::min(buffer_.size(), context_ + block);
    const std::size_t size = std::min(room, piece.size());
    buffer_.append(piece.substr(0, size));
    piece.remove_prefix(size);
    if (buffer_.size() >= context_ + block) {
      work(false, out);
    }
  }
}

void Redactor::finish(std::string& out) {
  work(true, out);
  buffer_.clear();
  context_ = 0;
  swallow_ = Swallow::no;
}

std::string Redactor::stand_in(Kind kind, std::string_view value) {
  if (value.empty() || (options_.keep_names && is_name(kind))) {
    return redact(value);
  }
  std::string instead = replacement(kind, value);
  counts_.at(static_cast<std::size_t>(kind)) += instead == value ? 0U : 1U;
  return instead;
}

std::string Redactor::redact(std::string_view text) {
  std::string out;
  feed(text, out);
  finish(out);
  return out;
}

}  // namespace doctor::bundle
