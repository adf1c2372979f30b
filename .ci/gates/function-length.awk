# A function has at most 60 lines, from the line that begins it to the brace that closes it at the
# same indentation. In Swift that includes computed properties, initialisers, and closures that a
# property begins with.
function check(   line, first, margin) {
  if (!is_source || raw[1] ~ /^\/\/ generated/) return
  first = 0
  parentheses = 0
  for (line = 1; line <= lines; line++) {
    if (!first || !opened) {
      if (begins(code[line])) {
        first = line
        margin = indent(code[line])
        opened = 0
      }
      if (first && !opened) first = body(code[line]) ? first : 0
    }
    count_parentheses(code[line])
    if (first && opened && line > first && closes(code[line], margin)) {
      if (line - first >= 60) {
        fail(first, "function-length: " line - first + 1 " lines, at most 60 are allowed. Give a part of it a name.")
      }
      first = 0
    }
  }
}

function begins(code) {
  return language == "swift" ? begins_swift(code) : begins_c(code)
}

function begins_swift(code) {
  return code ~ /(^|[ )])(func|deinit)( |$)/ || code ~ /(^|[ )])(init|subscript)[?!]?[(<]/ ||
    code ~ /^ *([a-z@]+(\([a-z]+\))? )*(var|let) .*\{$/
}

function begins_c(code) {
  return !parentheses && code ~ /^ *[A-Za-z_][A-Za-z_0-9:<>*& ]*\(/ &&
    code !~ /^ *(if|for|while|switch|else|do|return|catch|typedef|extern)[^A-Za-z_0-9]/
}

# Looks for the body of the function that has begun; returns 0 when there is none, or no more to see.
function body(code,   bare) {
  bare = code
  sub(/[ \t]+$/, "", bare)
  if (bare ~ /\{$/) {
    opened = 1
    return 1
  }
  return bare !~ /[};]$/
}

function closes(code, margin) {
  return indent(code) == margin && substr(code, margin + 1, 1) == "}"
}

function count_parentheses(code,   copy) {
  if (language != "c" || code ~ /^ *#/) return
  copy = code
  parentheses += gsub(/\(/, "", copy) - gsub(/\)/, "", copy)
  if (parentheses < 0) parentheses = 0
}
