#include "core/text.h"
#include "intake/log_lines.h"
#include "intake/readers.h"

namespace doctor::intake {

void read(Kind kind, std::string_view text, const Sink& sink) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  switch (kind == Kind::automatic ? detect(text) : kind) {
    case Kind::http:
      return read_http(text, sink);
    case Kind::curl:
      return read_curl(text, sink);
    case Kind::body:
      return read_body(text, sink);
    case Kind::har:
      return read_har(text, sink);
    case Kind::jsonl:
      return read_log(text, sink);
    case Kind::rpc:
      return read_rpc(text, sink);
    case Kind::automatic:
    case Kind::text:
      break;
  }
  return read_text(text, sink);
}

}  // namespace doctor::intake
