#include "tests/mock/client.h"

#include <memory>

#include <nlohmann/json.hpp>

namespace doctor::mock::test {
namespace {

struct CurlFree {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Sink {
  Response& response;
  std::size_t limit;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* target) {
  auto& sink = *static_cast<Sink*>(target);
  sink.response.body.append(data, size * count);
  return sink.response.body.size() > sink.limit ? 0 : size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* target) {
  auto& response = *static_cast<Response*>(target);
  const std::string line(data, size * count);
  const std::size_t colon = line.find(": ");
  if (colon != std::string::npos) {
    std::string name = line.substr(0, colon);
    for (char& c : name) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    response.headers[name] = line.substr(colon + 2, line.find_last_not_of("\r\n") - colon - 1);
  }
  return size * count;
}

using List = std::unique_ptr<curl_slist, CurlFree>;

List list_of(const std::vector<std::string>& lines) {
  curl_slist* list = nullptr;
  for (const std::string& line : lines) {
    list = curl_slist_append(list, line.c_str());
  }
  return List(list);
}

}  // namespace

Response send(const Endpoints& endpoints, const Call& call) {
  const std::unique_ptr<CURL, CurlFree> handle(curl_easy_init());
  CURL* curl = handle.get();
  Response response;
  Sink sink{.response = response, .limit = call.stop_after};
  std::vector<std::string> lines = call.headers;
  if (!call.token.empty()) {
    lines.push_back("Authorization: Bearer " + call.token);
  }
  const bool tls = call.url.starts_with("https:");
  const std::string mock =
      "::127.0.0.1:" + std::to_string(tls ? endpoints.tls_port : endpoints.plain_port);
  const List headers = list_of(lines);
  const List route = list_of({mock});
  curl_blob ca{.data = const_cast<char*>(endpoints.ca_pem.data()),  // NOLINT: libcurl only reads
               .len = endpoints.ca_pem.size(),
               .flags = CURL_BLOB_COPY};
  curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_CONNECT_TO, route.get());
  curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &ca);
  curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, call.verify ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, call.verify ? 2L : 0L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, call.timeout_ms);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &sink);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &response);
  if (!call.body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.c_str());
  }
  if (call.unpack) {
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
  }
  response.code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response.status);
  return response;
}

Scenario patched(const std::string& world_patch) {
  return parse_scenario("test", R"({"about": "a test", "world": )" + world_patch + "}");
}

std::string agent_token(const Endpoints& endpoints, const std::string& key) {
  const Response response = send(endpoints,
                                 {.url = "https://api.1claw.xyz/v1/auth/agent-token",
                                  .method = "POST",
                                  .body = R"({"api_key":")" + key + "\"}",
                                  .headers = {"Content-Type: application/json"}});
  return text_member(response.body, "access_token");
}

std::string text_member(const std::string& body, const std::string& name) {
  const auto tree = nlohmann::json::parse(body, nullptr, false);
  return tree.is_object() && tree.contains(name) && tree.at(name).is_string()
             ? tree.at(name).get<std::string>()
             : std::string();
}

}  // namespace doctor::mock::test
