import GRDB

extension Row {
  /// The value of a column; ask for an optional where it may be NULL.
  ///
  /// GRDB's subscripts trap on a value of another type. A run's file may come from anywhere, so its
  /// values are checked.
  ///
  /// - Throws: An error that names the column when it holds something else.
  func checked<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
    try decode(Value.self, forColumn: column)
  }
}
