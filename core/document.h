#pragma once
// A JSON document read leniently: every field may be missing, numbers may be strings, lists may be
// bare. The only JSON *reader* in the project besides the rules and scenario loaders; it keeps the
// JSON library out of every other translation unit and bounds depth and size, so hostile bodies are
// harmless.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doctor {

/// A place in a Document; cheap to copy, valid while the Document lives. A missing field is a Node
/// too, for which every question answers "no".
class Node {
 public:
  Node() = default;
  /// For Document: `json` is the library's value, and must outlive the node; null: missing.
  explicit Node(const void* json) : json_(json) {}

  Node operator[](std::string_view key) const;  ///< object member, else missing
  Node operator[](std::size_t index) const;     ///< array element, else missing

  bool exists() const { return json_ != nullptr; }  ///< present, possibly null
  bool is_object() const;   ///< this one and the next three: false when missing
  bool is_array() const;    ///< a list
  bool is_null() const;     ///< a written `null`
  bool is_text() const;     ///< a string, also one that looks like a number
  bool is_integer() const;  ///< a number without a fraction, not a text that looks like one

  std::optional<std::string> text() const;      ///< strings only
  std::optional<std::int64_t> integer() const;  ///< integers, and strings that are integers
  std::optional<double> number() const;         ///< numbers, and strings that are numbers
  std::optional<bool> boolean() const;          ///< true/false only
  std::vector<Node> items() const;              ///< array elements, else empty
  std::vector<std::string> texts() const;       ///< the text elements of an array
  std::vector<std::string> keys() const;        ///< object member names, else empty
  /// A string, or `otherwise` when it is missing or none.
  std::string text_or(std::string_view otherwise) const;

 private:
  const void* json_ = nullptr;
};

/// Owns what its nodes look into: they must not outlive it.
class Document {
 public:
  /// How lenient, and how much: what goes beyond is no document.
  struct Options {
    bool comments = false;  ///< accept // and /* */ comments and trailing commas (client files)
    int max_depth = 64;
    /// A value costs up to a hundred bytes, however few it has in the text.
    int max_values = 100'000;
  };
  /// nullopt when the text is not one JSON value, is nested too deep, has too many values, or is
  /// not UTF-8.
  static std::optional<Document> parse(std::string_view text, const Options& options);
  /// With the bounds that are usual.
  static std::optional<Document> parse(std::string_view text) { return parse(text, Options{}); }

  Node root() const;  ///< the value the text holds

 private:
  struct Impl;
  explicit Document(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace doctor
