#pragma once
// The parts of the world file's reader. Each reads one record and puts it under its name.

#include <string>
#include <utility>

#include "mock/fields.h"
#include "mock/world.h"

namespace doctor::mock {

/// The record's `id`, or one made from `seed`.
void read_id(Fields& in, std::string& id, const std::string& seed);
/// Type and id of a member that names a principal, `text` when absent. A name nobody has stands for
/// an id.
std::pair<std::string, std::string> read_principal(Fields& in,
                                                   const char* member,
                                                   const World& world,
                                                   std::string text);

// people_reader.cc
ApiKey read_key(const std::string& name, Fields& in);
void read_user(const std::string& name, Fields& in, World& world);
void read_agent(const std::string& name, Fields& in, World& world);
void read_token(const std::string& name, Fields& in, World& world);
void read_approval(const std::string& name, Fields& in, World& world);
void read_device(const std::string& user_code, Fields& in, World& world);
// vault_reader.cc; people must have been read
void read_vault(const std::string& name, Fields& in, World& world);
void read_ip_rule(const std::string& name, Fields& in, World& world);
void read_share(const std::string& name, Fields& in, World& world);

}  // namespace doctor::mock
