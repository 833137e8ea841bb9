#pragma once
// Errors of the tool itself (bad option, unreadable file, invalid rules). What goes wrong on the
// way to 1Claw is never an Error: it is an Answer, and becomes a fact.

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace doctor {

/// One line for the user: names the thing that is wrong. Never contains a secret.
struct Error {
  std::string message;
};

/// tl::expected is not [[nodiscard]]; an ignored failure would be silent.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

/// `return failure("…");` in a function that returns a Result.
inline tl::unexpected<Error> failure(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace doctor
