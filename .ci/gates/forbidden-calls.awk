# try! and fatalError end the process where an error would do. swift format's NeverForceUnwrap sees
# to unwrapping; its NeverUseForceTry leaves tests out.
function check(   line) {
  if (language != "swift") return
  for (line = 1; line <= lines; line++) {
    if (code[line] ~ /(^|[^A-Za-z0-9_])try!/) {
      fail(line, "forbidden-calls: try! ends the process. Throw, or catch the error.")
    }
    if (code[line] ~ /(^|[^A-Za-z0-9_.])fatalError\(/ && path !~ /(^|\/)Preconditions\.swift$/) {
      fail(line, "forbidden-calls: fatalError ends the process. Throw; a programmer's error belongs into Preconditions.swift.")
    }
  }
}
