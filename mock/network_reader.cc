#include "mock/network_reader.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "mock/text.h"

namespace doctor::mock {
namespace {

const std::initializer_list<std::string_view> outcomes{"answer",
                                                       "nodata",
                                                       "nxdomain",
                                                       "servfail",
                                                       "refused",
                                                       "timeout",
                                                       "garbage",
                                                       "truncated",
                                                       "loop",
                                                       "foreign",
                                                       "crowd"};

void read_outcome(const std::string& word, DnsEntry& entry, const Fields& in) {
  if (std::ranges::find(outcomes, word) != outcomes.end()) {
    entry.outcome = word;
    return;
  }
  if (word.find_first_of(".:") == std::string::npos) {
    in.fail("an address or an outcome like nodata, nxdomain, servfail is expected");
  }
  entry.outcome = "answer";
  entry.addresses = {word};
}

DnsEntry read_dns_object(Fields& in) {
  DnsEntry entry;
  in.one_of("outcome", entry.outcome, outcomes);
  in.one_of("aaaa", entry.aaaa, {"", "nodata", "nxdomain", "servfail", "refused", "timeout"});
  in.read("addresses", entry.addresses);
  in.read("cname", entry.cname);
  in.read("ttl", entry.ttl);
  in.read("authenticated", entry.authenticated);
  int delay = 0;
  in.read("delay_ms", delay);
  entry.delay = std::chrono::milliseconds(delay);
  return entry;
}

void read_dns(Fields& in, DnsTable& table) {
  const auto into = [&in](const char* name, DnsEntry& entry) {
    in.either(
        name,
        [&](const std::string& word) { read_outcome(word, entry, in); },
        [&](Fields& fields) { entry = read_dns_object(fields); });
  };
  into("default", table.fallback);
  const std::vector<std::string> names = in.names();
  for (const std::string& name : names) {
    if (name != "default") {
      into(name.c_str(), table.names[name]);
    }
  }
}

/// What a further resolver does not know, it says like the first.
void read_resolvers(Fields& in, Network& network) {
  const std::vector<std::string> addresses = in.names();
  for (const std::string& address : addresses) {
    DnsTable& table = network.resolvers[address];
    table = network.dns;
    in.either(
        address.c_str(),
        [&](const std::string& word) {
          if (word != "closed") {
            in.fail(address.c_str(), "an object or the word closed is expected");
          }
          table.closed = true;
        },
        [&](Fields& fields) { read_dns(fields, table); });
  }
}

void read_addresses(Fields& in, Network& network) {
  const std::vector<std::string> addresses = in.names();
  for (const std::string& address : addresses) {
    in.one_of(
        address.c_str(), network.addresses[address], {"listen", "refuse", "drop", "no_route"});
  }
}

void read_host(const std::string& name, Fields& in, Network& network) {
  Host host;
  in.one_of("persona",
            host.persona,
            {"api",
             "dashboard",
             "docs",
             "mcp",
             "shroud",
             "intents",
             "portal",
             "gateway",
             "other_api",
             "balancer",
             "parked"});
  in.one_of("certificate",
            host.certificate,
            {"",
             "good",
             "expired",
             "ends_soon",
             "ends_later",
             "not_yet_valid",
             "wrong_host",
             "self_signed",
             "unknown_ca",
             "missing_intermediate",
             "long_chain",
             "huge_chain",
             "many_names",
             "escapes"});
  in.one_of("handshake",
            host.handshake,
            {"complete",
             "stall",
             "reset",
             "close",
             "plaintext",
             "drip",
             "garbage",
             "unknown_name",
             "no_cipher"});
  in.read("redirect_to_https", host.redirect_to_https);
  in.read("redirect_to", host.redirect_to);
  in.read("redirect_status", host.redirect_status);
  network.hosts[name] = std::move(host);
}

void read_tls(Fields& in, Tls& tls) {
  in.one_of("certificate",
            tls.certificate,
            {"good",
             "expired",
             "ends_soon",
             "ends_later",
             "not_yet_valid",
             "wrong_host",
             "self_signed",
             "unknown_ca",
             "missing_intermediate",
             "long_chain",
             "huge_chain",
             "many_names",
             "escapes"});
  tls.issuer = "Mock Authority";
  in.read("issuer", tls.issuer);
  in.read("public", tls.is_public);
  in.read("authority_file", tls.authority_file);
  in.one_of("min_version", tls.min_version, {"", "1.0", "1.1", "1.2", "1.3"});
  in.one_of("max_version", tls.max_version, {"", "1.0", "1.1", "1.2", "1.3"});
}

/// One byte for each character, so that JSON can spell any bytes: `\u00ff` is the byte 255.
std::string bytes_of(const std::string& text, const Fields& in) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first >= 0x80) {
      if ((first != 0xC2 && first != 0xC3) || i + 1 == text.size()) {
        in.fail("bytes", "characters up to \\u00ff are expected, one for each byte");
      }
      const auto second = static_cast<unsigned char>(text[++i]);
      out += static_cast<char>((first & 3U) << 6U | (second & 0x3FU));
    } else {
      out += text[i];
    }
  }
  return out;
}

Piece read_piece(Fields& in) {
  Piece piece;
  std::string text;
  in.read("bytes", text);
  piece.bytes = bytes_of(text, in);
  in.read("times", piece.times);
  int pause = 0;
  in.read("pause_ms", pause);
  piece.pause = std::chrono::milliseconds(pause);
  if (piece.bytes.empty() && piece.pause.count() == 0) {
    in.fail("a piece needs bytes or a pause");
  }
  return piece;
}

void read_fault(const std::string& name, Fields& in, Network& network) {
  Fault fault{.authenticated = {}, .body = {}};
  in.one_of(
      "kind", fault.kind, {"respond",      "error",        "delay",        "stall",   "reset",
                           "reset_midway", "close",        "truncate",     "drip",    "malformed",
                           "not_http",     "html",         "redirect",     "endless", "gzip_bomb",
                           "deep_json",    "invalid_utf8", "huge_headers", "empty",   "raw"});
  in.object("match", [&fault](Fields& match) {
    match.read("method", fault.method);
    match.read("path", fault.path);
    match.read("host", fault.host);
    match.read("authenticated", fault.authenticated);
  });
  if (fault.path.starts_with('/')) {
    fault.path.erase(0, 1);
  }
  in.read("after", fault.after);
  in.read("times", fault.times);
  in.read("status", fault.status);
  in.read("headers", fault.headers);
  in.read("body", fault.body);
  in.read("content_type", fault.content_type);
  in.read("detail", fault.detail);
  in.read("location", fault.location);
  in.read("bytes", fault.bytes);
  int delay = 0;
  in.read("delay_ms", delay);
  fault.delay = std::chrono::milliseconds(delay);
  in.list("pieces", [&fault](Fields& piece) { fault.pieces.push_back(read_piece(piece)); });
  in.one_of("then", fault.then, {"close", "stall", "reset", "keep"});
  network.faults[name] = std::move(fault);
}

/// The entry of the most exact pattern that matches.
template <typename Entry>
const Entry* best_match(const std::map<std::string, Entry>& entries, const std::string& name) {
  const Entry* best = nullptr;
  std::size_t length = 0;
  for (const auto& [pattern, entry] : entries) {
    const bool exact = pattern == name;
    if (exact || (host_matches(pattern, name) && (best == nullptr || pattern.size() > length))) {
      best = &entry;
      length = exact ? std::string::npos : pattern.size();
    }
  }
  return best;
}

}  // namespace

void read_network(Fields& in, Network& network) {
  in.object("tcp", [&](Fields& fields) {
    fields.one_of("tls", network.tls_port, {"listen", "refuse", "reset", "silent"});
    fields.one_of("plain", network.plain_port, {"listen", "refuse", "reset", "silent"});
    fields.one_of("kept", network.kept, {"serve", "drop"});
  });
  in.object("tls", [&](Fields& fields) { read_tls(fields, network.tls); });
  in.object("proxy", [&network](Fields& fields) {
    fields.one_of("connect", network.proxy.connect, {"tunnel", "refuse"});
    fields.read("status", network.proxy.status);
    fields.read("credentials", network.proxy.credentials);
  });
  network.dns.fallback = {.outcome = "answer", .addresses = {"127.0.0.1"}};
  in.object("dns", [&](Fields& fields) { read_dns(fields, network.dns); });
  in.object("resolvers", [&](Fields& fields) { read_resolvers(fields, network); });
  in.object("addresses", [&](Fields& fields) { read_addresses(fields, network); });
  in.each("hosts", [&](const std::string& name, Fields& f) { read_host(name, f, network); });
  in.each("faults", [&](const std::string& name, Fields& f) { read_fault(name, f, network); });
}

const Host& host_entry(const Network& network, const std::string& name) {
  static const Host api{.persona = "api", .certificate = {}, .handshake = "complete"};
  const Host* found = best_match(network.hosts, name);
  return found == nullptr ? api : *found;
}

const DnsEntry& dns_entry(const DnsTable& table, const std::string& name) {
  const DnsEntry* found = best_match(table.names, name);
  return found == nullptr ? table.fallback : *found;
}

}  // namespace doctor::mock
