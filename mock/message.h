#pragma once
// One request and one answer, free of any transport.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mock/json_text.h"

namespace doctor::mock {

struct Request {
  std::string method = {};
  std::string host = {};    ///< lower case, without port
  std::string target = {};  ///< as on the wire
  std::string path = {};    ///< of the target, still encoded, without the query
  std::map<std::string, std::string> query = {};
  std::map<std::string, std::string> headers = {};  ///< names in lower case
  std::string body = {};
  bool tls = false;
  bool proxied = false;  ///< a CONNECT, or a target with scheme and host

  std::string header(const std::string& name) const;
};

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

Answer json_answer(int status, const JsonText& body);
/// 204, or another status that has no body.
Answer no_content(int status = 204);
Answer html_answer(int status, std::string body);
Answer text_answer(int status, std::string body);

/// The members of a JSON object in a request body (or form fields).
class Body {
 public:
  explicit Body(const std::string& text);
  bool valid() const { return valid_; }
  bool has(const std::string& name) const { return fields_.contains(name); }
  /// A string as it is, anything else as JSON text; empty when absent.
  std::string text(const std::string& name) const;
  std::optional<std::vector<std::string>> texts(const std::string& name) const;
  std::optional<int> number(const std::string& name) const;
  /// A member that is an object.
  Body object(const std::string& name) const { return Body(text(name)); }

 private:
  bool valid_ = false;
  std::map<std::string, std::string> fields_ = {};
};

}  // namespace doctor::mock
