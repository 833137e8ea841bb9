#pragma once
// What goes into a bundle, besides what the format asks for.

#include <string>
#include <vector>

#include "bundle/builder.h"
#include "core/exchange.h"
#include "core/report.h"
#include "core/result.h"
#include "net/known.h"

namespace doctor::cli {

/// Learns every value of the environment whose name says that it is a secret.
void learn_environment(net::KnownSecrets& known);
/// This machine's and this user's name.
std::vector<bundle::KnownName> machine_names();

/// The report in every format that is a file of its own, the log, the exchanges, and, unless a
/// scenario was played, the facts of the machine.
Result<void> add_run(bundle::Builder& builder,
                     const Report& report,
                     const std::vector<Exchange>& exchanges,
                     bool with_machine);
/// Each file through the redactor: gzip and zstd files unpacked, HTTP archives (HAR) reduced by
/// list. Error: it cannot be read, or is of another packed kind.
Result<void> add_includes(bundle::Builder& builder, const std::vector<std::string>& paths);
/// `not signed`, or by which key.
std::string signature_words(const bundle::Manifest& manifest);
/// What is not in it, and why.
std::vector<bundle::Omission> omissions(bool with_machine);

}  // namespace doctor::cli
