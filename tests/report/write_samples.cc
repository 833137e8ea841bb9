// Writes the schema and every sample in every format into a folder, for readers of another make.

#include <fstream>
#include <iostream>
#include <string>

#include "report/report.h"
#include "samples.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_samples FOLDER\n";
    return 2;
  }
  const std::string folder{argv[1]};
  std::ofstream{folder + "/report.schema.json"} << doctor::report::json_schema();
  for (const auto& sample : doctor::report::samples::all()) {
    for (const auto& format : doctor::report::formats()) {
      std::ofstream{folder + "/" + sample.name + "." + std::string{format.name}}
          << format.render(sample.report, doctor::report::Style{});
    }
  }
  return 0;
}
