# Warnings are errors in every Swift target of the package. Targets whose names begin with C and a
# capital have no Swift in them.
function check(   line, name, block) {
  if (path != "Package.swift") return
  for (line = 1; line <= lines; line++) {
    if (text[line] ~ /\.treatAllWarnings\(as: \.error\)/) found = 1
    if (text[line] ~ /^ *\.(target|executableTarget|testTarget|macro)\($/ || text[line] ~ /^ *\.(target|executableTarget|testTarget|macro)\(.*name:/) {
      block = target(line)
      if (block !~ /swiftSettings: (bridging|safe)/ && block !~ /name: "C[A-Z]/) {
        fail(line, "warnings: this target has no swiftSettings, so its warnings are none of the compiler's business. Give it `bridging` or `safe`.")
      }
    }
  }
  if (!found) fail(1, "warnings: .treatAllWarnings(as: .error) is gone. Warnings must be errors.")
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
