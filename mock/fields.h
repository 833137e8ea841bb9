#pragma once
// Reads one JSON object of a world or scenario file, strictly: a member nobody reads is an error,
// so a misspelt knob cannot pass for a healthy one.

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "mock/clock.h"

namespace doctor::mock {

class Fields {
 public:
  /// `place` names file and JSON pointer. Throws ScenarioError when `value` is no object.
  Fields(const nlohmann::json& value, std::string place);

  /// Each leaves `into` alone when the member is absent, and throws for a wrong type.
  void read(const char* name, std::string& into);
  void read(const char* name, bool& into);
  void read(const char* name, int& into);
  void read(const char* name, long long& into);
  void read(const char* name, std::optional<int>& into);
  void read(const char* name, std::optional<bool>& into);
  void read(const char* name, std::optional<std::string>& into);
  void read(const char* name, Time& into);
  void read(const char* name, std::optional<Time>& into);
  void read(const char* name, std::vector<std::string>& into);
  void read(const char* name, std::map<std::string, std::string>& into);
  void read(const char* name, std::map<std::string, int>& into);
  /// One of `words`; absent: the first.
  void one_of(const char* name, std::string& into, std::initializer_list<std::string_view> words);
  /// A member that is an object, if there.
  void object(const char* name, const std::function<void(Fields&)>& reader);
  /// A member that holds keyed records.
  void each(const char* name, const std::function<void(const std::string&, Fields&)>& reader);
  /// A member that is a list of objects.
  void list(const char* name, const std::function<void(Fields&)>& reader);
  /// A member that is a string or an object.
  void either(const char* name,
              const std::function<void(const std::string&)>& text,
              const std::function<void(Fields&)>& reader);
  /// The member as JSON text; empty when absent.
  std::string dump(const char* name);
  /// Every member's name.
  std::vector<std::string> names() const;
  /// Takes all members as read: they are not ours to know.
  void accept_all();
  bool has(const char* name) const;

  /// Throws for members nobody read.
  void done() const;
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void fail(const char* name, const std::string& what) const;
  const std::string& place() const { return place_; }

 private:
  const nlohmann::json* take(const char* name);
  template <typename T>
  void value(const char* name, T& into, const char* expected, bool right_type);

  const nlohmann::json* value_;
  std::string place_;
  std::set<std::string, std::less<>> seen_;
};

/// Parses `json` and hands its object to `reader`. Throws ScenarioError for what is not JSON.
void read_strictly(const std::string& json,
                   const std::string& place,
                   const std::function<void(Fields&)>& reader);

}  // namespace doctor::mock
