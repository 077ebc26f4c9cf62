/// Which commands fit which states, for every regulation; the articles narrow it further.
public enum CommandTable {
  private static let open: Set<StateName> = [
    .dispatched, .signed, .handling, .redo, .supervised,
  ]
  private static let held: Set<StateName> = open.union([.returning, .extending, .replied])
  private static let closed: Set<StateName> = [.completed, .callback]

  /// The states in which a command may be given at all.
  public static func states(for command: CommandName) -> Set<StateName> {
    switch command {
    case .receive: []
    case .answer: [.received]
    case .exclude: [.received, .reassigning, .returning]
    case .predispatch, .acceptPredispatch, .refusePredispatch, .dispatch:
      [.received, .reassigning]
    // A co-handler may sign after the lead has.
    case .sign: open.union([.extending])
    case .assignInner: [.signed, .handling, .redo, .extending, .supervised, .rehandling]
    case .requestReturn: open
    case .approveReturn, .refuseReturn: [.returning]
    case .fixUnit: open.union([.received, .returning, .reassigning])
    case .requestExtension: open
    case .approveExtension, .refuseExtension: [.extending]
    case .contact: held.union(closed).union([.rehandling])
    case .supplement, .forceMajeure: held.union([.received, .reassigning])
    case .withdraw: held.union([.received, .reassigning])
    case .reply: open.union([.extending])
    case .approveCompletion: [.replied]
    // What was closed here the platform above may still send back.
    case .rejectCompletion: closed.union([.replied])
    case .callback: closed.union([.replied, .answered, .supervised])
    case .rate: closed.union([.replied, .answered, .supervised])
    case .correctRating: closed.union([.replied, .supervised])
    case .redo: closed.union([.supervised])
    case .statement: held.union(closed).union([.rehandling])
    case .judge: closed.union([.supervised])
    case .progress: held.union([.rehandling])
    case .extendPromise, .solve: [.rehandling, .supervised]
    case .urge: held.union([.rehandling, .reassigning])
    case .supervise: held.union(closed).union([.rehandling, .reassigning])
    case .resolveSupervision: held.union(closed).union([.rehandling, .reassigning])
    case .archive: closed.union([.answered, .excluded, .withdrawn])
    case .transfer: [.received, .reassigning]
    case .fileCase: open.union([.extending])
    case .escalate: [.received]
    case .dispute: [.dispatched, .signed, .handling, .returning, .reassigning, .supervised]
    case .jointHandling: open.union([.extending, .returning])
    // A sign of an emergency may show at any time, also in a call that is not taken.
    case .reportUp: Set(StateName.allCases).subtracting([.archived])
    case .tick: Set(StateName.allCases)
    }
  }

  /// True when the pair is allowed.
  public static func allows(_ command: CommandName, in state: StateName) -> Bool {
    states(for: command).contains(state)
  }
}
