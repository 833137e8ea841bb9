// The CLI's device login. Polling answers 200 with an `error` member until the code is decided.

#include <algorithm>

#include <fmt/format.h>

#include "mock/handlers.h"

namespace doctor::mock {
namespace {

Answer decide(Call& call, const char* status) {
  auto& devices = call.state.world.devices;
  const auto found = devices.find(Body(call.request.body).text("user_code"));
  if (found == devices.end()) {
    return call.refuse("code_not_found");
  }
  const std::string& email = found->second.email;
  if (!email.empty() && call.who.user != nullptr && call.who.user->email != email) {
    return call.refuse("cross_agent");
  }
  found->second.status = status;
  return json_answer(200, object({{"status", status}}));
}

Answer device_token(Call& call, const Device& device) {
  const auto& users = call.state.world.users;
  const auto user = std::ranges::find_if(users, [&device](const auto& entry) {
    return device.email.empty() || entry.second.email == device.email;
  });
  if (user == users.end()) {
    return json_answer(200, object({{"error", "access_denied"}}));
  }
  constexpr std::chrono::seconds day(86400);
  return json_answer(200,
                     object({{"access_token", call.state.issue(user->second, day)},
                             {"token_type", "Bearer"},
                             {"expires_in", day.count()},
                             {"email", user->second.email},
                             {"user_id", user->second.id},
                             {"org_id", call.state.world.org.id}}));
}

}  // namespace

Answer post_device_code(Call& call) {
  const Body body(call.request.body);
  if (!body.has("client_id")) {
    return call.refuse("field_missing");
  }
  if (call.state.world.api.shapes == "august" && !body.has("email")) {
    return call.refuse("email_missing");
  }
  const std::string id = call.state.new_id();
  const std::string user_code = fmt::format("{}-{}", id.substr(0, 4), id.substr(4, 4));
  call.state.world.devices[user_code] = {
      .device_code = "dc_" + id, .status = "pending", .email = body.text("email")};
  return json_answer(200,
                     object({{"device_code", "dc_" + id},
                             {"user_code", user_code},
                             {"verification_uri", "https://1claw.xyz/cli/verify"},
                             {"expires_in", 600},
                             {"interval", 5}}));
}

Answer get_device_code(Call& call) {
  const auto& devices = call.state.world.devices;
  const auto found = devices.find(call.params.at("code"));
  if (found == devices.end()) {
    return call.refuse("code_not_found");
  }
  return json_answer(200, object({{"status", found->second.status}}));
}

Answer post_device_token(Call& call) {
  const std::string code = Body(call.request.body).text("device_code");
  for (const auto& [user_code, device] : call.state.world.devices) {
    if (device.device_code != code) {
      continue;
    }
    if (device.status == "approved") {
      return device_token(call, device);
    }
    const char* error = device.status == "pending"  ? "authorization_pending"
                        : device.status == "denied" ? "access_denied"
                                                    : "expired_token";
    return json_answer(200, object({{"error", error}}));
  }
  return json_answer(200, object({{"error", "expired_token"}}));
}

Answer post_device_approve(Call& call) {
  return decide(call, "approved");
}

Answer post_device_deny(Call& call) {
  return decide(call, "denied");
}

}  // namespace doctor::mock
