extension Ledger {
  /// The ledger of a plan's budgets; nil where nothing is limited.
  ///
  /// The budget of the default model is that of the whole run.
  convenience init?(_ plan: SimulationPlan, past: PastSpending) {
    var models = plan.models.compactMapValues(\.budget)
    let run = models.removeValue(forKey: ModelPlan.standardName)
    if run == nil, models.isEmpty { return nil }
    self.init(run: run, models: models, past: past)
  }
}
