#pragma once
// What a run produces: observations, findings and the report that carries them. Plain values; the
// JSON shape of each is fixed by the contract (docs/report-json.md, report/report.schema.json).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"

namespace doctor {

/// In order of severity, so that the worst is the maximum.
enum class Severity { info, warning, error };
/// In order of confidence, so that the surest is the maximum.
enum class Certainty { possible, likely, certain };
/// Who has to act.
enum class Actor { you, org_admin, network, oneclaw };
enum class Status { pass, warn, fail, skip, unknown, timeout };
enum class Verdict { healthy, degraded, unhealthy, undecided };
enum class Mode { live, mock, offline };

// Names as in the JSON report; parse_… returns false for an unknown word.
std::string_view name_of(Severity value);
std::string_view name_of(Certainty value);
std::string_view name_of(Actor value);
std::string_view name_of(Status value);
std::string_view name_of(Verdict value);
std::string_view name_of(Mode value);
bool parse_severity(std::string_view text, Severity& value);
bool parse_certainty(std::string_view text, Certainty& value);
bool parse_actor(std::string_view text, Actor& value);
bool parse_status(std::string_view text, Status& value);
bool parse_verdict(std::string_view text, Verdict& value);
bool parse_mode(std::string_view text, Mode& value);

/// One row per declared probe, on every run. A probe sets everything but pass, warn and fail: those
/// are assigned by the diagnosis, from the findings that rest on the observation.
struct Observation {
  std::string id;     ///< equal to the probe's id: one observation per probe and run
  std::string probe;  ///< the probe's id
  std::string layer;  ///< setup, network, service, auth, access, quota, mcp, device, sharing
  Status status = Status::pass;
  Facts facts = {};
  std::string blocked_by = {};  ///< skip only: the observation that made the question pointless
  std::string reason = {};      ///< skip, unknown, timeout: why, in words
  double duration_ms = 0;
};

struct FixStep {
  std::string text;
  Actor actor = Actor::you;
  std::vector<std::string> command = {};  ///< argv; empty when there is none
};

/// How often a finding was met in foreign records (`explain`).
struct Met {
  std::int64_t count = 0;
  std::string first_at = {};  ///< RFC 3339, UTC; empty when no record tells its time
  std::string last_at = {};
  std::string sample = {};              ///< one of the records, masked
  std::string group = {};               ///< the path or agent, when grouped by it
  std::vector<std::string> paths = {};  ///< paths involved, masked; a few of them
};

/// For which of many targets a finding holds (fleets only).
struct Spread {
  std::int64_t of = 0;                    ///< how many targets have a result
  std::vector<std::string> targets = {};  ///< their names, in the order of the targets file
};

struct Finding {
  std::string rule;  ///< `row/cause`
  std::string row;
  Severity severity = Severity::error;
  Certainty certainty = Certainty::certain;
  bool root_cause = true;
  std::vector<std::string> caused_by = {};  ///< rule ids; empty for a root cause
  std::string title;
  std::string cause;
  std::vector<std::string> because = {};    ///< sentences with the facts that prove it
  std::vector<std::string> ruled_out = {};  ///< sentences: what it is not, and why
  std::vector<FixStep> fix = {};
  std::string docs = {};
  std::vector<std::string> evidence = {};  ///< observation ids
  std::string change = {};                 ///< diff only: new, worse, changed, better, same, gone
  std::optional<Met> met = {};             ///< explain only
  std::optional<Spread> spread = {};       ///< fleets only
};

/// A finding that its user knows of: it counts for nothing.
struct Suppressed {
  Finding finding;
  std::string by;          ///< `ignore`: the user named it; `baseline`: an earlier report has it
  std::string reason;      ///< why, in words
  std::string until = {};  ///< the last day on which that holds, `2026-12-31`; empty: no end
};

/// What became of the foreign records that were read (`explain`).
struct Records {
  struct Unknown {
    std::int64_t count = 0;
    std::size_t line = 0;  ///< where the first one begins
    std::string sample;    ///< masked
  };
  struct Bad {
    std::string input;
    std::size_t line = 0;
    std::string why;
  };
  std::string input;           ///< the kind that was read, `mixed` for several
  std::int64_t read = 0;       ///< all records
  std::int64_t matched = 0;    ///< failing, and explained by a finding
  std::int64_t unmatched = 0;  ///< failing or not understood, and explained by none
  std::int64_t passed = 0;     ///< successes
  std::int64_t broken = 0;     ///< records that could not be read
  std::vector<Unknown> unknown = {};
  std::vector<Bad> bad = {};               ///< the first few broken ones
  std::vector<std::string> sequence = {};  ///< sentences: which cause followed which
};

/// One effective value of the examined client's set-up, already masked.
struct TargetValue {
  std::string name;   ///< client, base_url, credential, agent_id, vault, mcp_url, secret, …
  std::string value;  ///< masked: a credential shows its kind only
  std::string source;
  std::vector<std::string> overrides = {};  ///< weaker sources that also hold a value
  std::vector<std::string> disagrees = {};  ///< other clients' different values, with their source
};

struct Summary {
  int errors = 0;
  int warnings = 0;
  int passed = 0;
  int failed = 0;
  int skipped = 0;
  int unknown = 0;  ///< unknown and timeout
};

struct RequestCount {
  int sent = 0;
  int authenticated = 0;
  int budget = 0;
};

/// How a report stands to an earlier one: what was judged again, or what it is compared with.
struct Comparison {
  std::string tool_version;  ///< of the earlier report, like the next two
  std::string rules_version;
  Verdict verdict = Verdict::healthy;
  std::vector<std::string> fresh = {};    ///< rule ids only the later one has
  std::vector<std::string> gone = {};     ///< rule ids only the earlier one has
  std::vector<std::string> changed = {};  ///< rule ids in both, judged or worded differently
};

/// One request's way through time. Milliseconds since it was asked for; negative: that point was
/// not reached, or the connection was another request's.
struct RequestTime {
  std::string probe;
  std::string request;    ///< `GET https://…`, without a secret
  int status = 0;         ///< 0: no answer
  double started_ms = 0;  ///< since the run began
  double dns_ms = -1;
  double tcp_ms = -1;
  double tls_ms = -1;
  double first_byte_ms = -1;
  double total_ms = -1;
  bool connection_reused = false;
};

struct Timeline {
  double round_trip_ms = -1;  ///< estimated from TCP handshakes; negative: unknown
  std::vector<std::string> critical_path = {};  ///< probes that the end of the run waited for
  std::vector<RequestTime> requests = {};       ///< in the order of their start
};

/// What became of one target of many, in short: its whole report is a line of its own.
struct FleetTarget {
  std::string name;
  std::size_t index = 0;  ///< its place in the targets file, the first is 0
  Verdict verdict = Verdict::healthy;
  std::string root_cause = {};  ///< the rule to act on first; empty: nothing is wrong, or undecided
  Summary summary = {};
  RequestCount requests = {};
  bool complete = true;
  std::string started_at = {};  ///< RFC 3339, UTC
  double duration_ms = 0;
};

/// Many targets in one report: each, and those without a result.
struct Fleet {
  std::vector<FleetTarget> targets = {};  ///< in the order of the targets file
  std::vector<std::string> missing = {};  ///< names of the targets file that have no result
};

struct Report {
  std::string tool_version;
  std::string rules_version;
  std::string run_id;
  std::string started_at;  ///< RFC 3339, UTC
  double duration_ms = 0;
  Mode mode = Mode::live;
  RequestCount requests = {};
  std::vector<TargetValue> target = {};
  Verdict verdict = Verdict::healthy;
  bool complete =
      true;  ///< false when the deadline, an interrupt or the budget kept questions back
  Summary summary = {};
  std::vector<Finding> findings = {};
  std::vector<Suppressed> suppressed = {};  ///< in no count, and in none of `findings`
  std::vector<Observation> observations = {};
  std::optional<Comparison> compared = {};  ///< replay and diff only
  std::optional<Records> records = {};      ///< explain only
  std::optional<Fleet> fleet = {};          ///< many targets only; no observations then
  Timeline timeline = {};
};

}  // namespace doctor
