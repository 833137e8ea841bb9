#include "intake/paths.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/text.h"
#include "intake/origin.h"
#include "intake/quota_share.h"

namespace doctor::intake {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_paths = 4096;
constexpr std::size_t longest_name = 256;
constexpr std::uint32_t ranks_per_level = 64;
constexpr std::array<std::string_view, role_count> role_names{"status",
                                                              "url",
                                                              "host",
                                                              "path",
                                                              "method",
                                                              "body",
                                                              "message",
                                                              "time",
                                                              "agent",
                                                              "authorization",
                                                              "retryafter",
                                                              "sent"};

constexpr std::array<std::string_view, 8> own_headers{"age",
                                                      "content-type",
                                                      "server",
                                                      "via",
                                                      "x-credit-balance-cents",
                                                      "x-quota-warning",
                                                      limit_header,
                                                      used_header};

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

/// Names may mean two things (`error` is a message and a member), so each role has its own rank.
struct Layouts {
  std::unordered_map<std::string, std::vector<Ranked>, Hash, std::equal_to<>> roles;
  std::vector<std::string> headers;  ///< what holds those of an answer
};

Layouts load() {
  Layouts out;
  for (const EmbeddedFile& file : layout_files()) {
    const Json root = Json::parse(file.bytes, file.bytes + file.size);
    for (std::size_t role = 0; role < role_count; ++role) {
      std::uint32_t rank = 0;
      for (const Json& name : root.at(std::string{role_names.at(role)})) {
        out.roles[name.get<std::string>()].push_back(
            {.role = static_cast<Role>(role), .rank = rank++});
      }
    }
    for (const Json& name : root.at("headers")) {
      out.headers.push_back(name.get<std::string>());
    }
  }
  return out;
}

const Layouts& layouts() {
  static const Layouts loaded = load();
  return loaded;
}

/// Lower case, without `_` and `-`: `http.response.status_code` → `http.response.statuscode`.
std::string normalised(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c != '_' && c != '-') {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return out;
}

std::optional<Member> member_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Member>, 12> names{
      {{"type", Member::type},
       {"title", Member::title},
       {"detail", Member::detail},
       {"error", Member::error},
       {"message", Member::message},
       {"code", Member::code},
       {"x402version", Member::x402},
       {"approvalrequestid", Member::approval},
       {"approvalid", Member::approval},
       {"pendingapprovalid", Member::approval},
       {"reasoncode", Member::reason},
       {"details", Member::detail}}};
  for (const auto& [known, member] : names) {
    if (name == known) {
      return member;
    }
  }
  return std::nullopt;
}

/// Does a path lie below what holds a response's body?
bool is_below_body(std::string_view path) {
  constexpr std::array<std::string_view, 8> parts{
      "body", "response", "res.", "error.", "err.", "problem", "payload", "data."};
  return std::ranges::any_of(
      parts, [path](std::string_view part) { return path.find(part) != std::string_view::npos; });
}

/// Which telling header the last name is, when those before it hold an answer's headers.
std::string_view header_at(const Path& path) {
  if (path.parent == nullptr) {
    return {};
  }
  const std::string holder = normalised(path.parent->name);
  const auto holds = [&holder](const std::string& known) {
    return holder == known || holder.ends_with("." + known);
  };
  std::string name = lower(path.key);
  std::ranges::replace(name, '_', '-');
  const auto found = std::ranges::find(telling_headers(), name);
  return found != telling_headers().end() && std::ranges::any_of(layouts().headers, holds)
             ? *found
             : std::string_view{};
}

/// The roles of the whole path first, then of what is left without what logs put around it.
void add_roles(std::string_view name, std::vector<Ranked>& roles) {
  for (std::uint32_t stripped = 0;; ++stripped) {
    if (const auto found = layouts().roles.find(name); found != layouts().roles.end()) {
      for (const Ranked& ranked : found->second) {
        roles.push_back({.role = ranked.role, .rank = ranked.rank + stripped * ranks_per_level});
      }
    }
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) {
      return;
    }
    name.remove_prefix(dot + 1);
  }
}

void understand(Path& path) {
  const std::string whole = normalised(path.name);
  add_roles(whole, path.roles);
  const auto is_sent = [](const Ranked& ranked) {
    return ranked.role == Role::sent;
  };
  path.sent =
      (path.parent != nullptr && path.parent->sent) || std::ranges::any_of(path.roles, is_sent);
  if (path.sent) {
    std::erase_if(path.roles, [&is_sent](const Ranked& ranked) {
      return !is_sent(ranked) && ranked.role != Role::agent;
    });
    return;
  }
  const auto last = whole.rfind('.');
  const std::string leaf = last == std::string::npos ? whole : whole.substr(last + 1);
  const auto member = member_named(leaf);
  if (member && (leaf == "detail" || leaf == "title" || is_below_body(whole))) {
    path.member = member;
  }
  path.header = header_at(path);
}

}  // namespace

std::span<const std::string_view> telling_headers() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> out{own_headers.begin(), own_headers.end()};
    out.insert(out.end(), foreign_headers().begin(), foreign_headers().end());
    return out;
  }();
  return all;
}

Paths::Paths() {
  reset();
}

void Paths::reset() {
  all_.clear();
  root_ = &all_.emplace_back();
  meaningless_ = &all_.emplace_back();
}

void Paths::tidy() {
  if (all_.size() > most_paths) {
    reset();
  }
}

Path& Paths::find(Path& parent, std::string_view key) {
  if (const auto found = parent.children.find(key); found != parent.children.end()) {
    return *found->second;
  }
  // No layout is that long, and one record may have any number of names.
  const bool endless = all_.size() > 2 * most_paths;
  if (&parent == meaningless_ || endless || parent.name.size() + key.size() > longest_name) {
    return *meaningless_;
  }
  Path& path = all_.emplace_back();
  path.parent = &parent;
  path.key = key;
  path.name = parent.name.empty() ? path.key : parent.name + "." + path.key;
  understand(path);
  parent.children.emplace(path.key, &path);
  return path;
}

}  // namespace doctor::intake
