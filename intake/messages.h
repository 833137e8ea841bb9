#pragma once
// The sentences of 1Claw, its clients and the programs below them, as a table
// (intake/messages.json): which words mean which answer or fact.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/embedded.h"
#include "core/fact.h"
#include "intake/record.h"

namespace doctor::intake {

/// What a line of text says, before it is known whether it is about 1Claw.
struct Said {
  Record record;          ///< message, client, facts, failure
  Exchange exchange;      ///< method, URL, status, body, as far as the words tell
  bool own = false;       ///< no other product says it like this
  bool sentence = false;  ///< the server's words, which people also write about
  bool alone = false;     ///< enough when it is all that was given
  bool weak = false;      ///< of no use beside another message about the same
  std::string host = {};  ///< that the words name
  std::size_t begin = 0;  ///< where in the line the words begin
  std::size_t end = 0;
  std::size_t rank = 0;  ///< place in the table: the earlier, the more telling
};

/// A place at or behind `from` in the first line that may hold a known message, a name of 1Claw or
/// an error's body; npos: there is none. At the speed at which memory is read.
std::size_t next_telling(std::string_view text, std::size_t from);
/// Is there a known message in the line, or a name of 1Claw? Quicker than finding out which.
bool is_telling(std::string_view line);
/// The most telling message of the line; nullopt when none is known.
std::optional<Said> said_in(std::string_view line);

/// Fills status, operation and machine word from a sentence of the server's, where they are not
/// known yet. Returns whether one was recognised.
bool apply_sentence(std::string_view words, Record& record, Exchange& exchange);
/// The status that a problem's machine word or title implies; 0 when none.
int status_of_words(std::string_view type, std::string_view title);

/// Every fact that a message states, with its value: for the check that they are declared.
std::vector<std::pair<std::string, FactValue>> stated_facts();
/// Every id of a message that a rule may name.
std::vector<std::string> message_ids();

std::span<const EmbeddedFile> message_files();

}  // namespace doctor::intake
