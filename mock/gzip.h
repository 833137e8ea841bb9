#pragma once
// A gzip stream of zeros, in parts: a kilobyte on the wire for every megabyte unpacked.

#include <string>

namespace doctor::mock {

struct GzipZeros {
  std::string head = {};
  std::string megabyte = {};  ///< may be repeated
  std::string tail = {};      ///< ends the stream; its checksum is wrong, for nobody gets there
};

GzipZeros gzip_zeros();

}  // namespace doctor::mock
