import Foundation
import Hotline

/// What names and passwords must be like.
enum AccountRules {
  /// The fewest and most characters of a password.
  static let passwordLength = 10...128

  /// A name in the one form in which it is stored and looked up.
  static func normal(_ name: String) -> String {
    name.precomposedStringWithCompatibilityMapping.lowercased()
  }

  /// What is wrong with a name in its normal form.
  static func fault(name: String) -> InputProblem? {
    let isGood =
      (2...32).contains(name.count)
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0)
      }
    if isGood, name != Officer.local.name { return nil }
    return InputProblem(
      code: "bad_name", field: "name", message: "用户名应为 2 到 32 个字母、汉字、数字或 . _ -，且不能是“本机”")
  }

  /// What is wrong with a name that people read.
  static func fault(title: String, field: String, called: String) -> InputProblem? {
    let count = title.unicodeScalars.count
    if (1...50).contains(count), !title.allSatisfy(\.isWhitespace),
      !title.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    {
      return nil
    }
    return InputProblem(
      code: "bad_title", field: field, message: "\(called)应为 1 到 50 个字符，不能换行")
  }

  /// What is wrong with a password for a name.
  static func fault(password: String, name: String) -> InputProblem? {
    func problem(_ message: String) -> InputProblem {
      InputProblem(code: "weak_password", field: "password", message: message)
    }
    guard passwordLength.contains(password.count) else {
      return problem("口令应为 \(passwordLength.lowerBound) 到 \(passwordLength.upperBound) 个字符")
    }
    let plain = normal(password)
    if name.count > 2, plain.contains(name) { return problem("口令不能含有用户名") }
    if Set(plain).count < 5 { return problem("口令太简单，请用至少 5 种不同的字符") }
    let common = ["1234567890", "0123456789", "password", "qwertyuiop", "1q2w3e4r", "12345hotline"]
    if common.contains(where: { plain.hasPrefix($0) }) { return problem("口令太常见，请换一个") }
    return nil
  }

  /// What is wrong with roles and unit together.
  static func faults(
    roles: [Role], unit: String?, isUnit: (String) -> Bool
  ) -> [InputProblem] {
    var faults: [InputProblem] = []
    if roles.isEmpty {
      faults.append(InputProblem(code: "no_role", field: "roles", message: "至少要有一个角色"))
    }
    if roles.contains(.unit) {
      if let unit, !unit.isEmpty {
        if !isUnit(unit) { faults.append(unknownUnit(unit)) }
      } else {
        faults.append(
          InputProblem(code: "no_unit", field: "unit", message: "承办单位角色要写明是哪个单位"))
      }
    } else if let unit, !unit.isEmpty {
      faults.append(
        InputProblem(code: "unit_without_role", field: "unit", message: "只有承办单位角色才写单位"))
    }
    return faults
  }

  /// A unit that the catalogue does not have.
  static func unknownUnit(_ unit: String) -> InputProblem {
    InputProblem(
      code: "unknown_unit", field: "unit", message: "派单目录里没有单位“\(unit.prefix(50))”，请写全称")
  }
}
