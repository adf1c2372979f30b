/// The compiler that built this plugin, for the descriptor: the host refuses one that shares its
/// runtime but not its version.
enum Toolchain {
  #if compiler(>=6.5)
    static let name = "swift-6.5"
  #elseif compiler(>=6.4)
    static let name = "swift-6.4"
  #elseif compiler(>=6.3.3)
    static let name = "swift-6.3.3"
  #elseif compiler(>=6.3.2)
    static let name = "swift-6.3.2"
  #elseif compiler(>=6.3.1)
    static let name = "swift-6.3.1"
  #elseif compiler(>=6.3)
    static let name = "swift-6.3"
  #else
    static let name = "swift-6.2"
  #endif
}
