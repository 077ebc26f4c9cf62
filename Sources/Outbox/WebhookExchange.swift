import Foundation
import FoundationNetworking
import Synchronization

/// One request to a receiver, of whose answer only the status counts.
///
/// Every request has a session of its own: a connection that was kept open may have died meanwhile,
/// and the library would then post again by itself.
final class WebhookExchange: NSObject, URLSessionDataDelegate {
  private enum Outcome {
    case status(Int)
    case failure(SendFailure)
  }

  private let outcome = Mutex<Outcome?>(nil)
  private let done = DispatchSemaphore(value: 0)

  /// Sends a request and gives the status of the answer.
  ///
  /// - Parameter seconds: the whole time that the exchange may take.
  /// - Throws: `SendFailure` when no answer comes.
  static func status(of request: URLRequest, within seconds: TimeInterval) throws -> Int {
    let settings = URLSessionConfiguration.ephemeral
    settings.httpShouldSetCookies = false
    settings.urlCache = nil
    settings.timeoutIntervalForRequest = seconds
    let exchange = WebhookExchange()
    let session = URLSession(configuration: settings, delegate: exchange, delegateQueue: nil)
    // Whatever still comes of the answer is not wanted, however long it may be.
    defer { session.invalidateAndCancel() }
    session.dataTask(with: request).resume()
    _ = exchange.done.wait(timeout: .now() + seconds)
    switch exchange.outcome.withLock({ $0 }) {
    case .status(let status): return status
    case .failure(let failure): throw failure
    case nil: throw tooSlow
    }
  }

  private static let tooSlow = SendFailure(.rest, "接收方没有按时答复")

  private func settle(_ new: Outcome) {
    outcome.withLock { $0 = $0 ?? new }
    done.signal()
  }

  /// Does not follow a redirect.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    settle(.status(response.statusCode))
    completionHandler(nil)
  }

  /// Takes the status and leaves the rest.
  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    // 100 and its like come before the answer.
    guard status >= 200 else { return completionHandler(.allow) }
    settle(.status(status))
    completionHandler(.cancel)
  }

  /// Learns that no answer will come.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    // The error's own text names the address, so only its code is kept.
    let code = (error as? URLError)?.code
    switch code {
    case .timedOut: settle(.failure(Self.tooSlow))
    case .cannotFindHost, .dnsLookupFailed: settle(.failure(SendFailure(.rest, "找不到接收方的主机")))
    case .cannotConnectToHost: settle(.failure(SendFailure(.rest, "连不上接收方")))
    default:
      let number = code.map { "（\($0.rawValue)）" } ?? ""
      settle(.failure(SendFailure(.rest, "与接收方的连接出错\(number)")))
    }
  }
}
