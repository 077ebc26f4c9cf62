extension StateName {
  /// The state as the hotline's people read it.
  public var words: String {
    switch self {
    case .received: "待派发"
    case .answered: "已即时答复"
    case .excluded: "不予受理"
    case .dispatched: "待签收"
    case .signed: "已签收"
    case .returning: "退单审核中"
    case .reassigning: "待重新派发"
    case .extending: "延期审批中"
    case .handling: "办理中"
    case .replied: "已答复，待审核"
    case .completed: "已办结，待回访"
    case .callback: "已回访"
    case .redo: "重办中"
    case .rehandling: "再办理中"
    case .supervised: "督办中"
    case .withdrawn: "已撤销"
    case .archived: "已归档"
    }
  }
}

extension CommandName {
  /// The command as the hotline's people read it.
  public var words: String {
    switch self {
    case .receive: "登记"
    case .answer: "即时答复"
    case .exclude: "不予受理"
    case .predispatch: "预分派"
    case .acceptPredispatch: "确认预分派"
    case .refusePredispatch: "拒绝预分派"
    case .dispatch: "派发"
    case .sign: "签收"
    case .assignInner: "内部分派"
    case .requestReturn: "申请退单"
    case .approveReturn: "同意退单"
    case .refuseReturn: "不同意退单"
    case .fixUnit: "指定承办单位"
    case .requestExtension: "申请延期"
    case .approveExtension: "同意延期"
    case .refuseExtension: "不同意延期"
    case .contact: "联系诉求人"
    case .supplement: "补充情况"
    case .forceMajeure: "登记不可抗力"
    case .withdraw: "撤销"
    case .reply: "答复"
    case .approveCompletion: "同意办结"
    case .rejectCompletion: "退回继续办理"
    case .callback: "回访"
    case .rate: "评价"
    case .correctRating: "核改评价"
    case .redo: "重办"
    case .statement: "履职情况说明"
    case .judge: "判定"
    case .progress: "告知进度"
    case .extendPromise: "延长承诺时限"
    case .solve: "解决"
    case .urge: "催办"
    case .supervise: "督办"
    case .resolveSupervision: "解除督办"
    case .archive: "归档"
    case .transfer: "异地转办"
    case .fileCase: "立案或移交司法"
    case .escalate: "逐级汇报"
    case .dispute: "提出争议、提供佐证"
    case .jointHandling: "联合处置"
    case .reportUp: "上报突发情况"
    case .tick: "计时"
    }
  }
}
