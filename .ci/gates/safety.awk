# What the compiler cannot check has a comment "SAFETY:" with the reason why it holds: within three
# lines of it, or of the beginning of a function or type that it stands in. One comment may speak for
# several declarations in consecutive lines.
function check(   line) {
  if (language != "swift") return
  delete explained
  for (line = 1; line <= lines; line++) {
    if (!is_unchecked(code[line])) continue
    if (says_why(line) || (line - 1) in explained || surroundings_say_why(line)) {
      explained[line] = 1
    } else {
      fail(line, "safety: no line with SAFETY: says why this holds. Write the reason above it.")
    }
  }
}

function is_unchecked(code) {
  return code ~ /@unchecked +Sendable/ || code ~ /nonisolated\(unsafe\)/ ||
    code ~ /(^|[^A-Za-z0-9_.])unsafe /
}

function says_why(line,   near) {
  for (near = line - 3; near <= line + 3; near++) {
    if (near >= 1 && near <= lines && raw[near] ~ /\/\/.*SAFETY:/) return 1
  }
  return 0
}

# Goes up through the lines that are indented less: they begin what this line stands in.
function surroundings_say_why(line,   up, margin) {
  margin = indent(raw[line])
  for (up = line - 1; up >= 1 && margin > 0; up--) {
    if (code[up] ~ /^ *$/ || indent(code[up]) >= margin) continue
    margin = indent(code[up])
    if (code[up] ~ /(^|[ )])(struct|class|enum|actor|extension|func|init|deinit|var)([ (<?]|$)/ && says_why(up)) return 1
    # The end of a signature; it began in a line with the same indentation.
    if (code[up] ~ /^ *\)/) margin++
  }
  return 0
}
