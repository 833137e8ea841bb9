#include "mock/gzip.h"

#include <boost/beast/zlib/deflate_stream.hpp>

namespace doctor::mock {

GzipZeros gzip_zeros() {
  namespace zlib = boost::beast::zlib;
  zlib::deflate_stream deflater;
  deflater.reset(9, 15, 9, zlib::Strategy::normal);
  const std::string zeros(1 << 20, '\0');
  std::string out(1 << 16, '\0');
  zlib::z_params params;
  params.next_in = zeros.data();
  params.avail_in = zeros.size();
  params.next_out = out.data();
  params.avail_out = out.size();
  boost::beast::error_code error;
  deflater.write(params, zlib::Flush::full, error);
  out.resize(params.total_out);
  const std::string head("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
  const std::string tail("\x03\0\0\0\0\0\0\0\0\0", 10);  // empty last block, checksum, length
  return {.head = head, .megabyte = out, .tail = tail};
}

}  // namespace doctor::mock
