#include <csignal>

#include "cli/program.h"

int main(int argc, char** argv) {
  // A reader that closes early is an error of write(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): SIG_IGN for SIGPIPE cannot fail
  return doctor::cli::program(argc > 0 ? doctor::cli::Words{argv + 1, argv + argc}
                                       : doctor::cli::Words{});
}
