# Warnings are errors in every target of the package, in Swift through the package's common settings.
function check(   line) {
  if (path != "Package.swift") return
  is_set = 0
  for (line = 1; line <= lines; line++) {
    if (text[line] ~ /swiftLanguageMode\(\.v6\)/) is_set = text[line + 1] ~ /\.treatAllWarnings\(as: \.error\)/
    if (text[line] !~ /^ *\.(target|executableTarget|testTarget|macro)\(($|.*name:)/) continue
    if (target(line) !~ /swiftSettings: (bridging|safe)|c(xx)?Settings: \[\.treatAllWarnings\(as: \.error\)/) {
      fail(line, "warnings: they are no errors in this target. Give it `swiftSettings: safe` or `bridging`; in C, treatAllWarnings as an error.")
    }
  }
  if (!is_set) fail(1, "warnings: they are no errors any more. Put .treatAllWarnings(as: .error) back into `bridging`, after the language mode.")
}

# The text from a line to the parenthesis that closes what it opens.
function target(line,   block, depth, copy) {
  for (; line <= lines; line++) {
    block = block text[line] " "
    copy = code[line]
    depth += gsub(/\(/, "", copy) - gsub(/\)/, "", copy)
    if (depth <= 0) break
  }
  return block
}
