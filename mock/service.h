#pragma once
// The mocked service as the transport sees it: a request in, an answer and perhaps a fault out, and
// a record of everything that came.

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "mock/message.h"
#include "mock/mock.h"
#include "mock/state.h"

namespace doctor::mock {

struct Reply {
  Answer answer = {};
  std::optional<Fault> fault = {};  ///< how delivery goes wrong
  bool keeps_connections = true;    ///< HTTP/1.0 otherwise
  bool chunked = false;
};

class Service {
 public:
  explicit Service(World world) : state_(std::move(world)) {}

  /// Records the request before it is answered, so that whoever has the answer finds the record.
  Reply answer(const Request& request);
  /// Notes a name a client resolved or greeted.
  void heard_of(const std::string& name);

  const Network& network() const { return state_.world.network; }
  Time now() const { return state_.now(); }
  std::vector<Recorded> recorded() const;
  std::vector<std::string> names() const;

 private:
  std::optional<Fault> pick_fault(const Request& request);
  Answer persona_answer(const Request& request);
  /// Puts the answer in the words and headers of the world's server.
  void translate(const Request& request, Reply& reply) const;

  mutable std::mutex mutex_;
  State state_;
  std::vector<Recorded> recorded_ = {};
  std::set<std::string> names_;
};

}  // namespace doctor::mock
