# Reads source files for a gate. The gate is one function, check(), called once for each file, with
#   path           the file, from the root of the tree
#   language       "swift", "c" (C, C++ and headers), "yaml" or "markdown"
#   is_source      true of Swift and C
#   lines          how many lines it has
#   raw[1...]      the lines
#   text[1...]     the lines without comments
#   code[1...]     the lines without comments and without what stands between quotes
# A gate calls fail(line, what) for everything that it refuses.

FNR == 1 { finish(); start() }

{
  raw[++lines] = $0
  strip($0)
}

END {
  finish()
  exit failures > 0
}

function start() {
  path = FILENAME
  sub(/^\.\//, "", path)
  language = path ~ /\.swift$/ ? "swift" : path ~ /\.yaml$/ ? "yaml" : path ~ /\.md$/ ? "markdown" : "c"
  is_source = language == "swift" || language == "c"
  lines = 0
  quote = ""
  in_comment = 0
}

function finish() {
  if (lines > 0) check()
}

function fail(line, what) {
  printf "%s:%d: %s\n", path, line, what
  failures++
}

function indent(line) {
  match(line, /^ */)
  return RLENGTH
}

# Fills text[lines] and code[lines]. What a string interpolates counts as part of the string.
function strip(line,   at, all, bare) {
  if (!is_source) {
    text[lines] = code[lines] = line
    return
  }
  all = bare = ""
  for (at = 1; at <= length(line); ) {
    if (in_comment) {
      at = comment_end(line, at)
    } else if (quote != "") {
      if (substr(line, at, length(quote)) == quote) {
        at += length(quote)
        all = all "\""
        bare = bare "\""
        quote = ""
      } else {
        taken = string_part(line, at)
        all = all substr(line, at, taken)
        at += taken
      }
    } else if (substr(line, at, 2) == "//") {
      break
    } else if (substr(line, at, 2) == "/*") {
      in_comment = 1
      at += 2
    } else if (language == "c" && match(substr(line, at), /^'(\\[^']*|[^\\'])'/)) {
      at += RLENGTH
    } else if (match(substr(line, at), /^#*"/)) {
      at += open_quote(line, at, RLENGTH)
      all = all "\""
      bare = bare "\""
    } else {
      match(substr(line, at), /^[^"#\/']+/)
      if (RLENGTH < 1) RLENGTH = 1
      all = all substr(line, at, RLENGTH)
      bare = bare substr(line, at, RLENGTH)
      at += RLENGTH
    }
  }
  # Only a string in three quotes goes on in the next line.
  if (index(quote, "\"\"\"") != 1) quote = ""
  text[lines] = all
  code[lines] = bare
}

function comment_end(line, at,   found) {
  found = index(substr(line, at), "*/")
  if (!found) return length(line) + 1
  in_comment = 0
  return at + found + 1
}

# Sets `quote` to what will end the string that begins here; returns the length of its beginning.
function open_quote(line, at, size,   hashes) {
  hashes = substr(line, at, size - 1)
  if (language == "swift" && substr(line, at + size, 2) == "\"\"") {
    quote = "\"\"\"" hashes
    return size + 2
  }
  quote = "\"" hashes
  return size
}

# The length of the next piece inside a string: a character, an escape, an interpolation.
function string_part(line, at,   end, depth, nested, c) {
  # A raw string (its end has a #) has no escapes that begin with a plain backslash.
  if (substr(line, at, 1) != "\\" || quote ~ /#$/) return 1
  if (language != "swift" || substr(line, at + 1, 1) != "(") return 2
  depth = 0
  nested = 0
  for (end = at + 1; end <= length(line); end++) {
    c = substr(line, end, 1)
    if (c == "\"") nested = !nested
    else if (!nested && c == "(") depth++
    else if (!nested && c == ")" && --depth == 0) return end - at + 1
  }
  return end - at
}
