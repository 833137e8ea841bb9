#include "mock/service.h"

#include <algorithm>
#include <array>

#include "mock/causes.h"
#include "mock/faults.h"
#include "mock/personas.h"
#include "mock/principal.h"
#include "mock/text.h"

namespace doctor::mock {
namespace {

/// The kind of a credential, never its value.
std::string kind_of(const std::string& credential) {
  for (const char* prefix : {"ocv_", "1ck_", "plt_"}) {
    if (credential.starts_with(prefix)) {
      return prefix;
    }
  }
  return std::ranges::count(credential, '.') == 2 ? "jwt" : "other";
}

std::string authorization_of(const Request& request) {
  const std::string value = request.header("authorization");
  if (!value.empty()) {
    const std::string scheme = value.substr(0, value.find(' '));
    const bool bearer = lower(scheme) == "bearer";
    return bearer                      ? "Bearer " + kind_of(bearer_of(request))
           : kind_of(value) == "other" ? scheme
                                       : "raw " + kind_of(value);
  }
  const Body body(request.body);
  for (const char* member : {"api_key", "password", "refresh_token", "subject_token"}) {
    if (body.has(member)) {
      return std::string("body ") +
             (std::string_view(member) == "api_key" ? kind_of(body.text(member)) : member);
    }
  }
  return {};
}

bool wanted(const Fault& fault, const Request& request, bool authenticated) {
  const bool any_method = fault.method == "*" && request.method != "CONNECT";
  return (any_method || fault.method == request.method) && host_matches(fault.host, request.host) &&
         (!fault.authenticated || *fault.authenticated == authenticated) &&
         glob_matches(fault.path, percent_decoded(request.path.substr(1)));
}

/// What the proxy says to a request through it; nullopt: it passes.
std::optional<Answer> proxy_refusal(const ProxyBehaviour& proxy, const Request& request) {
  const std::string given = request.header("proxy-authorization");
  if (!proxy.credentials.empty() && given != "Basic " + base64(proxy.credentials)) {
    Answer answer = html_answer(407, "<html><body>Proxy authentication required</body></html>");
    answer.headers.emplace_back("Proxy-Authenticate", "Basic realm=\"proxy\"");
    return answer;
  }
  if (proxy.connect == "refuse") {
    return html_answer(proxy.status, "<html><body>Blocked by policy</body></html>");
  }
  return std::nullopt;
}

Answer redirect(int status, const std::string& location) {
  Answer answer = text_answer(status, "");
  answer.headers.emplace_back("Location", location);
  return answer;
}

}  // namespace

std::optional<Fault> Service::pick_fault(const Request& request) {
  const bool authenticated = !authorization_of(request).empty();
  for (const auto& [name, fault] : state_.world.network.faults) {
    if (!wanted(fault, request, authenticated)) {
      continue;
    }
    const int hit = state_.fault_hits[name]++;
    if (hit >= fault.after && (fault.times < 0 || hit < fault.after + fault.times)) {
      return fault;
    }
  }
  return std::nullopt;
}

Answer Service::persona_answer(const Request& request) {
  if (request.proxied) {
    auto refusal = proxy_refusal(state_.world.network.proxy, request);
    if (refusal || request.method == "CONNECT") {
      return refusal ? *refusal : no_content(200);
    }
  }
  const Host& host = host_entry(state_.world.network, request.host);
  if (!request.tls && host.redirect_to_https != 0) {
    return redirect(host.redirect_to_https, "https://" + request.host + request.target);
  }
  if (!host.redirect_to.empty()) {
    return redirect(host.redirect_status, host.redirect_to + request.target);
  }
  try {
    return answer_as(state_, host.persona, request);
  } catch (const std::exception&) {
    return refuse(state_.world.api, "internal");
  }
}

void Service::translate(const Request& request, Reply& reply) const {
  const Dialect& dialect = state_.world.dialect;
  const bool api = host_entry(state_.world.network, request.host).persona == "api";
  reply.keeps_connections = dialect.http != "1.0";
  reply.chunked = dialect.chunked && reply.keeps_connections;
  if (api && !reply.fault) {
    speak(dialect, state_.now(), reply.answer);
  } else {
    speak_headers(dialect, state_.now(), reply.answer);
  }
}

Reply Service::answer(const Request& request) {
  const std::lock_guard lock(mutex_);
  Reply reply{.answer = {}, .fault = pick_fault(request)};
  const auto canned = reply.fault ? canned_answer(state_.world.api, *reply.fault) : std::nullopt;
  const bool answered = !reply.fault || delivers_status(*reply.fault);
  reply.answer = canned ? *canned : answered ? persona_answer(request) : Answer{};
  translate(request, reply);
  std::string authorization = authorization_of(request);
  const bool authenticated = !authorization.empty();
  std::vector<std::pair<std::string, std::string>> headers = reply.answer.headers;
  if (!reply.answer.content_type.empty()) {
    headers.emplace_back("Content-Type", reply.answer.content_type);
  }
  recorded_.push_back({.method = request.method,
                       .host = request.host,
                       .target = request.target,
                       .authenticated = authenticated,
                       .authorization = std::move(authorization),
                       .agent_id = Body(request.body).has("agent_id"),
                       .status = answered ? reply.answer.status : 0,
                       .headers = std::move(headers),
                       .body = reply.answer.body,
                       .sent_authorization = request.header("authorization"),
                       .sent_body = request.body});
  return reply;
}

void Service::heard_of(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (!name.empty()) {
    names_.insert(name);
  }
}

std::vector<Recorded> Service::recorded() const {
  const std::lock_guard lock(mutex_);
  return recorded_;
}

std::vector<std::string> Service::names() const {
  const std::lock_guard lock(mutex_);
  return {names_.begin(), names_.end()};
}

}  // namespace doctor::mock
