/// The compiler that built this plugin, for the descriptor: major and minor version.
///
/// A host that shares its Swift runtime with the plugin refuses another one, since there is no
/// stable ABI on Linux. Patch releases keep the runtime's layout.
enum Toolchain {
  #if compiler(>=6.4)
    static let name = "swift-6.4"
  #elseif compiler(>=6.3)
    static let name = "swift-6.3"
  #else
    static let name = "swift-6.2"
  #endif
}
