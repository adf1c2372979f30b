# A file has at most 400 lines, unless it is generated and says so in its first line.
function check() {
  if (!is_source || raw[1] ~ /^\/\/ generated/) return
  if (lines > 400) {
    fail(lines, "file-length: " lines " lines, at most 400 are allowed. Move a concept to a file of its own.")
  }
}
