#include <algorithm>

#include "mock/handlers.h"

namespace doctor::mock {
namespace {

bool expired(const State& state, const Share& share) {
  return share.expires_at && *share.expires_at <= state.now();
}

JsonText share_record(const State& state, const Share& share) {
  return object({{"id", share.id},
                 {"secret_path", share.secret_path},
                 {"recipient_type", share.recipient_type},
                 {"recipient_email", maybe(share.recipient_email)},
                 {"access_count", share.access_count},
                 {"max_access_count", share.max_access_count},
                 {"expires_at", maybe(share.expires_at)},
                 {"is_expired", expired(state, share)},
                 {"is_accepted", share.accepted}});
}

template <typename Keep>
Answer listed(const Call& call, Keep keep) {
  std::vector<JsonText> records;
  for (const auto& [name, share] : call.state.world.shares) {
    if (!share.revoked && keep(share)) {
      records.push_back(share_record(call.state, share));
    }
  }
  return json_answer(200, object({{"shares", array(records)}}));
}

/// Ten creations a minute for the whole organisation.
bool too_many(State& state) {
  const Time minute_ago = state.now() - std::chrono::minutes(1);
  std::erase_if(state.shares_made, [minute_ago](Time made) { return made <= minute_ago; });
  return state.shares_made.size() >= 10 || state.world.api.share_limit == "exceeded";
}

struct Found {
  Vault* vault = nullptr;
  std::string path;
};

Found find_secret(State& state, const std::string& id) {
  for (auto& [name, vault] : state.world.vaults) {
    for (const auto& [path, secret] : vault.secrets) {
      if (secret.id == id && !secret.deleted) {
        return {.vault = &vault, .path = path};
      }
    }
  }
  return {};
}

Share* find_share(State& state, const std::string& id) {
  auto& shares = state.world.shares;
  const auto found = std::ranges::find_if(
      shares, [&id](const auto& entry) { return entry.second.id == id && !entry.second.revoked; });
  return found == shares.end() ? nullptr : &found->second;
}

Answer decide(Call& call, bool accepted) {
  Share* share = find_share(call.state, call.params.at("share"));
  if (share == nullptr || share->recipient_id != call.who.id) {
    return call.refuse("resource_not_found");
  }
  share->accepted = accepted;
  share->revoked = !accepted;
  return no_content();
}

}  // namespace

Answer post_share(Call& call) {
  if (too_many(call.state)) {
    return call.refuse("rate_share");
  }
  const Found found = find_secret(call.state, call.params.at("secret"));
  if (found.vault == nullptr) {
    return call.refuse("secret_not_found");
  }
  const auto refused = secret_refusal(call.state, call.who, *found.vault, found.path, "read");
  if (!refused.empty()) {
    return call.refuse(refused);
  }
  const Body body(call.request.body);
  if (!body.has("recipient_type") || !body.has("expires_at")) {
    return call.refuse("field_missing");
  }
  if (auto full = resource_limit(call, "shares")) {
    return *full;
  }
  call.state.shares_made.push_back(call.state.now());
  const Share share{.id = call.state.new_id(),
                    .secret_path = found.path,
                    .secret_id = call.params.at("secret"),
                    .recipient_type = body.text("recipient_type"),
                    .recipient_id = body.text("recipient_id"),
                    .recipient_email = body.text("email"),
                    .created_by = call.who.id,
                    .max_access_count = body.number("max_access_count").value_or(0),
                    .expires_at = parse_rfc3339(body.text("expires_at"))};
  call.state.world.shares[share.id] = share;
  return json_answer(201,
                     object({{"id", share.id},
                             {"share_url", "https://api.1claw.xyz/v1/share/" + share.id},
                             {"recipient_type", share.recipient_type},
                             {"recipient_email", maybe(share.recipient_email)},
                             {"expires_at", maybe(share.expires_at)},
                             {"max_access_count", share.max_access_count}}));
}

Answer get_share(Call& call) {
  Share* share = find_share(call.state, call.params.at("share"));
  if (share == nullptr) {
    return call.refuse("resource_not_found");
  }
  const bool used_up =
      share->max_access_count > 0 && share->access_count >= share->max_access_count;
  const Found found = find_secret(call.state, share->secret_id);
  if (expired(call.state, *share) || used_up || found.vault == nullptr) {
    return call.refuse("share_gone");
  }
  ++share->access_count;
  const Secret& secret = found.vault->secrets.at(found.path);
  return json_answer(200,
                     object({{"id", share->id},
                             {"path", found.path},
                             {"type", secret.type},
                             {"value", secret.value},
                             {"access_count", share->access_count},
                             {"max_access_count", share->max_access_count}}));
}

Answer delete_share(Call& call) {
  Share* share = find_share(call.state, call.params.at("share"));
  if (share == nullptr || share->created_by != call.who.id) {
    return call.refuse("resource_not_found");
  }
  share->revoked = true;
  return no_content();
}

Answer get_outbound_shares(Call& call) {
  const std::string& id = call.who.id;
  return listed(call, [&id](const Share& share) { return share.created_by == id; });
}

Answer get_inbound_shares(Call& call) {
  const std::string& id = call.who.id;
  return listed(call, [&id](const Share& share) { return share.recipient_id == id; });
}

Answer post_share_accept(Call& call) {
  return decide(call, true);
}

Answer post_share_decline(Call& call) {
  return decide(call, false);
}

}  // namespace doctor::mock
