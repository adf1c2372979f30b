# What a file may say: calls, reasons, tasks, imports, names.

sample Sources/A/A.swift <<'SWIFT'
let a = 1
let b = try! c()
SWIFT
refuses forbidden-calls Sources/A/A.swift:2
sample Tests/ATests/A.swift <<'SWIFT'
func a() -> Never { fatalError("no") }
SWIFT
refuses forbidden-calls Tests/ATests/A.swift:1
sample Sources/A/Preconditions.swift <<'SWIFT'
func unreachable() -> Never { fatalError("no") }
SWIFT
sample Sources/A/A.swift <<'SWIFT'
// try! and fatalError( end the process
let a = "try! fatalError(", b = #"a " try! fatalError("#, c = """
  try! fatalError( \(a)
  """
let d = retry!.count
SWIFT
passes forbidden-calls

sample Sources/A/A.swift <<'SWIFT'
// SAFETY: too far away.



final class A: @unchecked Sendable {}
SWIFT
refuses safety Sources/A/A.swift:5
sample Sources/A/A.swift <<'SWIFT'
nonisolated(unsafe) private let a = b()
SWIFT
refuses safety Sources/A/A.swift:1
sample Sources/A/A.swift <<'SWIFT'
func a() -> Int {
  let text = "SAFETY: is not in a comment"
  return unsafe b()
}
SWIFT
refuses safety Sources/A/A.swift:3
sample Sources/A/A.swift <<'SWIFT'
// SAFETY: of another function.
func a() {
  b()
}

func c() -> Int {
  if d { return 1 }
  return unsafe e()
}
SWIFT
refuses safety Sources/A/A.swift:8
sample Sources/A/A.swift <<'SWIFT'
// SAFETY: as the compiler's own words are unsafe only in code.
final class A: @unchecked Sendable {
  func b(_ c: Int) -> Int {
    let d = 1


    return unsafe c + d
  }
}

struct B {
  // SAFETY: for a row of declarations.
  nonisolated(unsafe) let a: Int
  nonisolated(unsafe) let b: Int
  nonisolated(unsafe) let c: Int
  nonisolated(unsafe) let d: Int
}

struct E {
  // SAFETY: for all of the function.
  func f(
    _ g: Int
  ) -> Int {
    let h = 1
    if g > h {
      return unsafe i(g)
    }
    return unsafe i(h)
  }
}

let text = "this is unsafe here"  // and unsafe there
SWIFT
passes safety

sample Sources/A/A.swift <<'SWIFT'
// TODO: later
SWIFT
refuses todo Sources/A/A.swift:1
sample a.c <<'C'
int a; /* FIXME */
C
refuses todo a.c:1
sample Sources/A/A.swift <<'SWIFT'
// TODO #12: later; TODO(#3) as well
let TODOs = 1
SWIFT
passes todo

# refuses_import FILE MODULE
refuses_import() {
  printf 'import Glibc\ninternal import %s\n' "$2" | sample "$1"
  refuses imports "$1:2"
}
refuses_import Sources/TinyTroupeKernel/A.swift Foundation
refuses_import Sources/TinyTroupeYAML/A.swift FoundationEssentials
refuses_import plugin-sdk/swift/Sources/TinyTroupeJSON/A.swift Foundation
refuses_import plugin-sdk/swift/Sources/TinyTroupePluginKit/Kinds/A.swift 'struct Foundation.Data'
refuses_import Sources/TinyTroupe/Services/A.swift CLibCurl
refuses_import Sources/TinyTroupeKernel/A.swift CLibYAML
refuses_import Sources/TinyTroupe/A.swift CLibCrypto
refuses_import Sources/TinyTroupe/Services/A.swift GRDB
refuses_import Sources/TinyTroupe/A.swift ArgumentParser
refuses_import Sources/TinyTroupe/A.swift Mustache
refuses_import Plugins/tool/A/Sources/A.swift TinyTroupeKernel
refuses_import examples/plugins/a-swift/Sources/A/A.swift TinyTroupe
sample Sources/TinyTroupe/RunStore/A.swift <<'SWIFT'
public import Foundation
import GRDB
// import CLibCurl
SWIFT
echo '@preconcurrency import CLibCurl' | sample Sources/TinyTroupeHTTP/A.swift
echo 'import TinyTroupePluginKit' | sample Plugins/tool/A/Sources/A.swift
passes imports

echo 'let a = 1' | sample Sources/A/StringUtils.swift
refuses names Sources/A/StringUtils.swift:1
echo 'int a;' | sample plugin-sdk/c/common.h
refuses names plugin-sdk/c/common.h:1
echo 'let a = 1' | sample Sources/A/Helpers/B.swift
refuses names Sources/A/Helpers/B.swift:1
printf 'let a = 1\npublic final class RunManager {}\n' | sample Sources/A/A.swift
refuses names Sources/A/A.swift:2
printf 'let manager = FileManager.default\nstruct Commonplace {}\n' | sample Sources/A/Commonplace.swift
passes names
